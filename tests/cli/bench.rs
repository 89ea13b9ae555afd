//! `wordmine bench`.

use crate::Sandbox;

/// What is measured, in order, with the unit and what it is divided by.
const FIGURES: [(&str, &str, &str); 19] = [
    ("text", "bytes", "-"),
    ("candidates", "rows", "-"),
    ("read the text, wall", "s", "-"),
    ("peak memory after the first table", "bytes", "byte of text"),
    ("floor: ids and bigrams, processor", "s", "floor"),
    ("statistics, processor", "s", "floor"),
    ("table, processor", "s", "floor"),
    ("table of n-grams up to 12, processor", "s", "table up to 6"),
    ("table, wall", "s", "-"),
    ("table on one thread, wall", "s", "table on all threads"),
    ("threads", "threads", "-"),
    ("first list, wall", "ms", "-"),
    ("threshold indexes, wall", "ms", "-"),
    ("threshold drag, median", "ms", "-"),
    ("threshold drag, 99 of 100", "ms", "-"),
    ("threshold jump, median", "ms", "-"),
    ("threshold jump, 99 of 100", "ms", "-"),
    ("first 50 contexts, median", "ms", "-"),
    ("first 50 contexts, 99 of 100", "ms", "-"),
];

#[test]
fn every_figure_is_given() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    let size = std::fs::metadata(sandbox.path(text)).unwrap().len();
    let run = sandbox.run(&["bench", text, "--rounds", "1", "--threads", "2"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let mut lines = run.out.lines();
    assert_eq!(lines.next(), Some("measure\tvalue\tunit\tratio\tto"));
    let cache = [("cache, save", "ms", "-"), ("cache, load", "ms", "-")];
    for (measure, unit, to) in FIGURES.into_iter().chain(cache) {
        let fields: Vec<&str> = lines.next().unwrap().split('\t').collect();
        assert_eq!((fields.len(), fields[0], fields[2]), (5, measure, unit));
        if cfg!(target_os = "linux") {
            assert_eq!(fields[4], to, "{measure}");
            assert!(fields[1].parse::<f64>().is_ok_and(|value| value >= 0.0), "{fields:?}");
            assert_eq!(fields[3].parse::<f64>().is_ok(), to != "-", "{fields:?}");
        }
    }
    assert_eq!(lines.next(), None);
    assert!(run.out.contains(&format!("text\t{size}\tbytes")));
    assert!(run.out.contains("threads\t2\tthreads"));
    assert_eq!(sandbox.names(), ["text.txt"]);
    assert!(!sandbox.path("cache").exists(), "nothing is kept");
}

#[test]
fn what_cannot_be_measured_is_told() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.run(&["bench"]).code, 2);
    assert_eq!(sandbox.run(&["bench", sandbox.text(), "--rounds", "0"]).code, 2);
    assert_eq!(sandbox.run(&["bench", "none.txt"]).code, 3);
    sandbox.file("few.txt", "天地玄黃");
    let few = sandbox.run(&["bench", "few.txt"]);
    assert_eq!(few.code, 1);
    assert!(few.err.contains("no candidate"), "{}", few.err);
}
