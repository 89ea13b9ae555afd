//! The candidate list: a cursor and a window over the rows of a selection, and the marks.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::engine::CandidateId;

/// Which rows are listed, where the cursor is, and what is marked.
#[derive(Debug, Clone, Default)]
pub struct CandidateList {
    rows: Arc<Vec<CandidateId>>,
    cursor: usize,
    top: usize,
    /// Marked rows.
    pub marks: BTreeSet<CandidateId>,
    /// Where a range was started.
    pub anchor: Option<CandidateId>,
}

impl CandidateList {
    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &Arc<Vec<CandidateId>> {
        &self.rows
    }

    /// The cursor's place in [`CandidateList::rows`].
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The first row of the window.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// The row under the cursor.
    #[must_use]
    pub fn current(&self) -> Option<CandidateId> {
        self.rows.get(self.cursor).copied()
    }

    /// Replaces the rows. The cursor stays on its row if that is still listed, and at its height on the screen; else it
    /// stays at its place.
    pub fn set_rows(&mut self, rows: Arc<Vec<CandidateId>>, page: usize) {
        let height = self.cursor - self.top.min(self.cursor);
        let current = self.current();
        self.rows = rows;
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        if let Some(at) = current.and_then(|id| self.rows.iter().position(|&row| row == id)) {
            self.cursor = at;
        }
        self.top = self.cursor.saturating_sub(height);
        self.scroll(page);
    }

    /// Puts the cursor at `place`, or at the last row, in a window of `page` rows.
    pub fn go_to(&mut self, place: usize, page: usize) {
        self.cursor = place.min(self.rows.len().saturating_sub(1));
        self.scroll(page);
    }

    /// Moves the cursor by `rows` (down if positive).
    pub fn step(&mut self, rows: isize, page: usize) {
        self.go_to(self.cursor.saturating_add_signed(rows), page);
    }

    /// Puts the cursor on `id`; says whether it is listed.
    pub fn go_to_row(&mut self, id: CandidateId, page: usize) -> bool {
        let found = self.rows.iter().position(|&row| row == id);
        if let Some(place) = found {
            self.go_to(place, page);
        }
        found.is_some()
    }

    /// Moves the window so that it holds the cursor and no empty rows at its end.
    pub fn scroll(&mut self, page: usize) {
        let page = page.max(1);
        self.top = self.top.min(self.rows.len().saturating_sub(page)).min(self.cursor);
        if self.cursor >= self.top + page {
            self.top = self.cursor + 1 - page;
        }
    }

    /// The first place after the cursor (before it, if `back`) whose row `wanted` says yes to.
    #[must_use]
    pub fn search(&self, back: bool, wanted: impl Fn(CandidateId) -> bool) -> Option<usize> {
        if back {
            (0..self.cursor.min(self.rows.len())).rev().find(|&place| wanted(self.rows[place]))
        } else {
            (self.cursor + 1..self.rows.len()).find(|&place| wanted(self.rows[place]))
        }
    }

    /// Marks the row under the cursor, or takes its mark off.
    pub fn toggle_mark(&mut self) {
        if let Some(id) = self.current()
            && !self.marks.remove(&id)
        {
            self.marks.insert(id);
        }
    }

    /// Starts a range at the cursor; or, when one is started, marks all rows from there to the cursor.
    pub fn range(&mut self) {
        match self.anchor.take() {
            None => self.anchor = self.current(),
            Some(anchor) => {
                let from = self.rows.iter().position(|&row| row == anchor).unwrap_or(self.cursor);
                let (low, high) = (from.min(self.cursor), from.max(self.cursor));
                self.marks.extend(self.rows.iter().skip(low).take(high - low + 1));
            }
        }
    }

    /// Marks what is not marked among the listed rows, and the reverse.
    pub fn invert_marks(&mut self) {
        for id in self.rows.iter() {
            if !self.marks.remove(id) {
                self.marks.insert(*id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(ids: impl IntoIterator<Item = u32>) -> CandidateList {
        let mut list = CandidateList::default();
        list.set_rows(rows(ids), 10);
        list
    }

    fn rows(ids: impl IntoIterator<Item = u32>) -> Arc<Vec<CandidateId>> {
        Arc::new(ids.into_iter().map(CandidateId).collect())
    }

    #[test]
    fn the_window_follows_the_cursor_and_never_shows_rows_that_are_not_there() {
        let mut list = list(0..100);
        for (step, cursor, top) in [(9, 9, 0), (1, 10, 1), (500, 99, 90), (-3, 96, 90), (-96, 0, 0), (-1, 0, 0)] {
            list.step(step, 10);
            assert_eq!((list.cursor(), list.top()), (cursor, top));
        }
    }

    #[test]
    fn the_cursor_stays_on_its_word_through_new_rows() {
        let mut list = list(0..100);
        list.go_to(50, 10);
        list.set_rows(rows((0..100).rev()), 10);
        assert_eq!(list.current(), Some(CandidateId(50)));
        list.set_rows(rows([3, 4]), 10);
        assert_eq!(list.cursor(), 1);
        list.set_rows(rows([]), 10);
        assert_eq!(list.current(), None);
        list.step(5, 0);
        assert_eq!(list.cursor(), 0);
    }

    #[test]
    fn a_range_marks_both_ways() {
        let mut list = list(0..10);
        list.go_to(7, 10);
        list.range();
        list.go_to(5, 10);
        list.range();
        assert_eq!(list.marks, (5..8).map(CandidateId).collect());
        assert_eq!(list.anchor, None);
        list.invert_marks();
        assert_eq!(list.marks.len(), 7);
    }
}
