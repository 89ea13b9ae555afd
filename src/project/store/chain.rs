//! The rows of the event table and the hashes that chain them.

use rusqlite::Connection;

use crate::lexicon::{Change, Event, Verdict};

/// Bytes of a hash in the file.
pub(super) const HASH: usize = 16;

const UNDO: i64 = 0;
const REDO: i64 = 1;
const ACCEPT: i64 = 2;
const REJECT: i64 = 3;
const LATER: i64 = 4;
const TAKE_BACK: i64 = 5;

/// One row of the event table, but for its hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'w> {
    pub seq: i64,
    pub step: i64,
    pub kind: i64,
    pub word: &'w str,
    pub at: i64,
}

/// The end of the chain: what the next row is linked to.
#[derive(Debug, Clone, Default)]
pub(super) struct Chain {
    rows: i64,
    step: i64,
    hash: [u8; HASH],
}

impl Chain {
    /// Number of rows.
    pub fn rows(&self) -> i64 {
        self.rows
    }

    /// The value of the state row `head`.
    pub fn head(&self) -> String {
        let hash: String = self.hash.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{} {} {hash}", self.rows, self.step)
    }

    /// Links `row` to the chain and returns its hash.
    fn link(&mut self, row: Row) -> [u8; HASH] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.hash);
        for number in [row.seq, row.step, row.kind, row.at] {
            hasher.update(&number.to_le_bytes());
        }
        hasher.update(row.word.as_bytes());
        (self.rows, self.step) = (row.seq, row.step);
        self.hash = cut(hasher.finalize());
        self.hash
    }

    /// Inserts the rows of `events` behind the chain. `at` is in milliseconds since 1970.
    pub fn append(&mut self, connection: &Connection, events: &[Event], at: i64) -> rusqlite::Result<()> {
        let mut insert = connection
            .prepare_cached("INSERT INTO event (seq, step, kind, word, at, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut put = |chain: &mut Chain, step: i64, kind: i64, word: &str| {
            let row = Row { seq: chain.rows + 1, step, kind, word, at };
            let hash = chain.link(row);
            match insert.execute((row.seq, row.step, row.kind, row.word, row.at, hash.as_slice()))? {
                1 => Ok(()),
                changed => Err(rusqlite::Error::StatementChangedRows(changed)),
            }
        };
        for event in events {
            let step = self.step + 1;
            match event {
                Event::Undo => put(self, step, UNDO, "")?,
                Event::Redo => put(self, step, REDO, "")?,
                Event::Decide(changes) => {
                    for change in changes {
                        put(self, step, kind(change.verdict), &change.word)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes in a row read from the file: checks that it continues the chain, and adds it to `events`.
    pub fn follow(&mut self, row: Row, hash: &[u8], events: &mut Vec<Event>) -> Result<(), String> {
        let before = self.step;
        let expected = self.rows + 1;
        if row.seq != expected {
            return Err(format!("decision {expected} is missing"));
        }
        if self.link(row) != hash {
            return Err(format!("decision {expected} was altered"));
        }
        let bad = || format!("decision {expected} makes no sense");
        let fresh = match row.step.checked_sub(before) {
            Some(0) => false,
            Some(1) => true,
            _ => return Err(bad()),
        };
        match (row.kind, fresh) {
            (UNDO, true) => events.push(Event::Undo),
            (REDO, true) => events.push(Event::Redo),
            (kind, fresh) => {
                let change = Change { word: row.word.to_owned(), verdict: verdict(kind).ok_or_else(bad)? };
                match events.last_mut() {
                    Some(Event::Decide(changes)) if !fresh => changes.push(change),
                    _ if fresh => events.push(Event::Decide(vec![change])),
                    _ => return Err(bad()),
                }
            }
        }
        Ok(())
    }
}

fn kind(verdict: Option<Verdict>) -> i64 {
    match verdict {
        Some(Verdict::Accept) => ACCEPT,
        Some(Verdict::Reject) => REJECT,
        Some(Verdict::Later) => LATER,
        None => TAKE_BACK,
    }
}

/// The verdict a kind of row stands for; the outer `None` when it stands for no decision.
fn verdict(kind: i64) -> Option<Option<Verdict>> {
    match kind {
        ACCEPT => Some(Some(Verdict::Accept)),
        REJECT => Some(Some(Verdict::Reject)),
        LATER => Some(Some(Verdict::Later)),
        TAKE_BACK => Some(None),
        _ => None,
    }
}

/// The hash kept beside a state row.
pub(super) fn seal(name: &str, value: &str) -> [u8; HASH] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(name.as_bytes());
    hasher.update(&[0]);
    hasher.update(value.as_bytes());
    cut(hasher.finalize())
}

fn cut(hash: blake3::Hash) -> [u8; HASH] {
    let mut short = [0; HASH];
    short.copy_from_slice(&hash.as_bytes()[..HASH]);
    short
}
