//! From the text as it is counted back to the text as it is.

use super::super::storage::StorageError;
use super::body::Body;
use super::gaps::{Done, Normaliser};
use super::reading::Reading;
use super::words::is_letter;

/// Bytes of text between two checkpoints, about.
pub(super) const STRIDE: usize = 1 << 12;

/// Bytes of text read at once from a checkpoint on; more than any piece has.
const WINDOW: usize = 1 << 11;

/// The text as it is, where that may differ from what is counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Original {
    pub body: Body,
    /// Where each document starts in it.
    pub starts: Vec<u64>,
    /// Where pieces start: in the counted text, and in this one. Ascending.
    pub checkpoints: Vec<(u64, u64)>,
}

/// The side of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The start of the piece that a place is in.
    Start,
    /// The end of the piece that a place is in, or ends.
    End,
}

/// A document in the counted text.
pub(super) struct Counted<'a> {
    pub reading: Reading,
    pub body: &'a Body,
    /// Number of the document.
    pub document: usize,
    /// Where it starts.
    pub start: usize,
}

impl Original {
    /// Where the piece that byte `at` of the counted text is in lies: its `side`. Exact where both texts are the same.
    ///
    /// # Errors
    /// [`StorageError`].
    pub(super) fn place(&self, counted: &Counted, at: usize, side: Side) -> Result<usize, StorageError> {
        let start = self.starts.get(counted.document).map_or(0, |&start| start as usize);
        let end = self.starts.get(counted.document + 1).map_or(self.body.size(), |&start| start as usize);
        // The end of a piece is looked for from before it.
        let latest = if side == Side::End { at.saturating_sub(1) } else { at };
        let known = self.checkpoints.partition_point(|&(known, _)| known <= latest as u64);
        let known = known.checked_sub(1).map(|known| self.checkpoints[known]);
        let known = known.map(|(counted, original)| (counted as usize, original as usize));
        let (from, mut read) = known.filter(|&(known, _)| known > counted.start).unwrap_or((counted.start, start));
        let after_letter = from > counted.start && ends_in_letter(counted.body, from)?;
        let mut search = Search { at, side, counted: from, original: read, found: None };
        let mut normaliser = Normaliser::new(counted.reading, after_letter);
        let mut out = String::new();
        while search.found.is_none() && read < end {
            let (_, text) = self.body.read(read..end.min(read + WINDOW))?;
            let is_end = read + text.len() >= end;
            let taken = normaliser.advance(&text, is_end, &mut out, &mut |done| search.take(done));
            if taken == 0 {
                break;
            }
            read += taken;
            out.clear();
        }
        Ok(search.found.unwrap_or(end))
    }
}

fn ends_in_letter(body: &Body, at: usize) -> Result<bool, StorageError> {
    Ok(body.read(at.saturating_sub(4)..at)?.1.ends_with(is_letter))
}

struct Search {
    at: usize,
    side: Side,
    /// Bytes that are over, in each text.
    counted: usize,
    original: usize,
    found: Option<usize>,
}

impl Search {
    fn take(&mut self, done: Done) {
        let (from, to) = (self.counted, self.counted + done.counted);
        let is_in = match self.side {
            Side::Start => (from..to).contains(&self.at),
            Side::End => from < self.at && self.at <= to,
        };
        if is_in && self.found.is_none() {
            self.found = Some(match self.side {
                _ if done.is_copy => self.original + self.at - from,
                Side::Start => self.original,
                Side::End => self.original + done.original,
            });
        }
        (self.counted, self.original) = (to, self.original + done.original);
    }
}
