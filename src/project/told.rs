//! What the system says of a failure, in words for the person.

use std::io::{Error, ErrorKind};

/// `error` in plain words: without the system's error number, without the name of a temporary file.
#[must_use]
pub fn told(error: &Error) -> String {
    let plain = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "the permission is missing",
        ErrorKind::StorageFull => "the disk is full; make room and try again",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of its path is no folder",
        _ if is_loop(error) => "it is a link that leads back to itself",
        _ => return error.to_string().split(" (os error ").next().unwrap_or_default().to_owned(),
    };
    plain.to_owned()
}

#[cfg(unix)]
fn is_loop(error: &Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

#[cfg(not(unix))]
fn is_loop(_error: &Error) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_numbers_nor_temporary_names_are_told() {
        let missing = tempfile::Builder::new().prefix("secret").tempfile_in("/no/such/folder").map(drop);
        let Err(missing) = missing else { return assert!(missing.is_err()) };
        assert!(missing.to_string().contains("secret"));
        assert_eq!(told(&missing), "there is no such file or folder");
        assert_eq!(told(&Error::from_raw_os_error(27)).find("os error"), None);
        assert_eq!(told(&Error::other("disk on fire")), "disk on fire");
    }
}
