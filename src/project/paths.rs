//! Where wordmine keeps its own files: configuration, projects made without a name, caches.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The folders of the program. `XDG_CONFIG_HOME`, `XDG_DATA_HOME` and `XDG_CACHE_HOME` move them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// `config.toml`, `keys.toml`, `themes/`.
    pub config: PathBuf,
    /// Projects made by opening a text.
    pub projects: PathBuf,
    /// Finished analyses; may be deleted at any time.
    pub cache: PathBuf,
}

impl Folders {
    /// The folders of this user. None of them is made; see [`make_private`].
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn of_user() -> Result<Self, NoHome> {
        Self::resolve(|name| std::env::var_os(name), etcetera::home_dir().ok())
    }

    /// The folders by the XDG base directory specification (0.8): a variable counts when it holds an absolute path.
    fn resolve(variable: impl Fn(&str) -> Option<OsString>, home: Option<PathBuf>) -> Result<Self, NoHome> {
        let home = home.filter(|home| home.is_absolute());
        let base = |name: &str, default: &str| {
            let set = variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
            set.or_else(|| home.as_ref().map(|home| home.join(default))).ok_or(NoHome)
        };
        Ok(Folders {
            config: base("XDG_CONFIG_HOME", ".config")?.join("wordmine"),
            projects: base("XDG_DATA_HOME", ".local/share")?.join("wordmine"),
            cache: base("XDG_CACHE_HOME", ".cache")?.join("wordmine"),
        })
    }
}

/// There is no home folder to keep files in.
#[derive(Debug, thiserror::Error)]
#[error("no home folder: set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_CACHE_HOME")]
pub struct NoHome;

/// Makes `folder` and what is missing above it, readable by this user alone (mode 0700). One that exists is left as it
/// is.
///
/// # Errors
/// Those of the file system.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn variables_win_over_home_when_absolute() {
        let set = |name: &str| match name {
            "XDG_CONFIG_HOME" => Some(OsString::from("/conf")),
            "XDG_DATA_HOME" => Some(OsString::from("relative")),
            _ => None,
        };
        let folders = Folders::resolve(set, Some("/home/li".into())).unwrap();
        assert_eq!(folders.config, Path::new("/conf/wordmine"));
        assert_eq!(folders.projects, Path::new("/home/li/.local/share/wordmine"));
        assert_eq!(folders.cache, Path::new("/home/li/.cache/wordmine"));
    }

    #[test]
    fn without_home_all_three_variables_are_needed() {
        assert!(Folders::resolve(|_| Some("/x".into()), None).is_ok());
        assert!(Folders::resolve(|name| (name != "XDG_CACHE_HOME").then(|| "/x".into()), None).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn made_folders_are_private() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/b");
        make_private(&folder).unwrap();
        make_private(&folder).unwrap();
        for path in [folder.as_path(), folder.parent().unwrap()] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
