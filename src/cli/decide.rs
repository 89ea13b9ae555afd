//! `wordmine decide`: verdicts on lists of words, in one step.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::exit::{Exit, exit_of, failure, message, tell};
use super::job;
use super::session::{Project, Session, Work, some_of};
use crate::lexicon::format::read::words;
use crate::lexicon::{Change, Decision, Event, Reason, Verdict};
use crate::project::read;

/// Largest list of words, in bytes.
const MOST_LIST: u64 = 1 << 30;
/// Words named in a warning.
const NAMED: usize = 10;

/// Decide on lists of words, in one step that can be undone as one
///
/// A list has one word a line; what `discover` and `export` write is read too.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("lists").args(["accept", "reject", "later"]).required(true).multiple(true))]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT")]
    project: PathBuf,
    /// Accept the words of this file; `-` is standard input
    #[arg(long, value_name = "FILE")]
    accept: Vec<PathBuf>,
    /// Reject the words of this file
    #[arg(long, value_name = "FILE")]
    reject: Vec<PathBuf>,
    /// Put off the words of this file
    #[arg(long, value_name = "FILE")]
    later: Vec<PathBuf>,
    #[command(flatten)]
    work: Work,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let wanted = wanted(args)?;
    let session = Session::start(&args.work)?;
    let mut project = Project::open(&args.project)?;
    let analysis = job::run(args.work.quiet, |control| session.analyse_project(&project, control));
    match analysis {
        Ok(analysis) => {
            let unknown: Vec<&str> =
                wanted.keys().filter(|word| analysis.table.find(word).is_none()).map(String::as_str).collect();
            if !unknown.is_empty() {
                let named = some_of(unknown.iter().copied(), NAMED);
                tell(&format!(
                    "{} of the words are no candidates of the text, kept all the same: {named}",
                    unknown.len()
                ));
            }
        }
        Err(error) if exit_of(&error) == Exit::Interrupted => return Err(error),
        // A text that moved is no reason to lose decisions on it.
        Err(error) => tell(&format!("the words are not compared with the text: {}", message(&error))),
    }
    let changes = wanted.into_iter().filter(|(word, verdict)| project.ledger.verdict(word) != Some(*verdict));
    let changes = changes.map(|(word, verdict)| Change { word, verdict: Some(verdict) }).collect();
    let event = Event::Decide(Decision { changes, reason: reason(args), ..Decision::default() });
    let changed = project.ledger.apply(&event, 0).len();
    if changed > 0 {
        project.store.append(&[event], None)?;
    }
    project.store.close()?;
    writeln!(out, "changed\t{changed}")?;
    let tally = project.ledger.tally();
    writeln!(out, "accepted\t{}\nrejected\t{}\nlater\t{}", tally.accepted, tally.rejected, tally.later)?;
    Ok(Exit::Done)
}

/// The names of the lists.
fn reason(args: &Args) -> Reason {
    let lists = args.accept.iter().chain(&args.reject).chain(&args.later);
    let name = |path: &PathBuf| match path.file_name() {
        Some(name) if path.as_os_str() != "-" => name.to_string_lossy().into_owned(),
        _ => "standard input".to_owned(),
    };
    Reason::Import(lists.map(name).collect::<Vec<_>>().join(", "))
}

/// The verdict asked for each word.
fn wanted(args: &Args) -> Result<BTreeMap<String, Verdict>> {
    let lists = [(&args.accept, Verdict::Accept), (&args.reject, Verdict::Reject), (&args.later, Verdict::Later)];
    if lists.iter().flat_map(|(paths, _)| paths.iter()).filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(failure(Exit::Usage, "standard input can be read once only: give - for one list"));
    }
    let mut wanted = BTreeMap::new();
    for (paths, verdict) in lists {
        for path in paths {
            for word in list(path)? {
                if let Some(before) = wanted.insert(word.clone(), verdict)
                    && before != verdict
                {
                    let (one, other) = (before.name(), verdict.name());
                    return Err(failure(Exit::Data, format!("{word} is in a list to {one} and in one to {other}")));
                }
            }
        }
    }
    if wanted.is_empty() {
        return Err(failure(Exit::Nothing, "the lists have no word in them"));
    }
    Ok(wanted)
}

fn list(path: &Path) -> Result<Vec<String>> {
    let shown = path.display();
    let bytes = if path.as_os_str() == "-" {
        read::at_most(io::stdin().lock(), MOST_LIST)
    } else {
        read::bytes(path, MOST_LIST)
    };
    let text = bytes.and_then(read::utf8).with_context(|| format!("cannot read {shown}"))?;
    words(&text).map_err(|error| failure(Exit::Data, format!("{shown}: {error}")))
}
