//! The desk: a loaded text with its candidates, and the work on them.

use std::sync::Arc;

use crate::engine::query::{Classes, Column, Query, Selection, Sort, TextFilter};
use crate::engine::{CandidateId, CandidateTable, Corpus};
use crate::lexicon::{Dictionary, Event};

use super::chore::Chore;
use super::columns::Columns;
use super::context::ContextPane;
use super::decisions::{Decisions, Shown};
use super::list::CandidateList;
use super::session::Session;
use super::thresholds::ThresholdPane;

/// What was loaded.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The text.
    pub corpus: Arc<Corpus>,
    /// Its candidates.
    pub table: Arc<CandidateTable>,
    /// What to call the text: file names.
    pub name: String,
    /// Where the project file is.
    pub project: String,
}

/// A loaded text, its candidates and the work on them.
#[derive(Debug)]
pub struct Desk {
    /// What was loaded.
    pub loaded: Loaded,
    /// The last answer to a query.
    pub selection: Selection,
    /// The list.
    pub list: CandidateList,
    /// The thresholds.
    pub thresholds: ThresholdPane,
    /// The order.
    pub sort: Sort,
    /// The columns of the list.
    pub columns: Columns,
    /// The text filter as typed; see [`text_filter`].
    pub filter: String,
    /// Which verdicts are listed.
    pub shown: Shown,
    /// The context.
    pub context: ContextPane,
    /// The verdicts.
    pub decisions: Decisions,
    /// The accepted words, as of a moment ago.
    pub dictionary: Option<Arc<Dictionary>>,
    /// Making the dictionary anew.
    pub make_dictionary: Chore,
    /// Saving the session.
    pub save_session: Chore,
    /// The generation of the last query.
    pub generation: u64,
    /// The row to go to with the next answer, and the place if that row is not listed.
    pub resume: Option<(Option<CandidateId>, usize)>,
}

impl Desk {
    /// A desk for `loaded` with the verdicts of `events`, going on where `session` left off.
    #[must_use]
    pub fn new(loaded: Loaded, events: &[Event], session: &Session) -> Self {
        let decisions = Decisions::new(events, &loaded.table);
        let row = session.word.as_deref().and_then(|word| loaded.table.find(word));
        let context = ContextPane { sort: session.context, ..ContextPane::default() };
        Desk {
            selection: Selection::default(),
            list: CandidateList::default(),
            thresholds: ThresholdPane::new(session.thresholds.into()),
            sort: session.sort(),
            columns: session.columns(),
            filter: session.filter.clone(),
            shown: session.shown,
            context,
            dictionary: None,
            make_dictionary: if decisions.ledger().tally().accepted > 0 { Chore::due() } else { Chore::default() },
            decisions,
            save_session: Chore::default(),
            generation: 0,
            resume: Some((row, session.place)),
            loaded,
        }
    }

    /// The candidates.
    #[must_use]
    pub fn table(&self) -> &Arc<CandidateTable> {
        &self.loaded.table
    }

    /// The word under the cursor.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        self.list.current().map(|id| self.loaded.table.word(id))
    }

    /// The state of the screen, to be kept.
    #[must_use]
    pub fn session(&self) -> Session {
        Session {
            word: self.word().map(str::to_owned),
            place: self.list.cursor(),
            thresholds: self.thresholds.now.into(),
            sort: match self.sort.column {
                Column::Given => Sort { column: Column::Score, ..self.sort },
                _ => self.sort,
            },
            sorted_by: self.columns.sorted_by.map(|feature| feature.name().to_owned()),
            columns: Some(self.columns.shown().iter().map(|feature| feature.name().to_owned()).collect()),
            filter: self.filter.clone(),
            shown: self.shown,
            context: self.context.sort,
        }
    }

    /// The question that the list answers.
    #[must_use]
    pub fn query(&self) -> Query {
        let classes = self
            .list_follows_verdicts()
            .then(|| Classes { of_row: self.decisions.of_row().clone(), shown: self.shown.classes() });
        Query {
            thresholds: self.thresholds.now,
            filter: text_filter(&self.filter).unwrap_or(None),
            sort: self.sort,
            classes,
            given: self.columns.given().filter(|_| self.sort.column == Column::Given),
        }
    }

    /// Whether the list depends on the verdicts.
    #[must_use]
    pub fn list_follows_verdicts(&self) -> bool {
        self.shown != Shown::All || self.sort.column == Column::Verdict
    }
}

/// Reads a filter as typed: a substring, or a regular expression between slashes (the last one may be missing while it
/// is typed). Nothing typed is no filter.
///
/// # Errors
/// What is wrong with the expression.
pub fn text_filter(typed: &str) -> Result<Option<TextFilter>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    let Some(expression) = typed.strip_prefix('/') else {
        return Ok(Some(TextFilter::Substring(typed.to_owned())));
    };
    let expression = expression.strip_suffix('/').unwrap_or(expression);
    if expression.is_empty() {
        return Ok(None);
    }
    match regex::RegexBuilder::new(expression).size_limit(1 << 20).build() {
        Ok(regex) => Ok(Some(TextFilter::Regex(regex))),
        Err(regex::Error::CompiledTooBig(_)) => Err("the expression is too large".to_owned()),
        Err(error) => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
            Err(format!("regular expression: {last}"))
        }
    }
}
