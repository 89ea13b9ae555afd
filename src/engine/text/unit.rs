//! Units and breaks. A unit is a character, or a run of Latin letters and digits; everything that is neither letter,
//! digit, number nor combining mark is a break, which no candidate crosses.

/// What one character is to the counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Punctuation, white space, a control or format character, a symbol, U+FFFD.
    Break,
    /// A unit of its own.
    Single,
    /// A Latin letter or a decimal digit (of any width): joins its neighbours of this class into one unit.
    Run,
}

/// The class of `c`.
#[must_use]
pub fn class(_c: char) -> Class {
    todo!()
}

/// A piece of text: one unit, or one character that is a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Byte offset of the piece in the text it was cut from.
    pub start: usize,
    /// The text of the piece.
    pub text: &'a str,
    /// Whether it is a break.
    pub is_break: bool,
}

/// Cuts `text` into units and breaks, in order; together they are the whole text.
pub fn pieces(_text: &str) -> impl Iterator<Item = Piece<'_>> {
    std::iter::empty()
}
