//! What `kwic`, `neighbours` and `spread` have in common: a text, a word in it, and where the word stands.

use std::path::PathBuf;

use anyhow::Result;

use super::exit::{Exit, tell};
use super::job;
use super::session::{self, Project};
use crate::engine::concordance::{self, FindError, Needle};
use crate::engine::{Control, Corpus};
use crate::project::source;
use crate::project::store::Store;

/// A word in a text.
#[derive(Debug, clap::Args)]
pub(super) struct Word {
    /// A UTF-8 text or a project; `-` is standard input
    #[arg(value_name = "FILE|PROJECT")]
    pub text: PathBuf,
    /// The word, or any string: it need not be a candidate
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub word: String,
    /// Find it inside runs of Latin letters and digits too
    #[arg(long)]
    pub anywhere: bool,
    /// No progress
    #[arg(long, short)]
    pub quiet: bool,
}

impl Word {
    /// Reads the text, with progress.
    pub(super) fn read(&self) -> Result<Corpus> {
        // Opened to learn the texts only: others may have it while the text is read.
        let inputs = if Store::is_project(&self.text) {
            source::inputs_of(&Project::open(&self.text)?.contents.manifest.sources)
        } else {
            vec![session::input(&self.text)]
        };
        let (corpus, _) = job::run(self.quiet, |control| source::read(&inputs, control))?;
        Ok(corpus)
    }

    /// What to search for.
    pub(super) fn needle(&self) -> Needle<'_> {
        if self.anywhere { Needle::anywhere(&self.word) } else { Needle::units(&self.word) }
    }

    /// Every place of the word, in text order.
    pub(super) fn find(&self, corpus: &Corpus, control: &Control) -> Result<Vec<usize>, FindError> {
        let mut found = Vec::new();
        concordance::search(corpus, self.needle(), None, control, |hits| {
            found.extend_from_slice(hits);
            std::ops::ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// Tells that the word is not in the text.
    pub(super) fn nothing(&self) -> Exit {
        let is_cut = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let may_be_inside = !self.anywhere && (is_cut(self.word.chars().next()) || is_cut(self.word.chars().last()));
        let remedy = if may_be_inside { " as a whole; --anywhere looks inside runs of letters too" } else { "" };
        tell(&format!("{} does not occur{remedy}", self.word));
        Exit::Nothing
    }
}
