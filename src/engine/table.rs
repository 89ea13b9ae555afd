//! From the levels of a trie to the columns of a table in order of the words' bytes.
//!
//! All n-grams that start with one symbol lie together in each level: they are read, put in order and written, symbol
//! after symbol in order of their names.

use std::borrow::Cow;
use std::ops::Range;

use rayon::prelude::*;

use super::AnalyseError;
use super::alphabet::Alphabet;
use super::candidates::{Columns, Symbols};
use super::column::Allowance;
use super::control::{Control, Stage};
use super::measures::{Measured, Measures, Singles, branching};
use super::ngrams::trie::{Node, first_children};
use super::rows::{Rows, RowsWriter};

/// First symbols, and those that start as they do, done side by side.
const WAVE: usize = 64;
/// Rows of a level summed at once.
const BLOCK: usize = 1 << 15;

/// The rows of the n-grams in `levels`, which have, one after the other, `scores`; singles have `first` children.
///
/// # Errors
/// [`AnalyseError::Cancelled`]; [`AnalyseError::TooLarge`] when the words together pass 4 GiB;
/// [`AnalyseError::Storage`].
pub fn rows(
    singles: &[u32],
    (levels, scores): (Vec<Measured>, Vec<f32>),
    alphabet: &Alphabet,
    allowance: &Allowance,
    control: &Control,
) -> Result<Rows, AnalyseError> {
    control.begin(Stage::Order, scores.len() as u64);
    let starts = starts(singles, &levels, control)?;
    let mut offsets = vec![0];
    offsets.extend(levels.iter().scan(0, |sum, level| {
        *sum += level.nodes.rows();
        Some(*sum)
    }));
    let walk = Walk { levels: &levels, starts: &starts, offsets: &offsets, scores: &scores, alphabet };
    let mut out = RowsWriter::new(allowance);
    let (mut clusters, mut head) = (Vec::<Vec<u32>>::new(), "");
    for symbol in alphabet.by_name() {
        let name = &alphabet.names[symbol as usize];
        match clusters.last_mut().filter(|_| !head.is_empty() && name.starts_with(head)) {
            Some(cluster) => cluster.push(symbol),
            // No word of this symbol or a later one belongs before one of those.
            None => {
                clusters.push(vec![symbol]);
                head = name;
            }
        }
    }
    for wave in clusters.chunks(WAVE) {
        let made = wave.par_iter().map(|symbols| {
            control.check()?;
            let mut columns = Columns::default();
            symbols.iter().try_for_each(|&symbol| walk.symbol(symbol as usize, &mut columns))?;
            Ok(in_order(columns))
        });
        for columns in made.collect::<Result<Vec<_>, AnalyseError>>()? {
            control.advance(columns.ends.len() as u64);
            out.extend(&columns)?;
        }
    }
    drop((levels, scores));
    Ok(out.finish()?)
}

/// The symbols of `alphabet` with what stands `beside` each.
#[must_use]
pub fn symbols(alphabet: &Alphabet, beside: &Singles) -> Symbols {
    let mut symbols = Symbols::default();
    for id in alphabet.by_name().into_iter().map(|id| id as usize) {
        let (count, left, right) = (alphabet.counts[id], &beside.left[id], &beside.right[id]);
        symbols.blob.push_str(&alphabet.names[id]);
        symbols.ends.push(symbols.blob.len() as u32);
        symbols.count.push(count);
        symbols.left.push(branching::entropy(count, left) as f32);
        symbols.right.push(branching::entropy(count, right) as f32);
        symbols.left_kinds.push(left.kinds);
        symbols.right_kinds.push(right.kinds);
    }
    symbols
}

/// For each level, where the n-grams of each first symbol start, and the end of the last.
fn starts(singles: &[u32], levels: &[Measured], control: &Control) -> Result<Vec<Vec<u32>>, AnalyseError> {
    let mut starts = vec![singles.to_vec()];
    for level in levels.iter().take(levels.len().saturating_sub(1)) {
        let above = starts.last().map_or(&[][..], Vec::as_slice);
        let mut next = Vec::with_capacity(above.len());
        let (mut row, mut children) = (0usize, 0u32);
        let mut wanted = above.iter().peekable();
        for from in (0..level.nodes.rows()).step_by(BLOCK) {
            control.check()?;
            for node in level.nodes.read(from..(from + BLOCK).min(level.nodes.rows()))?.iter() {
                while wanted.next_if(|&&start| start as usize == row).is_some() {
                    next.push(children);
                }
                children += node.children;
                row += 1;
            }
        }
        next.extend(wanted.map(|_| children));
        starts.push(next);
    }
    Ok(starts)
}

struct Walk<'a> {
    levels: &'a [Measured],
    starts: &'a [Vec<u32>],
    /// Index in `scores` of the first row of each level.
    offsets: &'a [usize],
    scores: &'a [f32],
    alphabet: &'a Alphabet,
}

/// The n-grams of one length that start with one symbol.
struct Part<'a> {
    /// Symbols in each.
    length: u8,
    nodes: Cow<'a, [Node]>,
    measures: Cow<'a, [Measures]>,
    scores: &'a [f32],
    /// First child of each in the next part.
    first: Vec<u32>,
}

impl Walk<'_> {
    /// Adds all n-grams that start with `symbol` to `columns`, each before the longer ones.
    fn symbol(&self, symbol: usize, columns: &mut Columns) -> Result<(), AnalyseError> {
        let mut parts = Vec::with_capacity(self.levels.len());
        for (number, level) in self.levels.iter().enumerate() {
            let rows = self.starts[number][symbol] as usize..self.starts[number][symbol + 1] as usize;
            if rows.is_empty() {
                break;
            }
            let offset = self.offsets[number];
            let nodes = level.nodes.read(rows.clone())?;
            parts.push(Part {
                length: number as u8 + 2,
                measures: level.rows.read(rows.clone())?,
                scores: &self.scores[offset + rows.start..offset + rows.end],
                first: first_children(&nodes),
                nodes,
            });
        }
        if let Some(first) = parts.first() {
            let mut word = self.alphabet.names[symbol].to_string();
            self.children(&parts, 0..first.nodes.len(), (&mut word, &mut Vec::new()), columns);
        }
        Ok(())
    }

    /// Adds `rows` of the first of `parts`, which are `word` and one symbol more, in order of their names, each before
    /// those that start with it; `order` is a stack of rows to visit.
    fn children(
        &self,
        parts: &[Part],
        rows: Range<usize>,
        (word, order): (&mut String, &mut Vec<(u32, u32)>),
        columns: &mut Columns,
    ) {
        let Some((part, longer)) = parts.split_first() else { return };
        let (len, start) = (word.len(), order.len());
        order.extend(rows.map(|row| (self.alphabet.ranks[part.nodes[row].symbol as usize], row as u32)));
        order[start..].sort_unstable();
        for at in start..order.len() {
            let row = order[at].1 as usize;
            let node = part.nodes[row];
            word.push_str(self.alphabet.joint);
            word.push_str(&self.alphabet.names[node.symbol as usize]);
            let measures = &part.measures[row];
            columns.blob.push_str(word);
            columns.ends.push(columns.blob.len() as u32);
            columns.length.push(part.length);
            columns.count.push(node.count);
            columns.pmi.push(measures.pmi);
            columns.left.push(measures.left);
            columns.right.push(measures.right);
            columns.score.push(part.scores[row]);
            columns.left_kinds.push(measures.left_kinds);
            columns.right_kinds.push(measures.right_kinds);
            if node.children > 0 {
                let children = part.first[row] as usize..part.first[row + 1] as usize;
                self.children(longer, children, (word, order), columns);
            }
            word.truncate(len);
        }
        order.truncate(start);
    }
}

/// The rows in ascending order of the words' bytes.
fn in_order(columns: Columns) -> Columns {
    let word = |row: u32| {
        let start = if row == 0 { 0 } else { columns.ends[row as usize - 1] as usize };
        columns.blob.get(start..columns.ends[row as usize] as usize).unwrap_or_default()
    };
    let rows = 0..columns.ends.len() as u32;
    if rows.clone().is_sorted_by(|&a, &b| word(a) < word(b)) {
        return columns;
    }
    let mut order: Vec<u32> = rows.collect();
    // A stable sort takes the stretches that are in order as they are.
    order.sort_by(|&a, &b| word(a).cmp(word(b)));
    let mut blob = String::with_capacity(columns.blob.len());
    let mut ends = Vec::with_capacity(order.len());
    for &row in &order {
        blob.push_str(word(row));
        ends.push(blob.len() as u32);
    }
    Columns {
        length: picked(&columns.length, &order),
        count: picked(&columns.count, &order),
        pmi: picked(&columns.pmi, &order),
        left: picked(&columns.left, &order),
        right: picked(&columns.right, &order),
        score: picked(&columns.score, &order),
        left_kinds: picked(&columns.left_kinds, &order),
        right_kinds: picked(&columns.right_kinds, &order),
        symbols: columns.symbols,
        blob,
        ends,
    }
}

fn picked<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&row| column[row as usize]).collect()
}
