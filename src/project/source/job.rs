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
            let nuls = counted(damage.nuls, "NUL character counts", "NUL characters count");
            notes.push(format!("{nuls} as a break"));
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io;
    use std::time::{Duration, SystemTime};

    use super::super::file::State;
    use super::super::sink::Held;
    use super::*;
    use crate::engine::text::{CorpusBuilder, Reading, Room};

    /// A file of `left` bytes that is written to when its first chunk was read, or cancels the job then.
    struct Moving<'c> {
        left: usize,
        reads: u64,
        moves: bool,
        cancels: Option<&'c Control>,
    }

    impl Read for Moving<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.reads += 1;
            if let Some(control) = self.cancels {
                assert!(!control.is_cancelled(), "it reads on");
                control.cancel();
            }
            let read = buffer.len().min(self.left);
            buffer[..read].fill(b'a');
            self.left -= read;
            Ok(read)
        }
    }

    impl Opened for Moving<'_> {
        fn state(&self) -> io::Result<Option<State>> {
            let reads = if self.moves { self.reads } else { 0 };
            let modified = Some(SystemTime::UNIX_EPOCH + Duration::from_secs(reads));
            Ok(Some(State { size: 20 << 20, modified }))
        }
    }

    fn read(source: &mut Moving, control: &Control) -> (Result<SourceRecord, Fault>, bool) {
        let options = Options::default();
        let input = Input::File("a".into());
        let job = Job { options: &options, encoding: None, control, input: &input };
        let mut corpus = CorpusBuilder::new(Reading::default(), Room::default());
        let mut held = Held::default();
        let mut sink = Sink::new(&mut corpus, &mut held, "a");
        let done = job.read(source, "a", &mut Buffers::new(), &mut sink);
        let committed = sink.committed;
        (done, committed)
    }

    #[test]
    fn a_file_that_is_written_to_while_it_is_read_is_not_taken() {
        let control = Control::new();
        for (left, moves, wanted) in [(20 << 20, false, true), (20 << 20, true, false), (100, false, false)] {
            let mut source = Moving { left, reads: 0, moves, cancels: None };
            let (done, committed) = read(&mut source, &control);
            assert_eq!(done.is_ok(), wanted);
            assert_eq!(committed, left > 100);
            if let Err(fault) = done {
                assert!(matches!(&fault, Fault::Bad(why) if why.kind == CHANGED), "{fault}");
            }
        }
    }

    #[test]
    fn reading_stops_when_it_is_cancelled() {
        let control = Control::new();
        let mut source = Moving { left: 20 << 20, reads: 0, moves: false, cancels: Some(&control) };
        assert!(matches!(read(&mut source, &control).0, Err(Fault::Cancelled(_))));
    }
}
