//! The paragraph around an occurrence, to be read as a whole.

use std::ops::{ControlFlow, Range};

use super::super::control::Control;
use super::super::text::Corpus;
use super::FindError;
use super::borders::is_line_end;
use super::lines::is_grapheme_border;
use super::search::{Needle, search_in};

/// Bytes of a paragraph on each side of the word, at most: a longer one is cut there.
const MOST: usize = 1 << 15;
/// Bytes before and after the paragraph in which whole lines are taken along.
const AROUND: usize = 1 << 10;

/// A paragraph with an occurrence, and lines around it. All ranges are of bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The text as it is, line ends included; all of one document.
    pub text: String,
    /// The paragraph (the source line) in it, without its line end.
    pub paragraph: Range<usize>,
    /// The occurrence.
    pub word: Range<usize>,
    /// Every other occurrence, ascending; they may overlap.
    pub others: Vec<Range<usize>>,
    /// Whether the paragraph is cut before, and after.
    pub is_cut: [bool; 2],
    /// Name of the source.
    pub document: String,
    /// Line within the source, or number of the record in it, from 1.
    pub number: usize,
}

/// The paragraph around the occurrence of `needle` at byte `hit`, at most some 30 000 bytes on each side, with whole
/// lines around it.
///
/// # Errors
/// [`FindError::Cancelled`] soon after `control` is cancelled; [`FindError::Storage`].
pub fn passage(corpus: &Corpus, needle: Needle, hit: usize, control: &Control) -> Result<Passage, FindError> {
    let hit = hit.min(corpus.len());
    let end = (hit + needle.text.len()).min(corpus.len());
    let paragraph = paragraph(corpus, hit..end)?;
    let around = around(corpus, &paragraph)?;
    let mut found = Vec::new();
    let mut blocks = Some(around.clone());
    search_in(
        corpus,
        needle,
        || blocks.take().into_iter().collect(),
        control,
        |hits| {
            found.extend_from_slice(hits);
            ControlFlow::Continue(())
        },
    )?;
    let written = Written::read(corpus, around.clone())?;
    let mut others = Vec::new();
    for other in found.into_iter().filter(|&other| other != hit && other + needle.text.len() <= around.end) {
        control.check()?;
        others.push(written.place(other..other + needle.text.len())?);
    }
    let place = corpus.place(hit)?;
    Ok(Passage {
        paragraph: written.place(paragraph.range.clone())?,
        word: written.place(hit..end)?,
        others,
        is_cut: paragraph.is_cut,
        document: place.document.to_owned(),
        number: place.line,
        text: written.text,
    })
}

/// A paragraph, and the document it is in, in bytes of the corpus.
struct Paragraph {
    range: Range<usize>,
    is_cut: [bool; 2],
    document: Range<usize>,
}

fn paragraph(corpus: &Corpus, word: Range<usize>) -> Result<Paragraph, FindError> {
    let index = corpus.document_at(word.start);
    let start_of = |index| corpus.document(index).map(|document| document.start);
    let document = start_of(index).unwrap_or(0)..start_of(index + 1).unwrap_or(corpus.len());
    let window = word.start.saturating_sub(MOST).max(document.start)..(word.end + MOST).min(document.end);
    let (from, text) = corpus.read(window.clone())?;
    let inside = |at: usize| (at.saturating_sub(from)..text.len()).find(|&at| text.is_char_boundary(at));
    let (first, last) = (inside(word.start).unwrap_or(text.len()), inside(word.end).unwrap_or(text.len()));
    let border = |at: &usize| text.is_char_boundary(*at) && is_grapheme_border(&text, *at);
    let (start, starts) = match text[..first].rfind(is_line_end) {
        Some(at) => (at + 1, true),
        None if window.start == document.start => (0, true),
        None => ((0..first).find(border).unwrap_or(first), false),
    };
    let (end, ends) = match text[last..].find(is_line_end) {
        Some(at) => (last + at, true),
        None if window.end == document.end => (text.len(), true),
        None => ((last..text.len()).rev().find(border).unwrap_or(last), false),
    };
    Ok(Paragraph { range: from + start..from + end, is_cut: [!starts, !ends], document })
}

/// The paragraph with the whole lines of its document that are near.
fn around(corpus: &Corpus, paragraph: &Paragraph) -> Result<Range<usize>, FindError> {
    let Paragraph { range, is_cut, document } = paragraph;
    let (mut start, mut end) = (range.start, range.end);
    if !is_cut[0] {
        let from = range.start.saturating_sub(AROUND).max(document.start);
        let (at, text) = corpus.read(from..range.start)?;
        let whole = if from == document.start { Some(0) } else { text.find(is_line_end).map(|at| at + 1) };
        start = whole.map_or(range.start, |whole| at + whole);
    }
    if !is_cut[1] {
        let to = (range.end + AROUND).min(document.end);
        let (at, text) = corpus.read(range.end..to)?;
        let whole = if to == document.end { Some(text.len()) } else { text.rfind(is_line_end) };
        end = whole.map_or(range.end, |whole| at + whole);
    }
    Ok(start..end)
}

/// A stretch of the text as it was before it was read.
struct Written<'c> {
    corpus: &'c Corpus,
    /// In bytes of the corpus.
    range: Range<usize>,
    /// Where it starts in the text as it is.
    start: usize,
    text: String,
}

impl<'c> Written<'c> {
    fn read(corpus: &'c Corpus, range: Range<usize>) -> Result<Self, FindError> {
        let (start, text) = corpus.original(range.clone())?;
        Ok(Written { corpus, range, start, text: text.into_owned() })
    }

    /// Where `range`, which is inside, is in the text.
    fn place(&self, range: Range<usize>) -> Result<Range<usize>, FindError> {
        let place = if self.corpus.reading().changes_text() {
            let (start, text) = self.corpus.original(range)?;
            start.saturating_sub(self.start)..(start + text.len()).saturating_sub(self.start)
        } else {
            range.start - self.range.start..range.end - self.range.start
        };
        let at = |at: usize| (at.min(self.text.len())..=self.text.len()).find(|&at| self.text.is_char_boundary(at));
        Ok(at(place.start).unwrap_or_default()..at(place.end).unwrap_or_default())
    }
}
