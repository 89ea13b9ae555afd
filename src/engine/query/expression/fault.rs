//! What is wrong with an expression.

use std::fmt;
use std::ops::Range;

/// What is wrong, what would be right, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes of the typed text that are at fault; empty behind its end when something is missing there.
    pub span: Range<usize>,
    /// In English.
    pub english: String,
    /// In Chinese.
    pub chinese: String,
}

impl Fault {
    /// A fault at `span`.
    #[must_use]
    pub fn new(span: Range<usize>, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Fault { span, english: english.into(), chinese: chinese.into() }
    }

    /// The fault, where what it is in starts `by` bytes further right.
    #[must_use]
    pub(super) fn shifted(self, by: usize) -> Self {
        Fault { span: self.span.start + by..self.span.end + by, ..self }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.english)
    }
}

impl std::error::Error for Fault {}
