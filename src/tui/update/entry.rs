//! What is said of a word: the entry dialog, the quick note, words added by hand, tags and parts of speech typed.

use std::sync::Arc;

use crate::engine::CandidateId;
use crate::lexicon::entry::Field;
use crate::lexicon::{Change, Decision, Details, Dictionary, Edit, Event, Verdict};
use crate::settings::lang::Lang;
use tui_input::Input;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::entry::{EntryDialog, fault};
use super::super::state::{Desk, Dialog, Level, Line, LineKind, Model};
use super::context::searched;
use super::{decide, page, say};

/// The word that the keys are about: of the dictionary where that is open, else the string searched for, else the one
/// under the cursor of the list.
fn word_at_hand(model: &Model) -> Option<String> {
    if let Some(Dialog::Dictionary(dialog)) = model.dialogs.last() {
        return dialog.word().map(str::to_owned);
    }
    searched(model).or_else(|| model.desk.as_ref().and_then(|desk| desk.word())).map(str::to_owned)
}

fn details_of(desk: &Desk, word: &str) -> Arc<Details> {
    desk.decisions.ledger().details(word).cloned().unwrap_or_default()
}

fn no_word(model: &mut Model) -> Vec<Effect> {
    say(model, Level::Info, model.lang.pick("there is no word here", "这里没有词"));
    Vec::new()
}

/// Opens the entry of the word at hand.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let Some(word) = word_at_hand(model) else { return no_word(model) };
    let Some(desk) = &model.desk else { return Vec::new() };
    let (details, verdict) = (details_of(desk, &word), desk.decisions.ledger().verdict(&word));
    model.dialogs.push(Dialog::Entry(Box::new(EntryDialog::new(word, details, verdict))));
    Vec::new()
}

/// Runs a command in the entry dialog.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Dialog::Entry(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    let fields = dialog.inputs.len().max(1);
    match command {
        Command::Down => dialog.at = (dialog.at + 1) % fields,
        Command::Up => dialog.at = (dialog.at + fields - 1) % fields,
        Command::Accept => dialog.verdict = Some(Verdict::Accept),
        Command::Reject => dialog.verdict = Some(Verdict::Reject),
        Command::Later => dialog.verdict = Some(Verdict::Later),
        Command::Undecide => dialog.verdict = None,
        Command::Confirm => return save(model),
        _ => {}
    }
    Vec::new()
}

fn save(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(Dialog::Entry(dialog)) = model.dialogs.last_mut() else { return Vec::new() };
    match dialog.decision() {
        Err((place, why)) => {
            let field = Field::ALL[place];
            dialog.at = place;
            dialog.fault = Some((field, fault(field, why, lang)));
            Vec::new()
        }
        Ok(decision) => {
            let word = dialog.word.clone();
            model.dialogs.pop();
            if decision.is_empty() {
                say(model, Level::Info, lang.pick("nothing was changed", "没有改动"));
                return Vec::new();
            }
            step(model, decision, lang.pick(format!("saved the entry of {word}"), format!("已保存 {word} 的词条")))
        }
    }
}

/// Makes a step and says what was done, and how to undo it.
fn step(model: &mut Model, decision: Decision, done: String) -> Vec<Effect> {
    let undo = model.key_of(Command::Undo);
    let effects = decide::make(model, Event::Decide(decision));
    say(model, Level::Info, model.lang.pick(format!("{done}; {undo} undoes it"), format!("{done}；按 {undo} 撤销")));
    effects
}

/// Opens the line for a note on the word at hand, or for a word to add.
pub fn open_line(model: &mut Model, command: Command) -> Vec<Effect> {
    let about = word_at_hand(model);
    let Some(desk) = &model.desk else { return Vec::new() };
    let origin = desk.list.current();
    let (kind, text) = match (&about, command) {
        (_, Command::InsertWord) => {
            let text = searched(model).unwrap_or_default();
            (LineKind::Insert, text.to_owned())
        }
        (Some(word), _) => (LineKind::Note, Field::Note.get(&details_of(desk, word))),
        (None, _) => return no_word(model),
    };
    let input = Input::new(text.clone());
    model.dialogs.push(Dialog::Line(Line { kind, input, before: text, origin, about, note: String::new() }));
    typed(model);
    Vec::new()
}

/// After each key of the line: what is known of a word to add.
pub fn typed(model: &mut Model) {
    let lang = model.lang;
    let (Some(Dialog::Line(line)), Some(desk)) = (model.dialogs.last_mut(), &model.desk) else { return };
    line.note.clear();
    if line.kind != LineKind::Insert || line.input.value().trim().is_empty() {
        return;
    }
    line.note = match word_to_add(desk, line.input.value(), lang) {
        Err(why) => why,
        Ok(word) => match desk.table().find(&word) {
            Some(id) => {
                let count = desk.table().count(id);
                lang.pick(
                    format!("a candidate, {} in the text", times(count.into())),
                    format!("是候选词，原文中 {count} 次"),
                )
            }
            None => String::new(),
        },
    };
}

/// Saves the note that is typed.
pub fn save_note(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Line(line)) = model.dialogs.pop() else { return Vec::new() };
    let Some(word) = line.about.filter(|_| line.input.value() != line.before) else { return Vec::new() };
    edit(model, vec![word], |details| Field::Note.set(details, line.input.value())).unwrap_or_default()
}

/// Changes what is said of `words` in one step.
///
/// # Errors
/// What is wrong with what is said.
fn edit(
    model: &mut Model,
    words: Vec<String>,
    change: impl Fn(&mut Details) -> Result<(), &'static str>,
) -> Result<Vec<Effect>, &'static str> {
    let lang = model.lang;
    let Some(desk) = &model.desk else { return Ok(Vec::new()) };
    let mut edits = Vec::new();
    for word in words {
        let before = details_of(desk, &word);
        let mut details = (*before).clone();
        change(&mut details)?;
        if details != *before {
            edits.push(Edit { word, details: Arc::new(details) });
        }
    }
    let done = match &edits[..] {
        [] => {
            say(model, Level::Info, lang.pick("nothing was changed", "没有改动"));
            return Ok(Vec::new());
        }
        [Edit { word, .. }] => lang.pick(format!("saved the entry of {word}"), format!("已保存 {word} 的词条")),
        many => lang.pick(format!("saved {} entries", many.len()), format!("已保存 {} 个词条", many.len())),
    };
    Ok(step(model, Decision { edits, ..Decision::default() }, done))
}

/// Sets a field of the marked words, or of the word at hand, to `text`; tags are added to those that are there.
///
/// # Errors
/// What is wrong, in the language of the screen.
pub fn set(model: &mut Model, field: Field, text: &str) -> Result<Vec<Effect>, String> {
    let lang = model.lang;
    let marked: Vec<CandidateId> = match (&model.desk, searched(model)) {
        (Some(desk), None) if field != Field::Note => desk.list.marks.iter().collect(),
        _ => Vec::new(),
    };
    let words: Vec<String> = match &model.desk {
        Some(desk) if !marked.is_empty() => marked.iter().map(|&id| desk.table().word(id).to_owned()).collect(),
        _ => word_at_hand(model).into_iter().collect(),
    };
    if words.is_empty() {
        return Err(lang.pick("there is no word here", "这里没有词").to_owned());
    }
    let done = edit(model, words, |details| match field {
        Field::Tags => {
            let all = format!("{},{text}", Field::Tags.get(details));
            field.set(details, &all)
        }
        _ => field.set(details, text),
    });
    done.map_err(|why| fault(field, why, lang).to_owned())
}

/// "once", "3 times".
fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// The word that `text` is, as words of this text are counted.
fn word_to_add(desk: &Desk, text: &str, lang: Lang) -> Result<String, String> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        let why = lang.pick("a word has no control characters", "词中不能有控制字符");
        return Err(why.to_owned());
    }
    let word = desk.loaded.corpus.reading().normalise(text);
    if word.is_empty() {
        return Err(lang.pick("a word is needed", "需要一个词").to_owned());
    }
    if word.len() > Dictionary::LONGEST_WORD {
        return Err(lang.pick("longer than a dictionary can hold", "超过了词典能容纳的长度").to_owned());
    }
    if desk.decisions.ledger().verdict(&word) == Some(Verdict::Accept) {
        return Err(lang.pick(format!("{word} is accepted already"), format!("{word} 已经采纳")));
    }
    Ok(word)
}

/// Accepts a word written by hand, and goes to it if it is listed.
///
/// # Errors
/// Why it is refused.
pub fn add(model: &mut Model, text: &str) -> Result<Vec<Effect>, String> {
    let (rows, lang) = (page(model), model.lang);
    let Some(desk) = &mut model.desk else { return Ok(Vec::new()) };
    let word = word_to_add(desk, text, lang)?;
    let candidate = desk.table().find(&word);
    let told = match candidate {
        Some(id) => {
            let count = desk.table().count(id);
            lang.pick(
                format!("accepted {word}, {count} times in the text"),
                format!("已采纳 {word}，原文中 {count} 次"),
            )
        }
        None => lang.pick(format!("accepted {word}"), format!("已采纳 {word}")),
    };
    if let Some(id) = candidate {
        desk.list.go_to_row(id, rows);
    }
    let change = Change { word: word.clone(), verdict: Some(Verdict::Accept) };
    let mut effects = step(model, vec![change].into(), told);
    if candidate.is_none() {
        effects.push(Effect::Count(word));
    }
    Ok(effects)
}

/// Adds the word that is typed; when it is refused the line stays.
pub fn confirm_add(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Line(line)) = model.dialogs.last() else { return Vec::new() };
    let text = line.input.value().to_owned();
    match add(model, &text) {
        Ok(effects) => {
            // What was said meanwhile stays; the line is the topmost dialog.
            model.dialogs.pop();
            effects
        }
        Err(why) => {
            if let Some(Dialog::Line(line)) = model.dialogs.last_mut() {
                line.note = why;
            }
            Vec::new()
        }
    }
}

/// Tells how often a word that was added stands in the text.
pub fn counted(model: &mut Model, word: &str, count: u64) {
    let undo = model.key_of(Command::Undo);
    let text = match count {
        0 => model.lang.pick(
            format!("accepted {word}, which is not in the text; {undo} undoes it"),
            format!("已采纳 {word}，原文中没有；按 {undo} 撤销"),
        ),
        count => model.lang.pick(
            format!("accepted {word}, {} in the text; {undo} undoes it", times(count)),
            format!("已采纳 {word}，原文中 {count} 次；按 {undo} 撤销"),
        ),
    };
    say(model, Level::Info, text);
}
