//! `wordmine decide`: verdicts on lists of words, in one step.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::builder::{OsStringValueParser, TypedValueParser};

use super::exit::{Exit, exit_of, failure, message, tell};
use super::session::{Project, Session, Work, some_of};
use super::{filter, job};
use crate::lexicon::format::read::words;
use crate::lexicon::{Change, Decision, Event, Reason, Verdict};
use crate::project::read;

/// Largest list of words, in bytes.
const MOST_LIST: u64 = 1 << 30;
/// Words named in a warning.
const NAMED: usize = 10;

/// Decide on lists of words, in one step that can be undone as one
///
/// A list has one word a line; what `discover` and `export` write is read too. Instead of a list a condition says which
/// candidates are meant: `decide PROJECT --reject --where 'word ~ "^的" and undecided'`; `discover --help` has the language.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("lists").args(["accept", "reject", "later"]).required(true).multiple(true))]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT")]
    project: PathBuf,
    /// Accept the words of this file, or with --where the candidates it says; `-` is standard input
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "", value_parser = meant())]
    accept: Vec<Meant>,
    /// Reject the words of this file, or with --where the candidates it says
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "", value_parser = meant())]
    reject: Vec<Meant>,
    /// Put off the words of this file, or with --where the candidates it says
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "", value_parser = meant())]
    later: Vec<Meant>,
    /// Decide on the candidates that meet a condition, as 'pmi>=5 and undecided'
    #[arg(long = "where", value_name = "EXPR")]
    condition: Option<String>,
    /// Say what would be changed, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    work: Work,
}

/// The words that a verdict is on.
#[derive(Debug, Clone)]
enum Meant {
    /// Those of a list.
    List(PathBuf),
    /// Those of --where.
    Where,
}

fn meant() -> impl TypedValueParser<Value = Meant> {
    OsStringValueParser::new().map(|path| if path.is_empty() { Meant::Where } else { Meant::List(path.into()) })
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let session = Session::start(&args.work)?;
    if let Some((text, verdict)) = by_condition(args)? {
        filter::read(text, &filter::of_project(session.settings.units, None))?;
        let project = Project::open(&args.project)?;
        let (analysis, found) = job::run(args.work.quiet, |control| -> Result<_> {
            let analysis = session.analyse_project(&project, control)?;
            let found = filter::matching(text, (&project, &analysis, session.settings.units), control)?;
            Ok((analysis, found))
        })?;
        if found.is_empty() {
            return Err(failure(Exit::Nothing, "no candidate meets the condition of --where"));
        }
        writeln!(out, "matching\t{}", found.len())?;
        let wanted = found.into_iter().map(|id| (analysis.table.word(id).to_owned(), verdict)).collect();
        return record(project, wanted, args, out);
    }
    let wanted = wanted(args)?;
    let project = Project::open(&args.project)?;
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
    record(project, wanted, args, out)
}

/// The condition and the verdict on what meets it, if there is one.
fn by_condition(args: &Args) -> Result<Option<(&str, Verdict)>> {
    let given = [(&args.accept, Verdict::Accept), (&args.reject, Verdict::Reject), (&args.later, Verdict::Later)];
    let mut bare = Vec::new();
    for (meant, verdict) in given {
        bare.extend(meant.iter().filter(|meant| matches!(meant, Meant::Where)).map(|_| verdict));
    }
    let lists = given.iter().map(|(meant, _)| meant.len()).sum::<usize>() - bare.len();
    match (&args.condition, &bare[..]) {
        (None, []) => Ok(None),
        (None, _) => Err(failure(Exit::Usage, "a verdict needs a FILE with words, or --where EXPR")),
        (Some(text), [verdict]) if lists == 0 => Ok(Some((text, *verdict))),
        (Some(_), _) => {
            Err(failure(Exit::Usage, "--where goes with one of --accept, --reject, --later, which then has no FILE"))
        }
    }
}

/// Gives the words the verdicts that they have not yet.
fn record(mut project: Project, wanted: BTreeMap<String, Verdict>, args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let changes = wanted.into_iter().filter(|(word, verdict)| project.ledger.verdict(word) != Some(*verdict));
    let changes: Vec<Change> = changes.map(|(word, verdict)| Change { word, verdict: Some(verdict) }).collect();
    if args.dry_run {
        if !changes.is_empty() && !args.work.quiet {
            tell(&format!("not changed: {}", some_of(changes.iter().map(|change| &change.word[..]), NAMED)));
        }
        writeln!(out, "would change\t{}", changes.len())?;
        project.store.close()?;
        return Ok(Exit::Done);
    }
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

/// The condition, or the names of the lists.
fn reason(args: &Args) -> Reason {
    if let Some(condition) = &args.condition {
        return Reason::Where(condition.clone());
    }
    let name = |meant: &Meant| match meant {
        Meant::List(path) if path.as_os_str() == "-" => Some("standard input".to_owned()),
        Meant::List(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
        Meant::Where => None,
    };
    let lists = args.accept.iter().chain(&args.reject).chain(&args.later);
    Reason::Import(lists.filter_map(name).collect::<Vec<_>>().join(", "))
}

/// The verdict asked for each word.
fn wanted(args: &Args) -> Result<BTreeMap<String, Verdict>> {
    let paths = |meant: &[Meant]| -> Vec<PathBuf> {
        let list = |meant: &Meant| if let Meant::List(path) = meant { Some(path.clone()) } else { None };
        meant.iter().filter_map(list).collect()
    };
    let lists = [
        (paths(&args.accept), Verdict::Accept),
        (paths(&args.reject), Verdict::Reject),
        (paths(&args.later), Verdict::Later),
    ];
    if lists.iter().flat_map(|(paths, _)| paths.iter()).filter(|path| path.as_os_str() == "-").count() > 1 {
        return Err(failure(Exit::Usage, "standard input can be read once only: give - for one list"));
    }
    let mut wanted = BTreeMap::new();
    for (paths, verdict) in lists {
        for path in paths {
            for word in list(&path)? {
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
