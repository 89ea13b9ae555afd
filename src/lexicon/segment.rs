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
    /// Breaks that words go on after: a text must not be parted there.
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
            // After the last character any word may end.
            let inner = text.chars().rev().skip(1);
            inner_breaks.extend(inner.filter(|&c| unit::class(c) == Class::Break));
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
    /// break that no word goes on after, the last in the first `most` bytes, so that the words are those of the whole.
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn cut(segmenter: &Segmenter, text: &str) -> Vec<String> {
        let mut words = Vec::new();
        segmenter.words(text, &mut Lattice::default(), |word| words.push(word.to_owned()));
        words
    }

    fn counted(words: &[(&str, u64)]) -> Segmenter {
        Segmenter::from_counts(words.iter().map(|&(word, count)| (word, Some(count)))).unwrap()
    }

    /// Every path by which `text`, from `at` on, is made of the words of `weights` and units.
    fn paths(
        text: &str,
        at: usize,
        borders: &[usize],
        weights: &BTreeMap<String, i32>,
        unknown: i32,
    ) -> Vec<Vec<(usize, i32)>> {
        if at == text.len() {
            return vec![Vec::new()];
        }
        let mut all = Vec::new();
        let next = borders.iter().copied().find(|&border| border > at);
        for &end in borders.iter().filter(|&&border| border > at) {
            let word = weights.get(&text[at..end]).copied();
            let unit = (Some(end) == next).then_some(unknown);
            for weight in [word, unit].into_iter().flatten() {
                for rest in paths(text, end, borders, weights, unknown) {
                    all.push([&[(end, weight)], &rest[..]].concat());
                }
            }
        }
        all
    }

    /// What a path is chosen by: its weight, few words, long words from the last on.
    fn rank(path: &[(usize, i32)]) -> (i64, Reverse<usize>, Vec<Reverse<usize>>) {
        let total = path.iter().map(|&(_, weight)| i64::from(weight)).sum();
        (total, Reverse(path.len()), path.iter().rev().map(|&(end, _)| Reverse(end)).collect())
    }

    fn dictionary() -> impl Strategy<Value = BTreeMap<String, i32>> {
        let word = prop_oneof![4 => "[天地人]{1,4}", 1 => "[天a。́]{1,3}", 1 => "[a天ก็ ]{1,3}"];
        // Few weights, so that paths tie.
        prop::collection::btree_map(word, (1..6i32).prop_map(|weight| -weight * (1 << 20)), 0..20)
    }

    fn nats(weights: &BTreeMap<String, i32>) -> impl Iterator<Item = (&str, f64)> {
        weights.iter().map(|(word, &weight)| (word.as_str(), f64::from(weight) / PER_NAT))
    }

    proptest! {
        #[test]
        fn the_path_is_the_best_of_all(weights in dictionary(), text in "[天地人]{0,7}|[天地a。ก็ ́]{0,7}", unknown in 1..7i32) {
            let unknown = -unknown * (1 << 20);
            let segmenter = Segmenter::new(nats(&weights), f64::from(unknown) / PER_NAT).unwrap();
            let mut borders: Vec<usize> = unit::pieces(&text, UNITS).map(|piece| piece.start).collect();
            borders.push(text.len());
            let usable = weights.iter().filter(|(word, _)| !word.contains(char::is_whitespace));
            let usable = usable.map(|(word, &weight)| (word.clone(), weight)).collect();
            let all = paths(&text, 0, &borders, &usable, unknown);
            let best = all.iter().max_by_key(|path| rank(path)).unwrap();
            let mut at = 0;
            let wanted: Vec<&str> = best.iter().map(|&(end, _)| &text[std::mem::replace(&mut at, end)..end]).collect();
            prop_assert_eq!(cut(&segmenter, &text), wanted);
        }

        #[test]
        fn nothing_is_lost_and_units_stay_whole(
            weights in dictionary(),
            text in "(\\PC|[天地人ก็\u{301}\u{1F1E6}\u{1F1E7}👨\u{200D}👩 \t\r\n\u{3000}a1。]){0,40}",
            delimiter in "[ /]|  |·",
        ) {
            let segmenter = Segmenter::new(nats(&weights), -9.0).unwrap();
            let words = cut(&segmenter, &text);
            prop_assert_eq!(words.concat(), text.as_str());
            let mut at = 0;
            for word in &words {
                at += word.len();
                prop_assert!(unit::is_border(&text, at, UNITS));
            }
            let mut out = String::new();
            segmenter.segment(&text, &delimiter, &mut Lattice::default(), &mut out);
            // What was put in stands between two words, so taking it out again needs the words alone.
            let mut rest = out.as_str();
            for (i, word) in words.iter().enumerate() {
                if i > 0 && is_parted(&words[i - 1], word, &delimiter) {
                    rest = rest.strip_prefix(delimiter.as_str()).unwrap();
                }
                rest = rest.strip_prefix(word.as_str()).unwrap();
            }
            prop_assert_eq!(rest, "");
            if delimiter.trim().is_empty() {
                let bare = |text: &str| text.split_whitespace().collect::<String>();
                prop_assert_eq!(bare(&out), bare(&text));
                prop_assert_eq!(out.lines().count(), text.lines().count());
            }
        }

        #[test]
        fn stretches_give_the_words_of_the_whole(
            weights in dictionary(),
            text in "([天地人]{1,5}[。 \n！]{1,2}){0,12}",
            most in 24..40usize,
        ) {
            // A word that goes on after a break may leave no place to part the text.
            let ends_at_breaks = |word: &str| !word.chars().rev().skip(1).any(|c| c == '。');
            let segmenter = Segmenter::new(nats(&weights).filter(|(word, _)| ends_at_breaks(word)), -4.0).unwrap();
            let (mut rest, mut words) = (text.as_str(), Vec::new());
            while !rest.is_empty() {
                let stretch = segmenter.stretch(rest, most);
                prop_assert!(!stretch.within_unit && stretch.len <= most);
                words.extend(cut(&segmenter, &rest[..stretch.len]));
                rest = &rest[stretch.len..];
            }
            prop_assert_eq!(words, cut(&segmenter, &text));
        }

        #[test]
        fn stretches_of_any_text_come_to_an_end(text in "(\\PC|[\r\n\u{301}a\u{1F1E6}]){0,40}|a{0,60}", most in 0..9usize) {
            let segmenter = counted(&[("a。b", 1)]);
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let stretch = segmenter.stretch(rest, most);
                prop_assert!(stretch.len > 0 && rest.is_char_boundary(stretch.len));
                prop_assert!(stretch.within_unit || unit::is_border(rest, stretch.len, UNITS));
                rest = &rest[stretch.len..];
            }
        }
    }

    #[test]
    fn the_more_probable_words_win() {
        let segmenter = counted(&[("研究", 10), ("研究生", 3), ("生命", 5), ("命", 2), ("起源", 4)]);
        assert_eq!(cut(&segmenter, "研究生命起源"), ["研究", "生命", "起源"]);
        assert_eq!(cut(&segmenter, "研究生x"), ["研究生", "x"]);
        assert_eq!(cut(&segmenter, ""), [""; 0]);
    }

    #[test]
    fn runs_are_one_word_and_signs_are_one_each() {
        let segmenter = counted(&[("恤", 1), ("T恤", 1), ("c++", 1), ("ab", 5), ("b中", 5)]);
        assert_eq!(cut(&segmenter, "T恤abc中，。c++ x"), ["T恤", "abc", "中", "，", "。", "c++", " ", "x"]);
        let mut out = String::new();
        segmenter.segment("T恤 abc中\n", " ", &mut Lattice::default(), &mut out);
        assert_eq!(out, "T恤 abc 中\n");
    }

    #[test]
    fn words_without_counts_are_equal_and_the_fewest_are_taken() {
        let words = ["天地", "天地玄", "玄黄", "地玄黄"];
        let segmenter = Segmenter::from_counts(words.map(|word| (word, None))).unwrap();
        assert_eq!(cut(&segmenter, "天地玄黄"), ["天地", "玄黄"]);
        // A count of 0 says no more than none; the last one given holds.
        let words = [("甲乙", Some(0)), ("甲", Some(9)), ("乙", Some(9)), ("甲乙", Some(7)), ("甲乙", None)];
        assert_eq!(cut(&Segmenter::from_counts(words).unwrap(), "甲乙"), ["甲乙"]);
        let nothing = Segmenter::from_counts([("", None::<u64>), ("a b", None)]).unwrap();
        assert_eq!(cut(&nothing, "天a b"), ["天", "a", " ", "b"]);
    }
}
