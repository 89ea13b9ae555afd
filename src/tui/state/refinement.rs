//! The second stage: the refined score, learnt from the whole text in the background.

use crate::engine::Progress;

/// How far the second stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Nobody asked for it.
    #[default]
    Off,
    /// It runs.
    Running(Progress),
    /// Its columns are there.
    Done,
}

/// The second stage, and what is to become of the list when it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Refinement {
    /// How far it is.
    pub stage: Stage,
    /// Whether the list is to be in the refined order as soon as there is one.
    pub awaited: bool,
    /// The generation of the last request.
    pub generation: u64,
}

impl Refinement {
    /// How far it is, while it runs.
    #[must_use]
    pub fn progress(&self) -> Option<Progress> {
        match self.stage {
            Stage::Running(progress) => Some(progress),
            Stage::Off | Stage::Done => None,
        }
    }
}
