//! Counting the buckets of one batch, each by the worker that is free first.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::super::AnalyseError;
use super::super::alphabet::Id;
use super::super::column::Column;
use super::super::control::Cancelled;
use super::group::{Room, Worker};
use super::record::Record;
use super::scatter::{Scattered, Source};
use super::{Job, Span, Work};

/// Symbols after a position that any window of a text outside memory may hold.
const AHEAD: usize = 18;

impl<S: Id> Job<'_, S> {
    /// Counts the buckets of a batch; gives the rows each added to a worker. The memory of `lists` is used again.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`], [`AnalyseError::Storage`].
    pub fn count<R: Record<S>>(
        &self,
        work: &Work,
        lists: &mut Vec<Scattered<R>>,
        workers: &mut [Worker<S>],
    ) -> Result<Vec<Span>, AnalyseError> {
        let chunks = self.chunks(work.chunk);
        lists.resize_with(chunks.len(), Scattered::default);
        let jobs = chunks.into_par_iter().zip(&mut *lists);
        jobs.try_for_each_init(Vec::new, |pairs, (chunk, list)| {
            self.control.check()?;
            self.control.advance(chunk.len() as u64 / 2);
            self.scatter(chunk, work, pairs, list)
        })?;
        Ok(self.buckets(work, lists, workers)?)
    }

    fn scatter<R: Record<S>>(
        &self,
        chunk: Range<usize>,
        &Work { plan, batch, .. }: &Work,
        pairs: &mut Vec<(u32, u32)>,
        list: &mut Scattered<R>,
    ) -> Result<(), AnalyseError> {
        let escape = self.alphabet.escape();
        match &self.coded.ids {
            Column::Held(ids) => Source { ids, plan, escape }.scatter(chunk, batch, pairs, list),
            paged => {
                // One symbol before the first position, and the window of the last.
                let ids = paged.read(chunk.start - 1..(chunk.end + AHEAD).min(paged.rows()))?;
                Source { ids: &ids, plan, escape }.scatter(1..1 + chunk.len(), batch, pairs, list);
            }
        }
        Ok(())
    }

    fn buckets<R: Record<S>>(
        &self,
        &Work { plan, batch, .. }: &Work,
        lists: &[Scattered<R>],
        workers: &mut [Worker<S>],
    ) -> Result<Vec<Span>, Cancelled> {
        let next = AtomicUsize::new(0);
        let buckets = batch.buckets.len();
        let share = self.coded.ids.rows() as u64 / 2 / buckets.max(1) as u64;
        let spans = workers.par_iter_mut().enumerate().with_max_len(1).map(|(number, worker)| {
            let mut room = Room::default();
            let mut spans = Vec::new();
            loop {
                let bucket = next.fetch_add(1, Ordering::Relaxed);
                if bucket >= buckets {
                    return Ok(spans);
                }
                let before: Vec<usize> = worker.levels.iter().map(|l| l.nodes.len()).collect();
                let own = batch.buckets.start + bucket;
                worker.bucket(lists.iter().map(|list| list.bucket(bucket)), plan.single(own), &mut room);
                self.control.check()?;
                let rows = before.into_iter().zip(&worker.levels).map(|(from, l)| from..l.nodes.len()).collect();
                spans.push(Span { bucket: own, worker: number, rows });
                self.control.advance(share);
            }
        });
        Ok(spans.collect::<Result<Vec<_>, Cancelled>>()?.into_iter().flatten().collect())
    }
}
