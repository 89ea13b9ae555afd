//! A table of synthetic candidates, the same in every run.

use std::sync::Arc;

use wordmine::engine::candidates::{CandidateTable, Columns, Floors, Totals};

/// Numbers in 0..1, the same in every run (Knuth's MMIX generator, 1999).
pub struct Numbers(u64);

impl Numbers {
    /// The next number.
    pub fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 40) as f32 + 0.5) / (1u64 << 24) as f32
    }
}

/// `rows` distinct words of two to seven characters, counts with a heavy tail, entropies that grow with the count.
pub fn table(rows: usize) -> Arc<CandidateTable> {
    let mut numbers = Numbers(42);
    let mut words: Vec<String> = (0..rows)
        .map(|k| {
            let length = 1 + (numbers.next() * 4.0) as usize;
            let mut word: String = (0..length)
                .map(|_| char::from_u32(0x4E00 + (numbers.next().powi(2) * 3000.0) as u32).unwrap())
                .collect();
            // The last character or two tell words with the same start apart.
            word.extend(char::from_u32(0x6000 + (k % 4096) as u32));
            word.extend((k >= 4096).then(|| char::from_u32(0x7000 + (k / 4096) as u32).unwrap()));
            word
        })
        .collect();
    words.sort_unstable();
    let mut columns = Columns::default();
    for word in words {
        let count = (5.0 * numbers.next().powf(-0.9)).min(1e6);
        let spread = count.ln();
        let entropy = |x: f32| if x < 0.2 { 0.0 } else { (x - 0.2) * spread };
        columns.blob.push_str(&word);
        columns.ends.push(columns.blob.len() as u32);
        columns.length.push(word.chars().count() as u8);
        columns.count.push(count as u32);
        columns.pmi.push(4.0 * (numbers.next() + numbers.next() + numbers.next()) - 1.0);
        columns.left.push(entropy(numbers.next()));
        columns.right.push(entropy(numbers.next()));
        columns.score.push(numbers.next());
        columns.left_kinds.push(1);
        columns.right_kinds.push(1);
    }
    Arc::new(CandidateTable::new(columns, Floors::default(), Totals::default()).unwrap())
}
