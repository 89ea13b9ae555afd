//! The reader: the whole paragraph around an occurrence, with the lines of the document that are near.
//!
//! ```text
//! ┌Reader  行者  3 of 4,071 ───────────────────── 西游记.txt:214  5 in this passage ┐
//! │   (dim) the lines before                                                         │
//! │ > 那里走！吃我一棒！”[行者]笑道：“你这泼魔，                                     │
//! │ +  …行者…                                                                        │
//! ```
//!
//! The line of the occurrence has a `>` before it, lines with others of the word a `+`; the word is in brackets, the others
//! are underlined.

use std::ops::Range;

use super::super::layout::{reader_area, reader_rows};
use super::super::state::reader::Page;
use super::super::state::{Desk, Model, Reader};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;

/// Columns before the text.
const MARGIN: u16 = 3;

pub fn draw(model: &Model, reader: &Reader, screen: &mut Canvas) {
    let Some(desk) = &model.desk else { return };
    let lang = model.lang;
    let mut part = screen.part(reader_area(model.size));
    let (text, dim) = (part.style(Role::Text), part.style(Role::Dim));
    part.clear(text);
    let pane = &desk.context;
    let word = pane.asked.as_ref().map_or("", |asked| asked.word.as_str());
    let total = pane.shown.hits.len();
    let is_known = pane.shown.word == word;
    let mut head = format!("{}  {word}", lang.pick("Reader", "阅读"));
    if is_known && total > 0 {
        let (at, all) = (grouped(pane.cursor.min(total - 1) as u64 + 1), grouped(total as u64));
        head.push_str(&lang.pick(format!("  {at} of {all}"), format!("  第 {at} 处，共 {all} 处")));
    }
    // What was read of another word is not shown under the name of this one: a verdict is on this one.
    let page = reader.page.as_ref().filter(|page| page.of.0 == word);
    let note = page.map(|page| note(model, desk, page)).unwrap_or_default();
    let mut inside = part.frame(&head, &note, true);
    let Some(page) = page else {
        let said = match (is_known && pane.shown.complete && total == 0, word.is_empty()) {
            (_, true) => lang.pick("no word", "没有词"),
            (true, _) => lang.pick("not in the text", "原文中没有"),
            _ => lang.pick("reading ...", "正在读取 ..."),
        };
        let width = inside.area().width;
        inside.put((MARGIN, 0), width, said, dim);
        return;
    };
    let rows = reader_rows(model.size);
    let top = reader.top.min(page.lines.len().saturating_sub(rows));
    for (y, line) in page.lines.iter().skip(top).take(rows).enumerate() {
        draw_line(page, line, y as u16, &mut inside);
    }
}

/// Where the passage stands, and how often the word is in it.
fn note(model: &Model, desk: &Desk, page: &Page) -> String {
    let (lang, passage) = (model.lang, &page.passage);
    let many = desk.loaded.corpus.source_count() > 1;
    let place = if many {
        format!("{}:{}", passage.document, passage.number)
    } else {
        lang.pick(format!("line {}", passage.number), format!("第{}行", passage.number))
    };
    let cut = if passage.is_cut == [false; 2] { "" } else { lang.pick("  a part of it", "  仅显示一部分") };
    let others = passage.others.len();
    let others = match others {
        0 => String::new(),
        n => lang.pick(format!("  {} more here", grouped(n as u64)), format!("  此处另有 {} 处", grouped(n as u64))),
    };
    format!("{place}{cut}{others}")
}

fn draw_line(page: &Page, line: &Range<usize>, y: u16, inside: &mut Canvas) {
    let passage = &page.passage;
    let width = inside.area().width.saturating_sub(MARGIN);
    let in_paragraph = line.start >= passage.paragraph.start && line.end <= passage.paragraph.end;
    let (plain, other) = (inside.style(Role::Text), inside.style(Role::Known));
    let (dim, key) = (inside.style(Role::Dim), inside.style(Role::Keyword));
    let style = if in_paragraph { plain } else { dim };
    inside.put_fit((MARGIN, y), width, &passage.text[line.clone()], Align::Left, style);
    let first = passage.others.partition_point(|at| at.end <= line.start);
    let others = passage.others[first..].iter().take_while(|at| at.start < line.end);
    let mut sign = " ";
    for at in others {
        sign = "+";
        overlay(passage, (line, at), (y, other), inside);
    }
    let word = &passage.word;
    if word.start < line.end && word.end > line.start {
        sign = ">";
        overlay(passage, (line, word), (y, key), inside);
    }
    inside.put((1, y), 1, sign, key);
}

/// Draws the part of `at` that is in `line` in a style of its own.
fn overlay(
    passage: &crate::engine::concordance::Passage,
    (line, at): (&Range<usize>, &Range<usize>),
    (y, style): (u16, ratatui::style::Style),
    inside: &mut Canvas,
) {
    let (start, end) = (at.start.max(line.start), at.end.min(line.end));
    let (Some(before), Some(part)) = (passage.text.get(line.start..start), passage.text.get(start..end)) else {
        return;
    };
    let x = MARGIN + inside.columns_of(before);
    inside.put((x, y), inside.area().width.saturating_sub(x), part, style);
}
