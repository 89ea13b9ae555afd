//! What a source is, and the text in it.

mod lines;
mod records;
mod table;

#[cfg(feature = "documents")]
mod archive;
#[cfg(feature = "documents")]
mod html;

use std::path::Path;

use super::decode::TextReader;
use super::error::Fault;
use super::options::{DocumentsBy, Options};
use super::sink::{Record, Sink};

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Text as it stands.
    Text,
    /// A JSON record a line.
    Records,
    /// A table with a delimiter between the cells, when its name tells which.
    Table(Option<u8>),
    /// A page.
    Html,
}

impl Format {
    /// The format of the source called `path` that starts with `head`.
    pub(super) fn of(path: Option<&Path>, head: &[u8], options: &Options) -> Self {
        let extension = extension(path);
        let starts_record = head.iter().find(|byte| !byte.is_ascii_whitespace() && **byte != 0) == Some(&b'{');
        match extension.as_str() {
            "jsonl" | "ndjson" => Format::Records,
            "json" if options.json_field.is_some() => Format::Records,
            "csv" => Format::Table(None),
            "tsv" | "tab" => Format::Table(Some(b'\t')),
            "html" | "htm" | "xhtml" => Format::Html,
            _ if options.json_field.is_some() && starts_record => Format::Records,
            _ if options.column.is_some() && !starts_with_markup(head) => Format::Table(None),
            _ if starts_with_markup(head) => Format::Html,
            _ => Format::Text,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Records => "JSONL",
            Format::Table(Some(b'\t')) => "TSV",
            Format::Table(_) => "CSV",
            Format::Html => "HTML",
        }
    }
}

/// The last part of the name, small, without that of a compression.
fn extension(path: Option<&Path>) -> String {
    let Some(name) = path.and_then(Path::file_name) else { return String::new() };
    let name = name.to_string_lossy().to_ascii_lowercase();
    let packed = ["gz", "zst", "xz", "bz2"];
    let mut parts = name.rsplit('.').skip_while(|part| packed.contains(part));
    let last = parts.next().unwrap_or_default().to_owned();
    if parts.next().is_some() { last } else { String::new() }
}

fn starts_with_markup(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    let start = start.get(..start.len().min(15)).unwrap_or_default().to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}

/// Gives the documents of `text` to `sink`; what should be known of them besides.
pub(super) fn read(
    format: Format,
    text: &mut TextReader,
    options: &Options,
    sink: &mut Sink,
) -> Result<Vec<String>, Fault> {
    match (format, options.documents) {
        (Format::Text, DocumentsBy::File) => {
            sink.begin(Record::default())?;
            text.each(&mut |piece| sink.push(piece))?;
            sink.end()?;
            Ok(Vec::new())
        }
        (Format::Text, DocumentsBy::Lines) => lines::read(text, sink),
        (Format::Records, _) => records::read(text, options, sink),
        (Format::Table(delimiter), _) => table::read(text, delimiter, options, sink),
        (Format::Html, by) => html_text(text, by, sink),
    }
}

/// Gives `text`, which is one document or one a line, to `sink`.
#[cfg(feature = "documents")]
fn give(text: &str, by: DocumentsBy, sink: &mut Sink) -> Result<(), Fault> {
    match by {
        DocumentsBy::File => sink.document(Record::default(), text),
        DocumentsBy::Lines => {
            let mut lines = lines::Lines::default();
            lines.push(text, sink)?;
            lines.finish(sink)
        }
    }
}

#[cfg(feature = "documents")]
fn html_text(text: &mut TextReader, by: DocumentsBy, sink: &mut Sink) -> Result<Vec<String>, Fault> {
    give(&html::text(&text.whole(html::MOST)?), by, sink)?;
    Ok(Vec::new())
}

#[cfg(not(feature = "documents"))]
fn html_text(_: &mut TextReader, _: DocumentsBy, _: &mut Sink) -> Result<Vec<String>, Fault> {
    Err(Fault::bad("HTML", "it is HTML, which this wordmine was built without; give its text"))
}

/// Gives the text of an archive of documents (EPUB, DOCX) to `sink`, and says what it is.
#[cfg(feature = "documents")]
pub(super) fn read_archive(
    bytes: &[u8],
    options: &Options,
    sink: &mut Sink,
    control: &crate::engine::Control,
) -> Result<&'static str, Fault> {
    let (name, text) = archive::text(bytes, control)?;
    give(&text, options.documents, sink)?;
    Ok(name)
}

#[cfg(not(feature = "documents"))]
pub(super) fn read_archive(
    _: &[u8],
    _: &Options,
    _: &mut Sink,
    _: &crate::engine::Control,
) -> Result<&'static str, Fault> {
    Err(Fault::bad("binary", "it is a zip archive: unpack it (EPUB and DOCX are read by a wordmine built with them)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_follows_name_content_and_options() {
        let none = Options::default();
        let json = Options { json_field: Some("t".to_owned()), ..Options::default() };
        let column = Options { column: Some("t".to_owned()), ..Options::default() };
        let of =
            |name: &str, head: &str, options: &Options| Format::of(Some(Path::new(name)), head.as_bytes(), options);
        assert_eq!(of("a.txt", "{", &none), Format::Text);
        assert_eq!(of("a.JSONL.gz", "", &none), Format::Records);
        assert_eq!(of("a.txt", " {\"t\"", &json), Format::Records);
        assert_eq!(of("a.txt", "t", &json), Format::Text);
        assert_eq!(of("a.json", "[", &none), Format::Text);
        assert_eq!(of("a.tsv", "", &none), Format::Table(Some(b'\t')));
        assert_eq!(of("a.csv.zst", "", &none), Format::Table(None));
        assert_eq!(of("a", "x,y", &column), Format::Table(None));
        assert_eq!(of("a", "\n<!DOCTYPE HTML PUBLIC", &none), Format::Html);
        assert_eq!(of("csv", "", &none), Format::Text);
        assert_eq!(Format::of(None, b"<html>", &none), Format::Html);
    }
}
