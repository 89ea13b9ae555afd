//! The words that the text itself accepts, and the model of words learnt once more, with the refined odds as what is
//! believed before, to cut texts with.

use super::super::AnalyseError;
use super::super::candidates::{CandidateId, CandidateTable};
use super::super::control::Control;
use super::super::segmentation::{Lattice, Learned};
use super::Refined;

/// Rows that a table needs at least: of fewer, ranks say nothing, and the words they would compete with are no rows.
pub const LEAST_ROWS: usize = 64;

/// How the odds of a row become the bias of its weight, in nats: `length (n - 1) + trust clamp(odds)` for n units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// What a unit more adds, in nats.
    pub length: f32,
    /// How much is made of the odds.
    pub trust: f32,
    /// Odds further from even than this, in nats, are taken as this.
    pub limit: f32,
    /// Steps of expectation.
    pub iterations: usize,
}

impl Belief {
    /// To cut the text into words.
    pub const SEGMENTING: Belief = Belief { length: -4.0, trust: 4.0, limit: 4.0, iterations: 3 };

    /// The bias of a row of `length` units.
    #[must_use]
    pub fn bias(&self, length: u8, odds: f32) -> f32 {
        self.length * (f32::from(length) - 1.0) + self.trust * odds.clamp(-self.limit, self.limit)
    }
}

/// Whether there is enough of a text in `table` for the text to say what its words are.
#[must_use]
pub fn is_enough(table: &CandidateTable) -> bool {
    table.len() >= LEAST_ROWS
}

/// Learns the model of words of `lattice`, whose rows are those of `table`, with the refined odds as `belief` takes them.
///
/// # Errors
/// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
pub fn relearn(
    lattice: &mut Lattice,
    table: &CandidateTable,
    refined: &Refined,
    belief: Belief,
    control: &Control,
) -> Result<Learned, AnalyseError> {
    let bias = |row: usize| belief.bias(table.length(CandidateId(row as u32)), refined.odds[row]);
    lattice.learn(bias, belief.iterations, control)
}

/// Whether a row with log-odds `odds` (nats) is accepted as a word: when it is rather one than none.
#[must_use]
pub fn is_accepted(odds: f32) -> bool {
    odds >= 0.0
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::super::candidates::Floors;
    use super::super::super::{analyse, derived::Deriver};
    use super::super::share_of_use;
    use super::*;
    use crate::engine::text::Corpus;
    use crate::engine::tuning::Tuning;
    use std::sync::Arc;

    /// Words put together at random, without a break between them.
    fn text(words: &[&str], length: usize) -> String {
        let mut state = 7u64;
        let mut text = String::new();
        for at in 0..length {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            text.push_str(words[(state >> 33) as usize % words.len()]);
            if at % 11 == 10 {
                text.push('。');
            }
        }
        text
    }

    #[test]
    fn the_words_that_a_text_is_made_of_are_used() {
        let words = ["天地", "玄黄", "宇宙", "洪荒", "日月", "盈昃", "辰宿", "列张", "寒来", "暑往", "秋收", "冬藏"];
        let corpus = Corpus::from_text("t", &text(&words, 4000));
        let control = Control::new();
        let table = Arc::new(analyse(&corpus, Floors { min_count: 3, max_length: 4 }, &control).unwrap());
        let deriver = Deriver::new(Arc::clone(&table));
        // The odds are not what is tested here: without any the text alone decides.
        let refined = Refined { odds: vec![0.0; table.len()], ..deriver.refined(&corpus, &control).unwrap().clone() };
        let mut lattice = Lattice::new(&corpus, &table, &Tuning::default(), &control).unwrap();
        let mut used = |refined: &Refined| {
            share_of_use(&table, &relearn(&mut lattice, &table, refined, Belief::SEGMENTING, &control).unwrap())
        };
        let shares = used(&refined);
        assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        let of = |word: &str| shares[table.find(word).unwrap().index()];
        for word in words {
            assert!(of(word) > 4.0 * of("地玄").max(0.05), "{word}: {}", of(word));
        }
        // What is believed before counts.
        let row = table.find("天地").unwrap().index();
        let mut doubted = refined.clone();
        doubted.odds[row] = -9.0;
        assert!(used(&doubted)[row] < shares[row]);
    }

    #[test]
    fn a_small_text_is_not_enough() {
        let corpus = Corpus::from_text("t", &"天地玄黄。".repeat(9));
        let control = Control::new();
        let table = Arc::new(analyse(&corpus, Floors::default(), &control).unwrap());
        assert!(!is_enough(&table));
    }

    #[test]
    fn the_bias_grows_with_the_odds_up_to_a_limit() {
        let belief = Belief { length: -2.0, trust: 1.5, limit: 4.0, iterations: 1 };
        assert_eq!(belief.bias(3, 2.0), -1.0);
        assert_eq!(belief.bias(2, 9.0), 4.0);
        assert_eq!(belief.bias(1, -9.0), -6.0);
    }
}
