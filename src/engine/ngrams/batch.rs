//! Counting the buckets of one batch, each by the worker that is free first.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::super::alphabet::Id;
use super::super::column::Column;
use super::super::control::{Cancelled, Control};
use super::super::{AnalyseError, StorageError};
use super::group::{Record, Window, Worker};
use super::plan::{Batch, Plan};
use super::scatter::{self, Scattered, scatter};
use super::{Job, Span};

/// Room for the records of a bucket, kept from batch to batch.
#[derive(Default)]
pub struct Batches<S: Id, const W: usize> {
    /// For each worker.
    buffers: Vec<Buffers<Window<S, W>>>,
}

impl<S: Id, const W: usize> Batches<S, W> {
    /// Counts the buckets of `batch`; gives the rows each added to a worker.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`], [`AnalyseError::Storage`].
    pub fn count(
        &mut self,
        job: &Job<S>,
        plan: &Plan,
        batch: &Batch,
        workers: &mut [Worker<S>],
    ) -> Result<Vec<Span>, AnalyseError> {
        self.buffers.resize_with(workers.len(), Buffers::default);
        match &job.coded.ids {
            Column::Held(ids) => {
                let lists = parts(job, |chunk| Ok(scatter(ids, chunk, plan, batch, job.alphabet.escape())))?;
                let window = |position: u32| {
                    let around = ids.get(position as usize - 1..).and_then(|rest| rest.first_chunk());
                    around.map_or_else(Window::default, |around| Window(*around))
                };
                self.each(job, batch, workers, |buffers, worker, bucket| {
                    let lists: Vec<&[u32]> = lists.iter().map(|list| list.bucket(bucket)).collect();
                    if lists.iter().map(|list| list.len()).sum::<usize>() <= job.tuning.most_windows {
                        buffers.count(worker, &lists, window, job.control)
                    } else {
                        Buffers::default().count(worker, &lists, |position| position, job.control)
                    }
                })
            }
            Column::Paged { .. } => {
                let lists = parts(job, |chunk| windows(job, chunk, plan, batch))?;
                self.each(job, batch, workers, |buffers, worker, bucket| {
                    let lists: Vec<&[Window<S, W>]> = lists.iter().map(|list| list.bucket(bucket)).collect();
                    buffers.count(worker, &lists, |window| window, job.control)
                })
            }
        }
    }

    /// Does `one` for every bucket of `batch`.
    fn each(
        &mut self,
        job: &Job<S>,
        batch: &Batch,
        workers: &mut [Worker<S>],
        one: impl Fn(&mut Buffers<Window<S, W>>, &mut Worker<S>, usize) -> Result<(), Cancelled> + Sync,
    ) -> Result<Vec<Span>, AnalyseError> {
        let next = AtomicUsize::new(0);
        let buckets = batch.buckets.len();
        let share = job.coded.ids.rows() as u64 / 2 / buckets.max(1) as u64;
        let all = workers.par_iter_mut().zip(&mut self.buffers).enumerate().with_max_len(1);
        let spans = all.map(|(number, (worker, buffers))| {
            let mut spans = Vec::new();
            loop {
                let bucket = next.fetch_add(1, Ordering::Relaxed);
                if bucket >= buckets {
                    return Ok(spans);
                }
                let before: Vec<usize> = worker.levels.iter().map(|l| l.nodes.len()).collect();
                one(buffers, worker, bucket)?;
                let rows = before.into_iter().zip(&worker.levels).map(|(from, l)| from..l.nodes.len()).collect();
                spans.push(Span { bucket: batch.buckets.start + bucket, worker: number, rows });
                job.control.advance(share);
            }
        });
        Ok(spans.collect::<Result<Vec<_>, Cancelled>>()?.into_iter().flatten().collect())
    }
}

/// What `one` makes of every chunk of the text, in order.
fn parts<S: Id, T: Send>(
    job: &Job<S>,
    one: impl Fn(Range<usize>) -> Result<T, StorageError> + Sync,
) -> Result<Vec<T>, AnalyseError> {
    let one = |chunk: Range<usize>| {
        job.control.check()?;
        job.control.advance(chunk.len() as u64 / 2);
        Ok(one(chunk)?)
    };
    job.chunks().into_par_iter().map(one).collect()
}

/// The windows of one chunk of a text that is outside memory, in order of the buckets of a batch.
fn windows<S: Id, const W: usize>(
    job: &Job<S>,
    chunk: Range<usize>,
    plan: &Plan,
    batch: &Batch,
) -> Result<Scattered<Window<S, W>>, StorageError> {
    // One symbol before the first position, and the window of the last.
    let from = chunk.start - 1;
    let ids = job.coded.ids.read(from..(chunk.end + W).min(job.coded.ids.rows()))?;
    let scattered = scatter(&ids, 1..1 + chunk.len(), plan, batch, job.alphabet.escape());
    Ok(scattered.map(|position| {
        let around = ids.get(position as usize - 1..).and_then(|rest| rest.first_chunk());
        around.map_or_else(Window::default, |around| Window(*around))
    }))
}

/// The records of a bucket, and room to sort them.
#[derive(Default)]
struct Buffers<R> {
    records: Vec<R>,
    spare: Vec<R>,
}

impl<R: Copy + Default> Buffers<R> {
    /// Lets `worker` count the record of every item in `lists`.
    fn count<S: Id, T: Copy>(
        &mut self,
        worker: &mut Worker<S>,
        lists: &[&[T]],
        record: impl Fn(T) -> R,
        control: &Control,
    ) -> Result<(), Cancelled>
    where
        R: Record<S>,
    {
        let len = lists.iter().map(|list| list.len()).sum();
        if self.records.len() < len {
            self.records = vec![R::default(); len];
            self.spare = vec![R::default(); len];
        }
        let mut rest = &mut self.records[..len];
        for items in lists {
            control.check()?;
            let (own, others) = rest.split_at_mut(items.len());
            for (slot, &item) in own.iter_mut().zip(*items) {
                *slot = record(item);
            }
            rest = others;
        }
        worker.bucket(&mut self.records[..len], &mut self.spare[..len]);
        control.check()
    }
}
