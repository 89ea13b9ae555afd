//! A text as it is counted, made from the text as it is, piece by piece and however it is handed over.
//!
//! When words are the units, a stretch of white space (spaces, tabs and line ends) is a piece, and becomes
//! - one space between two letters, marks or digits, even over a line end: texts are wrapped at any column;
//! - two line ends when there are two or more in it, or the document ends: a paragraph ends there;
//! - else, beside punctuation, one line end or one tab.
//!
//! So a space in such a text always joins two words, and everything else that is no part of a word is a break.

use super::folding::Folding;
use super::reading::{Reading, UnitKind};
use super::words::{JOINT, is_letter};

/// Where a paragraph ends, in a text of words.
const PARAGRAPH: &str = "\n\n";

/// A stretch of white space that is not over yet.
#[derive(Debug, Default, Clone, Copy)]
struct Gap {
    /// Its bytes.
    len: usize,
    line_ends: usize,
    after_cr: bool,
}

impl Gap {
    /// Takes in the white space `c`, which is `len` bytes in the text.
    fn take(&mut self, c: char, len: usize) {
        self.len += len;
        match c {
            '\n' if self.after_cr => {}
            '\n' | '\r' => self.line_ends += 1,
            _ => {}
        }
        self.after_cr = c == '\r';
    }
}

/// A stretch of a text that is over: one piece, or pieces that count as they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Done {
    /// Its bytes in the counted text.
    pub counted: usize,
    /// Its bytes in the text as it is.
    pub original: usize,
    /// Whether both are the same text.
    pub is_copy: bool,
}

/// Makes the counted text of a document.
#[derive(Debug)]
pub(super) struct Normaliser {
    folding: &'static Folding,
    is_word: bool,
    /// Whether what was written last ends in a letter.
    after_letter: bool,
    gap: Gap,
    /// What one piece counts as.
    image: String,
}

impl Normaliser {
    /// For the start of a document, or of a piece of it when `after_letter` says what stands before in the counted
    /// text.
    pub(super) fn new(reading: Reading, after_letter: bool) -> Self {
        let is_word = reading.unit == UnitKind::Word;
        Normaliser { folding: Folding::of(reading), is_word, after_letter, gap: Gap::default(), image: String::new() }
    }

    /// Adds the counted form of the pieces at the start of `text` to `out`, and gives the bytes read; the rest, if
    /// any, must be handed over again with more behind it, or as the end of the document. Tells `done` every stretch
    /// that is over; the first of them may have begun in what was handed over before.
    pub(super) fn advance(&mut self, text: &str, is_end: bool, out: &mut String, done: &mut impl FnMut(Done)) -> usize {
        let mut read = 0;
        loop {
            let copied = self.copy(&text[read..], is_end, out, done);
            read += copied;
            self.image.clear();
            let Some(len) = self.folding.piece(&text[read..], is_end, &mut self.image) else { break };
            read += len;
            match single(&self.image).filter(|&c| self.is_word && is_space(c)) {
                Some(c) => self.gap.take(c, len),
                None => {
                    self.close_gap(out, self.image.starts_with(is_letter), done);
                    let start = out.len();
                    self.write_image(out);
                    done(Done { counted: out.len() - start, original: len, is_copy: false });
                }
            }
        }
        if is_end {
            self.gap.line_ends = 2;
            self.close_gap(out, false, done);
            self.after_letter = false;
        }
        read
    }

    /// Adds what counts as it is at the start of `text`, and gives its bytes.
    fn copy(&mut self, text: &str, is_end: bool, out: &mut String, done: &mut impl FnMut(Done)) -> usize {
        let is_word = self.is_word;
        let len = self.folding.plain(text, is_end, |c| is_word && is_space(c));
        if len > 0 {
            let copy = &text[..len];
            if is_word {
                self.close_gap(out, copy.starts_with(is_letter), done);
                self.after_letter = copy.ends_with(is_letter);
            }
            out.push_str(copy);
            done(Done { counted: len, original: len, is_copy: true });
        }
        len
    }

    /// Writes what the white space before a piece counts as, which may start with a letter.
    fn close_gap(&mut self, out: &mut String, before_letter: bool, done: &mut impl FnMut(Done)) {
        let gap = std::mem::take(&mut self.gap);
        if gap.len == 0 {
            return;
        }
        let before = out.len();
        if gap.line_ends > 1 {
            out.push_str(PARAGRAPH);
        } else if self.after_letter && before_letter {
            out.push(JOINT);
        } else {
            out.push(if gap.line_ends > 0 { '\n' } else { '\t' });
        }
        done(Done { counted: out.len() - before, original: gap.len, is_copy: false });
    }

    /// Writes a piece that is not white space, though its compatibility form may have some in it: ¨ is a space with a
    /// mark.
    fn write_image(&mut self, out: &mut String) {
        if self.is_word {
            out.extend(self.image.chars().map(|c| if is_space(c) { '\t' } else { c }));
            self.after_letter = self.image.ends_with(is_letter);
        } else {
            out.push_str(&self.image);
        }
    }
}

fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.as_str().is_empty())
}

/// Whether `c` is a space, a tab or a line end.
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}
