//! How a text is read: what a unit is, and which differences between characters do not count.

use serde::{Deserialize, Serialize};

/// What a candidate is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// Characters, and runs of Latin letters and digits: for Chinese and Japanese.
    #[default]
    Char,
    /// Extended grapheme clusters (UAX #29), and runs: for Thai, Khmer, Burmese, Tibetan, Korean.
    Grapheme,
    /// Words between spaces and punctuation: for languages written with spaces.
    Word,
    /// What the script of most of the text asks for.
    Auto,
}

/// Which Chinese characters stand for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Script {
    /// None: as in the text.
    #[default]
    Keep,
    /// Traditional ones count as the simplified.
    Simplified,
    /// Simplified ones count as the traditional.
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
    /// Whether capital and small letters count as the same.
    pub fold_case: bool,
    /// Which Chinese characters stand for each other.
    pub script: Script,
}
