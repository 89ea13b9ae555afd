//! The neighbours of the current candidate, with their shares.
//!
//! ```text
//! ┌[3] Neighbours  行者 ────────────────────────── nats ┐
//! │ left  HL 4.91  312 kinds │ right  HR 5.12      401 │
//! │ ，   ████▌         22%   │ 道   ██▌           11%  │
//! ```

use crate::engine::concordance::Neighbour;

use super::super::state::{Desk, Model, Pane};
use super::super::text::{Align, Canvas, columns_of, grouped};
use super::super::theme::Role;
use super::numbers::{bar, nats, share};
use super::title;

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let shown = &desk.context.shown;
    let units = model.units();
    let table = desk.table();
    let row = table.find(&shown.word);
    let entropy =
        |name: &str, value: Option<f32>| value.map_or(String::new(), |h| format!("  {name} {}", nats(h, units)));
    let (left, right) = (entropy("HL", row.map(|id| table.left(id))), entropy("HR", row.map(|id| table.right(id))));
    let head = format!("{}  {}", title(Pane::Neighbours), shown.word);
    let mut inside = part.frame(&head, units.name(), model.prefs.focus == Pane::Neighbours);
    let width = inside.area().width;
    let half = width / 2;
    let top = desk.context.neighbours_top;
    let hits = shown.hits.len() as u64;
    side(&format!("left{left}"), &shown.neighbours.left, (0, half.saturating_sub(1)), (top, hits), &mut inside);
    let border = inside.style(Role::Border);
    for y in 0..inside.area().height {
        inside.put((half, y), 1, "│", border);
    }
    side(
        &format!("right{right}"),
        &shown.neighbours.right,
        (half + 2, width.saturating_sub(half + 2)),
        (top, hits),
        &mut inside,
    );
}

fn side(name: &str, all: &[Neighbour], (x, width): (u16, u16), (top, hits): (usize, u64), inside: &mut Canvas) {
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
    let rows = usize::from(inside.area().height.saturating_sub(1));
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
