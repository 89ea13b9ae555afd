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
    // 12.5 of 84 units against 0.5 of 13.
    let wanted = f64::log2((12.5 / 84.0) / (0.5 / 13.0));
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

#[test]
fn trends_go_over_dates_or_files() {
    let sandbox = Sandbox::new();
    let line = |date: &str, text: &str| format!("{{\"text\":\"{text}\",\"day\":\"{date}\"}}\n");
    let (old, new) = (TEXT.repeat(6), format!("{TEXT}火山。火山口！").repeat(6));
    sandbox.file(
        "news.jsonl",
        line("2024-01", &old) + &line("2024-02", &new) + &line("", "火山") + &line("2024-04", &old),
    );
    let run = sandbox.run(&["discover", "news.jsonl", "--date-field", "day", "--trend"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("4 months") && run.err.contains("1 of 4 documents"), "{}", run.err);
    let all = rows(&run.out);
    assert_eq!(all["火山"]["trend"], "▁█·▁");
    assert!(all["火山"]["burst"].parse::<f64>().unwrap() > all["天地"]["burst"].parse().unwrap());
    assert!(run.out.starts_with("word\tcount") && run.out.lines().next().unwrap().ends_with("\ttrend\tburst\tunits"));
    let more =
        ["--date-field", "day", "--columns", "trend", "--format", "jsonl", "--sort", "burst", "--top", "1", "-q"];
    let run = sandbox.run(&[&["discover", "news.jsonl"][..], &more].concat());
    assert_eq!(
        (run.out.as_str(), run.err.as_str()),
        ("{\"word\":\"火山\",\"trend\":[0,12,0,0],\"units\":\"nats\"}\n", "")
    );

    for (since, wanted) in [("2024-02", vec!["火山", "火山口"]), ("2024-01", vec!["火山", "天地"]), ("2024-03", vec![])]
    {
        let run = sandbox.run(&["discover", "news.jsonl", "--date-field", "day", "--since", since]);
        let words = rows(&(run.out + "\n")).into_keys().collect::<Vec<_>>();
        assert!(wanted.iter().all(|&word| words.iter().any(|own| own == word)), "{since}: {words:?}");
        assert_eq!(run.code, i32::from(wanted.is_empty()));
        assert_eq!(words.iter().any(|word| word == "天地"), since == "2024-01");
    }

    sandbox.file("2.txt", &old);
    sandbox.file("10.txt", &new);
    let run = sandbox.run(&["discover", "10.txt", "2.txt", "--columns", "trend"]);
    assert_eq!((run.code, rows(&run.out)["火山"]["trend"].as_str()), (0, "▁█"));
    assert!(run.err.contains("2.txt to 10.txt"), "{}", run.err);
    for (more, code, what) in [
        (&["2.txt", "--trend"][..], 3, "--date-field"),
        (&["2.txt", "10.txt", "--since", "2024"], 3, "--date-field"),
        (&["2.txt", "--since", "May"], 2, "2024-05"),
    ] {
        let run = sandbox.run(&[&["discover"], more].concat());
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{more:?}: {}", run.err);
        assert!(run.err.contains(what), "{}", run.err);
    }
}

#[test]
fn pieces_are_folded_under_the_longest_that_is_listed() {
    let sandbox = Sandbox::new();
    sandbox.file("own.txt", format!("{}宇宙。日月。", "天地玄黄，宇宙洪荒。").repeat(6));
    let run = |more: &[&str]| {
        let run = sandbox.run(&[&["discover", "own.txt"], more].concat());
        assert_eq!(run.code, 0, "{}", run.err);
        rows(&run.out)
    };
    let all = run(&["--fold"]);
    let mut words: Vec<&str> = all.keys().map(String::as_str).collect();
    words.sort_unstable();
    // 宇宙 stands alone as often as in 宇宙洪荒.
    assert_eq!(words, ["天地玄黄", "宇宙", "宇宙洪荒", "日月"]);
    assert_eq!(all["天地玄黄"]["folded"], "地玄 / 地玄黄 / 天地 / 天地玄 / 玄黄");
    assert_eq!(all["日月"]["folded"], "");
    // What does not pass the thresholds folds nothing.
    let short = run(&["--fold", "--length", "2..3", "--columns", "folded"]);
    // Of equals the first in the order of bytes.
    assert_eq!(short["地玄黄"]["folded"], "地玄 / 玄黄");
    assert_eq!(short["天地玄"]["folded"], "天地");
    assert!(!short.contains_key("天地玄黄"));
    let first =
        sandbox.run(&["discover", "own.txt", "--fold", "--top", "2", "--format", "jsonl", "--columns", "folded"]);
    assert_eq!(first.out.lines().count(), 2);
    for line in first.out.lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).unwrap()["folded"].is_array());
    }
    for more in [["--columns", "folded"], ["--sort", "folded"]] {
        let run = sandbox.run(&[&["discover", "own.txt"][..], &more].concat());
        assert_eq!(run.code, 2, "{}", run.err);
    }
}
