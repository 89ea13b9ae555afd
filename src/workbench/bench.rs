//! Measuring the program on a text of the person's own: counting, thresholds, contexts and the cache.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use rayon::prelude::*;

use super::cost::{self, Cost};
use super::{Resources, WorkbenchError, check_not_empty};
use crate::engine::concordance::{self, Needle};
use crate::engine::query::{Explorer, Measure, Query};
use crate::engine::{self, AnalyseError, CandidateId, CandidateTable, Control, Corpus, Floors, Tuning, floor};
use crate::project::cache::{self, Key};
use crate::project::source::{self, Options, ReadReport, Request, SourceRecord};

/// One measured value.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What was measured.
    pub measure: &'static str,
    /// The value; `None` when the system does not tell it.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: &'static str,
    /// The value divided by another one, and by which.
    pub ratio: Option<(f64, &'static str)>,
}

/// The floors that everything is measured with, so that figures of two machines compare.
const FLOORS: Floors = Floors { min_count: 5, max_length: 6 };
/// Floors of longer n-grams.
const LONG: Floors = Floors { min_count: 5, max_length: 12 };
/// Candidates whose contexts are looked for.
const WORDS: usize = 200;
/// Lines of context read of each.
const LINES: usize = 50;
/// Characters of context on each side.
const REACH: usize = 60;
/// Where the random choice of candidates starts.
const SEED: u64 = 20_240_607;

/// A text with its candidates, to be measured on.
pub struct Bench {
    corpus: Corpus,
    sources: Vec<SourceRecord>,
    tuning: Tuning,
    options: Options,
    table: Arc<CandidateTable>,
    reading: Cost,
    counting: Cost,
    /// Most bytes held, of memory, when the first table was done.
    peak: Option<u64>,
}

impl Bench {
    /// Reads what `request` names and counts it once.
    ///
    /// # Errors
    /// [`WorkbenchError::Source`], [`WorkbenchError::Analyse`], [`WorkbenchError::NoCandidate`].
    pub fn start(request: &Request, resources: &Resources, control: &Control) -> Result<Self, WorkbenchError> {
        let (read, reading) = Cost::of(|| source::read(request, resources.room(), control));
        let (mut corpus, ReadReport { read: sources, .. }) = read?;
        let tuning = resources.tuning();
        let (table, counting) = Cost::of(|| engine::analyse_with(&corpus, FLOORS, &tuning, control));
        let table = table?;
        let peak = cost::peak();
        if let Some(budget) = &resources.budget {
            corpus.hold(budget.beside_table()).map_err(AnalyseError::from)?;
        }
        check_not_empty(&table, FLOORS, &sources)?;
        Ok(Bench {
            corpus,
            sources,
            tuning,
            options: request.options.clone(),
            table: table.into(),
            reading,
            counting,
            peak,
        })
    }

    /// What reading and the first count took, and how much memory.
    #[must_use]
    pub fn text(&self) -> Vec<Figure> {
        let bytes: u64 = self.sources.iter().map(|source| source.bytes).sum();
        let peak = self.peak.map(|peak| peak as f64);
        vec![
            plain("text", Some(bytes as f64), "bytes"),
            plain("candidates", Some(self.table.len() as f64), "rows"),
            plain("read the text, wall", Some(self.reading.wall.as_secs_f64()), "s"),
            compared("peak memory after the first table", peak, "bytes", (Some(bytes as f64), "byte of text")),
        ]
    }

    /// Counts again and again, `rounds` times each way in turn; of each way the least counts.
    ///
    /// # Errors
    /// [`WorkbenchError::Analyse`].
    pub fn counting(&self, rounds: usize, control: &Control) -> Result<Vec<Figure>, WorkbenchError> {
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let table = |floors| engine::analyse_with(&self.corpus, floors, &self.tuning, control).map(|table| table.len());
        let ways: [&dyn Fn() -> Result<usize, AnalyseError>; 5] = [
            &|| floor::bigram_floor(&self.corpus, FLOORS, control),
            &|| floor::statistics(&self.corpus, FLOORS, control),
            &|| table(FLOORS),
            // Without a pool of its own, which only a system short of threads refuses, it is all threads again.
            &|| one.as_ref().map_or_else(|_| table(FLOORS), |pool| pool.install(|| table(FLOORS))),
            &|| table(LONG),
        ];
        let mut least: [Option<Cost>; 5] = [None, None, Some(self.counting), None, None];
        for _ in 0..rounds.max(1) {
            for (way, least) in ways.iter().zip(&mut least) {
                let (counted, cost) = Cost::of(way);
                counted?;
                *least = Some(least.map_or(cost, |least| least.least(cost)));
            }
        }
        let processor = least.map(|cost| cost.and_then(|cost| cost.processor));
        let wall = least.map(|cost| cost.map(|cost| cost.wall.as_secs_f64()));
        let bigrams = (processor[0], "floor");
        Ok(vec![
            compared("floor: ids and bigrams, processor", processor[0], "s", bigrams),
            compared("statistics, processor", processor[1], "s", bigrams),
            compared("table, processor", processor[2], "s", bigrams),
            compared("table of n-grams up to 12, processor", processor[4], "s", (processor[2], "table up to 6")),
            plain("table, wall", wall[2], "s"),
            compared("table on one thread, wall", wall[3], "s", (wall[2], "table on all threads")),
            plain("threads", Some(rayon::current_num_threads() as f64), "threads"),
        ])
    }

    /// Moves thresholds as a person does: in steps of a hundredth of the rows, and by most of them at once.
    ///
    /// # Errors
    /// [`WorkbenchError::Analyse`] when cancelled.
    pub fn thresholds(&self, control: &Control) -> Result<Vec<Figure>, WorkbenchError> {
        let mut explorer = Explorer::new(Arc::clone(&self.table));
        let mut base = Query::default();
        set(&mut base, Measure::Pmi, quantile(&ascending(&self.table, Measure::Pmi), 0.2));
        set(&mut base, Measure::Entropy, quantile(&ascending(&self.table, Measure::Entropy), 0.4));
        let (answered, first) = Cost::of(|| explorer.select(&base, control));
        let mut held = answered.map_err(AnalyseError::from)?;
        let (prepared, preparing) = Cost::of(|| explorer.prepare(control));
        prepared.map_err(AnalyseError::from)?;
        let mut ask = |query: &Query| -> Result<Duration, WorkbenchError> {
            let (answer, cost) = Cost::of(|| explorer.select(query, control));
            // The screen holds one answer while it asks for the next.
            held = answer.map_err(AnalyseError::from)?;
            Ok(cost.wall)
        };
        let (mut drags, mut jumps) = (Vec::new(), Vec::new());
        // Counts have few values: a step of one is many rows.
        for measure in [Measure::Pmi, Measure::Left, Measure::Right, Measure::Entropy] {
            let values = ascending(&self.table, measure);
            let at = |part: f64| {
                let mut query = base.clone();
                set(&mut query, measure, quantile(&values, part));
                query
            };
            ask(&at(0.5))?;
            for step in (1..=10).chain((1..10).rev()) {
                drags.push(ask(&at(0.5 + f64::from(step) / 100.0))?);
            }
            for part in [0.05, 0.9, 0.3, 0.7] {
                jumps.push(ask(&at(part))?);
            }
        }
        Ok([
            vec![plain("first list, wall", Some(milliseconds(first.wall)), "ms")],
            vec![plain("threshold indexes, wall", Some(milliseconds(preparing.wall)), "ms")],
            spread(["threshold drag, median", "threshold drag, 99 of 100"], drags),
            spread(["threshold jump, median", "threshold jump, 99 of 100"], jumps),
        ]
        .concat())
    }

    /// Reads the first contexts of candidates that are chosen at random, the same ones every time.
    ///
    /// # Errors
    /// [`WorkbenchError::Source`] when cancelled.
    pub fn contexts(&self, control: &Control) -> Result<Vec<Figure>, WorkbenchError> {
        let mut state = SEED;
        let mut times = Vec::with_capacity(WORDS);
        for _ in 0..WORDS {
            // Knuth's MMIX generator (1999).
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let row = (state >> 33) % self.table.len() as u64;
            let word = self.table.word(CandidateId(row as u32));
            let (read, cost) = Cost::of(|| first_lines(&self.corpus, word, control));
            read?;
            times.push(cost.wall);
        }
        Ok(spread(["first 50 contexts, median", "first 50 contexts, 99 of 100"], times))
    }

    /// Keeps the table in a folder for temporary files, and reads it back.
    ///
    /// # Errors
    /// [`WorkbenchError::Export`] when it cannot be kept.
    pub fn caching(&self) -> Result<Vec<Figure>, WorkbenchError> {
        let failed = |error| WorkbenchError::Export { path: std::env::temp_dir().display().to_string(), error };
        let folder = tempfile::tempdir().map_err(failed)?;
        let key = Key::new(&self.sources, FLOORS, &self.options);
        let (saved, saving) = Cost::of(|| cache::save(folder.path(), &key, &self.table));
        saved.map_err(failed)?;
        let (loaded, loading) = Cost::of(|| cache::load(folder.path(), &key));
        let is_same = loaded.is_some_and(|table| table == *self.table);
        Ok(vec![
            plain("cache, save", Some(milliseconds(saving.wall)), "ms"),
            plain("cache, load", is_same.then_some(milliseconds(loading.wall)), "ms"),
        ])
    }
}

fn first_lines(corpus: &Corpus, word: &str, control: &Control) -> Result<usize, WorkbenchError> {
    let mut hits = Vec::new();
    concordance::search(corpus, Needle::units(word), None, control, |found| {
        hits.extend_from_slice(found);
        if hits.len() < LINES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    hits.truncate(LINES);
    let lines = concordance::lines(corpus, word, &hits, REACH, control)?;
    Ok(lines.iter().map(|line| line.left.len() + line.right.len()).sum())
}

fn plain(measure: &'static str, value: Option<f64>, unit: &'static str) -> Figure {
    Figure { measure, value, unit, ratio: None }
}

/// A value beside the one it is divided by.
fn compared(
    measure: &'static str,
    value: Option<f64>,
    unit: &'static str,
    (to, name): (Option<f64>, &'static str),
) -> Figure {
    let ratio = value.zip(to).filter(|&(_, to)| to > 0.0).map(|(value, to)| (value / to, name));
    Figure { measure, value, unit, ratio }
}

/// Median and 99th percentile, in milliseconds.
fn spread(names: [&'static str; 2], mut times: Vec<Duration>) -> Vec<Figure> {
    times.sort();
    let at = |part: usize| times.get((times.len() * part / 100).min(times.len().saturating_sub(1)));
    let figure = |(name, part)| plain(name, at(part).map(|&time| milliseconds(time)), "ms");
    names.into_iter().zip([50, 99]).map(figure).collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The values of `measure`, ascending.
fn ascending(table: &CandidateTable, measure: Measure) -> Vec<f32> {
    let columns = table.columns();
    let mut values: Vec<f32> = match measure {
        Measure::Count => columns.count.iter().map(|&count| count as f32).collect(),
        Measure::Pmi => columns.pmi.clone(),
        Measure::Left => columns.left.clone(),
        Measure::Right => columns.right.clone(),
        Measure::Entropy => columns.left.iter().zip(&columns.right).map(|(left, right)| left.min(*right)).collect(),
    };
    values.par_sort_unstable_by(f32::total_cmp);
    values
}

/// The value below which `part` of the values lie, which ascend.
fn quantile(ascending: &[f32], part: f64) -> f32 {
    let place = part * ascending.len().saturating_sub(1) as f64;
    ascending.get(place as usize).copied().unwrap_or_default()
}

fn set(query: &mut Query, measure: Measure, value: f32) {
    let thresholds = &mut query.thresholds;
    match measure {
        Measure::Count => thresholds.min_count = value as u32,
        Measure::Pmi => thresholds.min_pmi = value,
        Measure::Left => thresholds.min_left = value,
        Measure::Right => thresholds.min_right = value,
        Measure::Entropy => thresholds.min_entropy = value,
    }
}
