//! CSV and TSV (RFC 4180): a row is a document, one column is the text.

use std::cell::Cell;

use csv::{ReaderBuilder, StringRecord};

use super::super::decode::{TextReader, Utf8Reader};
use super::super::error::Fault;
use super::super::options::Options;
use super::super::report::counted;
use super::super::sink::{Record, Sink};

/// Bytes of a row, at most, and what the reader takes ahead.
const MOST_ROW: u64 = 64 << 20;
/// Numbers of bad rows that are told.
const TOLD: usize = 8;
/// Delimiters, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// Every row's text as a document, numbered by the row, from 1 after the row of names. There is such a row when a column
/// is named by its name.
pub(super) fn read(
    text: &mut TextReader,
    delimiter: Option<u8>,
    options: &Options,
    sink: &mut Sink,
) -> Result<Vec<String>, Fault> {
    let delimiter = delimiter.unwrap_or_else(|| sniff(text.head()));
    let asked = [&options.column, &options.date_field, &options.label_field];
    let named = options.column.is_none() || asked.iter().copied().flatten().any(|name| number(name).is_none());
    let source = Utf8Reader::new(text, MOST_ROW);
    let allowance = std::rc::Rc::clone(&source.allowance);
    let mut rows = ReaderBuilder::new().delimiter(delimiter).has_headers(named).flexible(true).from_reader(source);
    let header = rows.headers().map_err(fault)?.clone();
    let Some(column) = &options.column else {
        let names: Vec<&str> = header.iter().collect();
        let why = format!("it is a table: name the column with the text by --column; it has {}", names.join(", "));
        return Err(Fault::bad("tables", why));
    };
    let place = |name: &Option<String>| name.as_deref().map(|name| find(name, &header, named)).transpose();
    let (date, label) = (place(&options.date_field)?, place(&options.label_field)?);
    let column = find(column, &header, named)?;
    let mut row = StringRecord::new();
    let mut rest = Rest::default();
    let mut at = 0;
    while next(&mut rows, &mut row, &allowance)? {
        at += 1;
        let cell = |place: Option<usize>| place.and_then(|place| row.get(place)).unwrap_or_default().to_owned();
        match row.get(column) {
            Some(text) if text.trim().is_empty() => rest.blank += 1,
            Some(text) => sink.document(Record { number: at, date: cell(date), label: cell(label) }, text)?,
            None => rest.add(at),
        }
    }
    Ok(rest.told())
}

fn next<R: std::io::Read>(
    rows: &mut csv::Reader<R>,
    row: &mut StringRecord,
    allowance: &Cell<u64>,
) -> Result<bool, Fault> {
    allowance.set(MOST_ROW);
    rows.read_record(row).map_err(fault)
}

fn fault(error: csv::Error) -> Fault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Fault::from(error),
        _ => Fault::bad("bad records", "it is no table in the form of RFC 4180"),
    }
}

/// The place of the column `name`.
fn find(name: &str, header: &StringRecord, named: bool) -> Result<usize, Fault> {
    let known = header.iter().position(|known| named && known.trim() == name);
    let place = known.or_else(|| number(name));
    place.filter(|place| *place < header.len()).ok_or_else(|| {
        let names: Vec<&str> = header.iter().filter(|_| named).collect();
        let has = if named { names.join(", ") } else { format!("{} columns", header.len()) };
        Fault::bad("bad records", format!("it has no column {name}; it has {has}"))
    })
}

/// The place of a column that is given by its number from 1.
fn number(name: &str) -> Option<usize> {
    name.parse::<usize>().ok()?.checked_sub(1)
}

/// The delimiter that occurs most often in the first line outside quotes.
fn sniff(head: &[u8]) -> u8 {
    let mut counts = [0; DELIMITERS.len()];
    let mut quoted = false;
    for &byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(i) = DELIMITERS.iter().position(|&known| known == byte) {
                    counts[i] += 1;
                }
            }
        }
    }
    let best = counts.iter().copied().max().unwrap_or(0);
    counts.iter().position(|&count| count == best).map_or(b',', |i| DELIMITERS[i])
}

/// The rows that are no documents.
#[derive(Debug, Default)]
struct Rest {
    blank: u64,
    short: u64,
    first: Vec<u64>,
}

impl Rest {
    fn add(&mut self, row: u64) {
        self.short += 1;
        if self.first.len() < TOLD {
            self.first.push(row);
        }
    }

    fn told(self) -> Vec<String> {
        let mut told = Vec::new();
        if self.blank > 0 {
            told.push(format!("{} no text and left out", counted(self.blank, "row has", "rows have")));
        }
        if self.short > 0 {
            let rows: Vec<String> = self.first.iter().map(u64::to_string).collect();
            let more = if self.short > self.first.len() as u64 { ", ..." } else { "" };
            let rows = rows.join(", ");
            let count = counted(self.short, "row is", "rows are");
            told.push(format!("{count} too short for the column and left out: row {rows}{more}"));
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_occurs_most_outside_quotes() {
        assert_eq!(sniff(b"a,b\n"), b',');
        assert_eq!(sniff(b"a;\"b,c,d\";e\nx,y,z,w"), b';');
        assert_eq!(sniff(b"a\tb,\tc\n"), b'\t');
        assert_eq!(sniff(b"one"), b',');
    }
}
