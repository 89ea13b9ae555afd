//! Counting the n-grams of one bucket of records.
//!
//! Records (see [`super::record`]) that share their first
//! symbols are a group; the group's neighbours are tallied in two histograms, then its records are moved next to those
//! with the same following symbol, which gives the groups one longer (most significant digit first radix sort). A
//! symbol that follows fewer than `min_count` times is dropped at once, since no longer n-gram can be frequent
//! (Agrawal and Srikant 1994).
//!
//! The histograms are never cleared between small groups: each cell holds a count above a base that grows from group
//! to group, so a cell below the base is zero.

use std::iter;
use std::ops::IndexMut;

use super::super::alphabet::Id;
use super::super::candidates::Floors;
use super::super::control::Control;
use super::fixed::{Logs, SMALL};
use super::record::Record;
use super::trie::{Level, Node, Side};

/// Records between two looks at the control.
const STEP: usize = 1 << 20;

/// Symbols found are sorted up to this share of the alphabet; beyond it a walk of the histogram is faster.
const SORTED_SHARE: usize = 32;

/// Cells of the histograms at least: one for every id of 16 bits.
const NARROW: usize = 1 << 16;

/// Bits of a cell that hold the count; the others number the group.
const COUNT_BITS: u32 = 16;
const LAST_EPOCH: u32 = u32::MAX >> COUNT_BITS;

/// What a worker learns of one symbol from the bigrams in its buckets; sums over workers are the whole.
#[derive(Debug, Clone, Copy, Default)]
pub struct Single {
    /// Neighbours before it.
    pub left: Side,
    /// Neighbours after it.
    pub right: Side,
    /// Occurrences after a symbol with an id of its own.
    pub known_left: u32,
    /// Occurrences before such a symbol.
    pub known_right: u32,
    /// Frequent bigrams that start with it.
    pub children: u32,
}

/// The state of one counting thread, kept from bucket to bucket.
///
/// Once the control is cancelled the counts are wrong and soon over; the caller drops them.
pub struct Worker<'a, S> {
    ids: &'a [S],
    control: &'a Control,
    logs: &'static Logs,
    min_count: u32,
    max_length: usize,
    escape: usize,
    before: Vec<u32>,
    after: Vec<u32>,
    slots: Vec<u32>,
    epoch: u32,
    /// Symbols that a small group has on its right often enough, as they are found.
    found: Box<[u32; SMALL]>,
    /// Symbol and count of the children of the groups being walked.
    children: Vec<(u32, u32)>,
    /// What is known of single symbols, by id.
    pub singles: Vec<Single>,
    /// The n-grams found, from length 2 on, bucket after bucket.
    pub levels: Vec<Level>,
}

impl<'a, S: Id> Worker<'a, S> {
    /// A worker for a text of `ids` up to `escape`.
    #[must_use]
    pub fn new(ids: &'a [S], escape: usize, floors: Floors, control: &'a Control) -> Self {
        let max_length = usize::from(floors.max_length);
        let cells = vec![0; (escape + 1).max(NARROW)];
        Worker {
            ids,
            control,
            logs: Logs::get(),
            min_count: floors.min_count,
            max_length,
            escape,
            before: cells.clone(),
            after: cells.clone(),
            slots: cells,
            epoch: 0,
            found: Box::new([0; SMALL]),
            children: Vec::new(),
            singles: vec![Single::default(); escape + 1],
            levels: (2..=max_length).map(|_| Level::default()).collect(),
        }
    }

    /// Counts the records of a bucket, which are in `runs`; `single` is the first symbol of all, if all share one.
    pub fn bucket<'r, R: Record<S> + 'r>(&mut self, runs: impl Runs<'r, R>, single: Option<usize>, room: &mut Room<R>) {
        let len = runs.clone().map(<[R]>::len).sum();
        let (records, spare) = room.two(len);
        if let Some(symbol) = single {
            self.first(runs, len, (records, spare), symbol);
            return;
        }
        let kept = self.children.len();
        self.list_all(runs.clone(), len, 1);
        self.distribute(runs, len, records, (1, kept));
        let mut start = 0;
        for k in kept..self.children.len() {
            let (symbol, count) = self.children[k];
            let end = start + count as usize;
            let (own, own_spare) = (&mut records[start..end], &mut spare[start..end]);
            self.first_in(own, own_spare, symbol as usize);
            start = end;
        }
        self.children.truncate(kept);
    }

    fn first_in<R: Record<S>>(&mut self, records: &mut [R], spare: &mut [R], symbol: usize) {
        let kept = self.bigrams(iter::once(&*records), records.len(), symbol);
        self.descend(records, spare, 1, kept);
    }

    /// The records in `runs`, `len` in all, share their first symbol.
    fn first<'r, R: Record<S> + 'r>(
        &mut self,
        runs: impl Runs<'r, R>,
        len: usize,
        (records, spare): (&mut [R], &mut [R]),
        symbol: usize,
    ) {
        let kept = self.bigrams(runs.clone(), len, symbol);
        self.distribute(runs, len, records, (2, kept));
        self.groups(records, spare, 1, kept);
    }

    /// Lists the frequent bigrams of a first symbol, from the index given on; every bigram adds to what is known of its
    /// two symbols.
    fn bigrams<'r, R: Record<S> + 'r>(&mut self, runs: impl Runs<'r, R>, len: usize, symbol: usize) -> usize {
        let kept = self.children.len();
        self.list_all(runs, len, 2);
        let mut right = Side::default();
        for &(next, count) in &self.children[kept..] {
            let value = self.logs.value(count);
            right.sum += value;
            right.kinds += 1;
            let single = &mut self.singles[next as usize];
            single.left.sum += value;
            single.left.kinds += 1;
            single.known_left += count;
        }
        let min_count = self.min_count;
        let mut end = kept;
        for k in kept..self.children.len() {
            self.children[end] = self.children[k];
            end += usize::from(self.children[k].1 >= min_count);
        }
        self.children.truncate(end);
        let single = &mut self.singles[symbol];
        single.right.sum += right.sum;
        single.right.kinds += right.kinds;
        single.known_right += len as u32;
        single.children += (end - kept) as u32;
        kept
    }

    /// Records that share `depth` symbols, two at least, the last of them `symbol`.
    fn group<R: Record<S>>(&mut self, records: &mut [R], spare: &mut [R], depth: usize, symbol: u32) {
        R::renew(records, self.ids, depth);
        let base = self.start(records.len());
        let least = if depth < self.max_length { self.min_count } else { u32::MAX };
        let (mut left, mut right, found) = if records.len() < SMALL {
            self.tally_small(records, depth + 1, base, least)
        } else {
            self.tally_large(records, depth + 1)
        };
        split_unnamed(&self.before, base, self.escape, self.logs, &mut left);
        split_unnamed(&self.after, base, self.escape, self.logs, &mut right);
        let kept = self.children.len();
        if least != u32::MAX {
            self.list_children(found, base, least);
        }
        self.finish(records.len());
        let children = (self.children.len() - kept) as u32;
        let level = &mut self.levels[depth - 2];
        level.nodes.push(Node { symbol, count: records.len() as u32, children });
        level.left.push(left);
        level.right.push(right);
        self.descend(records, spare, depth, kept);
    }

    /// Counts the groups of the children listed from `kept` on, one symbol longer than `depth`, and unlists them.
    fn descend<R: Record<S>>(&mut self, records: &mut [R], spare: &mut [R], depth: usize, kept: usize) {
        if self.children.len() == kept || (records.len() >= SMALL && self.control.is_cancelled()) {
            self.children.truncate(kept);
            return;
        }
        self.distribute(iter::once(&*records), records.len(), spare, (depth + 1, kept));
        self.groups(spare, records, depth, kept);
    }

    /// Counts the groups that lie one after the other in `records`, those of the children listed from `kept` on, and
    /// unlists them.
    fn groups<R: Record<S>>(&mut self, records: &mut [R], spare: &mut [R], depth: usize, kept: usize) {
        let mut start = 0;
        for k in kept..self.children.len() {
            let (symbol, count) = self.children[k];
            let end = start + count as usize;
            self.group(&mut records[start..end], &mut spare[start..end], depth + 1, symbol);
            start = end;
        }
        self.children.truncate(kept);
    }

    /// The value that stands for zero in the histograms of the next group, which has `len` records.
    fn start(&mut self, len: usize) -> u32 {
        if len >= SMALL || self.epoch == LAST_EPOCH {
            self.clear();
        }
        if len >= SMALL {
            return 0;
        }
        self.epoch += 1;
        self.epoch << COUNT_BITS
    }

    /// Clears what a group of `len` records left in the histograms, if its counts may look like later epochs.
    fn finish(&mut self, len: usize) {
        if len >= SMALL {
            self.clear();
        }
    }

    fn clear(&mut self) {
        self.before[..=self.escape].fill(0);
        self.after[..=self.escape].fill(0);
        self.epoch = 0;
    }

    /// Lists every symbol in `column` with its count, in order.
    fn list_all<'r, R: Record<S> + 'r>(&mut self, runs: impl Runs<'r, R>, len: usize, column: usize) {
        let view = View { ids: self.ids, place: R::place(column), base: self.start(len) };
        let mut found = 0;
        for block in runs.flat_map(|run| blocks(run, self.control)) {
            found = match self.after.first_chunk_mut::<NARROW>() {
                Some(after) if self.escape < NARROW => view.occurrences(block, after, &mut self.found, found),
                _ => view.occurrences(block, &mut self.after[..], &mut self.found, found),
            };
        }
        self.list_children(Some(found), view.base, 1);
        self.finish(len);
    }

    /// Tallies the neighbours of a group of fewer than [`SMALL`] records, the right ones in `column`. Of those on the
    /// right `found` holds each that comes `least` times; the third value is their number.
    fn tally_small<R: Record<S>>(
        &mut self,
        records: &[R],
        column: usize,
        base: u32,
        least: u32,
    ) -> (Side, Side, Option<usize>) {
        let view = View { ids: self.ids, place: R::place(column), base };
        let (before, after, found) = (&mut self.before[..], &mut self.after[..], &mut self.found);
        let Some(steps) = self.logs.steps().first_chunk() else { return (Side::default(), Side::default(), None) };
        if self.escape < NARROW
            && let (Some(before), Some(after)) = (before.first_chunk_mut::<NARROW>(), after.first_chunk_mut::<NARROW>())
        {
            return view.neighbours(records, (before, after), steps, (found, least));
        }
        view.neighbours(records, (before, after), steps, (found, least))
    }

    /// As [`Worker::tally_small`] for a group of any size, with histograms that start at zero; it finds no symbols.
    fn tally_large<R: Record<S>>(&mut self, records: &[R], column: usize) -> (Side, Side, Option<usize>) {
        let place = R::place(column);
        for block in blocks(records, self.control) {
            for w in block {
                let cell = &mut self.before[w.symbol(self.ids, 0)];
                *cell = cell.wrapping_add(1);
                let cell = &mut self.after[w.symbol(self.ids, place)];
                *cell = cell.wrapping_add(1);
            }
        }
        let side = |cells: &[u32]| {
            let counts = cells.iter().filter(|&&count| count > 0);
            counts.fold(Side::default(), |side, &count| Side {
                sum: side.sum + self.logs.value(count),
                kinds: side.kinds + 1,
                breaks: 0,
            })
        };
        (side(&self.before[..=self.escape]), side(&self.after[..=self.escape]), None)
    }

    /// Lists the symbols tallied at least `least` times on the right, in order: the `found` first of those found, or
    /// when that is many or not known, all that the histogram has.
    fn list_children(&mut self, found: Option<usize>, base: u32, least: u32) {
        let kept = self.children.len();
        match found {
            Some(found) if found <= (self.escape / SORTED_SHARE).min(SMALL) => {
                let named = self.found[..found].iter().filter(|&&symbol| symbol != 0 && symbol as usize != self.escape);
                self.children.extend(named.map(|&symbol| (symbol, self.after[symbol as usize].wrapping_sub(base))));
                self.children[kept..].sort_unstable();
            }
            _ => {
                let cells = self.after[..self.escape].iter().zip(0..).skip(1);
                let often = cells.filter(|&(&cell, _)| cell >= base.saturating_add(least));
                self.children.extend(often.map(|(&cell, symbol)| (symbol, cell.wrapping_sub(base))));
            }
        }
    }

    /// Copies those of the `len` records in `runs` that are of the children listed from `kept` on, by their symbol in
    /// `column`, to `spare` child by child.
    fn distribute<'r, R: Record<S> + 'r>(
        &mut self,
        runs: impl Runs<'r, R>,
        len: usize,
        spare: &mut [R],
        (column, kept): (usize, usize),
    ) {
        let (mut total, place) = (0u32, R::place(column));
        for &(symbol, count) in &self.children[kept..] {
            // One more than the place, so that 0 means: not a child.
            self.slots[symbol as usize] = total + 1;
            total += count;
        }
        let blocks = runs.flat_map(|run| blocks(run, self.control));
        if self.children.len() == kept + 1 && total as usize == len {
            let mut rest = spare;
            for block in blocks {
                let (to, others) = rest.split_at_mut(block.len());
                to.copy_from_slice(block);
                rest = others;
            }
        } else {
            let view = View { ids: self.ids, place, base: 0 };
            for block in blocks {
                match self.slots.first_chunk_mut::<NARROW>() {
                    Some(slots) if self.escape < NARROW => view.distribute(block, slots, spare, total),
                    _ => view.distribute(block, &mut self.slots[..], spare, total),
                }
            }
        }
        for &(symbol, _) in &self.children[kept..] {
            self.slots[symbol as usize] = 0;
        }
    }
}

/// What the innermost loops need to know. They take histograms as arrays or slices, since ids of 16 bits need no check
/// of bounds in an array of [`NARROW`] cells.
struct View<'a, S> {
    ids: &'a [S],
    /// Place in the records of the column on the right.
    place: usize,
    /// What stands for zero in the histograms.
    base: u32,
}

impl<S: Id> View<'_, S> {
    /// Counts the symbols on the right. Writes those not seen before to `found`, from index `next` on; gives the next.
    #[inline]
    fn occurrences<R: Record<S>, C: IndexMut<usize, Output = u32> + ?Sized>(
        &self,
        records: &[R],
        after: &mut C,
        found: &mut [u32; SMALL],
        mut next: usize,
    ) -> usize {
        for w in records {
            let symbol = w.symbol(self.ids, self.place);
            let cell = &mut after[symbol];
            let seen = (*cell).max(self.base);
            *cell = seen.wrapping_add(1);
            found[next % SMALL] = symbol as u32;
            next = next.wrapping_add(usize::from(seen == self.base));
        }
        next
    }

    /// See [`Worker::tally_small`].
    #[inline]
    fn neighbours<R: Record<S>, C: IndexMut<usize, Output = u32> + ?Sized>(
        &self,
        records: &[R],
        (before, after): (&mut C, &mut C),
        steps: &[u64; SMALL],
        (found, least): (&mut [u32; SMALL], u32),
    ) -> (Side, Side, Option<usize>) {
        let (mut left, mut right, mut next) = (Side::default(), Side::default(), 0usize);
        let (ids, place, base) = (self.ids, self.place, self.base);
        for w in records {
            let cell = &mut before[w.symbol(ids, 0)];
            let above = (*cell).max(base);
            *cell = above.wrapping_add(1);
            let seen = above.wrapping_sub(base);
            left.sum = left.sum.wrapping_add(steps[seen as usize % SMALL]);
            left.kinds = left.kinds.wrapping_add(u32::from(seen == 0));
            let symbol = w.symbol(ids, place);
            let cell = &mut after[symbol];
            let above = (*cell).max(base);
            *cell = above.wrapping_add(1);
            let seen = above.wrapping_sub(base);
            right.sum = right.sum.wrapping_add(steps[seen as usize % SMALL]);
            right.kinds = right.kinds.wrapping_add(u32::from(seen == 0));
            found[next % SMALL] = symbol as u32;
            next = next.wrapping_add(usize::from(seen.wrapping_add(1) == least));
        }
        (left, right, Some(next))
    }

    /// Copies the records of each child to the next place in `to` that `slots` has for it, less one; those of none go to
    /// the place after the `total` of the others.
    #[inline]
    fn distribute<R: Record<S>, C: IndexMut<usize, Output = u32> + ?Sized>(
        &self,
        records: &[R],
        slots: &mut C,
        to: &mut [R],
        total: u32,
    ) {
        // Without a branch: which records are dropped follows no pattern.
        for w in records {
            let slot = &mut slots[w.symbol(self.ids, self.place)];
            let place = if *slot == 0 { total } else { slot.wrapping_sub(1) };
            *slot = slot.wrapping_add(u32::from(*slot != 0));
            if let Some(to) = to.get_mut(place as usize) {
                *to = *w;
            }
        }
    }
}

/// Records of one bucket, run by run.
pub trait Runs<'r, R: 'r>: Iterator<Item = &'r [R]> + Clone {}

impl<'r, R: 'r, I: Iterator<Item = &'r [R]> + Clone> Runs<'r, R> for I {}

/// Memory to sort the records of a bucket in, kept from bucket to bucket.
#[derive(Default)]
pub struct Room<R>(Vec<R>, Vec<R>);

impl<R: Copy + Default> Room<R> {
    fn two(&mut self, len: usize) -> (&mut [R], &mut [R]) {
        if self.0.len() < len {
            self.0 = vec![R::default(); len];
            self.1 = vec![R::default(); len];
        }
        (&mut self.0[..len], &mut self.1[..len])
    }
}

/// The records in blocks, until the control is cancelled.
fn blocks<'r, R>(records: &'r [R], control: &Control) -> impl Iterator<Item = &'r [R]> {
    records.chunks(STEP).take_while(|_| !control.is_cancelled())
}

/// Makes each break and each escape in the histogram a neighbour of its own.
fn split_unnamed(cells: &[u32], base: u32, escape: usize, logs: &Logs, side: &mut Side) {
    side.breaks = cells[0].saturating_sub(base);
    for count in [side.breaks, cells[escape].saturating_sub(base)] {
        if count > 0 {
            side.sum -= logs.value(count);
            side.kinds += count - 1;
        }
    }
}
