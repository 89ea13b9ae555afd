//! `wordmine entry`: what is said of one word beside the verdict.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::exit::{Exit, failure, tell};
use super::session::Project;
use crate::display::visible;
use crate::lexicon::entry::Field;
use crate::lexicon::{Change, Decision, Details, Edit, Event, Moment, Verdict};

/// Show what is said of a word in a project, or write it
///
/// Without a flag that changes something it is shown. All changes of one call are one step, which can be undone. The word
/// need not be a candidate: with --verdict accept it is inserted into the lexicon.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The project
    #[arg(value_name = "PROJECT")]
    project: PathBuf,
    /// The word
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    word: String,
    /// The form to write instead of the word of the text
    #[arg(long, value_name = "TEXT")]
    form: Option<String>,
    /// Part of speech: n, or with its tag set ud:NOUN; replaces those there
    #[arg(long, value_name = "TAG")]
    pos: Vec<String>,
    /// Reading: 'lü4 ma3', or with its scheme 'kana:りょく'; replaces those there
    #[arg(long, value_name = "TEXT")]
    reading: Vec<String>,
    /// A note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Add a tag
    #[arg(long, value_name = "TAG")]
    tag: Vec<String>,
    /// The weight or frequency that exports write instead of the one they compute
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    weight: Option<String>,
    /// The field it belongs to
    #[arg(long, value_name = "TEXT")]
    domain: Option<String>,
    /// Clear a field first: form, pos, reading, tags, note, weight, domain, or all
    #[arg(long, value_name = "FIELD")]
    clear: Vec<String>,
    /// Give the word a verdict too
    #[arg(long, value_name = "VERDICT", value_parser = ["accept", "reject", "later", "none"])]
    verdict: Option<String>,
    /// Show everything, as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let mut project = Project::open(&args.project)?;
    let word = project.contents.manifest.options.reading.normalise(&args.word);
    let before = project.ledger.details(&word).cloned().unwrap_or_default();
    let mut details = (*before).clone();
    change(args, &mut details)?;
    let changes = verdict(args).map(|verdict| Change { word: word.clone(), verdict });
    let edits = vec![Edit { word: word.clone(), details: Arc::new(details) }];
    let event = Event::Decide(Decision { changes: changes.into_iter().collect(), edits, ..Decision::default() });
    if !project.ledger.apply(&event, 0).is_empty() {
        project.store.append(&[event], None)?;
    }
    let exit = show(args, &project, &word, out)?;
    project.store.close()?;
    Ok(exit)
}

/// The verdict asked for.
fn verdict(args: &Args) -> Option<Option<Verdict>> {
    let name = args.verdict.as_deref()?;
    Some(Verdict::ALL.into_iter().find(|verdict| verdict.name() == name))
}

/// Makes `details` what is asked for.
fn change(args: &Args, details: &mut Details) -> Result<()> {
    for name in &args.clear {
        if name == "all" {
            *details = Details::default();
            continue;
        }
        let Some(field) = Field::by_name(name) else {
            let names = Field::ALL.map(Field::name).join(", ");
            return Err(failure(Exit::Usage, format!("there is no field {name}: it is one of {names}, all")));
        };
        set(field, "", details)?;
    }
    let some = |texts: &[String], between: &str| (!texts.is_empty()).then(|| texts.join(between));
    let tags = (!args.tag.is_empty()).then(|| [details.tags.clone(), args.tag.clone()].concat().join(","));
    for (field, text) in [
        (Field::Form, args.form.clone()),
        (Field::Pos, some(&args.pos, ",")),
        (Field::Reading, some(&args.reading, ";")),
        (Field::Tags, tags),
        (Field::Note, args.note.clone()),
        (Field::Weight, args.weight.clone()),
        (Field::Domain, args.domain.clone()),
    ] {
        if let Some(text) = text {
            set(field, &text, details)?;
        }
    }
    Ok(())
}

fn set(field: Field, text: &str, details: &mut Details) -> Result<()> {
    field.set(details, text).map_err(|why| failure(Exit::Usage, format!("--{}: {why}", field.name())))
}

fn show(args: &Args, project: &Project, word: &str, out: &mut dyn Write) -> Result<Exit> {
    let (verdict, details) = (project.ledger.verdict(word), project.ledger.details(word));
    if args.json {
        let details = details.map_or_else(|| Ok(serde_json::json!({})), |details| serde_json::to_value(&**details));
        let mut object = details.context("the details cannot be written")?;
        object["surface"] = word.into();
        object["verdict"] = verdict.map(Verdict::name).into();
        writeln!(out, "{object}")?;
        return Ok(if verdict.is_none() && project.ledger.details(word).is_none() {
            Exit::Nothing
        } else {
            Exit::Done
        });
    }
    if verdict.is_none() && details.is_none() {
        tell(&format!("nothing is said of {word}"));
        return Ok(Exit::Nothing);
    }
    writeln!(out, "word\t{}", visible(word))?;
    if let (Some(verdict), Some(step)) = (verdict, project.ledger.given_by(word)) {
        let (name, at, reason) = (verdict.name(), Moment::of(step.at()), step.reason().to_string());
        // A step of this call has no time yet.
        let at = if step.at() > 0 { format!("\t{at}") } else { String::new() };
        writeln!(out, "verdict\t{name}\t{}\tstep {}{at}", visible(&reason), step.number)?;
    }
    for field in Field::ALL {
        let text = details.map_or_else(String::new, |details| field.get(details));
        if !text.is_empty() {
            writeln!(out, "{}\t{}", field.name(), visible(&text))?;
        }
    }
    Ok(Exit::Done)
}
