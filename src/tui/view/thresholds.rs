//! The thresholds with their histograms.
//!
//! ```text
//! ┌[4] Thresholds ──────────────────── kept 3,940 (1.2%)  was 4,812 ┐
//! │ Count >= 20  3,940 of 4,115    >PMI >= 6.50     3,940 of 4,812  │
//! │ █▇▇▆▆▅▅▄▄┊▃▃▃▂▂▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁     ▁▁▂▂▃▄▅▆▆▇███┊▇▆▅▄▃▃▂▂▁▁▁▁▁  │
//! │ 5·········20─────────────────48k   -2·············6.5───────15  │
//! │ out 872: 的大模型 职场里 一季度    in 0                         │
//! ```
//!
//! │ your verdicts on PMI: above 82% of 120, below 31% of 45         │
//!
//! A histogram counts the candidates that pass every *other* test; its heights are logarithmic. `┊` is the cut; what the
//! last step let out or in is named.

use crate::engine::CandidateId;
use crate::engine::query::{Axis, BINS, Histogram, Measure, Share, Sides};
use crate::settings::Units;

use super::super::glyphs::Glyphs;
use super::super::layout::threshold_cells;
use super::super::state::thresholds::SHORTEST;
use super::super::state::{Desk, Item, Model, Pane, ThresholdPane};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::numbers::{nats, share, short};
use super::title;

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let focused = model.prefs.focus == Pane::Thresholds;
    let (kept, all) = (desk.list.rows().len() as u64, desk.table().len() as u64);
    let (count, part_kept) = (grouped(kept), share(kept, all));
    let note = model.lang.pick(format!("{count} kept, {part_kept}"), format!("通过 {count}，{part_kept}"));
    let mut inside = part.frame(&title(Pane::Thresholds, model.lang), &note, focused);
    let area = inside.area();
    if desk.selection.histograms.is_empty() || area.height < 3 {
        return;
    }
    let cells = threshold_cells(area, Measure::ALL.len() as u16 + 1, focused.then_some(desk.thresholds.at as u16));
    for (place, cell) in cells.shown() {
        match Measure::ALL.get(usize::from(place)) {
            Some(&measure) => histogram(model, desk, measure, &mut inside.part(cell)),
            None => lengths(model, desk, &mut inside.part(cell)),
        }
    }
    draw_below(model, desk, (cells.crossing, cells.tall), &mut inside.part(cells.below()));
}

fn histogram(model: &Model, desk: &Desk, measure: Measure, cell: &mut Canvas) {
    let Some(histogram) = desk.selection.histograms.iter().find(|h| h.measure == measure) else { return };
    let item = Item::Bound(measure);
    let units = model.units();
    let shown = |thresholds| ThresholdPane::shown(thresholds, item, desk.table());
    let (now, before) = (shown(&desk.thresholds.now), shown(&desk.thresholds.before));
    let selected = model.prefs.focus == Pane::Thresholds && desk.thresholds.item() == item;
    let mut label = format!("{} >= {}", model.lang.of(item.name()), value(measure, now, units));
    if now != before {
        label.push_str(&format!(" {} {}", model.lang.pick("was", "原"), value(measure, before, units)));
    }
    let (passing, others) = (grouped(u64::from(histogram.passing)), grouped(u64::from(histogram.others)));
    put_label(&label, &of(model, &passing, &others), selected, cell);
    let width = cell.area().width.saturating_sub(1);
    if cell.area().height < 2 || width < 4 {
        return;
    }
    let cut = position(&histogram.axis, now, width);
    let heights = heights(&histogram.bins, width);
    for (x, height) in heights.iter().enumerate() {
        let x = x as u16;
        let passes = cut.is_none_or(|cut| x >= cut);
        let style = cell.style(if passes { Role::Bar } else { Role::BarOut });
        cell.put((x + 1, 1), 1, cell.glyphs().levels[*height], style);
    }
    let cut_style = cell.style(Role::Cut);
    if let Some(cut) = cut {
        cell.put((cut + 1, 1), 1, cell.glyphs().cuts[0], cut_style);
    }
    if cell.area().height >= 3 {
        axis(histogram, (measure, now, units), (width, cut), cell);
    }
    if cell.area().height >= 4
        && let Some(told) = verdicts(model, desk, item, width)
    {
        let dim = cell.style(Role::Dim);
        cell.put((1, 3), width, &told, dim);
    }
}

/// How many pass of how many.
fn of(model: &Model, passing: &str, others: &str) -> String {
    model.lang.pick(format!("{passing} of {others}"), format!("{passing} / {others}"))
}

/// What the verdicts say about the cut `item`, in at most `room` columns; nothing while no word is decided on.
fn verdicts(model: &Model, desk: &Desk, item: Item, room: u16) -> Option<String> {
    let at = Item::ALL.iter().position(|&known| known == item)?;
    let Sides { above, below } = *desk.plot.verdicts.appraisal.get(at)?;
    if above.judged() + below.judged() == 0 {
        return None;
    }
    let lang = model.lang;
    let side = |side: Share| {
        let (accepted, judged) = (u64::from(side.accepted), u64::from(side.judged()));
        match judged {
            0 => lang.pick("none", "无").to_owned(),
            _ => lang.pick(
                format!("{} of {}", share(accepted, judged), grouped(judged)),
                format!("{} 词采纳 {}", grouped(judged), share(accepted, judged)),
            ),
        }
    };
    let (above, below) = (side(above), side(below));
    let name = lang.of(item.name());
    let texts = [
        lang.pick(
            format!("your verdicts on {name}: above {above}, below {below}"),
            format!("你对{name}的决定：线上 {above}，线下 {below}"),
        ),
        lang.pick(
            format!("your verdicts: above {above}, below {below}"),
            format!("你的决定：线上 {above}，线下 {below}"),
        ),
        lang.pick(format!("verdicts: {above}, below {below}"), format!("线上 {above}，线下 {below}")),
    ];
    texts.iter().find(|text| model.columns_of(text) <= room).or(texts.last()).cloned()
}

fn put_label(label: &str, note: &str, selected: bool, cell: &mut Canvas) {
    let width = cell.area().width;
    let style = cell.style(if selected { Role::Key } else { Role::Text });
    let dim = cell.style(Role::Dim);
    let start = cell.put_before((width, 0), note, dim);
    cell.put((0, 0), 1, if selected { ">" } else { " " }, style);
    cell.put_fit((1, 0), start.saturating_sub(2), label, Align::Left, style);
}

/// The scale below a histogram: dots up to the cut, a line from it on.
fn axis(histogram: &Histogram, shown: (Measure, f64, Units), (width, cut): (u16, Option<u16>), cell: &mut Canvas) {
    let (measure, now, units) = shown;
    let dim = cell.style(Role::Dim);
    let cut_at = cut.unwrap_or(0);
    let [below, above] = cell.glyphs().scale;
    let line: String = (0..width).map(|x| if cut.is_some() && x < cut_at { below } else { above }).collect();
    cell.put((1, 2), width, &line, dim);
    let low = value(measure, histogram.axis.low, units);
    let high = value(measure, histogram.axis.high, units);
    let low_end = 1 + cell.put((1, 2), width, &low, dim);
    let high_start = cell.put_before((width + 1, 2), &high, dim);
    if cut.is_some() {
        let text = value(measure, now, units);
        let at = cut_at + 1;
        if at > low_end && at + text.len() as u16 + 1 < high_start {
            let style = cell.style(Role::Cut);
            cell.put((at, 2), width, &text, style);
        }
    }
}

pub(super) fn value(measure: Measure, value: f64, units: Units) -> String {
    match measure {
        Measure::Count if value < 10_000.0 => format!("{value:.0}"),
        Measure::Count => short(value as u64),
        _ if value == f64::NEG_INFINITY => "any".to_owned(),
        _ => nats(value as f32, units),
    }
}

/// The column of `value` on `axis`, `None` when it is at or below the left edge.
fn position(axis: &Axis, value: f64, width: u16) -> Option<u16> {
    let place = |v: f64| if axis.log { v.max(f64::MIN_POSITIVE).ln() } else { v };
    let (low, high) = (place(axis.low), place(axis.high));
    let share = (place(value) - low) / (high - low).max(f64::MIN_POSITIVE);
    if !share.is_finite() || share <= 0.0 {
        return None;
    }
    Some(((share * f64::from(width)) as u16).min(width - 1))
}

/// The height of each of `width` columns, 0 to 8, on a logarithmic scale; a column that holds anything is at least 1.
fn heights(bins: &[u32], width: u16) -> Vec<usize> {
    let width = usize::from(width);
    let columns: Vec<f64> = (0..width)
        .map(|x| {
            let (from, to) = (x as f64 * BINS as f64 / width as f64, (x + 1) as f64 * BINS as f64 / width as f64);
            let overlap = |bin: usize| (to.min(bin as f64 + 1.0) - from.max(bin as f64)).max(0.0);
            let (first, last) = (from as usize, (to.ceil() as usize).min(bins.len()));
            (first..last).map(|bin| f64::from(bins[bin]) * overlap(bin)).sum()
        })
        .collect();
    let most = columns.iter().copied().fold(0.0, f64::max);
    columns.into_iter().map(|count| level(count, most)).collect()
}

/// The height of a column that holds `count`, where the highest holds `most`.
pub(super) fn level(count: f64, most: f64) -> usize {
    if count <= 0.0 { 0 } else { ((count.ln_1p() / most.ln_1p() * 8.0).round() as usize).clamp(1, 8) }
}

fn lengths(model: &Model, desk: &Desk, cell: &mut Canvas) {
    let now = &desk.thresholds.now;
    let longest = desk.table().floors().max_length;
    let item = desk.thresholds.item();
    let selected = model.prefs.focus == Pane::Thresholds && matches!(item, Item::MinLength | Item::MaxLength);
    let which = match item {
        Item::MaxLength if selected => model.lang.pick(" (to)", "（最长）"),
        _ if selected => model.lang.pick(" (from)", "（最短）"),
        _ => "",
    };
    let (low, high) = (now.min_length.max(SHORTEST), now.max_length.min(longest));
    let bins: Vec<u32> =
        (2..=usize::from(longest)).map(|n| desk.selection.lengths.get(n).copied().unwrap_or(0)).collect();
    let others: u64 = bins.iter().map(|&count| u64::from(count)).sum();
    let note = of(model, &grouped(desk.list.rows().len() as u64), &grouped(others));
    let label = model.lang.pick(format!("Length {low} to {high}{which}"), format!("长度 {low} 到 {high}{which}"));
    put_label(&label, &note, selected, cell);
    if cell.area().height < 2 {
        return;
    }
    let room = cell.area().width.saturating_sub(1);
    let texts =
        [("  ", true), (" ", true), (" ", false)].map(|way| length_texts(&bins, (low, high), way, cell.glyphs()));
    let wide = |texts: &Vec<(String, bool)>| texts.iter().map(|(text, _)| model.columns_of(text)).sum::<u16>();
    let Some(texts) = texts.iter().find(|texts| wide(texts) <= room + 1).or(texts.last()) else { return };
    let mut x = 1;
    for (text, inside) in texts {
        let style = cell.style(if *inside { Role::Bar } else { Role::BarOut });
        x += cell.put((x, 1), u16::MAX, text, style);
    }
}

/// A bar for each length from 2 on, with its number if `numbers`, and whether the length is inside the bounds.
fn length_texts(
    bins: &[u32],
    (low, high): (u8, u8),
    (gap, numbers): (&str, bool),
    glyphs: &Glyphs,
) -> Vec<(String, bool)> {
    let most = bins.iter().copied().max().unwrap_or(0);
    let text = |(length, &count): (u8, &u32)| {
        let inside = (low..=high).contains(&length);
        let (open, close) = if inside { ("", "") } else { ("(", ")") };
        let bar = glyphs.levels[level(f64::from(count), f64::from(most))];
        let number = if numbers { short(u64::from(count)) } else { String::new() };
        let space = if gap.len() > 1 { " " } else { "" };
        (format!("{open}{length}{bar}{space}{number}{close}{gap}"), inside)
    };
    (2..).zip(bins).map(text).collect()
}

/// What the last step of a threshold let out and in, and what the verdicts say about the current one.
fn draw_below(model: &Model, desk: &Desk, (lines, tall): (u16, u16), cell: &mut Canvas) {
    let width = cell.area().width;
    // Where each threshold has its own line, that of the current one is there.
    let told = verdicts(model, desk, desk.thresholds.item(), width.saturating_sub(2));
    let told = told
        .filter(|_| lines >= 2 && (tall < 4 || matches!(desk.thresholds.item(), Item::MinLength | Item::MaxLength)));
    let Some(told) = told else { return draw_crossing(model, desk, lines, cell) };
    let dim = cell.style(Role::Dim);
    let last = cell.area().height.saturating_sub(1);
    draw_crossing(model, desk, if last >= 2 { 2 } else { 1 }, cell);
    cell.put((1, last.min(2)), width, &told, dim);
}

/// What the last step of a threshold let out and in.
fn draw_crossing(model: &Model, desk: &Desk, lines: u16, cell: &mut Canvas) {
    let crossing = &desk.selection.crossing;
    let table = desk.table();
    let width = cell.area().width;
    let names = |ids: &[CandidateId]| ids.iter().map(|&id| table.word(id)).collect::<Vec<_>>().join(" ");
    let side =
        |name: &str, count: usize, ids: &[CandidateId]| format!(" {name} {}: {}", grouped(count as u64), names(ids));
    let out = side(model.lang.pick("out", "离开"), crossing.left, &crossing.left_ids);
    let into = side(model.lang.pick("in", "进入"), crossing.entered, &crossing.entered_ids);
    let style = cell.style(Role::Cut);
    let dim = cell.style(Role::Dim);
    let of = |count: usize| if count > 0 { style } else { dim };
    if lines >= 2 {
        cell.put_fit((0, 0), width, &out, Align::Left, of(crossing.left));
        cell.put_fit((0, 1), width, &into, Align::Left, of(crossing.entered));
    } else if crossing.entered > crossing.left {
        cell.put_fit((0, 0), width, &into, Align::Left, of(crossing.entered));
    } else {
        cell.put_fit((0, 0), width, &out, Align::Left, of(crossing.left));
    }
}
