//! `wordmine explain`: why a candidate stands where it stands.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;

use super::columns::Decimal;
use super::exit::{Exit, tell};
use super::job;
use super::session::{self, Project, Session, Work};
use super::texts::Texts;
use crate::display::visible;
use crate::engine::Control;
use crate::engine::derived::{Deriver, Explanation, Feature, Unit};
use crate::project::store::Store;
use crate::settings::Units;
use crate::workbench::Analysis;

/// Explain candidates, as TSV: every measure with its percentile among all candidates, then every split with the counts
/// of its parts and its PMI
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A text, a folder of texts, a pattern like 'news/**/*.txt', or a project; `-` is standard input
    #[arg(value_name = "FILE|PROJECT")]
    text: PathBuf,
    /// The words
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    work: Work,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let session = Session::start(&args.work)?;
    let project = if Store::is_project(&args.text) { Some(Project::open(&args.text)?) } else { None };
    let (analysis, explained) = job::run(args.work.quiet, |control| -> Result<_> {
        let analysis = match &project {
            Some(project) => session.analyse_project(project, control)?,
            None => {
                let inputs = session::inputs(std::slice::from_ref(&args.text));
                let request = args.texts.request(inputs, session.settings.reading)?;
                session.analyse(&request, session.settings.scan, control)?
            }
        };
        let explained = explain(&analysis, &args.words, control)?;
        Ok((analysis, explained))
    })?;
    session::tell_notes(&analysis, args.work.quiet);
    let floors = analysis.table.floors();
    for (word, _) in explained.iter().filter(|(_, explanation)| explanation.is_none()) {
        tell(&format!(
            "{word} is no candidate: none of 2 to {} units that occurs {} times or more",
            floors.max_length, floors.min_count
        ));
    }
    let found: Vec<&Explanation> = explained.iter().filter_map(|(_, explanation)| explanation.as_ref()).collect();
    if found.is_empty() {
        return Ok(Exit::Nothing);
    }
    let units = session.settings.units;
    measures(&found, units, out)?;
    writeln!(out)?;
    splits(&found, units, out)?;
    Ok(Exit::Done)
}

/// Each of `words` as the text is counted, explained if it is a candidate.
fn explain(analysis: &Analysis, words: &[String], control: &Control) -> Result<Vec<(String, Option<Explanation>)>> {
    let deriver = Deriver::new(std::sync::Arc::clone(&analysis.table));
    let mut known = Vec::new();
    for feature in Feature::ALL {
        known.push((feature, deriver.column(feature, &analysis.corpus, control)?));
    }
    let explained = words.iter().map(|word| {
        let word = analysis.corpus.reading().normalise(word);
        let found = analysis.table.find(&word).map(|id| deriver.explain(id, &known, control)).transpose()?;
        Ok((word, found))
    });
    explained.collect()
}

fn measures(found: &[&Explanation], units: Units, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "word\tmeasure\tvalue\tpercentile\tunit")?;
    for explanation in found {
        for standing in &explanation.standings {
            let (word, spec) = (visible(&explanation.word), standing.feature.spec());
            let (value, unit) = match spec.unit {
                _ if !standing.value.is_finite() => (String::new(), ""),
                Unit::Whole => (format!("{:.0}", standing.value), ""),
                Unit::Nats => (Decimal(units.from_nats(standing.value)).to_string(), units.name()),
                Unit::None => (Decimal(standing.value).to_string(), ""),
            };
            let percentile = standing.percentile().map_or_else(String::new, |rank| format!("{:.2}", 100.0 * rank));
            writeln!(out, "{word}\t{}\t{value}\t{percentile}\t{unit}", spec.name)?;
        }
    }
    Ok(())
}

fn splits(found: &[&Explanation], units: Units, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "word\tfirst\tsecond\tfirst_count\tsecond_count\tpmi\tunit")?;
    for explanation in found {
        for split in &explanation.splits {
            let [word, a, b] = [&explanation.word, &split.parts[0], &split.parts[1]].map(|text| visible(text));
            let (pmi, unit) = (Decimal(units.from_nats(split.pmi)), units.name());
            writeln!(out, "{word}\t{a}\t{b}\t{}\t{}\t{pmi}\t{unit}", split.counts[0], split.counts[1])?;
        }
    }
    Ok(())
}
