//! Writing a file all or nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::NamedTempFile;

/// How the names of temporary files begin and end.
const MARKS: (&str, &str) = (".wordmine-", ".tmp");
/// Age at which a temporary file is no longer in anybody's use.
const FORGOTTEN: Duration = Duration::from_secs(24 * 60 * 60);

/// Writes a file through `fill`: a temporary file beside it, synced, then renamed over `path`, then the folder synced.
/// Nothing is at `path` but the old file or the whole new one. A new file gets the mode the person's umask gives, an old
/// one keeps its own; a symbolic link at `path` is replaced, not followed.
///
/// # Errors
/// Those of `fill` and of the file system, and what is neither a file nor a link to one (a folder, a device) or
/// write-protected; then `path` is as it was.
pub fn write<T>(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    replace(path, shared_in, fill)
}

/// [`write`] of a file of our own, which nobody else may read: mode 0600.
pub(super) fn write_private<T>(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<T>) -> io::Result<T> {
    replace(path, temporary_in, fill)
}

fn replace<T>(
    path: &Path,
    temporary_in: impl FnOnce(&Path) -> io::Result<NamedTempFile>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<T>,
) -> io::Result<T> {
    // A rename would replace /dev/null or /dev/stdout itself, for a user who may.
    if names_a_stream(path) || fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(refused("it is no regular file, so it is not replaced; name another file"));
    }
    if fs::metadata(path).is_ok_and(|found| found.permissions().readonly()) {
        return Err(refused("it is write-protected, so it is not replaced; name another file"));
    }
    let folder = folder_of(path);
    let temporary = temporary_in(folder)?;
    let mut out = BufWriter::new(temporary);
    let value = fill(&mut out)?;
    let temporary = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Ok(old) = fs::symlink_metadata(path)
        && old.is_file()
    {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)?;
    Ok(value)
}

/// The device or open file that `path` stands for (`/dev/null`, `/dev/stdout`, `/dev/fd/3`), to be written as it is;
/// `None` when `path` is the place of a file.
///
/// # Errors
/// When it cannot be opened for writing.
pub fn stream(path: &Path) -> io::Result<Option<File>> {
    if !names_a_stream(path) {
        return Ok(None);
    }
    // Behind what is there already: an open file may be a log.
    OpenOptions::new().append(true).open(path).map(Some)
}

#[cfg(unix)]
fn names_a_stream(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let folders = ["/dev/fd", "/dev/stdin", "/dev/stdout", "/dev/stderr", "/proc"];
    std::path::absolute(path).is_ok_and(|full| folders.iter().any(|folder| full.starts_with(folder)))
        || fs::metadata(path).is_ok_and(|found| found.file_type().is_char_device())
}

#[cfg(not(unix))]
fn names_a_stream(_path: &Path) -> bool {
    false
}

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

/// A new temporary file in `folder`, of mode 0600, removed when dropped.
pub(super) fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(MARKS.0).suffix(MARKS.1).tempfile_in(folder)
}

/// The same with the mode that a program's new files usually have.
fn shared_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.prefix(MARKS.0).suffix(MARKS.1).tempfile_in(folder)
}

/// Removes the temporary files that killed programs left in `folder`, which must be one of our own.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    let now = SystemTime::now();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        let is_ours = name.starts_with(MARKS.0.as_bytes()) && name.ends_with(MARKS.1.as_bytes());
        let age =
            || entry.metadata().and_then(|found| found.modified()).ok().and_then(|at| now.duration_since(at).ok());
        if is_ours && age().is_some_and(|age| age > FORGOTTEN) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The folder `path` is in: "." for a bare name.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the names in `folder` durable.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes the names in `folder` durable: the system does it by itself here.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_has_the_usual_mode_or_is_private_and_an_old_one_keeps_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.txt");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let usual = folder.path().join("usual");
        fs::write(&usual, b"").unwrap();
        assert_eq!(write(&path, |out| out.write_all(b"one").map(|()| 7)).unwrap(), 7);
        assert_eq!(mode(&path), mode(&usual));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        write(&path, |out| out.write_all(b"two")).unwrap();
        assert_eq!(mode(&path), 0o640);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        let own = folder.path().join("own");
        write_private(&own, |out| out.write_all(b"three")).unwrap();
        assert_eq!(mode(&own), 0o600);
        assert_eq!(names(folder.path()), ["own", "usual", "words.txt"]);
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.txt");
        fs::write(&path, "old").unwrap();
        let failed = write(&path, |out| {
            out.write_all(&[b'x'; 100_000])?;
            Err::<(), _>(io::Error::other("disk on fire"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "disk on fire");
        assert_eq!(fs::read(&path).unwrap(), b"old");
        assert_eq!(names(folder.path()), ["words.txt"]);
        assert!(write(&folder.path().join("no/such/folder"), |_| Ok(())).is_err());
    }

    #[test]
    fn a_link_is_replaced_and_what_it_names_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        fs::write(&target, "target").unwrap();
        symlink(&target, &link).unwrap();
        write(&link, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"target");
        assert!(fs::symlink_metadata(&link).unwrap().is_file());
    }

    #[test]
    fn a_device_or_folder_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let null = folder.path().join("null");
        symlink("/dev/null", &null).unwrap();
        assert!(write(&null, |_| Ok(())).is_err());
        assert!(fs::symlink_metadata(&null).unwrap().is_symlink());
        assert!(write(folder.path(), |_| Ok(())).is_err());
    }

    #[test]
    fn a_stream_is_told_from_a_file_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        symlink("/dev/null", &link).unwrap();
        for path in [Path::new("/dev/null"), &link] {
            stream(path).unwrap().unwrap().write_all(b"x").unwrap();
        }
        for path in ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"] {
            assert!(write(Path::new(path), |_| Ok(())).is_err(), "{path}");
        }
        assert!(stream(&folder.path().join("new")).unwrap().is_none());
        assert!(stream(folder.path()).unwrap().is_none());
    }

    #[test]
    fn a_write_protected_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("words.txt");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(write(&path, |out| out.write_all(b"new")).unwrap_err().to_string().contains("write-protected"));
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn only_forgotten_temporary_files_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let make = |name: &str, age: u64| {
            let file = File::create(folder.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        };
        make(".wordmine-old.tmp", 100_000);
        make(".wordmine-new.tmp", 1_000);
        make("other.tmp", 100_000);
        sweep(folder.path()).unwrap();
        assert_eq!(names(folder.path()), [".wordmine-new.tmp", "other.tmp"]);
    }
}
