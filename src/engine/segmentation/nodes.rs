//! The candidates as a trie, a node for each, and where they are in a piece of the text.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::alphabet::Alphabet;
use super::super::candidates::{CandidateId, CandidateTable};
use super::super::control::{Cancelled, Control};
use super::super::text::UnitKind;
use super::super::text::unit::before;
use super::BLOCK;
use super::slots::{Child, Look, Slots};

/// The nodes, in falling order of count, so that what is often needed lies together.
#[derive(Debug)]
pub(super) struct Nodes {
    slots: Slots,
    /// Symbols below this have candidates; a node's number as a parent is this and the node.
    escape: u32,
    /// Units of a candidate at most.
    longest: usize,
    /// What a pass needs of each node.
    pub values: Vec<f32>,
    /// Row of each node in the table.
    pub rows: Vec<u32>,
}

/// A row that the next may start with.
struct Open {
    row: CandidateId,
    /// Its parent and last symbol; none for a row that has no place in the trie.
    place: Option<(u32, u32)>,
    marks: u16,
}

impl Nodes {
    /// The nodes of the rows of `table`, whose units of `kind` are the symbols of `alphabet`.
    ///
    /// A row that starts with what is no row has a node that no text meets.
    pub(super) fn new(
        table: &CandidateTable,
        alphabet: &Alphabet,
        kind: UnitKind,
        control: &Control,
    ) -> Result<Self, Cancelled> {
        let counts = &table.columns().count;
        let mut rows: Vec<u32> = (0..counts.len() as u32).collect();
        rows.par_sort_unstable_by_key(|&row| (u32::MAX - counts[row as usize], row));
        let mut nodes = vec![0u32; rows.len()];
        (0..).zip(&rows).for_each(|(node, &row)| nodes[row as usize] = node);

        let escape = alphabet.escape() as u32;
        let names = alphabet.names[1..alphabet.escape()].iter();
        let symbols: FxHashMap<&str, u32> = names.map(AsRef::as_ref).zip(1..).collect();
        let mut slots = Slots::new(rows.len(), escape as usize + rows.len(), escape as usize);
        let mut open: Vec<Open> = Vec::new();
        let close = |slots: &mut Slots, closed: Open| {
            if let Some((parent, symbol)) = closed.place {
                let child = Child { node: nodes[closed.row.index()], marks: closed.marks };
                slots.insert(parent, symbol, child);
            }
        };
        for row in table.ids() {
            if row.index().is_multiple_of(BLOCK) {
                control.check()?;
            }
            let word = table.word(row);
            while let Some(last) = open.pop_if(|last| !word.starts_with(table.word(last.row))) {
                close(&mut slots, last);
            }
            let place = before(word, word.len(), kind).and_then(|last| {
                let head = word[..last.start].strip_suffix(alphabet.joint)?;
                let symbol = *symbols.get(last.text)?;
                if table.length(row) == 2 {
                    return Some((*symbols.get(head)?, symbol));
                }
                let above = open.iter_mut().rfind(|other| table.word(other.row) == head)?;
                above.place?;
                above.marks |= slots.mark(symbol);
                Some((escape + nodes[above.row.index()], symbol))
            });
            open.push(Open { row, place, marks: 0 });
        }
        open.into_iter().rev().for_each(|last| close(&mut slots, last));
        let longest = usize::from(table.floors().max_length);
        Ok(Nodes { slots, escape, longest, values: vec![0.0; rows.len()], rows })
    }

    /// Units of a candidate at most.
    #[inline]
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Only the nodes with a value above 0, and what they start with.
    pub(super) fn reduced(&self, control: &Control) -> Result<Self, Cancelled> {
        let mut parents = vec![u32::MAX; self.rows.len()];
        for (parent, _, child) in self.slots.iter() {
            parents[child.node as usize] = parent;
        }
        control.check()?;
        let mut is_kept = vec![false; self.rows.len()];
        for (node, _) in self.values.iter().enumerate().filter(|&(_, &value)| value > 0.0) {
            let mut node = node;
            while !is_kept[node] && parents[node] != u32::MAX {
                is_kept[node] = true;
                let Some(above) = parents[node].checked_sub(self.escape) else { break };
                node = above as usize;
            }
        }
        drop(parents);
        control.check()?;
        let kept: Vec<u32> = (0..self.rows.len() as u32).filter(|&node| is_kept[node as usize]).collect();
        let mut new = vec![u32::MAX; self.rows.len()];
        (0..).zip(&kept).for_each(|(node, &old)| new[old as usize] = node);
        let mut slots = Slots::new(kept.len(), self.escape as usize + kept.len(), self.escape as usize);
        let mut marks = vec![0u16; kept.len()];
        for (parent, symbol, child) in self.slots.iter() {
            if let Some(above) = parent.checked_sub(self.escape)
                && is_kept[child.node as usize]
            {
                marks[new[above as usize] as usize] |= slots.mark(symbol);
            }
        }
        for (number, (parent, symbol, child)) in self.slots.iter().enumerate() {
            if number.is_multiple_of(BLOCK) {
                control.check()?;
            }
            if is_kept[child.node as usize] {
                let node = new[child.node as usize];
                let parent = parent.checked_sub(self.escape).map_or(parent, |above| self.escape + new[above as usize]);
                slots.insert(parent, symbol, Child { node, marks: marks[node as usize] });
            }
        }
        let values = kept.iter().map(|&old| self.values[old as usize]).collect();
        let rows = kept.iter().map(|&old| self.rows[old as usize]).collect();
        Ok(Nodes { slots, escape: self.escape, longest: self.longest, values, rows })
    }
}

/// The candidates in a piece of the text.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Longest length of a candidate at most, less one.
    width: usize,
    /// Units of the longest candidate that starts at each position; 1 when there is none.
    pub depths: Vec<u8>,
    /// For each position the nodes of the candidates that start there, from two units on.
    nodes: Vec<u32>,
    /// Their values.
    values: Vec<f32>,
    /// Positions, and their nodes as parents, that may have longer candidates.
    active: Vec<(u32, u32)>,
}

/// Looks that read memory side by side.
const LOOKS: usize = 32;

impl Found {
    /// The nodes, of two units and more, that start at `position`, with their values.
    #[inline]
    pub(super) fn at(&self, position: usize) -> (&[u32], &[f32]) {
        let start = position * self.width;
        let all = start..start + usize::from(self.depths[position]) - 1;
        (&self.nodes[all.clone()], &self.values[all])
    }

    /// The node of the candidate of `length` units, two or more, that starts at `position`, with its value.
    pub(super) fn node(&self, position: usize, length: usize) -> Option<(u32, f32)> {
        let (nodes, values) = self.at(position);
        Some((*nodes.get(length.checked_sub(2)?)?, values[length - 2]))
    }

    /// Finds the candidates of `nodes` in `ids`; no candidate has a symbol 0 or the largest one.
    pub(super) fn find(&mut self, nodes: &Nodes, ids: &[u32]) {
        self.width = nodes.longest - 1;
        self.depths.clear();
        self.depths.resize(ids.len(), 1);
        if self.nodes.len() < ids.len() * self.width {
            self.nodes.resize(ids.len() * self.width, 0);
            self.values.resize(ids.len() * self.width, 0.0);
        }
        // 0 and the escape are no symbols.
        let named = nodes.escape - 1;
        let is_symbol = |id: u32| id.wrapping_sub(1) < named;
        self.active.clear();
        self.active.resize(ids.len() + LOOKS, (0, 0));
        let mut len = 0;
        for (position, pair) in (0u32..).zip(ids.windows(2)) {
            self.active[len] = (position, pair[0]);
            len += usize::from(is_symbol(pair[0]) && is_symbol(pair[1]));
        }
        for length in 2..=nodes.longest {
            let more = length < nodes.longest;
            let mut next = 0;
            for from in (0..len).step_by(LOOKS) {
                let mut looks = [Look::default(); LOOKS];
                let count = (len - from).min(LOOKS);
                for (look, &(position, parent)) in looks.iter_mut().zip(&self.active[from..from + count]) {
                    *look = nodes.slots.look(parent, ids[position as usize + length - 1]);
                }
                for (at, &look) in (from..).zip(&looks[..count]) {
                    let Some(child) = nodes.slots.found(look) else { continue };
                    let position = self.active[at].0;
                    let slot = position as usize * self.width + length - 2;
                    self.nodes[slot] = child.node;
                    self.depths[position as usize] = length as u8;
                    // What was looked at is written over by what is looked at next.
                    self.active[next] = (position, nodes.escape + child.node);
                    let following = ids.get(position as usize + length).copied().unwrap_or(0);
                    let goes_on = more && child.marks & nodes.slots.mark(following) != 0 && is_symbol(following);
                    next += usize::from(goes_on);
                }
            }
            len = next;
        }
        for (position, &depth) in self.depths.iter().enumerate() {
            let start = position * self.width;
            for at in start..start + usize::from(depth) - 1 {
                self.values[at] = nodes.values[self.nodes[at] as usize];
            }
        }
    }
}
