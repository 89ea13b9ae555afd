//! Reading texts as they come: found, unpacked, decoded, parted into documents, hashed, and reported on.
//!
//! ```text
//! inputs --find--> files --raw--> bytes (counted, hashed) --raw::unpack--> bytes --decode--> text --format--> documents
//!                                                                                                  --sink--> corpus
//! ```
//!
//! A file that was named and cannot be read is an error; one that a folder or pattern has is skipped and reported. Every
//! byte of what is read is accounted for: decoded, or counted as replaced.

mod decode;
mod encoding;
mod error;
mod file;
mod find;
mod format;
mod glob;
mod input;
mod job;
mod options;
mod plain;
mod raw;
mod reading;
mod report;
mod sink;

pub use error::SourceError;
pub use input::Input;
pub(super) use input::path_text;
pub use options::{DocumentsBy, Given, Options};
pub use plain::{decoded, plain, unpacked};
pub use reading::read;
pub use report::{ReadReport, Skipped, Skips, SourceRecord, notes};

/// What to read, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// The texts.
    pub inputs: Vec<Input>,
    /// How they are read.
    pub options: Options,
}

/// The inputs that `sources` were read from.
#[must_use]
pub fn inputs_of(sources: &[SourceRecord]) -> Vec<Input> {
    sources.iter().map(|source| source.input.clone()).collect()
}

/// Checks what can be checked of `options` before anything is read.
///
/// # Errors
/// [`SourceError::Option`] for an unknown encoding.
pub fn check(options: &Options) -> Result<(), SourceError> {
    options.encoding.as_deref().map_or(Ok(()), |name| encoding::Encoding::by_name(name).map(drop))
}
