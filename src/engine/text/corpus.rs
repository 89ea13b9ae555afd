//! The corpus: the decoded text of all sources one after the other, and where each source, document and line starts.

use std::borrow::Cow;
use std::ops::Range;

use super::super::storage::StorageError;
use super::body::{Body, Room};
use super::lines::{LineCounter, STRIDE, line_ends};
use super::original::{Counted, Original, Side};
use super::reading::Reading;
use super::writer::TextWriter;

/// What a document is called, and what is known of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document<'a> {
    /// The source it is in: a file name, for instance.
    pub source: &'a str,
    /// Its number in the source, from 1: of a line, record or row. `None` for a source that is one document.
    pub record: Option<u64>,
    /// Byte offset in the corpus where its text starts.
    pub start: usize,
    /// When it was written, as the source says.
    pub date: Option<&'a str>,
    /// What the source says it belongs to.
    pub label: Option<&'a str>,
}

/// Where a byte of the corpus came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// Name of the source.
    pub document: &'a str,
    /// Line within the source, or number of the record in it, from 1.
    pub line: usize,
}

/// One input: a file, for instance.
#[derive(Debug, Clone)]
struct Source {
    name: String,
    /// Where it starts in the text as it is.
    start: usize,
    /// Row in [`Documents`] of its first document.
    first: usize,
    /// The line ends before the end of each whole [`STRIDE`] of it.
    checkpoints: Vec<u64>,
}

/// The documents as columns: there may be one a line.
#[derive(Debug, Clone, Default)]
struct Documents {
    starts: Vec<u64>,
    /// 0 for a source that is one document.
    records: Vec<u64>,
    /// Index in `names`; empty when no document has one.
    dates: Vec<u32>,
    labels: Vec<u32>,
    /// The distinct dates and labels; the first is "", which is none.
    names: Vec<String>,
}

/// The text of all sources, one after the other; each document ends in a line end: LF, CR LF, or a CR alone.
///
/// What is counted may differ from the text as it is, by its [`Reading`]. All offsets are of what is counted, but for
/// those that [`Corpus::original`] gives.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    reading: Reading,
    /// What is counted.
    body: Body,
    /// The text as it is, when that may differ.
    original: Option<Original>,
    sources: Vec<Source>,
    documents: Documents,
}

impl Corpus {
    /// An empty corpus.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A corpus of one document called `name`, held in memory.
    #[must_use]
    pub fn from_text(name: &str, text: &str) -> Self {
        Self::from_texts([(name, text)])
    }

    /// A corpus of documents with these names and texts, held in memory.
    #[must_use]
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut builder = CorpusBuilder::new(Reading::default(), Room::default());
        for (name, text) in texts {
            builder.source(name);
            // Memory has no error to tell.
            let _ = builder.push(text);
            let _ = builder.end_document();
        }
        builder.finish().unwrap_or_default()
    }

    /// How the text is read; a unit that was to be found out is known.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// Bytes of the text.
    #[must_use]
    pub fn len(&self) -> usize {
        self.body.size()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The characters that start in the byte `range`, and the offset of the first: ranges that meet give the whole text.
    ///
    /// # Errors
    /// [`StorageError`] when the text is outside memory and cannot be read.
    pub fn read(&self, range: Range<usize>) -> Result<(usize, Cow<'_, str>), StorageError> {
        self.body.read(range)
    }

    /// The text as it is from which the bytes in `range` were made, and its offset there. Where the two differ, `range`
    /// is widened to whole pieces: a space for a stretch of white space, a letter for that with its marks.
    ///
    /// # Errors
    /// [`StorageError`] when the text is outside memory and cannot be read.
    pub fn original(&self, range: Range<usize>) -> Result<(usize, Cow<'_, str>), StorageError> {
        let Some(original) = &self.original else { return self.body.read(range) };
        let start = self.origin(range.start, Side::Start)?;
        let end = if range.end > range.start { self.origin(range.end, Side::End)? } else { start };
        original.body.read(start..end)
    }

    /// The text as it is, where the piece that byte `at` is in has its `side`.
    fn origin(&self, at: usize, side: Side) -> Result<usize, StorageError> {
        let Some(original) = &self.original else { return Ok(at) };
        if at > self.len() || (at == self.len() && side == Side::Start) {
            return Ok(original.body.size());
        }
        // A place that is the end of a document is in it.
        let document = self.document_at(if side == Side::End { at.saturating_sub(1) } else { at });
        let start = self.documents.starts.get(document).map_or(0, |&start| start as usize);
        let counted = Counted { reading: self.reading, body: &self.body, document, start };
        original.place(&counted, at, side)
    }

    /// The bytes in `range`, cut to those that exist: quicker than [`Corpus::read`], and they may start and end inside a
    /// character.
    ///
    /// # Errors
    /// [`StorageError`] when the text is outside memory and cannot be read.
    pub fn bytes(&self, range: Range<usize>) -> Result<Cow<'_, [u8]>, StorageError> {
        self.body.bytes(range)
    }

    /// Takes the text into memory, where it is found in sooner, if it is not there yet and has `most` bytes at most.
    ///
    /// # Errors
    /// [`StorageError`] when the text is outside memory and cannot be read.
    pub fn hold(&mut self, most: usize) -> Result<(), StorageError> {
        self.body.hold(most)
    }

    /// The whole text when it is held in memory.
    #[must_use]
    pub fn held(&self) -> Option<&str> {
        match &self.body {
            Body::Held(text) => Some(text),
            Body::Paged(_) => None,
        }
    }

    /// The whole text when it is held in memory, else none of it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.held().unwrap_or_default()
    }

    /// The number of sources.
    #[must_use]
    pub fn source_count(&self) -> usize {
        self.sources.len()
    }

    /// The number of documents.
    #[must_use]
    pub fn document_count(&self) -> usize {
        self.documents.starts.len()
    }

    /// The document number `index`, from 0; none past the last.
    #[must_use]
    pub fn document(&self, index: usize) -> Option<Document<'_>> {
        let documents = &self.documents;
        let start = *documents.starts.get(index)? as usize;
        let after = self.sources.partition_point(|source| source.first <= index);
        let named = |column: &[u32]| {
            let name = documents.names.get(*column.get(index)? as usize)?;
            (!name.is_empty()).then_some(name.as_str())
        };
        Some(Document {
            source: self.sources.get(after.checked_sub(1)?).map(|source| source.name.as_str())?,
            record: documents.records.get(index).copied().filter(|&record| record > 0),
            start,
            date: named(&documents.dates),
            label: named(&documents.labels),
        })
    }

    /// The number, from 0, of the document that byte `offset` is in; past the end, the last.
    #[must_use]
    pub fn document_at(&self, offset: usize) -> usize {
        self.documents.starts.partition_point(|&start| start <= offset as u64).saturating_sub(1)
    }

    /// The source and line of byte `offset`; past the end, those of the last byte. In a source of records the line is
    /// the record's number.
    ///
    /// A line end belongs to the line it ends. An empty corpus has one line, of a source without a name.
    ///
    /// # Errors
    /// [`StorageError`] when the text is outside memory and cannot be read.
    pub fn place(&self, offset: usize) -> Result<Place<'_>, StorageError> {
        let offset = offset.min(self.len().saturating_sub(1));
        let document = self.document_at(offset);
        let after = self.sources.partition_point(|source| source.first <= document);
        let Some(source) = after.checked_sub(1).and_then(|i| self.sources.get(i)) else {
            return Ok(Place { document: "", line: 1 });
        };
        let record = self.documents.records.get(document).copied().unwrap_or(0);
        if record > 0 {
            return Ok(Place { document: &source.name, line: record as usize });
        }
        let offset = self.origin(offset, Side::Start)?;
        let inside = offset - source.start;
        let known = inside / STRIDE;
        let before = known.checked_sub(1).and_then(|k| source.checkpoints.get(k)).map_or(0, |&ends| ends as usize);
        // One byte more, to tell whether an LF follows a CR.
        let from = source.start + known * STRIDE;
        let bytes = self.original.as_ref().map_or(&self.body, |original| &original.body).bytes(from..offset + 1)?;
        let line = 1 + before + line_ends(&bytes, 0, offset - from);
        Ok(Place { document: &source.name, line })
    }
}

/// Makes a corpus piece by piece.
#[derive(Debug)]
pub struct CorpusBuilder {
    text: TextWriter,
    sources: Vec<Source>,
    /// Where they start is known when the text is whole.
    documents: Documents,
    /// Where the last of them starts in the text as it is.
    document_start: usize,
    interned: rustc_hash::FxHashMap<String, u32>,
    lines: LineCounter,
    /// What the text ends in, so far: whether a line end is needed.
    ends_line: bool,
}

impl CorpusBuilder {
    /// A corpus without a source yet, read as `reading` says, whose text lives in `room`.
    #[must_use]
    pub fn new(reading: Reading, room: Room) -> Self {
        CorpusBuilder {
            text: TextWriter::new(reading, room),
            sources: Vec::new(),
            documents: Documents { names: vec![String::new()], ..Documents::default() },
            document_start: 0,
            interned: rustc_hash::FxHashMap::default(),
            lines: LineCounter::default(),
            ends_line: true,
        }
    }

    /// Bytes of text so far, as it is.
    #[must_use]
    pub fn len(&self) -> usize {
        self.text.size()
    }

    /// Whether there is no text yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Starts a source called `name`, which is one document until [`CorpusBuilder::record`] says otherwise. The document
    /// before must have been ended.
    pub fn source(&mut self, name: &str) {
        self.close_source();
        let first = self.documents.records.len();
        self.sources.push(Source { name: name.to_owned(), start: self.len(), first, checkpoints: Vec::new() });
        self.add_document(0);
    }

    /// Starts the record (line, row) number `number`, from 1, of the source. The document before must have been ended;
    /// the first record of a source takes the place of the source's own document.
    pub fn record(&mut self, number: u64) {
        let first = self.sources.last().map_or(0, |source| source.first);
        let is_first = first + 1 == self.documents.records.len() && self.documents.records.last() == Some(&0);
        match self.documents.records.last_mut().filter(|_| is_first) {
            Some(record) => *record = number,
            None => self.add_document(number),
        }
    }

    fn add_document(&mut self, record: u64) {
        self.text.start_document();
        self.document_start = self.len();
        self.documents.records.push(record);
        for column in [&mut self.documents.dates, &mut self.documents.labels] {
            if !column.is_empty() {
                column.push(0);
            }
        }
    }

    /// Says when the document was written.
    pub fn date(&mut self, date: &str) {
        let name = self.intern(date);
        set_last(&mut self.documents.dates, self.documents.records.len(), name);
    }

    /// Says what the document belongs to.
    pub fn label(&mut self, label: &str) {
        let name = self.intern(label);
        set_last(&mut self.documents.labels, self.documents.records.len(), name);
    }

    fn intern(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return 0;
        }
        if let Some(&known) = self.interned.get(name) {
            return known;
        }
        let next = self.documents.names.len() as u32;
        self.documents.names.push(name.to_owned());
        self.interned.insert(name.to_owned(), next);
        next
    }

    /// Adds to the text of the document.
    ///
    /// # Errors
    /// [`StorageError`] when there is no room for it.
    pub fn push(&mut self, text: &str) -> Result<(), StorageError> {
        if text.is_empty() {
            return Ok(());
        }
        self.text.push(text)?;
        self.lines.feed(text.as_bytes());
        self.ends_line = text.ends_with(['\n', '\r']);
        Ok(())
    }

    /// Ends the document: adds a line end when its text lacks one.
    ///
    /// # Errors
    /// [`StorageError`] when there is no room for it.
    pub fn end_document(&mut self) -> Result<(), StorageError> {
        if !self.ends_line || self.document_start == self.len() {
            self.push("\n")?;
        }
        Ok(())
    }

    fn close_source(&mut self) {
        let checkpoints = std::mem::take(&mut self.lines).finish();
        if let Some(source) = self.sources.last_mut() {
            source.checkpoints = checkpoints;
        }
    }

    /// The corpus.
    ///
    /// # Errors
    /// [`StorageError`] when there is no room for its text.
    pub fn finish(mut self) -> Result<Corpus, StorageError> {
        self.close_source();
        let text = self.text.finish()?;
        Ok(Corpus {
            reading: text.reading,
            body: text.body,
            original: text.original,
            sources: self.sources,
            documents: Documents { starts: text.starts, ..self.documents },
        })
    }
}

fn set_last(column: &mut Vec<u32>, rows: usize, name: u32) {
    if name > 0 || !column.is_empty() {
        column.resize(rows, 0);
        if let Some(last) = column.last_mut() {
            *last = name;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
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
        let lines: Vec<usize> = (0..corpus.len()).map(|i| corpus.place(i).unwrap().line).collect();
        assert_eq!(lines, [1, 1, 2, 2, 2, 3, 3, 4, 4]);
        assert_eq!(corpus.place(999).unwrap(), Place { document: "a", line: 4 });
    }

    #[test]
    fn sources_are_told_apart() {
        assert_eq!(Corpus::new().place(0).unwrap(), Place { document: "", line: 1 });
        let corpus = Corpus::from_texts([("one", "中\r"), ("two", "\n文"), ("empty", ""), ("last", "x")]);
        assert_eq!(corpus.text(), "中\r\n文\n\nx\n");
        for (offset, document, line) in
            [(0, "one", 1), (3, "one", 1), (4, "two", 1), (5, "two", 2), (9, "empty", 1), (10, "last", 1)]
        {
            assert_eq!(corpus.place(offset).unwrap(), Place { document, line }, "{offset}");
        }
        assert_eq!((corpus.source_count(), corpus.document_count()), (4, 4));
    }

    #[test]
    fn records_have_numbers_dates_and_labels() {
        let mut builder = CorpusBuilder::new(Reading::default(), Room::default());
        builder.source("plain");
        builder.push("天地\n玄黄").unwrap();
        builder.end_document().unwrap();
        builder.source("records");
        for (number, text, label) in [(1, "宇宙", ""), (3, "洪\n荒", "novel"), (4, "", "")] {
            builder.record(number);
            builder.label(label);
            builder.push(text).unwrap();
            builder.end_document().unwrap();
        }
        builder.date("1592");
        let corpus = builder.finish().unwrap();
        assert_eq!(corpus.text(), "天地\n玄黄\n宇宙\n洪\n荒\n\n");
        let told: Vec<_> = (0..corpus.document_count()).filter_map(|i| corpus.document(i)).collect();
        assert_eq!(told.iter().map(|d| d.record).collect::<Vec<_>>(), [None, Some(1), Some(3), Some(4)]);
        assert_eq!(told.iter().map(|d| d.label).collect::<Vec<_>>(), [None, None, Some("novel"), None]);
        assert_eq!(told.iter().map(|d| d.date).collect::<Vec<_>>(), [None, None, None, Some("1592")]);
        assert_eq!(told.iter().map(|d| d.start).collect::<Vec<_>>(), [0, 14, 21, 29]);
        assert_eq!(corpus.document(4), None);
        assert_eq!(corpus.place(8).unwrap(), Place { document: "plain", line: 2 });
        assert_eq!(corpus.place(26).unwrap(), Place { document: "records", line: 3 });
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
        let last = document.len() - 1;
        for size in [1, 7, STRIDE - 1, STRIDE, document.len()] {
            let mut builder = CorpusBuilder::new(Reading::default(), Room::default());
            builder.source("first");
            builder.push("one\n").unwrap();
            builder.source("second");
            let mut rest = document.as_str();
            while !rest.is_empty() {
                let mut cut = size.min(rest.len());
                while !rest.is_char_boundary(cut) {
                    cut += 1;
                }
                builder.push(&rest[..cut]).unwrap();
                rest = &rest[cut..];
            }
            let corpus = builder.finish().unwrap();
            for offset in [0, 1, STRIDE - 1, STRIDE, STRIDE + 1, STRIDE + 2, 2 * STRIDE, 3 * STRIDE + 7, last] {
                let line = corpus.place(4 + offset).unwrap().line;
                assert_eq!(line, line_by_definition(&document, offset), "{offset} in pieces of {size}");
            }
        }
    }

    #[test]
    fn ranges_that_meet_give_the_whole_text() {
        let corpus = Corpus::from_text("t", "a中é𠮷。\u{301}x");
        for size in 1..9 {
            let starts = (0..corpus.len()).step_by(size);
            let parts: Vec<_> = starts.map(|at| corpus.read(at..at + size).unwrap()).collect();
            assert_eq!(parts.iter().map(|(_, text)| text.as_ref()).collect::<String>(), corpus.text());
            assert!(
                parts
                    .iter()
                    .all(|(start, text)| corpus.text().get(*start..*start + text.len()).is_none_or(|t| t == text))
            );
        }
    }
}
