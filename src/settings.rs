//! Settings: the shipped defaults, then the user's file, then flags. Text in, value and all errors out.

use crate::engine::Floors;
use crate::engine::query::{Sort, Thresholds};

/// The shipped defaults, as a commented file.
pub const DEFAULT_TOML: &str = include_str!("../config/default.toml");

/// The unit entropies and PMI are shown and written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Units {
    /// Natural logarithms.
    #[default]
    Nats,
    /// Logarithms to base 2.
    Bits,
}

impl Units {
    /// What a value in nats is in this unit.
    #[must_use]
    pub fn from_nats(self, nats: f64) -> f64 {
        match self {
            Units::Nats => nats,
            Units::Bits => nats / std::f64::consts::LN_2,
        }
    }

    /// What a value in this unit is in nats.
    #[must_use]
    pub fn to_nats(self, value: f64) -> f64 {
        match self {
            Units::Nats => value,
            Units::Bits => value * std::f64::consts::LN_2,
        }
    }

    /// "nats" or "bits".
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Units::Nats => "nats",
            Units::Bits => "bits",
        }
    }
}

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
