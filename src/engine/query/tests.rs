#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::expression::{Condition, Expression, Facts, Scope};
use super::naive::Naive;
use super::*;
use crate::engine::candidates::{CandidateId, Columns, Floors, Totals};
use crate::engine::derived::Feature;

/// Values with ties, both zeros and everything a comparison could stumble over.
const VALUES: [f32; 10] = [f32::NEG_INFINITY, -1.5, -0.0, 0.0, 0.25, 0.5, 2.0, 7.5, f32::INFINITY, f32::NAN];

type Row = (u8, u32, [f32; 4]);

pub(super) fn table(words: BTreeSet<String>, rows: &[Row]) -> CandidateTable {
    let mut columns = Columns::default();
    for (word, (length, count, [pmi, left, right, score])) in words.iter().zip(rows.iter().cycle()) {
        columns.blob.push_str(word);
        columns.ends.push(columns.blob.len() as u32);
        columns.length.push(*length);
        columns.count.push(*count);
        columns.pmi.push(*pmi);
        columns.left.push(*left);
        columns.right.push(*right);
        columns.score.push(*score);
        columns.left_kinds.push(1);
        columns.right_kinds.push(1);
    }
    CandidateTable::new(columns, Floors::default(), Totals::default()).unwrap()
}

fn any_value() -> impl Strategy<Value = f32> {
    prop_oneof![proptest::sample::select(VALUES.to_vec()), -1.0f32..8.0]
}

pub(super) fn any_table() -> impl Strategy<Value = CandidateTable> {
    let words = proptest::collection::btree_set("[ab中国]{1,5}", 0..220);
    let row = (0u8..6, 0u32..9, [any_value(), any_value(), any_value(), any_value()]);
    (words, proptest::collection::vec(row, 1..220)).prop_map(|(words, rows)| table(words, &rows))
}

/// One thing a person changes.
#[derive(Debug, Clone)]
enum Turn {
    Count(u32),
    Value(usize, f32),
    Lengths(u8, u8),
    Several(u32, f32, f32),
    Substring(String),
    Regex(&'static str),
    Condition(&'static str, Vec<f32>, Vec<u8>),
    Everything,
    Classes(Option<(Vec<u8>, u8)>),
    Shown(u8),
    Sort(Sort),
    Given(Option<Vec<f32>>),
    Least(Option<f32>),
    Again,
}

fn any_turn() -> impl Strategy<Value = Turn> {
    let columns = vec![
        Column::Word,
        Column::Count,
        Column::Pmi,
        Column::Left,
        Column::Right,
        Column::Entropy,
        Column::Score,
        Column::Verdict,
        Column::Given,
    ];
    let sort = (proptest::sample::select(columns), any::<bool>());
    let class = prop_oneof![8 => 0u8..8, 1 => any::<u8>()];
    prop_oneof![
        4 => (0u32..10).prop_map(Turn::Count),
        8 => (0usize..4, any_value()).prop_map(|(k, x)| Turn::Value(k, x)),
        1 => (0u8..5, 0u8..8).prop_map(|(a, b)| Turn::Lengths(a, b)),
        2 => (0u32..10, any_value(), any_value()).prop_map(|(a, b, c)| Turn::Several(a, b, c)),
        1 => "[ab中]{0,2}".prop_map(Turn::Substring),
        1 => proptest::sample::select(vec!["^a", "中+$", "", "(ab|国)"]).prop_map(Turn::Regex),
        2 => (
            proptest::sample::select(vec!["pmi > 0.25 and count<=4", "docs >= 0.5 or word ~ '中'", "known or pinyin z", "not llr<2"]),
            proptest::collection::vec(any_value(), 0..230),
            proptest::collection::vec(0u8..8, 0..230),
        ).prop_map(|(text, values, classes)| Turn::Condition(text, values, classes)),
        1 => Just(Turn::Everything),
        1 => proptest::option::of((proptest::collection::vec(class, 0..230), any::<u8>())).prop_map(Turn::Classes),
        1 => any::<u8>().prop_map(Turn::Shown),
        2 => sort.prop_map(|(column, descending)| Turn::Sort(Sort { column, descending })),
        2 => proptest::option::weighted(0.8, proptest::collection::vec(any_value(), 0..230)).prop_map(Turn::Given),
        1 => proptest::option::of(any_value().prop_filter("a bound", |bound| !bound.is_nan())).prop_map(Turn::Least),
        1 => Just(Turn::Again),
    ]
}

fn take(turn: &Turn, query: &mut Query) {
    let t = &mut query.thresholds;
    match turn {
        Turn::Count(x) => t.min_count = *x,
        Turn::Value(k, x) => *[&mut t.min_pmi, &mut t.min_left, &mut t.min_right, &mut t.min_entropy][*k] = *x,
        Turn::Lengths(a, b) => (t.min_length, t.max_length) = (*a, *b),
        Turn::Several(a, b, c) => (t.min_count, t.min_pmi, t.min_entropy) = (*a, *b, *c),
        Turn::Substring(part) => query.filter = Some(TextFilter::Substring(part.clone())),
        Turn::Regex(expression) => query.filter = Some(TextFilter::Regex(regex::Regex::new(expression).unwrap())),
        Turn::Condition(text, values, classes) => {
            let scope = Scope { columns: Feature::ALL.to_vec(), verdicts: true, known: true, ..Scope::default() };
            let values: Arc<[f32]> = values.as_slice().into();
            let columns = [(Feature::Docs, Arc::clone(&values)), (Feature::Llr, values)].into();
            let facts = Facts { columns, classes: Some(Arc::new(classes.clone())), marks: None };
            let condition = Condition::new(Expression::parse(text, &scope).unwrap(), facts);
            query.filter = Some(TextFilter::Condition(Arc::new(condition)));
        }
        Turn::Everything => query.filter = None,
        Turn::Classes(classes) => {
            query.classes =
                classes.as_ref().map(|(of_row, shown)| Classes { of_row: Arc::new(of_row.clone()), shown: *shown });
        }
        Turn::Shown(shown) => {
            if let Some(classes) = &mut query.classes {
                classes.shown = *shown;
            }
        }
        Turn::Sort(sort) => query.sort = *sort,
        Turn::Given(values) => {
            query.given = values.as_ref().map(|values| Given { values: values.as_slice().into(), least: None });
        }
        Turn::Least(least) => {
            if let Some(given) = &mut query.given {
                given.least = *least;
            }
        }
        Turn::Again => {}
    }
}

fn compare(got: &Selection, wanted: &Selection) {
    assert_eq!(got.ids, wanted.ids);
    // Axes of infinite or missing values would not equal themselves.
    assert_eq!(got.histograms, wanted.histograms);
    assert_eq!(got.lengths, wanted.lengths);
    assert_eq!(got.crossing, wanted.crossing);
}

/// How a turn is asked.
#[derive(Debug, Clone, Copy)]
enum How {
    Plainly,
    AfterPrepare,
    /// A control that is cancelled before.
    Cancelled,
    /// A control that is cancelled by another thread at some time.
    Raced,
}

fn any_how() -> impl Strategy<Value = How> {
    prop_oneof![
        8 => Just(How::Plainly),
        2 => Just(How::AfterPrepare),
        1 => Just(How::Cancelled),
        1 => Just(How::Raced)
    ]
}

fn ask(explorer: &mut Explorer, query: &Query, how: How) -> Result<Selection, Cancelled> {
    let control = Control::new();
    match how {
        How::Plainly => {}
        How::AfterPrepare => explorer.prepare(&control)?,
        How::Cancelled => control.cancel(),
        How::Raced => {
            return std::thread::scope(|scope| {
                scope.spawn(|| control.cancel());
                explorer.prepare(&control)?;
                explorer.select(query, &control)
            });
        }
    }
    explorer.select(query, &control)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_sequence_of_queries_is_answered_as_if_each_was_the_first(
        table in any_table(),
        turns in proptest::collection::vec((any_turn(), any_how()), 1..16),
    ) {
        let table = Arc::new(table);
        let mut explorer = Explorer::new(table.clone());
        let mut naive = Naive::new(&table);
        let mut query = Query::default();
        let mut held = Vec::new();
        for (turn, how) in &turns {
            take(turn, &mut query);
            match ask(&mut explorer, &query, *how) {
                Ok(got) => {
                    let wanted = naive.select(&table, &query);
                    compare(&got, &wanted);
                    let ids: Vec<CandidateId> = wanted.ids.iter().collect();
                    for most in [0, 3, ids.len(), usize::MAX] {
                        let first = first(&table, &query, most, &Control::new()).unwrap();
                        prop_assert_eq!(&first[..], &ids[..most.min(ids.len())]);
                    }
                    held.push((got.ids, wanted.ids));
                }
                Err(Cancelled) => prop_assert!(matches!(how, How::Cancelled | How::Raced)),
            }
        }
        // An answer stays as it was, whatever is asked after it.
        for (got, wanted) in held {
            prop_assert_eq!(got, wanted);
        }
    }

    #[test]
    fn keys_order_as_values_do(a in any::<f32>(), b in any::<f32>()) {
        if !a.is_nan() && !b.is_nan() {
            prop_assert_eq!(scale::key(a).cmp(&scale::key(b)), a.partial_cmp(&b).unwrap());
        }
        #[expect(clippy::neg_cmp_op_on_partial_ord, reason = "NaN passes nothing")]
        let fails = !(a >= b);
        prop_assert_eq!(scale::key(a) < scale::threshold_key(b), fails);
    }

    #[test]
    fn a_value_lies_between_the_edges_of_its_bin(
        low in 1f64..100.0, width in 0.1f64..1e4, log in any::<bool>(), part in 0f64..1.0,
    ) {
        let axis = Axis { low, high: low + width, log };
        let value = low + width * part;
        let k = axis.bin(value);
        let slack = 1e-9 * (low + width);
        prop_assert!(axis.edge(k) <= value + slack && value <= axis.edge(k + 1) + slack);
    }
}

/// A table of many rows, so that parallel pieces and chunks have borders inside it.
fn large() -> CandidateTable {
    let digits = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿', '零', '两'];
    let words = (0..70_000usize).map(|k| (0..5).map(|i| digits[k >> (4 * i) & 15]).collect()).collect();
    let mut state = 7u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as u32
    };
    let rows: Vec<Row> = (0..70_000)
        .map(|_| (2 + (next() % 5) as u8, 5 + next() % 500, [0; 4].map(|_: i32| (next() % 4096) as f32 / 512.0)))
        .collect();
    table(words, &rows)
}

#[test]
fn large_tables_are_answered_right_across_chunks() {
    let table = Arc::new(large());
    let mut explorer = Explorer::new(table.clone());
    let mut naive = Naive::new(&table);
    let mut query = Query::default();
    let of_row = (0..70_000u32).map(|row| (row % 7) as u8).collect();
    let turns = [
        Turn::Again,
        Turn::Value(3, 1.0),
        Turn::Value(3, 1.05),
        Turn::Value(3, 1.01),
        Turn::Count(9),
        Turn::Substring("二三".to_owned()),
        Turn::Value(0, 3.0),
        Turn::Value(0, 3.02),
        Turn::Sort(Sort { column: Column::Count, descending: false }),
        Turn::Count(8),
        Turn::Regex("^一.*二$"),
        Turn::Everything,
        Turn::Classes(Some((of_row, 0b0101_1011))),
        Turn::Sort(Sort { column: Column::Verdict, descending: true }),
        Turn::Value(0, 2.9),
        Turn::Lengths(3, 4),
    ];
    let control = Control::new();
    for (k, turn) in turns.iter().enumerate() {
        if k == 2 {
            explorer.prepare(&control).unwrap();
        }
        take(turn, &mut query);
        let wanted = naive.select(&table, &query);
        compare(&explorer.select(&query, &control).unwrap(), &wanted);
        let ids: Vec<CandidateId> = wanted.ids.iter().take(1000).collect();
        assert_eq!(first(&table, &query, 1000, &control).unwrap(), ids);
    }
}

#[test]
fn a_histogram_does_not_depend_on_its_own_threshold() {
    let table = Arc::new(large());
    let mut explorer = Explorer::new(table);
    let control = Control::new();
    let before = explorer.select(&Query::default(), &control).unwrap();
    let mut query = Query::default();
    query.thresholds.min_pmi = 4.0;
    let after = explorer.select(&query, &control).unwrap();
    let pmi = Measure::Pmi as usize;
    assert_eq!(before.histograms[pmi].bins, after.histograms[pmi].bins);
    assert_ne!(before.histograms[0].bins, after.histograms[0].bins);
    assert_eq!(after.histograms[pmi].passing as usize, after.ids.len());
    assert_eq!(after.crossing.left, before.ids.len() - after.ids.len());
}

#[test]
fn axes_keep_out_the_outliers() {
    let words = (0..3000).map(|k| format!("{k:04}")).collect();
    let rows: Vec<Row> = (0..3000)
        .map(|k| {
            let pmi = if k == 17 { 1e9 } else { k as f32 / 3000.0 };
            (4, 5 + k, [pmi, 0.0, f32::NAN, 0.5])
        })
        .collect();
    let table = table(words, &rows);
    let pmi = scale::axis(&table, Measure::Pmi);
    assert!(pmi.low >= 0.0 && pmi.high <= 1.0, "{pmi:?}");
    assert_eq!(scale::axis(&table, Measure::Count), Axis { low: 5.0, high: 3004.0, log: true });
    assert_eq!(scale::axis(&table, Measure::Left), Axis { low: 0.0, high: 1.0, log: false });
    assert_eq!(scale::axis(&table, Measure::Right), Axis { low: 0.0, high: 1.0, log: false });
    assert_eq!(pmi.bin(1e9), BINS - 1);
    assert_eq!(pmi.bin(-1e9), 0);
}

#[test]
fn a_substring_is_found_after_one_that_runs_over_the_end_of_a_word() {
    // The words lie one after the other as "1aaa".
    let words = ["1a", "aa"].map(str::to_owned).into_iter().collect();
    let table = Arc::new(table(words, &[(2, 5, [0.0; 4])]));
    for (part, wanted) in [("aa", vec![1]), ("1a", vec![0]), ("aaa", vec![]), ("a", vec![0, 1]), ("", vec![0, 1])] {
        let query = Query { filter: Some(TextFilter::Substring(part.to_owned())), ..Query::default() };
        let mut explorer = Explorer::new(table.clone());
        let mut ids: Vec<u32> =
            explorer.select(&query, &Control::new()).unwrap().ids.iter().map(|CandidateId(id)| id).collect();
        ids.sort_unstable();
        assert_eq!(ids, wanted, "{part}");
    }
}

#[test]
fn an_empty_table_gives_an_empty_answer() {
    let mut explorer = Explorer::new(Arc::new(table(BTreeSet::new(), &[])));
    let control = Control::new();
    explorer.prepare(&control).unwrap();
    let answer = explorer.select(&Query::default(), &control).unwrap();
    assert!(answer.ids.is_empty());
    assert_eq!(answer.histograms.len(), 5);
}

fn any_plan() -> impl Strategy<Value = Plan> {
    let coordinate = || proptest::sample::select(Coordinate::ALL.to_vec());
    (coordinate(), coordinate(), 0u16..9, 0u16..9).prop_map(|(x, y, columns, rows)| Plan { x, y, columns, rows })
}

proptest! {
    #[test]
    fn densities_count_the_rows_that_pass_the_other_tests(
        table in any_table(), turns in proptest::collection::vec((any_turn(), any_plan()), 1..12),
    ) {
        let table = Arc::new(table);
        let mut explorer = Explorer::new(table.clone());
        prop_assert!(explorer.density(turns[0].1, &Control::new()).unwrap().is_none());
        explorer.prepare(&Control::new()).unwrap();
        let mut query = Query::default();
        for (turn, plan) in turns {
            take(&turn, &mut query);
            explorer.select(&query, &Control::new()).unwrap();
            let density = explorer.density(plan, &Control::new()).unwrap().unwrap();
            let own = |test: usize| [plan.x, plan.y].iter().any(|&c| matches!(c, Coordinate::Measure(m) if m as usize == test));
            let mut counts = vec![0u32; plan.cells()];
            for (id, fails) in table.ids().zip(naive::failures(&table, &query)) {
                if (0..8).all(|test| own(test) || !fails[test]) && !counts.is_empty() {
                    let (column, row) = density.cell(&table, id);
                    counts[usize::from(row) * usize::from(plan.columns) + usize::from(column)] += 1;
                }
            }
            prop_assert_eq!(density.total, counts.iter().map(|&n| u64::from(n)).sum::<u64>());
            prop_assert_eq!(&density.counts, &counts);
        }
    }

    #[test]
    fn a_cell_has_the_values_between_its_edges(
        low in -5.0f64..5.0, span in 0.1f64..1e5, log in any::<bool>(), cells in 1u16..200, cell in any::<u16>(), part in 0.001f64..0.999,
    ) {
        let low = if log { low.abs() + 0.5 } else { low };
        let axis = Axis { low, high: low + span, log };
        let cell = cell % cells;
        let (from, to) = (axis.cell_edge(cell, cells), axis.cell_edge(cell + 1, cells));
        let inside = if log { (from.ln() + (to.ln() - from.ln()) * part).exp() } else { from + (to - from) * part };
        prop_assert_eq!(axis.cell(inside, cells), cell);
        // A cut taken from a cell is drawn in it, also after it was rounded to a float.
        let drawn = axis.cut_cell(f64::from(from as f32), cells);
        if span > 1.0 {
            prop_assert_eq!(drawn, (cell > 0).then_some(cell));
        }
        prop_assert_eq!(axis.cell(f64::NEG_INFINITY, cells), 0);
        prop_assert_eq!(axis.cell(axis.high + span, cells), cells - 1);
        prop_assert_eq!(axis.cut_cell(f64::NEG_INFINITY, cells), None);
    }

    #[test]
    fn judged_rows_are_told_on_both_sides_of_each_cut(
        table in any_table(), turns in proptest::collection::vec(any_turn(), 0..6), kinds in proptest::collection::vec(0u8..4, 1..50),
        plan in any_plan(),
    ) {
        let mut query = Query::default();
        turns.iter().for_each(|turn| take(turn, &mut query));
        let query = Query { thresholds: query.thresholds, ..Query::default() };
        let mut judged = Judged::default();
        let kind_of = |id: CandidateId| kinds[id.index() % kinds.len()];
        for id in table.ids() {
            match kind_of(id) {
                1 => judged.accepted.push(id),
                2 => judged.rejected.push(id),
                3 => judged.later.push(id),
                _ => {}
            }
        }
        let mut wanted = Appraisal::default();
        let failures = naive::failures(&table, &query);
        for id in table.ids().filter(|&id| matches!(kind_of(id), 1 | 2)) {
            let fails = failures[id.index()];
            let length = table.length(id);
            let (short, long) = (length < query.thresholds.min_length, length > query.thresholds.max_length);
            let fails = [fails[0], fails[1], fails[2], fails[3], fails[4], short, long];
            for test in 0..TESTS {
                let others = (0..TESTS).any(|other| other != test && fails[other]);
                let share = match fails[test] {
                    false => &mut wanted[test].above,
                    true if !others => &mut wanted[test].below,
                    true => continue,
                };
                *(if kind_of(id) == 1 { &mut share.accepted } else { &mut share.rejected }) += 1;
            }
        }
        prop_assert_eq!(appraise(&table, &judged, &query.thresholds), wanted);
        let mut explorer = Explorer::new(Arc::new(table.clone()));
        explorer.select(&Query::default(), &Control::new()).unwrap();
        let density = explorer.density(plan, &Control::new()).unwrap().unwrap();
        let marks = marks(&table, &judged, &density);
        prop_assert!(marks.windows(2).all(|two| (two[0].cell.1, two[0].cell.0) < (two[1].cell.1, two[1].cell.0)));
        for mark in &marks {
            let here = |ids: &[CandidateId]| ids.iter().filter(|&&id| density.cell(&table, id) == mark.cell).count() as u32;
            let counts = [here(&judged.accepted), here(&judged.rejected), here(&judged.later)];
            prop_assert_eq!([mark.accepted, mark.rejected, mark.later], counts);
        }
        let all: u32 = marks.iter().map(|mark| mark.accepted + mark.rejected + mark.later).sum();
        let judged = judged.accepted.len() + judged.rejected.len() + judged.later.len();
        prop_assert_eq!(all as usize, if plan.cells() == 0 { 0 } else { judged });
    }
}
