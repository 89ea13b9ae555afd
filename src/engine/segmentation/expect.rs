//! One step of expectation: how often each word is used, over all segmentations of the text weighted by a unigram model
//! (Dempster, Laird and Rubin 1977; for words of a text, Deng, Bol, Li and Liu 2016).
//!
//! With A(i) the forward sum over the segmentations of what is before i, only `A(i) / A(i + 1)` is kept, so nothing
//! over- or underflows. Given a border at j, the word w over i..j reaches it with probability `A(i) w / A(j)`; so going
//! backward, `P(w over i..j) = P(border at j) A(i) w / A(j)`, and a border at i is as probable as the words that start
//! there together (after the forward and backward sums of Baum, Petrie, Soules and Weiss 1970).

use super::super::AnalyseError;
use super::super::candidates::Floors;
use super::super::control::{Cancelled, Control, Stage};
use super::Lattice;
use super::nodes::{Found, Nodes};
use super::sums::{Gatherer, Sums};
use super::text::Pass;

/// Logarithms of weights are taken as the nearest of these limits, but for a row's of minus infinity.
const MOST: f64 = 40.0;
const LEAST_SINGLE: f64 = -40.0;
const LEAST_ROW: f64 = -80.0;
/// A posterior is taken as this at most, so that psi is finite.
const SURE: f64 = 1.0 - 1e-12;
/// A posterior below this counts as none: what it could add to a row's expected uses is a millionth of its count.
const SLIGHT: f64 = 1.0 / (1u64 << 20) as f64;
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
        let step = self.step::<2>(&self.nodes, &singles, control)?;
        Ok(self.expected(&self.nodes, step, control)?)
    }

    /// What is known after the last step.
    pub(super) fn expected(&self, nodes: &Nodes, mut step: Step<2>, control: &Control) -> Result<Expected, Cancelled> {
        let rows = self.by_row(nodes, |node| step.sums.get(node)[0] as f32, control)?;
        let psi = self.by_row(nodes, |node| step.sums.get(node)[1] as f32, control)?;
        Ok(Expected { rows, psi, singles: step.singles, log_likelihood: step.log_likelihood })
    }

    /// One step with the weights that are the values of `nodes`, and those of `singles`: expected uses, and, when `Q` is
    /// 2, psi.
    pub(super) fn step<const Q: usize>(
        &self,
        nodes: &Nodes,
        singles: &[f64],
        control: &Control,
    ) -> Result<Step<Q>, AnalyseError> {
        let counts = &self.table.columns().count;
        let count = |node: usize| counts[nodes.rows[node] as usize];
        let most = std::array::from_fn(|q| if q == 0 { 1.0 } else { -(1.0 - SURE).ln() });
        let mut sums = Sums::new(nodes.rows.len(), count, most);
        let pass = Expectation { nodes, weights: singles, sums: &sums };
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
    /// Weights of the single symbols; 1 for a break.
    weights: &'a [f64],
    sums: &'a Sums<Q>,
}

/// What one thread keeps.
struct Own<'a, const Q: usize> {
    rows: Gatherer<'a, Q>,
    singles: Vec<u64>,
    log_likelihood: i128,
    found: Found,
    /// For each position its forward sum by that of the next.
    shares: Vec<f64>,
    /// Probability of a border before each position.
    borders: Vec<f64>,
}

/// Positions that a word may reach, and one for the next.
const REACH: usize = Floors::MOST_LENGTH as usize + 1;

impl<'a, const Q: usize> Pass for Expectation<'a, Q> {
    type Own = Own<'a, Q>;

    fn own(&self) -> Own<'a, Q> {
        Own {
            rows: self.sums.gatherer(),
            singles: vec![0; self.weights.len()],
            log_likelihood: 0,
            found: Found::default(),
            shares: Vec::new(),
            borders: Vec::new(),
        }
    }

    fn chunk(&self, ids: &[u32], own: &mut Own<'a, Q>) {
        own.found.find(self.nodes, ids);
        self.forward(ids, own);
        self.backward(ids, own);
    }
}

impl<const Q: usize> Expectation<'_, Q> {
    fn forward(&self, ids: &[u32], own: &mut Own<Q>) {
        own.shares.clear();
        // What reaches each of the next positions, by the forward sum of this one; a break is reached by no word.
        let mut ahead = [0.0f64; REACH];
        let (mut product, mut log) = (1.0f64, 0.0f64);
        for (position, &id) in ids.iter().enumerate() {
            if id == 0 {
                own.log_likelihood += ((log + product.ln()) * NAT).round() as i128;
                (product, log) = (1.0, 0.0);
                own.shares.push(1.0);
                continue;
            }
            let (_, values) = own.found.at(position);
            for (ahead, &value) in ahead[1..].iter_mut().zip(values) {
                *ahead += f64::from(value);
            }
            let sum = ahead[0] + self.weights[id as usize];
            let share = 1.0 / sum;
            own.shares.push(share);
            for k in 1..=self.nodes.longest() {
                ahead[k - 1] = ahead[k] * share;
            }
            product *= sum;
            if !(1e-200..1e200).contains(&product) {
                log += product.ln();
                product = 1.0;
            }
        }
    }

    fn backward(&self, ids: &[u32], own: &mut Own<Q>) {
        own.borders.clear();
        own.borders.resize(ids.len() + 1, 1.0);
        for (position, &id) in ids.iter().enumerate().rev() {
            if id == 0 {
                own.borders[position] = 1.0;
                continue;
            }
            let mut ratio = own.shares[position];
            let single = own.borders[position + 1] * ratio * self.weights[id as usize];
            own.singles[id as usize] += (single * UNIT + 0.5) as u64;
            let mut border = single;
            let (nodes, values) = own.found.at(position);
            for ((at, &node), &value) in (position + 1..).zip(nodes).zip(values) {
                ratio *= own.shares[at];
                let posterior = own.borders[at + 1] * ratio * f64::from(value);
                border += posterior;
                if posterior >= SLIGHT {
                    own.rows.add(node, values_of(posterior));
                }
            }
            own.borders[position] = border;
        }
    }
}

#[inline]
fn values_of<const Q: usize>(posterior: f64) -> [f64; Q] {
    std::array::from_fn(|q| if q == 0 { posterior.min(1.0) } else { minus_log_rest(posterior) })
}

/// `-ln(1 - p)`.
#[inline]
fn minus_log_rest(p: f64) -> f64 {
    // The first terms of the series are exact enough, and quicker.
    if p < 1e-4 { p + p * p / 2.0 } else { -(1.0 - p.min(SURE)).ln() }
}
