//! The palette and its line.

use ratatui::crossterm::event::{Event as TerminalEvent, KeyEvent};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::keymap::Mode;
use super::super::state::palette::{Entry, Palette, offered, verb_of};
use super::super::state::{Dialog, Model};
use super::verbs;

/// Opens the palette.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.dialogs.push(Dialog::Palette(Palette::default()));
    Vec::new()
}

/// Runs a command in the palette.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let entries = entries(model);
    let Some(Dialog::Palette(palette)) = model.dialogs.last_mut() else { return Vec::new() };
    let last = entries.len().saturating_sub(1);
    palette.at = palette.at.min(last);
    match command {
        Command::Down => palette.at = (palette.at + 1).min(last),
        Command::Up => palette.at = palette.at.saturating_sub(1),
        Command::PageDown => palette.at = (palette.at + 10).min(last),
        Command::PageUp => palette.at = palette.at.saturating_sub(10),
        Command::Complete => complete(palette, entries.get(palette.at)),
        Command::Confirm => return confirm(model, &entries),
        _ => {}
    }
    Vec::new()
}

/// A key that is typed into the line.
pub fn typed(palette: &mut Palette, event: &KeyEvent) {
    palette.input.handle_event(&TerminalEvent::Key(*event));
    palette.note.clear();
    palette.at = 0;
}

fn complete(palette: &mut Palette, entry: Option<&Entry>) {
    let Some(entry) = entry.filter(|_| verb_of(palette.input.value()).is_none_or(|(_, rest)| rest.is_empty())) else {
        return;
    };
    let behind = if matches!(entry, Entry::Verb(_)) { " " } else { "" };
    palette.input = Input::new(format!("{}{behind}", entry.name()));
    palette.at = 0;
}

/// Runs the line when it begins with a verb that has what it needs, else the entry under the cursor.
fn confirm(model: &mut Model, entries: &[Entry]) -> Vec<Effect> {
    let Some(Dialog::Palette(palette)) = model.dialogs.last_mut() else { return Vec::new() };
    let line = palette.input.value().to_owned();
    let chosen = entries.get(palette.at).copied();
    let verb = verb_of(&line).filter(|&(verb, _)| chosen == Some(Entry::Verb(verb)));
    match (verb, chosen) {
        (Some((verb, rest)), _) if !rest.is_empty() || !verb.info().needs => {
            let line = model.dialogs.pop();
            match verbs::run(model, verb, rest) {
                Ok(effects) => effects,
                Err(why) => {
                    // The line stays, with what is wrong with it.
                    if let Some(Dialog::Palette(mut palette)) = line {
                        palette.note = why;
                        model.dialogs.push(Dialog::Palette(palette));
                    }
                    Vec::new()
                }
            }
        }
        (_, Some(Entry::Verb(verb))) if !verb.info().needs => {
            model.dialogs.pop();
            verbs::run(model, verb, "").unwrap_or_default()
        }
        (_, Some(entry @ Entry::Verb(_))) => {
            complete(palette, Some(&entry));
            Vec::new()
        }
        (_, Some(Entry::Command(command))) => {
            model.dialogs.pop();
            super::run(model, opener(model, command))
        }
        (None, None) => {
            palette.note = model.lang.pick("no such command", "没有这样的命令").to_owned();
            Vec::new()
        }
        (Some(_), None) => Vec::new(),
    }
}

/// A command that only a dialog has a key for stands for opening that dialog.
fn opener(model: &Model, command: Command) -> Command {
    let in_dialog = |mode| model.keymap.key_of(mode, command).is_some();
    if [Mode::List, Mode::Pane, Mode::Thresholds].into_iter().any(in_dialog) {
        return command;
    }
    let openers = [(Mode::Columns, Command::Columns), (Mode::Presets, Command::Presets), (Mode::Start, Command::Open)];
    openers.into_iter().find(|&(mode, _)| in_dialog(mode)).map_or(command, |(_, opener)| opener)
}

fn entries(model: &Model) -> Vec<Entry> {
    match model.dialogs.last() {
        Some(Dialog::Palette(palette)) => {
            offered(palette.input.value(), &model.keymap, model.mode_of_pane(), model.lang)
        }
        _ => Vec::new(),
    }
}
