//! Reading the words of a list that a person hands in: the formats written here, and what looks like them.

use super::{jieba, jsonl, lines, tsv};

/// Why a line gives no word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct LineError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, and what is taken.
    pub what: String,
}

/// A word of a line with its count; what is wrong with the line, when it has none.
pub(super) type Parsed<'l> = Result<(&'l str, Option<u64>), String>;

/// The words of `text`, one a line, in its order. A line may be
///
/// - a word;
/// - a JSON object with the word in its field `word`;
/// - fields separated by tabs, the word first; a first line whose first field is `word` is a header;
/// - the line of a jieba dictionary: word, frequency and tag, one or both of the latter, separated by spaces.
///
/// A byte order mark, line ends of CR and LF, white space around a line and blank lines are left out of account.
///
/// # Errors
/// [`LineError`] for the first line that is none of these.
pub fn words(text: &str) -> Result<Vec<String>, LineError> {
    let mut words = Vec::new();
    for (line, text) in lines(text) {
        let error = |what: String| LineError { line, what };
        check_text(text).map_err(error)?;
        if jsonl::is_object(text) {
            words.push(jsonl::word(text).map_err(error)?.0.into_owned());
        } else if text.contains('\t') {
            let is_header = words.is_empty() && tsv::Columns::of_header(text).is_some();
            if !is_header {
                words.push(tsv::Columns::PLAIN.word(text).map_err(error)?.0.to_owned());
            }
        } else {
            words.push(jieba::word(text).map_err(error)?.0.to_owned());
        }
    }
    Ok(words)
}

/// Gives the words of `text` to `take`, each line through `parse`.
///
/// # Errors
/// [`LineError`] for the first line that has none.
pub(super) fn each_line(
    text: &str,
    take: &mut super::Take,
    parse: impl Fn(&str) -> Parsed<'_>,
) -> Result<(), LineError> {
    for (line, text) in lines(text) {
        let parsed = check_text(text).and_then(|()| parse(text));
        let (word, count) = parsed.map_err(|what| LineError { line, what })?;
        take(word, count);
    }
    Ok(())
}

/// Refuses a line with a NUL character.
pub(super) fn check_text(line: &str) -> Result<(), String> {
    if line.contains('\0') { Err("it has a NUL character: this is no text".to_owned()) } else { Ok(()) }
}
