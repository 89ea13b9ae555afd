//! `list`: one word a line.

use std::io::{self, Write};

use super::{Admission, Content, Context, Fit, Format, LineError, Sample, Take, read, unfit_for_a_line};
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

    fn fit(&self, sample: &Sample) -> Fit {
        let (good, all) = sample.count(|line| word(line).is_ok());
        Fit::plain(good, all)
    }

    fn read(&self, content: Content, take: &mut Take) -> Result<(), LineError> {
        read::each_line(content.text()?, take, word)
    }
}

/// A line is a word, whatever it has inside but tabs; one that would be an object is not taken for a word.
fn word(line: &str) -> read::Parsed<'_> {
    if line.contains('\t') {
        Err("it has a tab in it, and a list has one word a line and nothing else".to_owned())
    } else {
        Ok((line, None))
    }
}
