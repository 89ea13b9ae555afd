//! The flags that say how texts are read.

use anyhow::Result;
use clap::ValueEnum;

use crate::engine::text::Reading;
use crate::engine::text::reading::{Script, UnitKind};
use crate::project::source::{self, DocumentsBy, Given, Input, Options, Request};

/// How texts are read. What is not given is found out for each file, or is as the project or the settings say.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "How texts are read")]
pub(super) struct Texts {
    /// The encoding of every file, as gb18030, big5, shift_jis or utf-16le; found for each file otherwise
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// The field of a JSONL record with the text, as `text` or `body.0.text`
    #[arg(long, value_name = "PATH")]
    json_field: Option<String>,
    /// The column of a CSV or TSV table with the text
    #[arg(long, value_name = "NAME|NUMBER")]
    column: Option<String>,
    /// What a document of a plain text is; a JSONL record and a row of a table are one each
    #[arg(long, value_enum, value_name = "BY")]
    documents: Option<By>,
    /// The field or column with the date of a record
    #[arg(long, value_name = "FIELD")]
    date_field: Option<String>,
    /// The field or column with what a record belongs to
    #[arg(long, value_name = "FIELD")]
    label_field: Option<String>,
    /// What a candidate is made of
    #[arg(long, value_enum, value_name = "UNIT")]
    unit: Option<Unit>,
    /// Count width and compatibility variants as the same (NFKC)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    nfkc: Option<bool>,
    /// Count capital and small letters as the same
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    fold_case: Option<bool>,
    /// Count Chinese characters as they are, or as simplified or traditional ones
    #[arg(long, value_enum, value_name = "SCRIPT")]
    script: Option<To>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    File,
    Lines,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Unit {
    /// Characters, and runs of Latin letters and digits
    Char,
    /// What is seen as one character: for Thai, Khmer, Burmese, Tibetan, Korean
    Grapheme,
    /// Words between spaces and punctuation
    Word,
    /// What the script of most of the text asks for
    Auto,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum To {
    Keep,
    Simplified,
    Traditional,
}

impl Texts {
    /// What was given.
    pub(super) fn given(&self) -> Result<Given> {
        let given = Given {
            encoding: self.encoding.clone(),
            json_field: self.json_field.clone(),
            column: self.column.clone(),
            documents: self.documents.map(|by| match by {
                By::File => DocumentsBy::File,
                By::Lines => DocumentsBy::Lines,
            }),
            date_field: self.date_field.clone(),
            label_field: self.label_field.clone(),
            unit: self.unit.map(|unit| match unit {
                Unit::Char => UnitKind::Char,
                Unit::Grapheme => UnitKind::Grapheme,
                Unit::Word => UnitKind::Word,
                Unit::Auto => UnitKind::Auto,
            }),
            nfkc: self.nfkc,
            fold_case: self.fold_case,
            script: self.script.map(|script| match script {
                To::Keep => Script::Keep,
                To::Simplified => Script::Simplified,
                To::Traditional => Script::Traditional,
            }),
        };
        // Before any work.
        source::check(&given.over(&Options::default()))?;
        Ok(given)
    }

    /// How to read `inputs`, with `reading` of the settings where nothing was given.
    pub(super) fn request(&self, inputs: Vec<Input>, reading: Reading) -> Result<Request> {
        self.over(Request { inputs, options: Options { reading, ..Options::default() } })
    }

    /// `request` with what was given over it.
    pub(super) fn over(&self, request: Request) -> Result<Request> {
        Ok(Request { options: self.given()?.over(&request.options), inputs: request.inputs })
    }
}
