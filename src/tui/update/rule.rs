//! Deciding on every word that has a text in common with the one under the cursor.

use crate::lexicon::{Reason, Verdict};

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::rule::{RuleDialog, rules_of};
use super::super::state::{Dialog, Level, Model};
use super::{decide, say};

/// Opens the rules of the word under the cursor, and has their words counted.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let kind = desk.loaded.corpus.reading().unit;
    let rules = desk.word().map(|word| rules_of(word, kind)).unwrap_or_default();
    if rules.is_empty() {
        let text = model.lang.pick("there is no word here to make a rule of", "这里没有可用来定规则的词");
        say(model, Level::Info, text);
        return Vec::new();
    }
    desk.rule_generation += 1;
    let generation = desk.rule_generation;
    let effect = Effect::Rules {
        generation,
        rules: rules.clone(),
        rows: desk.list.rows().clone(),
        classes: desk.decisions.of_row().clone(),
    };
    model.dialogs.push(Dialog::Rule(RuleDialog { rules, at: 0, decided: false, found: None, generation }));
    vec![effect]
}

/// Runs a command among the rules.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Dialog::Rule(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    let last = dialog.rules.len().saturating_sub(1);
    match command {
        Command::Down => dialog.at = (dialog.at + 1).min(last),
        Command::Up => dialog.at = dialog.at.saturating_sub(1),
        Command::First => dialog.at = 0,
        Command::Last => dialog.at = last,
        Command::RuleDecided => dialog.decided = !dialog.decided,
        Command::Accept => return apply(model, Verdict::Accept),
        Command::Reject | Command::Confirm => return apply(model, Verdict::Reject),
        Command::Later => return apply(model, Verdict::Later),
        _ => {}
    }
    Vec::new()
}

fn apply(model: &mut Model, verdict: Verdict) -> Vec<Effect> {
    let Some(Dialog::Rule(dialog)) = model.dialogs.last() else { return Vec::new() };
    // What is not counted is not decided.
    let Some(found) = dialog.found.as_ref().and_then(|found| found.get(dialog.at)) else { return Vec::new() };
    let mut ids = found.undecided.clone();
    if dialog.decided {
        ids.extend(&found.decided);
        ids.sort_unstable();
    }
    let Some(rule) = dialog.rules.get(dialog.at).cloned() else { return Vec::new() };
    model.dialogs.pop();
    decide::decide_words(model, &ids, Some(verdict), Reason::Rule { place: rule.place, text: rule.text })
}
