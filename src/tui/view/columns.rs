//! The chooser of columns.
//!
//! ```text
//! ┌Columns ────────────────────── Space shows or hides, Enter sorts ┐
//! │   [x] count     how often it occurs                             │
//! │ > [ ] npmi      PMI as a share of the most it could be          │
//! │                                                                 │
//! │ PMI as a share of the most it could be: 1 if the parts never    │
//! │ stand apart                                                     │
//! │ pmi / -ln(f(w) / N)  (Bouma 2009)                               │
//! └─────────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use crate::engine::derived::Feature;

use super::super::layout::{BELOW_COLUMNS, Entries, columns_box};
use super::super::state::Model;
use super::super::text::{Align, Canvas};
use super::super::theme::Role;
use super::candidates::has_room;
use super::dialogs::{how, wrap};
use super::measures::{name, sentence};
use super::status::arrow;

/// Every column with its sentence, and all of the one under the cursor.
pub fn chooser(model: &Model, at: usize, screen: &mut Canvas) -> Option<Position> {
    let desk = model.desk.as_ref()?;
    let area = screen.area();
    let offered: Vec<Feature> = desk.columns.offered().collect();
    let Entries { place, rows, top, .. } = columns_box((area.width, area.height), offered.len(), at);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = model.lang.pick(
        ["Space shows or hides, Enter sorts, Esc closes", "Space: show  Enter: sort"],
        ["空格 显示或隐藏，Enter 排序，Esc 关闭", "空格 显示  Enter 排序"],
    );
    let mut inside = part.frame(model.lang.pick("Columns", "列"), how(place, notes), true);
    let inner = inside.area();
    let (key, dim) = (inside.style(Role::Key), inside.style(Role::Dim));
    for (y, (place, &feature)) in (0..).zip(offered.iter().enumerate().skip(top).take(rows)) {
        let is_current = place == at;
        let style = if is_current { key } else { text };
        inside.put((1, y), 1, if is_current { ">" } else { " " }, style);
        let is_shown = desk.columns.shown().contains(&feature);
        let sign = match is_shown {
            false => "[ ]",
            true if has_room(model, desk, feature) => "[x]",
            true => "[-]",
        };
        inside.put((3, y), 3, sign, style);
        inside.put((7, y), 9, name(feature, model.lang), style);
        if desk.columns.is_sorted_by(feature, desk.sort.column) {
            inside.put((16, y), 1, arrow(desk.sort), key);
        }
        let role = if is_current { text } else { dim };
        inside.put_fit((18, y), inner.width.saturating_sub(19), sentence(feature, model.lang), Align::Left, role);
    }
    let feature = *offered.get(at)?;
    let spec = feature.spec();
    let width = inner.width.saturating_sub(2);
    let source = if spec.source.is_empty() { String::new() } else { format!("  ({})", spec.source) };
    let mut lines = wrap(sentence(feature, model.lang), usize::from(width), model.ambiguous);
    lines.truncate(usize::from(BELOW_COLUMNS) - 2);
    lines.push(format!("{}{source}", spec.formula));
    if desk.columns.shown().contains(&feature) && !has_room(model, desk, feature) {
        lines.insert(
            0,
            (model.lang.pick(
                "[-]: no room for it in the list now; hide others, zoom, or sort by it",
                "[-]：列表现在放不下这一列；可隐藏其他列、放大，或按它排序",
            ))
            .to_owned(),
        );
    }
    for (y, line) in (rows as u16 + 1..inner.height).zip(lines) {
        inside.put_fit((1, y), width, &line, Align::Left, text);
    }
    None
}
