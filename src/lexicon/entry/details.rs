//! What a person wrote of a word beside the verdict.
//!
//! Every part keeps the fields it does not know, so that a project or list written by a newer program loses nothing by
//! going through this one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Fields of newer programs, by name.
pub type Newer = BTreeMap<String, Value>;

/// All that a person (or an imported list) says of a word. [`Details::default`] says nothing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// The form to write instead of the word of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The language, as a BCP 47 tag: `zh-Hans`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Other written forms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<Variant>,
    /// How it is read, the preferred reading first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
    /// Its parts of speech, the preferred one first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pos: Vec<PartOfSpeech>,
    /// What it means.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Definition>,
    /// A note of the person.
    #[serde(rename = "notes", skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Tags, each once, in the order given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The field it belongs to: `医学`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// What replaces the numbers that an export would compute.
    #[serde(skip_serializing_if = "Overrides::is_empty")]
    pub export: Overrides,
    /// Fields of an imported line that are not modelled, by format.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, Value>,
    /// Fields of newer programs.
    #[serde(flatten)]
    pub newer: Newer,
}

impl Details {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Details::default()
    }
}

/// Another written form of a word.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Variant {
    /// The form.
    pub form: String,
    /// Its language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Fields of newer programs.
    #[serde(flatten)]
    pub newer: Newer,
}

/// How a word is read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The scheme: `pinyin` (tone numbers, a syllable a character, `ü`, 5 the neutral tone: `lü4 ma3`), `kana` ...
    pub scheme: String,
    /// The reading in that scheme.
    pub value: String,
    /// Who says so.
    #[serde(default)]
    pub source: Source,
    /// Whether a person must look at it before it is relied on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub check: bool,
    /// Fields of newer programs.
    #[serde(flatten)]
    pub newer: Newer,
}

/// Who says something of a word.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Source {
    /// The person who curates.
    #[default]
    Curator,
    /// The program.
    Auto,
    /// A list that was read, by its name: `cedict`.
    Import(String),
    /// Something a newer program knows.
    Other(String),
}

impl From<String> for Source {
    fn from(text: String) -> Self {
        match text.as_str() {
            "curator" => Source::Curator,
            "auto" => Source::Auto,
            other => match other.strip_prefix("import:") {
                Some(name) => Source::Import(name.to_owned()),
                None => Source::Other(text),
            },
        }
    }
}

impl From<Source> for String {
    fn from(source: Source) -> Self {
        match source {
            Source::Curator => "curator".to_owned(),
            Source::Auto => "auto".to_owned(),
            Source::Import(name) => format!("import:{name}"),
            Source::Other(text) => text,
        }
    }
}

/// A part of speech in a tag set.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PartOfSpeech {
    /// The tag set: `pku`, `ipadic`, `ud` ...
    pub tagset: String,
    /// The tag.
    pub tag: String,
    /// Fields of newer programs.
    #[serde(flatten)]
    pub newer: Newer,
}

/// What a word means, in one language.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Definition {
    /// The language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The text.
    pub text: String,
    /// Fields of newer programs.
    #[serde(flatten)]
    pub newer: Newer,
}

/// What replaces the numbers that an export would compute; `None` is computed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Overrides {
    /// The weight or frequency in any format. A number, not infinite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// The frequency of jieba's format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jieba_freq: Option<u64>,
    /// The cost of MeCab's format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mecab_cost: Option<i32>,
    /// The pieces of the word, for formats that ask for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<Vec<String>>,
    /// Those of other formats and of newer programs.
    #[serde(flatten)]
    pub newer: Newer,
}

impl Overrides {
    fn is_empty(&self) -> bool {
        *self == Overrides::default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_kept() {
        let text = concat!(
            r#"{"form":"绿码","readings":[{"scheme":"pinyin","value":"lü4 ma3","source":"import:cedict","check":true,"#,
            r#""dialect":"x"}],"pos":[{"tagset":"pku","tag":"n","sure":0.5}],"notes":"a","export":{"weight":1.5,"#,
            r#""rime_code":"lv ma"},"extra":{"hanlp":{"a":[1,null]}},"etymology":{"of":["2020"]}}"#
        );
        let details: Details = serde_json::from_str(text).unwrap();
        assert_eq!(details.readings[0].source, Source::Import("cedict".to_owned()));
        assert_eq!(details.export.newer["rime_code"], "lv ma");
        let again: Value = serde_json::to_value(&details).unwrap();
        assert_eq!(again, serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn nothing_said_is_nothing_written() {
        assert!(Details::default().is_empty());
        assert_eq!(serde_json::to_string(&Details::default()).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Details>("{}").unwrap(), Details::default());
    }
}
