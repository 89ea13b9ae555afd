//! Work that may wait a moment: asked for often, done at most so many times a second.

/// Something to do now and then.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Chore {
    due: bool,
    busy: bool,
    not_before: u64,
}

impl Chore {
    /// Milliseconds between two times.
    pub const PAUSE: u64 = 300;

    /// A chore that is due at once.
    #[must_use]
    pub fn due() -> Chore {
        Chore { due: true, ..Chore::default() }
    }

    /// Asks for it.
    pub fn ask(&mut self) {
        self.due = true;
    }

    /// Takes the request back.
    pub fn withdraw(&mut self) {
        self.due = false;
    }

    /// Whether it waits to be done.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.due
    }

    /// Whether it is to be done at `now` (milliseconds since the start); if so, it was asked for no more.
    pub fn take(&mut self, now: u64) -> bool {
        if !self.due || self.busy || now < self.not_before {
            return false;
        }
        *self = Chore { due: false, not_before: now + Self::PAUSE, ..*self };
        true
    }

    /// Takes note that it is under way (or done): it is not started again before.
    pub fn set_busy(&mut self, busy: bool) {
        self.busy = busy;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_done_once_after_a_pause_and_not_while_it_runs() {
        let mut chore = Chore::due();
        assert!(chore.take(0));
        assert!(!chore.take(10_000), "it was not asked for again");
        let mut chore = Chore::due();
        assert!(chore.take(5));
        chore.ask();
        assert!(!chore.take(5 + Chore::PAUSE - 1) && chore.waits());
        chore.set_busy(true);
        assert!(!chore.take(5 + Chore::PAUSE));
        chore.set_busy(false);
        assert!(chore.take(5 + Chore::PAUSE) && !chore.waits());
    }
}
