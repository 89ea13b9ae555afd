//! The formats a lexicon can be written in: one file each, one registry that feeds the command line, the dialog and the
//! README.

mod fst;
mod jieba;
mod jsonl;
mod list;
pub mod read;
mod tsv;

use std::io::{self, Write};

use super::entry::Entry;
use crate::engine::units::Units;

/// What a writer may know of the corpus and the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Units of the corpus, for relative frequencies.
    pub corpus_symbols: u64,
    /// The unit PMI and entropies are written in.
    pub units: Units,
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
    &[&list::List, &tsv::Tsv, &jsonl::Jsonl, &jieba::Jieba, &fst::Fst]
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
pub fn export(format: &dyn Format, entries: Vec<Entry>, context: Context, out: &mut dyn Write) -> io::Result<Report> {
    let mut report = Report::default();
    let mut admitted = Vec::with_capacity(entries.len());
    for entry in entries {
        match format.admit(&entry) {
            Admission::Ok => admitted.push(entry),
            Admission::Warn(reason) => {
                report.warned.push((entry.word.clone(), reason));
                admitted.push(entry);
            }
            Admission::Skip(reason) => report.skipped.push((entry.word, reason)),
        }
    }
    format.write(&admitted, context, out)?;
    report.written = admitted.len();
    Ok(report)
}

/// Why `word` cannot stand in a format of one entry a line whose reader splits at nothing but line ends, if so.
fn unfit_for_a_line(word: &str) -> Option<&'static str> {
    if word.is_empty() {
        Some("it is empty")
    } else if word.contains(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']) {
        Some("it has a line end in it")
    } else if word.contains(char::is_control) {
        Some("it has a control character in it")
    } else if word.starts_with('\u{FEFF}') {
        Some("it starts with a byte order mark, which readers drop")
    } else if word.trim() != word {
        Some("it starts or ends with white space, which readers drop")
    } else {
        None
    }
}

/// A measure in nats in the unit to write, as the shortest number that reads back as the same `f32`.
fn in_unit(nats: f32, units: Units) -> f32 {
    units.from_nats(f64::from(nats)) as f32
}
