//! Which columns of the list have room, and where they stand.

use crate::engine::derived::{Feature, Unit};
use crate::engine::query::Column;

use super::Desk;

/// A column of the list beside the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A measure.
    Number(Feature),
    /// The verdict.
    Verdict,
}

impl Field {
    /// Its columns on the screen.
    #[must_use]
    pub fn width(self) -> u16 {
        match self {
            Field::Verdict | Field::Number(Feature::Count) => 10,
            Field::Number(feature) => match feature.spec().unit {
                Unit::Nats => 7,
                Unit::None | Unit::Whole => 8,
            },
        }
    }

    /// Whether the list is sorted by it.
    #[must_use]
    pub fn is_sorted_by(self, desk: &Desk) -> bool {
        match self {
            Field::Number(feature) => desk.columns.is_sorted_by(feature, desk.sort.column),
            Field::Verdict => desk.sort.column == Column::Verdict,
        }
    }
}

/// Columns before the word.
pub const MARKS: u16 = 4;
/// The word's column is never narrower.
const LEAST_WORD: u16 = 12;

/// The columns that fit beside the word in a list of `width` columns. The score and what the list is sorted by stay
/// longest. First the last of the others goes when there are more than four, then the verdict's name, then the others from
/// the right.
#[must_use]
pub fn fields(desk: &Desk, width: u16) -> Vec<Field> {
    let is_refined = desk.columns.is_sorted_by(Feature::Refined, desk.sort.column);
    let stands_in = is_refined && !desk.columns.shown().contains(&Feature::Refined);
    // What the list is sorted by is to be seen: the refined score takes the place of the first one.
    let own = |feature| if stands_in && feature == Feature::Score { Feature::Refined } else { feature };
    let mut fields: Vec<Field> = desk.columns.shown().iter().map(|&feature| Field::Number(own(feature))).collect();
    fields.push(Field::Verdict);
    let may_go = |field: &Field| match field {
        Field::Number(Feature::Score) | Field::Verdict => false,
        field => !field.is_sorted_by(desk),
    };
    while MARKS + LEAST_WORD + fields.iter().map(|field| field.width()).sum::<u16>() >= width {
        let others = fields.iter().filter(|field| may_go(field)).count();
        let verdict = fields.iter().position(|field| *field == Field::Verdict).filter(|_| others <= 4);
        let Some(goes) = verdict.or_else(|| fields.iter().rposition(may_go)) else {
            fields.clear();
            break;
        };
        fields.remove(goes);
    }
    fields
}

/// Columns of the word beside `fields` in a list of `width` columns.
#[must_use]
pub fn word_columns(fields: &[Field], width: u16) -> u16 {
    width.saturating_sub(MARKS + 1 + fields.iter().map(|field| field.width()).sum::<u16>())
}

/// The field at column `x` of a list of `width` columns, `None` for the word.
#[must_use]
pub fn field_at(desk: &Desk, width: u16, x: u16) -> Option<Field> {
    let fields = fields(desk, width);
    let mut end = MARKS + word_columns(&fields, width);
    if x < end {
        return None;
    }
    let last = fields.last().copied();
    let found = fields.into_iter().find(|field| {
        end += field.width();
        x < end
    });
    found.or(last)
}
