//! Who does what `update` asks of the world: threads, or in tests everything at once.

pub mod context;
pub mod inline;
mod load;
pub mod threads;
mod worker;
mod writer;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::engine::derived::Deriver;
use crate::engine::derived::folding::Folding;
use crate::engine::query::Explorer;
use crate::engine::{AnalyseError, CandidateId, Control, Corpus, Progress};
use crate::lexicon::{Ledger, Verdict, format};
use crate::project::source::inputs_of;
use crate::settings::Units;
use crate::workbench::{self, Analysis, WorkbenchError};

use super::effect::{Effect, Reply};

/// Does effects; the answers come as messages.
pub trait Executor {
    /// Does an effect, or has it done.
    fn execute(&mut self, effect: Effect);
    /// How far loading is, while it runs.
    fn progress(&self) -> Option<Progress>;
    /// Waits until everything sent to be saved was tried, and ends; with why it could not be saved, if so.
    fn finish(&mut self) -> Option<String>;
    /// Why loading failed, if it did.
    fn failure(&mut self) -> Option<WorkbenchError>;
}

/// Runs a job; a panic in it is an answer like another.
fn guarded(job: impl FnOnce() -> Option<Reply>) -> Option<Reply> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|panic| {
        let what = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Some(Reply::JobFailed(format!("a fault in wordmine, please report it: {what}")))
    })
}

/// Answers an [`Effect::Query`]; `deriver` is what folds, once it is needed.
fn query(explorer: &mut Explorer, deriver: &mut Option<Deriver>, effect: &Effect, control: &Control) -> Option<Reply> {
    let Effect::Query { generation, query, fold } = effect else { return None };
    let mut selection = explorer.select(query, control).ok()?;
    let mut folding = None;
    if *fold {
        let table = explorer.table();
        let known = deriver.take().filter(|known| Arc::ptr_eq(known.table(), table));
        let known = deriver.insert(known.unwrap_or_else(|| Deriver::new(table.clone())));
        let listed: Vec<CandidateId> = selection.ids.iter().collect();
        let made = Folding::new(table, known.nesting(control).ok()?, &listed, control).ok()?;
        selection.ids = listed.into_iter().filter(|&id| made.root(id).is_none()).collect();
        folding = Some(Arc::new(made));
    }
    Some(Reply::Selected { generation: *generation, selection, folding })
}

/// Computes the columns of an [`Effect::Derive`] and gives each as it is done.
fn derive(deriver: &Deriver, corpus: &Corpus, effect: &Effect, control: &Control, send: &mut dyn FnMut(Reply)) {
    let Effect::Derive { generation, features } = effect else { return };
    for &feature in features {
        match deriver.column(feature, corpus, control) {
            Ok(values) => send(Reply::Derived { generation: *generation, feature, values }),
            Err(AnalyseError::Cancelled(_)) => return,
            Err(error) => send(Reply::JobFailed(error.to_string())),
        }
    }
}

fn make_dictionary(analysis: &Analysis, ledger: &Ledger) -> Reply {
    match workbench::dictionary(ledger, &analysis.table) {
        Ok(dictionary) => Reply::Dictionary(Arc::new(dictionary)),
        Err(error) => Reply::JobFailed(error.to_string()),
    }
}

/// Writes the accepted words to a file; `effect` is an [`Effect::Export`].
fn export(analysis: &Analysis, effect: &Effect, units: Units) -> Option<Reply> {
    let Effect::Export { ledger, format, path, replace } = effect else { return None };
    let Some(writer) = format::all().get(*format) else { return Some(Reply::NotExported("no such format".to_owned())) };
    let target = Path::new(path);
    if let Err(error) = workbench::check_target(target, &inputs_of(&analysis.sources)) {
        return Some(Reply::NotExported(error.to_string()));
    }
    if !replace && target.symlink_metadata().is_ok() {
        return Some(Reply::Exists { path: path.clone(), format: *format });
    }
    let written = workbench::entries(ledger, Verdict::Accept, analysis, &Control::new())
        .and_then(|entries| workbench::export_to_file(entries, *writer, analysis.context(units), target));
    Some(match written {
        Ok(report) => Reply::Exported { path: path.clone(), report },
        Err(error) => Reply::NotExported(error.to_string()),
    })
}
