//! The entry of a word: a line a field, what is wrong with one beside it, how the one under the cursor is written below.
//!
//! ```text
//! ┌Entry  绿码 ──────────── Enter saves, Esc changes nothing ┐
//! │  accepted             Ctrl-a accept  Ctrl-x reject ...   │
//! │  form                                                    │
//! │> pos         n                                           │
//! │! weight      heavy   a weight is a number like 120       │
//! │  tags with commas between: n, ud:NOUN                    │
//! └──────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use crate::lexicon::Verdict;
use crate::lexicon::entry::Field;
use crate::settings::lang::{Lang, Pair};

use super::super::command::Command;
use super::super::keymap::Mode;
use super::super::layout::centred;
use super::super::state::Model;
use super::super::state::entry::{EntryDialog, how, name};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::dialogs;

/// Columns before the lines.
const NAMES: u16 = 12;

/// What a verdict is called.
pub(super) fn verdict_name(verdict: Option<Verdict>) -> Pair {
    match verdict {
        None => ("undecided", "未决定"),
        Some(Verdict::Accept) => ("accepted", "采纳"),
        Some(Verdict::Reject) => ("rejected", "拒绝"),
        Some(Verdict::Later) => ("later", "待定"),
    }
}

/// The dialog, over the middle of the screen.
pub fn draw(model: &Model, dialog: &EntryDialog, screen: &mut Canvas) -> Option<Position> {
    let lang = model.lang;
    let area = screen.area();
    let fields = Field::ALL.len() as u16;
    let place = centred((area.width, area.height), 90.min(area.width.saturating_sub(4)), fields + 6);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = lang.pick(
        ["Tab: next field  Enter: save  Esc: change nothing", "Enter: save  Esc: leave"],
        ["Tab 下一项  Enter 保存  Esc 不作改动", "Enter 保存  Esc 放弃"],
    );
    let title = format!("{}  {}", lang.pick("Entry", "词条"), dialog.word);
    let mut inside = part.frame(&title, dialogs::how(place, notes), true);
    verdict_line(model, dialog, &mut inside);
    let mut caret = None;
    let mut is_told = false;
    for (y, (at, (field, input))) in (2..).zip(Field::ALL.into_iter().zip(&dialog.inputs).enumerate()) {
        let is_current = at == dialog.at;
        let (column, told) = line(dialog, (field, is_current), (input, y), lang, &mut inside);
        is_told |= told;
        if is_current {
            caret = Some((column, y));
        }
    }
    let inner = inside.area();
    let (dim, warning) = (inside.style(Role::Dim), inside.style(Role::Warning));
    let current = Field::ALL.get(dialog.at).copied().unwrap_or(Field::Form);
    let (told, style) = match dialog.fault {
        Some((_, why)) if !is_told => (why, warning),
        _ => (lang.of(how(current)), dim),
    };
    inside.put_fit((2, fields + 3), inner.width.saturating_sub(3), told, Align::Left, style);
    let (x, y) = caret?;
    Some(Position::new((inner.x + x).min(inner.right().saturating_sub(1)), inner.y + y))
}

/// The verdict, what the text says of the word, and the keys of verdicts as there is room.
fn verdict_line(model: &Model, dialog: &EntryDialog, inside: &mut Canvas) {
    let lang = model.lang;
    let width = inside.area().width;
    let (key, dim, text) = (inside.style(Role::Key), inside.style(Role::Dim), inside.style(Role::Text));
    let style = if dialog.verdict == dialog.had { text } else { key };
    let mut x = 2 + inside.put((2, 0), width, lang.of(verdict_name(dialog.verdict)), style) + 2;
    let count = model.desk.as_ref().and_then(|desk| desk.table().find(&dialog.word).map(|id| desk.table().count(id)));
    if let Some(count) = count {
        let count = grouped(u64::from(count));
        let told = lang.pick(format!("{count} times"), format!("{count} 次"));
        x += inside.put((x, 0), width, &told, dim) + 2;
    }
    let keys = [Command::Accept, Command::Reject, Command::Later, Command::Undecide];
    let told: Vec<String> = keys
        .into_iter()
        .filter_map(|command| {
            let key = model.keymap.key_of(Mode::Entry, command)?;
            Some(format!("{key} {}", lang.of(command.info().hint)))
        })
        .collect();
    let room = width.saturating_sub(x + 1);
    let fits = (0..=told.len()).rev().map(|n| told[..n].join("  ")).find(|told| inside.columns_of(told) <= room);
    inside.put_before((width.saturating_sub(1), 0), &fits.unwrap_or_default(), dim);
}

/// One field; gives the column of its caret, and whether what is wrong with it stands beside it.
fn line(
    dialog: &EntryDialog,
    (field, is_current): (Field, bool),
    (input, y): (&tui_input::Input, u16),
    lang: Lang,
    inside: &mut Canvas,
) -> (u16, bool) {
    let width = inside.area().width;
    let (key, text) = (inside.style(Role::Key), inside.style(Role::Text));
    let (typed, warning) = (inside.style(Role::Input), inside.style(Role::Warning));
    let fault = dialog.fault.filter(|(faulty, _)| *faulty == field);
    let style = if is_current { key } else { text };
    match fault {
        Some(_) => inside.put((0, y), 1, "!", warning),
        None if is_current => inside.put((0, y), 1, ">", key),
        None => 0,
    };
    inside.put((2, y), NAMES - 3, lang.of(name(field)), style);
    let room = width.saturating_sub(NAMES + 1);
    let column = inside.put_input((NAMES, y), room, input, if is_current { typed } else { text });
    if let Some((_, why)) = fault {
        let from = NAMES + inside.columns_of(input.value()) + 3;
        if from + inside.columns_of(why) < width {
            inside.put((from, y), width - from, why, warning);
            return (column, true);
        }
    }
    (column, false)
}
