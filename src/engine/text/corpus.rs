//! The corpus: the decoded text of all documents in one arena, and where each document and line starts.

use memchr::memchr2_iter;

/// One input document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What to call it on screen: a file name, for instance.
    pub name: String,
    /// Byte offset in [`Corpus::text`] where its text starts.
    pub start: usize,
}

/// Where a byte of the corpus came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<'a> {
    /// Name of the document.
    pub document: &'a str,
    /// Line within the document, from 1.
    pub line: usize,
}

/// The text of all documents, one after the other, each ended by a line end: LF, CR LF, or a CR alone.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    text: String,
    documents: Vec<Document>,
    /// For each document, the line ends before the end of each whole [`STRIDE`] of it.
    checkpoints: Vec<Vec<u32>>,
}

/// Bytes between two counted line numbers.
const STRIDE: usize = 1 << 16;

impl Corpus {
    /// An empty corpus.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A corpus of one document called `name`.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        let mut corpus = Self::new();
        corpus.push_document(name, text.to_owned());
        corpus
    }

    /// Adds a document. A byte order mark at its start is dropped; a line end is added when the text lacks one.
    pub fn push_document(&mut self, name: &str, mut text: String) {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        if !text.ends_with(['\n', '\r']) {
            text.push('\n');
        }
        self.checkpoints.push(checkpoints(text.as_bytes()));
        self.documents.push(Document { name: name.to_owned(), start: self.text.len() });
        if self.text.is_empty() {
            // Takes the buffer over, so that one large document is never held twice.
            self.text = text;
        } else {
            self.text.push_str(&text);
        }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The documents, in order of [`Document::start`].
    #[must_use]
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The document and line of byte `offset` of [`Corpus::text`]; past the end, those of the last byte.
    ///
    /// A line end belongs to the line it ends. An empty corpus has one line, of a document without a name.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place<'_> {
        let offset = offset.min(self.text.len().saturating_sub(1));
        let after = self.documents.partition_point(|d| d.start <= offset);
        let Some(document) = after.checked_sub(1).and_then(|i| self.documents.get(i)) else {
            return Place { document: "", line: 1 };
        };
        let end = self.documents.get(after).map_or(self.text.len(), |next| next.start);
        let text = &self.text.as_bytes()[document.start..end];
        let offset = offset - document.start;
        let known = offset / STRIDE;
        let before = if known == 0 { 0 } else { self.checkpoints[after - 1][known - 1] as usize };
        Place { document: &document.name, line: 1 + before + line_ends(text, known * STRIDE, offset) }
    }
}

fn checkpoints(text: &[u8]) -> Vec<u32> {
    let mut total = 0;
    (0..text.len() / STRIDE)
        .map(|k| {
            total += line_ends(text, k * STRIDE, (k + 1) * STRIDE) as u32;
            total
        })
        .collect()
}

/// Line ends whose last byte is at `from..to` of the document `text`.
fn line_ends(text: &[u8], from: usize, to: usize) -> usize {
    memchr2_iter(b'\n', b'\r', &text[from..to])
        .filter(|&at| text[from + at] == b'\n' || text.get(from + at + 1) != Some(&b'\n'))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_by_definition(document: &str, offset: usize) -> usize {
        let bytes = document.as_bytes();
        1 + (0..offset)
            .filter(|&i| bytes[i] == b'\n' || (bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n')))
            .count()
    }

    #[test]
    fn places_follow_every_kind_of_line_end() {
        let corpus = Corpus::from_text("a", "x\ny\r\nz\rw");
        let lines: Vec<usize> = (0..corpus.text().len()).map(|i| corpus.place(i).line).collect();
        assert_eq!(lines, [1, 1, 2, 2, 2, 3, 3, 4, 4]);
        assert_eq!(corpus.place(999), Place { document: "a", line: 4 });
    }

    #[test]
    fn documents_are_told_apart() {
        let mut corpus = Corpus::new();
        assert_eq!(corpus.place(0), Place { document: "", line: 1 });
        corpus.push_document("one", "\u{feff}中\r".to_owned());
        corpus.push_document("two", "\n文".to_owned());
        corpus.push_document("empty", String::new());
        corpus.push_document("last", "x".to_owned());
        assert_eq!(corpus.text(), "中\r\n文\n\nx\n");
        assert_eq!(corpus.place(0), Place { document: "one", line: 1 });
        assert_eq!(corpus.place(3), Place { document: "one", line: 1 });
        assert_eq!(corpus.place(4), Place { document: "two", line: 1 });
        assert_eq!(corpus.place(5), Place { document: "two", line: 2 });
        assert_eq!(corpus.place(9), Place { document: "empty", line: 1 });
        assert_eq!(corpus.place(10), Place { document: "last", line: 1 });
    }

    #[test]
    fn checkpoints_agree_with_a_count_from_the_start() {
        // A CR LF lies across the first checkpoint.
        let mut document = "ab\r\n中\rde\n".repeat(STRIDE / 12);
        while document.len() % STRIDE != STRIDE - 1 {
            document.push('x');
        }
        document.push_str("\r\n");
        document.push_str(&"q\n\r".repeat(STRIDE));
        let mut corpus = Corpus::from_text("first", "one\n");
        corpus.push_document("second", document.clone());
        let last = document.len() - 1;
        for offset in [0, 1, STRIDE - 1, STRIDE, STRIDE + 1, STRIDE + 2, 2 * STRIDE, 3 * STRIDE + 7, last] {
            assert_eq!(corpus.place(4 + offset).line, line_by_definition(&document, offset), "{offset}");
        }
    }
}
