//! The use cases, as plain functions shared by the command line and the screen.

pub mod bench;
pub mod cost;
pub mod evaluate;
pub mod known;
pub mod preview;
pub mod reference;
pub mod unsupervised;

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::candidates::Totals;
use crate::engine::concordance::FindError;
use crate::engine::derived::periods::Periods;
use crate::engine::derived::reference::Reference;
use crate::engine::derived::{Deriver, Feature, Need};
use crate::engine::memory::{self, Budget};
use crate::engine::rows::Listing;
use crate::engine::text::Room;
use crate::engine::units::Units;
use crate::engine::{self, AnalyseError, CandidateTable, Control, Corpus, Floors, Tuning, concordance};
use crate::lexicon::dictionary::DictionaryError;
use crate::lexicon::entry::Evidence;
use crate::lexicon::format::{self, Admission, Context, Format, Report};
use crate::lexicon::{Dictionary, Entry, Ledger, Verdict};
use crate::project::atomic;
use crate::project::cache::{self, Key};
use crate::project::paths::{self, Folders};
use crate::project::source::{self, Input, ReadReport, Request, Skips, SourceError, SourceRecord};
use crate::project::store::{Contents, Manifest, Store, StoreError};
use crate::project::told::told;

/// Why a use case failed.
#[derive(Debug, thiserror::Error)]
pub enum WorkbenchError {
    /// Reading the texts.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Counting.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// Searching the text.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The project file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The dictionary.
    #[error(transparent)]
    Dictionary(#[from] DictionaryError),
    /// The text has no candidate at all.
    #[error("no candidate: nothing of 2 to {max_length} units occurs {min_count} times or more in {names}; {remedy}")]
    NoCandidate {
        /// The texts.
        names: String,
        /// The count floor.
        min_count: u32,
        /// The length floor.
        max_length: u8,
        /// What to do, or why nothing can be done.
        remedy: &'static str,
    },
    /// There is no word to write.
    #[error("nothing to export: {0}")]
    NothingToExport(String),
    /// A result must not be written there.
    #[error("cannot write {path}: {why}; choose another name")]
    Target {
        /// Where to.
        path: String,
        /// What is there.
        why: &'static str,
    },
    /// Writing an export.
    #[error("cannot write {path}: {}", told(.error))]
    Export {
        /// Where to.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
}

/// A text with its candidates.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The text.
    pub corpus: Arc<Corpus>,
    /// Its candidates.
    pub table: Arc<CandidateTable>,
    /// What was read.
    pub sources: Vec<SourceRecord>,
    /// What a folder or pattern has and was not read.
    pub skipped: Skips,
    /// Whether the table came from the cache.
    pub from_cache: bool,
    /// What the candidates are compared with, if anything.
    pub reference: Option<Arc<Reference>>,
}

impl Analysis {
    /// What computes the columns of the table.
    #[must_use]
    pub fn deriver(&self) -> Deriver {
        let deriver = Deriver::new(Arc::clone(&self.table));
        match &self.reference {
            Some(reference) => deriver.against(Arc::clone(reference)),
            None => deriver,
        }
    }

    /// The columns that can be computed beside those that follow from any text.
    #[must_use]
    pub fn beside(&self) -> Vec<Feature> {
        let has = |feature: &Feature| match feature.needs() {
            Some(Need::Reference) => self.reference.is_some(),
            Some(Need::Periods) => *feature == Feature::Burst && Periods::of(&self.corpus).is_some(),
            _ => false,
        };
        Feature::BESIDE.into_iter().filter(has).collect()
    }

    /// What a format may know of this analysis, with measures in `units`.
    #[must_use]
    pub fn context(&self, units: Units) -> Context {
        Context { corpus_symbols: self.table.totals().symbols, units }
    }
}

/// What an analysis may use of the machine.
#[derive(Debug, Clone, Default)]
pub struct Resources {
    /// Where finished analyses are kept; `None` neither reads nor keeps one.
    pub cache: Option<PathBuf>,
    /// The memory allowed; without one everything is held.
    pub budget: Option<Budget>,
    /// Tells the person something before the work begins.
    pub notice: Option<fn(&str)>,
}

impl Resources {
    /// Where a text lives while it is counted.
    #[must_use]
    pub fn room(&self) -> Room {
        self.budget.as_ref().map_or_else(Room::default, Budget::room)
    }

    /// Tells what counting `corpus` needs when that is more than is allowed.
    fn tell_need(&self, corpus: &Corpus) {
        let (Some(budget), Some(notice)) = (&self.budget, self.notice) else { return };
        let need = memory::need(corpus.len() as u64);
        if need > budget.most {
            let [need, most] = [need, budget.most].map(|bytes| bytes >> 20);
            notice(&format!(
                "counting this text takes about {need} MiB of memory, {most} are allowed: it is done in parts, with \
                 temporary files"
            ));
        }
    }

    /// How the counting is cut.
    #[must_use]
    pub fn tuning(&self) -> Tuning {
        self.budget.as_ref().map_or_else(Tuning::default, Budget::tuning)
    }
}

/// Reads what `request` names and gives their candidates: from the cache when the same text was analysed before with the
/// same floors, else counted now and kept there.
///
/// # Errors
/// [`WorkbenchError::Source`], [`WorkbenchError::Analyse`], [`WorkbenchError::NoCandidate`].
pub fn analyse(
    request: &Request,
    floors: Floors,
    resources: &Resources,
    control: &Control,
) -> Result<Analysis, WorkbenchError> {
    match candidates(request, floors, resources, control)? {
        Candidates::Held(mut analysis) => {
            if let (Some(corpus), Some(budget)) = (Arc::get_mut(&mut analysis.corpus), &resources.budget) {
                corpus.hold(budget.beside_table()).map_err(AnalyseError::from)?;
            }
            Ok(analysis)
        }
        Candidates::Outside(listing, _) => {
            Err(AnalyseError::Budget { what: "looking at so many candidates", bytes: listing.rows.bytes() }.into())
        }
    }
}

/// The candidates of texts, without the texts.
#[derive(Debug)]
pub enum Candidates {
    /// In memory.
    Held(Analysis),
    /// Outside it: they would take more than the memory allowed.
    Outside(Box<Listing>, ReadReport),
}

/// As [`analyse`], for a listing: candidates that would take more memory than is allowed stay outside it, and are not
/// kept in the cache.
///
/// # Errors
/// As [`analyse`].
pub fn candidates(
    request: &Request,
    floors: Floors,
    resources: &Resources,
    control: &Control,
) -> Result<Candidates, WorkbenchError> {
    let (corpus, ReadReport { read: sources, skipped }) = source::read(request, resources.room(), control)?;
    resources.tell_need(&corpus);
    let key = Key::new(&sources, floors, &request.options);
    let most = resources.budget.as_ref().map_or(u64::MAX, Budget::table);
    let cache = resources.cache.as_deref();
    let kept = cache.and_then(|folder| cache::load_within(folder, &key, most));
    let from_cache = kept.is_some();
    let table = match kept {
        Some(table) => table,
        None => {
            let (rows, totals) = engine::rows_with(&corpus, floors, &resources.tuning(), control)?;
            if rows.bytes() > most {
                return Ok(Candidates::Outside(
                    Box::new(Listing { rows, floors, totals }),
                    ReadReport { read: sources, skipped },
                ));
            }
            rows.into_table(floors.within_limits(), totals)?
        }
    };
    check_not_empty(&table, floors, &sources)?;
    if let Some(folder) = cache.filter(|_| !from_cache) {
        // A cache that cannot be kept costs time later, nothing else.
        let _ = cache::save(folder, &key, &table);
    }
    Ok(Candidates::Held(Analysis {
        corpus: Arc::new(corpus),
        table: Arc::new(table),
        sources,
        skipped,
        from_cache,
        reference: None,
    }))
}

/// A table without a row is of no use to anybody, and there is something to say of why it has none.
fn check_not_empty(table: &CandidateTable, floors: Floors, sources: &[SourceRecord]) -> Result<(), WorkbenchError> {
    if !table.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    Err(WorkbenchError::NoCandidate {
        names: names.join(", "),
        min_count: floors.min_count,
        max_length: floors.max_length,
        remedy: remedy_for(table.totals()),
    })
}

/// What to say of a text without a candidate.
fn remedy_for(totals: Totals) -> &'static str {
    // Nine units of ten with a break on either side.
    if totals.symbols.saturating_mul(10) < totals.segments.saturating_mul(11) {
        "nearly every unit stands alone between spaces or punctuation, as in languages written with spaces, whose words \
         are single units"
    } else {
        "lower the floor with --min-count, or give more text"
    }
}

/// Usual file name extension of a project, without the dot.
pub const PROJECT_EXTENSION: &str = "wordmine";

/// Where the project of these inputs is kept when the person names none: one file for each set of texts, whatever their
/// order, named after the first.
#[must_use]
pub fn implied_project(inputs: &[Input], folders: &Folders) -> PathBuf {
    let mut names: Vec<Vec<u8>> = inputs.iter().map(Input::identity).collect();
    names.sort();
    let mut hasher = blake3::Hasher::new();
    for name in &names {
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name);
    }
    let stem = match inputs.first() {
        None | Some(Input::Demo) => "demo".to_owned(),
        Some(Input::Stdin) => "stdin".to_owned(),
        Some(input) => {
            let stem = match input {
                Input::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
                other => other.name(),
            };
            // Short enough for any file system, which may allow no more than 255 bytes.
            stem.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(40).collect()
        }
    };
    let hash = hasher.finalize().to_hex();
    folders.projects.join(format!("{stem}-{}.{PROJECT_EXTENSION}", &hash[..12]))
}

/// Opens the project at `path`, or makes it for `request` when there is none. A new one names the texts by their full
/// paths, without bytes and hash: [`Store::set_manifest`] gives it those of the [`Analysis`] when there is one.
///
/// # Errors
/// [`WorkbenchError::Store`].
pub fn open_or_create(path: &Path, request: &Request, floors: Floors) -> Result<(Store, Contents), WorkbenchError> {
    match Store::open(path) {
        Err(StoreError::Missing(_)) => {}
        other => return Ok(other?),
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        paths::make_private(folder).map_err(|error| StoreError::Write { path: path.to_owned(), why: told(&error) })?;
    }
    let inputs: Vec<Input> = request.inputs.iter().map(Input::absolute).collect();
    let sources = inputs.iter().map(|input| SourceRecord::unread(input.clone(), input.name())).collect();
    let options = request.options.clone();
    let manifest = Manifest { sources, floors, inputs, options, ..Manifest::default() };
    match Store::create(path, &manifest) {
        Ok(store) => store.close()?,
        // Another start was quicker: then it is there to be opened.
        Err(StoreError::Exists(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(Store::open(path)?)
}

/// What to say of files that a folder or pattern has now and had not before, or the other way round.
#[must_use]
pub fn came_and_went(before: &[SourceRecord], now: &[SourceRecord]) -> Option<String> {
    let files = |sources: &[SourceRecord]| -> HashSet<PathBuf> {
        let files = sources.iter().filter(|source| !source.hash.is_empty());
        files
            .filter_map(|source| if let Input::File(path) = &source.input { Some(path.clone()) } else { None })
            .collect()
    };
    let (before, now) = (files(before), files(now));
    let (new, gone) = (now.difference(&before).count(), before.difference(&now).count());
    let said = !before.is_empty() && (new > 0 || gone > 0);
    said.then(|| format!("the files are others than the last time: {new} new, {gone} gone"))
}

/// The words of `ledger` with verdict `verdict`, in ascending order of bytes, with their numbers: from the table for
/// candidates; the others are counted in the corpus.
///
/// # Errors
/// [`WorkbenchError::Source`] when cancelled.
pub fn entries(
    ledger: &Ledger,
    verdict: Verdict,
    analysis: &Analysis,
    control: &Control,
) -> Result<Vec<Entry>, WorkbenchError> {
    let given = ledger.iter().filter(|&(_, given)| given == verdict);
    given.map(|decided| entry_of(decided, ledger, analysis, control)).collect()
}

/// The entry of a word with its verdict, as [`entries`] gives it.
fn entry_of(
    (word, verdict): (&str, Verdict),
    ledger: &Ledger,
    analysis: &Analysis,
    control: &Control,
) -> Result<Entry, WorkbenchError> {
    let table = &analysis.table;
    let (count, evidence) = match table.find(word) {
        Some(id) => {
            let (pmi, left, right, score) = (table.pmi(id), table.left(id), table.right(id), table.score(id));
            (u64::from(table.count(id)), Some(Evidence { pmi, left, right, score }))
        }
        None => (concordance::find(&analysis.corpus, word, control)?.len() as u64, None),
    };
    let details = ledger.details(word).cloned();
    Ok(Entry { word: word.to_owned(), count, evidence, verdict: Some(verdict), details })
}

/// The accepted words with their counts as a dictionary for look-up; a word that is no candidate has count 0.
///
/// # Errors
/// [`WorkbenchError::Dictionary`].
pub fn dictionary(ledger: &Ledger, table: &CandidateTable) -> Result<Dictionary, WorkbenchError> {
    let accepted = ledger.iter().filter(|&(_, verdict)| verdict == Verdict::Accept);
    let counted = accepted.map(|(word, _)| (word, table.find(word).map_or(0, |id| u64::from(table.count(id)))));
    Ok(Dictionary::build(counted)?)
}

/// Writes `entries` in `format` to `out`, called `place` in an error.
///
/// # Errors
/// [`WorkbenchError::NothingToExport`] when no entry can be written; then nothing is. [`WorkbenchError::Export`] when
/// `out` fails.
pub fn export(
    entries: Vec<Entry>,
    format: &dyn Format,
    context: Context,
    out: &mut dyn Write,
    place: &str,
) -> Result<Report, WorkbenchError> {
    check_exportable(&entries, format)?;
    format::export(format, entries, context, out)
        .map_err(|error| WorkbenchError::Export { path: place.to_owned(), error })
}

/// Refuses a file that a result must not replace: a folder, a project, or one of the texts in `inputs`.
///
/// # Errors
/// [`WorkbenchError::Target`].
pub fn check_target(path: &Path, inputs: &[Input]) -> Result<(), WorkbenchError> {
    let full = path.canonicalize();
    let is_text = |input: &Input| match (input, &full) {
        (Input::File(text), Ok(full)) => text.canonicalize().is_ok_and(|text| text == *full),
        _ => false,
    };
    let why = if path.is_dir() {
        "it is a folder"
    } else if inputs.iter().any(is_text) {
        "it is one of the texts"
    } else if Store::is_project(path) {
        "it is a project, and its decisions would be lost"
    } else {
        return Ok(());
    };
    Err(WorkbenchError::Target { path: path.display().to_string(), why })
}

/// Writes `entries` in `format` to the file at `path`, all or nothing.
///
/// # Errors
/// [`WorkbenchError::NothingToExport`], [`WorkbenchError::Export`]; then `path` is as it was.
pub fn export_to_file(
    entries: Vec<Entry>,
    format: &dyn Format,
    context: Context,
    path: &Path,
) -> Result<Report, WorkbenchError> {
    check_exportable(&entries, format)?;
    atomic::write(path, |out| format::export(format, entries, context, out))
        .map_err(|error| WorkbenchError::Export { path: path.display().to_string(), error })
}

/// An empty dictionary without a word about it is what users of other tools stumble over: it is an error.
fn check_exportable(entries: &[Entry], format: &dyn Format) -> Result<(), WorkbenchError> {
    let mut reason = String::new();
    for entry in entries {
        match format.admit(entry) {
            Admission::Ok | Admission::Warn(_) => return Ok(()),
            Admission::Skip(why) => reason = why,
        }
    }
    Err(WorkbenchError::NothingToExport(match entries.len() {
        0 => "no word has this verdict yet".to_owned(),
        refused => format!("the format {} can hold none of the {refused} words: {reason}", format.name()),
    }))
}

#[cfg(test)]
mod tests;
