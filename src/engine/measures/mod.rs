//! The measures of a candidate, one file a family.
//!
//! The rows of each level of the trie are measured level by level, from the shorter n-gram on the left (the parent) and
//! the one on the right (the suffix), which is found by merging the sorted children of a node and of its own suffix. Of
//! the shorter n-grams only what any row may ask for is in memory; the rest is read along with the rows.

use std::ops::Range;

use bytemuck::{Pod, Zeroable};

use super::AnalyseError;
use super::candidates::Totals;
use super::column::{Allowance, Column, ColumnWriter};
use super::control::{Control, Stage};
use super::ngrams::rare::{self, Correction, Walks};
use super::ngrams::trie::{Grams, Node, Side, Trie, first_children};
use block::{Block, Known, Rows};
use evidence::Evidence;

mod block;
pub mod branching;
pub mod cohesion;
pub mod evidence;
pub mod score;
pub mod weights;

/// The measures of an n-gram of two symbols or more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Pod, Zeroable)]
#[repr(C)]
pub struct Measures {
    /// Smallest PMI over the splits, nats.
    pub pmi: f32,
    /// Left entropy, nats.
    pub left: f32,
    /// Right entropy, nats.
    pub right: f32,
    /// Distinct left neighbours.
    pub left_kinds: u32,
    /// Distinct right neighbours.
    pub right_kinds: u32,
}

/// The n-grams of one length with their measures.
#[derive(Debug, Default)]
pub struct Measured {
    /// The n-grams.
    pub nodes: Column<Node>,
    /// Their measures.
    pub rows: Column<Measures>,
    /// What else speaks for or against each; of no use when the score is known.
    pub evidence: Column<Evidence>,
}

/// What stands beside each single symbol, by id.
#[derive(Debug, Default)]
pub struct Singles {
    /// On its left.
    pub left: Vec<Side>,
    /// On its right.
    pub right: Vec<Side>,
}

/// Children measured before they are put away, about.
const STEP: usize = 1 << 18;

/// What a level that was measured leaves for the next.
struct Shorter {
    /// Symbols in an n-gram.
    length: usize,
    nodes: Column<Node>,
    /// Corrected left entropies, nats.
    left: Column<f64>,
    /// Corrected right entropies, nats.
    right: Column<f64>,
    /// Row, one level up, of the n-gram without its first symbol; none for single symbols.
    suffix: Column<u32>,
    /// Counts of the prefixes of each row, shortest first, itself excluded: `length - 1` a row.
    heads: Column<u32>,
    /// Counts of the suffixes of each row, longest first, itself excluded: `length - 1` a row.
    tails: Column<u32>,
    commonest: Column<u32>,
    /// First symbol.
    opening: Column<u32>,
}

/// The levels of `trie` from bigrams on, each with its measures, and what stands beside single symbols.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
pub fn measure(
    trie: Trie,
    mut walks: Walks,
    totals: Totals,
    allowance: &Allowance,
    control: &Control,
) -> Result<(Vec<Measured>, Singles), AnalyseError> {
    control.begin(Stage::Measure, trie.candidates() as u64);
    let mut levels = trie.levels.into_iter();
    let (mut shorter, beside) = singles(levels.next().unwrap_or_default(), &walks.corrections(0))?;
    let edges = evidence::edges(&shorter.nodes.read(0..shorter.nodes.rows())?, &beside, totals);
    // First children of the level above the shorter n-grams.
    let mut above = Vec::new();
    let mut done: Vec<Measured> = Vec::new();
    for (level, mut grams) in (1..).zip(levels) {
        let up = shorter.nodes.read(0..shorter.nodes.rows())?;
        let first = first_children(&up);
        walks.descend(level, &first, &grams.nodes.read(0..grams.nodes.rows())?, control)?;
        let corrections = walks.corrections(level);
        if let (Some(left), Some(right)) = (grams.left.held_mut(), grams.right.held_mut()) {
            rare::correct(&corrections, 0, left, right);
        }
        let measuring = Measuring {
            known: Known {
                totals,
                edges: &edges,
                up: &up,
                left: &shorter.left.read(0..shorter.left.rows())?,
                tails: &shorter.tails.read(0..shorter.tails.rows())?,
                first_above: &above,
            },
            shorter: &shorter,
            first: &first,
            grams: &grams,
            corrections: &corrections,
            control,
        };
        let mut made = Made::new(allowance);
        measuring.all(&mut made)?;
        let (rows, evidence, next) = made.finish(level + 1, std::mem::take(&mut grams.nodes))?;
        drop(up);
        let nodes = std::mem::replace(&mut shorter, next).nodes;
        if let Some(last) = done.last_mut() {
            last.nodes = nodes;
        }
        done.push(Measured { nodes: Column::default(), rows, evidence });
        above = first;
    }
    if let Some(last) = done.last_mut() {
        last.nodes = shorter.nodes;
    }
    Ok((done, beside))
}

/// What single symbols leave for bigrams, and what stands beside them.
fn singles(mut grams: Grams, corrections: &[Correction]) -> Result<(Shorter, Singles), AnalyseError> {
    if let (Some(left), Some(right)) = (grams.left.held_mut(), grams.right.held_mut()) {
        rare::correct(corrections, 0, left, right);
    }
    let nodes = grams.nodes.into_vec()?;
    let beside = Singles { left: grams.left.into_vec()?, right: grams.right.into_vec()? };
    let entropies = |sides: &[Side]| {
        let entropies = nodes.iter().zip(sides).map(|(node, side)| branching::corrected_entropy(node.count, side));
        Column::Held(entropies.collect())
    };
    let shorter = Shorter {
        length: 1,
        left: entropies(&beside.left),
        right: entropies(&beside.right),
        suffix: Column::default(),
        heads: Column::default(),
        tails: Column::default(),
        commonest: Column::Held(nodes.iter().map(|node| node.count).collect()),
        opening: Column::Held((0..nodes.len() as u32).collect()),
        nodes: Column::Held(nodes),
    };
    Ok((shorter, beside))
}

/// One level on the way.
struct Measuring<'a> {
    known: Known<'a>,
    shorter: &'a Shorter,
    /// First children of the shorter n-grams.
    first: &'a [u32],
    grams: &'a Grams,
    corrections: &'a [Correction],
    control: &'a Control,
}

impl Measuring<'_> {
    fn all(&self, made: &mut Made) -> Result<(), AnalyseError> {
        let parents = self.first.len() - 1;
        let mut rows = Rows::default();
        let mut start = 0;
        while start < parents {
            self.control.check()?;
            let least = self.first[start] as usize + STEP;
            let ahead = self.first[start + 1..].partition_point(|&child| (child as usize) < least);
            let end = (start + 1 + ahead).min(parents);
            let children = self.first[start] as usize..self.first[end] as usize;
            self.some(start..end, children.clone(), &mut rows)?;
            made.add(&rows)?;
            self.control.advance(children.len() as u64);
            start = end;
        }
        Ok(())
    }

    /// Measures the `children` of `parents`.
    fn some(&self, parents: Range<usize>, children: Range<usize>, rows: &mut Rows) -> Result<(), AnalyseError> {
        let shorter = self.shorter;
        let width = shorter.length - 1;
        let (mut left, mut right) = (self.grams.left.read(children.clone())?, self.grams.right.read(children.clone())?);
        if matches!(self.grams.left, Column::Paged { .. }) || matches!(self.grams.right, Column::Paged { .. }) {
            self.correct(children.start, &mut left, &mut right);
        }
        let suffix = if width == 0 { 0..0 } else { parents.clone() };
        let block = Block {
            known: &self.known,
            length: shorter.length,
            first: &self.first[parents.start..=parents.end],
            parents: parents.clone(),
            suffix: &shorter.suffix.read(suffix)?,
            right_above: &shorter.right.read(parents.clone())?,
            heads: &shorter.heads.read(parents.start * width..parents.end * width)?,
            commonest: &shorter.commonest.read(parents.clone())?,
            opening: &shorter.opening.read(parents.clone())?,
            nodes: &self.grams.nodes.read(children.clone())?,
            left: &left,
            right: &right,
        };
        rows.resize(children.len(), shorter.length);
        block.measure(rows, self.control)?;
        Ok(())
    }

    /// Corrects sides that were read from outside memory; the others were corrected where they are.
    fn correct(&self, base: usize, left: &mut std::borrow::Cow<'_, [Side]>, right: &mut std::borrow::Cow<'_, [Side]>) {
        rare::correct(self.corrections, base, left.to_mut(), right.to_mut());
    }
}

/// A level that was measured, and what the next needs of it.
type Finished = (Column<Measures>, Column<Evidence>, Shorter);

/// What becomes of a level.
struct Made {
    measures: ColumnWriter<Measures>,
    evidence: ColumnWriter<Evidence>,
    left: ColumnWriter<f64>,
    right: ColumnWriter<f64>,
    suffix: ColumnWriter<u32>,
    heads: ColumnWriter<u32>,
    tails: ColumnWriter<u32>,
    commonest: ColumnWriter<u32>,
    opening: ColumnWriter<u32>,
}

impl Made {
    fn new(allowance: &Allowance) -> Self {
        // What only the next level needs has the same room again, level after level.
        let passing = allowance.again();
        Made {
            measures: ColumnWriter::new(allowance),
            evidence: ColumnWriter::new(allowance),
            left: ColumnWriter::new(&passing),
            right: ColumnWriter::new(&passing),
            suffix: ColumnWriter::new(&passing),
            heads: ColumnWriter::new(&passing),
            tails: ColumnWriter::new(&passing),
            commonest: ColumnWriter::new(&passing),
            opening: ColumnWriter::new(&passing),
        }
    }

    fn add(&mut self, rows: &Rows) -> Result<(), AnalyseError> {
        self.measures.extend(&rows.measures)?;
        self.evidence.extend(&rows.evidence)?;
        self.left.extend(&rows.left)?;
        self.right.extend(&rows.right)?;
        self.suffix.extend(&rows.suffix)?;
        self.heads.extend(&rows.heads)?;
        self.tails.extend(&rows.tails)?;
        self.commonest.extend(&rows.commonest)?;
        self.opening.extend(&rows.opening)?;
        Ok(())
    }

    fn finish(self, length: usize, nodes: Column<Node>) -> Result<Finished, AnalyseError> {
        let shorter = Shorter {
            length,
            nodes,
            left: self.left.finish()?,
            right: self.right.finish()?,
            suffix: self.suffix.finish()?,
            heads: self.heads.finish()?,
            tails: self.tails.finish()?,
            commonest: self.commonest.finish()?,
            opening: self.opening.finish()?,
        };
        Ok((self.measures.finish()?, self.evidence.finish()?, shorter))
    }
}
