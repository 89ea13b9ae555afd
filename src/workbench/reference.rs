//! What the candidates of a text are compared with: other texts, projects and lists of words with their counts.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::{Analysis, Resources};
use crate::engine::derived::reference::Reference;
use crate::engine::text::unit::pieces;
use crate::engine::text::{Reading, UnitKind};
use crate::engine::{AnalyseError, Control, Corpus};
use crate::lexicon::format::Format;
use crate::project::source::{self, Input, Options, Request, SourceError};
use crate::project::store::{Store, StoreError};
use crate::project::wordlist::{self, WordListError};

/// What to compare with; all together are one reference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Texts, folders of texts, patterns, and projects, whose texts are read.
    pub texts: Vec<PathBuf>,
    /// Lists of words with their counts.
    pub lists: Vec<PathBuf>,
}

/// Why there is nothing to compare with.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// Reading the texts.
    #[error("the reference")]
    Source(#[source] SourceError),
    /// Finding the candidates in them.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// Reading a project.
    #[error("the reference")]
    Store(#[source] StoreError),
    /// Reading a list.
    #[error("the reference")]
    List(#[source] WordListError),
    /// A project reads its texts in another way.
    #[error(
        "the project {} cannot be the reference: it counts {theirs}, this text is counted by {ours}; give its texts to \
         --reference instead, they are then read as this text is", .path.display()
    )]
    Reading {
        /// Its path.
        path: PathBuf,
        /// How it reads.
        theirs: String,
        /// How the text is read.
        ours: String,
    },
    /// A list has no counts.
    #[error(
        "the reference {} has no count for {word}: give a list with a count for each word, or the text itself to \
         --reference", .path.display()
    )]
    NoCount {
        /// Its path.
        path: PathBuf,
        /// The first word without one.
        word: String,
    },
    /// No candidate occurs in it.
    #[error(
        "none of the {candidates} candidates occurs in the reference ({units} units): is it of the same language and script?"
    )]
    Foreign {
        /// Candidates of the text.
        candidates: usize,
        /// Units of the reference.
        units: u64,
    },
}

impl ReferenceError {
    /// The error with its cause.
    #[must_use]
    pub fn told(&self) -> String {
        match std::error::Error::source(self) {
            Some(cause) => format!("{self}: {cause}"),
            None => self.to_string(),
        }
    }
}

impl References {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.lists.is_empty()
    }

    /// How often the candidates of `analysis`, which was read by `options`, occur in all of these; lists are in `format`,
    /// else in the one that each fits best.
    ///
    /// # Errors
    /// [`ReferenceError`].
    pub fn read(
        &self,
        analysis: &Analysis,
        (options, format): (&Options, Option<&'static dyn Format>),
        resources: &Resources,
        control: &Control,
    ) -> Result<Reference, ReferenceError> {
        let (table, reading) = (&*analysis.table, analysis.corpus.reading());
        let (projects, texts): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.texts.iter().partition(|path| Store::is_project(path));
        let mut reference = Reference::of_counts(table, 0, |_| 0);
        // Lists first: what is wrong with one is told soon.
        for path in &self.lists {
            let (counts, units) = counts(path, format, reading)?;
            reference = reference.and(&Reference::of_counts(table, units, |word| {
                counts.get(word).map_or(0, |&count| u32::try_from(count).unwrap_or(u32::MAX))
            }));
        }
        let mut add = |corpus: &Corpus| -> Result<(), ReferenceError> {
            let counted = Reference::of_corpus(table, corpus, control)?;
            reference = std::mem::replace(&mut reference, Reference::of_counts(table, 0, |_| 0)).and(&counted);
            Ok(())
        };
        if !texts.is_empty() {
            let inputs = texts.iter().map(|path| Input::of(path)).collect();
            // What a record says beside its text does not matter here.
            let options = Options { reading, date_field: None, label_field: None, ..options.clone() };
            add(&corpus(&Request { inputs, options }, resources, control)?)?;
        }
        for path in projects {
            let (_, contents) = Store::open(path).map_err(ReferenceError::Store)?;
            let corpus = corpus(&contents.manifest.request(), resources, control)?;
            check(path, corpus.reading(), reading)?;
            add(&corpus)?;
        }
        if reference.has_none() {
            return Err(ReferenceError::Foreign { candidates: table.len(), units: reference.units() });
        }
        Ok(reference)
    }
}

fn corpus(request: &Request, resources: &Resources, control: &Control) -> Result<Corpus, ReferenceError> {
    let (corpus, _) = source::read(request, resources.room(), control).map_err(ReferenceError::Source)?;
    Ok(corpus)
}

fn check(path: &Path, theirs: Reading, ours: Reading) -> Result<(), ReferenceError> {
    if theirs == ours {
        return Ok(());
    }
    let [theirs, ours] = [theirs, ours].map(named);
    Err(ReferenceError::Reading { path: path.to_owned(), theirs, ours })
}

/// A reading in words.
fn named(reading: Reading) -> String {
    let unit = match reading.unit {
        UnitKind::Char | UnitKind::Auto => "characters",
        UnitKind::Grapheme => "grapheme clusters",
        UnitKind::Word => "words",
    };
    let mut name = unit.to_owned();
    for (is_on, what) in [(reading.nfkc, "NFKC"), (reading.fold_case, "case folded")] {
        if is_on {
            name = format!("{name}, {what}");
        }
    }
    match reading.script {
        crate::engine::text::Script::Keep => name,
        crate::engine::text::Script::Simplified => format!("{name}, simplified"),
        crate::engine::text::Script::Traditional => format!("{name}, traditional"),
    }
}

/// The counts of the words of a list as they are counted by `reading`, and the units of all occurrences together.
fn counts(
    path: &Path,
    format: Option<&'static dyn Format>,
    reading: Reading,
) -> Result<(FxHashMap<String, u64>, u64), ReferenceError> {
    let list = wordlist::read(path, format).map_err(ReferenceError::List)?;
    let (mut counts, mut units) = (FxHashMap::<String, u64>::default(), 0u64);
    for (word, count) in list.words {
        let Some(count) = count else { return Err(ReferenceError::NoCount { path: path.to_owned(), word }) };
        let word = if reading.changes_text() { reading.normalise(&word) } else { word };
        let length = pieces(&word, reading.unit).filter(|piece| !piece.is_break).count() as u64;
        units = units.saturating_add(length.saturating_mul(count));
        let known = counts.entry(word).or_default();
        *known = known.saturating_add(count);
    }
    Ok((counts, units))
}
