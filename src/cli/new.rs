//! `wordmine new`: a project without a screen.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use super::exit::{Exit, failure};
use super::job;
use super::session::{self, Session, Work};
use super::texts::Texts;
use crate::display::visible;
use crate::engine::Floors;
use crate::project::source::{Input, Request};
use crate::project::store::{Manifest, Store, StoreError};

/// Make a project of texts without a screen
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project file to make
    #[arg(value_name = "NAME.wordmine")]
    project: PathBuf,
    /// Texts, folders of texts, or patterns like 'news/**/*.txt'
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Scan floor: smallest count of a candidate
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(i64::from(Floors::LEAST_COUNT)..))]
    min_count: Option<u32>,
    /// Scan floor: largest length of a candidate in units
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=i64::from(Floors::MOST_LENGTH)))]
    max_length: Option<u8>,
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    work: Work,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let inputs: Vec<Input> = session::inputs(&args.files).iter().map(Input::absolute).collect();
    if inputs.contains(&Input::Stdin) {
        return Err(failure(Exit::Usage, session::STDIN_IN_PROJECT));
    }
    // Before the work, not only after it.
    if args.project.symlink_metadata().is_ok() {
        return Err(StoreError::Exists(args.project.clone()).into());
    }
    let session = Session::start(&args.work)?;
    let scan = session.settings.scan;
    let floors = Floors {
        min_count: args.min_count.unwrap_or(scan.min_count),
        max_length: args.max_length.unwrap_or(scan.max_length),
    };
    let request = args.texts.request(inputs, session.settings.reading)?;
    let analysis = job::run(args.work.quiet, |control| session.analyse(&request, floors, control))?;
    session::tell_notes(&analysis, args.work.quiet);
    let (sources, skipped) = (analysis.sources.clone(), analysis.skipped.clone());
    let Request { inputs, options } = request;
    let manifest = Manifest { sources, floors, inputs, options, skipped, known: Vec::new() };
    Store::create(&args.project, &manifest)?.close()?;
    if args.work.quiet {
        return Ok(Exit::Done);
    }
    let totals = analysis.table.totals();
    writeln!(out, "project\t{}", visible(&args.project.display().to_string()))?;
    for source in &analysis.sources {
        writeln!(out, "text\t{}\t{}", visible(&source.name), source.about())?;
    }
    writeln!(out, "units\t{}", totals.symbols)?;
    writeln!(out, "alphabet\t{}", totals.alphabet)?;
    let Floors { min_count, max_length } = floors;
    writeln!(out, "candidates\t{}\tcount >= {min_count}, length 2 to {max_length}", analysis.table.len())?;
    Ok(Exit::Done)
}
