//! The start screen, and going from one project to another.

use std::path::{Path, PathBuf};

use ratatui::crossterm::event::{Event as TerminalEvent, KeyEvent};
use tui_input::backend::crossterm::EventHandler;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::start::{Counts, Entry, Opening, StartScreen};
use super::super::state::{Desk, Dialog, Ending, Level, Model};
use super::say;
use crate::engine::query::expression::{KNOWN, LATER, UNDECIDED};

/// Opens the start screen over the panes. While a text is loaded there is nothing to leave yet.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.loading.is_some() || model.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Start(_))) {
        return Vec::new();
    }
    model.dialogs.push(Dialog::Start(StartScreen::default()));
    vec![Effect::ListRecent]
}

/// Runs a command in the start screen.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let rows = usize::from(model.size.1).saturating_sub(8).max(1);
    let Some(Dialog::Start(start)) = model.dialogs.last_mut() else { return Vec::new() };
    let last = start.entries.len().saturating_sub(1);
    match command {
        Command::Down => start.at = (start.at + 1).min(last),
        Command::Up => start.at = start.at.saturating_sub(1),
        Command::PageDown => start.at = (start.at + rows).min(last),
        Command::PageUp => start.at = start.at.saturating_sub(rows),
        Command::Complete | Command::CompleteBack => {
            start.note.clear();
            let asked = start.line.complete(command == Command::CompleteBack);
            return asked.map(|(generation, typed)| Effect::CompletePath { generation, typed }).into_iter().collect();
        }
        Command::ForgetProject => return forget(model),
        Command::Confirm => return confirm(model),
        Command::Help => return super::dialogs::open_help(model),
        _ => {}
    }
    Vec::new()
}

/// A key that is typed into the line.
pub fn typed(start: &mut StartScreen, event: &KeyEvent) {
    start.line.input.handle_event(&TerminalEvent::Key(*event));
    start.line.changed();
    start.note.clear();
}

/// What is typed is opened, else the entry under the cursor.
fn confirm(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(Dialog::Start(start)) = model.dialogs.last_mut() else { return Vec::new() };
    if !start.line.path().is_empty() {
        return vec![Effect::LookAt(start.line.path().to_owned())];
    }
    match start.current().cloned() {
        Some(entry) if entry.gone => {
            start.note = lang.pick(
                format!("{} is gone: put it back, or take it off the list", entry.place),
                format!("{} 已不在：请放回原处，或从列表移除", entry.place),
            );
            Vec::new()
        }
        Some(entry) => leave_for(model, entry.opening()),
        None => Vec::new(),
    }
}

/// Takes the entry under the cursor off the list; the project itself stays.
fn forget(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(Dialog::Start(start)) = model.dialogs.last_mut() else { return Vec::new() };
    let Some(Entry { project: Some(project), name, gone, .. }) = start.current().cloned() else {
        start.note = lang.pick("the demo stays on the list", "示例不能从列表移除").to_owned();
        return Vec::new();
    };
    start.note = if gone {
        lang.pick(format!("{name} is off the list"), format!("{name} 已从列表移除"))
    } else {
        lang.pick(format!("{name} is off the list; its file stays"), format!("{name} 已从列表移除，文件仍在"))
    };
    vec![Effect::Forget(project)]
}

/// Takes in whether what was typed can be opened.
pub fn looked(model: &mut Model, found: Result<PathBuf, String>) -> Vec<Effect> {
    match (found, model.dialogs.last_mut()) {
        (Ok(path), _) => leave_for(model, Opening::Path(path)),
        (Err(why), Some(Dialog::Start(start))) => {
            start.note = why;
            Vec::new()
        }
        (Err(why), _) => {
            say(model, Level::Error, why);
            Vec::new()
        }
    }
}

fn is_of(desk: &Desk, project: &Path) -> bool {
    project.display().to_string() == desk.loaded.project
}

/// Marks the project that is open among `entries`, with how far the work on it is now.
pub fn mark_open(model: &Model, entries: &mut [Entry]) {
    let Some(desk) = &model.desk else { return };
    for entry in entries {
        if entry.project.as_ref().is_some_and(|project| is_of(desk, project)) {
            entry.is_open = true;
            entry.counts = Some(counts(desk));
        }
    }
}

/// Leaves what is open, as quitting does, for something else.
fn leave_for(model: &mut Model, opening: Opening) -> Vec<Effect> {
    let is_open = |desk: &Desk| matches!(&opening, Opening::Path(path) if is_of(desk, path));
    if model.desk.as_ref().is_some_and(is_open) {
        model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Start(_)));
        let text = model.lang.pick("that project is open already", "这个项目已经打开");
        say(model, Level::Info, text);
        return Vec::new();
    }
    model.opening = Some(opening);
    if model.desk.is_none() {
        model.ending = Some(Ending::Now);
        return Vec::new();
    }
    super::end(model)
}

/// How far the work on what is open is.
pub fn counts(desk: &Desk) -> Counts {
    let tally = desk.decisions.ledger().tally();
    let open = |class: &&u8| [UNDECIDED, LATER].contains(&(**class % KNOWN));
    let undecided = desk.decisions.of_row().iter().filter(open).count() as u64;
    Counts { accepted: tally.accepted as u64, rejected: tally.rejected as u64, undecided }
}
