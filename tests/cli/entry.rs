//! `wordmine entry`, `log`, `undo`.

use crate::{Run, Sandbox};

/// The time of a step is another one in every run.
fn timeless(text: &str) -> String {
    regex::Regex::new(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?").unwrap().replace_all(text, "TIME").into_owned()
}

fn decide(sandbox: &Sandbox, flag: &str, words: &str) -> Run {
    let run = sandbox.run_with(&["decide", "p.wordmine", flag, "-", "-q"], words);
    assert_eq!(run.code, 0, "{}", run.err);
    run
}

#[test]
fn the_log_tells_and_undo_takes_back() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let empty = sandbox.run(&["log", project]);
    assert_eq!((empty.code, empty.out.as_str()), (1, ""));
    assert_eq!(sandbox.run(&["undo", project]).code, 1);
    decide(&sandbox, "--accept", "君子\n夫子\n朋友");
    decide(&sandbox, "--reject", "夫子");
    sandbox.run(&["entry", project, "君子", "--note", "a gentleman"]);
    let log = sandbox.run(&["log", project]);
    assert_eq!((log.code, log.err.as_str()), (0, ""));
    insta::assert_snapshot!("log", timeless(&log.out));
    assert_eq!(sandbox.run(&["log", project, "--limit", "1"]).out.lines().count(), 1);

    let dry = sandbox.run(&["undo", project, "--step", "1", "--dry-run"]);
    assert_eq!(dry.code, 0);
    assert!(dry.err.contains("1 words were changed since and stay as they are: 夫子"), "{}", dry.err);
    assert!(dry.out.ends_with("accepted\t2\nrejected\t1\nlater\t0\n"), "{}", dry.out);
    let undone = sandbox.run(&["undo", project, "--step", "1"]);
    assert!(undone.out.ends_with("accepted\t0\nrejected\t1\nlater\t0\n"), "{}", undone.out);
    let json = sandbox.run(&["log", project, "--json"]).out;
    let newest: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!((&newest["step"], &newest["reason"]["undo-of"]), (&4.into(), &1.into()));
    assert!(json.lines().last().unwrap().contains("\"undone_by\":4"), "{json}");
    assert_eq!(sandbox.run(&["undo", project, "--step", "1"]).code, 1, "nothing of it is left");
    assert_eq!(sandbox.run(&["undo", project, "--step", "99"]).code, 2);
    assert_eq!(sandbox.run(&["undo", project, "2", "--step", "1"]).code, 2);

    let two = sandbox.run(&["undo", project, "2"]);
    assert!(two.out.starts_with("undone\t4\t") && two.out.contains("\nundone\t3\t"), "{}", two.out);
    let more = sandbox.run(&["undo", project, "9"]);
    assert_eq!((more.code, more.err.as_str()), (0, "wordmine: there were 2 steps to undo, not 9\n"));
    assert!(more.out.ends_with("accepted\t0\nrejected\t0\nlater\t0\n"), "{}", more.out);
}

#[test]
fn an_entry_is_shown_and_written() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let nothing = sandbox.run(&["entry", project, "君子"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
    assert_eq!(nothing.err, "wordmine: nothing is said of 君子\n");
    let edit = |args: &[&str]| sandbox.run(&[&["entry", project, "君子"], args].concat());
    let full = edit(&[
        "--pos",
        "n",
        "--pos",
        "ud:NOUN",
        "--reading",
        "jun1 zi3",
        "--note",
        "不器",
        "--tag",
        "人",
        "--weight",
        "12.5",
        "--domain",
        "论语",
        "--form",
        "君子",
        "--verdict",
        "accept",
    ]);
    assert_eq!((full.code, full.err.as_str()), (0, ""));
    insta::assert_snapshot!("entry", full.out);
    let more = edit(&["--tag", "德", "--clear", "weight"]);
    assert!(more.out.contains("tags\t人, 德\n") && !more.out.contains("weight"), "{}", more.out);
    assert!(more.out.contains("verdict\taccept\tby hand\tstep 1\t20"), "{}", more.out);
    let json: serde_json::Value = serde_json::from_str(&edit(&["--json"]).out).unwrap();
    assert_eq!((&json["surface"], &json["pos"][1]["tag"]), (&"君子".into(), &"NOUN".into()));
    assert_eq!(sandbox.run(&["log", project]).out.lines().count(), 2, "showing is no step");
    let undone = sandbox.run(&["undo", project]);
    assert_eq!(undone.code, 0);
    assert!(edit(&[]).out.contains("weight\t12.5"), "one step");
    for wrong in [&["--weight", "much"][..], &["--clear", "colour"], &["--verdict", "maybe"]] {
        assert_eq!(edit(wrong).code, 2, "{wrong:?}");
    }
    assert_eq!(edit(&["--clear", "all", "--verdict", "none"]).code, 1);
}

#[test]
fn a_word_inserted_by_hand_is_exported_with_its_count() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    for word in ["曾子曰", "碳中和"] {
        assert_eq!(sandbox.run(&["entry", project, word, "--verdict", "accept"]).code, 0);
    }
    let export = sandbox.run(&["export", project, "--format", "tsv"]);
    let count = |word: &str| {
        let line = export.out.lines().find(|line| line.starts_with(word)).unwrap_or_else(|| panic!("{}", export.out));
        line.split('\t').nth(1).unwrap().to_owned()
    };
    assert_eq!((count("曾子曰").as_str(), count("碳中和").as_str()), ("2", "0"));
}
