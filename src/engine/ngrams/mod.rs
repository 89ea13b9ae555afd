//! The counting of every n-gram up to a length: the window of symbols at every position is put in a bucket by its first
//! two symbols, chunk by chunk of the text; then the windows of each bucket are sorted in the cache, dropping what is rare.
//!
//! All sums are integers and each n-gram is counted in one bucket alone, so the trie does not depend on threads or
//! chunks.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::alphabet::{Alphabet, Coded, Id, TAIL};
use super::candidates::Floors;
use super::control::{Cancelled, Control, Stage};
use super::tuning::Tuning;
use fixed::Logs;
use group::{Room, Single, Worker};
use plan::{Batch, Plan};
use record::{Record, View, Window};
use scatter::{BLOCK, Scattered, Source, select};
use trie::{Level, Node, Side, Trie};

pub mod fixed;
mod group;
mod plan;
mod rare;
mod record;
mod scatter;
pub mod trie;

/// What a counting needs to know.
struct Job<'a, S> {
    coded: &'a Coded<S>,
    alphabet: &'a Alphabet,
    floors: Floors,
    tuning: &'a Tuning,
    control: &'a Control,
}

/// The rows a worker added for one bucket.
struct Span {
    bucket: usize,
    worker: usize,
    rows: Vec<Range<usize>>,
}

/// Every n-gram of up to `floors.max_length` symbols that occurs at least `floors.min_count` times, with its neighbours.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled.
pub fn count<S: Id>(
    coded: &Coded<S>,
    alphabet: &Alphabet,
    floors: Floors,
    tuning: &Tuning,
    control: &Control,
) -> Result<Trie, Cancelled> {
    let job = Job { coded, alphabet, floors, tuning, control };
    match floors.max_length {
        ..=6 => job.run::<Window<S>>(),
        _ => job.run::<View<S>>(),
    }
}

impl<S: Id> Job<'_, S> {
    /// The counting by records of type `R`.
    fn run<R: Record<S>>(&self) -> Result<Trie, Cancelled> {
        let ids = &self.coded.ids;
        let plan = Plan::new(&self.alphabet.counts, self.tuning.bucket);
        let source = Source { ids, plan: &plan, escape: self.alphabet.escape() };
        let sizes = source.sample(1..ids.len() - TAIL);
        let batches = plan.batches(&sizes, self.tuning.batch, self.tuning.most_windows as u64);
        self.control.begin(Stage::Count, (ids.len() as u64) * (batches.len() as u64 + 1));
        let worker = || Worker::new(ids, self.alphabet.escape(), self.floors, self.control);
        let mut workers: Vec<Worker<S>> = (0..rayon::current_num_threads()).map(|_| worker()).collect();
        let mut spans = Vec::new();
        let mut lists: Vec<Scattered<R>> = Vec::new();
        for batch in &batches {
            spans.extend(if batch.is_coarse {
                let mut lists: Vec<Scattered<u32>> = Vec::new();
                self.scatter(&source, batch, &mut lists)?;
                self.batch((&plan, batch), &lists, &mut workers)?
            } else {
                self.scatter(&source, batch, &mut lists)?;
                self.batch((&plan, batch), &lists, &mut workers)?
            });
        }
        drop(lists);
        let escapes = self.escapes()?;
        let mut trie = self.assemble(workers, spans, &escapes)?;
        trie.link();
        rare::tell_apart(&mut trie, self.coded, Logs::get(), self.control)?;
        Ok(trie)
    }

    /// Ranges of positions that cover the text without its padding.
    fn chunks(&self) -> Vec<Range<usize>> {
        let end = self.coded.ids.len() - TAIL;
        let size = self.tuning.position_chunk.max(1);
        (1..end).step_by(size).map(|from| from..(from + size).min(end)).collect()
    }

    fn scatter<R: Record<S>>(
        &self,
        source: &Source<S>,
        batch: &Batch,
        lists: &mut Vec<Scattered<R>>,
    ) -> Result<(), Cancelled> {
        let chunks = self.chunks();
        lists.resize_with(chunks.len(), Scattered::default);
        let jobs = chunks.into_par_iter().zip(lists);
        jobs.try_for_each_init(Vec::new, |pairs, (chunk, list)| {
            self.control.check()?;
            self.control.advance(chunk.len() as u64 / 2);
            source.scatter(chunk, batch, pairs, list);
            Ok(())
        })
    }

    /// Counts the buckets of a batch, each by the worker that is free first.
    fn batch<R: Record<S>>(
        &self,
        (plan, batch): (&Plan, &Batch),
        lists: &[Scattered<R>],
        workers: &mut [Worker<S>],
    ) -> Result<Vec<Span>, Cancelled> {
        let next = AtomicUsize::new(0);
        let buckets = batch.buckets.len();
        let share = self.coded.ids.len() as u64 / 2 / buckets.max(1) as u64;
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

    /// The levels of all workers as one trie, in order of buckets.
    fn assemble(
        &self,
        mut workers: Vec<Worker<S>>,
        mut spans: Vec<Span>,
        escapes: &[(u32, u32)],
    ) -> Result<Trie, Cancelled> {
        spans.sort_unstable_by_key(|span| span.bucket);
        let mut levels = vec![singles(&workers, &self.alphabet.counts, escapes)];
        for depth in 0..usize::from(self.floors.max_length) - 1 {
            let mut parts: Vec<Level> =
                workers.iter_mut().map(|worker| std::mem::take(&mut worker.levels[depth])).collect();
            let order = || spans.iter().map(|span| (span.worker, span.rows[depth].clone()));
            levels.push(Level {
                nodes: concat(&mut parts, order(), |level| &mut level.nodes, self.control)?,
                left: concat(&mut parts, order(), |level| &mut level.left, self.control)?,
                right: concat(&mut parts, order(), |level| &mut level.right, self.control)?,
                first_child: Vec::new(),
            });
        }
        Ok(Trie { levels })
    }

    /// How often the escape precedes and follows each symbol.
    fn escapes(&self) -> Result<Vec<(u32, u32)>, Cancelled> {
        let (ids, escape) = (&self.coded.ids, self.alphabet.escape());
        let none = || vec![(0u32, 0u32); self.alphabet.counts.len()];
        let one = |mut total: Vec<(u32, u32)>, chunk: Range<usize>| {
            self.control.check()?;
            let mut kept = [0; BLOCK];
            for from in chunk.clone().step_by(BLOCK) {
                let block = &ids[from..(from + BLOCK).min(chunk.end)];
                let n = select(block.iter(), from, |id| id.index() == escape, &mut kept);
                for &position in &kept[..n] {
                    let at = position as usize;
                    total[ids[at + 1].index()].0 += 1;
                    total[ids[at - 1].index()].1 += 1;
                }
            }
            Ok(total)
        };
        let sum = |mut a: Vec<(u32, u32)>, b: Vec<(u32, u32)>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a = (a.0 + b.0, a.1 + b.1));
            Ok(a)
        };
        self.chunks().into_par_iter().try_fold(none, one).try_reduce(none, sum)
    }
}

/// One column of all parts in the order given; the parts lose it, so that memory is held for one column twice at most.
fn concat<T: Copy>(
    parts: &mut [Level],
    order: impl Iterator<Item = (usize, Range<usize>)>,
    column: impl Fn(&mut Level) -> &mut Vec<T>,
    control: &Control,
) -> Result<Vec<T>, Cancelled> {
    let parts: Vec<Vec<T>> = parts.iter_mut().map(|part| std::mem::take(column(part))).collect();
    let mut whole = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for (worker, rows) in order {
        control.check()?;
        whole.extend_from_slice(&parts[worker][rows]);
    }
    Ok(whole)
}

/// The level of single symbols.
fn singles<S>(workers: &[Worker<S>], counts: &[u32], escapes: &[(u32, u32)]) -> Level {
    let mut level = Level::default();
    for (id, (&count, &(before, after))) in counts.iter().zip(escapes).enumerate() {
        let mut sum = Single::default();
        for single in workers.iter().map(|worker| &worker.singles[id]) {
            sum.left.sum += single.left.sum;
            sum.left.kinds += single.left.kinds;
            sum.right.sum += single.right.sum;
            sum.right.kinds += single.right.kinds;
            sum.known_left += single.known_left;
            sum.known_right += single.known_right;
            sum.children += single.children;
        }
        level.nodes.push(Node { symbol: id as u32, count, children: sum.children, suffix: 0 });
        // What is no known symbol is a break or an escape, each distinct.
        let side = |known: Side, of_known: u32, escapes: u32| {
            let unnamed = count.saturating_sub(of_known);
            Side { kinds: known.kinds + unnamed, breaks: unnamed.saturating_sub(escapes), ..known }
        };
        level.left.push(side(sum.left, sum.known_left, before));
        level.right.push(side(sum.right, sum.known_right, after));
    }
    level
}
