//! The signs that the screen is drawn with: borders, bars, histograms, cuts.
//!
//! Box drawing, blocks and the middle dot are of ambiguous East Asian width: a terminal made for Chinese text may give them
//! two columns, and every border breaks. Those of [`ASCII`] are ASCII or Braille, which have one column everywhere.

use crate::display::Ambiguous;
use crate::settings::screen::GlyphChoice;

/// A set of signs, each of one column.
#[derive(Debug)]
pub struct Glyphs {
    /// Upper and lower borders.
    pub horizontal: &'static str,
    /// Borders at the sides and between parts.
    pub vertical: &'static str,
    /// The corners: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// Columns of a histogram, from empty to full.
    pub levels: [&'static str; 9],
    /// A full column of a bar.
    pub full: &'static str,
    /// The end of a bar, by eighths of a column.
    pub eighths: [&'static str; 8],
    /// How dark a cell of the plot is, from blank on.
    pub shades: [&'static str; 9],
    /// A cut: one that stands, one that lies, and where two cross.
    pub cuts: [&'static str; 3],
    /// The scale of a histogram, up to the cut and from it on.
    pub scale: [char; 2],
    /// Stands for a value that is being computed.
    pub coming: &'static str,
    /// Between two parts of a line.
    pub bar: &'static str,
}

const SHADES: [&str; 9] = [" ", "⠐", "⠔", "⠕", "⢕", "⢝", "⣝", "⣟", "⣿"];

/// Box drawing and blocks.
pub static UNICODE: Glyphs = Glyphs {
    horizontal: "─",
    vertical: "│",
    corners: ["┌", "┐", "└", "┘"],
    levels: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    full: "█",
    eighths: ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"],
    shades: SHADES,
    cuts: ["┊", "┈", "┼"],
    scale: ['·', '─'],
    coming: "·",
    bar: " │ ",
};

/// ASCII and Braille.
pub static ASCII: Glyphs = Glyphs {
    horizontal: "-",
    vertical: "|",
    corners: ["+"; 4],
    levels: [" ", "⡀", "⣀", "⣄", "⣤", "⣦", "⣶", "⣷", "⣿"],
    full: "⣿",
    eighths: ["", "⡀", "⡄", "⡆", "⡇", "⣇", "⣧", "⣷"],
    shades: SHADES,
    // In the plot + and - are verdicts.
    cuts: ["|", "=", "#"],
    scale: ['.', '-'],
    coming: ".",
    bar: " | ",
};

impl Glyphs {
    /// The set for `choice` in a terminal of the convention `ambiguous`. Where box drawing takes two columns there is no
    /// choice.
    #[must_use]
    pub fn of(choice: GlyphChoice, ambiguous: Ambiguous) -> &'static Glyphs {
        match (choice, ambiguous) {
            (GlyphChoice::Auto | GlyphChoice::Unicode, Ambiguous::Narrow) => &UNICODE,
            (GlyphChoice::Ascii, _) | (_, Ambiguous::Wide) => &ASCII,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(set: &Glyphs) -> Vec<String> {
        let mut all = vec![set.horizontal, set.vertical, set.full, set.coming];
        all.extend(set.corners.into_iter().chain(set.levels).chain(set.shades).chain(set.cuts));
        all.extend(&set.eighths[1..]);
        let scale = set.scale.iter().map(ToString::to_string);
        all.iter().map(|&glyph| glyph.to_owned()).chain(scale).collect()
    }

    #[test]
    fn ascii_glyphs_have_one_column_in_every_terminal() {
        for glyph in all(&ASCII) {
            assert_eq!(Ambiguous::Narrow.columns(&glyph), 1, "{glyph:?}");
            assert_eq!(Ambiguous::Wide.columns(&glyph), 1, "{glyph:?}");
        }
        assert_eq!(Ambiguous::Wide.columns(ASCII.bar), 3);
        assert!(all(&UNICODE).iter().all(|glyph| Ambiguous::Narrow.columns(glyph) == 1));
    }

    #[test]
    fn steps_of_a_ramp_are_all_different() {
        for set in [&UNICODE, &ASCII] {
            for ramp in [&set.levels[..], &set.eighths, &set.shades] {
                let unlike: std::collections::BTreeSet<&str> = ramp.iter().copied().collect();
                assert_eq!(unlike.len(), ramp.len());
            }
            assert!(set.cuts.iter().all(|cut| !["+", "-", "?", "@"].contains(cut)), "signs of words in the plot");
        }
    }

    #[test]
    fn a_wide_terminal_has_no_box_drawing() {
        for choice in GlyphChoice::ALL {
            assert_eq!(Glyphs::of(choice, Ambiguous::Wide).horizontal, "-");
        }
        assert_eq!(Glyphs::of(GlyphChoice::Auto, Ambiguous::Narrow).horizontal, "─");
        assert_eq!(Glyphs::of(GlyphChoice::Ascii, Ambiguous::Narrow).horizontal, "-");
    }
}
