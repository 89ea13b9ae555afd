//! The concordance of the current candidate, or of the string searched for, aligned on it.
//!
//! ```text
//! ┌[2] Context  行者 ─────────── 4,071 hits in 12 of 340 documents  text order  1-8 ┐
//! │              那里走！吃我一棒！”[行者]笑道：“你这泼魔          西游记.txt:214   │
//! │ spread |▂▃▃▅█▃▂▁▂▃|  DP 0.21  12 of 340 documents  from 西游记.txt              │
//! ```
//!
//! Words of the dictionary made so far are underlined in the context. While a word is pinned, the pane is split: the pinned
//! one on the left, or above where there is less room, the word at hand beside it, each under its measures.

use crate::engine::concordance::{JUDGED, KwicSort, Line};
use crate::engine::derived::Feature;
use crate::lexicon::{Dictionary, Verdict};
use crate::settings::lang::Lang;

use super::super::layout::{CompareParts, compare_parts, line_columns};
use super::super::state::context::{Side, Summary, place_columns, place_of};
use super::super::state::entry::summary;
use super::super::state::{ContextPane, Desk, Model, Pane};
use super::super::text::{Align, Canvas, grouped, shortened};
use super::super::theme::Role;
use super::numbers::feature_value;
use super::{spread, title};

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let pane = &desk.context;
    let parts = compare_parts(part.area(), desk.pinned.is_some());
    let rows = parts.rows(Side::Current);
    let first = pane.window_top(rows);
    let last = (first + rows).min(pane.shown.hits.len());
    let head = match &desk.pinned {
        Some(pinned) => format!("{}  {} = {}", title(Pane::Context, model.lang), pinned.word, pane.shown.word),
        None => head(desk, model.lang),
    };
    // What tells least gives way first.
    let room = part.area().width.saturating_sub(part.columns_of(&head) + 8);
    let notes = [(true, 2), (true, 1), (false, 1), (false, 0)].map(|how| note(pane, model.lang, (first, last), how));
    let note = notes.iter().find(|note| part.columns_of(note) <= room).unwrap_or(&notes[3]);
    let head = with_entry(model, desk, &head, room.saturating_sub(part.columns_of(note)));
    let mut inside = part.frame(&head, note, model.prefs.focus == Pane::Context);
    if let Some(pinned) = &desk.pinned {
        draw_half(model, desk, (Side::Pinned, &pinned.pane), (&parts, &mut inside));
        if parts.own.y == parts.pinned.y {
            let border = inside.style(Role::Border);
            for y in 0..parts.own.height {
                inside.put((parts.pinned.width, y), 1, inside.glyphs().vertical, border);
            }
        }
    }
    draw_half(model, desk, (Side::Current, pane), (&parts, &mut inside));
}

/// The title, with what is said of the word behind it where that has so many columns of room.
fn with_entry(model: &Model, desk: &Desk, head: &str, room: u16) -> String {
    let details = desk.decisions.ledger().details(&desk.context.shown.word).filter(|_| desk.pinned.is_none());
    let said = details.map_or_else(String::new, |details| summary(details, model.lang));
    if said.is_empty() || room < LEAST_ENTRY {
        return head.to_owned();
    }
    format!("{head}  {}", shortened(&said, room - 2, model.ambiguous))
}

/// Fewest columns in which what is said of a word says something.
const LEAST_ENTRY: u16 = 8;

/// The lines of one word, under its heading if two are compared, over its spread if there is room.
fn draw_half(
    model: &Model,
    desk: &Desk,
    (side, pane): (Side, &ContextPane),
    (parts, inside): (&CompareParts, &mut Canvas),
) {
    let (lang, rows) = (model.lang, parts.rows(side));
    let mut inside = inside.part(parts.part(side));
    let width = inside.area().width;
    if parts.compares() {
        let header = inside.style(Role::Header);
        let heading = heading(model, desk, pane, width.saturating_sub(1));
        inside.put_fit((1, 0), width.saturating_sub(1), &heading, Align::Left, header);
    }
    let top = u16::from(parts.compares());
    let many = desk.loaded.corpus.source_count() > 1;
    let place_width = place_columns(pane, rows, (many, lang), (width, model.ambiguous));
    let first = pane.window_top(rows);
    let cursor = pane.cursor.min(pane.shown.hits.len().saturating_sub(1));
    let has_keys = model.prefs.focus == Pane::Context && side == Side::Current;
    for (y, at) in (top..).zip(first..(first + rows).min(pane.shown.hits.len())) {
        // A line that is still being read is blank for now.
        if let Some(line) = pane.shown.window.line(at) {
            let place = place_of(line, many, lang);
            draw_line(desk, line, (y, &place, place_width), &mut inside);
        }
        if has_keys && at == cursor {
            let style = inside.style(Role::Cursor);
            inside.put((0, y), 1, ">", style);
            inside.paint(y, style);
        }
    }
    if let Some(summary) = pane.known().filter(|_| parts.has_strip(side)) {
        let y = inside.area().height - 1;
        spread::draw(desk, summary, lang, y, &mut inside);
    }
}

/// The heading of a word that is compared, with as many of its measures as fit in `room` columns.
fn heading(model: &Model, desk: &Desk, pane: &ContextPane, room: u16) -> String {
    let (lang, units, table) = (model.lang, model.units(), desk.table());
    let word = &pane.shown.word;
    let mut parts = vec![hits(pane, lang, 1)];
    if let Some(id) = table.find(word) {
        let number = |feature: Feature, value: f32| feature_value(feature, f64::from(value), units);
        parts.push(format!("PMI {}", number(Feature::Pmi, table.pmi(id))));
        parts.push(format!("HL {}", number(Feature::Left, table.left(id))));
        parts.push(format!("HR {}", number(Feature::Right, table.right(id))));
        parts.push(format!("{} {}", lang.pick("score", "得分"), number(Feature::Score, table.score(id))));
    }
    let mut out = word.clone();
    for part in parts {
        let longer = format!("{out}  {part}");
        if model.columns_of(&longer) > room {
            break;
        }
        out = longer;
    }
    out
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

/// Hits and documents: these in full with `documents` 2, their number with 1, not at all with 0.
fn hits(pane: &ContextPane, lang: Lang, documents: u8) -> String {
    let shown = &pane.shown;
    let total = pane.known().map_or(shown.hits.len(), |summary| summary.count);
    let number = grouped(total as u64);
    let mut out = match (total, shown.complete) {
        (0, true) if !shown.word.is_empty() => return lang.pick("not in the text", "原文中没有").to_owned(),
        (1, true) => lang.pick("1 hit", "1 处").to_owned(),
        (_, true) => lang.pick(format!("{number} hits"), format!("{number} 处")),
        (0, false) => return lang.pick("searching ...", "正在查找 ...").to_owned(),
        (_, false) => lang.pick(format!("{number} hits so far ..."), format!("已找到 {number} 处 ...")),
    };
    if shown.inside && total > 0 {
        out.push_str(lang.pick(" inside runs", "（在字母串内）"));
    }
    if let Some(Summary { spread, .. }) = pane.known().filter(|summary| summary.spread.of > 1 && documents > 0) {
        let (some, of) = (grouped(spread.documents), grouped(spread.of));
        out.push_str(&match documents {
            1 => lang.pick(format!(" in {some} docs"), format!("，{some} 篇")),
            _ => lang.pick(format!(" in {some} of {of} documents"), format!("，{of} 篇中的 {some} 篇")),
        });
    }
    out
}

/// The order, as it is called in the title.
fn order(pane: &ContextPane, lang: Lang) -> String {
    let total = pane.known().map_or(pane.shown.hits.len(), |summary| summary.count);
    let by = match pane.how.sort {
        _ if !pane.shown.complete => lang.pick("text order", "原文顺序"),
        KwicSort::Text => lang.pick("text order", "原文顺序"),
        KwicSort::Right => lang.pick("sort R1", "按 R1"),
        KwicSort::Right2 => lang.pick("sort R2", "按 R2"),
        KwicSort::Right3 => lang.pick("sort R3", "按 R3"),
        KwicSort::Left => lang.pick("sort L1", "按 L1"),
        KwicSort::Left2 => lang.pick("sort L2", "按 L2"),
        KwicSort::Left3 => lang.pick("sort L3", "按 L3"),
        KwicSort::Examples if total > JUDGED => {
            let judged = grouped(JUDGED as u64);
            return lang.pick(format!("best of {judged} first"), format!("{judged} 处中的佳例在前"));
        }
        KwicSort::Examples => lang.pick("best first", "佳例在前"),
        KwicSort::Random => {
            return lang.pick(format!("random sample {}", pane.how.seed), format!("随机样本 {}", pane.how.seed));
        }
    };
    by.to_owned()
}

/// The note: hits, documents as `documents` says, order, and places of the lines seen if `places`.
fn note(pane: &ContextPane, lang: Lang, (first, last): (usize, usize), (places, documents): (bool, u8)) -> String {
    let mut out = hits(pane, lang, documents);
    if pane.shown.hits.is_empty() && !pane.shown.complete {
        return out;
    }
    if pane.how.per_document && pane.shown.complete {
        out.push_str(lang.pick("  1 per doc", "  每篇一处"));
    }
    out.push_str(&format!("  {}", order(pane, lang)));
    if places && last > first {
        out.push_str(&format!("  {}-{}", grouped(first as u64 + 1), grouped(last as u64)));
    }
    out
}

fn draw_line(desk: &Desk, found: &Line, at: (u16, &str, u16), inside: &mut Canvas) {
    let (y, place, place_width) = at;
    let width = inside.area().width;
    let key = inside.columns_of(&found.word) + 2;
    let (fits, _) = line_columns(width, key, place_width, None);
    let (left, right) = line_columns(width, key, place_width, desk.context.columns);
    let dictionary = desk.dictionary.as_deref();
    put_context((fits - left, y), left, &found.left, (Align::Right, dictionary), inside);
    let keyword = inside.style(Role::Keyword);
    inside.put((fits, y), key, &format!("[{}]", found.word), keyword);
    put_context((fits + key, y), right, &found.right, (Align::Left, dictionary), inside);
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
            (inside.columns_of(&text[..start]), inside.columns_of(&text[start..end]), inside.columns_of(&text[end..]));
        let x = match align {
            Align::Left => before,
            Align::Right => match columns.checked_sub(after + inner) {
                Some(x) if x > 0 || inside.columns_of(text) <= columns => x,
                _ => continue,
            },
        };
        let cut = align == Align::Left && inside.columns_of(text) > columns && x + inner >= columns;
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
