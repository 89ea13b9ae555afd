#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// What every word has: its verdict, its note.
type Snapshot = (BTreeMap<String, Verdict>, BTreeMap<String, String>);

/// The obvious model: the whole state after every step, and a finger on the present one.
struct History {
    states: Vec<Snapshot>,
    now: usize,
}

impl History {
    fn new() -> Self {
        History { states: vec![Snapshot::default()], now: 0 }
    }

    fn apply(&mut self, event: &Event) {
        match event {
            Event::Decide(decision) => {
                let mut next = self.states[self.now].clone();
                for change in &decision.changes {
                    match change.verdict {
                        Some(verdict) => next.0.insert(change.word.clone(), verdict),
                        None => next.0.remove(&change.word),
                    };
                }
                for edit in &decision.edits {
                    match edit.details.note.as_str() {
                        "" => next.1.remove(&edit.word),
                        note => next.1.insert(edit.word.clone(), note.to_owned()),
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

fn snapshot(ledger: &Ledger) -> Snapshot {
    let verdicts = ledger.iter().map(|(word, verdict)| (word.to_owned(), verdict)).collect();
    let notes = ledger.described().map(|(word, details)| (word.to_owned(), details.note.clone())).collect();
    (verdicts, notes)
}

fn verdict() -> impl Strategy<Value = Option<Verdict>> {
    prop_oneof![Just(None), Just(Some(Verdict::Accept)), Just(Some(Verdict::Reject)), Just(Some(Verdict::Later))]
}

fn noted(word: &str, note: &str) -> Edit {
    Edit { word: word.to_owned(), details: Arc::new(Details { note: note.to_owned(), ..Details::default() }) }
}

fn decision() -> impl Strategy<Value = Event> {
    let change = ("[甲乙丙a]{1,2}", verdict()).prop_map(|(word, verdict)| Change { word, verdict });
    let edit = ("[甲乙]{1,2}", "[xy]{0,1}").prop_map(|(word, note)| noted(&word, &note));
    (prop::collection::vec(change, 0..5), prop::collection::vec(edit, 0..3))
        .prop_map(|(changes, edits)| Event::Decide(Decision { changes, edits, reason: Reason::Hand }))
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![3 => decision(), 2 => Just(Event::Undo), 1 => Just(Event::Redo)]
}

proptest! {
    #[test]
    fn the_ledger_is_a_walk_through_snapshots(events in prop::collection::vec(event(), 0..60)) {
        let mut model = History::new();
        let mut ledger = Ledger::default();
        for event in &events {
            let before = model.states[model.now].clone();
            model.apply(event);
            let applied = ledger.apply(event, 0);
            let changes: Vec<(String, Option<Verdict>)> =
                applied.verdicts().map(|(word, verdict)| (word.to_owned(), verdict)).collect();
            let edited: BTreeSet<String> = applied.edited().map(str::to_owned).collect();
            prop_assert_eq!(applied.len(), changes.len() + edited.len());
            let state = &model.states[model.now];
            prop_assert_eq!(&snapshot(&ledger), state);

            let mut patched = before.0.clone();
            for (word, verdict) in changes {
                prop_assert_ne!(before.0.get(&word).copied(), verdict, "a change that changes nothing");
                match verdict {
                    Some(verdict) => patched.insert(word, verdict),
                    None => patched.remove(&word),
                };
            }
            prop_assert_eq!(&patched, &state.0);
            let other_notes: BTreeSet<String> = before.1.iter().chain(&state.1)
                .filter(|(word, _)| before.1.get(*word) != state.1.get(*word)).map(|(word, _)| word.clone()).collect();
            prop_assert_eq!(edited, other_notes);

            let count = |wanted| state.0.values().filter(|&&verdict| verdict == wanted).count();
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
        prop_assert_eq!(snapshot(&replayed), snapshot(&ledger));
        prop_assert_eq!(replayed.undo_depth(), ledger.undo_depth());
    }

    #[test]
    fn all_steps_taken_back_newest_first_leave_nothing(
        events in prop::collection::vec((event(), prop::option::of(any::<prop::sample::Index>())), 0..30),
    ) {
        let mut ledger = Ledger::default();
        for (event, taken_back) in events {
            ledger.apply(&event, 0);
            // Some steps are taken back in between, some of those are themselves of that kind.
            if let Some(index) = taken_back
                && ledger.last_number() > 0
                && let Some(inverse) = ledger.inverse(1 + index.index(ledger.last_number() as usize) as u32)
            {
                ledger.apply(&Event::Decide(inverse.decision), 0);
            }
        }
        for number in (1..=ledger.last_number()).rev() {
            let Some(inverse) = ledger.inverse(number) else { continue };
            prop_assert!(inverse.changed_since.is_empty(), "{:?}", inverse.changed_since);
            ledger.apply(&Event::Decide(inverse.decision), 0);
        }
        prop_assert_eq!(snapshot(&ledger), Snapshot::default());
    }

    #[test]
    fn taking_a_step_back_touches_no_word_changed_later(
        events in prop::collection::vec(event(), 1..30),
        index in any::<prop::sample::Index>(),
    ) {
        let mut ledger = Ledger::replay(&events);
        if ledger.last_number() == 0 {
            return Ok(());
        }
        let number = 1 + index.index(ledger.last_number() as usize) as u32;
        let words = |step: &Past<'_>| -> BTreeSet<(bool, String)> {
            let verdicts = step.verdicts().map(|(word, _)| (false, word.to_owned()));
            verdicts.chain(step.edited().map(|word| (true, word.to_owned()))).collect()
        };
        let own = words(&ledger.past(number).unwrap());
        let later: BTreeSet<(bool, String)> =
            ledger.history().iter().filter(|step| step.number > number && !step.undone).flat_map(words).collect();
        let before = snapshot(&ledger);
        let Some(inverse) = ledger.inverse(number) else {
            prop_assert!(ledger.past(number).unwrap().undone);
            return Ok(());
        };
        let decision = &inverse.decision;
        let touched: BTreeSet<(bool, String)> = decision.changes.iter().map(|change| (false, change.word.clone()))
            .chain(decision.edits.iter().map(|edit| (true, edit.word.clone()))).collect();
        prop_assert_eq!(&touched, &own.difference(&later).cloned().collect());
        let since: BTreeSet<String> = inverse.changed_since.iter().cloned().collect();
        prop_assert_eq!(since, own.intersection(&later).map(|(_, word)| word.clone()).collect());
        let applied = ledger.apply(&Event::Decide(inverse.decision.clone()), 0).len();
        prop_assert_eq!(applied, touched.len());
        // Taking that back as well is doing the step again.
        if applied > 0 {
            let again = ledger.inverse(ledger.last_number()).unwrap();
            ledger.apply(&Event::Decide(again.decision), 0);
            prop_assert_eq!(snapshot(&ledger), before);
        }
    }
}

fn decide(word: &str, verdict: Option<Verdict>) -> Event {
    Event::decide(vec![Change { word: word.to_owned(), verdict }])
}

#[test]
fn a_bulk_step_is_undone_and_redone_as_one() {
    let words = || (0..1000).map(|i| Change { word: format!("词{i}"), verdict: Some(Verdict::Accept) });
    let mut ledger = Ledger::replay(&[decide("词7", Some(Verdict::Reject))]);
    assert_eq!(ledger.apply(&Event::decide(words().collect()), 0).len(), 1000);
    assert_eq!(ledger.tally(), Tally { accepted: 1000, ..Tally::default() });
    assert_eq!(ledger.apply(&Event::Undo, 0).len(), 1000);
    assert_eq!(ledger.verdict("词7"), Some(Verdict::Reject));
    ledger.apply(&Event::Redo, 0);
    assert_eq!(ledger.verdict("词7"), Some(Verdict::Accept));
}

#[test]
fn a_decision_without_effect_keeps_what_can_be_redone() {
    let mut ledger = Ledger::replay(&[decide("甲", Some(Verdict::Accept)), Event::Undo]);
    assert!(ledger.apply(&decide("乙", None), 0).is_empty());
    assert_eq!((ledger.undo_depth(), ledger.redo_depth()), (0, 1));
    ledger.apply(&decide("乙", Some(Verdict::Later)), 0);
    assert_eq!((ledger.undo_depth(), ledger.redo_depth()), (1, 0));
}

#[test]
fn a_verdict_and_details_are_one_step() {
    let decision = Decision {
        changes: vec![Change { word: "内卷".to_owned(), verdict: Some(Verdict::Accept) }],
        edits: vec![noted("内卷", "involution")],
        reason: Reason::Import("a".to_owned()),
    };
    let mut ledger = Ledger::default();
    assert_eq!(ledger.apply(&Event::Decide(decision), 0).len(), 2);
    assert_eq!(ledger.details("内卷").unwrap().note, "involution");
    assert_eq!(ledger.apply(&Event::Undo, 0).len(), 2);
    assert_eq!((ledger.verdict("内卷"), ledger.details("内卷")), (None, None));
}

#[test]
fn the_history_tells_what_happened() {
    let rule = Reason::Rule { place: Place::Prefix, text: "的".to_owned() };
    let bulk = Decision {
        changes: ["的人", "的是"].map(|word| Change { word: word.to_owned(), verdict: Some(Verdict::Reject) }).into(),
        reason: rule.clone(),
        ..Decision::default()
    };
    let events = [Event::Decide(bulk), decide("内卷", Some(Verdict::Accept)), decide("乙", None), Event::Undo];
    let mut ledger = Ledger::replay_at(events.iter().zip([10, 20, 30, 40]));
    let inverse = ledger.inverse(1).unwrap();
    assert_eq!(inverse.decision.changes.len(), 2);
    ledger.apply(&Event::Decide(inverse.decision), 50);
    let history = ledger.history();
    assert_eq!(history.iter().map(|step| step.number).collect::<Vec<_>>(), [3, 2, 1]);
    assert_eq!(history.iter().map(Past::at).collect::<Vec<_>>(), [50, 20, 10]);
    assert_eq!(
        history.iter().map(|step| (step.undone, step.undone_by)).collect::<Vec<_>>(),
        [(false, None), (true, None), (false, Some(3))]
    );
    assert_eq!(history[2].reason(), &rule);
    assert_eq!(history[2].counts().given.rejected, 2);
    assert_eq!(history[0].counts().taken_back, 2);
    assert_eq!(history[2].verdicts().map(|(word, _)| word).collect::<Vec<_>>(), ["的人", "的是"]);
    assert_eq!(history[0].reason().to_string(), "undo of step 1");
    assert_eq!(ledger.inverse(2), None);
    assert_eq!(ledger.inverse(9), None);
    assert_eq!(ledger.inverse(0), None);
    assert!(ledger.inverse(1).unwrap().decision.is_empty());
}

#[test]
fn a_made_up_undo_is_a_decision_like_another() {
    let mut ledger = Ledger::replay(&[decide("甲", Some(Verdict::Accept))]);
    for number in [0, 1, 7, u32::MAX] {
        let reason = Reason::UndoOf(number);
        let changes = vec![Change { word: "甲".to_owned(), verdict: Some(Verdict::Reject) }];
        ledger.apply(&Event::Decide(Decision { changes, reason, ..Decision::default() }), 0);
        assert_eq!(ledger.verdict("甲"), Some(Verdict::Reject));
        ledger.apply(&Event::Undo, 0);
    }
    assert!(ledger.inverse(1).unwrap().changed_since.is_empty());
}
