//! Saving, in order: whatever queued up while the last transaction was synced goes into the next one.

use crate::lexicon::Event;
use crate::project::store::Store;

use super::super::effect::Reply;
use super::super::state::start::Counts;
use super::files::Memory;

/// Something to save.
#[derive(Debug)]
pub enum Write {
    /// An event with its ticket and the state of the screen after it.
    Event(u64, Event, String),
    /// The state of the screen.
    Session(String),
    /// How far the work is, for the list of recent projects.
    Remember(Counts),
    /// Try what failed again.
    Retry,
}

/// The store, and what is not in it yet.
pub struct Writer {
    store: Store,
    memory: Option<Memory>,
    events: Vec<Event>,
    ticket: u64,
    session: Option<String>,
    failed: bool,
}

impl Writer {
    /// A writer to `store`, with the project's place in the list of recent ones.
    pub fn new(store: Store, memory: Option<Memory>) -> Self {
        Writer { store, memory, events: Vec::new(), ticket: 0, session: None, failed: false }
    }

    /// Takes note of something to save.
    pub fn add(&mut self, write: Write) {
        match write {
            Write::Event(ticket, event, session) => {
                self.events.push(event);
                self.ticket = ticket;
                self.session = Some(session);
            }
            Write::Session(session) => self.session = Some(session),
            Write::Remember(counts) => {
                if let Some(memory) = &mut self.memory {
                    memory.keep(counts);
                }
            }
            Write::Retry => {}
        }
    }

    /// Saves all that is noted in one transaction, and says how it went. A failure keeps it noted.
    pub fn save(&mut self) -> Option<Reply> {
        if self.events.is_empty() && self.session.is_none() {
            return None;
        }
        match self.store.append(&self.events, self.session.as_deref()) {
            Ok(()) => {
                // After a failure the screen waits to hear that all is well, also when no event was in it.
                let told = self.failed || !self.events.is_empty();
                self.failed = false;
                self.events.clear();
                self.session = None;
                told.then_some(Reply::Saved(self.ticket))
            }
            Err(error) => {
                self.failed = true;
                Some(Reply::NotSaved(error.to_string()))
            }
        }
    }

    /// Saves once more and closes the store; with why events could not be saved, if so.
    pub fn close(mut self) -> Option<String> {
        let decided = !self.events.is_empty();
        let reply = self.save();
        // A log that cannot be folded in is folded in by the next start.
        let _ = self.store.close();
        match reply {
            Some(Reply::NotSaved(why)) if decided => Some(why),
            _ => None,
        }
    }
}
