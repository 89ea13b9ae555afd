//! The neighbours of the current candidate, with their shares, and how the candidate is spread over the text.
//!
//! ```text
//! ┌[3] Neighbours  行者 ────────────────────────── nats ┐
//! │ left  HL 4.91  312 kinds │ right  HR 5.12      401 │
//! │ ，   ████▌         22%   │ 道   ██▌           11%  │
//! │ = 大圣 61%: ， 道        │ = 大圣 48%: 道 笑道      │
//! │ spread |▂▃▃▅█▃▂▁▂▃|  DP 0.21  12 of 340 documents   │
//! ```
//!
//! While a word is pinned, a line tells how much of the neighbours the two have in common. The spread is here when the
//! context pane does not show it.

use crate::engine::concordance::Neighbour;
use crate::settings::lang::{Lang, Pair};

use super::super::state::context::Summary;
use super::super::state::{Desk, Model, Pane};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::numbers::{bar, nats, share};
use super::{spread, title};

/// The end of a piece of text, as a neighbour.
pub(super) const END: Pair = ("(end)", "（断）");
/// Fewest lines inside the pane that leave one for the spread.
const LEAST_FOR_SPREAD: u16 = 4;
/// Fewest lines inside the pane that leave one for what is shared with a pinned word.
const LEAST_FOR_SHARED: u16 = 5;

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
    let note = if is_counting { model.lang.pick("counting ...", "统计中 ...") } else { units.name() };
    let head = format!("{}  {}", title(Pane::Neighbours, model.lang), summary.word);
    let mut inside = part.frame(&head, note, focus);
    let area = inside.area();
    let has_spread = area.height >= LEAST_FOR_SPREAD && !spread::is_in_context(model, desk);
    let shared = desk.pinned.as_ref().and_then(|pinned| pinned.shared.as_ref());
    let has_shared = area.height >= LEAST_FOR_SHARED && shared.is_some_and(|shared| shared.word == summary.word);
    let height = area.height - u16::from(has_spread) - u16::from(has_shared);
    sides(model, desk, summary, &mut inside, height);
    if has_shared {
        draw_shared(desk, model.lang, height, &mut inside);
    }
    if has_spread {
        spread::draw(desk, summary, model.lang, area.height - 1, &mut inside);
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
    let (before, after) = model.lang.pick(("left", "right"), ("左", "右"));
    side((model.lang, &format!("{before}{left}")), &known.left, (0, half.saturating_sub(1)), window, inside);
    let border = inside.style(Role::Border);
    for y in 0..height {
        inside.put((half, y), 1, inside.glyphs().vertical, border);
    }
    side(
        (model.lang, &format!("{after}{right}")),
        &known.right,
        (half + 2, width.saturating_sub(half + 2)),
        window,
        inside,
    );
}

/// What the neighbours have in common with those of the pinned word, in line `y`: how much of them, and the first.
fn draw_shared(desk: &Desk, lang: Lang, y: u16, inside: &mut Canvas) {
    let Some(pinned) = &desk.pinned else { return };
    let Some(shared) = &pinned.shared else { return };
    let width = inside.area().width;
    let half = width / 2;
    let dim = inside.style(Role::Dim);
    for (overlap, (x, room)) in
        shared.sides.iter().zip([(1, half.saturating_sub(2)), (half + 2, width.saturating_sub(half + 2))])
    {
        let texts: Vec<&str> =
            overlap.texts.iter().map(|text| if text == "\n" { lang.of(END) } else { text.as_str() }).collect();
        let text = format!("= {} {:.0}%: {}", pinned.word, overlap.share * 100.0, texts.join(" "));
        inside.put_fit((x, y), room, &text, Align::Left, dim);
    }
}

fn side(
    (lang, name): (Lang, &str),
    all: &[Neighbour],
    (x, width): (u16, u16),
    (top, rows, hits): (usize, usize, u64),
    inside: &mut Canvas,
) {
    let header = inside.style(Role::Header);
    let x = x + u16::from(x == 0);
    let width = width.saturating_sub(1);
    let number = grouped(all.len() as u64);
    let kinds = lang.pick(format!("{number} kinds"), format!("{number} 种"));
    let room = width.saturating_sub(inside.columns_of(name) + 2);
    inside.put_fit((x, 0), width, name, Align::Left, header);
    if let Some(kinds) = [kinds, number].iter().find(|text| inside.columns_of(text) <= room) {
        inside.put_before((x + width, 0), kinds, header);
    }
    let most = all.first().map_or(1, |n| n.count);
    let label = (width / 3).clamp(4, 12);
    for (line, neighbour) in all.iter().skip(top).take(rows).enumerate() {
        let y = line as u16 + 1;
        let text = if neighbour.text == "\n" { lang.of(END) } else { neighbour.text.as_str() };
        let style = inside.style(if neighbour.is_break { Role::Dim } else { Role::Text });
        inside.put_fit((x, y), label, text, Align::Left, style);
        let room = width.saturating_sub(label + 1 + 6);
        let bars = inside.style(Role::Bar);
        inside.put(
            (x + label + 1, y),
            room,
            &bar((f64::from(neighbour.count), f64::from(most)), usize::from(room), inside.glyphs()),
            bars,
        );
        let plain = inside.style(Role::Text);
        inside.put_before((x + width, y), &share(u64::from(neighbour.count), hits), plain);
    }
}
