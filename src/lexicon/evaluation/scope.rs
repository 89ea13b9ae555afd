//! Which words take part.

use rustc_hash::FxHashSet;

use super::separator::is_space;
use crate::engine::text::UnitKind;
use crate::engine::text::unit::pieces;

/// Of what a word may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Symbols {
    /// Han characters only; each is one symbol.
    #[default]
    Han,
    /// Anything without a break in it; the symbols are units of [`UnitKind::Grapheme`], so that a run of Latin letters
    /// and digits is one.
    Any,
}

/// The words that take part, in lists and in gold alike.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Symbols of a word, at least.
    pub min_length: usize,
    /// Symbols of a word, at most.
    pub max_length: usize,
    /// What a symbol is.
    pub symbols: Symbols,
    /// Words that are left out.
    pub known: FxHashSet<String>,
}

impl Default for Scope {
    /// Words of 2 to 4 Han characters, none known.
    fn default() -> Self {
        Scope { min_length: 2, max_length: 4, symbols: Symbols::Han, known: FxHashSet::default() }
    }
}

impl Scope {
    /// The symbols of `word`; `None` when it takes no part.
    #[must_use]
    pub fn length(&self, word: &str) -> Option<usize> {
        let mut length = 0;
        match self.symbols {
            Symbols::Han => {
                for c in word.chars() {
                    length += 1;
                    if length > self.max_length || !is_han(c) {
                        return None;
                    }
                }
            }
            Symbols::Any => {
                for piece in pieces(word, UnitKind::Grapheme) {
                    length += 1;
                    if length > self.max_length || piece.is_break {
                        return None;
                    }
                }
            }
        }
        (length > 0 && length >= self.min_length && !self.known.contains(word)).then_some(length)
    }

    /// The scope in words, as `2 to 4 Han characters`.
    #[must_use]
    pub fn told(&self) -> String {
        let symbols = match self.symbols {
            Symbols::Han => "Han characters",
            Symbols::Any => "units",
        };
        let known = if self.known.is_empty() { "" } else { " that are not known" };
        format!("{} to {} {symbols}{known}", self.min_length, self.max_length)
    }
}

/// CJK unified ideographs with their extension A, all of planes 2 and 3, and the zero 〇.
fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}' | '\u{3007}')
}

/// The words of a dictionary, one a line: what stands before the first white space.
#[must_use]
pub fn known(text: &str) -> FxHashSet<String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let words = text.split(['\n', '\r']).filter_map(|line| line.split(is_space).find(|word| !word.is_empty()));
    words.map(str::to_owned).collect()
}
