//! The rows of a candidate table in columns that may be outside memory.

use super::AnalyseError;
use super::candidates::{CandidateTable, Columns, Floors, Totals};
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

    /// The rows as a table in memory.
    ///
    /// # Errors
    /// [`AnalyseError::Storage`].
    pub fn into_table(self, floors: Floors, totals: Totals) -> Result<CandidateTable, AnalyseError> {
        let damaged = || StorageError("a temporary file with the candidates was damaged; start again".to_owned());
        let columns = Columns {
            blob: String::from_utf8(self.blob.into_vec()?).map_err(|_| damaged())?,
            ends: self.ends.into_vec()?,
            length: self.length.into_vec()?,
            count: self.count.into_vec()?,
            pmi: self.pmi.into_vec()?,
            left: self.left.into_vec()?,
            right: self.right.into_vec()?,
            score: self.score.into_vec()?,
        };
        CandidateTable::new(columns, floors, totals).map_err(|_| damaged().into())
    }
}

/// Bytes of a row, its word aside.
const ROW: u64 = 4 + 1 + 4 + 4 * 4;

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
        Ok(())
    }

    /// The rows.
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
        })
    }
}
