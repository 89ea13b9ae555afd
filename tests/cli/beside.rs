//! `wordmine discover` with something beside the text: a reference, periods, folding.

use std::collections::HashMap;

use crate::Sandbox;

/// The rows by word, each with its cells by column.
fn rows(out: &str) -> HashMap<String, HashMap<String, String>> {
    let mut lines = out.lines().map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().unwrap();
    lines.map(|cells| (cells[0].clone(), head.iter().cloned().zip(cells).collect())).collect()
}

const TEXT: &str = "天地玄黄，宇宙洪荒。天地人，日月人。";

#[test]
fn a_reference_adds_its_columns_and_orders_and_narrows_by_them() {
    let sandbox = Sandbox::new();
    sandbox.file("own.txt", TEXT.repeat(6));
    sandbox.file("other.txt", "宇宙。日月。宇宙洪荒！天火，日月人。");
    let run = sandbox.run(&["discover", "own.txt", "--reference", "other.txt", "--sort", "keyness"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(
        run.out.starts_with(
            "word\tcount\tlength\tpmi\tleft\tright\tentropy\tscore\treference\tkeyness\tlog_ratio\tunits\n"
        )
    );
    let keys: Vec<f64> =
        run.out.lines().skip(1).map(|line| line.split('\t').nth(9).unwrap().parse().unwrap()).collect();
    assert!(keys.is_sorted_by(|a, b| a >= b) && keys[0] > 0.0 && *keys.last().unwrap() < 0.0, "{keys:?}");
    let all = rows(&run.out);
    let count = |word: &str| all[word]["reference"].as_str();
    assert_eq!((count("宇宙"), count("日月"), count("宇宙洪荒"), count("天地")), ("2", "2", "1", "0"));
    // 12.5 of 84 units against 0.5 of 15.
    let wanted = ((12.5 / 84.0) / (0.5 / 15.0) as f64).log2();
    assert!((all["天地"]["log_ratio"].parse::<f64>().unwrap() - wanted).abs() < 1e-5);

    let new = sandbox.run(&["discover", "own.txt", "--reference", "other.txt", "--max-reference", "0"]);
    let new = rows(&new.out);
    assert_eq!(new.len(), all.values().filter(|cells| cells["reference"] == "0").count());
    assert!(new.contains_key("天地") && !new.contains_key("宇宙"));

    let jsonl = ["--format", "jsonl", "--columns", "log_ratio,keyness", "--top", "1"];
    let run = sandbox.run(&[&["discover", "own.txt", "--reference", "other.txt"][..], &jsonl].concat());
    let row: serde_json::Value = serde_json::from_str(run.out.trim()).unwrap();
    assert!(row["keyness"].is_number() && row["log_ratio"].is_number() && row.get("count").is_none(), "{row}");
}

#[test]
fn a_reference_may_be_many_texts_a_list_and_a_project() {
    let sandbox = Sandbox::new();
    sandbox.file("own.txt", TEXT.repeat(6));
    sandbox.file("other.txt", "宇宙。日月。宇宙洪荒！天火，日月人。".repeat(5));
    sandbox.file("list.txt", "宇宙 7\n洪荒大 2\n");
    sandbox.file("bare.txt", "宇宙\n洪荒\n");
    let run = |more: &[&str]| sandbox.run(&[&["discover", "own.txt"], more].concat());
    let count = |more: &[&str], word: &str| {
        let run = run(more);
        assert_eq!(run.code, 0, "{}", run.err);
        rows(&run.out)[word]["reference"].clone()
    };
    assert_eq!(count(&["--reference-list", "list.txt"], "宇宙"), "7");
    assert_eq!(count(&["--reference", "other.txt", "--reference-list", "list.txt"], "宇宙"), "17");
    assert_eq!(sandbox.run(&["new", "p.wordmine", "other.txt"]).code, 0);
    assert_eq!(count(&["--reference", "p.wordmine"], "宇宙"), "10");
    assert_eq!(count(&["--reference", "p.wordmine", "--reference", "other.txt"], "宇宙"), "20");

    let refused = run(&["--reference", "p.wordmine", "--script", "traditional"]);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("p.wordmine") && refused.err.contains("traditional"), "{}", refused.err);
    let bare = run(&["--reference-list", "bare.txt"]);
    assert_eq!(bare.code, 3);
    assert!(bare.err.contains("bare.txt") && bare.err.contains("count"), "{}", bare.err);
}

#[test]
fn a_bad_reference_is_told() {
    let sandbox = Sandbox::new();
    sandbox.file("own.txt", TEXT.repeat(6));
    sandbox.file("empty.txt", "");
    sandbox.file("foreign.txt", "nothing of the kind");
    for (more, code, what) in [
        (&["--reference", "empty.txt"][..], 3, "empty.txt"),
        (&["--reference", "none.txt"], 3, "none.txt"),
        (&["--reference", "foreign.txt"], 3, "none of the"),
        (&["--columns", "count,keyness"], 2, "--reference"),
        (&["--sort", "log_ratio"], 2, "--reference"),
        (&["--max-reference", "3"], 2, "--reference"),
    ] {
        let run = sandbox.run(&[&["discover", "own.txt"], more].concat());
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{more:?}: {}", run.err);
        assert!(run.err.contains(what) && run.err.lines().count() == 1, "{}", run.err);
    }
}
