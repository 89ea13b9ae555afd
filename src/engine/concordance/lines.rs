//! Concordance lines, as they are shown.

use unicode_segmentation::GraphemeCursor;

use super::super::control::Control;
use super::super::text::Corpus;
use super::FindError;
use super::borders::is_line_end;
use super::stretches::Part;

/// Bytes read beyond the context asked for, so that its outer ends can lie between graphemes.
const MARGIN: usize = 1 << 8;

/// One concordance line; everything lies within one line of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Text before the word, at most as many characters as asked for.
    pub left: String,
    /// The word as it stands in the text.
    pub word: String,
    /// Text after the word.
    pub right: String,
    /// Name of the source.
    pub document: String,
    /// Line within the source, or number of the record in it, from 1.
    pub number: usize,
}

/// The lines around the occurrences of `word` at `hits`, with at most `reach` characters on each side.
///
/// The outer ends are between graphemes, so a side may be a little shorter.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled; [`FindError::Storage`].
pub fn lines(
    corpus: &Corpus,
    word: &str,
    hits: &[usize],
    reach: usize,
    control: &Control,
) -> Result<Vec<Line>, FindError> {
    let line = |&hit: &usize| {
        control.check()?;
        line(corpus, word.len(), hit, reach)
    };
    hits.iter().map(line).collect()
}

/// The line around the `length` bytes from byte `hit` on: the one place that says what of the text is shown.
fn line(corpus: &Corpus, length: usize, hit: usize, reach: usize) -> Result<Line, FindError> {
    let part = Part::around(corpus, &[hit], length, reach.saturating_mul(4).saturating_add(MARGIN))?;
    let (text, end) = (part.text(), hit.saturating_add(length));
    let (before, after) = (part.split(hit).0, part.split(end).1);
    let place = corpus.place(hit)?;
    let left = &before[left_edge(text, before, reach)..];
    let right = &after[..right_edge(text, after, reach)];
    let [left, word, right] = if corpus.reading().changes_text() {
        as_written(corpus, [hit - left.len(), hit, end, end + right.len()])?
    } else {
        [left, text.get(part.place(hit)..part.place(end)).unwrap_or_default(), right].map(str::to_owned)
    };
    Ok(Line { left, word, right, document: place.document.to_owned(), number: place.line })
}

/// The text as it was before it was read, between each two of `edges`, which are bytes of the text as it is counted. A
/// character that an edge cuts belongs to the word. Line ends, which may stand between two words, are shown as spaces.
fn as_written(corpus: &Corpus, [left, hit, end, right]: [usize; 4]) -> Result<[String; 3], FindError> {
    let (from, word) = corpus.original(hit..end)?;
    let (start, before) = corpus.original(left..hit)?;
    let (after_start, after) = corpus.original(end..right)?;
    let before = before.get(..from.saturating_sub(start)).unwrap_or(&before);
    let after = after.get((from + word.len()).saturating_sub(after_start)..).unwrap_or_default();
    Ok([before, &word, after].map(|text| text.replace("\r\n", " ").replace(is_line_end, " ")))
}

/// Where the last `reach` characters of the last line of `before`, a start of `text`, begin.
fn left_edge(text: &str, before: &str, reach: usize) -> usize {
    let characters = before.char_indices().rev().take(reach);
    let start = characters.take_while(|&(_, c)| !is_line_end(c)).last().map_or(before.len(), |(at, _)| at);
    let mut borders = before[start..].char_indices().map(|(at, _)| start + at);
    borders.find(|&at| is_grapheme_border(text, at)).unwrap_or(before.len())
}

/// Where the first `reach` characters of the first line of `after`, an end of `text`, end.
fn right_edge(text: &str, after: &str, reach: usize) -> usize {
    let first = text.len() - after.len();
    let characters = after.chars().take(reach).take_while(|&c| !is_line_end(c));
    let end = characters.map(char::len_utf8).sum();
    let mut borders = std::iter::once(end).chain(after[..end].char_indices().map(|(at, _)| at).rev());
    borders.find(|&at| is_grapheme_border(text, first + at)).unwrap_or(0)
}

/// Whether byte `at` of `text` is between two extended grapheme clusters (UAX #29).
pub(super) fn is_grapheme_border(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}
