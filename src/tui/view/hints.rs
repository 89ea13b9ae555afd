//! The last line: the line being typed, a message, or the keys that matter here.

use ratatui::layout::Position;

use crate::engine::query::Measure;

use super::super::command::Command;
use super::super::keymap::Mode;
use super::super::state::{CandidateList, Dialog, Ending, Item, Level, Line, LineKind, Model};
use super::super::text::{Align, Canvas, grouped};
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
        part.put_fit((1, 0), width.saturating_sub(1), &message.text, Align::Left, style);
        return None;
    }
    if model.ending == Some(Ending::WhenSaved) {
        let pending = model.desk.as_ref().map_or(0, |desk| desk.decisions.saving.pending());
        let style = part.style(Role::Warning);
        part.put((1, 0), width, &format!("quitting as soon as {pending} steps are saved ..."), style);
        return None;
    }
    let mode = model.mode();
    // A string searched for is decided on alone.
    let list = model.desk.as_ref().filter(|desk| desk.context.searched.is_none()).map(|desk| &desk.list);
    let marked = list.and_then(marked);
    let mut x = 1;
    for &command in commands(mode) {
        let Some(key) = model.keymap.key_of(mode, command) else { continue };
        let decides = matches!(command, Command::Accept | Command::Reject | Command::Later);
        let mut hint = model.lang.of(command.info().hint).to_owned();
        if let Some(marked) = marked.as_ref().filter(|_| decides) {
            hint = format!("{hint} {marked}");
        }
        let wide = model.columns_of(&key) + 1 + model.columns_of(&hint);
        if x + wide > width {
            break;
        }
        let (keys, text) = (part.style(Role::Key), part.style(Role::Text));
        x += part.put((x, 0), width, &key, keys) + 1;
        x += part.put((x, 0), width - x, &hint, text) + 2;
    }
    None
}

/// What a verdict would be on, when it is not the word under the cursor.
fn marked(list: &CandidateList) -> Option<String> {
    match (list.marks.len(), list.range()) {
        (0, None) => None,
        (0, Some(range)) => Some(grouped(range.count() as u64)),
        (marks, None) => Some(grouped(marks as u64)),
        (_, Some(_)) => Some("marked".to_owned()),
    }
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
            C::FindText,
            C::Export,
            C::NextPane,
            C::Lookup,
            C::MarkRange,
            C::Zoom,
            C::Explain,
            C::Refined,
            C::Copy,
            C::Columns,
            C::Presets,
            C::Rule,
            C::History,
            C::RepeatVerdict,
            C::EditEntry,
            C::QuickNote,
            C::InsertWord,
            C::Dictionary,
        ],
        Mode::Context => &[
            C::Read,
            C::SortContext,
            C::BestExamples,
            C::RandomSample,
            C::PerDocument,
            C::Accept,
            C::Reject,
            C::Later,
            C::Compare,
            C::Close,
            C::NextPane,
            C::Zoom,
            C::FindText,
            C::Help,
            C::Quit,
            C::Wider,
            C::Narrower,
        ],
        Mode::Reader => &[
            C::Accept,
            C::Reject,
            C::Later,
            C::NextHit,
            C::PreviousHit,
            C::Close,
            C::Undo,
            C::EditEntry,
            C::BestExamples,
            C::RandomSample,
            C::Help,
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
            C::FindText,
            C::Help,
            C::Quit,
        ],
        Mode::Thresholds => &[
            C::Down,
            C::StepDown,
            C::StepUp,
            C::Keep,
            C::Revert,
            C::BigStepUp,
            C::FromRow,
            C::Reset,
            C::FitThresholds,
            C::Presets,
            C::UndoThresholds,
            C::RedoThresholds,
            C::ResetAll,
            C::Help,
        ],
        Mode::Plot => &[
            C::CutLeft,
            C::CutRight,
            C::CutDown,
            C::CutUp,
            C::Keep,
            C::Revert,
            C::PlotX,
            C::PlotY,
            C::FromRow,
            C::FitThresholds,
            C::UndoThresholds,
            C::RedoThresholds,
            C::Reset,
            C::Presets,
            C::Help,
        ],
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
            C::Columns,
        ],
        Mode::Presets => &[C::ApplyPreset, C::SavePreset, C::DeletePreset, C::Down, C::Up, C::Close],
        Mode::Columns => &[C::ToggleColumn, C::SortColumn, C::Down, C::Up, C::Close],
        Mode::Rule => &[C::Reject, C::Accept, C::Later, C::RuleDecided, C::Down, C::Up, C::Close],
        Mode::History => &[C::TakeBack, C::Down, C::Up, C::Close],
        Mode::Dictionary => {
            &[C::Filter, C::EditEntry, C::QuickNote, C::Reject, C::Confirm, C::Close, C::Undo, C::InsertWord, C::Help]
        }
        Mode::Entry => &[C::Confirm, C::Close],
        Mode::Prompt => &[C::Confirm, C::Close],
        // The question says its keys itself.
        Mode::Question => &[],
    }
}

fn typed(model: &Model, line: &Line, part: &mut Canvas) -> Position {
    let area = part.area();
    let (units, lang) = (model.units().name(), model.lang);
    let (label, help) = match line.kind {
        // It has lines of its own.
        LineKind::Filter => (String::new(), String::new()),
        LineKind::Value(item @ Item::Bound(Measure::Count)) => {
            (format!("{} >= ", lang.of(item.name())), lang.pick("a whole number", "整数").to_owned())
        }
        LineKind::Value(item @ Item::Bound(_)) => {
            let help = lang.pick(format!("a number, in {units}"), format!("数值，单位 {units}"));
            (format!("{} >= ", lang.of(item.name())), help)
        }
        LineKind::Value(item) => {
            (format!("{} ", lang.of(item.name())), lang.pick("a number of units", "单位数").to_owned())
        }
        LineKind::PresetName => (
            lang.pick("save the thresholds as: ", "把阈值另存为：").to_owned(),
            lang.pick("a name; Enter saves it in this project", "一个名字；Enter 保存到本项目").to_owned(),
        ),
        LineKind::Note => {
            let word = line.about.as_deref().unwrap_or_default();
            let help = lang.pick("Enter saves it", "Enter 保存");
            (lang.pick(format!("note on {word}: "), format!("{word} 的备注：")), help.to_owned())
        }
        LineKind::Insert => (
            lang.pick("accept the word: ", "采纳词：").to_owned(),
            lang.pick("a candidate or not; Enter accepts it", "不必是候选词；Enter 采纳").to_owned(),
        ),
        LineKind::Find => ("find in the text: ".to_owned(), "any string; Enter shows where it stands".to_owned()),
        LineKind::Lookup => ("look up: ".to_owned(), "a word; Enter goes to it in the list".to_owned()),
    };
    let (key, input, note) = (part.style(Role::Key), part.style(Role::Input), part.style(Role::Warning));
    let x = 1 + part.put((1, 0), area.width, &label, key);
    let said = if line.note.is_empty() { &help } else { &line.note };
    let rest = area.width.saturating_sub(x);
    // The line gives way to what is said about it, down to three fifths of the room.
    let room = rest.saturating_sub(model.columns_of(said) + 3).clamp(rest * 3 / 5, rest);
    let caret = part.put_input((x, 0), room, &line.input, input);
    let used = model.columns_of(line.input.value()).min(room);
    let style = if line.note.is_empty() { part.style(Role::Dim) } else { note };
    let at = (x + used + 3).max(caret + 3);
    part.put_fit((at, 0), area.width.saturating_sub(at), said, Align::Left, style);
    Position::new((area.x + caret).min(area.right().saturating_sub(1)), area.y)
}
