//! The project file in daily life: appending, opening again, two at once, modes, what is no project.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use wordmine::engine::Floors;
use wordmine::lexicon::{Change, Decision, Details, Edit, Event, Ledger, Verdict};
use wordmine::project::store::{Contents, Manifest, Store, StoreError};

use crate::util::{self, manifest, names, step};

fn contents(path: &Path) -> Contents {
    let (store, contents) = Store::open(path).unwrap();
    store.close().unwrap();
    contents
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn a_project_holds_what_was_appended(runs in prop::collection::vec((util::events(), prop::option::of("\\PC{0,20}"), any::<bool>()), 0..8)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.wordmine");
        let mut store = Some(Store::create(&path, &manifest()).unwrap());
        let (mut all, mut last) = (Vec::new(), None);
        for (events, session, reopen) in runs {
            store.as_mut().unwrap().append(&events, session.as_deref()).unwrap();
            all.extend(events);
            last = session.or(last);
            if reopen {
                drop(store.take());
                let (again, contents) = Store::open(&path).unwrap();
                store = Some(again);
                prop_assert_eq!(&contents.events, &all);
            }
        }
        store.unwrap().close().unwrap();
        let contents = contents(&path);
        prop_assert!(Ledger::replay(&contents.events).iter().eq(Ledger::replay(&all).iter()));
        prop_assert_eq!(contents.events, all);
        prop_assert_eq!(contents.session, last);
        prop_assert_eq!(contents.manifest, manifest());
    }
}

#[test]
fn a_decision_on_nothing_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    store.append(&[step(0), Event::decide(vec![]), step(1), Event::Undo], None).unwrap();
    drop(store);
    assert_eq!(contents(&path).events, [step(0), step(1), Event::Undo]);
}

#[test]
fn a_bulk_step_of_many_words_is_one_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    let change = |i: u32| Change { word: format!("词{i}"), verdict: Some(Verdict::Accept) };
    let bulk = Event::decide((0..60_000).map(change).collect());
    store.append(std::slice::from_ref(&bulk), None).unwrap();
    drop(store);
    assert_eq!(contents(&path).events, [bulk]);
}

#[test]
fn what_could_not_be_read_again_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    store.append(&[step(0)], None).unwrap();
    let deep = (0..200).fold(serde_json::Value::Null, |inner, _| serde_json::json!([inner]));
    let details = Details { extra: [("x".to_owned(), deep)].into(), ..Details::default() };
    let edits = vec![Edit { word: "词".to_owned(), details: details.into() }];
    let error = store.append(&[Event::Decide(Decision { edits, ..Decision::default() })], None).unwrap_err();
    assert!(error.to_string().contains("cannot be kept"), "{error}");
    store.append(&[step(1)], None).unwrap();
    drop(store);
    let contents = contents(&path);
    assert_eq!(contents.events, [step(0), step(1)]);
    assert_eq!(contents.times.len(), 2);
    assert!(contents.times[0] <= contents.times[1] && contents.times[0] > 1_600_000_000_000);
}

#[test]
fn the_manifest_can_be_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    let other = Manifest { floors: Floors { min_count: 9, max_length: 3 }, ..Manifest::default() };
    store.set_manifest(&other).unwrap();
    store.close().unwrap();
    assert_eq!(contents(&path).manifest, other);
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf_8_survives() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"caf\xE9");
    let mut with_odd = manifest();
    with_odd.sources[0].input = wordmine::project::source::Input::File(odd.into());
    let path = folder.path().join(odd);
    let mut store = Store::create(&path, &with_odd).unwrap();
    store.append(&[step(0)], None).unwrap();
    store.close().unwrap();
    let (store, contents) = Store::open(&path).unwrap();
    assert_eq!(contents.manifest, with_odd);
    store.close().unwrap();
}

#[test]
fn nothing_is_overwritten_and_nothing_made_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    assert!(matches!(Store::open(&path), Err(StoreError::Missing(_))));
    assert!(!Store::is_project(&path));
    assert!(names(folder.path()).is_empty());
    fs::write(&path, "mine").unwrap();
    assert!(matches!(Store::create(&path, &manifest()), Err(StoreError::Exists(_))));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    let nowhere = folder.path().join("no/such/folder/p");
    assert!(matches!(Store::create(&nowhere, &manifest()), Err(StoreError::Write { .. })));
}

#[test]
fn a_second_opener_is_turned_away_and_told_by_whom() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    let refused = Store::open(&path).err().unwrap();
    assert!(matches!(refused, StoreError::Locked { .. }), "{refused}");
    assert!(refused.to_string().contains(&format!("(process {}", std::process::id())), "{refused}");
    // The attempt took nothing away from the first.
    store.append(&[step(0)], None).unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Locked { .. })));
    store.close().unwrap();
    assert_eq!(contents(&path).events, [step(0)]);
}

#[test]
fn a_program_that_knows_only_sqlite_is_kept_out_and_keeps_us_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    store.append(&[step(0)], None).unwrap();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.busy_timeout(std::time::Duration::ZERO).unwrap();
    let count = || other.query_row("SELECT count(*) FROM event", [], |row| row.get::<_, i64>(0));
    assert!(count().is_err());
    store.close().unwrap();
    assert_eq!(count().unwrap(), 2);
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(Store::open(&path), Err(StoreError::Locked { .. })));
}

#[test]
fn of_many_that_open_at_once_one_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    Store::create(&path, &manifest()).unwrap().close().unwrap();
    let barrier = std::sync::Barrier::new(4);
    for round in 0..25 {
        let opened = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        barrier.wait();
                        let mine = Store::open(&path);
                        // Nobody closes before everybody has tried.
                        barrier.wait();
                        match mine {
                            Ok((mut store, _)) => {
                                store.append(&[step(round)], None).unwrap();
                                store.close().unwrap();
                                1
                            }
                            Err(StoreError::Locked { .. }) => 0,
                            Err(error) => panic!("{error}"),
                        }
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum::<i32>()
        });
        assert_eq!(opened, 1);
    }
    assert_eq!(contents(&path).events, (0..25).map(step).collect::<Vec<_>>());
}

#[cfg(unix)]
#[test]
fn a_link_opens_what_it_names_under_one_lock() {
    let folder = tempfile::tempdir().unwrap();
    let (path, link) = (folder.path().join("p"), folder.path().join("link"));
    let store = Store::create(&path, &manifest()).unwrap();
    std::os::unix::fs::symlink(&path, &link).unwrap();
    assert!(matches!(Store::open(&link), Err(StoreError::Locked { .. })));
    store.close().unwrap();
    let (store, _) = Store::open(&link).unwrap();
    assert_eq!(store.path(), fs::canonicalize(&path).unwrap());
}

#[test]
fn backups_are_made_on_opening_and_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let backups = folder.path().join("p.backups");
    let mut store = Store::create(&path, &manifest()).unwrap();
    store.append(&[step(0)], Some("s")).unwrap();
    store.close().unwrap();
    assert!(!backups.exists());
    let age = |days: u64| {
        for name in names(&backups) {
            let file = fs::File::options().append(true).open(backups.join(name)).unwrap();
            let old = std::time::SystemTime::now() - std::time::Duration::from_secs(days * 86_400);
            file.set_modified(old).unwrap();
        }
    };
    contents(&path);
    assert_eq!(names(&backups).len(), 1);
    contents(&path);
    assert_eq!(names(&backups).len(), 1, "one a day");
    let made = names(&backups).remove(0);
    for year in 2000..2007 {
        fs::copy(backups.join(&made), backups.join(format!("{year}-01-01T000000Z.wordmine"))).unwrap();
    }
    age(2);
    contents(&path);
    assert_eq!(names(&backups).len(), 5);
    assert!(names(&backups)[0].starts_with("2003") || names(&backups)[0].starts_with("2004"));
    // A backup is a project.
    let copy = folder.path().join("copy");
    fs::copy(backups.join(names(&backups).pop().unwrap()), &copy).unwrap();
    let restored = contents(&copy);
    assert_eq!((restored.events, restored.session.as_deref()), (vec![step(0)], Some("s")));
}

#[test]
fn a_backup_that_cannot_be_made_is_reported_and_no_reason_not_to_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut store = Store::create(&path, &manifest()).unwrap();
    store.append(&[step(0)], None).unwrap();
    store.close().unwrap();
    fs::write(folder.path().join("p.backups"), "in the way").unwrap();
    let (_, contents) = Store::open(&path).unwrap();
    assert!(contents.notice.unwrap().contains("p.backups"));
    assert_eq!(contents.events, [step(0)]);
}

/// Shows nothing for a user who may write everything.
#[cfg(unix)]
#[test]
fn what_cannot_be_written_is_not_opened_and_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    Store::create(&path, &manifest()).unwrap().close().unwrap();
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    allow(&path, 0o400);
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        return;
    }
    let file = Store::open(&path).err().unwrap();
    allow(&path, 0o600);
    allow(folder.path(), 0o500);
    let inside = Store::open(&path).err().unwrap();
    allow(folder.path(), 0o700);
    assert!(file.to_string().contains("make it writable"), "{file}");
    assert!(inside.to_string().contains("copy it to a folder"), "{inside}");
}
