//! What compares candidates with other texts or over time, against naive recounts.

use std::sync::Arc;

use proptest::prelude::*;
use wordmine::engine::derived::dates::Date;
use wordmine::engine::derived::folding::Folding;
use wordmine::engine::derived::periods::{Periods, Trends, new_since};
use wordmine::engine::derived::reference::{Reference, keyness, log_ratio};
use wordmine::engine::derived::{Deriver, Feature};
use wordmine::engine::text::{CorpusBuilder, Reading, Room, UnitKind};
use wordmine::engine::{CandidateId, CandidateTable, Control, Corpus, Floors, analyse};

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

const DATES: [&str; 6] = ["2024-01", "2024-02", "2024-02-29", "2024-07-01", "", "unknown"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn periods_have_the_occurrences_of_their_documents(
        documents in prop::collection::vec((prop::sample::select(DATES.to_vec()), prop_oneof![texts::text(), texts::scripts()]), 1..6),
        (unit, floors) in (units(), floors()),
        since in prop::sample::select(vec!["2024", "2024-02", "2024-03", "2025"]),
    ) {
        let control = Control::new();
        let whole = corpus(documents.iter().map(|(date, text)| (*date, text.as_str())), unit);
        let table = table(&whole, floors);
        // January to July, as far as there are documents; without dates one period a document.
        let month = |date: &str| date.get(5..7).filter(|_| date.starts_with("20")).map(|month| month.parse::<usize>().unwrap());
        let months: Vec<Option<usize>> = documents.iter().map(|(date, _)| month(date)).collect();
        let first = months.iter().flatten().min().copied();
        let period: Vec<Option<usize>> = match first {
            Some(first) => months.iter().map(|month| month.map(|month| month - first)).collect(),
            None => (0..documents.len()).map(Some).collect(),
        };
        let count = period.iter().flatten().max().unwrap() + 1;
        let Some(periods) = Periods::of(&whole) else {
            prop_assert_eq!(count, 1);
            return Ok(());
        };
        prop_assume!(months.iter().flatten().count() > 0 || first.is_none());
        // Days of one month are told apart when all dates have one.
        prop_assume!(periods.count() == count);
        let trends = Trends::count(&table, &whole, &periods, &control).unwrap();
        let mut wanted = vec![vec![0u32; count]; table.len()];
        let (mut units_of, mut dates_of) = (vec![0u64; count], vec![Vec::new(); table.len()]);
        for (k, (date, text)) in documents.iter().enumerate() {
            let (words, total) = naive::count(&corpus([("", text.as_str())], unit), usize::from(floors.max_length));
            if let Some(period) = period[k] {
                units_of[period] += total;
            }
            for id in table.ids() {
                let Some(word) = words.get(table.word(id)) else { continue };
                if let Some(period) = period[k] {
                    wanted[id.index()][period] += word.count;
                }
                dates_of[id.index()].extend(Date::read(date));
            }
        }
        prop_assert_eq!(trends.units(), &units_of[..]);
        for id in table.ids() {
            prop_assert_eq!(trends.counts(id.index()), &wanted[id.index()][..], "{}", table.word(id));
            prop_assert_eq!(trends.sparkline(id.index()).chars().count(), count);
        }
        let since = Date::read(since).unwrap();
        let is_new = new_since(&table, &whole, since, &control).unwrap();
        prop_assert_eq!(is_new.is_some(), first.is_some());
        for id in table.ids().filter(|_| first.is_some()) {
            let wanted = dates_of[id.index()].iter().min().is_some_and(|&first| first >= since);
            prop_assert_eq!(is_new.as_ref().unwrap()[id.index()], wanted, "{}", table.word(id));
        }
    }

    #[test]
    fn folding_is_what_its_definition_says(
        text in prop_oneof![texts::text(), texts::scripts()],
        times in 1..4usize,
        (unit, floors) in (units(), floors()),
        every in 1..4usize,
    ) {
        let control = Control::new();
        let whole = corpus(std::iter::repeat_n(("", text.as_str()), times), unit);
        let table = table(&whole, floors);
        let (words, _) = naive::count(&whole, usize::from(floors.max_length));
        let listed: Vec<_> = table.ids().filter(|id| id.index() % every == 0).collect();
        let units = |id| &words[table.word(id)].units;
        let holder = |id: CandidateId| {
            let holds = |&other: &CandidateId| {
                units(other).len() > units(id).len()
                    && units(other).windows(units(id).len()).any(|part| part == &units(id)[..])
                    && f64::from(table.count(other)) >= 0.8 * f64::from(table.count(id)) - 1e-9
            };
            let best = listed.iter().copied().filter(holds);
            best.max_by_key(|&other| (units(other).len(), table.count(other), std::cmp::Reverse(other)))
        };
        let deriver = Deriver::new(Arc::clone(&table));
        let folding = Folding::new(&table, deriver.nesting(&control).unwrap(), &listed, &control).unwrap();
        for &id in &listed {
            let mut top = holder(id);
            while let Some(next) = top.and_then(holder) {
                top = Some(next);
            }
            prop_assert_eq!(folding.root(id), top, "{}", table.word(id));
            let under: Vec<_> = listed.iter().copied().filter(|&other| folding.root(other) == Some(id)).collect();
            prop_assert_eq!(folding.members(id), &under[..]);
        }
    }
}

#[test]
fn what_gathers_in_a_period_has_the_larger_burst() {
    let quiet = "天地玄黄，日月。日月盈昃。".repeat(20);
    let loud = "天地玄黄，宇宙洪荒。日月。".repeat(20);
    let whole = corpus([("2020", quiet.as_str()), ("2021", loud.as_str()), ("2023", quiet.as_str())], UnitKind::Char);
    let table = table(&whole, Floors::default());
    let periods = Periods::of(&whole).unwrap();
    assert_eq!((periods.count(), periods.undated()), (4, 0));
    assert!(periods.name().contains("years") && periods.name().contains("2023"), "{}", periods.name());
    let trends = Arc::new(Trends::count(&table, &whole, &periods, &Control::new()).unwrap());
    let row = |word: &str| table.find(word).unwrap().index();
    assert_eq!(trends.sparkline(row("宇宙")), "▁█·▁");
    assert_eq!(trends.counts(row("宇宙")), [0, 20, 0, 0]);
    let deriver = Deriver::new(Arc::clone(&table)).over(trends);
    let burst = deriver.column(Feature::Burst, &whole, &Control::new()).unwrap();
    let peak = deriver.column(Feature::Trend, &whole, &Control::new()).unwrap();
    assert_eq!(peak[row("宇宙")], 2.0);
    assert!(
        burst[row("宇宙")] > burst[row("日月")] && burst[row("宇宙")] > burst[row("天地")] && burst[row("天地")] >= 0.0
    );
    let one = corpus([("2020", quiet.as_str()), ("2020", loud.as_str())], UnitKind::Char);
    assert_eq!(Periods::of(&one), None);
}
