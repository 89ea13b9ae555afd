//! Where in words each symbol stands, by the learnt model: some begin words, some end them, some are words alone. After
//! the position-of-character models of Chinese segmentation (Xue 2003), without a hand-segmented text.

use rayon::prelude::*;

use super::super::candidates::{CandidateId, CandidateTable};
use super::super::control::{Cancelled, Control};
use super::super::segmentation::{Expected, Lattice};
use super::CHUNK;

/// Expected uses of a symbol in each place of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    opens: f64,
    closes: f64,
    alone: f64,
    all: f64,
}

/// For each row, logarithms of shares of expected uses of a symbol in words; its own uses are left out of the first four:
///
/// of the uses of its first symbol, those that begin a word; of its last symbol, those that end one; of its first, and of
/// its last, those as a word alone; of its last symbol those that begin a word, of its first those that end one.
#[derive(Debug)]
pub struct Positions {
    rows: Vec<[f32; 6]>,
}

/// Uses added to each share, spread as those of all symbols are.
const PRIOR: f64 = 2.0;

impl Positions {
    /// The places of the symbols of each row of `table`, as far as the words are used as `expected`.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(
        lattice: &Lattice,
        table: &CandidateTable,
        expected: &Expected,
        control: &Control,
    ) -> Result<Self, Cancelled> {
        let singles = expected.singles.iter().map(|&alone| Uses { alone, all: alone, ..Uses::default() });
        let mut uses: Vec<Uses> = singles.collect();
        let mut edges = vec![[0u32; 2]; table.len()];
        let inner: Vec<Vec<(u32, f32)>> = edges
            .par_chunks_mut(CHUNK)
            .enumerate()
            .map(|(k, edges)| {
                control.check()?;
                let mut inner = Vec::new();
                for (row, edges) in (k * CHUNK..).zip(edges) {
                    let symbols = lattice.symbols(table.word(CandidateId(row as u32)));
                    if let [first, middle @ .., last] = &symbols[..] {
                        *edges = [*first, *last];
                        let own = expected.rows[row];
                        if own > 0.0 {
                            inner.extend(middle.iter().filter(|&&symbol| symbol > 0).map(|&symbol| (symbol, own)));
                        }
                    }
                }
                Ok(inner)
            })
            .collect::<Result<_, Cancelled>>()?;
        // In the order of the rows, so that the sums are the same for any number of threads.
        for &(symbol, own) in inner.iter().flatten() {
            uses[symbol as usize].all += f64::from(own);
        }
        for (&[first, last], &own) in edges.iter().zip(&expected.rows) {
            let own = f64::from(own);
            let first = &mut uses[first as usize];
            (first.opens, first.all) = (first.opens + own, first.all + own);
            let last = &mut uses[last as usize];
            (last.closes, last.all) = (last.closes + own, last.all + own);
        }
        let shares = Shares::new(uses);
        let mut rows = vec![[0f32; 6]; table.len()];
        rows.par_chunks_mut(CHUNK).enumerate().try_for_each(|(k, rows)| {
            control.check()?;
            (k * CHUNK..).zip(rows).for_each(|(row, own)| *own = shares.of(edges[row], expected.rows[row]));
            Ok(())
        })?;
        Ok(Positions { rows })
    }

    /// The six logarithms of a row.
    pub fn of(&self, row: usize) -> [f32; 6] {
        self.rows[row]
    }
}

struct Shares {
    uses: Vec<Uses>,
    opens: f64,
    closes: f64,
    alone: f64,
}

impl Shares {
    fn new(uses: Vec<Uses>) -> Self {
        let all = uses.iter().map(|uses| uses.all).sum::<f64>().max(1.0);
        let share = |place: fn(&Uses) -> f64| (uses.iter().map(place).sum::<f64>() / all).max(1e-6);
        let (opens, closes, alone) = (share(|uses| uses.opens), share(|uses| uses.closes), share(|uses| uses.alone));
        Shares { uses, opens, closes, alone }
    }

    fn of(&self, [first, last]: [u32; 2], own: f32) -> [f32; 6] {
        let own = f64::from(own);
        let (first, last) = (&self.uses[first as usize], &self.uses[last as usize]);
        let share =
            |part: f64, all: f64, usual: f64| ((part.max(0.0) + PRIOR * usual) / (all.max(0.0) + PRIOR)).ln() as f32;
        [
            share(first.opens - own, first.all - own, self.opens),
            share(last.closes - own, last.all - own, self.closes),
            share(first.alone, first.all - own, self.alone),
            share(last.alone, last.all - own, self.alone),
            share(last.opens, last.all, self.opens),
            share(first.closes, first.all, self.closes),
        ]
    }
}
