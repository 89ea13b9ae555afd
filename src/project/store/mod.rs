//! The project file: an SQLite database in WAL mode with `synchronous=FULL`, opened exclusively, whose rows of decisions
//! are chained by hashes.
//!
//! | table | one row | columns |
//! |---|---|---|
//! | `event` | a verdict on a word, the details of a word, an undo or a redo | `seq` from 1 without gaps; `step`, the event it belongs to, from 1; `kind`; `word`; `at`, milliseconds since 1970 by the clock of the day, which orders nothing; `hash`; `more`, JSON with the `reason` of a step in its first row and the `details` of an edit, empty when there is neither |
//! | `state` | `manifest`, `session`, `head` | `name`, `value`, `hash` of both |
//!
//! `event` is only ever appended to. The `hash` of a row is BLAKE3, cut to 16 bytes, over the hash before it and the
//! row's own fields; `head` keeps the number of rows and the last hash and changes in the same transaction, so that a
//! lost tail is noticed as well as an altered row. SQLite itself has no checksum of a page.
//!
//! Format 1 had no `more`: it is read, copied to the backups and made format 2 when it is opened; the hash of a row with
//! an empty `more` is what it was. A newer format is left alone.
//!
//! What is on the disk when [`Store::append`] returns survives a kill at any moment, and a power cut as far as the disk
//! keeps its word on `fsync`. A second opener is turned away by a lock on a file beside the project ([`lock`]); the
//! system drops it with the process, however it ends. Never copy a project that is open: its newest part is in the
//! `-wal` file beside it.

mod backup;
mod chain;
mod database;
mod lock;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use self::chain::Chain;
use self::lock::{Held, Lock};
use super::atomic;
use super::source::{Input, Options, Request, Skips, SourceRecord, inputs_of};
use super::told::told;
use crate::engine::Floors;
use crate::lexicon::Event;

/// Why a project cannot be made, opened or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something is already there.
    #[error("{0} exists already: open it, or choose another name")]
    Exists(PathBuf),
    /// There is no such file.
    #[error("there is no project at {0}; make one with `wordmine new`")]
    Missing(PathBuf),
    /// It is something else.
    #[error("{0} is no wordmine project; make one with `wordmine new`")]
    Foreign(PathBuf),
    /// It cannot be read, or not be locked and written, which a project that is open must be.
    #[error("cannot open the project {path}: {why}")]
    Closed {
        /// The project.
        path: PathBuf,
        /// What the system said, and what to do.
        why: String,
    },
    /// Another program has it open.
    #[error("the project {path} is open in another wordmine{holder}: close that one first")]
    Locked {
        /// The project.
        path: PathBuf,
        /// ` (process 123 on host)`, when known.
        holder: String,
    },
    /// It is not a wordmine project, or it is damaged.
    #[error("the project {path} is damaged: {what}{remedy}")]
    Damaged {
        /// The project.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What can be done: the newest good backup, for instance.
        remedy: String,
    },
    /// A newer wordmine made it.
    #[error("the project {path} has format {found}; this wordmine knows formats up to {known}: use a newer wordmine")]
    Newer {
        /// The project.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// Writing failed: the disk is full, read-only or broken. Nothing of the transaction was kept.
    #[error("could not save to {path}: {why}")]
    Write {
        /// The project.
        path: PathBuf,
        /// What the system said.
        why: String,
    },
}

/// What a project is about.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Manifest {
    /// The texts, as they were when last analysed.
    pub sources: Vec<SourceRecord>,
    /// The scan floors.
    pub floors: Floors,
    /// What the texts are read from: folders and patterns as such. Empty in projects that knew files only.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// How they are read.
    #[serde(default)]
    pub options: Options,
    /// What a folder or pattern had and was not read, when last analysed.
    #[serde(default)]
    pub skipped: Skips,
    /// The dictionaries of known words, read anew at each opening.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<Input>,
}

impl Manifest {
    /// What to read, and how.
    #[must_use]
    pub fn request(&self) -> Request {
        let inputs = if self.inputs.is_empty() { inputs_of(&self.sources) } else { self.inputs.clone() };
        Request { inputs, options: self.options.clone() }
    }
}

/// What is in a project when it is opened.
#[derive(Debug)]
pub struct Contents {
    /// What it is about.
    pub manifest: Manifest,
    /// Every event, oldest first. Decisions on no word at all are not kept.
    pub events: Vec<Event>,
    /// When each event was saved, in milliseconds since 1970 by the clock of that day.
    pub times: Vec<i64>,
    /// The state of the screen as last saved (JSON), if any.
    pub session: Option<String>,
    /// Something the person should know although the project is open: why no backup could be made.
    pub notice: Option<String>,
}

/// An open project file. Dropping it closes it as well as can be; [`Store::close`] says whether that went well.
pub struct Store {
    path: PathBuf,
    // Declared, and so dropped, before the lock.
    connection: Connection,
    chain: Chain,
    _lock: Lock,
}

impl Store {
    /// Makes a new project file at `path` (mode 0600). It appears there complete or not at all.
    ///
    /// # Errors
    /// [`StoreError::Exists`], [`StoreError::Write`].
    pub fn create(path: &Path, manifest: &Manifest) -> Result<Self, StoreError> {
        if fs::symlink_metadata(path).is_ok() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let folder = atomic::folder_of(path);
        let temporary = atomic::temporary_in(folder).map_err(|error| unwritten(path, told(&error)))?;
        let wrong = |error| write_error(path, &error);
        let mut connection = database::connect(temporary.path()).map_err(wrong)?;
        database::create(&mut connection, &manifest_text(path, manifest)?).map_err(wrong)?;
        connection.close().map_err(|(_, error)| wrong(error))?;
        temporary.as_file().sync_all().map_err(|error| unwritten(path, told(&error)))?;
        temporary.persist_noclobber(path).map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
            _ => unwritten(path, told(&error.error)),
        })?;
        atomic::sync_folder(folder).map_err(|error| unwritten(path, told(&error)))?;
        Ok(Self::open(path)?.0)
    }

    /// Opens the project file at `path`, checks all of it, and makes a backup when the newest is older than a day.
    ///
    /// # Errors
    /// Any [`StoreError`] but `Exists`.
    pub fn open(path: &Path) -> Result<(Self, Contents), StoreError> {
        // One name for one file: the log and the lock are named after it.
        let path = match fs::canonicalize(path) {
            Ok(path) => path,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::Missing(path.to_owned()));
            }
            Err(error) => return Err(closed(path, told(&error))),
        };
        if !path.is_file() {
            return Err(StoreError::Foreign(path));
        }
        // Before anything else opens the file: closing any handle of it would drop SQLite's own locks in this process.
        let lock = match Lock::take(&path) {
            Ok(Held::Mine(lock)) => lock,
            Ok(Held::Other(holder)) => return Err(StoreError::Locked { path, holder }),
            Err(error) => {
                let why = told(&error);
                let why =
                    format!("no lock can be made beside it ({why}); copy it to a folder of yours and open the copy");
                return Err(closed(&path, why));
            }
        };
        check_header(&path)?;
        // SQLite would open it for reading and fail later, with less to say.
        if let Err(error) = fs::OpenOptions::new().write(true).open(&path) {
            let why =
                format!("it cannot be written ({}); make it writable, or copy it and open the copy", told(&error));
            return Err(closed(&path, why));
        }
        let mut connection = database::connect(&path).map_err(|error| sqlite_error(&path, &error))?;
        let format = database::format(&connection).map_err(|error| sqlite_error(&path, &error))?;
        check_format(&path, format)?;
        let (chain, mut contents) = database::read(&mut connection, format).map_err(|fault| fault.at(&path))?;
        if format < database::FORMAT {
            let told = |why| closed(&path, format!("it is of an older format, and {why}"));
            backup::keep_now(&connection, &path).map_err(told)?;
            database::migrate(&mut connection).map_err(|error| write_error(&path, &error))?;
        }
        contents.notice = backup::keep(&connection, &path, chain.rows()).err();
        Ok((Store { path, connection, chain, _lock: lock }, contents))
    }

    /// Whether the file at `path` looks like a project (by its first bytes, not its name). Not for a path this process
    /// has open: closing the file after the look would drop SQLite's locks on it.
    #[must_use]
    pub fn is_project(path: &Path) -> bool {
        path.is_file() && database::header(path).is_ok_and(|header| header.is_some())
    }

    /// Looks whether the file at `path` can be read and is a project, before a lock is made beside it. Not for a path
    /// this process has open, as [`Store::is_project`].
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::Foreign`], [`StoreError::Closed`], [`StoreError::Newer`],
    /// [`StoreError::Damaged`].
    pub fn check(path: &Path) -> Result<(), StoreError> {
        match fs::metadata(path) {
            Ok(found) if found.is_file() => check_header(path),
            Ok(_) => Err(StoreError::Foreign(path.to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(StoreError::Missing(path.to_owned())),
            Err(error) => Err(closed(path, told(&error))),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends `events` and, if given, the state of the screen, in one durable transaction. When it returns, they are on
    /// the disk.
    ///
    /// # Errors
    /// [`StoreError::Write`]; then nothing of this call is kept and it may be tried again.
    pub fn append(&mut self, events: &[Event], session: Option<&str>) -> Result<(), StoreError> {
        if events.is_empty() && session.is_none() {
            return Ok(());
        }
        let at = now();
        self.chain = self.write(|connection, mut chain| {
            chain.append(connection, events, at)?;
            database::set_state(connection, "head", &chain.head())?;
            if let Some(session) = session {
                database::set_state(connection, "session", session)?;
            }
            Ok(chain)
        })?;
        Ok(())
    }

    /// Replaces what the project is about, durably.
    ///
    /// # Errors
    /// [`StoreError::Write`].
    pub fn set_manifest(&mut self, manifest: &Manifest) -> Result<(), StoreError> {
        let text = manifest_text(&self.path, manifest)?;
        self.write(|connection, _| database::set_state(connection, "manifest", &text))
    }

    /// Ends the use of the file cleanly: one file is left, without a log beside it.
    ///
    /// # Errors
    /// [`StoreError::Write`]. What was appended is safe all the same: in the log, which the next opening takes in.
    pub fn close(self) -> Result<(), StoreError> {
        let Store { path, connection, _lock: lock, .. } = self;
        database::checkpoint(&connection).map_err(|error| write_error(&path, &error))?;
        connection.close().map_err(|(_, error)| write_error(&path, &error))?;
        drop(lock);
        Ok(())
    }

    /// Runs `change` in one transaction.
    fn write<T>(&mut self, change: impl FnOnce(&Connection, Chain) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let chain = self.chain.clone();
        let run = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = change(&transaction, chain)?;
            transaction.commit()?;
            Ok(value)
        };
        run().map_err(|error| write_error(&self.path, &error))
    }
}

/// Milliseconds since 1970 by the clock of the day. A clock before that is as good as any: nothing is ordered by it.
#[must_use]
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Refuses what cannot be a project of a format known here, by its first bytes.
fn check_header(path: &Path) -> Result<(), StoreError> {
    match database::header(path).map_err(|error| closed(path, told(&error)))? {
        None => {
            let remedy = backup::remedy(path);
            if remedy.is_empty() {
                return Err(StoreError::Foreign(path.to_owned()));
            }
            let what = "it does not begin as a wordmine project does".to_owned();
            Err(StoreError::Damaged { path: path.to_owned(), what, remedy })
        }
        Some(found) => check_format(path, found),
    }
}

fn check_format(path: &Path, found: i64) -> Result<(), StoreError> {
    match found {
        database::OLDEST..=database::FORMAT => Ok(()),
        ..database::OLDEST => Err(damaged(path, "its format number is none that ever was")),
        _ => Err(StoreError::Newer { path: path.to_owned(), found, known: database::FORMAT }),
    }
}

fn manifest_text(path: &Path, manifest: &Manifest) -> Result<String, StoreError> {
    serde_json::to_string(manifest).map_err(|error| unwritten(path, error))
}

fn unwritten(path: &Path, why: impl ToString) -> StoreError {
    StoreError::Write { path: path.to_owned(), why: why.to_string() }
}

fn closed(path: &Path, why: impl Into<String>) -> StoreError {
    StoreError::Closed { path: path.to_owned(), why: why.into() }
}

fn damaged(path: &Path, what: impl ToString) -> StoreError {
    StoreError::Damaged { path: path.to_owned(), what: what.to_string(), remedy: backup::remedy(path) }
}

fn write_error(path: &Path, error: &rusqlite::Error) -> StoreError {
    let why = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full; make room and try again".to_owned(),
        Some(ErrorCode::ReadOnly) => "the file or its folder is read-only".to_owned(),
        _ => error.to_string(),
    };
    unwritten(path, why)
}

/// What an error of SQLite while opening says about the project.
fn sqlite_error(path: &Path, error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed) => {
            StoreError::Locked { path: path.to_owned(), holder: String::new() }
        }
        Some(
            ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::OutOfMemory,
        ) => write_error(path, error),
        Some(ErrorCode::OperationInterrupted) => damaged(path, "checking it takes more steps than its size explains"),
        _ => damaged(path, error),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::lexicon::{Change, Verdict};

    pub(super) fn manifest() -> Manifest {
        let source = SourceRecord { bytes: 3, hash: "h".to_owned(), ..SourceRecord::unread(Input::Demo, "n") };
        Manifest { sources: vec![source], ..Manifest::default() }
    }

    #[test]
    fn the_manifest_of_an_old_project_is_read() {
        let old = r#"{"sources":[{"input":{"file":"/x/a"},"name":"a","bytes":1,"hash":"f"},{"input":"demo","name":"d","bytes":1,"hash":"f"}],
            "floors":{"min_count":5,"max_length":6}}"#;
        let manifest: Manifest = serde_json::from_str(old).unwrap();
        let inputs = vec![Input::File("/x/a".into()), Input::Demo];
        assert_eq!(manifest.request(), Request { inputs, options: Options::default() });
    }

    fn accept(words: std::ops::Range<u32>) -> Event {
        let change = |i| Change { word: format!("词{i}"), verdict: Some(Verdict::Accept) };
        Event::decide(words.map(change).collect())
    }

    #[test]
    fn what_is_appended_is_there_when_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.wordmine");
        let mut store = Store::create(&path, &manifest()).unwrap();
        let events = [accept(0..3), Event::Undo, Event::Redo, accept(2..5)];
        store.append(&events[..2], None).unwrap();
        store.append(&events[2..], Some("{\"a\":1}")).unwrap();
        store.close().unwrap();
        let names = || {
            let mut all: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
            all.sort();
            all
        };
        assert_eq!(names(), ["p.wordmine"]);
        let (store, contents) = Store::open(&path).unwrap();
        assert_eq!(contents.manifest, manifest());
        assert_eq!(contents.events, events);
        assert_eq!(contents.session.as_deref(), Some("{\"a\":1}"));
        assert_eq!(contents.notice, None);
        store.close().unwrap();
        assert_eq!(names(), ["p.wordmine", "p.wordmine.backups"]);
    }

    #[test]
    fn a_full_disk_keeps_what_was_there_and_lets_one_try_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.wordmine");
        let mut store = Store::create(&path, &manifest()).unwrap();
        store.append(&[accept(0..5)], Some("before")).unwrap();
        let pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        store.connection.pragma_update(None, "max_page_count", pages).unwrap();
        let error = store.append(&[accept(5..9), accept(10..5000)], Some("after")).unwrap_err();
        assert!(error.to_string().contains("the disk is full"), "{error}");
        store.connection.pragma_update(None, "max_page_count", 1 << 20).unwrap();
        store.append(&[Event::Undo], None).unwrap();
        store.append(&[accept(10..5000)], Some("later")).unwrap();
        store.close().unwrap();
        let (_, contents) = Store::open(&path).unwrap();
        assert_eq!(contents.events, [accept(0..5), Event::Undo, accept(10..5000)]);
        assert_eq!(contents.session.as_deref(), Some("later"));
    }

    /// What the promise rests on and no kill of a process can show: only a power cut would.
    #[test]
    fn the_connection_is_set_to_keep_the_promise() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("p"), &manifest()).unwrap();
        let setting = |name: &str| {
            store.connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap()
        };
        for (name, value) in [
            ("synchronous", 2.into()),
            ("journal_mode", "wal".to_owned().into()),
            ("locking_mode", "exclusive".to_owned().into()),
            ("fullfsync", 1.into()),
            ("mmap_size", 0.into()),
            ("cell_size_check", 1.into()),
            ("trusted_schema", 0.into()),
        ] {
            assert_eq!(setting(name), value, "{name}");
        }
        let names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(!names.iter().any(|name| name == "p-shm"), "no shared memory file: {names:?}");
    }
}
