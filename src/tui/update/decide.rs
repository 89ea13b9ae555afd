//! Verdicts, undo and redo, marks.

use crate::engine::CandidateId;
use crate::engine::derived::{Feature, Unit};
use crate::engine::units::Units;
use crate::lexicon::{Change, Decision, Event, Reason, Verdict};
use crate::settings::lang::Pair;

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
    give(model, verdict_of(command))
}

/// The verdict that a command gives.
pub fn verdict_of(command: Command) -> Option<Verdict> {
    match command {
        Command::Accept => Some(Verdict::Accept),
        Command::Reject => Some(Verdict::Reject),
        Command::Later => Some(Verdict::Later),
        _ => None,
    }
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
        let text = model.lang.pick("there is no word here to decide on", "这里没有可决定的词");
        say(model, Level::Info, text);
        return Vec::new();
    }
    let table = desk.table();
    let changes: Vec<Change> = targets
        .iter()
        .filter(|&&id| desk.decisions.verdict_of(id) != verdict)
        .map(|&id| Change { word: table.word(id).to_owned(), verdict })
        .collect();
    if bulk {
        let text = told(model, verdict, changes.len());
        say(model, Level::Info, text);
    } else if changes.is_empty() && verdict.is_none() {
        let text = model.lang.pick("no verdict to take back here", "这里没有可撤回的决定");
        say(model, Level::Info, text);
    } else if let Some(change) = changes.first() {
        model.log.note(model.clock, Level::Info, format!("{} {}", model.lang.of(name(verdict)), change.word));
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
    let text = told(model, verdict, changes.len());
    let effects = make(model, Event::Decide(Decision { changes, reason, ..Decision::default() }));
    say(model, Level::Info, text);
    effects
}

/// What is said of a verdict on several words.
fn told(model: &Model, verdict: Option<Verdict>, number: usize) -> String {
    let (done, undo) = (model.lang.of(name(verdict)), model.key_of(Command::Undo));
    let words = if number == 1 { "word" } else { "words" };
    let english = format!("{done} {number} {words}; {undo} undoes it");
    model.lang.pick(english, format!("{done} {number} 个词；按 {undo} 撤销"))
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
    let lang = model.lang;
    let Some(desk) = &model.desk else { return Vec::new() };
    let shown = &desk.context.shown;
    let before = desk.decisions.ledger().verdict(&word);
    let occurs = shown.word == word && !shown.inside && !shown.hits.is_empty();
    // A verdict that was given when it did can be taken back all the same.
    if verdict.is_some() && !occurs {
        let text = match shown.word == word && shown.complete {
            true => lang.pick(
                format!("{word} occurs nowhere as a whole: nothing to decide on"),
                format!("{word} 没有作为整体出现过：没有可决定的"),
            ),
            false => lang.pick(
                format!("{word} is not found yet: nothing to decide on"),
                format!("还没有找到 {word}：没有可决定的"),
            ),
        };
        say(model, Level::Info, text);
        return Vec::new();
    }
    let done = lang.of(name(verdict));
    if before == verdict {
        say(model, Level::Info, lang.pick(format!("{word} is {done} already"), format!("{word} 已是{done}")));
        return Vec::new();
    }
    say(model, Level::Info, format!("{done} {word}"));
    make(model, Event::decide(vec![Change { word, verdict }]))
}

/// What is done to a word by a verdict, in both languages.
fn name(verdict: Option<Verdict>) -> Pair {
    match verdict {
        Some(Verdict::Accept) => ("accepted", "采纳"),
        Some(Verdict::Reject) => ("rejected", "拒绝"),
        Some(Verdict::Later) => ("put off", "待定"),
        None => ("undecided", "未决定"),
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
            let english = format!("no undecided word below; {up} goes up");
            let text = model.lang.pick(english, format!("下面没有未决定的词；{up} 向上找"));
            say(model, Level::Info, text);
        }
        None => {
            let text = model.lang.pick("every word shown is decided", "列出的词都已决定");
            say(model, Level::Info, text);
        }
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
    let lang = model.lang;
    let done = if redo { lang.pick("redone", "已重做") } else { lang.pick("undone", "已撤销") };
    let Some((word, verdict)) = changed.first else {
        let what = match redo {
            true => lang.pick("nothing to redo", "没有可重做的"),
            false => lang.pick("nothing to undo", "没有可撤销的"),
        };
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
        1 if changed.edits_only => lang.pick(format!("{done}: the entry of {word}"), format!("{done}：{word} 的词条")),
        1 => {
            let now = lang.of(name(verdict));
            lang.pick(format!("{done}: {word} is {now} now"), format!("{done}：{word} 现在是{now}"))
        }
        n => lang.pick(format!("{done}: {n} words"), format!("{done}：{n} 个词")),
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
    let text = model.lang.pick(format!("copied {word}"), format!("已复制 {word}"));
    say(model, Level::Info, text);
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
