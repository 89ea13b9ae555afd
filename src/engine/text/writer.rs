//! The text of a corpus on its way in: kept as it is, made what is counted, and mapped between the two.

use super::super::storage::StorageError;
use super::body::{Body, BodyWriter, Room};
use super::gaps::Normaliser;
use super::guess;
use super::original::{Original, STRIDE};
use super::reading::{Reading, UnitKind};

/// Bytes of text that decide on the unit.
const SAMPLE: usize = 1 << 20;
/// Bytes of counted text collected before they are handed on.
const BATCH: usize = 1 << 16;

/// The text of a corpus when it is whole.
#[derive(Debug)]
pub(super) struct Written {
    /// How it was read; the unit is decided.
    pub reading: Reading,
    /// What is counted.
    pub body: Body,
    /// Where each document starts in it.
    pub starts: Vec<u64>,
    /// The text as it is, when that may be another.
    pub original: Option<Original>,
}

/// Takes in the text of a corpus.
#[derive(Debug)]
pub(super) struct TextWriter {
    reading: Reading,
    room: Room,
    /// Bytes of the text as it is.
    size: usize,
    /// Where each document starts in what is counted.
    starts: Vec<u64>,
    way: Way,
    /// What failed where no error could be told.
    failed: Option<StorageError>,
}

#[derive(Debug)]
enum Way {
    /// What is counted is the text as it is.
    Plain(BodyWriter),
    /// The unit is not known yet.
    Undecided(String),
    /// What is counted may differ.
    Mapped(Box<Mapped>),
}

impl TextWriter {
    pub(super) fn new(reading: Reading, room: Room) -> Self {
        let way = if reading.unit == UnitKind::Auto {
            Way::Undecided(String::new())
        } else {
            Way::decided(reading, room.clone())
        };
        TextWriter { reading, room, size: 0, starts: Vec::new(), way, failed: None }
    }

    /// Bytes of the text as it is.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Starts a document; what was handed over before does not go on in it.
    pub(super) fn start_document(&mut self) {
        let start = match &mut self.way {
            Way::Plain(_) | Way::Undecided(_) => self.size,
            Way::Mapped(mapped) => mapped.start_document().unwrap_or_else(|error| {
                self.failed = Some(error);
                0
            }),
        };
        self.starts.push(start as u64);
    }

    pub(super) fn push(&mut self, text: &str) -> Result<(), StorageError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        self.size += text.len();
        match &mut self.way {
            Way::Plain(body) => body.push(text),
            Way::Mapped(mapped) => mapped.push(text),
            Way::Undecided(sample) => {
                sample.push_str(text);
                if sample.len() >= SAMPLE { self.decide() } else { Ok(()) }
            }
        }
    }

    /// Decides on the unit, by the first bytes of the text, however they came, and reads what came so far.
    fn decide(&mut self) -> Result<(), StorageError> {
        let Way::Undecided(text) = &mut self.way else { return Ok(()) };
        let text = std::mem::take(text);
        self.reading.unit = guess::unit(&text[..text.floor_char_boundary(SAMPLE)]);
        self.way = Way::decided(self.reading, self.room.clone());
        match &mut self.way {
            Way::Plain(body) => body.push(&text),
            Way::Mapped(mapped) => {
                let mut from = 0;
                for start in &mut self.starts {
                    let at = *start as usize;
                    mapped.push(&text[from..at])?;
                    *start = mapped.start_document()? as u64;
                    from = at;
                }
                mapped.push(&text[from..])
            }
            Way::Undecided(_) => Ok(()),
        }
    }

    pub(super) fn finish(mut self) -> Result<Written, StorageError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        self.decide()?;
        let (body, original) = match self.way {
            Way::Plain(body) => (body.finish()?, None),
            Way::Mapped(mapped) => mapped.finish()?,
            Way::Undecided(_) => (Body::default(), None),
        };
        Ok(Written { reading: self.reading, body, starts: self.starts, original })
    }
}

impl Way {
    fn decided(reading: Reading, room: Room) -> Way {
        if reading.changes_text() {
            Way::Mapped(Box::new(Mapped::new(reading, room)))
        } else {
            Way::Plain(BodyWriter::new(room))
        }
    }
}

/// Two texts that grow: as it is, and as it is counted.
#[derive(Debug)]
struct Mapped {
    counted: BodyWriter,
    original: BodyWriter,
    starts: Vec<u64>,
    normaliser: Normaliser,
    /// Text that is not read yet: the start of a piece.
    rest: String,
    /// Counted text not handed on yet.
    out: String,
    checks: Checks,
}

/// The checkpoints as they come.
#[derive(Debug, Default)]
struct Checks {
    /// Bytes that are over, in each text.
    counted: usize,
    original: usize,
    /// Where in the text as it is the last checkpoint or document start is.
    last: usize,
    points: Vec<(u64, u64)>,
}

impl Mapped {
    fn new(reading: Reading, room: Room) -> Self {
        let half =
            Room { most_held: if room.most_held == usize::MAX { usize::MAX } else { room.most_held / 2 }, ..room };
        Mapped {
            counted: BodyWriter::new(half.clone()),
            original: BodyWriter::new(half),
            starts: Vec::new(),
            normaliser: Normaliser::new(reading, false),
            rest: String::new(),
            out: String::new(),
            checks: Checks::default(),
        }
    }

    fn push(&mut self, text: &str) -> Result<(), StorageError> {
        self.original.push(text)?;
        if self.rest.is_empty() {
            let read = self.advance(text, false)?;
            self.rest.push_str(&text[read..]);
        } else {
            let mut rest = std::mem::take(&mut self.rest);
            rest.push_str(text);
            let read = self.advance(&rest, false)?;
            rest.drain(..read);
            self.rest = rest;
        }
        Ok(())
    }

    fn advance(&mut self, text: &str, is_end: bool) -> Result<usize, StorageError> {
        let checks = &mut self.checks;
        let mut done = |done: super::gaps::Done| {
            checks.counted += done.counted;
            checks.original += done.original;
            if checks.original - checks.last >= STRIDE {
                checks.last = checks.original;
                checks.points.push((checks.counted as u64, checks.original as u64));
            }
        };
        let read = self.normaliser.advance(text, is_end, &mut self.out, &mut done);
        if self.out.len() >= BATCH {
            self.hand_on()?;
        }
        Ok(read)
    }

    fn hand_on(&mut self) -> Result<(), StorageError> {
        self.counted.push(&self.out)?;
        self.out.clear();
        Ok(())
    }

    fn end(&mut self) -> Result<(), StorageError> {
        let rest = std::mem::take(&mut self.rest);
        self.advance(&rest, true)?;
        Ok(())
    }

    /// Ends the document before, if any, and gives the place in the counted text where the next starts.
    fn start_document(&mut self) -> Result<usize, StorageError> {
        self.end()?;
        self.checks.last = self.checks.original;
        self.starts.push(self.checks.original as u64);
        Ok(self.checks.counted)
    }

    fn finish(mut self) -> Result<(Body, Option<Original>), StorageError> {
        self.end()?;
        self.hand_on()?;
        let original = Original { body: self.original.finish()?, starts: self.starts, checkpoints: self.checks.points };
        Ok((self.counted.finish()?, Some(original)))
    }
}
