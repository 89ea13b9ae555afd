//! `jsonl`: one JSON object a line, the one format that can hold every word.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::{Admission, Content, Context, Fit, Format, LineError, Sample, Take, in_unit, lines, read};
use crate::lexicon::{Entry, Verdict};

/// One object a line with the columns of `tsv` as fields. Floats are the shortest that read back as the same `f32`; a
/// field without a value, an infinite one included, is null.
pub(super) struct Jsonl;

#[derive(Serialize)]
struct Record<'e> {
    word: &'e str,
    count: u64,
    pmi: Option<f32>,
    left: Option<f32>,
    right: Option<f32>,
    score: Option<f32>,
    verdict: Option<Verdict>,
    units: &'static str,
}

impl Format for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "one JSON object a line, exact for every word: scripts, DuckDB, jq"
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn admit(&self, _entry: &Entry) -> Admission {
        Admission::Ok
    }

    fn write(&self, entries: &[Entry], context: Context, out: &mut dyn Write) -> io::Result<()> {
        for entry in entries {
            let measure = |nats: f32| Some(in_unit(nats, context.units));
            let evidence = entry.evidence;
            let record = Record {
                word: &entry.word,
                count: entry.count,
                pmi: evidence.and_then(|evidence| measure(evidence.pmi)),
                left: evidence.and_then(|evidence| measure(evidence.left)),
                right: evidence.and_then(|evidence| measure(evidence.right)),
                score: evidence.map(|evidence| evidence.score),
                verdict: entry.verdict,
                units: context.units.name(),
            };
            serde_json::to_writer(&mut *out, &record)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }
    fn fit(&self, sample: &Sample) -> Fit {
        let (good, all) = sample.count(|line| is_object(line) && word(line).is_ok());
        Fit::special(good, all)
    }

    fn read(&self, content: Content, take: &mut Take) -> Result<(), LineError> {
        for (line, text) in lines(content.text()?) {
            let (word, count) = word(text).map_err(|what| LineError { line, what })?;
            take(&word, count);
        }
        Ok(())
    }
}

/// Whether a line looks like an object.
pub(super) fn is_object(line: &str) -> bool {
    line.starts_with('{') && line.ends_with('}') && line.len() > 2
}

/// What is read of an object.
#[derive(Deserialize)]
struct Read<'l> {
    #[serde(borrow)]
    word: Option<Cow<'l, str>>,
    count: Option<serde_json::Value>,
}

/// The word of an object and its count.
pub(super) fn word(line: &str) -> Result<(Cow<'_, str>, Option<u64>), String> {
    read::check_text(line)?;
    let Read { word, count } = serde_json::from_str(line).map_err(|error| format!("bad JSON: {error}"))?;
    match word {
        Some(word) if word.is_empty() => Err("its field \"word\" is empty".to_owned()),
        Some(word) => Ok((word, count.and_then(|count| count.as_u64()))),
        None => Err("its JSON object has no text field \"word\"".to_owned()),
    }
}
