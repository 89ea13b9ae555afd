//! Texts as they come: folders, encodings, records; what is told of them; more of them.

use crate::Sandbox;

const TEXT: &str = "天地玄黄，天地洪荒。天地日月，宇宙日月。\n";

#[test]
fn a_folder_of_anything_is_a_text() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.path("all/deep")).unwrap();
    let (gbk, _, _) = encoding_rs::GB18030.encode(TEXT);
    sandbox.file("all/deep/old.txt", &gbk);
    sandbox.file("all/new.txt", TEXT);
    sandbox.file("all/image.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let run = sandbox.run(&["discover", "all", "--min-count", "2"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("\n天地\t6\t"), "{}", run.out);
    assert_eq!(run.err, "wordmine: 1 file skipped (1 binary); all/image.png: it is an image, no text\n");
    assert_eq!(sandbox.run(&["discover", "all", "--min-count", "2", "-q"]).err, "");
    let run = sandbox.run(&["kwic", "all/**/*.txt", "洪荒", "-q"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 2), "{}", run.err);
    let run = sandbox.run(&["info", "all"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(
        lines[0].starts_with("text\told.txt\t41 bytes, GB18030 (guessed), text, 1 document\tBLAKE3 "),
        "{}",
        lines[0]
    );
    assert!(lines[1].starts_with("text\tnew.txt\t61 bytes, UTF-8, text, 1 document\tBLAKE3 "), "{}", lines[1]);
    assert_eq!(
        lines[2..],
        ["skipped\tall/image.png\tit is an image, no text", "total\t2 files\t2 documents\t122 bytes of UTF-8"]
    );
}

#[test]
fn a_project_keeps_how_its_texts_are_read_and_takes_more() {
    let sandbox = Sandbox::new();
    std::fs::create_dir_all(sandbox.path("all")).unwrap();
    sandbox.file("all/a.jsonl", format!("{{\"t\":{TEXT:?},\"day\":\"1\"}}\nbad\n"));
    let run = sandbox.run(&[
        "new",
        "p.wordmine",
        "all",
        "--json-field",
        "t",
        "--date-field",
        "day",
        "--nfkc",
        "--min-count",
        "2",
    ]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("a.jsonl: 1 line is no JSON record with the field t and left out: line 2"), "{}", run.err);
    let info = sandbox.run(&["info", "p.wordmine"]).out;
    assert!(info.starts_with("folder\t") && info.contains("JSONL, 1 document"), "{info}");
    assert!(info.contains("read\t--json-field t --date-field day --nfkc\n"), "{info}");
    assert!(info.contains("note\ta.jsonl\t1 line is no JSON record"), "{info}");

    sandbox.file("all/b.txt", TEXT);
    let run = sandbox.run(&["kwic", "p.wordmine", "洪荒"]);
    assert_eq!(run.out.lines().count(), 2, "a new file in the folder is read: {}", run.err);
    sandbox.file("c.txt", TEXT);
    let run = sandbox.run(&["add", "p.wordmine", "c.txt"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("added\tb.txt\t") && run.out.contains("added\tc.txt\t61 bytes"), "{}", run.out);
    assert_eq!(sandbox.run(&["add", "p.wordmine", "c.txt"]).code, 2);
    assert_eq!(sandbox.run(&["add", "p.wordmine", "all"]).code, 2);
    assert_eq!(sandbox.run(&["kwic", "p.wordmine", "洪荒"]).out.lines().count(), 3);
    std::fs::remove_file(sandbox.path("all/b.txt")).unwrap();
    sandbox.run_with(&["decide", "p.wordmine", "--accept", "-"], "洪荒\n");
    let run = sandbox.run(&["export", "p.wordmine", "--format", "list"]);
    assert_eq!((run.code, run.out.as_str()), (0, "洪荒\n"));
    assert!(run.err.contains("0 new, 1 gone"), "{}", run.err);
}
