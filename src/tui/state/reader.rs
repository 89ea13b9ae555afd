//! The reader: the whole paragraph around the occurrence under the cursor of the context.

use std::ops::Range;

use crate::display::{Ambiguous, clip};
use crate::engine::concordance::Passage;

/// What is read, and how far.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// The word and the occurrence that were last asked for.
    pub asked: Option<(String, usize)>,
    /// The last answer.
    pub page: Option<Page>,
    /// The first line of the window.
    pub top: usize,
}

/// A passage as it is shown: the word stands in brackets.
#[derive(Debug, Clone)]
pub struct Page {
    /// The word and the occurrence.
    pub of: (String, usize),
    /// The passage, with the brackets in its text.
    pub passage: Passage,
    /// Its lines, in bytes of the text, for a window of so many columns.
    pub lines: Vec<Range<usize>>,
    /// Columns of the window.
    pub columns: u16,
}

impl Page {
    /// The passage around the occurrence `of`, in lines of at most `columns` columns.
    #[must_use]
    pub fn new(of: (String, usize), mut passage: Passage, (columns, ambiguous): (u16, Ambiguous)) -> Page {
        let word = passage.word.clone();
        let (before, inner, after) =
            (&passage.text[..word.start], &passage.text[word.clone()], &passage.text[word.end..]);
        passage.text = format!("{before}[{inner}]{after}");
        let shift = |at: usize| at + usize::from(at >= word.start) + usize::from(at >= word.end && !word.is_empty());
        // The brackets belong to the word, and what ends before it to what is before.
        let shift_end = |at: usize| at + usize::from(at > word.start) + usize::from(at > word.end);
        for other in &mut passage.others {
            *other = shift(other.start)..shift_end(other.end);
        }
        let paragraph = passage.paragraph.start..passage.paragraph.end + 2;
        passage.paragraph = paragraph;
        passage.word = word.start..word.end + 2;
        let lines = wrap(&passage.text, usize::from(columns), ambiguous);
        Page { of, passage, lines, columns }
    }

    /// Breaks the lines anew for a window of `columns` columns.
    pub fn rewrap(&mut self, columns: u16, ambiguous: Ambiguous) {
        self.lines = wrap(&self.passage.text, usize::from(columns), ambiguous);
        self.columns = columns;
    }

    /// The line that the word starts in.
    #[must_use]
    pub fn line_of_word(&self) -> usize {
        self.lines.partition_point(|line| line.end <= self.passage.word.start).min(self.lines.len().saturating_sub(1))
    }
}

/// The lines of `text` in at most `columns` columns each, as byte ranges without line ends: broken between any two
/// characters, but at a space where there is one in a run of letters.
#[must_use]
pub fn wrap(text: &str, columns: usize, ambiguous: Ambiguous) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.replace("\r\n", "\n\n").split(['\n', '\r']) {
        // A pair of line ends has an empty line between them that is none.
        let is_between = line.is_empty() && start > 0 && text.as_bytes().get(start - 1..=start) == Some(b"\r\n");
        if !is_between {
            wrap_line(&text[start..start + line.len()], start, (columns, ambiguous), &mut lines);
        }
        start += line.len() + 1;
    }
    if text.ends_with(['\n', '\r']) {
        lines.pop();
    }
    lines
}

fn wrap_line(line: &str, start: usize, (columns, ambiguous): (usize, Ambiguous), lines: &mut Vec<Range<usize>>) {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let (part, _) = clip(rest, columns, ambiguous);
        let mut length = part.len();
        if length < rest.len() {
            let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if is_letter(part.chars().next_back()) && is_letter(rest[length..].chars().next()) {
                length = part
                    .rfind(|c: char| !c.is_ascii_alphanumeric())
                    .map_or(length, |place| place + part[place..].chars().next().map_or(1, char::len_utf8));
            }
            if length == 0 {
                // Wider than the window: it is cut there.
                length = rest.chars().next().map_or(rest.len(), char::len_utf8);
            }
        }
        lines.push(start + at..start + at + length);
        at += length;
        if at >= line.len() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::width;
    use proptest::prelude::*;

    fn cut(text: &str, columns: usize) -> Vec<&str> {
        wrap(text, columns, Ambiguous::Narrow).into_iter().map(|line| &text[line]).collect()
    }

    #[test]
    fn lines_break_between_characters_and_at_spaces() {
        assert_eq!(cut("天地玄黄\r\n宇宙\n\n洪荒\n", 5), ["天地", "玄黄", "宇宙", "", "洪荒"]);
        assert_eq!(cut("ab cde fgh", 5), ["ab ", "cde ", "fgh"]);
        assert_eq!(cut("abcdefgh", 5), ["abcde", "fgh"]);
        assert_eq!(cut("", 5), [""]);
        assert_eq!(cut("天", 1), ["天"]);
    }

    #[test]
    fn the_word_is_bracketed_and_the_others_are_where_they_were() {
        let passage = Passage {
            text: "哈哈哈哈".to_owned(),
            paragraph: 0..12,
            word: 3..9,
            others: vec![0..6, 6..12],
            is_cut: [false, false],
            document: String::new(),
            number: 1,
        };
        let page = Page::new(("哈哈".to_owned(), 3), passage, (40, Ambiguous::Narrow));
        assert_eq!(page.passage.text, "哈[哈哈]哈");
        assert_eq!(&page.passage.text[page.passage.word.clone()], "[哈哈]");
        let others: Vec<&str> = page.passage.others.iter().map(|at| &page.passage.text[at.clone()]).collect();
        assert_eq!(others, ["哈[哈", "哈]哈"]);
        assert_eq!(page.line_of_word(), 0);
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_are_the_whole_text(text in "[a-c 中国\u{301}\n\r，“…👨]{0,40}", columns in 2usize..12, wide: bool) {
            let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
            let lines = wrap(&text, columns, ambiguous);
            for line in &lines {
                let line = &text[line.clone()];
                prop_assert!(width(line, ambiguous) <= columns || line.chars().count() == 1, "{line:?}");
                prop_assert!(!line.contains(['\n', '\r']));
            }
            let whole: String = lines.iter().map(|line| &text[line.clone()]).collect();
            prop_assert_eq!(whole, text.replace(['\n', '\r'], ""));
        }
    }
}
