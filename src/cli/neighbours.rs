//! `wordmine neighbours`: what stands beside a word.

use std::io::{self, Write};

use anyhow::Result;

use super::exit::Exit;
use super::{job, session, word};
use crate::display::visible;
use crate::engine::Control;
use crate::engine::concordance::{self, Neighbour};

/// Count what stands before and after a word, as TSV: side, text, count, and whether it is a break
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    word: word::Word,
    /// At most this many on each side, the most frequent first
    #[arg(long, value_name = "N", value_parser = session::positive)]
    limit: Option<usize>,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let search = args.word.read()?;
    let found = job::run(args.word.quiet, |control| -> Result<_> {
        let hits = search.find(control)?;
        Ok(concordance::neighbours(&search.corpus, &search.word, &hits, control)?)
    })?;
    if found.left.is_empty() {
        return Ok(args.word.nothing());
    }
    let limit = args.limit.unwrap_or(usize::MAX);
    job::output(|control| -> Result<_> {
        out.write_all(b"side\ttext\tcount\tbreak\n")?;
        write_side("left", &found.left[..found.left.len().min(limit)], out, control)?;
        write_side("right", &found.right[..found.right.len().min(limit)], out, control)
    })?;
    Ok(Exit::Done)
}

fn write_side(side: &str, all: &[Neighbour], out: &mut dyn Write, control: &Control) -> Result<()> {
    for neighbour in all {
        control.check()?;
        // A line end would be one of the table.
        let text = if neighbour.text == "\n" { "(end)".into() } else { visible(&neighbour.text) };
        write_row(out, &[side, &text, &neighbour.count.to_string(), &neighbour.is_break.to_string()])?;
    }
    Ok(())
}

fn write_row(out: &mut dyn Write, fields: &[&str]) -> io::Result<()> {
    writeln!(out, "{}", fields.join("\t"))
}
