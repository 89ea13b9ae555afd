//! Settings: the shipped defaults, then the user's file, then flags. Text in, value and all errors out.

use crate::engine::Floors;
use crate::engine::query::{Sort, Thresholds};
pub use crate::engine::units::Units;

/// The shipped defaults, as a commented file.
pub const DEFAULT_TOML: &str = include_str!("../config/default.toml");

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The unit of PMI and entropies, on screen and in files.
    pub units: Units,
    /// Name of the theme.
    pub theme: String,
    /// Threads for counting; 0 is one for each core.
    pub threads: usize,
    /// The scan floors of a new analysis.
    pub scan: Floors,
    /// The thresholds a new project starts with, in nats.
    pub thresholds: Thresholds,
    /// The order a new project starts with.
    pub sort: Sort,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            units: Units::Nats,
            theme: "dark".to_owned(),
            threads: 0,
            scan: Floors::default(),
            thresholds: Thresholds::OPEN,
            sort: Sort::default(),
        }
    }
}
