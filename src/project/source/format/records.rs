//! JSONL: a JSON record a line, of which one field is the text.

use memchr::memchr;
use serde_json::Value;

use super::super::decode::TextReader;
use super::super::error::Fault;
use super::super::options::Options;
use super::super::report::counted;
use super::super::sink::{Record, Sink};

/// The field with the text when none is named.
const USUAL: &str = "text";
/// Bytes of a line, at most.
const MOST_LINE: usize = 64 << 20;
/// Numbers of bad lines that are told.
const TOLD: usize = 8;

/// Every line's text as a document, numbered by the line. Lines without one are counted.
pub(super) fn read(text: &mut TextReader, options: &Options, sink: &mut Sink) -> Result<Vec<String>, Fault> {
    let field = options.json_field.as_deref().unwrap_or(USUAL);
    let mut reader = Reader { field, options, number: 0, bad: Vec::new(), bads: 0, fields: String::new() };
    let mut line = String::new();
    let mut too_long = false;
    text.each(&mut |piece| {
        let mut rest = piece;
        while let Some(at) = memchr(b'\n', rest.as_bytes()) {
            line.push_str(&rest[..at]);
            reader.line(&line, too_long, sink)?;
            line.clear();
            (too_long, rest) = (false, &rest[at + 1..]);
        }
        too_long |= line.len() + rest.len() > MOST_LINE;
        if too_long {
            line.clear();
        } else {
            line.push_str(rest);
        }
        Ok(())
    })?;
    if !line.is_empty() || too_long {
        reader.line(&line, too_long, sink)?;
    }
    reader.finish(sink)
}

struct Reader<'o> {
    field: &'o str,
    options: &'o Options,
    /// Lines so far.
    number: u64,
    /// The first bad ones.
    bad: Vec<u64>,
    bads: u64,
    /// The fields of the first record without the text.
    fields: String,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, too_long: bool, sink: &mut Sink) -> Result<(), Fault> {
        self.number += 1;
        if line.trim().is_empty() && !too_long {
            return Ok(());
        }
        let record: Option<Value> = if too_long { None } else { serde_json::from_str(line).ok() };
        let Some(text) = record.as_ref().and_then(|record| at(record, self.field)).and_then(as_text) else {
            if let Some(Value::Object(fields)) = &record
                && self.fields.is_empty()
            {
                self.fields = fields.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            }
            self.bads += 1;
            if self.bad.len() < TOLD {
                self.bad.push(self.number);
            }
            return Ok(());
        };
        let known = |field: &Option<String>| {
            let value = record.as_ref().and_then(|record| at(record, field.as_deref()?)).and_then(as_text);
            value.unwrap_or_default()
        };
        let (date, label) = (known(&self.options.date_field), known(&self.options.label_field));
        sink.document(Record { number: self.number, date, label }, &text)
    }

    fn finish(self, sink: &Sink) -> Result<Vec<String>, Fault> {
        let Reader { field, bad, bads, fields, .. } = self;
        if bads == 0 {
            return Ok(Vec::new());
        }
        if sink.documents == 0 {
            let fields = if fields.is_empty() { String::new() } else { format!("; the first has {fields}") };
            let why = format!("none of its lines is a JSON record with the field {field} (--json-field){fields}");
            return Err(Fault::bad("bad records", why));
        }
        let lines: Vec<String> = bad.iter().map(u64::to_string).collect();
        let more = if bads > bad.len() as u64 { ", ..." } else { "" };
        let told = counted(bads, "line is", "lines are");
        Ok(vec![format!("{told} no JSON record with the field {field} and left out: line {}{more}", lines.join(", "))])
    }
}

/// The value at `path`: a key, or keys and numbers of items (from 0) parted by dots.
fn at<'v>(record: &'v Value, path: &str) -> Option<&'v Value> {
    if let Some(value) = record.get(path) {
        return Some(value);
    }
    path.split('.').try_fold(record, |value, key| match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        other => other.get(key),
    })
}

/// A value as text: a text, a number, or a list of such, a line each.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Option<Vec<String>> = items.iter().map(as_text).collect();
            items.filter(|items| !items.is_empty()).map(|items| items.join("\n"))
        }
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_through_objects_and_lists() {
        let record: Value = serde_json::from_str(r#"{"a.b":1,"a":{"b":2,"c":[{"d":"x"},"y"]},"n":null}"#).unwrap();
        let text = |path: &str| at(&record, path).and_then(as_text);
        assert_eq!(text("a.b").as_deref(), Some("1"));
        assert_eq!(text("a.c.0.d").as_deref(), Some("x"));
        assert_eq!(text("a.c.1").as_deref(), Some("y"));
        assert_eq!([text("a.c"), text("n"), text("z"), text("a"), text("a.c.9")], [const { None }; 5]);
    }
}
