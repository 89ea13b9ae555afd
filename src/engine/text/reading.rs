//! How a text is read: what a unit is, and which differences between characters do not count.

use serde::{Deserialize, Serialize};

use super::gaps::{Normaliser, is_space};

/// What a candidate is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// Characters, and runs of Latin letters and digits: for Chinese and Japanese.
    #[default]
    Char,
    /// Extended grapheme clusters (UAX #29), and runs of Latin letters and digits: for Thai, Khmer, Burmese, Tibetan,
    /// Korean.
    Grapheme,
    /// Words between white space and punctuation, for languages written with spaces: a candidate is several words.
    /// Single apostrophes and hyphens inside a word are part of it; one space, several, or a line end between two words
    /// joins them, a blank line or punctuation does not.
    Word,
    /// What the script of most letters of the first mebibyte asks for: Chinese and Japanese characters, grapheme
    /// clusters for scripts without spaces between words and for Korean (whose endings are written without one), words
    /// for all others.
    Auto,
}

/// Which Chinese characters stand for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// None: as in the text.
    #[default]
    Keep,
    /// Traditional ones count as the simplified, character by character.
    Simplified,
    /// Simplified ones count as the traditional that is most usual, character by character.
    Traditional,
}

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// What a candidate is made of.
    pub unit: UnitKind,
    /// Whether width and compatibility variants count as the same (NFKC, UAX #15).
    pub nfkc: bool,
    /// Whether capital letters count as their small ones (ß is none of SS, ς is not σ).
    pub fold_case: bool,
    /// Which Chinese characters stand for each other.
    pub script: Script,
}

impl Reading {
    /// Whether a text as it is counted may differ from the text as it is.
    #[must_use]
    pub fn changes_text(self) -> bool {
        self.unit == UnitKind::Word || self.nfkc || self.fold_case || self.script != Script::Keep
    }

    /// `text` as it is counted, without white space around it when words are the units: what to search a corpus for.
    /// The reading of a corpus says what [`UnitKind::Auto`] came to.
    #[must_use]
    pub fn normalise(self, text: &str) -> String {
        if !self.changes_text() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        Normaliser::new(self, false).advance(text, true, &mut out, &mut |_| {});
        if self.unit == UnitKind::Word { out.trim_matches(is_space).to_owned() } else { out }
    }

    /// What stands between two units of a candidate.
    #[must_use]
    pub fn joint(self) -> &'static str {
        if self.unit == UnitKind::Word { " " } else { "" }
    }
}
