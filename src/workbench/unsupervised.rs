//! Segmenting a text by what another text, or itself, says its words are.

use crate::engine::derived::Deriver;
use crate::engine::refined::{self, Belief, LEAST_ROWS};
use crate::engine::segmentation::Lattice;
use crate::engine::{AnalyseError, CandidateId, Control, Floors, Tuning};
use crate::lexicon::segment::{SegmentError, Segmenter};

use super::Analysis;

/// What has to be counted of a text to learn its words from: all that occurs twice.
pub const FLOORS: Floors = Floors { min_count: 2, max_length: 6 };

/// Why no words can be learnt from a text.
#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    /// Reading it again.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// There are too many words.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// There is too little of it.
    #[error(
        "the text is too small to learn words from: it has {0} candidates, {LEAST_ROWS} are needed; give more text, or a \
         dictionary with --dict"
    )]
    TooSmall(usize),
}

/// Segments by the words of the text of `analysis`, which should be counted with [`FLOORS`]: a unigram model of its
/// candidates and single units is learnt with the refined odds as what is believed before (see [`refined::relearn`]).
///
/// # Errors
/// [`LearnError`].
pub fn segmenter(analysis: &Analysis, control: &Control) -> Result<Segmenter, LearnError> {
    let table = &analysis.table;
    if !refined::is_enough(table) {
        return Err(LearnError::TooSmall(table.len()));
    }
    let deriver = Deriver::new(std::sync::Arc::clone(table));
    let refined = deriver.refined(&analysis.corpus, control)?;
    let mut lattice = Lattice::new(&analysis.corpus, table, &Tuning::default(), control)?;
    let weights = refined::relearn(&mut lattice, table, refined, Belief::SEGMENTING, control)?.weights;
    let singles = lattice.singles();
    let single = |symbol: usize| f64::from(weights.singles[symbol]);
    let row = |(row, &weight): (usize, &f32)| (table.word(CandidateId(row as u32)), f64::from(weight));
    let rows = weights.rows.iter().enumerate().filter(|(_, weight)| weight.is_finite()).map(row);
    let named = (1..singles.rare()).map(|symbol| (&*singles.names[symbol], single(symbol)));
    // Any unit may be taken as unknown: that must not be worth more than what is known of it. The weight of the rare
    // symbols is that of all of them together.
    let unknown = (1..=singles.rare()).map(single).fold(0.0, f64::min);
    Ok(Segmenter::new(named.chain(rows), unknown)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::{Corpus, analyse};
    use crate::lexicon::segment;
    use crate::project::source::Skips;

    fn analysis(text: &str) -> Analysis {
        let corpus = Corpus::from_text("t", text);
        let table = Arc::new(analyse(&corpus, FLOORS, &Control::new()).unwrap());
        Analysis {
            corpus: Arc::new(corpus),
            table,
            sources: Vec::new(),
            skipped: Skips::default(),
            from_cache: false,
            reference: None,
        }
    }

    #[test]
    fn the_segmentation_is_the_best_path_through_the_lattice() {
        let text = include_str!("../../tests/data/xiyouji_opening.txt");
        let analysis = analysis(text);
        let (table, control) = (&analysis.table, Control::new());
        let segmenter = segmenter(&analysis, &control).unwrap();
        let deriver = Deriver::new(Arc::clone(table));
        let refined = deriver.refined(&analysis.corpus, &control).unwrap();
        let mut lattice = Lattice::new(&analysis.corpus, table, &Tuning::default(), &control).unwrap();
        let weights = refined::relearn(&mut lattice, table, refined, Belief::SEGMENTING, &control).unwrap().weights;
        let mut words = 0;
        for line in text.lines().filter(|line| !line.is_empty()).take(40) {
            let mut found = Vec::new();
            segmenter.words(line, &mut segment::Lattice::default(), |word| found.push(word.chars().count()));
            let lengths = lattice.best_path(&lattice.symbols(line), &weights);
            // In a line of Chinese characters alone a unit is a character.
            if line.chars().all(|c| !c.is_ascii_alphanumeric() && !c.is_whitespace()) {
                assert_eq!(found, lengths, "{line}");
                words += found.iter().filter(|&&length| length > 1).count();
            }
        }
        assert!(words > 100, "{words}");
    }

    #[test]
    fn nothing_is_learnt_from_a_line() {
        let told = segmenter(&analysis(&"天地玄黄。".repeat(3)), &Control::new()).err().unwrap().to_string();
        assert!(told.contains("too small") && told.contains("--dict"), "{told}");
    }
}
