//! `wordmine export`: the words of a project in a format that other programs load.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use super::exit::{Exit, failure, tell};
use super::output::Target;
use super::session::{Project, Session, Work};
use super::{filter, job, output};
use crate::lexicon::Verdict;
use crate::lexicon::format::{self, Format, Report};
use crate::project::source::inputs_of;
use crate::settings::nearest;
use crate::workbench;

/// Words named in the report, of those left out and of those warned of.
const NAMED: usize = 20;

/// Write the words of a project in a format that other programs load
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT", required_unless_present = "list_formats")]
    project: Option<PathBuf>,
    /// The format; --list-formats names all
    #[arg(long, value_name = "FORMAT", required_unless_present = "list_formats")]
    format: Option<String>,
    /// Write to this file, all or nothing, instead of stdout (which `-` names too)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The words of which verdict
    #[arg(long, value_enum, default_value = "accept")]
    verdict: Which,
    /// Only the words that meet a condition, as 'count>20 and len in 2..4'; `discover --help` has the language. Words that
    /// are no candidates have no numbers, and are left out
    #[arg(long = "where", value_name = "EXPR")]
    condition: Option<String>,
    /// List the formats
    #[arg(long)]
    list_formats: bool,
    #[command(flatten)]
    work: Work,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    Accept,
    Reject,
    Later,
}

impl Which {
    fn verdict(self) -> Verdict {
        match self {
            Which::Accept => Verdict::Accept,
            Which::Reject => Verdict::Reject,
            Which::Later => Verdict::Later,
        }
    }
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let (Some(path), Some(name), false) = (&args.project, &args.format, args.list_formats) else {
        for format in format::all() {
            writeln!(out, "{}\t.{}\t{}", format.name(), format.extension(), format.about())?;
        }
        return Ok(Exit::Done);
    };
    let format = by_name(name)?;
    let session = Session::start(&args.work)?;
    let project = Project::open(path)?;
    if let Some(text) = &args.condition {
        filter::read(text, &filter::of_project(session.settings.units, None))?;
    }
    let target = output::target(args.output.as_deref(), &inputs_of(&project.contents.manifest.sources))?;
    if matches!(target, Target::Stdout) && format.name() == "fst" && io::stdout().is_terminal() {
        return Err(failure(Exit::Usage, "an FST is no text for a terminal: name a file with -o"));
    }
    let (entries, context) = job::run(args.work.quiet, |control| -> Result<_> {
        let analysis = session.analyse_project(&project, control)?;
        let mut entries = workbench::entries(&project.ledger, args.verdict.verdict(), &analysis, control)?;
        if let Some(text) = &args.condition {
            let found = filter::matching(text, (&project, &analysis, session.settings.units), control)?;
            entries.retain(|entry| analysis.table.find(&entry.word).is_some_and(|id| found.binary_search(&id).is_ok()));
            if entries.is_empty() {
                return Err(failure(Exit::Nothing, "no word of this verdict meets the condition of --where"));
            }
        }
        Ok((entries, analysis.context(session.settings.units)))
    })?;
    let report = match target {
        Target::Stdout => workbench::export(entries, format, context, out, "standard output")?,
        Target::Stream(path, file) => {
            let (mut file, place) = (BufWriter::new(file), path.display().to_string());
            let report = workbench::export(entries, format, context, &mut file, &place)?;
            file.flush().map_err(|error| workbench::WorkbenchError::Export { path: place, error })?;
            report
        }
        Target::File(path) => workbench::export_to_file(entries, format, context, path)?,
    };
    out.flush()?;
    if !args.work.quiet {
        tell_report(&report, format);
    }
    Ok(Exit::Done)
}

fn by_name(name: &str) -> Result<&'static dyn Format> {
    format::by_name(name).ok_or_else(|| {
        let hint = match nearest(name, format::all().iter().map(|format| format.name())) {
            Some(known) => format!("did you mean {known}?"),
            None => "see --list-formats".to_owned(),
        };
        failure(Exit::Usage, format!("there is no format {name}; {hint}"))
    })
}

fn tell_report(report: &Report, format: &dyn Format) {
    let words = if report.written == 1 { "word" } else { "words" };
    tell(&format!("{} {words} written as {}", report.written, format.name()));
    for (what, words) in [("left out", &report.skipped), ("written, but mind", &report.warned)] {
        for (word, reason) in words.iter().take(NAMED) {
            tell(&format!("{what}: {word}: {reason}"));
        }
        if words.len() > NAMED {
            tell(&format!("{what}: {} more", words.len() - NAMED));
        }
    }
}
