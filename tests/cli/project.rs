//! `wordmine new`, `decide`, `export`, `dict lookup`, `info`.

use std::fs;

use wordmine::project::store::Store;

use crate::Sandbox;

#[test]
fn a_new_project_is_reported() {
    let sandbox = Sandbox::new();
    let made = sandbox.run(&["new", "p.wordmine", sandbox.text(), "--min-count", "2", "--max-length", "4"]);
    assert_eq!((made.code, made.err.as_str()), (0, ""));
    insta::assert_snapshot!("new", made.out);
}

#[test]
fn decisions_add_up_and_are_kept() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    sandbox.file("yes.txt", "君子\n夫子\n朋友\n");
    let decide = |args: &[&str], stdin: &str| sandbox.run_with(&[&["decide", project], args].concat(), stdin);
    let run = decide(&["--accept", "yes.txt", "--reject", "-"], "word\tcount\nA\t3\n之求\t2\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.out, "changed\t5\naccepted\t3\nrejected\t2\nlater\t0\n");
    assert_eq!(run.err, "wordmine: 1 of the words are no candidates of the text, kept all the same: A\n");
    let again = decide(&["--accept", "yes.txt"], "");
    assert_eq!((again.code, again.out.lines().next()), (0, Some("changed\t0")));
    let later = decide(&["--later", "-"], "朋友");
    assert_eq!(later.out, "changed\t1\naccepted\t2\nrejected\t2\nlater\t1\n");
    let info = sandbox.run(&["info", project]);
    assert_eq!((info.code, info.err.as_str()), (0, ""));
    insta::assert_snapshot!("info", info.out);
    assert!(!sandbox.names().iter().any(|name| name.ends_with("-wal")), "{:?}", sandbox.names());
}

#[test]
fn what_discover_and_export_write_decide_reads() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    for format in ["tsv", "jsonl"] {
        let rows = sandbox.run(&["discover", "text.txt", "--min-count", "2", "--top", "7", "--format", format]).out;
        let run = sandbox.run_with(&["decide", project, "--accept", "-"], rows);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert!(run.out.contains("accepted\t7\n"), "{}", run.out);
    }
    for format in ["list", "tsv", "jsonl", "jieba"] {
        let words = sandbox.run(&["export", project, "--format", format]).out;
        let run = sandbox.run_with(&["decide", project, "--accept", "-"], words);
        assert_eq!((run.code, run.out.lines().next()), (0, Some("changed\t0")), "{format}: {}", run.err);
    }
}

#[test]
fn a_contradiction_or_a_bad_list_changes_nothing() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    for (args, stdin, code, told) in [
        (&["--accept", "-", "--reject", "text.txt"][..], "君子", 3, "text.txt: line 1"),
        (&["--accept", "a", "--reject", "-"], "君子", 3, "is in a list to accept and in one to reject"),
        (&["--accept", "-", "--reject", "-"], "君子", 2, "read once only"),
        (&["--accept", "-"], "\n\n", 1, "no word"),
        (&["--accept", "none"], "", 3, "cannot read none"),
        (&["--accept", "."], "", 3, "no regular file"),
    ] {
        sandbox.file("a", "君子\n");
        sandbox.file("text.txt", "two words\n");
        let run = sandbox.run_with(&[&["decide", project], args].concat(), stdin);
        assert_eq!(run.code, code, "{args:?}: {}", run.err);
        assert!(run.err.contains(told), "{}", run.err);
    }
    assert!(sandbox.run(&["info", project]).out.contains("steps\t0 to undo"));
}

#[test]
fn decisions_outlive_the_text() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    fs::remove_file(sandbox.path("text.txt")).unwrap();
    let run = sandbox.run_with(&["decide", project, "--accept", "-"], "君子");
    assert_eq!((run.code, run.out.lines().next()), (0, Some("changed\t1")));
    assert!(run.err.contains("not compared with the text"), "{}", run.err);
    let run = sandbox.run(&["export", project, "--format", "list"]);
    assert_eq!((run.code, run.out.as_str()), (3, ""));
    assert!(run.err.contains("text.txt"), "{}", run.err);
}

#[test]
fn exports_report_and_are_all_or_nothing() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let nothing = sandbox.run(&["export", project, "--format", "list", "-o", "words.txt"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (1, ""));
    assert_eq!(nothing.err, "wordmine: nothing to export: no word has this verdict yet\n");
    assert!(!sandbox.path("words.txt").exists());
    sandbox.run_with(&["decide", project, "--accept", "-"], "君子\n夫子\n");
    sandbox.run_with(&["decide", project, "--reject", "-"], "之求\n");
    let list = sandbox.run(&["export", project, "--format", "list"]);
    assert_eq!((list.code, list.out.as_str()), (0, "君子\n夫子\n"));
    assert_eq!(list.err, "wordmine: 2 words written as list\n");
    let quiet = sandbox.run(&["export", project, "--format", "list", "-q", "-o", "words.txt"]);
    assert_eq!((quiet.code, quiet.out.as_str(), quiet.err.as_str()), (0, "", ""));
    assert_eq!(fs::read_to_string(sandbox.path("words.txt")).unwrap(), list.out);
    assert_eq!(sandbox.run(&["export", project, "--format", "list", "--verdict", "reject"]).out, "之求\n");
    let tsv = sandbox.run(&["export", project, "--format", "tsv"]).out;
    let first: Vec<&str> = tsv.lines().nth(1).unwrap().split('\t').collect();
    assert_eq!((first[0], first.last()), ("君子", Some(&"nats")));
    for target in ["text.txt", project, "."] {
        assert_eq!(sandbox.run(&["export", project, "--format", "list", "-o", target]).code, 2, "{target}");
    }
    assert!(Store::is_project(&sandbox.path(project)));
}

#[test]
fn formats_are_listed_and_misspelled_ones_corrected() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let listed = sandbox.run(&["export", "--list-formats"]);
    assert_eq!(listed.code, 0);
    for name in ["list", "tsv", "jsonl", "jieba", "fst"] {
        assert!(listed.out.lines().any(|line| line.starts_with(&format!("{name}\t"))), "{name}");
    }
    let run = sandbox.run(&["export", project, "--format", "jeiba"]);
    assert_eq!((run.code, run.err.as_str()), (2, "wordmine: there is no format jeiba; did you mean jieba?\n"));
    assert_eq!(sandbox.run(&["export", project]).code, 2);
}

#[test]
fn a_dictionary_is_looked_up() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    sandbox.run_with(&["decide", project, "--accept", "-"], "君子\n夫子\n");
    assert_eq!(sandbox.run(&["export", project, "--format", "fst", "-o", "d.fst"]).code, 0);
    let run = sandbox.run(&["dict", "lookup", "d.fst", "夫子", "君子"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "夫子\t3\n君子\t4\n", ""));
    let run = sandbox.run(&["dict", "lookup", "d.fst", "君子", "小人"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "君子\t4\n", "wordmine: 小人 is not in d.fst\n"));
    for (name, told) in
        [("text.txt", "cannot use text.txt"), ("none.fst", "cannot read none.fst"), (".", "cannot read .")]
    {
        let run = sandbox.run(&["dict", "lookup", name, "君子"]);
        assert_eq!(run.code, 3, "{name}");
        assert!(run.err.contains(told), "{}", run.err);
    }
}

#[test]
fn a_project_is_never_made_over_something() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let before = fs::read(sandbox.path(project)).unwrap();
    let run = sandbox.run(&["new", project, "text.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("exists already"), "{}", run.err);
    assert_eq!(fs::read(sandbox.path(project)).unwrap(), before);
    let run = sandbox.run_with(&["new", "q.wordmine", "-"], "天地");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("save standard input to a file"), "{}", run.err);
    assert_eq!(sandbox.run(&["new", "q.wordmine", "none.txt"]).code, 3);
    assert_eq!(sandbox.run(&["new", "q.wordmine", "text.txt", "--min-count", "1"]).code, 2);
    assert!(!sandbox.path("q.wordmine").exists());
}

#[test]
fn locked_damaged_and_foreign_projects_are_refused() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let commands = [
        &["info", "p.wordmine"][..],
        &["decide", "p.wordmine", "--accept", "-"],
        &["export", "p.wordmine", "--format", "list"],
        &["kwic", "p.wordmine", "君子"],
    ];
    let held = Store::open(&sandbox.path(project)).unwrap();
    for command in commands {
        let run = sandbox.run_with(command, "君子");
        assert_eq!((run.code, run.out.as_str()), (4, ""), "{command:?}");
        assert!(run.err.contains("p.wordmine is open in another wordmine (process "), "{}", run.err);
    }
    held.0.close().unwrap();
    let sound = fs::read(sandbox.path(project)).unwrap();
    fs::write(sandbox.path(project), &sound[..sound.len() / 2]).unwrap();
    for command in commands {
        let run = sandbox.run_with(command, "君子");
        assert_eq!((run.code, run.out.as_str()), (4, ""), "{command:?}");
        assert!(run.err.contains("p.wordmine is damaged"), "{}", run.err);
    }
    let run = sandbox.run(&["export", "text.txt", "--format", "list"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("text.txt is no wordmine project"), "{}", run.err);
    let run = sandbox.run(&["info", "none.wordmine"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("there is no project at none.wordmine"), "{}", run.err);
}

#[test]
fn a_condition_says_what_is_decided_and_exported() {
    let sandbox = Sandbox::new();
    sandbox.run(&["new", "p.wordmine", sandbox.text(), "--min-count", "2"]);
    let decide = |args: &[&str]| sandbox.run(&[&["decide", "p.wordmine"], args].concat());
    let number = |out: &str, name: &str| -> usize {
        let line =
            out.lines().find_map(|line| line.strip_prefix(&format!("{name}\t"))).unwrap_or_else(|| panic!("{out}"));
        line.parse().unwrap()
    };
    let all = sandbox.run(&["discover", sandbox.text(), "--min-count", "2", "--where", "len = 2 and count > 2"]);
    let listed = all.out.lines().count() - 1;
    assert!(listed > 3, "{}", all.err);
    let dry = decide(&["--accept", "--where", "len = 2 and count > 2", "--dry-run"]);
    assert_eq!(
        (dry.code, number(&dry.out, "matching"), number(&dry.out, "would change")),
        (0, listed, listed),
        "{}",
        dry.err
    );
    assert!(dry.err.contains("not changed: "));
    let done = decide(&["--accept", "--where", "len = 2 and count > 2"]);
    assert_eq!((number(&done.out, "changed"), number(&done.out, "accepted")), (listed, listed));
    let again = decide(&["--reject", "--where", "accepted and count > 3"]);
    let some = number(&again.out, "rejected");
    assert!(some > 0 && some < listed);
    let run = sandbox.run(&["export", "p.wordmine", "--format", "list", "--where", "docs > 0 and count = 3"]);
    assert_eq!((run.code, run.out.lines().count()), (0, listed - some), "{}", run.err);
    let none = sandbox.run(&["export", "p.wordmine", "--format", "list", "--where", "len > 9"]);
    assert_eq!(none.code, 1, "{}", none.err);
    for (args, code) in [
        (&["--accept"][..], 2),
        (&["--accept", "--reject", "--where", "count>2"], 2),
        (&["--accept", "x.txt", "--where", "count>2"], 2),
        (&["--where", "count>2"], 2),
        (&["--accept", "--where", "marked"], 2),
        (&["--accept", "--where", "count>99999"], 1),
    ] {
        assert_eq!(decide(args).code, code, "{args:?}");
    }
}
