//! Searching a dictionary: by how words begin, whole, nearly, by a regular expression.

use fst::map::StreamBuilder;
use fst::{Automaton, IntoStreamer, Streamer};
use regex::Regex;

use super::Dictionary;
use crate::engine::Control;

/// Words between two looks at whether the search is cancelled.
const PACE: usize = 4_096;
/// Most letters that may differ in [`Lookup::Fuzzy`].
const MOST_EDITS: usize = 2;

/// What is looked for.
#[derive(Debug, Clone)]
pub enum Lookup {
    /// Words that begin so; all with nothing.
    Prefix(String),
    /// This word.
    Exact(String),
    /// Words that so many insertions, deletions and replacements of characters (Levenshtein 1966) turn into this one.
    Fuzzy(String, usize),
    /// Words in which this occurs.
    Regex(Regex),
}

impl Lookup {
    /// Reads `abc` (how words begin), `=abc` (whole), `~abc` (one character off), `~~abc` (two), `/abc/` (a regular
    /// expression; its last slash may be missing).
    ///
    /// # Errors
    /// What the regular expression is faulted for.
    pub fn parse(text: &str) -> Result<Lookup, regex::Error> {
        let text = text.trim();
        let narrow = |c: char| match c {
            '＝' => '=',
            '～' => '~',
            '／' => '/',
            c => c,
        };
        let sign = text.chars().next().map(narrow);
        let rest = |from: usize| text.chars().skip(from).collect::<String>();
        let edits = text.chars().take(MOST_EDITS).take_while(|&c| narrow(c) == '~').count();
        Ok(match sign {
            Some('=') if text.chars().count() > 1 => Lookup::Exact(rest(1)),
            Some('~') if text.chars().count() > edits => Lookup::Fuzzy(rest(edits), edits),
            Some('/') => {
                let inner = rest(1);
                Lookup::Regex(Regex::new(inner.strip_suffix(['/', '／']).unwrap_or(&inner))?)
            }
            Some('=' | '~') => Lookup::Prefix(String::new()),
            _ => Lookup::Prefix(text.to_owned()),
        })
    }
}

/// Words with their counts, in ascending order of bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    text: String,
    ends: Vec<usize>,
    counts: Vec<u64>,
}

impl Words {
    fn push(&mut self, word: &str, count: u64) {
        self.text.push_str(word);
        self.ends.push(self.text.len());
        self.counts.push(count);
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word at a place, with its count.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<(&str, u64)> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        Some((&self.text[start..end], self.counts[place]))
    }

    /// The place of `word`, or the one it would have.
    #[must_use]
    pub fn place_of(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle) {
                Some((other, _)) if other < word => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }
}

impl Dictionary {
    /// The words that `lookup` is about; `None` when `control` was cancelled meanwhile.
    #[must_use]
    pub fn search(&self, lookup: &Lookup, control: &Control) -> Option<Words> {
        let any = |_: &str| true;
        match lookup {
            Lookup::Exact(word) => {
                let mut words = Words::default();
                if let Some(count) = self.get(word) {
                    words.push(word, count);
                }
                Some(words)
            }
            Lookup::Prefix(prefix) => {
                collect(self.map.search(fst::automaton::Str::new(prefix).starts_with()), any, control)
            }
            Lookup::Fuzzy(word, most) => collect(self.map.search(Near::new(word, *most)), any, control),
            Lookup::Regex(regex) => collect(self.map.range(), |word| regex.is_match(word), control),
        }
    }
}

fn collect<A: Automaton>(
    found: StreamBuilder<'_, A>,
    wanted: impl Fn(&str) -> bool,
    control: &Control,
) -> Option<Words> {
    let mut stream = found.into_stream();
    let (mut words, mut seen) = (Words::default(), 0_usize);
    while let Some((word, count)) = stream.next() {
        seen += 1;
        if seen.is_multiple_of(PACE) && control.is_cancelled() {
            return None;
        }
        // The check of a dictionary, or having been built from &str, makes every key UTF-8.
        if let Ok(word) = std::str::from_utf8(word)
            && wanted(word)
        {
            words.push(word, count);
        }
    }
    Some(words)
}

/// The words within a number of edits of one, as an automaton over bytes: a state is the row of the table of Wagner and
/// Fischer (1974) after the characters so far, and the bytes of a character that is not whole yet.
struct Near {
    word: Vec<char>,
    most: usize,
}

#[derive(Clone)]
struct Row {
    edits: Vec<usize>,
    bytes: [u8; 4],
    held: usize,
}

impl Near {
    fn new(word: &str, most: usize) -> Self {
        Near { word: word.chars().collect(), most }
    }

    fn after(&self, edits: &[usize], c: char) -> Vec<usize> {
        let mut next = vec![edits[0] + 1];
        for (at, &own) in self.word.iter().enumerate() {
            let kept = edits[at] + usize::from(own != c);
            next.push(kept.min(edits[at + 1] + 1).min(next[at] + 1));
        }
        next
    }
}

impl Automaton for Near {
    type State = Row;

    fn start(&self) -> Row {
        Row { edits: (0..=self.word.len()).collect(), bytes: [0; 4], held: 0 }
    }

    fn is_match(&self, row: &Row) -> bool {
        row.held == 0 && row.edits.last().is_some_and(|&edits| edits <= self.most)
    }

    fn can_match(&self, row: &Row) -> bool {
        row.edits.iter().any(|&edits| edits <= self.most)
    }

    fn accept(&self, row: &Row, byte: u8) -> Row {
        let mut next = row.clone();
        if let Some(slot) = next.bytes.get_mut(next.held) {
            *slot = byte;
            next.held += 1;
        }
        let whole = std::str::from_utf8(&next.bytes[..next.held]).ok().and_then(|text| text.chars().next());
        if let Some(c) = whole {
            next.edits = self.after(&row.edits, c);
            next.held = 0;
        }
        next
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn found(words: &Words) -> Vec<(&str, u64)> {
        (0..words.len()).filter_map(|place| words.get(place)).collect()
    }

    proptest! {
        #[test]
        fn a_search_finds_what_looking_at_every_word_finds(
            words in prop::collection::btree_map("[ab天地玄é]{1,6}", 0..9u64, 0..60),
            text in "[ab天地玄é]{0,5}",
            sign in prop::sample::select(vec!["", "=", "~", "~~", "/", "/^"]),
        ) {
            let dictionary = Dictionary::build(words.iter().map(|(word, &count)| (word.as_str(), count))).unwrap();
            let lookup = Lookup::parse(&format!("{sign}{text}")).unwrap();
            let words: BTreeMap<String, u64> = words;
            let wanted: Vec<(&str, u64)> = words
                .iter()
                .filter(|(word, _)| match sign {
                    _ if text.is_empty() => true,
                    "=" => **word == text,
                    "~" => strsim::levenshtein(word, &text) <= 1,
                    "~~" => strsim::levenshtein(word, &text) <= 2,
                    "/" => word.contains(&text),
                    _ => word.starts_with(&text),
                })
                .map(|(word, &count)| (word.as_str(), count))
                .collect();
            let all = dictionary.search(&lookup, &Control::new()).unwrap();
            prop_assert_eq!(found(&all), wanted);
            prop_assert_eq!(all.is_empty(), all.len() == 0);
            for place in 0..all.len() {
                prop_assert_eq!(all.place_of(all.get(place).unwrap().0), place);
            }
            prop_assert_eq!(all.place_of("\u{10ffff}"), all.len());
        }
    }

    #[test]
    fn a_sign_of_an_input_method_is_that_of_the_keyboard_and_faults_are_told() {
        assert!(matches!(Lookup::parse("～～天").unwrap(), Lookup::Fuzzy(word, 2) if word == "天"));
        assert!(matches!(Lookup::parse("＝天").unwrap(), Lookup::Exact(word) if word == "天"));
        assert!(matches!(Lookup::parse("/^天/").unwrap(), Lookup::Regex(regex) if regex.as_str() == "^天"));
        assert!(Lookup::parse("/(").is_err());
    }

    #[test]
    fn a_cancelled_search_ends() {
        let words: Vec<String> = (0..3 * PACE).map(|n| format!("{n:06}")).collect();
        let dictionary = Dictionary::build(words.iter().map(|word| (word.as_str(), 1))).unwrap();
        let control = Control::new();
        control.cancel();
        assert!(dictionary.search(&Lookup::Prefix(String::new()), &control).is_none());
    }
}
