//! What compares candidates with other texts or over time, against naive recounts.

use std::sync::Arc;

use proptest::prelude::*;
use wordmine::engine::derived::reference::{Reference, keyness, log_ratio};
use wordmine::engine::derived::{Deriver, Feature};
use wordmine::engine::text::{CorpusBuilder, Reading, Room, UnitKind};
use wordmine::engine::{CandidateTable, Control, Corpus, Floors, analyse};

use crate::{naive, texts};

fn units() -> impl Strategy<Value = UnitKind> {
    prop::sample::select(vec![UnitKind::Char, UnitKind::Grapheme, UnitKind::Word])
}

/// A corpus of documents with their dates, each a source called by its number.
fn corpus<'a>(documents: impl IntoIterator<Item = (&'a str, &'a str)>, unit: UnitKind) -> Corpus {
    let mut builder = CorpusBuilder::new(Reading { unit, ..Reading::default() }, Room::default());
    for (k, (date, text)) in documents.into_iter().enumerate() {
        builder.source(&format!("part {k}"));
        builder.date(date);
        builder.push(text).unwrap();
        builder.end_document().unwrap();
    }
    builder.finish().unwrap()
}

fn table(corpus: &Corpus, floors: Floors) -> Arc<CandidateTable> {
    Arc::new(analyse(corpus, floors, &Control::new()).unwrap())
}

fn floors() -> impl Strategy<Value = Floors> {
    (2..4u32, 2..=6u8).prop_map(|(min_count, max_length)| Floors { min_count, max_length })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_reference_has_every_occurrence_and_every_unit(
        own in texts::text(),
        other in prop::collection::vec(prop_oneof![texts::text(), texts::scripts()], 1..4),
        (unit, floors) in (units(), floors()),
    ) {
        let control = Control::new();
        // Some of the text is in the reference too.
        let other = corpus(other.iter().map(|text| ("", text.as_str())).chain([("", own.get(..own.len() / 2).unwrap_or(&own))]), unit);
        let own = corpus([("", own.as_str())], unit);
        let table = table(&own, floors);
        let reference = Reference::of_corpus(&table, &other, &control).unwrap();
        let (words, total) = naive::count(&other, usize::from(floors.max_length));
        prop_assert_eq!(reference.units(), total);
        let all = table.totals().symbols as f64;
        let deriver = Deriver::new(Arc::clone(&table)).against(Arc::new(reference.clone()));
        let column = |feature| deriver.column(feature, &own, &control).unwrap();
        let (key, ratio, count) = (column(Feature::Keyness), column(Feature::LogRatio), column(Feature::Reference));
        for id in table.ids() {
            let wanted = words.get(table.word(id)).map_or(0, |word| word.count);
            prop_assert_eq!(reference.counts()[id.index()], wanted, "{}", table.word(id));
            let rates = [(f64::from(table.count(id)), all), (f64::from(wanted), total as f64)];
            prop_assert_eq!(key[id.index()], keyness(rates) as f32);
            prop_assert_eq!(ratio[id.index()].to_bits(), (log_ratio(rates) as f32).to_bits());
            prop_assert_eq!(count[id.index()], wanted as f32);
        }
    }
}

#[test]
fn a_reference_is_counted_over_blocks_and_by_any_number_of_threads_and_not_when_cancelled() {
    let own = corpus([("", "天地玄黄，宇宙洪荒。".repeat(9).as_str())], UnitKind::Char);
    let table = table(&own, Floors::default());
    let other = corpus([("", "天地玄黄宇宙，".repeat(150_000).as_str()), ("", "宇宙洪荒")], UnitKind::Char);
    let count = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Reference::of_corpus(&table, &other, &Control::new())).unwrap()
    };
    let reference = count(1);
    assert_eq!(reference, count(3));
    let of = |word: &str| reference.counts()[table.find(word).unwrap().index()];
    assert_eq!((of("天地"), of("天地玄黄"), of("宇宙"), of("洪荒")), (150_000, 150_000, 150_001, 1));
    assert_eq!(reference.units(), 150_000 * 6 + 4);
    let cancelled = Control::new();
    cancelled.cancel();
    assert!(Reference::of_corpus(&table, &other, &cancelled).is_err());
    let both = reference.clone().and(&Reference::of_counts(&table, 10, |word| u32::from(word == "宇宙")));
    assert_eq!((both.units(), both.counts()[table.find("宇宙").unwrap().index()]), (900_014, 150_002));
}
