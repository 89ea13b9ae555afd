//! What was read, and what was not.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::input::{Input, path_text};

/// Sources named one by one in a short report.
const NAMED: usize = 10;

/// What was read from one file or stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRecord {
    /// Which one: never a folder or pattern once it was read.
    pub input: Input,
    /// Its name on screen.
    pub name: String,
    /// Bytes read, as they stand on the disk.
    pub bytes: u64,
    /// BLAKE3 of those bytes, in hex.
    pub hash: String,
    /// The encoding it was read in, and how that was known, as `GB18030 (guessed)`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub encoding: String,
    /// How it was compressed: `gzip`; empty when it was not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub compression: String,
    /// What it is: `text`, `JSONL`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// Documents in it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub documents: u64,
    /// Bytes that are no character of the encoding: U+FFFD stands for them in the text.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub replaced: u64,
    /// Byte offsets of the first places with such bytes, after unpacking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offsets: Vec<u64>,
    /// What else should be known: records left out, for instance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl SourceRecord {
    /// The record of an input that was not read yet.
    #[must_use]
    pub fn unread(input: Input, name: impl Into<String>) -> Self {
        SourceRecord {
            input,
            name: name.into(),
            bytes: 0,
            hash: String::new(),
            encoding: String::new(),
            compression: String::new(),
            format: String::new(),
            documents: 0,
            replaced: 0,
            offsets: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// What is wrong with it, a sentence each without its name.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = self.notes.clone();
        if self.replaced > 0 {
            let offsets: Vec<String> = self.offsets.iter().map(u64::to_string).collect();
            let bytes = counted(self.replaced, "byte is", "bytes are");
            let encoding = self.encoding.split(" (").next().unwrap_or_default();
            let at = if offsets.len() == 1 { "offset" } else { "offsets" };
            let remark = format!("{bytes} no {encoding}: breaks stand for them, first at {at} {}", offsets.join(", "));
            remarks.insert(0, remark);
        }
        remarks
    }

    /// What it is, in a few words: `1,234 bytes, UTF-8, gzip, JSONL, 3 documents`.
    #[must_use]
    pub fn about(&self) -> String {
        let mut parts = vec![format!("{} bytes", self.bytes)];
        parts.extend([&self.encoding, &self.compression, &self.format].into_iter().filter(|p| !p.is_empty()).cloned());
        if self.documents > 0 {
            parts.push(counted(self.documents, "document", "documents"));
        }
        parts.join(", ")
    }
}

/// A file that was not read although a folder or pattern has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The file.
    #[serde(with = "path_text")]
    pub path: PathBuf,
    /// Why, in a sentence.
    pub why: String,
}

/// The files that were not read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Skips {
    /// The first of them, at most [`Skips::LISTED`].
    pub listed: Vec<Skipped>,
    /// How many there are of each kind: `empty`, `binary`.
    pub kinds: BTreeMap<String, u64>,
}

impl Skips {
    /// How many files are named.
    pub const LISTED: usize = 1_000;

    pub(super) fn add(&mut self, path: PathBuf, kind: &'static str, why: String) {
        if self.listed.len() < Self::LISTED {
            self.listed.push(Skipped { path, why });
        }
        match self.kinds.get_mut(kind) {
            Some(count) => *count += 1,
            None => {
                self.kinds.insert(kind.to_owned(), 1);
            }
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.kinds.values().sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// `3 files skipped (2 empty, 1 binary)`.
    #[must_use]
    pub fn summary(&self) -> String {
        let kinds: Vec<String> = self.kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        format!("{} skipped ({})", counted(self.count(), "file", "files"), kinds.join(", "))
    }
}

/// What a reading came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadReport {
    /// What was read, in the order of the corpus.
    pub read: Vec<SourceRecord>,
    /// What was not.
    pub skipped: Skips,
}

impl ReadReport {
    /// What a person should know, in a few lines: the files skipped and those with something wrong in them, the first by
    /// name. Empty when all is well.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        notes(&self.read, &self.skipped)
    }
}

/// As [`ReadReport::notes`].
#[must_use]
pub fn notes(read: &[SourceRecord], skipped: &Skips) -> Vec<String> {
    let mut notes = Vec::new();
    if !skipped.is_empty() {
        let first = skipped.listed.iter().take(3).map(|one| format!("{}: {}", one.path.display(), one.why));
        notes.push(format!("{}; {}", skipped.summary(), first.collect::<Vec<_>>().join("; ")));
    }
    let remarks = read.iter().flat_map(|source| source.remarks().into_iter().map(move |what| (&source.name, what)));
    let mut remarks = remarks.map(|(name, what)| format!("{name}: {what}"));
    notes.extend(remarks.by_ref().take(NAMED));
    let more = remarks.count();
    if more > 0 {
        notes.push(format!("{more} more remarks on the texts: `wordmine info` shows all"));
    }
    notes
}

pub(super) fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_old_record_is_read() {
        let old = r#"{"input":{"file":"/x/a.txt"},"name":"a.txt","bytes":3,"hash":"0f"}"#;
        let record: SourceRecord = serde_json::from_str(old).unwrap();
        assert_eq!((record.bytes, record.encoding.as_str(), record.documents), (3, "", 0));
        assert_eq!(serde_json::to_string(&record).unwrap(), old);
    }

    #[test]
    fn a_report_is_short_whatever_was_skipped() {
        let mut report = ReadReport::default();
        assert_eq!(report.notes(), [""; 0]);
        for i in 0..5_000u32 {
            report.skipped.add(format!("{i}").into(), "empty", "it is empty".to_owned());
        }
        report.skipped.add("x".into(), "binary", "it is no text".to_owned());
        for _ in 0..40 {
            let mut record = SourceRecord::unread(Input::Demo, "d");
            (record.encoding, record.replaced, record.offsets) = ("UTF-8".to_owned(), 2, vec![7, 9]);
            report.read.push(record);
        }
        let notes = report.notes();
        assert_eq!(
            notes[0],
            "5001 files skipped (1 binary, 5000 empty); 0: it is empty; 1: it is empty; 2: it is empty"
        );
        assert_eq!(notes[1], "d: 2 bytes are no UTF-8: breaks stand for them, first at offsets 7, 9");
        assert_eq!(notes.len(), 12);
        assert_eq!(report.skipped.listed.len(), Skips::LISTED);
    }
}
