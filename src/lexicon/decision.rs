//! Verdicts on words, the events that gave them, and their fold.
//!
//! Decisions are keyed by the word, never by a row, so another scan, sort or threshold cannot lose one. Undo and redo
//! are events like any other: the log of events only grows.

use std::collections::BTreeMap;

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

/// A new verdict on one word; `None` takes the verdict back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The word.
    pub word: String,
    /// Its verdict from now on.
    pub verdict: Option<Verdict>,
}

/// One thing the person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Verdicts given in one step.
    Decide(Vec<Change>),
    /// The last step that is not undone is undone.
    Undo,
    /// The last undone step is done again. A new decision ends what can be redone.
    Redo,
}

/// How many words have each verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Accepted words.
    pub accepted: usize,
    /// Rejected words.
    pub rejected: usize,
    /// Words put off.
    pub later: usize,
}

/// The fold of all events: the verdict of each word now, and the steps that can be undone and redone.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    verdicts: BTreeMap<String, Verdict>,
}

impl Ledger {
    /// The fold of `events`, in order.
    pub fn replay<'a>(_events: impl IntoIterator<Item = &'a Event>) -> Self {
        todo!()
    }

    /// Applies one event and returns the words whose verdict it changed, with the verdict they have now. An undo or
    /// redo with nothing to undo or redo changes nothing.
    pub fn apply(&mut self, _event: &Event) -> Vec<Change> {
        todo!()
    }

    /// The verdict of `word`.
    #[must_use]
    pub fn verdict(&self, word: &str) -> Option<Verdict> {
        self.verdicts.get(word).copied()
    }

    /// Every decided word with its verdict, in ascending order of bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Verdict)> {
        self.verdicts.iter().map(|(word, &verdict)| (word.as_str(), verdict))
    }

    /// How many words have each verdict.
    #[must_use]
    pub fn tally(&self) -> Tally {
        todo!()
    }

    /// Number of steps that can be undone.
    #[must_use]
    pub fn undo_depth(&self) -> usize {
        todo!()
    }

    /// Number of steps that can be redone.
    #[must_use]
    pub fn redo_depth(&self) -> usize {
        todo!()
    }
}
