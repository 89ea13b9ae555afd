//! `wordmine undo`: taking steps back.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;

use super::exit::{Exit, failure, tell};
use super::log::what;
use super::session::{Project, positive, some_of};
use crate::display::visible;
use crate::lexicon::Event;

/// Words named in a warning.
const NAMED: usize = 10;

/// Undo the last steps of a project, or take one of them back
///
/// The steps are those that `wordmine log` shows. Undoing is a step of the log as well: nothing is ever erased.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT")]
    project: PathBuf,
    /// How many steps to undo, the last ones first
    #[arg(value_name = "N", default_value = "1", value_parser = positive, conflicts_with = "step")]
    steps: usize,
    /// Take this step back and leave those after it: its words that are still as it left them go back to what they were
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    step: Option<u32>,
    /// Only tell what would be undone
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let mut project = Project::open(&args.project)?;
    let exit = match args.step {
        Some(number) => take_back(&mut project, number, args.dry_run, out)?,
        None => undo(&mut project, args, out)?,
    };
    let tally = project.ledger.tally();
    project.store.close()?;
    writeln!(out, "accepted\t{}\nrejected\t{}\nlater\t{}", tally.accepted, tally.rejected, tally.later)?;
    Ok(exit)
}

fn undo(project: &mut Project, args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let mut events = Vec::new();
    // On a copy where nothing is to be changed.
    let mut ledger = project.ledger.clone();
    for _ in 0..args.steps {
        let Some(last) = ledger.last() else { break };
        writeln!(out, "undone\t{}\t{}", last.number, visible(&what(&last)))?;
        ledger.apply(&Event::Undo, 0);
        events.push(Event::Undo);
    }
    if events.is_empty() {
        tell("there is no step to undo");
        return Ok(Exit::Nothing);
    }
    if events.len() < args.steps {
        tell(&format!("there were {} steps to undo, not {}", events.len(), args.steps));
    }
    if !args.dry_run {
        project.store.append(&events, None)?;
        project.ledger = ledger;
    }
    Ok(Exit::Done)
}

fn take_back(project: &mut Project, number: u32, dry_run: bool, out: &mut dyn Write) -> Result<Exit> {
    let Some(step) = project.ledger.past(number) else {
        let last = project.ledger.last_number();
        return Err(failure(Exit::Usage, format!("there is no step {number}: the last one is {last}")));
    };
    let said = what(&step);
    let Some(inverse) = project.ledger.inverse(number) else {
        tell(&format!("step {number} is undone already"));
        return Ok(Exit::Nothing);
    };
    let since = &inverse.changed_since;
    if !since.is_empty() {
        let named = some_of(since.iter().map(String::as_str), NAMED);
        tell(&format!("{} words were changed since and stay as they are: {named}", since.len()));
    }
    if inverse.decision.is_empty() {
        tell(&format!("nothing of step {number} is left to take back"));
        return Ok(Exit::Nothing);
    }
    let event = Event::Decide(inverse.decision);
    if !dry_run {
        project.store.append(std::slice::from_ref(&event), None)?;
        project.ledger.apply(&event, 0);
    }
    writeln!(out, "undone\t{number}\t{}", visible(&said))?;
    Ok(Exit::Done)
}
