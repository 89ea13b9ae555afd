//! A screen as an SVG picture, every character in its own column.
//!
//! Fonts disagree with terminals about the width of Chinese characters, so every wide character and every word of narrow
//! ones is given its exact place and length. Lines and bars are drawn as shapes, which no font can move.

pub mod tour;

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::text::{Ambiguous, cell_width};

/// Size of a column and a line in the picture.
const COLUMN: f32 = 8.0;
const LINE: f32 = 19.0;
/// Space around the screen.
const MARGIN: f32 = 10.0;
/// In the first of them a narrow character is half as wide as it is high, as here.
const FONTS: &str =
    "'Noto Sans Mono CJK SC','Sarasa Mono SC','Source Han Mono SC','DejaVu Sans Mono','Menlo','Consolas',monospace";

/// The colours of a picture: of plain text, of the background.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ink {
    text: &'static str,
    background: &'static str,
    palette: [&'static str; 16],
}

impl Ink {
    /// Light on dark.
    pub const DARK: Ink = Ink {
        text: "#d8dee9",
        background: "#1d2128",
        palette: [
            "#1d2128", "#d16969", "#8fbf7f", "#d7ba5d", "#6a9fd8", "#b58fd0", "#56b6c2", "#b8c0cc", "#7a8494",
            "#f07178", "#a5d68f", "#f2d06b", "#82b8f2", "#d3a6ee", "#7fd3de", "#ffffff",
        ],
    };
    /// Dark on light.
    pub const LIGHT: Ink = Ink {
        text: "#2b303b",
        background: "#fbfaf7",
        palette: [
            "#2b303b", "#b3261e", "#2e7d32", "#8a6100", "#1f5fbf", "#8e3a9d", "#00697a", "#6b7280", "#808894",
            "#d0352b", "#3c9a40", "#a87800", "#3a78d8", "#a552b5", "#008a9e", "#ffffff",
        ],
    };
}

/// `buffer` as an SVG document called `title`.
#[must_use]
pub fn svg(buffer: &Buffer, title: &str, ink: Ink) -> String {
    let body: String = (0..buffer.area.height).map(|y| line(buffer, y, ink)).collect();
    document((buffer.area.width, buffer.area.height), title, ink, &body)
}

/// A document with a screen of `columns` and `lines`, whose contents are `body`.
fn document((columns, lines): (u16, u16), title: &str, ink: Ink, body: &str) -> String {
    let (width, height) = (f32::from(columns) * COLUMN + 2.0 * MARGIN, f32::from(lines) * LINE + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height:.1}\" width=\"{width:.0}\" height=\"{height:.0}\" font-family=\"{FONTS}\" font-size=\"16\">\n<title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n",
        escape(title),
        ink.background,
    );
    out.push_str(body);
    out.push_str("</svg>\n");
    out
}

/// Line `y` of a screen.
fn line(buffer: &Buffer, y: u16, ink: Ink) -> String {
    let mut out = String::new();
    for run in runs(buffer, y) {
        draw(&run, y, ink, &mut out);
    }
    out
}

/// Cells side by side that are drawn together.
struct Run<'a> {
    x: u16,
    columns: u16,
    text: String,
    cell: &'a Cell,
}

/// The cells of line `y`: each wide character alone, the same line or bar side by side together, words together.
fn runs(buffer: &Buffer, y: u16) -> Vec<Run<'_>> {
    let mut out: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(buffer.area.x + x, buffer.area.y + y)];
        let columns = cell_width(cell.symbol(), Ambiguous::Narrow).max(1);
        match out.last_mut() {
            Some(run) if columns == 1 && joins(run, cell) => {
                run.text.push_str(cell.symbol());
                run.columns += 1;
            }
            _ => out.push(Run { x, columns, text: cell.symbol().to_owned(), cell }),
        }
        x += columns;
    }
    out
}

/// Whether a narrow cell goes on with a run.
fn joins(run: &Run, cell: &Cell) -> bool {
    let alike = (run.cell.fg, run.cell.bg, run.cell.modifier) == (cell.fg, cell.bg, cell.modifier);
    let same = run.text.ends_with(cell.symbol());
    let word = |text: &str| text.is_ascii() && !text.contains(' ');
    alike
        && (word(cell.symbol()) && word(&run.text) || same && (cell.symbol() == " " || shape(cell.symbol()).is_some()))
}

/// A rectangle within a cell, in parts of its width and height: left, top, width, height.
type Part = (f32, f32, f32, f32);

/// The lines and bars that are drawn as shapes.
fn shape(symbol: &str) -> Option<Vec<Part>> {
    const THIN: f32 = 0.07;
    const LOW: f32 = 0.12;
    let (half_x, half_y) = (0.5 - LOW / 2.0, 0.5 - THIN / 2.0);
    let (right, left) = ((half_x, half_y, 1.0 - half_x, THIN), (0.0, half_y, half_x + LOW, THIN));
    let (down, up) = ((half_x, half_y, LOW, 1.0 - half_y), (half_x, 0.0, LOW, half_y));
    let c = symbol.chars().next()?;
    Some(match c {
        '─' => vec![(0.0, half_y, 1.0, THIN)],
        '│' => vec![(half_x, 0.0, LOW, 1.0)],
        '┌' => vec![right, down],
        '┐' => vec![left, down],
        '└' => vec![right, up],
        '┘' => vec![left, up],
        '┊' => (0..4u8).map(|k| (half_x - 0.06, f32::from(k) * 0.25 + 0.05, LOW * 2.0, 0.15)).collect(),
        '▁'..='█' => {
            let eighths = (c as u32 - '▁' as u32 + 1) as f32 / 8.0;
            vec![(0.0, 1.0 - eighths, 1.0, eighths)]
        }
        '▉'..='▏' => vec![(0.0, 0.0, (8 - (c as u32 - '█' as u32)) as f32 / 8.0, 1.0)],
        _ => return None,
    })
}

fn draw(run: &Run, y: u16, ink: Ink, out: &mut String) {
    let modifier = run.cell.modifier;
    let (mut text, mut ground) = (colour(run.cell.fg, ink, ink.text), colour(run.cell.bg, ink, ink.background));
    if modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut text, &mut ground);
    }
    let (x, top) = (MARGIN + f32::from(run.x) * COLUMN, MARGIN + f32::from(y) * LINE);
    let width = f32::from(run.columns) * COLUMN;
    if ground != ink.background {
        rectangle((x, top, width, LINE), &ground, out);
    }
    if let Some(parts) = shape(&run.text) {
        for (left, above, wide, high) in parts {
            // A line or bar over several columns is one rectangle: its parts are of the whole run when they fill a column.
            if wide >= 1.0 {
                rectangle((x, top + above * LINE, width, high * LINE), &text, out);
                continue;
            }
            for column in 0..run.columns {
                let start = x + f32::from(column) * COLUMN + left * COLUMN;
                rectangle((start, top + above * LINE, wide * COLUMN, high * LINE), &text, out);
            }
        }
        return;
    }
    let underlined = modifier.contains(Modifier::UNDERLINED);
    if underlined {
        rectangle((x, top + LINE * 0.9, width, 1.0), &text, out);
    }
    if run.text.trim().is_empty() {
        return;
    }
    let mut style = String::new();
    for (on, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " opacity=\"0.65\""),
    ] {
        if modifier.contains(on) {
            style.push_str(attribute);
        }
    }
    let base = top + LINE * 0.75;
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{base:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{text}\"{style}>{}</text>",
        escape(&run.text)
    );
}

fn rectangle((x, y, width, height): Part, fill: &str, out: &mut String) {
    let _ =
        writeln!(out, "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\"/>");
}

fn colour(colour: Color, ink: Ink, plain: &str) -> String {
    let number = match colour {
        Color::Reset => return plain.to_owned(),
        Color::Rgb(r, g, b) => return format!("#{r:02x}{g:02x}{b:02x}"),
        Color::Indexed(n @ 16..) => return indexed(n),
        Color::Indexed(n) => usize::from(n),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    ink.palette[number].to_owned()
}

/// A colour of the 256-colour palette past the first sixteen: a 6x6x6 cube, then greys.
fn indexed(n: u8) -> String {
    if n >= 232 {
        let grey = 8 + (n - 232) * 10;
        return format!("#{grey:02x}{grey:02x}{grey:02x}");
    }
    let level = |v: u8| if v == 0 { 0 } else { 55 + v * 40 };
    let (n, cube) = (n - 16, 6);
    format!("#{:02x}{:02x}{:02x}", level(n / 36), level(n / cube % cube), level(n % cube))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn every_word_and_wide_character_has_its_exact_place_and_length() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "a<机器b c", Style::default());
        let picture = svg(&buffer, "t", Ink::DARK);
        for (x, wide, text) in [(10, 16, "a&lt;"), (26, 16, "机"), (42, 16, "器"), (58, 8, "b"), (74, 8, "c")] {
            let part = format!("<text x=\"{x}.0\" y=\"24.2\" textLength=\"{wide}.0\"");
            let found = picture.lines().any(|l| l.starts_with(&part) && l.contains(&format!(">{text}</text>")));
            assert!(found, "{text}\n{picture}");
        }
    }

    #[test]
    fn lines_and_bars_are_shapes() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 9, 1));
        buffer.set_string(0, 0, "┌───┐▁█▌┊", Style::default());
        let picture = svg(&buffer, "t", Ink::DARK);
        assert!(!picture.contains("<text"), "{picture}");
        assert!(picture.contains("width=\"24.0\""), "three lines side by side are one\n{picture}");
    }

    #[test]
    fn reversed_text_swaps_its_colours() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 1));
        buffer.set_string(0, 0, "ab", Style::default().add_modifier(Modifier::REVERSED));
        let picture = svg(&buffer, "t", Ink::DARK);
        assert!(picture.contains(&format!("fill=\"{}\"/>", Ink::DARK.text)));
    }
}
