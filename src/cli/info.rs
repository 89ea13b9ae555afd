//! `wordmine info`: what a project is about and how far it is, or what texts are like.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::exit::Exit;
use super::job;
use super::session::{self, Project};
use super::texts::Texts;
use crate::display::visible;
use crate::engine::text::{Reading, Room};
use crate::project::source::{self, Input, Options, Skips, SourceRecord};
use crate::project::store::Store;
use crate::workbench::PROJECT_EXTENSION;

/// Show what a project is about and how far it is, or how texts would be read
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A project; or texts, folders of texts, patterns like 'news/**/*.txt', `-` for standard input
    #[arg(required = true, value_name = "PROJECT|FILE")]
    files: Vec<PathBuf>,
    /// No progress
    #[arg(long, short)]
    quiet: bool,
    #[command(flatten)]
    texts: Texts,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    match &args.files[..] {
        [path] if is_project(path) => project(path, out),
        paths => texts(args, paths, out),
    }
}

/// By its content, or by its name when it is damaged or missing.
fn is_project(path: &Path) -> bool {
    Store::is_project(path) || path.extension().is_some_and(|extension| extension == PROJECT_EXTENSION)
}

fn texts(args: &Args, paths: &[PathBuf], out: &mut dyn Write) -> Result<Exit> {
    let request = args.texts.request(session::inputs(paths), session::reading())?;
    let (corpus, report) = job::run(args.quiet, |control| source::read(&request, Room::default(), control))?;
    sources(&report.read, &report.skipped, out)?;
    let (files, documents) = (corpus.source_count(), corpus.document_count());
    writeln!(out, "total\t{files} files\t{documents} documents\t{} bytes of UTF-8", corpus.len())?;
    Ok(Exit::Done)
}

fn project(path: &Path, out: &mut dyn Write) -> Result<Exit> {
    let project = Project::open(path)?;
    let manifest = &project.contents.manifest;
    for input in &manifest.inputs {
        match input {
            Input::Folder(_) => writeln!(out, "folder\t{}", visible(&input.shown()))?,
            Input::Glob(_) => writeln!(out, "pattern\t{}", visible(&input.shown()))?,
            Input::File(_) | Input::Demo | Input::Stdin => {}
        }
    }
    sources(&manifest.sources, &manifest.skipped, out)?;
    let options = options(&manifest.options);
    if !options.is_empty() {
        writeln!(out, "read\t{}", visible(&options))?;
    }
    writeln!(out, "scan\tcount >= {}, length 2 to {}", manifest.floors.min_count, manifest.floors.max_length)?;
    let tally = project.ledger.tally();
    writeln!(out, "accepted\t{}\nrejected\t{}\nlater\t{}", tally.accepted, tally.rejected, tally.later)?;
    writeln!(out, "steps\t{} to undo, {} to redo", project.ledger.undo_depth(), project.ledger.redo_depth())?;
    project.store.close()?;
    Ok(Exit::Done)
}

fn sources(read: &[SourceRecord], skipped: &Skips, out: &mut dyn Write) -> Result<()> {
    for source in read {
        let name = visible(&source.name);
        writeln!(out, "text\t{name}\t{}\tBLAKE3 {}", source.about(), source.hash)?;
        for remark in source.remarks() {
            writeln!(out, "note\t{name}\t{}", visible(&remark))?;
        }
    }
    for one in &skipped.listed {
        writeln!(out, "skipped\t{}\t{}", visible(&one.path.display().to_string()), visible(&one.why))?;
    }
    let unlisted = skipped.count() - (skipped.listed.len() as u64).min(skipped.count());
    if unlisted > 0 {
        writeln!(out, "skipped\t{unlisted} more")?;
    }
    Ok(())
}

/// The options that are not as they would be without a word, as flags.
fn options(options: &Options) -> String {
    let Options { encoding, json_field, column, documents, date_field, label_field, reading } = options;
    let mut flags: Vec<String> = Vec::new();
    let names = [
        ("encoding", encoding),
        ("json-field", json_field),
        ("column", column),
        ("date-field", date_field),
        ("label-field", label_field),
    ];
    flags.extend(names.iter().filter_map(|(flag, name)| Some(format!("--{flag} {}", name.as_ref()?))));
    let none = Reading::default();
    let kept = [
        ("documents", format!("{documents:?}"), *documents != source::DocumentsBy::File),
        ("unit", format!("{:?}", reading.unit), reading.unit != none.unit),
        ("script", format!("{:?}", reading.script), reading.script != none.script),
    ];
    flags.extend(
        kept.into_iter().filter(|kept| kept.2).map(|(flag, value, _)| format!("--{flag} {}", value.to_lowercase())),
    );
    flags.extend(
        [("--nfkc", reading.nfkc), ("--fold-case", reading.fold_case)]
            .iter()
            .filter(|on| on.1)
            .map(|on| on.0.to_owned()),
    );
    flags.join(" ")
}
