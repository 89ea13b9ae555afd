//! What is told when something goes wrong: one line, in plain words, with a remedy; and what `-o` may point to.

use std::fs;

use crate::Sandbox;

/// One line on stderr that has nothing of the system's numbers, of temporary names or of debug output in it.
fn is_plain(err: &str) -> bool {
    err.starts_with("wordmine: ")
        && err.lines().count() == 1
        && !["os error", ".tmp", "\"", "Some(", "Error"].iter().any(|part| err.contains(part))
}

#[test]
fn failures_are_one_plain_line() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    sandbox.file("cut.fst", "fst");
    sandbox.file("image.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    sandbox.file("table.csv", "day,text\n1,天地\n");
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox.file("english.txt", "the cat sat on the mat and the dog sat on the log ".repeat(9));
    for (args, code, told) in [
        (&["discover", "none.txt"][..], 3, "cannot read none.txt: there is no such file"),
        (&["discover", "no\nne.txt"], 3, "no␊ne.txt"),
        (&["discover", "image.txt"], 3, "cannot read image.txt: it is an image, no text"),
        (&["discover", "table.csv"], 3, "name the column with the text by --column; it has day, text"),
        (&["discover", "folder"], 3, "there is no text in folder"),
        (&["discover", "*.none"], 3, "cannot read *.none: no file matches it"),
        (&["discover", "text.txt", "--encoding", "gkb"], 2, "did you mean gbk?"),
        (&["add", project, "text.txt"], 2, "text.txt is in the project already"),
        (&["add", project, "-"], 2, "save standard input to a file first"),
        (&["discover", "english.txt"], 1, "languages written with spaces"),
        (&["discover", "text.txt", "-o", "no/folder/x"], 3, "cannot write no/folder/x: there is no such"),
        (
            &["new", "no/folder/p.wordmine", "text.txt", "--min-count", "2"],
            4,
            "could not save to no/folder/p.wordmine: there is no such",
        ),
        (&["export", project, "--format", "list", "-o", "no/x"], 1, "no word has this verdict"),
        (&["decide", project, "--accept", "none"], 3, "cannot read none: there is no such"),
        (&["dict", "lookup", "none.fst", "x"], 3, "cannot read none.fst: there is no such"),
        (&["dict", "lookup", "cut.fst", "x"], 3, "cannot use cut.fst: not a sound FST dictionary: it is cut short"),
        (&["info", "none"], 3, "cannot read none: there is no such file"),
        (&["info", "none.wordmine"], 3, "there is no project at none.wordmine; make one"),
    ] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{args:?}: {}", run.err);
        assert!(run.err.contains(told) && is_plain(&run.err), "{args:?}: {}", run.err);
    }
    assert_eq!(sandbox.run(&["discover", "text.txt", "--top", "0"]).code, 2);
}

#[test]
fn hidden_characters_in_lists_are_shown_once() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let run = sandbox.run_with(&["decide", project, "--accept", "-"], "x\u{1b}红\u{202e}楼\n");
    assert!(run.err.ends_with(": x␛红<U+202E>楼\n"), "{}", run.err);
}

#[test]
fn a_text_that_is_gone_has_a_remedy() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    fs::remove_file(sandbox.path("text.txt")).unwrap();
    let run = sandbox.run(&["export", project, "--format", "list"]);
    assert_eq!(run.code, 3);
    assert!(run.err.contains("text.txt: there is no such file") && run.err.contains("--project"), "{}", run.err);
    assert!(is_plain(&run.err), "{}", run.err);
}

#[test]
fn a_picture_is_never_written_over_a_text_or_project() {
    if !cfg!(feature = "tui") {
        return;
    }
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    let before = fs::read(sandbox.path("text.txt")).unwrap();
    for args in [["render", "text.txt", "-o", "text.txt"], ["render", project, "-o", "text.txt"]] {
        let run = sandbox.run(&args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.err);
        assert!(run.err.contains("one of the texts"), "{}", run.err);
    }
    assert_eq!(sandbox.run(&["render", project, "-o", project]).code, 2);
    assert_eq!(fs::read(sandbox.path("text.txt")).unwrap(), before);
    assert_eq!(sandbox.run(&["info", project]).code, 0);
}

#[cfg(unix)]
#[test]
fn dash_and_devices_are_written_as_they_are() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    sandbox.run_with(&["decide", project, "--accept", "-"], "君子\n");
    let discover = |more: &[&str]| sandbox.run(&[&["discover", "text.txt", "--min-count", "2"], more].concat());
    let export = |more: &[&str]| sandbox.run(&[&["export", project, "--format", "list", "-q"], more].concat());
    for target in ["-", "/dev/stdout"] {
        assert_eq!(discover(&["-o", target]), discover(&[]), "{target}");
        assert_eq!(export(&["-o", target]), export(&[]), "{target}");
    }
    assert_eq!(discover(&["-o", "/dev/null"]).code, 0);
    assert_eq!(sandbox.names(), ["p.wordmine", "text.txt"]);
    // Not to be had on every system.
    if std::path::Path::new("/dev/full").exists() {
        for run in [discover(&["-o", "/dev/full"]), export(&["-o", "/dev/full"])] {
            assert_eq!(
                (run.code, run.err.as_str()),
                (3, "wordmine: cannot write /dev/full: the disk is full; make room and try again\n")
            );
        }
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output =
            sandbox.command().args(["discover", "text.txt", "--min-count", "2"]).stdout(full).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3));
        assert!(err.contains("cannot write standard output: the disk is full") && is_plain(&err), "{err}");
    }
}

#[cfg(unix)]
#[test]
fn without_a_home_the_commands_work_all_the_same() {
    let sandbox = Sandbox::new();
    let expected = sandbox.run(&["discover", sandbox.text(), "--min-count", "2"]).out;
    let mut command = sandbox.command();
    for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
        command.env_remove(variable);
    }
    let output = command.env("HOME", "none").args(["discover", "text.txt", "--min-count", "2"]).output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stdout).unwrap()), (Some(0), expected));
    assert_eq!(output.stderr, b"");
}
