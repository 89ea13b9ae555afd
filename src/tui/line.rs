//! The line that keys and signals come in by. It outlives a project: when another one is opened it ends in a new channel,
//! so that no late answer about the old project can be taken for one about the new.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::update::Msg;

/// A sender whose other end can be changed.
#[derive(Debug, Clone)]
pub struct Line(Arc<Mutex<Sender<Msg>>>);

impl Line {
    /// A line with its first end.
    #[must_use]
    pub fn new() -> (Line, Receiver<Msg>) {
        let (sender, receiver) = channel();
        (Line(Arc::new(Mutex::new(sender))), receiver)
    }

    fn lock(&self) -> MutexGuard<'_, Sender<Msg>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends `msg`; says whether anybody listens.
    pub fn send(&self, msg: Msg) -> bool {
        self.lock().send(msg).is_ok()
    }

    /// A sender to the present end.
    #[must_use]
    pub fn sender(&self) -> Sender<Msg> {
        self.lock().clone()
    }

    /// Has the line end elsewhere. What came by it at the `old` end and was not taken yet comes there first; answers of
    /// workers do not.
    #[must_use]
    pub fn turn(&self, old: &Receiver<Msg>) -> Receiver<Msg> {
        let mut end = self.lock();
        let (sender, receiver) = channel();
        for msg in old.try_iter().filter(|msg| !matches!(msg, Msg::Reply(_))) {
            let _ = sender.send(msg);
        }
        *end = sender;
        receiver
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::tui::effect::Reply;

    #[test]
    fn what_was_typed_ahead_comes_to_the_new_end_and_late_answers_do_not() {
        let (line, old) = Line::new();
        let worker = line.sender();
        assert!(line.send(Msg::Redraw));
        worker.send(Msg::Reply(Reply::Cancelled)).unwrap();
        assert!(line.send(Msg::Terminate));
        let new = line.turn(&old);
        let _ = worker.send(Msg::Reply(Reply::Cancelled));
        drop(old);
        assert!(line.send(Msg::Suspend));
        let came: Vec<Msg> = new.try_iter().collect();
        assert!(matches!(came[..], [Msg::Redraw, Msg::Terminate, Msg::Suspend]), "{came:?}");
    }
}
