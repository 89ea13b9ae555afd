//! The fold of all events.
//!
//! What a word has (its verdict; separately its details) is a *version*: the number of the step that gave it, 0 for
//! what nobody said. A step turns words from one version into another. Undoing step N after others (see
//! [`Ledger::inverse`]) turns those words back that still have the version N gave them, so that it is as if N had not
//! been, and never touches a word that a later step changed.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::words::Words;
use super::{Change, Decision, Edit, Event, Reason, Verdict};
use crate::lexicon::entry::Details;

type Said = Option<Arc<Details>>;

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

/// What a step did to how many words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Words that got a verdict, by verdict.
    pub given: Tally,
    /// Words whose verdict was taken back.
    pub taken_back: usize,
    /// Words whose details were edited.
    pub edited: usize,
}

/// What one step did to one word.
#[derive(Debug, Clone)]
struct Turn<T> {
    word: u32,
    // Versions.
    from: u32,
    to: u32,
    before: T,
    after: T,
}

/// A step that changed something.
#[derive(Debug)]
struct Step {
    at: i64,
    reason: Reason,
    verdicts: Vec<Turn<Option<Verdict>>>,
    edits: Vec<Turn<Said>>,
    counts: Counts,
}

/// What a word has now, and of which version it is.
#[derive(Debug, Clone, Copy, Default)]
struct Now {
    verdict: Option<Verdict>,
    version: u32,
    // Place + 1 among the turns of the step being made.
    slot: u32,
}

/// The fold of all events: what each word has now, and the steps that can be undone and redone.
///
/// A decision that changes nothing is no step: it has no number, is not there to be undone and leaves what can be redone.
/// A copy is a matter of a moment also with a million words.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    words: Words,
    now: Vec<Now>,
    said: FxHashMap<u32, (Said, u32)>,
    tally: Tally,
    // Numbered from 1; those in `done` ascend.
    steps: Vec<Arc<Step>>,
    done: Vec<u32>,
    undone: Vec<u32>,
}

/// What an event did.
#[derive(Debug, Clone, Copy)]
pub struct Applied<'l> {
    ledger: &'l Ledger,
    step: Option<&'l Step>,
    forward: bool,
}

/// A step of the past.
#[derive(Debug, Clone, Copy)]
pub struct Past<'l> {
    ledger: &'l Ledger,
    step: &'l Step,
    /// Its number, from 1.
    pub number: u32,
    /// Whether it is undone, as the last one at that moment.
    pub undone: bool,
    /// The step that took it back after others, as far as its words were not changed since.
    pub undone_by: Option<u32>,
}

/// What takes a step back after others.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Inverse {
    /// To be made as a new step; empty when nothing is left to take back.
    pub decision: Decision,
    /// The words of the step that a later one changed: they stay as they are.
    pub changed_since: Vec<String>,
}

impl Ledger {
    /// The fold of `events`, in order, at times unknown.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        Self::replay_at(events.into_iter().map(|event| (event, 0)))
    }

    /// The fold of events with their times, in milliseconds since 1970, in order.
    pub fn replay_at<'a>(events: impl IntoIterator<Item = (&'a Event, i64)>) -> Self {
        let mut ledger = Self::default();
        for (event, at) in events {
            ledger.apply(event, at);
        }
        ledger
    }

    /// Applies one event that happened at `at`, in milliseconds since 1970, and gives what changed by it. An undo or redo
    /// with nothing to undo or redo changes nothing.
    pub fn apply(&mut self, event: &Event, at: i64) -> Applied<'_> {
        let number = match event {
            Event::Decide(decision) => self.decide(decision, at),
            Event::Undo => self.done.pop().inspect(|&number| {
                self.turn(number, false);
                self.undone.push(number);
            }),
            Event::Redo => self.undone.pop().inspect(|&number| {
                self.turn(number, true);
                self.done.push(number);
            }),
        };
        let step = number.and_then(|number| self.steps.get(number as usize - 1));
        Applied { ledger: self, step: step.map(Arc::as_ref), forward: !matches!(event, Event::Undo) }
    }

    fn decide(&mut self, decision: &Decision, at: i64) -> Option<u32> {
        let number = self.steps.len() as u32 + 1;
        let taken_back = match decision.reason {
            Reason::UndoOf(step) => (step as usize).checked_sub(1).and_then(|at| self.steps.get(at)).cloned(),
            _ => None,
        };
        let mut verdicts = self.verdict_turns(&decision.changes, number);
        let mut edits = self.edit_turns(&decision.edits, number);
        if let Some(step) = taken_back {
            restore(&mut verdicts, &step.verdicts);
            restore(&mut edits, &step.edits);
        }
        if verdicts.is_empty() && edits.is_empty() {
            return None;
        }
        let counts = count(&verdicts, edits.len());
        self.steps.push(Arc::new(Step { at, reason: decision.reason.clone(), verdicts, edits, counts }));
        self.turn(number, true);
        self.done.push(number);
        self.undone.clear();
        Some(number)
    }

    /// What the last change of each word does, where it does something.
    fn verdict_turns(&mut self, changes: &[Change], to: u32) -> Vec<Turn<Option<Verdict>>> {
        let mut turns: Vec<Turn<Option<Verdict>>> = Vec::new();
        for Change { word, verdict: after } in changes {
            let after = *after;
            let word = match (after, self.words.find(word)) {
                (_, Some(word)) => word,
                // There is nothing to take back from a word nobody heard of.
                (None, None) => continue,
                (Some(_), None) => self.words.number(word),
            };
            if self.now.len() <= word as usize {
                self.now.resize(word as usize + 1, Now::default());
            }
            let now = &mut self.now[word as usize];
            if now.slot == 0 {
                turns.push(Turn { word, from: now.version, to, before: now.verdict, after });
                now.slot = turns.len() as u32;
            } else {
                turns[now.slot as usize - 1].after = after;
            }
        }
        for turn in &turns {
            self.now[turn.word as usize].slot = 0;
        }
        turns.retain(|turn| turn.before != turn.after);
        turns
    }

    fn edit_turns(&mut self, edits: &[Edit], to: u32) -> Vec<Turn<Said>> {
        let mut turns: Vec<Turn<Said>> = Vec::new();
        let mut slots: FxHashMap<u32, usize> = FxHashMap::default();
        for Edit { word, details } in edits {
            let after = (!details.is_empty()).then(|| Arc::clone(details));
            let word = self.words.number(word);
            match slots.get(&word) {
                Some(&slot) => turns[slot].after = after,
                None => {
                    let (before, from) = self.said.get(&word).cloned().unwrap_or_default();
                    slots.insert(word, turns.len());
                    turns.push(Turn { word, from, to, before, after });
                }
            }
        }
        turns.retain(|turn| turn.before != turn.after);
        turns
    }

    /// Does the step numbered `number`, or undoes it.
    fn turn(&mut self, number: u32, forward: bool) {
        let Some(step) = self.steps.get(number as usize - 1).cloned() else { return };
        for turn in &step.verdicts {
            let (verdict, version) = if forward { (turn.after, turn.to) } else { (turn.before, turn.from) };
            if self.now.len() <= turn.word as usize {
                self.now.resize(turn.word as usize + 1, Now::default());
            }
            let now = &mut self.now[turn.word as usize];
            if let Some(before) = now.verdict {
                *self.tally.slot(before) -= 1;
            }
            if let Some(verdict) = verdict {
                *self.tally.slot(verdict) += 1;
            }
            (now.verdict, now.version) = (verdict, version);
        }
        for turn in &step.edits {
            let (said, version) = if forward { (&turn.after, turn.to) } else { (&turn.before, turn.from) };
            self.said.insert(turn.word, (said.clone(), version));
        }
    }

    /// What takes the step numbered `number` back although others came after it: its words that are as it left them go
    /// back to what they were before it. To be made as a new step. `None` when there is no such step or it is undone.
    #[must_use]
    pub fn inverse(&self, number: u32) -> Option<Inverse> {
        let step = self.steps.get((number as usize).checked_sub(1)?)?;
        if self.done.binary_search(&number).is_err() {
            return None;
        }
        let mut inverse = Inverse::default();
        inverse.decision.reason = Reason::UndoOf(number);
        let mut since = Vec::new();
        for turn in &step.verdicts {
            if self.now.get(turn.word as usize).is_some_and(|now| now.version == turn.to) {
                let change = Change { word: self.words.text(turn.word).to_owned(), verdict: turn.before };
                inverse.decision.changes.push(change);
            } else {
                since.push(turn.word);
            }
        }
        for turn in &step.edits {
            if self.said.get(&turn.word).is_some_and(|(_, version)| *version == turn.to) {
                let details = turn.before.clone().unwrap_or_default();
                inverse.decision.edits.push(Edit { word: self.words.text(turn.word).to_owned(), details });
            } else {
                since.push(turn.word);
            }
        }
        since.sort_unstable();
        since.dedup();
        inverse.changed_since = since.iter().map(|&word| self.words.text(word).to_owned()).collect();
        Some(inverse)
    }

    /// The verdict of `word`.
    #[must_use]
    pub fn verdict(&self, word: &str) -> Option<Verdict> {
        self.words.find(word).and_then(|number| self.now.get(number as usize)).and_then(|now| now.verdict)
    }

    /// What is said of `word` beside the verdict.
    #[must_use]
    pub fn details(&self, word: &str) -> Option<&Arc<Details>> {
        self.words.find(word).and_then(|number| self.said.get(&number)).and_then(|(said, _)| said.as_ref())
    }

    /// The step that gave `word` the verdict it has.
    #[must_use]
    pub fn given_by(&self, word: &str) -> Option<Past<'_>> {
        let now = self.words.find(word).and_then(|number| self.now.get(number as usize))?;
        self.past(now.version)
    }

    /// Every decided word with its verdict, in ascending order of bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Verdict)> {
        let mut all: Vec<(&str, Verdict)> = self.unordered().collect();
        all.sort_unstable_by_key(|&(word, _)| word);
        all.into_iter()
    }

    /// Every decided word with its verdict, in the order they were first decided.
    pub fn unordered(&self) -> impl Iterator<Item = (&str, Verdict)> {
        let decided = self.now.iter().zip(0..).filter_map(|(now, number)| Some((number, now.verdict?)));
        decided.map(|(number, verdict)| (self.words.text(number), verdict))
    }

    /// Every word of which something is said beside the verdict, in ascending order of bytes.
    pub fn described(&self) -> impl Iterator<Item = (&str, &Arc<Details>)> {
        let said = self.said.iter().filter_map(|(&number, (said, _))| Some((self.words.text(number), said.as_ref()?)));
        let mut all: Vec<(&str, &Arc<Details>)> = said.collect();
        all.sort_unstable_by_key(|&(word, _)| word);
        all.into_iter()
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

    /// The step that [`Event::Undo`] would undo.
    #[must_use]
    pub fn last(&self) -> Option<Past<'_>> {
        self.past(*self.done.last()?)
    }

    /// The number of the last step, 0 without any.
    #[must_use]
    pub fn last_number(&self) -> u32 {
        self.steps.len() as u32
    }

    /// The step numbered `number`, which does not know whether another took it back: see [`Ledger::history`].
    #[must_use]
    pub fn past(&self, number: u32) -> Option<Past<'_>> {
        let step = self.steps.get((number as usize).checked_sub(1)?)?;
        Some(Past { ledger: self, step, number, undone: self.done.binary_search(&number).is_err(), undone_by: None })
    }

    /// Every step, the newest first.
    #[must_use]
    pub fn history(&self) -> Vec<Past<'_>> {
        let mut done = vec![false; self.steps.len()];
        for &number in &self.done {
            done[number as usize - 1] = true;
        }
        let mut taken_back: HashMap<u32, u32> = HashMap::new();
        let mut history = Vec::with_capacity(self.steps.len());
        for (at, step) in self.steps.iter().enumerate().rev() {
            let (number, undone) = (at as u32 + 1, !done[at]);
            let undone_by = taken_back.get(&number).copied();
            if let Reason::UndoOf(other) = step.reason
                && !undone
                && undone_by.is_none()
            {
                taken_back.entry(other).or_insert(number);
            }
            history.push(Past { ledger: self, step, number, undone, undone_by });
        }
        history
    }
}

fn count(verdicts: &[Turn<Option<Verdict>>], edited: usize) -> Counts {
    let mut counts = Counts { edited, ..Counts::default() };
    for turn in verdicts {
        match turn.after {
            Some(verdict) => *counts.given.slot(verdict) += 1,
            None => counts.taken_back += 1,
        }
    }
    counts
}

/// Gives the words that `turns` bring back to what they were before another step the version they had before it.
fn restore<T: PartialEq>(turns: &mut [Turn<T>], taken_back: &[Turn<T>]) {
    let theirs: FxHashMap<u32, &Turn<T>> = taken_back.iter().map(|turn| (turn.word, turn)).collect();
    for turn in turns {
        if let Some(theirs) = theirs.get(&turn.word)
            && theirs.to == turn.from
            && theirs.before == turn.after
        {
            turn.to = theirs.from;
        }
    }
}

impl<'l> Applied<'l> {
    /// How many words changed, those with two changes counted twice; 0 when there is nothing to save.
    #[must_use]
    pub fn len(&self) -> usize {
        self.step.map_or(0, |step| step.verdicts.len() + step.edits.len())
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The words whose verdict changed, each once, with the verdict they have now.
    pub fn verdicts(&self) -> impl Iterator<Item = (&'l str, Option<Verdict>)> + use<'l> {
        let Applied { ledger, step, forward } = *self;
        let turns = step.map_or(&[][..], |step| &step.verdicts);
        turns.iter().map(move |turn| (ledger.words.text(turn.word), if forward { turn.after } else { turn.before }))
    }

    /// The words whose details changed, each once.
    pub fn edited(&self) -> impl Iterator<Item = &'l str> + use<'l> {
        let ledger = self.ledger;
        let turns = self.step.map_or(&[][..], |step| &step.edits);
        turns.iter().map(move |turn| ledger.words.text(turn.word))
    }
}

impl<'l> Past<'l> {
    /// When it was made, in milliseconds since 1970.
    #[must_use]
    pub fn at(&self) -> i64 {
        self.step.at
    }

    /// Why it was made.
    #[must_use]
    pub fn reason(&self) -> &'l Reason {
        &self.step.reason
    }

    /// Whether it holds: neither undone nor taken back.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.undone && self.undone_by.is_none()
    }

    /// How many words it changed, those with two changes counted twice.
    #[must_use]
    pub fn len(&self) -> usize {
        self.step.verdicts.len() + self.step.edits.len()
    }

    /// Never: a step changes something.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The words it gave a verdict, with that verdict, in the order given; then those it edited are in
    /// [`Past::edited`].
    pub fn verdicts(&self) -> impl Iterator<Item = (&'l str, Option<Verdict>)> + use<'l> {
        Applied { ledger: self.ledger, step: Some(self.step), forward: true }.verdicts()
    }

    /// The words it edited, in the order given.
    pub fn edited(&self) -> impl Iterator<Item = &'l str> + use<'l> {
        Applied { ledger: self.ledger, step: Some(self.step), forward: true }.edited()
    }

    /// What it did to how many words.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.step.counts
    }
}
