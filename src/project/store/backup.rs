//! Copies of a project, made when it is opened: `NAME.backups/` beside it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::Connection;

use crate::lexicon::Moment;

use super::super::{atomic, paths};
use super::database;

/// Age at which the newest backup is too old.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);
/// Backups kept.
const KEPT: usize = 5;
/// Extension of a backup.
const EXTENSION: &str = "wordmine";

/// Makes a backup of the open and checked project at `path`, when it has rows and the newest backup is older than a
/// day. The error says why that failed.
pub(super) fn keep(connection: &Connection, path: &Path, rows: i64) -> Result<(), String> {
    let folder = folder(path);
    if rows == 0 || newest_is_fresh(&folder, SystemTime::now()) {
        return Ok(());
    }
    keep_now(connection, path)
}

/// Makes a backup of the open and checked project at `path`. The error says why that failed.
pub(super) fn keep_now(connection: &Connection, path: &Path) -> Result<(), String> {
    let folder = folder(path);
    make(connection, &folder, SystemTime::now())
        .map_err(|why| format!("no backup could be made in {}: {why}", folder.display()))
}

/// What to say to the person whose project at `path` is damaged.
pub(super) fn remedy(path: &Path) -> String {
    match list(&folder(path)).into_iter().rev().find(|backup| is_good(backup)) {
        Some(backup) => {
            format!("; the newest good backup is {}: copy it to another name and open that", backup.display())
        }
        None => String::new(),
    }
}

fn folder(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".backups");
    path.with_file_name(name)
}

/// The backups, oldest first: their names sort by time.
fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION))
        .collect();
    all.sort();
    all
}

fn newest_is_fresh(folder: &Path, now: SystemTime) -> bool {
    let made = |path: &PathBuf| fs::metadata(path).and_then(|found| found.modified()).ok();
    list(folder).iter().filter_map(made).any(|made| {
        // One from the future, by a clock that was wrong, says nothing.
        now.duration_since(made).is_ok_and(|age| age < STALE)
    })
}

fn make(connection: &Connection, folder: &Path, now: SystemTime) -> Result<(), Box<dyn std::error::Error>> {
    paths::make_private(folder)?;
    atomic::sweep(folder)?;
    let temporary = atomic::temporary_in(folder)?;
    let target = temporary.path().to_str().ok_or("its path is not UTF-8")?;
    connection.execute("VACUUM INTO ?1", [target])?;
    temporary.as_file().sync_all()?;
    let path = folder.join(format!("{}.{EXTENSION}", stamp(now)));
    temporary.persist(&path).map_err(|error| error.error)?;
    atomic::sync_folder(folder)?;
    prune(folder, &path)?;
    Ok(())
}

/// Removes the oldest backups, never the one just made.
fn prune(folder: &Path, made: &Path) -> io::Result<()> {
    let others: Vec<PathBuf> = list(folder).into_iter().filter(|path| path != made).collect();
    for path in &others[..(others.len() + 1).saturating_sub(KEPT)] {
        fs::remove_file(path)?;
    }
    Ok(())
}

fn is_good(path: &Path) -> bool {
    let Ok(Some(format @ database::OLDEST..=database::FORMAT)) = database::header(path) else { return false };
    database::connect_to_copy(path).is_ok_and(|mut copy| database::read(&mut copy, format).is_ok())
}

/// A moment in UTC as `2026-11-22T191500Z`, which a file can be called.
fn stamp(moment: SystemTime) -> String {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::of(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)).rfc3339().replace(':', "")
}
