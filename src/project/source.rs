//! Reading the input texts: checked, counted, hashed, streamed into a corpus.

use std::collections::HashSet;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::told::told;
use crate::engine::text::{CorpusBuilder, Reading, Room};
use crate::engine::{Cancelled, Control, Corpus, Stage, StorageError};

/// The novel that comes with the program, compressed.
const DEMO: &[u8] = include_bytes!("../../assets/demo/xiyouji.txt.zst");
/// Bytes of the novel.
const DEMO_BYTES: u64 = 2_154_369;
/// The novel's name on screen.
const DEMO_NAME: &str = "西游记";
/// Standard input's name on screen.
const STDIN_NAME: &str = "standard input";
/// Characters of three bytes or more before a bad byte from which on a text is taken for damaged UTF-8.
const DAMAGED: usize = 16;
/// Bytes read between two looks at the control.
const CHUNK: usize = 256 * 1024;

/// A text to read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// A UTF-8 file.
    File(#[serde(with = "path_text")] PathBuf),
    /// The novel that comes with the program.
    Demo,
    /// Standard input.
    Stdin,
}

/// What was read from one input.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SourceRecord {
    /// Which input.
    pub input: Input,
    /// Its name on screen.
    pub name: String,
    /// Bytes read.
    pub bytes: u64,
    /// BLAKE3 of those bytes, in hex.
    pub hash: String,
}

/// The inputs that `sources` were read from.
#[must_use]
pub fn inputs_of(sources: &[SourceRecord]) -> Vec<Input> {
    sources.iter().map(|source| source.input.clone()).collect()
}

/// Why the texts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The job was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// There is no room for the texts.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file cannot be opened or read, or is no regular file.
    #[error("cannot read {path}: {why}")]
    Unreadable {
        /// The input's path.
        path: String,
        /// What the system said, and what to do.
        why: String,
    },
    /// The file has no text in it.
    #[error("{path} is empty: there is no text to look for words in")]
    Empty {
        /// The input's path.
        path: String,
    },
    /// The file has NUL bytes.
    #[error(
        "{path} is not a UTF-8 text: it has a NUL byte at offset {offset}; UTF-16 is converted with `iconv -f UTF-16LE -t UTF-8`"
    )]
    Binary {
        /// The input's path.
        path: String,
        /// Byte offset.
        offset: u64,
    },
    /// The file is not UTF-8.
    #[error("{path} is not UTF-8: bad byte at offset {offset} (line {line}); {remedy}")]
    NotUtf8 {
        /// The input's path.
        path: String,
        /// Byte offset.
        offset: u64,
        /// Line, from 1.
        line: u64,
        /// What to do.
        remedy: &'static str,
    },
}

/// Reads all `inputs` into one corpus, in order. Progress is in bytes. Only regular files are read; a byte order mark
/// is dropped. The hash and the number of bytes are those of the input as it stands, mark included.
///
/// # Errors
/// [`SourceError`] for the first input that cannot be used.
pub fn read(inputs: &[Input], control: &Control) -> Result<(Corpus, Vec<SourceRecord>), SourceError> {
    control.begin(Stage::Read, total_bytes(inputs));
    let names = names(inputs);
    let mut corpus = CorpusBuilder::new(Reading::default(), Room::default());
    let mut records = Vec::with_capacity(inputs.len());
    let mut seen = HashSet::new();
    for (input, name) in inputs.iter().zip(names) {
        let (text, bytes, hash) = match input {
            Input::File(path) => read_file(path, &mut seen, control)?,
            Input::Demo => read_demo(control)?,
            Input::Stdin => read_stdin(control)?,
        };
        corpus.source(&name);
        corpus.push(&text)?;
        corpus.end_document()?;
        records.push(SourceRecord { input: input.clone(), name, bytes, hash });
    }
    Ok((corpus.finish()?, records))
}

/// A terminal is no text: it would be waited for without an end, and its keys belong to the screen.
fn read_stdin(control: &Control) -> Result<Text, SourceError> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        return Err(unreadable(STDIN_NAME, "it is a terminal; pipe a text in, as in `wordmine - < FILE`"));
    }
    read_text(stdin.lock(), STDIN_NAME, 0, control)
}

/// A text with its bytes' number and hash.
type Text = (String, u64, String);

/// Bytes of all inputs, or 0 when one is of unknown size.
fn total_bytes(inputs: &[Input]) -> u64 {
    let bytes = |input: &Input| match input {
        Input::File(path) => path.metadata().ok().map(|found| found.len()),
        Input::Demo => Some(DEMO_BYTES),
        Input::Stdin => None,
    };
    inputs.iter().map(bytes).sum::<Option<u64>>().unwrap_or(0)
}

fn unreadable(path: &str, why: impl ToString) -> SourceError {
    SourceError::Unreadable { path: path.to_owned(), why: why.to_string() }
}

fn read_demo(control: &Control) -> Result<Text, SourceError> {
    let decoder = zstd::Decoder::with_buffer(DEMO).map_err(|error| unreadable(DEMO_NAME, error))?;
    read_text(decoder, DEMO_NAME, DEMO_BYTES, control)
}

fn read_file(path: &Path, seen: &mut HashSet<(u64, u64)>, control: &Control) -> Result<Text, SourceError> {
    let shown = path.display().to_string();
    let file = open(path).map_err(|error| unreadable(&shown, told(&error)))?;
    let before = file.metadata().map_err(|error| unreadable(&shown, told(&error)))?;
    if let Some(kind) = irregular(&before) {
        return Err(unreadable(&shown, format!("it is {kind}; give regular files")));
    }
    if identity(&before).is_some_and(|identity| !seen.insert(identity)) {
        return Err(unreadable(&shown, "the same file is given twice; its counts would double"));
    }
    let text = read_text(&file, &shown, before.len(), control)?;
    let after = file.metadata().map_err(|error| unreadable(&shown, told(&error)))?;
    if has_changed(&before, &after, text.1) {
        return Err(unreadable(&shown, "it changed while it was read; try again when it is complete"));
    }
    Ok(text)
}

/// Whether a file of which `bytes` bytes were read between two looks was written to.
fn has_changed(before: &Metadata, after: &Metadata, bytes: u64) -> bool {
    // A file system made on the fly may say 0 for any size.
    let is_short = after.len() != 0 && after.len() != bytes;
    is_short || before.len() != after.len() || before.modified().ok() != after.modified().ok()
}

/// Opens without waiting, so that a FIFO without a writer cannot hang the program.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

/// What a file is when it is not a regular one.
fn irregular(found: &Metadata) -> Option<&'static str> {
    let kind = found.file_type();
    if kind.is_file() {
        return None;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a pipe (`-` is standard input)");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    Some(if kind.is_dir() { "a folder" } else { "no regular file" })
}

/// Device and inode: the same for two names of one file.
#[cfg(unix)]
fn identity(found: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
fn identity(_found: &Metadata) -> Option<(u64, u64)> {
    None
}

/// Reads `reader` to its end as UTF-8, chunk by chunk. `size` is a hint in bytes.
fn read_text(mut reader: impl Read, path: &str, size: u64, control: &Control) -> Result<Text, SourceError> {
    let mut decoder = Decoder::new(path, size);
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; CHUNK];
    let mut bytes = 0u64;
    loop {
        control.check()?;
        let read = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(path, told(&error))),
        };
        hasher.update(&buffer[..read]);
        decoder.push(&buffer[..read])?;
        bytes += read as u64;
        control.advance(read as u64);
    }
    Ok((decoder.finish()?, bytes, hasher.finalize().to_hex().to_string()))
}

/// Checks and joins chunks of UTF-8.
struct Decoder<'p> {
    path: &'p str,
    text: String,
    /// The start of a character that the last chunk cut, at most three bytes.
    cut: Vec<u8>,
    /// Bytes before `cut`.
    offset: u64,
}

impl<'p> Decoder<'p> {
    fn new(path: &'p str, size: u64) -> Self {
        // The size is the file's word: do not reserve more than a gigabyte on it.
        let capacity = usize::try_from(size.min(1 << 30)).unwrap_or(0);
        Decoder { path, text: String::with_capacity(capacity), cut: Vec::new(), offset: 0 }
    }

    fn push(&mut self, chunk: &[u8]) -> Result<(), SourceError> {
        let mut rest = chunk;
        while !self.cut.is_empty() && !rest.is_empty() {
            self.cut.push(rest[0]);
            rest = &rest[1..];
            let cut = std::mem::take(&mut self.cut);
            self.accept(&cut)?;
        }
        self.accept(rest)
    }

    /// Takes `bytes`, which follow all that was taken; a cut character at their end is kept for later.
    fn accept(&mut self, bytes: &[u8]) -> Result<(), SourceError> {
        if self.offset == 0 && (bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")) {
            let code = if bytes.starts_with(b"\xFF\xFE\0\0") { "UTF-32" } else { "UTF-16" };
            let why = format!("it is {code}, by its byte order mark; convert it with `iconv -f {code} -t UTF-8`");
            return Err(unreadable(self.path, why));
        }
        let (valid, bad) = match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(error) => {
                let valid = simdutf8::compat::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
                (valid, Some(error.error_len()))
            }
        };
        if let Some(at) = memchr::memchr(0, valid.as_bytes()) {
            return Err(SourceError::Binary { path: self.path.to_owned(), offset: self.offset + at as u64 });
        }
        self.text.push_str(valid);
        self.offset += valid.len() as u64;
        match bad {
            Some(Some(_)) => Err(self.not_utf8()),
            Some(None) => {
                self.cut = bytes[valid.len()..].to_vec();
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn not_utf8(&self) -> SourceError {
        let line = 1 + memchr::memchr_iter(b'\n', self.text.as_bytes()).count() as u64;
        // Another encoding has a few such sequences by chance, never many before the first bad byte.
        let long = self.text.chars().filter(|c| c.len_utf8() > 2).take(DAMAGED).count();
        let remedy = if long < DAMAGED {
            "convert it, for instance with `iconv -f GB18030 -t UTF-8`"
        } else {
            "what precedes is UTF-8, so it is damaged there: mend it, or drop bad bytes with `iconv -c -f UTF-8 -t UTF-8`"
        };
        SourceError::NotUtf8 { path: self.path.to_owned(), offset: self.offset, line, remedy }
    }

    fn finish(mut self) -> Result<String, SourceError> {
        if !self.cut.is_empty() {
            let why = format!(
                "it ends in the middle of a character, at byte offset {}: the end is missing, or it is not UTF-8",
                self.offset
            );
            return Err(unreadable(self.path, why));
        }
        if self.text.starts_with('\u{FEFF}') {
            self.text.drain(..'\u{FEFF}'.len_utf8());
        }
        if self.text.is_empty() {
            return Err(SourceError::Empty { path: self.path.to_owned() });
        }
        Ok(self.text)
    }
}

/// Names on screen, all different: the file name, or as much of the path before it as tells equal names apart.
fn names(inputs: &[Input]) -> Vec<String> {
    let name = |input: &Input, parts: usize| match input {
        Input::File(path) => {
            let all: Vec<_> = path.components().collect();
            let tail: PathBuf = all[all.len().saturating_sub(parts)..].iter().collect();
            tail.display().to_string()
        }
        Input::Demo => DEMO_NAME.to_owned(),
        Input::Stdin => STDIN_NAME.to_owned(),
    };
    let longest = |input: &Input| match input {
        Input::File(path) => path.components().count(),
        _ => 1,
    };
    let mut parts = vec![1; inputs.len()];
    loop {
        let names: Vec<String> = inputs.iter().zip(&parts).map(|(input, &parts)| name(input, parts)).collect();
        let mut count = std::collections::HashMap::new();
        for name in &names {
            *count.entry(name.as_str()).or_insert(0) += 1;
        }
        let mut grown = false;
        for ((input, parts), name) in inputs.iter().zip(&mut parts).zip(&names) {
            if count[name.as_str()] > 1 && *parts < longest(input) {
                *parts += 1;
                grown = true;
            }
        }
        if !grown {
            return names;
        }
    }
}

/// A path as JSON: text when it is UTF-8, else its bytes, so that every path survives.
mod path_text {
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Encoded {
        Text(String),
        Bytes(Vec<u8>),
    }

    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        match path.to_str() {
            Some(text) => Encoded::Text(text.to_owned()),
            None => Encoded::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }
        .serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        match Encoded::deserialize(deserializer)? {
            Encoded::Text(text) => Ok(PathBuf::from(text)),
            Encoded::Bytes(bytes) => from_bytes(bytes),
        }
    }

    #[cfg(unix)]
    fn from_bytes<E>(bytes: Vec<u8>) -> Result<PathBuf, E> {
        use std::os::unix::ffi::OsStringExt;
        Ok(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
    }

    #[cfg(not(unix))]
    fn from_bytes<E: serde::de::Error>(_bytes: Vec<u8>) -> Result<PathBuf, E> {
        Err(E::custom("a path of another system"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;

    fn decoded(chunks: &[&[u8]]) -> Result<String, SourceError> {
        let mut decoder = Decoder::new("t", 0);
        chunks.iter().try_for_each(|chunk| decoder.push(chunk))?;
        decoder.finish()
    }

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let text = "[a字é😀\n]{0,12}".prop_map(String::into_bytes);
        let noise = prop::collection::vec(1u8.., 0..3);
        let parts = prop::collection::vec(prop_oneof![4 => text, 1 => noise], 0..4);
        // The first byte keeps noise from being a byte order mark, and the text from being empty.
        parts.prop_map(|parts| [b"x".to_vec(), parts.concat()].concat())
    }

    proptest! {
        #[test]
        fn chunks_are_decoded_as_the_whole(bytes in bytes(), size in 1usize..9) {
            let chunks: Vec<&[u8]> = bytes.chunks(size).collect();
            match (decoded(&chunks), std::str::from_utf8(&bytes)) {
                (Ok(text), whole) => prop_assert_eq!(Ok(text.as_str()), whole),
                (Err(SourceError::NotUtf8 { offset, line, .. }), Err(error)) => {
                    prop_assert!(error.error_len().is_some());
                    prop_assert_eq!(offset, error.valid_up_to() as u64);
                    let before = &bytes[..error.valid_up_to()];
                    prop_assert_eq!(line, 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64);
                }
                (Err(SourceError::Unreadable { .. }), Err(error)) => prop_assert!(error.error_len().is_none()),
                (got, wanted) => prop_assert!(false, "{:?} for {:?}", got, wanted),
            }
        }
    }

    /// Endless text; the control is cancelled when it has been read from twice.
    struct Endless<'c>(u32, &'c Control);

    impl Read for Endless<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            if self.0 == 2 {
                self.1.cancel();
            }
            assert!(self.0 <= 2, "it reads on");
            buffer.fill(b'a');
            Ok(buffer.len())
        }
    }

    #[test]
    fn reading_stops_soon_after_it_is_cancelled() {
        let control = Control::new();
        let read = read_text(Endless(0, &control), "t", 0, &control);
        assert!(matches!(read, Err(SourceError::Cancelled(_))));
    }

    #[test]
    fn a_file_that_grows_or_shrinks_or_is_rewritten_has_changed() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"four").unwrap();
        let before = file.metadata().unwrap();
        assert!(!has_changed(&before, &file.metadata().unwrap(), 4));
        assert!(has_changed(&before, &file.metadata().unwrap(), 3));
        file.write_all(b"more").unwrap();
        assert!(has_changed(&before, &file.metadata().unwrap(), 8));
        file.set_len(4).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        assert!(has_changed(&before, &file.metadata().unwrap(), 4));
    }

    #[test]
    fn names_are_as_short_as_tells_them_apart() {
        let named = |paths: &[&str]| names(&paths.iter().map(|path| Input::File(path.into())).collect::<Vec<_>>());
        assert_eq!(named(&["/x/a.txt", "/x/b.txt"]), ["a.txt", "b.txt"]);
        assert_eq!(named(&["/x/1/a", "/y/1/a", "/y/2/a", "b"]), ["x/1/a", "y/1/a", "2/a", "b"]);
        assert_eq!(named(&["a", "x/a", "/x/a"]), ["a", "x/a", "/x/a"]);
        assert_eq!(names(&[Input::Demo, Input::Stdin]), ["西游记", "standard input"]);
    }
}
