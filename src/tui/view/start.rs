//! The start screen.
//!
//! ```text
//! ┌Open ──────────────────────────────────── Enter opens, Tab completes, Esc closes ┐
//! │ path:                                                                           │
//! │                                                                                 │
//! │                                    accepted  rejected  undecided  opened        │
//! │ > 红楼梦.txt                            212        87     34,900  2 h ago        │
//! │   news + 3 more                           4         0     12,004  gone          │
//! │   the demo: 西游记                                                               │
//! │                                                                                 │
//! │ where: /home/li/红楼梦.txt                                                       │
//! └─────────────────────────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::{Position, Rect};

use crate::settings::lang::Lang;

use super::super::layout::centred;
use super::super::state::Model;
use super::super::state::start::{Entry, StartScreen};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::dialogs::how;

/// Lines beside those of the entries: the path, what is said of it, the head, a blank line, where the entry is.
const OTHERS: u16 = 5;
/// Columns of the time.
const OPENED: u16 = 11;

/// The start screen: all of it where no text is loaded, else over the panes.
pub fn draw(model: &Model, start: &StartScreen, screen: &mut Canvas) -> Option<Position> {
    let (area, lang) = (screen.area(), model.lang);
    let place = if model.desk.is_none() {
        Rect { height: area.height.saturating_sub(1), ..area }
    } else {
        let tall = (start.entries.len() as u16 + OTHERS + 2).max(10).min(area.height.saturating_sub(2));
        centred((area.width, area.height), 110.min(area.width.saturating_sub(4)), tall)
    };
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = lang.pick(
        ["Enter opens, Tab completes a path, Esc closes", "Enter opens, Tab completes"],
        ["Enter 打开，Tab 补全路径，Esc 关闭", "Enter 打开，Tab 补全"],
    );
    let mut inside = part.frame(lang.pick("Open", "打开"), how(place, notes), true);
    let inner = inside.area();
    let (key, dim, input) = (inside.style(Role::Key), inside.style(Role::Dim), inside.style(Role::Input));
    let x = 1 + inside.put((1, 0), inner.width, lang.pick("path: ", "路径："), key);
    let caret = inside.put_input((x, 0), inner.width.saturating_sub(x + 1), &start.line.input, input);
    said(start, lang, &mut inside);
    let columns = Columns::of(inner.width);
    columns.head(lang, &mut inside);
    let rows = usize::from(inner.height.saturating_sub(OTHERS)).max(1);
    let top = (start.at + 1).saturating_sub(rows);
    for (y, (at, entry)) in (3..).zip(start.entries.iter().enumerate().skip(top).take(rows)) {
        columns.entry((y, at == start.at), entry, (start.now, lang), &mut inside);
    }
    if let Some(entry) = start.current().filter(|entry| !entry.place.is_empty()) {
        let y = inner.height.saturating_sub(1);
        let x = 1 + inside.put((1, y), inner.width, lang.pick("where: ", "位置："), dim);
        inside.put_fit((x, y), inner.width.saturating_sub(x + 1), &entry.place, Align::Left, dim);
    }
    Some(Position::new((inner.x + caret).min(inner.right().saturating_sub(1)), inner.y))
}

/// What is wrong with the path, the ways to go on with it, or what it is for.
fn said(start: &StartScreen, lang: Lang, inside: &mut Canvas) {
    let room = inside.area().width.saturating_sub(2);
    let (dim, warning) = (inside.style(Role::Dim), inside.style(Role::Warning));
    if !start.note.is_empty() {
        inside.put_fit((1, 1), room, &start.note, Align::Left, warning);
    } else if !start.line.choices.is_empty() {
        choices(&start.line.choices, start.line.at, (1, 1), inside);
    } else if start.line.path().is_empty() {
        let text = lang.pick(
            "a text, a folder, a project; Up and Down choose below",
            "文本、文件夹或项目；也可用上下键在下面选择",
        );
        inside.put_fit((1, 1), room, text, Align::Left, dim);
    }
}

/// The last parts of paths to go on with, the one in the line first.
pub(super) fn choices(paths: &[String], at: Option<usize>, (x, y): (u16, u16), inside: &mut Canvas) {
    let from = at.unwrap_or(0);
    let last = |path: &str| {
        let cut = path.trim_end_matches('/').rfind('/').map_or(0, |at| at + 1);
        path[cut..].to_owned()
    };
    let mut names = paths.iter().cycle().skip(from).take(paths.len()).map(|path| last(path));
    let (dim, key) = (inside.style(Role::Dim), inside.style(Role::Key));
    let end = inside.area().width.saturating_sub(1);
    let mut x = x;
    if at.is_some()
        && let Some(name) = names.next()
    {
        x += inside.put((x, y), end.saturating_sub(x), &name, key) + 2;
    }
    let rest = names.collect::<Vec<_>>().join("  ");
    if x < end {
        inside.put_fit((x, y), end - x, &rest, Align::Left, dim);
    }
}

/// Where the columns of the entries are.
struct Columns {
    name: u16,
    number: u16,
    narrow: bool,
}

impl Columns {
    fn of(width: u16) -> Columns {
        let narrow = width < 72;
        let number = if narrow { 8 } else { 10 };
        Columns { name: width.saturating_sub(3 + 3 * number + 2 + OPENED + 1), number, narrow }
    }

    fn numbers(&self) -> u16 {
        3 + self.name
    }

    fn opened(&self) -> u16 {
        self.numbers() + 3 * self.number + 2
    }

    fn head(&self, lang: Lang, inside: &mut Canvas) {
        let header = inside.style(Role::Header);
        let names = lang.pick(
            if self.narrow { ["acc.", "rej.", "undec."] } else { ["accepted", "rejected", "undecided"] },
            if self.narrow { ["采纳", "拒绝", "未定"] } else { ["已采纳", "已拒绝", "未决定"] },
        );
        for (at, name) in (0..).zip(names) {
            inside.put_fit((self.numbers() + at * self.number, 2), self.number, name, Align::Right, header);
        }
        inside.put_fit((self.opened(), 2), OPENED, lang.pick("opened", "上次打开"), Align::Left, header);
    }

    fn entry(&self, (y, chosen): (u16, bool), entry: &Entry, (now, lang): (i64, Lang), inside: &mut Canvas) {
        let (key, text, dim) = (inside.style(Role::Key), inside.style(Role::Text), inside.style(Role::Dim));
        let style = if chosen { key } else { text };
        inside.put((1, y), 1, if chosen { ">" } else { " " }, style);
        let name = match entry.project {
            Some(_) => entry.name.clone(),
            None => lang.pick("the demo: 西游记", "示例：西游记").to_owned(),
        };
        let name_room = if entry.counts.is_none() { inside.area().width.saturating_sub(4) } else { self.name };
        inside.put_fit((3, y), name_room.max(inside.columns_of(&name).min(self.name)), &name, Align::Left, style);
        let Some(counts) = entry.counts else { return };
        for (at, number) in (0..).zip([counts.accepted, counts.rejected, counts.undecided]) {
            let x = self.numbers() + at * self.number;
            inside.put_fit((x, y), self.number, &grouped(number), Align::Right, text);
        }
        if entry.gone {
            let warning = inside.style(Role::Warning);
            inside.put_fit((self.opened(), y), OPENED, lang.pick("gone", "已不在"), Align::Left, warning);
        } else if entry.is_open {
            inside.put_fit((self.opened(), y), OPENED, lang.pick("open now", "已打开"), Align::Left, dim);
        } else {
            inside.put_fit((self.opened(), y), OPENED, &ago(now - entry.opened, lang), Align::Left, dim);
        }
    }
}

/// A stretch of milliseconds up to now, in words.
fn ago(milliseconds: i64, lang: Lang) -> String {
    let minutes = milliseconds.max(0) / 60_000;
    let (number, english, chinese) = match minutes {
        0 => return lang.pick("just now", "刚才").to_owned(),
        1..60 => (minutes, "min", "分钟"),
        60..1_440 => (minutes / 60, "h", "小时"),
        1_440..525_600 => (minutes / 1_440, "d", "天"),
        _ => (minutes / 525_600, "y", "年"),
    };
    lang.pick(format!("{number} {english} ago"), format!("{number} {chinese}前"))
}
