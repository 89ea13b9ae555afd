//! What the thresholds were: changes to undo and to redo, a visit to the panes at a time.
//!
//! A run of steps of one threshold is one change; when a visit is kept, all its changes become one.

use crate::engine::query::Thresholds;

/// What changed the thresholds: two changes of the same kind in a row are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<I> {
    /// A step of this threshold.
    Step(I),
    /// Both cuts of the plot were dragged.
    Drag,
    /// A change that stands alone.
    Alone,
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Change {
    before: Thresholds,
    after: Thresholds,
}

/// Most changes that can be undone.
const MOST: usize = 200;

/// The changes of the thresholds.
#[derive(Debug, Clone, PartialEq)]
pub struct History<I> {
    done: Vec<Change>,
    undone: Vec<Change>,
    /// Changes done when the visit started.
    start: usize,
    last: Kind<I>,
}

impl<I> Default for History<I> {
    fn default() -> Self {
        History { done: Vec::new(), undone: Vec::new(), start: 0, last: Kind::Alone }
    }
}

impl<I: PartialEq + Copy> History<I> {
    /// Takes note of a change of this kind.
    pub fn record(&mut self, before: Thresholds, after: Thresholds, kind: Kind<I>) {
        if before == after {
            return;
        }
        self.undone.clear();
        let goes_on = kind != Kind::Alone && kind == self.last && self.done.len() > self.start;
        self.last = kind;
        match self.done.last_mut().filter(|_| goes_on) {
            Some(change) => change.after = after,
            None => self.done.push(Change { before, after }),
        }
        // A run that ends where it started is no change.
        self.done.pop_if(|change| change.before == change.after);
        if self.done.len() > MOST {
            self.done.remove(0);
            self.start = self.start.saturating_sub(1);
        }
    }

    /// The thresholds before the last change, which is undone; `None` when there is none.
    pub fn undo(&mut self) -> Option<Thresholds> {
        self.last = Kind::Alone;
        let change = self.done.pop()?;
        self.start = self.start.min(self.done.len());
        self.undone.push(change);
        Some(change.before)
    }

    /// The thresholds after the last undone change, which is done again; `None` when there is none.
    pub fn redo(&mut self) -> Option<Thresholds> {
        self.last = Kind::Alone;
        let change = self.undone.pop()?;
        self.done.push(change);
        Some(change.after)
    }

    /// Starts a visit: what was done before it stays as it is.
    pub fn enter(&mut self) {
        self.start = self.done.len();
        self.last = Kind::Alone;
    }

    /// Ends a visit: its changes are one from now on.
    pub fn keep(&mut self) {
        let visit = self.done.split_off(self.start.min(self.done.len()));
        if let (Some(first), Some(last)) = (visit.first(), visit.last()) {
            let whole = Change { before: first.before, after: last.after };
            self.done.extend(Some(whole).filter(|whole| whole.before != whole.after));
        }
        self.enter();
    }

    /// How many changes can be undone and redone.
    #[must_use]
    pub fn depth(&self) -> (usize, usize) {
        (self.done.len(), self.undone.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(count: u32) -> Thresholds {
        Thresholds { min_count: count, ..Thresholds::OPEN }
    }

    #[test]
    fn runs_of_steps_and_kept_visits_are_one_change() {
        let mut history = History::default();
        history.enter();
        for count in 0..5 {
            history.record(at(count), at(count + 1), Kind::Step('c'));
        }
        history.record(at(5), at(9), Kind::Step('p'));
        history.record(at(9), at(20), Kind::Alone);
        history.record(at(20), at(30), Kind::Alone);
        assert_eq!(history.depth(), (4, 0));
        assert_eq!(history.undo(), Some(at(20)));
        assert_eq!(history.undo(), Some(at(9)));
        assert_eq!(history.undo(), Some(at(5)));
        assert_eq!(history.redo(), Some(at(9)));
        history.keep();
        assert_eq!(history.depth(), (1, 2), "what was undone can still be redone");
        assert_eq!(history.redo(), Some(at(20)));
        assert_eq!(history.undo(), Some(at(9)));
        assert_eq!(history.undo(), Some(at(0)), "the whole visit");
        assert_eq!(history.undo(), None);
        assert_eq!(history.redo(), Some(at(9)));
    }

    #[test]
    fn steps_of_two_visits_are_two_changes_and_a_way_back_is_none() {
        let mut history = History::default();
        history.record(at(0), at(1), Kind::Step('c'));
        history.enter();
        history.record(at(1), at(2), Kind::Step('c'));
        assert_eq!(history.depth(), (2, 0));
        history.record(at(2), at(1), Kind::Step('c'));
        assert_eq!(history.depth(), (1, 0));
        history.record(at(1), at(1), Kind::Alone);
        assert_eq!(history.depth(), (1, 0));
        for count in 1..=MOST as u32 + 5 {
            history.record(at(count), at(count + 1), Kind::Alone);
        }
        assert_eq!(history.depth(), (MOST, 0));
        history.keep();
        assert_eq!(history.depth(), (1, 0), "older changes are forgotten first");
    }
}
