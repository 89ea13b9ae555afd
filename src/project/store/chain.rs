//! The rows of the event table and the hashes that chain them.

use std::borrow::Cow;
use std::sync::Arc;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::lexicon::{Change, Decision, Details, Edit, Event, Reason, Verdict};

/// Bytes of a hash in the file.
pub(super) const HASH: usize = 16;

const UNDO: i64 = 0;
const REDO: i64 = 1;
const ACCEPT: i64 = 2;
const REJECT: i64 = 3;
const LATER: i64 = 4;
const TAKE_BACK: i64 = 5;
const EDIT: i64 = 6;

/// One row of the event table, but for its hash.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'w> {
    pub seq: i64,
    pub step: i64,
    pub kind: i64,
    pub word: &'w str,
    pub at: i64,
    /// [`More`] as JSON; empty when there is nothing more, and in every row of format 1.
    pub more: &'w str,
}

/// What a row says beside its columns: the first row of a step why it was made, the row of an edit the details.
#[derive(Debug, Default, Serialize, Deserialize)]
struct More<'m> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'m, Reason>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    details: Option<Cow<'m, Details>>,
}

impl<'m> More<'m> {
    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            Ok(More::default())
        } else {
            serde_json::from_str(text).map_err(|error| error.to_string())
        }
    }

    fn is_empty(&self) -> bool {
        self.reason.is_none() && self.details.is_none()
    }

    /// The text of the row. What could not be read again, nested too deeply for instance, is an error now.
    fn text(&self) -> rusqlite::Result<String> {
        if self.is_empty() {
            return Ok(String::new());
        }
        let wrong = |why: String| rusqlite::Error::ToSqlConversionFailure(why.into());
        let text = serde_json::to_string(self).map_err(|error| wrong(error.to_string()))?;
        More::read(&text).map_err(|why| wrong(format!("the details of a word cannot be kept: {why}")))?;
        Ok(text)
    }
}

/// The events of a project with their times.
#[derive(Debug, Default)]
pub(super) struct Past {
    pub events: Vec<Event>,
    /// Milliseconds since 1970, one an event.
    pub times: Vec<i64>,
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
        if !row.more.is_empty() {
            // No text has this byte, so that no other word and rest give the same bytes.
            hasher.update(&[0xFF]);
            hasher.update(row.more.as_bytes());
        }
        (self.rows, self.step) = (row.seq, row.step);
        self.hash = cut(hasher.finalize());
        self.hash
    }

    /// Inserts the rows of `events` behind the chain. `at` is in milliseconds since 1970.
    pub fn append(&mut self, connection: &Connection, events: &[Event], at: i64) -> rusqlite::Result<()> {
        let mut insert = connection.prepare_cached(
            "INSERT INTO event (seq, step, kind, word, at, hash, more) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let mut put = |chain: &mut Chain, step: i64, (kind, word, more): (i64, &str, More)| {
            let more = more.text()?;
            let row = Row { seq: chain.rows + 1, step, kind, word, at, more: &more };
            let hash = chain.link(row);
            match insert.execute((row.seq, row.step, row.kind, row.word, row.at, hash.as_slice(), row.more))? {
                1 => Ok(()),
                changed => Err(rusqlite::Error::StatementChangedRows(changed)),
            }
        };
        for event in events {
            let step = self.step + 1;
            match event {
                Event::Undo => put(self, step, (UNDO, "", More::default()))?,
                Event::Redo => put(self, step, (REDO, "", More::default()))?,
                Event::Decide(Decision { changes, edits, reason }) => {
                    let mut reason = (*reason != Reason::Hand).then_some(Cow::Borrowed(reason));
                    for Change { word, verdict } in changes {
                        put(self, step, (kind(*verdict), word, More { reason: reason.take(), details: None }))?;
                    }
                    for Edit { word, details } in edits {
                        let more = More { reason: reason.take(), details: Some(Cow::Borrowed(details)) };
                        put(self, step, (EDIT, word, more))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes in a row read from the file: checks that it continues the chain, and adds it to `past`.
    pub fn follow(&mut self, row: Row, hash: &[u8], past: &mut Past) -> Result<(), String> {
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
        let more = More::read(row.more).map_err(|why| format!("decision {expected} makes no sense: {why}"))?;
        if fresh {
            past.times.push(row.at);
            past.events.push(match row.kind {
                UNDO => Event::Undo,
                REDO => Event::Redo,
                _ => {
                    let reason = more.reason.map(Cow::into_owned).unwrap_or_default();
                    Event::Decide(Decision { reason, ..Decision::default() })
                }
            });
        }
        let step = match past.events.last_mut() {
            Some(Event::Decide(decision)) => decision,
            Some(_) if fresh => return Ok(()),
            _ => return Err(bad()),
        };
        let word = row.word.to_owned();
        if row.kind == EDIT {
            let details = Arc::new(more.details.ok_or_else(bad)?.into_owned());
            step.edits.push(Edit { word, details });
        } else {
            step.changes.push(Change { word, verdict: verdict(row.kind).ok_or_else(bad)? });
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
