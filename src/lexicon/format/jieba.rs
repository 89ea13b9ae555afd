//! `jieba`: the user dictionary of jieba and its relatives, `word frequency tag`.
//!
//! All three fields are always written, with one space between: the only line that jieba (Python), jieba-rs and cppjieba
//! read alike. jieba cuts a word out when its frequency, as a share of the total of jieba's own dictionary, outweighs
//! the product of the shares of its parts. That dictionary is not at hand here, so the frequency is an estimate: the
//! word's share of the corpus scaled to jieba's total, and at least [`FLOOR`].

use std::io::{self, Write};

use super::{Admission, Content, Context, Fit, Format, LineError, Sample, Take, read, unfit_for_a_line};
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

    fn fit(&self, sample: &Sample) -> Fit {
        // A list of single words is read as well, but nothing in it speaks for this format.
        let (several, _) = sample.count(|line| line.contains(' '));
        let (good, all) = sample.count(|line| word(line).is_ok());
        if several * 2 > all { Fit::special(good, all) } else { Fit::NONE }
    }

    fn read(&self, content: Content, take: &mut Take) -> Result<(), LineError> {
        read::each_line(content.text()?, take, word)
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

/// The word of a line without tabs, and its frequency: all of the line, or its first field.
pub(super) fn word(line: &str) -> read::Parsed<'_> {
    let number = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit());
    let tag = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_lowercase());
    let fields: Vec<&str> = line.split_whitespace().take(4).collect();
    let several =
        || Err("it has a space in it, and what follows is no frequency or tag; give one word a line".to_owned());
    if line.contains('\t') {
        return Err("it has a tab in it, and the fields are separated by spaces".to_owned());
    }
    match fields[..] {
        [word] => Ok((word, None)),
        [word, second] if number(second) => Ok((word, second.parse().ok())),
        // Two plain Latin words are more likely a phrase than a word and its tag.
        [word, second] if tag(second) && !word.is_ascii() => Ok((word, None)),
        [word, second, third] if number(second) && tag(third) => Ok((word, second.parse().ok())),
        _ => several(),
    }
}
