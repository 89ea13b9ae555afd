//! `wordmine discover`: the candidates of a text as a table.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use anyhow::Result;
use clap::ValueEnum;

use super::auto;
use super::beside::{Beside, Given};
use super::columns::{self, Cell, Cells, Computed, SortBy};
use super::cut::{self, Piece};
use super::exit::{Exit, failure, tell};
use super::filter;
use super::known::{Known, KnownArgs};
use super::session::{self, Session, Work};
use super::texts::Texts;
use super::{job, output};
use crate::engine::derived::Feature;
use crate::engine::memory::Budget;
use crate::engine::query::expression::{Condition, Expression, Facts, Scope};
use crate::engine::query::{self, Column, Query, Sort, TextFilter, Thresholds};
use crate::engine::refined;
use crate::engine::rows::Listing;
use crate::engine::segmentation;
use crate::engine::{AnalyseError, CandidateId, CandidateTable, Control, Floors, StorageError};
use crate::project::source::{self, ReadReport};
use crate::settings::{Rule, Settings, Units};
use crate::workbench::{self, Analysis, Candidates};

/// Rows written between two looks at the control.
const ROWS: usize = 4096;

/// List the candidates of texts with their measures
///
/// Without a threshold: every candidate above the scan floors, the best first.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{}\n{}", columns::help(), filter::help()))]
pub(super) struct Args {
    /// Texts, folders of texts, or patterns like 'news/**/*.txt'; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Occurrences, at least; below the scan floor it lowers the floor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(i64::from(Floors::LEAST_COUNT)..))]
    min_count: Option<u32>,
    /// PMI, at least
    #[arg(long, value_name = "X", value_parser = finite, allow_negative_numbers = true)]
    min_pmi: Option<f64>,
    /// The smaller of left and right entropy, at least
    #[arg(long, value_name = "X", value_parser = finite, allow_negative_numbers = true)]
    min_entropy: Option<f64>,
    /// Left entropy, at least
    #[arg(long, value_name = "X", value_parser = finite, allow_negative_numbers = true)]
    min_left: Option<f64>,
    /// Right entropy, at least
    #[arg(long, value_name = "X", value_parser = finite, allow_negative_numbers = true)]
    min_right: Option<f64>,
    /// Lengths in units, as 2..4, 2-4 or 3; above the scan floor's longest it raises that
    #[arg(long, value_name = "RANGE")]
    length: Option<Lengths>,
    /// Only the candidates that meet a condition, as 'pmi>=5 and count>20 and not known and len in 2..4'; see below. One
    /// that names known takes the place of --known-words hide
    #[arg(long = "where", value_name = "EXPR")]
    condition: Option<String>,
    /// A rule with a name: article-2015, auto, cut, or thresholds of the settings ([presets.NAME]); thresholds that are
    /// given go before its own
    #[arg(long, value_name = "NAME", conflicts_with_all = ["auto", "method"])]
    preset: Option<String>,
    /// Only the words that the text itself says it is made of, with a column `confidence`: the share of their occurrences
    /// in which they are used as words
    #[arg(long)]
    auto: bool,
    /// How words are found; by measures otherwise
    #[arg(long, value_enum, value_name = "METHOD", conflicts_with = "auto")]
    method: Option<Method>,
    /// With --method cut: the smallest PMI of sequences of 2, 3 and 4 units that are not cut
    #[arg(long, value_name = "X,X,X", value_delimiter = ',', value_parser = finite, num_args = 1, allow_negative_numbers = true)]
    cut_thresholds: Vec<f64>,
    /// The columns beside the word, in this order; without it count, length, pmi, left, right, entropy, score
    #[arg(long, value_name = "COLUMN,...", value_delimiter = ',', value_parser = columns::feature(), hide_possible_values = true)]
    columns: Vec<Feature>,
    /// What to sort by: numbers largest first, words in order of their bytes; without it refined (of texts above 32 MiB
    /// score, which needs no second look at the text), with --method cut count
    #[arg(long, value_name = "COLUMN", value_parser = columns::sort_by(), hide_possible_values = true)]
    sort: Option<SortBy>,
    /// Turn the order round
    #[arg(long)]
    reverse: bool,
    /// At most this many rows
    #[arg(long, value_name = "N", value_parser = session::positive)]
    top: Option<usize>,
    /// The form of the table
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "tsv")]
    format: Form,
    /// Write to this file, all or nothing, instead of stdout (which `-` names too)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    known: KnownArgs,
    #[command(flatten)]
    beside: Beside,
    #[command(flatten)]
    texts: Texts,
    #[command(flatten)]
    work: Work,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Method {
    /// Sequences that pass thresholds of their measures
    Measures,
    /// Pieces of the text, cut wherever nothing holds it together (Su Jianlin 2019); a piece longer than what is scanned
    /// for has a count and no measures
    Cut,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Form {
    Tsv,
    Jsonl,
}

/// A range of lengths in units, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lengths {
    least: u8,
    most: u8,
}

impl FromStr for Lengths {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (least, most) = text.split_once("..").or_else(|| text.split_once('-')).unwrap_or((text, text));
        let number = |part: &str| part.trim().parse::<u8>().map_err(|_| "write it as 2..4, 2-4 or 3".to_owned());
        let (least, most) = (number(least)?, number(most.trim_start_matches('='))?);
        if least == 0 || least > most || most < 2 {
            return Err("lengths go up from 2".to_owned());
        }
        if most > Floors::MOST_LENGTH {
            return Err(format!("lengths up to {} can be counted", Floors::MOST_LENGTH));
        }
        Ok(Lengths { least, most })
    }
}

fn finite(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "write a number, as 1.5".to_owned())?;
    if number.is_finite() { Ok(number) } else { Err("write a finite number".to_owned()) }
}

/// Bytes of a text that is read again for the best order without being asked to.
const REFINED: usize = 32 << 20;

/// Whether the candidates are put in the best order there is when nobody says in which.
fn is_worth_refining(analysis: &Analysis) -> bool {
    refined::is_enough(&analysis.table) && analysis.corpus.len() <= REFINED
}

/// What is to be listed, and how.
struct Plan {
    how: How,
    query: Query,
    /// The condition that candidates must meet.
    condition: Option<Expression>,
    sort: SortBy,
    /// Whether nobody said what to sort by.
    is_free: bool,
    shown: Vec<Feature>,
    floors: Floors,
    most: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum How {
    Measures,
    Auto,
    Cut(segmentation::Thresholds),
}

impl Plan {
    fn new(args: &Args, settings: &Settings) -> Result<Self> {
        let usage = |message: String| failure(Exit::Usage, message);
        let rule = args.preset.as_deref().map(|name| settings.preset(name)).transpose().map_err(usage)?;
        let cut = || Ok::<_, anyhow::Error>(How::Cut(cut_thresholds(args, settings.units)?));
        let how = match (rule, args.method) {
            (Some(Rule::Cut), _) | (_, Some(Method::Cut)) => cut()?,
            (Some(Rule::Auto), _) => How::Auto,
            _ if args.auto => How::Auto,
            _ => How::Measures,
        };
        let is_cut = matches!(how, How::Cut(_));
        if !is_cut && !args.cut_thresholds.is_empty() {
            return Err(usage("--cut-thresholds needs --method cut".to_owned()));
        }
        let base = if let Some(Rule::Thresholds(bounds)) = rule { bounds } else { Thresholds::OPEN };
        let thresholds = thresholds(args, settings.units, base);
        let sort = args.sort.unwrap_or(SortBy::Feature(if is_cut { Feature::Count } else { Feature::Score }));
        let column = sort.column();
        let order = Sort { column, descending: (column != Column::Word) != args.reverse };
        if is_cut && let Some(flag) = args.beside.flag() {
            return Err(usage(format!("{flag} goes with candidates, not with the pieces of --method cut")));
        }
        let mut shown = args.beside.columns(&args.columns, sort)?;
        if how == How::Auto && args.columns.is_empty() {
            shown.push(Feature::Confidence);
        }
        let condition = condition(args, settings.units)?;
        if is_cut && condition.is_some() {
            return Err(usage("--where goes with candidates, not with the pieces of --method cut".to_owned()));
        }
        let mut floors = floors(&thresholds, settings.scan);
        if is_cut {
            floors.max_length = floors.max_length.max(cut::LONGEST);
        }
        let query = Query { thresholds, sort: order, ..Query::default() };
        let is_free = args.sort.is_none() && !is_cut;
        Ok(Plan { how, query, condition, sort, is_free, shown, floors, most: args.top.unwrap_or(usize::MAX) })
    }

    /// The columns to compute.
    fn needed(&self) -> Vec<Feature> {
        let condition = self.condition.as_ref().map(Expression::columns).unwrap_or_default();
        self.shown.iter().copied().chain(condition).chain(self.sort.given()).collect()
    }

    /// Whether the condition says what becomes of known words.
    fn tells_known(&self) -> bool {
        self.condition.as_ref().is_some_and(Expression::needs_classes)
    }

    /// Has the query answered by what meets the condition.
    fn meet(&mut self, computed: &Computed, classes: Option<Vec<u8>>) {
        self.query.filter = self.condition.clone().map(|expression| {
            let facts = Facts { columns: computed.facts(), classes: classes.map(Arc::new), marks: None };
            TextFilter::Condition(Arc::new(Condition::new(expression, facts)))
        });
    }

    /// What is found in texts that are `held` in memory.
    fn held(
        &mut self,
        analysis: Analysis,
        known: Option<&Known>,
        given: Given,
        control: &Control,
    ) -> Result<(Found, Computed)> {
        if self.is_free && is_worth_refining(&analysis) {
            self.sort = SortBy::Feature(Feature::Refined);
            self.query.sort.column = self.sort.column();
        }
        let sort = self.sort;
        let classes = known.filter(|_| !self.tells_known()).and_then(|known| known.classes(&analysis.table));
        let needed = self.needed();
        let (deriver, classes) = given.deriver(&analysis, (&needed, classes), control)?;
        let mut computed = match self.how {
            How::Auto => {
                let (computed, accepted) =
                    auto::words((&deriver, &analysis.corpus), (&needed, sort), classes, control)?;
                self.query.classes = accepted;
                computed
            }
            How::Measures | How::Cut(_) => {
                self.query.classes = classes;
                Computed::default().and(&deriver, (&analysis.corpus, &needed, sort), control)?
            }
        };
        if let How::Cut(thresholds) = self.how {
            let mut pieces = cut::pieces(&analysis, thresholds, (&self.query.thresholds, known), control)?;
            cut::order(&mut pieces, (self.query.sort, sort), (&analysis.table, &computed), self.most);
            return Ok((Found::Cut(analysis, pieces), computed));
        }
        let known = known.filter(|_| self.tells_known()).map(|known| known.facts(&analysis.table));
        self.meet(&computed, known);
        self.query.given = computed.given(sort);
        let before = given.beside.before_folding(self.most);
        let listed = query::first(&analysis.table, &self.query, before, control)?;
        let mut ids;
        (ids, computed.folding) = given.beside.fold(&deriver, listed, control)?;
        ids.truncate(self.most);
        Ok((Found::Held(analysis, ids), computed))
    }

    /// What is found of candidates outside memory.
    fn outside(
        &mut self,
        (listing, report): (Box<Listing>, ReadReport),
        known: Option<&Known>,
        budget: Option<&Budget>,
        control: &Control,
    ) -> Result<(Found, Computed)> {
        let what = match self.how {
            How::Measures => None,
            How::Auto => Some("--auto"),
            How::Cut(_) => Some("--method cut"),
        };
        if let Some(what) = what {
            return Err(AnalyseError::Budget { what, bytes: listing.rows.bytes() }.into());
        }
        let computed = Computed::outside(&listing, &self.needed(), self.sort, control)?;
        self.query.given = computed.given(self.sort);
        let facts = match known.filter(|_| self.tells_known()) {
            Some(known) => Some(known.facts_outside(&listing)?),
            None => {
                self.query.classes = known.map_or(Ok(None), |known| known.classes_outside(&listing))?;
                None
            }
        };
        self.meet(&computed, facts);
        let rows = query::first_outside(&listing, &self.query, self.most, control)?;
        let room = budget.map_or(u64::MAX, Budget::table) / 4;
        let at_once = usize::try_from(room / LINE).unwrap_or(usize::MAX).max(1);
        Ok((Found::Outside(listing, report, (rows, at_once)), computed))
    }
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let session = Session::start(&args.work)?;
    let inputs = session::inputs(&args.files);
    let target = output::target(args.output.as_deref(), &inputs)?;
    let mut plan = Plan::new(args, &session.settings)?;
    let request = args.texts.request(inputs, session.settings.reading)?;
    let known = args.known.read(request.options.reading)?;
    let format = args.known.format()?;
    let given = Given { beside: &args.beside, options: &request.options, format, resources: &session.resources };
    let (found, computed) = job::run(args.work.quiet, |control| {
        match workbench::candidates(&request, plan.floors, &session.resources, control)? {
            Candidates::Held(analysis) => plan.held(analysis, known.as_ref(), given, control),
            Candidates::Outside(listing, report) => {
                args.beside.outside(&listing)?;
                plan.outside((listing, report), known.as_ref(), session.resources.budget.as_ref(), control)
            }
        }
    })?;
    let notes = match &found {
        Found::Held(analysis, _) | Found::Cut(analysis, _) => source::notes(&analysis.sources, &analysis.skipped),
        Found::Outside(_, report, _) => report.notes(),
    };
    notes.iter().filter(|_| !args.work.quiet).for_each(|note| tell(note));
    let style = Style {
        form: args.format,
        cells: Cells {
            shown: &plan.shown,
            computed: &computed,
            units: session.settings.units,
            to_terminal: matches!(target, output::Target::Stdout) && io::stdout().is_terminal(),
        },
        known: known.as_ref().filter(|known| known.is_marked()),
    };
    let written = job::output(|control| output::write(target, out, |out| found.write(style, out, control)))?;
    if written == 0 {
        let hidden = if plan.query.classes.is_some() { ", or all that do are known words or left out" } else { "" };
        tell(&format!("no candidate passes these thresholds{hidden}"));
        return Ok(Exit::Nothing);
    }
    Ok(Exit::Done)
}

/// How rows are written.
#[derive(Clone, Copy)]
pub(super) struct Style<'a> {
    pub form: Form,
    pub cells: Cells<'a>,
    /// Known words, when they are marked.
    pub known: Option<&'a Known>,
}

impl Style<'_> {
    /// Whether `word` is known, with `before` in front of the number; nothing when that is not written.
    fn known(self, word: &str, before: &str) -> String {
        let mark = self.known.and_then(|known| known.mark(word));
        mark.map_or_else(String::new, |mark| format!("{before}{mark}"))
    }

    /// Adds the line of `word` with what `value` gives.
    pub(super) fn line<'c>(self, word: &str, value: &dyn Fn(Feature) -> Cell<'c>, out: &mut Vec<u8>) -> io::Result<()> {
        let units = self.cells.units.name();
        match self.form {
            Form::Tsv => {
                write!(out, "{}", self.cells.word(word))?;
                self.cells.tsv_of(value, out)?;
                writeln!(out, "\t{units}{}", self.known(word, "\t"))
            }
            Form::Jsonl => {
                out.write_all(b"{\"word\":")?;
                serde_json::to_writer(&mut *out, &self.cells.word(word))?;
                self.cells.jsonl_of(value, out)?;
                writeln!(out, ",\"units\":\"{units}\"{}}}", self.known(word, ",\"known\":"))
            }
        }
    }

    fn header(self, out: &mut dyn Write) -> io::Result<()> {
        match self.form {
            Form::Tsv => {
                let known = if self.known.is_some() { "\tknown" } else { "" };
                writeln!(out, "word\t{}\tunits{known}", self.cells.names())
            }
            Form::Jsonl => Ok(()),
        }
    }
}

/// What passes the thresholds, in order.
enum Found {
    Held(Analysis, Vec<CandidateId>),
    /// Pieces of the text.
    Cut(Analysis, Vec<Piece>),
    /// The numbers of rows that are outside memory, and how many to write at once.
    Outside(Box<Listing>, ReadReport, (Vec<u32>, usize)),
}

/// Bytes of a line on its way out, about.
const LINE: u64 = 96;

impl Found {
    /// Writes the rows; says how many.
    fn write(&self, style: Style<'_>, out: &mut dyn Write, control: &Control) -> io::Result<usize> {
        style.header(out)?;
        match self {
            Found::Held(analysis, ids) => {
                Rows { table: &analysis.table, start: 0, style }.write(ids, out, control)?;
                Ok(ids.len())
            }
            Found::Cut(analysis, pieces) => {
                cut::write(pieces, &analysis.table, style, out, control)?;
                Ok(pieces.len())
            }
            Found::Outside(listing, _, (rows, at_once)) => {
                for rows in rows.chunks(*at_once) {
                    write_outside(listing, rows, style, out, control)?;
                }
                Ok(rows.len())
            }
        }
    }
}

/// Writes `rows` of `listing` in their order, reading the listing once from front to back.
fn write_outside(
    listing: &Listing,
    rows: &[u32],
    style: Style<'_>,
    out: &mut dyn Write,
    control: &Control,
) -> io::Result<()> {
    let mut by_row: Vec<(u32, u32)> = rows.iter().copied().zip(0..).collect();
    by_row.sort_unstable();
    let mut lines = Vec::new();
    let mut places = vec![(0usize, 0usize); rows.len()];
    let mut wanted = by_row.iter().peekable();
    listing
        .parts(|start, table| {
            control.check()?;
            let part = Rows { table, start, style };
            while let Some(&(row, place)) = wanted.next_if(|(row, _)| (*row as usize) < start + table.len()) {
                let from = lines.len();
                let line = part.line(CandidateId(row - start as u32), &mut lines);
                line.map_err(|error| StorageError(error.to_string()))?;
                places[place as usize] = (from, lines.len());
            }
            Ok(())
        })
        .map_err(io::Error::other)?;
    for (from, to) in places {
        out.write_all(&lines[from..to])?;
    }
    Ok(())
}

/// What has to be counted for `bounds`.
fn floors(bounds: &Thresholds, scan: Floors) -> Floors {
    let count = Some(bounds.min_count).filter(|&count| count > Thresholds::OPEN.min_count);
    let longest = Some(bounds.max_length).filter(|&longest| longest < Thresholds::OPEN.max_length);
    Floors {
        min_count: count.map_or(scan.min_count, |count| count.clamp(Floors::LEAST_COUNT, scan.min_count)),
        max_length: longest.map_or(scan.max_length, |longest| longest.clamp(scan.max_length, Floors::MOST_LENGTH)),
    }
}

/// The condition that is given.
fn condition(args: &Args, units: Units) -> Result<Option<Expression>> {
    let columns = filter::columns(|need| args.beside.has(need));
    let scope = Scope { known: args.known.is_given(), ..filter::scope(units, columns) };
    args.condition.as_deref().map(|text| filter::read(text, &scope)).transpose()
}

/// The bounds that are given, over `base`.
fn thresholds(args: &Args, units: Units, base: Thresholds) -> Thresholds {
    let bound = |given: Option<f64>, base: f32| given.map_or(base, |value| units.to_nats(value) as f32);
    Thresholds {
        min_count: args.min_count.unwrap_or(base.min_count),
        min_pmi: bound(args.min_pmi, base.min_pmi),
        min_left: bound(args.min_left, base.min_left),
        min_right: bound(args.min_right, base.min_right),
        min_entropy: bound(args.min_entropy, base.min_entropy),
        min_length: args.length.map_or(base.min_length, |lengths| lengths.least),
        max_length: args.length.map_or(base.max_length, |lengths| lengths.most),
    }
}

/// The thresholds of the cut, in nats.
fn cut_thresholds(args: &Args, units: Units) -> Result<segmentation::Thresholds> {
    let given: Vec<f32> = args.cut_thresholds.iter().map(|&bound| units.to_nats(bound) as f32).collect();
    match given[..] {
        [] => Ok(segmentation::Thresholds::default()),
        [two, three, four] => Ok(segmentation::Thresholds([two, three, four])),
        _ => Err(failure(Exit::Usage, "--cut-thresholds takes three numbers, as 1,3,5")),
    }
}

/// The rows of a table to write.
struct Rows<'a> {
    table: &'a CandidateTable,
    /// The number of the table's first row among all.
    start: usize,
    style: Style<'a>,
}

impl Rows<'_> {
    fn write(&self, ids: &[CandidateId], out: &mut dyn Write, control: &Control) -> io::Result<()> {
        let mut block = Vec::new();
        for ids in ids.chunks(ROWS) {
            control.check().map_err(io::Error::other)?;
            block.clear();
            for &id in ids {
                self.line(id, &mut block)?;
            }
            out.write_all(&block)?;
        }
        Ok(())
    }

    /// Adds a line.
    fn line(&self, id: CandidateId, out: &mut Vec<u8>) -> io::Result<()> {
        let cells = self.style.cells;
        self.style.line(self.table.word(id), &|feature| cells.computed.cell(feature, (self.table, self.start), id), out)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_three_ways() {
        let read = |text: &str| text.parse::<Lengths>().map(|lengths| (lengths.least, lengths.most));
        assert_eq!(read("2..4"), Ok((2, 4)));
        assert_eq!(read("2..=4"), Ok((2, 4)));
        assert_eq!(read("2-16"), Ok((2, 16)));
        assert_eq!(read("3"), Ok((3, 3)));
        for bad in ["", "4..2", "0..3", "1", "17", "2..17", "a", "2..", "-3", "2..3..4"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn rows_outside_memory_are_listed_as_those_in_it() {
        use crate::engine::derived::Deriver;
        use crate::engine::{Corpus, Tuning, rows_with};
        use crate::project::source::Skips;

        let corpus =
            Corpus::from_text("t", &"天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。天地人，日月星。ab天地ab地天".repeat(9));
        let (floors, control) = (Floors::default(), Control::new());
        let table = Arc::new(crate::engine::analyse(&corpus, floors, &control).unwrap());
        let (rows, totals) = rows_with(&corpus, floors, &Tuning::default(), &control).unwrap();
        let listing = Box::new(Listing { rows, floors, totals });
        let analysis = Analysis {
            corpus: Arc::new(corpus),
            table: Arc::clone(&table),
            sources: Vec::new(),
            skipped: Skips::default(),
            from_cache: false,
            reference: None,
        };
        let mut found =
            [Found::Held(analysis, Vec::new()), Found::Outside(listing, ReadReport::default(), (Vec::new(), 3))];
        let shown = [Feature::Count, Feature::Pmi, Feature::Npmi, Feature::Variety, Feature::Length];
        let sorts = [Feature::Score, Feature::Count, Feature::Left, Feature::Entropy, Feature::Npmi, Feature::Variety];
        let sorts = sorts.map(SortBy::Feature).into_iter().chain([SortBy::Word]);
        for (sort, descending, most) in sorts.flat_map(|sort| [(sort, true, 7), (sort, false, usize::MAX)]) {
            let thresholds = Thresholds { min_count: 9, min_entropy: 0.1, ..Thresholds::OPEN };
            let sorted = Sort { column: sort.column(), descending };
            let mut query = Query { thresholds, sort: sorted, ..Query::default() };
            let written = found.each_mut().map(|found| {
                let computed = match found {
                    Found::Held(analysis, ids) => {
                        let deriver = Deriver::new(Arc::clone(&table));
                        let computed =
                            Computed::default().and(&deriver, (&analysis.corpus, &shown, sort), &control).unwrap();
                        query.given = computed.given(sort);
                        *ids = query::first(&table, &query, most, &control).unwrap();
                        computed
                    }
                    Found::Outside(listing, _, (rows, _)) => {
                        let computed = Computed::outside(listing, &shown, sort, &control).unwrap();
                        query.given = computed.given(sort);
                        *rows = query::first_outside(listing, &query, most, &control).unwrap();
                        computed
                    }
                    Found::Cut(..) => panic!("not cut"),
                };
                let cells = Cells { shown: &shown, computed: &computed, units: Units::Nats, to_terminal: false };
                let mut out = Vec::new();
                found.write(Style { form: Form::Tsv, cells, known: None }, &mut out, &control).unwrap();
                String::from_utf8(out).unwrap()
            });
            assert!(written[0].lines().count() > 3);
            assert_eq!(written[0], written[1], "{sort:?} {descending}");
        }
        let Found::Outside(listing, ..) = &found[1] else { panic!("not outside") };
        for shown in [Feature::Cohesion, Feature::Docs] {
            let told = Computed::outside(listing, &[shown], SortBy::Word, &control).unwrap_err().to_string();
            assert!(told.contains(shown.name()) && told.contains("--memory"), "{told}");
        }
    }

    #[test]
    fn bounds_are_finite() {
        assert!(finite("nan").is_err() && finite("inf").is_err() && finite("x").is_err());
    }
}
