//! `fst`: the dictionary itself.

use std::io::{self, Write};

use super::{Admission, Content, Context, Fit, Format, LineError, Sample, Take};
use crate::lexicon::dictionary::DictionaryError;
use crate::lexicon::{Dictionary, Entry};

/// The first bytes of a map: the version of its layout.
const VERSION: [u8; 8] = 3u64.to_le_bytes();

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
    fn fit(&self, sample: &Sample) -> Fit {
        match sample {
            Sample::Bytes(bytes) if bytes.starts_with(&VERSION) => Fit::SURE,
            _ => Fit::NONE,
        }
    }

    fn read(&self, content: Content, take: &mut Take) -> Result<(), LineError> {
        let error = |what: String| LineError { line: 1, what };
        let Content::Bytes(bytes) = content else { return Err(error("it is a text, no FST".to_owned())) };
        let dictionary = Dictionary::open(bytes.to_vec()).map_err(|damage| error(damage.to_string()))?;
        dictionary.iter().for_each(|(word, count)| take(&word, Some(count)));
        Ok(())
    }
}
