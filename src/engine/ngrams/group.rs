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
    found: Vec<u32>,
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
        let cells = vec![0; escape + 1];
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
            found: vec![0; SMALL],
            children: Vec::new(),
            singles: vec![Single::default(); escape + 1],
            levels: (2..=max_length).map(|_| Level::default()).collect(),
        }
    }

    /// Counts the records of a bucket; `spare` is as long as `records`.
    pub fn bucket<R: Record<S>>(&mut self, records: &mut [R], spare: &mut [R]) {
        let Some(first) = records.first().map(|w| w.symbol(self.ids, 1)) else { return };
        if records.iter().all(|w| w.symbol(self.ids, 1) == first) {
            self.first(records, spare, first);
            return;
        }
        let kept = self.children.len();
        self.list_all(records, 1);
        self.distribute(records, spare, 1, kept);
        let mut start = 0;
        for k in kept..self.children.len() {
            let (symbol, count) = self.children[k];
            let end = start + count as usize;
            self.first(&mut spare[start..end], &mut records[start..end], symbol as usize);
            start = end;
        }
        self.children.truncate(kept);
    }

    /// Records that share their first symbol: every bigram adds to what is known of its two symbols.
    fn first<R: Record<S>>(&mut self, records: &mut [R], spare: &mut [R], symbol: usize) {
        let kept = self.children.len();
        self.list_all(records, 2);
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
        single.known_right += records.len() as u32;
        single.children += (end - kept) as u32;
        self.descend(records, spare, 1, kept);
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
        self.distribute(records, spare, depth + 1, kept);
        let mut start = 0;
        for k in kept..self.children.len() {
            let (symbol, count) = self.children[k];
            let end = start + count as usize;
            self.group(&mut spare[start..end], &mut records[start..end], depth + 1, symbol);
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
        self.before.fill(0);
        self.after.fill(0);
        self.epoch = 0;
    }

    /// Lists every symbol in `column` with its count, in order.
    fn list_all<R: Record<S>>(&mut self, records: &[R], column: usize) {
        let (base, place) = (self.start(records.len()), R::place(column));
        let mut found = 0;
        for block in blocks(records, self.control) {
            for w in block {
                let symbol = w.symbol(self.ids, place);
                let cell = &mut self.after[symbol];
                let seen = (*cell).max(base);
                *cell = seen.wrapping_add(1);
                self.found[found % SMALL] = symbol as u32;
                found = found.wrapping_add(usize::from(seen == base));
            }
        }
        self.list_children(Some(found), base, 1);
        self.finish(records.len());
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
        let (before, after, steps, ids) = (&mut self.before[..], &mut self.after[..], self.logs.steps(), self.ids);
        let (mut left, mut right, mut found) = (Side::default(), Side::default(), 0usize);
        let place = R::place(column);
        for w in records {
            let cell = &mut before[w.symbol(ids, 0)];
            let seen = (*cell).max(base).wrapping_sub(base);
            *cell = base.wrapping_add(seen).wrapping_add(1);
            left.sum = left.sum.wrapping_add(steps[seen as usize]);
            left.kinds = left.kinds.wrapping_add(u32::from(seen == 0));
            let symbol = w.symbol(ids, place);
            let cell = &mut after[symbol];
            let seen = (*cell).max(base).wrapping_sub(base);
            *cell = base.wrapping_add(seen).wrapping_add(1);
            right.sum = right.sum.wrapping_add(steps[seen as usize]);
            right.kinds = right.kinds.wrapping_add(u32::from(seen == 0));
            self.found[found % SMALL] = symbol as u32;
            found = found.wrapping_add(usize::from(seen.wrapping_add(1) == least));
        }
        (left, right, Some(found))
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
        (side(&self.before), side(&self.after), None)
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

    /// Copies the records of the children listed from `kept` on, by their symbol in `column`, to `spare` child by child.
    fn distribute<R: Record<S>>(&mut self, records: &[R], spare: &mut [R], column: usize, kept: usize) {
        let (mut total, place) = (0u32, R::place(column));
        for &(symbol, count) in &self.children[kept..] {
            // One more than the place, so that 0 means: not a child.
            self.slots[symbol as usize] = total + 1;
            total += count;
        }
        if self.children.len() == kept + 1 && total as usize == records.len() {
            let steps = spare.chunks_mut(STEP).zip(records.chunks(STEP));
            steps.take_while(|_| !self.control.is_cancelled()).for_each(|(to, from)| to.copy_from_slice(from));
        } else {
            for block in blocks(records, self.control) {
                // Without a branch: which records are dropped follows no pattern. Those go to the place after the rest.
                for w in block {
                    let slot = &mut self.slots[w.symbol(self.ids, place)];
                    let to = if *slot == 0 { total } else { slot.wrapping_sub(1) };
                    *slot = slot.wrapping_add(u32::from(*slot != 0));
                    if let Some(to) = spare.get_mut(to as usize) {
                        *to = *w;
                    }
                }
            }
        }
        for &(symbol, _) in &self.children[kept..] {
            self.slots[symbol as usize] = 0;
        }
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
