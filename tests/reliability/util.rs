//! What the tests share.

use std::path::Path;

use proptest::prelude::*;
use wordmine::lexicon::decision::Place;
use wordmine::lexicon::entry::details::{Overrides, Reading};
use wordmine::lexicon::{Change, Decision, Details, Edit, Event, Reason, Verdict};
use wordmine::project::source::{Input, SourceRecord};
use wordmine::project::store::Manifest;

/// Some manifest.
pub fn manifest() -> Manifest {
    let file = Input::File("语料/一.txt".into());
    let source = |input| SourceRecord { bytes: 3, hash: "0f".to_owned(), ..SourceRecord::unread(input, "一") };
    Manifest { sources: vec![source(file), source(Input::Demo), source(Input::Stdin)], ..Manifest::default() }
}

/// The step numbered `i`, of two rows: each of its own word, some with a reason, some with details.
pub fn step(i: usize) -> Event {
    let mut changes = vec![Change { word: format!("词{i}"), verdict: Some(Verdict::ALL[i % 3]) }];
    let mut edits = Vec::new();
    if i % 4 == 3 {
        let details = Details { note: format!("记{i}"), ..Details::default() };
        edits.push(Edit { word: format!("词{i}"), details: details.into() });
    } else {
        changes.push(Change { word: format!("又{i}"), verdict: None });
    }
    let reason = if i % 5 == 1 { Reason::Import(format!("表{i}")) } else { Reason::Hand };
    Event::Decide(Decision { changes, edits, reason })
}

/// Events as a person makes them.
pub fn events() -> impl Strategy<Value = Vec<Event>> {
    let verdict = prop::option::of(prop::sample::select(Verdict::ALL.to_vec()));
    let change = ("[甲乙丙a]{1,2}|\\PC{1,4}|\0", verdict).prop_map(|(word, verdict)| Change { word, verdict });
    let edit =
        ("[甲乙]{1,2}|\\PC{1,4}|\0", details()).prop_map(|(word, details)| Edit { word, details: details.into() });
    let step = (prop::collection::vec(change, 0..6), prop::collection::vec(edit, 0..3), reason())
        .prop_map(|(changes, edits, reason)| Decision { changes, edits, reason })
        .prop_filter("a step is about some word", |decision| !decision.is_empty());
    let event = prop_oneof![
        4 => step.prop_map(Event::Decide),
        1 => Just(Event::Undo),
        1 => Just(Event::Redo),
    ];
    prop::collection::vec(event, 0..12)
}

fn reason() -> impl Strategy<Value = Reason> {
    let place = prop::sample::select(Place::ALL.to_vec());
    prop_oneof![
        4 => Just(Reason::Hand),
        1 => "\\PC{0,9}".prop_map(Reason::Where),
        1 => "\\PC{0,9}|\0".prop_map(Reason::Import),
        1 => (place, "\\PC{0,3}").prop_map(|(place, text)| Reason::Rule { place, text }),
        1 => any::<u32>().prop_map(Reason::UndoOf),
        1 => any::<bool>().prop_map(|value| Reason::Other(serde_json::json!({ "later": [value, null] }))),
    ]
}

/// Details as a person or an import makes them, also such that a newer program knows more of.
fn details() -> impl Strategy<Value = Details> {
    let text = || "\\PC{0,4}|\n|\0";
    let reading = (text(), text(), any::<bool>()).prop_map(|(value, source, check)| Reading {
        scheme: "pinyin".to_owned(),
        value,
        source: source.into(),
        check,
        ..Reading::default()
    });
    let weight = prop::option::of(prop::num::f64::NORMAL | prop::num::f64::ZERO);
    let parts = (text(), prop::collection::vec(reading, 0..3), prop::collection::vec(text(), 0..3), weight, text());
    parts.prop_map(|(note, readings, tags, weight, unknown)| Details {
        note,
        readings,
        tags,
        export: Overrides { weight, ..Overrides::default() },
        newer: [("zukunft".to_owned(), serde_json::json!([unknown, weight]))].into(),
        ..Details::default()
    })
}

/// Numbers that look random and are the same in every run (splitmix64: Steele, Lea and Flood, 2014).
pub struct Numbers(pub u64);

impl Numbers {
    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }
}

/// The names in `folder`, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The permission bits of `path`.
#[cfg(unix)]
pub fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
