//! The columns of a listing: chosen by name, computed where they are not in the table, written cell by cell.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::display::visible;
use crate::engine::derived::folding::Folding;
use crate::engine::derived::periods::Trends;
use crate::engine::derived::{Deriver, Feature, Unit, local};
use crate::engine::query::{Column, Given};
use crate::engine::rows::Listing;
use crate::engine::{AnalyseError, CandidateId, CandidateTable, Control, Corpus};
use crate::settings::Units;

/// What is listed when nothing is chosen.
pub(super) const USUAL: [Feature; 7] =
    [Feature::Count, Feature::Length, Feature::Pmi, Feature::Left, Feature::Right, Feature::Entropy, Feature::Score];

/// What a listing is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SortBy {
    /// The words' bytes.
    Word,
    /// A number.
    Feature(Feature),
}

impl SortBy {
    /// The column of the query.
    pub(super) fn column(self) -> Column {
        match self {
            SortBy::Word => Column::Word,
            SortBy::Feature(feature) => feature.built_in().unwrap_or(Column::Given),
        }
    }

    /// The column that the query has to be given.
    pub(super) fn given(self) -> Option<Feature> {
        match self {
            SortBy::Feature(feature) if feature.built_in().is_none() => Some(feature),
            _ => None,
        }
    }
}

/// Every column.
fn every() -> impl Iterator<Item = Feature> {
    Feature::ALL.into_iter().chain(Feature::BESIDE)
}

/// Reads the name of a column; another is told with the names that are nearest to it.
pub(super) fn feature() -> impl TypedValueParser<Value = Feature> {
    PossibleValuesParser::new(every().map(Feature::name).collect::<Vec<_>>())
        .map(|name| Feature::by_name(&name).unwrap_or(Feature::Count))
}

/// Reads what to sort by.
pub(super) fn sort_by() -> impl TypedValueParser<Value = SortBy> {
    let names = ["word"].into_iter().chain(every().map(Feature::name));
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .map(|name| Feature::by_name(&name).map_or(SortBy::Word, SortBy::Feature))
}

/// All columns with their explanations, for the help.
pub(super) fn help() -> String {
    let mut help = "Columns (for --columns and --sort; word too for --sort):\n".to_owned();
    for feature in every() {
        let spec = feature.spec();
        let unit = match spec.unit {
            Unit::Nats => ", in nats (or bits)",
            Unit::Whole | Unit::None => "",
        };
        let source = if spec.source.is_empty() { String::new() } else { format!(" ({})", spec.source) };
        for (line, text) in wrapped(&format!("{}{unit}", spec.sentence)).iter().enumerate() {
            let before = if line == 0 { format!("  {:<9} ", spec.name) } else { INDENT.to_owned() };
            help.push_str(&format!("{before}{text}\n"));
        }
        for text in wrapped(&format!("{}{source}", spec.formula)) {
            help.push_str(&format!("{INDENT}{text}\n"));
        }
    }
    help.push_str("f: count; N: units of the text; a, b: the parts of a split; n: length in units\n");
    help.push_str("g, M: f and N of the reference; v: another candidate\n");
    help
}

/// Before a line of the help that goes on.
const INDENT: &str = "            ";

/// English text in lines that fit on a screen of 80 columns behind [`INDENT`].
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= 80 - INDENT.len() => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Columns that were computed for all rows.
#[derive(Debug, Default)]
pub(super) struct Computed {
    columns: Vec<(Feature, Arc<[f32]>)>,
    trends: Option<Arc<Trends>>,
    /// What is folded under what, once rows are listed.
    pub folding: Folding,
}

impl Computed {
    /// These, and of the columns among `shown` and the one that a query is sorted by those that are not among them and
    /// that the table of `deriver`, made of `corpus`, has not itself.
    pub(super) fn and(
        self,
        deriver: &Deriver,
        (corpus, shown, sort): (&Corpus, &[Feature], SortBy),
        control: &Control,
    ) -> Result<Self> {
        let mut computed = self;
        for feature in shown.iter().copied().filter(|feature| !feature.is_local()).chain(sort.given()) {
            if computed.get(feature).is_none() {
                computed.columns.push((feature, deriver.column(feature, corpus, control)?));
            }
        }
        computed.trends = deriver.trends().cloned();
        Ok(computed)
    }

    /// As [`Computed::and`] for rows outside memory, where a column that needs other rows cannot be had.
    pub(super) fn outside(listing: &Listing, shown: &[Feature], sort: SortBy, control: &Control) -> Result<Self> {
        let needed = shown.iter().copied().chain(sort.given());
        if let Some(feature) = needed.into_iter().find(|feature| !feature.is_local()) {
            let what = what(feature);
            return Err(AnalyseError::Budget { what, bytes: listing.rows.bytes() }.into());
        }
        let mut computed = Computed::default();
        if let Some(feature) = sort.given() {
            let mut values = Vec::with_capacity(listing.rows.len());
            listing.parts(|_, table| {
                control.check()?;
                values.extend((0..table.len()).map(|row| local(table, feature, row) as f32));
                Ok(())
            })?;
            computed.columns.push((feature, values.into()));
        }
        Ok(computed)
    }

    fn get(&self, feature: Feature) -> Option<&Arc<[f32]>> {
        self.columns.iter().find(|(own, _)| *own == feature).map(|(_, values)| values)
    }

    /// What was computed, for a condition.
    pub(super) fn facts(&self) -> BTreeMap<Feature, Arc<[f32]>> {
        self.columns.iter().cloned().collect()
    }

    /// The value of row `id` of `table`, whose first row is number `start` of all; NaN when it is not known.
    pub(super) fn value(&self, feature: Feature, (table, start): (&CandidateTable, usize), id: CandidateId) -> f64 {
        if feature.is_local() {
            return local(table, feature, id.index());
        }
        let value = self.get(feature).and_then(|values| values.get(start + id.index()));
        value.map_or(f64::NAN, |&value| f64::from(value))
    }

    /// What is written of row `id` of `table`, whose first row is number `start` of all.
    pub(super) fn cell<'c>(
        &'c self,
        feature: Feature,
        (table, start): (&'c CandidateTable, usize),
        id: CandidateId,
    ) -> Cell<'c> {
        match (feature, &self.trends) {
            (Feature::Trend, Some(trends)) => {
                let row = start + id.index();
                Cell::Trend(trends.sparkline(row), trends.counts(row))
            }
            (Feature::Folded, _) => Cell::Words(self.folding.members(id).iter().map(|&id| table.word(id)).collect()),
            _ => Cell::Number(self.value(feature, (table, start), id)),
        }
    }

    /// What the query is given to sort by.
    pub(super) fn given(&self, sort: SortBy) -> Option<Given> {
        let values = self.get(sort.given()?)?;
        Some(Given { values: Arc::clone(values), least: None })
    }
}

/// What is written of a row.
pub(super) enum Cell<'a> {
    Number(f64),
    /// A sparkline, and the counts that it is of.
    Trend(String, &'a [u32]),
    Words(Vec<&'a str>),
}

/// What a column that cannot be had is called in an error.
fn what(feature: Feature) -> &'static str {
    match feature {
        Feature::Docs => "the column docs",
        Feature::Cohesion => "the column cohesion",
        Feature::Llr => "the column llr",
        Feature::Vbe => "the column vbe",
        Feature::Fragment => "the column fragment",
        Feature::Surprise => "the column surprise",
        Feature::Confidence => "the column confidence",
        Feature::Refined => "the column refined",
        Feature::Trend => "the column trend",
        Feature::Burst => "the column burst",
        _ => "this column",
    }
}

/// The columns of a listing, made ready to be written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cells<'a> {
    pub shown: &'a [Feature],
    pub computed: &'a Computed,
    pub units: Units,
    /// Whether a person reads it there, to whom what is hidden in a word is made visible.
    pub to_terminal: bool,
}

impl Cells<'_> {
    /// The names in the order of the cells, parted by tabs.
    pub(super) fn names(&self) -> String {
        self.shown.iter().map(|feature| feature.name()).collect::<Vec<_>>().join("\t")
    }

    /// Writes a cell for each column of what `value` gives: a tab before each.
    pub(super) fn tsv_of<'c>(&self, value: &dyn Fn(Feature) -> Cell<'c>, out: &mut Vec<u8>) -> io::Result<()> {
        for &feature in self.shown {
            out.push(b'\t');
            self.cell(feature, value(feature), out)?;
        }
        Ok(())
    }

    /// As [`Cells::tsv_of`], as members of an object: a comma before each.
    pub(super) fn jsonl_of<'c>(&self, value: &dyn Fn(Feature) -> Cell<'c>, out: &mut Vec<u8>) -> io::Result<()> {
        for &feature in self.shown {
            write!(out, ",\"{}\":", feature.name())?;
            match value(feature) {
                Cell::Number(value) => self.number(feature, value, out, "null")?,
                Cell::Trend(_, counts) => serde_json::to_writer(&mut *out, counts)?,
                Cell::Words(words) => {
                    let words: Vec<Cow<str>> = words.into_iter().map(|word| self.word(word)).collect();
                    serde_json::to_writer(&mut *out, &words)?;
                }
            }
        }
        Ok(())
    }

    fn cell(&self, feature: Feature, cell: Cell, out: &mut Vec<u8>) -> io::Result<()> {
        match cell {
            Cell::Number(value) => self.number(feature, value, out, ""),
            Cell::Trend(line, _) => write!(out, "{line}"),
            Cell::Words(words) => {
                let words: Vec<Cow<str>> = words.into_iter().map(|word| self.word(word)).collect();
                write!(out, "{}", words.join(" / "))
            }
        }
    }

    /// The word as it is; for a terminal with what is hidden in it, a joiner for instance, made visible.
    pub(super) fn word<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if self.to_terminal { visible(word) } else { Cow::Borrowed(word) }
    }

    /// Writes a number, `unknown` for one that is not known.
    fn number(&self, feature: Feature, value: f64, out: &mut Vec<u8>, unknown: &str) -> io::Result<()> {
        match feature.spec().unit {
            _ if !value.is_finite() => out.write_all(unknown.as_bytes()),
            Unit::Whole => write!(out, "{value:.0}"),
            Unit::Nats => write!(out, "{}", Decimal(self.units.from_nats(value))),
            Unit::None => write!(out, "{}", Decimal(value)),
        }
    }
}

/// A measure with six decimals: more than single precision holds of numbers this size, and never `-0.000000`.
pub(super) struct Decimal(pub f64);

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.6}", if self.0.abs() < 5e-7 { 0.0 } else { self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_no_negative_zero() {
        assert_eq!(Decimal(-1e-9).to_string(), "0.000000");
        assert_eq!(Decimal(-1.25).to_string(), "-1.250000");
    }

    #[test]
    fn every_column_is_explained_and_has_a_short_head() {
        let help = help();
        assert!(help.lines().all(|line| line.len() <= 80), "{help}");
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for feature in every() {
            let spec = feature.spec();
            assert_eq!((spec.feature, Feature::by_name(spec.name)), (feature, Some(feature)));
            assert!(help.contains(spec.sentence) && help.contains(spec.formula), "{}", spec.name);
            assert!(spec.head.chars().count() <= 6 && spec.head.is_ascii(), "{}", spec.head);
        }
    }
}
