//! What `discover` can be told beside the text: columns and filters that need it.

use std::sync::Arc;

use anyhow::Result;

use super::columns::{SortBy, USUAL};
use super::exit::{Exit, failure};
use super::reference::ReferenceArgs;
use super::trend::TrendArgs;
use crate::engine::derived::folding::Folding;
use crate::engine::derived::{Deriver, Feature, Need};
use crate::engine::query::Classes;
use crate::engine::rows::Listing;
use crate::engine::{AnalyseError, CandidateId, Control};
use crate::lexicon::format::Format;
use crate::project::source::Options;
use crate::workbench::{Analysis, Resources};

/// What there is beside the text.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Beside {
    #[command(flatten)]
    reference: ReferenceArgs,
    #[command(flatten)]
    time: TrendArgs,
    /// Leave out what hardly occurs outside a longer candidate of the list, which gets it in the column folded
    #[arg(long, help_heading = "Folding")]
    fold: bool,
}

impl Beside {
    /// The columns to list, with `chosen` those that the person named; fails when one of them or the order needs
    /// something that was not given.
    pub(super) fn columns(&self, chosen: &[Feature], sort: SortBy) -> Result<Vec<Feature>> {
        let mut shown = chosen.to_vec();
        if chosen.is_empty() {
            shown.extend(USUAL);
            let is_asked = |need: Need| self.has(need) && (need != Need::Periods || self.time.trend);
            shown.extend(Feature::BESIDE.into_iter().filter(|feature| feature.needs().is_some_and(is_asked)));
        }
        // The order stands before anything is folded.
        if sort.given() == Some(Feature::Folded) {
            return Err(failure(Exit::Usage, "folded is no order: candidates are folded in the order of the list"));
        }
        let missing = |feature: &Feature| feature.needs().filter(|&need| !self.has(need)).map(|need| (*feature, need));
        let every: Vec<Feature> = shown.iter().copied().chain(sort.given()).collect();
        if let Some((feature, need)) = every.iter().copied().find_map(|f| missing(&f)) {
            return Err(failure(Exit::Usage, format!("the column {} needs {}", feature.name(), flag(need))));
        }
        match self.reference.idle() {
            Some(idle) => Err(failure(Exit::Usage, format!("{idle} needs {}", flag(Need::Reference)))),
            None => Ok(shown),
        }
    }

    /// A flag that was given, if one was.
    pub(super) fn flag(&self) -> Option<&'static str> {
        match self {
            _ if self.has(Need::Reference) => Some("--reference"),
            _ if self.time.is_since() => Some("--since"),
            _ if self.time.trend => Some("--trend"),
            _ if self.fold => Some("--fold"),
            _ => None,
        }
    }

    /// Whether what is needed was given.
    pub(super) fn has(&self, need: Need) -> bool {
        match need {
            Need::Reference => !self.reference.references().is_empty(),
            // What is read has them or not.
            Need::Periods => true,
            Need::Folding => self.fold,
        }
    }

    /// Folds the rows `ids` of a list, if that is asked for: what is left of them, in the same order.
    pub(super) fn fold(
        &self,
        deriver: &Deriver,
        ids: Vec<CandidateId>,
        control: &Control,
    ) -> Result<(Vec<CandidateId>, Folding)> {
        if !self.fold {
            return Ok((ids, Folding::default()));
        }
        let folding = Folding::new(deriver.table(), deriver.nesting(control)?, &ids, control)?;
        Ok((ids.into_iter().filter(|&id| folding.root(id).is_none()).collect(), folding))
    }

    /// How many rows of the `most` to list are needed before they are folded.
    pub(super) fn before_folding(&self, most: usize) -> usize {
        if self.fold { usize::MAX } else { most }
    }

    /// Rows outside memory can be listed and nothing else.
    pub(super) fn outside(&self, listing: &Listing) -> Result<()> {
        let what = match self {
            _ if self.has(Need::Reference) => "the comparison with a reference",
            _ if self.time.is_since() => "looking for what is new",
            _ if self.fold => "folding",
            _ => return Ok(()),
        };
        Err(AnalyseError::Budget { what, bytes: listing.rows.bytes() }.into())
    }
}

/// What is beside the text, and how texts are read.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub beside: &'a Beside,
    pub options: &'a Options,
    /// Of lists, if one is named.
    pub format: Option<&'static dyn Format>,
    pub resources: &'a Resources,
}

impl Given<'_> {
    /// What computes the columns of `analysis`, and `classes` without the rows that are to be left out.
    pub(super) fn deriver(
        self,
        analysis: &Analysis,
        (shown, classes): (&[Feature], Option<Classes>),
        control: &Control,
    ) -> Result<(Deriver, Option<Classes>)> {
        let Given { beside, options, format, resources } = self;
        let mut deriver = Deriver::new(Arc::clone(&analysis.table));
        let text = (&*analysis.table, &*analysis.corpus);
        let mut classes = beside.time.narrow(text, classes, control)?;
        if shown.iter().any(|feature| feature.needs() == Some(Need::Periods)) {
            let trends = TrendArgs::count(text.0, text.1, resources.notice.is_none(), control)?;
            deriver = deriver.over(Arc::new(trends));
        }
        let references = beside.reference.references();
        if !references.is_empty() {
            let reference = references.read(analysis, (options, format), resources, control)?;
            classes = beside.reference.narrow(&reference, classes);
            deriver = deriver.against(Arc::new(reference));
        }
        Ok((deriver, classes))
    }
}

/// The flag that gives what is needed.
fn flag(need: Need) -> &'static str {
    match need {
        Need::Reference => "--reference or --reference-list",
        Need::Periods => "--trend",
        Need::Folding => "--fold",
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
