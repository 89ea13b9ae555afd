//! Projects of older formats.

use std::fs;
use std::path::{Path, PathBuf};

use wordmine::lexicon::{Change, Event, Ledger, Verdict};
use wordmine::project::store::{Store, StoreError};

use crate::util::{Numbers, names, step};

/// A project as the program made it when there was format 1 only.
const FORMAT_1: &[u8] = include_bytes!("../data/project_format1.wordmine");

fn events() -> Vec<Event> {
    let change = |word: &str, verdict| Change { word: word.to_owned(), verdict };
    let (accept, reject, later) = (Some(Verdict::Accept), Some(Verdict::Reject), Some(Verdict::Later));
    vec![
        Event::decide(vec![change("内卷", accept), change("的人", reject)]),
        Event::decide(vec![change("绿码", later)]),
        Event::Undo,
        Event::Redo,
        Event::decide(vec![change("的人", None)]),
        Event::Undo,
        Event::decide(vec![change("碳中和", accept)]),
    ]
}

fn format(bytes: &[u8]) -> i32 {
    i32::from_be_bytes(bytes[60..64].try_into().unwrap())
}

fn old(folder: &Path) -> PathBuf {
    let path = folder.join("p");
    fs::write(&path, FORMAT_1).unwrap();
    path
}

#[test]
fn a_project_of_format_1_is_brought_up_to_date_and_copied() {
    let folder = tempfile::tempdir().unwrap();
    let path = old(folder.path());
    assert_eq!(format(FORMAT_1), 1);
    let (mut store, contents) = Store::open(&path).unwrap();
    assert_eq!(contents.events, events());
    assert_eq!(contents.session.as_deref(), Some("{\"place\":3}"));
    assert_eq!(contents.notice, None);
    assert!(contents.times.is_sorted() && contents.times[1] < contents.times[2], "{:?}", contents.times);
    assert_eq!(format(&fs::read(&path).unwrap()), 2, "the header tells an older program");
    // Step 3 has details: what the old format had no place for.
    store.append(&[step(3), step(1)], None).unwrap();
    store.close().unwrap();
    let (store, contents) = Store::open(&path).unwrap();
    store.close().unwrap();
    let wanted: Vec<Event> = events().into_iter().chain([step(3), step(1)]).collect();
    assert_eq!(contents.events, wanted);
    assert_eq!(Ledger::replay(&contents.events).verdict("的人"), Some(Verdict::Reject));

    let backups = folder.path().join("p.backups");
    let copies = names(&backups);
    assert_eq!(copies.len(), 1);
    let copy = backups.join(&copies[0]);
    assert_eq!(format(&fs::read(&copy).unwrap()), 1, "the copy is of the old format");
    assert_eq!(Store::open(&copy).unwrap().1.events, events());
}

#[test]
fn without_a_copy_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = old(folder.path());
    fs::write(folder.path().join("p.backups"), "in the way").unwrap();
    let error = Store::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::Closed { .. }), "{error}");
    assert!(error.to_string().contains("older format") && error.to_string().contains("p.backups"), "{error}");
    assert_eq!(format(&fs::read(&path).unwrap()), 1);
    fs::remove_file(folder.path().join("p.backups")).unwrap();
    assert_eq!(Store::open(&path).unwrap().1.events, events());
}

#[test]
fn a_damaged_project_of_format_1_is_not_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let mut numbers = Numbers(5);
    let mut refused = 0;
    for round in 0..120 {
        let mut bytes = FORMAT_1.to_vec();
        let at = numbers.below(bytes.len());
        match round % 3 {
            0 => bytes[at] ^= 1 + numbers.below(255) as u8,
            1 => bytes[at..].iter_mut().take(16).for_each(|byte| *byte = numbers.below(256) as u8),
            _ => bytes.truncate(at),
        }
        let path = folder.path().join(format!("p{round}"));
        fs::write(&path, &bytes).unwrap();
        match Store::open(&path) {
            Ok((_, contents)) => assert_eq!(contents.events, events(), "round {round}, byte {at}"),
            Err(StoreError::Damaged { .. } | StoreError::Newer { .. } | StoreError::Foreign(_)) => refused += 1,
            Err(error) => panic!("{error}"),
        }
    }
    assert!(refused > 40, "{refused}");
    // One that says the wrong format of itself.
    for (from, to) in [(1, 2), (2, 1)] {
        let path = old(folder.path());
        if from == 2 {
            Store::open(&path).unwrap().0.close().unwrap();
        }
        let mut bytes = fs::read(&path).unwrap();
        bytes[60..64].copy_from_slice(&i32::to_be_bytes(to));
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(Store::open(&path), Err(StoreError::Damaged { .. })), "{from} as {to}");
        assert_eq!(format(&fs::read(&path).unwrap()), to);
    }
}

/// A kill right after the change leaves it in the log, and the header of the file as it was.
#[test]
fn the_log_may_know_a_newer_format_than_the_header() {
    let folder = tempfile::tempdir().unwrap();
    for (sql, newer) in [
        ("ALTER TABLE event ADD COLUMN more TEXT NOT NULL DEFAULT ''; PRAGMA user_version = 2", false),
        ("PRAGMA user_version = 7", true),
    ] {
        let path = folder.path().join("made");
        fs::write(&path, FORMAT_1).unwrap();
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.execute_batch(&format!("BEGIN; {sql}; COMMIT")).unwrap();
        let killed = folder.path().join("killed");
        fs::copy(&path, &killed).unwrap();
        fs::copy(folder.path().join("made-wal"), folder.path().join("killed-wal")).unwrap();
        drop(connection);
        assert_eq!(format(&fs::read(&killed).unwrap()), 1);
        match Store::open(&killed) {
            Ok((store, contents)) => {
                assert!(!newer);
                assert_eq!(contents.events, events());
                store.close().unwrap();
            }
            Err(error) => assert!(newer && matches!(error, StoreError::Newer { found: 7, .. }), "{error}"),
        }
        for name in ["made", "made-wal", "killed", "killed-wal"] {
            let _ = fs::remove_file(folder.path().join(name));
        }
    }
}
