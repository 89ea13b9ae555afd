//! Where messages come from: the real terminal with the workers' answers, or a script.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{Event as TerminalEvent, read};

use super::line::Line;
use super::update::Msg;

/// What came.
#[derive(Debug)]
pub enum Next {
    /// A message.
    Msg(Msg),
    /// Nothing within the time.
    Timeout,
    /// Nothing will ever come.
    Closed,
}

/// A source of messages and of the time.
pub trait EventSource {
    /// The next message; waits for at most `wait`, or until one comes.
    fn next(&mut self, wait: Option<Duration>) -> Next;
    /// Milliseconds since the start.
    fn now(&self) -> u64;
}

/// The channel that the input thread, the signals and the workers send to.
pub struct Channel {
    receiver: Receiver<Msg>,
    start: Instant,
}

impl Channel {
    /// A source that reads `receiver`; time starts now.
    #[must_use]
    pub fn new(receiver: Receiver<Msg>) -> Self {
        Channel { receiver, start: Instant::now() }
    }

    /// What it reads.
    #[must_use]
    pub fn receiver(&self) -> &Receiver<Msg> {
        &self.receiver
    }
}

impl EventSource for Channel {
    fn next(&mut self, wait: Option<Duration>) -> Next {
        let received = match wait {
            Some(wait) => self.receiver.recv_timeout(wait),
            None => self.receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match received {
            Ok(msg) => Next::Msg(msg),
            Err(RecvTimeoutError::Timeout) => Next::Timeout,
            Err(RecvTimeoutError::Disconnected) => Next::Closed,
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// Starts the thread that reads the terminal. A terminal that cannot be read any more ends the program.
///
/// # Errors
/// When no thread can be started.
pub fn read_terminal(line: Line) -> std::io::Result<()> {
    let loop_body = move || {
        loop {
            let msg = match read() {
                Ok(TerminalEvent::Key(key)) => Msg::Key(key),
                Ok(TerminalEvent::Mouse(event)) => Msg::Mouse(event),
                Ok(TerminalEvent::Paste(text)) => Msg::Paste(text),
                Ok(TerminalEvent::Resize(columns, lines)) => Msg::Resize(columns, lines),
                Ok(_) => continue,
                Err(_) => Msg::Terminate,
            };
            let last = matches!(msg, Msg::Terminate);
            if !line.send(msg) || last {
                return;
            }
        }
    };
    thread::Builder::new().name("input".to_owned()).spawn(loop_body).map(|_| ())
}
