//! The flags of known words, and what they do to a listing.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use clap::ValueEnum;

use super::wordlists::DictFormat;
use crate::engine::query::{Classes, expression};
use crate::engine::rows::Listing;
use crate::engine::text::Reading;
use crate::engine::{AnalyseError, CandidateTable};
use crate::lexicon::format::Format;
use crate::workbench::known::KnownWords;

/// What is known already.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Known words")]
pub(super) struct KnownArgs {
    /// A dictionary of words that are known, in any format that is read; may be given more than once
    #[arg(long, value_name = "DICT")]
    known: Vec<PathBuf>,
    /// What to do with known words
    #[arg(long, value_enum, value_name = "HOW", default_value = "hide")]
    known_words: KnownAs,
    #[command(flatten)]
    format: DictFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KnownAs {
    /// Leave them out
    Hide,
    /// List them, and add a column `known`: 1 for known words, 0 for others
    Mark,
}

/// Words that are known, and what to do with them.
pub(super) struct Known {
    words: KnownWords,
    marked: bool,
}

impl KnownArgs {
    /// The format of all dictionaries, if one is named.
    pub(super) fn format(&self) -> Result<Option<&'static dyn Format>> {
        self.format.format()
    }

    /// Whether there are known words.
    pub(super) fn is_given(&self) -> bool {
        !self.known.is_empty()
    }

    /// The known words, of texts that are counted by `reading`; none without a dictionary.
    pub(super) fn read(&self, reading: Reading) -> Result<Option<Known>> {
        let format = self.format.format()?;
        if self.known.is_empty() {
            return Ok(None);
        }
        let words = KnownWords::read(&self.known, format, reading)?;
        Ok(Some(Known { words, marked: self.known_words == KnownAs::Mark }))
    }
}

impl Known {
    /// What keeps the known words of `table` out of an answer.
    pub(super) fn classes(&self, table: &CandidateTable) -> Option<Classes> {
        (!self.marked).then(|| hiding(self.words.of_rows(table)))
    }

    /// As [`Known::classes`], of rows outside memory: a byte for each.
    pub(super) fn classes_outside(&self, listing: &Listing) -> Result<Option<Classes>, AnalyseError> {
        if self.marked {
            return Ok(None);
        }
        let mut of_row = Vec::with_capacity(listing.rows.len());
        listing.parts(|_, table| {
            of_row.append(&mut self.words.of_rows(table));
            Ok(())
        })?;
        Ok(Some(hiding(of_row)))
    }

    /// For each row of `table` its class in a condition.
    pub(super) fn facts(&self, table: &CandidateTable) -> Vec<u8> {
        self.words.of_rows(table).into_iter().map(|known| known * expression::KNOWN).collect()
    }

    /// As [`Known::facts`], of rows outside memory.
    pub(super) fn facts_outside(&self, listing: &Listing) -> Result<Vec<u8>, AnalyseError> {
        let mut of_row = Vec::with_capacity(listing.rows.len());
        listing.parts(|_, table| {
            of_row.append(&mut self.facts(table));
            Ok(())
        })?;
        Ok(of_row)
    }

    /// What to write of `word` in the column `known`, if there is one.
    pub(super) fn mark(&self, word: &str) -> Option<u8> {
        self.marked.then(|| u8::from(self.words.contains(word)))
    }

    /// Whether `word` is not to be listed.
    pub(super) fn hides(&self, word: &str) -> bool {
        !self.marked && self.words.contains(word)
    }

    /// Whether there is a column `known`.
    pub(super) fn is_marked(&self) -> bool {
        self.marked
    }
}

/// Classes of which that of known words, 1, is not listed.
fn hiding(of_row: Vec<u8>) -> Classes {
    Classes { of_row: Arc::new(of_row), shown: 1 }
}
