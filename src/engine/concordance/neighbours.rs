//! What stands beside a word, counted.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::control::Control;
use super::super::text::Corpus;
use super::FindError;
use super::borders::{Beside, UnitsBefore, unit_after};
use super::stretches::{CHUNK, Part, stretches};

/// Bytes read first beside a hit.
const REACH: usize = 1 << 8;
/// Bytes of a unit beyond which it is cut.
const LONGEST: usize = 1 << 16;

/// A neighbour of a word and how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// The unit, or the break character (a line end is "\n").
    pub text: String,
    /// Whether it is a break (each occurrence counts as a distinct neighbour in the entropies).
    pub is_break: bool,
    /// Occurrences.
    pub count: u32,
}

/// The neighbours on both sides, most frequent first, then by bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// Before the word.
    pub left: Vec<Neighbour>,
    /// After the word.
    pub right: Vec<Neighbour>,
}

/// The neighbours of `word` at `hits`, in text order for speed. Runs on the current rayon thread pool.
///
/// Breaks are told apart by their character; every line end and both ends of the text are "\n". A unit of more than
/// 2^16 bytes is cut there.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled; [`FindError::Storage`].
pub fn neighbours(corpus: &Corpus, word: &str, hits: &[usize], control: &Control) -> Result<Neighbours, FindError> {
    let chunks = hits.par_chunks(CHUNK).map(|hits| -> Result<[Tally; 2], FindError> {
        let mut counts = <[Tally; 2]>::default();
        for stretch in stretches(hits) {
            control.check()?;
            count(corpus, word, stretch, &mut counts)?;
        }
        Ok(counts)
    });
    let [left, right] = chunks.try_reduce(Default::default, |mut a, b| {
        for (a, b) in a.iter_mut().zip(b) {
            a.take_in(b);
        }
        Ok(a)
    })?;
    Ok(Neighbours { left: left.sorted(), right: right.sorted() })
}

/// Adds what stands beside the hits of a stretch to `counts`.
fn count(corpus: &Corpus, word: &str, hits: &[usize], counts: &mut [Tally; 2]) -> Result<(), FindError> {
    let kind = corpus.reading().unit;
    let mut reach = REACH;
    loop {
        let part = Part::around(corpus, hits, word.len(), reach)?;
        let may_cut = reach >= LONGEST;
        let mut units = UnitsBefore::new(part.text(), kind);
        let sides = |hit: usize| {
            let before = units.before(part.place(hit));
            let after = unit_after(part.split(hit + word.len()).1, kind);
            let is_whole = (!before.is_open || part.is_from_start()) && (!after.is_open || part.is_to_end());
            (is_whole || may_cut).then_some([before, after])
        };
        let found: Option<Vec<[Beside; 2]>> = hits.iter().copied().map(sides).collect();
        let Some(found) = found else {
            reach *= 16;
            continue;
        };
        for [before, after] in found {
            counts[0].add(before);
            counts[1].add(after);
        }
        return Ok(());
    }
}

/// Occurrences of each neighbour on one side, and whether it is a break.
#[derive(Default)]
struct Tally(FxHashMap<String, (u32, bool)>);

impl Tally {
    fn add(&mut self, beside: Beside) {
        match self.0.get_mut(beside.text) {
            Some((count, _)) => *count += 1,
            None => {
                self.0.insert(beside.text.to_owned(), (1, beside.is_break));
            }
        }
    }

    fn take_in(&mut self, other: Tally) {
        if self.0.is_empty() {
            *self = other;
            return;
        }
        for (text, (count, is_break)) in other.0 {
            self.0.entry(text).or_insert((0, is_break)).0 += count;
        }
    }

    fn sorted(self) -> Vec<Neighbour> {
        let named = |(text, (count, is_break))| Neighbour { text, is_break, count };
        let mut all: Vec<Neighbour> = self.0.into_iter().map(named).collect();
        all.par_sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
        all
    }
}
