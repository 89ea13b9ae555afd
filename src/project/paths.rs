//! Where wordmine keeps its own files: configuration, projects made without a name, caches.

use std::path::PathBuf;

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
    /// The folders of this user.
    ///
    /// # Errors
    /// When there is no home folder.
    pub fn of_user() -> Result<Self, NoHome> {
        todo!()
    }
}

/// There is no home folder to keep files in.
#[derive(Debug, thiserror::Error)]
#[error("no home folder: set HOME, or XDG_CONFIG_HOME, XDG_DATA_HOME and XDG_CACHE_HOME")]
pub struct NoHome;
