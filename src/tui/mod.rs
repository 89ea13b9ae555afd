//! The workbench on a terminal.

use std::path::PathBuf;

use crate::project::paths::Folders;
use crate::project::source::Input;
use crate::settings::Settings;

/// What to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Texts, with the project their decisions are kept in; `None` is that of `workbench::implied_project`.
    Texts {
        /// The texts.
        inputs: Vec<Input>,
        /// The project, if the person named one; it need not exist.
        project: Option<PathBuf>,
    },
    /// An existing project.
    Project(PathBuf),
}

/// All that the screen needs to start.
#[derive(Debug, Clone)]
pub struct Launch {
    /// What to open.
    pub target: Target,
    /// The settings in effect.
    pub settings: Settings,
    /// Where the program keeps its files.
    pub folders: Folders,
    /// The text of the user's `keys.toml`, if there is one.
    pub keys_toml: Option<String>,
    /// Name and text of the user's theme file, if the theme is not a shipped one.
    pub theme_toml: Option<(String, String)>,
    /// Whether the environment asks for no colour.
    pub no_color: bool,
    /// Mistakes in the user's files, to show at the start; they never block it.
    pub problems: Vec<String>,
}

/// Runs the workbench until the person leaves it.
///
/// # Errors
/// When the terminal cannot be used or the project cannot be opened.
pub fn run(_launch: Launch) -> anyhow::Result<()> {
    anyhow::bail!("the screen is not built yet")
}
