//! Every subcommand from outside: stdout, stderr and exit code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod beside;
mod config;
mod discover;
mod entry;
mod evaluate;
mod kwic;
mod memory;
mod messages;
mod open;
mod pipes;
mod project;
mod segment;
mod texts;

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// A folder of its own for one test, with the folders of the program in it.
struct Sandbox {
    folder: tempfile::TempDir,
}

/// What a run came to.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Sandbox {
    fn new() -> Self {
        Sandbox { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and gives its name.
    fn file<'n>(&self, name: &'n str, bytes: impl AsRef<[u8]>) -> &'n str {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        name
    }

    /// The first chapter of the Analects, as `text.txt`.
    fn text(&self) -> &'static str {
        self.file("text.txt", fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/xueer.txt")).unwrap())
    }

    /// The user's settings.
    fn config(&self, text: &str) {
        self.file("config/wordmine/config.toml", text);
    }

    fn command(&self) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wordmine"));
        command.current_dir(self.folder.path());
        for (variable, folder) in
            [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")]
        {
            command.env(variable, self.path(folder));
        }
        command
    }

    fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, "")
    }

    /// Runs with `stdin`. The name of the sandbox's folder is `$` in what comes out.
    fn run_with(&self, args: &[&str], stdin: impl Into<Vec<u8>>) -> Run {
        let mut command = Command::from_std(self.command());
        let output = command.args(args).write_stdin(stdin).output().unwrap();
        let folder = self.folder.path().to_str().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(folder, "$");
        Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// A project `p.wordmine` of the text, with candidates of 2 occurrences or more.
    fn project(&self) -> &'static str {
        let made = self.run(&["new", "p.wordmine", self.text(), "--min-count", "2", "-q"]);
        assert_eq!((made.code, made.err.as_str()), (0, ""));
        "p.wordmine"
    }

    /// Names of the files in the folder, hidden ones too.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_file())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn help_version_and_wrong_usage() {
    let sandbox = Sandbox::new();
    let help = sandbox.run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    for word in [
        "discover",
        "new",
        "decide",
        "kwic",
        "neighbours",
        "spread",
        "explain",
        "export",
        "segment",
        "dict",
        "evaluate",
        "info",
        "entry",
        "log",
        "undo",
        "bench",
        "add",
        "config",
        "completions",
        "Exit codes",
    ] {
        assert!(help.out.contains(word), "{word}");
    }
    let version = sandbox.run(&["--version"]);
    assert_eq!((version.code, version.out), (0, format!("wordmine {}\n", env!("CARGO_PKG_VERSION"))));
    for wrong in [&["discover"][..], &["discover", "x", "--sort", "size"], &["new", "p"], &["decide", "p"], &["dict"]] {
        let run = sandbox.run(wrong);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{wrong:?}");
        assert!(!run.err.is_empty());
    }
    assert_eq!(sandbox.names(), [""; 0]);
}

#[test]
fn completions_are_scripts() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = sandbox.run(&["completions", shell]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        assert!(run.out.contains("discover"), "{shell}");
    }
    assert_eq!(sandbox.run(&["completions", "csh"]).code, 2);
}
