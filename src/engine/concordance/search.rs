//! Searching: the occurrences of a string, in text order, while they are found.

use std::ops::{ControlFlow, Range};

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::super::control::Control;
use super::super::storage::StorageError;
use super::super::text::Corpus;
use super::FindError;
use super::borders::{Before, Borders, is_char};
use super::index::{self, Index};

/// Bytes of the first blocks: so small that their hits come at once.
const FIRST_BLOCK: usize = 1 << 17;
/// Bytes of the largest blocks.
const BLOCK: usize = 1 << 22;
/// Blocks in a wave for each thread.
const WAVE: usize = 2;
/// Bytes looked at first before a block.
const LOOK_BACK: usize = 1 << 8;

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
    search(corpus, Needle::units(word), None, control, |hits| {
        found.extend_from_slice(hits);
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// Hands the occurrences of `needle` to `take` while they are found: batches of byte offsets in the corpus, all in text
/// order, overlapping occurrences included. No batch is empty. Ends early when `take` breaks. With an `index` of the
/// corpus, only blocks that may hold one are read. Runs on the current rayon thread pool.
///
/// The first batches come from small blocks, so that the first lines can be shown at once.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled; [`FindError::Storage`].
pub fn search(
    corpus: &Corpus,
    needle: Needle,
    index: Option<&Index>,
    control: &Control,
    take: impl FnMut(&[usize]) -> ControlFlow<()>,
) -> Result<(), FindError> {
    match index.and_then(|index| index.blocks(needle.text)) {
        Some(numbers) => {
            let range = |number: usize| number * index::BLOCK..((number + 1) * index::BLOCK).min(corpus.len());
            let mut blocks = numbers.into_iter().map(range);
            let mut wave = WAVE;
            let waves = || {
                wave = (wave * 2).min(BLOCK / index::BLOCK);
                blocks.by_ref().take(wave * rayon::current_num_threads()).collect()
            };
            search_in(corpus, needle, waves, control, take)
        }
        None => search_in(corpus, needle, waves(corpus.len(), (FIRST_BLOCK, BLOCK)), control, take),
    }
}

/// Blocks that are a whole text of `len` bytes, some more at each call: the first and the largest of `sizes` bytes.
pub(super) fn waves(len: usize, (mut size, largest): (usize, usize)) -> impl FnMut() -> Vec<Range<usize>> {
    let mut start = 0;
    move || {
        let wave = WAVE * rayon::current_num_threads();
        let starts = (0..wave).map(|k| start + k * size).take_while(|&from| from < len);
        let blocks = starts.map(|from| from..(from + size).min(len)).collect();
        start += wave * size;
        size = (size * 2).min(largest);
        blocks
    }
}

/// [`search`] in the blocks of `waves`, which are ascending; none is the end.
pub(super) fn search_in(
    corpus: &Corpus,
    needle: Needle,
    mut waves: impl FnMut() -> Vec<Range<usize>>,
    control: &Control,
    mut take: impl FnMut(&[usize]) -> ControlFlow<()>,
) -> Result<(), FindError> {
    if needle.text.is_empty() {
        return Ok(());
    }
    let finder = Finder::new(needle.text);
    let mut known = Known { at: 0, before: Before::Other };
    loop {
        let blocks = waves();
        if blocks.is_empty() {
            return Ok(());
        }
        let in_block = |block: &Range<usize>| -> Result<Block, FindError> {
            control.check()?;
            match needle.whole {
                Whole::Units => in_units(corpus, block, &finder, control),
                Whole::Anywhere => anywhere(corpus, block, &finder, control),
            }
        };
        let found: Vec<Block> = blocks.par_iter().map(in_block).collect::<Result<_, _>>()?;
        for (mut found, block) in found.into_iter().zip(blocks) {
            // Only what starts the block may depend on what is before it.
            if found.doubtful > 0 {
                known.go_to(corpus, block.start, control)?;
                if known.before == Before::Run {
                    found.hits.drain(..found.doubtful);
                }
            }
            if found.ends_after != Before::Unknown {
                known = Known { at: block.end, before: found.ends_after };
            }
            if !found.hits.is_empty() && take(&found.hits).is_break() {
                return Ok(());
            }
        }
    }
}

/// A place of the text and what stands before it.
struct Known {
    at: usize,
    before: Before,
}

impl Known {
    /// Goes on to byte `at`: looks back from there, at most to where it was.
    fn go_to(&mut self, corpus: &Corpus, at: usize, control: &Control) -> Result<(), FindError> {
        let (mut end, mut size) = (at, LOOK_BACK);
        while end > self.at {
            control.check()?;
            let start = end.saturating_sub(size).max(self.at);
            let (_, text) = corpus.read(start..end)?;
            let before = Borders::new(&text, corpus.reading().unit).before(text.len());
            if before != Before::Unknown {
                self.before = before;
                break;
            }
            (end, size) = (start, (size * 4).min(BLOCK));
        }
        self.at = at;
        Ok(())
    }
}

/// What was found in one block.
#[derive(Default)]
struct Block {
    /// The occurrences that start in the block.
    hits: Vec<usize>,
    /// So many of them, the first ones, are none if a run ends right before the block.
    doubtful: usize,
    /// What stands before the end of the block, if that was looked at.
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
    /// `None` when there is no occurrence.
    fn new(
        corpus: &'c Corpus,
        block: &Range<usize>,
        finder: &Finder,
        margin: usize,
    ) -> Result<Option<Self>, StorageError> {
        // The character after an occurrence tells whether it ends on a border.
        let range = block.start.saturating_sub(margin)..block.end + finder.needle().len() + margin;
        // Outside memory, bytes are to be had sooner than text, which is checked; most blocks hold nothing.
        if corpus.held().is_none() && finder.find(&corpus.bytes(range.clone())?).is_none() {
            return Ok(None);
        }
        let (start, text) = corpus.read(range)?;
        let inside = |at: usize| (at.saturating_sub(start)..=text.len()).find(|&at| text.is_char_boundary(at));
        let block = inside(block.start).unwrap_or_default()..inside(block.end).unwrap_or_default();
        Ok(Some(Read { start, text, block }))
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

fn in_units(corpus: &Corpus, block: &Range<usize>, finder: &Finder, control: &Control) -> Result<Block, FindError> {
    let kind = corpus.reading().unit;
    let margin = if is_char(kind) { 0 } else { MARGIN };
    let Some(read) = Read::new(corpus, block, finder, margin)? else { return Ok(Block::default()) };
    let (mut starts, mut ends) = (Borders::new(&read.text, kind), Borders::new(&read.text, kind));
    let mut found = Block::default();
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

fn anywhere(corpus: &Corpus, block: &Range<usize>, finder: &Finder, control: &Control) -> Result<Block, FindError> {
    let Some(read) = Read::new(corpus, block, finder, 0)? else { return Ok(Block::default()) };
    let mut hits = Vec::new();
    for hit in read.occurrences(finder) {
        control.check()?;
        hits.push(read.start + hit);
    }
    Ok(Block { hits, ..Block::default() })
}
