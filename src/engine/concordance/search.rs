//! Searching: the occurrences of a string, in text order, while they are found.

use std::ops::{ControlFlow, Range};

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::super::control::Control;
use super::super::storage::StorageError;
use super::super::text::Corpus;
use super::FindError;
use super::borders::{Before, Borders, is_char};

/// Bytes of the first blocks: so small that their hits come at once.
const FIRST_BLOCK: usize = 1 << 17;
/// Bytes of the largest blocks.
const BLOCK: usize = 1 << 22;
/// Blocks in a wave for each thread.
const WAVE: usize = 2;

/// Where an occurrence may start and end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whole {
    /// On borders of units: the number of occurrences of a candidate is its count.
    #[default]
    Units,
    /// Between any two characters, so also inside runs of Latin letters and digits.
    Anywhere,
}

/// What is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needle<'w> {
    /// The string; an empty one does not occur.
    pub text: &'w str,
    /// Where it may start and end.
    pub whole: Whole,
}

impl<'w> Needle<'w> {
    /// `text` as whole units.
    #[must_use]
    pub fn units(text: &'w str) -> Self {
        Needle { text, whole: Whole::Units }
    }

    /// `text` between any two characters.
    #[must_use]
    pub fn anywhere(text: &'w str) -> Self {
        Needle { text, whole: Whole::Anywhere }
    }
}

/// Byte offsets in the corpus of every occurrence of `word` as whole units, ascending, overlapping ones included.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled; [`FindError::Storage`].
pub fn find(corpus: &Corpus, word: &str, control: &Control) -> Result<Vec<usize>, FindError> {
    let mut found = Vec::new();
    search(corpus, Needle::units(word), control, |hits| {
        found.extend_from_slice(hits);
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Hands the occurrences of `needle` to `take` while they are found: batches of byte offsets in the corpus, all in text
/// order, overlapping occurrences included. No batch is empty. Ends early when `take` breaks.
///
/// The first batches come from small blocks, so that the first lines can be shown at once.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled; [`FindError::Storage`].
pub fn search(
    corpus: &Corpus,
    needle: Needle,
    control: &Control,
    take: impl FnMut(&[usize]) -> ControlFlow<()>,
) -> Result<(), FindError> {
    search_in_blocks(corpus, needle, (FIRST_BLOCK, BLOCK), control, take)
}

/// [`search`] with blocks of `sizes` bytes: the first ones and the largest.
pub(super) fn search_in_blocks(
    corpus: &Corpus,
    needle: Needle,
    (mut size, largest): (usize, usize),
    control: &Control,
    mut take: impl FnMut(&[usize]) -> ControlFlow<()>,
) -> Result<(), FindError> {
    if needle.text.is_empty() {
        return Ok(());
    }
    let finder = Finder::new(needle.text);
    let mut start = 0;
    let mut before = Before::Other;
    while start < corpus.len() {
        let wave = WAVE * rayon::current_num_threads();
        let blocks: Vec<Range<usize>> = (0..wave)
            .map(|k| start + k * size)
            .take_while(|&from| from < corpus.len())
            .map(|from| from..(from + size).min(corpus.len()))
            .collect();
        start += wave * size;
        size = (size * 2).min(largest);
        let found: Vec<Block> = blocks
            .into_par_iter()
            .map(|block| -> Result<Block, FindError> {
                control.check()?;
                match needle.whole {
                    Whole::Units => in_units(corpus, block, &finder, control),
                    Whole::Anywhere => anywhere(corpus, block, &finder, control),
                }
            })
            .collect::<Result<_, _>>()?;
        for mut block in found {
            if before == Before::Run {
                block.hits.drain(..block.doubtful);
            }
            if block.ends_after != Before::Unknown {
                before = block.ends_after;
            }
            if !block.hits.is_empty() && take(&block.hits).is_break() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What was found in one block.
struct Block {
    /// The occurrences that start in the block.
    hits: Vec<usize>,
    /// So many of them, the first ones, are none if a run ends right before the block.
    doubtful: usize,
    /// What stands before the end of the block.
    ends_after: Before,
}

/// Bytes around a block that borders of grapheme clusters and words may depend on, by far.
const MARGIN: usize = 1 << 10;

/// A block with what is read along with it.
struct Read<'c> {
    /// Where `text` starts.
    start: usize,
    text: std::borrow::Cow<'c, str>,
    /// The block in `text`.
    block: Range<usize>,
}

impl<'c> Read<'c> {
    /// The text of `block`, of occurrences that start in it, and of `margin` bytes on each side.
    fn new(corpus: &'c Corpus, block: &Range<usize>, finder: &Finder, margin: usize) -> Result<Self, StorageError> {
        // The character after an occurrence tells whether it ends on a border.
        let from = block.start.saturating_sub(margin);
        let (start, text) = corpus.read(from..block.end + finder.needle().len() + margin)?;
        let inside = |at: usize| (at.saturating_sub(start)..=text.len()).find(|&at| text.is_char_boundary(at));
        let block = inside(block.start).unwrap_or_default()..inside(block.end).unwrap_or_default();
        Ok(Read { start, text, block })
    }

    /// The occurrences that start in the block.
    fn occurrences<'t>(&'t self, finder: &'t Finder) -> impl Iterator<Item = usize> + 't {
        let end = (self.block.end + finder.needle().len()).saturating_sub(1).min(self.text.len());
        let bytes = &self.text.as_bytes()[..end];
        let mut from = self.block.start;
        std::iter::from_fn(move || {
            let hit = from + finder.find(bytes.get(from..)?)?;
            from = hit + 1;
            Some(hit)
        })
    }
}

fn in_units(corpus: &Corpus, block: Range<usize>, finder: &Finder, control: &Control) -> Result<Block, FindError> {
    let kind = corpus.reading().unit;
    let read = Read::new(corpus, &block, finder, if is_char(kind) { 0 } else { MARGIN })?;
    let (mut starts, mut ends) = (Borders::new(&read.text, kind), Borders::new(&read.text, kind));
    let mut found = Block { hits: Vec::new(), doubtful: 0, ends_after: Before::Unknown };
    for hit in read.occurrences(finder) {
        control.check()?;
        match (starts.is_border(hit), ends.is_border(hit + finder.needle().len())) {
            (Some(false), _) | (_, Some(false)) => {}
            (Some(true), Some(true)) => found.hits.push(read.start + hit),
            _ => {
                found.hits.push(read.start + hit);
                found.doubtful = found.hits.len();
            }
        }
    }
    found.ends_after = starts.before(read.block.end);
    Ok(found)
}

fn anywhere(corpus: &Corpus, block: Range<usize>, finder: &Finder, control: &Control) -> Result<Block, FindError> {
    let read = Read::new(corpus, &block, finder, 0)?;
    let mut hits = Vec::new();
    for hit in read.occurrences(finder) {
        control.check()?;
        hits.push(read.start + hit);
    }
    Ok(Block { hits, doubtful: 0, ends_after: Before::Unknown })
}
