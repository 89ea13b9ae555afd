//! `wordmine add`: more texts for a project.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use super::exit::{Exit, failure};
use super::job;
use super::session::{self, Project, Session, Work};
use crate::display::visible;
use crate::project::source::{Input, Request};
use crate::project::store::Manifest;

/// Add texts to a project
///
/// They are read as the texts it has are. The decisions stay.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT")]
    project: PathBuf,
    /// Texts, folders of texts, or patterns like 'news/**/*.txt'
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    work: Work,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let mut project = Project::open(&args.project)?;
    let manifest = project.contents.manifest.clone();
    let Request { mut inputs, options } = manifest.request();
    for new in session::inputs(&args.files) {
        if new == Input::Stdin {
            return Err(failure(Exit::Usage, session::STDIN_IN_PROJECT));
        }
        let new = new.absolute();
        let mut known = inputs.iter().chain(manifest.sources.iter().map(|source| &source.input));
        if known.any(|known| known.identity() == new.identity()) {
            return Err(failure(Exit::Usage, format!("{} is in the project already", new.shown())));
        }
        inputs.push(new);
    }
    let session = Session::start(&args.work)?;
    let request = Request { inputs, options };
    let analysis = job::run(args.work.quiet, |control| session.analyse(&request, manifest.floors, control))?;
    session::tell_notes(&analysis, args.work.quiet);
    let added = analysis.sources.iter().filter(|now| manifest.sources.iter().all(|old| old.input != now.input));
    for source in added {
        writeln!(out, "added\t{}\t{}", visible(&source.name), source.about())?;
    }
    writeln!(out, "texts\t{}", analysis.sources.len())?;
    writeln!(out, "candidates\t{}", analysis.table.len())?;
    let Request { inputs, options } = request;
    let (sources, skipped) = (analysis.sources, analysis.skipped);
    project.store.set_manifest(&Manifest { sources, inputs, options, skipped, ..manifest })?;
    project.store.close()?;
    Ok(Exit::Done)
}
