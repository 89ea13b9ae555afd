//! The text of one source as it stands, for what is no corpus: unpacked and decoded, nothing else.

use std::io::{self, Cursor, IsTerminal, Read};
use std::ops::ControlFlow;

use super::decode::{Buffers, TextReader};
use super::encoding::Encoding;
use super::error::{Fault, system};
use super::raw::{Raw, unpack};
use super::{Input, SourceError, file};
use crate::engine::{Control, Stage};

/// Gives the decoded text of `input` to `take`, some 256 KiB at a time, cut anywhere between two characters, until that
/// breaks off. It is in the encoding called `encoding`, else in that found by its first bytes. Progress is in bytes.
///
/// # Errors
/// [`SourceError`] when the input is no file or standard input, cannot be read, is no text, or has bytes that are no
/// characters: what is taken is the text to the last byte.
pub fn plain(
    input: &Input,
    encoding: Option<&str>,
    control: &Control,
    take: &mut dyn FnMut(&str) -> ControlFlow<()>,
) -> Result<(), SourceError> {
    let encoding = encoding.map(Encoding::by_name).transpose()?;
    let name = input.shown();
    let fault = |fault| error_of(fault, &name, control);
    match input {
        Input::File(path) => {
            let file = file::open(path).map_err(|error| fault(system(&error)))?;
            let found = file.metadata().map_err(|error| fault(system(&error)))?;
            if let Some(kind) = file::irregular(found.file_type()) {
                return Err(fault(Fault::bad("no file", format!("it is {kind}; give a regular file"))));
            }
            control.begin(Stage::Read, found.len());
            decode(file, encoding, control, take).map_err(fault)
        }
        Input::Stdin => {
            let stdin = io::stdin();
            if stdin.is_terminal() {
                return Err(fault(Fault::bad("unreadable", "it is a terminal; pipe a text in, as in `… < FILE`")));
            }
            control.begin(Stage::Read, 0);
            decode(stdin.lock(), encoding, control, take).map_err(fault)
        }
        _ => Err(fault(Fault::bad("no file", "it is no file; give one"))),
    }
}

fn decode(
    source: impl Read,
    encoding: Option<Encoding>,
    control: &Control,
    take: &mut dyn FnMut(&str) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut raw = Raw::new(source, control);
    let mut buffers = Buffers::new();
    let mut reader = TextReader::new(unpack(&mut raw, control)?.reader, encoding, &mut buffers)?;
    let (mut text, mut lines, mut more) = (String::new(), 1u64, true);
    while more {
        text.clear();
        more = reader.step(&mut |piece| {
            text.push_str(piece);
            Ok(())
        })?;
        if let Some(offset) = reader.damage.offsets.first() {
            let good = text.find('\u{FFFD}').unwrap_or(text.len());
            let line = lines + breaks(&text[..good]);
            let name = reader.detected.encoding.name();
            let why = format!(
                "line {line} has bytes that are no {name} (at byte {offset}); name the encoding with --encoding, or \
                 repair the file"
            );
            return Err(Fault::bad("damaged", why));
        }
        lines += breaks(&text);
        if take(&text).is_break() {
            break;
        }
    }
    Ok(())
}

fn breaks(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}

/// The `bytes` of the source called `name` without their compression, if they have one.
///
/// # Errors
/// [`SourceError`] when they cannot be unpacked, or unpack to more than `most` bytes.
pub fn unpacked(bytes: &[u8], name: &str, most: u64) -> Result<Vec<u8>, SourceError> {
    let control = Control::new();
    let mut unpacked = Vec::new();
    let mut raw = Raw::new(Cursor::new(bytes), &control);
    let read = unpack(&mut raw, &control).and_then(|source| {
        source.reader.take(most.saturating_add(1)).read_to_end(&mut unpacked)?;
        if unpacked.len() as u64 > most {
            return Err(Fault::bad("too large", format!("it unpacks to more than {} MiB", most >> 20)));
        }
        Ok(())
    });
    read.map_err(|fault| error_of(fault, name, &control))?;
    Ok(unpacked)
}

/// The text that the `bytes` of the source called `name` are, without a byte order mark.
///
/// # Errors
/// [`SourceError`] when they are no text, or some of them are no characters.
pub fn decoded(bytes: &[u8], name: &str) -> Result<String, SourceError> {
    let control = Control::new();
    let mut text = String::new();
    let mut take = |piece: &str| {
        text.push_str(piece);
        ControlFlow::Continue(())
    };
    decode(Cursor::new(bytes), None, &control, &mut take).map_err(|fault| error_of(fault, name, &control))?;
    Ok(text)
}

fn error_of(fault: Fault, name: &str, control: &Control) -> SourceError {
    // A decoder may have put a failure of its own over that of its reader.
    if let Err(cancelled) = control.check() {
        return cancelled.into();
    }
    match fault {
        Fault::Cancelled(cancelled) => cancelled.into(),
        Fault::Storage(error) => error.into(),
        Fault::Bad(why) => SourceError::Unreadable { path: name.to_owned(), why: why.text },
    }
}
