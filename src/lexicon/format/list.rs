//! `list`: one word a line.

use std::io::{self, Write};

use super::{Admission, Context, Format, unfit_for_a_line};
use crate::lexicon::Entry;

/// One word a line, in order of bytes.
pub(super) struct List;

impl Format for List {
    fn name(&self) -> &'static str {
        "list"
    }

    fn about(&self) -> &'static str {
        "one word a line: THULAC, Meilisearch, PyThaiNLP and most other programs"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn admit(&self, entry: &Entry) -> Admission {
        unfit_for_a_line(&entry.word).map_or(Admission::Ok, |reason| Admission::Skip(reason.to_owned()))
    }

    fn write(&self, entries: &[Entry], _context: Context, out: &mut dyn Write) -> io::Result<()> {
        entries.iter().try_for_each(|entry| writeln!(out, "{}", entry.word))
    }
}
