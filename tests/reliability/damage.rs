//! Damaged, foreign and hostile project files: an error, or the very decisions that were made.

use std::fs;
use std::path::{Path, PathBuf};

use wordmine::lexicon::Event;
use wordmine::project::store::{Store, StoreError};

use crate::util::{Numbers, manifest, step};

const STEPS: usize = 400;

/// A closed project of [`STEPS`] steps in `folder`.
fn project(folder: &Path) -> PathBuf {
    let path = folder.join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    store.append(&(0..STEPS).map(step).collect::<Vec<_>>(), Some("{}")).unwrap();
    store.close().unwrap();
    path
}

/// Opens the bytes as a project; `None` when they are refused.
fn opened(folder: &Path, bytes: &[u8]) -> Option<Vec<Event>> {
    let path = folder.join("mutant");
    fs::write(&path, bytes).unwrap();
    let _ = fs::remove_dir_all(folder.join("mutant.backups"));
    match Store::open(&path) {
        Ok((store, contents)) => {
            store.close().unwrap();
            assert_eq!(contents.manifest, manifest());
            assert_eq!(contents.session.as_deref(), Some("{}"));
            Some(contents.events)
        }
        Err(StoreError::Damaged { .. } | StoreError::Newer { .. } | StoreError::Foreign(_)) => None,
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn damage_is_never_read_as_other_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let sound = fs::read(project(folder.path())).unwrap();
    let wanted: Vec<Event> = (0..STEPS).map(step).collect();
    assert_eq!(opened(folder.path(), &sound).as_ref(), Some(&wanted));
    let mut numbers = Numbers(2);
    let mut refused = 0;
    for round in 0..240 {
        let mut bytes = sound.clone();
        let at = numbers.below(bytes.len());
        let page = at / 4096 * 4096;
        match round % 6 {
            0 | 1 => bytes[at] ^= 1 + numbers.below(255) as u8,
            2 => bytes[at..].iter_mut().take(16).for_each(|byte| *byte = numbers.below(256) as u8),
            3 => bytes.truncate(at),
            4 => bytes[page..page + 4096].fill(0),
            _ => {
                let other = numbers.below(sound.len() / 4096) * 4096;
                bytes[page..page + 4096].copy_from_slice(&sound[other..other + 4096]);
            }
        }
        match opened(folder.path(), &bytes) {
            Some(events) => assert!(events == wanted, "round {round}, byte {at}"),
            None => refused += 1,
        }
    }
    assert!(refused > 150, "{refused}");
}

#[test]
fn every_damaged_byte_of_the_first_page_is_noticed_or_harmless() {
    let folder = tempfile::tempdir().unwrap();
    let sound = fs::read(project(folder.path())).unwrap();
    let wanted: Vec<Event> = (0..STEPS).map(step).collect();
    for at in (0..200).step_by(3) {
        let mut bytes = sound.clone();
        bytes[at] = !bytes[at];
        if let Some(events) = opened(folder.path(), &bytes) {
            assert!(events == wanted, "byte {at}");
        }
    }
}

/// A log that was damaged after a kill loses its end at worst; SQLite stops at the first frame that does not check.
#[test]
fn a_damaged_log_gives_the_decisions_up_to_some_moment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    for i in 0..30 {
        store.append(&[step(i)], Some("{}")).unwrap();
    }
    let (main, log) = (fs::read(&path).unwrap(), fs::read(folder.path().join("p-wal")).unwrap());
    let wanted: Vec<Event> = (0..30).map(step).collect();
    let mut numbers = Numbers(3);
    for round in 0..60 {
        let mut bytes = log.clone();
        let at = numbers.below(bytes.len());
        match round {
            0 => {}
            _ if round % 2 == 0 => bytes[at] ^= 1 << numbers.below(8),
            _ => bytes.truncate(at),
        }
        let mutant = folder.path().join("q");
        fs::write(&mutant, &main).unwrap();
        fs::write(folder.path().join("q-wal"), bytes).unwrap();
        let (_, contents) = Store::open(&mutant).unwrap();
        assert!(wanted.starts_with(&contents.events), "round {round}");
        assert!(round > 0 || contents.events == wanted);
        let _ = fs::remove_dir_all(folder.path().join("q.backups"));
    }
}

#[test]
fn the_remedy_is_the_newest_good_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path());
    Store::open(&path).unwrap().0.close().unwrap();
    let backups = folder.path().join("p.backups");
    fs::write(backups.join("9999-01-01T000000Z.wordmine"), "not good").unwrap();
    let good = crate::util::names(&backups).remove(0);
    fs::write(&path, vec![0; 9000]).unwrap();
    let error = Store::open(&path).err().unwrap().to_string();
    assert!(error.contains(&good), "{error}");
    assert_eq!(fs::read(&path).unwrap(), vec![0; 9000], "the damaged file is left as it is");
}

#[test]
fn what_is_no_project_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    let foreign = folder.path().join("foreign");
    rusqlite::Connection::open(&foreign)
        .unwrap()
        .execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1)")
        .unwrap();
    let foreign = fs::read(&foreign).unwrap();
    for bytes in [&b""[..], "第一回\n".as_bytes(), b"SQLite format 3\0", &[0; 5000], &foreign] {
        fs::write(&path, bytes).unwrap();
        assert!(!Store::is_project(&path));
        assert!(matches!(Store::open(&path), Err(StoreError::Foreign(_))));
        assert_eq!(fs::read(&path).unwrap(), bytes);
        assert!(!folder.path().join(".x.lock").exists());
    }
    assert!(!Store::is_project(folder.path()));
    assert!(matches!(Store::open(folder.path()), Err(StoreError::Foreign(_))));
}

#[test]
fn a_newer_format_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path());
    assert!(Store::is_project(&path));
    let mut bytes = fs::read(&path).unwrap();
    bytes[60..64].copy_from_slice(&7i32.to_be_bytes());
    fs::write(&path, &bytes).unwrap();
    let error = Store::open(&path).err().unwrap();
    assert!(matches!(error, StoreError::Newer { found: 7, known: 2, .. }), "{error}");
    assert_eq!(fs::read(&path).unwrap(), bytes);
}

/// Runs `sql` on a closed project, then opens it.
fn tampered(sql: &str) -> Result<(), StoreError> {
    let folder = tempfile::tempdir().unwrap();
    let path = project(folder.path());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().unwrap();
    Store::open(&path).map(|_| ())
}

#[test]
fn rows_that_were_altered_added_or_removed_are_noticed() {
    tampered("PRAGMA user_version").unwrap();
    for sql in [
        "UPDATE event SET word = '别' WHERE seq = 7",
        "UPDATE event SET kind = 3 WHERE seq = 1",
        "UPDATE event SET at = at + 1 WHERE seq = 9",
        "UPDATE event SET step = step + 1 WHERE seq > 5",
        "UPDATE event SET word = CAST(x'FF' AS TEXT) WHERE seq = 7",
        "DELETE FROM event WHERE seq = 800",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM event",
        "UPDATE event SET more = '' WHERE seq = 8",
        "UPDATE event SET more = '{}' WHERE seq = 2",
        "UPDATE event SET more = replace(more, '记', '忘') WHERE seq = 8",
        "UPDATE event SET more = '' WHERE seq = 3",
        "UPDATE event SET more = CAST(x'FF' AS TEXT) WHERE seq = 8",
        "UPDATE event SET more = word, word = more WHERE seq = 8",
        "INSERT INTO event VALUES (801, 401, 2, '多', 0, zeroblob(16), '')",
        "INSERT INTO event SELECT 0, 0, kind, word, at, hash, more FROM event WHERE seq = 1",
        "UPDATE state SET value = '{}' WHERE name = 'manifest'",
        "UPDATE state SET value = 'x' WHERE name = 'session'",
        "DELETE FROM state WHERE name = 'manifest'",
        "DELETE FROM state WHERE name = 'head'",
    ] {
        assert!(matches!(tampered(sql), Err(StoreError::Damaged { .. })), "{sql}");
    }
}

#[test]
fn a_stranger_s_schema_is_refused_before_it_runs() {
    let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, i, 2, 'x', i, x'00' FROM n";
    for sql in [
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
        "CREATE INDEX i ON event (word)",
        "CREATE TABLE more (a)",
        "ALTER TABLE event ADD COLUMN yet TEXT",
        &format!("DROP TABLE event; CREATE VIEW event (seq, step, kind, word, at, hash) AS {endless}"),
    ] {
        let error = tampered(sql).err().unwrap();
        assert!(error.to_string().contains("its tables are not those"), "{sql}: {error}");
    }
}
