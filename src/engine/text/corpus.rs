//! The corpus: the decoded text of all documents in one arena, and where each document and line starts.

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

/// The text of all documents, one after the other, each ended by a line end.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    text: String,
    documents: Vec<Document>,
}

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
    pub fn push_document(&mut self, _name: &str, _text: String) {
        todo!()
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

    /// The document and line of byte `offset` of [`Corpus::text`].
    #[must_use]
    pub fn place(&self, _offset: usize) -> Place<'_> {
        todo!()
    }
}
