//! `wordmine discover`.

use std::fs;

use crate::Sandbox;

#[test]
fn all_candidates_best_first() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["discover", sandbox.text(), "--min-count", "3"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    insta::assert_snapshot!("discover_tsv", run.out);
    let run = sandbox.run(&["discover", "text.txt", "--min-count", "3", "--format", "jsonl", "--top", "3"]);
    insta::assert_snapshot!("discover_jsonl", run.out);
    for line in run.out.lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn thresholds_sort_and_top_narrow_the_rows() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    let rows = |more: &[&str]| -> Vec<Vec<String>> {
        let run = sandbox.run(&[&["discover", text, "--min-count", "2"], more].concat());
        assert_eq!(run.code, 0, "{more:?}: {}", run.err);
        run.out.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    };
    let all = rows(&[]);
    let number = |row: &Vec<String>, column: usize| row[column].parse::<f64>().unwrap();
    let flags =
        [("--min-pmi", "3.0", 3), ("--min-left", "1.0", 4), ("--min-right", "1.0", 5), ("--min-entropy", "1.0", 6)];
    for (flag, bound, column) in flags {
        let some = rows(&[flag, bound]);
        let passing = all.iter().filter(|row| number(row, column) >= bound.parse().unwrap()).count();
        assert!(passing > 0 && passing < all.len(), "{flag} is not tested by this text");
        assert_eq!(some.len(), passing, "{flag}");
    }
    assert!(rows(&["--length", "3..4"]).iter().all(|row| ["3", "4"].contains(&row[2].as_str())));
    assert_eq!(rows(&["--length", "2-2"]), rows(&["--length", "2"]));
    for (sort, column) in [("count", 1), ("pmi", 3), ("left", 4), ("right", 5), ("entropy", 6), ("score", 7)] {
        assert!(rows(&["--sort", sort]).is_sorted_by(|a, b| number(a, column) >= number(b, column)), "{sort}");
        assert!(rows(&["--sort", sort, "--reverse"]).is_sorted_by(|a, b| number(a, column) <= number(b, column)));
    }
    assert!(rows(&["--sort", "word"]).is_sorted_by(|a, b| a[0] < b[0]));
    assert!(rows(&["--sort", "word", "--reverse"]).is_sorted_by(|a, b| a[0] > b[0]));
    assert_eq!(rows(&["--top", "4"]), all[..4]);
    assert_eq!(rows(&["--min-pmi", "-100"]), all);
}

#[test]
fn the_floors_follow_the_flags() {
    let sandbox = Sandbox::new();
    let twelve = "天地玄黃宇宙洪荒日月盈昃。".repeat(3);
    sandbox.file("long.txt", &twelve);
    let longest = |more: &[&str]| -> usize {
        let run = sandbox.run(&[&["discover", "long.txt", "--min-count", "2"], more].concat());
        run.out.lines().skip(1).map(|line| line.split('\t').next().unwrap().chars().count()).max().unwrap()
    };
    assert_eq!(longest(&[]), 6);
    assert_eq!(longest(&["--length", "2..12"]), 12);
    assert_eq!(longest(&["--length", "2..4"]), 4);
    // Without the flag the floor is 5, and nothing occurs so often.
    let run = sandbox.run(&["discover", "long.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("long.txt") && run.err.contains("--min-count"), "{}", run.err);
}

#[test]
fn the_same_bytes_for_any_number_of_threads_and_from_the_cache() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    let run = |more: &[&str]| sandbox.run(&[&["discover", text, "--min-count", "2"], more].concat());
    let first = run(&["--threads", "1", "--no-cache"]);
    assert!(!sandbox.path("cache").exists());
    for more in [&["--threads", "4", "--no-cache"][..], &[], &["--threads", "2"], &[]] {
        assert_eq!(run(more), first, "{more:?}");
    }
    assert!(sandbox.path("cache").exists());
}

#[test]
fn bits_are_nats_divided_by_ln_2() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    let pmi = |more: &[&str]| -> Vec<(f64, String)> {
        let run = sandbox.run(&[&["discover", text, "--min-count", "2", "--sort", "word"], more].concat());
        let cells = run.out.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
        cells.map(|row| (row[3].parse().unwrap(), row[8].to_owned())).collect()
    };
    let nats = pmi(&[]);
    let cut = pmi(&["--min-pmi", "2"]).len();
    sandbox.config("units = \"bits\"\n");
    let bits = pmi(&[]);
    assert_eq!(nats.len(), bits.len());
    for ((nats, unit), (bits, other)) in nats.iter().zip(&bits) {
        assert_eq!((unit.as_str(), other.as_str()), ("nats", "bits"));
        assert!((bits * std::f64::consts::LN_2 - nats).abs() < 1e-5);
    }
    let in_bits = (2.0 / std::f64::consts::LN_2).to_string();
    assert_eq!(pmi(&["--min-pmi", &in_bits]).len(), cut);
    assert!(pmi(&["--min-pmi", "2"]).len() > cut);
}

#[test]
fn a_file_is_written_whole_and_never_over_a_text_or_project() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let run = sandbox.run(&["discover", "text.txt", "--min-count", "2", "-o", "out.tsv"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let stdout = sandbox.run(&["discover", "text.txt", "--min-count", "2"]).out;
    assert_eq!(fs::read_to_string(sandbox.path("out.tsv")).unwrap(), stdout);
    let before = fs::read(sandbox.path(project)).unwrap();
    for (target, code, told) in [
        (project, 2, "is a project"),
        ("./text.txt", 2, "is one of the texts"),
        (".", 2, "is a folder"),
        ("no/folder/out.tsv", 3, "cannot write no/folder/out.tsv"),
    ] {
        let run = sandbox.run(&["discover", "text.txt", "--min-count", "2", "-o", target]);
        assert_eq!(run.code, code, "{target}");
        assert!(run.err.contains(told), "{}", run.err);
    }
    assert_eq!(fs::read(sandbox.path(project)).unwrap(), before);
    assert_eq!(sandbox.names().iter().filter(|name| name.starts_with(".wordmine-")).count(), 0);
}

#[test]
fn nothing_passing_is_told_apart_from_failure() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["discover", sandbox.text(), "--min-count", "2", "--min-pmi", "99"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1));
    assert_eq!(run.err, "wordmine: no candidate passes these thresholds\n");
}

#[test]
fn bad_texts_are_told_with_path_position_and_remedy() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("folder")).unwrap();
    for (name, bytes, told) in [
        ("missing.txt", None, "cannot read missing.txt: "),
        ("folder", None, "there is no text in folder"),
        ("empty.txt", Some(&b""[..]), "empty.txt is empty"),
        ("binary", Some(&b"\x01\x02\x03\0\x05\x06\x80\xFF\xFE\0\0\x09"[..]), "NUL byte at offset 3"),
        ("few.txt", Some("天地玄黃".as_bytes()), "no candidate"),
    ] {
        if let Some(bytes) = bytes {
            sandbox.file(name, bytes);
        }
        let run = sandbox.run(&["discover", name]);
        let code = if name == "few.txt" { 1 } else { 3 };
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{name}");
        assert!(run.err.starts_with("wordmine: ") && run.err.contains(told), "{}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    }
}

#[test]
fn several_texts_and_standard_input_are_one_corpus() {
    let sandbox = Sandbox::new();
    sandbox.file("a.txt", "天地玄黃。");
    sandbox.file("b.txt", "天地宇宙。");
    let run = sandbox.run_with(&["discover", "a.txt", "b.txt", "-", "--min-count", "3"], "天地。");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out.lines().count(), 2);
    assert!(run.out.lines().nth(1).unwrap().starts_with("天地\t3\t2\t"), "{}", run.out);
}

#[test]
fn a_file_name_cannot_write_to_the_terminal() {
    let sandbox = Sandbox::new();
    let run = sandbox.run(&["discover", "a\u{1b}[31m\u{202e}b\nc"]);
    assert_eq!(run.code, 3);
    assert!(!run.err.contains(['\u{1b}', '\u{202e}']), "{:?}", run.err);
    assert!(run.err.contains("a␛[31m<U+202E>b"), "{}", run.err);
}

#[test]
fn columns_are_chosen_by_name() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    let run = |more: &[&str]| sandbox.run(&[&["discover", text, "--min-count", "2"], more].concat());
    let usual = run(&[]);
    assert_eq!(run(&["--columns", "count,length,pmi,left,right,entropy,score"]), usual);
    let all = "count,length,docs,pmi,npmi,cohesion,llr,left,right,entropy,variety,vbe,fragment,surprise,score";
    let table = run(&["--columns", all, "--top", "40"]);
    assert_eq!((table.code, table.err.as_str()), (0, ""));
    assert_eq!(table.out.lines().next().unwrap(), format!("word\t{}\tunits", all.replace(',', "\t")));
    assert!(table.out.lines().all(|line| line.split('\t').count() == 17));
    // One document, and values as they are defined.
    for line in table.out.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let number = |column: usize| cells[column].parse::<f64>().unwrap();
        assert_eq!(cells[3], "1");
        assert!((0.0..=1.0).contains(&number(6)) && number(5) <= 1.0 && number(11) >= 1.0, "{line}");
        if cells[2] == "2" {
            assert_eq!(cells[4], cells[14], "surprise is PMI for two units");
        }
    }
    let lines = run(&["--columns", "npmi,fragment", "--format", "jsonl"]).out;
    let objects = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let keys: Vec<Vec<String>> = objects.map(|object| object.as_object().unwrap().keys().cloned().collect()).collect();
    assert!(keys.iter().all(|keys| keys.len() == 4 && keys.contains(&"npmi".to_owned())), "{keys:?}");
}

#[test]
fn any_column_sorts_with_what_is_not_known_last() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    for column in ["docs", "npmi", "cohesion", "llr", "variety", "vbe", "fragment", "surprise", "length"] {
        for (more, turned) in [(&[][..], false), (&["--reverse"][..], true)] {
            let args =
                ["discover", text, "--min-count", "2", "--length", "2..4", "--columns", column, "--sort", column];
            let run = sandbox.run(&[&args[..], more].concat());
            assert_eq!(run.code, 0, "{}", run.err);
            let cells: Vec<&str> = run.out.lines().skip(1).map(|line| line.split('\t').nth(1).unwrap()).collect();
            let known: Vec<f64> =
                cells.iter().take_while(|cell| !cell.is_empty()).map(|c| c.parse().unwrap()).collect();
            assert!(known.len() > 5 && cells[known.len()..].iter().all(|cell| cell.is_empty()), "{column}");
            assert!(known.is_sorted_by(|a, b| if turned { a <= b } else { a >= b }), "{column} {turned}");
        }
    }
}

#[test]
fn a_wrong_column_names_the_nearest_and_the_help_explains_all() {
    let sandbox = Sandbox::new();
    for args in [["--columns", "count,nmpi"], ["--sort", "cohesoin"]] {
        let run = sandbox.run(&[&["discover", sandbox.text()], &args[..]].concat());
        assert_eq!(run.code, 2);
        assert!(run.err.contains("'npmi'") || run.err.contains("'cohesion'"), "{}", run.err);
    }
    let help = sandbox.run(&["discover", "--help"]).out;
    let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in ["(Dunning 1993)", "cohesion the share", "surprise how much more"] {
        assert!(words.contains(told), "{told}: {help}");
    }
}

#[test]
fn documents_are_counted() {
    let sandbox = Sandbox::new();
    for (name, text) in [("a.txt", "天地天地玄黄。"), ("b.txt", "天地。"), ("c.txt", "玄黄玄黄玄黄。")]
    {
        sandbox.file(name, text);
    }
    let run = sandbox.run(&[
        "discover",
        "a.txt",
        "b.txt",
        "c.txt",
        "--min-count",
        "3",
        "--length",
        "2",
        "--columns",
        "count,docs",
        "--sort",
        "word",
        "-q",
    ]);
    let rows: Vec<&str> = run.out.lines().skip(1).collect();
    assert_eq!(rows, ["天地\t3\t2\tnats", "玄黄\t4\t2\tnats"]);
}

#[test]
fn candidates_are_explained() {
    let sandbox = Sandbox::new();
    sandbox.config("[scan]\nmin_count = 2\n");
    let text = sandbox.text();
    let listed = sandbox.run(&["discover", text, "--length", "3", "--sort", "count", "--top", "1"]).out;
    let row: Vec<&str> = listed.lines().nth(1).unwrap().split('\t').collect();
    let run = sandbox.run(&["explain", text, row[0], "没有的词"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("没有的词 is no candidate"), "{}", run.err);
    assert!(run.out.contains(&format!("{}\tcount\t{}\t", row[0], row[1])), "{}", run.out);
    assert!(run.out.contains(&format!("{}\tpmi\t{}\t", row[0], row[3])), "{}", run.out);
    let splits = run.out.split("\n\n").nth(1).unwrap();
    assert_eq!(splits.lines().count(), 3, "a header and two splits");
    let least = splits.lines().skip(1).map(|line| line.split('\t').nth(5).unwrap().parse::<f64>().unwrap());
    assert!((least.fold(f64::INFINITY, f64::min) - row[3].parse::<f64>().unwrap()).abs() < 2e-6);
    assert_eq!(sandbox.run(&["explain", text, "没有的词"]).code, 1);
}

#[test]
fn auto_lists_what_the_text_itself_accepts() {
    let sandbox = Sandbox::new();
    let text = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/xiyouji_opening.txt");
    let rows = |more: &[&str]| -> Vec<Vec<String>> {
        let run = sandbox.run(&[&["discover", text, "--min-count", "2"], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{more:?}");
        run.out.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
    };
    let (all, words) = (rows(&[]), rows(&["--auto"]));
    assert!(!words.is_empty() && words.len() < all.len());
    let mean = |rows: &[Vec<String>]| {
        let confidences = rows.iter().map(|row| row[2].parse::<f64>().unwrap());
        confidences.sum::<f64>() / rows.len() as f64
    };
    let columns = ["--columns", "count,confidence"];
    assert!(mean(&rows(&[&["--auto"], &columns[..]].concat())) > 2.0 * mean(&rows(&columns)));
    let bare = |rows: &[Vec<String>]| rows.iter().map(|row| row[..8].to_vec()).collect::<Vec<_>>();
    let wanted: Vec<_> = bare(&all).into_iter().filter(|row| words.iter().any(|word| word[0] == row[0])).collect();
    assert_eq!(bare(&words), wanted, "the rows and their order are those of the whole list");
    let sorted = rows(&["--auto", "--sort", "confidence", "--columns", "count,confidence"]);
    assert_eq!(sorted.len(), words.len());
    assert!(sorted.windows(2).all(|pair| pair[0][2].parse::<f64>().unwrap() >= pair[1][2].parse::<f64>().unwrap()));
    let listed = sorted[0][0].clone();
    std::fs::write(sandbox.path("known.txt"), format!("{listed}\n")).unwrap();
    let unknown = rows(&["--auto", "--known", "known.txt"]);
    assert_eq!(unknown.len() + 1, words.len());
}

#[test]
fn auto_says_when_the_text_is_too_small() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("small.txt"), "天地玄黄。".repeat(9)).unwrap();
    let run = sandbox.run(&["discover", "small.txt", "--auto"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("too small") && run.err.contains("--min-count"), "{}", run.err);
    assert!(run.out.lines().count() > 1);
}

/// The words of the rows of a table, and its columns.
fn table(out: &str) -> Vec<Vec<String>> {
    out.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

#[test]
fn the_text_is_cut_where_nothing_holds_it_together() {
    let sandbox = Sandbox::new();
    // Junctions within 天地玄黄宇宙 are as strong as can be, those around it hold nothing.
    let sentence =
        |at: usize| format!("{}天地玄黄宇宙{}。天地。", ["甲", "乙", "丙", "丁"][at % 4], ["子", "丑", "寅"][at % 3]);
    let text: String = (0..40).map(|at| format!("{}甲。乙。丙。丁。子。丑。寅。", sentence(at))).collect();
    sandbox.file("text.txt", &text);
    let run =
        sandbox.run(&["discover", "text.txt", "--method", "cut", "--cut-thresholds", "1.5,2.5,2.5", "--max-none"]);
    assert_eq!(run.code, 2);
    let cut = |more: &[&str]| {
        let run = sandbox
            .run(&[&["discover", "text.txt", "--method", "cut", "--columns", "count,length,pmi"], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{more:?}");
        table(&run.out)
    };
    let rows = cut(&["--cut-thresholds", "1.8,1.8,1.8"]);
    let of = |word: &str| rows.iter().find(|row| row[0] == word).cloned();
    assert_eq!(of("天地").unwrap()[1], "40", "what is within longer pieces is not counted: {rows:?}");
    let counts: Vec<u32> = rows.iter().map(|row| row[1].parse().unwrap()).collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "the most frequent first");
    let long = of("天地玄黄宇宙").unwrap();
    assert_eq!((long[1].as_str(), long[2].as_str()), ("40", "6"));
    assert!(!long[3].is_empty());
    // Longer than what is scanned for: a count and no measures.
    sandbox.config("[scan]\nmax_length = 4\n");
    let rows = cut(&["--cut-thresholds", "1.8,1.8,1.8"]);
    let long = rows.iter().find(|row| row[0] == "天地玄黄宇宙").unwrap();
    assert_eq!(long[1..4], ["40", "6", ""].map(str::to_owned));
    let rows = cut(&["--cut-thresholds", "1.8,1.8,1.8", "--min-pmi", "0.1"]);
    assert!(rows.iter().all(|row| row[0] != "天地玄黄宇宙"), "what is not known passes no bound");
    sandbox.file("known.txt", "天地\n");
    let rows = cut(&["--cut-thresholds", "1.8,1.8,1.8", "--known", "known.txt", "--sort", "word"]);
    assert!(rows.iter().all(|row| row[0] != "天地") && rows.is_sorted_by(|a, b| a[0] < b[0]));
}

#[test]
fn wrong_uses_of_methods_are_told() {
    let sandbox = Sandbox::new();
    sandbox.text();
    for (args, wanted) in [
        (&["--cut-thresholds", "1,2,3"][..], "--method cut"),
        (&["--method", "cut", "--cut-thresholds", "1,2"], "three numbers"),
        (&["--method", "cut", "--auto"], "cannot be used with"),
        (&["--preset", "auto", "--method", "cut"], "cannot be used with"),
        (&["--preset", "articel-2015"], "the nearest is article-2015"),
    ] {
        let run = sandbox.run(&[&["discover", "text.txt"], args].concat());
        assert!(run.code == 2 && run.err.contains(wanted), "{args:?}: {}", run.err);
    }
}

#[test]
fn a_preset_is_its_thresholds_and_flags_go_before() {
    let sandbox = Sandbox::new();
    let text = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/xiyouji_opening.txt");
    sandbox.config("[presets.mine]\nmin_count = 4\nmin_pmi = 1.5\nmin_entropy = 0.5\nmax_length = 3\n");
    let rows = |more: &[&str]| {
        let run = sandbox.run(&[&["discover", text], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{more:?}");
        table(&run.out)
    };
    let by_flags =
        |count| rows(&["--min-count", count, "--min-pmi", "1.5", "--min-entropy", "0.5", "--length", "1..3"]);
    assert_eq!(rows(&["--preset", "mine"]), by_flags("4"));
    assert_eq!(rows(&["--preset", "mine", "--min-count", "9"]), by_flags("9"));
    assert_eq!(rows(&["--preset", "auto"]), rows(&["--auto"]));
    assert_eq!(rows(&["--preset", "cut"]), rows(&["--method", "cut"]));
    let number = |row: &Vec<String>, column: usize| row[column].parse::<f64>().unwrap();
    let passes = |row: &Vec<String>| {
        number(row, 1) > 10.0 && number(row, 2) <= 4.0 && number(row, 3) > 30f64.ln() && number(row, 6) > 1.5
    };
    let wanted: Vec<_> = rows(&[]).into_iter().filter(passes).collect();
    assert!(!wanted.is_empty());
    assert_eq!(rows(&["--preset", "article-2015", "--min-entropy", "1.5"]), wanted);
}

#[test]
fn a_condition_narrows_the_rows_and_a_fault_has_a_caret() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    fs::write(sandbox.path("known.txt"), "君子\n").unwrap();
    let rows = |more: &[&str]| -> Vec<String> {
        let run = sandbox.run(&[&["discover", text, "--min-count", "2"], more].concat());
        assert!(run.code < 2, "{more:?}: {}", run.err);
        run.out.lines().skip(1).map(str::to_owned).collect()
    };
    assert_eq!(rows(&["--where", "pmi>=3"]), rows(&["--min-pmi", "3"]));
    let wanted = rows(&["--length", "3", "--min-entropy", "0.5"]);
    assert!(!wanted.is_empty());
    assert_eq!(rows(&["--where", "len = 3 and entropy >= 0.5"]), wanted);
    // A column that is not listed is computed for the condition; what is known is the condition's to say.
    let cohesive = rows(&["--where", "cohesion > 0.5"]);
    assert!(!cohesive.is_empty() && cohesive.len() < rows(&[]).len());
    assert_eq!(rows(&["--where", "known", "--known", "known.txt"]).len(), 1);
    assert!(rows(&["--where", "pinyin jz"]).iter().any(|row| row.starts_with("君子\t")));
    let run = sandbox.run(&["discover", text, "--where", "君 and word 《 3"]);
    assert_eq!(run.code, 2);
    let run = sandbox.run(&["discover", text, "--where", "word = “君子” and cuont > 2"]);
    assert_eq!(run.code, 2);
    let told = "wordmine: --where: there is no cuont; did you mean count?\n  word = “君子” and cuont > 2\n  ";
    assert_eq!(run.err, format!("{told}{}^^^^^\n", " ".repeat(18)));
    for (expression, says) in
        [("accepted", "verdicts are those of a project"), ("known", "--known DICT"), ("keyness > 3", "--reference")]
    {
        let run = sandbox.run(&["discover", text, "--where", expression]);
        assert!(run.code == 2 && run.err.contains(says), "{}", run.err);
    }
}
