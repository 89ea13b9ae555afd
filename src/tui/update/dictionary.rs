//! The dictionary view: searching it, and verdicts and entries from there.

use ratatui::crossterm::event::{Event as TerminalEvent, KeyEvent};
use tui_input::backend::crossterm::EventHandler;

use crate::lexicon::dictionary::Lookup;
use crate::lexicon::{Change, Event, Verdict};

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::keymap::Key;
use super::super::state::dictionary::DictionaryDialog;
use super::super::state::{Dialog, Level, Model};
use super::movement::distance;
use super::{decide, page, say};

/// Opens the dictionary.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.desk.as_ref().is_some_and(|desk| desk.decisions.ledger().tally().accepted == 0) {
        say(model, Level::Info, model.lang.pick("no word is accepted yet", "还没有采纳任何词"));
        return Vec::new();
    }
    model.dialogs.push(Dialog::Dictionary(DictionaryDialog::default()));
    search(model)
}

/// The view, if it is open.
fn dialog(model: &mut Model) -> Option<&mut DictionaryDialog> {
    model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Dictionary(dialog) => Some(dialog),
        _ => None,
    })
}

/// Has the words found that the line says. Without a dictionary yet they are found when it is there.
fn search(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(dialog) = dialog(model) else { return Vec::new() };
    let lookup = Lookup::parse(dialog.input.value());
    dialog.note.clear();
    match lookup {
        Err(_) => {
            dialog.note = lang.pick("no regular expression", "不是正则表达式").to_owned();
            Vec::new()
        }
        Ok(lookup) => {
            let Some(desk) = &mut model.desk else { return Vec::new() };
            let Some(dictionary) = desk.dictionary.clone() else { return Vec::new() };
            desk.search_generation += 1;
            vec![Effect::Search { generation: desk.search_generation, dictionary, lookup }]
        }
    }
}

/// The dictionary was made anew: what is found may be other words now.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    let Some(dialog) = dialog(model) else { return Vec::new() };
    dialog.keep = dialog.word().map(str::to_owned);
    search(model)
}

/// Takes the words in that were found.
pub fn take_in(model: &mut Model, generation: u64, words: std::sync::Arc<crate::lexicon::dictionary::Words>) {
    let rows = DictionaryDialog::rows(model.size);
    if model.desk.as_ref().is_some_and(|desk| desk.search_generation == generation)
        && let Some(dialog) = dialog(model)
    {
        dialog.take_in(words, rows);
    }
}

/// Runs a command in the view; `None` when it is for the panes after all.
pub fn run(model: &mut Model, command: Command) -> Option<Vec<Effect>> {
    use Command as C;
    let rows = DictionaryDialog::rows(model.size);
    let Some(Dialog::Dictionary(dialog)) = model.dialogs.last_mut() else { return None };
    match command {
        C::Down | C::Up | C::HalfDown | C::HalfUp | C::PageDown | C::PageUp | C::First | C::Last => {
            let place = dialog.at.saturating_add_signed(distance(command, rows));
            dialog.note.clear();
            dialog.go_to(place, rows);
        }
        C::Close | C::Cancel if dialog.typing => {
            dialog.typing = false;
            if !dialog.input.value().is_empty() {
                dialog.input.reset();
                dialog.keep = dialog.word().map(str::to_owned);
                return Some(search(model));
            }
        }
        C::Close | C::Cancel => _ = model.dialogs.pop(),
        C::Confirm if dialog.typing => dialog.typing = false,
        C::Filter => dialog.typing = true,
        C::Confirm => go(model),
        C::Accept | C::Reject | C::Later | C::Undecide => return Some(give(model, command)),
        C::EditEntry | C::QuickNote | C::InsertWord | C::Undo | C::Redo => return None,
        C::Help | C::Theme | C::Redraw | C::Suspend => return None,
        _ => {}
    }
    Some(Vec::new())
}

/// Goes to the word under the cursor in the list.
fn go(model: &mut Model) {
    let (rows, lang) = (page(model), model.lang);
    let (Some(Dialog::Dictionary(dialog)), Some(desk)) = (model.dialogs.last_mut(), &mut model.desk) else { return };
    let Some(word) = dialog.word() else { return };
    let candidate = desk.table().find(word);
    match candidate {
        Some(id) if desk.list.go_to_row(id, rows) => _ = model.dialogs.pop(),
        Some(_) => {
            let why = lang.pick(
                "a candidate, but not among those shown (filter, thresholds)",
                "是候选词，但没有列出（筛选、阈值）",
            );
            why.clone_into(&mut dialog.note);
        }
        None => lang.pick("not a candidate of this text", "不是这个文本的候选词").clone_into(&mut dialog.note),
    }
}

fn give(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Dialog::Dictionary(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    dialog.note.clear();
    let Some(word) = dialog.word().map(str::to_owned) else { return Vec::new() };
    let lang = model.lang;
    let (verdict, done) = match command {
        Command::Accept => (Some(Verdict::Accept), lang.pick("accepted", "采纳")),
        Command::Reject => (Some(Verdict::Reject), lang.pick("rejected", "拒绝")),
        Command::Later => (Some(Verdict::Later), lang.pick("put off", "待定")),
        _ => (None, lang.pick("undecided", "取消决定")),
    };
    if let Some(desk) = &model.desk
        && desk.decisions.ledger().verdict(&word) == verdict
    {
        let told = lang.pick(format!("{word} is {done} already"), format!("{word} 已经是{done}"));
        say(model, Level::Info, told);
        return Vec::new();
    }
    say(model, Level::Info, format!("{done} {word}"));
    decide::make(model, Event::decide(vec![Change { word, verdict }]))
}

/// A key that no command is bound to: it is typed into the search line. A character that no keyboard command could be
/// starts it.
pub fn plain_key(model: &mut Model, event: &KeyEvent, key: Key) -> Vec<Effect> {
    let Some(Dialog::Dictionary(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    dialog.typing |= key.typed().is_some_and(|c| !c.is_ascii());
    if !dialog.typing {
        return Vec::new();
    }
    dialog.input.handle_event(&TerminalEvent::Key(*event));
    typed(model)
}

/// The search line was changed.
pub fn typed(model: &mut Model) -> Vec<Effect> {
    let Some(dialog) = dialog(model) else { return Vec::new() };
    (dialog.at, dialog.top, dialog.keep) = (0, 0, None);
    search(model)
}
