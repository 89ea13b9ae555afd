//! The neighbours of the current candidate, with their shares, and how the candidate is spread over the text.
//!
//! ```text
//! ┌[3] Neighbours  行者 ────────────────────────── nats ┐
//! │ left  HL 4.91  312 kinds │ right  HR 5.12      401 │
//! │ ，   ████▌         22%   │ 道   ██▌           11%  │
//! │ spread |▂▃▃▅█▃▂▁▂▃|  DP 0.21  12 of 340 documents   │
//! ```
//!
//! The spread is that over equal parts of the text, from its start to its end; DP is 0 for an even one and 1 for all in
//! one part.

use crate::engine::concordance::{Neighbour, PARTS, Spread};

use super::super::state::context::Summary;
use super::super::state::{Desk, Model, Pane};
use super::super::text::{Align, Canvas, columns_of, grouped};
use super::super::theme::Role;
use super::numbers::{bar, nats, share};
use super::thresholds::LEVELS;
use super::title;

/// Fewest lines inside the pane that leave one for the spread.
const LEAST_FOR_SPREAD: u16 = 4;

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let pane = &desk.context;
    let units = model.units();
    let focus = model.prefs.focus == Pane::Neighbours;
    let Some(summary) = pane.summary.as_deref() else {
        part.frame(&title(Pane::Neighbours, model.lang), "", focus);
        return;
    };
    // While those of the next word are counted, those of the last one stand, under its name.
    let is_counting = pane.asked.as_ref().is_some_and(|asked| asked.word != summary.word);
    let note = if is_counting { "counting ..." } else { units.name() };
    let head = format!("{}  {}", title(Pane::Neighbours, model.lang), summary.word);
    let mut inside = part.frame(&head, note, focus);
    let area = inside.area();
    let spread = u16::from(area.height >= LEAST_FOR_SPREAD);
    let height = area.height - spread;
    sides(model, desk, summary, &mut inside, height);
    if spread > 0 {
        draw_spread(&summary.spread, height, &mut inside);
    }
}

/// Both sides, in the first `height` lines.
fn sides(model: &Model, desk: &Desk, summary: &Summary, inside: &mut Canvas, height: u16) {
    let (table, units) = (desk.table(), model.units());
    let row = table.find(&summary.word);
    let entropy =
        |name: &str, value: Option<f32>| value.map_or(String::new(), |h| format!("  {name} {}", nats(h, units)));
    let (left, right) = (entropy("HL", row.map(|id| table.left(id))), entropy("HR", row.map(|id| table.right(id))));
    let width = inside.area().width;
    let half = width / 2;
    let known = &summary.neighbours;
    let window = (desk.context.neighbours_top, usize::from(height.saturating_sub(1)), summary.count as u64);
    side(&format!("left{left}"), &known.left, (0, half.saturating_sub(1)), window, inside);
    let border = inside.style(Role::Border);
    for y in 0..height {
        inside.put((half, y), 1, "│", border);
    }
    side(&format!("right{right}"), &known.right, (half + 2, width.saturating_sub(half + 2)), window, inside);
}

/// The spread, in line `y`: its deviation and the documents first, then as much of the picture as there is room for.
fn draw_spread(spread: &Spread, y: u16, inside: &mut Canvas) {
    let Some(deviation) = spread.deviation else { return };
    let width = inside.area().width;
    let (dim, bars) = (inside.style(Role::Dim), inside.style(Role::Bar));
    let mut note = format!("|  DP {deviation:.2}");
    if spread.of > 1 {
        note.push_str(&format!("  {} of {} documents", grouped(spread.documents), grouped(spread.of)));
    }
    let x = 1 + inside.put((1, y), width, "spread |", dim);
    let room = usize::from(width.saturating_sub(x + columns_of(&note) + 1));
    let Some(merged) = [1, 2, 4, 8].into_iter().find(|merged| PARTS / merged <= room) else { return };
    let parts: Vec<u32> = spread.parts.chunks(merged).map(|parts| parts.iter().sum()).collect();
    let most = parts.iter().copied().max().unwrap_or(0);
    // Any occurrence is seen, so a column is blank only where there is none.
    let level = |&count: &u32| (u64::from(count) * 8).div_ceil(u64::from(most.max(1))) as usize;
    let picture: String = parts.iter().map(|count| LEVELS[level(count)]).collect();
    let x = x + inside.put((x, y), width, &picture, bars);
    inside.put((x, y), width, &note, dim);
}

fn side(
    name: &str,
    all: &[Neighbour],
    (x, width): (u16, u16),
    (top, rows, hits): (usize, usize, u64),
    inside: &mut Canvas,
) {
    let header = inside.style(Role::Header);
    let x = x + u16::from(x == 0);
    let width = width.saturating_sub(1);
    let number = grouped(all.len() as u64);
    let kinds = format!("{number} kinds");
    let room = width.saturating_sub(columns_of(name) + 2);
    inside.put_fit((x, 0), width, name, Align::Left, header);
    if let Some(kinds) = [kinds, number].iter().find(|text| columns_of(text) <= room) {
        inside.put_before((x + width, 0), kinds, header);
    }
    let most = all.first().map_or(1, |n| n.count);
    let label = (width / 3).clamp(4, 12);
    for (line, neighbour) in all.iter().skip(top).take(rows).enumerate() {
        let y = line as u16 + 1;
        let text = if neighbour.text == "\n" { "(end)" } else { neighbour.text.as_str() };
        let style = inside.style(if neighbour.is_break { Role::Dim } else { Role::Text });
        inside.put_fit((x, y), label, text, Align::Left, style);
        let room = width.saturating_sub(label + 1 + 6);
        let bars = inside.style(Role::Bar);
        inside.put(
            (x + label + 1, y),
            room,
            &bar(f64::from(neighbour.count), f64::from(most), usize::from(room)),
            bars,
        );
        let plain = inside.style(Role::Text);
        inside.put_before((x + width, y), &share(u64::from(neighbour.count), hits), plain);
    }
}
