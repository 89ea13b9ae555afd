//! The rows of a candidate table in columns that may be outside memory.

use std::ops::Range;

use super::AnalyseError;
use super::candidates::{CandidateTable, Columns, Floors, Symbols, Totals};
use super::column::{Allowance, Column, ColumnWriter};
use super::storage::StorageError;

/// Columns of a table, in ascending order of the words' bytes; see [`Columns`].
#[derive(Debug, Default)]
pub struct Rows {
    /// The words one after the other, UTF-8.
    pub blob: Column<u8>,
    /// End of each word in `blob`, in bytes.
    pub ends: Column<u32>,
    /// Length in units.
    pub length: Column<u8>,
    /// Occurrences.
    pub count: Column<u32>,
    /// Smallest PMI over the binary splits, in nats.
    pub pmi: Column<f32>,
    /// Left branching entropy, in nats.
    pub left: Column<f32>,
    /// Right branching entropy, in nats.
    pub right: Column<f32>,
    /// The score, 0 (worst) to 1 (best).
    pub score: Column<f32>,
    /// Distinct left neighbours.
    pub left_kinds: Column<u32>,
    /// Distinct right neighbours.
    pub right_kinds: Column<u32>,
    /// The single symbols that the words are made of, always in memory.
    pub symbols: Symbols,
}

impl Rows {
    /// The number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.rows()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that the rows take in memory.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.blob.rows() as u64 + self.len() as u64 * ROW
    }

    /// Some of the rows as a table in memory: its row 0 is the first of `rows`, which all exist. It has no symbols.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn part(&self, rows: Range<usize>, floors: Floors, totals: Totals) -> Result<CandidateTable, StorageError> {
        let before = rows.start.checked_sub(1);
        let base = before.map_or(Ok(0), |row| self.ends.read(row..row + 1).map(|ends| ends[0]))?;
        let mut ends = self.ends.read(rows.clone())?.into_owned();
        let blob = base as usize..ends.last().map_or(base, |&end| end) as usize;
        ends.iter_mut().for_each(|end| *end -= base);
        let columns = Columns {
            blob: String::from_utf8(self.blob.read(blob)?.into_owned()).map_err(|_| damaged())?,
            ends,
            length: self.length.read(rows.clone())?.into_owned(),
            count: self.count.read(rows.clone())?.into_owned(),
            pmi: self.pmi.read(rows.clone())?.into_owned(),
            left: self.left.read(rows.clone())?.into_owned(),
            right: self.right.read(rows.clone())?.into_owned(),
            score: self.score.read(rows.clone())?.into_owned(),
            left_kinds: self.left_kinds.read(rows.clone())?.into_owned(),
            right_kinds: self.right_kinds.read(rows)?.into_owned(),
            symbols: Symbols::default(),
        };
        CandidateTable::new(columns, floors, totals).map_err(|_| damaged())
    }

    /// The rows as a table in memory.
    ///
    /// # Errors
    /// [`AnalyseError::Storage`].
    pub fn into_table(self, floors: Floors, totals: Totals) -> Result<CandidateTable, AnalyseError> {
        let columns = Columns {
            blob: String::from_utf8(self.blob.into_vec()?).map_err(|_| damaged())?,
            ends: self.ends.into_vec()?,
            length: self.length.into_vec()?,
            count: self.count.into_vec()?,
            pmi: self.pmi.into_vec()?,
            left: self.left.into_vec()?,
            right: self.right.into_vec()?,
            score: self.score.into_vec()?,
            left_kinds: self.left_kinds.into_vec()?,
            right_kinds: self.right_kinds.into_vec()?,
            symbols: self.symbols,
        };
        CandidateTable::new(columns, floors, totals).map_err(|_| damaged().into())
    }
}

/// The rows of a finished analysis, wherever they are.
#[derive(Debug)]
pub struct Listing {
    /// The rows.
    pub rows: Rows,
    /// The floors of the scan.
    pub floors: Floors,
    /// What is known of the text as a whole.
    pub totals: Totals,
}

/// Rows read at once.
const PART: usize = 1 << 19;

impl Listing {
    /// Calls `each` with the number of the first row of a part and the part, part after part.
    ///
    /// # Errors
    /// Those of `each`, and [`AnalyseError::Storage`].
    pub fn parts(
        &self,
        mut each: impl FnMut(usize, &CandidateTable) -> Result<(), AnalyseError>,
    ) -> Result<(), AnalyseError> {
        for start in (0..self.rows.len()).step_by(PART) {
            let end = (start + PART).min(self.rows.len());
            each(start, &self.rows.part(start..end, self.floors, self.totals)?)?;
        }
        Ok(())
    }
}

fn damaged() -> StorageError {
    StorageError("a temporary file with the candidates was damaged; start again".to_owned())
}

/// Bytes of a row, its word aside.
const ROW: u64 = 4 + 1 + 4 + 4 * 4 + 2 * 4;

/// Rows on the way.
#[derive(Debug)]
pub struct RowsWriter {
    blob: ColumnWriter<u8>,
    ends: ColumnWriter<u32>,
    length: ColumnWriter<u8>,
    count: ColumnWriter<u32>,
    pmi: ColumnWriter<f32>,
    left: ColumnWriter<f32>,
    right: ColumnWriter<f32>,
    score: ColumnWriter<f32>,
    left_kinds: ColumnWriter<u32>,
    right_kinds: ColumnWriter<u32>,
}

impl RowsWriter {
    /// No rows yet.
    #[must_use]
    pub fn new(allowance: &Allowance) -> Self {
        RowsWriter {
            blob: ColumnWriter::new(allowance),
            ends: ColumnWriter::new(allowance),
            length: ColumnWriter::new(allowance),
            count: ColumnWriter::new(allowance),
            pmi: ColumnWriter::new(allowance),
            left: ColumnWriter::new(allowance),
            right: ColumnWriter::new(allowance),
            score: ColumnWriter::new(allowance),
            left_kinds: ColumnWriter::new(allowance),
            right_kinds: ColumnWriter::new(allowance),
        }
    }

    /// Adds rows, which come after all that were added.
    ///
    /// # Errors
    /// [`AnalyseError::TooLarge`] when the words together pass 4 GiB; [`AnalyseError::Storage`].
    pub fn extend(&mut self, columns: &Columns) -> Result<(), AnalyseError> {
        let (base, limit) = (self.blob.rows(), u32::MAX as usize);
        if base + columns.blob.len() > limit {
            return Err(AnalyseError::TooManyCandidates { bytes: (base + columns.blob.len()) as u64 });
        }
        self.blob.extend(columns.blob.as_bytes())?;
        if base == 0 {
            self.ends.extend(&columns.ends)?;
        } else {
            let ends: Vec<u32> = columns.ends.iter().map(|end| end + base as u32).collect();
            self.ends.extend(&ends)?;
        }
        self.length.extend(&columns.length)?;
        self.count.extend(&columns.count)?;
        self.pmi.extend(&columns.pmi)?;
        self.left.extend(&columns.left)?;
        self.right.extend(&columns.right)?;
        self.score.extend(&columns.score)?;
        self.left_kinds.extend(&columns.left_kinds)?;
        self.right_kinds.extend(&columns.right_kinds)?;
        Ok(())
    }

    /// The rows, without symbols.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn finish(self) -> Result<Rows, StorageError> {
        Ok(Rows {
            blob: self.blob.finish()?,
            ends: self.ends.finish()?,
            length: self.length.finish()?,
            count: self.count.finish()?,
            pmi: self.pmi.finish()?,
            left: self.left.finish()?,
            right: self.right.finish()?,
            score: self.score.finish()?,
            left_kinds: self.left_kinds.finish()?,
            right_kinds: self.right_kinds.finish()?,
            symbols: Symbols::default(),
        })
    }
}
