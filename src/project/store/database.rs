//! SQLite: how the file is opened, what must be in it, and reading all of it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::chain::{self, Chain, Past, Row};
use super::{Contents, StoreError};

/// "wrdm" in the header of the file.
const APPLICATION: i32 = 0x7772_646D;
/// The format written here, in the header of the file as the user version.
pub(super) const FORMAT: i64 = 2;
/// The oldest format that is read.
pub(super) const OLDEST: i64 = 1;
/// The table of events in format 1.
const EVENT_1: &str = "CREATE TABLE event (seq INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind INTEGER NOT NULL, word TEXT NOT NULL, at INTEGER NOT NULL, hash BLOB NOT NULL) STRICT";
/// The table of events, as SQLite tells it also of one that got its last column later.
const EVENT: &str = "CREATE TABLE event (seq INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind INTEGER NOT NULL, word TEXT NOT NULL, at INTEGER NOT NULL, hash BLOB NOT NULL, more TEXT NOT NULL DEFAULT '') STRICT";
/// What makes format 2 of format 1.
const TO_2: &str = "ALTER TABLE event ADD COLUMN more TEXT NOT NULL DEFAULT ''";
const STATE: &str = "CREATE TABLE state (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, hash BLOB NOT NULL) STRICT, WITHOUT ROWID";

/// All that may be in the schema of a format, in order of names.
fn schema(format: i64) -> [(&'static str, &'static str); 2] {
    [("event", if format == 1 { EVENT_1 } else { EVENT }), ("state", STATE)]
}

/// Milliseconds to wait for a lock of SQLite's own.
const PATIENCE: u64 = 200;
/// Largest text of a row, in bytes.
const LONGEST: i32 = 64 << 20;
/// Steps of SQLite's machine between two looks at their number.
const STRIDE: i32 = 10_000;

/// Why a database cannot be read as a project.
pub(super) enum Fault {
    /// SQLite's own complaint.
    Sqlite(rusqlite::Error),
    /// What does not fit.
    Damage(String),
}

impl Fault {
    /// The fault as an error about the project at `path`.
    pub fn at(&self, path: &Path) -> StoreError {
        match self {
            Fault::Sqlite(error) => super::sqlite_error(path, error),
            Fault::Damage(what) => super::damaged(path, what),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::Sqlite(error)
    }
}

fn damage<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Damage(what.into()))
}

/// The format number in the first bytes of the file at `path`; `None` when they are not a project's.
pub(super) fn header(path: &Path) -> io::Result<Option<i64>> {
    let mut bytes = Vec::with_capacity(100);
    File::open(path)?.take(100).read_to_end(&mut bytes)?;
    let number = |at: usize| i32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let ours = bytes.len() == 100
        && bytes.starts_with(b"SQLite format 3\0")
        // With other version bytes SQLite opens the file read-only, which says nothing of the damage.
        && bytes[18..20].iter().all(|version| (1..=2).contains(version))
        && number(68) == APPLICATION;
    Ok(ours.then(|| i64::from(number(60))))
}

/// Opens a database for us alone, trusting nothing in it.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    distrust(&connection)?;
    // Exclusive before the first use of the log: then there is no shared memory file, and no mapped memory.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    let mode: String = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CANTOPEN);
        return Err(rusqlite::Error::SqliteFailure(code, Some(format!("its journal stays in mode {mode}"))));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", "ON")?;
    connection.pragma_update(None, "checkpoint_fullfsync", "ON")?;
    Ok(connection)
}

/// Opens a copy that nobody writes, a backup for instance, trusting nothing in it.
pub(super) fn connect_to_copy(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    distrust(&connection)?;
    Ok(connection)
}

fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_millis(PATIENCE))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 10_000),
        (Limit::SQLITE_LIMIT_COLUMN, 16),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 16),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 4),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        // VACUUM INTO attaches its target.
        (Limit::SQLITE_LIMIT_ATTACHED, 1),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    ] {
        connection.set_limit(limit, most)?;
    }
    connection.pragma_update(None, "mmap_size", 0)?;
    connection.pragma_update(None, "cell_size_check", "ON")?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// Makes the tables in an empty database, with `manifest` and no event.
pub(super) fn create(connection: &mut Connection, manifest: &str) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for (_, sql) in schema(FORMAT) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    set_state(&transaction, "manifest", manifest)?;
    set_state(&transaction, "head", &Chain::default().head())?;
    transaction.commit()
}

/// Puts the row `name` of the state table.
pub(super) fn set_state(connection: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached(
        "INSERT INTO state (name, value, hash) VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET value = ?2, hash = ?3",
    )?;
    match put.execute((name, value, chain::seal(name, value).as_slice()))? {
        1 => Ok(()),
        changed => Err(rusqlite::Error::StatementChangedRows(changed)),
    }
}

/// Moves the whole log into the database file.
pub(super) fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

/// The format of an open database. The header of its file may be older, before the log is taken in.
pub(super) fn format(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Makes [`FORMAT`] of a sound database of an older format, at once or not at all.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TO_2)?;
    transaction.pragma_update(None, "user_version", FORMAT)?;
    transaction.commit()?;
    // Now the header tells it too, and an older program turns away by itself.
    checkpoint(connection)
}

/// Checks all of a database of `format` and reads what is in it.
pub(super) fn read(connection: &mut Connection, format: i64) -> Result<(Chain, Contents), Fault> {
    limit_steps(connection)?;
    check_schema(connection, format)?;
    check_pages(connection)?;
    let state = read_state(connection)?;
    let (chain, Past { events, times }) = read_events(connection, format)?;
    if state.get("head") != Some(&chain.head()) {
        return damage("the last decisions are missing");
    }
    let manifest = state.get("manifest").map(|text| serde_json::from_str(text));
    let Some(Ok(manifest)) = manifest else {
        return damage("what it is about cannot be read");
    };
    connection.progress_handler(0, None::<fn() -> bool>)?;
    let session = state.get("session").cloned();
    Ok((chain, Contents { manifest, events, times, session, notice: None }))
}

/// Stops SQLite when it takes more steps than a sound file of this size needs.
fn limit_steps(connection: &mut Connection) -> rusqlite::Result<()> {
    let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let bytes = number("page_count")?.saturating_mul(number("page_size")?);
    // A row has some tens of bytes and is checked and read in some tens of steps.
    let mut left = 1_000 + bytes / 500;
    let handler = move || {
        left -= 1;
        left < 0
    };
    connection.progress_handler(STRIDE, Some(handler))
}

/// Only our tables, word for word: no view, trigger or index of a stranger.
fn check_schema(connection: &Connection, format: i64) -> Result<(), Fault> {
    let wanted = schema(format);
    let mut statement = connection
        .prepare("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY name LIMIT 3")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let column = |i| row.get::<_, String>(i);
        found.push((column(0)?, column(1)?, column(2)?, column(3)?));
    }
    let same = found.len() == wanted.len()
        && found.iter().zip(wanted).all(|((kind, name, table, sql), (wanted, definition))| {
            kind == "table" && name == wanted && table == wanted && sql == definition
        });
    if same { Ok(()) } else { damage("its tables are not those of a wordmine project") }
}

fn check_pages(connection: &Connection) -> Result<(), Fault> {
    let answer: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if answer == "ok" { Ok(()) } else { damage(answer) }
}

fn read_state(connection: &Connection) -> Result<BTreeMap<String, String>, Fault> {
    let mut statement = connection.prepare("SELECT name, value, hash FROM state")?;
    let mut rows = statement.query([])?;
    let mut state = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let (name, value): (String, String) = (row.get(0)?, row.get(1)?);
        if chain::seal(&name, &value).as_slice() != row.get_ref(2)?.as_blob().unwrap_or_default() {
            return damage(format!("its {name} was altered"));
        }
        state.insert(name, value);
    }
    Ok(state)
}

fn read_events(connection: &Connection, format: i64) -> Result<(Chain, Past), Fault> {
    let more = if format == 1 { "''" } else { "more" };
    let mut statement =
        connection.prepare(&format!("SELECT seq, step, kind, word, at, hash, {more} FROM event ORDER BY seq"))?;
    let mut rows = statement.query([])?;
    let (mut chain, mut past) = (Chain::default(), Past::default());
    while let Some(row) = rows.next()? {
        let Ok(word) = row.get_ref(3)?.as_str() else { return damage("a word is not UTF-8") };
        let Ok(more) = row.get_ref(6)?.as_str() else { return damage("the details of a word are not UTF-8") };
        let found = Row { seq: row.get(0)?, step: row.get(1)?, kind: row.get(2)?, word, at: row.get(4)?, more };
        let hash = row.get_ref(5)?.as_blob().unwrap_or_default();
        chain.follow(found, hash, &mut past).map_err(Fault::Damage)?;
    }
    Ok((chain, past))
}
