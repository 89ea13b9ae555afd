//! Verdicts, undo and redo, marks.

use crate::engine::CandidateId;
use crate::lexicon::{Change, Decision, Event, Reason, Verdict};

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::{Dialog, Level, Model, Question};
use super::context::searched;
use super::narrow::{follow_marks, requery};
use super::{page, say};

/// So many marked words are decided on without a question.
const UNASKED: usize = 20;

/// Gives the marked words, or the one under the cursor, a verdict, and goes to the next undecided word.
pub fn decide(model: &mut Model, command: Command) -> Vec<Effect> {
    let verdict = match command {
        Command::Accept => Some(Verdict::Accept),
        Command::Reject => Some(Verdict::Reject),
        Command::Later => Some(Verdict::Later),
        _ => None,
    };
    give(model, verdict)
}

/// As [`decide`], with the verdict given last.
pub fn repeat(model: &mut Model) -> Vec<Effect> {
    match model.desk.as_ref().and_then(|desk| desk.last_verdict) {
        Some(verdict) => give(model, verdict),
        None => {
            say(model, Level::Info, model.lang.pick("no verdict to repeat yet", "还没有可重复的决定"));
            Vec::new()
        }
    }
}

fn give(model: &mut Model, verdict: Option<Verdict>) -> Vec<Effect> {
    if let Some(word) = searched(model).map(str::to_owned) {
        return decide_searched(model, word, verdict);
    }
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.last_verdict = Some(verdict);
    // A range that is still open counts: what is seen as marked is decided.
    desk.list.mark_range();
    let words = desk.list.marks.len();
    if words > UNASKED {
        let changed = desk.list.marks.iter().filter(|&id| desk.decisions.verdict_of(id) != verdict).count();
        model.dialogs.push(Dialog::Question(Question::Bulk { verdict, words, changed }));
        return Vec::new();
    }
    decide_marked(model, verdict)
}

/// Gives the marked words, or the one under the cursor, a verdict.
pub fn decide_marked(model: &mut Model, verdict: Option<Verdict>) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
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

/// Gives the words of these rows a verdict, in one step. For callers that told the number before: no question is asked.
pub fn decide_words(model: &mut Model, ids: &[CandidateId], verdict: Option<Verdict>, reason: Reason) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let changes: Vec<Change> = ids
        .iter()
        .filter(|&&id| desk.decisions.verdict_of(id) != verdict)
        .map(|&id| Change { word: desk.table().word(id).to_owned(), verdict })
        .collect();
    let (words, undo, lang) = (changes.len(), model.key_of(Command::Undo), model.lang);
    let done = match verdict {
        Some(Verdict::Accept) => lang.pick("accepted", "采纳"),
        Some(Verdict::Reject) => lang.pick("rejected", "拒绝"),
        Some(Verdict::Later) => lang.pick("put off", "待定"),
        None => lang.pick("undecided", "取消决定"),
    };
    let text =
        lang.pick(format!("{done} {words} words; {undo} undoes it"), format!("{done} {words} 个词；按 {undo} 撤销"));
    let effects = make(model, Event::Decide(Decision { changes, reason, ..Decision::default() }));
    say(model, Level::Info, text);
    effects
}

/// Makes a step: applies it and has it saved.
pub fn make(model: &mut Model, event: Event) -> Vec<Effect> {
    let ticket = apply(model, &event);
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
    make(model, Event::decide(vec![Change { word, verdict }]))
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
    let lang = model.lang;
    let text = match changed.words {
        1 if changed.edits_only => {
            let chinese = if redo { "已重做" } else { "已撤销" };
            lang.pick(format!("{done}: the entry of {word}"), format!("{chinese}：{word} 的词条"))
        }
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
