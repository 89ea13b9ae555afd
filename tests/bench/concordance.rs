//! What a person waits for with each candidate: its first lines, all of its places, its neighbours, another order.
//!
//! `cargo bench --bench concordance` searches the demo novel; `WORDMINE_BENCH_TEXT=FILE` another UTF-8 text. First come
//! median, 99th percentile and maximum over 200 candidates chosen evenly among all, in memory and outside it, then the
//! most frequent of them by criterion.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::Criterion;
use wordmine::engine::concordance::{
    Arrangement, Index, KwicSort, Needle, arrange, find, lines, neighbours, passage, search,
};
use wordmine::engine::text::{CorpusBuilder, Reading, Room};
use wordmine::engine::{Control, Corpus, Floors, analyse};
use wordmine::project::scratch::ScratchFolder;

const DEMO: &[u8] = include_bytes!("../../assets/demo/xiyouji.txt.zst");
/// Bytes of text whose candidates are searched for.
const COUNTED: usize = 100 << 20;
const WORDS: usize = 200;
const FIRST: usize = 50;

/// The first lines, as soon as there are so many.
fn first(corpus: &Corpus, index: Option<&Index>, word: &str) -> usize {
    let control = Control::new();
    let mut hits = Vec::new();
    search(corpus, Needle::units(word), index, &control, |batch| {
        hits.extend_from_slice(batch);
        if hits.len() >= FIRST { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    hits.truncate(FIRST);
    lines(corpus, word, &hits, 100, &control).unwrap().len()
}

fn all(corpus: &Corpus, word: &str) -> usize {
    find(corpus, word, &Control::new()).unwrap().len()
}

fn told(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let ms = |at: usize| times[at].as_secs_f64() * 1e3;
    let last = times.len() - 1;
    println!("{name}: median {:.2} ms, p99 {:.2} ms, max {:.2} ms", ms(last / 2), ms(last * 99 / 100), ms(last));
}

fn timed(words: &[String], mut run: impl FnMut(&str)) -> Vec<Duration> {
    let time = |word: &String| {
        let start = Instant::now();
        run(word);
        start.elapsed()
    };
    words.iter().map(time).collect()
}

/// Candidates chosen evenly among all, and the most frequent one.
fn words(text: &str) -> (Vec<String>, String) {
    let end = (0..=COUNTED.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap();
    let table = analyse(&Corpus::from_text("start", &text[..end]), Floors::default(), &Control::new()).unwrap();
    let step = (table.len() / WORDS).max(1);
    let most = table.ids().max_by_key(|&id| table.count(id)).unwrap();
    (table.ids().step_by(step).map(|id| table.word(id).to_owned()).collect(), table.word(most).to_owned())
}

fn rounds(name: &str, corpus: &Corpus, words: &[String], most: &str) {
    let control = Control::new();
    println!("{name}, {} bytes", corpus.len());
    told(
        "  first 50 lines",
        timed(words, |word| {
            black_box(first(corpus, None, word));
        }),
    );
    told(
        "  all places",
        timed(words, |word| {
            black_box(all(corpus, word));
        }),
    );
    let start = Instant::now();
    let index = Index::build(corpus, &control).unwrap();
    println!("  an index of {} bytes takes {:.2} s to make", index.size(), start.elapsed().as_secs_f64());
    let run = |word: &str| {
        black_box(first(corpus, Some(&index), word));
    };
    told("  first 50 lines with it", timed(words, run));
    let hits = find(corpus, most, &control).unwrap();
    let most = &vec![most.to_owned(); 5];
    println!("  {}, {} times", most[0], hits.len());
    told(
        "    first 50 lines",
        timed(most, |word| {
            black_box(first(corpus, None, word));
        }),
    );
    told(
        "    all places",
        timed(most, |word| {
            black_box(all(corpus, word));
        }),
    );
    told("    neighbours", timed(most, |word| drop(black_box(neighbours(corpus, word, &hits, &control).unwrap()))));
    for sort in KwicSort::ALL {
        let sorted = |word: &str| arrange(corpus, word, &mut hits.clone(), sort.into(), &control).unwrap();
        told(&format!("    order {sort:?}"), timed(most, sorted));
    }
    let how = Arrangement { per_document: true, ..Arrangement::default() };
    let first_of = |word: &str| arrange(corpus, word, &mut hits.clone(), how, &control).unwrap();
    told("    one a document", timed(most, first_of));
    let middle = hits[hits.len() / 2];
    let read = |word: &str| drop(black_box(passage(corpus, Needle::units(word), middle, &control).unwrap()));
    told("    a paragraph", timed(most, read));
}

fn main() {
    let text = match std::env::var("WORDMINE_BENCH_TEXT") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => String::from_utf8(zstd::decode_all(DEMO).unwrap()).unwrap(),
    };
    let (words, most) = words(&text);
    let folder = tempfile::tempdir_in(std::env::var_os("WORDMINE_BENCH_SCRATCH").unwrap_or(".".into())).unwrap();
    let room = Room { most_held: 0, scratch: Some(Arc::new(ScratchFolder::new(folder.path()))) };
    let mut builder = CorpusBuilder::new(Reading::default(), room);
    builder.source("text");
    builder.push(&text).unwrap();
    builder.end_document().unwrap();
    rounds("outside memory", &builder.finish().unwrap(), &words, &most);
    let corpus = Corpus::from_text("text", &text);
    drop(text);
    rounds("in memory", &corpus, &words, &most);

    let mut criterion = Criterion::default().configure_from_args().sample_size(10);
    criterion.bench_function("most frequent: first 50 lines", |b| b.iter(|| first(&corpus, None, &most)));
    criterion.bench_function("most frequent: all places", |b| b.iter(|| all(&corpus, &most)));
    criterion.final_summary();
}
