//! One step of expectation: how often each word is used, over all segmentations of the text weighted by a unigram model
//! (Dempster, Laird and Rubin 1977; for words of a text, Deng, Bol, Li and Liu 2016).
//!
//! A position's forward sums are kept as ratios to that one position before, so nothing over- or underflows. The
//! probability that a border at j is reached by the word w over i..j, given a border at j, is `A(i) w / A(j)`, A the sum
//! over the segmentations of what is before; so going backward, `P(w over i..j) = P(border at j) A(i) w / A(j)`, and a
//! position's border is as probable as the words that start there together (forward filtering, backward smoothing,
//! after Baum and others 1970).

use super::super::AnalyseError;
use super::super::alphabet::Id;
use super::super::candidates::Floors;
use super::super::control::{Cancelled, Control, Stage};
use super::Lattice;
use super::nodes::{Longest, Nodes};
use super::sums::{Gatherer, Sums};
use super::text::Pass;

/// Logarithms of weights are taken as the nearest of these limits, but for a row's of minus infinity.
const MOST: f64 = 40.0;
const LEAST_SINGLE: f64 = -40.0;
const LEAST_ROW: f64 = -80.0;
/// A posterior is taken as this at most, so that psi is finite.
const SURE: f64 = 1.0 - 1e-12;
/// Fixed point of the counts of singles, which are 2^32 at most.
const UNIT: f64 = (1u64 << 31) as f64;
/// Fixed point of the log-likelihood.
const NAT: f64 = (1u64 << 32) as f64;

/// A unigram model of words.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    /// Natural logarithm of the weight of each row of the table; minus infinity for a row that is no word.
    pub rows: Vec<f32>,
    /// Natural logarithm of the weight of each single symbol.
    pub singles: Vec<f32>,
}

/// What a model expects of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Expected uses of each row as a word.
    pub rows: Vec<f32>,
    /// Evidence that each row is a word somewhere, in nats: minus the sum, over its occurrences, of the logarithm of the
    /// probability that it is not used there (ψ in Deng and others 2016).
    pub psi: Vec<f32>,
    /// Expected uses of each single symbol as a word.
    pub singles: Vec<f64>,
    /// Natural logarithm of the sum of the weights of all segmentations.
    pub log_likelihood: f64,
}

/// What one step found, by nodes.
pub(super) struct Step<const Q: usize> {
    pub sums: Sums<Q>,
    pub singles: Vec<f64>,
    pub log_likelihood: f64,
}

impl Lattice<'_> {
    /// What a unigram model with `weights` expects of the text.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
    pub fn expect(&mut self, weights: &Weights, control: &Control) -> Result<Expected, AnalyseError> {
        control.begin(Stage::Learn, self.text.len() as u64);
        self.set_values(|row| row_weight(f64::from(weights.rows[row])), control)?;
        let singles: Vec<f64> = weights.singles.iter().map(|&weight| single_weight(f64::from(weight))).collect();
        let step = self.step::<2>(&singles, control)?;
        Ok(self.expected(step, control)?)
    }

    /// What is known after the last step.
    pub(super) fn expected(&self, mut step: Step<2>, control: &Control) -> Result<Expected, Cancelled> {
        let rows = self.by_row(|node| step.sums.get(node)[0] as f32, control)?;
        let psi = self.by_row(|node| step.sums.get(node)[1] as f32, control)?;
        Ok(Expected { rows, psi, singles: step.singles, log_likelihood: step.log_likelihood })
    }

    /// One step with the weights that are the values of the arcs, and those of `singles`: expected uses, and, when `Q` is
    /// 2, psi.
    pub(super) fn step<const Q: usize>(&self, singles: &[f64], control: &Control) -> Result<Step<Q>, AnalyseError> {
        let counts = &self.table.columns().count;
        let count = |node: usize| counts[self.nodes.rows[node] as usize];
        let most = std::array::from_fn(|q| if q == 0 { 1.0 } else { -(1.0 - SURE).ln() });
        let mut sums = Sums::new(self.nodes.rows.len(), count, most);
        let longest = usize::from(self.table.floors().max_length);
        let pass = Expectation { nodes: &self.nodes, weights: singles, sums: &sums, longest };
        let threads = self.text.run(&pass, control)?;
        let mut used = vec![0u64; singles.len()];
        let mut likelihood = 0i128;
        let mut hot = Vec::new();
        for own in threads {
            used.iter_mut().zip(&own.singles).for_each(|(sum, own)| *sum += own);
            likelihood += own.log_likelihood;
            hot.push(own.rows.finish());
        }
        sums.add_hot(hot);
        let singles = used.iter().map(|&sum| sum as f64 / UNIT).collect();
        Ok(Step { sums, singles, log_likelihood: likelihood as f64 / NAT })
    }
}

pub(super) fn row_weight(log: f64) -> f32 {
    if log == f64::NEG_INFINITY { 0.0 } else { log.clamp(LEAST_ROW, MOST).exp() as f32 }
}

pub(super) fn single_weight(log: f64) -> f64 {
    log.clamp(LEAST_SINGLE, MOST).exp()
}

struct Expectation<'a, const Q: usize> {
    nodes: &'a Nodes,
    weights: &'a [f64],
    sums: &'a Sums<Q>,
    longest: usize,
}

/// A word that ends at some position.
#[derive(Clone, Copy)]
struct Word {
    node: u32,
    length: u32,
    /// Weight of the segmentations that end in it, in units of those of one position before.
    weight: f64,
}

/// What one thread keeps.
struct Own<'a, const Q: usize> {
    rows: Gatherer<'a, Q>,
    singles: Vec<u64>,
    log_likelihood: i128,
    /// The words that end at the positions of a stretch, in order of these.
    words: Vec<Word>,
    /// For each position the end of its words, and one by the sum of their weights and that of the single.
    ends: Vec<(usize, f64)>,
    /// Probability of a border before each position.
    borders: Vec<f64>,
}

const RATIOS: usize = Floors::MOST_LENGTH as usize;

impl<'a, const Q: usize> Pass for Expectation<'a, Q> {
    type Own = Own<'a, Q>;

    fn own(&self) -> Own<'a, Q> {
        Own {
            rows: self.sums.gatherer(),
            singles: vec![0; self.weights.len()],
            log_likelihood: 0,
            words: Vec::new(),
            ends: Vec::new(),
            borders: Vec::new(),
        }
    }

    fn stretch<S: Id>(&self, ids: &[S], own: &mut Own<'a, Q>) {
        self.forward(ids, own);
        self.backward(ids, own);
    }
}

impl<const Q: usize> Expectation<'_, Q> {
    fn forward<S: Id>(&self, ids: &[S], own: &mut Own<Q>) {
        own.words.clear();
        own.ends.clear();
        // Forward sum of each of the last positions by that of the last, the last first.
        let mut ratios = [0.0f64; RATIOS];
        ratios[0] = 1.0;
        let (mut product, mut log) = (1.0f64, 0.0f64);
        let (mut longest, mut last) = (Longest::default(), 0);
        for &id in ids {
            let id = id.index() as u32;
            longest = self.nodes.advance(longest, last, id);
            last = id;
            let mut sum = self.weights[id as usize];
            let Longest { mut node, depth } = longest;
            for length in (2..=depth).rev() {
                let arc = self.nodes.arcs[node as usize];
                let weight = f64::from(arc.value) * ratios[length as usize - 1];
                if weight > 0.0 {
                    sum += weight;
                    own.words.push(Word { node, length, weight });
                }
                node = arc.suffix();
            }
            let share = 1.0 / sum;
            own.ends.push((own.words.len(), share));
            for k in (1..self.longest).rev() {
                ratios[k] = ratios[k - 1] * share;
            }
            product *= sum;
            if !(1e-200..1e200).contains(&product) {
                log += product.ln();
                product = 1.0;
            }
        }
        own.log_likelihood += ((log + product.ln()) * NAT).round() as i128;
    }

    fn backward<S: Id>(&self, ids: &[S], own: &mut Own<Q>) {
        own.borders.clear();
        own.borders.resize(ids.len(), 0.0);
        own.borders.push(1.0);
        for (at, &id) in ids.iter().enumerate().rev() {
            let (end, share) = own.ends[at];
            let start = if at == 0 { 0 } else { own.ends[at - 1].0 };
            let share = own.borders[at + 1] * share;
            let single = share * self.weights[id.index()];
            own.borders[at] += single;
            own.singles[id.index()] += (single * UNIT + 0.5) as u64;
            for word in &own.words[start..end] {
                let posterior = share * word.weight;
                own.borders[at + 1 - word.length as usize] += posterior;
                own.rows.add(word.node, values(posterior));
            }
        }
    }
}

#[inline]
fn values<const Q: usize>(posterior: f64) -> [f64; Q] {
    std::array::from_fn(|q| if q == 0 { posterior.min(1.0) } else { minus_log_rest(posterior) })
}

/// `-ln(1 - p)`.
#[inline]
fn minus_log_rest(p: f64) -> f64 {
    // The first terms of the series are exact enough, and quicker.
    if p < 1e-4 { p + p * p / 2.0 } else { -(1.0 - p.min(SURE)).ln() }
}
