//! How often each candidate occurs in one period of the texts after another.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::dates::{Date, parted};
use super::occurrences::{Finder, Visitor};
use super::reference::keyness;
use crate::engine::AnalyseError;
use crate::engine::candidates::CandidateTable;
use crate::engine::control::Control;
use crate::engine::text::Corpus;

/// Periods there are at most.
pub const MOST: usize = 24;

/// Marks of a sparkline, the smallest first.
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A period without text in a sparkline.
const NO_TEXT: char = '·';

/// The periods of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    of_document: Vec<Option<u8>>,
    count: usize,
    name: String,
}

impl Periods {
    /// Periods by the dates of the documents of `corpus`, else, when none has one, by its sources in the order of their
    /// names. `None` when all is of one period.
    #[must_use]
    pub fn of(corpus: &Corpus) -> Option<Self> {
        let documents = || (0..corpus.document_count()).filter_map(|k| corpus.document(k));
        let periods = match parted(documents().map(|document| document.date), MOST) {
            Some(dated) => Periods { of_document: dated.of_date, count: dated.periods, name: dated.name },
            None => Self::by_source(documents().map(|document| document.source)),
        };
        (periods.count > 1).then_some(periods)
    }

    fn by_source<'a>(sources: impl Iterator<Item = &'a str>) -> Self {
        let of_document: Vec<&str> = sources.collect();
        let mut names = of_document.clone();
        names.sort_by(|a, b| natural(a).cmp(&natural(b)).then(a.cmp(b)));
        names.dedup();
        let at_once = names.len().div_ceil(MOST).max(1);
        let periods: rustc_hash::FxHashMap<&str, u8> =
            names.iter().enumerate().map(|(k, &name)| (name, (k / at_once) as u8)).collect();
        let span = match names[..] {
            [first, .., last] => format!(", {first} to {last}"),
            _ => String::new(),
        };
        let each = if at_once > 1 { format!("{at_once} files each") } else { "files by their names".to_owned() };
        Periods {
            of_document: of_document.iter().map(|name| periods.get(name).copied()).collect(),
            count: names.len().div_ceil(at_once),
            name: format!("{each}{span}"),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// What they are, from which to which.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Documents without a date when others have one: they are of no period.
    #[must_use]
    pub fn undated(&self) -> usize {
        self.of_document.iter().filter(|period| period.is_none()).count()
    }
}

/// The digits of a name as numbers, so that 2 is before 10.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = vec![(String::new(), 0u64)];
    for c in name.chars() {
        let Some(last) = parts.last_mut() else { break };
        match c.to_digit(10) {
            Some(digit) => last.1 = last.1.saturating_mul(10).saturating_add(u64::from(digit) + u64::from(last.1 == 0)),
            None if last.1 > 0 => parts.push((c.to_string(), 0)),
            None => last.0.push(c),
        }
    }
    parts
}

/// How often each candidate occurs in each period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trends {
    periods: usize,
    /// Row by row.
    counts: Vec<u32>,
    /// Units of each period.
    units: Vec<u64>,
}

impl Trends {
    /// Counts the rows of `table` in each of the periods of `corpus`, in four bytes a row and period.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`]; [`AnalyseError::Storage`] when the text is outside memory and cannot be read.
    pub fn count(
        table: &CandidateTable,
        corpus: &Corpus,
        periods: &Periods,
        control: &Control,
    ) -> Result<Self, AnalyseError> {
        let counts: Vec<AtomicU32> = (0..table.len() * periods.count).map(|_| AtomicU32::new(0)).collect();
        let units: Vec<AtomicU64> = (0..periods.count).map(|_| AtomicU64::new(0)).collect();
        let finder = Finder::new(table, corpus.reading().unit, control)?;
        let blocks = finder.all(corpus, control, || Tally {
            counts: &counts,
            periods,
            units: [0; MOST],
            at_unit: Cursor::new(corpus),
            at_row: Cursor::new(corpus),
        })?;
        for block in blocks {
            units.iter().zip(block.units).for_each(|(all, own)| {
                all.fetch_add(own, Ordering::Relaxed);
            });
        }
        Ok(Trends {
            periods: periods.count,
            counts: counts.into_iter().map(AtomicU32::into_inner).collect(),
            units: units.into_iter().map(AtomicU64::into_inner).collect(),
        })
    }

    /// The occurrences of a row in each period.
    #[must_use]
    pub fn counts(&self, row: usize) -> &[u32] {
        self.counts.get(row * self.periods..(row + 1) * self.periods).unwrap_or_default()
    }

    /// The units of each period.
    #[must_use]
    pub fn units(&self) -> &[u64] {
        &self.units
    }

    /// Occurrences per unit of the text in each period; none where there is no text.
    fn rates(&self, row: usize) -> impl Iterator<Item = Option<f64>> {
        let each = self.counts(row).iter().zip(&self.units);
        each.map(|(&count, &units)| (units > 0).then(|| f64::from(count) / units as f64))
    }

    /// The number, from 1, of the first period in which a row is commonest; NaN when it occurs in none.
    #[must_use]
    pub fn peak(&self, row: usize) -> f64 {
        let mut best = (0.0, f64::NAN);
        for (period, rate) in self.rates(row).enumerate() {
            if rate.is_some_and(|rate| rate > best.0) {
                best = (rate.unwrap_or_default(), (period + 1) as f64);
            }
        }
        best.1
    }

    /// How sure it is that a row is more common in some period than in all others together: the largest [`keyness`] of
    /// one period against the rest; 0 when it is evenly spread.
    #[must_use]
    pub fn burst(&self, row: usize) -> f64 {
        let counts = self.counts(row);
        let (all, units): (u64, u64) = (counts.iter().map(|&count| u64::from(count)).sum(), self.units.iter().sum());
        let of_period = counts.iter().zip(&self.units).filter(|&(_, &own)| own > 0 && own < units);
        of_period
            .map(|(&count, &own)| {
                keyness([(f64::from(count), own as f64), ((all - u64::from(count)) as f64, (units - own) as f64)])
            })
            .fold(0.0, f64::max)
    }

    /// How common a row is in each period against that in which it is commonest, one block character a period: the lowest
    /// for none, a dot for a period without text.
    #[must_use]
    pub fn sparkline(&self, row: usize) -> String {
        let most = self.rates(row).flatten().fold(0.0, f64::max);
        let level = |rate: f64| if rate > 0.0 { ((rate / most * 7.0).ceil() as usize).clamp(1, 7) } else { 0 };
        self.rates(row).map(|rate| rate.map_or(NO_TEXT, |rate| LEVELS[level(rate)])).collect()
    }
}

/// Counts a block.
struct Tally<'a> {
    /// Of all blocks.
    counts: &'a [AtomicU32],
    periods: &'a Periods,
    units: [u64; MOST],
    at_unit: Cursor<'a>,
    at_row: Cursor<'a>,
}

impl Visitor for Tally<'_> {
    fn unit(&mut self, at: usize) {
        if let Some(period) = self.periods.of_document[self.at_unit.document(at)] {
            self.units[usize::from(period)] += 1;
        }
    }

    fn row(&mut self, at: usize, row: u32) {
        if let Some(period) = self.periods.of_document[self.at_row.document(at)] {
            let at = row as usize * self.periods.count + usize::from(period);
            self.counts[at].fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// The document of places that ascend.
struct Cursor<'a> {
    corpus: &'a Corpus,
    document: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    fn new(corpus: &'a Corpus) -> Self {
        Cursor { corpus, document: 0, end: 0 }
    }

    fn document(&mut self, at: usize) -> usize {
        if at >= self.end {
            self.document = self.corpus.document_at(at);
            self.end = self.corpus.document(self.document + 1).map_or(usize::MAX, |next| next.start);
        }
        self.document
    }
}

/// For each row of `table` whether it occurs in a dated document, and in none that is dated before `since`. `None` when
/// no document of `corpus` has a date that can be read.
///
/// # Errors
/// As [`Trends::count`].
pub fn new_since(
    table: &CandidateTable,
    corpus: &Corpus,
    since: Date,
    control: &Control,
) -> Result<Option<Vec<bool>>, AnalyseError> {
    let is_new: Vec<Option<bool>> =
        (0..corpus.document_count()).map(|k| Date::read(corpus.document(k)?.date?).map(|date| date >= since)).collect();
    if is_new.iter().all(Option::is_none) {
        return Ok(None);
    }
    // 1: before, 2: since.
    let seen: Vec<AtomicU32> = (0..table.len()).map(|_| AtomicU32::new(0)).collect();
    let finder = Finder::new(table, corpus.reading().unit, control)?;
    finder.all(corpus, control, || {
        let mut cursor = Cursor::new(corpus);
        let (seen, is_new) = (&seen, &is_new);
        super::occurrences::Rows(move |at, row: u32| {
            if let Some(is_new) = is_new[cursor.document(at)] {
                seen[row as usize].fetch_or(if is_new { 2 } else { 1 }, Ordering::Relaxed);
            }
        })
    })?;
    Ok(Some(seen.into_iter().map(|seen| seen.into_inner() == 2).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_by_their_numbers() {
        let mut names = ["b 1", "a10", "a2", "a", "a02b"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["a", "a2", "a02b", "a10", "b 1"]);
    }

    #[test]
    fn a_sparkline_has_a_mark_for_each_period() {
        let trends = Trends { periods: 5, counts: vec![0, 1, 7, 0, 14], units: vec![10, 10, 10, 0, 10] };
        assert_eq!(trends.sparkline(0), "▁▂▅·█");
        assert_eq!(trends.peak(0), 5.0);
        let even = Trends { periods: 2, counts: vec![3, 6, 0, 0], units: vec![10, 20] };
        assert_eq!((even.sparkline(0).as_str(), even.burst(0), even.peak(0)), ("██", 0.0, 1.0));
        assert_eq!((even.sparkline(1).as_str(), even.burst(1), even.peak(1).is_nan()), ("▁▁", 0.0, true));
    }
}
