//! `--where`: the condition that rows must meet.

use anyhow::Result;

use super::exit::{Exit, failure_below};
use super::session::Project;
use crate::display;
use crate::engine::derived::{Feature, Need};
use crate::engine::query::expression::{self, Condition, Expression, Facts, Fault, LANGUAGE, Scope};
use crate::engine::{CandidateId, Control};
use crate::lexicon::Verdict;
use crate::settings::Units;
use crate::workbench::Analysis;

/// The columns that an expression may name, of which those that need more than the text are there where `has` says so.
pub(super) fn columns(has: impl Fn(Need) -> bool) -> Vec<Feature> {
    // What is folded follows from the list that is to be filtered.
    let beside = |feature: &Feature| feature.needs().is_some_and(|need| need != Need::Folding && has(need));
    Feature::ALL.into_iter().chain(Feature::BESIDE.into_iter().filter(beside)).collect()
}

/// Reads the expression of `--where`; one at fault is told with a caret under the place.
pub(super) fn read(text: &str, scope: &Scope) -> Result<Expression> {
    Expression::parse(text, scope).map_err(|fault| told(text, &fault))
}

fn told(text: &str, fault: &Fault) -> anyhow::Error {
    let (before, at) = (&text[..fault.span.start], &text[fault.span.clone()]);
    let (before, at) =
        (display::width(before, display::Ambiguous::Narrow), display::width(at, display::Ambiguous::Narrow).max(1));
    let below = vec![format!("  {text}"), format!("  {}{}", " ".repeat(before), "^".repeat(at))];
    failure_below(Exit::Usage, format!("--where: {fault}"), below)
}

/// The scope of a listing without a project, in `units`.
pub(super) fn scope(units: Units, columns: Vec<Feature>) -> Scope {
    Scope { units, columns, ..Scope::default() }
}

/// What can be said of the candidates of a project's texts, in `units`; before these are analysed, what may be.
pub(super) fn of_project(units: Units, analysis: Option<&Analysis>) -> Scope {
    let columns = match analysis {
        Some(analysis) => Feature::ALL.into_iter().chain(analysis.beside()).collect(),
        None => columns(|need| need == Need::Periods),
    };
    Scope { verdicts: true, ..scope(units, columns) }
}

/// The candidates of a project's texts that meet the condition `text`.
pub(super) fn matching(
    text: &str,
    (project, analysis, units): (&Project, &Analysis, Units),
    control: &Control,
) -> Result<Vec<CandidateId>> {
    let expression = read(text, &of_project(units, Some(analysis)))?;
    let (table, deriver) = (&analysis.table, analysis.deriver());
    let mut facts = Facts::default();
    for feature in expression.columns() {
        facts.columns.insert(feature, deriver.column(feature, &analysis.corpus, control)?);
    }
    if expression.needs_classes() {
        let mut classes = vec![expression::UNDECIDED; table.len()];
        for (word, verdict) in project.ledger.iter() {
            if let Some(id) = table.find(word) {
                classes[id.index()] = match verdict {
                    Verdict::Later => expression::LATER,
                    Verdict::Accept => expression::ACCEPTED,
                    Verdict::Reject => expression::REJECTED,
                };
            }
        }
        facts.classes = Some(classes.into());
    }
    Ok(Condition::new(expression, facts).matching(table, table.ids(), control)?)
}

/// The language, for the help.
pub(super) fn help() -> String {
    let mut help = "Conditions (for --where; PMI and entropies in the unit of the settings):\n".to_owned();
    for (written, english, _) in LANGUAGE {
        help.push_str(&format!(
            "  {}  {english}\n",
            display::fit(written, 26, display::Align::Left, display::Ambiguous::Narrow)
        ));
    }
    help.push_str("A number may be of any column. One that is not known meets no comparison.\n");
    help
}
