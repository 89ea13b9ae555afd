//! The candidate table: immutable columns, one row a candidate, rows in ascending order of the words' bytes.

use rayon::prelude::*;

/// A row of a [`CandidateTable`]. Ascending ids are ascending word bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CandidateId(pub u32);

impl CandidateId {
    /// The row as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The scan floors: what the table holds. Live thresholds only narrow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Floors {
    /// Smallest count (occurrences) of a candidate, at least 2.
    pub min_count: u32,
    /// Largest length of a candidate in units, 2 to 16.
    pub max_length: u8,
}

impl Floors {
    /// Smallest [`Floors::min_count`] that can be asked for.
    pub const LEAST_COUNT: u32 = 2;
    /// Largest [`Floors::max_length`] that can be asked for.
    pub const MOST_LENGTH: u8 = 16;

    /// These floors, those outside their limits taken as the nearest limit.
    #[must_use]
    pub fn within_limits(self) -> Self {
        Floors {
            min_count: self.min_count.max(Self::LEAST_COUNT),
            max_length: self.max_length.clamp(2, Self::MOST_LENGTH),
        }
    }
}

impl Default for Floors {
    fn default() -> Self {
        Floors { min_count: 5, max_length: 6 }
    }
}

/// What is known of the counted text as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Units of the text, breaks not counted: the N of PMI.
    pub symbols: u64,
    /// Distinct units.
    pub alphabet: u64,
    /// Stretches between breaks.
    pub segments: u64,
}

/// The columns of a table, all of the same number of rows; what a counting run or a cache file hands over.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns {
    /// The words one after the other.
    pub blob: String,
    /// End of each word in `blob`, in bytes.
    pub ends: Vec<u32>,
    /// Length in units.
    pub length: Vec<u8>,
    /// Occurrences.
    pub count: Vec<u32>,
    /// Smallest PMI over the binary splits, in nats.
    pub pmi: Vec<f32>,
    /// Left branching entropy, in nats.
    pub left: Vec<f32>,
    /// Right branching entropy, in nats.
    pub right: Vec<f32>,
    /// The score, 0 (worst) to 1 (best).
    pub score: Vec<f32>,
    /// Distinct left neighbours; each break is distinct from all others.
    pub left_kinds: Vec<u32>,
    /// Distinct right neighbours.
    pub right_kinds: Vec<u32>,
    /// The single symbols that the words are made of.
    pub symbols: Symbols,
}

/// Every candidate of a text above the floors.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateTable {
    columns: Columns,
    floors: Floors,
    totals: Totals,
}

/// Columns that cannot be a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("candidate columns do not fit together: {0}")]
pub struct BadColumns(pub &'static str);

/// The single symbols that reach the floor of the scan: all that a candidate can be made of. In ascending order of their
/// bytes; the columns have the same number of rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Symbols {
    /// Their texts one after the other.
    pub blob: String,
    /// End of each text in `blob`, in bytes.
    pub ends: Vec<u32>,
    /// Occurrences.
    pub count: Vec<u32>,
    /// Left branching entropy, in nats.
    pub left: Vec<f32>,
    /// Right branching entropy, in nats.
    pub right: Vec<f32>,
    /// Distinct left neighbours; each break is distinct from all others.
    pub left_kinds: Vec<u32>,
    /// Distinct right neighbours.
    pub right_kinds: Vec<u32>,
}

impl Symbols {
    /// Number of symbols.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a symbol.
    #[must_use]
    pub fn name(&self, symbol: usize) -> &str {
        text((&self.blob, &self.ends), symbol)
    }

    /// The symbol with the text `name`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        find((&self.blob, &self.ends), name)
    }

    fn check(&self) -> Result<(), BadColumns> {
        let rows = self.ends.len();
        let floats = [self.left.len(), self.right.len()];
        let numbers = [self.count.len(), self.left_kinds.len(), self.right_kinds.len()];
        if floats.iter().chain(&numbers).any(|&l| l != rows) {
            return Err(BadColumns("symbol columns of different lengths"));
        }
        let (mut start, mut last) = (0, "");
        for &end in &self.ends {
            let name = self.blob.get(start..end as usize).ok_or(OUTSIDE)?;
            if name <= last {
                return Err(BadColumns("symbols out of order"));
            }
            (start, last) = (end as usize, name);
        }
        if start == self.blob.len() { Ok(()) } else { Err(BadColumns("bytes after the last symbol")) }
    }
}

/// The text at `index` of those that lie one after the other in `blob` with these `ends`.
fn text<'a>((blob, ends): (&'a str, &[u32]), index: usize) -> &'a str {
    let start = if index == 0 { 0 } else { ends[index - 1] as usize };
    &blob[start..ends[index] as usize]
}

/// Where `wanted` is among texts that ascend.
fn find((blob, ends): (&str, &[u32]), wanted: &str) -> Option<usize> {
    let (mut low, mut high) = (0, ends.len());
    while low < high {
        let mid = low + (high - low) / 2;
        match text((blob, ends), mid).cmp(wanted) {
            std::cmp::Ordering::Equal => return Some(mid),
            std::cmp::Ordering::Less => low = mid + 1,
            std::cmp::Ordering::Greater => high = mid,
        }
    }
    None
}

const OUTSIDE: BadColumns = BadColumns("a word end outside the blob");

/// Rows checked as one piece of parallel work.
const CHUNK: usize = 1 << 14;

impl CandidateTable {
    /// A table of `columns`.
    ///
    /// # Errors
    /// [`BadColumns`] when lengths differ, an end is not on a character border or the words do not strictly ascend.
    pub fn new(columns: Columns, floors: Floors, totals: Totals) -> Result<Self, BadColumns> {
        let rows = columns.ends.len();
        let lengths = [
            columns.length.len(),
            columns.count.len(),
            columns.pmi.len(),
            columns.left.len(),
            columns.right.len(),
            columns.score.len(),
            columns.left_kinds.len(),
            columns.right_kinds.len(),
        ];
        if lengths.iter().any(|&l| l != rows) {
            return Err(BadColumns("columns of different lengths"));
        }
        let start_of = |row: usize| if row == 0 { 0 } else { columns.ends[row - 1] as usize };
        columns.ends.par_chunks(CHUNK).enumerate().try_for_each(|(k, ends)| {
            // The word before the first of a chunk is looked at again, so that chunks are in order too.
            let first = k * CHUNK;
            let mut start = start_of(first);
            let mut last = match first.checked_sub(1) {
                Some(before) => columns.blob.get(start_of(before)..start),
                None => Some(""),
            }
            .ok_or(OUTSIDE)?;
            for &end in ends {
                let word = columns.blob.get(start..end as usize).ok_or(OUTSIDE)?;
                if word <= last {
                    return Err(BadColumns("words out of order"));
                }
                (start, last) = (end as usize, word);
            }
            Ok(())
        })?;
        if start_of(rows) != columns.blob.len() {
            return Err(BadColumns("bytes after the last word"));
        }
        columns.symbols.check()?;
        Ok(CandidateTable { columns, floors, totals })
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns.ends.len()
    }

    /// Whether there is no candidate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.columns.ends.is_empty()
    }

    /// All rows in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = CandidateId> + use<> {
        (0..self.len() as u32).map(CandidateId)
    }

    /// The word of a row.
    #[must_use]
    pub fn word(&self, id: CandidateId) -> &str {
        text((&self.columns.blob, &self.columns.ends), id.index())
    }

    /// The row of `word`, if it is a candidate.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<CandidateId> {
        find((&self.columns.blob, &self.columns.ends), word).map(|row| CandidateId(row as u32))
    }

    /// Length in units.
    #[must_use]
    pub fn length(&self, id: CandidateId) -> u8 {
        self.columns.length[id.index()]
    }

    /// Occurrences.
    #[must_use]
    pub fn count(&self, id: CandidateId) -> u32 {
        self.columns.count[id.index()]
    }

    /// Smallest PMI over the binary splits, in nats.
    #[must_use]
    pub fn pmi(&self, id: CandidateId) -> f32 {
        self.columns.pmi[id.index()]
    }

    /// Left branching entropy, in nats.
    #[must_use]
    pub fn left(&self, id: CandidateId) -> f32 {
        self.columns.left[id.index()]
    }

    /// Right branching entropy, in nats.
    #[must_use]
    pub fn right(&self, id: CandidateId) -> f32 {
        self.columns.right[id.index()]
    }

    /// The smaller of the two branching entropies (自由度), in nats.
    #[must_use]
    pub fn entropy(&self, id: CandidateId) -> f32 {
        self.left(id).min(self.right(id))
    }

    /// The score, 0 (worst) to 1 (best).
    #[must_use]
    pub fn score(&self, id: CandidateId) -> f32 {
        self.columns.score[id.index()]
    }

    /// Distinct left neighbours; each break is distinct from all others.
    #[must_use]
    pub fn left_kinds(&self, id: CandidateId) -> u32 {
        self.columns.left_kinds[id.index()]
    }

    /// Distinct right neighbours; each break is distinct from all others.
    #[must_use]
    pub fn right_kinds(&self, id: CandidateId) -> u32 {
        self.columns.right_kinds[id.index()]
    }

    /// The single symbols that the words are made of.
    #[must_use]
    pub fn symbols(&self) -> &Symbols {
        &self.columns.symbols
    }

    /// The floors of the scan that made the table.
    #[must_use]
    pub fn floors(&self) -> Floors {
        self.floors
    }

    /// What is known of the text as a whole.
    #[must_use]
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// All columns, for a cache file.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
    }
}
