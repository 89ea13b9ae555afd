//! A document a line.

use memchr::memchr2;

use super::super::decode::TextReader;
use super::super::error::Fault;
use super::super::sink::{Record, Sink};

/// Every line of `text` that is not blank as a document, numbered by the line.
pub(super) fn read(text: &mut TextReader, sink: &mut Sink) -> Result<Vec<String>, Fault> {
    let mut lines = Lines::default();
    text.each(&mut |piece| lines.push(piece, sink))?;
    lines.finish(sink)?;
    Ok(Vec::new())
}

/// Parts a text that comes in pieces. White space before the first character of a line is left out.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Line ends so far.
    ended: u64,
    /// Whether the line is a document already.
    begun: bool,
    after_cr: bool,
}

impl Lines {
    pub(super) fn push(&mut self, piece: &str, sink: &mut Sink) -> Result<(), Fault> {
        let mut rest = piece;
        while !rest.is_empty() {
            let end = memchr2(b'\n', b'\r', rest.as_bytes());
            self.inside(&rest[..end.unwrap_or(rest.len())], sink)?;
            let Some(at) = end else { return Ok(()) };
            let is_cr = rest.as_bytes()[at] == b'\r';
            // The LF of a CR LF ends no line of its own.
            if is_cr || at > 0 || !self.after_cr {
                self.finish(sink)?;
                self.ended += 1;
            }
            self.after_cr = is_cr;
            rest = &rest[at + 1..];
        }
        Ok(())
    }

    fn inside(&mut self, text: &str, sink: &mut Sink) -> Result<(), Fault> {
        if !text.is_empty() {
            self.after_cr = false;
        }
        let text = if self.begun { text } else { text.trim_start() };
        if text.is_empty() {
            return Ok(());
        }
        if !self.begun {
            self.begun = true;
            sink.begin(Record { number: self.ended + 1, ..Record::default() })?;
        }
        sink.push(text)
    }

    /// Ends the line.
    pub(super) fn finish(&mut self, sink: &mut Sink) -> Result<(), Fault> {
        if std::mem::take(&mut self.begun) { sink.end() } else { Ok(()) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::super::sink::Held;
    use super::*;
    use crate::engine::text::{CorpusBuilder, Reading, Room};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_are_parted_as_the_whole(text in "[ab\u{3000} \r\n]{0,24}", size in 1usize..5) {
            let mut corpus = CorpusBuilder::new(Reading::default(), Room::default());
            let mut held = Held::default();
            let mut sink = Sink::new(&mut corpus, &mut held, "t");
            let mut lines = Lines::default();
            let chars: Vec<char> = text.chars().collect();
            for piece in chars.chunks(size) {
                lines.push(&piece.iter().collect::<String>(), &mut sink).unwrap();
            }
            lines.finish(&mut sink).unwrap();
            sink.commit().unwrap();
            let corpus = corpus.finish().unwrap();
            let plain = text.replace("\r\n", "\n").replace('\r', "\n");
            let wanted: Vec<(u64, &str)> = plain.split('\n').enumerate()
                .map(|(i, line)| (i as u64 + 1, line.trim_start())).filter(|(_, line)| !line.is_empty()).collect();
            if !wanted.is_empty() {
                let records: Vec<u64> =
                    (0..corpus.document_count()).filter_map(|i| corpus.document(i)?.record).collect();
                prop_assert_eq!(records, wanted.iter().map(|(number, _)| *number).collect::<Vec<_>>());
                let lines: Vec<&str> = corpus.text().lines().collect();
                prop_assert_eq!(lines, wanted.iter().map(|(_, line)| *line).collect::<Vec<_>>());
            }
        }
    }
}
