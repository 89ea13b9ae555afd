//! `wordmine kwic`: a word in its contexts.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use super::exit::{Exit, tell};
use super::job;
use super::session::{self, Project};
use super::texts::Texts;
use crate::display::{Align, fit, visible};
use crate::engine::concordance::{self, KwicSort};
use crate::engine::text::Room;
use crate::engine::{Control, Corpus};
use crate::project::source;
use crate::project::store::Store;

/// Show a word in its contexts, one line an occurrence
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A text, a folder of texts, a pattern like 'news/**/*.txt', or a project; `-` is standard input
    #[arg(value_name = "FILE|PROJECT")]
    text: PathBuf,
    /// The word
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    word: String,
    /// The order of the lines: as in the text, by what follows, or by what precedes
    #[arg(long, value_enum, value_name = "ORDER", default_value = "text")]
    sort: Order,
    /// Columns of context on each side
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=1000))]
    width: u16,
    /// At most this many lines
    #[arg(long, value_name = "N", value_parser = session::positive)]
    limit: Option<usize>,
    /// No progress, no report
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    texts: Texts,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
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
    // Opened to learn the texts only: others may have it while the lines are read.
    let request = if Store::is_project(&args.text) {
        args.texts.over(Project::open(&args.text)?.contents.manifest.request())?
    } else {
        args.texts.request(session::inputs(std::slice::from_ref(&args.text)), session::reading())?
    };
    let (corpus, report, hits) = job::run(args.quiet, |control| -> Result<_> {
        let (corpus, report) = source::read(&request, Room::default(), control)?;
        let mut hits = concordance::find(&corpus, &args.word, control)?;
        concordance::sort_hits(&corpus, &args.word, &mut hits, args.sort.sort());
        hits.truncate(args.limit.unwrap_or(usize::MAX));
        Ok((corpus, report, hits))
    })?;
    if !args.quiet {
        report.notes().iter().for_each(|note| tell(note));
    }
    if hits.is_empty() {
        tell(&format!("{} does not occur", args.word));
        return Ok(Exit::Nothing);
    }
    job::output(|control| write_lines(args, &corpus, &hits, out, control))?;
    Ok(Exit::Done)
}

/// Left context, word, right context in columns, then document and line.
fn write_lines(args: &Args, corpus: &Corpus, hits: &[usize], out: &mut dyn Write, control: &Control) -> Result<()> {
    let width = usize::from(args.width);
    for &hit in hits {
        control.check()?;
        // Some more characters than columns, as combining marks take none.
        let line = concordance::line(corpus, &args.word, hit, width + 16);
        let left = fit(line.left, width, Align::Right);
        let right = fit(line.right, width, Align::Left);
        let (word, document) = (visible(line.word), visible(line.place.document));
        writeln!(out, "{left}  {word}  {right}  {document}:{}", line.place.line)?;
    }
    Ok(())
}
