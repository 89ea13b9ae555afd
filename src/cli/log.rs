//! `wordmine log`: what was decided in a project, step by step.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use serde_json::{Value, json};

use super::exit::{Exit, tell};
use super::session::{Project, positive};
use crate::display::visible;
use crate::lexicon::decision::Past;
use crate::lexicon::{Moment, Verdict};

/// Words named in a line.
const NAMED: usize = 5;

/// Show what was decided in a project, the newest step first
///
/// One line a step: its number, when it was made (UTC), what it did, why, and whether it still holds. `wordmine undo
/// PROJECT --step N` takes a step back.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT")]
    project: PathBuf,
    /// JSON, one object a line, with every word of each step
    #[arg(long)]
    json: bool,
    /// Only the newest N steps
    #[arg(long, value_name = "N", value_parser = positive)]
    limit: Option<usize>,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let project = Project::open(&args.project)?;
    let history = project.ledger.history();
    for step in history.iter().take(args.limit.unwrap_or(usize::MAX)) {
        if args.json {
            writeln!(out, "{}", object(step))?;
        } else {
            writeln!(out, "{}", line(step))?;
        }
    }
    let is_empty = history.is_empty();
    project.store.close()?;
    if is_empty {
        tell("nothing is decided in this project yet");
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Done)
}

/// A step in plain words.
fn line(step: &Past) -> String {
    let state = match (step.undone, step.undone_by) {
        (true, _) => "undone".to_owned(),
        (false, Some(by)) => format!("undone by step {by}"),
        (false, None) => "holds".to_owned(),
    };
    let (moment, reason) = (Moment::of(step.at()), step.reason().to_string());
    format!("{}\t{moment}\t{}\t{}\t{state}", step.number, visible(&what(step)), visible(&reason))
}

/// What a step did: `rejected 3 words: 的人, 的是, 的话`.
pub(super) fn what(step: &Past) -> String {
    let counts = step.counts();
    let parts = [
        ("accepted", counts.given.accepted),
        ("rejected", counts.given.rejected),
        ("put off", counts.given.later),
        ("took back the verdict on", counts.taken_back),
        ("edited", counts.edited),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|part| part.1 > 0)
        .map(|(what, n)| format!("{what} {n} {}", if *n == 1 { "word" } else { "words" }))
        .collect();
    let named: Vec<&str> = step.verdicts().map(|(word, _)| word).chain(step.edited()).take(NAMED).collect();
    let more = if step.len() > named.len() { ", ..." } else { "" };
    format!("{}: {}{more}", told.join(", "), named.join(", "))
}

fn object(step: &Past) -> Value {
    let verdicts: Vec<Value> =
        step.verdicts().map(|(word, verdict)| json!({ "word": word, "verdict": verdict.map(Verdict::name) })).collect();
    json!({
        "step": step.number,
        "at": Moment::of(step.at()).rfc3339(),
        "reason": step.reason(),
        "verdicts": verdicts,
        "edited": step.edited().collect::<Vec<_>>(),
        "undone": step.undone,
        "undone_by": step.undone_by,
    })
}
