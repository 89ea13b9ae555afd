//! Numbers as they stand on the screen.

use crate::engine::derived::{Feature, Unit};
use crate::settings::Units;

use super::super::glyphs::Glyphs;
use super::super::text::grouped;

/// A value in nats, in the units shown, with two decimals.
pub fn nats(value: f32, units: Units) -> String {
    let shown = units.from_nats(f64::from(value));
    // -0.00 would read as a sign that means something.
    let text = format!("{shown:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// A value of a column, in at most 7 columns but for counts; a dash when it is not known.
pub fn feature_value(feature: Feature, value: f64, units: Units) -> String {
    match feature.spec().unit {
        _ if !value.is_finite() => "-".to_owned(),
        Unit::Whole => grouped(value as u64),
        Unit::Nats => nats(value as f32, units),
        Unit::None if value.abs() < 10.0 => format!("{:.4}", value + 0.0),
        Unit::None if value.abs() < 1e4 => format!("{value:.1}"),
        Unit::None if value.abs() < 1e7 => format!("{value:.0}"),
        Unit::None => format!("{value:.1e}"),
    }
}

/// A share of `part` in `whole`, as whole or tenth percents.
pub fn share(part: u64, whole: u64) -> String {
    let percent = if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    if percent >= 9.95 || percent == 0.0 { format!("{percent:.0}%") } else { format!("{percent:.1}%") }
}

/// A number of bytes, short.
pub fn bytes(number: u64) -> String {
    let value = number as f64;
    match number {
        0..1_000 => format!("{number} B"),
        1_000..1_000_000 => format!("{:.1} kB", value / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", value / 1e6),
        _ => format!("{:.2} GB", value / 1e9),
    }
}

/// A number of units of text, short.
pub fn short(number: u64) -> String {
    let value = number as f64;
    match number {
        0..10_000 => number.to_string(),
        10_000..1_000_000 => format!("{:.0}k", value / 1e3),
        _ => format!("{:.1}M", value / 1e6),
    }
}

/// A bar of `columns` columns at most, for `part` of `whole`, in eighths of a column.
pub fn bar((part, whole): (f64, f64), columns: usize, glyphs: &Glyphs) -> String {
    if whole <= 0.0 || part <= 0.0 {
        return String::new();
    }
    let eighths = ((part / whole).min(1.0) * columns as f64 * 8.0).round().max(1.0) as usize;
    let mut out = glyphs.full.repeat(eighths / 8);
    out.push_str(glyphs.eighths[eighths % 8]);
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::glyphs::{ASCII, UNICODE};
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(nats(-0.001, Units::Nats), "0.00");
        assert_eq!(nats(1.0, Units::Bits), "1.44");
        assert_eq!(share(1, 0), "0%");
        assert_eq!(share(995, 10_000), "10%");
        assert_eq!(share(11, 1_000), "1.1%");
        assert_eq!(short(719_000), "719k");
        assert_eq!(bytes(2_154_369), "2.2 MB");
        assert_eq!(bar((1.0, 2.0), 3, &UNICODE), "█▌");
        assert_eq!(bar((0.0, 2.0), 3, &UNICODE), "");
        assert_eq!(bar((5.0, 2.0), 3, &UNICODE), "███");
        assert_eq!(bar((1.0, 2.0), 3, &ASCII), "⣿⡇");
    }
}
