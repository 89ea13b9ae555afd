//! Why a step was made.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where in a word a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The word begins with it.
    Prefix,
    /// The word ends with it.
    Suffix,
    /// The word has it in it.
    Contains,
}

impl Place {
    /// Every place.
    pub const ALL: [Place; 3] = [Place::Prefix, Place::Suffix, Place::Contains];

    /// Whether `word` has `text` there.
    #[must_use]
    pub fn holds(self, word: &str, text: &str) -> bool {
        match self {
            Place::Prefix => word.starts_with(text),
            Place::Suffix => word.ends_with(text),
            Place::Contains => word.contains(text),
        }
    }
}

/// Why a step was made.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// By hand.
    #[default]
    Hand,
    /// The words fulfil an expression.
    Where(String),
    /// The words have a text at a place.
    Rule {
        /// Where.
        place: Place,
        /// The text.
        text: String,
    },
    /// They came from a list with this name.
    Import(String),
    /// Another step, by its number, was taken back.
    UndoOf(u32),
    /// Something a newer program knows.
    #[serde(untagged)]
    Other(Value),
}

/// In plain words: "by hand", "rule: begins with 的".
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Hand => write!(f, "by hand"),
            Reason::Where(expression) => write!(f, "where {expression}"),
            Reason::Rule { place: Place::Prefix, text } => write!(f, "rule: begins with {text}"),
            Reason::Rule { place: Place::Suffix, text } => write!(f, "rule: ends with {text}"),
            Reason::Rule { place: Place::Contains, text } => write!(f, "rule: contains {text}"),
            Reason::Import(name) => write!(f, "from the list {name}"),
            Reason::UndoOf(number) => write!(f, "undo of step {number}"),
            Reason::Other(value) => write!(f, "{value}"),
        }
    }
}
