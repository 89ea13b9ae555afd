//! The export dialog: a format, a path, and what would be written.

use crate::lexicon::format::{self, Preview};

use super::path::PathLine;

/// What stands where the export is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nothing: a new file.
    Free,
    /// A file.
    File,
    /// A folder.
    Folder,
    /// Something that is neither.
    Other,
    /// The folder it would be in is not there.
    NoFolder,
}

/// The export dialog.
#[derive(Debug, Clone, Default)]
pub struct ExportDialog {
    /// The format, by its place in the registry.
    pub format: usize,
    /// The path to write to.
    pub line: PathLine,
    /// The path that was proposed; while it is unchanged, its ending follows the format.
    pub proposed: String,
    /// What went wrong.
    pub note: String,
    /// What would be written, with the format it was made for.
    pub preview: Option<(usize, Preview)>,
    /// What stands at the path, with the path.
    pub place: Option<(String, Place)>,
    /// The number of the last request for a preview.
    pub generation: u64,
}

impl ExportDialog {
    /// Lines of the preview.
    pub const LINES: usize = 5;

    /// A dialog that proposes a file named after `stem`.
    #[must_use]
    pub fn new(stem: &str) -> Self {
        let mut dialog = ExportDialog::default();
        dialog.propose(stem);
        dialog
    }

    fn propose(&mut self, stem: &str) {
        let extension = format::all().get(self.format).map_or("txt", |format| format.extension());
        let path = format!("{stem}.{extension}");
        self.line.set(path.clone());
        self.line.changed();
        self.proposed = path;
    }

    /// Goes on to the next format, or back to the one before.
    pub fn choose(&mut self, back: bool) {
        let all = format::all().len().max(1);
        self.format = (self.format + if back { all - 1 } else { 1 }) % all;
        self.note.clear();
        if self.line.input.value() == self.proposed {
            let stem = self.proposed.rsplit_once('.').map_or(self.proposed.clone(), |(stem, _)| stem.to_owned());
            self.propose(&stem);
        }
    }

    /// The preview of the format chosen, once it is there.
    #[must_use]
    pub fn preview(&self) -> Option<&Preview> {
        self.preview.as_ref().filter(|(format, _)| *format == self.format).map(|(_, preview)| preview)
    }

    /// What stands at the path typed, once that is known.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place.as_ref().filter(|(path, _)| path == self.line.path()).map(|&(_, place)| place)
    }
}
