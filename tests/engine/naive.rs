//! Counts and measures by their definitions, with no care for time.

use std::collections::{BTreeMap, HashMap};

use wordmine::engine::measures::score::FEATURES;
use wordmine::engine::measures::weights::SCORE;
use wordmine::engine::text::UnitKind;
use wordmine::engine::text::unit::pieces;
use wordmine::engine::{CandidateTable, Corpus, Floors};

/// A unit, or a break, which equals nothing but itself: breaks are numbered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Neighbour {
    Unit(String),
    Break(usize),
}

/// What is known of one word.
#[derive(Debug, Clone, Default)]
pub struct Word {
    pub units: Vec<String>,
    pub count: u32,
    pub left: HashMap<Neighbour, u32>,
    pub right: HashMap<Neighbour, u32>,
}

/// Every string of up to `longest` units, words joined by a space, and the number of units.
pub fn count(corpus: &Corpus, longest: usize) -> (BTreeMap<String, Word>, u64) {
    let (text, kind) = (corpus.text(), corpus.reading().unit);
    let mut symbols = vec![Neighbour::Break(usize::MAX)];
    symbols.extend(
        pieces(text, kind)
            .map(|p| if p.is_break { Neighbour::Break(p.start) } else { Neighbour::Unit(p.text.to_owned()) }),
    );
    symbols.push(Neighbour::Break(text.len()));
    let mut words: BTreeMap<String, Word> = BTreeMap::new();
    let mut total = 0;
    for start in 1..symbols.len() {
        let mut units: Vec<String> = Vec::new();
        for end in start..symbols.len().min(start + longest) {
            let Neighbour::Unit(unit) = &symbols[end] else { break };
            total += u64::from(units.is_empty());
            units.push(unit.clone());
            let word =
                words.entry(spelled(&units, kind)).or_insert_with(|| Word { units: units.clone(), ..Word::default() });
            assert_eq!(word.units, units, "two ways to cut one word");
            word.count += 1;
            // Breaks before and after one word are never the same occurrence of a break.
            *word.left.entry(apart(&symbols[start - 1], start)).or_default() += 1;
            *word.right.entry(apart(&symbols[end + 1], end)).or_default() += 1;
        }
    }
    (words, total)
}

fn spelled(units: &[String], kind: UnitKind) -> String {
    units.join(if kind == UnitKind::Word { " " } else { "" })
}

fn apart(neighbour: &Neighbour, at: usize) -> Neighbour {
    match neighbour {
        Neighbour::Break(_) => Neighbour::Break(at),
        unit => unit.clone(),
    }
}

pub fn entropy(neighbours: &HashMap<Neighbour, u32>) -> f64 {
    let total: f64 = neighbours.values().map(|&n| f64::from(n)).sum();
    -neighbours.values().map(|&n| f64::from(n) / total).map(|p| p * p.ln()).sum::<f64>()
}

fn pmi(word: &Word, words: &BTreeMap<String, Word>, total: u64, kind: UnitKind) -> f64 {
    let of = |units: &[String]| f64::from(words[&spelled(units, kind)].count);
    (1..word.units.len())
        .map(|k| (f64::from(word.count) * total as f64 / of(&word.units[..k]) / of(&word.units[k..])).ln())
        .fold(f64::INFINITY, f64::min)
}

/// The score of each candidate by its definition, in order of bytes.
pub fn scores(words: &BTreeMap<String, Word>, total: u64, segments: u64, floors: Floors) -> Vec<f64> {
    let of = |units: &[String]| &words[&units.concat()];
    let rows: Vec<&Word> = words.values().filter(|w| w.units.len() > 1 && w.count >= floors.min_count).collect();
    let corrected = |side: &HashMap<Neighbour, u32>, count: u32| {
        entropy(side) + (side.len() as f64 - 1.0) / (2.0 * f64::from(count))
    };
    let growths = rows.iter().map(|w| {
        let (suffix, prefix) = (of(&w.units[1..]), of(&w.units[..w.units.len() - 1]));
        let left = corrected(&w.left, w.count) - corrected(&suffix.left, suffix.count);
        [left, corrected(&w.right, w.count) - corrected(&prefix.right, prefix.count)]
    });
    let growths: Vec<[f64; 2]> = growths.collect();
    let z = |row: usize, side: usize| {
        let peers = growths.iter().zip(&rows).filter(|(_, w)| w.units.len() == rows[row].units.len());
        let values: Vec<f64> = peers.map(|(g, _)| g[side]).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let deviation = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt();
        if deviation > 1e-6 { (growths[row][side] - mean) / deviation } else { 0.0 }
    };
    let p0 = segments as f64 / total as f64;
    let breaks = |side: &HashMap<Neighbour, u32>| side.keys().filter(|n| matches!(n, Neighbour::Break(_))).count();
    let affinity = |w: &Word, side| ((breaks(side) as f64 + 2.0 * p0) / ((f64::from(w.count) + 2.0) * p0)).ln();
    let features = rows.iter().enumerate().map(|(row, w)| {
        let (first, last) = (of(&w.units[..1]), of(&w.units[w.units.len() - 1..]));
        let (suffix, prefix) = (of(&w.units[1..]), of(&w.units[..w.units.len() - 1]));
        let splits =
            [(first, suffix), (prefix, last)].map(|(a, b)| (corrected(&a.right, a.count), corrected(&b.left, b.count)));
        let outer = corrected(&w.left, w.count).min(corrected(&w.right, w.count));
        let (pmi, count) = (pmi(w, words, total, UnitKind::Char), f64::from(w.count));
        let variety = (w.left.len().min(w.right.len()) as f64).ln();
        let commonest = w.units.iter().map(|u| words[u].count).max().unwrap();
        [
            z(row, 0) + z(row, 1),
            growths[row][0],
            growths[row][1],
            z(row, 0).min(z(row, 1)),
            pmi / (total as f64 / count).ln(),
            pmi + 2.0 * count.ln(),
            variety,
            variety / count.ln(),
            entropy(&w.left),
            entropy(&w.right),
            splits.map(|(a, b)| a + b).into_iter().fold(f64::NEG_INFINITY, f64::max),
            outer - splits.map(|(a, b)| a.min(b)).into_iter().fold(f64::NEG_INFINITY, f64::max),
            affinity(w, &w.left) + affinity(w, &w.right),
            affinity(first, &first.left),
            affinity(last, &last.right),
            f64::from(commonest),
        ]
    });
    let features: Vec<[f64; FEATURES]> = features.collect();
    let mut sums: Vec<f64> = rows.iter().map(|w| f64::from(weights(w)[FEATURES])).collect();
    for k in 0..FEATURES {
        let short = rows.iter().zip(&features).filter(|(w, _)| w.units.len() <= 4);
        let values: Vec<f64> = short.map(|(_, features)| features[k]).collect();
        for ((sum, word), features) in sums.iter_mut().zip(&rows).zip(&features) {
            // Values closer than this are taken as equal: they differ by rounding.
            let below = values.iter().filter(|v| **v < features[k] - 1e-6).count();
            let equal = values.iter().filter(|v| (**v - features[k]).abs() <= 1e-6).count();
            let rank = (below as f64 + equal as f64 / 2.0) / values.len() as f64;
            *sum += f64::from(weights(word)[k]) * (rank - 0.5) * 12f64.sqrt();
        }
    }
    let not_above = |sum: &f64| sums.iter().filter(|s| **s <= sum + 1e-7).count();
    sums.iter().map(|sum| not_above(sum) as f64 / sums.len() as f64).collect()
}

fn weights(word: &Word) -> &'static [f32; FEATURES + 1] {
    &SCORE[word.units.len().min(4) - 2]
}

/// Checks every row and column but the score.
pub fn check(table: &CandidateTable, corpus: &Corpus, floors: Floors) {
    let (words, total) = count(corpus, usize::from(floors.max_length));
    let wanted: Vec<(&String, &Word)> =
        words.iter().filter(|(_, w)| w.units.len() > 1 && w.count >= floors.min_count).collect();
    let found: Vec<&str> = table.ids().map(|id| table.word(id)).collect();
    assert_eq!(found, wanted.iter().map(|(w, _)| w.as_str()).collect::<Vec<_>>());
    assert_eq!(table.totals().symbols, total);
    assert_eq!(table.totals().alphabet, words.values().filter(|w| w.units.len() == 1).count() as u64);
    for (id, (name, word)) in table.ids().zip(wanted) {
        assert_eq!(table.count(id), word.count, "{name}");
        assert_eq!(usize::from(table.length(id)), word.units.len(), "{name}");
        near(table.left(id), entropy(&word.left), name);
        near(table.right(id), entropy(&word.right), name);
        near(table.pmi(id), pmi(word, &words, total, corpus.reading().unit), name);
        let kinds = (table.left_kinds(id) as usize, table.right_kinds(id) as usize);
        assert_eq!(kinds, (word.left.len(), word.right.len()), "{name}");
    }
    let symbols = table.symbols();
    let wanted = words.iter().filter(|(_, w)| w.units.len() == 1 && w.count >= floors.min_count);
    assert_eq!(symbols.len(), wanted.clone().count());
    for (symbol, (name, word)) in wanted.enumerate() {
        assert_eq!((symbols.name(symbol), symbols.find(name)), (name.as_str(), Some(symbol)));
        assert_eq!(symbols.count[symbol], word.count, "{name}");
        near(symbols.left[symbol], entropy(&word.left), name);
        near(symbols.right[symbol], entropy(&word.right), name);
        let kinds = (symbols.left_kinds[symbol] as usize, symbols.right_kinds[symbol] as usize);
        assert_eq!(kinds, (word.left.len(), word.right.len()), "{name}");
    }
}

fn near(found: f32, wanted: f64, name: &str) {
    assert!((f64::from(found) - wanted).abs() < 1e-5 * (1.0 + wanted.abs()), "{name}: {found} for {wanted}");
}
