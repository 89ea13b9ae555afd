//! The order of concordance lines.

use rayon::prelude::*;

use super::super::control::Control;
use super::super::text::Corpus;
use super::FindError;
use super::borders::is_line_end;
use super::stretches::{CHUNK, Part, stretches};

/// Characters of context packed into one key: 21 bits each.
const PACKED: usize = 6;
/// Characters of context that lines are sorted by.
const SORTED: usize = 16;
/// Hits that are sorted in one go, about: their time is what a cancelled sort may still take.
const BUCKET: usize = 1 << 14;
/// Keys looked at for each bucket to choose where buckets meet.
const SAMPLES: usize = 16;

/// The order of concordance lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KwicSort {
    /// As in the text.
    #[default]
    Text,
    /// By what follows the word, read to the right (R1).
    Right,
    /// By what precedes the word, read to the left (L1).
    Left,
}

/// A key that orders as its characters do, and the hit it belongs to.
type Keyed = (u128, usize);

/// Puts `hits` of `word`, given in text order, in the order of `sort`; equal contexts stay in text order. Runs on the
/// current rayon thread pool.
///
/// Contexts are compared character by character by code point, away from the word, up to 16 characters or the end of
/// the source line; an ended line comes first.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled, [`FindError::Storage`]; then the order is as it was.
pub fn sort_hits(
    corpus: &Corpus,
    word: &str,
    hits: &mut [usize],
    sort: KwicSort,
    control: &Control,
) -> Result<(), FindError> {
    if sort == KwicSort::Text {
        hits.par_sort_unstable();
        return Ok(());
    }
    let order = Order { corpus, length: word.len(), sort, control };
    let mut keyed: Vec<Keyed> = hits.par_iter().map(|&hit| (0, hit)).collect();
    keyed.par_chunks_mut(CHUNK).try_for_each(|chunk| order.fill(chunk, 0))?;
    let mut buckets = order.buckets(keyed)?;
    buckets.par_iter_mut().try_for_each(|bucket| order.sort(bucket, 0))?;
    let sorted = buckets.iter().flatten();
    hits.iter_mut().zip(sorted).for_each(|(hit, &(_, sorted))| *hit = sorted);
    Ok(())
}

struct Order<'a> {
    corpus: &'a Corpus,
    length: usize,
    sort: KwicSort,
    control: &'a Control,
}

impl Order<'_> {
    /// Gives each hit its key of level `level`: the characters from number `level * PACKED` on.
    fn fill(&self, keyed: &mut [Keyed], level: usize) -> Result<(), FindError> {
        let hits: Vec<usize> = keyed.iter().map(|&(_, hit)| hit).collect();
        let mut keyed = keyed.iter_mut();
        for stretch in stretches(&hits) {
            self.control.check()?;
            let part = Part::around(self.corpus, stretch, self.length, SORTED * 4)?;
            for (&hit, (key, _)) in stretch.iter().zip(&mut keyed) {
                *key = match self.sort {
                    KwicSort::Left => packed(part.split(hit).0.chars().rev(), level),
                    _ => packed(part.split(hit + self.length).1.chars(), level),
                };
            }
        }
        Ok(())
    }

    /// Parts of `keyed`, each with smaller keys than the next, so that each can be sorted alone.
    fn buckets(&self, keyed: Vec<Keyed>) -> Result<Vec<Vec<Keyed>>, FindError> {
        let wanted = keyed.len() / BUCKET;
        if wanted < 2 {
            return Ok(vec![keyed]);
        }
        let step = keyed.len() / (wanted * SAMPLES);
        let mut sample: Vec<u128> = keyed.iter().step_by(step).map(|&(key, _)| key).collect();
        sample.sort_unstable();
        let mut ends: Vec<u128> = sample.into_iter().step_by(SAMPLES).skip(1).collect();
        ends.dedup();
        let parts: Vec<Vec<Vec<Keyed>>> = keyed
            .par_chunks(keyed.len().div_ceil(rayon::current_num_threads()).max(BUCKET))
            .map(|chunk| -> Result<_, FindError> {
                let mut part = vec![Vec::new(); ends.len() + 1];
                for piece in chunk.chunks(BUCKET) {
                    self.control.check()?;
                    for &entry in piece {
                        part[ends.partition_point(|&end| end <= entry.0)].push(entry);
                    }
                }
                Ok(part)
            })
            .collect::<Result<_, _>>()?;
        drop(keyed);
        let bucket = |k: usize| parts.iter().flat_map(|part| &part[k]).copied().collect();
        Ok((0..=ends.len()).into_par_iter().map(bucket).collect())
    }

    /// Sorts hits with keys of level `level`, and those with equal ones by what follows.
    fn sort(&self, keyed: &mut [Keyed], level: usize) -> Result<(), FindError> {
        self.control.check()?;
        keyed.sort_unstable();
        if (level + 1) * PACKED >= SORTED {
            return Ok(());
        }
        for group in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
            // A key that ends in no character is that of a line that ended.
            if group.len() > 1 && group[0].0 & 0x1F_FFFF != 0 {
                self.fill(group, level + 1)?;
                self.sort(group, level + 1)?;
            }
        }
        Ok(())
    }
}

/// The characters of level `level` of the context `characters` as one integer that orders as they do.
fn packed(characters: impl Iterator<Item = char>, level: usize) -> u128 {
    let line = characters.take_while(|&c| !is_line_end(c)).take(SORTED);
    let mut own = line.skip(level * PACKED);
    (0..PACKED).fold(0, |key, _| key << 21 | own.next().map_or(0, |c| u128::from(c) + 1))
}
