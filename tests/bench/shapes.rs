//! What texts of hard shapes cost beside real text of the same size.
//!
//! `cargo bench --bench shapes` takes the demo novel as real text; `WORDMINE_BENCH_TEXT=FILE` the first 20 MB of another
//! UTF-8 text. Prints the least processor seconds of a few rounds of `analyse`, for n-grams of up to 6 and of up to 12
//! units (on Linux).
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::hint::black_box;

use wordmine::engine::{Control, Corpus, Floors, analyse};
use wordmine::workbench::cost;

const DEMO: &[u8] = include_bytes!("../../assets/demo/xiyouji.txt.zst");

/// The most of the real text that is used, in bytes.
const MOST: usize = 20_000_000;

fn fibonacci(len: usize) -> String {
    let (mut a, mut b) = ("天".to_owned(), "天地".to_owned());
    while b.len() < len {
        (a, b) = (b.clone(), b + &a);
    }
    b
}

/// Characters drawn evenly from `kinds` (Knuth's MMIX generator, 1999).
fn random(len: usize, kinds: u64) -> String {
    let mut state = 42u64;
    let draw = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        char::from_u32(0x4E00 + ((state >> 33) % kinds) as u32).unwrap()
    });
    draw.take(len / 3).collect()
}

fn shapes(real: &str) -> Vec<(&'static str, String)> {
    let len = real.len();
    let line = "今天天气很好我们一起去公园散步吧\n";
    vec![
        ("real text", real.to_owned()),
        ("one symbol", "哈".repeat(len / 3)),
        ("two symbols in turn", "天地".repeat(len / 6)),
        ("Fibonacci word", fibonacci(len)),
        ("one line repeated", line.repeat(len / line.len())),
        ("random, 2 symbols", random(len, 2)),
        ("random, 5000 symbols", random(len, 5000)),
        ("all symbols distinct", (0..len / 8).map(|k| format!("x{k:x} ")).collect()),
    ]
}

/// Least processor seconds of three runs.
fn least(corpus: &Corpus, max_length: u8) -> Option<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        let before = cost::processor()?;
        black_box(analyse(corpus, Floors { max_length, ..Floors::default() }, &Control::new()).unwrap());
        least = least.min(cost::processor()? - before);
    }
    Some(least)
}

fn main() {
    let mut text = match std::env::var("WORDMINE_BENCH_TEXT") {
        Ok(path) => std::fs::read_to_string(path).unwrap(),
        Err(_) => String::from_utf8(zstd::decode_all(DEMO).unwrap()).unwrap(),
    };
    text.truncate(text.floor_char_boundary(MOST));
    let mut real = [f64::NAN; 2];
    for (name, text) in shapes(&text) {
        let corpus = Corpus::from_text(name, &text);
        for (max_length, real) in [6, 12].into_iter().zip(&mut real) {
            let Some(seconds) = least(&corpus, max_length) else { return };
            if name == "real text" {
                *real = seconds;
            }
            let times = seconds / *real;
            println!("{name}, up to {max_length} units: {seconds:.2} processor seconds, {times:.2} times real text");
        }
    }
}
