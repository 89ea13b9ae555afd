//! `wordmine info`: what a project is about and how far it is.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use super::exit::Exit;
use super::session::Project;
use crate::display::visible;

/// Show what a project is about and how far it is
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT")]
    project: PathBuf,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let project = Project::open(&args.project)?;
    let manifest = &project.contents.manifest;
    for source in &manifest.sources {
        writeln!(out, "text\t{}\t{} bytes\tBLAKE3 {}", visible(&source.name), source.bytes, source.hash)?;
    }
    writeln!(out, "scan\tcount >= {}, length 2 to {}", manifest.floors.min_count, manifest.floors.max_length)?;
    let tally = project.ledger.tally();
    writeln!(out, "accepted\t{}\nrejected\t{}\nlater\t{}", tally.accepted, tally.rejected, tally.later)?;
    writeln!(out, "steps\t{} to undo, {} to redo", project.ledger.undo_depth(), project.ledger.redo_depth())?;
    project.store.close()?;
    Ok(Exit::Done)
}
