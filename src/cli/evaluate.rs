//! `wordmine evaluate`: how well lists and segmentations agree with what was made by hand.

mod chart;
mod report;
mod svg;

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;

use super::exit::{Exit, failure};
use super::{job, output};
use crate::lexicon::evaluation::{Floors, Scope, Score, Separator, Symbols};
use crate::project::source::Input;
use crate::workbench::evaluate::{self, EvaluateError, Judge, Request};

/// Measure ranked word lists, or a segmentation, by what was made by hand
#[derive(Debug, clap::Args)]
#[command(after_help = DEFINITIONS)]
#[command(group = clap::ArgGroup::new("what").args(["lists", "segmentation"]).required(true))]
pub(super) struct Args {
    /// Ranked lists, best first, the word before the first tab, as `wordmine discover` writes them (TSV or JSON lines); `-`
    /// is standard input
    #[arg(value_name = "LIST")]
    lists: Vec<PathBuf>,
    /// A segmented text, a list of words with or without counts, or a folder with seg.txt and raw.txt
    #[arg(long, value_name = "GOLD")]
    gold: PathBuf,
    /// Measure this segmented text instead of a list; it must be the text of gold
    #[arg(long, value_name = "OUTPUT", conflicts_with_all = ["min_length", "max_length", "min_gold", "min_raw", "known", "script", "svg"])]
    segmentation: Option<PathBuf>,
    /// What divides the words of a segmented text: space, bar, or a character; found out otherwise
    #[arg(long, value_name = "CHARACTER")]
    separator: Option<Separator>,
    /// Symbols of a word, at least
    #[arg(long, alias = "min-len", value_name = "N", default_value_t = 2, value_parser = super::session::positive)]
    min_length: usize,
    /// Symbols of a word, at most
    #[arg(long, alias = "max-len", value_name = "N", default_value_t = 4, value_parser = super::session::positive)]
    max_length: usize,
    /// A target stands in gold so often, at least
    #[arg(long, value_name = "N", default_value_t = 5)]
    min_gold: u64,
    /// A target stands in the raw text so often, at least, inside longer words too
    #[arg(long, value_name = "N", default_value_t = 5)]
    min_raw: u64,
    /// Leave the words of this dictionary out, one a line, so that only new words count
    #[arg(long, value_name = "DICT")]
    known: Option<PathBuf>,
    /// Of what a word may be made
    #[arg(long, value_enum, value_name = "SCRIPT", default_value = "han")]
    script: Script,
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    format: Form,
    /// Draw the yield curves into this file, all or nothing
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Script {
    /// Han characters only
    Han,
    /// Anything but punctuation and spaces; a grapheme is a symbol, and so is a run of Latin letters and digits
    Any,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Tables and a chart
    Text,
    /// A header, and a line for each list
    Tsv,
    /// An object for each list, one a line
    Json,
}

const DEFINITIONS: &str = "\
Lists: words outside --min-length, --max-length and --script and words of --known are dropped from list and gold first; \
what is left of the list is kept, each word at its first place.

  target        a gold word that stands in gold --min-gold times and in the raw text --min-raw times (a list without \
counts: each word)
  correct       a kept item that is a gold word, however rare
  P, R, F1      correct of kept; targets listed of all targets; their harmonic mean
  AP            average precision: the mean, over all targets, of the share of targets in the list down to it; correct \
items that are no targets are passed over, targets that are not listed count 0
  P@K, R@K      the same for the first K kept items
  yield curve   targets found (up) against items read (across); marked where 50, 80 and 90 % of the targets are found

Segmentations: a word is right when gold has one with the same start and end. White space is never text.";

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    if let Some(segmentation) = &args.segmentation {
        return run_segmentation(args, segmentation, out);
    }
    check(args)?;
    let svg = args.svg.as_deref().map(|path| output::target(Some(path), &inputs(args))).transpose()?;
    let request = Request {
        gold: args.gold.clone(),
        separator: args.separator,
        scope: Scope {
            min_length: args.min_length,
            max_length: args.max_length,
            symbols: match args.script {
                Script::Han => Symbols::Han,
                Script::Any => Symbols::Any,
            },
            ..Scope::default()
        },
        known: args.known.clone(),
        floors: Floors { min_gold: args.min_gold, min_raw: args.min_raw },
    };
    let scored = job::run(args.quiet, |control| -> Result<Vec<_>, EvaluateError> {
        let judge = Judge::read(&request, control)?;
        let score =
            |path: &PathBuf| Ok(Scored { name: path.display().to_string(), score: judge.score(path, control)? });
        args.lists.iter().map(score).collect()
    });
    let scored = scored.map_err(told)?;
    match args.format {
        Form::Text => {
            report::text(&scored, &args.gold.display().to_string(), out)?;
            chart::write(&scored, out)?;
        }
        Form::Tsv => report::tsv(&scored, out)?,
        Form::Json => report::json(&scored, out)?,
    }
    if let Some(target) = svg {
        let drawing =
            svg::draw(&scored).map_err(|why| failure(Exit::Data, format!("cannot draw the curves: {why}")))?;
        output::write(target, out, |out| out.write_all(drawing.as_bytes()))?;
    }
    Ok(Exit::Done)
}

/// A list with what came out.
struct Scored {
    /// Its path.
    name: String,
    score: Score,
}

fn run_segmentation(args: &Args, segmentation: &Path, out: &mut dyn Write) -> Result<Exit> {
    one_stdin([segmentation, &args.gold].into_iter())?;
    let agreement =
        job::run(args.quiet, |control| evaluate::segmentation(segmentation, &args.gold, args.separator, control));
    let agreement = agreement.map_err(told)?;
    match args.format {
        Form::Text => report::segmentation_text(&agreement, out)?,
        Form::Tsv => report::segmentation_tsv(&agreement, out)?,
        Form::Json => report::segmentation_json(&agreement, out)?,
    }
    Ok(Exit::Done)
}

/// What is wrong with the arguments together.
fn check(args: &Args) -> Result<()> {
    if args.min_length > args.max_length {
        return Err(failure(Exit::Usage, "--min-length is more than --max-length: no word can have both"));
    }
    one_stdin(args.lists.iter().chain([&args.gold]).chain(&args.known).map(PathBuf::as_path))?;
    let to_stdout = args.svg.as_ref().is_some_and(|path| path.as_os_str() == "-");
    if to_stdout {
        return Err(failure(Exit::Usage, "the result goes to standard output: give --svg the name of a file"));
    }
    Ok(())
}

fn one_stdin<'p>(paths: impl Iterator<Item = &'p Path>) -> Result<()> {
    match paths.filter(|path| path.as_os_str() == "-").count() {
        0 => Ok(()),
        1 if io::stdin().is_terminal() => {
            Err(failure(Exit::Usage, "standard input is a terminal; pipe a list in, as in `... | wordmine evaluate -`"))
        }
        1 => Ok(()),
        _ => Err(failure(Exit::Usage, "standard input can be read once only: give - once")),
    }
}

/// What the drawing must not replace.
fn inputs(args: &Args) -> Vec<Input> {
    let paths = args.lists.iter().chain([&args.gold]).chain(&args.known);
    paths.map(|path| Input::File(path.clone())).collect()
}

fn told(error: EvaluateError) -> anyhow::Error {
    match error {
        EvaluateError::Cancelled(cancelled) => cancelled.into(),
        EvaluateError::NoTarget { .. } | EvaluateError::NothingKept { .. } => failure(Exit::Nothing, error.to_string()),
        _ => failure(Exit::Data, error.to_string()),
    }
}
