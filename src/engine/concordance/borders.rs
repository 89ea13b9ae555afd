//! Borders and units around places of a text, for many places of one text in linear time. The only part of the
//! concordance that knows what a unit is.

use super::super::text::UnitKind;
use super::super::text::unit::{self, Class, class};

/// What stands before a place of a text, marks passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Before {
    /// A character of a run.
    Run,
    /// Anything else, or the start of the text.
    Other,
    /// Something before the part of the text at hand.
    #[default]
    Unknown,
}

/// Tells which places of a part of a text are borders of units. Places are asked for in ascending order, so no mark is
/// passed over twice.
pub(super) struct Borders<'t> {
    part: &'t str,
    kind: UnitKind,
    known_to: usize,
    before: Before,
}

impl<'t> Borders<'t> {
    /// The borders of units of `kind` in `part`.
    pub(super) fn new(part: &'t str, kind: UnitKind) -> Self {
        Borders { part, kind, known_to: 0, before: Before::Unknown }
    }

    /// What stands before byte `at`, which lies between two characters.
    pub(super) fn before(&mut self, at: usize) -> Before {
        let since = self.part.get(self.known_to..at).unwrap_or_default();
        match since.chars().rev().map(class).find(|&c| c != Class::Mark) {
            Some(Class::Run) => self.before = Before::Run,
            Some(_) => self.before = Before::Other,
            None => {}
        }
        self.known_to = self.known_to.max(at);
        self.before
    }

    /// Whether byte `at` is a border; `None` when that depends on what is before the part.
    pub(super) fn is_border(&mut self, at: usize) -> Option<bool> {
        let Some(after) = self.part.get(at..) else { return Some(false) };
        if !is_char(self.kind) {
            // These look a few characters around; the part has them.
            return Some(unit::is_border(self.part, at, self.kind));
        }
        match after.chars().next().map(class) {
            Some(Class::Run | Class::Mark) => match self.before(at) {
                Before::Run => Some(false),
                Before::Other => Some(true),
                Before::Unknown => None,
            },
            _ => Some(true),
        }
    }
}

/// Whether units are characters and runs, which may depend on what is far before them.
pub(super) fn is_char(kind: UnitKind) -> bool {
    matches!(kind, UnitKind::Char | UnitKind::Auto)
}

/// A unit or break beside a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beside<'t> {
    /// Its text; a line end is "\n".
    pub text: &'t str,
    /// Whether it is a break.
    pub is_break: bool,
    /// Whether it may go on past the part of the text at hand.
    pub is_open: bool,
}

impl Beside<'static> {
    /// A line end, or an end of the text.
    const END: Beside<'static> = Beside { text: "\n", is_break: true, is_open: false };
}

/// Whether `c` ends a line.
pub(super) fn is_line_end(c: char) -> bool {
    c == '\n' || c == '\r'
}

/// What `after` starts with, in units of `kind`.
pub(super) fn unit_after(after: &str, kind: UnitKind) -> Beside<'_> {
    match unit::pieces(after, kind).next() {
        Some(piece) if !piece.text.starts_with(is_line_end) => {
            let is_open = piece.end() == after.len() && !piece.is_break;
            Beside { text: piece.text, is_break: piece.is_break, is_open }
        }
        _ => Beside::END,
    }
}

/// What stands before places of a part of a text. Places are asked for in ascending order, so no character is passed
/// over twice.
pub(super) struct UnitsBefore<'t> {
    part: &'t str,
    kind: UnitKind,
    known_to: usize,
    /// Where the runs and marks that end at `known_to` start, and the first run character among them.
    start: usize,
    run: Option<usize>,
}

impl<'t> UnitsBefore<'t> {
    /// The units of `kind` in `part`.
    pub(super) fn new(part: &'t str, kind: UnitKind) -> Self {
        UnitsBefore { part, kind, known_to: 0, start: 0, run: None }
    }

    /// The unit or break that ends at byte `at`, which lies between two characters.
    pub(super) fn before(&mut self, at: usize) -> Beside<'t> {
        if !is_char(self.kind) {
            return match unit::before(self.part, at, self.kind) {
                Some(piece) if !piece.text.starts_with(is_line_end) => {
                    Beside { text: piece.text, is_break: piece.is_break, is_open: piece.start == 0 }
                }
                _ => Beside::END,
            };
        }
        let Some((last, c)) = self.part.get(..at).and_then(|before| before.char_indices().next_back()) else {
            return Beside::END;
        };
        let whole = |is_break| Beside { text: &self.part[last..at], is_break, is_open: false };
        match class(c) {
            Class::Break if is_line_end(c) => Beside::END,
            Class::Break => whole(true),
            Class::Single => whole(false),
            Class::Run | Class::Mark => self.joined(last, at),
        }
    }

    /// The unit that ends at byte `at` with the run character or mark at byte `last`.
    fn joined(&mut self, last: usize, at: usize) -> Beside<'t> {
        if self.known_to > last {
            *self = UnitsBefore::new(self.part, self.kind);
        }
        let known_to = self.known_to;
        let since = &self.part[known_to..at];
        let (mut start, mut run) = (at, None);
        for (place, c) in since.char_indices().rev() {
            match class(c) {
                Class::Run => run = Some(known_to + place),
                Class::Mark => {}
                _ => break,
            }
            start = known_to + place;
        }
        if start == known_to {
            (start, run) = (self.start, self.run.or(run));
        }
        (self.known_to, self.start, self.run) = (at, start, run);
        // Marks before the first character of the run are units of their own.
        Beside { text: &self.part[run.unwrap_or(last)..at], is_break: false, is_open: start == 0 }
    }
}
