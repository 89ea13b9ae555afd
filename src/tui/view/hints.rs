//! The last line: the line being typed, a message, or the keys that matter here.

use ratatui::layout::Position;

use super::super::command::Command;
use super::super::keymap::Mode;
use super::super::state::{Dialog, Level, Line, LineKind, Model};
use super::super::text::{Canvas, columns_of};
use super::super::theme::Role;

pub fn draw(model: &Model, mut part: Canvas) -> Option<Position> {
    if let Some(Dialog::Line(line)) = model.dialogs.last() {
        return Some(typed(model, line, &mut part));
    }
    let width = part.area().width;
    if let Some(message) = model.log.current() {
        let role = match message.level {
            Level::Info => Role::Text,
            Level::Warning => Role::Warning,
            Level::Error => Role::Error,
        };
        let style = part.style(role);
        part.put((1, 0), width.saturating_sub(1), &message.text, style);
        return None;
    }
    let mode = model.mode();
    let marks = model.desk.as_ref().map_or(0, |desk| desk.list.marks.len());
    let mut x = 1;
    for &command in commands(mode) {
        let Some(key) = model.keymap.key_of(mode, command) else { continue };
        let decides = matches!(command, Command::Accept | Command::Reject | Command::Later);
        let mut hint = command.info().hint.to_owned();
        if decides && marks > 0 {
            hint = format!("{hint} {marks}");
        }
        let wide = columns_of(&key) + 1 + columns_of(&hint);
        if x + wide > width {
            break;
        }
        let (keys, text) = (part.style(Role::Key), part.style(Role::Text));
        x += part.put((x, 0), width, &key, keys) + 1;
        x += part.put((x, 0), width - x, &hint, text) + 2;
    }
    None
}

fn commands(mode: Mode) -> &'static [Command] {
    use Command as C;
    match mode {
        Mode::Global => &[C::Cancel, C::Help, C::Quit],
        Mode::List => &[
            C::Accept,
            C::Reject,
            C::Later,
            C::Undo,
            C::Filter,
            C::Thresholds,
            C::Sort,
            C::Help,
            C::Quit,
            C::Mark,
            C::Redo,
            C::Show,
            C::SortContext,
            C::Export,
            C::NextPane,
            C::Lookup,
            C::MarkRange,
            C::Zoom,
            C::Copy,
        ],
        Mode::Pane => &[
            C::Down,
            C::Up,
            C::SortContext,
            C::Close,
            C::NextPane,
            C::Zoom,
            C::Accept,
            C::Reject,
            C::Later,
            C::Help,
            C::Quit,
        ],
        Mode::Thresholds => {
            &[C::Down, C::Up, C::StepDown, C::StepUp, C::BigStepUp, C::FromRow, C::Reset, C::Keep, C::Revert, C::Help]
        }
        Mode::Sort => &[
            C::SortWord,
            C::SortCount,
            C::SortPmi,
            C::SortLeft,
            C::SortRight,
            C::SortEntropy,
            C::SortScore,
            C::SortVerdict,
            C::ReverseSort,
        ],
        Mode::Prompt => &[C::Confirm, C::Close],
        Mode::Question => &[C::Confirm, C::Close],
    }
}

fn typed(model: &Model, line: &Line, part: &mut Canvas) -> Position {
    let area = part.area();
    let units = model.units().name();
    let (label, help) = match line.kind {
        LineKind::Filter => ("filter: ".to_owned(), "a part of the word, or /a regular expression/".to_owned()),
        LineKind::Value(item) => (format!("{} >= ", item.name()), format!("a number ({units} for PMI and entropies)")),
        LineKind::Lookup => ("look up: ".to_owned(), "a word; Enter goes to it in the list".to_owned()),
    };
    let (key, input, note) = (part.style(Role::Key), part.style(Role::Input), part.style(Role::Warning));
    let x = 1 + part.put((1, 0), area.width, &label, key);
    let room = usize::from(area.width.saturating_sub(x)).max(2) * 3 / 5;
    let scroll = line.input.visual_scroll(room);
    let text: String = skip_columns(line.input.value(), scroll);
    let used = part.put((x, 0), room as u16, &text, input);
    let caret = x + (line.input.visual_cursor().saturating_sub(scroll)) as u16;
    let said = if line.note.is_empty() { &help } else { &line.note };
    let style = if line.note.is_empty() { part.style(Role::Dim) } else { note };
    let at = (x + used + 3).max(caret + 3);
    part.put((at, 0), area.width.saturating_sub(at), said, style);
    Position::new((area.x + caret).min(area.right().saturating_sub(1)), area.y)
}

/// `text` without its first `columns` columns.
fn skip_columns(text: &str, columns: usize) -> String {
    let mut left = columns;
    text.chars()
        .skip_while(|&c| {
            let wide = usize::from(columns_of(c.encode_utf8(&mut [0; 4])));
            let skip = left >= wide && left > 0;
            left = left.saturating_sub(wide);
            skip
        })
        .collect()
}
