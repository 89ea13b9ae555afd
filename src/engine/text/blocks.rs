//! Cutting a text into blocks for as many threads as there are.

use std::ops::Range;

use super::super::storage::StorageError;
use super::Corpus;
use super::unit;

/// Bytes looked at past the size of a block for a border of units. A unit that is longer is cut.
const SEARCH: usize = 1 << 20;
/// Bytes looked at first.
const GLANCE: usize = 256;

/// Ranges of about `size` bytes that are the whole text, cut on borders of units. They depend on the text and on `size`
/// alone.
///
/// # Errors
/// [`StorageError`] when the text is outside memory and cannot be read.
pub fn cut(corpus: &Corpus, size: usize) -> Result<Vec<Range<usize>>, StorageError> {
    let mut blocks = Vec::new();
    let mut start = 0;
    while start < corpus.len() {
        let end = border(corpus, start.saturating_add(size.max(1)))?;
        blocks.push(start..end);
        start = end;
    }
    Ok(blocks)
}

/// The first border of units from byte `at` on.
fn border(corpus: &Corpus, at: usize) -> Result<usize, StorageError> {
    if at >= corpus.len() {
        return Ok(corpus.len());
    }
    let kind = corpus.reading().unit;
    let mut reach = GLANCE;
    loop {
        let from = at.saturating_sub(reach);
        let (start, text) = corpus.read(from..at.saturating_add(reach))?;
        let end = start + text.len();
        let is_last = reach >= SEARCH;
        let mut places = (at.max(start)..end).map(|here| here - start);
        let inside = places.clone().find(|&here| unit::is_sure_border(&text, here, kind));
        let inside = inside.or_else(|| places.find(|&here| is_last && unit::is_border(&text, here, kind)));
        match inside {
            Some(here) => return Ok(start + here),
            None if end >= corpus.len() => return Ok(corpus.len()),
            None if is_last => return Ok(end),
            None => reach *= 16,
        }
    }
}
