//! How a long job is watched and stopped from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

/// A job was told to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// What a long job is doing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Stage {
    /// Reading and checking the input; progress in bytes.
    #[default]
    Read,
    /// Turning text into symbol ids; progress in bytes.
    Symbols,
    /// Counting n-grams; progress in symbol positions.
    Count,
    /// Computing measures and the score; progress in candidates.
    Measure,
    /// Ordering rows and building indexes; progress in candidates.
    Order,
    /// Weighing the junctions of the text; progress in symbol positions.
    Junctions,
    /// Learning a model of words from the text; progress in symbol positions, over all steps.
    Learn,
}

impl Stage {
    const ALL: [Stage; 7] =
        [Stage::Read, Stage::Symbols, Stage::Count, Stage::Measure, Stage::Order, Stage::Junctions, Stage::Learn];

    /// A short name for a progress line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Stage::Read => "reading",
            Stage::Symbols => "mapping symbols",
            Stage::Count => "counting",
            Stage::Measure => "measuring",
            Stage::Order => "ordering",
            Stage::Junctions => "weighing junctions",
            Stage::Learn => "learning words",
        }
    }
}

/// How far a job is, as of one look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// The stage the job is in.
    pub stage: Stage,
    /// Units of the stage that are done.
    pub done: u64,
    /// Units of the stage in all; 0 when unknown.
    pub total: u64,
}

#[derive(Debug, Default)]
struct Shared {
    cancelled: AtomicBool,
    stage: AtomicU8,
    done: AtomicU64,
    total: AtomicU64,
}

/// A handle on one running job: clones share the same job.
#[derive(Debug, Clone, Default)]
pub struct Control(Arc<Shared>);

impl Control {
    /// A control for a new job, not cancelled, at the start of [`Stage::Read`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks the job to stop; it does within 100 ms.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// For the job, once a chunk: go on, or stop.
    ///
    /// # Errors
    /// [`Cancelled`] when [`Control::cancel`] was called.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Starts `stage`, which has `total` units (0 when unknown).
    pub fn begin(&self, stage: Stage, total: u64) {
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        self.0.stage.store(stage as u8, Ordering::Relaxed);
    }

    /// Adds `units` to what is done of the stage.
    pub fn advance(&self, units: u64) {
        self.0.done.fetch_add(units, Ordering::Relaxed);
    }

    /// How far the job is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let stage = usize::from(self.0.stage.load(Ordering::Relaxed));
        Progress {
            stage: Stage::ALL.get(stage).copied().unwrap_or_default(),
            done: self.0.done.load(Ordering::Relaxed),
            total: self.0.total.load(Ordering::Relaxed),
        }
    }
}
