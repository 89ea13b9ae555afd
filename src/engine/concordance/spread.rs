//! How evenly a word is spread over the text.

use std::ops::Range;

use super::super::text::Corpus;

/// Equal parts that the text is cut into to see where a word stands.
pub const PARTS: usize = 64;

/// Where in the text a word stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// Documents with the word.
    pub documents: u64,
    /// Documents in all.
    pub of: u64,
    /// Occurrences in each of [`PARTS`] parts of the text with equally many bytes.
    pub parts: [u32; PARTS],
    /// Deviation of proportions over these parts, normalised: from 0, as even as can be, to 1, all in one part.
    ///
    /// Half the sum, over the parts, of the distance between the part's share of the occurrences and its share of the
    /// text (DP, Gries 2008), divided by its largest value, 1 less the smallest share of the text (Lijffijt and Gries
    /// 2012). Fewer occurrences than parts cannot be even. `None` without occurrences.
    pub deviation: Option<f64>,
}

/// Counts where occurrences stand, while they are found.
#[derive(Debug)]
pub struct SpreadCounter<'c> {
    corpus: &'c Corpus,
    /// Bytes of the document of the last occurrence.
    document: Range<usize>,
    documents: u64,
    parts: [u32; PARTS],
}

impl<'c> SpreadCounter<'c> {
    /// A count without occurrences yet.
    #[must_use]
    pub fn new(corpus: &'c Corpus) -> Self {
        SpreadCounter { corpus, document: 0..0, documents: 0, parts: [0; PARTS] }
    }

    /// Adds occurrences: byte offsets in ascending order, none before those of the last call.
    pub fn add(&mut self, hits: &[usize]) {
        let size = self.corpus.len().max(1) as u128;
        for &hit in hits {
            let part = (hit as u128 * PARTS as u128 / size) as usize;
            self.parts[part.min(PARTS - 1)] += 1;
            if !self.document.contains(&hit) {
                let index = self.corpus.document_at(hit);
                let start = |index| self.corpus.document(index).map(|document| document.start);
                self.document = start(index).unwrap_or(0)..start(index + 1).unwrap_or(usize::MAX);
                self.documents += 1;
            }
        }
    }

    /// The spread of what was added.
    #[must_use]
    pub fn finish(&self) -> Spread {
        let of = self.corpus.document_count() as u64;
        Spread { documents: self.documents, of, parts: self.parts, deviation: deviation(&self.parts) }
    }
}

/// The normalised deviation of proportions of counts in parts of one size.
fn deviation(parts: &[u32]) -> Option<f64> {
    let total: u64 = parts.iter().map(|&count| u64::from(count)).sum();
    if total == 0 || parts.len() < 2 {
        return None;
    }
    // In whole numbers up to the last division, so that it is the same on every machine.
    let n = parts.len() as u64;
    let apart: u64 = parts.iter().map(|&count| (u64::from(count) * n).abs_diff(total)).sum();
    Some(apart as f64 / (2 * total * (n - 1)) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviation_is_that_of_the_formula() {
        assert_eq!(deviation(&[0, 0]), None);
        assert_eq!(deviation(&[3, 3, 3]), Some(0.0));
        assert_eq!(deviation(&[0, 7, 0, 0]), Some(1.0));
        // DP = (|0.5 - 0.25| + |0.5 - 0.25| + 0.25 + 0.25) / 2 = 0.5, divided by 1 - 0.25.
        assert_eq!(deviation(&[1, 1, 0, 0]), Some(0.5 / 0.75));
    }
}
