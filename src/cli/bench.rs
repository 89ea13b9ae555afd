//! `wordmine bench`: how quick the program is on this machine with this text.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use super::exit::Exit;
use super::memory::Memory;
use super::texts::Texts;
use super::{job, session};
use crate::workbench::bench::{Bench, Figure};

/// Measure how quick this machine is with a text
#[derive(Debug, clap::Args)]
#[command(after_help = COLUMNS)]
pub(super) struct Args {
    /// Texts, folders of texts, patterns; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// How often the text is counted each way; the least time counts
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=100))]
    rounds: u16,
    /// Threads to count with; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(..=crate::settings::MOST_THREADS as i64))]
    threads: u16,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    memory: Memory,
    #[command(flatten)]
    texts: Texts,
}

const COLUMNS: &str = "\
One line a figure, in columns divided by tabs: what was measured, the value, its unit, a ratio and what the value was \
divided by for it. `-` stands where there is nothing to say.

The floor is the least that any counting must do: to give each symbol of the text its id and to count all bigrams. \
Seconds differ from machine to machine and from hour to hour; ratios within one run hardly do. Candidates occur 5 times \
or more and have 2 to 6 units, whatever the settings. Nothing is kept: the cache is tried in a folder for temporary \
files.

  text, candidates         the size of the input and of its table
  peak memory              most memory held until the first table was done; ratio: bytes for each byte of text
  floor, statistics,       processor seconds of all threads: the floor; counts, PMI and entropies; those, the score
  table                    and the rows in order
  table on one thread      ratio: how much quicker all threads are
  first list               the first answer after opening; the indexes are built after it, in the background
  threshold drag           a step over a hundredth of the candidates: the list, all histograms, what crossed
  threshold jump           a step over most candidates, the same answer
  first 50 contexts        of 200 candidates chosen at random, the same ones every time
  cache                    keeping the finished table, and reading it back with all checks";

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    session::use_threads(usize::from(args.threads))?;
    let resources = args.memory.resources(None)?;
    let request = args.texts.request(session::inputs(&args.files), session::reading())?;
    writeln!(out, "measure\tvalue\tunit\tratio\tto")?;
    let quiet = args.quiet;
    let bench = job::run(quiet, |control| Bench::start(&request, &resources, control))?;
    write(&bench.text(), out)?;
    write(&job::run(quiet, |control| bench.counting(usize::from(args.rounds), control))?, out)?;
    write(&job::run(quiet, |control| bench.thresholds(control))?, out)?;
    write(&job::run(quiet, |control| bench.contexts(control))?, out)?;
    write(&bench.caching()?, out)?;
    Ok(Exit::Done)
}

/// Each stage is seen as soon as it is done.
fn write(figures: &[Figure], out: &mut dyn Write) -> Result<()> {
    for Figure { measure, value, unit, ratio } in figures {
        let value = value.map_or_else(|| "-".to_owned(), |value| number(value, unit));
        match ratio {
            Some((ratio, to)) => writeln!(out, "{measure}\t{value}\t{unit}\t{ratio:.2}\t{to}")?,
            None => writeln!(out, "{measure}\t{value}\t{unit}\t-\t-")?,
        }
    }
    Ok(out.flush()?)
}

/// Whole numbers of what is counted, three decimals of what is timed.
fn number(value: f64, unit: &str) -> String {
    if matches!(unit, "s" | "ms") { format!("{value:.3}") } else { format!("{value:.0}") }
}
