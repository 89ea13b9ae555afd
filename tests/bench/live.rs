//! The live function on synthetic candidates: what a person waits for after each key.
//!
//! `cargo bench --bench live` has 1,000,000 and 5,000,000 of them; `WORDMINE_BENCH_ROWS=N` as many as wanted.
#![allow(missing_docs, clippy::unwrap_used)]

#[path = "synthetic.rs"]
mod synthetic;

use std::sync::Arc;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use wordmine::engine::candidates::CandidateTable;
use wordmine::engine::control::Control;
use wordmine::engine::derived::Feature;
use wordmine::engine::query::expression::{Condition, Expression, Facts, Scope};
use wordmine::engine::query::{
    Classes, Column, Coordinate, Explorer, Judged, Measure, Plan, Query, Sort, TextFilter, Thresholds, appraise, fit,
    marks,
};

type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// The value below which `part` of the rows lie.
fn quantile(table: &CandidateTable, measure: Measure, part: f64) -> f32 {
    let mut values: Vec<f32> = table
        .ids()
        .map(|id| match measure {
            Measure::Count => table.count(id) as f32,
            Measure::Pmi => table.pmi(id),
            Measure::Left => table.left(id),
            Measure::Right => table.right(id),
            Measure::Entropy => table.entropy(id),
        })
        .collect();
    let place = (part * (values.len() - 1) as f64) as usize;
    *values.select_nth_unstable_by(place, f32::total_cmp).1
}

fn set(query: &mut Query, measure: Measure, value: f32) {
    let thresholds = &mut query.thresholds;
    match measure {
        Measure::Count => thresholds.min_count = value as u32,
        Measure::Pmi => thresholds.min_pmi = value,
        Measure::Left => thresholds.min_left = value,
        Measure::Right => thresholds.min_right = value,
        Measure::Entropy => thresholds.min_entropy = value,
    }
}

/// An explorer in the middle of work: indexes built, a fifth of the rows cut off by each of two measures.
fn at_work(table: &Arc<CandidateTable>) -> (Explorer, Query) {
    let mut explorer = Explorer::new(table.clone());
    let mut query = Query::default();
    set(&mut query, Measure::Pmi, quantile(table, Measure::Pmi, 0.2));
    set(&mut query, Measure::Entropy, quantile(table, Measure::Entropy, 0.4));
    explorer.select(&query, &Control::new()).unwrap();
    explorer.prepare(&Control::new()).unwrap();
    (explorer, query)
}

/// Asks `queries` one after the other, round and round.
fn ask(c: &mut Group, name: &str, explorer: &mut Explorer, queries: &[Query]) {
    let control = Control::new();
    let mut turn = queries.iter().cycle();
    // The screen holds one answer while it asks for the next.
    let mut held = None;
    c.bench_function(name, |b| {
        b.iter(|| {
            held = turn.next().map(|query| explorer.select(query, &control).unwrap());
            held.as_ref().map(|answer| answer.ids.len())
        });
    });
}

fn thresholds(c: &mut Group, table: &Arc<CandidateTable>) {
    let (mut explorer, query) = at_work(table);
    let at = |measure, part| {
        let mut query = query.clone();
        set(&mut query, measure, quantile(table, measure, part));
        query
    };
    for measure in Measure::ALL {
        // Up and down in steps of one row in a hundred.
        let parts = [0.50, 0.51, 0.52, 0.53, 0.54, 0.55, 0.54, 0.53, 0.52, 0.51];
        ask(c, &format!("step/{measure:?}"), &mut explorer, &parts.map(|part| at(measure, part)));
    }
    ask(c, "jump/a tenth", &mut explorer, &[0.3, 0.4].map(|part| at(Measure::Pmi, part)));
    ask(c, "jump/most rows", &mut explorer, &[0.05, 0.9].map(|part| at(Measure::Pmi, part)));
    ask(c, "jump/all off and on", &mut explorer, &[Query::default(), at(Measure::Left, 0.5)]);
}

fn orders(c: &mut Group, table: &Arc<CandidateTable>) {
    let (mut explorer, query) = at_work(table);
    let by = |column, descending| Query { sort: Sort { column, descending }, ..query.clone() };
    ask(c, "sort/kept", &mut explorer, &[by(Column::Score, true), by(Column::Count, true)]);
    ask(c, "sort/not kept", &mut explorer, &[by(Column::Word, true), by(Column::Count, false)]);
    let classes = |odd: usize| {
        let of_row = Arc::new((0..table.len()).map(|row| u8::from(row % 97 == odd)).collect());
        let mut query = by(Column::Verdict, true);
        query.classes = Some(Classes { of_row, shown: 0b11 });
        query
    };
    ask(c, "sort/verdicts change", &mut explorer, &[classes(0), classes(1)]);
    let shown = |odd| Query { sort: Sort::default(), ..classes(odd) };
    ask(c, "verdicts change", &mut explorer, &[shown(0), shown(1)]);
}

fn filters(c: &mut Group, table: &Arc<CandidateTable>) {
    let (mut explorer, query) = at_work(table);
    let with = |filter| Query { filter: Some(filter), ..query.clone() };
    let typed = ["一", "一丁", "\u{6123}"].map(|part| with(TextFilter::Substring(part.to_owned())));
    ask(c, "filter/substring", &mut explorer, &typed);
    let scope = Scope { columns: Feature::ALL.to_vec(), verdicts: true, known: true, ..Scope::default() };
    let conditions = [
        "pmi>=5",
        "pmi>=5 and count>20 and entropy>1 and len in 2..4",
        "pmi>=5 or not (count>20 and undecided)",
        "word contains \u{6123}",
        "pinyin rgzn",
        "fuzzy 一丁",
        "pmi>=5 and word~'^一.'",
    ];
    for written in conditions {
        let facts = Facts { classes: Some(Arc::new(vec![0; table.len()])), ..Facts::default() };
        let condition = Condition::new(Expression::parse(written, &scope).unwrap(), facts);
        c.bench_function(format!("filter/condition {written}"), |b| {
            b.iter(|| condition.matching(table, [], &Control::new()).unwrap());
        });
    }
    let typed = ["^一.", "[\u{6100}-\u{61FF}]$"].map(|part| with(TextFilter::Regex(regex::Regex::new(part).unwrap())));
    ask(c, "filter/regex", &mut explorer, &typed);
}

fn beginnings(c: &mut Group, table: &Arc<CandidateTable>) {
    let control = Control::new();
    let first = || Explorer::new(table.clone());
    c.bench_function("first answer", |b| {
        b.iter(|| first().select(&Query::default(), &control).unwrap().ids.len());
    });
    c.bench_function("prepare", |b| b.iter(|| first().prepare(&control).unwrap()));
}

/// What a plot of 50 by 24 cells waits for beside the answer, and what thousands of verdicts cost.
fn plots(c: &mut Group, table: &Arc<CandidateTable>) {
    let control = Control::new();
    let (mut explorer, mut query) = at_work(table);
    let plan = |x, y| Plan { x: Coordinate::Measure(x), y: Coordinate::Measure(y), columns: 50, rows: 24 };
    let plans = [plan(Measure::Pmi, Measure::Entropy), plan(Measure::Count, Measure::Left)];
    let mut turn = plans.iter().cycle();
    c.bench_function("density", |b| {
        b.iter(|| turn.next().and_then(|plan| explorer.density(*plan, &control).unwrap()));
    });
    set(&mut query, Measure::Pmi, 2.0);
    let density = explorer.density(plans[0], &control).unwrap().unwrap();
    c.bench_function("density/kept", |b| b.iter(|| explorer.density(plans[0], &control).unwrap()));
    for number in [2_000, 20_000] {
        // Words of high PMI and entropy, each twentieth verdict the other way round.
        let mut judged = Judged::default();
        for (k, id) in table.ids().step_by(table.len() / number).enumerate() {
            let is_word = table.pmi(id) > 5.0 && table.entropy(id) > 1.0;
            (if is_word != (k % 20 == 0) { &mut judged.accepted } else { &mut judged.rejected }).push(id);
        }
        let bounds = query.thresholds;
        c.bench_function(format!("appraise/{number} verdicts"), |b| b.iter(|| appraise(table, &judged, &bounds)));
        c.bench_function(format!("marks/{number} verdicts"), |b| b.iter(|| marks(table, &judged, &density)));
        c.bench_function(format!("fit/{number} verdicts"), |b| {
            b.iter(|| fit(table, &judged, &Thresholds::OPEN, &control).unwrap());
        });
    }
}

fn live(c: &mut Criterion) {
    let sizes = match std::env::var("WORDMINE_BENCH_ROWS") {
        Ok(rows) => vec![rows.parse().unwrap()],
        Err(_) => vec![1_000_000, 5_000_000],
    };
    for rows in sizes {
        let table = synthetic::table(rows);
        let mut group = c.benchmark_group(format!("{rows} rows"));
        thresholds(&mut group, &table);
        orders(&mut group, &table);
        filters(&mut group, &table);
        beginnings(&mut group, &table);
        plots(&mut group, &table);
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(std::time::Duration::from_secs(1));
    targets = live
}
criterion_main!(benches);
