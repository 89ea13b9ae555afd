//! Words as units, for languages written with spaces.
//!
//! A word is a run of letters, marks and digits of any script, with single apostrophes, hyphens and invisible joiners
//! between two of them. That is simpler than the word rules of UAX #29, which part a word at its hyphens and need more
//! context: here two characters on each side tell every border.

use super::unit::{Class, Piece, class};

/// What joins two words of one candidate. In a text that is read as words it stands nowhere else: white space that does
/// not join is one of the [breaks](super::gaps).
pub const JOINT: char = ' ';

/// Whether `c` makes a word.
#[must_use]
pub fn is_letter(c: char) -> bool {
    class(c) != Class::Break
}

/// Whether `c` belongs to a word when it stands alone between two letters: an apostrophe, hyphen, middle dot (Catalan),
/// geresh or gershayim (Hebrew), soft hyphen, or a joiner or non-joiner (Persian, Indic scripts).
fn is_inner(c: char) -> bool {
    matches!(
        c,
        '\'' | '\u{2019}'
            | '-'
            | '\u{2010}'
            | '\u{2011}'
            | '\u{b7}'
            | '\u{5f3}'
            | '\u{5f4}'
            | '\u{ad}'
            | '\u{200c}'
            | '\u{200d}'
    )
}

/// Whether `c` has a border before and behind it whatever is there.
pub(super) fn is_divider(c: char) -> bool {
    !is_letter(c) && !is_inner(c)
}

/// Bytes of the joining spaces at the start of `text`.
pub(super) fn joints(text: &str) -> usize {
    text.bytes().take_while(|&byte| byte == JOINT as u8).count()
}

/// Bytes of the word at the start of `text`, which starts with a letter.
pub(super) fn len(text: &str) -> usize {
    let mut len = 0;
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        let goes_on = is_letter(c) || (is_inner(c) && characters.as_str().starts_with(is_letter));
        if !goes_on {
            break;
        }
        len += c.len_utf8();
    }
    len
}

/// The word or break at the end of `before`, which ends on a border.
pub(super) fn last(before: &str) -> Option<Piece<'_>> {
    let before = before.trim_end_matches(JOINT);
    let (at, c) = before.char_indices().next_back()?;
    if !is_letter(c) {
        return Some(Piece { start: at, text: &before[at..], is_break: true });
    }
    let mut start = before.len();
    for (at, c) in before.char_indices().rev() {
        if is_letter(c) {
            start = at;
        } else if !(is_inner(c) && before[..at].ends_with(is_letter)) {
            break;
        }
    }
    Some(Piece { start, text: &before[start..], is_break: false })
}

/// Whether there is a border between `before` and `after`.
pub(super) fn is_border(before: &str, after: &str) -> bool {
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let (Some(a), Some(b)) = (left.next(), right.next()) else { return true };
    match (is_letter(a), is_letter(b)) {
        (true, true) => false,
        (true, false) => !(is_inner(b) && right.next().is_some_and(is_letter)),
        (false, true) => !(is_inner(a) && left.next().is_some_and(is_letter)),
        (false, false) => true,
    }
}
