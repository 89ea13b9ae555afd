//! The flags of texts over time.

use anyhow::Result;

use super::beside::hiding;
use super::exit::{Exit, failure, tell};
use crate::engine::derived::dates::Date;
use crate::engine::derived::periods::{Periods, Trends, new_since};
use crate::engine::query::Classes;
use crate::engine::{CandidateTable, Control, Corpus};

/// What happens over time.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Time")]
pub(super) struct TrendArgs {
    /// Add the columns trend and burst: over days, weeks, months or years, whichever gives 24 periods at most, by the
    /// dates of --date-field; without dates over the files in the order of their names
    #[arg(long)]
    pub trend: bool,
    /// List only what occurs first on this day or later, as 2024, 2024-05 or 2024-05-01; needs --date-field
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<Date>,
}

fn date(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| "write it as 2024, 2024-05 or 2024-05-01".to_owned())
}

/// What to say of texts without dates.
const UNDATED: &str = "no document has a date that can be read: name the field or column with the dates as \
                       --date-field; they start with the year, as 2024-05-01";

impl TrendArgs {
    /// Whether only what is new is listed.
    pub(super) fn is_since(&self) -> bool {
        self.since.is_some()
    }

    /// Counts in each period; what the periods are is told unless the person is `quiet`.
    pub(super) fn count(table: &CandidateTable, corpus: &Corpus, quiet: bool, control: &Control) -> Result<Trends> {
        let periods = Periods::of(corpus).ok_or_else(|| {
            let message = "trend and burst need texts of several periods, and these are of one: name the field or column \
                           with the dates as --date-field (they start with the year, as 2024-05-01), or give a file for \
                           each period";
            failure(Exit::Data, message)
        })?;
        if !quiet {
            tell(&format!("trend: {} {}", periods.count(), periods.name()));
            if periods.undated() > 0 {
                let (undated, all) = (periods.undated(), corpus.document_count());
                tell(&format!("trend: {undated} of {all} documents have no date that can be read and are left out"));
            }
        }
        Ok(Trends::count(table, corpus, &periods, control)?)
    }

    /// Leaves out the rows that occur before the day named.
    pub(super) fn narrow(
        &self,
        (table, corpus): (&CandidateTable, &Corpus),
        classes: Option<Classes>,
        control: &Control,
    ) -> Result<Option<Classes>> {
        let Some(since) = self.since else { return Ok(classes) };
        let is_new = new_since(table, corpus, since, control)?;
        let is_new = is_new.ok_or_else(|| failure(Exit::Data, format!("--since {since}: {UNDATED}")))?;
        Ok(Some(hiding(classes, is_new.into_iter().map(|is_new| !is_new))))
    }
}
