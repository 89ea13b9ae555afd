//! The formats a lexicon can be written in: one file each, one registry that feeds the command line, the dialog and the
//! README.

use std::io::{self, Write};

use super::entry::Entry;

/// What a writer may know of the corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Units of the corpus, for relative frequencies.
    pub corpus_symbols: u64,
}

/// Whether a format can hold an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// It can.
    Ok,
    /// It can, but the consumer will not do what one expects, for this reason.
    Warn(String),
    /// It cannot, for this reason: the entry is left out and named in the report.
    Skip(String),
}

/// A format to write.
pub trait Format: Sync {
    /// The name for `--format`: lower case, one word.
    fn name(&self) -> &'static str;
    /// One sentence: what it is, and what loads it.
    fn about(&self) -> &'static str;
    /// Usual file name extension, without the dot.
    fn extension(&self) -> &'static str;
    /// Whether the format can hold `entry`.
    fn admit(&self, entry: &Entry) -> Admission;
    /// Writes `entries`, all admitted and in ascending order of the words' bytes.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, entries: &[Entry], context: Context, out: &mut dyn Write) -> io::Result<()>;
}

/// Every format.
#[must_use]
pub fn all() -> &'static [&'static dyn Format] {
    &[]
}

/// The format called `name`.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    all().iter().copied().find(|format| format.name() == name)
}

/// What an export wrote and left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries written.
    pub written: usize,
    /// Words left out, with the reason.
    pub skipped: Vec<(String, String)>,
    /// Words written that the consumer will not match as one expects, with the reason.
    pub warned: Vec<(String, String)>,
}

/// Writes `entries` (ascending order of the words' bytes) in `format`, and says what was left out.
///
/// # Errors
/// Those of `out`.
pub fn export(
    _format: &dyn Format,
    _entries: Vec<Entry>,
    _context: Context,
    _out: &mut dyn Write,
) -> io::Result<Report> {
    todo!()
}
