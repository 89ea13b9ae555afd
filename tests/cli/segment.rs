//! `wordmine segment`.

use crate::Sandbox;

const DICT: &str = "研究 10 v\n研究生 3 n\n生命 5 n\n命 2 n\n起源 4 n\n";

#[test]
fn a_text_is_cut_line_by_line_and_nothing_else_changes() {
    let sandbox = Sandbox::new();
    sandbox.file("d.txt", DICT);
    let run = sandbox.run_with(&["segment", "--dict", "d.txt"], "\u{FEFF}研究生命起源，ab12。\r\n\n  生命 的\n研究");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out, "研究 生命 起源 ， ab12 。\r\n\n  生命 的\n研究");
    sandbox.file("text.txt", "研究生命");
    let run = sandbox.run(&["segment", "text.txt", "--dict", "d.txt", "--delimiter", "/", "-o", "out.txt"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(sandbox.path("out.txt")).unwrap(), "研究/生命");
    assert_eq!(sandbox.run_with(&["segment", "-", "--dict", "d.txt"], "").out, "");
}

#[test]
fn the_words_do_not_depend_on_threads_or_on_where_the_text_is_cut() {
    let sandbox = Sandbox::new();
    sandbox.file("d.txt", DICT);
    let line = "研究生命起源。命研究生";
    // One line far longer than what is read or segmented at once, then short ones.
    let text = format!("{}\n{}", line.repeat(30_000), format!("{line}\n").repeat(100));
    let words = "研究 生命 起源 。 命 研究生";
    let wanted = format!("{}\n{}", [words; 30_000].join(" "), format!("{words}\n").repeat(100));
    for threads in ["1", "3"] {
        let run = sandbox.run_with(&["segment", "--dict", "d.txt", "--threads", threads], text.as_str());
        assert!(run.out == wanted, "{threads}");
    }
}

#[test]
fn dictionaries_of_any_format_and_encoding_are_read() {
    let sandbox = Sandbox::new();
    let (gb, _, _) = encoding_rs::GB18030.encode("坚不可摧 \t 54113\n随时随地 \t 52510\n");
    sandbox.file("gb.txt", &gb);
    sandbox.file("cr.txt", "坚不可摧\t9\r随时随地\t8\r");
    let wide: Vec<u8> = "\u{FEFF}坚不可摧\r\n随时随地\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    sandbox.file("wide.txt", wide);
    sandbox.file("words.jsonl", "{\"word\":\"坚不可摧\",\"count\":3}\n{\"word\":\"随时随地\"}\n");
    for dict in ["gb.txt", "cr.txt", "wide.txt", "words.jsonl"] {
        let run = sandbox.run_with(&["segment", "--dict", dict], "坚不可摧随时随地");
        assert_eq!((run.out.as_str(), run.err.as_str()), ("坚不可摧 随时随地", ""), "{dict}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    let sandbox = Sandbox::new();
    sandbox.file("d.txt", DICT);
    sandbox.file("t.tsv", "天\t1\n地\t2\n");
    sandbox.file("empty.txt", "\n");
    let told = |args: &[&str], stdin: &[u8], code: i32, wanted: &[&str]| {
        let run = sandbox.run_with(&[&["segment"], args].concat(), stdin);
        assert_eq!(run.code, code, "{args:?}: {}", run.err);
        assert!(wanted.iter().all(|wanted| run.err.contains(wanted)), "{}", run.err);
    };
    told(&["--dict", "d.txt"], "天地\n玄\n".repeat(9).into_bytes().as_slice(), 0, &[]);
    let broken = [&"天地\n玄黄\n".repeat(9).into_bytes()[..], b"\xE5\xFF\n"].concat();
    told(&["--dict", "d.txt"], &broken, 3, &["standard input", "line 19", "byte 126", "--encoding"]);
    told(&["--dict", "t.tsv", "--dict-format", "jieba"], b"", 3, &["t.tsv: line 1", "looks like tsv"]);
    told(&["--dict", "t.tsv", "--dict-format", "xlsx"], b"", 2, &["xlsx", "jieba"]);
    told(&["--dict", "empty.txt"], b"", 3, &["empty.txt", "no word"]);
    told(&["--dict", "none.txt"], b"", 3, &["none.txt", "no such file"]);
    told(&["none.txt", "--dict", "d.txt"], b"", 3, &["none.txt", "no such file"]);
    told(&["--dict", "d.txt", "--delimiter", "\n"], b"", 2, &["line end"]);
    told(&[], b"", 2, &["--dict"]);
    let run = sandbox.run_with(&["segment", "--dict", "d.txt", "-o", "d.txt"], "天");
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
fn known_words_are_hidden_or_marked() {
    let sandbox = Sandbox::new();
    let text = sandbox.text();
    let rows = |more: &[&str]| {
        let run = sandbox.run(&[&["discover", text, "--min-count", "3"], more].concat());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{more:?}");
        run.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = rows(&[]);
    let word = |row: &String| row.split('\t').next().unwrap().to_owned();
    let (first, third) = (word(&all[1]), word(&all[3]));
    sandbox.file("a.txt", format!("{first} 3 n\n的 3 x\n"));
    sandbox.file("b.txt", format!("{third}\n"));
    let both = ["--known", "a.txt", "--known", "b.txt"];
    let new: Vec<String> = all.iter().filter(|row| ![&first, &third].contains(&&word(row))).cloned().collect();
    assert_eq!(rows(&both), new);
    assert_eq!(rows(&[&both[..], &["--top", "2"]].concat()), new[..3]);
    let marked = rows(&[&both[..], &["--known-words", "mark"]].concat());
    assert_eq!(marked[0], format!("{}\tknown", all[0]));
    for (row, plain) in marked.iter().zip(&all).skip(1) {
        let is_known = [&first, &third].contains(&&word(plain));
        assert_eq!(*row, format!("{plain}\t{}", u8::from(is_known)));
    }
    let json = rows(&["--known", "a.txt", "--known-words", "mark", "--format", "jsonl", "--top", "1"]);
    assert!(json[0].ends_with(",\"known\":1}"), "{}", json[0]);
    let all_known: String = all.iter().skip(1).map(|row| word(row) + "\n").collect();
    sandbox.file("all.txt", all_known);
    let run = sandbox.run(&["discover", text, "--min-count", "3", "--known", "all.txt"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("known words"), "{}", run.err);
}

#[test]
fn a_text_is_cut_by_the_words_that_it_says_it_is_made_of() {
    let sandbox = Sandbox::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/xiyouji_opening.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let run = sandbox.run(&["segment", "--unsupervised", path, path, "--delimiter", "|"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.out.replace('|', ""), text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    let count = |word: &str| run.out.split(['|', '\n']).filter(|own| *own == word).count();
    for word in ["悟空", "祖师", "如何", "怎么"] {
        let wanted = text.matches(word).count();
        assert!(count(word) * 10 >= wanted * 7, "{word}: {} of {wanted}", count(word));
    }
    let other =
        sandbox.run_with(&["segment", "--unsupervised", path, "--delimiter", "|", "--threads", "3"], text.as_str());
    assert!(other.out == run.out, "standard input and other threads give the same");
}

#[test]
fn what_words_cannot_be_learnt_from_is_told() {
    let sandbox = Sandbox::new();
    sandbox.file("small.txt", "天地玄黄。天地玄黄。");
    sandbox.file("d.txt", DICT);
    for (args, code, wanted) in [
        (&["--unsupervised", "small.txt"][..], 3, "too small"),
        (&["--unsupervised", "small.txt", "--dict", "d.txt"], 2, "cannot be used with"),
        (&["--unsupervised", "-"], 2, "standard input"),
        (&["--unsupervised", "none.txt"], 3, "none.txt"),
        (&[], 2, "--dict"),
    ] {
        let run = sandbox.run_with(&[&["segment"], args].concat(), "天地");
        assert!(run.code == code && run.err.contains(wanted), "{args:?}: {} {}", run.code, run.err);
    }
}
