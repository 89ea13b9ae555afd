//! The export dialog.

use ratatui::crossterm::event::{Event as TerminalEvent, KeyEvent};
use tui_input::backend::crossterm::EventHandler;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::{Dialog, ExportDialog, Level, Model};
use super::say;

/// Opens the dialog.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    if desk.decisions.ledger().tally().accepted == 0 {
        let text = model.lang.pick("nothing to export yet: no word is accepted", "还没有可导出的：没有采纳任何词");
        say(model, Level::Warning, text);
        return Vec::new();
    }
    let stem = desk.loaded.name.split(['.', ' ']).next().unwrap_or("words").to_owned();
    let stem = if stem.is_empty() { "words".to_owned() } else { format!("{stem}-words") };
    model.dialogs.push(Dialog::Export(ExportDialog::new(&stem)));
    ask(model, true)
}

/// Runs a command in the dialog.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let lang = model.lang;
    let Some(Dialog::Export(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    match command {
        Command::Down | Command::Up => {
            dialog.choose(command == Command::Up);
            ask(model, true)
        }
        Command::Complete | Command::CompleteBack => {
            dialog.note.clear();
            match dialog.line.complete(command == Command::CompleteBack) {
                Some((generation, typed)) => vec![Effect::CompletePath { generation, typed }],
                None => ask(model, false),
            }
        }
        Command::Confirm if dialog.line.path().is_empty() => {
            dialog.note = lang.pick("a path is needed", "需要一个路径").to_owned();
            Vec::new()
        }
        Command::Confirm => {
            let (path, format) = (dialog.line.path().to_owned(), dialog.format);
            write(model, path, format, false)
        }
        _ => Vec::new(),
    }
}

/// A key that is typed into the path.
pub fn typed(model: &mut Model, event: &KeyEvent) -> Vec<Effect> {
    let Some(Dialog::Export(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    dialog.line.input.handle_event(&TerminalEvent::Key(*event));
    changed(model)
}

/// After the path was changed by hand.
pub fn changed(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Export(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    dialog.line.changed();
    dialog.note.clear();
    ask(model, false)
}

/// Asks what stands at the path, and what would be written there.
pub fn ask(model: &mut Model, preview: bool) -> Vec<Effect> {
    let (Some(Dialog::Export(dialog)), Some(desk)) = (model.dialogs.last_mut(), &model.desk) else { return Vec::new() };
    let mut effects = vec![Effect::Place(dialog.line.path().to_owned())];
    if preview {
        dialog.generation += 1;
        let (generation, format) = (dialog.generation, dialog.format);
        effects.push(Effect::Preview { generation, ledger: desk.decisions.ledger().clone(), format });
    }
    effects
}

/// What the world is to do to write the accepted words to `path`.
pub fn write(model: &Model, path: String, format: usize, replace: bool) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    vec![Effect::Export { ledger: desk.decisions.ledger().clone(), format, path, replace }]
}
