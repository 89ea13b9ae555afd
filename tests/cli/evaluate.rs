//! `wordmine evaluate`.

use std::fs;

use crate::Sandbox;

/// Ten lines: 天地 and 日月 in each as words, 星辰 in two, 玄黄 nowhere as a word.
fn gold(sandbox: &Sandbox) -> &'static str {
    let line = |n: usize| if n < 2 { "天地 玄 黄 日月 星辰\n" } else { "天地 玄 黄 日月\n" };
    sandbox.file("seg.txt", (0..10).map(line).collect::<String>())
}

#[test]
fn a_list_is_measured_in_three_forms() {
    let sandbox = Sandbox::new();
    let gold = gold(&sandbox);
    sandbox.file("list.tsv", "word\tcount\n天地\t10\n玄黄\t10\n星辰\t2\n日月\t10\n");
    let text = sandbox.run(&["evaluate", "list.tsv", "--gold", gold]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    insta::assert_snapshot!("evaluate_text", text.out);
    let tsv = sandbox.run(&["evaluate", "list.tsv", "--gold", gold, "--format", "tsv"]);
    let rows: Vec<Vec<&str>> = tsv.out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((rows.len(), rows[0].len()), (2, rows[1].len()));
    assert_eq!(rows[0][..8], ["list", "kept", "targets", "P", "R", "F1", "AP", "P@100"]);
    assert_eq!(rows[1][..8], ["list.tsv", "4", "2", "0.7500", "1.0000", "0.8571", "0.8333", "-"]);
    let json = sandbox
        .run_with(&["evaluate", "-", "--gold", gold, "--format", "json"], "{\"word\":\"天地\"}\n玄黄\n星辰\n日月\n");
    assert_eq!(
        json.out,
        "{\"list\": \"-\", \"kept\": 4, \"targets\": 2, \"P\": 0.75, \"R\": 1.0, \"F1\": 0.8571, \"AP\": 0.8333, \
         \"AP n=2\": 0.8333, \"kept n=2\": 4, \"targets n=2\": 2, \"P n=2\": 0.75, \"R n=2\": 1.0, \"F1 n=2\": 0.8571, \
         \"items@50%\": 1, \"items@80%\": 4, \"items@90%\": 4}\n"
    );
}

#[test]
fn lists_are_compared_and_drawn() {
    let sandbox = Sandbox::new();
    let gold = gold(&sandbox);
    sandbox.file("good.txt", "天地\n日月\n玄黄\n");
    sandbox.file("b&<d.txt", "玄黄\n地玄\n日月\n");
    let run = sandbox.run(&["evaluate", "good.txt", "b&<d.txt", "--gold", gold, "--svg", "curves.svg"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("evaluate_several", run.out);
    let svg = fs::read_to_string(sandbox.path("curves.svg")).unwrap();
    assert!(
        svg.starts_with("<svg") && svg.contains("good.txt") && svg.contains("b&amp;&lt;d.txt") && svg.contains("50 %")
    );
    let over = sandbox.run(&["evaluate", "good.txt", "--gold", gold, "--svg", "good.txt"]);
    assert_eq!(over.code, 2, "{}", over.err);
    assert_eq!(fs::read_to_string(sandbox.path("good.txt")).unwrap(), "天地\n日月\n玄黄\n");
}

#[test]
fn gold_may_be_a_folder_or_a_list_and_words_may_be_known() {
    let sandbox = Sandbox::new();
    gold(&sandbox);
    sandbox.file("folder/seg.txt", fs::read(sandbox.path("seg.txt")).unwrap());
    // As a substring of this text 日月 is too rare.
    sandbox.file("folder/raw.txt", "天地玄黄\n".repeat(10) + "日月\n");
    sandbox.file("gold.tsv", "天地\t10\n日月\t2\n");
    sandbox.file("known.txt", "天地 10 n\n");
    sandbox.file("list.txt", "天地\n日月\n");
    let targets = |args: &[&str]| {
        let run = sandbox.run(&[&["evaluate", "list.txt", "--format", "tsv", "--gold"], args].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        let fields: Vec<String> = run.out.lines().nth(1).unwrap().split('\t').map(str::to_owned).collect();
        (fields[1].clone(), fields[2].clone())
    };
    let numbers = |kept: &str, targets: &str| (kept.to_owned(), targets.to_owned());
    assert_eq!(targets(&["folder"]), numbers("2", "1"));
    assert_eq!(targets(&["folder/seg.txt"]), numbers("2", "2"));
    assert_eq!(targets(&["folder/seg.txt", "--known", "known.txt"]), numbers("1", "1"));
    assert_eq!(targets(&["gold.tsv"]), numbers("2", "1"));
    assert_eq!(targets(&["gold.tsv", "--min-gold", "2"]), numbers("2", "2"));
}

#[test]
fn a_segmentation_is_measured() {
    let sandbox = Sandbox::new();
    sandbox.file("gold.txt", "天地|玄|黄\n日月\n");
    sandbox.file("mine.txt", "天地 玄黄\n日月\n");
    let run = sandbox.run(&["evaluate", "--segmentation", "mine.txt", "--gold", "gold.txt"]);
    assert_eq!((run.code, run.err.as_str(), run.out.as_str()), (0, "", "words 4  P 0.6667  R 0.5000  F1 0.5714\n"));
    let json = sandbox.run(&["evaluate", "--segmentation", "mine.txt", "--gold", "gold.txt", "--format", "json"]);
    assert_eq!(json.out, "{\"words\": 4, \"said\": 3, \"same\": 2, \"P\": 0.6667, \"R\": 0.5, \"F1\": 0.5714}\n");
    sandbox.file("other.txt", "天地 玄黄\n日星\n");
    let other = sandbox.run(&["evaluate", "--segmentation", "other.txt", "--gold", "gold.txt"]);
    assert_eq!(other.code, 3);
    assert!(other.err.contains("other.txt is no segmentation of gold.txt: line 2: its text differs"), "{}", other.err);
}

#[test]
fn what_cannot_be_measured_is_told() {
    let sandbox = Sandbox::new();
    let gold = gold(&sandbox);
    sandbox.file("latin.txt", "abc\ndef\n");
    sandbox.file("list.txt", "天地\n");
    sandbox.file("bytes.txt", b"ok\nbad \xff\n");
    sandbox.file("json.txt", "{\"words\":1}\n");
    fs::create_dir(sandbox.path("empty")).unwrap();
    for (args, code, told) in [
        (&["latin.txt", "--gold", gold][..], 1, "latin.txt has no item to score: none of its 2 lines"),
        (
            &["list.txt", "--gold", "latin.txt"],
            1,
            "latin.txt gives no target: none of its 2 different words has 2 to 4",
        ),
        (&["list.txt", "--gold", gold, "--min-gold", "11"], 1, "occurs 11 times (--min-gold)"),
        (&["list.txt", "--gold", gold, "--min-raw", "11"], 1, "occurs 11 times in the raw text"),
        (&["none.txt", "--gold", gold], 3, "cannot read none.txt: there is no such file"),
        (&["list.txt", "--gold", "empty"], 3, "cannot read empty/seg.txt: there is no such file"),
        (&["bytes.txt", "--gold", gold], 3, "cannot read bytes.txt: it is not UTF-8: bad byte at offset 7, in line 2"),
        (&["json.txt", "--gold", gold], 3, "cannot read json.txt: line 1: it is no JSON object with a word"),
        (&["-", "-", "--gold", gold], 2, "standard input can be read once only"),
        (&["list.txt", "--gold", gold, "--min-length", "5"], 2, "--min-length is more than --max-length"),
        (&["list.txt"], 2, "--gold"),
        (&["--gold", gold], 2, "LIST"),
        (&["list.txt", "--segmentation", "list.txt", "--gold", gold], 2, "cannot be used with"),
        (&["list.txt", "--gold", gold, "--separator", "ab"], 2, "give space, bar, or one character"),
    ] {
        let run = sandbox.run(&[&["evaluate"], args].concat());
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{args:?}: {}", run.err);
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
    }
}

#[test]
fn what_discover_lists_can_be_measured() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    sandbox.file("gold.txt", "君子\n子曰\n子貢\n");
    for format in ["tsv", "jsonl"] {
        sandbox.run(&["discover", text, "--min-count", "2", "--format", format, "-o", "list"]);
        let run = sandbox.run(&["evaluate", "list", "--gold", "gold.txt", "--format", "tsv"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        let recall = run.out.lines().nth(1).unwrap().split('\t').nth(4).unwrap().to_owned();
        assert_eq!(recall, "1.0000", "{format}");
    }
}
