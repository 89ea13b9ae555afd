//! Long columns of numbers, in memory as far as they may, else outside it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytemuck::Pod;

use super::storage::{Pages, Scratch, Spill, StorageError};

/// How much columns may hold in memory together, and where the rest goes.
#[derive(Debug, Clone, Default)]
pub struct Allowance(Option<Arc<Shared>>);

#[derive(Debug)]
struct Shared {
    most: u64,
    held: AtomicU64,
    scratch: Arc<dyn Scratch>,
}

impl Allowance {
    /// At most `most` bytes in memory, the rest in `scratch`.
    #[must_use]
    pub fn new(most: u64, scratch: Arc<dyn Scratch>) -> Self {
        Allowance(Some(Arc::new(Shared { most, held: AtomicU64::new(0), scratch })))
    }

    /// Whether there is a limit.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.0.is_some()
    }

    /// The same limit for other columns, which hold nothing yet.
    #[must_use]
    pub fn again(&self) -> Self {
        match &self.0 {
            Some(shared) => Self::new(shared.most, Arc::clone(&shared.scratch)),
            None => Self::default(),
        }
    }

    /// Takes `bytes` of what may be held; `None` when there is room for them, else where they go.
    fn take(&self, bytes: usize) -> Option<&dyn Scratch> {
        let shared = self.0.as_deref()?;
        let before = shared.held.fetch_add(bytes as u64, Ordering::Relaxed);
        if before + bytes as u64 <= shared.most {
            return None;
        }
        self.give_back(bytes);
        Some(shared.scratch.as_ref())
    }

    fn give_back(&self, bytes: usize) {
        if let Some(shared) = &self.0 {
            shared.held.fetch_sub(bytes as u64, Ordering::Relaxed);
        }
    }
}

/// A finished column.
#[derive(Debug)]
pub enum Column<T> {
    /// In memory.
    Held(Vec<T>),
    /// Outside.
    Paged {
        /// Its bytes.
        pages: Arc<dyn Pages>,
        /// Its rows.
        rows: usize,
    },
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Column::Held(Vec::new())
    }
}

impl<T: Pod> Column<T> {
    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        match self {
            Column::Held(values) => values.len(),
            Column::Paged { rows, .. } => *rows,
        }
    }

    /// The values of `rows`, which all exist.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn read(&self, rows: Range<usize>) -> Result<Cow<'_, [T]>, StorageError> {
        match self {
            Column::Held(values) => Ok(Cow::Borrowed(&values[rows])),
            Column::Paged { pages, .. } => {
                let mut values = vec![T::zeroed(); rows.len()];
                pages.read_at((rows.start * size_of::<T>()) as u64, bytemuck::cast_slice_mut(&mut values))?;
                Ok(Cow::Owned(values))
            }
        }
    }

    /// The values when they are in memory.
    pub fn held_mut(&mut self) -> Option<&mut [T]> {
        match self {
            Column::Held(values) => Some(values),
            Column::Paged { .. } => None,
        }
    }

    /// All values, in memory if they are not yet.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn into_vec(self) -> Result<Vec<T>, StorageError> {
        match self {
            Column::Held(values) => Ok(values),
            paged => Ok(paged.read(0..paged.rows())?.into_owned()),
        }
    }
}

/// A column that grows.
#[derive(Debug)]
pub struct ColumnWriter<T> {
    allowance: Allowance,
    held: Vec<T>,
    spill: Option<Box<dyn Spill>>,
    rows: usize,
}

impl<T: Pod> ColumnWriter<T> {
    /// An empty column that takes its room from `allowance`.
    #[must_use]
    pub fn new(allowance: &Allowance) -> Self {
        ColumnWriter { allowance: allowance.clone(), held: Vec::new(), spill: None, rows: 0 }
    }

    /// Rows so far.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Adds `values`.
    ///
    /// # Errors
    /// [`StorageError`] when there is no room for them.
    pub fn extend(&mut self, values: &[T]) -> Result<(), StorageError> {
        self.rows += values.len();
        if let Some(spill) = &mut self.spill {
            return spill.append(bytemuck::cast_slice(values));
        }
        match self.allowance.take(size_of_val(values)) {
            None => {
                self.held.extend_from_slice(values);
                Ok(())
            }
            Some(scratch) => {
                let mut spill = scratch.create()?;
                let held = std::mem::take(&mut self.held);
                spill.append(bytemuck::cast_slice(&held))?;
                spill.append(bytemuck::cast_slice(values))?;
                self.allowance.give_back(size_of_val(&held[..]));
                self.spill = Some(spill);
                Ok(())
            }
        }
    }

    /// The column. What it holds in memory still counts against the allowance.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn finish(self) -> Result<Column<T>, StorageError> {
        match self.spill {
            Some(spill) => Ok(Column::Paged { pages: spill.finish()?, rows: self.rows }),
            None => Ok(Column::Held(self.held)),
        }
    }
}

/// Rows that a cursor reads at once.
const AHEAD: usize = 1 << 14;

/// A column read from its start to its end.
#[derive(Debug)]
pub struct Cursor<'a, T: Pod> {
    column: &'a Column<T>,
    block: Cow<'a, [T]>,
    /// Next value in `block`.
    at: usize,
    /// First row after `block`.
    next: usize,
}

impl<'a, T: Pod> Cursor<'a, T> {
    /// A cursor before the first row of `column`.
    #[must_use]
    pub fn new(column: &'a Column<T>) -> Self {
        Cursor { column, block: Cow::Borrowed(&[]), at: 0, next: 0 }
    }

    /// The next value; zero past the end.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn take(&mut self) -> Result<T, StorageError> {
        if self.at == self.block.len() {
            let end = match self.column {
                Column::Held(values) => values.len(),
                Column::Paged { rows, .. } => (*rows).min(self.next + AHEAD),
            };
            self.block = self.column.read(self.next..end)?;
            (self.at, self.next) = (0, end);
        }
        let value = self.block.get(self.at).copied().unwrap_or_else(T::zeroed);
        self.at += 1;
        self.at = self.at.min(self.block.len());
        Ok(value)
    }
}
