//! The weights of the score.
//!
//! Fitted by logistic regression on candidates of modern Chinese news, law, technical and review text and of two classical
//! novels, labelled by the dictionary segmenter jieba, and of the hand-segmented UD GSD treebank; no other text had a part
//! in them.

use super::score::Weights;

/// For candidates of 2, 3, and 4 and more units.
pub const SCORE: Weights = [
    [
        -0.315, 1.778, 1.709, -0.215, 1.177, -0.574, 2.200, 0.411, -0.526, -0.697, -0.581, -0.945, 0.737, -0.204,
        0.246, -0.320, 0.295,
    ],
    [
        0.100, 0.140, -0.703, 0.397, 0.219, 0.191, 1.511, 0.201, -0.446, 0.071, -1.659, -0.212, 0.284, 0.100, 0.119,
        -0.359, -4.210,
    ],
    [
        1.318, -0.601, -0.457, 0.733, 0.450, 0.489, 0.897, 0.113, -0.340, -0.308, -0.060, -0.950, 0.186, -0.098, 0.010,
        -0.246, -3.190,
    ],
];
