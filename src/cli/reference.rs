//! The flags of a reference: other texts that the candidates are compared with.

use std::path::PathBuf;

use crate::engine::derived::reference::Reference;
use crate::engine::query::Classes;
use crate::workbench::reference::References;

/// What the text is compared with.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Reference")]
pub(super) struct ReferenceArgs {
    /// Texts, folders, patterns or projects to compare with, read as FILE is: adds the columns reference, keyness and
    /// log_ratio. May be given more than once; all are one reference
    #[arg(long, value_name = "REF")]
    reference: Vec<PathBuf>,
    /// A list of words with their counts to compare with, in any format that is read (see --dict-format); words that it
    /// has not count as never used
    #[arg(long, value_name = "LIST")]
    reference_list: Vec<PathBuf>,
    /// Leave out what occurs more often than this in the reference: with 0 only what is new is listed
    #[arg(long, value_name = "N")]
    max_reference: Option<u32>,
}

impl ReferenceArgs {
    /// What to compare with.
    pub(super) fn references(&self) -> References {
        References { texts: self.reference.clone(), lists: self.reference_list.clone() }
    }

    /// A flag that is of no use without a reference, when there is none.
    pub(super) fn idle(&self) -> Option<&'static str> {
        (self.references().is_empty() && self.max_reference.is_some()).then_some("--max-reference")
    }

    /// Leaves out the rows that occur too often in `reference`.
    pub(super) fn narrow(&self, reference: &Reference, classes: Option<Classes>) -> Option<Classes> {
        match self.max_reference {
            None => classes,
            Some(most) => Some(super::beside::hiding(classes, reference.counts().iter().map(|&count| count > most))),
        }
    }
}
