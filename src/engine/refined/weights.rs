//! The weights of the refined score.

use super::features::{FEATURES, LOGITS};

/// For candidates of 2, 3, and 4 and more units: of the ranks, of the log-odds, and what is added.
pub const REFINED: [[f32; FEATURES + LOGITS + 1]; 3] = [[0.0; 24]; 3];
