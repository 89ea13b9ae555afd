//! Which rows a condition holds for.
//!
//! Rows are narrowed block by block: each test clears the rows that fail it, so that what costs most looks only at what
//! the others left. Numbers are compared without a branch.

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::Facts;
use super::names::Flag;
use super::node::{Bounds, Node, Test};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};
use crate::engine::derived::{Feature, local};
use crate::engine::query::filter::{CHUNK, find_words};

/// Some consecutive rows of a table.
#[derive(Clone, Copy)]
struct Block<'a> {
    table: &'a CandidateTable,
    facts: &'a Facts,
    /// The number of the table's first row among the rows of the facts.
    start: usize,
    /// The first row of the block in the table.
    first: usize,
}

/// For each row of `table`, whose first is number `start` of those that `facts` are of, whether `node` does not hold.
pub(super) fn failing(
    node: &Node,
    (table, start): (&CandidateTable, usize),
    facts: &Facts,
    control: &Control,
) -> Result<Vec<bool>, Cancelled> {
    let mut fails = vec![true; table.len()];
    let chunks = fails.par_chunks_mut(CHUNK).enumerate();
    // A clone for each thread: the scratch space of one regular expression is fought over.
    chunks.try_for_each_init(
        || node.clone(),
        |node, (k, live)| {
            control.check()?;
            narrow(node, Block { table, facts, start, first: k * CHUNK }, live);
            live.iter_mut().for_each(|live| *live = !*live);
            Ok(())
        },
    )?;
    Ok(fails)
}

/// Clears `live` for the rows of `block` for which `node` does not hold.
fn narrow(node: &Node, block: Block, live: &mut [bool]) {
    match node {
        Node::All(nodes) => nodes.iter().for_each(|node| narrow(node, block, live)),
        Node::Any(nodes) => {
            let mut rest = live.to_vec();
            live.fill(false);
            for node in nodes {
                let mut holds = rest.clone();
                narrow(node, block, &mut holds);
                live.iter_mut().zip(&mut rest).zip(&holds).for_each(|((live, rest), &holds)| {
                    *live |= holds;
                    *rest &= !holds;
                });
            }
        }
        Node::Not(node) => {
            let mut holds = live.to_vec();
            narrow(node, block, &mut holds);
            live.iter_mut().zip(holds).for_each(|(live, holds)| *live &= !holds);
        }
        Node::Number(feature, bounds) => number(*feature, *bounds, block, live),
        Node::Flag(flag) => flagged(*flag, block, live),
        Node::Word(test) => word(test, block, live),
    }
}

fn number(feature: Feature, bounds: Bounds, block: Block, live: &mut [bool]) {
    let (columns, rows) = (block.table.columns(), block.first..block.first + live.len());
    match feature {
        Feature::Count => whole(columns.count[rows].iter().copied(), bounds, live),
        Feature::Length => whole(columns.length[rows].iter().map(|&length| u32::from(length)), bounds, live),
        Feature::Pmi => floats(columns.pmi[rows].iter().copied(), bounds, live),
        Feature::Left => floats(columns.left[rows].iter().copied(), bounds, live),
        Feature::Right => floats(columns.right[rows].iter().copied(), bounds, live),
        Feature::Score => floats(columns.score[rows].iter().copied(), bounds, live),
        Feature::Entropy => {
            let both = columns.left[rows.clone()].iter().zip(&columns.right[rows]);
            floats(both.map(|(left, right)| left.min(*right)), bounds, live);
        }
        _ if feature.is_local() => floats(rows.map(|row| local(block.table, feature, row) as f32), bounds, live),
        _ => {
            let values = block.facts.columns.get(&feature).and_then(|values| values.get(block.start + block.first..));
            let known = values.unwrap_or(&[]).iter().copied();
            floats(known.chain(std::iter::repeat(f32::NAN)), bounds, live);
        }
    }
}

fn floats(values: impl Iterator<Item = f32>, bounds: Bounds, live: &mut [bool]) {
    let (least, greatest) = bounds.floats();
    let rows = live.iter_mut().zip(values);
    if bounds.outside {
        rows.for_each(|(live, value)| *live &= (value < least) | (value > greatest));
    } else {
        rows.for_each(|(live, value)| *live &= (value >= least) & (value <= greatest));
    }
}

fn whole(values: impl Iterator<Item = u32>, bounds: Bounds, live: &mut [bool]) {
    let (least, greatest) = bounds.whole();
    let rows = live.iter_mut().zip(values);
    rows.for_each(|(live, value)| *live &= ((value >= least) & (value <= greatest)) != bounds.outside);
}

fn flagged(flag: Flag, block: Block, live: &mut [bool]) {
    let first = block.start + block.first;
    if flag == Flag::Marked {
        let words = block.facts.marks.as_deref().unwrap_or(&[]);
        let marked = |row: usize| words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1);
        (first..).zip(live).for_each(|(row, live)| *live &= marked(row));
        return;
    }
    let (classes, shown) = (block.facts.classes.as_deref().and_then(|classes| classes.get(first..)), flag.classes());
    let classes = classes.unwrap_or(&[]).iter().copied().chain(std::iter::repeat(0));
    live.iter_mut().zip(classes).for_each(|(live, class)| *live &= shown >> (class & 7) & 1 == 1);
}

/// So many rows of a block may be live for its words to be looked at one by one.
const FEW: usize = CHUNK / 8;

fn word(test: &Test, block: Block, live: &mut [bool]) {
    let text = |row: usize| block.table.word(CandidateId(row as u32));
    let is_few = live.iter().filter(|&&live| live).count() <= FEW;
    let mut each = |holds: &dyn Fn(&str) -> bool| {
        (block.first..).zip(&mut *live).filter(|(_, live)| **live).for_each(|(row, live)| *live = holds(text(row)));
    };
    match test {
        Test::Is(wanted) => each(&|word| word == wanted),
        Test::Starts(wanted) => each(&|word| word.starts_with(wanted.as_str())),
        Test::Ends(wanted) => each(&|word| word.ends_with(wanted.as_str())),
        Test::Matches(expression) => each(&|word| expression.is_match(word)),
        Test::Pinyin(letters) => each(&|word| letters.are_in(word)),
        Test::Fuzzy(wanted) => each(&|word| is_spread(wanted, word)),
        Test::Contains(wanted) => {
            let finder = Finder::new(wanted);
            if is_few {
                return each(&|word| finder.find(word.as_bytes()).is_some());
            }
            let mut fails = vec![true; live.len()];
            find_words(block.table, block.first, &mut fails, &finder);
            live.iter_mut().zip(fails).for_each(|(live, fails)| *live &= !fails);
        }
    }
}

/// Whether the characters of `wanted` stand in `word` in their order.
fn is_spread(wanted: &str, word: &str) -> bool {
    let mut rest = word.chars();
    wanted.chars().all(|c| rest.any(|other| other == c))
}
