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

use crate::engine::concordance::{self, FindError};
use crate::engine::derived::folding::Folding;
use crate::engine::derived::{Deriver, Feature};
use crate::engine::query::{Explorer, appraise, fit, marks};
use crate::engine::{AnalyseError, CandidateId, CandidateTable, Control, Corpus, Progress};
use crate::lexicon::{Ledger, Verdict, format};
use crate::project::source::inputs_of;
use crate::settings::Units;
use crate::workbench::{self, Analysis, WorkbenchError};

use super::effect::{Effect, Reply};
use super::state::columns::is_second;
use super::state::decisions::{KNOWN, judged};
use super::state::rule::Found;

/// Does effects; the answers come as messages.
pub trait Executor {
    /// Does an effect, or has it done.
    fn execute(&mut self, effect: Effect);
    /// How far loading is, while it runs.
    fn progress(&self) -> Option<Progress>;
    /// How far the second opinion is, while it is formed in the background.
    fn refining(&self) -> Option<Progress> {
        None
    }
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
    let Effect::Query { generation, query, fold, plot } = effect else { return None };
    let mut selection = explorer.select(query, control).ok()?;
    let density = match plot {
        Some(plan) => explorer.density(*plan, control).ok()?,
        None => None,
    };
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
    Some(Reply::Selected { generation: *generation, selection, folding, density })
}

/// Answers an [`Effect::Appraise`] or an [`Effect::Fit`].
fn judge(table: &CandidateTable, effect: &Effect, control: &Control) -> Option<Reply> {
    match effect {
        Effect::Appraise { generation, of_row, thresholds, density } => {
            let judged = judged(of_row);
            let appraisal = appraise(table, &judged, thresholds);
            let marks = density.as_ref().map_or_else(Vec::new, |density| marks(table, &judged, density));
            Some(Reply::Appraised { generation: *generation, appraisal, marks })
        }
        Effect::Fit { generation, of_row, thresholds } => {
            let fit = fit(table, &judged(of_row), thresholds, control).ok()?;
            Some(Reply::Fitted { generation: *generation, fit: fit.map(Box::new) })
        }
        _ => None,
    }
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

/// Explains the candidate of an [`Effect::Explain`]. What had to be computed is kept in `cache` for the next ones.
fn explain(
    (deriver, corpus): (&Deriver, &Corpus),
    cache: &mut Vec<(Feature, Arc<[f32]>)>,
    effect: &Effect,
    control: &Control,
) -> Option<Reply> {
    let Effect::Explain { generation, id, known } = effect else { return None };
    for feature in Feature::ALL {
        let is_there = |columns: &[(Feature, _)]| columns.iter().any(|(own, _)| *own == feature);
        let is_quick = feature.is_local() || feature == Feature::Docs || is_second(feature);
        if !is_quick && !is_there(known) && !is_there(cache) {
            cache.push((feature, deriver.column(feature, corpus, control).ok()?));
        }
    }
    let all: Vec<_> = known.iter().chain(cache.iter()).cloned().collect();
    let explanation = deriver.explain(*id, &all, control).ok()?;
    Some(Reply::Explained { generation: *generation, explanation: Box::new(explanation) })
}

/// Fewest units of a text that says something of itself when it is read again.
const LEAST_TEXT: u64 = 1_000;

/// Forms the second opinion that an [`Effect::Refine`] asks for.
fn refine(deriver: &Deriver, corpus: &Corpus, effect: &Effect, control: &Control) -> Option<Reply> {
    let Effect::Refine { generation } = *effect else { return None };
    if deriver.table().totals().symbols < LEAST_TEXT {
        let why = format!("a text of less than {LEAST_TEXT} units is too small to refine it");
        return Some(Reply::NotRefined { generation, why });
    }
    let column = |feature| deriver.column(feature, corpus, control).map(|values| (feature, values));
    let columns = column(Feature::Refined).and_then(|refined| Ok([refined, column(Feature::Confidence)?]));
    Some(match columns {
        Ok(columns) if tells_apart(&columns[0].1) => Reply::Refined { generation, columns },
        Ok(_) => {
            Reply::NotRefined { generation, why: "reading the text again found nothing to refine it by".to_owned() }
        }
        Err(AnalyseError::Cancelled(_)) => return None,
        Err(error) => Reply::NotRefined { generation, why: error.to_string() },
    })
}

/// Whether a column has two values.
fn tells_apart(values: &[f32]) -> bool {
    values.windows(2).any(|pair| pair[0] != pair[1] && !(pair[0].is_nan() && pair[1].is_nan()))
}

/// Finds the words of an [`Effect::Match`].
fn matching(analysis: &Analysis, effect: &Effect) -> Option<Reply> {
    let Effect::Match { generation, condition, rows } = effect else { return None };
    let ids = condition.matching(&analysis.table, rows.iter(), &Control::new()).ok()?;
    Some(Reply::Matched { generation: *generation, ids: ids.into() })
}

/// Counts the words of the rules of an [`Effect::Rules`].
fn rules(analysis: &Analysis, effect: &Effect) -> Option<Reply> {
    let Effect::Rules { generation, rules, rows, classes } = effect else { return None };
    let (table, kind) = (&analysis.table, analysis.corpus.reading().unit);
    let mut found = vec![Found::default(); rules.len()];
    let mut listed: Vec<CandidateId> = rows.iter().collect();
    listed.sort_unstable();
    for id in listed {
        let is_decided = classes.get(id.index()).is_some_and(|class| class % KNOWN != 0);
        for (rule, found) in rules.iter().zip(&mut found) {
            if rule.holds(table.word(id), kind) {
                if is_decided { found.decided.push(id) } else { found.undecided.push(id) }
            }
        }
    }
    Some(Reply::Ruled { generation: *generation, found })
}

/// Finds the words of an [`Effect::Search`].
fn look_up(effect: &Effect, control: &Control) -> Option<Reply> {
    let Effect::Search { generation, dictionary, lookup } = effect else { return None };
    let words = dictionary.search(lookup, control)?;
    Some(Reply::Listed { generation: *generation, words: Arc::new(words) })
}

/// Counts the word of an [`Effect::Count`].
fn count(corpus: &Corpus, effect: &Effect, control: &Control) -> Option<Reply> {
    let Effect::Count(word) = effect else { return None };
    Some(match concordance::find(corpus, word, control) {
        Ok(hits) => Reply::Counted { word: word.clone(), count: hits.len() as u64 },
        Err(FindError::Storage(error)) => Reply::JobFailed(error.to_string()),
        Err(_) => return None,
    })
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
