//! The concordance of the current candidate, aligned on it.
//!
//! ```text
//! ┌[2] Context  行者 ────────────────────── 4,071 hits  text order  1-8 ┐
//! │          那里走！吃我一棒！”[行者]笑道：“你这泼魔  西游记.txt:214   │
//! ```
//!
//! Words of the dictionary made so far are underlined in the context.

use crate::engine::concordance::{KwicSort, line};
use crate::lexicon::Dictionary;

use super::super::state::{Desk, Model, Pane};
use super::super::text::{Align, Canvas, columns_of, grouped};
use super::super::theme::Role;
use super::title;

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let shown = &desk.context.shown;
    let rows = usize::from(part.area().height.saturating_sub(2));
    let total = shown.hits.len();
    let first = desk.context.top.min(total.saturating_sub(1));
    let last = (first + rows).min(total);
    let order = match desk.context.sort {
        KwicSort::Text => "text order",
        KwicSort::Right => "sort R1",
        KwicSort::Left => "sort L1",
    };
    let range =
        if total == 0 { String::new() } else { format!("  {}-{}", grouped(first as u64 + 1), grouped(last as u64)) };
    let note = format!("{} hits  {order}{range}", grouped(total as u64));
    let head = format!("{}  {}", title(Pane::Context), shown.word);
    let mut inside = part.frame(&head, &note, model.prefs.focus == Pane::Context);
    let places = shown.hits[first..last].iter().map(|&hit| place(desk, hit)).collect::<Vec<_>>();
    let place_width = places.iter().map(|p| columns_of(p)).max().unwrap_or(0).min(inside.area().width / 4);
    for (y, (&hit, place)) in shown.hits[first..last].iter().zip(&places).enumerate() {
        draw_line(desk, hit, (y as u16, place, place_width), &mut inside);
    }
}

fn place(desk: &Desk, hit: usize) -> String {
    let place = desk.loaded.corpus.place(hit).unwrap_or_default();
    let many = desk.loaded.corpus.source_count() > 1;
    if many { format!("{}:{}", place.document, place.line) } else { format!("line {}", place.line) }
}

fn draw_line(desk: &Desk, hit: usize, at: (u16, &str, u16), inside: &mut Canvas) {
    let (y, place, place_width) = at;
    let width = inside.area().width;
    let word = &desk.context.shown.word;
    let found = line(&desk.loaded.corpus, word, hit, usize::from(width));
    let key = columns_of(found.word) + 2;
    let room = width.saturating_sub(place_width + 2);
    let left = room.saturating_sub(key) / 2;
    let right = room.saturating_sub(left + key);
    let dictionary = desk.dictionary.as_deref();
    put_context((0, y), left, found.left, (Align::Right, dictionary), inside);
    let keyword = inside.style(Role::Keyword);
    inside.put((left, y), key, &format!("[{}]", found.word), keyword);
    put_context((left + key, y), right, found.right, (Align::Left, dictionary), inside);
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
