use proptest::prelude::*;
use wordmine::engine::column::Allowance;
use wordmine::engine::{CandidateTable, Control, Corpus, Floors, Tuning, analyse, analyse_with};

use crate::outside::{Shelf, limited};
use crate::{naive, texts};

fn floors() -> impl Strategy<Value = Floors> {
    (2..8u32, 2..=16u8).prop_map(|(min_count, max_length)| Floors { min_count, max_length })
}

/// The table made by `threads` threads with the work cut as `tuning` says.
fn table(corpus: &Corpus, floors: Floors, tuning: &Tuning, threads: usize) -> CandidateTable {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| analyse_with(corpus, floors, tuning, &Control::new())).unwrap()
}

/// Everything in the smallest pieces.
fn crumbs() -> Tuning {
    Tuning { text_chunk: 150, position_chunk: 7, bucket: 3, batch: 20, most_windows: 9, ..Tuning::default() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_column_is_what_its_definition_says(text in texts::text(), floors in floors()) {
        let corpus = Corpus::from_text("text", &text);
        let table = analyse(&corpus, floors, &Control::new()).unwrap();
        naive::check(&table, &corpus, floors);
    }

    #[test]
    fn threads_chunks_and_id_width_change_nothing(text in texts::text(), floors in floors()) {
        let corpus = Corpus::from_text("text", &text);
        let one = table(&corpus, floors, &Tuning::default(), 1);
        prop_assert_eq!(&one, &table(&corpus, floors, &crumbs(), 1));
        prop_assert_eq!(&one, &table(&corpus, floors, &crumbs(), 3));
        prop_assert_eq!(&one, &table(&corpus, floors, &Tuning { narrow_limit: 0, ..Tuning::default() }, 2));
        prop_assert_eq!(&one, &table(&corpus, floors, &Tuning { narrow_limit: 0, ..crumbs() }, 2));
    }

    #[test]
    fn what_is_outside_memory_changes_nothing(text in texts::text(), floors in floors()) {
        let corpus = Corpus::from_text("text", &text);
        let one = table(&corpus, floors, &Tuning::default(), 1);
        for (budget, threads) in [([0, 0, 0], 1), ([0, 0, 0], 3), ([1 << 20, 200, 1000], 2), ([90, 1 << 20, 0], 2)] {
            prop_assert_eq!(&one, &table(&corpus, floors, &limited(Tuning::default(), budget), threads));
            prop_assert_eq!(&one, &table(&corpus, floors, &limited(crumbs(), budget), threads));
            let wide = Tuning { narrow_limit: 0, ..crumbs() };
            prop_assert_eq!(&one, &table(&corpus, floors, &limited(wide, budget), threads));
        }
    }

    #[test]
    fn scores_rank_from_above_zero_to_one(text in texts::text(), floors in floors()) {
        let table = analyse(&Corpus::from_text("text", &text), floors, &Control::new()).unwrap();
        let best = table.ids().map(|id| table.score(id)).fold(0.0, f32::max);
        prop_assert!(table.is_empty() || best == 1.0);
        prop_assert!(table.ids().all(|id| table.score(id) > 0.0));
    }
}

#[test]
fn groups_too_large_for_the_small_histograms_are_counted_alike() {
    // 70,000 windows with the same first symbols, and neighbours that repeat more often than 2^16.
    let text = "天地人。".repeat(70_000) + &"天地".repeat(100_000);
    let corpus = Corpus::from_text("text", &text);
    let floors = Floors { min_count: 2, max_length: 3 };
    let found = analyse(&corpus, floors, &Control::new()).unwrap();
    naive::check(&found, &corpus, floors);
    assert_eq!(found, table(&corpus, floors, &Tuning { narrow_limit: 0, ..Tuning::default() }, 2));
}

#[test]
fn one_neighbour_alone_has_no_entropy() {
    let corpus = Corpus::from_text("text", &"的天地人".repeat(6));
    let table = analyse(&corpus, Floors { min_count: 5, max_length: 2 }, &Control::new()).unwrap();
    let id = table.find("天地").unwrap();
    assert_eq!((table.count(id), table.left(id), table.right(id)), (6, 0.0, 0.0));
}

#[test]
fn words_of_runs_are_in_order_of_bytes() {
    // "ab" starts "abc", so the order of symbols is not that of words.
    let corpus = Corpus::from_text("text", &"ab中。abc中。ab国。ab1。abc人。".repeat(3));
    let table = analyse(&corpus, Floors { min_count: 3, max_length: 2 }, &Control::new()).unwrap();
    assert_eq!(table.ids().map(|id| table.word(id)).collect::<Vec<_>>(), ["abc中", "abc人", "ab中", "ab国"]);
}

#[test]
fn a_text_without_candidates_gives_an_empty_table() {
    for text in ["", "\n", "中", "中文", "。。。。。。", "。中。文", "abc abc abc abc abc abc"] {
        let table = analyse(&Corpus::from_text("text", text), Floors::default(), &Control::new()).unwrap();
        assert!(table.is_empty(), "{text:?}");
    }
    let none = analyse(&Corpus::new(), Floors::default(), &Control::new()).unwrap();
    assert!(none.is_empty());
    assert_eq!(none.totals(), Default::default());
}

#[test]
fn totals_count_units_kinds_and_segments() {
    let corpus = Corpus::from_text("text", "中文，中。。abc 文");
    let totals = analyse(&corpus, Floors::default(), &Control::new()).unwrap().totals();
    assert_eq!((totals.symbols, totals.alphabet, totals.segments), (5, 3, 4));
}

#[test]
fn floors_outside_their_limits_are_taken_as_the_limits() {
    let corpus = Corpus::from_text("text", &"天地玄黄宇宙洪荒日月盈昃辰宿列张寒来。".repeat(2));
    let low = analyse(&corpus, Floors { min_count: 0, max_length: 0 }, &Control::new()).unwrap();
    assert_eq!(low.floors(), Floors { min_count: 2, max_length: 2 });
    let high = analyse(&corpus, Floors { min_count: 2, max_length: 255 }, &Control::new()).unwrap();
    assert_eq!(high.floors().max_length, 16);
    assert_eq!(high.ids().map(|id| high.length(id)).max(), Some(16));
}

#[test]
fn a_full_disk_is_an_error_wherever_it_strikes() {
    let corpus = Corpus::from_text("text", &"天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。".repeat(40));
    let mut failures = 0;
    for room in (0..30).map(|k| 1 << k) {
        let none = Allowance::new(0, Shelf::with(room));
        let tuning = Tuning { ids: none.clone(), grams: none.clone(), measures: none, ..Tuning::default() };
        match analyse_with(&corpus, Floors::default(), &tuning, &Control::new()) {
            Ok(found) => assert!(!found.is_empty()),
            Err(error) => {
                failures += 1;
                assert_eq!(error.to_string(), "the shelf is full");
            }
        }
    }
    assert!((10..30).contains(&failures), "{failures}");
}

#[test]
fn a_budget_that_cannot_be_kept_is_refused() {
    let corpus = Corpus::from_text("text", &"天地玄黄，宇宙洪荒。".repeat(400));
    let refused = |tuning: Tuning| analyse_with(&corpus, Floors::default(), &tuning, &Control::new()).unwrap_err();
    let told = refused(Tuning { most_candidates: 2, ..Tuning::default() }).to_string();
    assert!(told.contains("--memory") && told.contains("candidates"), "{told}");
    let told = refused(Tuning { windows: 100, ..limited(Tuning::default(), [0, 0, 0]) }).to_string();
    assert!(told.contains("--memory") && told.contains("pair of symbols"), "{told}");
}
