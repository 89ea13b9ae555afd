//! What `kwic`, `neighbours` and `spread` have in common: a text, a word in it, and where the word stands.

use std::path::PathBuf;

use anyhow::Result;

use super::exit::{Exit, tell};
use super::job;
use super::memory::Memory;
use super::session::{self, Project};
use super::texts::Texts;
use crate::engine::concordance::{self, FindError, Needle};
use crate::engine::text::Room;
use crate::engine::{Control, Corpus};
use crate::project::source;
use crate::project::store::Store;

/// A word in a text.
#[derive(Debug, clap::Args)]
pub(super) struct Word {
    /// A text, a folder of texts, a pattern like 'news/**/*.txt', or a project; `-` is standard input
    #[arg(value_name = "FILE|PROJECT")]
    pub text: PathBuf,
    /// The word, or any string: it need not be a candidate
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub word: String,
    /// Find it inside runs of Latin letters and digits too
    #[arg(long)]
    pub anywhere: bool,
    /// No progress, no report
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub texts: Texts,
}

/// A text that was read, and what to search it for.
pub(super) struct Search {
    pub corpus: Corpus,
    /// The word as the text is counted.
    pub word: String,
    anywhere: bool,
}

impl Word {
    /// Reads the text, with progress.
    pub(super) fn read(&self) -> Result<Search> {
        // Opened to learn the texts only: others may have it while the text is read.
        let request = if Store::is_project(&self.text) {
            self.texts.over(Project::open(&self.text)?.contents.manifest.request())?
        } else {
            self.texts.request(session::inputs(std::slice::from_ref(&self.text)), session::reading())?
        };
        let room =
            Memory::default().resources(None)?.budget.map_or_else(Room::default, |budget| budget.room_to_search());
        let (corpus, report) = job::run(self.quiet, |control| source::read(&request, room, control))?;
        if !self.quiet {
            report.notes().iter().for_each(|note| tell(note));
        }
        let word = corpus.reading().normalise(&self.word);
        Ok(Search { corpus, word, anywhere: self.anywhere })
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

impl Search {
    /// What to search for.
    pub(super) fn needle(&self) -> Needle<'_> {
        if self.anywhere { Needle::anywhere(&self.word) } else { Needle::units(&self.word) }
    }

    /// Every place of the word, in text order.
    pub(super) fn find(&self, control: &Control) -> Result<Vec<usize>, FindError> {
        let mut found = Vec::new();
        concordance::search(&self.corpus, self.needle(), None, control, |hits| {
            found.extend_from_slice(hits);
            std::ops::ControlFlow::Continue(())
        })?;
        Ok(found)
    }
}
