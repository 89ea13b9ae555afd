//! The mouse: clicks, double clicks, drags and the wheel. A click never decides on a word.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::layout::{
    columns_box, dictionary_box, history_box, inside, line_at, palette_box, plot_cell, presets_box, rules_box,
    threshold_cells,
};
use super::super::state::context::Side;
use super::super::state::heads::{Field, field_at};
use super::super::state::history::Kind;
use super::super::state::palette::offered;
use super::super::state::presets::listed;
use super::super::state::{Desk, Dialog, Item, Level, Model, Pane, Pressed};
use super::narrow::{requery, sort_by};
use super::{columns, context, movement, page, plot, presets, regions_of, say};
use crate::engine::query::{Column, Measure};

/// A second press at the same place is a double click within this time, in milliseconds.
const DOUBLE: u64 = 400;
/// Rows that one step of the wheel moves.
const STEP: isize = 3;

/// Takes the mouse from the terminal, or leaves it to it.
pub fn set(model: &mut Model, on: bool) -> Vec<Effect> {
    model.mouse = on;
    let text = match on {
        true => model.lang.pick("mouse on: click, drag and wheel work here", "鼠标已接管：可点击、拖动、滚动"),
        false => model.lang.pick("mouse off: the terminal selects text again", "鼠标已放开：可用终端选取文字"),
    };
    say(model, Level::Info, text);
    vec![Effect::Mouse(on)]
}

/// What a use of the mouse does.
pub fn mouse(model: &mut Model, event: MouseEvent) -> Vec<Effect> {
    let place = (event.column, event.row);
    // What was sent before the mouse was given back is nobody's.
    if !model.mouse {
        return Vec::new();
    }
    match event.kind {
        MouseEventKind::ScrollDown => wheel(model, place, false),
        MouseEventKind::ScrollUp => wheel(model, place, true),
        MouseEventKind::Down(MouseButton::Left) => press(model, place),
        MouseEventKind::Drag(MouseButton::Left) => drag(model, place),
        MouseEventKind::Up(_) => {
            if let Some(pressed) = &mut model.pressed {
                pressed.drags = None;
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn wheel(model: &mut Model, place: (u16, u16), back: bool) -> Vec<Effect> {
    let command = if back { Command::Up } else { Command::Down };
    match model.dialogs.last() {
        Some(Dialog::Help(_) | Dialog::Reader(_)) => {
            return (0..STEP).flat_map(|_| super::run(model, command)).collect();
        }
        Some(Dialog::Question(_) | Dialog::Fit(_)) => return Vec::new(),
        Some(Dialog::Line(_) | Dialog::Sort) | None => {}
        Some(_) => return super::run(model, command),
    }
    let Some(pane) = regions_of(model).pane_at(place) else { return Vec::new() };
    let rows = movement::rows_of(model, pane);
    let by = if pane == Pane::Thresholds { 1 } else { STEP };
    let before = current(model);
    let effects = movement::scroll_pane(model, pane, (if back { -by } else { by }, rows));
    context::end_search(model, before, command);
    effects
}

fn current(model: &Model) -> Option<crate::engine::CandidateId> {
    model.desk.as_ref().and_then(|desk| desk.list.current())
}

fn press(model: &mut Model, place: (u16, u16)) -> Vec<Effect> {
    model.log.hide();
    model.pending.clear();
    let last = model.pressed.take();
    let is_double = last.is_some_and(|last| last.at == place && model.clock <= last.when + DOUBLE);
    // A third press is the first of two again.
    model.pressed = (!is_double).then_some(Pressed { at: place, when: model.clock, drags: None });
    match model.dialogs.last() {
        Some(Dialog::Sort) => {
            model.dialogs.pop();
        }
        Some(_) => return press_in_dialog(model, place, is_double),
        None => {}
    }
    let Some(pane) = regions_of(model).pane_at(place).filter(|_| model.desk.is_some()) else { return Vec::new() };
    let (before, area) = (current(model), regions_of(model).pane(pane));
    let mut effects = Vec::new();
    // Where it stands is told by the screen as it was when it was clicked.
    let cell = (pane == Pane::Thresholds).then(|| threshold_at(model, area, place)).flatten();
    if model.prefs.focus != pane {
        effects.extend(movement::focus(model, pane));
    }
    effects.extend(match pane {
        Pane::Candidates => press_list(model, (area, place), is_double),
        Pane::Context => press_context(model, place, is_double),
        Pane::Thresholds => cell.map_or_else(Vec::new, |(item, cell)| press_cut(model, (item, cell), place)),
        Pane::Plot => {
            if plot_cell(area, place).is_some() {
                grab(model, Pane::Plot);
            }
            plot::drag(model, place)
        }
        Pane::Neighbours | Pane::Log => Vec::new(),
    });
    context::end_search(model, before, Command::Down);
    effects
}

/// From here on the cut follows the mouse until its button is let go.
fn grab(model: &mut Model, pane: Pane) {
    if let Some(pressed) = &mut model.pressed {
        pressed.drags = Some(pane);
    }
}

/// On a head sorts, on a row goes there; the second press on a row goes to the context.
fn press_list(model: &mut Model, (area, place): (Rect, (u16, u16)), is_double: bool) -> Vec<Effect> {
    let rows = page(model);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    match line_at(area, place) {
        Some((x, 0)) => match field_at(desk, inside(area).width, x) {
            Some(Field::Number(feature)) => columns::sort(model, feature),
            field => {
                sort_by(desk, if field.is_some() { Column::Verdict } else { Column::Word });
                requery(model)
            }
        },
        Some((_, line)) if desk.list.top() + usize::from(line - 1) < desk.list.rows().len() => {
            // The window may have moved since the first press.
            if is_double {
                return movement::focus(model, Pane::Context);
            }
            desk.list.go_to(desk.list.top() + usize::from(line - 1), rows);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Goes to a line; the second press reads it.
fn press_context(model: &mut Model, place: (u16, u16), is_double: bool) -> Vec<Effect> {
    let parts = context::parts(model);
    let (own, rows) = (parts.own, parts.rows(Side::Current));
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let line = place.1.checked_sub(own.y + u16::from(parts.compares())).map(usize::from);
    let Some(line) = line.filter(|&line| own.contains(place.into()) && line < rows) else { return Vec::new() };
    let at = desk.context.window_top(rows) + line;
    if at >= desk.context.shown.hits.len() {
        return Vec::new();
    }
    if is_double {
        return super::run(model, Command::Read);
    }
    let cursor = desk.context.cursor.min(desk.context.shown.hits.len() - 1);
    desk.context.step(at.cast_signed() - cursor.cast_signed(), rows);
    Vec::new()
}

/// The threshold at a place of their pane, with its cell.
fn threshold_at(model: &Model, pane: Rect, place: (u16, u16)) -> Option<(usize, Rect)> {
    let at = &model.desk.as_ref()?.thresholds.at;
    let focused = model.prefs.focus == Pane::Thresholds;
    let cells = threshold_cells(inside(pane), Measure::ALL.len() as u16 + 1, focused.then_some(*at as u16));
    let found = cells.shown().find(|(_, cell)| cell.contains(place.into()));
    found.map(|(number, cell)| (usize::from(number), cell))
}

/// Chooses a threshold; a press on its histogram sets it as well.
fn press_cut(model: &mut Model, (item, cell): (usize, Rect), place: (u16, u16)) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.thresholds.at = item;
    if item < Measure::ALL.len() && (1..=2).contains(&(place.1 - cell.y)) {
        grab(model, Pane::Thresholds);
        return set_cut(model, cell, place.0);
    }
    Vec::new()
}

/// Sets the threshold at hand to the value at column `x` of its histogram in `cell`.
fn set_cut(model: &mut Model, cell: Rect, x: u16) -> Vec<Effect> {
    /// A cut is put a little inside its column, so that rounding does not draw it in the one before.
    const FINE: u16 = 16;
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let Item::Bound(measure) = desk.thresholds.item() else { return Vec::new() };
    let Some(histogram) = desk.selection.histograms.iter().find(|known| known.measure == measure) else {
        return Vec::new();
    };
    let width = cell.width.saturating_sub(1).clamp(1, u16::MAX / FINE);
    let column = x.saturating_sub(cell.x + 1).min(width - 1);
    let value = histogram.axis.cell_edge(column * FINE + u16::from(column > 0), width * FINE);
    let (table, before) = (desk.loaded.table.clone(), desk.thresholds.now);
    desk.thresholds.set(Item::Bound(measure), value, &table);
    let now = desk.thresholds.now;
    if now == before {
        return Vec::new();
    }
    desk.thresholds.history.record(before, now, Kind::Drag);
    requery(model)
}

fn drag(model: &mut Model, place: (u16, u16)) -> Vec<Effect> {
    if !model.dialogs.is_empty() {
        return Vec::new();
    }
    match model.pressed.and_then(|pressed| pressed.drags.map(|pane| (pane, pressed.at))) {
        Some((Pane::Plot, _)) => plot::drag(model, place),
        Some((Pane::Thresholds, start)) => {
            let area = regions_of(model).pane(Pane::Thresholds);
            let at = model.desk.as_ref().map(|desk| desk.thresholds.at);
            // The cell it began in, wherever the mouse is now.
            match threshold_at(model, area, start).filter(|(item, _)| Some(*item) == at) {
                Some((_, cell)) => set_cut(model, cell, place.0),
                None => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Goes to the entry that was clicked, if it is one of `number`. Enter or a key does what is to be done with it.
fn choose(at: &mut usize, number: usize, clicked: impl Fn(usize) -> Option<usize>) {
    if let Some(entry) = clicked(*at).filter(|&entry| entry < number) {
        *at = entry;
    }
}

/// Chooses an entry of the dialog. Outside of it nothing happens.
fn press_in_dialog(model: &mut Model, place: (u16, u16), is_double: bool) -> Vec<Effect> {
    let (size, mode, lang) = (model.size, model.mode_of_pane(), model.lang);
    let offers = |desk: &Option<Desk>| desk.as_ref().map_or(0, |desk| desk.columns.offered().count());
    let listed = model.desk.as_ref().map_or(0, |desk| listed(&model.settings, &desk.presets).len());
    let steps = model.desk.as_ref().map_or(0, |desk| desk.decisions.ledger().history().len());
    match model.dialogs.last_mut() {
        Some(Dialog::Columns(at)) => {
            let number = offers(&model.desk);
            let Some(entry) = columns_box(size, number, *at).at(place).filter(|&entry| entry < number) else {
                return Vec::new();
            };
            // The list may have moved since the first press.
            if is_double {
                return columns::run(model, Command::ToggleColumn);
            }
            *at = entry;
            Vec::new()
        }
        Some(Dialog::Presets(at)) => {
            let Some(entry) = presets_box(size, listed, *at).at(place).filter(|&entry| entry < listed) else {
                return Vec::new();
            };
            if is_double {
                return presets::run(model, Command::ApplyPreset);
            }
            *at = entry;
            Vec::new()
        }
        Some(Dialog::Palette(palette)) => {
            // It is run by Enter alone: a verdict may be among them.
            let number = offered(palette.input.value(), &model.keymap, mode, lang).len();
            let last = number.saturating_sub(1);
            choose(&mut palette.at, number, |at| palette_box(size, at.min(last)).at(place));
            Vec::new()
        }
        Some(Dialog::Rule(dialog)) => {
            let number = dialog.rules.len();
            choose(&mut dialog.at, number, |at| rules_box(size, number, at).at(place));
            Vec::new()
        }
        Some(Dialog::History(dialog)) => {
            choose(&mut dialog.at, steps, |at| history_box(size, steps, at).at(place));
            Vec::new()
        }
        Some(Dialog::Dictionary(dialog)) => {
            let number = dialog.found.as_ref().map_or(0, |found| found.len());
            let top = dialog.top;
            choose(&mut dialog.at, number, |at| dictionary_box(size, top, at).at(place));
            Vec::new()
        }
        _ => Vec::new(),
    }
}
