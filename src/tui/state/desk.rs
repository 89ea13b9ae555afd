//! The desk: a loaded text with its candidates, and the work on them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::concordance::Arrangement;
use crate::engine::derived::folding::Folding;
use crate::engine::derived::{Feature, Need};
use crate::engine::query::expression::{Condition, Expression, Facts, Fault, Scope};
use crate::engine::query::{Classes, Column, Query, Selection, Sort, Thresholds};
use crate::engine::{CandidateId, CandidateTable, Corpus};
use crate::lexicon::{Dictionary, Ledger, Verdict};
use crate::settings::Units;
use crate::settings::lang::Lang;

use super::chore::Chore;
use super::columns::Columns;
use super::context::{ContextPane, Pinned, Side};
use super::decisions::{Decisions, KNOWN_CLASSES, Shown};
use super::explain::ExplainPane;
use super::filter::Filter;
use super::list::CandidateList;
use super::plot::PlotPane;
use super::refinement::Refinement;
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
    /// For each row 1 if its word is known, else 0; none without a dictionary of known words.
    pub known: Option<Arc<Vec<u8>>>,
    /// The columns that can be had beside those of any text.
    pub beside: Vec<Feature>,
}

impl Loaded {
    /// How many candidates are known words; none without a dictionary of them.
    #[must_use]
    pub fn known_count(&self) -> Option<usize> {
        self.known.as_ref().map(|rows| rows.iter().filter(|&&known| known == 1).count())
    }
}

/// What is to be done with words that are being looked for.
#[derive(Debug, Clone, Default)]
pub struct Matching {
    /// The generation of the last request.
    pub generation: u64,
    /// The verdict they are to have, and the condition as typed; none once they were found.
    pub asked: Option<(Option<Verdict>, String)>,
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
    /// The plot.
    pub plot: PlotPane,
    /// The presets of the project.
    pub presets: BTreeMap<String, Thresholds>,
    /// The order.
    pub sort: Sort,
    /// Whether the project is new: nobody has been at any of its words.
    pub is_new: bool,
    /// Whether the person chose the order of the list: then it stays.
    pub order_chosen: bool,
    /// The columns of the list.
    pub columns: Columns,
    /// The filter.
    pub filter: Filter,
    /// Which verdicts are listed.
    pub shown: Shown,
    /// How many candidates are known words, if there is a dictionary of them.
    pub known: Option<usize>,
    /// Whether known words are not listed.
    pub known_hidden: bool,
    /// Whether pieces of longer words are folded under those.
    pub folds: bool,
    /// What is folded under what in the list.
    pub folding: Option<Arc<Folding>>,
    /// The context.
    pub context: ContextPane,
    /// The word that is pinned beside it.
    pub pinned: Option<Pinned>,
    /// The explanation of the word under the cursor.
    pub explain: ExplainPane,
    /// The second stage.
    pub refinement: Refinement,
    /// The verdicts.
    pub decisions: Decisions,
    /// The accepted words, as of a moment ago.
    pub dictionary: Option<Arc<Dictionary>>,
    /// Making the dictionary anew.
    pub make_dictionary: Chore,
    /// Saving the session.
    pub save_session: Chore,
    /// The verdict given last, to be repeated; `Some(None)` takes verdicts back.
    pub last_verdict: Option<Option<Verdict>>,
    /// The generation of the last counting of rules.
    pub rule_generation: u64,
    /// The generation of the last search of the dictionary.
    pub search_generation: u64,
    /// The words that are looked for to be decided on.
    pub matching: Matching,
    /// The generation of the last query.
    pub generation: u64,
    /// The row to go to with the next answer, and the place if that row is not listed.
    pub resume: Option<(Option<CandidateId>, usize)>,
}

impl Desk {
    /// A desk for `loaded` with the verdicts of `ledger`, going on where `session` left off.
    #[must_use]
    pub fn new(loaded: Loaded, ledger: Arc<Ledger>, session: &Session) -> Self {
        let mut decisions = Decisions::new(ledger, &loaded.table);
        if let Some(known) = &loaded.known {
            decisions.set_known(known);
        }
        let columns = session.columns().with(&loaded.beside);
        let row = session.word.as_deref().and_then(|word| loaded.table.find(word));
        let how = Arrangement {
            sort: session.context,
            seed: session.context_seed,
            per_document: session.context_per_document,
        };
        let context = ContextPane { how, columns: session.context_columns, ..ContextPane::default() };
        Desk {
            selection: Selection::default(),
            list: CandidateList::default(),
            thresholds: ThresholdPane::new(session.thresholds.into()),
            plot: PlotPane::default(),
            presets: session.presets.iter().map(|(name, &bounds)| (name.clone(), bounds.into())).collect(),
            sort: if columns.sorted_by.is_none() { session.sort_without_column() } else { session.sort() },
            is_new: session.word.is_none(),
            order_chosen: session.order_chosen,
            columns,
            filter: Filter::new(session.filters.clone()),
            shown: session.shown,
            known: loaded.known_count(),
            known_hidden: session.known_hidden,
            folds: false,
            folding: None,
            context,
            pinned: None,
            explain: ExplainPane::default(),
            refinement: Refinement::default(),
            dictionary: None,
            make_dictionary: if decisions.ledger().tally().accepted > 0 { Chore::due() } else { Chore::default() },
            decisions,
            save_session: Chore::default(),
            last_verdict: None,
            rule_generation: 0,
            search_generation: 0,
            matching: Matching::default(),
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

    /// The context of one of two words, if there is one.
    pub fn side(&mut self, side: Side) -> Option<&mut ContextPane> {
        match side {
            Side::Current => Some(&mut self.context),
            Side::Pinned => self.pinned.as_mut().map(|pinned| &mut pinned.pane),
        }
    }

    /// The word under the cursor.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        self.list.current().map(|id| self.loaded.table.word(id))
    }

    /// The state of the screen, to be kept.
    #[must_use]
    pub fn session(&self) -> Session {
        // An order that is still on its way is the one to go on with.
        let sorted_by = if self.refinement.awaited { Some(Feature::Refined) } else { self.columns.sorted_by };
        Session {
            word: self.word().map(str::to_owned),
            place: self.list.cursor(),
            thresholds: self.thresholds.now.into(),
            presets: self.presets.iter().map(|(name, &bounds)| (name.clone(), bounds.into())).collect(),
            sort: match self.sort.column {
                Column::Given => Sort { column: Column::Score, ..self.sort },
                _ => self.sort,
            },
            sorted_by: sorted_by.map(|feature| feature.name().to_owned()),
            order_chosen: self.order_chosen,
            columns: Some(self.columns.shown().iter().map(|feature| feature.name().to_owned()).collect()),
            filter: self.filter.text().to_owned(),
            filters: self.filter.history.clone(),
            shown: self.shown,
            known_hidden: self.known_hidden,
            context: self.context.how.sort,
            context_seed: self.context.how.seed,
            context_per_document: self.context.how.per_document,
            context_columns: self.context.columns,
        }
    }

    /// The question that the list answers.
    #[must_use]
    pub fn query(&self) -> Query {
        let hides_known = self.hides_known();
        let shown = self.shown.classes();
        let shown = if hides_known { shown & !KNOWN_CLASSES } else { shown };
        let classes =
            (self.is_by_verdict() || hides_known).then(|| Classes { of_row: self.decisions.of_row().clone(), shown });
        Query {
            thresholds: self.thresholds.now,
            filter: self.filter.asked(|expression| self.facts(expression)),
            sort: self.sort,
            classes,
            given: self.columns.given().filter(|_| self.sort.column == Column::Given),
        }
    }

    /// Takes note that the person chose the order: none that is on its way takes its place.
    pub fn choose_order(&mut self) {
        self.order_chosen = true;
        self.refinement.awaited = false;
    }

    /// Whether there are known words and they are not listed.
    #[must_use]
    pub fn hides_known(&self) -> bool {
        self.known_hidden && self.known.is_some()
    }

    /// Whether the list depends on the verdicts.
    #[must_use]
    pub fn list_follows_verdicts(&self) -> bool {
        self.is_by_verdict() || self.filter.needs_classes()
    }

    fn is_by_verdict(&self) -> bool {
        self.shown != Shown::All || self.sort.column == Column::Verdict
    }

    /// What an expression can say of these candidates.
    #[must_use]
    pub fn scope(&self, units: Units) -> Scope {
        // What is folded follows from the list.
        let columns = self.columns.offered().filter(|feature| feature.needs() != Some(Need::Folding)).collect();
        Scope { units, columns, verdicts: true, known: self.known.is_some(), marks: true }
    }

    /// What is known of the candidates beside their table, as far as `expression` needs it.
    fn facts(&self, expression: &Expression) -> Facts {
        Facts {
            columns: self.columns.computed().into_iter().collect(),
            classes: Some(self.decisions.of_row().clone()),
            marks: expression.needs_marks().then(|| self.list.marks.bits().into()),
        }
    }

    /// The condition that `text` is on these candidates, for [`Condition::matching`].
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn condition(&self, text: &str, units: Units) -> Result<Condition, Refusal> {
        let expression = Expression::parse(text, &self.scope(units)).map_err(Refusal::Fault)?;
        let missing: Vec<Feature> =
            expression.columns().into_iter().filter(|&feature| !self.columns.has(feature)).collect();
        if !missing.is_empty() {
            return Err(Refusal::Missing(missing));
        }
        let facts = self.facts(&expression);
        Ok(Condition::new(expression, facts))
    }

    /// Takes `text` as the filter. The columns it needs are then among those that are missing.
    ///
    /// # Errors
    /// What is wrong with it, and where; then the filter stays.
    pub fn set_filter(&mut self, text: &str, units: Units) -> Result<(), Fault> {
        let scope = self.scope(units);
        self.filter.set(text, &scope)?;
        self.columns.filter_by(self.filter.columns());
        Ok(())
    }

    /// The question that the list answers from now on.
    pub fn next_query(&mut self) -> Query {
        self.filter.settle(&self.columns);
        self.query()
    }
}

/// Why an expression cannot be asked now.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// It cannot be read.
    Fault(Fault),
    /// These columns are not computed yet.
    Missing(Vec<Feature>),
}

impl Refusal {
    /// What to say.
    #[must_use]
    pub fn told(&self, lang: Lang) -> String {
        match self {
            Refusal::Fault(fault) => lang.pick(&fault.english, &fault.chinese).clone(),
            Refusal::Missing(features) => {
                let names: Vec<&str> = features.iter().map(|feature| feature.name()).collect();
                let names = names.join(", ");
                lang.pick(
                    format!("{names} is not computed yet: show the column, or filter by it, first"),
                    format!("{names} 尚未计算：请先显示该列，或先用它筛选"),
                )
            }
        }
    }
}
