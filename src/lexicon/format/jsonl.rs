//! `jsonl`: one JSON object a line, the one format that can hold every word.

use std::io::{self, Write};

use serde::Serialize;

use super::{Admission, Context, Format, in_unit};
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
}
