//! How well a ranked list of words, or a segmentation, agrees with one made by hand.
//!
//! ```text
//! segmented text | word list --gold--> Gold (words with counts, targets)
//! ranked list --ranking--> words, best first --score--> Score (precision, recall, average precision, Curve)
//! segmentation, segmented text --segmentation--> Agreement
//! ```
//!
//! | term | is |
//! |---|---|
//! | kept item | a listed word in the [`Scope`], at its first place; all others are dropped before anything is counted |
//! | target | a gold word in the scope that occurs often enough as a word and as a substring, see [`Floors`] |
//! | correct | a kept item that is a gold word, however rare |

mod gold;
mod ranking;
mod scope;
mod score;
mod segmentation;
mod separator;

pub use gold::{Floors, Gold, GoldError};
pub use ranking::ranking;
pub use scope::{Scope, Symbols, known};
pub use score::{Curve, Figures, Head, MARKS, SHARES, Score, score};
pub use segmentation::{Agreement, Mismatch, agreement};
pub use separator::Separator;

#[cfg(test)]
mod tests;
