//! What `update` asks of the world, and what the world answers.

use std::sync::Arc;

use crate::engine::concordance::Passage;
use crate::engine::derived::folding::Folding;
use crate::engine::derived::{Explanation, Feature};
use crate::engine::query::expression::Condition;
use crate::engine::query::{Appraisal, Density, Fit, Mark, Plan, Query, Rows, Selection, Thresholds, TooFew};
use crate::engine::{CandidateId, Progress};
use crate::lexicon::dictionary::{Lookup, Words};
use crate::lexicon::format::Report;
use crate::lexicon::{Dictionary, Event, Ledger};

use super::state::context::{Asked, Batch, Side, Window};
use super::state::desk::Loaded;
use super::state::rule::{Found, Rule};

/// Something for the world to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Answer a query; a newer one makes this one void.
    Query {
        /// Comes back with the answer.
        generation: u64,
        /// The question.
        query: Query,
        /// Whether pieces of longer words of the answer are folded under those.
        fold: bool,
        /// What to count for the plot, if it is shown.
        plot: Option<Plan>,
    },
    /// Tell what the verdicts say about the thresholds; a newer request makes this one void.
    Appraise {
        /// Comes back with the answer.
        generation: u64,
        /// The class of each row: [`super::state::decisions::class`].
        of_row: Arc<Vec<u8>>,
        /// The thresholds.
        thresholds: Thresholds,
        /// The density whose cells are to be marked.
        density: Option<Arc<Density>>,
    },
    /// Fit the thresholds to the verdicts; a newer request makes this one void.
    Fit {
        /// Comes back with the answer.
        generation: u64,
        /// The class of each row: [`super::state::decisions::class`].
        of_row: Arc<Vec<u8>>,
        /// The thresholds as they are.
        thresholds: Thresholds,
    },
    /// Find a word in the text; a newer request makes this one void. The answers come while it is found.
    Find {
        /// Comes back with the answers.
        generation: u64,
        /// Of which of two words: only a request of the same side is made void.
        side: Side,
        /// What is wanted.
        wanted: Asked,
        /// Lines that are read at once, and the characters on each side.
        first: (usize, usize),
    },
    /// Read lines; a newer request makes this one void.
    Lines {
        /// Comes back with the answer.
        generation: u64,
        /// Of which of two words.
        side: Side,
        /// The word.
        word: String,
        /// The place of the first of the hits among all.
        first: usize,
        /// Where the word stands: byte offsets in the corpus.
        hits: Vec<usize>,
        /// Characters on each side.
        reach: usize,
    },
    /// Read the paragraph around an occurrence; a newer request makes this one void.
    Read {
        /// Comes back with the answer.
        generation: u64,
        /// The word.
        word: String,
        /// Whether it stands inside runs of letters.
        inside: bool,
        /// Where it stands: byte offset in the corpus.
        hit: usize,
    },
    /// Compute columns, one after the other; a newer request makes this one void.
    Derive {
        /// Comes back with each column.
        generation: u64,
        /// The columns.
        features: Vec<Feature>,
    },
    /// Explain a candidate; a newer request makes this one void.
    Explain {
        /// Comes back with the answer.
        generation: u64,
        /// The candidate.
        id: CandidateId,
        /// Columns that are there already.
        known: Vec<(Feature, Arc<[f32]>)>,
    },
    /// Form the second opinion on every candidate, in the background.
    Refine {
        /// Comes back with the answer.
        generation: u64,
    },
    /// Count the words of rules.
    Rules {
        /// Comes back with the answer.
        generation: u64,
        /// The rules.
        rules: Vec<Rule>,
        /// The words listed.
        rows: Rows,
        /// The class of each row (see [`super::state::decisions::class`]).
        classes: Arc<Vec<u8>>,
    },
    /// Find words of the dictionary; a newer request makes this one void.
    Search {
        /// Comes back with the answer.
        generation: u64,
        /// The dictionary.
        dictionary: Arc<Dictionary>,
        /// What is looked for.
        lookup: Lookup,
    },
    /// Count how often a word stands in the text.
    Count(String),
    /// Find the words of the list that meet a condition.
    Match {
        /// Comes back with the answer.
        generation: u64,
        /// The condition.
        condition: Box<Condition>,
        /// The words listed.
        rows: Rows,
    },
    /// Make the dictionary of the accepted words.
    MakeDictionary(Arc<Ledger>),
    /// Save an event, durably and in order.
    Record {
        /// Comes back when it is on the disk.
        ticket: u64,
        /// What was decided.
        event: Event,
        /// The state of the screen after it.
        session: String,
    },
    /// Save the state of the screen.
    SaveSession(String),
    /// Try again to save what could not be saved.
    RetrySave,
    /// Write the accepted words to a file.
    Export {
        /// The verdicts.
        ledger: Arc<Ledger>,
        /// The format, by its place in the registry.
        format: usize,
        /// Where to.
        path: String,
        /// Whether a file there may be replaced.
        replace: bool,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Take the mouse from the terminal, or leave it to it.
    Mouse(bool),
    /// Set the title of the window.
    Title(String),
    /// Stop loading.
    CancelLoading,
    /// Give the terminal back for a while.
    Suspend,
    /// Draw everything again.
    Redraw,
}

/// What the world says.
#[derive(Debug)]
pub enum Reply {
    /// How far loading is.
    Loading(Progress),
    /// The project and its text are loaded.
    Loaded {
        /// The text and the candidates.
        loaded: Loaded,
        /// What was decided in the project.
        ledger: Arc<Ledger>,
        /// Milliseconds since 1970 by the clock of the day.
        now: i64,
        /// The state of the screen as last saved (JSON).
        session: Option<String>,
        /// Things worth telling: a text that changed, a backup made.
        notes: Vec<String>,
    },
    /// Loading was cancelled.
    Cancelled,
    /// Loading failed; the executor knows why.
    Failed,
    /// The answer to a query.
    Selected {
        /// The generation asked.
        generation: u64,
        /// The answer, without what is folded.
        selection: Selection,
        /// What is folded under what, if that was asked for.
        folding: Option<Arc<Folding>>,
        /// What was counted for the plot, if that was asked for.
        density: Option<Arc<Density>>,
    },
    /// What the verdicts say about the thresholds.
    Appraised {
        /// The generation asked.
        generation: u64,
        /// Decided words about each cut.
        appraisal: Appraisal,
        /// Decided words in cells of the plot.
        marks: Vec<Mark>,
    },
    /// Thresholds that fit the verdicts.
    Fitted {
        /// The generation asked.
        generation: u64,
        /// The thresholds, or that there are too few verdicts.
        fit: Result<Box<Fit>, TooFew>,
    },
    /// Where a word stands: some more places.
    Found {
        /// The generation asked.
        generation: u64,
        /// Of which of two words.
        side: Side,
        /// The places.
        batch: Batch,
    },
    /// Lines that were asked for.
    Lines {
        /// The generation asked.
        generation: u64,
        /// Of which of two words.
        side: Side,
        /// The lines.
        window: Window,
    },
    /// A passage that was asked for.
    Read {
        /// The generation asked.
        generation: u64,
        /// The word and where it stands.
        of: (String, usize),
        /// The passage.
        passage: Box<Passage>,
    },
    /// A column that was asked for.
    Derived {
        /// The generation asked.
        generation: u64,
        /// The column.
        feature: Feature,
        /// A value for each row.
        values: Arc<[f32]>,
    },
    /// Why a candidate stands where it stands.
    Explained {
        /// The generation asked.
        generation: u64,
        /// The explanation.
        explanation: Box<Explanation>,
    },
    /// What rules find.
    Ruled {
        /// The generation asked.
        generation: u64,
        /// For each rule its words.
        found: Vec<Found>,
    },
    /// Words of the dictionary that were asked for.
    Listed {
        /// The generation asked.
        generation: u64,
        /// The words.
        words: Arc<Words>,
    },
    /// How often a word stands in the text.
    Counted {
        /// The word.
        word: String,
        /// Its occurrences as whole units.
        count: u64,
    },
    /// The words that meet a condition, in the order of the list.
    Matched {
        /// The generation asked.
        generation: u64,
        /// Their rows.
        ids: Arc<[CandidateId]>,
    },
    /// How far the second opinion is.
    Refining(Progress),
    /// The second opinion on every candidate.
    Refined {
        /// The generation asked.
        generation: u64,
        /// Its columns, a value for each row.
        columns: [(Feature, Arc<[f32]>); 2],
    },
    /// There is no second opinion.
    NotRefined {
        /// The generation asked.
        generation: u64,
        /// Why.
        why: String,
    },
    /// The dictionary of the accepted words.
    Dictionary(Arc<Dictionary>),
    /// Everything up to this ticket is on the disk.
    Saved(u64),
    /// Saving failed.
    NotSaved(String),
    /// An export was written.
    Exported {
        /// Where.
        path: String,
        /// What was written and left out.
        report: Report,
    },
    /// There is a file at the path already.
    Exists {
        /// The path.
        path: String,
        /// The format, by its place in the registry.
        format: usize,
    },
    /// An export failed, and why.
    NotExported(String),
    /// A job failed, and why.
    JobFailed(String),
    /// The terminal cannot do what was asked, and why.
    Refused(&'static str),
}
