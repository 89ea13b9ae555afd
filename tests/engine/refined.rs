//! The second opinion: the refined score and the share of use.

use std::sync::Arc;

use proptest::prelude::*;
use wordmine::engine::derived::Deriver;
use wordmine::engine::refined::Refined;
use wordmine::engine::{AnalyseError, Control, Corpus, Floors, analyse};

use crate::texts;

fn refined(text: &str, threads: usize) -> Refined {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let (corpus, control) = (Corpus::from_text("t", text), Control::new());
        let table = analyse(&corpus, Floors { min_count: 2, max_length: 5 }, &control).unwrap();
        Deriver::new(Arc::new(table)).refined(&corpus, &control).unwrap().clone()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_text_has_the_same_opinion_on_any_number_of_threads(text in texts::text()) {
        let one = refined(&text, 1);
        let columns = [&one.score, &one.used];
        for value in columns.into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(value), "{value}");
        }
        prop_assert!(one.odds.iter().all(|odds| odds.is_finite()));
        let three = refined(&text, 3);
        let bits = |column: &[f32]| column.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        for (a, b) in [(&one.score, &three.score), (&one.odds, &three.odds), (&one.used, &three.used)] {
            prop_assert_eq!(bits(a), bits(b));
        }
    }
}

#[test]
fn words_of_a_made_language_are_used_and_pieces_are_not() {
    // Six words in an order that knows no rule.
    let words = ["甲乙", "丙丁", "己庚", "辛壬", "癸子", "寅卯"];
    let mut state = 7u32;
    let mut text = String::new();
    for k in 0..3000 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push_str(words[(state >> 24) as usize % words.len()]);
        if k % 11 == 10 {
            text.push('。');
        }
    }
    let corpus = Corpus::from_text("t", &text);
    let control = Control::new();
    let table = Arc::new(analyse(&corpus, Floors::default(), &control).unwrap());
    let deriver = Deriver::new(Arc::clone(&table));
    let refined = deriver.refined(&corpus, &control).unwrap();
    let used = |word: &str| refined.used[table.find(word).unwrap().index()];
    for word in words {
        assert!(used(word) > 0.9, "{word}: {}", used(word));
    }
    for piece in ["乙丙", "庚辛", "甲乙丙", "丁寅卯", "甲乙丙丁"] {
        assert!(used(piece) < 0.1, "{piece}: {}", used(piece));
    }
}

#[test]
fn a_cancelled_job_gives_nothing() {
    let corpus = Corpus::from_text("t", &"春眠不觉晓".repeat(50));
    let table = analyse(&corpus, Floors::default(), &Control::new()).unwrap();
    let control = Control::new();
    control.cancel();
    let deriver = Deriver::new(Arc::new(table));
    assert!(matches!(deriver.refined(&corpus, &control), Err(AnalyseError::Cancelled(_))));
}
