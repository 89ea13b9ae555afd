//! Paths as a person types them: `~` for the home folder, completion, and whether there is something to open.

use std::fs;
use std::path::{Path, PathBuf};

use super::source::Input;
use super::told::told;

/// Most names looked at in a folder, so that a huge one does not hold the line up.
const MOST_NAMES: usize = 50_000;
/// Most ways to go on that are offered.
const MOST_OFFERED: usize = 200;

/// The path that `typed` stands for, with `~` and `~/` at its start for the home folder.
#[must_use]
pub fn expand(typed: &str) -> PathBuf {
    expand_in(typed, etcetera::home_dir().ok().as_deref())
}

fn expand_in(typed: &str, home: Option<&Path>) -> PathBuf {
    match (typed.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(typed),
    }
}

/// The paths that begin as `typed` does, spelled as it is, folders with `/` at their end, in order of bytes. Hidden names
/// are offered to one who typed their dot, names that cannot be typed (control characters, no UTF-8) to nobody.
#[must_use]
pub fn complete(typed: &str) -> Vec<String> {
    if typed == "~" {
        return vec!["~/".to_owned()];
    }
    let cut = typed.rfind('/').map_or(0, |at| at + 1);
    let (before, start) = typed.split_at(cut);
    let folder = if before.is_empty() { PathBuf::from(".") } else { expand(before) };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten().take(MOST_NAMES) {
        let Ok(name) = entry.file_name().into_string() else { continue };
        let hidden = name.starts_with('.') && !start.starts_with('.');
        if !name.starts_with(start) || hidden || name.contains(char::is_control) {
            continue;
        }
        // A link to a folder is one.
        let end = if entry.path().is_dir() { "/" } else { "" };
        found.push(format!("{before}{name}{end}"));
    }
    found.sort();
    found.truncate(MOST_OFFERED);
    found
}

/// The full path of what `typed` names, if there is a file, a folder or a pattern to open.
///
/// # Errors
/// Why there is none.
pub fn openable(typed: &str) -> Result<PathBuf, String> {
    let path = expand(typed.trim());
    match Input::of(&path) {
        Input::Stdin => Err("the keys come from standard input: start `wordmine -` with a pipe instead".to_owned()),
        Input::Glob(_) => Ok(std::path::absolute(&path).unwrap_or(path)),
        _ => path.canonicalize().map_err(|error| format!("cannot open {}: {}", path.display(), told(&error))),
    }
}

/// What stands where a result is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nothing: a new file.
    Free,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Something that is neither: a device, a pipe.
    Other,
    /// The folder it would be in is not there.
    NoFolder,
}

/// What stands at the path `typed`. Nothing is opened.
#[must_use]
pub fn place(typed: &str) -> Place {
    let path = expand(typed.trim());
    match fs::metadata(&path) {
        Ok(found) if found.is_dir() => Place::Folder,
        Ok(found) if found.is_file() => Place::File,
        Ok(_) => Place::Other,
        // A link that leads nowhere is replaced as a file is.
        Err(_) if path.symlink_metadata().is_ok() => Place::File,
        Err(_) if super::atomic::folder_of(&path).is_dir() => Place::Free,
        Err(_) => Place::NoFolder,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder_at_the_start_alone() {
        let home = Some(Path::new("/home/li"));
        for (typed, path) in
            [("~", "/home/li"), ("~/a~b", "/home/li/a~b"), ("~//x", "/home/li/x"), ("~li/x", "~li/x"), ("a/~", "a/~")]
        {
            assert_eq!(expand_in(typed, home), Path::new(path), "{typed}");
        }
        assert_eq!(expand_in("~/x", None), Path::new("~/x"));
    }

    #[test]
    fn names_are_completed_as_they_are_typed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["红楼梦.txt", "红楼梦.wordmine", ".hidden", "a b", "bad\nname"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        fs::create_dir(folder.path().join("红字")).unwrap();
        let base = format!("{}/", folder.path().display());
        let complete = |typed: &str| -> Vec<String> {
            let all = super::complete(&format!("{base}{typed}"));
            all.into_iter().map(|path| path.strip_prefix(&base).unwrap().to_owned()).collect()
        };
        assert_eq!(complete("红"), ["红字/", "红楼梦.txt", "红楼梦.wordmine"]);
        assert_eq!(complete(""), ["a b", "红字/", "红楼梦.txt", "红楼梦.wordmine"]);
        assert_eq!(complete("."), [".hidden"]);
        assert_eq!(complete("x"), Vec::<String>::new());
        assert_eq!(complete("no/such/"), Vec::<String>::new());
    }

    #[test]
    fn what_can_be_opened_has_a_full_path_and_what_cannot_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.txt");
        fs::write(&file, "").unwrap();
        let shown = |path: &Path| path.display().to_string();
        assert_eq!(openable(&format!(" {} ", shown(&file))), Ok(file.canonicalize().unwrap()));
        assert!(openable(&shown(folder.path())).is_ok());
        assert!(openable(&shown(&folder.path().join("*.txt"))).is_ok());
        assert!(openable("-").unwrap_err().contains("pipe"));
        let error = openable(&shown(&folder.path().join("b.txt"))).unwrap_err();
        assert!(error.contains("b.txt: there is no such file"), "{error}");
    }

    #[test]
    fn what_stands_at_a_place_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        fs::write(at("a"), "").unwrap();
        assert_eq!(place(&at("a")), Place::File);
        assert_eq!(place(&at("b")), Place::Free);
        assert_eq!(place(&at("no/b")), Place::NoFolder);
        assert_eq!(place(&at("")), Place::Folder);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("nowhere", at("link")).unwrap();
            assert_eq!(place(&at("link")), Place::File);
            assert_eq!(place("/dev/null"), Place::Other);
        }
    }
}
