//! What the tests share.

use std::path::Path;

use proptest::prelude::*;
use wordmine::lexicon::{Change, Event, Verdict};
use wordmine::project::source::{Input, SourceRecord};
use wordmine::project::store::Manifest;

/// Some manifest.
pub fn manifest() -> Manifest {
    let file = Input::File("语料/一.txt".into());
    let source = |input| SourceRecord { bytes: 3, hash: "0f".to_owned(), ..SourceRecord::unread(input, "一") };
    Manifest { sources: vec![source(file), source(Input::Demo), source(Input::Stdin)], ..Manifest::default() }
}

/// The step numbered `i`: all alike in kind, each of its own word.
pub fn step(i: usize) -> Event {
    Event::Decide(vec![
        Change { word: format!("词{i}"), verdict: Some(Verdict::ALL[i % 3]) },
        Change { word: format!("又{i}"), verdict: None },
    ])
}

/// Events as a person makes them.
pub fn events() -> impl Strategy<Value = Vec<Event>> {
    let verdict = prop::option::of(prop::sample::select(Verdict::ALL.to_vec()));
    let change = ("[甲乙丙a]{1,2}|\\PC{1,4}|\0", verdict).prop_map(|(word, verdict)| Change { word, verdict });
    let event = prop_oneof![
        4 => prop::collection::vec(change, 1..6).prop_map(Event::Decide),
        1 => Just(Event::Undo),
        1 => Just(Event::Redo),
    ];
    prop::collection::vec(event, 0..12)
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
