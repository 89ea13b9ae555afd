//! `wordmine kwic`.

use crate::Sandbox;

#[test]
fn lines_are_aligned_by_columns_and_sorted() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    let run = |more: &[&str]| sandbox.run(&[&["kwic", text, "君子", "--width", "12"], more].concat());
    let plain = run(&[]);
    assert_eq!((plain.code, plain.err.as_str()), (0, ""));
    insta::assert_snapshot!("kwic_text", plain.out);
    insta::assert_snapshot!("kwic_right", run(&["--sort", "right"]).out);
    assert_eq!(run(&["--sort", "R1"]), run(&["--sort", "right"]));
    assert_eq!(run(&["--sort", "L1"]), run(&["--sort", "left"]));
    let mut sorted: Vec<String> = run(&["--sort", "left"]).out.lines().map(str::to_owned).collect();
    sorted.sort();
    let mut lines: Vec<&str> = plain.out.lines().collect();
    lines.sort();
    assert_eq!(sorted, lines);
    assert_eq!(run(&["--limit", "2"]).out.lines().count(), 2);
}

#[test]
fn orders_samples_and_documents_can_be_chosen() {
    let sandbox = Sandbox::new();
    sandbox.file("a.txt", "我说话很多。\n你说话不多！\n说话\n");
    sandbox.file("b.txt", "他们今天在家里说话说得很高兴。\n我说话很少，说话");
    let run = |more: &[&str]| sandbox.run(&[&["kwic", "*.txt", "说话", "--width", "30", "-q"], more].concat());
    let places = |more: &[&str]| -> Vec<String> {
        let run = run(more);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out.lines().map(|line| line.rsplit("  ").next().unwrap().to_owned()).collect()
    };
    let all = ["a.txt:1", "a.txt:2", "a.txt:3", "b.txt:1", "b.txt:2", "b.txt:2"];
    assert_eq!(places(&[]), all);
    assert_eq!(places(&["--sort", "r2"]), ["a.txt:3", "b.txt:2", "a.txt:1", "a.txt:2", "b.txt:2", "b.txt:1"]);
    assert_eq!(places(&["--sort", "R2"]), places(&["--sort", "r2"]));
    assert_eq!(places(&["--sort", "examples"])[0], "b.txt:1");
    assert_eq!(places(&["--sort", "examples", "--per-doc"]).len(), 2);
    assert_eq!(places(&["--per-doc"]), ["a.txt:1", "b.txt:1"]);
    let random = |seed| places(&["--sort", "random", "--seed", seed]);
    assert_eq!(random("1"), places(&["--sort", "random"]));
    assert!(["2", "3", "4"].iter().any(|seed| random(seed) != random("1")));
    for sort in ["l1", "l2", "l3", "r1", "r3", "left", "right", "random", "examples"] {
        let mut sorted = places(&["--sort", sort]);
        sorted.sort();
        assert_eq!(sorted, all, "{sort}");
    }
    let few = places(&["--sample", "3", "--seed", "2"]);
    assert_eq!(few.len(), 3);
    assert!(few.is_sorted(), "a sample stays in the order asked for: {few:?}");
    assert_eq!(places(&["--sample", "3", "--limit", "2"]).len(), 2);
    assert_eq!(run(&["--sample", "0"]).code, 2);
    assert_eq!(run(&["--sort", "r9"]).code, 2);
}

#[test]
fn a_project_gives_the_lines_of_its_texts() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    assert_eq!(sandbox.run(&["kwic", project, "君子"]), sandbox.run(&["kwic", "text.txt", "君子"]));
    let stdin = sandbox.run_with(&["kwic", "-", "君子"], "有君子也。");
    assert_eq!((stdin.code, stdin.out.contains("standard input:1")), (0, true), "{}", stdin.out);
}

#[test]
fn absent_words_and_bad_texts_have_their_codes() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["kwic", sandbox.text(), "小人"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", "wordmine: 小人 does not occur\n"));
    assert_eq!(sandbox.run(&["kwic", "text.txt", ""]).code, 2);
    assert_eq!(sandbox.run(&["kwic", "text.txt", "君子", "--limit", "0"]).code, 2);
    assert_eq!(sandbox.run(&["kwic", "none.txt", "小人"]).code, 3);
    assert_eq!(sandbox.run(&["kwic", "text.txt", "小人", "--width", "0"]).code, 2);
}

#[test]
fn hidden_characters_of_the_text_are_shown() {
    let sandbox = Sandbox::new();
    sandbox.file("t\u{202e}.txt", "\u{3000}\u{1b}]0;x\u{7}君子\u{202e}\u{200b}\ttail\u{9b}31m\r\n");
    let run = sandbox.run(&["kwic", "t\u{202e}.txt", "君子", "--width", "60"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let line = run.out.trim_end_matches('\n');
    assert!(line.chars().all(|c| !c.is_control() && c != '\u{202e}' && c != '\u{200b}'), "{line:?}");
    for mark in ["␣␛]0;x␇", "<U+202E><U+200B>␉tail<U+009B>31m", "t<U+202E>.txt:1"] {
        assert!(line.contains(mark), "{mark} in {line:?}");
    }
}

#[test]
fn a_string_inside_a_run_is_found_when_that_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.file("runs.txt", "说abcd话，abcd");
    let whole = sandbox.run(&["kwic", "runs.txt", "bc"]);
    let told = "wordmine: bc does not occur as a whole; --anywhere looks inside runs of letters too\n";
    assert_eq!((whole.code, whole.err.as_str()), (1, told));
    let inside = sandbox.run(&["kwic", "runs.txt", "bc", "--anywhere"]);
    assert_eq!((inside.code, inside.out.lines().count()), (0, 2), "{}", inside.err);
}

#[test]
fn neighbours_are_a_table() {
    let sandbox = Sandbox::new();
    sandbox.file("t.txt", "有君子，有君子也\n君子");
    let run = sandbox.run(&["neighbours", "t.txt", "君子"]);
    let wanted = "side\ttext\tcount\tbreak\nleft\t有\t2\tfalse\nleft\t(end)\t1\ttrue\n\
                  right\t(end)\t1\ttrue\nright\t也\t1\tfalse\nright\t，\t1\ttrue\n";
    assert_eq!((run.code, run.out.as_str()), (0, wanted), "{}", run.err);
    assert_eq!(sandbox.run(&["neighbours", "t.txt", "君子", "--limit", "1"]).out.lines().count(), 3);
    assert_eq!(sandbox.run(&["neighbours", "t.txt", "小人"]).code, 1);
}

#[test]
fn a_spread_is_a_row() {
    let sandbox = Sandbox::new();
    sandbox.file("t.txt", "君子".repeat(640));
    let run = sandbox.run(&["spread", "t.txt", "君子"]);
    let row = run.out.lines().nth(1).unwrap();
    assert!(row.starts_with("君子\t640\t1\t1\t0.0"), "{row}");
    assert_eq!(row.rsplit('\t').next().unwrap().split(',').count(), 64);
    assert_eq!(sandbox.run(&["spread", "t.txt", "小人"]).code, 1);
}
