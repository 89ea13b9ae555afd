//! `discover --auto`: only the words that the text itself accepts.

use anyhow::Result;

use super::beside::hiding;
use super::columns::{Computed, SortBy};
use super::exit::tell;
use crate::engine::derived::{Deriver, Feature};
use crate::engine::query::Classes;
use crate::engine::refined::{self, LEAST_ROWS};
use crate::engine::{Control, Corpus};

/// The columns that are `shown` and sorted by, and what keeps all other rows, and those
/// that `classes` keeps out, out of an answer. Of a text that is too small nothing more is kept out, and that is told.
pub(super) fn words(
    (deriver, corpus): (&Deriver, &Corpus),
    (shown, sort): (&[Feature], SortBy),
    classes: Option<Classes>,
    control: &Control,
) -> Result<(Computed, Option<Classes>)> {
    let table = deriver.table();
    let computed = Computed::default().and(deriver, (corpus, shown, sort), control)?;
    if !refined::is_enough(table) {
        tell(&format!(
            "the text is too small to say what its words are: it has {} candidates, {LEAST_ROWS} are needed; all are \
             listed. Give more text, or lower the floor with --min-count",
            table.len()
        ));
        return Ok((computed, classes));
    }
    let odds = &deriver.refined(corpus, control)?.odds;
    let classes = hiding(classes, odds.iter().map(|&odds| !refined::is_accepted(odds)));
    Ok((computed, Some(classes)))
}
