//! The list of presets.
//!
//! ```text
//! ┌Presets ───────────── Enter takes its thresholds, s saves those of now ┐
//! │ > article-2015  program   count 11  PMI 3.40  H 3.00  length 2-4      │
//! │   novel         settings  count 20  PMI 2.50                          │
//! │   严            project   count 30                                    │
//! └───────────────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use crate::engine::query::Thresholds;
use crate::settings::Units;
use crate::settings::lang::Lang;

use super::super::layout::{Entries, presets_box};
use super::super::state::Model;
use super::super::state::presets::listed;
use super::super::text::{Align, Canvas};
use super::super::theme::Role;
use super::dialogs::how;
use super::numbers::nats;

/// Each preset with its thresholds.
pub fn list(model: &Model, at: usize, screen: &mut Canvas) -> Option<Position> {
    let presets = listed(&model.settings, &model.desk.as_ref()?.presets);
    let lang = model.lang;
    let area = screen.area();
    let Entries { place, rows, top, .. } = presets_box((area.width, area.height), presets.len(), at);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = lang.pick(
        ["Enter takes, s saves the present ones, d deletes", "Enter take, s save, d delete"],
        ["Enter 采用，s 另存现在的阈值，d 删除", "Enter 采用，s 另存，d 删除"],
    );
    let mut inside = part.frame(lang.pick("Presets", "预设"), how(place, notes), true);
    let inner = inside.area();
    let (key, dim) = (inside.style(Role::Key), inside.style(Role::Dim));
    let longest = presets.iter().map(|preset| inside.columns_of(&preset.name)).max().unwrap_or(0).min(24);
    let origins = presets.iter().map(|preset| inside.columns_of(lang.of(preset.origin.name()))).max().unwrap_or(0);
    for (y, (number, preset)) in (0..).zip(presets.iter().enumerate().skip(top).take(rows)) {
        let is_current = number == at;
        let style = if is_current { key } else { text };
        inside.put((1, y), 1, if is_current { ">" } else { " " }, style);
        inside.put_fit((3, y), longest, &preset.name, Align::Left, style);
        inside.put_fit((longest + 5, y), origins, lang.of(preset.origin.name()), Align::Left, dim);
        let x = longest + origins + 7;
        let bounds = told(&preset.bounds, (model.units(), lang));
        inside.put_fit((x, y), inner.width.saturating_sub(x + 1), &bounds, Align::Left, text);
    }
    if let Some(preset) = presets.get(at) {
        let y = inner.height.saturating_sub(1);
        inside.put_fit((1, y), inner.width.saturating_sub(2), lang.of(preset.sentence), Align::Left, dim);
    }
    None
}

/// The bounds that are not open.
fn told(bounds: &Thresholds, (units, lang): (Units, Lang)) -> String {
    let open = Thresholds::OPEN;
    let mut parts = Vec::new();
    if bounds.min_count > open.min_count {
        parts.push(format!("{} {}", lang.pick("count", "词频"), bounds.min_count));
    }
    let measures = [
        (lang.pick("PMI", "凝固度"), bounds.min_pmi, open.min_pmi),
        (lang.pick("HL", "左熵"), bounds.min_left, open.min_left),
        (lang.pick("HR", "右熵"), bounds.min_right, open.min_right),
        (lang.pick("H", "自由度"), bounds.min_entropy, open.min_entropy),
    ];
    parts.extend(
        measures
            .iter()
            .filter(|(_, bound, open)| bound > open)
            .map(|(name, bound, _)| format!("{name} {}", nats(*bound, units))),
    );
    if bounds.min_length > open.min_length || bounds.max_length < open.max_length {
        let longest = if bounds.max_length < open.max_length { bounds.max_length.to_string() } else { String::new() };
        parts.push(format!("{} {}-{longest}", lang.pick("length", "长度"), bounds.min_length));
    }
    if parts.is_empty() { lang.pick("every threshold open", "阈值全部放开").to_owned() } else { parts.join("  ") }
}
