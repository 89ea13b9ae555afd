//! `discover --auto`: only the words that the text itself accepts.

use std::sync::Arc;

use anyhow::Result;

use super::columns::{Computed, SortBy};
use super::exit::tell;
use crate::engine::derived::{Deriver, Feature};
use crate::engine::query::Classes;
use crate::engine::refined::{self, ACCEPTED, LEAST_ROWS};
use crate::engine::{Control, Corpus};

/// The columns that are `shown` and sorted by, with the confidence of the words; and what keeps all other rows, and those
/// that `classes` keeps out, out of an answer. Of a text that is too small nothing more is kept out, and that is told.
pub(super) fn words(
    (deriver, corpus): (&Deriver, &Corpus),
    (shown, sort): (&[Feature], SortBy),
    classes: Option<Classes>,
    control: &Control,
) -> Result<(Computed, Option<Classes>)> {
    let table = deriver.table();
    let used = if refined::is_enough(table) {
        refined::accept(corpus, table, deriver.refined(corpus, control)?, control)?
    } else {
        None
    };
    let Some(used) = used else {
        tell(&format!(
            "the text is too small to say what its words are: it has {} candidates, {LEAST_ROWS} are needed; all are \
             listed. Give more text, or lower the floor with --min-count",
            table.len()
        ));
        return Ok((Computed::default().and(deriver, (corpus, shown, sort), control)?, classes));
    };
    let classes = only(classes, &used);
    let computed = Computed::from(Feature::Confidence, used.into());
    Ok((computed.and(deriver, (corpus, shown, sort), control)?, Some(classes)))
}

/// Classes of which only rows are listed that `used` accepts and that `classes` lists.
fn only(classes: Option<Classes>, used: &[f32]) -> Classes {
    let is_listed = |row: usize| {
        classes.as_ref().is_none_or(|classes| classes.of_row.get(row).is_none_or(|&k| classes.shown >> k & 1 == 1))
    };
    let of_row = (0..).zip(used).map(|(row, &share)| u8::from(share < ACCEPTED || !is_listed(row)));
    Classes { of_row: Arc::new(of_row.collect()), shown: 1 }
}
