//! Columns that follow from a table, against their definitions.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use proptest::prelude::*;
use wordmine::engine::concordance::{self, Needle, SpreadCounter};
use wordmine::engine::derived::{Deriver, Feature};
use wordmine::engine::text::{CorpusBuilder, Reading, Room, UnitKind};
use wordmine::engine::{CandidateTable, Control, Corpus, Floors, analyse};

use crate::naive::{self, Neighbour, Word};
use crate::texts;

fn floors() -> impl Strategy<Value = Floors> {
    (2..6u32, 2..=9u8).prop_map(|(min_count, max_length)| Floors { min_count, max_length })
}

fn units() -> impl Strategy<Value = UnitKind> {
    prop::sample::select(vec![UnitKind::Char, UnitKind::Grapheme, UnitKind::Word])
}

/// A corpus of several documents.
fn corpus(documents: &[String], unit: UnitKind) -> Corpus {
    let mut builder = CorpusBuilder::new(Reading { unit, ..Reading::default() }, Room::default());
    for document in documents {
        builder.source("d");
        builder.push(document).unwrap();
        builder.end_document().unwrap();
    }
    builder.finish().unwrap()
}

/// What a definition needs: every string of the text, spelled, and the number of units.
struct Counted {
    words: BTreeMap<String, Word>,
    total: f64,
    joint: &'static str,
    floors: Floors,
}

impl Counted {
    fn of(&self, units: &[String]) -> &Word {
        &self.words[&units.join(self.joint)]
    }

    fn f(&self, units: &[String]) -> f64 {
        f64::from(self.of(units).count)
    }

    fn splits<'a>(&'a self, units: &'a [String]) -> impl Iterator<Item = (f64, f64)> + 'a {
        (1..units.len()).map(|k| (self.f(&units[..k]), self.f(&units[k..])))
    }

    fn candidates(&self) -> impl Iterator<Item = &Word> {
        self.words.values().filter(|w| w.units.len() > 1 && w.count >= self.floors.min_count)
    }

    fn value(&self, feature: Feature, word: &Word) -> f64 {
        let (units, f, n) = (&word.units[..], f64::from(word.count), self.total);
        let pmi = self.splits(units).map(|(a, b)| (f * n / a / b).ln()).fold(f64::INFINITY, f64::min);
        let (left, right) = (naive::entropy(&word.left), naive::entropy(&word.right));
        match feature {
            Feature::Count => f,
            Feature::Length => units.len() as f64,
            Feature::Pmi => pmi,
            Feature::Npmi => pmi / -(f / n).ln(),
            Feature::Cohesion => self.splits(units).flat_map(|(a, b)| [f / a, f / b]).fold(f64::INFINITY, f64::min),
            Feature::Llr => self.splits(units).map(|(a, b)| llr(f, a, b, n)).fold(f64::INFINITY, f64::min),
            Feature::Left => left,
            Feature::Right => right,
            Feature::Entropy => left.min(right),
            Feature::Variety => word.left.len().min(word.right.len()) as f64,
            Feature::Fragment if units.len() == usize::from(self.floors.max_length) => f64::NAN,
            Feature::Fragment => {
                let holds = |other: &&Word| {
                    other.units.len() == units.len() + 1
                        && (other.units[1..] == *units || other.units[..units.len()] == *units)
                };
                self.candidates().filter(holds).map(|w| f64::from(w.count)).fold(0.0, f64::max) / f
            }
            Feature::Surprise => {
                let p = |units: &[String]| if units.is_empty() { 1.0 } else { self.f(units) / n };
                let last = units.len() - 1;
                (p(units) * p(&units[1..last]) / (p(&units[..last]) * p(&units[1..]))).ln()
            }
            _ => f64::NAN,
        }
    }

    /// The variation of branching entropy of each candidate.
    fn variation(&self) -> Vec<f64> {
        let corrected = |side: &HashMap<Neighbour, u32>, count: u32| {
            naive::entropy(side) + (side.len() as f64 - 1.0) / (2.0 * f64::from(count))
        };
        let growth = |w: &Word| {
            let (suffix, prefix) = (self.of(&w.units[1..]), self.of(&w.units[..w.units.len() - 1]));
            [
                corrected(&w.left, w.count) - corrected(&suffix.left, suffix.count),
                corrected(&w.right, w.count) - corrected(&prefix.right, prefix.count),
            ]
        };
        let rows: Vec<(usize, [f64; 2])> = self.candidates().map(|w| (w.units.len(), growth(w))).collect();
        let z = |row: &(usize, [f64; 2]), side: usize| {
            let peers: Vec<f64> = rows.iter().filter(|r| r.0 == row.0).map(|r| r.1[side]).collect();
            let mean = peers.iter().sum::<f64>() / peers.len() as f64;
            let deviation = (peers.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / peers.len() as f64).sqrt();
            // Between these it is a matter of rounding.
            if (1e-7..1e-5).contains(&deviation) {
                f64::NAN
            } else if deviation > 1e-6 {
                (row.1[side] - mean) / deviation
            } else {
                0.0
            }
        };
        rows.iter().map(|row| z(row, 0) + z(row, 1)).collect()
    }
}

/// Observed and expected of the four cells of the table of a and b.
fn llr(f: f64, a: f64, b: f64, n: f64) -> f64 {
    let observed = [[f, a - f], [b - f, (n - a - b + f).max(0.0)]];
    let (rows, columns) = ([a, n - a], [b, n - b]);
    let mut sum = 0.0;
    for i in 0..2 {
        for j in 0..2 {
            if observed[i][j] > 0.0 && rows[i] > 0.0 && columns[j] > 0.0 {
                sum += observed[i][j] * (observed[i][j] / (rows[i] * columns[j] / n)).ln();
            }
        }
    }
    (2.0 * sum).max(0.0) * if f / n < a / n * (b / n) { -1.0 } else { 1.0 }
}

fn near(found: f32, wanted: f64, slack: f64, told: &str) {
    let found = f64::from(found);
    let same = found.is_nan() && wanted.is_nan() || (found - wanted).abs() <= slack * (1.0 + wanted.abs());
    assert!(same, "{told}: {found} for {wanted}");
}

/// The documents with a word, by search.
fn documents(corpus: &Corpus, word: &str) -> f64 {
    let mut counter = SpreadCounter::new(corpus);
    let told = concordance::search(corpus, Needle::units(word), None, &Control::new(), |hits| {
        counter.add(hits);
        std::ops::ControlFlow::Continue(())
    });
    told.unwrap();
    counter.finish().documents as f64
}

fn check(corpus: &Corpus, table: &Arc<CandidateTable>, floors: Floors) {
    let (words, total) = naive::count(corpus, usize::from(floors.max_length));
    let counted = Counted { words, total: total as f64, joint: corpus.reading().joint(), floors };
    let deriver = Deriver::new(Arc::clone(table));
    let control = Control::new();
    // What is learnt from the text has no short definition.
    let learnt = [Feature::Confidence, Feature::Refined];
    for feature in Feature::ALL.into_iter().filter(|feature| !learnt.contains(feature)) {
        let column = deriver.column(feature, corpus, &control).unwrap();
        assert_eq!(column.len(), table.len());
        let (variation, slack) = match feature {
            Feature::Vbe => (counted.variation(), 1e-2),
            Feature::Llr => (Vec::new(), 1e-4),
            _ => (Vec::new(), 1e-5),
        };
        for ((row, word), &found) in counted.candidates().enumerate().zip(column.iter()) {
            let name = word.units.join(counted.joint);
            let wanted = match feature {
                Feature::Vbe if variation[row].is_nan() => continue,
                Feature::Vbe => variation[row],
                Feature::Docs => documents(corpus, &name),
                Feature::Score => f64::from(table.columns().score[row]),
                _ => counted.value(feature, word),
            };
            near(found, wanted, slack, &format!("{} of {name}", feature.name()));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_column_is_what_its_definition_says(
        parts in prop::collection::vec(prop_oneof![texts::text(), texts::scripts()], 1..5),
        unit in units(),
        floors in floors(),
    ) {
        let corpus = corpus(&parts, unit);
        let table = Arc::new(analyse(&corpus, floors, &Control::new()).unwrap());
        check(&corpus, &table, floors);
    }

    #[test]
    fn parts_are_the_words_without_an_outer_unit(text in texts::text(), unit in units(), floors in floors()) {
        let corpus = corpus(&[text], unit);
        let table = Arc::new(analyse(&corpus, floors, &Control::new()).unwrap());
        let (words, _) = naive::count(&corpus, usize::from(floors.max_length));
        let deriver = Deriver::new(Arc::clone(&table));
        let nesting = deriver.nesting(&Control::new()).unwrap();
        for id in table.ids() {
            let units = &words[table.word(id)].units;
            let joint = corpus.reading().joint();
            let node = |units: &[String]| match table.find(&units.join(joint)) {
                Some(id) => id.index(),
                None => table.len() + table.symbols().find(&units.join(joint)).unwrap(),
            };
            prop_assert_eq!(nesting.prefix(id.index()) as usize, node(&units[..units.len() - 1]));
            prop_assert_eq!(nesting.suffix(id.index()) as usize, node(&units[1..]));
        }
    }
}

#[test]
fn documents_go_on_over_blocks_of_text() {
    // Documents of more than a block, of many to a block, and one that starts as a block ends.
    let long = "天地玄黄，宇宙洪荒。".repeat(50_000);
    let mut parts = vec!["天地。".to_owned(), long.clone(), "玄黄".to_owned()];
    parts.extend((0..20_000).map(|k| if k % 3 == 0 { "日月天地".to_owned() } else { "日月盈昃".to_owned() }));
    parts.extend([long, "宇宙".to_owned()]);
    let corpus = corpus(&parts, UnitKind::Char);
    let table = Arc::new(analyse(&corpus, Floors::default(), &Control::new()).unwrap());
    let column = Deriver::new(Arc::clone(&table)).column(Feature::Docs, &corpus, &Control::new()).unwrap();
    for id in table.ids() {
        let word = table.word(id);
        let wanted = parts.iter().filter(|part| part.contains(word)).count();
        assert_eq!(column[id.index()], wanted as f32, "{word}");
    }
}

#[test]
fn the_same_columns_for_any_number_of_threads_and_none_when_cancelled() {
    let corpus = corpus(&["天地玄黄，宇宙洪荒。日月盈昃天地宇宙".repeat(30), "天地宇宙".repeat(9)], UnitKind::Char);
    let table = Arc::new(analyse(&corpus, Floors::default(), &Control::new()).unwrap());
    let cancelled = Control::new();
    cancelled.cancel();
    for feature in Feature::ALL {
        let column = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let deriver = Deriver::new(Arc::clone(&table));
            let column = pool.install(|| deriver.column(feature, &corpus, &Control::new())).unwrap();
            column.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
        };
        assert_eq!(column(1), column(3), "{}", feature.name());
        let deriver = Deriver::new(Arc::clone(&table));
        assert!(deriver.column(feature, &corpus, &cancelled).is_err(), "{}", feature.name());
        assert!(deriver.column(feature, &corpus, &Control::new()).is_ok());
    }
}

#[test]
fn an_explanation_has_all_splits_and_standings() {
    let corpus =
        corpus(&["天地玄黄，宇宙洪荒。日月盈昃天地宇宙".repeat(30), "天地宇宙天地玄".repeat(9)], UnitKind::Char);
    let table = Arc::new(analyse(&corpus, Floors::default(), &Control::new()).unwrap());
    let deriver = Deriver::new(Arc::clone(&table));
    let id = table.find("天地玄").unwrap();
    let explained = deriver.explain(id, &[], &Control::new()).unwrap();
    let count = |word: &str| table.find(word).map(|id| table.count(id));
    let single = |name: &str| table.symbols().count[table.symbols().find(name).unwrap()];
    let parts: Vec<_> = explained.splits.iter().map(|split| (split.parts.join("|"), split.counts)).collect();
    let wanted =
        [("天|地玄", [single("天"), count("地玄").unwrap()]), ("天地|玄", [count("天地").unwrap(), single("玄")])];
    assert_eq!(parts, wanted.map(|(parts, counts)| (parts.to_owned(), counts)));
    let least = explained.splits.iter().map(|split| split.pmi).fold(f64::INFINITY, f64::min);
    assert!((least - f64::from(table.pmi(id))).abs() < 1e-5);
    assert_eq!(explained.splits[explained.weakest.unwrap()].pmi, least);
    let (extension, often) = explained.extension.unwrap();
    assert_eq!(Some(often), count(&extension));
    assert!(often == count("天地玄黄").unwrap().max(count("宙天地玄").unwrap_or(0)), "{extension}");
    assert_eq!(explained.standings.len(), Feature::ALL.iter().filter(|feature| !feature.needs_text()).count());
    for standing in &explained.standings {
        let column = deriver.column(standing.feature, &corpus, &Control::new()).unwrap();
        let own = column[id.index()];
        let below = column.iter().filter(|&&other| other < own).count();
        assert_eq!((standing.below as usize, f64::from(own) as f32), (below, standing.value as f32));
        assert!((0.0..=1.0).contains(&standing.percentile().unwrap()), "{}", standing.feature.name());
    }
    let docs = vec![2.0; table.len()].into();
    let explained = deriver.explain(id, &[(Feature::Docs, docs)], &Control::new()).unwrap();
    let standing = explained.standings.iter().find(|standing| standing.feature == Feature::Docs).unwrap();
    assert_eq!((standing.value, standing.percentile()), (2.0, Some(0.5)));
}

#[test]
fn a_table_without_symbols_has_unknown_values_and_no_panic() {
    let corpus = corpus(&["天地玄黄，宇宙洪荒。".repeat(9)], UnitKind::Char);
    let table = analyse(&corpus, Floors::default(), &Control::new()).unwrap();
    let mut columns = table.columns().clone();
    columns.symbols = Default::default();
    let table = Arc::new(CandidateTable::new(columns, table.floors(), table.totals()).unwrap());
    let deriver = Deriver::new(table);
    for feature in [Feature::Cohesion, Feature::Llr, Feature::Surprise, Feature::Vbe] {
        let column = deriver.column(feature, &corpus, &Control::new()).unwrap();
        assert!(column.iter().any(|value| value.is_nan()), "{}", feature.name());
    }
}
