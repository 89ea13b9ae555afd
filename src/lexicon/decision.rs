//! Verdicts on words, the events that gave them, and their fold.
//!
//! Decisions are keyed by the word, never by a row, so another scan, sort or threshold cannot lose one. Undo and redo
//! are events like any other: the log of events only grows.

use std::collections::BTreeMap;
use std::sync::Arc;

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

/// One thing the person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Verdicts given in one step. Of several changes of one word the last holds.
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

impl Tally {
    fn slot(&mut self, verdict: Verdict) -> &mut usize {
        match verdict {
            Verdict::Accept => &mut self.accepted,
            Verdict::Reject => &mut self.rejected,
            Verdict::Later => &mut self.later,
        }
    }
}

/// What one step did to one word.
#[derive(Debug, Clone)]
struct Delta {
    word: Arc<str>,
    before: Option<Verdict>,
    after: Option<Verdict>,
}

/// The fold of all events: the verdict of each word now, and the steps that can be undone and redone.
///
/// A decision that changes no verdict is no step: it is not there to be undone and leaves what can be redone.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    verdicts: BTreeMap<Arc<str>, Verdict>,
    tally: Tally,
    done: Vec<Vec<Delta>>,
    undone: Vec<Vec<Delta>>,
}

impl Ledger {
    /// The fold of `events`, in order.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        let mut ledger = Self::default();
        for event in events {
            ledger.step(event);
        }
        ledger
    }

    /// Applies one event and returns the words whose verdict it changed, with the verdict they have now, each once. An
    /// undo or redo with nothing to undo or redo changes nothing.
    pub fn apply(&mut self, event: &Event) -> Vec<Change> {
        let forward = !matches!(event, Event::Undo);
        let step = self.step(event);
        step.iter()
            .map(|delta| Change {
                word: delta.word.as_ref().to_owned(),
                verdict: if forward { delta.after } else { delta.before },
            })
            .collect()
    }

    /// Applies one event and returns the step it did, undid or did again.
    fn step(&mut self, event: &Event) -> &[Delta] {
        let moved = match event {
            Event::Decide(changes) => self.decide(changes),
            Event::Undo => self.undo(),
            Event::Redo => self.redo(),
        };
        let stack = if matches!(event, Event::Undo) { &self.undone } else { &self.done };
        if moved { stack.last().map_or(&[], Vec::as_slice) } else { &[] }
    }

    fn decide(&mut self, changes: &[Change]) -> bool {
        // Later changes of the same word hold, so the verdict after each word's last change is the one to reach.
        let wanted: BTreeMap<&str, Option<Verdict>> =
            changes.iter().map(|change| (change.word.as_str(), change.verdict)).collect();
        let mut step = Vec::new();
        for (word, after) in wanted {
            let before = self.verdict(word);
            if before != after {
                let word = self.verdicts.get_key_value(word).map_or_else(|| Arc::from(word), |(key, _)| key.clone());
                step.push(Delta { word, before, after });
            }
        }
        if step.is_empty() {
            return false;
        }
        for delta in &step {
            self.set(&delta.word, delta.after);
        }
        self.done.push(step);
        self.undone.clear();
        true
    }

    fn undo(&mut self) -> bool {
        let Some(step) = self.done.pop() else { return false };
        for delta in &step {
            self.set(&delta.word, delta.before);
        }
        self.undone.push(step);
        true
    }

    fn redo(&mut self) -> bool {
        let Some(step) = self.undone.pop() else { return false };
        for delta in &step {
            self.set(&delta.word, delta.after);
        }
        self.done.push(step);
        true
    }

    fn set(&mut self, word: &Arc<str>, verdict: Option<Verdict>) {
        let before = match verdict {
            Some(verdict) => {
                *self.tally.slot(verdict) += 1;
                self.verdicts.insert(word.clone(), verdict)
            }
            None => self.verdicts.remove(word),
        };
        if let Some(before) = before {
            *self.tally.slot(before) -= 1;
        }
    }

    /// The verdict of `word`.
    #[must_use]
    pub fn verdict(&self, word: &str) -> Option<Verdict> {
        self.verdicts.get(word).copied()
    }

    /// Every decided word with its verdict, in ascending order of bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Verdict)> {
        self.verdicts.iter().map(|(word, &verdict)| (word.as_ref(), verdict))
    }

    /// How many words have each verdict.
    #[must_use]
    pub fn tally(&self) -> Tally {
        self.tally
    }

    /// Number of steps that can be undone.
    #[must_use]
    pub fn undo_depth(&self) -> usize {
        self.done.len()
    }

    /// Number of steps that can be redone.
    #[must_use]
    pub fn redo_depth(&self) -> usize {
        self.undone.len()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Snapshot = BTreeMap<String, Verdict>;

    /// The obvious model: the whole state after every step, and a finger on the present one.
    struct History {
        states: Vec<Snapshot>,
        now: usize,
    }

    impl History {
        fn apply(&mut self, event: &Event) {
            match event {
                Event::Decide(changes) => {
                    let mut next = self.states[self.now].clone();
                    for change in changes {
                        match change.verdict {
                            Some(verdict) => next.insert(change.word.clone(), verdict),
                            None => next.remove(&change.word),
                        };
                    }
                    if next != self.states[self.now] {
                        self.states.truncate(self.now + 1);
                        self.states.push(next);
                        self.now += 1;
                    }
                }
                Event::Undo => self.now = self.now.saturating_sub(1),
                Event::Redo => self.now = (self.now + 1).min(self.states.len() - 1),
            }
        }
    }

    fn verdict() -> impl Strategy<Value = Option<Verdict>> {
        prop_oneof![Just(None), Just(Some(Verdict::Accept)), Just(Some(Verdict::Reject)), Just(Some(Verdict::Later))]
    }

    pub(crate) fn event() -> impl Strategy<Value = Event> {
        let change = ("[甲乙丙a]{1,2}", verdict()).prop_map(|(word, verdict)| Change { word, verdict });
        prop_oneof![
            3 => prop::collection::vec(change, 0..5).prop_map(Event::Decide),
            2 => Just(Event::Undo),
            1 => Just(Event::Redo),
        ]
    }

    proptest! {
        #[test]
        fn the_ledger_is_a_walk_through_snapshots(events in prop::collection::vec(event(), 0..60)) {
            let mut model = History { states: vec![Snapshot::new()], now: 0 };
            let mut ledger = Ledger::default();
            for event in &events {
                let before = model.states[model.now].clone();
                model.apply(event);
                let changes = ledger.apply(event);
                let state = &model.states[model.now];
                let seen: Snapshot = ledger.iter().map(|(word, verdict)| (word.to_owned(), verdict)).collect();
                prop_assert_eq!(&seen, state);

                let mut patched = before.clone();
                for Change { word, verdict } in &changes {
                    prop_assert_ne!(before.get(word).copied(), *verdict, "a change that changes nothing");
                    match verdict {
                        Some(verdict) => patched.insert(word.clone(), *verdict),
                        None => patched.remove(word),
                    };
                }
                prop_assert_eq!(&patched, state);

                let count = |wanted| state.values().filter(|&&verdict| verdict == wanted).count();
                let tally = Tally {
                    accepted: count(Verdict::Accept),
                    rejected: count(Verdict::Reject),
                    later: count(Verdict::Later),
                };
                prop_assert_eq!(ledger.tally(), tally);
                prop_assert_eq!(ledger.undo_depth(), model.now);
                prop_assert_eq!(ledger.redo_depth(), model.states.len() - 1 - model.now);
            }
            let replayed = Ledger::replay(&events);
            prop_assert!(replayed.iter().eq(ledger.iter()));
            prop_assert_eq!(replayed.undo_depth(), ledger.undo_depth());
        }
    }

    fn decide(word: &str, verdict: Option<Verdict>) -> Event {
        Event::Decide(vec![Change { word: word.to_owned(), verdict }])
    }

    #[test]
    fn a_bulk_step_is_undone_and_redone_as_one() {
        let words = || (0..1000).map(|i| Change { word: format!("词{i}"), verdict: Some(Verdict::Accept) });
        let mut ledger = Ledger::replay(&[decide("词7", Some(Verdict::Reject))]);
        assert_eq!(ledger.apply(&Event::Decide(words().collect())).len(), 1000);
        assert_eq!(ledger.tally(), Tally { accepted: 1000, ..Tally::default() });
        assert_eq!(ledger.apply(&Event::Undo).len(), 1000);
        assert_eq!(ledger.verdict("词7"), Some(Verdict::Reject));
        ledger.apply(&Event::Redo);
        assert_eq!(ledger.verdict("词7"), Some(Verdict::Accept));
    }

    #[test]
    fn a_decision_without_effect_keeps_what_can_be_redone() {
        let mut ledger = Ledger::replay(&[decide("甲", Some(Verdict::Accept)), Event::Undo]);
        assert!(ledger.apply(&decide("乙", None)).is_empty());
        assert_eq!((ledger.undo_depth(), ledger.redo_depth()), (0, 1));
        ledger.apply(&decide("乙", Some(Verdict::Later)));
        assert_eq!((ledger.undo_depth(), ledger.redo_depth()), (1, 0));
    }
}
