//! Scoring a segmentation.

use super::score::{f1, ratio};
use super::separator::{Separator, is_space};

/// Words of two segmentations of one text, and those they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Words of the gold segmentation.
    pub gold: usize,
    /// Words of the segmentation that is scored.
    pub said: usize,
    /// Words of both that start and end at the same places.
    pub same: usize,
}

impl Agreement {
    /// Same words of those said, 0 to 1.
    #[must_use]
    pub fn precision(&self) -> f64 {
        ratio(self.same, self.said)
    }

    /// Same words of those in gold, 0 to 1.
    #[must_use]
    pub fn recall(&self) -> f64 {
        ratio(self.same, self.gold)
    }

    /// Harmonic mean of the two.
    #[must_use]
    pub fn f1(&self) -> f64 {
        f1(self.precision(), self.recall())
    }
}

/// Where two segmentations are not of one text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// A line has another text.
    #[error("line {line}: its text differs from gold from character {at} on")]
    Text {
        /// The line, from 1.
        line: usize,
        /// The first character that differs, from 1, separators and white space not counted.
        at: usize,
    },
    /// One ends before the other.
    #[error("line {line}: {longer} goes on here and {shorter} has ended")]
    Lines {
        /// The first line that only one has, from 1.
        line: usize,
        /// Which has it.
        longer: &'static str,
        /// Which has not.
        shorter: &'static str,
    },
}

/// Compares the segmentations line by line, as the SIGHAN bakeoffs do (Sproat and Emerson 2003): a word is the same when
/// both its ends are. White space is never text.
///
/// # Errors
/// [`Mismatch`] for the first line in which the two have different texts.
pub fn agreement(output: (&str, Separator), gold: (&str, Separator)) -> Result<Agreement, Mismatch> {
    let strip = |text| str::strip_prefix(text, '\u{FEFF}').unwrap_or(text);
    let (mut mine, mut theirs) = (strip(output.0).lines(), strip(gold.0).lines());
    let (mut total, mut line) = (Agreement::default(), 0);
    let (mut said, mut true_) = (Words::default(), Words::default());
    loop {
        line += 1;
        let (a, b) = match (mine.next(), theirs.next()) {
            (Some(a), Some(b)) => (a, b),
            (None, None) => return Ok(total),
            (Some(_), None) => return Err(Mismatch::Lines { line, longer: "the segmentation", shorter: "gold" }),
            (None, Some(_)) => return Err(Mismatch::Lines { line, longer: "gold", shorter: "the segmentation" }),
        };
        said.read(a, output.1);
        true_.read(b, gold.1);
        if said.text != true_.text {
            let same = said.text.chars().zip(true_.text.chars()).take_while(|(a, b)| a == b).count();
            return Err(Mismatch::Text { line, at: same + 1 });
        }
        total.said += said.ends.len();
        total.gold += true_.ends.len();
        total.same += same(&said.ends, &true_.ends);
    }
}

/// A line without its separators, and the byte after each of its words.
#[derive(Default)]
struct Words {
    text: String,
    ends: Vec<usize>,
}

impl Words {
    fn read(&mut self, line: &str, separator: Separator) {
        self.text.clear();
        self.ends.clear();
        for word in separator.words(line) {
            let before = self.text.len();
            self.text.extend(word.chars().filter(|&c| !is_space(c)));
            if self.text.len() > before {
                self.ends.push(self.text.len());
            }
        }
    }
}

/// Words that two lists of ends have in common.
fn same(a: &[usize], b: &[usize]) -> usize {
    let (mut i, mut j, mut count, mut together) = (0, 0, 0, true);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        count += usize::from(x == y && together);
        // A border of one only parts the words of the other from those after it.
        together = x == y;
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    count
}
