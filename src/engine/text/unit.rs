//! Units and breaks. A unit is what a candidate is made of: a character, a grapheme cluster or a word, as
//! [`UnitKind`] says; everything that is neither letter, number nor combining mark is a break, which no candidate
//! crosses.
//!
//! Classes follow the Unicode general category and script (UAX #44, UAX #24), as tabulated by `regex-syntax`.

use std::sync::LazyLock;

use regex_syntax::hir::{Class as HirClass, HirKind};

use super::reading::UnitKind;
use super::{clusters, words};

/// What one character is to the counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Punctuation, white space, a control or format character, a symbol, U+FFFD, private use, unassigned; also the
    /// marks that only make a symbol of their base (emoji and text presentation selectors, the enclosing keycap).
    Break,
    /// A unit of its own.
    Single,
    /// A Latin letter or a decimal digit (of any width): joins its neighbours of this class into one unit.
    Run,
    /// A combining mark: continues a run it follows, is a unit of its own anywhere else.
    Mark,
}

/// The class of `c`.
#[must_use]
pub fn class(c: char) -> Class {
    let cp = c as usize;
    match TABLE.basic.get(cp) {
        Some(&class) => class,
        None => TABLE.beyond(c),
    }
}

/// A piece of text: one unit, or a break: one character, or one grapheme cluster where those are the units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Byte offset of the piece in the text it was cut from.
    pub start: usize,
    /// The text of the piece.
    pub text: &'a str,
    /// Whether it is a break.
    pub is_break: bool,
}

impl Piece<'_> {
    /// The byte after it in the text it was cut from.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// Cuts `text` into units of `kind` and breaks, in order; together they are the whole text, but for the spaces that
/// join words. [`UnitKind::Auto`] is taken as [`UnitKind::Char`].
pub fn pieces(text: &str, kind: UnitKind) -> Pieces<'_> {
    let clusters = (kind == UnitKind::Grapheme).then(|| clusters::pieces(text));
    Pieces { text, start: 0, is_word: kind == UnitKind::Word, clusters }
}

/// The iterator of [`pieces`].
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    text: &'a str,
    start: usize,
    is_word: bool,
    clusters: Option<clusters::Pieces<'a>>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(clusters) = &mut self.clusters {
            return clusters.next();
        }
        if self.is_word {
            self.start += words::joints(self.text.get(self.start..)?);
        }
        let rest = self.text.get(self.start..)?;
        let first = rest.chars().next()?;
        let kind = class(first);
        let len = match kind {
            Class::Break => first.len_utf8(),
            _ if self.is_word => words::len(rest),
            Class::Run => run_len(rest),
            Class::Single | Class::Mark => first.len_utf8(),
        };
        let piece = Piece { start: self.start, text: &rest[..len], is_break: kind == Class::Break };
        self.start = piece.end();
        Some(piece)
    }
}

/// The piece that starts at the border `at` of `text`, joining spaces passed over; none at the end.
#[must_use]
pub fn after(text: &str, at: usize, kind: UnitKind) -> Option<Piece<'_>> {
    let piece = pieces(text.get(at..)?, kind).next()?;
    Some(Piece { start: at + piece.start, ..piece })
}

/// The piece that ends at the border `at` of `text`, joining spaces passed over; none at the start.
#[must_use]
pub fn before(text: &str, at: usize, kind: UnitKind) -> Option<Piece<'_>> {
    let before = text.get(..at)?;
    match kind {
        UnitKind::Grapheme => clusters::last(before),
        UnitKind::Word => words::last(before),
        UnitKind::Char | UnitKind::Auto => last(before),
    }
}

fn last(before: &str) -> Option<Piece<'_>> {
    let (at, c) = before.char_indices().next_back()?;
    let kind = class(c);
    let start = match kind {
        Class::Break | Class::Single => at,
        Class::Run | Class::Mark => {
            let joined = before.char_indices().rev().map(|(at, c)| (at, class(c)));
            let joined = joined.take_while(|&(_, class)| matches!(class, Class::Run | Class::Mark));
            // Marks before the first character of the run are units of their own.
            joined.filter(|&(_, class)| class == Class::Run).last().map_or(at, |(at, _)| at)
        }
    };
    Some(Piece { start, text: &before[start..], is_break: kind == Class::Break })
}

/// Bytes of the run at the start of `text`: 0 when it starts with none.
#[must_use]
pub fn run_len(text: &str) -> usize {
    // ASCII needs no table; the run ends there unless a longer character follows.
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    let mut len = ascii;
    for c in text[ascii..].chars() {
        match class(c) {
            Class::Run => {}
            Class::Mark if len > 0 => {}
            _ => break,
        }
        len += c.len_utf8();
    }
    len
}

/// Whether byte `at` of `text` is a border between two pieces, as [`pieces`] cuts them. Both ends of the text are; a
/// byte inside a character is not. Before and after a space that joins words there is one.
#[must_use]
pub fn is_border(text: &str, at: usize, kind: UnitKind) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    match kind {
        UnitKind::Grapheme => clusters::is_border(text, at),
        UnitKind::Word => words::is_border(before, after),
        UnitKind::Char | UnitKind::Auto => match after.chars().next().map(class) {
            Some(Class::Run | Class::Mark) => {
                // Marks go with the run before them, if there is one.
                before.chars().rev().map(class).find(|&c| c != Class::Mark) != Some(Class::Run)
            }
            _ => true,
        },
    }
}

/// Whether byte `at` of `text` is a border whatever stands before the character before it and after the one after it.
#[must_use]
pub fn is_sure_border(text: &str, at: usize, kind: UnitKind) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else { return false };
    let (last, next) = (before.chars().next_back(), after.chars().next());
    match (kind, last, next) {
        (UnitKind::Char | UnitKind::Auto, last, Some(next)) => match class(next) {
            Class::Run | Class::Mark => last.is_some_and(|c| matches!(class(c), Class::Break | Class::Single)),
            Class::Break | Class::Single => true,
        },
        (UnitKind::Word, Some(last), Some(_)) => words::is_divider(last),
        (UnitKind::Grapheme, Some(last), Some(next)) => clusters::are_apart(last, next),
        _ => false,
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

struct Table {
    /// Class of each code point of the basic multilingual plane.
    basic: Vec<Class>,
    /// Ranges of the other planes that are not breaks, ascending, ends included.
    ranges: Vec<(char, char, Class)>,
}

impl Table {
    fn build() -> Self {
        // Later entries win, so that the exceptions come last.
        let rules = [
            (r"[\p{L}\p{N}]", Class::Single),
            (r"\p{M}", Class::Mark),
            (r"[\p{Nd}[\p{L}&&\p{Latin}]]", Class::Run),
            (r"[\x{FE0E}\x{FE0F}\x{20E3}]", Class::Break),
        ];
        let mut basic = vec![Class::Break; 0x1_0000];
        let mut ranges = Vec::new();
        for (pattern, class) in rules {
            for (first, last) in members(pattern) {
                if let Some(own) = basic.get_mut(first as usize..=(last as usize).min(0xFFFF)) {
                    own.fill(class);
                }
                if last > '\u{FFFF}' {
                    ranges.push((first.max('\u{10000}'), last, class));
                }
            }
        }
        ranges.reverse();
        Table { basic, ranges: flatten(&ranges) }
    }

    fn beyond(&self, c: char) -> Class {
        let at = self.ranges.partition_point(|&(_, last, _)| last < c);
        match self.ranges.get(at) {
            Some(&(first, _, class)) if first <= c => class,
            _ => Class::Break,
        }
    }
}

/// Disjoint ascending ranges of the overlapping `ranges`, in which earlier ones win.
fn flatten(ranges: &[(char, char, Class)]) -> Vec<(char, char, Class)> {
    let mut edges: Vec<u32> = ranges.iter().flat_map(|&(a, b, _)| [a as u32, b as u32 + 1]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut flat = Vec::new();
    for pair in edges.windows(2) {
        let (Some(first), Some(last)) = (char::from_u32(pair[0]), char::from_u32(pair[1] - 1)) else { continue };
        if let Some(&(_, _, class)) = ranges.iter().find(|&&(a, b, _)| a <= first && last <= b) {
            flat.push((first, last, class));
        }
    }
    flat
}

/// The ranges of characters in a bracketed class of the regular expression syntax.
pub(super) fn members(pattern: &str) -> Vec<(char, char)> {
    #[expect(clippy::expect_used, reason = "the patterns are constants")]
    let hir = regex_syntax::parse(pattern).expect("a character class");
    match hir.kind() {
        HirKind::Class(HirClass::Unicode(class)) => class.ranges().iter().map(|r| (r.start(), r.end())).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        pieces(text, UnitKind::Char)
            .map(|p| if p.is_break { format!("<{}>", p.text) } else { p.text.to_owned() })
            .collect()
    }

    #[test]
    fn han_kana_hangul_and_thai_are_a_unit_each() {
        assert_eq!(cut("中文"), ["中", "文"]);
        assert_eq!(cut("かナ한"), ["か", "ナ", "한"]);
        assert_eq!(cut("\u{e17}\u{e35}\u{e48}"), ["\u{e17}", "\u{e35}", "\u{e48}"]);
        assert_eq!(cut("𠮷𠮷"), ["𠮷", "𠮷"]);
        assert_eq!(cut("Ⅳ½"), ["Ⅳ", "½"]);
    }

    #[test]
    fn latin_letters_and_digits_run_together() {
        assert_eq!(cut("abc123中x"), ["abc123", "中", "x"]);
        assert_eq!(cut("naïve café"), ["naïve", "< >", "café"]);
        assert_eq!(cut("e\u{301}te"), ["e\u{301}te"]);
        assert_eq!(cut("ＡＢ１２c"), ["ＡＢ１２c"]);
        assert_eq!(cut("٣4𝟘"), ["٣4𝟘"]);
    }

    #[test]
    fn everything_else_is_a_break() {
        for c in
            ['，', ' ', '\n', '\u{200b}', '\u{feff}', '\u{fffd}', '\u{e000}', '\u{378}', '😀', '+', '\u{fe0f}', '\u{0}']
        {
            assert_eq!(class(c), Class::Break, "{c:?}");
        }
        assert_eq!(class('\u{10ffff}'), Class::Break);
        assert_eq!(class('\u{e0100}'), Class::Mark);
        assert_eq!(cut("1\u{fe0f}\u{20e3}中"), ["1", "<\u{fe0f}>", "<\u{20e3}>", "中"]);
    }

    #[test]
    fn the_table_agrees_with_the_patterns_on_every_character() {
        let regex = |p: &str| regex::Regex::new(p).expect("pattern");
        let (run, mark) = (regex(r"^(\p{Nd}|[\p{L}&&\p{Latin}])$"), regex(r"^\p{M}$"));
        let single = regex(r"^[\p{L}\p{N}]$");
        let mut buffer = [0; 4];
        for c in ('\u{0}'..=char::MAX).step_by(7) {
            let s: &str = c.encode_utf8(&mut buffer);
            let want = if ['\u{fe0e}', '\u{fe0f}', '\u{20e3}'].contains(&c) {
                Class::Break
            } else if run.is_match(s) {
                Class::Run
            } else if mark.is_match(s) {
                Class::Mark
            } else if single.is_match(s) {
                Class::Single
            } else {
                Class::Break
            };
            assert_eq!(class(c), want, "{c:?}");
        }
    }

    #[test]
    fn pieces_are_the_whole_text() {
        let text = "a中。e\u{301}\u{301}😀\u{301}x\u{0}٣";
        assert_eq!(pieces(text, UnitKind::Char).map(|p| p.text).collect::<String>(), text);
        assert!(pieces("", UnitKind::Char).next().is_none());
        let mut borders: Vec<usize> = pieces(text, UnitKind::Char).map(|p| p.start).collect();
        borders.push(text.len());
        assert_eq!((0..=text.len() + 1).filter(|&at| is_border(text, at, UnitKind::Char)).collect::<Vec<_>>(), borders);
    }
}
