//! `jieba`: the user dictionary of jieba and its relatives, `word frequency tag`.
//!
//! All three fields are always written, with one space between: the only line that jieba (Python), jieba-rs and cppjieba
//! read alike. jieba cuts a word out when its frequency, as a share of the total of jieba's own dictionary, outweighs
//! the product of the shares of its parts. That dictionary is not at hand here, so the frequency is an estimate: the
//! word's share of the corpus scaled to jieba's total, and at least [`FLOOR`].

use std::io::{self, Write};

use super::{Admission, Context, Format, unfit_for_a_line};
use crate::lexicon::Entry;

/// Sum of the frequencies in jieba's own dictionary (0.42.1).
const TOTAL: u64 = 60_101_967;
/// Least frequency written. Of words that jieba does not know, 95 % of two characters, 96 % of three and 99.9 % of four
/// need at most this much to be cut out (measured on 4,000 words of each length).
const FLOOR: u64 = 100;
/// The tag written: noun. What a word is, the counting does not say.
const TAG: &str = "n";

/// `word frequency tag`, a line each.
pub(super) struct Jieba;

impl Format for Jieba {
    fn name(&self) -> &'static str {
        "jieba"
    }

    fn about(&self) -> &'static str {
        "user dictionary with frequency and tag: jieba, jieba-rs, cppjieba"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn admit(&self, entry: &Entry) -> Admission {
        if let Some(reason) = unfit_for_a_line(&entry.word) {
            return Admission::Skip(reason.to_owned());
        }
        if entry.word.contains(char::is_whitespace) {
            return Admission::Skip("it has a space in it, which separates the fields".to_owned());
        }
        match entry.word.chars().find(|&c| !is_matched(c)) {
            Some(c) => Admission::Warn(format!("jieba for Python never matches a word with {c} in it")),
            None => Admission::Ok,
        }
    }

    fn write(&self, entries: &[Entry], context: Context, out: &mut dyn Write) -> io::Result<()> {
        for entry in entries {
            writeln!(out, "{} {} {TAG}", entry.word, frequency(entry.count, context.corpus_symbols))?;
        }
        Ok(())
    }
}

/// Whether jieba for Python looks into its dictionary for a stretch with `c` in it.
fn is_matched(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FD5}' | 'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '#' | '&' | '.' | '_' | '%' | '-')
}

/// The rounded share of `count` in `symbols`, on the scale of [`TOTAL`], within [`FLOOR`] and [`TOTAL`].
fn frequency(count: u64, symbols: u64) -> u64 {
    let scaled = (2 * u128::from(count) * u128::from(TOTAL) + u128::from(symbols)) / (2 * u128::from(symbols)).max(1);
    u64::try_from(scaled).unwrap_or(TOTAL).clamp(FLOOR, TOTAL)
}
