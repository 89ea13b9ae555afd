//! The palette: a line, and below it what it may mean.
//!
//! ```text
//! ┌Commands ─────────────────────────── Enter runs, Tab completes ┐
//! │ : mark                                                        │
//! │ > mark           Space   Mark the word or take the mark off   │
//! │   mark-range     v       Start a range here; again to mark it │
//! └───────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use super::super::layout::{Entries, palette_box};
use super::super::state::Model;
use super::super::state::palette::{Entry, Palette, offered};
use super::super::text::{Align, Canvas};
use super::super::theme::Role;
use super::dialogs::{how, keys_of, modes};

/// Columns of a name and of its keys.
const NAME: u16 = 20;
const KEYS: u16 = 12;

/// The palette, over the middle of the screen.
pub fn draw(model: &Model, palette: &Palette, screen: &mut Canvas) -> Option<Position> {
    let area = screen.area();
    let entries = offered(palette.input.value(), &model.keymap, model.mode_of_pane(), model.lang);
    let at = palette.at.min(entries.len().saturating_sub(1));
    let Entries { place, rows, top, .. } = palette_box((area.width, area.height), at);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = model.lang.pick(
        ["Enter runs, Tab completes, Esc closes", "Enter: run  Tab: complete"],
        ["Enter 执行，Tab 补全，Esc 关闭", "Enter 执行  Tab 补全"],
    );
    let mut inside = part.frame(model.lang.pick("Commands", "命令"), how(place, notes), true);
    let inner = inside.area();
    let (key, dim, input) = (inside.style(Role::Key), inside.style(Role::Dim), inside.style(Role::Input));
    let x = 1 + inside.put((1, 0), inner.width, ": ", key);
    let caret = inside.put_input((x, 0), inner.width.saturating_sub(x + 1), &palette.input, input);
    let modes = modes(model);
    for (y, (place, &entry)) in (1..).zip(entries.iter().enumerate().skip(top).take(rows)) {
        let style = if place == at { key } else { text };
        inside.put((1, y), 1, if place == at { ">" } else { " " }, style);
        let keys = match entry {
            Entry::Command(command) => keys_of(&model.keymap, &modes, command),
            Entry::Verb(_) => String::new(),
        };
        let room = inner.width.saturating_sub(4);
        let told = match entry {
            Entry::Verb(verb) => format!("{} {}", verb.info().name, verb.info().takes),
            Entry::Command(command) => command.info().name.to_owned(),
        };
        // Without a key the name has its room too.
        let named = if keys.is_empty() { NAME + KEYS } else { NAME - 1 };
        inside.put_fit((3, y), named.min(room), &told, Align::Left, style);
        if !keys.is_empty() {
            inside.put_fit((3 + NAME, y), KEYS.min(room.saturating_sub(NAME)), &keys, Align::Left, key);
        }
        let from = 4 + NAME + KEYS;
        inside.put_fit((from, y), inner.width.saturating_sub(from + 1), entry.sentence(model.lang), Align::Left, dim);
    }
    let last = inner.height.saturating_sub(1);
    if entries.is_empty() {
        inside.put((3, 1), inner.width, model.lang.pick("no such command", "没有这样的命令"), dim);
    }
    let warning = inside.style(Role::Warning);
    inside.put_fit((1, last), inner.width.saturating_sub(2), &palette.note, Align::Left, warning);
    Some(Position::new((inner.x + caret).min(inner.right().saturating_sub(1)), inner.y))
}
