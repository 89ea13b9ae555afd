//! Which lines of a concordance are shown, and in what order.

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::super::control::Control;
use super::super::text::Corpus;
use super::FindError;
use super::examples;
use super::order::{self, By, KwicSort};
use super::stretches::CHUNK;

/// What is done with the hits of a word before they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// The order.
    pub sort: KwicSort,
    /// What a random order comes from: the same seed gives the same order.
    pub seed: u64,
    /// Whether only the first hit of each document, in that order, is shown.
    pub per_document: bool,
}

impl From<KwicSort> for Arrangement {
    fn from(sort: KwicSort) -> Self {
        Arrangement { sort, ..Arrangement::default() }
    }
}

impl Arrangement {
    /// Whether hits in text order stay as they are.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.sort == KwicSort::Text && !self.per_document
    }
}

/// Puts `hits` of `word`, given in text order, in the order of `how`, and leaves out those that it leaves out. Equal
/// ones stay in text order. Runs on the current rayon thread pool.
///
/// Contexts are compared character by character by code point, away from the word, up to 16 characters or the end of
/// the source line; an ended line comes first. R2, R3, L2 and L3 pass over the first one or two units or breaks beside
/// the word, and look at the 64 characters next to it. Of good examples see [`JUDGED`](super::JUDGED).
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled, [`FindError::Storage`]; then the hits are as they were.
pub fn arrange(
    corpus: &Corpus,
    word: &str,
    hits: &mut Vec<usize>,
    how: Arrangement,
    control: &Control,
) -> Result<(), FindError> {
    let by = match how.sort {
        KwicSort::Text | KwicSort::Examples => None,
        KwicSort::Right => Some(By::After(0)),
        KwicSort::Right2 => Some(By::After(1)),
        KwicSort::Right3 => Some(By::After(2)),
        KwicSort::Left => Some(By::Before(0)),
        KwicSort::Left2 => Some(By::Before(1)),
        KwicSort::Left3 => Some(By::Before(2)),
        KwicSort::Random => Some(By::Chance(how.seed)),
    };
    let mut arranged = hits.clone();
    match by {
        Some(by) => order::sort(corpus, word, &mut arranged, by, control)?,
        None if how.sort == KwicSort::Examples => examples::sort(corpus, word, &mut arranged, control)?,
        None => {}
    }
    if how.per_document {
        arranged = first_of_documents(corpus, &arranged, control)?;
    }
    *hits = arranged;
    Ok(())
}

/// `most` of `hits` at random, in text order: all when there are no more. The same `seed` gives the same ones.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled.
pub fn sample(
    corpus: &Corpus,
    hits: &mut Vec<usize>,
    (most, seed): (usize, u64),
    control: &Control,
) -> Result<(), FindError> {
    if hits.len() > most {
        order::sort(corpus, "", hits, By::Chance(seed), control)?;
        hits.truncate(most);
        hits.sort_unstable();
    }
    Ok(())
}

/// The first of `hits` in each document.
fn first_of_documents(corpus: &Corpus, hits: &[usize], control: &Control) -> Result<Vec<usize>, FindError> {
    let mut seen = FxHashSet::default();
    let mut kept = Vec::new();
    for hits in hits.chunks(4 * CHUNK) {
        control.check()?;
        let documents: Vec<usize> = hits.par_iter().map(|&hit| corpus.document_at(hit)).collect();
        kept.extend(hits.iter().zip(documents).filter(|&(_, document)| seen.insert(document)).map(|(&hit, _)| hit));
        if kept.len() == corpus.document_count() {
            break;
        }
    }
    Ok(kept)
}
