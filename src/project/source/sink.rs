//! Where the documents of one source go: held back while the source may still turn out to be unusable, then into the
//! corpus.

use super::error::Fault;
use crate::engine::text::CorpusBuilder;

/// Bytes of text of one source that are held back.
const HELD: usize = 8 << 20;
/// Documents of one source that are held back.
const HELD_DOCUMENTS: usize = 1 << 16;

/// What is known of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Its number in the source, from 1; 0 for a source that is one document.
    pub number: u64,
    /// When it was written, or nothing.
    pub date: String,
    /// What it belongs to, or nothing.
    pub label: String,
}

/// Text that is held back; its memory serves one source after the other.
#[derive(Debug, Default)]
pub(super) struct Held {
    text: String,
    /// Each with its place in the text; the end is known once it was ended.
    documents: Vec<(Record, usize, Option<usize>)>,
}

/// The documents of one source.
pub(super) struct Sink<'b> {
    corpus: &'b mut CorpusBuilder,
    held: &'b mut Held,
    name: &'b str,
    /// Whether the corpus has some of the source already: then it cannot be taken back.
    pub committed: bool,
    /// Documents begun.
    pub documents: u64,
    /// Bytes of text.
    pub bytes: u64,
}

impl<'b> Sink<'b> {
    pub(super) fn new(corpus: &'b mut CorpusBuilder, held: &'b mut Held, name: &'b str) -> Self {
        held.text.clear();
        held.documents.clear();
        Sink { corpus, held, name, committed: false, documents: 0, bytes: 0 }
    }

    /// Starts a document; the one before was ended.
    pub(super) fn begin(&mut self, record: Record) -> Result<(), Fault> {
        self.documents += 1;
        if self.committed {
            start(self.corpus, &record);
            return Ok(());
        }
        if self.held.documents.len() >= HELD_DOCUMENTS {
            self.commit()?;
            start(self.corpus, &record);
            return Ok(());
        }
        let at = self.held.text.len();
        self.held.documents.push((record, at, None));
        Ok(())
    }

    /// Adds to the document.
    pub(super) fn push(&mut self, text: &str) -> Result<(), Fault> {
        self.bytes += text.len() as u64;
        if !self.committed && self.held.text.len() + text.len() > HELD {
            self.commit()?;
        }
        if self.committed {
            return Ok(self.corpus.push(text)?);
        }
        self.held.text.push_str(text);
        Ok(())
    }

    /// Ends the document.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        if self.committed {
            return Ok(self.corpus.end_document()?);
        }
        if let Some((_, _, end)) = self.held.documents.last_mut() {
            *end = Some(self.held.text.len());
        }
        Ok(())
    }

    /// A document of its own.
    pub(super) fn document(&mut self, record: Record, text: &str) -> Result<(), Fault> {
        self.begin(record)?;
        self.push(text)?;
        self.end()
    }

    /// Gives what is held back to the corpus. The last document stays open.
    pub(super) fn commit(&mut self) -> Result<(), Fault> {
        if self.committed {
            return Ok(());
        }
        self.committed = true;
        self.corpus.source(self.name);
        for (record, from, end) in &self.held.documents {
            start(self.corpus, record);
            self.corpus.push(&self.held.text[*from..end.unwrap_or(self.held.text.len())])?;
            if end.is_some() {
                self.corpus.end_document()?;
            }
        }
        self.held.text.clear();
        self.held.documents.clear();
        Ok(())
    }
}

fn start(corpus: &mut CorpusBuilder, record: &Record) {
    if record.number > 0 {
        corpus.record(record.number);
    }
    corpus.date(&record.date);
    corpus.label(&record.label);
}
