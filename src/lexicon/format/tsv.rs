//! `tsv`: a table of words and measures, separated by tabs.

use std::io::{self, Write};

use super::{
    Admission, Content, Context, Fit, Format, LineError, Sample, Take, in_unit, lines, read, unfit_for_a_line,
};
use crate::lexicon::{Entry, Verdict};

/// The first line.
pub(super) const HEADER: &str = "word\tcount\tpmi\tleft\tright\tscore\tverdict\tunits";

/// A header line, then one line a word. Cells are exact: nothing is quoted or escaped, so a spreadsheet may take a word
/// such as `=A1` for a formula. A word without measures has those cells empty.
pub(super) struct Tsv;

impl Format for Tsv {
    fn name(&self) -> &'static str {
        "tsv"
    }

    fn about(&self) -> &'static str {
        "a table with a header, separated by tabs: spreadsheets, DuckDB, pandas"
    }

    fn extension(&self) -> &'static str {
        "tsv"
    }

    fn admit(&self, entry: &Entry) -> Admission {
        unfit_for_a_line(&entry.word).map_or(Admission::Ok, |reason| Admission::Skip(reason.to_owned()))
    }

    fn write(&self, entries: &[Entry], context: Context, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{HEADER}")?;
        for entry in entries {
            write!(out, "{}\t{}", entry.word, entry.count)?;
            match entry.evidence {
                Some(evidence) => {
                    for measure in [evidence.pmi, evidence.left, evidence.right] {
                        write!(out, "\t{}", in_unit(measure, context.units))?;
                    }
                    write!(out, "\t{}", evidence.score)?;
                }
                None => out.write_all(b"\t\t\t\t")?,
            }
            writeln!(out, "\t{}\t{}", entry.verdict.map_or("", Verdict::name), context.units.name())?;
        }
        Ok(())
    }
    fn fit(&self, sample: &Sample) -> Fit {
        let header = sample.first().and_then(Columns::of_header);
        let columns = header.unwrap_or(Columns::PLAIN);
        let (good, all) = sample.count(|line| line.contains('\t') && columns.word(line).is_ok());
        if header.is_some() && good == all { Fit::SURE } else { Fit::special(good, all) }
    }

    fn read(&self, content: Content, take: &mut Take) -> Result<(), LineError> {
        let mut columns = None;
        for (line, text) in lines(content.text()?) {
            let error = |what: String| LineError { line, what };
            read::check_text(text).map_err(error)?;
            if columns.is_none() {
                let header = Columns::of_header(text);
                columns = Some(header.unwrap_or(Columns::PLAIN));
                if header.is_some() {
                    continue;
                }
            }
            let (word, count) = columns.unwrap_or(Columns::PLAIN).word(text).map_err(error)?;
            take(word, count);
        }
        Ok(())
    }
}

/// Where in a line word and count stand, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Columns {
    word: usize,
    count: Option<usize>,
}

impl Columns {
    /// Those of a table without a header: the word first, its count next, if that is a number.
    pub(super) const PLAIN: Columns = Columns { word: 0, count: Some(1) };

    /// Those of a header: it has a column `word` and one called `count`, `freq` or `frequency`.
    pub(super) fn of_header(line: &str) -> Option<Self> {
        let place = |names: &[&str]| line.split('\t').position(|name| names.contains(&name.trim()));
        let (word, count) = (place(&["word"])?, place(&["count", "freq", "frequency"])?);
        Some(Columns { word, count: Some(count) })
    }

    /// The word of a line and its count.
    pub(super) fn word(self, line: &str) -> read::Parsed<'_> {
        let field = |at: usize| line.split('\t').nth(at).map(str::trim);
        match field(self.word) {
            Some("") => Err(format!("its field {} is empty, and the word stands there", self.word + 1)),
            Some(word) => Ok((word, self.count.and_then(field).and_then(|count| count.parse().ok()))),
            None => Err(format!("it has no field {}, where the word stands", self.word + 1)),
        }
    }
}
