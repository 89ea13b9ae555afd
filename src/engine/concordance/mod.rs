//! Key word in context: the occurrences of any string in the corpus, as lines and as neighbours.

use std::cmp::Ordering;

use memchr::memmem::Finder;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use unicode_segmentation::GraphemeCursor;

use super::control::{Cancelled, Control};
use super::text::unit::{self, is_border};
use super::text::{Corpus, Place};

/// Bytes searched between two looks at the [`Control`].
const CHUNK: usize = 1 << 22;
/// Characters of context that lines are sorted by.
const SORTED: usize = 16;
/// Characters of context packed into one integer: 21 bits each.
const PACKED: usize = 6;

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
pub fn find(corpus: &Corpus, word: &str, control: &Control) -> Result<Vec<usize>, Cancelled> {
    if word.is_empty() {
        return Ok(Vec::new());
    }
    let finder = Finder::new(word);
    let chunks = corpus.text().len().div_ceil(CHUNK);
    let parts: Result<Vec<Vec<usize>>, Cancelled> =
        (0..chunks).into_par_iter().map(|k| find_from(corpus, k * CHUNK, &finder, control)).collect();
    Ok(parts?.concat())
}

/// The occurrences that start in the chunk at byte `start`.
fn find_from(corpus: &Corpus, start: usize, finder: &Finder, control: &Control) -> Result<Vec<usize>, Cancelled> {
    let (text, kind) = (corpus.text(), corpus.reading().unit);
    let length = finder.needle().len();
    let end = text.len().min(start + CHUNK + length - 1);
    let mut hits = Vec::new();
    let mut from = start;
    control.check()?;
    while let Some(at) = finder.find(&text.as_bytes()[from..end]) {
        control.check()?;
        let hit = from + at;
        if is_border(text, hit, kind) && is_border(text, hit + length, kind) {
            hits.push(hit);
        }
        from = hit + 1;
    }
    Ok(hits)
}

/// Puts `hits` of `word` in the order of `sort`; equal contexts stay in text order.
///
/// Contexts are compared character by character by code point, away from the word, up to 16 characters or the end of
/// the source line; an ended line comes first.
pub fn sort_hits(corpus: &Corpus, word: &str, hits: &mut [usize], sort: KwicSort) {
    let text = corpus.text();
    match sort {
        KwicSort::Text => hits.par_sort_unstable(),
        KwicSort::Right => sort_by_context(hits, |hit| rest_of_line(split(text, hit + word.len()).1.chars())),
        KwicSort::Left => sort_by_context(hits, |hit| rest_of_line(split(text, hit).0.chars().rev())),
    }
}

fn rest_of_line(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    characters.take_while(|&c| !is_line_end(c)).take(SORTED)
}

fn is_line_end(c: char) -> bool {
    c == '\n' || c == '\r'
}

fn sort_by_context<I: Iterator<Item = char>>(hits: &mut [usize], context: impl Fn(usize) -> I + Sync) {
    let mut keyed: Vec<(u128, usize)> = hits.par_iter().map(|&hit| (packed(context(hit)), hit)).collect();
    keyed.par_sort_unstable_by(|a, b| {
        let rest = || match a.0 & 0x1F_FFFF {
            // The line ended within what is packed.
            0 => Ordering::Equal,
            _ => context(a.1).skip(PACKED).cmp(context(b.1).skip(PACKED)),
        };
        a.0.cmp(&b.0).then_with(rest).then(a.1.cmp(&b.1))
    });
    hits.iter_mut().zip(keyed).for_each(|(hit, (_, sorted))| *hit = sorted);
}

/// The first characters as one integer that orders as they do.
fn packed(mut characters: impl Iterator<Item = char>) -> u128 {
    (0..PACKED).fold(0, |key, _| key << 21 | characters.next().map_or(0, |c| u128::from(c) + 1))
}

/// `text` before and after byte `at`; both empty when that is not between two characters of it.
fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or_default()
}

/// The line around the occurrence of `word` at byte `hit`, with at most `reach` characters on each side.
///
/// The outer ends are between graphemes, so a side may be a little shorter.
#[must_use]
pub fn line<'a>(corpus: &'a Corpus, word: &str, hit: usize, reach: usize) -> Line<'a> {
    let text = corpus.text();
    let end = hit + word.len();
    let (before, after) = (split(text, hit).0, split(text, end).1);
    Line {
        left: &before[left_edge(text, before, reach)..],
        word: text.get(hit..end).unwrap_or_default(),
        right: &after[..right_edge(text, after, reach)],
        place: corpus.place(hit).unwrap_or_default(),
    }
}

/// Where the last `reach` characters of the last line of `before`, a start of `text`, begin.
fn left_edge(text: &str, before: &str, reach: usize) -> usize {
    let characters = before.char_indices().rev().take(reach);
    let start = characters.take_while(|&(_, c)| !is_line_end(c)).last().map_or(before.len(), |(at, _)| at);
    let mut borders = before[start..].char_indices().map(|(at, _)| start + at);
    borders.find(|&at| is_grapheme_border(text, at)).unwrap_or(before.len())
}

/// Where the first `reach` characters of the first line of `after`, an end of `text`, end.
fn right_edge(text: &str, after: &str, reach: usize) -> usize {
    let first = text.len() - after.len();
    let characters = after.chars().take(reach).take_while(|&c| !is_line_end(c));
    let end = characters.map(char::len_utf8).sum();
    let mut borders = std::iter::once(end).chain(after[..end].char_indices().map(|(at, _)| at).rev());
    borders.find(|&at| is_grapheme_border(text, first + at)).unwrap_or(0)
}

/// Whether byte `at` of `text` is between two extended grapheme clusters (UAX #29).
fn is_grapheme_border(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// The neighbours of `word` at `hits`.
///
/// Breaks are told apart by their character; every line end and both ends of the text are "\n".
#[must_use]
pub fn neighbours(corpus: &Corpus, word: &str, hits: &[usize]) -> Neighbours {
    let (text, kind) = (corpus.text(), corpus.reading().unit);
    Neighbours {
        left: tally(hits, |hit| side(unit::before(text, hit, kind))),
        right: tally(hits, |hit| side(unit::after(text, hit + word.len(), kind))),
    }
}

/// A neighbour and whether it is a break.
type Side<'a> = (&'a str, bool);

const LINE_END: Side<'static> = ("\n", true);

fn side(piece: Option<unit::Piece<'_>>) -> Side<'_> {
    match piece {
        Some(piece) if !piece.text.starts_with(is_line_end) => (piece.text, piece.is_break),
        _ => LINE_END,
    }
}

fn tally<'a>(hits: &[usize], side: impl Fn(usize) -> Side<'a> + Sync) -> Vec<Neighbour> {
    let parts = hits.par_chunks(1 << 16).map(|hits| {
        let mut counts: FxHashMap<Side<'a>, u32> = FxHashMap::default();
        for &hit in hits {
            *counts.entry(side(hit)).or_default() += 1;
        }
        counts
    });
    let counts = parts.reduce(FxHashMap::default, |mut a, b| {
        for (side, count) in b {
            *a.entry(side).or_default() += count;
        }
        a
    });
    let mut counts: Vec<(Side, u32)> = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let named = |((text, is_break), count): (Side, u32)| Neighbour { text: text.to_owned(), is_break, count };
    counts.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests;
