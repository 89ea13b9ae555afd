//! Good examples first: a simple score of the sentence that a hit stands in, in the spirit of GDEX (Kilgarriff, Husák,
//! McAdam, Rundell and Rychlý 2008).

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::super::control::Control;
use super::super::text::{
    Corpus, UnitKind,
    unit::{self, Class, class},
};
use super::FindError;
use super::borders::is_line_end;
use super::stretches::{Part, stretches};

/// Hits that are judged for good examples, at most: of more, so many are taken at even distances in text order. Those
/// that are judged come first, the best first; the others follow in text order.
///
/// A score is a sum, at most 1000: 150 for a sentence whose start is seen, and 150 for its end (75 when only the line
/// ends there); up to 300 for a length of 10 to 40 units, fewer or more in proportion; 20 for each of five units on each
/// side; up to 200 for a text without digits, Latin letters (unless units are words), rare characters, and more than one
/// mark in four units: a quarter of the units and marks being such takes them all. What repeats the eight letters on
/// both sides of a better one comes after all others.
pub const JUDGED: usize = 1 << 12;

/// Characters looked at on each side.
const REACH: usize = 160;
/// Letters on each side that make two lines the same.
const SAME: usize = 8;
/// Units of a sentence that is neither too short nor too long.
const FAIR: RangeInclusive<usize> = 10..=40;
/// Hits that one thread judges at once.
const CHUNK: usize = 1 << 8;

/// Puts `hits` of `word`, given in text order, in the order of [`JUDGED`].
pub(super) fn sort(corpus: &Corpus, word: &str, hits: &mut Vec<usize>, control: &Control) -> Result<(), FindError> {
    let judged = judged(hits);
    let chunks = judged.par_chunks(CHUNK).map(|chunk| judge(corpus, word, chunk, control));
    let mut examples = chunks.collect::<Result<Vec<_>, _>>()?.concat();
    examples.sort_unstable_by_key(|example| (Reverse(example.score), example.hit));
    let mut seen = FxHashSet::default();
    let (first, again): (Vec<Example>, Vec<Example>) =
        examples.into_iter().partition(|example| seen.insert(example.beside.clone()));
    let mut others = judged.iter().copied().peekable();
    let others: Vec<usize> = hits.iter().copied().filter(|&hit| others.next_if_eq(&hit).is_none()).collect();
    *hits = first.into_iter().chain(again).map(|example| example.hit).chain(others).collect();
    Ok(())
}

/// The hits that are judged.
fn judged(hits: &[usize]) -> Vec<usize> {
    let judged = hits.len().min(JUDGED);
    (0..judged).map(|k| hits[(k as u128 * hits.len() as u128 / judged as u128) as usize]).collect()
}

/// A judged hit.
#[derive(Debug, Clone)]
struct Example {
    hit: usize,
    score: u32,
    /// The letters on both sides.
    beside: String,
}

fn judge(corpus: &Corpus, word: &str, hits: &[usize], control: &Control) -> Result<Vec<Example>, FindError> {
    let mut out = Vec::with_capacity(hits.len());
    for stretch in stretches(hits) {
        control.check()?;
        let part = Part::around(corpus, stretch, word.len(), REACH * 4)?;
        out.extend(stretch.iter().map(|&hit| {
            let (before, after) = (part.split(hit).0, part.split(hit + word.len()).1);
            let score = Sentence::around(before, after).score(word, corpus.reading().unit);
            Example { hit, score, beside: beside(before, after) }
        }));
    }
    Ok(out)
}

/// The nearest letters on both sides, within the line.
fn beside(before: &str, after: &str) -> String {
    let is_letter = |&c: &char| matches!(class(c), Class::Single | Class::Run);
    let near = |c: &char| !is_line_end(*c);
    let left = before.chars().rev().take(REACH).take_while(near).filter(is_letter).take(SAME);
    let right = after.chars().take(REACH).take_while(near).filter(is_letter).take(SAME);
    left.chain(['\n']).chain(right).collect()
}

/// Where a sentence stops on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edge {
    /// At a mark that ends sentences.
    Mark,
    /// At an end of the line.
    Line,
    /// Farther away than is looked.
    Unseen,
}

/// A sentence but for the word in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sentence<'t> {
    before: &'t str,
    after: &'t str,
    start: Edge,
    end: Edge,
}

/// Whether `c` ends a sentence; a full stop does before a space.
fn is_final(c: char, next: Option<char>) -> bool {
    match c {
        '。' | '！' | '？' | '!' | '?' | '…' | '｡' => true,
        '.' => next.is_none_or(char::is_whitespace),
        _ => false,
    }
}

/// Whether `c` closes a quotation or bracket, which goes with the sentence before.
fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '》' | '】' | ')' | '"')
}

impl<'t> Sentence<'t> {
    /// The sentence between two stretches of text, of which no more than [`REACH`] characters are looked at.
    fn around(before: &'t str, after: &'t str) -> Self {
        let (mut start, mut start_edge) = (0, Edge::Line);
        let mut next = after.chars().next();
        for (count, (at, c)) in before.char_indices().rev().enumerate() {
            start_edge = match c {
                _ if count == REACH => Edge::Unseen,
                c if is_line_end(c) => Edge::Line,
                c if is_final(c, next) => Edge::Mark,
                _ => {
                    next = Some(c);
                    continue;
                }
            };
            start = at + c.len_utf8();
            break;
        }
        let mut sentence = &before[start..];
        if start_edge == Edge::Mark {
            sentence = sentence.trim_start_matches(is_closing);
        }
        let (mut end, mut end_edge) = (after.len(), Edge::Line);
        let mut characters = after.char_indices().peekable();
        let mut count = 0;
        while let Some((at, c)) = characters.next() {
            let next = characters.peek().map(|&(_, c)| c);
            (end, end_edge) = match c {
                _ if count == REACH => (at, Edge::Unseen),
                c if is_line_end(c) => (at, Edge::Line),
                c if is_final(c, next) => (at + c.len_utf8(), Edge::Mark),
                _ => {
                    count += 1;
                    continue;
                }
            };
            break;
        }
        Sentence { before: sentence.trim_start(), after: &after[..end], start: start_edge, end: end_edge }
    }

    /// The score, from 0 to 1000: see [`JUDGED`].
    fn score(&self, word: &str, kind: UnitKind) -> u32 {
        let [before, own, after] = [self.before, word, self.after].map(|text| Tally::of(text, kind));
        let units = (before.units + own.units + after.units).max(1);
        let whole = match self.start {
            Edge::Mark | Edge::Line => 150,
            Edge::Unseen => 0,
        } + match self.end {
            Edge::Mark => 150,
            Edge::Line => 75,
            Edge::Unseen => 0,
        };
        let length = match units {
            short if short < *FAIR.start() => 300 * short / FAIR.start(),
            long if long > *FAIR.end() => 300 * FAIR.end() / long,
            _ => 300,
        };
        let sides = 20 * (before.units.min(5) + after.units.min(5));
        let marks = before.marks + after.marks;
        let odd = before.odd + after.odd + marks.saturating_sub(units.div_ceil(4));
        let clean = 200 - (800 * odd / (units + marks)).min(200);
        (whole + length + sides + clean) as u32
    }
}

/// What a stretch of text is made of.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    units: usize,
    /// Breaks but spaces.
    marks: usize,
    /// Units that few readers want in an example.
    odd: usize,
}

impl Tally {
    fn of(text: &str, kind: UnitKind) -> Tally {
        let mut tally = Tally::default();
        for piece in unit::pieces(text, kind) {
            let Some(first) = piece.text.chars().next() else { continue };
            if piece.is_break {
                tally.marks += usize::from(!first.is_whitespace());
                continue;
            }
            tally.units += 1;
            tally.odd += usize::from(match class(first) {
                Class::Run => kind != UnitKind::Word || first.is_numeric(),
                Class::Mark => true,
                Class::Break | Class::Single => first >= '\u{20000}',
            });
        }
        tally
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn score(before: &str, after: &str) -> u32 {
        Sentence::around(before, after).score("经济", UnitKind::Char)
    }

    #[test]
    fn a_sentence_ends_at_its_marks_and_lines() {
        let sentence = |before, after| {
            let s = Sentence::around(before, after);
            (s.before, s.after, s.start, s.end)
        };
        assert_eq!(sentence("他说。”我们的", "发展。好"), ("我们的", "发展。", Edge::Mark, Edge::Mark));
        assert_eq!(sentence("x\n我", "\ny。"), ("我", "", Edge::Line, Edge::Line));
        assert_eq!(sentence("", ""), ("", "", Edge::Line, Edge::Line));
        assert_eq!(sentence("No. 3.5 of", " it. So"), ("3.5 of", " it.", Edge::Mark, Edge::Mark));
        let long = "甲".repeat(REACH + 1);
        let cut = sentence(&long, &long);
        assert_eq!((cut.0.chars().count(), cut.1.chars().count()), (REACH, REACH));
        assert_eq!((cut.2, cut.3), (Edge::Unseen, Edge::Unseen));
        let fits = "甲".repeat(REACH);
        assert_eq!(sentence(&fits, &fits), (&*fits, &*fits, Edge::Line, Edge::Line));
    }

    #[test]
    fn whole_fair_clean_sentences_are_best() {
        let best = score("完了。今年以来我国的", "发展得很快很好。");
        assert_eq!(best, 1000);
        for (before, after) in [
            ("今年以来我国的", "发展得很快很好"),
            ("今年以来我国的发展得很快很好就是", "。"),
            ("我国的", "很好。"),
            ("今年以来我国的", "发展12345，abc，xyz，8%。"),
            ("今，年，以，来，我国的", "、发、展、得很快很好。"),
        ] {
            assert!(score(before, after) < best, "{before} {after}");
        }
        assert!(score(&"一".repeat(150), &"二".repeat(150)) < 700);
        assert!(score("", "") < 500);
    }

    #[test]
    fn repeated_lines_come_last_and_unjudged_ones_after_them() {
        let best = "今年以来我国的经济发展得很快很好。\n";
        let text = format!("经济\n{best}{best}他们都说明年的经济会发展得更快更好。\n");
        let corpus = Corpus::from_text("t", &text);
        let places: Vec<usize> = text.match_indices("经济").map(|(at, _)| at).collect();
        let mut hits = places.clone();
        sort(&corpus, "经济", &mut hits, &Control::new()).unwrap();
        assert_eq!(hits, [places[1], places[3], places[0], places[2]]);
        let text = "经济\n".repeat(2 * JUDGED);
        let corpus = Corpus::from_text("t", &text);
        let all: Vec<usize> = text.match_indices("经济").map(|(at, _)| at).collect();
        let mut hits = all.clone();
        sort(&corpus, "经济", &mut hits, &Control::new()).unwrap();
        assert!(hits[..JUDGED].iter().eq(all.iter().step_by(2)));
        assert!(hits[JUDGED..].iter().eq(all.iter().skip(1).step_by(2)));
    }
}
