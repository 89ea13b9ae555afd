//! What `discover` can be told beside the text: columns and filters that need it.

use std::sync::Arc;

use anyhow::Result;

use super::columns::{SortBy, USUAL};
use super::exit::{Exit, failure};
use super::reference::ReferenceArgs;
use crate::engine::derived::{Deriver, Feature, Need};
use crate::engine::query::Classes;
use crate::engine::rows::Listing;
use crate::engine::{AnalyseError, Control};
use crate::lexicon::format::Format;
use crate::project::source::Options;
use crate::workbench::{Analysis, Resources};

/// What there is beside the text.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Beside {
    #[command(flatten)]
    reference: ReferenceArgs,
}

impl Beside {
    /// The columns to list, with `chosen` those that the person named; fails when one of them or the order needs
    /// something that was not given.
    pub(super) fn columns(&self, chosen: &[Feature], sort: SortBy) -> Result<Vec<Feature>> {
        let mut shown = chosen.to_vec();
        if chosen.is_empty() {
            shown.extend(USUAL);
            shown.extend(Feature::BESIDE.into_iter().filter(|feature| feature.needs().is_some_and(|n| self.has(n))));
        }
        let missing = |feature: &Feature| feature.needs().filter(|&need| !self.has(need)).map(|need| (*feature, need));
        if let Some((feature, need)) = shown.iter().copied().chain(sort.given()).find_map(|f| missing(&f)) {
            return Err(failure(Exit::Usage, format!("the column {} needs {}", feature.name(), flag(need))));
        }
        match self.reference.idle() {
            Some(idle) => Err(failure(Exit::Usage, format!("{idle} needs {}", flag(Need::Reference)))),
            None => Ok(shown),
        }
    }

    fn has(&self, need: Need) -> bool {
        match need {
            Need::Reference => !self.reference.references().is_empty(),
        }
    }

    /// What computes the columns of `analysis`, and `classes` without the rows that are to be left out.
    pub(super) fn deriver(
        &self,
        analysis: &Analysis,
        classes: Option<Classes>,
        (options, format, resources): (&Options, Option<&'static dyn Format>, &Resources),
        control: &Control,
    ) -> Result<(Deriver, Option<Classes>)> {
        let (mut deriver, mut classes) = (Deriver::new(Arc::clone(&analysis.table)), classes);
        let references = self.reference.references();
        if !references.is_empty() {
            let reference = references.read(analysis, (options, format), resources, control)?;
            classes = self.reference.narrow(&reference, classes);
            deriver = deriver.against(Arc::new(reference));
        }
        Ok((deriver, classes))
    }

    /// Rows outside memory cannot be compared with anything.
    pub(super) fn outside(&self, listing: &Listing) -> Result<()> {
        match self.has(Need::Reference) {
            true => {
                Err(AnalyseError::Budget { what: "the comparison with a reference", bytes: listing.rows.bytes() }
                    .into())
            }
            false => Ok(()),
        }
    }
}

/// The flag that gives what is needed.
fn flag(need: Need) -> &'static str {
    match need {
        Need::Reference => "--reference or --reference-list",
    }
}

/// `classes` with the rows for which `hidden` is true left out, as known words are: class 1 is not shown.
pub(super) fn hiding(classes: Option<Classes>, hidden: impl Iterator<Item = bool>) -> Classes {
    let mut of_row: Vec<u8> = hidden.map(u8::from).collect();
    if let Some(classes) = classes {
        of_row.iter_mut().zip(classes.of_row.iter()).for_each(|(own, class)| *own |= class);
    }
    Classes { of_row: Arc::new(of_row), shown: 1 }
}
