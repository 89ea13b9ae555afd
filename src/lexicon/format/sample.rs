//! What a file looks like before it is read, and how well that fits a format.

use super::LineError;

/// Lines looked at to know a format.
const LINES: usize = 200;
/// Bytes looked at, at most.
const BYTES: usize = 64 << 10;

/// What a file holds, as far as bytes tell.
#[derive(Debug, Clone, Copy)]
pub enum Content<'c> {
    /// Decoded text, without a byte order mark.
    Text(&'c str),
    /// Bytes that are no text.
    Bytes(&'c [u8]),
}

impl<'c> Content<'c> {
    /// The text.
    ///
    /// # Errors
    /// When it is none.
    pub fn text(self) -> Result<&'c str, LineError> {
        match self {
            Content::Text(text) => Ok(text),
            Content::Bytes(_) => Err(LineError { line: 1, what: "it is no text".to_owned() }),
        }
    }
}

/// A word with its count, if the file has one.
pub type Listed = (String, Option<u64>);

/// Where words go: the word, and its count if the file has one.
pub type Take<'t> = dyn FnMut(&str, Option<u64>) + 't;

/// How well a file fits a format; more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit(u16);

impl Fit {
    /// It does not.
    pub const NONE: Fit = Fit(0);
    /// It says itself that it is of this format: by its first bytes, or a header.
    pub const SURE: Fit = Fit(4_000);

    /// `good` of `all` lines are of a format that few lines of another are.
    #[must_use]
    pub fn special(good: usize, all: usize) -> Fit {
        Fit::share(good, all, 2_000)
    }

    /// `good` of `all` lines are of a format that lines of many others are too.
    #[must_use]
    pub fn plain(good: usize, all: usize) -> Fit {
        Fit::share(good, all, 1_000)
    }

    /// Most lines must fit: a format that half of the lines are not of is not the format of the file.
    fn share(good: usize, all: usize, most: usize) -> Fit {
        if all == 0 || good * 10 < all * 8 {
            return Fit::NONE;
        }
        // At most 2,000.
        Fit((most * good / all).min(most) as u16)
    }
}

/// The first lines of a text, or the first bytes of what is none.
#[derive(Debug, Clone)]
pub enum Sample<'c> {
    /// Lines that are not blank, without their ends and trailing white space.
    Lines(Vec<&'c str>),
    /// The bytes.
    Bytes(&'c [u8]),
}

impl<'c> Sample<'c> {
    /// The sample of `content`.
    #[must_use]
    pub fn of(content: Content<'c>) -> Self {
        match content {
            Content::Bytes(bytes) => Sample::Bytes(bytes),
            Content::Text(text) => {
                let cut = text.len() > BYTES;
                let head = &text[..text.floor_char_boundary(BYTES)];
                let mut lines: Vec<&str> = lines(head).map(|(_, line)| line).take(LINES).collect();
                if cut && lines.len() < LINES && lines.len() > 1 {
                    // It may end in the middle of a line.
                    lines.pop();
                }
                Sample::Lines(lines)
            }
        }
    }

    /// How many of the lines `is_one` holds of, and how many there are: none for bytes.
    pub fn count(&self, is_one: impl Fn(&str) -> bool) -> (usize, usize) {
        match self {
            Sample::Lines(lines) => (lines.iter().filter(|line| is_one(line)).count(), lines.len()),
            Sample::Bytes(_) => (0, 0),
        }
    }

    /// The first line; none of bytes.
    #[must_use]
    pub fn first(&self) -> Option<&'c str> {
        match self {
            Sample::Lines(lines) => lines.first().copied(),
            Sample::Bytes(_) => None,
        }
    }
}

/// The lines of `text` that are not blank, each with its number from 1, without white space at its end and without any
/// but tabs at its start. Lines end with LF, CR LF or CR.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut rest = Some(text);
    let raw = std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = memchr::memchr2(b'\n', b'\r', text.as_bytes()) else {
            rest = None;
            return Some(text);
        };
        let after = &text[at..];
        rest = Some(after.strip_prefix("\r\n").unwrap_or(&after[1..]));
        Some(&text[..at])
    });
    let numbered = (1..).zip(raw);
    // Not the tabs: an empty first field is an error, not a shift.
    let trimmed = numbered
        .map(|(number, line)| (number, line.trim_end().trim_start_matches(|c: char| c.is_whitespace() && c != '\t')));
    trimmed.filter(|(_, line)| !line.is_empty())
}
