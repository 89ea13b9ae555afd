//! Reading all inputs into one corpus.

use std::collections::HashMap;
use std::io::{self, IsTerminal};
use std::path::Path;

use super::decode::Buffers;
use super::encoding::Encoding;
use super::error::{Fault, Why, system};
use super::file::{self, Opened, Stream};
use super::find::{self, Found};
use super::input::names;
use super::job::{CHANGED, EMPTY, Job, changed};
use super::options::Options;
use super::report::{ReadReport, Skips, SourceRecord};
use super::sink::{Held, Sink};
use super::{Input, Request, SourceError};
use crate::engine::text::{CorpusBuilder, Room};
use crate::engine::{Control, Corpus, Stage};

/// The novel that comes with the program, compressed.
const DEMO: &[u8] = include_bytes!("../../../assets/demo/xiyouji.txt.zst");
/// Bytes of the novel.
const DEMO_BYTES: u64 = 2_154_369;

/// Reads all inputs of `request` into one corpus whose text lives in `room`. Progress is in bytes as they stand on the
/// disk, and so are the bytes and hashes of the report.
///
/// # Errors
/// [`SourceError`] for the first input that was named and cannot be used, and when there is no text at all.
pub fn read(request: &Request, room: Room, control: &Control) -> Result<(Corpus, ReadReport), SourceError> {
    let encoding = request.options.encoding.as_deref().map(Encoding::by_name).transpose()?;
    control.begin(Stage::Read, 0);
    let mut skips = Skips::default();
    let found = find::all(&request.inputs, &mut skips, control)?;
    let names = names(&found.iter().map(|found| &found.input).collect::<Vec<_>>());
    let mut unusable = HashMap::new();
    loop {
        // A source that fails when part of it is in the corpus makes all be read again, without it or once more with it:
        // a text in the corpus cannot be taken back.
        let mut pass = Pass {
            options: &request.options,
            encoding,
            control,
            corpus: CorpusBuilder::new(request.options.reading, room.clone()),
            held: Held::default(),
            buffers: Buffers::new(),
            seen: HashMap::new(),
            report: ReadReport { read: Vec::new(), skipped: skips.clone() },
        };
        control.begin(Stage::Read, total(&found));
        match pass.all(&found, &names, &unusable)? {
            Outcome::Whole => {
                let Pass { corpus, report, .. } = pass;
                if report.read.is_empty() {
                    return Err(nothing(request, &report.skipped));
                }
                return Ok((corpus.finish()?, report));
            }
            Outcome::Again(index, fate) => {
                unusable.insert(index, fate);
            }
        }
    }
}

fn nothing(request: &Request, skipped: &Skips) -> SourceError {
    let names: Vec<String> = request.inputs.iter().map(Input::shown).collect();
    let skipped = if skipped.is_empty() { String::new() } else { format!(": {}", skipped.summary()) };
    SourceError::Nothing { names: names.join(", "), skipped }
}

/// Bytes of all sources, or 0 when one is of unknown size.
fn total(found: &[Found]) -> u64 {
    let bytes = |found: &Found| if found.input == Input::Demo { Some(DEMO_BYTES) } else { found.size };
    found.iter().map(bytes).sum::<Option<u64>>().unwrap_or(0)
}

/// What became of a source in an earlier pass.
#[derive(Debug, Clone)]
enum Fate {
    /// It changed while it was read: a second time is the last.
    Changed,
    /// It is skipped.
    Skip(Why),
}

enum Outcome {
    Whole,
    /// All must be read again, with this known of the source of that number.
    Again(usize, Fate),
}

/// What stopped one source.
enum Stop {
    /// Nothing of it is in the corpus.
    Clean(Fault),
    /// Some of it is.
    Committed(Fault),
}

/// Everything that reading one source after the other needs.
struct Pass<'r> {
    options: &'r Options,
    encoding: Option<Encoding>,
    control: &'r Control,
    corpus: CorpusBuilder,
    held: Held,
    buffers: Buffers,
    /// Files seen, by device and inode, and whether they were named.
    seen: HashMap<(u64, u64), bool>,
    report: ReadReport,
}

/// The kind of a file that was read already, and that was not named both times.
const SEEN: &str = "seen before";

impl Pass<'_> {
    fn all(
        &mut self,
        found: &[Found],
        names: &[String],
        unusable: &HashMap<usize, Fate>,
    ) -> Result<Outcome, SourceError> {
        for (index, (one, name)) in found.iter().zip(names).enumerate() {
            self.control.check()?;
            let fate = unusable.get(&index);
            let before = self.control.progress().done;
            if let Some(Fate::Skip(why)) = fate {
                self.skip(one, why.clone())?;
                continue;
            }
            match self.source(one, name) {
                Ok(record) => self.report.read.push(record),
                Err(Stop::Clean(fault)) => {
                    self.skip(one, why(fault, self.control)?)?;
                    // What was not read of it is done all the same.
                    let after = before + one.size.unwrap_or(0);
                    self.control.advance(after.saturating_sub(self.control.progress().done));
                }
                Err(Stop::Committed(fault)) => {
                    let why = why(fault, self.control)?;
                    let first_change = why.kind == CHANGED && fate.is_none();
                    if one.named && !first_change {
                        return Err(unreadable(one, why));
                    }
                    // Standard input can be read once only.
                    if found.iter().any(|one| one.input == Input::Stdin) {
                        return Err(unreadable(one, why));
                    }
                    return Ok(Outcome::Again(index, if first_change { Fate::Changed } else { Fate::Skip(why) }));
                }
            }
        }
        Ok(Outcome::Whole)
    }

    /// Leaves a source out; an error when the person named it.
    fn skip(&mut self, one: &Found, why: Why) -> Result<(), SourceError> {
        if one.named && why.kind != SEEN {
            return Err(unreadable(one, why));
        }
        if let Input::File(path) = &one.input {
            self.report.skipped.add(path.clone(), why.kind, why.text);
        }
        Ok(())
    }

    fn source(&mut self, one: &Found, name: &str) -> Result<SourceRecord, Stop> {
        match &one.input {
            Input::File(path) => self.file(path, one, name),
            Input::Demo => {
                let novel = zstd::Decoder::with_buffer(DEMO).map_err(|error| Stop::Clean(system(&error)))?;
                self.attempt(&mut Stream(novel), one, name)
            }
            _ => {
                let stdin = io::stdin();
                if stdin.is_terminal() {
                    // It would be waited for without an end, and its keys belong to the screen.
                    let why = "it is a terminal; pipe a text in, as in `wordmine - < FILE`";
                    return Err(Stop::Clean(Fault::bad("unreadable", why)));
                }
                self.attempt(&mut Stream(stdin.lock()), one, name)
            }
        }
    }

    /// Reads a file; once more when it was written to meanwhile.
    fn file(&mut self, path: &Path, one: &Found, name: &str) -> Result<SourceRecord, Stop> {
        let clean = |error: &io::Error| Stop::Clean(system(error));
        for last in [false, true] {
            let mut opened = file::open(path).map_err(|error| clean(&error))?;
            let found = opened.metadata().map_err(|error| clean(&error))?;
            if let Some(kind) = file::irregular(found.file_type()) {
                return Err(Stop::Clean(Fault::bad("no file", format!("it is {kind}; give regular files"))));
            }
            if !last
                && let Some(identity) = file::identity(&found)
                && let Some(named) = self.seen.insert(identity, one.named)
            {
                self.seen.insert(identity, named);
                let kind = if named && one.named { "given twice" } else { SEEN };
                return Err(Stop::Clean(Fault::bad(kind, "the same file is given twice; its counts would double")));
            }
            match self.attempt(&mut opened, one, name) {
                Err(Stop::Clean(Fault::Bad(why))) if why.kind == CHANGED && !last => {}
                done => return done,
            }
        }
        Err(Stop::Clean(changed()))
    }

    fn attempt<S: Opened>(&mut self, source: &mut S, one: &Found, name: &str) -> Result<SourceRecord, Stop> {
        let mut sink = Sink::new(&mut self.corpus, &mut self.held, name);
        let job = Job { options: self.options, encoding: self.encoding, control: self.control, input: &one.input };
        match job.read(source, name, &mut self.buffers, &mut sink) {
            Ok(record) => Ok(record),
            Err(fault) if sink.committed => Err(Stop::Committed(fault)),
            Err(fault) => Err(Stop::Clean(fault)),
        }
    }
}

fn unreadable(one: &Found, why: Why) -> SourceError {
    let path = one.input.shown();
    if why.kind == EMPTY { SourceError::Empty { path } } else { SourceError::Unreadable { path, why: why.text } }
}

/// What was wrong with a source, unless it was the job that stopped.
fn why(fault: Fault, control: &Control) -> Result<Why, SourceError> {
    // A decoder may have put a failure of its own over that of its reader.
    control.check()?;
    match fault {
        Fault::Cancelled(cancelled) => Err(cancelled.into()),
        Fault::Storage(error) => Err(error.into()),
        Fault::Bad(why) => Ok(why),
    }
}
