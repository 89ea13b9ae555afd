//! `wordmine kwic`: a word in its contexts.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;
use clap::ValueEnum;

use super::exit::Exit;
use super::word::{self, Search};
use super::{job, session};
use crate::display::{Align, Ambiguous, fit, visible};
use crate::engine::Control;
use crate::engine::concordance::{self, Arrangement, KwicSort};

/// Lines read and written at once.
const BATCH: usize = 1 << 10;

/// Show a word in its contexts, one line an occurrence
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    word: word::Word,
    /// The order of the lines: as in the text; by what follows, from the first (right, r1), second or third unit on; by
    /// what precedes; good examples first (of 4,096 occurrences at most); or random
    #[arg(long, value_enum, value_name = "ORDER", default_value = "text", hide_possible_values = true)]
    sort: Order,
    /// Only the first line of each document, in that order
    #[arg(long)]
    per_doc: bool,
    /// Only this many occurrences, chosen at random
    #[arg(long, value_name = "N", value_parser = session::positive)]
    sample: Option<usize>,
    /// Another seed gives another random order and sample, the same one the same
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
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
    #[value(aliases = ["R1", "r1"])]
    Right,
    #[value(aliases = ["L1", "l1"])]
    Left,
    #[value(alias = "R2")]
    R2,
    #[value(alias = "R3")]
    R3,
    #[value(alias = "L2")]
    L2,
    #[value(alias = "L3")]
    L3,
    Examples,
    Random,
}

impl Order {
    fn sort(self) -> KwicSort {
        match self {
            Order::Text => KwicSort::Text,
            Order::Right => KwicSort::Right,
            Order::Left => KwicSort::Left,
            Order::R2 => KwicSort::Right2,
            Order::R3 => KwicSort::Right3,
            Order::L2 => KwicSort::Left2,
            Order::L3 => KwicSort::Left3,
            Order::Examples => KwicSort::Examples,
            Order::Random => KwicSort::Random,
        }
    }
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let search = args.word.read()?;
    let how = Arrangement { sort: args.sort.sort(), seed: args.seed, per_document: args.per_doc };
    let written = if how.is_plain() && args.sample.is_none() {
        job::output(|control| stream(args, &search, out, control))?
    } else {
        let hits = job::run(args.word.quiet, |control| -> Result<_> {
            let (corpus, mut hits) = (&search.corpus, search.find(control)?);
            if let Some(most) = args.sample {
                concordance::sample(corpus, &mut hits, (most, args.seed), control)?;
            }
            concordance::arrange(corpus, &search.word, &mut hits, how, control)?;
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
            let left = fit(&line.left, width, Align::Right, Ambiguous::Narrow);
            let right = fit(&line.right, width, Align::Left, Ambiguous::Narrow);
            let (word, document) = (visible(&line.word), visible(&line.document));
            writeln!(out, "{left}  {word}  {right}  {document}:{}", line.number)?;
        }
        out.flush()?;
    }
    Ok(())
}
