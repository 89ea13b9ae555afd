//! Verdicts, undo and redo, marks.

use crate::engine::CandidateId;
use crate::engine::derived::{Feature, Unit};
use crate::engine::units::Units;
use crate::lexicon::{Change, Event, Verdict};

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::{Level, Model};
use super::context::searched;
use super::narrow::{follow_marks, requery};
use super::{page, say};

/// Gives the marked words, or the one under the cursor, a verdict, and goes to the next undecided word.
pub fn decide(model: &mut Model, command: Command) -> Vec<Effect> {
    let verdict = match command {
        Command::Accept => Some(Verdict::Accept),
        Command::Reject => Some(Verdict::Reject),
        Command::Later => Some(Verdict::Later),
        _ => None,
    };
    if let Some(word) = searched(model).map(str::to_owned) {
        return decide_searched(model, word, verdict);
    }
    let Some(desk) = &mut model.desk else { return Vec::new() };
    // A range that is still open counts: what is seen as marked is decided.
    desk.list.mark_range();
    let bulk = !desk.list.marks.is_empty();
    let targets: Vec<CandidateId> =
        if bulk { desk.list.marks.iter().collect() } else { desk.list.current().into_iter().collect() };
    if targets.is_empty() {
        say(model, Level::Info, "there is no word here to decide on");
        return Vec::new();
    }
    let table = desk.table();
    let changes: Vec<Change> = targets
        .iter()
        .filter(|&&id| desk.decisions.verdict_of(id) != verdict)
        .map(|&id| Change { word: table.word(id).to_owned(), verdict })
        .collect();
    if bulk {
        let words = if changes.len() == 1 { "word" } else { "words" };
        let undo = model.key_of(Command::Undo);
        say(model, Level::Info, format!("{} {} {words}; {undo} undoes it", name(verdict), changes.len()));
    } else if changes.is_empty() && verdict.is_none() {
        say(model, Level::Info, "no verdict to take back here");
    } else if let Some(change) = changes.first() {
        model.log.note(model.clock, Level::Info, format!("{} {}", name(verdict), change.word));
    }
    if let Some(desk) = &mut model.desk {
        desk.list.marks.clear();
    }
    let event = Event::decide(changes);
    let ticket = apply(model, &event);
    if verdict.is_some() {
        advance(model, bulk);
    }
    // The session goes with the event, and holds the row to go on at.
    let mut effects: Vec<Effect> = ticket.and_then(|ticket| record(model, ticket, event)).into_iter().collect();
    effects.extend(follow(model));
    effects
}

/// Gives the string searched for a verdict, whether or not it is a candidate. The list stays as it is.
fn decide_searched(model: &mut Model, word: String, verdict: Option<Verdict>) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let shown = &desk.context.shown;
    let before = desk.decisions.ledger().verdict(&word);
    let occurs = shown.word == word && !shown.inside && !shown.hits.is_empty();
    // A verdict that was given when it did can be taken back all the same.
    if verdict.is_some() && !occurs {
        let why = if shown.word == word && shown.complete { "occurs nowhere as a whole" } else { "is not found yet" };
        say(model, Level::Info, format!("{word} {why}: nothing to decide on"));
        return Vec::new();
    }
    if before == verdict {
        say(model, Level::Info, format!("{word} is {} already", name(verdict)));
        return Vec::new();
    }
    say(model, Level::Info, format!("{} {word}", name(verdict)));
    let event = Event::decide(vec![Change { word, verdict }]);
    let ticket = apply(model, &event);
    let mut effects: Vec<Effect> = ticket.and_then(|ticket| record(model, ticket, event)).into_iter().collect();
    effects.extend(follow(model));
    effects
}

fn name(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Accept) => "accepted",
        Some(Verdict::Reject) => "rejected",
        Some(Verdict::Later) => "put off",
        None => "undecided",
    }
}

/// Applies an event to the verdicts; its ticket, when it changed anything.
fn apply(model: &mut Model, event: &Event) -> Option<u64> {
    let now = model.now();
    let desk = model.desk.as_mut()?;
    let done = desk.decisions.apply(event, now, &desk.loaded.table);
    (done.words > 0).then_some(desk.decisions.saving.sent)
}

/// Has an event saved, with the state of the screen after it.
fn record(model: &mut Model, ticket: u64, event: Event) -> Option<Effect> {
    let desk = model.desk.as_mut()?;
    desk.make_dictionary.ask();
    Some(Effect::Record { ticket, event, session: desk.session().to_json() })
}

/// To the next undecided word below; without one it stays and says so. After a decision in bulk it says nothing, and
/// stays on a word that is undecided.
fn advance(model: &mut Model, bulk: bool) {
    let rows = page(model);
    let Some(desk) = &mut model.desk else { return };
    let decisions = &desk.decisions;
    let undecided = |id| decisions.is_undecided(id);
    if bulk && desk.list.current().is_some_and(undecided) {
        return;
    }
    match desk.list.search(false, undecided) {
        Some(place) => desk.list.go_to(place, rows),
        None if bulk => {}
        None if desk.list.search(true, undecided).is_some() => {
            let up = model.key_of(Command::PreviousUndecided);
            say(model, Level::Info, format!("no undecided word below; {up} goes up"));
        }
        None => say(model, Level::Info, "every word shown is decided"),
    }
}

/// Asks for the list again where it depends on the verdicts.
fn follow(model: &mut Model) -> Vec<Effect> {
    if model.desk.as_ref().is_some_and(|desk| desk.list_follows_verdicts()) {
        requery(model)
    } else {
        // A verdict takes the marks off.
        follow_marks(model)
    }
}

/// Undoes the last step, or does the last undone one again, and goes to its word.
pub fn undo_redo(model: &mut Model, redo: bool) -> Vec<Effect> {
    let rows = page(model);
    let now = model.now();
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let event = if redo { Event::Redo } else { Event::Undo };
    let changed = desk.decisions.apply(&event, now, &desk.loaded.table);
    let done = if redo { "redone" } else { "undone" };
    let Some((word, verdict)) = changed.first else {
        let what = if redo { "nothing to redo" } else { "nothing to undo" };
        say(model, Level::Info, what);
        return Vec::new();
    };
    // Of many words, the first one listed.
    let touched = desk.decisions.last_touched();
    let place = touched.and_then(|touched| desk.list.rows().iter().position(|id| touched.contains(id)));
    if let Some(place) = place {
        desk.list.go_to(place, rows);
    }
    let text = match changed.words {
        1 => format!("{done}: {word} is {} now", name(verdict)),
        n => format!("{done}: {n} words"),
    };
    let ticket = desk.decisions.saving.sent;
    let mut effects: Vec<Effect> = record(model, ticket, event).into_iter().collect();
    say(model, Level::Info, text);
    effects.extend(follow(model));
    effects
}

/// Marks rows.
pub fn mark(model: &mut Model, command: Command) -> Vec<Effect> {
    let rows = page(model);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    match command {
        Command::Mark => {
            desk.list.toggle_mark();
            desk.list.step(1, rows);
        }
        Command::MarkRange => {
            if desk.list.range().is_some() {
                desk.list.mark_range();
            } else {
                desk.list.start_range();
            }
        }
        Command::MarkShown => desk.list.mark_all(),
        _ => desk.list.invert_marks(),
    }
    follow_marks(model)
}

/// Puts the word under the cursor, or the string searched for, on the clipboard.
pub fn copy(model: &mut Model) -> Vec<Effect> {
    let shown = searched(model).or_else(|| model.desk.as_ref().and_then(|desk| desk.word()));
    let Some(word) = shown.map(str::to_owned) else { return Vec::new() };
    say(model, Level::Info, format!("copied {word}"));
    vec![Effect::Copy(word)]
}

/// Puts the row under the cursor on the clipboard: the word and the columns shown, with tabs between them.
pub fn copy_row(model: &mut Model) -> Vec<Effect> {
    let units = model.units();
    let Some(desk) = &model.desk else { return Vec::new() };
    let Some(id) = desk.list.current() else { return Vec::new() };
    let (table, word) = (desk.table(), desk.table().word(id).to_owned());
    let values = desk.columns.shown().iter().map(|&feature| match desk.columns.value(table, feature, id) {
        Some(value) => exact(feature, value, units),
        None => String::new(),
    });
    let cells: Vec<String> = std::iter::once(field(&word)).chain(values).collect();
    let columns = cells.len();
    let text = format!("copied the row of {word}: {columns} columns");
    say(model, Level::Info, model.lang.pick(text, format!("已复制 {word} 的一行：{columns} 列")));
    vec![Effect::Copy(cells.join("\t"))]
}

/// A word as a field between tabs.
fn field(word: &str) -> String {
    word.replace(['\t', '\n', '\r'], " ")
}

/// A value as a number that other programs read, in the units shown; nothing when it is not known.
fn exact(feature: Feature, value: f64, units: Units) -> String {
    match feature.spec().unit {
        _ if !value.is_finite() => String::new(),
        Unit::Whole => format!("{value:.0}"),
        Unit::Nats => format!("{:.4}", units.from_nats(value) + 0.0),
        Unit::None => format!("{:.6}", value + 0.0),
    }
}
