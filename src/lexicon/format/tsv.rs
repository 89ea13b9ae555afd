//! `tsv`: a table of words and measures, separated by tabs.

use std::io::{self, Write};

use super::{Admission, Context, Format, in_unit, unfit_for_a_line};
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
}
