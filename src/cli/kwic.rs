//! `wordmine kwic`: a word in its contexts.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;
use clap::ValueEnum;

use super::exit::Exit;
use super::word::{self, Search};
use super::{job, session};
use crate::display::{Align, fit, visible};
use crate::engine::Control;
use crate::engine::concordance::{self, KwicSort};

/// Lines read and written at once.
const BATCH: usize = 1 << 10;

/// Show a word in its contexts, one line an occurrence
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    word: word::Word,
    /// The order of the lines: as in the text, by what follows, or by what precedes
    #[arg(long, value_enum, value_name = "ORDER", default_value = "text")]
    sort: Order,
    /// Columns of context on each side
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=1000))]
    width: u16,
    /// At most this many lines
    #[arg(long, value_name = "N", value_parser = session::positive)]
    limit: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Order {
    Text,
    #[value(alias = "R1", alias = "r1")]
    Right,
    #[value(alias = "L1", alias = "l1")]
    Left,
}

impl Order {
    fn sort(self) -> KwicSort {
        match self {
            Order::Text => KwicSort::Text,
            Order::Right => KwicSort::Right,
            Order::Left => KwicSort::Left,
        }
    }
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let search = args.word.read()?;
    let written = if args.sort == Order::Text {
        job::output(|control| stream(args, &search, out, control))?
    } else {
        let hits = job::run(args.word.quiet, |control| -> Result<_> {
            let mut hits = search.find(control)?;
            concordance::sort_hits(&search.corpus, &search.word, &mut hits, args.sort.sort(), control)?;
            Ok(hits)
        })?;
        let shown = &hits[..hits.len().min(args.limit.unwrap_or(usize::MAX))];
        job::output(|control| write_lines(args, &search, shown, out, control))?;
        shown.len()
    };
    Ok(if written == 0 { args.word.nothing() } else { Exit::Done })
}

/// Writes lines in text order while they are found; says how many.
fn stream(args: &Args, text: &Search, out: &mut dyn Write, control: &Control) -> Result<usize> {
    let limit = args.limit.unwrap_or(usize::MAX);
    let mut written = 0;
    let mut failed = Ok(());
    concordance::search(&text.corpus, text.needle(), None, control, |hits| {
        let hits = &hits[..hits.len().min(limit - written)];
        written += hits.len();
        failed = write_lines(args, text, hits, out, control);
        if failed.is_err() || written == limit { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    failed?;
    Ok(written)
}

/// Left context, word, right context in columns, then document and line. What is written is handed on at once.
fn write_lines(args: &Args, text: &Search, hits: &[usize], out: &mut dyn Write, control: &Control) -> Result<()> {
    let width = usize::from(args.width);
    for hits in hits.chunks(BATCH) {
        // Some more characters than columns, as combining marks take none.
        for line in concordance::lines(&text.corpus, &text.word, hits, width + 16, control)? {
            let left = fit(&line.left, width, Align::Right);
            let right = fit(&line.right, width, Align::Left);
            let (word, document) = (visible(&line.word), visible(&line.document));
            writeln!(out, "{left}  {word}  {right}  {document}:{}", line.number)?;
        }
        out.flush()?;
    }
    Ok(())
}
