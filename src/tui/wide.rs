//! A backend around the terminal's own that draws wide characters so that no terminal is left with half of one.
//!
//! ratatui 0.30.2 sends only the leading cell of a wide character. A terminal that paints the two halves apart then
//! keeps the old colour, or the old ink, under the second half (ratatui issues 2652 and 2738). Here both columns are
//! blanked in the new style before a wide character is written, and the second column is blanked when a narrow one takes
//! the first.
//!
//! ratatui also takes characters of ambiguous width for narrow ones. In a terminal that gives them two columns the second
//! is a blank cell of its own to ratatui; it is never sent after the character, over whose half it would be written.

use std::collections::{HashMap, HashSet};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::text::{Ambiguous, cell_width};

/// The wrapped backend, and where wide characters stand on its screen now.
pub struct WideSafe<B> {
    inner: B,
    ambiguous: Ambiguous,
    /// The wide characters on the screen, each with what is to be in its second column when it goes.
    wide: HashMap<(u16, u16), Cell>,
}

impl<B: Backend> WideSafe<B> {
    /// Wraps `inner`, whose screen is blank and which gives characters of ambiguous width as many columns as `ambiguous`
    /// says.
    pub fn new(inner: B, ambiguous: Ambiguous) -> Self {
        WideSafe { inner, ambiguous, wide: HashMap::new() }
    }

    /// The backend inside.
    pub fn inner(&self) -> &B {
        &self.inner
    }

    /// The backend inside, to write to.
    pub fn inner_mut(&mut self) -> &mut B {
        &mut self.inner
    }

    fn expand(&mut self, content: &[(u16, u16, &Cell)]) -> Vec<(u16, u16, Cell)> {
        let changed: HashSet<(u16, u16)> = content.iter().map(|&(x, y, _)| (x, y)).collect();
        let mut out = Vec::with_capacity(content.len() + 16);
        for &(x, y, cell) in content {
            if x > 0 && self.wide.contains_key(&(x - 1, y)) {
                // The second column of the character before, which stands or was just written.
                continue;
            }
            let was_wide = self.wide.remove(&(x, y));
            let is_wide = cell_width(cell.symbol(), self.ambiguous) > 1;
            if is_wide {
                let mut blank = Cell::EMPTY;
                blank.set_style(cell.style());
                out.extend([x, x + 1].map(|column| (column, y, blank.clone())));
                if let Some(after) = self.wide.remove(&(x + 1, y))
                    && !changed.contains(&(x + 2, y))
                {
                    out.push((x + 2, y, after));
                }
                self.wide.insert((x, y), blank);
            }
            out.push((x, y, cell.clone()));
            if let Some(after) = was_wide.filter(|_| !is_wide && !changed.contains(&(x + 1, y))) {
                out.push((x + 1, y, after));
            }
        }
        out
    }
}

impl<B: Backend> Backend for WideSafe<B> {
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Self::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let content: Vec<_> = content.collect();
        let cells = self.expand(&content);
        self.inner.draw(cells.iter().map(|(x, y, cell)| (*x, *y, cell)))
    }

    fn hide_cursor(&mut self) -> Result<(), Self::Error> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Self::Error> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Self::Error> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Self::Error> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Self::Error> {
        self.wide.clear();
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Self::Error> {
        if clear_type == ClearType::All {
            self.wide.clear();
        }
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Self::Error> {
        self.inner.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Self::Error> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        self.inner.flush()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::cell::RefCell;
    use std::io::Write;
    use std::rc::Rc;

    use ratatui::backend::CrosstermBackend;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};
    use ratatui::{Terminal, TerminalOptions, Viewport};

    use super::*;

    #[derive(Clone, Default)]
    struct Sent(Rc<RefCell<Vec<u8>>>);

    impl Write for Sent {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// The bytes that each of two frames sends.
    fn sent(frames: [(&str, Style); 2]) -> [String; 2] {
        let bytes = Sent::default();
        let backend = WideSafe::new(CrosstermBackend::new(bytes.clone()), Ambiguous::Narrow);
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 8, 1)) };
        let mut terminal = Terminal::with_options(backend, options).unwrap();
        frames.map(|(text, style)| {
            terminal
                .draw(|frame| {
                    frame.buffer_mut().set_string(0, 0, text, style);
                })
                .unwrap();
            String::from_utf8(bytes.0.take()).unwrap()
        })
    }

    #[test]
    fn both_columns_are_written_when_only_the_style_changes() {
        let [_, second] = sent([("机", Style::default()), ("机", Style::default().bg(Color::Blue))]);
        assert_eq!(second.matches(' ').count(), 2, "{second:?}");
        assert!(second.find(' ') < second.find('机'), "{second:?}");
    }

    #[test]
    fn the_second_column_is_blanked_when_narrow_text_takes_over() {
        let [_, second] = sent([("机器", Style::default()), ("abc", Style::default())]);
        assert!(second.contains("abc"), "{second:?}");
        assert!(second.contains(' '), "column 3 keeps the half of a character: {second:?}");
    }
}
