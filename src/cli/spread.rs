//! `wordmine spread`: how evenly a word is spread over the text.

use std::io::Write;

use anyhow::Result;

use super::exit::Exit;
use super::{job, word};
use crate::display::visible;
use crate::engine::concordance::SpreadCounter;

/// Tell how evenly a word is spread, as TSV: count, documents with it, documents, deviation of proportions (0 even, 1
/// all in one place), and the counts in 64 equal parts of the text
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    word: word::Word,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let search = args.word.read()?;
    let hits = job::run(args.word.quiet, |control| search.find(control))?;
    let mut counter = SpreadCounter::new(&search.corpus);
    counter.add(&hits);
    let spread = counter.finish();
    let Some(deviation) = spread.deviation else { return Ok(args.word.nothing()) };
    let parts = spread.parts.map(|count| count.to_string()).join(",");
    writeln!(out, "word\tcount\tdocuments\tof\tdeviation\tparts")?;
    let (word, documents, of) = (visible(&args.word.word), spread.documents, spread.of);
    writeln!(out, "{word}\t{}\t{documents}\t{of}\t{deviation:.4}\t{parts}", hits.len())?;
    Ok(Exit::Done)
}
