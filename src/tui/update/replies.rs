//! What the world answered.

use std::sync::Arc;

use crate::engine::query::Column;
use crate::lexicon::Ledger;
use crate::lexicon::format::Report;

use super::super::command::Command;
use super::super::effect::{Effect, Reply};
use super::super::state::desk::Loaded;
use super::super::state::session::Bounds;
use super::super::state::{Desk, Dialog, Ending, Level, Loading, Model, Question, Session};
use super::narrow::requery;
use super::{columns, context, dictionary, entry, fit, last_session, page, reader, refine, say, verbs};

/// Takes an answer in. One to an older request than the last is dropped.
pub fn reply(model: &mut Model, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::Loading(progress) => {
            let now = model.clock;
            if let Some(Loading { progress: shown, stage_since, .. }) = &mut model.loading {
                if shown.stage != progress.stage {
                    *stage_since = now;
                }
                *shown = progress;
            }
        }
        Reply::Loaded { loaded, ledger, now, session, notes } => {
            model.epoch = now.saturating_sub_unsigned(model.clock);
            return load(model, loaded, ledger, session, notes);
        }
        Reply::Cancelled => model.ending = Some(Ending::Cancelled),
        Reply::Failed => model.ending = Some(Ending::Failed),
        Reply::Selected { generation, selection, folding, density } => {
            let rows = page(model);
            if let Some(desk) = &mut model.desk
                && desk.generation == generation
            {
                desk.folding = folding;
                desk.plot.answered = generation;
                desk.plot.density = density;
                select(desk, selection, rows);
                if desk.refinement.awaited {
                    return refine::start(desk);
                }
            }
        }
        Reply::Appraised { generation, appraisal, marks } => {
            if let Some(desk) = &mut model.desk
                && desk.plot.verdicts.generation == generation
            {
                desk.plot.verdicts.take_in(appraisal, marks);
            }
        }
        Reply::Fitted { generation, fit } => fit::answer(model, generation, fit),
        Reply::Found { generation, side, batch } => {
            if let Some(pane) = model.desk.as_mut().and_then(|desk| desk.side(side))
                && pane.generation == generation
            {
                pane.take_in(batch);
                context::share(model);
            }
        }
        Reply::Lines { generation, side, window } => {
            if let Some(pane) = model.desk.as_mut().and_then(|desk| desk.side(side))
                && pane.lines_generation == generation
            {
                pane.shown.window = window;
            }
        }
        Reply::Read { generation, of, passage } => reader::take_in(model, generation, of, *passage),
        Reply::Derived { generation, feature, values } => {
            if let Some(desk) = &mut model.desk
                && desk.columns.generation == generation
                && desk.columns.take_in(feature, values)
                && (desk.sort.column == Column::Given || desk.columns.is_filtered_by(feature))
            {
                return requery(model);
            }
        }
        Reply::Explained { generation, explanation } => {
            if let Some(desk) = &mut model.desk
                && desk.explain.generation == generation
            {
                desk.explain.shown = Some(explanation);
            }
        }
        Reply::Ruled { generation, found } => {
            if let Some(Dialog::Rule(dialog)) = model.dialogs.last_mut()
                && dialog.generation == generation
            {
                dialog.found = Some(found);
            }
        }
        Reply::Listed { generation, words } => dictionary::take_in(model, generation, words),
        Reply::Counted { word, count } => entry::counted(model, &word, count),
        Reply::Matched { generation, ids } => verbs::matched(model, generation, &ids),
        Reply::Refining(progress) => refine::progress(model, progress),
        Reply::Refined { generation, columns } => return refine::done(model, generation, columns),
        Reply::NotRefined { generation, why } => return refine::failed(model, generation, &why),
        Reply::Dictionary(dictionary) => {
            if let Some(desk) = &mut model.desk {
                desk.make_dictionary.set_busy(false);
                desk.dictionary = Some(dictionary);
            }
            return dictionary::refresh(model);
        }
        Reply::Saved(ticket) => return saved(model, ticket),
        Reply::NotSaved(why) => not_saved(model, why),
        Reply::Exported { path, report } => exported(model, &path, &report),
        Reply::Exists { path, format } => {
            model.dialogs.push(Dialog::Question(Question::Overwrite { path, format }));
        }
        Reply::NotExported(why) => {
            match model.dialogs.last_mut() {
                Some(Dialog::Export(dialog)) => dialog.note = why.clone(),
                _ => model.log.hide(),
            }
            say(model, Level::Error, why);
        }
        Reply::Refused(why) => say(model, Level::Warning, why),
        Reply::JobFailed(why) => {
            if let Some(desk) = &mut model.desk {
                desk.make_dictionary.set_busy(false);
            }
            say(model, Level::Error, why);
        }
    }
    Vec::new()
}

fn load(
    model: &mut Model,
    loaded: Loaded,
    ledger: Arc<Ledger>,
    session: Option<String>,
    notes: Vec<String>,
) -> Vec<Effect> {
    let fresh = Session {
        thresholds: Bounds::from(model.settings.thresholds),
        sort: model.settings.sort,
        columns: Some(model.settings.columns.shown.iter().map(|feature| feature.name().to_owned()).collect()),
        ..Session::default()
    };
    let session = session.as_deref().and_then(Session::from_json).unwrap_or(fresh);
    model.loading = None;
    let (mut desk, units) = (Desk::new(loaded, ledger, &session), model.units());
    // One that is not to be had now, as of a dictionary that is not named this time, is told of and left.
    let fault = desk.set_filter(&session.filter, units).err();
    model.desk = Some(desk);
    if let Some(fault) = fault {
        let (filter, why) = (&session.filter, model.lang.pick(&fault.english, &fault.chinese));
        let text = model.lang.pick(format!("no filter {filter}: {why}"), format!("不使用筛选 {filter}：{why}"));
        say(model, Level::Warning, text);
    }
    for note in notes {
        say(model, Level::Warning, note);
    }
    refine::begin(model);
    let mut effects = requery(model);
    effects.extend(columns::derive(model));
    if let Some(desk) = &mut model.desk {
        desk.save_session.withdraw();
    }
    effects.extend(super::tick(model, model.clock));
    effects
}

fn select(desk: &mut Desk, mut selection: crate::engine::query::Selection, rows: usize) {
    if desk.plot.keeps_crossing {
        selection.crossing = std::mem::take(&mut desk.selection.crossing);
    }
    desk.list.set_rows(selection.ids.clone(), rows);
    desk.selection = selection;
    if let Some((row, place)) = desk.resume.take()
        && !row.is_some_and(|id| desk.list.go_to_row(id, rows))
    {
        desk.list.go_to(place, rows);
    }
}

fn saved(model: &mut Model, ticket: u64) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let failed = desk.decisions.saving.failure.is_some();
    desk.decisions.saved(ticket);
    let pending = desk.decisions.saving.pending();
    if failed && pending == 0 {
        let text = model.lang.pick("saved again: everything is on the disk", "又能保存了：全部已写入磁盘");
        say(model, Level::Info, text);
    }
    if pending == 0 && model.ending == Some(Ending::WhenSaved) {
        model.ending = Some(Ending::Now);
        return last_session(model);
    }
    Vec::new()
}

fn not_saved(model: &mut Model, why: String) {
    let Some(desk) = &mut model.desk else { return };
    desk.decisions.saving.failure = Some(why.clone());
    let pending = desk.decisions.saving.pending();
    if model.ending == Some(Ending::WhenSaved) {
        model.ending = None;
        model.dialogs.push(Dialog::Question(Question::QuitUnsaved(pending)));
    }
    let again = model.key_of(Command::RetrySave);
    let text = model.lang.pick(format!("{why}; {again} tries again"), format!("{why}；按 {again} 重试"));
    say(model, Level::Error, text);
}

fn exported(model: &mut Model, path: &str, report: &Report) {
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Export(_)));
    let words = if report.written == 1 { "word" } else { "words" };
    let (lang, written, left, warned) = (model.lang, report.written, report.skipped.len(), report.warned.len());
    let mut text = lang.pick(format!("wrote {written} {words} to {path}"), format!("已把 {written} 个词写入 {path}"));
    for (word, why) in report.skipped.iter().chain(&report.warned) {
        model.log.note(model.clock, Level::Warning, format!("{word}: {why}"));
    }
    if !report.skipped.is_empty() {
        text.push_str(&lang.pick(format!(", left {left} out"), format!("，略去 {left} 个")));
    }
    if !report.warned.is_empty() {
        text.push_str(&lang.pick(format!(", {warned} with a warning"), format!("，{warned} 个有提醒")));
    }
    if !report.skipped.is_empty() || !report.warned.is_empty() {
        let key = model.key_of(Command::PaneLog);
        text.push_str(&lang.pick(format!(" (see the log, {key})"), format!("（见日志，{key}）")));
    }
    say(model, Level::Info, text);
}
