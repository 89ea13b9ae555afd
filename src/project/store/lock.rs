//! The lock that lets one wordmine at a time have a project: an advisory lock on a file beside it.
//!
//! The system drops the lock when the process ends, however it ends, so a file left behind by a kill means nothing. The
//! file names its holder; that is only read when the lock is found taken. SQLite's own locks are not enough within one
//! process, where closing any other handle of the file drops them.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A lock held until dropped.
pub(super) struct Lock {
    // Held for its lock.
    _file: File,
    path: PathBuf,
}

/// The answer to asking for a lock.
pub(super) enum Held {
    /// It was free.
    Mine(Lock),
    /// Someone has it: ` (process 123 on host)`, or nothing when unknown.
    Other(String),
}

impl Lock {
    /// Takes the lock of `project`, without waiting.
    pub fn take(project: &Path) -> io::Result<Held> {
        let name = project.file_name().unwrap_or_default();
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(".lock");
        let path = project.with_file_name(hidden);
        loop {
            let mut file = open(&path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(Held::Other(holder(&file))),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            // The holder before may have removed the file between our opening and our locking it.
            if !is_still(&path, &file) {
                continue;
            }
            file.set_len(0)?;
            file.rewind()?;
            // Only for the message to others: a full disk is no reason not to open.
            let _ = write!(file, "{}\n{}\n", std::process::id(), host());
            return Ok(Held::Mine(Lock { _file: file, path }));
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While still locked: whoever waits on this very file notices that it is gone.
        let _ = fs::remove_file(&self.path);
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // A link put there by a stranger is not followed, and a FIFO not waited for.
        options.mode(0o600).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    }
    options.open(path)
}

#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::symlink_metadata(path), file.metadata()) {
        (Ok(there), Ok(here)) => (there.dev(), there.ino()) == (here.dev(), here.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_path: &Path, _file: &File) -> bool {
    true
}

fn holder(mut file: &File) -> String {
    let mut text = String::new();
    if file.rewind().and_then(|()| file.take(512).read_to_string(&mut text)).is_err() {
        return String::new();
    }
    let mut lines = text.lines();
    match (lines.next().and_then(|pid| pid.parse::<u32>().ok()), lines.next().filter(|host| !host.is_empty())) {
        (Some(pid), Some(host)) => format!(" (process {pid} on {})", host.escape_debug()),
        (Some(pid), None) => format!(" (process {pid})"),
        (None, _) => String::new(),
    }
}

/// The name of this machine, or nothing when the system does not tell.
fn host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").or_else(|_| fs::read_to_string("/etc/hostname"));
    name.map(|name| name.trim().to_owned()).unwrap_or_default()
}
