//! Messages to the person: the newest in the hint line for a while, all of them in the log pane.

use std::collections::VecDeque;

/// How serious a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something was done.
    Info,
    /// Something needs a look.
    Warning,
    /// Something failed.
    Error,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Milliseconds since the start.
    pub at: u64,
    /// How serious it is.
    pub level: Level,
    /// What it says.
    pub text: String,
}

/// The messages of this session, at most [`Log::KEPT`].
#[derive(Debug, Clone, Default)]
pub struct Log {
    messages: VecDeque<Message>,
    shown: bool,
    /// Lines scrolled up from the newest.
    pub scrolled: usize,
}

impl Log {
    /// How many messages are kept.
    pub const KEPT: usize = 1_000;
    /// How long an [`Level::Info`] stays in the hint line, in milliseconds; others stay until the next key.
    const STAYS: u64 = 4_000;

    /// Adds a message and shows it.
    pub fn say(&mut self, at: u64, level: Level, text: impl Into<String>) {
        self.note(at, level, text);
        self.shown = true;
    }

    /// Adds a message to the log alone.
    pub fn note(&mut self, at: u64, level: Level, text: impl Into<String>) {
        if self.messages.len() == Self::KEPT {
            self.messages.pop_front();
        }
        self.messages.push_back(Message { at, level, text: text.into() });
        self.shown = false;
    }

    /// The message to show in the hint line.
    #[must_use]
    pub fn current(&self) -> Option<&Message> {
        self.messages.back().filter(|_| self.shown)
    }

    /// Takes the message off the hint line.
    pub fn hide(&mut self) {
        self.shown = false;
    }

    /// Takes the message off the hint line when its time is over.
    pub fn fade(&mut self, now: u64) {
        if self.fades() && self.messages.back().is_some_and(|message| now >= message.at + Self::STAYS) {
            self.shown = false;
        }
    }

    /// Whether a message is shown that goes by itself.
    #[must_use]
    pub fn fades(&self) -> bool {
        self.current().is_some_and(|message| message.level == Level::Info)
    }

    /// All messages, the newest first.
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &Message> {
        self.messages.iter().rev()
    }
}
