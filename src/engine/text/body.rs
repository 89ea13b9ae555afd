//! A text in memory, or outside it when it is large.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::super::storage::{Pages, Scratch, Spill, StorageError};

/// Where the text of a corpus may live.
#[derive(Debug, Clone)]
pub struct Room {
    /// Bytes of text held in memory at most when there is `scratch`.
    pub most_held: usize,
    /// Where a larger text goes; without it every text is held.
    pub scratch: Option<Arc<dyn Scratch>>,
}

impl Default for Room {
    fn default() -> Self {
        Room { most_held: usize::MAX, scratch: None }
    }
}

/// A text.
#[derive(Debug, Clone)]
pub enum Body {
    /// In memory.
    Held(String),
    /// Outside; UTF-8.
    Paged(Arc<dyn Pages>),
}

impl Default for Body {
    fn default() -> Self {
        Body::Held(String::new())
    }
}

impl Body {
    /// Bytes.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Body::Held(text) => text.len(),
            Body::Paged(pages) => usize::try_from(pages.len()).unwrap_or(usize::MAX),
        }
    }

    /// The text in memory if it is not yet and has `most` bytes at most.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn hold(&mut self, most: usize) -> Result<(), StorageError> {
        if matches!(self, Body::Paged(_)) && self.size() <= most {
            let (_, text) = self.read(0..self.size())?;
            *self = Body::Held(text.into_owned());
        }
        Ok(())
    }

    /// The bytes in `range`, cut to those that exist.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn bytes(&self, range: Range<usize>) -> Result<Cow<'_, [u8]>, StorageError> {
        let end = range.end.min(self.size());
        let start = range.start.min(end);
        match self {
            Body::Held(text) => Ok(Cow::Borrowed(&text.as_bytes()[start..end])),
            Body::Paged(pages) => {
                let mut bytes = vec![0; end - start];
                pages.read_at(start as u64, &mut bytes)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }

    /// The characters that start in `range`, and the offset of the first: ranges that meet give the whole text.
    ///
    /// # Errors
    /// [`StorageError`]; also when the bytes outside memory are not the text any more.
    pub fn read(&self, range: Range<usize>) -> Result<(usize, Cow<'_, str>), StorageError> {
        if let Body::Held(text) = self {
            let border = |at: usize| (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
            let (start, end) = (border(range.start), border(range.end.max(range.start)));
            return Ok((start, Cow::Borrowed(&text[start..end])));
        }
        // A character has four bytes at most.
        let bytes = self.bytes(range.start..range.end.saturating_add(3))?;
        let start = range.start.min(self.size());
        let wanted = range.end.saturating_sub(start).min(bytes.len());
        let is_inside = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        let first = (0..wanted).find(|&at| !is_inside(at)).unwrap_or(wanted);
        let last = (wanted..bytes.len()).find(|&at| !is_inside(at)).unwrap_or(bytes.len());
        let last = if first == wanted { first } else { last };
        let text = match bytes {
            Cow::Borrowed(bytes) => std::str::from_utf8(&bytes[first..last]).map(Cow::Borrowed).ok(),
            Cow::Owned(mut bytes) => {
                bytes.truncate(last);
                bytes.drain(..first);
                String::from_utf8(bytes).map(Cow::Owned).ok()
            }
        };
        let text =
            text.ok_or_else(|| StorageError("a temporary file with the text was damaged; start again".to_owned()))?;
        Ok((start + first, text))
    }
}

/// A text that grows.
#[derive(Debug)]
pub struct BodyWriter {
    room: Room,
    held: String,
    spill: Option<Box<dyn Spill>>,
    len: usize,
}

impl BodyWriter {
    /// An empty text that lives in `room`.
    #[must_use]
    pub fn new(room: Room) -> Self {
        BodyWriter { room, held: String::new(), spill: None, len: 0 }
    }

    /// Bytes so far.
    #[must_use]
    pub fn size(&self) -> usize {
        self.len
    }

    /// Adds `text`.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn push(&mut self, text: &str) -> Result<(), StorageError> {
        self.len += text.len();
        if let Some(spill) = &mut self.spill {
            return spill.append(text.as_bytes());
        }
        if let Some(scratch) = self.room.scratch.as_ref().filter(|_| self.len > self.room.most_held) {
            let mut spill = scratch.create()?;
            spill.append(std::mem::take(&mut self.held).as_bytes())?;
            spill.append(text.as_bytes())?;
            self.spill = Some(spill);
            return Ok(());
        }
        self.held.push_str(text);
        Ok(())
    }

    /// The text.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn finish(mut self) -> Result<Body, StorageError> {
        match self.spill {
            Some(spill) => Ok(Body::Paged(spill.finish()?)),
            None => {
                self.held.shrink_to_fit();
                Ok(Body::Held(self.held))
            }
        }
    }
}
