//! From the levels of a trie to the columns of a table in order of the words' bytes.

use super::AnalyseError;
use super::alphabet::Alphabet;
use super::candidates::{BadColumns, CandidateTable, Columns, Floors};
use super::control::{Cancelled, Control, Stage};
use super::measures::Measures;
use super::ngrams::trie::Trie;

/// Rows between two looks at the control.
const STEP: usize = 1 << 14;

/// The table of `trie`, whose rows have `measures` and, one after the other, `scores`. All are dropped on the way.
///
/// # Errors
/// [`AnalyseError::Cancelled`]; [`AnalyseError::TooLarge`] when the words together pass 4 GiB.
pub fn table(
    trie: Trie,
    (measures, scores): (Vec<Vec<Measures>>, Vec<f32>),
    alphabet: &Alphabet,
    floors: Floors,
    control: &Control,
) -> Result<CandidateTable, AnalyseError> {
    control.begin(Stage::Order, trie.candidates() as u64);
    let mut walk = Walk {
        trie: &trie,
        measures: &measures,
        scores: &scores,
        alphabet,
        control,
        columns: Columns::default(),
        offsets: Vec::new(),
    };
    walk.reserve();
    let clusters = walk.all()?;
    let columns = walk.columns;
    drop((trie, measures, scores));
    let columns = in_order(columns, &clusters, control)?;
    let symbols = alphabet.totals.symbols;
    // The order is made above; what is left is a blob too long for its 32-bit ends.
    CandidateTable::new(columns, floors, alphabet.totals)
        .map_err(|BadColumns(_)| AnalyseError::TooLarge { symbols, limit: u64::from(u32::MAX) })
}

struct Walk<'a> {
    trie: &'a Trie,
    measures: &'a [Vec<Measures>],
    scores: &'a [f32],
    alphabet: &'a Alphabet,
    control: &'a Control,
    columns: Columns,
    /// Index in `scores` of the first row of each level.
    offsets: Vec<usize>,
}

impl Walk<'_> {
    fn reserve(&mut self) {
        let mut next = 0;
        for level in self.measures {
            self.offsets.push(next);
            next += level.len();
        }
        let columns = &mut self.columns;
        columns.ends.reserve_exact(next);
        columns.length.reserve_exact(next);
        columns.count.reserve_exact(next);
        columns.pmi.reserve_exact(next);
        columns.left.reserve_exact(next);
        columns.right.reserve_exact(next);
        columns.score.reserve_exact(next);
    }

    /// Visits every node, each before its children: the order of bytes but for symbols of which one starts the other.
    ///
    /// Gives the rows at which a first symbol starts that no symbol before it is the start of, and the number of rows:
    /// words are out of order only between two of these.
    fn all(&mut self) -> Result<Vec<usize>, Cancelled> {
        let mut word = String::new();
        let (mut clusters, mut head) = (Vec::new(), "");
        for symbol in 1..self.alphabet.escape() {
            let name = &self.alphabet.names[symbol];
            if head.is_empty() || !name.starts_with(head) {
                clusters.push(self.columns.ends.len());
                head = name;
            }
            word.clear();
            word.push_str(name);
            self.children(0, symbol, &mut word)?;
        }
        clusters.push(self.columns.ends.len());
        Ok(clusters)
    }

    fn children(&mut self, level: usize, row: usize, word: &mut String) -> Result<(), Cancelled> {
        let first_child = &self.trie.levels[level].first_child;
        let len = word.len();
        for child in first_child[row] as usize..first_child[row + 1] as usize {
            let node = self.trie.levels[level + 1].nodes[child];
            // A joint is below every byte of a symbol, so the order of words is that of their symbols.
            word.push_str(self.alphabet.joint);
            word.push_str(&self.alphabet.names[node.symbol as usize]);
            self.push(level, child, word)?;
            if node.children > 0 {
                self.children(level + 1, child, word)?;
            }
            word.truncate(len);
        }
        Ok(())
    }

    fn push(&mut self, level: usize, row: usize, word: &str) -> Result<(), Cancelled> {
        let columns = &mut self.columns;
        if columns.ends.len().is_multiple_of(STEP) {
            self.control.check()?;
            self.control.advance(STEP as u64);
        }
        let measures = &self.measures[level][row];
        columns.blob.push_str(word);
        columns.ends.push(columns.blob.len() as u32);
        columns.length.push(level as u8 + 2);
        columns.count.push(self.trie.levels[level + 1].nodes[row].count);
        columns.pmi.push(measures.pmi);
        columns.left.push(measures.left);
        columns.right.push(measures.right);
        columns.score.push(self.scores[self.offsets[level] + row]);
        Ok(())
    }
}

/// The rows in ascending order of the words' bytes; only rows between two of `clusters` change places.
fn in_order(columns: Columns, clusters: &[usize], control: &Control) -> Result<Columns, Cancelled> {
    let word = |row: u32| {
        let start = if row == 0 { 0 } else { columns.ends[row as usize - 1] as usize };
        columns.blob.get(start..columns.ends[row as usize] as usize).unwrap_or_default()
    };
    let mut order: Vec<u32> = (0..columns.ends.len() as u32).collect();
    let mut is_sorted = true;
    for cluster in clusters.windows(2) {
        control.check()?;
        let rows = &mut order[cluster[0]..cluster[1]];
        if !rows.is_sorted_by(|&a, &b| word(a) < word(b)) {
            is_sorted = false;
            // A stable sort takes the stretches that are in order as they are.
            rows.sort_by(|&a, &b| word(a).cmp(word(b)));
        }
    }
    if is_sorted {
        return Ok(columns);
    }
    let mut blob = String::with_capacity(columns.blob.len());
    let mut ends = Vec::with_capacity(order.len());
    for &row in &order {
        blob.push_str(word(row));
        ends.push(blob.len() as u32);
    }
    Ok(Columns {
        length: picked(&columns.length, &order),
        count: picked(&columns.count, &order),
        pmi: picked(&columns.pmi, &order),
        left: picked(&columns.left, &order),
        right: picked(&columns.right, &order),
        score: picked(&columns.score, &order),
        blob,
        ends,
    })
}

fn picked<T: Copy>(column: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|&row| column[row as usize]).collect()
}
