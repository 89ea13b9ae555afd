//! Every answer computed afresh, row by row.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::rows::Rows;
use super::scale;
use super::types::{BINS, Classes, Column, Crossing, Histogram, Measure, Query, Selection, TextFilter};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::Control;

#[derive(Default)]
pub(super) struct Naive {
    axes: Vec<super::types::Axis>,
    before: Option<(Query, HashSet<CandidateId>)>,
}

impl Naive {
    pub(super) fn new(table: &CandidateTable) -> Self {
        Naive { axes: Measure::ALL.iter().map(|&m| scale::axis(table, m)).collect(), before: None }
    }

    pub(super) fn select(&mut self, table: &CandidateTable, query: &Query) -> Selection {
        let lengths = table.columns().length.iter().copied().max().unwrap_or(0).max(table.floors().max_length);
        let mut answer = Selection {
            ids: Rows::default(),
            histograms: Measure::ALL
                .iter()
                .zip(&self.axes)
                .map(|(&measure, &axis)| Histogram { measure, axis, bins: vec![0; BINS], others: 0, passing: 0 })
                .collect(),
            lengths: vec![0; usize::from(lengths) + 1],
            crossing: Crossing::default(),
        };
        let mut ids = Vec::new();
        for (id, fails) in table.ids().zip(failures(table, query)) {
            let failures = fails.iter().filter(|&&f| f).count();
            for (k, histogram) in answer.histograms.iter_mut().enumerate() {
                if failures == usize::from(fails[k]) {
                    let value = scale::value(table, histogram.measure, id.index());
                    histogram.bins[histogram.axis.bin(value)] += 1;
                    histogram.others += 1;
                    histogram.passing += u32::from(failures == 0);
                }
            }
            if failures == usize::from(fails[5]) {
                answer.lengths[usize::from(table.length(id))] += 1;
            }
            if failures == 0 {
                ids.push(id);
            }
        }
        order(table, query, &mut ids);
        let now: HashSet<CandidateId> = ids.iter().copied().collect();
        if let Some((before, rows)) = &self.before
            && comparable(before, query)
        {
            let entered: Vec<_> = now.difference(rows).copied().collect();
            let left: Vec<_> = rows.difference(&now).copied().collect();
            answer.crossing = Crossing {
                entered: entered.len(),
                left: left.len(),
                entered_ids: named(table, entered),
                left_ids: named(table, left),
            };
        }
        self.before = Some((query.clone(), now));
        answer.ids = ids.into_iter().collect();
        answer
    }
}

fn named(table: &CandidateTable, mut ids: Vec<CandidateId>) -> Vec<CandidateId> {
    ids.sort_by_key(|&id| (Reverse(scale::key(table.score(id))), id));
    ids.truncate(Crossing::NAMED);
    ids
}

fn class(classes: Option<&Classes>, id: CandidateId) -> u8 {
    classes.and_then(|c| c.of_row.get(id.index()).copied()).unwrap_or(0)
}

/// For each row the tests it fails.
pub(super) fn failures(table: &CandidateTable, query: &Query) -> Vec<[bool; 8]> {
    // A condition is checked against a naive one where it is made.
    let held: Option<HashSet<CandidateId>> = match &query.filter {
        Some(TextFilter::Condition(condition)) => {
            condition.matching(table, table.ids(), &Control::new()).ok().map(HashSet::from_iter)
        }
        _ => None,
    };
    table.ids().map(|id| failed(table, query, (id, held.as_ref().is_none_or(|held| held.contains(&id))))).collect()
}

fn failed(table: &CandidateTable, query: &Query, (id, holds): (CandidateId, bool)) -> [bool; 8] {
    let t = &query.thresholds;
    let word = table.word(id);
    #[expect(clippy::neg_cmp_op_on_partial_ord, reason = "NaN passes nothing")]
    let measures = [
        table.count(id) < t.min_count,
        !(table.pmi(id) >= t.min_pmi),
        !(table.left(id) >= t.min_left),
        !(table.right(id) >= t.min_right),
        !(table.left(id) >= t.min_entropy && table.right(id) >= t.min_entropy),
    ];
    let text = match &query.filter {
        None => true,
        Some(TextFilter::Substring(part)) => word.contains(part.as_str()),
        Some(TextFilter::Regex(expression)) => expression.is_match(word),
        Some(TextFilter::Condition(_)) => holds,
    };
    let shown = query.classes.as_ref().is_none_or(|c| {
        let class = class(Some(c), id);
        class < 8 && c.shown & (1 << class) != 0
    });
    let given = query.given.as_ref().and_then(|given| Some((given, given.least?)));
    let reaches = given.is_none_or(|(given, least)| given.value(id.index()) >= least);
    [
        measures[0],
        measures[1],
        measures[2],
        measures[3],
        measures[4],
        !(t.min_length..=t.max_length).contains(&table.length(id)),
        !text || !reaches,
        !shown,
    ]
}

fn order(table: &CandidateTable, query: &Query, ids: &mut [CandidateId]) {
    let by_score = |id: CandidateId| Reverse(scale::key(table.score(id)));
    let classes = query.classes.as_ref();
    let key = |id: CandidateId| -> u32 {
        match query.sort.column {
            Column::Word => id.0,
            Column::Count => table.count(id),
            Column::Pmi => scale::key(table.pmi(id)),
            Column::Left => scale::key(table.left(id)),
            Column::Right => scale::key(table.right(id)),
            Column::Entropy => scale::measure_key(table, Measure::Entropy, id.index()),
            Column::Score => scale::key(table.score(id)),
            Column::Verdict => u32::from(class(classes, id)),
            Column::Given => 0,
        }
    };
    let given = |id: CandidateId| query.given.as_ref().map_or(f32::NAN, |given| given.value(id.index()));
    if query.sort.column == Column::Given {
        // Adding 0 makes a negative zero positive: the two are equal.
        let (mut known, unknown): (Vec<_>, Vec<_>) = ids.iter().partition(|&&id| !given(id).is_nan());
        known.sort_by(|&a, &b| {
            let order = (given(a) + 0.0).total_cmp(&(given(b) + 0.0));
            if query.sort.descending { order.reverse() } else { order }.then(a.cmp(&b))
        });
        ids.copy_from_slice(&[known, unknown].concat());
        return;
    }
    ids.sort_by(|&a, &b| {
        let first = if query.sort.descending { key(b).cmp(&key(a)) } else { key(a).cmp(&key(b)) };
        let score = match query.sort.column {
            Column::Verdict => by_score(a).cmp(&by_score(b)),
            _ => std::cmp::Ordering::Equal,
        };
        first.then(score).then(a.cmp(&b))
    });
}

fn comparable(before: &Query, now: &Query) -> bool {
    let filters = match (&before.filter, &now.filter) {
        (None, None) => true,
        (Some(TextFilter::Substring(a)), Some(TextFilter::Substring(b))) => a == b,
        (Some(TextFilter::Regex(a)), Some(TextFilter::Regex(b))) => a.as_str() == b.as_str(),
        (Some(TextFilter::Condition(a)), Some(TextFilter::Condition(b))) => a.is_same(b),
        _ => false,
    };
    let classes = match (&before.classes, &now.classes) {
        (None, None) => true,
        (Some(a), Some(b)) => a.shown == b.shown && a.of_row == b.of_row,
        _ => false,
    };
    let same_values = match (&before.given, &now.given) {
        (None, None) => true,
        (Some(a), Some(b)) => std::sync::Arc::ptr_eq(&a.values, &b.values),
        _ => false,
    };
    let least = |query: &Query| query.given.as_ref().and_then(|given| given.least);
    let bound = least(before) == least(now) && (least(now).is_none() || same_values);
    let order = before.sort == now.sort && (now.sort.column != Column::Given || same_values);
    filters && bound && classes && order
}
