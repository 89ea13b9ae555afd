#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::engine::candidates::{Columns, Totals};
use crate::lexicon::{Change, Event};

fn analysis() -> Analysis {
    let columns = Columns {
        blob: "天地".to_owned(),
        ends: vec![6],
        length: vec![2],
        count: vec![7],
        pmi: vec![1.5],
        left: vec![0.5],
        right: vec![0.25],
        score: vec![0.75],
        left_kinds: vec![3],
        right_kinds: vec![2],
        ..Columns::default()
    };
    let totals = Totals { symbols: 100, alphabet: 10, segments: 5 };
    Analysis {
        corpus: Arc::new(Corpus::from_text("t", "天地玄黄。宇宙天地")),
        table: Arc::new(CandidateTable::new(columns, Floors::default(), totals).unwrap()),
        sources: Vec::new(),
        skipped: Skips::default(),
        from_cache: false,
        reference: None,
    }
}

fn ledger(words: &[&str]) -> Ledger {
    let change = |word: &&str| Change { word: (*word).to_owned(), verdict: Some(Verdict::Accept) };
    Ledger::replay(&[Event::decide(words.iter().map(change).collect())])
}

#[test]
fn the_implied_project_follows_the_set_of_texts() {
    let folders = Folders { config: "/c".into(), projects: "/p".into(), cache: "/k".into() };
    let [a, b] = [Input::File("/x/a.txt".into()), Input::File("/x/b.txt".into())];
    let both = implied_project(&[a.clone(), b.clone()], &folders);
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(name(&both).starts_with("a-") && name(&both).ends_with(".wordmine"), "{both:?}");
    let swapped = implied_project(&[b, a.clone()], &folders);
    assert_eq!(name(&swapped)[1..], name(&both)[1..]);
    assert_ne!(implied_project(&[a], &folders), both);
    assert_ne!(implied_project(&[Input::Demo], &folders), implied_project(&[Input::Stdin], &folders));
    let long = implied_project(&[Input::File(format!("/x/{}.txt", "长".repeat(200)).into())], &folders);
    assert!(name(&long).len() < 200);
}

#[test]
fn a_project_is_made_once_and_then_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/p.wordmine");
    let request = Request { inputs: vec![Input::File("novel.txt".into())], ..Request::default() };
    let (store, contents) = open_or_create(&path, &request, Floors::default()).unwrap();
    assert!(matches!(&contents.manifest.sources[0].input, Input::File(path) if path.is_absolute()));
    assert_eq!(contents.manifest.sources[0].name, "novel.txt");
    store.close().unwrap();
    let (_store, again) = open_or_create(&path, &Request::default(), Floors { min_count: 9, max_length: 3 }).unwrap();
    assert_eq!(again.manifest, contents.manifest);
    assert!(matches!(open_or_create(&path, &request, Floors::default()), Err(WorkbenchError::Store(_))));
}

#[test]
fn entries_have_their_numbers_and_the_others_are_counted() {
    let found = entries(&ledger(&["宇宙", "天地", "没有"]), Verdict::Accept, &analysis(), &Control::new()).unwrap();
    let seen: Vec<_> = found.iter().map(|e| (e.word.as_str(), e.count, e.evidence.is_some())).collect();
    assert_eq!(seen, [("天地", 7, true), ("宇宙", 1, false), ("没有", 0, false)]);
    assert_eq!(entries(&ledger(&["天地"]), Verdict::Reject, &analysis(), &Control::new()).unwrap(), []);
}

#[test]
fn the_dictionary_holds_the_accepted_words() {
    let dictionary = dictionary(&ledger(&["天地", "没有"]), &analysis().table).unwrap();
    assert_eq!((dictionary.get("天地"), dictionary.get("没有"), dictionary.get("玄")), (Some(7), Some(0), None));
}

#[test]
fn an_export_of_nothing_is_an_error_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("words.txt");
    let list = format::by_name("list").unwrap();
    let context = analysis().context(Units::Nats);
    let error = export_to_file(Vec::new(), list, context, &path).unwrap_err();
    assert_eq!(error.to_string(), "nothing to export: no word has this verdict yet");
    let bad = Entry { word: "a\nb".to_owned(), count: 1, evidence: None, verdict: None, details: None };
    let error = export_to_file(vec![bad.clone()], list, context, &path).unwrap_err();
    assert!(error.to_string().contains("can hold none of the 1 words"), "{error}");
    assert!(!path.exists());
    let good = Entry { word: "天地".to_owned(), count: 1, evidence: None, verdict: None, details: None };
    let report = export_to_file(vec![bad, good], list, context, &path).unwrap();
    assert_eq!((report.written, report.skipped.len()), (1, 1));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "天地\n");
}
