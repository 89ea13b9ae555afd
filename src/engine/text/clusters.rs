//! Grapheme clusters as units, for scripts that write a syllable with several characters.
//!
//! An extended grapheme cluster (UAX #29) is what its first character is: a break, or a unit; clusters that start with
//! a Latin letter or a digit run together into one unit. A tsheg, which ends a Tibetan syllable, belongs to the cluster
//! before it: as a break it would part all words of that script.

use std::iter::Peekable;

use unicode_segmentation::{GraphemeCursor, GraphemeIndices, UnicodeSegmentation};

use super::unit::{Class, Piece, class};

/// Cuts a text into clusters.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    text: &'a str,
    clusters: Peekable<GraphemeIndices<'a>>,
}

/// The units and breaks of `text`.
pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { text, clusters: text.grapheme_indices(true).peekable() }
}

fn kind(cluster: &str) -> Class {
    cluster.chars().next().map_or(Class::Break, class)
}

fn is_tsheg(cluster: &str) -> bool {
    cluster.starts_with(['\u{f0b}', '\u{f0c}'])
}

/// Whether a cluster that starts as `next` belongs to the unit whose last cluster is of class `last`.
fn joins(last: Class, next: &str) -> bool {
    match last {
        Class::Break => false,
        Class::Run => kind(next) == Class::Run,
        Class::Single | Class::Mark => is_tsheg(next),
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let (start, first) = self.clusters.next()?;
        let (mut last, mut end) = (kind(first), start + first.len());
        let is_break = last == Class::Break;
        while let Some((at, next)) = self.clusters.next_if(|(_, next)| joins(last, next)) {
            (last, end) = (kind(next), at + next.len());
        }
        Some(Piece { start, text: &self.text[start..end], is_break })
    }
}

/// Where the last cluster of `text` starts; none when it is empty.
fn last_start(text: &str) -> Option<usize> {
    GraphemeCursor::new(text.len(), text.len(), true).prev_boundary(text, 0).ok().flatten()
}

/// The unit or break at the end of `before`, which ends on a border.
pub(super) fn last(before: &str) -> Option<Piece<'_>> {
    let mut start = last_start(before)?;
    loop {
        let at = last_start(&before[..start]);
        match at {
            Some(at) if joins(kind(&before[at..start]), &before[start..]) => start = at,
            _ => break,
        }
    }
    Some(Piece { start, text: &before[start..], is_break: kind(&before[start..]) == Class::Break })
}

/// Whether byte `at` of `text`, which lies between two characters, is a border.
pub(super) fn is_border(text: &str, at: usize) -> bool {
    if !GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true) {
        return false;
    }
    let before = &text[..at];
    last_start(before).is_none_or(|last| at == text.len() || !joins(kind(&before[last..]), &text[at..]))
}

/// Whether `last` and `next` are in two units whatever is around them; told only of breaks of ASCII, since no rule for
/// clusters looks past one.
pub(super) fn are_apart(last: char, next: char) -> bool {
    last.is_ascii()
        && class(last) == Class::Break
        && GraphemeCursor::new(last.len_utf8(), last.len_utf8() + next.len_utf8(), true)
            .is_boundary(&String::from_iter([last, next]), 0)
            .unwrap_or(false)
}
