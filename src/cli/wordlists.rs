//! Dictionaries that are handed in.

use std::path::PathBuf;

use anyhow::Result;

use super::exit::{Exit, failure};
use crate::lexicon::format::{Format, Listed};
use crate::project::wordlist;

/// What the dictionaries are.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct DictFormat {
    /// The format of the dictionaries; found for each otherwise
    #[arg(long, value_name = "FORMAT")]
    dict_format: Option<String>,
}

impl DictFormat {
    /// The format named, if one is.
    pub(super) fn format(&self) -> Result<Option<&'static dyn Format>> {
        let format = self.dict_format.as_deref().map(wordlist::format_called).transpose();
        format.map_err(|error| failure(Exit::Usage, error.to_string()))
    }
}

/// The words of all dictionaries, in their order, with their counts.
pub(super) fn read_all(paths: &[PathBuf], format: &DictFormat) -> Result<Vec<Listed>> {
    let format = format.format()?;
    let mut words = Vec::new();
    for path in paths {
        words.extend(wordlist::read(path, format)?.words);
    }
    Ok(words)
}
