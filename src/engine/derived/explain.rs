//! One candidate explained: all its splits, and where it stands among the others by each measure.

use std::sync::Arc;

use super::nesting::text_of;
use super::{CHUNK, Deriver, Feature, local};
use crate::engine::candidates::CandidateId;
use crate::engine::control::{Cancelled, Control};
use crate::engine::measures::cohesion;

/// One way to cut a candidate in two.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// The two parts.
    pub parts: [String; 2],
    /// Their occurrences.
    pub counts: [u32; 2],
    /// PMI of this split, in nats.
    pub pmi: f64,
}

/// A value among those of all candidates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The column.
    pub feature: Feature,
    /// The value; NaN when it is not known.
    pub value: f64,
    /// Candidates with a smaller value.
    pub below: u32,
    /// Candidates with the same value, this one included.
    pub equal: u32,
    /// Candidates whose value is known.
    pub of: u32,
}

impl Standing {
    /// The percentile rank, from 0 to 1: the share of smaller values and half that of equal ones. `None` when the value
    /// is not known.
    #[must_use]
    pub fn percentile(&self) -> Option<f64> {
        (self.equal > 0).then(|| (f64::from(self.below) + f64::from(self.equal) / 2.0) / f64::from(self.of))
    }
}

/// What is to be said of one candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The word.
    pub word: String,
    /// Its occurrences.
    pub count: u32,
    /// All its splits, the shortest first part first.
    pub splits: Vec<Split>,
    /// The index in `splits` of the one with the smallest PMI.
    pub weakest: Option<usize>,
    /// The commonest longer candidate by a unit at either end, and its occurrences.
    pub extension: Option<(String, u32)>,
    /// Where it stands by each measure, in the order of [`Feature::ALL`]. What needs the text only if its column was
    /// given.
    pub standings: Vec<Standing>,
}

impl Deriver {
    /// Explains the candidate `id`, which exists. Columns in `known` are taken from there; the others are computed and
    /// dropped again, those excepted that need the text.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled.
    pub fn explain(
        &self,
        id: CandidateId,
        known: &[(Feature, Arc<[f32]>)],
        control: &Control,
    ) -> Result<Explanation, Cancelled> {
        let table = self.table();
        let splits = self.split(id, control)?;
        let weakest = (0..splits.len()).min_by(|&a, &b| splits[a].pmi.total_cmp(&splits[b].pmi));
        let mut standings = Vec::with_capacity(Feature::ALL.len());
        for feature in Feature::ALL {
            let column = match known.iter().find(|(own, _)| *own == feature) {
                Some((_, column)) => Arc::clone(column),
                None if feature.needs_text() => continue,
                None => self.of_table(feature, control)?,
            };
            standings.push(standing(feature, &column, id));
            if feature.is_local()
                && let Some(standing) = standings.last_mut()
            {
                standing.value = local(table, feature, id.index());
            }
        }
        Ok(Explanation {
            word: table.word(id).to_owned(),
            count: table.count(id),
            splits,
            weakest,
            extension: self.extension(id, control)?,
            standings,
        })
    }

    fn split(&self, id: CandidateId, control: &Control) -> Result<Vec<Split>, Cancelled> {
        let table = self.table();
        let parts = self.parts(control)?;
        let splits = parts.splits(id.index());
        let made = splits.iter().map(|&(head, tail, [a, b])| Split {
            parts: [head, tail].map(|node| text_of(table, node).to_owned()),
            counts: [a as u32, b as u32],
            pmi: cohesion::pmi(table.count(id), table.totals().symbols, a as u64 * b as u64),
        });
        Ok(made.collect())
    }

    /// The commonest row that is `id` and a unit more; of equals the first.
    fn extension(&self, id: CandidateId, control: &Control) -> Result<Option<(String, u32)>, Cancelled> {
        let (table, nesting) = (self.table(), self.nesting(control)?);
        let mut best: Option<(u32, CandidateId)> = None;
        for row in table.ids() {
            if row.index().is_multiple_of(CHUNK) {
                control.check()?;
            }
            let holds = nesting.prefix(row.index()) == id.0 || nesting.suffix(row.index()) == id.0;
            if holds && best.is_none_or(|(count, _)| table.count(row) > count) {
                best = Some((table.count(row), row));
            }
        }
        Ok(best.map(|(count, row)| (table.word(row).to_owned(), count)))
    }
}

fn standing(feature: Feature, column: &[f32], id: CandidateId) -> Standing {
    let value = column.get(id.index()).copied().unwrap_or(f32::NAN);
    let mut standing = Standing { feature, value: f64::from(value), below: 0, equal: 0, of: 0 };
    for &other in column {
        standing.below += u32::from(other < value);
        standing.equal += u32::from(other == value);
        standing.of += u32::from(!other.is_nan());
    }
    standing
}
