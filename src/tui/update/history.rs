//! The history: looking at the steps, and taking one back although others came after it.

use crate::lexicon::Event;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::past::HistoryDialog;
use super::super::state::{Dialog, Level, Model, Question};
use super::{decide, say};

/// Opens the history.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.desk.as_ref().is_some_and(|desk| desk.decisions.ledger().last_number() == 0) {
        say(model, Level::Info, model.lang.pick("nothing is decided yet", "还没有任何决定"));
        return Vec::new();
    }
    model.dialogs.push(Dialog::History(HistoryDialog::default()));
    Vec::new()
}

/// Runs a command in the history. Choosing a step changes nothing: [`take_back`] does, after a question.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let page = usize::from(model.size.1).saturating_sub(6).max(1);
    let Some(desk) = &model.desk else { return Vec::new() };
    let Some(Dialog::History(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    let last = (desk.decisions.ledger().last_number() as usize).saturating_sub(1);
    match command {
        Command::Down => dialog.at = (dialog.at + 1).min(last),
        Command::Up => dialog.at = dialog.at.saturating_sub(1),
        Command::PageDown | Command::HalfDown => dialog.at = (dialog.at + page).min(last),
        Command::PageUp | Command::HalfUp => dialog.at = dialog.at.saturating_sub(page),
        Command::First => dialog.at = 0,
        Command::Last => dialog.at = last,
        Command::TakeBack => {
            let number = (last + 1).saturating_sub(dialog.at) as u32;
            ask(model, number);
        }
        _ => {}
    }
    Vec::new()
}

/// Shows what taking a step back would change, and asks.
fn ask(model: &mut Model, number: u32) {
    let lang = model.lang;
    let Some(desk) = &model.desk else { return };
    let Some(inverse) = desk.decisions.ledger().inverse(number) else {
        let text = lang.pick(
            format!("step {number} is undone already; redo does it again if it was the last"),
            format!("第 {number} 步已经撤销"),
        );
        say(model, Level::Info, text);
        return;
    };
    let (words, since) = (inverse.decision.changes.len() + inverse.decision.edits.len(), inverse.changed_since.len());
    if words == 0 {
        let text = lang.pick(
            format!("nothing of step {number} is left: its words were changed since"),
            format!("第 {number} 步的词后来都改过了，没有可撤销的"),
        );
        say(model, Level::Info, text);
        return;
    }
    model.dialogs.push(Dialog::Question(Question::TakeBack { number, words, since }));
}

/// Takes the step numbered `number` back, as far as its words were not changed since.
pub fn take_back(model: &mut Model, number: u32) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let Some(inverse) = desk.decisions.ledger().inverse(number) else { return Vec::new() };
    let words = inverse.decision.changes.len() + inverse.decision.edits.len();
    let effects = decide::make(model, Event::Decide(inverse.decision));
    let text = model.lang.pick(
        format!("step {number} is undone: {words} words are as they were before it"),
        format!("已撤销第 {number} 步：{words} 个词恢复原状"),
    );
    say(model, Level::Info, text);
    effects
}
