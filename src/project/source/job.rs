//! Reading one source.

use std::io::Read;
use std::path::Path;

use super::Input;
use super::decode::{Buffers, Damage, TextReader};
use super::encoding::{Detected, Encoding};
use super::error::{Fault, Why, system};
use super::file::{Opened, has_changed};
use super::format::{self, Format};
use super::options::Options;
use super::raw::{Raw, Unpacked, unpack};
use super::report::{SourceRecord, counted};
use super::sink::Sink;
use crate::engine::Control;

/// Bytes of an archive of documents, at most: it is held in memory.
const MOST_ARCHIVE: u64 = 512 << 20;
/// The kind of a source without text.
pub(super) const EMPTY: &str = "empty";
/// The kind of a file that was written to while it was read.
pub(super) const CHANGED: &str = "changed";

/// The fault of a file that was written to while it was read.
pub(super) fn changed() -> Fault {
    Fault::bad(CHANGED, "it changed while it was read; try again when it is complete")
}

/// How one source is read.
pub(super) struct Job<'r> {
    pub options: &'r Options,
    /// As the person named it.
    pub encoding: Option<Encoding>,
    pub control: &'r Control,
    pub input: &'r Input,
}

/// What a source turned out to be.
struct Known {
    detected: Option<Detected>,
    compression: &'static str,
    format: &'static str,
    damage: Damage,
    notes: Vec<String>,
}

impl Job<'_> {
    /// Reads `source`, called `name`, into `sink`, and commits it.
    pub(super) fn read<S: Opened>(
        &self,
        source: &mut S,
        name: &str,
        buffers: &mut Buffers,
        sink: &mut Sink,
    ) -> Result<SourceRecord, Fault> {
        let state = |source: &S| source.state().map_err(|error| system(&error));
        let before = state(source)?;
        let mut raw = Raw::new(&mut *source, self.control);
        let done = self.documents(&mut raw, buffers, sink).and_then(|known| {
            let (bytes, hash) = raw.finish(&mut buffers.raw)?;
            Ok((known, bytes, hash))
        });
        let after = state(source)?;
        let read = done.as_ref().ok().map(|(_, bytes, _)| *bytes);
        if let (Some(before), Some(after)) = (before, after)
            && has_changed(before, after, read.unwrap_or(after.size))
        {
            // Also when it could not be read: that is why, then.
            return Err(match done {
                Err(Fault::Bad(_)) | Ok(_) => changed(),
                Err(other) => other,
            });
        }
        let (known, bytes, hash) = done?;
        if sink.bytes == 0 {
            return Err(Fault::Bad(Why { kind: EMPTY, text: empty(&known) }));
        }
        sink.commit()?;
        Ok(self.record(name, bytes, hash, known, sink.documents))
    }

    fn documents<R: Read>(&self, raw: &mut Raw<R>, buffers: &mut Buffers, sink: &mut Sink) -> Result<Known, Fault> {
        let Unpacked { reader, compression, is_archive } = unpack(raw, self.control)?;
        if is_archive && self.encoding.is_none() {
            let mut bytes = Vec::new();
            reader.take(MOST_ARCHIVE + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > MOST_ARCHIVE {
                return Err(Fault::bad("too large", "it is an archive of more than 512 MiB; unpack it"));
            }
            let format = format::read_archive(&bytes, self.options, sink, self.control)?;
            let damage = Damage::default();
            return Ok(Known { detected: None, compression, format, damage, notes: Vec::new() });
        }
        let mut text = TextReader::new(reader, self.encoding, buffers)?;
        let format = Format::of(self.path(), text.head(), self.options);
        let notes = format::read(format, &mut text, self.options, sink)?;
        let TextReader { detected, damage, .. } = text;
        Ok(Known { detected: Some(detected), compression, format: format.name(), damage, notes })
    }

    fn path(&self) -> Option<&Path> {
        match self.input {
            Input::File(path) => Some(path),
            _ => None,
        }
    }

    fn record(&self, name: &str, bytes: u64, hash: String, known: Known, documents: u64) -> SourceRecord {
        let Known { detected, compression, format, damage, mut notes } = known;
        let encoding = detected.map_or_else(String::new, |found| format!("{}{}", found.encoding.name(), found.how));
        if damage.nuls > 0 {
            notes.push(format!(
                "{} and count as breaks",
                counted(damage.nuls, "character is NUL", "characters are NUL")
            ));
        }
        SourceRecord {
            bytes,
            hash,
            encoding,
            compression: compression.to_owned(),
            format: format.to_owned(),
            documents,
            replaced: damage.replaced,
            offsets: damage.offsets,
            notes,
            ..SourceRecord::unread(self.input.clone(), name)
        }
    }
}

/// What to say of a source without text.
fn empty(known: &Known) -> String {
    match known.notes.first() {
        Some(note) => format!("there is no text in it: {note}"),
        None => "it is empty".to_owned(),
    }
}
