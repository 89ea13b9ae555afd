//! Text as it may be shown: sanitised, measured in columns, clipped and padded. Every front prints through here.
//!
//! All functions take *raw* text and make it visible themselves; never hand them text that was made visible before.
//!
//! What is shown as something else:
//!
//! | in the text | shown as |
//! |---|---|
//! | control characters U+0000 to U+001F, U+007F | their control picture, one column: `␀` ... `␉` (TAB) ... `␛` ... `␡` |
//! | U+3000 (the wide space that starts Chinese paragraphs) | `␣`, one column |
//! | other controls, format and bidi characters, default ignorables (joiners, variation selectors), spaces but U+0020, line and paragraph separators, private use, unassigned | `<U+202E>` |
//! | a combining mark without a base, or past [`CELL`] scalars in one cell | `<U+0301>` |
//! | a character that Unicode holds equal to another one, or a base and mark for which there is one character | the part that differs from the usual form as `<U+...>` |
//! | `<` where the text itself has `<U+`, and the pictures above | `<U+003C>`, ... |
//!
//! So two texts that differ never give the same visible text, and what is visible has the width it is measured with.
//! (Look-alikes that Unicode does not hold equal, as Latin and Cyrillic a, stay as they are.) The marks are ASCII or
//! have the neutral East Asian width, so they are one column in every terminal.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use unicode_normalization::is_nfc;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The most scalars one grapheme may send to the terminal.
pub const CELL: usize = 16;

/// Stands for what [`fit`] had no room for.
pub const CUT: char = '~';

/// How many columns a terminal gives the characters whose East Asian width is ambiguous (Unicode Annex 11): quotation marks,
/// dashes, the ellipsis, Greek and Cyrillic letters, box drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Ambiguous {
    /// One.
    #[default]
    Narrow,
    /// Two, as fonts made for Chinese, Japanese or Korean draw them.
    Wide,
}

impl Ambiguous {
    /// Columns of a text that is visible already.
    #[must_use]
    pub fn columns(self, shown: &str) -> usize {
        match self {
            Ambiguous::Narrow => shown.width(),
            Ambiguous::Wide => shown.width_cjk(),
        }
    }

    fn of_char(self, c: char) -> usize {
        let columns = match self {
            Ambiguous::Narrow => c.width(),
            Ambiguous::Wide => c.width_cjk(),
        };
        columns.unwrap_or(0)
    }
}

/// Where [`fit`] puts the text in its columns, and which end of it stays when it is too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left; the start of the text stays.
    Left,
    /// At the right; the end of the text stays (the left side of a concordance line, for instance).
    Right,
}

/// `text` as it may be shown: no control, format or invisible character, nothing dropped, and no two texts the same.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for piece in pieces(text, Ambiguous::Narrow) {
        out.push_str(&piece.shown);
    }
    Cow::Owned(out)
}

/// Columns that [`visible`] of `text` takes.
#[must_use]
pub fn width(text: &str, ambiguous: Ambiguous) -> usize {
    if text.chars().all(is_plain) {
        return text.chars().map(|c| ambiguous.of_char(c)).sum();
    }
    pieces(text, ambiguous).map(|piece| piece.columns).sum()
}

/// The longest start of the raw `text`, cut between graphemes, that takes at most `columns` when shown, and the columns
/// it takes.
#[must_use]
pub fn clip(text: &str, columns: usize, ambiguous: Ambiguous) -> (&str, usize) {
    let mut used = 0;
    for piece in pieces(text, ambiguous) {
        if used + piece.columns > columns {
            return (&text[..piece.start], used);
        }
        used += piece.columns;
    }
    (text, used)
}

/// `text` made visible in exactly `columns` columns: padded with spaces, or cut between graphemes with [`CUT`] where
/// something is missing.
#[must_use]
pub fn fit(text: &str, columns: usize, align: Align, ambiguous: Ambiguous) -> String {
    let needed = width(text, ambiguous);
    if needed <= columns {
        return pad(&visible(text), columns - needed, align);
    }
    if columns == 0 {
        return String::new();
    }
    let room = columns - 1;
    let (part, used) = match align {
        Align::Left => start_within(text, room, ambiguous),
        Align::Right => end_within(text, room, ambiguous),
    };
    let cut = match align {
        Align::Left => part + CUT.encode_utf8(&mut [0; 4]),
        Align::Right => format!("{CUT}{part}"),
    };
    pad(&cut, room - used, align)
}

/// `shown` (already visible) with `spaces` spaces on the side that `align` leaves free.
fn pad(shown: &str, spaces: usize, align: Align) -> String {
    match align {
        Align::Left => format!("{shown}{:spaces$}", ""),
        Align::Right => format!("{:spaces$}{shown}", ""),
    }
}

/// The visible start of `text` within `room` columns, and the columns it takes.
fn start_within(text: &str, room: usize, ambiguous: Ambiguous) -> (String, usize) {
    let (mut out, mut used) = (String::new(), 0);
    for piece in pieces(text, ambiguous) {
        if used + piece.columns > room {
            break;
        }
        used += piece.columns;
        out.push_str(&piece.shown);
    }
    (out, used)
}

/// The visible end of `text` within `room` columns, and the columns it takes.
fn end_within(text: &str, room: usize, ambiguous: Ambiguous) -> (String, usize) {
    let all: Vec<Piece> = pieces(text, ambiguous).collect();
    let (mut first, mut used) = (all.len(), 0);
    while first > 0 && used + all[first - 1].columns <= room {
        first -= 1;
        used += all[first].columns;
    }
    (all[first..].iter().map(|piece| piece.shown.as_ref()).collect(), used)
}

/// One grapheme of a raw text and how it is shown.
struct Piece<'a> {
    /// Byte offset in the raw text.
    start: usize,
    /// Its visible form.
    shown: Cow<'a, str>,
    /// Columns of that.
    columns: usize,
}

fn pieces(text: &str, ambiguous: Ambiguous) -> impl Iterator<Item = Piece<'_>> {
    text.grapheme_indices(true).map(move |(start, cluster)| {
        let literal_mark = cluster.starts_with('<') && text[start..].starts_with("<U+");
        let mut scalars = cluster.chars();
        if let (Some(c), None, false) = (scalars.next(), scalars.next(), literal_mark)
            && is_plain(c)
        {
            return Piece { start, shown: Cow::Borrowed(cluster), columns: ambiguous.of_char(c) };
        }
        let shown = show_cluster(cluster, literal_mark);
        let columns = shown.graphemes(true).map(|piece| ambiguous.columns(piece)).sum();
        Piece { start, shown: Cow::Owned(shown), columns }
    })
}

/// The visible form of one grapheme; `mark_first` when its first scalar must be written as a mark.
fn show_cluster(cluster: &str, mark_first: bool) -> String {
    let usual = is_nfc(cluster);
    let alone = cluster.chars().nth(1).is_none();
    let mut out = String::with_capacity(cluster.len());
    // Scalars since the last base that was shown as itself; 0 when a mark would have nothing to stand on.
    let mut attached = 0;
    for (i, c) in cluster.chars().enumerate() {
        let odd = !usual && (i > 0 || alone || !is_nfc(c.encode_utf8(&mut [0; 4])));
        let baseless = attached == 0 && (IS_MARK.has(c) || c.width().unwrap_or(0) == 0);
        if odd || baseless || attached == CELL || (mark_first && i == 0) || is_hidden(c) {
            push_mark(&mut out, c);
            attached = 0;
        } else {
            out.push(c);
            attached += 1;
        }
    }
    out
}

fn push_mark(out: &mut String, c: char) {
    match c {
        '\0'..='\x1f' => out.push(picture(c as u32)),
        '\x7f' => out.push(picture(0x21)),
        '\u{3000}' => out.push('\u{2423}'),
        _ => {
            // Writing to a string cannot fail.
            let _ = write!(out, "<U+{:04X}>", c as u32);
        }
    }
}

/// The picture of the control character `code` (0x21 for DEL).
fn picture(code: u32) -> char {
    char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Scalars that are a grapheme of their own (next to other plain ones), are shown as themselves and have a fixed width:
/// nearly all of a Chinese text, and told without a table.
fn is_plain(c: char) -> bool {
    matches!(c,
        '\u{20}'..='\u{3b}' | '\u{3d}'..='\u{7e}'
        | '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}'
        | '\u{ff01}'..='\u{ff5e}'
        | '\u{2014}' | '\u{2018}'..='\u{201f}' | '\u{2026}')
}

fn is_hidden(c: char) -> bool {
    // Our own pictures are marked when a text has them, else they could be taken for what they stand for.
    matches!(c, '\u{2400}'..='\u{2426}') || (c != ' ' && IS_HIDDEN.has(c))
}

/// Sorted, disjoint ranges of scalars.
struct Ranges(Vec<(char, char)>);

impl Ranges {
    /// The scalars of a character class in the syntax of `regex`.
    fn of_class(class: &str) -> Self {
        let parsed = regex_syntax::parse(class);
        let Ok(regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class))) =
            parsed.map(regex_syntax::hir::Hir::into_kind)
        else {
            return Ranges(Vec::new());
        };
        Ranges(class.ranges().iter().map(|r| (r.start(), r.end())).collect())
    }

    fn has(&self, c: char) -> bool {
        let after = self.0.partition_point(|&(start, _)| start <= c);
        after > 0 && c <= self.0[after - 1].1
    }
}

static IS_HIDDEN: LazyLock<Ranges> =
    LazyLock::new(|| Ranges::of_class(r"[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]"));

static IS_MARK: LazyLock<Ranges> = LazyLock::new(|| Ranges::of_class(r"\p{M}"));

#[cfg(test)]
mod tests;
