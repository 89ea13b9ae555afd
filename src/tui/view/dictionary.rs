//! The dictionary: the accepted words with what is said of them, of which only those on the screen are looked at.
//!
//! ```text
//! ┌Dictionary ──────────────────────────── 3/1,203 of 1,203 words ┐
//! │ search: ~悟空                                                  │
//! │    Word        Count  pos  reading     tags   note             │
//! │>+  悟空        3,877  n    wu4 kong1   人名   孙行者           │
//! │ abc: begins  =abc: whole  ~abc ~~abc: nearly  /abc/: regex     │
//! └────────────────────────────────────────────────────────────────┘
//! ```
//!
//! Column 2 is the verdict now, as in the list: `+` accepted, `-` rejected since, `?` later, nothing when it was taken back.

use ratatui::layout::Position;

use crate::lexicon::entry::Field;
use crate::lexicon::{Details, Verdict};
use crate::settings::lang::Lang;

use super::super::layout::{Entries, dictionary_box};
use super::super::state::dictionary::DictionaryDialog;
use super::super::state::entry::name;
use super::super::state::{Desk, Model};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;

/// Columns before the word, of a word at least, and of a count.
const MARKS: u16 = 4;
const LEAST_WORD: u16 = 12;
const COUNT: u16 = 11;
/// The fields in the order in which they are given room, with their columns.
const FIELDS: [(Field, u16); 4] = [(Field::Pos, 8), (Field::Note, 20), (Field::Reading, 18), (Field::Tags, 14)];

/// The fields that fit in `width` columns beside a word, in the order of [`Field::ALL`], with their columns; and the columns
/// of the word. What is left is shared by the word and the note.
fn columns(width: u16) -> (Vec<(Field, u16)>, u16) {
    let mut rest = width.saturating_sub(MARKS + LEAST_WORD + COUNT + 3);
    let mut shown: Vec<(Field, u16)> = Vec::new();
    for (field, wide) in FIELDS {
        if rest >= wide {
            rest -= wide;
            shown.push((field, wide));
        }
    }
    let more = rest * 2 / 3;
    if let Some((_, wide)) = shown.iter_mut().find(|(field, _)| *field == Field::Note) {
        *wide += more;
        rest -= more;
    }
    shown.sort_by_key(|(field, _)| Field::ALL.iter().position(|other| other == field));
    (shown, LEAST_WORD + rest)
}

/// The view, over all but the first and the last line of the screen.
pub fn draw(model: &Model, dialog: &DictionaryDialog, screen: &mut Canvas) -> Option<Position> {
    let desk = model.desk.as_ref()?;
    let lang = model.lang;
    let area = screen.area();
    let Entries { place, rows, top, .. } = dictionary_box((area.width, area.height), dialog.top, dialog.at);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let title = lang.pick("Dictionary", "词典");
    let mut inside = part.frame(title, &number(desk, dialog, lang), true);
    let inner = inside.area();
    let (key, dim, input) = (inside.style(Role::Key), inside.style(Role::Dim), inside.style(Role::Input));
    let label = if dialog.typing { key } else { dim };
    let x = 1 + inside.put((1, 0), inner.width, lang.pick("search: ", "查找："), label);
    let caret = inside.put_input((x, 0), inner.width.saturating_sub(x + 1), &dialog.input, input);
    let shown = columns(inner.width);
    head(&shown, lang, &mut inside);
    let all = dialog.found.as_ref().map_or(0, |found| found.len());
    for (y, at) in (2..).zip(top..all.min(top + rows)) {
        row(desk, dialog, (at, y), &shown, &mut inside);
    }
    let last = inner.height.saturating_sub(1);
    if dialog.found.is_none() {
        inside.put((MARKS, 2), inner.width, lang.pick("making the dictionary ...", "正在生成词典 ..."), dim);
    } else if all == 0 {
        inside.put((MARKS, 2), inner.width, lang.pick("no such word", "没有这样的词"), dim);
    }
    let help = help(dialog.typing, lang);
    let room = inner.width.saturating_sub(2);
    let help = help.into_iter().find(|help| inside.columns_of(help) <= room).unwrap_or_default();
    let (told, style) =
        if dialog.note.is_empty() { (help, dim) } else { (dialog.note.as_str(), inside.style(Role::Warning)) };
    inside.put_fit((1, last), room, told, Align::Left, style);
    let at = Position::new((inner.x + caret).min(inner.right().saturating_sub(1)), inner.y);
    dialog.typing.then_some(at)
}

/// What to say below the words, the longer one first: how a search is written while one is, else what the keys do.
fn help(typing: bool, lang: Lang) -> [&'static str; 2] {
    match typing {
        true => lang.pick(
            [
                "abc: begins so  =abc: whole  ~abc: one character off  ~~abc: two  /abc/: regular expression",
                "abc begins  =abc whole  ~abc ~~abc nearly  /abc/ regex",
            ],
            [
                "山 开头  =山 整词  ~山 差一个字  ~~山 差两个字  /山/ 正则表达式",
                "山 开头  =山 整词  ~山 ~~山 近似  /山/ 正则",
            ],
        ),
        false => lang.pick(
            [
                "Enter goes to the word in the list; a word rejected here leaves the dictionary",
                "Enter goes to the word in the list",
            ],
            ["Enter 在列表中跳到这个词；在这里拒绝的词会从词典中移除", "Enter 在列表中跳到这个词"],
        ),
    }
}

/// The place of the cursor, the words found and all words.
fn number(desk: &Desk, dialog: &DictionaryDialog, lang: Lang) -> String {
    let all = desk.dictionary.as_ref().map_or(0, |dictionary| dictionary.len());
    let found = dialog.found.as_ref().map_or(0, |found| found.len());
    let at = if found == 0 { 0 } else { dialog.at + 1 };
    let [at, found, all] = [at, found, all].map(|number| grouped(number as u64));
    if dialog.input.value().is_empty() {
        return format!("{at}/{all}");
    }
    lang.pick(format!("{at}/{found} found of {all}"), format!("{at}/{found}，共 {all} 个词"))
}

fn head((fields, word): &(Vec<(Field, u16)>, u16), lang: Lang, inside: &mut Canvas) {
    let style = inside.style(Role::Header);
    inside.put((MARKS, 1), *word, lang.pick("Word", "词"), style);
    inside.put_before((MARKS + word + COUNT, 1), lang.pick("Count", "词频"), style);
    let mut x = MARKS + word + COUNT + 2;
    for &(field, wide) in fields {
        inside.put((x, 1), wide, lang.of(name(field)), style);
        x += wide;
    }
}

fn row(
    desk: &Desk,
    dialog: &DictionaryDialog,
    (at, y): (usize, u16),
    (fields, wide): &(Vec<(Field, u16)>, u16),
    inside: &mut Canvas,
) {
    let Some((word, count)) = dialog.found.as_ref().and_then(|found| found.get(at)) else { return };
    let ledger = desk.decisions.ledger();
    let (sign, role) = match ledger.verdict(word) {
        Some(Verdict::Accept) => ("+", Role::Accepted),
        Some(Verdict::Reject) => ("-", Role::Rejected),
        Some(Verdict::Later) => ("?", Role::Later),
        None => (" ", Role::Text),
    };
    let (style, text) = (inside.style(role), inside.style(Role::Text));
    inside.put((1, y), 1, sign, style);
    inside.put_fit((MARKS, y), *wide, word, Align::Left, style);
    // Of a word that is no candidate the dictionary knows no count.
    let count = if count == 0 { "-".to_owned() } else { grouped(count) };
    inside.put_before((MARKS + wide + COUNT, y), &count, text);
    let details: Option<&Details> = ledger.details(word).map(|details| &**details);
    let mut x = MARKS + wide + COUNT + 2;
    for &(field, wide) in fields {
        let said = details.map_or_else(String::new, |details| field.get(details));
        inside.put_fit((x, y), wide.saturating_sub(2), &said, Align::Left, text);
        x += wide;
    }
    if at == dialog.at {
        let cursor = inside.style(Role::Cursor);
        inside.put((0, y), 1, ">", cursor);
        inside.paint(y, cursor);
    }
}
