//! The only place that puts text on the screen: it makes hidden characters visible, measures in columns, clips and pads.
//!
//! Everything drawn goes through [`Canvas`], so no byte of a corpus can reach the terminal as a control character and no
//! wide character is ever cut in half.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_input::Input;
use unicode_segmentation::UnicodeSegmentation;

pub use crate::display::{Align, Ambiguous, CUT, clip, fit, visible, width};

use super::glyphs::Glyphs;
use super::theme::{Role, Theme};

/// What everything on a screen is drawn with.
#[derive(Debug, Clone, Copy)]
pub struct Means<'a> {
    /// The styles.
    pub theme: &'a Theme,
    /// The signs.
    pub glyphs: &'static Glyphs,
    /// The columns of characters of ambiguous width.
    pub ambiguous: Ambiguous,
}

/// A part of the screen that text can be put on.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    means: Means<'a>,
    area: Rect,
}

impl<'a> Canvas<'a> {
    /// The whole of `buffer`.
    pub fn new(buffer: &'a mut Buffer, means: Means<'a>) -> Self {
        let area = buffer.area;
        Canvas { buffer, means, area }
    }

    /// A smaller part, in the coordinates of the screen.
    pub fn part(&mut self, area: Rect) -> Canvas<'_> {
        Canvas { area: area.intersection(self.area), buffer: self.buffer, means: self.means }
    }

    /// Where it is on the screen.
    #[must_use]
    pub fn area(&self) -> Rect {
        self.area
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.means.theme.style(role)
    }

    /// The signs to draw with.
    #[must_use]
    pub fn glyphs(&self) -> &'static Glyphs {
        self.means.glyphs
    }

    /// Columns that the raw `text` takes when shown.
    #[must_use]
    pub fn columns_of(&self, text: &str) -> u16 {
        columns_of(text, self.means.ambiguous)
    }

    /// Puts the raw `text` at column `x` of line `y` (both within this part) in at most `columns` columns, and returns how
    /// many it took. What does not fit is cut off at a whole character.
    pub fn put(&mut self, at: (u16, u16), columns: u16, text: &str, style: Style) -> u16 {
        self.draw(at, columns, &visible(text), style)
    }

    /// [`Canvas::put`] of text clipped (with a mark) or padded to exactly `columns` columns.
    pub fn put_fit(&mut self, at: (u16, u16), columns: u16, text: &str, align: Align, style: Style) {
        let room = columns.min(self.area.width.saturating_sub(at.0));
        self.draw(at, room, &fit(text, usize::from(room), align, self.means.ambiguous), style);
    }

    /// Puts `text` so that it ends before column `end`, and returns the column it starts at.
    pub fn put_before(&mut self, (end, y): (u16, u16), text: &str, style: Style) -> u16 {
        let start = end.saturating_sub(self.columns_of(text));
        self.put((start, y), end - start, text, style);
        start
    }

    /// Puts text that is visible already.
    fn draw(&mut self, (x, y): (u16, u16), columns: u16, shown: &str, style: Style) -> u16 {
        if y >= self.area.height || x >= self.area.width {
            return 0;
        }
        let room = columns.min(self.area.width - x);
        let (left, top) = (self.area.x + x, self.area.y + y);
        let mut used = 0;
        for piece in shown.graphemes(true) {
            let wide = cell_width(piece, self.means.ambiguous);
            if wide == 0 {
                continue;
            }
            if used + wide > room {
                break;
            }
            self.glyph((left + used, top), piece, wide, style);
            used += wide;
        }
        used
    }

    fn glyph(&mut self, (x, y): (u16, u16), symbol: &str, wide: u16, style: Style) {
        self.open((x, y), wide);
        for column in x..x + wide {
            if let Some(cell) = self.buffer.cell_mut((column, y)) {
                cell.reset();
                cell.set_style(style);
                if column == x {
                    cell.set_symbol(symbol);
                }
            }
        }
    }

    /// Blanks the half of a wide character that would be left standing beside columns `x..x + wide`.
    fn open(&mut self, (x, y): (u16, u16), wide: u16) {
        if x > self.buffer.area.x && self.wide_at(x - 1, y) {
            self.blank(x - 1, y);
        }
        let last = x + wide - 1;
        if self.wide_at(last, y) && last + 1 < self.buffer.area.right() {
            self.blank(last + 1, y);
        }
    }

    fn wide_at(&self, x: u16, y: u16) -> bool {
        self.buffer.cell((x, y)).is_some_and(|cell| cell_width(cell.symbol(), self.means.ambiguous) > 1)
    }

    fn blank(&mut self, x: u16, y: u16) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(" ");
        }
    }

    /// Empties the whole part; wide characters that reach over its edges are blanked, not halved.
    pub fn clear(&mut self, style: Style) {
        let area = self.area;
        for y in area.top()..area.bottom() {
            if area.width > 0 {
                self.open((area.x, y), area.width);
            }
            for x in area.left()..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(style);
                }
            }
        }
    }

    /// Lays `style` over one line.
    pub fn paint(&mut self, y: u16, style: Style) {
        let line = Rect { y: self.area.y + y, height: 1, ..self.area };
        if y < self.area.height {
            self.buffer.set_style(line, style);
        }
    }

    /// Puts a line being typed in `columns` columns, scrolled so that the caret is seen, and returns the caret's column.
    pub fn put_input(&mut self, (x, y): (u16, u16), columns: u16, input: &Input, style: Style) -> u16 {
        let room = usize::from(columns.min(self.area.width.saturating_sub(x)));
        let value = input.value();
        let caret = value.char_indices().nth(input.cursor()).map_or(value.len(), |(at, _)| at);
        // One column is kept for the caret behind the last character.
        let (mut start, mut used) = (caret, 0);
        for (at, piece) in value[..caret].grapheme_indices(true).rev() {
            used += width(piece, self.means.ambiguous);
            if used >= room {
                break;
            }
            start = at;
        }
        self.put((x, y), columns, &value[start..], style);
        x + self.columns_of(&value[start..caret])
    }

    /// Puts `text` in what is free of the top border, near its right end; says whether there was room.
    pub fn put_in_border(&mut self, text: &str, style: Style) -> bool {
        let area = self.area;
        let border = self.glyphs().horizontal;
        let is_free = |x: u16| self.buffer.cell((x, area.y)).is_some_and(|cell| cell.symbol() == border);
        // A stretch of the border stays on both sides.
        let wanted = self.columns_of(text).saturating_add(2);
        let (mut room, mut end) = (0, None);
        for x in (area.left()..area.right()).rev() {
            room = if is_free(x) { room + 1 } else { 0 };
            if room == wanted {
                end = Some(x + room - 1);
                break;
            }
        }
        let Some(end) = end else { return false };
        self.put_before((end - area.x, 0), text, style);
        true
    }

    /// Draws a border with `title` in its top line and `note` at its right end, and returns the part inside.
    pub fn frame(&mut self, title: &str, note: &str, focused: bool) -> Canvas<'_> {
        let area = self.area;
        let border = self.style(if focused { Role::BorderFocused } else { Role::Border });
        if area.width < 2 || area.height < 2 {
            return self.part(Rect { width: 0, height: 0, ..area });
        }
        let glyphs = self.glyphs();
        let bar = glyphs.horizontal.repeat(usize::from(area.width - 2));
        for (y, [left, right]) in [(0, [0, 1]), (area.height - 1, [2, 3])] {
            let (left, right) = (glyphs.corners[left], glyphs.corners[right]);
            self.put((0, y), area.width, &format!("{left}{bar}{right}"), border);
        }
        for y in 1..area.height - 1 {
            self.put((0, y), 1, glyphs.vertical, border);
            self.put((area.width - 1, y), 1, glyphs.vertical, border);
        }
        let note_width = self.columns_of(note);
        let room = area.width.saturating_sub(4);
        let title_room = if note.is_empty() { room } else { room.saturating_sub(note_width.saturating_add(3)) };
        let style = self.style(if focused { Role::BorderFocused } else { Role::Title });
        if self.columns_of(title) < title_room {
            self.put((1, 0), title_room, &format!("{title} "), style);
        } else {
            self.put_fit((1, 0), title_room.saturating_sub(1), title, Align::Left, style);
        }
        if !note.is_empty() && note_width + 3 < room {
            self.put_before((area.width - 1, 0), &format!(" {note} "), self.style(Role::Dim));
        }
        self.part(Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 })
    }
}

/// The raw `text`, cut with a mark where it would take more than `columns` columns; still raw.
#[must_use]
pub fn shortened(text: &str, columns: u16, ambiguous: Ambiguous) -> String {
    if columns_of(text, ambiguous) <= columns {
        return text.to_owned();
    }
    let (start, _) = clip(text, usize::from(columns.saturating_sub(1)), ambiguous);
    format!("{start}{CUT}")
}

/// Columns that the raw `text` takes when shown.
#[must_use]
pub fn columns_of(text: &str, ambiguous: Ambiguous) -> u16 {
    u16::try_from(width(text, ambiguous)).unwrap_or(u16::MAX)
}

/// Columns of what is in one cell of the screen.
#[must_use]
pub fn cell_width(symbol: &str, ambiguous: Ambiguous) -> u16 {
    u16::try_from(ambiguous.columns(symbol)).unwrap_or(u16::MAX)
}

/// A number with its thousands parted by commas.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::{ASCII, UNICODE};
    use super::*;
    use crate::tui::script::lines_in;

    /// Draws on an empty line of `columns` columns; what is then there.
    fn drawn(columns: u16, ambiguous: Ambiguous, how: impl FnOnce(Canvas)) -> Buffer {
        let theme = Theme::default();
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, 1));
        let glyphs = if ambiguous == Ambiguous::Wide { &ASCII } else { &UNICODE };
        how(Canvas::new(&mut buffer, Means { theme: &theme, glyphs, ambiguous }));
        let line = &lines_in(&buffer, ambiguous)[0];
        assert_eq!(ambiguous.columns(line), usize::from(columns), "{line:?}");
        buffer
    }

    const BOTH: [Ambiguous; 2] = [Ambiguous::Narrow, Ambiguous::Wide];

    #[test]
    fn a_wide_character_is_never_halved() {
        for (ambiguous, text) in [(BOTH[0], "机器学习"), (BOTH[1], "机器学习"), (BOTH[1], "“”—…")] {
            for columns in 0..9 {
                drawn(10, ambiguous, |mut canvas| {
                    let used = canvas.put((1, 0), columns, text, Style::default());
                    assert!(used <= columns);
                    assert_eq!(used % 2, 0);
                });
            }
        }
    }

    #[test]
    fn a_box_over_wide_text_leaves_no_half_at_its_edges() {
        for (ambiguous, text) in [(BOTH[0], "汉字汉字汉字"), (BOTH[1], "“字”…字—")] {
            for x in 0..6 {
                for wide in 1..6 {
                    let buffer = drawn(12, ambiguous, |mut canvas| {
                        canvas.put((0, 0), 12, text, Style::default());
                        canvas.part(Rect::new(x, 0, wide, 1)).clear(Style::default());
                    });
                    for column in x..x + wide {
                        assert_eq!(buffer[(column, 0)].symbol(), " ");
                    }
                }
            }
        }
    }

    #[test]
    fn names_are_put_where_the_border_is_free() {
        let buffer = drawn(30, Ambiguous::Wide, |mut canvas| {
            canvas.put((0, 0), 30, "+[1] a-b-----------------1-8-+", Style::default());
            assert!(canvas.put_in_border(" [2] ", Style::default()));
            assert!(!canvas.put_in_border(" not so much room ", Style::default()));
        });
        assert_eq!(lines_in(&buffer, Ambiguous::Wide)[0], "+[1] a-b----------- [2] -1-8-+");
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(12_345_678), "12,345,678");
    }
}
