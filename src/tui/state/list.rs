//! The candidate list: a cursor and a window over the rows of a selection, and the marks.

use std::ops::RangeInclusive;

use crate::engine::CandidateId;
use crate::engine::query::Rows;

use super::marks::Marks;

/// Which rows are listed, where the cursor is, and what is marked.
#[derive(Debug, Clone, Default)]
pub struct CandidateList {
    rows: Rows,
    cursor: usize,
    top: usize,
    /// Marked rows.
    pub marks: Marks,
    /// The place where a range was started.
    anchor: Option<usize>,
}

impl CandidateList {
    /// The rows in order.
    #[must_use]
    pub fn rows(&self) -> &Rows {
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
        self.rows.get(self.cursor)
    }

    /// Replaces the rows. The cursor stays on its row if that is still listed, and at its height on the screen; else it
    /// stays at its place.
    pub fn set_rows(&mut self, rows: Rows, page: usize) {
        let height = self.cursor - self.top.min(self.cursor);
        let current = self.current();
        let anchor = self.anchor.and_then(|place| self.rows.get(place));
        self.rows = rows;
        self.anchor = anchor.and_then(|id| self.rows.place_of(id));
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        if let Some(at) = current.and_then(|id| self.rows.place_of(id)) {
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
        let found = self.rows.place_of(id);
        if let Some(place) = found {
            self.go_to(place, page);
        }
        found.is_some()
    }

    /// Moves the window so that it holds the cursor with a quarter of the rows below and above it, so that one reads ahead, and no empty rows at its end.
    pub fn scroll(&mut self, page: usize) {
        let page = page.max(1);
        let margin = (page / 4).min(10);
        self.top =
            self.top.min(self.cursor.saturating_sub(margin)).max((self.cursor + margin + 1).saturating_sub(page));
        self.top = self.top.min(self.rows.len().saturating_sub(page));
    }

    /// The first place after the cursor (before it, if `back`) whose row `wanted` says yes to.
    #[must_use]
    pub fn search(&self, back: bool, wanted: impl Fn(CandidateId) -> bool) -> Option<usize> {
        if back {
            let before = self.rows.range(0..self.cursor).rev().position(wanted);
            before.map(|skipped| self.cursor.min(self.rows.len()) - 1 - skipped)
        } else {
            let after = self.cursor + 1;
            self.rows.range(after..self.rows.len()).position(wanted).map(|skipped| after + skipped)
        }
    }

    /// Marks the row under the cursor, or takes its mark off.
    pub fn toggle_mark(&mut self) {
        if let Some(id) = self.current() {
            self.marks.toggle(id);
        }
    }

    /// The places from where a range was started to the cursor, while one is.
    #[must_use]
    pub fn range(&self) -> Option<RangeInclusive<usize>> {
        let from = self.anchor?;
        Some(from.min(self.cursor)..=from.max(self.cursor))
    }

    /// Starts a range at the cursor.
    pub fn start_range(&mut self) {
        self.anchor = self.current().map(|_| self.cursor);
    }

    /// Marks the rows of the range and ends it.
    pub fn mark_range(&mut self) {
        if let Some(range) = self.range() {
            for id in self.rows.range(*range.start()..range.end() + 1) {
                self.marks.insert(id);
            }
        }
        self.anchor = None;
    }

    /// Ends a range and marks nothing; says whether there was one.
    pub fn drop_range(&mut self) -> bool {
        self.anchor.take().is_some()
    }

    /// Marks every listed row.
    pub fn mark_all(&mut self) {
        for id in self.rows.iter() {
            self.marks.insert(id);
        }
    }

    /// Marks what is not marked among the listed rows, and the reverse.
    pub fn invert_marks(&mut self) {
        for id in self.rows.iter() {
            self.marks.toggle(id);
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

    fn rows(ids: impl IntoIterator<Item = u32>) -> Rows {
        ids.into_iter().map(CandidateId).collect()
    }

    #[test]
    fn the_window_follows_the_cursor_and_never_shows_rows_that_are_not_there() {
        let mut list = list(0..100);
        for (step, cursor, top) in
            [(7, 7, 0), (1, 8, 1), (500, 99, 90), (-7, 92, 90), (-1, 91, 89), (-91, 0, 0), (-1, 0, 0)]
        {
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
        list.start_range();
        list.go_to(5, 10);
        assert_eq!(list.range(), Some(5..=7));
        list.set_rows(rows((0..10).rev()), 10);
        assert_eq!(list.range(), Some(2..=4), "both ends stay on their words");
        list.mark_range();
        assert_eq!(list.marks.iter().collect::<Vec<_>>(), (5..8).map(CandidateId).collect::<Vec<_>>());
        assert_eq!(list.range(), None);
        list.invert_marks();
        assert_eq!(list.marks.len(), 7);
        list.start_range();
        list.set_rows(rows([]), 10);
        assert_eq!(list.range(), None, "its word is gone");
    }
}
