//! `discover --auto`: only the words that the text itself accepts.

use std::sync::Arc;

use anyhow::Result;

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
    let classes = only(classes, &deriver.refined(corpus, control)?.odds);
    Ok((computed, Some(classes)))
}

/// Classes of which only rows are listed that their `odds` accept and that `classes` lists.
fn only(classes: Option<Classes>, odds: &[f32]) -> Classes {
    let is_listed = |row: usize| {
        classes.as_ref().is_none_or(|classes| classes.of_row.get(row).is_none_or(|&k| classes.shown >> k & 1 == 1))
    };
    let of_row = (0..).zip(odds).map(|(row, &odds)| u8::from(!refined::is_accepted(odds) || !is_listed(row)));
    Classes { of_row: Arc::new(of_row.collect()), shown: 1 }
}
