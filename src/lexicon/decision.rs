//! What a person decides of words: the events, why they happened, and their fold, the [`Ledger`].
//!
//! Decisions are keyed by the word, never by a row, so another scan, sort or threshold cannot lose one. Undo and redo
//! are events like any other: the log of events only grows.

mod ledger;
mod reason;
mod words;

use std::sync::Arc;

use super::entry::Details;

pub use ledger::{Applied, Counts, Inverse, Ledger, Past, Tally};
pub use reason::{Place, Reason};

/// What the person thinks of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It goes into the dictionary.
    Accept,
    /// It does not.
    Reject,
    /// Decide later.
    Later,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 3] = [Verdict::Accept, Verdict::Reject, Verdict::Later];

    /// "accept", "reject" or "later".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Accept => "accept",
            Verdict::Reject => "reject",
            Verdict::Later => "later",
        }
    }
}

/// A new verdict on one word; `None` takes the verdict back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The word.
    pub word: String,
    /// Its verdict from now on.
    pub verdict: Option<Verdict>,
}

/// What is said of one word from now on, in place of all that was said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The word.
    pub word: String,
    /// All that is said of it; the default takes everything back.
    pub details: Arc<Details>,
}

/// One step: verdicts and edits that are made, undone and done again as one. Of several of one word the last holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decision {
    /// New verdicts.
    pub changes: Vec<Change>,
    /// New details.
    pub edits: Vec<Edit>,
    /// Why.
    pub reason: Reason,
}

impl Decision {
    /// Whether it is about no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.edits.is_empty()
    }
}

/// Verdicts given by hand.
impl From<Vec<Change>> for Decision {
    fn from(changes: Vec<Change>) -> Self {
        Decision { changes, ..Decision::default() }
    }
}

/// One thing the person did.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A step.
    Decide(Decision),
    /// The last step that is not undone is undone.
    Undo,
    /// The last undone step is done again. A new decision ends what can be redone.
    Redo,
}

impl Event {
    /// Verdicts given by hand.
    #[must_use]
    pub fn decide(changes: Vec<Change>) -> Event {
        Event::Decide(changes.into())
    }
}

#[cfg(test)]
mod tests;
