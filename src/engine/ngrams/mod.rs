//! The counting of every n-gram up to a length: the window of symbols at every position is put in a bucket by its first
//! two symbols, chunk by chunk of the text; then the windows of each bucket are sorted in the cache, dropping what is rare.
//!
//! The text is read once for each batch of buckets, from wherever it is. All sums are integers and each n-gram is counted in one bucket alone, so the trie does not depend on
//! threads, chunks, batches or on what is in memory.

use std::ops::Range;

use rayon::prelude::*;

use super::AnalyseError;
use super::alphabet::{Alphabet, Coded, Id, TAIL};
use super::candidates::Floors;
use super::column::Column;
use super::control::{Control, Stage};
use super::tuning::Tuning;
use group::{Single, Worker};
use plan::{Batch, Plan};
use rare::Walks;
use record::{Record, View, Window};
use scatter::{BLOCK, Scattered, Source, select};
use trie::{Grams, GramsWriter, Level, Node, Side, Trie};

mod batch;
pub mod fixed;
mod group;
mod plan;
pub mod rare;
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

/// A batch, and how it is scattered.
struct Work<'a> {
    plan: &'a Plan,
    batch: &'a Batch,
    /// Symbols of the text scattered at once.
    chunk: usize,
}

/// The rows a worker added for one bucket.
struct Span {
    bucket: usize,
    worker: usize,
    rows: Vec<Range<usize>>,
}

/// Every n-gram of up to `floors.max_length` symbols that occurs at least `floors.min_count` times, with its
/// neighbours; and the walks that tell apart those neighbours that share the escape, not yet begun.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
pub fn count<S: Id>(
    coded: &Coded<S>,
    alphabet: &Alphabet,
    floors: Floors,
    tuning: &Tuning,
    control: &Control,
) -> Result<(Trie, Walks), AnalyseError> {
    let job = Job { coded, alphabet, floors, tuning, control };
    match (&coded.ids, floors.max_length) {
        (_, ..=6) => job.run::<Window<S, 8>>(),
        (Column::Held(_), _) => job.run::<View<S>>(),
        (Column::Paged { .. }, _) => job.run::<Window<S, 18>>(),
    }
}

impl<S: Id> Job<'_, S> {
    /// The counting by records of type `R`.
    fn run<R: Record<S>>(&self) -> Result<(Trie, Walks), AnalyseError> {
        let plan = Plan::new(&self.alphabet.counts, self.tuning.bucket);
        let batches = self.batches::<R>(&plan)?;
        self.control.begin(Stage::Count, (self.coded.ids.rows() as u64) * (batches.len() as u64 + 1));
        let worker = || Worker::new(self.held(), self.alphabet.escape(), self.floors, self.control);
        let mut workers: Vec<Worker<S>> = (0..rayon::current_num_threads()).map(|_| worker()).collect();
        let mut found: Vec<GramsWriter> =
            (2..=self.floors.max_length).map(|_| GramsWriter::new(&self.tuning.grams)).collect();
        let mut lists: Vec<Scattered<R>> = Vec::new();
        for batch in &batches {
            let work = Work { plan: &plan, batch, chunk: self.tuning.position_chunk.saturating_mul(batches.len()) };
            let spans = if batch.is_coarse {
                self.count::<u32>(&work, &mut Vec::new(), &mut workers)?
            } else {
                self.count(&work, &mut lists, &mut workers)?
            };
            self.flush(&mut workers, spans, &mut found)?;
        }
        drop(lists);
        let escapes = self.escapes()?;
        let mut levels = vec![singles(&workers, &self.alphabet.counts, &escapes)];
        drop(workers);
        for grams in found {
            levels.push(grams.finish()?);
        }
        let longest = usize::from(self.floors.max_length);
        let walks = Walks::start(self.coded, self.alphabet.escape(), longest, self.control)?;
        Ok((Trie { levels }, walks))
    }

    /// The ids that are in memory: all or none.
    fn held(&self) -> &[S] {
        match &self.coded.ids {
            Column::Held(ids) => ids,
            Column::Paged { .. } => &[],
        }
    }

    fn batches<R>(&self, plan: &Plan) -> Result<Vec<Batch>, AnalyseError> {
        let sizes = self.sample(plan)?;
        let most = (self.tuning.windows / size_of::<R>() as u64).max(1);
        let batch = self.tuning.batch.max(self.coded.ids.rows() as u64 / 32).min(most);
        match &self.coded.ids {
            Column::Held(_) => {
                let windows = (self.tuning.most_windows as u64).min(most);
                Ok(plan.batches(&sizes, batch, windows))
            }
            Column::Paged { .. } => {
                // Nothing is smaller than a window without the ids, and the sizes are estimates.
                let largest = sizes.iter().copied().max().unwrap_or(0);
                if largest > most.saturating_mul(2) {
                    let bytes = largest * 2 * size_of::<R>() as u64;
                    return Err(AnalyseError::Budget {
                        what: "one pair of symbols that is found all over the text",
                        bytes,
                    });
                }
                Ok(plan.batches(&sizes, batch, u64::MAX))
            }
        }
    }

    /// About how many bigrams are in each bucket: counted in a part of the text, in all of it when it is short.
    fn sample(&self, plan: &Plan) -> Result<Vec<u64>, AnalyseError> {
        let mut sizes = vec![0u64; plan.len()];
        let escape = self.alphabet.escape();
        let all = Batch { symbols: 1..escape, buckets: 0..sizes.len(), is_coarse: false };
        let end = self.coded.ids.rows() - TAIL;
        let blocks = (end - 1).div_ceil(BLOCK);
        let step = (blocks / SAMPLE).max(1);
        for group in 0..blocks.div_ceil(step) {
            self.control.check()?;
            // Not the same place in each group, lest the text repeat with the same period.
            let block = group * step + (group.wrapping_mul(0x9E37_79B9) >> 8) % step;
            let from = 1 + block * BLOCK;
            let to = (from + BLOCK).min(end);
            if from < to {
                let ids = self.coded.ids.read(from..to + 1)?;
                let source = Source { ids: &ids, plan, escape };
                source.pairs(0..to - from, &all, |_, bucket| sizes[bucket as usize] += step as u64);
            }
        }
        Ok(sizes)
    }

    /// Ranges of `size` positions that cover the text without its padding.
    fn chunks(&self, size: usize) -> Vec<Range<usize>> {
        let end = self.coded.ids.rows() - TAIL;
        let size = size.max(1);
        (1..end).step_by(size).map(|from| from..(from + size).min(end)).collect()
    }

    /// Moves what the workers found in the buckets of a batch to the whole, in order of buckets.
    fn flush(
        &self,
        workers: &mut [Worker<S>],
        mut spans: Vec<Span>,
        found: &mut [GramsWriter],
    ) -> Result<(), AnalyseError> {
        spans.sort_unstable_by_key(|span| span.bucket);
        let mut parts: Vec<Vec<&mut Level>> = found.iter().map(|_| Vec::new()).collect();
        for worker in workers.iter_mut() {
            parts.iter_mut().zip(&mut worker.levels).for_each(|(parts, level)| parts.push(level));
        }
        found.par_iter_mut().zip(parts).enumerate().try_for_each(|(depth, (grams, mut parts))| {
            for span in &spans {
                self.control.check()?;
                let (level, rows) = (&parts[span.worker], &span.rows[depth]);
                grams.nodes.extend(&level.nodes[rows.clone()])?;
                grams.left.extend(&level.left[rows.clone()])?;
                grams.right.extend(&level.right[rows.clone()])?;
            }
            for level in &mut parts {
                level.nodes.clear();
                level.left.clear();
                level.right.clear();
            }
            Ok(())
        })
    }

    /// How often the escape precedes and follows each symbol.
    fn escapes(&self) -> Result<Vec<(u32, u32)>, AnalyseError> {
        let end = self.coded.ids.rows() - TAIL;
        let size = self.tuning.position_chunk.saturating_mul(4).max(1);
        let starts: Vec<usize> = (1..end).step_by(size).collect();
        let share = starts.len().div_ceil(rayon::current_num_threads()).max(1);
        let none = || vec![(0u32, 0u32); self.alphabet.counts.len()];
        let parts = starts.par_chunks(share).map(|starts| {
            let mut total = none();
            for &start in starts {
                self.control.check()?;
                let ids = self.coded.ids.read(start - 1..(start + size).min(end) + 1)?;
                beside(&ids, self.alphabet.escape(), &mut total);
            }
            Ok(total)
        });
        let sum = |mut a: Vec<(u32, u32)>, b: Vec<(u32, u32)>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a = (a.0 + b.0, a.1 + b.1));
            a
        };
        Ok(parts.collect::<Result<Vec<_>, AnalyseError>>()?.into_iter().fold(none(), sum))
    }
}

/// Blocks of [`BLOCK`] positions in a sample, about.
const SAMPLE: usize = 512;

/// Adds to each symbol's total how often it stands after and before `id`, which is looked for between the ends of `ids`.
fn beside<S: Id>(ids: &[S], id: usize, total: &mut [(u32, u32)]) {
    let mut kept = [0; BLOCK];
    let end = ids.len() - 1;
    for from in (1..end).step_by(BLOCK) {
        let block = &ids[from..(from + BLOCK).min(end)];
        let n = select(block.iter(), from, |other| other.index() == id, &mut kept);
        for &at in &kept[..n] {
            let at = at as usize;
            total[ids[at + 1].index()].0 += 1;
            total[ids[at - 1].index()].1 += 1;
        }
    }
}

/// The level of single symbols.
fn singles<S>(workers: &[Worker<S>], counts: &[u32], escapes: &[(u32, u32)]) -> Grams {
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
        level.nodes.push(Node { symbol: id as u32, count, children: sum.children });
        // What is no known symbol is a break or an escape, each distinct.
        let side = |known: Side, of_known: u32, escapes: u32| {
            let unnamed = count.saturating_sub(of_known);
            Side { kinds: known.kinds + unnamed, breaks: unnamed.saturating_sub(escapes), ..known }
        };
        level.left.push(side(sum.left, sum.known_left, before));
        level.right.push(side(sum.right, sum.known_right, after));
    }
    Grams { nodes: Column::Held(level.nodes), left: Column::Held(level.left), right: Column::Held(level.right) }
}
