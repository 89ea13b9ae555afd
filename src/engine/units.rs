//! The unit in which entropies and PMI are shown and written. Inside the program they are always in nats.

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
