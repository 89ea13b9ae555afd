//! Key word in context: the occurrences of any string in the corpus, as lines and as neighbours.

use super::control::{Cancelled, Control};
use super::text::{Corpus, Place};

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

/// One concordance line; everything lies within one line of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Text before the word, at most as many characters as asked for.
    pub left: &'a str,
    /// The word as it stands in the text.
    pub word: &'a str,
    /// Text after the word.
    pub right: &'a str,
    /// Document and line.
    pub place: Place<'a>,
}

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

/// Byte offsets in the corpus of every occurrence of `word`, ascending, overlapping ones included.
///
/// An occurrence starts and ends on unit borders, so the number of occurrences of a candidate is its count. An empty
/// word has none.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled.
pub fn find(_corpus: &Corpus, _word: &str, _control: &Control) -> Result<Vec<usize>, Cancelled> {
    todo!()
}

/// Puts `hits` of `word` in the order of `sort`; equal contexts stay in text order.
pub fn sort_hits(_corpus: &Corpus, _word: &str, _hits: &mut [usize], _sort: KwicSort) {
    todo!()
}

/// The line around the occurrence of `word` at byte `hit`, with at most `reach` characters on each side.
#[must_use]
pub fn line<'a>(_corpus: &'a Corpus, _word: &str, _hit: usize, _reach: usize) -> Line<'a> {
    todo!()
}

/// The neighbours of `word` at `hits`.
#[must_use]
pub fn neighbours(_corpus: &Corpus, _word: &str, _hits: &[usize]) -> Neighbours {
    todo!()
}
