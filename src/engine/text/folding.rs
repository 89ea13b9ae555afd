//! What each piece of a text counts as: its NFKC form (UAX #15), in small letters, in one Chinese script.
//!
//! A piece is a character with all that may compose with it, so that a text normalised piece by piece is the text
//! normalised as a whole, and every piece can be traced to where it came from.
//!
//! Small letters are those of the standard library, character by character, not case foldings: ß stays ß and is not
//! ss, ς stays ς, İ is i with a dot above. Words come out as people write them, and STRASSE is another word than
//! Straße.

use std::sync::OnceLock;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use super::reading::{Reading, Script};
use super::variants;

/// Bytes of a piece beyond which it is cut: only a text made to be hard has such a one, and it is not NFKC there.
const LONGEST: usize = 1 << 10;
/// Rounds after which a piece is taken as it is; no more than three are known to be needed.
const ROUNDS: usize = 8;

/// Entry of a character that is not one character of the basic plane when it is normalised.
const SLOW: u16 = 0xFFFF;
/// Entry of a character that may compose with one before it.
const JOINS: u16 = 0xFFFE;

/// How characters are normalised.
#[derive(Debug)]
pub(super) struct Folding {
    nfkc: bool,
    fold_case: bool,
    script: Script,
    /// For each character of the basic plane what it counts as, or [`SLOW`], or [`JOINS`].
    basic: Vec<u16>,
}

impl Folding {
    /// The folding of `reading`, made once in the life of the program.
    pub(super) fn of(reading: Reading) -> &'static Folding {
        static ALL: [OnceLock<Folding>; 12] = [const { OnceLock::new() }; 12];
        let script = match reading.script {
            Script::Keep => 0,
            Script::Simplified => 1,
            Script::Traditional => 2,
        };
        let at = script * 4 + usize::from(reading.nfkc) * 2 + usize::from(reading.fold_case);
        ALL[at].get_or_init(|| Folding::new(reading))
    }

    fn new(reading: Reading) -> Folding {
        let Reading { nfkc, fold_case, script, .. } = reading;
        let mut folding = Folding { nfkc, fold_case, script, basic: Vec::new() };
        let (mut name, mut image) = (String::new(), String::new());
        let entry = |code: u16| {
            let Some(c) = char::from_u32(u32::from(code)) else { return SLOW };
            if folding.joins(c) {
                return JOINS;
            }
            if folding.keeps(c) {
                return if code < JOINS { code } else { SLOW };
            }
            name.clear();
            name.push(c);
            image.clear();
            folding.fold(&name, &mut image);
            let mut characters = image.chars();
            match (characters.next().map(|c| u16::try_from(c as u32)), characters.next()) {
                (Some(Ok(image)), None) if image < JOINS => image,
                _ => SLOW,
            }
        };
        folding.basic = (0..=u16::MAX).map(entry).collect();
        folding
    }

    fn entry(&self, c: char) -> u16 {
        match self.basic.get(c as usize) {
            Some(&entry) => entry,
            None if self.joins(c) => JOINS,
            None => SLOW,
        }
    }

    /// Whether `c` may compose with a character before it, or change places with it.
    fn joins(&self, c: char) -> bool {
        if !self.nfkc {
            return false;
        }
        let mut first = None;
        decompose_compatible(c, |part| first = first.or(Some(part)));
        first.is_some_and(|c| {
            canonical_combining_class(c) != 0 || is_nfkc_quick(std::iter::once(c)) == IsNormalized::Maybe
        })
    }

    /// Bytes of the characters at the start of `text` that are pieces which count as themselves, up to the first that
    /// `stops`, or about a kilobyte. What follows `text` may go on with the last, unless `is_all` says that there is
    /// nothing.
    #[inline]
    pub(super) fn plain(&self, text: &str, is_all: bool, stops: impl Fn(char) -> bool) -> usize {
        let (mut len, mut last) = (0, 0);
        for c in text.chars() {
            let entry = self.entry(c);
            if u32::from(entry) != c as u32 || stops(c) || len > LONGEST {
                return if entry == JOINS { len - last } else { len };
            }
            last = c.len_utf8();
            len += last;
        }
        if self.nfkc && !is_all { len - last } else { len }
    }

    /// Adds what the piece at the start of `text` counts as to `out`, and gives the bytes of the piece; `None` when
    /// `text` is empty or, unless `is_all` says that nothing follows, when the piece may go on.
    #[inline]
    pub(super) fn piece(&self, text: &str, is_all: bool, out: &mut String) -> Option<usize> {
        let mut characters = text.chars();
        let first = characters.next()?;
        let entry = self.entry(first);
        if self.nfkc {
            match characters.next() {
                None if !is_all => return None,
                Some(next) if self.entry(next) == JOINS => return self.long_piece(text, is_all, out),
                _ => {}
            }
        }
        match char::from_u32(u32::from(entry)).filter(|_| entry < JOINS) {
            Some(image) => out.push(image),
            None => self.fold(&text[..first.len_utf8()], out),
        }
        Some(first.len_utf8())
    }

    fn long_piece(&self, text: &str, is_all: bool, out: &mut String) -> Option<usize> {
        let mut len = 0;
        for c in text.chars() {
            if len > 0 && (self.entry(c) != JOINS || len + c.len_utf8() > LONGEST) {
                self.fold(&text[..len], out);
                return Some(len);
            }
            len += c.len_utf8();
        }
        is_all.then(|| {
            self.fold(text, out);
            len
        })
    }

    /// Whether `c` alone counts as itself; there is no need to know it of all that do.
    fn keeps(&self, c: char) -> bool {
        (!self.nfkc || is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes)
            && (!self.fold_case || c.is_lowercase() || !c.is_alphabetic())
            && variants::image(c, self.script) == c
    }

    /// Adds what `piece` counts as to `out`: each step after the other until nothing changes.
    fn fold(&self, piece: &str, out: &mut String) {
        let mut now = piece.to_owned();
        for _ in 0..ROUNDS {
            let composed: String = if self.nfkc { now.nfkc().collect() } else { now.clone() };
            let small: String =
                if self.fold_case { composed.chars().flat_map(char::to_lowercase).collect() } else { composed };
            let next: String = small.chars().map(|c| variants::image(c, self.script)).collect();
            if next == now {
                break;
            }
            now = next;
        }
        out.push_str(&now);
    }
}
