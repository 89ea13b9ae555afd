//! The order of concordance lines by what is beside the word, or by chance.

use rayon::prelude::*;

use super::super::control::Control;
use super::super::text::{Corpus, unit};
use super::FindError;
use super::borders::is_line_end;
use super::stretches::{CHUNK, Part, stretches};

/// Characters of context packed into one key: 21 bits each.
const PACKED: usize = 6;
/// Characters of context that lines are sorted by.
const SORTED: usize = 16;
/// Characters beside the word in which units are passed over.
const WINDOW: usize = 64;
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
    /// From the second unit to the right on (R2).
    Right2,
    /// From the third unit to the right on (R3).
    Right3,
    /// From the second unit to the left on (L2).
    Left2,
    /// From the third unit to the left on (L3).
    Left3,
    /// Good examples first; see [`JUDGED`](super::JUDGED).
    Examples,
    /// A random order: its start is a random sample.
    Random,
}

impl KwicSort {
    /// Every order.
    pub const ALL: [KwicSort; 9] = [
        KwicSort::Text,
        KwicSort::Right,
        KwicSort::Left,
        KwicSort::Right2,
        KwicSort::Left2,
        KwicSort::Right3,
        KwicSort::Left3,
        KwicSort::Examples,
        KwicSort::Random,
    ];

    /// The next order, round and round.
    #[must_use]
    pub fn next(self) -> KwicSort {
        self.turned(1)
    }

    /// The previous order, round and round.
    #[must_use]
    pub fn previous(self) -> KwicSort {
        self.turned(KwicSort::ALL.len() - 1)
    }

    fn turned(self, by: usize) -> KwicSort {
        let place = KwicSort::ALL.iter().position(|&sort| sort == self).unwrap_or(0);
        KwicSort::ALL[(place + by) % KwicSort::ALL.len()]
    }
}

/// A key that orders as what it stands for does, and the hit it belongs to.
type Keyed = (u128, usize);

/// What lines are put in order by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// What follows, but for so many units and breaks.
    After(usize),
    /// What precedes, but for so many units and breaks.
    Before(usize),
    /// The hash of this seed and the place.
    Chance(u64),
}

/// Puts `hits` of `word`, given in text order, in the order of `by`; what is equal stays in text order. Runs on the
/// current rayon thread pool.
///
/// Contexts are compared character by character by code point, away from the word, up to 16 characters or the end of
/// the source line; an ended line comes first. The units that are passed over are those of the 64 characters next to
/// the word; no more than these are compared either.
pub(super) fn sort(
    corpus: &Corpus,
    word: &str,
    hits: &mut [usize],
    by: By,
    control: &Control,
) -> Result<(), FindError> {
    let order = Order { corpus, length: word.len(), by, control };
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
    by: By,
    control: &'a Control,
}

impl Order<'_> {
    /// Gives each hit its key of level `level`: the characters from number `level * PACKED` on.
    fn fill(&self, keyed: &mut [Keyed], level: usize) -> Result<(), FindError> {
        if let By::Chance(seed) = self.by {
            self.control.check()?;
            keyed.iter_mut().for_each(|(key, hit)| *key = u128::from(chance(seed, *hit)) << 21);
            return Ok(());
        }
        let hits: Vec<usize> = keyed.iter().map(|&(_, hit)| hit).collect();
        let mut keyed = keyed.iter_mut();
        let reach = if matches!(self.by, By::After(0) | By::Before(0)) { SORTED } else { WINDOW };
        for stretch in stretches(&hits) {
            self.control.check()?;
            let part = Part::around(self.corpus, stretch, self.length, reach * 4)?;
            for (&hit, (key, _)) in stretch.iter().zip(&mut keyed) {
                *key = self.key(&part, hit, level);
            }
        }
        Ok(())
    }

    /// The key of level `level` of a hit in the middle of `part`.
    fn key(&self, part: &Part, hit: usize, level: usize) -> u128 {
        let kind = self.corpus.reading().unit;
        match self.by {
            By::Before(0) => packed(part.split(hit).0.chars().rev(), level),
            By::Before(passed) => {
                let near = line_end(part.split(hit).0);
                let mut end = near.len();
                for _ in 0..passed {
                    end = unit::before(near, end, kind).map_or(0, |piece| piece.start);
                }
                packed(near[..end].chars().rev(), level)
            }
            By::After(0) | By::Chance(_) => packed(part.split(hit + self.length).1.chars(), level),
            By::After(passed) => {
                let near = line_start(part.split(hit + self.length).1);
                let end = unit::pieces(near, kind).nth(passed - 1).map_or(near.len(), |piece| piece.end());
                packed(near[end..].chars(), level)
            }
        }
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

/// The last characters of the last line of `before`, [`WINDOW`] at most.
fn line_end(before: &str) -> &str {
    let line = before.char_indices().rev().take(WINDOW).take_while(|&(_, c)| !is_line_end(c));
    &before[line.last().map_or(before.len(), |(at, _)| at)..]
}

/// The first characters of the first line of `after`, [`WINDOW`] at most.
fn line_start(after: &str) -> &str {
    let line = after.char_indices().take(WINDOW).take_while(|&(_, c)| !is_line_end(c));
    &after[..line.last().map_or(0, |(at, c)| at + c.len_utf8())]
}

/// A number that depends on `seed` and `hit` and on nothing else: the finalizer of SplitMix64 (Steele, Lea and Flood
/// 2014) over both.
fn chance(seed: u64, hit: usize) -> u64 {
    let mix = |mut z: u64| {
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    };
    mix(mix(seed.wrapping_add(0x9E37_79B9_7F4A_7C15)).wrapping_add(hit as u64))
}

/// The characters of level `level` of the context `characters` as one integer that orders as they do.
fn packed(characters: impl Iterator<Item = char>, level: usize) -> u128 {
    let line = characters.take_while(|&c| !is_line_end(c)).take(SORTED);
    let mut own = line.skip(level * PACKED);
    (0..PACKED).fold(0, |key, _| key << 21 | own.next().map_or(0, |c| u128::from(c) + 1))
}
