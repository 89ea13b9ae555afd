//! Reading a ranked list.

use std::borrow::Cow;

use serde::Deserialize;

use super::super::format::read::LineError;

/// A line that `wordmine discover --format jsonl` writes, of which the word matters.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    word: Cow<'a, str>,
}

/// The words of a ranked list, one a line, in its order: what stands before the first tab, or the field `word` of a JSON
/// object. A first line with the fields `word` and `count` is a header. A byte order mark is left out of account.
///
/// # Errors
/// [`LineError`] for a JSON object without a word.
pub fn ranking(text: &str) -> Result<Vec<Cow<'_, str>>, LineError> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut words = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for line in line.split('\r') {
            if line.starts_with('{') && line.ends_with('}') && line.len() > 2 {
                let record: Record = serde_json::from_str(line).map_err(|error| LineError {
                    line: number + 1,
                    what: format!("it is no JSON object with a word: {}", reason(&error)),
                })?;
                words.push(record.word);
            } else if number > 0 || !is_header(line) {
                words.push(Cow::Borrowed(line.split('\t').next().unwrap_or_default()));
            }
        }
    }
    Ok(words)
}

/// What is wrong, without the place: a line of its own has been parsed.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().replace('`', "")
}

/// Whether `line` names columns instead of holding a word.
pub(super) fn is_header(line: &str) -> bool {
    let mut fields = line.trim_end().split('\t');
    fields.next() == Some("word") && fields.any(|field| field == "count")
}
