//! Reading the text around many hits in few pieces.

use std::borrow::Cow;

use super::super::storage::StorageError;
use super::super::text::Corpus;

/// Bytes between two hits that are read along with them.
const GAP: usize = 1 << 10;
/// Bytes from the first to the last hit of a stretch, about.
const SPAN: usize = 1 << 20;
/// Hits that one thread works on at once.
pub(super) const CHUNK: usize = 1 << 14;

/// Cuts `hits` into stretches that are worth reading in one piece. Any order will do; ascending is quickest.
pub(super) fn stretches(mut hits: &[usize]) -> impl Iterator<Item = &[usize]> {
    std::iter::from_fn(move || {
        let first = *hits.first()?;
        let is_near =
            |pair: &[usize]| pair[1].checked_sub(pair[0]).is_some_and(|gap| gap <= GAP) && pair[1] - first <= SPAN;
        let near = hits.windows(2).take_while(|pair| is_near(pair)).count();
        let (stretch, rest) = hits.split_at(near + 1);
        hits = rest;
        Some(stretch)
    })
}

/// A part of the text of a corpus.
pub(super) struct Part<'c> {
    text: Cow<'c, str>,
    start: usize,
    size: usize,
}

impl<'c> Part<'c> {
    /// The text from `reach` bytes before the first of `hits` to `reach` bytes after the end of the last, each `length`
    /// bytes long.
    pub(super) fn around(
        corpus: &'c Corpus,
        hits: &[usize],
        length: usize,
        reach: usize,
    ) -> Result<Self, StorageError> {
        let (Some(first), Some(last)) = (hits.first(), hits.last()) else {
            return Ok(Part { text: Cow::Borrowed(""), start: 0, size: corpus.len() });
        };
        let end = last.saturating_add(length).saturating_add(reach);
        let (start, text) = corpus.read(first.saturating_sub(reach)..end)?;
        Ok(Part { text, start, size: corpus.len() })
    }

    /// The part as text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where byte `at` of the corpus is in the part; past an end of it, that end.
    pub(super) fn place(&self, at: usize) -> usize {
        at.saturating_sub(self.start).min(self.text.len())
    }

    /// The part before and after byte `at` of the corpus; both empty when that is not between two characters of it.
    pub(super) fn split(&self, at: usize) -> (&str, &str) {
        let inside = at.checked_sub(self.start);
        inside.and_then(|at| self.text.split_at_checked(at)).unwrap_or_default()
    }

    /// Whether the part starts where the text does.
    pub(super) fn is_from_start(&self) -> bool {
        self.start == 0
    }

    /// Whether the part ends where the text does.
    pub(super) fn is_to_end(&self) -> bool {
        self.start + self.text.len() >= self.size
    }
}
