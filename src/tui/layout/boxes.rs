//! Where the boxes of dialogs with entries are, and which entry is at a place: `view` draws them there, `update` takes
//! clicks from there.

use ratatui::layout::Rect;

use super::{centred, line_at};

/// A box with entries in it, of which some are in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entries {
    /// The box, borders included.
    pub place: Rect,
    /// Entries in sight at most.
    pub rows: usize,
    /// The first in sight.
    pub top: usize,
    /// The line inside the box that it stands on.
    pub head: u16,
}

/// The entries in a box at `place`, with `head` lines above and `foot` lines below them, scrolled so that number `at` is in
/// sight.
#[must_use]
pub fn entries(place: Rect, (head, foot): (u16, u16), at: usize) -> Entries {
    let rows = usize::from(place.height.saturating_sub(2 + head + foot)).max(1);
    Entries { place, rows, top: (at + 1).saturating_sub(rows), head }
}

impl Entries {
    /// The number of the entry at a column and line of the screen, if one can be there.
    #[must_use]
    pub fn at(&self, place: (u16, u16)) -> Option<usize> {
        let (_, line) = line_at(self.place, place)?;
        let row = usize::from(line.checked_sub(self.head)?);
        (row < self.rows).then_some(self.top + row)
    }
}

/// The box of the columns to choose from, of which there are `offered`.
#[must_use]
pub fn columns_box(size: (u16, u16), offered: usize, at: usize) -> Entries {
    let tall = (offered + usize::from(BELOW_COLUMNS) + 2) as u16;
    entries(centred(size, 90.min(size.0.saturating_sub(4)), tall.min(size.1)), (0, BELOW_COLUMNS), at)
}

/// Lines of the explanation below the columns to choose from, with the empty one before it.
pub const BELOW_COLUMNS: u16 = 4;

/// The box of the `number` presets.
#[must_use]
pub fn presets_box(size: (u16, u16), number: usize, at: usize) -> Entries {
    let tall = (number + 4).min(usize::from(size.1)) as u16;
    entries(centred(size, 90.min(size.0.saturating_sub(4)), tall), (0, 2), at)
}

/// The box of the palette.
#[must_use]
pub fn palette_box(size: (u16, u16), at: usize) -> Entries {
    let tall = (MOST_COMMANDS + 4).min(size.1.saturating_sub(2));
    entries(centred(size, 100.min(size.0.saturating_sub(4)), tall), (1, 1), at)
}

/// Most commands shown at once in the palette.
const MOST_COMMANDS: u16 = 16;

/// The box of the `number` steps of the history.
#[must_use]
pub fn history_box(size: (u16, u16), number: usize, at: usize) -> Entries {
    let tall = (number + 3).min(usize::from(size.1)).max(6) as u16;
    entries(centred(size, 100.min(size.0.saturating_sub(4)), tall), (0, 1), at)
}

/// The box of the `number` rules.
#[must_use]
pub fn rules_box(size: (u16, u16), number: usize, at: usize) -> Entries {
    let tall = (number + 5).min(usize::from(size.1)) as u16;
    entries(centred(size, 76.min(size.0.saturating_sub(4)), tall), (1, 2), at)
}

/// The view of the dictionary, over all but the first and the last line of the screen, with its first word in sight `top`
/// as far as number `at` is.
#[must_use]
pub fn dictionary_box(size: (u16, u16), top: usize, at: usize) -> Entries {
    let place = Rect::new(0, 1, size.0, size.1.saturating_sub(2));
    let entries = entries(place, (2, 1), at);
    Entries { top: top.min(at).max(entries.top), ..entries }
}
