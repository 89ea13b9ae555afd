//! In how many documents each candidate occurs.
//!
//! The text is read once in blocks. An occurrence belongs to the document it starts in.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::occurrences::{BLOCK, Finder, Rows};
use crate::engine::AnalyseError;
use crate::engine::candidates::CandidateTable;
use crate::engine::control::Control;
use crate::engine::text::{Corpus, blocks};

/// Blocks read side by side before documents that go on from one to the next are joined.
const WAVE: usize = 8;
/// Rows of one document gathered before those met twice are dropped, at first.
const GATHERED: usize = 1 << 12;

/// The number of documents with each row of `table`, which was made of `corpus`. Exact up to 2^24 documents.
pub(super) fn count(table: &CandidateTable, corpus: &Corpus, control: &Control) -> Result<Arc<[f32]>, AnalyseError> {
    if corpus.document_count() <= 1 {
        return Ok(vec![1.0; table.len()].into());
    }
    let pass = Pass { corpus, finder: Finder::new(table, corpus.reading().unit, control)?, counts: zeros(table.len()) };
    let blocks = blocks::cut(corpus, BLOCK)?;
    let mut open = Open { document: usize::MAX, has: vec![0; table.len().div_ceil(64)], rows: Vec::new() };
    for start in (0..blocks.len()).step_by(WAVE) {
        let wave = (start..blocks.len().min(start + WAVE)).into_par_iter().map(|k| {
            control.check()?;
            let next = blocks.get(k + 1).map_or(blocks[k].end, |next| next.end);
            let edges = pass.block(blocks[k].clone(), next);
            control.advance(blocks[k].len() as u64);
            edges
        });
        for edges in wave.collect::<Result<Vec<_>, AnalyseError>>()? {
            edges.into_iter().for_each(|(document, rows)| open.add(document, &rows, &pass.counts));
        }
    }
    Ok(pass.counts.into_iter().map(|count| count.into_inner() as f32).collect())
}

fn zeros(rows: usize) -> Vec<AtomicU32> {
    (0..rows).map(|_| AtomicU32::new(0)).collect()
}

/// The document that goes on from block to block, and the rows met in it.
struct Open {
    document: usize,
    /// One bit a row.
    has: Vec<u64>,
    rows: Vec<u32>,
}

impl Open {
    fn add(&mut self, document: usize, rows: &[u32], counts: &[AtomicU32]) {
        if document != self.document {
            self.rows.drain(..).for_each(|row| self.has[row as usize / 64] = 0);
            self.document = document;
        }
        for &row in rows {
            let (word, bit) = (&mut self.has[row as usize / 64], 1 << (row % 64));
            if *word & bit == 0 {
                *word |= bit;
                self.rows.push(row);
                counts[row as usize].fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

struct Pass<'a> {
    corpus: &'a Corpus,
    finder: Finder<'a>,
    counts: Vec<AtomicU32>,
}

impl Pass<'_> {
    /// Counts the documents that are whole in `block`; gives the rows of the others: the first and the last.
    fn block(&self, block: Range<usize>, next: usize) -> Result<Vec<(usize, Vec<u32>)>, AnalyseError> {
        let (start, text) = self.corpus.read(block.start..next)?;
        let (first, last) =
            (self.corpus.document_at(block.start), self.corpus.document_at(block.end.saturating_sub(1)));
        let end_of = |document: usize| self.corpus.document(document + 1).map_or(usize::MAX, |next| next.start);
        let (mut document, mut end) = (first, end_of(first));
        let mut rows = Gathered::default();
        let mut edges = Vec::new();
        let mut visitor = Rows(|at, row| {
            while at >= end {
                self.close(document, (first, last), rows.take(), &mut edges);
                document += 1;
                end = end_of(document);
            }
            rows.push(row);
        });
        self.finder.visit((start, &text), block.end - start, &mut visitor);
        self.close(document, (first, last), rows.take(), &mut edges);
        Ok(edges)
    }

    fn close(
        &self,
        document: usize,
        (first, last): (usize, usize),
        rows: Vec<u32>,
        edges: &mut Vec<(usize, Vec<u32>)>,
    ) {
        if document == first || document == last {
            edges.push((document, rows));
        } else {
            rows.iter().for_each(|&row| {
                self.counts[row as usize].fetch_add(1, Ordering::Relaxed);
            });
        }
    }
}

/// Distinct rows of a document.
#[derive(Default)]
struct Gathered {
    rows: Vec<u32>,
    /// Rows when those met twice were dropped.
    distinct: usize,
}

impl Gathered {
    fn push(&mut self, row: u32) {
        self.rows.push(row);
        if self.rows.len() >= GATHERED.max(2 * self.distinct) {
            self.compact();
        }
    }

    fn compact(&mut self) {
        self.rows.sort_unstable();
        self.rows.dedup();
        self.distinct = self.rows.len();
    }

    fn take(&mut self) -> Vec<u32> {
        self.compact();
        self.distinct = 0;
        std::mem::take(&mut self.rows)
    }
}
