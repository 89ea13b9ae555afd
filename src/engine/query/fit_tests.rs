#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::engine::candidates::{Columns, Floors, Totals};

/// Length, count, PMI, left entropy, right entropy.
type Row = (u8, u32, f32, f32, f32);

fn table(rows: &[Row]) -> CandidateTable {
    let mut columns = Columns::default();
    for (k, &(length, count, pmi, left, right)) in rows.iter().enumerate() {
        columns.blob.push_str(&format!("{k:05}"));
        columns.ends.push(columns.blob.len() as u32);
        columns.length.push(length);
        columns.count.push(count);
        columns.pmi.push(pmi);
        columns.left.push(left);
        columns.right.push(right);
        columns.score.push(0.5);
        columns.left_kinds.push(1);
        columns.right_kinds.push(1);
    }
    CandidateTable::new(columns, Floors::default(), Totals::default()).unwrap()
}

/// The rows that `is_word` says yes to are accepted, the others rejected.
fn judge(rows: &[Row], is_word: impl Fn(usize, &Row) -> bool) -> Judged {
    let mut judged = Judged::default();
    for (k, row) in rows.iter().enumerate() {
        let kind = if is_word(k, row) { &mut judged.accepted } else { &mut judged.rejected };
        kind.push(CandidateId(k as u32));
    }
    judged
}

/// Rows that fill the measures evenly and independently of each other.
fn even(number: u32) -> Vec<Row> {
    let part = |k: u32, prime: u32| ((k * prime) % 1009) as f32 / 1009.0;
    (0..number)
        .map(|k| (2 + (k % 3) as u8, 5 + (k * 31) % 97, 8.0 * part(k, 37), 4.0 * part(k, 101), 4.0 * part(k, 211)))
        .collect()
}

fn fitted(rows: &[Row], judged: &Judged, present: &Thresholds) -> Fit {
    fit(&table(rows), judged, present, &Control::new()).unwrap().unwrap()
}

#[test]
fn one_bound_that_parts_the_words_is_found_and_no_other_is_set() {
    let rows = even(500);
    let found = fitted(&rows, &judge(&rows, |_, row| row.2 >= 3.0), &Thresholds::OPEN);
    assert_eq!(found.proposed, Thresholds { min_pmi: 3.0, ..Thresholds::OPEN });
    assert_eq!((found.after.precision(), found.after.recall()), (Some(1.0), Some(1.0)));
    assert_eq!((found.entering, found.leaving), (0, rows.iter().filter(|row| row.2 < 3.0).count()));
    assert_eq!(found.before.recall(), Some(1.0));
}

#[test]
fn two_bounds_together_are_found_through_noise() {
    let rows = even(900);
    // Every 40th verdict is the other way round.
    let is_word = |k: usize, row: &Row| (row.1 >= 40 && row.2 >= 2.0) != (k % 40 == 7);
    let judged = judge(&rows, is_word);
    let found = fitted(&rows, &judged, &Thresholds { min_pmi: 6.0, ..Thresholds::OPEN });
    assert!((f64::from(found.proposed.min_pmi) - 2.0).abs() < 0.1, "{:?}", found.proposed);
    assert!((38..=42).contains(&found.proposed.min_count), "{:?}", found.proposed);
    let open = Thresholds { min_pmi: found.proposed.min_pmi, min_count: found.proposed.min_count, ..Thresholds::OPEN };
    assert_eq!(found.proposed, open, "no bound is set for the noise");
    assert!(found.after.precision() > found.before.precision() && found.after.recall() > found.before.recall());
}

#[test]
fn lengths_stay_and_too_few_verdicts_are_told() {
    let rows = even(300);
    let present = Thresholds { min_length: 2, max_length: 3, ..Thresholds::OPEN };
    let judged = judge(&rows, |_, row| row.3 >= 1.0);
    let found = fitted(&rows, &judged, &present);
    assert_eq!((found.proposed.min_length, found.proposed.max_length), (2, 3));
    assert_eq!(found.proposed.min_left, 1.0);
    let all = judged.accepted.len();
    let long = judged.accepted.iter().filter(|id| rows[id.index()].0 > 3).count();
    assert_eq!(found.after.missed as usize, long);
    assert_eq!(found.after.recall(), Some((all - long) as f64 / all as f64));
    let few = Judged { rejected: judged.rejected[..19].to_vec(), ..judged };
    let told = fit(&table(&rows), &few, &present, &Control::new()).unwrap();
    assert_eq!(told, Err(TooFew { accepted: all, rejected: 19 }));
}

#[test]
fn what_nobody_has_judged_stays_out() {
    let rows = even(600);
    let judged = judge(&rows, |_, row| row.2 >= 3.0);
    let seen = |ids: &[CandidateId]| ids.iter().copied().filter(|id| rows[id.index()].3 >= 1.0).collect();
    let judged = Judged { accepted: seen(&judged.accepted), rejected: seen(&judged.rejected), later: Vec::new() };
    let present = Thresholds { min_pmi: 1.0, min_left: 1.0, ..Thresholds::OPEN };
    let found = fitted(&rows, &judged, &present);
    assert_eq!(found.proposed, Thresholds { min_pmi: 3.0, ..present });
    assert_eq!(found.entering, 0);
    assert_eq!(fitted(&rows, &judged, &found.proposed).proposed, found.proposed);
}

#[test]
fn numbers_are_round() {
    assert_eq!(roundest(2.9, 3.1, Measure::Pmi), 3.0);
    assert_eq!(roundest(2.93, 2.969, Measure::Pmi), f64::from(2.96f32));
    assert_eq!(roundest(97.0, 104.0, Measure::Count), 100.0);
    assert_eq!(roundest(11.0, 12.0, Measure::Count), 12.0);
    assert_eq!(roundest(f64::NEG_INFINITY, 0.25, Measure::Left), f64::from(0.2f32));
    assert_eq!(roundest(-0.5, -0.5 + 1e-9, Measure::Pmi), -0.5 + 1e-9);
}

/// The best F1 of all combinations of bounds of `faces`, tried one by one.
fn best_by_force(points: &Points, faces: &[usize]) -> f64 {
    let tried: Vec<Vec<u32>> =
        (0..FACES).map(|face| if faces.contains(&face) { points.tried(face, usize::MAX) } else { vec![0] }).collect();
    let mut best = 0.0f64;
    for all in 0..tried.iter().map(Vec::len).product::<usize>() {
        let mut rest = all;
        let cuts: [usize; FACES] = std::array::from_fn(|face| {
            let cut = rest % tried[face].len();
            rest /= tried[face].len();
            cut
        });
        let mut kept = Share::default();
        for (keys, &accepted) in points.keys.iter().zip(&points.accepted) {
            if (0..FACES).all(|face| keys[face] >= tried[face][cuts[face]]) {
                *(if accepted { &mut kept.accepted } else { &mut kept.rejected }) += 1;
            }
        }
        best = best.max(points.f1(kept));
    }
    best
}

fn any_points() -> impl Strategy<Value = Points> {
    // Few values: ties, missing ones (key 0), and words of other lengths beside.
    let point = (proptest::array::uniform5(0u32..4), any::<bool>());
    (proptest::collection::vec(point, 1..40), 0u32..3).prop_map(|(points, beside)| {
        let (keys, accepted): (Vec<_>, Vec<bool>) = points.into_iter().unzip();
        let wanted = accepted.iter().filter(|&&accepted| accepted).count() as u32 + beside;
        Points::new(keys, accepted, wanted)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_better_is_found_by_trying_everything(points in any_points()) {
        let found = points.best(&Control::new()).unwrap();
        let most = best_by_force(&points, &[0, 1, 2, 3, 4]);
        prop_assert!(points.f1(found.kept) >= most - NEAR, "{} < {most}", points.f1(found.kept));
        let set: Vec<usize> = (0..FACES).filter(|&face| found.cuts[face] > 0).collect();
        for faces in 0u32..1 << FACES {
            let faces: Vec<usize> = (0..FACES).filter(|&face| faces >> face & 1 == 1).collect();
            if faces.len() < set.len() {
                prop_assert!(best_by_force(&points, &faces) < most - NEAR, "{faces:?} are fewer than {set:?}");
            }
        }
        let mut kept = Share::default();
        for (keys, &accepted) in points.keys.iter().zip(&points.accepted) {
            if (0..FACES).all(|face| keys[face] >= found.cuts[face]) {
                *(if accepted { &mut kept.accepted } else { &mut kept.rejected }) += 1;
            }
        }
        prop_assert_eq!(kept, found.kept);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn round_bounds_keep_the_same_judged_rows(
        rows in proptest::collection::vec((1u8..5, 2u32..300, -1.0f32..9.0, 0.0f32..5.0, 0.0f32..5.0), 60..120),
        seed in 0usize..7,
    ) {
        let judged = judge(&rows, |k, row| row.2 + row.3 > 5.0 || k % 7 == seed);
        prop_assume!(judged.accepted.len() >= LEAST_JUDGED && judged.rejected.len() >= LEAST_JUDGED);
        let points = Points::of(&table(&rows), &judged, &Thresholds::OPEN);
        let found = fitted(&rows, &judged, &Thresholds::OPEN);
        prop_assert_eq!(found.after.kept, points.best(&Control::new()).unwrap().kept);
        let all = [found.before, found.after];
        prop_assert!(all.iter().all(|o| o.kept.accepted + o.missed == judged.accepted.len() as u32));
        prop_assert_eq!(found.before.passing + found.entering - found.leaving, found.after.passing);
    }
}
