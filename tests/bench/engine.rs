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
use wordmine::engine::floor::{self, bigram_floor};
use wordmine::engine::{Control, Corpus, Floors, analyse};
use wordmine::workbench::cost;

const DEMO: &[u8] = include_bytes!("../../assets/demo/xiyouji.txt.zst");

fn floor(corpus: &Corpus) -> usize {
    bigram_floor(corpus, Floors::default(), &Control::new()).unwrap()
}

fn statistics(corpus: &Corpus) -> usize {
    floor::statistics(corpus, Floors::default(), &Control::new()).unwrap()
}

fn table(corpus: &Corpus) -> usize {
    analyse(corpus, Floors::default(), &Control::new()).unwrap().len()
}

/// A name, and what is measured under it.
type Step = (&'static str, fn(&Corpus) -> usize);

const STEPS: [Step; 3] = [("floor", floor), ("statistics", statistics), ("table", table)];

fn rounds(corpus: &Corpus) -> Option<()> {
    let mut least = [f64::INFINITY; 3];
    for round in 0..5 {
        // The table first, so that the first peak is that of a plain run.
        for (step, (name, run)) in STEPS.iter().enumerate().rev() {
            let before = cost::processor()?;
            let result = black_box(run(corpus));
            let seconds = cost::processor()? - before;
            least[step] = least[step].min(seconds);
            if round == 0 {
                println!("{name}: {result} rows, peak so far {} bytes", cost::peak()?);
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
    let corpus = Corpus::from_text("text", &text);
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
