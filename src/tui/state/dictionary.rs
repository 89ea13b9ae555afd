//! The dictionary of accepted words, looked at and searched.

use std::sync::Arc;

use tui_input::Input;

use crate::lexicon::dictionary::Words;

/// Looking at the dictionary.
#[derive(Debug, Clone, Default)]
pub struct DictionaryDialog {
    /// What is searched for.
    pub input: Input,
    /// Whether the keys go into that line.
    pub typing: bool,
    /// The words found, once they are.
    pub found: Option<Arc<Words>>,
    /// The word under the cursor, by its place.
    pub at: usize,
    /// The first line of the window.
    pub top: usize,
    /// The word that the cursor stays on when the words are there anew.
    pub keep: Option<String>,
    /// What is wrong with the search, or what came of a key.
    pub note: String,
}

impl DictionaryDialog {
    /// Lines around the words: borders, search line, heads, the last line.
    const AROUND: u16 = 5;

    /// Words in its window on a screen of this size.
    #[must_use]
    pub fn rows(size: (u16, u16)) -> usize {
        usize::from(size.1.saturating_sub(2 + Self::AROUND)).max(1)
    }

    /// The word under the cursor.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        self.found.as_ref()?.get(self.at).map(|(word, _)| word)
    }

    /// Puts the cursor at `place`, or at the last word, in a window of `rows`.
    pub fn go_to(&mut self, place: usize, rows: usize) {
        let all = self.found.as_ref().map_or(0, |found| found.len());
        self.at = place.min(all.saturating_sub(1));
        self.top = self.top.min(self.at).max((self.at + 1).saturating_sub(rows));
        self.top = self.top.min(all.saturating_sub(rows));
    }

    /// Takes the words in. The cursor stays on its word, else at its place.
    pub fn take_in(&mut self, words: Arc<Words>, rows: usize) {
        let place = self.keep.take().map_or(self.at, |word| words.place_of(&word));
        self.found = Some(words);
        self.go_to(place, rows);
    }
}
