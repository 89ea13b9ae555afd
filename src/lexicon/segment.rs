//! Cutting a text into words with a dictionary: the path of greatest probability through the lattice of the words that
//! the text may be made of, each with a probability of its own (a unigram model).
//!
//! The edges of the lattice are the dictionary's words that begin and end where graphemes and runs of Latin letters and
//! digits do (see [`crate::engine::text::unit`]), and each such unit by itself, so that there is always a path. The path
//! is found in one pass from left to right (Viterbi 1967, over word lengths); all words in a stretch are found in one
//! pass too (Aho and Corasick 1975).
//!
//! Weights are kept as whole numbers, so that a sum is the same whatever its order, on every machine. Of paths of equal
//! weight the one of fewest words is taken; of those, the one whose last word that differs is longest.

use std::cmp::Reverse;

use daachorse::CharwiseDoubleArrayAhoCorasick;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::engine::text::UnitKind;
use crate::engine::text::unit::{self, Class};

/// Parts of a nat that a weight is rounded to.
const PER_NAT: f64 = (1 << 20) as f64;
/// Occurrences that a unit is given which is no word of the dictionary: less than any word has.
const UNKNOWN_COUNT: f64 = 0.5;
/// The units of the lattice.
const UNITS: UnitKind = UnitKind::Grapheme;

/// Why words cannot be made ready to segment with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("too many words to segment with: {0}")]
pub struct SegmentError(String);

/// Words with their weights, ready to segment with.
pub struct Segmenter {
    /// The words; none when there are none.
    words: Option<CharwiseDoubleArrayAhoCorasick<i32>>,
    /// Breaks that words have inside: a text must not be parted after them.
    inner_breaks: FxHashSet<char>,
    /// Weight of a unit that is no word.
    unknown: i32,
}

/// One place in a text: the best path from the start to there.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Weight of the path.
    total: i64,
    /// Words on it.
    words: u32,
    /// Where its last word starts.
    from: u32,
}

impl Node {
    /// A place that no path reaches.
    const UNREACHED: Node = Node { total: i64::MIN, words: u32::MAX, from: u32::MAX };

    fn is_reached(self) -> bool {
        self.total > i64::MIN
    }

    /// What makes one path better than another.
    fn rank(self) -> (i64, Reverse<u32>, Reverse<u32>) {
        (self.total, Reverse(self.words), Reverse(self.from))
    }
}

/// Memory for segmenting one stretch of text after the other: 16 bytes for each byte of the longest.
#[derive(Debug, Default)]
pub struct Lattice {
    nodes: Vec<Node>,
    /// Where the words of the best path end, the last first.
    ends: Vec<u32>,
}

impl Segmenter {
    /// Segments by `words` with their natural log weights; of a word given twice the last weight holds. A unit that is
    /// no word has weight `unknown`. Words with white space are left out: white space always parts words. Weights are
    /// rounded to a 2^20th of a nat and kept within 2,000 nats.
    ///
    /// # Errors
    /// [`SegmentError`] when there are more words than the automaton can hold (some 2^24 states).
    pub fn new<W: AsRef<str>>(words: impl IntoIterator<Item = (W, f64)>, unknown: f64) -> Result<Self, SegmentError> {
        let mut weights = FxHashMap::default();
        let mut inner_breaks = FxHashSet::default();
        for (word, weight) in words {
            let text = word.as_ref();
            if text.is_empty() || text.contains(char::is_whitespace) {
                continue;
            }
            inner_breaks.extend(text.chars().filter(|&c| unit::class(c) == Class::Break));
            weights.insert(text.to_owned(), fixed(weight));
        }
        let words = if weights.is_empty() {
            None
        } else {
            // In an order of their own, so that the automaton is the same at each run.
            let mut sorted: Vec<(String, i32)> = weights.into_iter().collect();
            sorted.sort_unstable();
            let built = CharwiseDoubleArrayAhoCorasick::with_values(sorted);
            Some(built.map_err(|error| SegmentError(error.to_string()))?)
        };
        Ok(Segmenter { words, inner_breaks, unknown: fixed(unknown) })
    }

    /// Segments by the words of a dictionary: the weight of a word is the logarithm of its share of all counts. Of a
    /// word given twice the last count holds, and one without a count leaves it as it is. A word that has no count, or
    /// 0, is given the median of the others; without any count all words are equal, and the path is that of fewest words.
    ///
    /// # Errors
    /// As [`Segmenter::new`].
    pub fn from_counts<W: AsRef<str>>(words: impl IntoIterator<Item = (W, Option<u64>)>) -> Result<Self, SegmentError> {
        let mut counts: FxHashMap<String, Option<u64>> = FxHashMap::default();
        for (word, count) in words {
            let held = counts.entry(word.as_ref().to_owned()).or_default();
            *held = count.filter(|&count| count > 0).or(*held);
        }
        let mut known: Vec<u64> = counts.values().flatten().copied().collect();
        let middle = known.len() / 2;
        let median = if known.is_empty() { 1 } else { *known.select_nth_unstable(middle).1 };
        let count = |count: Option<u64>| count.unwrap_or(median);
        let total: u128 = counts.values().map(|&held| u128::from(count(held))).sum();
        let total = (total.max(1) as f64).ln();
        let weights = counts.iter().map(|(word, &held)| (word, (count(held) as f64).ln() - total));
        Self::new(weights, UNKNOWN_COUNT.ln() - total)
    }

    /// The words of `text`, in order; together they are the text. White space is given too, a character or cluster at a
    /// time.
    pub fn words<'t>(&self, text: &'t str, lattice: &mut Lattice, mut take: impl FnMut(&'t str)) {
        self.fill(text, lattice);
        let Lattice { nodes, ends } = lattice;
        ends.clear();
        let mut at = text.len();
        while at > 0 {
            ends.push(at as u32);
            at = nodes[at].from as usize;
        }
        for &end in ends.iter().rev() {
            take(&text[at..end as usize]);
            at = end as usize;
        }
    }

    /// The best path to every place of `text`.
    fn fill(&self, text: &str, lattice: &mut Lattice) {
        let nodes = &mut lattice.nodes;
        nodes.clear();
        nodes.resize(text.len() + 1, Node::UNREACHED);
        nodes[0] = Node { total: 0, words: 0, from: 0 };
        let mut found = self.words.as_ref().map(|words| words.find_overlapping_iter(text)).into_iter().flatten();
        let mut next = found.next();
        for piece in unit::pieces(text, UNITS) {
            let end = piece.end();
            relax(nodes, piece.start, end, self.unknown);
            while let Some(word) = next.filter(|word| word.end() <= end) {
                // One that ends or starts within a unit is no word here.
                if word.end() == end {
                    relax(nodes, word.start(), end, word.value());
                }
                next = found.next();
            }
        }
    }

    /// Adds `text` to `out` with `delimiter` between its words, but next to white space only when the delimiter is
    /// none itself.
    pub fn segment(&self, text: &str, delimiter: &str, lattice: &mut Lattice, out: &mut String) {
        let mut last = None;
        self.words(text, lattice, |word| {
            if last.is_some_and(|last| is_parted(last, word, delimiter)) {
                out.push_str(delimiter);
            }
            out.push_str(word);
            last = Some(word);
        });
    }

    /// Where the first stretch of `text` ends that can be segmented by itself: after a line end, other white space or a
    /// break that no word has inside, the last in the first `most` bytes, so that the words are those of the whole.
    /// Only in a text without any such place for `most` bytes it is the last border of units.
    ///
    /// `text` must have more than `most` bytes, so that what follows is known; of one that has not, all is one stretch.
    #[must_use]
    pub fn stretch(&self, text: &str, most: usize) -> Stretch {
        if text.len() <= most {
            return Stretch { len: text.len(), within_unit: false };
        }
        let most = text.floor_char_boundary(most.max(1));
        if let Some(at) = memchr::memrchr(b'\n', &text.as_bytes()[..most]) {
            return Stretch { len: at + 1, within_unit: false };
        }
        let is_border = |at: usize| unit::is_border(text, at, UNITS);
        let parts = |c: char| c.is_whitespace() || unit::class(c) == Class::Break && !self.inner_breaks.contains(&c);
        let ends = text[..most].char_indices().rev().map(|(at, c)| (at + c.len_utf8(), c));
        if let Some((len, _)) = ends.clone().find(|&(at, c)| parts(c) && is_border(at)) {
            return Stretch { len, within_unit: false };
        }
        if let Some((len, _)) = ends.clone().take(most.min(NEAR)).find(|&(at, _)| is_border(at)) {
            return Stretch { len, within_unit: false };
        }
        let len = if most > 0 { most } else { text.chars().next().map_or(0, char::len_utf8) };
        Stretch { len, within_unit: true }
    }
}

/// Characters looked back for a border of units, in a text of nothing but one unit.
const NEAR: usize = 1 << 10;

/// A stretch of text to be segmented by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its bytes.
    pub len: usize,
    /// Whether it ends within a unit, so that no delimiter may follow.
    pub within_unit: bool,
}

/// Whether `delimiter` belongs between `last` and `next`.
#[must_use]
pub fn is_parted(last: &str, next: &str, delimiter: &str) -> bool {
    let is_space = last.ends_with(char::is_whitespace) || next.starts_with(char::is_whitespace);
    !is_space || !delimiter.chars().all(char::is_whitespace)
}

fn relax(nodes: &mut [Node], from: usize, to: usize, weight: i32) {
    let before = nodes[from];
    if !before.is_reached() {
        return;
    }
    let path = Node { total: before.total + i64::from(weight), words: before.words + 1, from: from as u32 };
    if path.rank() > nodes[to].rank() {
        nodes[to] = path;
    }
}

/// A weight in nats as it is summed.
fn fixed(weight: f64) -> i32 {
    (weight.clamp(-2_000.0, 2_000.0) * PER_NAT).round() as i32
}
