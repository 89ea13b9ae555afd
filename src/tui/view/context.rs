//! The concordance of the current candidate, or of the string searched for, aligned on it.
//!
//! ```text
//! ┌[2] Context  行者 ─────────── 4,071 hits in 12 of 340 documents  text order  1-8 ┐
//! │              那里走！吃我一棒！”[行者]笑道：“你这泼魔          西游记.txt:214   │
//! ```
//!
//! Words of the dictionary made so far are underlined in the context.

use crate::engine::concordance::{KwicSort, Line};
use crate::lexicon::{Dictionary, Verdict};
use crate::settings::lang::Lang;

use super::super::state::context::Summary;
use super::super::state::{ContextPane, Desk, Model, Pane};
use super::super::text::{Align, Canvas, columns_of, grouped};
use super::super::theme::Role;
use super::title;

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let pane = &desk.context;
    let shown = &pane.shown;
    let rows = usize::from(part.area().height.saturating_sub(2));
    let total = shown.hits.len();
    let first = pane.top.min(total.saturating_sub(1));
    let last = (first + rows).min(total);
    let head = head(desk, model.lang);
    // What tells least gives way first.
    let room = part.area().width.saturating_sub(columns_of(&head) + 8);
    let notes = [(true, true), (true, false), (false, false)].map(|how| note(pane, (first, last), how));
    let note = notes.iter().find(|note| columns_of(note) <= room).unwrap_or(&notes[2]);
    let mut inside = part.frame(&head, note, model.prefs.focus == Pane::Context);
    let many = desk.loaded.corpus.source_count() > 1;
    let lines: Vec<Option<(&Line, String)>> =
        (first..last).map(|at| shown.window.line(at).map(|line| (line, place(line, many)))).collect();
    let places = lines.iter().flatten().map(|(_, place)| columns_of(place));
    let place_width = places.max().unwrap_or(0).min(inside.area().width / 4);
    for (y, line) in lines.iter().enumerate() {
        // A line that is still being read is blank for now.
        if let Some((line, place)) = line {
            draw_line(desk, line, (y as u16, place, place_width), &mut inside);
        }
    }
}

/// The title: what is shown, and of a string searched for what is known of it.
fn head(desk: &Desk, lang: Lang) -> String {
    let shown = &desk.context.shown;
    let title = title(Pane::Context, lang);
    if desk.context.searched.is_none() {
        return format!("{title}  {}", shown.word);
    }
    let kind = if desk.table().find(&shown.word).is_some() { "candidate" } else { "no candidate" };
    let verdict = match desk.decisions.ledger().verdict(&shown.word) {
        None => "",
        Some(Verdict::Accept) => ", accepted",
        Some(Verdict::Reject) => ", rejected",
        Some(Verdict::Later) => ", later",
    };
    format!("{title}  find: {} ({kind}{verdict})", shown.word)
}

/// The note: hits, documents if `documents`, order, and places of the lines seen if `places`.
fn note(pane: &ContextPane, (first, last): (usize, usize), (places, documents): (bool, bool)) -> String {
    let shown = &pane.shown;
    let total = shown.hits.len();
    let mut out = match (total, shown.complete) {
        (0, true) if !shown.word.is_empty() => "not in the text".to_owned(),
        (1, true) => "1 hit".to_owned(),
        (_, true) => format!("{} hits", grouped(total as u64)),
        (0, false) => return "searching ...".to_owned(),
        (_, false) => format!("{} hits so far ...", grouped(total as u64)),
    };
    if shown.inside && total > 0 {
        out.push_str(" inside runs");
    }
    if let Some(Summary { spread, .. }) = pane.summary.as_deref().filter(|summary| summary.word == shown.word)
        && documents
        && shown.complete
        && spread.of > 1
        && total > 0
    {
        out.push_str(&format!(" in {} of {} documents", grouped(spread.documents), grouped(spread.of)));
    }
    out.push_str(match pane.sort {
        KwicSort::Right if shown.complete => "  sort R1",
        KwicSort::Left if shown.complete => "  sort L1",
        _ => "  text order",
    });
    if places && total > 0 {
        out.push_str(&format!("  {}-{}", grouped(first as u64 + 1), grouped(last as u64)));
    }
    out
}

fn place(line: &Line, many: bool) -> String {
    if many { format!("{}:{}", line.document, line.number) } else { format!("line {}", line.number) }
}

fn draw_line(desk: &Desk, found: &Line, at: (u16, &str, u16), inside: &mut Canvas) {
    let (y, place, place_width) = at;
    let width = inside.area().width;
    let key = columns_of(&found.word) + 2;
    let room = width.saturating_sub(place_width + 2);
    let left = room.saturating_sub(key) / 2;
    let right = room.saturating_sub(left + key);
    let dictionary = desk.dictionary.as_deref();
    put_context((0, y), left, &found.left, (Align::Right, dictionary), inside);
    let keyword = inside.style(Role::Keyword);
    inside.put((left, y), key, &format!("[{}]", found.word), keyword);
    put_context((left + key, y), right, &found.right, (Align::Left, dictionary), inside);
    let dim = inside.style(Role::Dim);
    inside.put_fit((width - place_width, y), place_width, place, Align::Right, dim);
}

/// Puts one side of a line, with the words of `dictionary` in it told apart.
fn put_context(
    at: (u16, u16),
    columns: u16,
    text: &str,
    (align, dictionary): (Align, Option<&Dictionary>),
    inside: &mut Canvas,
) {
    let plain = inside.style(Role::Text);
    let known = inside.style(Role::Known);
    inside.put_fit(at, columns, text, align, plain);
    let Some(dictionary) = dictionary else { return };
    // Columns are measured from the side that the text stands at.
    for (start, end) in known_words(dictionary, text) {
        let (before, inner, after) =
            (columns_of(&text[..start]), columns_of(&text[start..end]), columns_of(&text[end..]));
        let x = match align {
            Align::Left => before,
            Align::Right => match columns.checked_sub(after + inner) {
                Some(x) if x > 0 || columns_of(text) <= columns => x,
                _ => continue,
            },
        };
        let cut = align == Align::Left && columns_of(text) > columns && x + inner >= columns;
        if x + inner <= columns && !cut {
            inside.put((at.0 + x, at.1), inner, &text[start..end], known);
        }
    }
}

/// Byte ranges of the dictionary's words in `text`, the longest at each place, not overlapping.
fn known_words(dictionary: &Dictionary, text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match dictionary.longest_prefix(&text[at..]) {
            Some(length) if length > 0 => {
                out.push((at, at + length));
                at += length;
            }
            _ => at += c.len_utf8(),
        }
    }
    out
}
