//! Every pass against its definition, worked out by enumeration.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;

use super::super::text::unit::pieces;
use super::super::text::{CorpusBuilder, Reading, Room};
use super::super::{Cancelled, CandidateId, Floors, analyse};
use super::*;

fn corpus(text: &str, unit: UnitKind) -> Corpus {
    let mut builder = CorpusBuilder::new(Reading { unit, ..Reading::default() }, Room::default());
    builder.source("t");
    builder.push(text).unwrap();
    builder.end_document().unwrap();
    builder.finish().unwrap()
}

/// The stretches of a text as units.
fn stretches(corpus: &Corpus) -> Vec<Vec<String>> {
    let mut stretches = vec![Vec::new()];
    for piece in pieces(corpus.text(), corpus.reading().unit) {
        if piece.is_break {
            stretches.push(Vec::new());
        } else {
            stretches.last_mut().unwrap().push(piece.text.to_owned());
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

fn tuning(position_chunk: usize, narrow_limit: usize) -> Tuning {
    Tuning { position_chunk, narrow_limit, ..Tuning::default() }
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

/// Short stretches of few symbols of several scripts.
fn texts() -> impl Strategy<Value = (String, UnitKind)> {
    let unit = prop::sample::select(vec!["天", "地", "玄", "地", "ab ", "1", "é", "e\u{301}", "กำ", "𠀀", "が", "x"]);
    let stretch = prop::collection::vec(unit, 1..8).prop_map(|units| units.concat());
    let ends = prop::sample::select(vec!["，", "\n\n", "。", "!"]);
    let text = prop::collection::vec((stretch, ends, 1usize..4), 1..12)
        .prop_map(|parts| parts.iter().map(|(stretch, end, times)| format!("{stretch}{end}").repeat(*times)).collect());
    (text, prop::sample::select(vec![UnitKind::Char, UnitKind::Grapheme, UnitKind::Word]))
}

struct Naive<'a> {
    corpus: &'a Corpus,
    table: &'a CandidateTable,
}

impl Naive<'_> {
    fn row(&self, units: &[String]) -> Option<usize> {
        self.table.find(&units.join(self.corpus.reading().joint())).map(CandidateId::index)
    }

    /// All ways to cut `units` units into pieces that are single symbols or rows, as lengths.
    fn ways(&self, stretch: &[String]) -> Vec<Vec<usize>> {
        if stretch.is_empty() {
            return vec![Vec::new()];
        }
        let longest = stretch.len().min(usize::from(self.table.floors().max_length));
        let firsts = (1..=longest).filter(|&length| length == 1 || self.row(&stretch[..length]).is_some());
        firsts
            .flat_map(|length| {
                let rest = self.ways(&stretch[length..]);
                rest.into_iter().map(move |rest| [vec![length], rest].concat())
            })
            .collect()
    }

    /// Strength of the junction before each unit of a stretch and after the last.
    fn strengths(&self, stretch: &[String], thresholds: [f32; 3]) -> Vec<f32> {
        let mut strengths = vec![f32::NEG_INFINITY; stretch.len() + 1];
        for start in 0..stretch.len() {
            for length in 2..=4.min(stretch.len() - start) {
                if let Some(row) = self.row(&stretch[start..start + length]) {
                    let value = self.table.pmi(CandidateId(row as u32)) - thresholds[length - 2];
                    strengths[start + 1..start + length].iter_mut().for_each(|s| *s = s.max(value));
                }
            }
        }
        strengths
    }
}

/// The lattice's id of each unit.
fn singles(lattice: &Lattice) -> HashMap<String, usize> {
    let known = 1..lattice.singles().rare();
    known.map(|id| (lattice.singles().names[id].to_string(), id)).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 5e-5 + 1e-5 * a.abs().max(b.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn expectation_is_that_over_all_segmentations(
        (text, unit) in texts(),
        (min_count, max_length) in (2u32..4, 2u8..7),
        logs in prop::collection::vec(prop_oneof![9 => -9.0f32..3.0, 1 => Just(f32::NEG_INFINITY)], 40),
    ) {
        let corpus = corpus(&text, unit);
        let table = analyse(&corpus, Floors { min_count, max_length }, &Control::new()).unwrap();
        let mut lattice = Lattice::new(&corpus, &table, &tuning(7, 65_534), &Control::new()).unwrap();
        let weights = Weights {
            rows: (0..table.len()).map(|row| logs[row % logs.len()]).collect(),
            singles: (0..=lattice.singles().rare()).map(|id| logs[(id * 7) % logs.len()].max(-20.0)).collect(),
        };
        let ids = singles(&lattice);
        let naive = Naive { corpus: &corpus, table: &table };
        let (mut rows, mut psi) = (vec![0.0; table.len()], vec![0.0; table.len()]);
        let mut single_uses = vec![0.0; weights.singles.len()];
        let mut log_likelihood = 0.0;
        for stretch in stretches(&corpus) {
            let mut uses: BTreeMap<(usize, usize), f64> = BTreeMap::new();
            let mut all = 0.0;
            let mut best = f64::NEG_INFINITY;
            let log = |start: usize, length: usize| f64::from(match naive.row(&stretch[start..start + length]) {
                Some(row) if length > 1 => weights.rows[row],
                _ => weights.singles[ids.get(&stretch[start]).copied().unwrap_or(lattice.singles().rare())],
            });
            let total = |way: &[usize]| {
                let mut start = 0;
                way.iter().map(|&length| { start += length; log(start - length, length) }).sum::<f64>()
            };
            for way in naive.ways(&stretch) {
                let weight = total(&way).exp();
                best = best.max(total(&way));
                all += weight;
                let mut start = 0;
                for length in way {
                    *uses.entry((start, length)).or_default() += weight;
                    start += length;
                }
            }
            for ((start, length), weight) in uses {
                if length == 1 {
                    single_uses[ids.get(&stretch[start]).copied().unwrap_or(lattice.singles().rare())] += weight / all;
                } else {
                    let row = naive.row(&stretch[start..start + length]).unwrap();
                    rows[row] += weight / all;
                    psi[row] -= (1.0 - (weight / all).min(1.0 - 1e-12)).ln();
                }
            }
            log_likelihood += all.ln();
            let spelled = stretch.join(corpus.reading().joint());
            let path = lattice.best_path(&lattice.symbols(&spelled), &weights);
            prop_assert_eq!(path.iter().sum::<usize>(), stretch.len());
            prop_assert!(close(total(&path), best), "{:?} of {:?}", path, stretch);
        }
        let expected = lattice.expect(&weights, &Control::new()).unwrap();
        for row in 0..table.len() {
            let word = table.word(CandidateId(row as u32));
            prop_assert!(close(f64::from(expected.rows[row]), rows[row]), "{word}: {} {}", expected.rows[row], rows[row]);
            prop_assert!((f64::from(expected.psi[row]) - psi[row]).abs() < 1e-4 + 1e-4 * psi[row], "{word}");
        }
        for (a, b) in expected.singles.iter().zip(single_uses) {
            prop_assert!(close(*a, b));
        }
        prop_assert!(close(expected.log_likelihood, log_likelihood));
    }

    #[test]
    fn junctions_and_pieces_are_those_of_the_definition(
        (text, unit) in texts(), (min_count, max_length) in (2u32..4, 2u8..9), least in -2.0f32..2.0,
    ) {
        let corpus = corpus(&text, unit);
        let table = analyse(&corpus, Floors { min_count, max_length }, &Control::new()).unwrap();
        let mut lattice = Lattice::new(&corpus, &table, &tuning(7, 65_534), &Control::new()).unwrap();
        let naive = Naive { corpus: &corpus, table: &table };
        let mut wanted = vec![[0.0f64; 4]; table.len()];
        let thresholds = [least, least + 0.5, least + 1.0];
        let mut counted: BTreeMap<String, u32> = BTreeMap::new();
        for stretch in stretches(&corpus) {
            let strengths: Vec<f32> =
                naive.strengths(&stretch, [2.0, 4.0, 6.0]).iter().map(|s| s.clamp(WEAKEST, STRONGEST)).collect();
            for start in 0..stretch.len() {
                for end in start + 2..=stretch.len().min(start + usize::from(max_length)) {
                    let Some(row) = naive.row(&stretch[start..end]) else { continue };
                    let inner = strengths[start + 1..end].iter().copied().fold(f32::INFINITY, f32::min);
                    let (left, right) = (strengths[start], strengths[end]);
                    let is_cut = left < 0.0 && right < 0.0;
                    let values = [inner, left, right, f32::from(u8::from(is_cut))];
                    wanted[row].iter_mut().zip(values).for_each(|(sum, value)| *sum += f64::from(value));
                }
            }
            let joins = naive.strengths(&stretch, thresholds);
            let kept = |units: &[String]| naive.row(units).is_some_and(|row| {
                table.pmi(CandidateId(row as u32)) >= thresholds[units.len() - 2]
            });
            let mut start = 0;
            for end in 1..=stretch.len() {
                if joins[end] < 0.0 {
                    let piece = &stretch[start..end];
                    let is_word = match piece.len() {
                        1 => false,
                        2 => true,
                        3 | 4 => kept(piece),
                        _ => piece.windows(4).all(kept),
                    };
                    if is_word {
                        *counted.entry(piece.join(corpus.reading().joint())).or_default() += 1;
                    }
                    start = end;
                }
            }
        }
        let junctions = lattice.junctions(&Control::new()).unwrap();
        for id in table.ids() {
            let row = id.index();
            let found = [junctions.inner[row], junctions.outer_left[row], junctions.outer_right[row], junctions.cut[row]];
            for (found, wanted) in found.iter().zip(wanted[row]) {
                prop_assert!(close(f64::from(*found), wanted / f64::from(table.count(id))), "{}", table.word(id));
            }
        }
        let mut words: Vec<(String, u32)> = counted.into_iter().filter(|&(_, count)| count >= min_count).collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        prop_assert_eq!(lattice.cut(Thresholds(thresholds), &Control::new()).unwrap(), words);
    }

    #[test]
    fn threads_and_chunks_do_not_matter(
        (text, unit) in texts(), chunk in 1usize..40, narrow in prop::sample::select(vec![1usize, 65_534]),
    ) {
        let corpus = corpus(&text, unit);
        let table = analyse(&corpus, Floors { min_count: 2, max_length: 5 }, &Control::new()).unwrap();
        let all = |threads: usize, tuning: &Tuning| pool(threads).install(|| {
            let mut lattice = Lattice::new(&corpus, &table, tuning, &Control::new()).unwrap();
            let junctions = lattice.junctions(&Control::new()).unwrap();
            let words = lattice.cut(Thresholds::default(), &Control::new()).unwrap();
            (junctions, words, lattice.learn(|row| row as f32 % 3.0 - 2.0, 3, &Control::new()).unwrap())
        });
        let one = all(1, &Tuning::default());
        prop_assert!(one.2.log_likelihoods.iter().all(|log| log.is_finite()));
        prop_assert_eq!(&one, &all(3, &tuning(chunk, narrow)));
        prop_assert_eq!(&one, &all(1, &tuning(chunk + 1, 65_534)));
    }
}

#[test]
fn learning_without_bias_never_lowers_the_likelihood() {
    let text = "天地玄黃宇宙洪荒，玄黃天地洪荒。宇宙天地，洪荒玄黃宇宙！".repeat(5);
    let corpus = corpus(&text, UnitKind::Char);
    let table = analyse(&corpus, Floors::default(), &Control::new()).unwrap();
    let mut lattice = Lattice::new(&corpus, &table, &Tuning::default(), &Control::new()).unwrap();
    let learned = lattice.learn(|_| 0.0, 8, &Control::new()).unwrap();
    assert!(learned.log_likelihoods.windows(2).all(|pair| pair[1] >= pair[0] - 1e-3), "{:?}", learned.log_likelihoods);
    // What is used is the whole text.
    let lengths = table.ids().map(|id| f64::from(table.length(id)) * f64::from(learned.expected.rows[id.index()]));
    let units = lengths.sum::<f64>() + learned.expected.singles.iter().sum::<f64>();
    assert!(close(units, table.totals().symbols as f64), "{units}");
    let weights = &learned.weights;
    let path = lattice.best_path(&lattice.symbols("天地，洪荒玄黃新"), weights);
    assert_eq!(path.iter().sum::<usize>(), 8);
    assert_eq!(path[1], 1, "a break stands alone");
}

#[test]
fn a_text_without_breaks_is_cut_and_read_in_any_chunks() {
    let text: String = (0..3 * LONGEST / 2).map(|k| ["天地", "玄", "地黃"][k * k % 7 % 3]).collect();
    let corpus = corpus(&text, UnitKind::Char);
    let table = analyse(&corpus, Floors::default(), &Control::new()).unwrap();
    let expected = |threads: usize, chunk: usize| {
        pool(threads).install(|| {
            let mut lattice = Lattice::new(&corpus, &table, &tuning(chunk, 65_534), &Control::new()).unwrap();
            let junctions = lattice.junctions(&Control::new()).unwrap();
            (junctions, lattice.learn(|_| -1.0, 2, &Control::new()).unwrap())
        })
    };
    let one = expected(1, 1 << 20);
    assert_eq!(one, expected(2, 1));
    assert_eq!(one, expected(1, 3000));
}

#[test]
fn words_beyond_the_longest_row_are_pieces() {
    let text = "甲天地玄黃宇宙乙，丙天地玄黃宇宙丁。".to_owned() + &"天地玄黃宇宙。".repeat(4);
    let text = text + &"甲乙丙丁戊己庚辛。辛庚己戊丁丙乙甲。甲丙乙丁，丁乙丙甲。".repeat(40);
    let corpus = corpus(&text, UnitKind::Char);
    let table = analyse(&corpus, Floors { min_count: 5, max_length: 4 }, &Control::new()).unwrap();
    let mut lattice = Lattice::new(&corpus, &table, &Tuning::default(), &Control::new()).unwrap();
    let words = lattice.cut(Thresholds([3.0, 3.5, 4.0]), &Control::new()).unwrap();
    assert!(words.contains(&("天地玄黃宇宙".to_owned(), 6)), "{words:?}");
    let distinct: BTreeSet<&str> = words.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(distinct.len(), words.len());
}

#[test]
fn a_cancelled_pass_stops() {
    let corpus = corpus(&"天地玄黃，".repeat(100), UnitKind::Char);
    let table = analyse(&corpus, Floors::default(), &Control::new()).unwrap();
    let mut lattice = Lattice::new(&corpus, &table, &Tuning::default(), &Control::new()).unwrap();
    let control = Control::new();
    control.cancel();
    assert!(matches!(lattice.junctions(&control), Err(AnalyseError::Cancelled(Cancelled))));
    assert!(matches!(lattice.cut(Thresholds::default(), &control), Err(AnalyseError::Cancelled(Cancelled))));
    assert!(matches!(lattice.learn(|_| 0.0, 2, &control), Err(AnalyseError::Cancelled(Cancelled))));
    assert!(matches!(
        Lattice::new(&corpus, &table, &Tuning::default(), &control),
        Err(AnalyseError::Cancelled(Cancelled))
    ));
}

#[test]
fn a_text_without_candidates_gives_nothing() {
    let corpus = corpus("天地", UnitKind::Char);
    let table = analyse(&corpus, Floors::default(), &Control::new()).unwrap();
    let mut lattice = Lattice::new(&corpus, &table, &Tuning::default(), &Control::new()).unwrap();
    assert!(lattice.cut(Thresholds::default(), &Control::new()).unwrap().is_empty());
    let learned = lattice.learn(|_| 0.0, 2, &Control::new()).unwrap();
    assert!(learned.expected.rows.is_empty());
    assert!(close(learned.expected.singles.iter().sum(), 2.0));
}
