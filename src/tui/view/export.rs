//! The export dialog.
//!
//! ```text
//! ┌Export ───────────────────────── Up, Down: format  Enter: write  Esc: close ┐
//! │ 12 accepted: 11 written, 1 left out, 2 with a warning                │
//! │   list    one word a line: THULAC, Meilisearch, PyThaiNLP and most others  │
//! │ > jieba   user dictionary with frequency and tag: jieba, jieba-rs, cppjieba│
//! │ to: 西游记-words.txt                                                        │
//! │ a file is there; it is replaced only if you say so                         │
//! │ The first lines                                                            │
//! │  悟空 721 n                                                                 │
//! │  …                                                                         │
//! │ left out: 1, as New York: it has a space in it, which separates the fields │
//! │ mind: 2, as 马克·吐温: jieba for Python never matches a word with · in it     │
//! └────────────────────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use crate::lexicon::format::{self, Preview, Reason};
use crate::settings::lang::Lang;

use super::super::layout::centred;
use super::super::state::export::Place;
use super::super::state::{ExportDialog, Model};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::dialogs::how;
use super::start::choices;

/// Reasons shown of what is left out, and of what has a warning, at most.
const REASONS: usize = 3;

/// Which lines of the dialog hold what.
struct Rows {
    formats: u16,
    heading: u16,
    lines: u16,
    reasons: u16,
}

impl Rows {
    /// In `height` lines: three are for the number, the path and what is said of it. Formats give way first, down to
    /// one, then the heading of the preview, then reasons.
    fn of(height: u16, reasons: u16) -> Rows {
        let all = format::all().len() as u16;
        let lines = ExportDialog::LINES as u16;
        let rest = height.saturating_sub(3 + lines);
        let reasons = reasons.min(rest.saturating_sub(1));
        let rest = rest - reasons;
        let formats = all.min(rest).max(1);
        Rows { formats, heading: u16::from(rest > formats), lines: lines.min(height.saturating_sub(4)), reasons }
    }
}

/// The dialog: formats, path, what will be written and what not.
pub fn draw(model: &Model, dialog: &ExportDialog, screen: &mut Canvas) -> Option<Position> {
    let desk = model.desk.as_ref()?;
    let (area, lang) = (screen.area(), model.lang);
    let preview = dialog.preview();
    let told = preview.map_or_else(Vec::new, |preview| reasons(preview, lang));
    let wanted = format::all().len() as u16 + 4 + ExportDialog::LINES as u16 + REASONS as u16 + 3;
    let tall = wanted.min(area.height.saturating_sub(2));
    let place = centred((area.width, area.height), 90.min(area.width.saturating_sub(4)), tall);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = lang.pick(
        ["Up, Down: format  Tab: path  Enter: write  Esc: close", "Enter: write  Esc: close"],
        ["上下键 格式  Tab 补全  Enter 写入  Esc 关闭", "Enter 写入  Esc 关闭"],
    );
    let mut inside = part.frame(lang.pick("Export", "导出"), how(place, notes), true);
    let inner = inside.area();
    let room = inner.width.saturating_sub(2);
    let rows = Rows::of(inner.height, told.len() as u16);
    let accepted = desk.decisions.ledger().tally().accepted;
    inside.put_fit((1, 0), room, &numbers(accepted, preview, lang), Align::Left, text);
    formats(dialog.format, rows.formats, lang, &mut inside);
    let mut y = rows.formats + 1;
    let (key, input) = (inside.style(Role::Key), inside.style(Role::Input));
    let x = 1 + inside.put((1, y), inner.width, lang.pick("to: ", "写入："), key);
    let caret = inside.put_input((x, y), inner.width.saturating_sub(x + 1), &dialog.line.input, input);
    let cursor = Position::new((inner.x + caret).min(inner.right().saturating_sub(1)), inner.y + y);
    said(dialog, lang, y + 1, &mut inside);
    y += 2;
    let (title, dim, warning) = (inside.style(Role::Title), inside.style(Role::Dim), inside.style(Role::Warning));
    if rows.heading > 0 {
        inside.put((1, y), room, lang.pick("The first lines", "开头几行"), title);
        y += 1;
    }
    for (y, line) in (y..y + rows.lines).zip(first_lines(preview, lang)) {
        inside.put_fit((2, y), room.saturating_sub(1), &line, Align::Left, dim);
    }
    y += rows.lines;
    for (y, reason) in (y..y + rows.reasons).zip(&told) {
        inside.put_fit((1, y), room, reason, Align::Left, warning);
    }
    Some(cursor)
}

/// How many words there are, and what becomes of them.
fn numbers(accepted: usize, preview: Option<&Preview>, lang: Lang) -> String {
    let number = grouped(accepted as u64);
    let mut text = lang.pick(format!("{number} accepted"), format!("已采纳 {number} 个词"));
    let Some(preview) = preview else { return text };
    let [written, left, warned] =
        [preview.written, preview.words_left_out(), preview.words_warned()].map(|number| grouped(number as u64));
    if preview.words_left_out() > 0 {
        text.push_str(
            &lang.pick(format!(": {written} written, {left} left out"), format!("：写入 {written}，略去 {left}")),
        );
    }
    if preview.words_warned() > 0 {
        text.push_str(&lang.pick(format!(", {warned} with a warning"), format!("，{warned} 个有提醒")));
    }
    text
}

/// The formats, as many as there are lines for, the one chosen among them.
fn formats(chosen: usize, rows: u16, lang: Lang, inside: &mut Canvas) {
    let (text, key, dim) = (inside.style(Role::Text), inside.style(Role::Key), inside.style(Role::Dim));
    let all = format::all();
    let name = all.iter().map(|format| inside.columns_of(format.name())).max().unwrap_or(0);
    let (width, rows) = (inside.area().width, usize::from(rows));
    let top = (chosen + 1).saturating_sub(rows);
    for (y, (at, format)) in (1..).zip(all.iter().enumerate().skip(top).take(rows)) {
        let is_chosen = at == chosen;
        let style = if is_chosen { key } else { text };
        inside.put((1, y), 1, if is_chosen { ">" } else { " " }, style);
        inside.put((3, y), name, format.name(), style);
        let x = name + 5;
        let about = if is_chosen { text } else { dim };
        inside.put_fit((x, y), width.saturating_sub(x + 1), told(format.about(), lang), Align::Left, about);
    }
}

/// What went wrong, the ways to go on with the path, or what stands there.
fn said(dialog: &ExportDialog, lang: Lang, y: u16, inside: &mut Canvas) {
    let room = inside.area().width.saturating_sub(2);
    let (dim, warning) = (inside.style(Role::Dim), inside.style(Role::Warning));
    if !dialog.note.is_empty() {
        inside.put_fit((1, y), room, &dialog.note, Align::Left, warning);
        return;
    }
    if !dialog.line.choices.is_empty() {
        choices(&dialog.line.choices, dialog.line.at, (1, y), inside);
        return;
    }
    let Some(place) = dialog.place().filter(|_| !dialog.line.path().is_empty()) else { return };
    let (sentence, style) = match place {
        Place::Free => (lang.pick("a new file", "新文件"), dim),
        Place::File => {
            (lang.pick("a file is there: you are asked before it is replaced", "已有文件：覆盖前会询问"), warning)
        }
        Place::Folder => (lang.pick("a folder: add the name of a file", "这是文件夹：请加上文件名"), warning),
        Place::Other => (lang.pick("no regular file: it is not written to", "不是普通文件，不会写入"), warning),
        Place::NoFolder => (lang.pick("there is no such folder", "没有这个文件夹"), warning),
    };
    inside.put_fit((1, y), room, sentence, Align::Left, style);
}

fn first_lines(preview: Option<&Preview>, lang: Lang) -> Vec<String> {
    match preview {
        None => Vec::new(),
        Some(preview) if preview.is_text => preview.lines.clone(),
        Some(_) => vec![lang.pick("bytes, no text: nothing to show", "二进制格式，没有文本可显示").to_owned()],
    }
}

/// What is left out and what has a warning, a line for each reason.
fn reasons(preview: &Preview, lang: Lang) -> Vec<String> {
    let line = |what: &str, Reason { why, words, example }: &Reason| {
        let why = told_reason(why, lang);
        lang.pick(format!("{what}: {words}, as {example}: {why}"), format!("{what}：{words} 个，如 {example}：{why}"))
    };
    let left = preview.left_out.iter().take(REASONS).map(|reason| line(lang.pick("left out", "略去"), reason));
    let warned = preview.warned.iter().take(REASONS).map(|reason| line(lang.pick("mind", "注意"), reason));
    left.chain(warned).collect()
}

/// What the formats say of themselves and of words, in the other language. The files and the command line have it in
/// English alone; what is not listed here stays as it is.
const CHINESE: [(&str, &str); 11] = [
    (
        "one word a line: THULAC, Meilisearch, PyThaiNLP and most other programs",
        "每行一个词：THULAC、Meilisearch、PyThaiNLP 和多数程序",
    ),
    (
        "a table with a header, separated by tabs: spreadsheets, DuckDB, pandas",
        "带表头的制表符表格：电子表格、DuckDB、pandas",
    ),
    (
        "one JSON object a line, exact for every word: scripts, DuckDB, jq",
        "每行一个 JSON 对象，任何词都精确：脚本、DuckDB、jq",
    ),
    (
        "user dictionary with frequency and tag: jieba, jieba-rs, cppjieba",
        "带词频和词性的用户词典：jieba、jieba-rs、cppjieba",
    ),
    (
        "a finite state map from word to count: the Rust crate fst and its tools",
        "从词到词频的有限状态映射：Rust 的 fst 及其工具",
    ),
    ("it is empty", "是空的"),
    ("it has a line end in it", "含有换行"),
    ("it has a control character in it", "含有控制字符"),
    ("it starts with a byte order mark, which readers drop", "以字节序标记开头，读入时会丢掉"),
    ("it starts or ends with white space, which readers drop", "首尾有空白，读入时会丢掉"),
    ("it has a space in it, which separates the fields", "含有空格，而空格分隔各栏"),
];

fn told(english: &'static str, lang: Lang) -> &'static str {
    let chinese = CHINESE.iter().find(|(known, _)| *known == english).map_or(english, |&(_, chinese)| chinese);
    lang.pick(english, chinese)
}

fn told_reason(english: &str, lang: Lang) -> String {
    let known = CHINESE.iter().find(|(known, _)| *known == english).map(|&(_, chinese)| chinese.to_owned());
    let never = || {
        let mark = english.strip_prefix("jieba for Python never matches a word with ")?.strip_suffix(" in it")?;
        Some(format!("Python 的 jieba 从不匹配含 {mark} 的词"))
    };
    lang.pick(english.to_owned(), known.or_else(never).unwrap_or_else(|| english.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_tells_what_it_is_in_both_languages() {
        for format in format::all() {
            assert_ne!(told(format.about(), Lang::Zh), format.about(), "{} lacks its Chinese", format.name());
        }
    }
}
