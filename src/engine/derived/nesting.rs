//! Which candidate is a part of which: for each the one without its last unit and the one without its first.
//!
//! A part of a candidate occurs at least as often, so it is a row of the table or a single symbol. Both are nodes: rows
//! by their number, then the symbols.

use std::hash::Hasher;

use rayon::prelude::*;
use rustc_hash::FxHasher;

use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};

/// No such node: only in a table that was not made by a count.
pub const NONE: u32 = u32::MAX;

/// Nodes between two looks at the [`Control`].
const CHUNK: usize = 1 << 14;

/// For each row the nodes of the parts that are one unit shorter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nesting {
    prefix: Vec<u32>,
    suffix: Vec<u32>,
}

impl Nesting {
    /// The nesting of the rows of `table`, in time linear in the bytes of its words.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(table: &CandidateTable, control: &Control) -> Result<Self, Cancelled> {
        let (prefix, heads) = prefixes(table, control)?;
        let places = Places::new(table, control)?;
        let mut suffix = vec![NONE; table.len()];
        suffix.par_chunks_mut(CHUNK).enumerate().try_for_each(|(k, suffixes)| {
            control.check()?;
            for (row, suffix) in (k * CHUNK..).zip(suffixes) {
                let word = table.word(CandidateId(row as u32));
                let Some(rest) = word.get(heads[row] as usize..).filter(|_| heads[row] > 0) else { continue };
                // Units that are words have a space between them, and no other unit has one.
                let rest = rest.strip_prefix(' ').unwrap_or(rest);
                let length = table.length(CandidateId(row as u32)).saturating_sub(1);
                *suffix = places.find(table, rest).filter(|&node| length_of(table, node) == length).unwrap_or(NONE);
            }
            Ok(())
        })?;
        Ok(Nesting { prefix, suffix })
    }

    /// The node of `row` without its last unit, or [`NONE`].
    #[must_use]
    pub fn prefix(&self, row: usize) -> u32 {
        self.prefix[row]
    }

    /// The node of `row` without its first unit, or [`NONE`].
    #[must_use]
    pub fn suffix(&self, row: usize) -> u32 {
        self.suffix[row]
    }

    /// As [`Nesting::prefix`], of a node: single symbols have no part.
    #[must_use]
    pub fn prefix_of(&self, node: u32) -> u32 {
        self.prefix.get(node as usize).copied().unwrap_or(NONE)
    }

    /// As [`Nesting::suffix`], of a node: single symbols have no part.
    #[must_use]
    pub fn suffix_of(&self, node: u32) -> u32 {
        self.suffix.get(node as usize).copied().unwrap_or(NONE)
    }
}

/// The text of a node, which exists.
#[must_use]
pub fn text_of(table: &CandidateTable, node: u32) -> &str {
    match (node as usize).checked_sub(table.len()) {
        None => table.word(CandidateId(node)),
        Some(symbol) => table.symbols().name(symbol),
    }
}

/// The length in units of a node, which exists.
fn length_of(table: &CandidateTable, node: u32) -> u8 {
    if (node as usize) < table.len() { table.length(CandidateId(node)) } else { 1 }
}

/// The prefix of each row, and the bytes of its first unit; 0 if it has no prefix.
///
/// Words and symbols are met in the order of their bytes, so all that a word starts with lie on a stack. A unit may start
/// as another does (`ab`, `abc`): the longest part with a unit less is the prefix.
fn prefixes(table: &CandidateTable, control: &Control) -> Result<(Vec<u32>, Vec<u32>), Cancelled> {
    let (rows, symbols) = (table.len(), table.symbols());
    let (mut prefix, mut heads) = (vec![NONE; rows], vec![0u32; rows]);
    let mut stack: Vec<u32> = Vec::new();
    let mut symbol = 0;
    for row in 0..rows {
        if row.is_multiple_of(CHUNK) {
            control.check()?;
        }
        let id = CandidateId(row as u32);
        let word = table.word(id);
        while symbol < symbols.len() && symbols.name(symbol) <= word {
            push(&mut stack, table, (rows + symbol) as u32);
            symbol += 1;
        }
        push(&mut stack, table, row as u32);
        let length = table.length(id).saturating_sub(1);
        let longest = stack.iter().rev().skip(1).find(|&&node| length_of(table, node) == length);
        if let Some(&node) = longest {
            prefix[row] = node;
            heads[row] = heads.get(node as usize).copied().unwrap_or(text_of(table, node).len() as u32);
        }
    }
    Ok((prefix, heads))
}

/// Puts `node` on the stack, on which only what its text starts with stays.
fn push(stack: &mut Vec<u32>, table: &CandidateTable, node: u32) {
    let text = text_of(table, node);
    while stack.last().is_some_and(|&last| !text.starts_with(text_of(table, last))) {
        stack.pop();
    }
    stack.push(node);
}

/// The nodes by their texts: a hash table with linear probing. A slot has half of the hash above its node, so that most
/// texts that are not there are told without a look at any word.
pub(super) struct Places {
    slots: Vec<u64>,
}

/// A slot without a node.
const EMPTY: u64 = u64::MAX;

impl Places {
    pub(super) fn new(table: &CandidateTable, control: &Control) -> Result<Self, Cancelled> {
        let nodes = table.len() + table.symbols().len();
        let mut slots = vec![EMPTY; (2 * nodes + 1).next_power_of_two()];
        let last = slots.len() - 1;
        for node in 0..nodes as u32 {
            if (node as usize).is_multiple_of(CHUNK) {
                control.check()?;
            }
            let hash = hash(text_of(table, node));
            let mut slot = hash as usize & last;
            while slots[slot] != EMPTY {
                slot = (slot + 1) & last;
            }
            slots[slot] = hash >> 32 << 32 | u64::from(node);
        }
        Ok(Places { slots })
    }

    /// The node with this text.
    pub(super) fn find(&self, table: &CandidateTable, text: &str) -> Option<u32> {
        let last = self.slots.len() - 1;
        let hash = hash(text);
        let mut slot = hash as usize & last;
        while self.slots[slot] != EMPTY {
            let node = self.slots[slot] as u32;
            if self.slots[slot] >> 32 == hash >> 32 && text_of(table, node) == text {
                return Some(node);
            }
            slot = (slot + 1) & last;
        }
        None
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}
