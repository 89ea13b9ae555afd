//! `fst`: the dictionary itself.

use std::io::{self, Write};

use super::{Admission, Context, Format};
use crate::lexicon::dictionary::DictionaryError;
use crate::lexicon::{Dictionary, Entry};

/// An FST map from word to count, as the `fst` crate and its tools read it.
pub(super) struct Fst;

impl Format for Fst {
    fn name(&self) -> &'static str {
        "fst"
    }

    fn about(&self) -> &'static str {
        "a finite state map from word to count: the Rust crate fst and its tools"
    }

    fn extension(&self) -> &'static str {
        "fst"
    }

    fn admit(&self, entry: &Entry) -> Admission {
        if entry.word.is_empty() {
            Admission::Skip("it is empty".to_owned())
        } else if entry.word.len() > Dictionary::LONGEST_WORD {
            Admission::Skip(format!("it is longer than {} bytes", Dictionary::LONGEST_WORD))
        } else {
            Admission::Ok
        }
    }

    fn write(&self, entries: &[Entry], _context: Context, out: &mut dyn Write) -> io::Result<()> {
        let words = entries.iter().map(|entry| (entry.word.as_str(), entry.count));
        Dictionary::write(words, out).map_err(|error| match error {
            DictionaryError::Io(error) => error,
            error => io::Error::other(error),
        })
    }
}
