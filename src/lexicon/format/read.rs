//! Reading the words of a list that a person hands in: the formats written here, and what looks like them.

/// Why a line gives no word.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct LineError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it, and what is taken.
    pub what: String,
}

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
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut words = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let error = |what: &str| LineError { line: number + 1, what: what.to_owned() };
        // Not the tabs: an empty first field is an error, not a shift.
        let line = line.trim_end().trim_start_matches(|c: char| c.is_whitespace() && c != '\t');
        if line.is_empty() {
            continue;
        }
        if line.contains('\0') {
            return Err(error("it has a NUL character: this is no text"));
        }
        if line.starts_with('{') && line.ends_with('}') && line.len() > 2 {
            words.push(json_word(line).map_err(|what| error(&what))?);
            continue;
        }
        if let Some((word, rest)) = line.split_once('\t') {
            let word = word.trim();
            if word.is_empty() {
                return Err(error("its first field is empty; the word must come first"));
            }
            let is_header = words.is_empty() && word == "word" && rest.split('\t').any(|field| field == "count");
            if !is_header {
                words.push(word.to_owned());
            }
            continue;
        }
        words.push(spaced_word(line).ok_or_else(|| error("it has a space in it; give one word a line"))?.to_owned());
    }
    Ok(words)
}

fn json_word(line: &str) -> Result<String, String> {
    let value: serde_json::Value = serde_json::from_str(line).map_err(|error| format!("bad JSON: {error}"))?;
    match value.get("word").and_then(serde_json::Value::as_str) {
        Some("") => Err("its field \"word\" is empty".to_owned()),
        Some(word) => Ok(word.to_owned()),
        None => Err("its JSON object has no text field \"word\"".to_owned()),
    }
}

/// The word of a line without tabs: all of it, or the first field of a jieba line.
fn spaced_word(line: &str) -> Option<&str> {
    let number = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit());
    let tag = |field: &str| !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_lowercase());
    let fields: Vec<&str> = line.split_whitespace().take(4).collect();
    match fields[..] {
        [word] => Some(word),
        [word, second] if number(second) => Some(word),
        // Two plain Latin words are more likely a phrase than a word and its tag.
        [word, second] if tag(second) && !word.is_ascii() => Some(word),
        [word, second, third] if number(second) && tag(third) => Some(word),
        _ => None,
    }
}
