//! A writer that is killed at any moment. The test binary starts itself again as the writer.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use wordmine::project::store::{Store, StoreError};

use crate::util::{Numbers, manifest, step};

const PROJECT: &str = "WORDMINE_TEST_PROJECT";

/// Not a test of its own: the writer that the tests start. It appends steps for ever and says each one that is saved.
#[test]
fn writer() {
    let Some(path) = std::env::var_os(PROJECT) else { return };
    let path = Path::new(&path);
    let (mut store, contents) = match Store::open(path) {
        Err(StoreError::Missing(_)) => (Store::create(path, &manifest()).unwrap(), Vec::new()),
        opened => opened.map(|(store, contents)| (store, contents.events)).unwrap(),
    };
    let mut out = std::io::stdout();
    writeln!(out, "\nopen").unwrap();
    for i in contents.len().. {
        store.append(&[step(i)], Some(&format!("{{\"at\":{i}}}"))).unwrap();
        writeln!(out, "saved {i}").unwrap();
    }
}

fn start(path: &Path) -> (Child, impl Iterator<Item = String>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kill::writer", "--nocapture", "--test-threads=1"])
        .env(PROJECT, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    (child, lines)
}

#[test]
fn a_decision_said_to_be_saved_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut numbers = Numbers(4);
    let mut saved = 0;
    for round in 0..30 {
        let (mut child, mut lines) = start(&path);
        let mut last = None;
        let mut note = |line: String| last = line.strip_prefix("saved ").map(|i| i.parse::<usize>().unwrap()).or(last);
        // Some rounds kill while the file is being made or opened, the others between two acknowledgements.
        for _ in 0..numbers.below(12) {
            note(lines.next().unwrap());
        }
        for _ in 0..numbers.below(200_000) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        lines.for_each(note);
        saved = last.map_or(saved, |last| last + 1);
        let (store, contents) = match Store::open(&path) {
            Err(StoreError::Missing(_)) if saved == 0 => continue,
            opened => opened.unwrap(),
        };
        let found = contents.events.len();
        assert!(found >= saved, "round {round}: {saved} acknowledged, {found} there");
        assert_eq!(contents.events, (0..found).map(step).collect::<Vec<_>>(), "round {round}");
        let session = found.checked_sub(1).map(|i| format!("{{\"at\":{i}}}"));
        assert_eq!(contents.session, session, "round {round}: a torn transaction");
        store.close().unwrap();
    }
    assert!(saved > 30, "the writer hardly wrote: {saved}");
}

#[test]
fn another_process_is_turned_away_until_the_first_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let (mut child, mut lines) = start(&path);
    assert!(lines.any(|line| line == "open"));
    let refused = Store::open(&path).err().unwrap();
    assert!(refused.to_string().contains(&format!("(process {}", child.id())), "{refused}");
    child.kill().unwrap();
    child.wait().unwrap();
    let (store, _) = Store::open(&path).unwrap();
    store.close().unwrap();
    let left: Vec<String> = crate::util::names(folder.path()).into_iter().filter(|name| name != "p.backups").collect();
    assert_eq!(left, ["p"]);
}

#[cfg(unix)]
#[test]
fn files_are_private_whatever_the_umask() {
    use crate::util::mode;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let run = || {
        let mut child = Command::new("sh")
            .args(["-c", "umask 000; exec \"$0\" --exact kill::writer --nocapture --test-threads=1"])
            .arg(std::env::current_exe().unwrap())
            .env(PROJECT, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.starts_with("saved")));
        for name in ["p", "p-wal", ".p.lock"] {
            assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
        }
        child.kill().unwrap();
        child.wait().unwrap();
    };
    run();
    run();
    let backups = folder.path().join("p.backups");
    assert_eq!(mode(&backups), 0o700);
    for name in crate::util::names(&backups) {
        assert_eq!(mode(&backups.join(&name)), 0o600, "{name}");
    }
    assert!(!crate::util::names(&backups).is_empty());
}
