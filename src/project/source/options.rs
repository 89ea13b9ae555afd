//! How the bytes of the inputs become documents.

use serde::{Deserialize, Serialize};

use crate::engine::text::Reading;
use crate::engine::text::reading::{Script, UnitKind};

/// What a document is, in a text without records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentsBy {
    /// A file.
    #[default]
    File,
    /// A line that is not blank.
    Lines,
}

/// How the inputs are read. A project keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// The encoding of every file, by its name; found for each file when none is given.
    pub encoding: Option<String>,
    /// Where the text of a JSON record is: a key, or keys parted by dots.
    pub json_field: Option<String>,
    /// The column of a table with the text: its name, or its number from 1.
    pub column: Option<String>,
    /// What a document is, in a text without records.
    pub documents: DocumentsBy,
    /// Where a record or row says when it was written.
    pub date_field: Option<String>,
    /// Where a record or row says what it belongs to.
    pub label_field: Option<String>,
    /// What a unit is, and which differences between characters do not count.
    pub reading: Reading,
}

/// Options as a person gives them: each over what would hold otherwise. An empty name takes a name back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// For [`Options::encoding`].
    pub encoding: Option<String>,
    /// For [`Options::json_field`].
    pub json_field: Option<String>,
    /// For [`Options::column`].
    pub column: Option<String>,
    /// For [`Options::documents`].
    pub documents: Option<DocumentsBy>,
    /// For [`Options::date_field`].
    pub date_field: Option<String>,
    /// For [`Options::label_field`].
    pub label_field: Option<String>,
    /// For [`Reading::unit`].
    pub unit: Option<UnitKind>,
    /// For [`Reading::nfkc`].
    pub nfkc: Option<bool>,
    /// For [`Reading::fold_case`].
    pub fold_case: Option<bool>,
    /// For [`Reading::script`].
    pub script: Option<Script>,
}

impl Given {
    /// `base` with what was given over it.
    #[must_use]
    pub fn over(&self, base: &Options) -> Options {
        let name = |given: &Option<String>, base: &Option<String>| match given {
            Some(name) => Some(name.clone()).filter(|name| !name.is_empty()),
            None => base.clone(),
        };
        Options {
            encoding: name(&self.encoding, &base.encoding),
            json_field: name(&self.json_field, &base.json_field),
            column: name(&self.column, &base.column),
            documents: self.documents.unwrap_or(base.documents),
            date_field: name(&self.date_field, &base.date_field),
            label_field: name(&self.label_field, &base.label_field),
            reading: Reading {
                unit: self.unit.unwrap_or(base.reading.unit),
                nfkc: self.nfkc.unwrap_or(base.reading.nfkc),
                fold_case: self.fold_case.unwrap_or(base.reading.fold_case),
                script: self.script.unwrap_or(base.reading.script),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_holds_over_the_rest_and_an_empty_name_takes_one_back() {
        let base =
            Options { column: Some("text".to_owned()), date_field: Some("day".to_owned()), ..Options::default() };
        assert_eq!(Given::default().over(&base), base);
        let given = Given { column: Some(String::new()), nfkc: Some(true), ..Given::default() };
        let reading = Reading { nfkc: true, ..Reading::default() };
        assert_eq!(given.over(&base), Options { column: None, reading, ..base });
    }
}
