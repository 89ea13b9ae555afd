//! The words a list is measured by.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::ranking::is_header;
use super::{Scope, Separator};
use crate::engine::{Cancelled, Control};

/// Bytes of text that one thread takes at a time.
const BLOCK: usize = 1 << 20;

/// How often a gold word must occur to be a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Floors {
    /// As a word of the segmentation, or by the count of a list, at least.
    pub min_gold: u64,
    /// As a substring of the raw text, overlapping ones counted, at least; a list has no raw text.
    pub min_raw: u64,
}

impl Default for Floors {
    fn default() -> Self {
        Floors { min_gold: 5, min_raw: 5 }
    }
}

/// Why there is no gold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GoldError {
    /// The job was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// There are too many words to look for at once.
    #[error("its words are too many to be looked for in the text: {0}; raise --min-gold")]
    TooLarge(String),
}

/// Gold words of one scope, and which of them are targets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gold {
    words: FxHashMap<String, bool>,
    by_length: BTreeMap<usize, usize>,
    targets: usize,
    /// Different words, in the scope or not.
    different: usize,
    /// Words in the scope that reach the floor of gold.
    frequent: usize,
}

impl Gold {
    /// Gold of a segmented text. Substrings are counted in `raw`, or in the text itself without its separators.
    ///
    /// # Errors
    /// [`GoldError`].
    pub fn of_text(
        (text, separator): (&str, Separator),
        raw: Option<&str>,
        scope: &Scope,
        floors: Floors,
        control: &Control,
    ) -> Result<Self, GoldError> {
        let counts = counts(unmarked(text), separator, control)?;
        let different = counts.len();
        let kept: Vec<(&str, u64)> = counts.into_iter().filter(|(word, _)| scope.length(word).is_some()).collect();
        let frequent = kept.iter().filter(|(_, count)| *count >= floors.min_gold).map(|&(word, _)| word);
        let frequent: Vec<&str> = frequent.collect();
        let text = match raw {
            Some(raw) => Raw { text: unmarked(raw), separator: None },
            None => Raw { text: unmarked(text), separator: Some(separator) },
        };
        let found = text.counts(&frequent, control)?;
        let mut gold = Gold { different, frequent: frequent.len(), ..Gold::default() };
        gold.words.extend(kept.into_iter().map(|(word, _)| (word.to_owned(), false)));
        for (word, _) in frequent.into_iter().zip(found).filter(|(_, count)| *count >= floors.min_raw) {
            gold.make_target(word, scope);
        }
        Ok(gold)
    }

    /// Gold of a list: a word a line, or a word, a tab and its count, with which it must reach the floor; `None` when
    /// `text` is no such list. A first line with the fields `word` and `count` is a header.
    #[must_use]
    pub fn of_list(text: &str, scope: &Scope, min_gold: u64) -> Option<Self> {
        let mut counts = FxHashMap::<&str, Option<u64>>::default();
        let mut lines = unmarked(text).lines().peekable();
        lines.next_if(|line| is_header(line));
        for line in lines {
            let (word, count) = list_line(line)?;
            if !word.is_empty() {
                let before = counts.entry(word).or_insert(Some(0));
                *before = before.zip(count).map(|(before, count)| before.saturating_add(count));
            }
        }
        let mut gold = Gold { different: counts.len(), ..Gold::default() };
        for (word, count) in counts {
            if scope.length(word).is_none() {
                continue;
            }
            gold.words.insert(word.to_owned(), false);
            if count.is_none_or(|count| count >= min_gold) {
                gold.frequent += 1;
                gold.make_target(word, scope);
            }
        }
        Some(gold)
    }

    fn make_target(&mut self, word: &str, scope: &Scope) {
        if let (Some(is_target), Some(length)) = (self.words.get_mut(word), scope.length(word)) {
            *is_target = true;
            self.targets += 1;
            *self.by_length.entry(length).or_default() += 1;
        }
    }

    /// The number of targets.
    #[must_use]
    pub fn targets(&self) -> usize {
        self.targets
    }

    /// The number of targets of each length in symbols.
    #[must_use]
    pub fn targets_by_length(&self) -> &BTreeMap<usize, usize> {
        &self.by_length
    }

    /// Whether `word` is a target; `None` when it is no gold word of the scope.
    #[must_use]
    pub fn is_target(&self, word: &str) -> Option<bool> {
        self.words.get(word).copied()
    }

    /// Why there is no target, for the person.
    #[must_use]
    pub fn why_no_target(&self, scope: &Scope, floors: Floors) -> String {
        let (different, kept) = (self.different, self.words.len());
        if different == 0 {
            "it has no word in it".to_owned()
        } else if kept == 0 {
            let hint = match scope.symbols {
                super::Symbols::Han => "; --script any takes words of other scripts",
                super::Symbols::Any => "",
            };
            format!("none of its {different} different words has {}{hint}", scope.told())
        } else if self.frequent == 0 {
            format!("none of its {kept} words of {} occurs {} times (--min-gold)", scope.told(), floors.min_gold)
        } else {
            let (frequent, min_raw) = (self.frequent, floors.min_raw);
            format!("none of its {frequent} frequent words occurs {min_raw} times in the raw text (--min-raw)")
        }
    }
}

fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

/// The word and the count of a line of a list; `None` when it is no such line.
fn list_line(line: &str) -> Option<(&str, Option<u64>)> {
    match line.split_once('\t') {
        Some((word, rest)) => {
            let count = rest.split('\t').next().unwrap_or_default().trim();
            Some((word.trim(), Some(count.parse().ok()?)))
        }
        None => Some((line.trim(), None)).filter(|(word, _)| !word.contains(char::is_whitespace)),
    }
}

/// `text` in blocks of whole lines.
fn blocks(text: &str) -> Vec<&str> {
    let (mut blocks, mut rest) = (Vec::new(), text);
    while rest.len() > BLOCK {
        let end = memchr::memchr(b'\n', &rest.as_bytes()[BLOCK..]).map_or(rest.len(), |at| BLOCK + at + 1);
        let (block, after) = rest.split_at(end);
        blocks.push(block);
        rest = after;
    }
    blocks.push(rest);
    blocks
}

/// How often each word stands in `text`.
fn counts<'t>(text: &'t str, separator: Separator, control: &Control) -> Result<FxHashMap<&'t str, u64>, Cancelled> {
    let count = |mut counts: FxHashMap<&'t str, u64>, block: &&'t str| {
        control.check()?;
        for line in block.lines() {
            separator.words(line).for_each(|word| *counts.entry(word).or_default() += 1);
        }
        Ok(counts)
    };
    let merge = |a: FxHashMap<&'t str, u64>, b: FxHashMap<&'t str, u64>| {
        let (mut large, small) = if a.len() < b.len() { (b, a) } else { (a, b) };
        small.into_iter().for_each(|(word, count)| *large.entry(word).or_default() += count);
        Ok(large)
    };
    blocks(text).par_iter().try_fold(FxHashMap::default, count).try_reduce(FxHashMap::default, merge)
}

/// A text in which substrings are counted, line by line.
struct Raw<'t> {
    text: &'t str,
    /// What is to be taken out of it.
    separator: Option<Separator>,
}

impl Raw<'_> {
    /// How often each of `words` is a substring, overlapping ones counted (Aho and Corasick 1975).
    fn counts(&self, words: &[&str], control: &Control) -> Result<Vec<u64>, GoldError> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(words)
            .map_err(|error| GoldError::TooLarge(error.to_string()))?;
        let zeros = || vec![0u64; words.len()];
        let count = |mut counts: Vec<u64>, block: &&str| {
            control.check()?;
            let mut text = String::new();
            let text = match self.separator {
                None => block,
                Some(separator) => {
                    text.reserve(block.len());
                    for line in block.lines() {
                        text.extend(separator.words(line));
                        text.push('\n');
                    }
                    text.as_str()
                }
            };
            for found in automaton.find_overlapping_iter(text) {
                counts[found.pattern()] += 1;
            }
            Ok(counts)
        };
        let sum = |mut a: Vec<u64>, b: Vec<u64>| {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
            Ok(a)
        };
        blocks(self.text).par_iter().try_fold(zeros, count).try_reduce(zeros, sum)
    }
}
