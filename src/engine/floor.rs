//! What the counting is measured against: the least that any counting of n-grams must do, and the statistics alone.
//!
//! Nothing of the program needs these; a measurement on any machine does, since a ratio says more than seconds.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::alphabet::{Alphabet, Coded, Id, Survey};
use super::candidates::Floors;
use super::control::Control;
use super::text::Corpus;
use super::tuning::Tuning;
use super::{AnalyseError, measures, ngrams};

/// Most symbols that have a table of their bigrams.
const MOST_DENSE: usize = 4096;

/// Decodes `corpus`, gives each symbol its id and counts every bigram exactly, and nothing else. The number of distinct
/// bigrams of symbols that occur `floors.min_count` times.
///
/// # Errors
/// As [`analyse`](super::analyse).
pub fn bigram_floor(corpus: &Corpus, floors: Floors, control: &Control) -> Result<usize, AnalyseError> {
    let tuning = Tuning::default();
    let survey = Survey::new(corpus, &tuning, control)?;
    let (alphabet, mapping) = survey.alphabet(floors.min_count);
    if is_narrow(&alphabet, &tuning) {
        bigrams::<u16>(&survey.code(&mapping, &tuning, control)?, &alphabet)
    } else {
        bigrams::<u32>(&survey.code(&mapping, &tuning, control)?, &alphabet)
    }
}

/// Counts and measures every n-gram of `corpus` above `floors`, without the score and the table of
/// [`analyse`](super::analyse). The number of n-grams.
///
/// # Errors
/// As [`analyse`](super::analyse).
pub fn statistics(corpus: &Corpus, floors: Floors, control: &Control) -> Result<usize, AnalyseError> {
    let tuning = Tuning::default();
    let survey = Survey::new(corpus, &tuning, control)?;
    let (alphabet, mapping) = survey.alphabet(floors.min_count);
    let (trie, walks) = if is_narrow(&alphabet, &tuning) {
        ngrams::count::<u16>(&survey.code(&mapping, &tuning, control)?, &alphabet, floors, &tuning, control)?
    } else {
        ngrams::count::<u32>(&survey.code(&mapping, &tuning, control)?, &alphabet, floors, &tuning, control)?
    };
    let (levels, _) = measures::measure(trie, walks, alphabet.totals, &tuning.measures, control)?;
    Ok(levels.iter().map(|level| level.rows.rows()).sum())
}

fn is_narrow(alphabet: &Alphabet, tuning: &Tuning) -> bool {
    alphabet.escape() <= tuning.narrow_limit.min(usize::from(u16::MAX) - 1) + 1
}

/// The number of distinct bigrams. The most frequent symbols, whose ids come first, have a table of their bigrams, as
/// large as pays for the text; the others a hash map. Each thread counts the bigrams of some first symbols.
fn bigrams<S: Id>(coded: &Coded<S>, alphabet: &Alphabet) -> Result<usize, AnalyseError> {
    let ids = coded.ids.read(0..coded.ids.rows())?;
    let dense = ids.len().isqrt().min(MOST_DENSE);
    let threads = rayon::current_num_threads();
    let rows = dense.div_ceil(threads);
    let escape = alphabet.escape();
    let mut table = vec![0u32; dense * dense];
    let counted = table.par_chunks_mut(rows * dense).enumerate().map(|(part, own)| {
        let mut others: FxHashMap<(u32, u32), u32> = FxHashMap::default();
        for pair in ids.windows(2) {
            let (first, second) = (pair[0].index(), pair[1].index());
            let is_ours = if first < dense { first / rows == part } else { first % threads == part };
            if !is_ours || first == 0 || second == 0 {
                continue;
            }
            if first < dense && second < dense {
                own[(first - part * rows) * dense + second] += 1;
            } else if first != escape && second != escape {
                *others.entry((first as u32, second as u32)).or_default() += 1;
            }
        }
        own.iter().filter(|&&count| count > 0).count() + others.len()
    });
    Ok(counted.sum())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn bigrams_and_statistics_are_those_of_the_text() {
        let corpus = Corpus::from_text("t", &"天地玄黃，宇宙天地。".repeat(6));
        let (floors, control) = (Floors::default(), Control::new());
        // 天地 地玄 玄黃 宇宙 宙天
        assert_eq!(bigram_floor(&corpus, floors, &control).unwrap(), 5);
        let table = super::super::analyse(&corpus, floors, &control).unwrap();
        assert_eq!(statistics(&corpus, floors, &control).unwrap(), table.len());
    }
}
