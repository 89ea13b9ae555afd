//! Words by cutting the text wherever nothing holds it together (Su Jianlin 2019): n-grams of 2 to 4 units that are
//! frequent and whose PMI is large join what they overlap, the pieces are counted, and those that are no such n-grams
//! themselves are dropped.

use rustc_hash::FxHashMap;

use super::super::AnalyseError;
use super::super::candidates::CandidateId;
use super::super::control::{Control, Stage};
use super::Lattice;
use super::junctions::{SPAN, Strengths};
use super::nodes::Nodes;
use super::sums::{Gatherer, Sums};
use super::text::Pass;

/// Smallest PMI, in nats, of n-grams of 2, 3 and 4 units that join.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds(pub [f32; 3]);

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds([1.0, 3.0, 5.0])
    }
}

/// Units of a piece at most: a longer one is dropped.
const LONGEST_PIECE: usize = 64;

impl Lattice<'_> {
    /// The pieces that occur as often as the table's floor asks, with their counts, the most frequent first, then by
    /// their bytes. A piece of three or four units is dropped unless it is an n-gram that joins, a longer one unless all
    /// its n-grams of four units are.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
    pub fn cut(&mut self, thresholds: Thresholds, control: &Control) -> Result<Vec<(String, u32)>, AnalyseError> {
        control.begin(Stage::Junctions, self.text.len() as u64);
        self.set_strengths(thresholds.0, control)?;
        let counts = &self.table.columns().count;
        let mut sums = Sums::new(self.nodes.rows.len(), |node| counts[self.nodes.rows[node] as usize], [1.0]);
        let threads = self.text.run(&Cutting { nodes: &self.nodes, sums: &sums }, control)?;
        let (mut hot, mut longer) = (Vec::new(), FxHashMap::<Box<[u32]>, u32>::default());
        for own in threads {
            hot.push(own.rows.finish());
            own.longer.into_iter().for_each(|(piece, count)| *longer.entry(piece).or_default() += count);
        }
        sums.add_hot(hot);
        let floor = self.table.floors().min_count;
        let row = |node: usize| {
            let count = sums.get(node)[0] as u32;
            let id = CandidateId(self.nodes.rows[node]);
            (count >= floor).then(|| (self.table.word(id).to_owned(), count))
        };
        let mut words: Vec<(String, u32)> = (0..self.nodes.rows.len()).filter_map(row).collect();
        let longer = longer.into_iter().filter(|&(_, count)| count >= floor);
        words.extend(longer.map(|(piece, count)| (self.spelled(&piece), count)));
        words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(words)
    }

    fn spelled(&self, symbols: &[u32]) -> String {
        let names: Vec<&str> = symbols.iter().map(|&symbol| &*self.singles.names[symbol as usize]).collect();
        names.join(self.singles.joint)
    }
}

struct Cutting<'a> {
    nodes: &'a Nodes,
    sums: &'a Sums<1>,
}

/// What one thread keeps.
struct Own<'a> {
    rows: Gatherer<'a, 1>,
    /// Counts of pieces longer than any row.
    longer: FxHashMap<Box<[u32]>, u32>,
    chunk: Strengths,
}

impl<'a> Pass for Cutting<'a> {
    type Own = Own<'a>;

    fn own(&self) -> Own<'a> {
        Own { rows: self.sums.gatherer(), longer: FxHashMap::default(), chunk: Strengths::default() }
    }

    fn chunk(&self, ids: &[u32], own: &mut Own<'a>) {
        own.chunk.weigh(self.nodes, ids);
        let mut start = 0;
        for end in 1..ids.len() {
            if own.chunk.strengths[end] < 0.0 {
                self.piece(&ids[start..end], start, own);
                start = end;
            }
        }
    }
}

impl Cutting<'_> {
    /// Counts `piece`, which starts at position `start`, unless it is to be dropped.
    fn piece(&self, piece: &[u32], start: usize, own: &mut Own) {
        let (length, found) = (piece.len(), &own.chunk.found);
        // A piece that occurs often enough is a row, or longer than any.
        let is_found = usize::from(found.depths[start]) >= length.min(self.nodes.longest());
        if !is_found || !(2..=LONGEST_PIECE).contains(&length) {
            return;
        }
        let joins = |start: usize, length| found.node(start, length).is_some_and(|(_, value)| value >= 0.0);
        let is_kept = match length {
            2 => true,
            3 | SPAN => joins(start, length),
            _ => (start..=start + length - SPAN).all(|start| joins(start, SPAN)),
        };
        match found.node(start, length) {
            _ if !is_kept => {}
            Some((node, _)) => own.rows.add(node, [1.0]),
            None => *own.longer.entry(Box::from(piece)).or_default() += 1,
        }
    }
}
