//! What the full statistics cost beside the least any counting must do.
//!
//! `cargo bench --bench engine` counts the demo novel; `WORDMINE_BENCH_TEXT=FILE` another UTF-8 text. First come the
//! processor seconds and the peak of memory of a few rounds in turn (on Linux), then wall times by criterion.
//!
//! - floor: decoding, symbol ids, and exact counts of all bigrams; nothing else.
//! - statistics: counts, PMI and entropies of every n-gram of 2 to 6 units that occurs 5 times.
//! - table: those, the score, and the rows in order: all of `analyse`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use wordmine::engine::alphabet::{Coded, Survey};
use wordmine::engine::{Control, Corpus, Floors, Tuning, analyse, measures, ngrams};

mod processor;

const DEMO: &[u8] = include_bytes!("../../assets/demo/xiyouji.txt.zst");

fn floor(corpus: &Corpus) -> usize {
    let (control, tuning) = (Control::new(), Tuning::default());
    let survey = Survey::new(corpus.text(), &tuning, &control).unwrap();
    let (alphabet, mapping) = survey.alphabet(Floors::default().min_count);
    let coded: Coded<u16> = survey.code(&mapping, &control).unwrap();
    let mut by_count: Vec<usize> = (1..alphabet.escape()).collect();
    by_count.sort_by_key(|&id| std::cmp::Reverse(alphabet.counts[id]));
    let mut rank = vec![u16::MAX; alphabet.counts.len()];
    (0..).zip(&by_count).for_each(|(r, &id)| rank[id] = r);

    // The most frequent symbols have a table of their bigrams, as large as pays for the text; the others a hash map.
    let dense = coded.ids.len().isqrt().min(4096);
    let threads = rayon::current_num_threads();
    let rows = dense.div_ceil(threads);
    let mut table = vec![0u32; dense * dense];
    table
        .par_chunks_mut(rows * dense)
        .enumerate()
        .map(|(part, own)| {
            let mut others: FxHashMap<u32, u32> = FxHashMap::default();
            for pair in coded.ids.windows(2) {
                let (first, second) =
                    (usize::from(rank[usize::from(pair[0])]), usize::from(rank[usize::from(pair[1])]));
                let is_ours = if first < dense { first / rows == part } else { first % threads == part };
                if !is_ours || pair[0] == 0 || pair[1] == 0 {
                    continue;
                }
                if first < dense && second < dense {
                    own[(first - part * rows) * dense + second] += 1;
                } else {
                    *others.entry(u32::from(pair[0]) << 16 | u32::from(pair[1])).or_default() += 1;
                }
            }
            own.iter().filter(|&&count| count > 0).count() + others.len()
        })
        .sum()
}

fn statistics(corpus: &Corpus) -> usize {
    let (control, tuning, floors) = (Control::new(), Tuning::default(), Floors::default());
    let survey = Survey::new(corpus.text(), &tuning, &control).unwrap();
    let (alphabet, mapping) = survey.alphabet(floors.min_count);
    let coded: Coded<u16> = survey.code(&mapping, &control).unwrap();
    let mut trie = ngrams::count(&coded, &alphabet, floors, &tuning, &control).unwrap();
    measures::measure(&mut trie, alphabet.totals, &control).unwrap().iter().map(Vec::len).sum()
}

fn table(corpus: &Corpus) -> usize {
    analyse(corpus, Floors::default(), &Control::new()).unwrap().len()
}

/// A name, and what is measured under it.
type Step = (&'static str, fn(&Corpus) -> usize);

const STEPS: [Step; 3] = [("floor", floor), ("statistics", statistics), ("table", table)];

fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmHWM")).map(|line| line.replace('\t', " "))
}

fn rounds(corpus: &Corpus) -> Option<()> {
    let mut least = [f64::INFINITY; 3];
    for round in 0..5 {
        // The table first, so that the first peak is that of a plain run.
        for (step, (name, run)) in STEPS.iter().enumerate().rev() {
            let before = processor::seconds()?;
            let result = black_box(run(corpus));
            let seconds = processor::seconds()? - before;
            least[step] = least[step].min(seconds);
            if round == 0 {
                println!("{name}: {result} rows, peak so far {}", peak()?);
            }
        }
    }
    for ((name, _), seconds) in STEPS.iter().zip(least) {
        println!("{name}: {seconds:.2} processor seconds, {:.2} times the floor", seconds / least[0]);
    }
    Some(())
}

fn main() {
    let text = match std::env::var("WORDMINE_BENCH_TEXT") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => String::from_utf8(zstd::decode_all(DEMO).unwrap()).unwrap(),
    };
    let mut corpus = Corpus::new();
    corpus.push_document("text", text);
    rounds(&corpus);

    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    for threads in [1, rayon::current_num_threads()] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut group = criterion.benchmark_group(format!("{threads} threads"));
        group.throughput(Throughput::Bytes(corpus.text().len() as u64));
        for (name, run) in STEPS {
            group.bench_function(name, |b| b.iter(|| pool.install(|| run(&corpus))));
        }
        group.finish();
    }
    criterion.final_summary();
}
