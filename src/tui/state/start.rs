//! The start screen: projects opened before, the demo, and a line for a path.

use std::path::PathBuf;

use super::path::PathLine;

/// What to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// The novel that comes with the program.
    Demo,
    /// A text, a folder, a pattern or a project, by its full path.
    Path(PathBuf),
}

/// Numbers of words by what was decided on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Accepted words.
    pub accepted: u64,
    /// Rejected words.
    pub rejected: u64,
    /// Candidates without a verdict, and words put off.
    pub undecided: u64,
}

/// A project opened before, or the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The project file; `None` for the demo.
    pub project: Option<PathBuf>,
    /// What to call it.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// How far the work on it was when it was last closed; nothing for a demo that was never opened.
    pub counts: Option<Counts>,
    /// When it was last opened, in milliseconds since 1970.
    pub opened: i64,
    /// Whether its file is gone.
    pub gone: bool,
    /// Whether it is the one that is open.
    pub is_open: bool,
}

impl Entry {
    /// The demo that was never opened.
    #[must_use]
    pub fn demo() -> Entry {
        let (name, place) = (String::new(), String::new());
        Entry { project: None, name, place, counts: None, opened: 0, gone: false, is_open: false }
    }

    /// What opening it opens.
    #[must_use]
    pub fn opening(&self) -> Opening {
        self.project.clone().map_or(Opening::Demo, Opening::Path)
    }
}

/// The start screen.
#[derive(Debug, Clone, Default)]
pub struct StartScreen {
    /// Projects, the newest first, and the demo last; empty until the world told of them.
    pub entries: Vec<Entry>,
    /// The entry under the cursor.
    pub at: usize,
    /// The path being typed.
    pub line: PathLine,
    /// What went wrong.
    pub note: String,
    /// Milliseconds since 1970, when the entries were told.
    pub now: i64,
}

impl StartScreen {
    /// Takes the entries in. The cursor begins on the first that is not open.
    pub fn take_in(&mut self, entries: Vec<Entry>, now: i64) {
        if self.entries.is_empty() {
            self.at = entries.iter().position(|entry| !entry.is_open).unwrap_or(0);
        }
        self.at = self.at.min(entries.len().saturating_sub(1));
        (self.entries, self.now) = (entries, now);
    }

    /// The entry under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<&Entry> {
        self.entries.get(self.at)
    }
}
