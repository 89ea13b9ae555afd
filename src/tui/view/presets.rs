//! The list of presets.
//!
//! ```text
//! ┌Presets ───────────────────── Enter takes its thresholds ┐
//! │ > article-2015  count 11  PMI 3.40  H 3.00  length 2-4  │
//! │   novel         count 20  PMI 2.50                      │
//! └─────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use crate::engine::query::Thresholds;
use crate::settings::Units;

use super::super::layout::centred;
use super::super::state::Model;
use super::super::text::{Align, Canvas, columns_of};
use super::super::theme::Role;
use super::dialogs::how;
use super::numbers::nats;

/// Each preset with its thresholds.
pub fn list(model: &Model, at: usize, screen: &mut Canvas) -> Option<Position> {
    let presets = model.settings.threshold_presets();
    let area = screen.area();
    let tall = (presets.len() + 4).min(usize::from(area.height)) as u16;
    let place = centred((area.width, area.height), 90.min(area.width.saturating_sub(4)), tall);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = ["Enter takes its thresholds, Esc closes", "Enter: take"];
    let mut inside = part.frame("Presets", how(place, notes), true);
    let inner = inside.area();
    let (key, dim) = (inside.style(Role::Key), inside.style(Role::Dim));
    let rows = usize::from(inner.height).saturating_sub(2).max(1);
    let top = (at + 1).saturating_sub(rows);
    let longest = presets.iter().map(|(preset, _)| columns_of(&preset.name)).max().unwrap_or(0).min(24);
    for (y, (number, (preset, bounds))) in (0..).zip(presets.iter().enumerate().skip(top).take(rows)) {
        let is_current = number == at;
        let style = if is_current { key } else { text };
        inside.put((1, y), 1, if is_current { ">" } else { " " }, style);
        inside.put_fit((3, y), longest, &preset.name, Align::Left, style);
        let room = inner.width.saturating_sub(longest + 6);
        inside.put_fit((longest + 5, y), room, &told(bounds, model.units()), Align::Left, text);
    }
    if let Some((preset, _)) = presets.get(at) {
        let y = inner.height.saturating_sub(1);
        inside.put_fit((1, y), inner.width.saturating_sub(2), preset.sentence, Align::Left, dim);
    }
    None
}

/// The bounds that are not open.
fn told(bounds: &Thresholds, units: Units) -> String {
    let open = Thresholds::OPEN;
    let mut parts = Vec::new();
    if bounds.min_count > open.min_count {
        parts.push(format!("count {}", bounds.min_count));
    }
    let measures = [
        ("PMI", bounds.min_pmi, open.min_pmi),
        ("HL", bounds.min_left, open.min_left),
        ("HR", bounds.min_right, open.min_right),
        ("H", bounds.min_entropy, open.min_entropy),
    ];
    parts.extend(
        measures
            .iter()
            .filter(|(_, bound, open)| bound > open)
            .map(|(name, bound, _)| format!("{name} {}", nats(*bound, units))),
    );
    if bounds.min_length > open.min_length || bounds.max_length < open.max_length {
        let longest = if bounds.max_length < open.max_length { bounds.max_length.to_string() } else { String::new() };
        parts.push(format!("length {}-{longest}", bounds.min_length));
    }
    if parts.is_empty() { "every threshold open".to_owned() } else { parts.join("  ") }
}
