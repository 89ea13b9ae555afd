//! The weights of the refined score.
//!
//! Fitted as those of the score, on the same texts. One was set by hand: for 4 and more units the evidence of use has 1.5
//! more, because dictionaries list as words what hand-made segmentations take for phrases.

use super::features::{FEATURES, LOGITS};

/// For candidates of 2, 3, and 4 and more units: of the ranks, of the log-odds, and what is added.
pub const REFINED: [[f32; FEATURES + LOGITS + 1]; 3] = [
    [
        -0.897, -1.352, 0.192, 0.571, -0.539, 0.155, 0.042, 0.881, -0.089, 0.286, 0.983, 0.289, -0.766, 0.632, 0.611,
        -0.213, -0.254, 0.381, 0.434, 1.871, 0.991, 0.230, 1.171, 1.170,
    ],
    [
        0.872, -0.312, 0.321, 0.540, -0.792, -0.233, -0.119, 0.422, 0.521, 0.224, 0.396, 0.195, -0.539, -0.013, 0.461,
        -0.441, 0.094, 0.234, -0.222, 0.032, 0.539, 0.548, 0.657, -2.651,
    ],
    [
        0.622, 0.323, 0.100, 0.472, -0.361, -0.116, -0.025, 0.402, 0.295, 0.343, 0.214, 1.970, -0.424, 0.115, 0.062,
        -0.136, -0.140, -0.089, -0.094, -0.161, 0.360, 0.006, 0.524, -3.028,
    ],
];
