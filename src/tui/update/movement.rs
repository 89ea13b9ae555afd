//! Moving: rows, pages, panes.

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::layout::Lower;
use super::super::state::context::Side;
use super::super::state::{Level, Model, Pane};
use super::{context, page, regions_of, rescroll, say};

/// How far a command moves in a window of `page` rows.
pub(super) fn distance(command: Command, page: usize) -> isize {
    let page = page.cast_signed();
    match command {
        Command::Down => 1,
        Command::Up => -1,
        Command::HalfDown => (page / 2).max(1),
        Command::HalfUp => -(page / 2).max(1),
        Command::PageDown => (page - 1).max(1),
        Command::PageUp => -(page - 1).max(1),
        Command::First => isize::MIN,
        _ => isize::MAX,
    }
}

/// Rows that `pane` shows.
pub fn rows_of(model: &Model, pane: Pane) -> usize {
    match pane {
        Pane::Context => context::parts(model).rows(Side::Current),
        pane => regions_of(model).page(pane),
    }
}

/// Moves the cursor or scrolls the pane that has the keys.
pub fn step(model: &mut Model, command: Command) -> Vec<Effect> {
    let focus = model.prefs.focus;
    let rows = rows_of(model, focus);
    scroll_pane(model, focus, (distance(command, rows), rows))
}

/// Moves the cursor of `pane`, which shows `rows` rows, by `by` rows, or scrolls it where it has none.
pub fn scroll_pane(model: &mut Model, pane: Pane, (by, rows): (isize, usize)) -> Vec<Effect> {
    let log_length = model.log.newest_first().len();
    let Some(desk) = &mut model.desk else { return Vec::new() };
    match pane {
        Pane::Candidates => desk.list.step(by, rows),
        Pane::Context => desk.context.step(by, rows),
        Pane::Neighbours => {
            let known = desk.context.summary.as_ref().map(|summary| &summary.neighbours);
            let most = known.map_or(0, |known| known.left.len().max(known.right.len()));
            scroll(&mut desk.context.neighbours_top, by, most + 1, rows);
        }
        Pane::Thresholds => desk.thresholds.turn(by < 0),
        Pane::Plot => {}
        Pane::Log => scroll(&mut model.log.scrolled, by, log_length, rows),
    }
    Vec::new()
}

fn scroll(top: &mut usize, by: isize, lines: usize, rows: usize) {
    *top = top.saturating_add_signed(by).min(lines.saturating_sub(rows));
}

/// Goes to the next or previous word without a verdict.
pub fn undecided(model: &mut Model, back: bool) -> Vec<Effect> {
    let rows = page(model);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let decisions = &desk.decisions;
    match desk.list.search(back, |id| decisions.is_undecided(id)) {
        Some(place) => desk.list.go_to(place, rows),
        None => {
            let text = match back {
                true => model.lang.pick("no undecided word above", "上面没有未决定的词"),
                false => model.lang.pick("no undecided word below", "下面没有未决定的词"),
            };
            say(model, Level::Info, text);
        }
    }
    Vec::new()
}

/// Gives the keys to `pane`.
pub fn focus(model: &mut Model, pane: Pane) -> Vec<Effect> {
    // What the thresholds were is told while they are worked on, and no longer.
    if let Some(desk) = &mut model.desk {
        match (model.prefs.focus.is_tuning(), pane.is_tuning()) {
            (false, true) => desk.thresholds.enter(),
            (true, false) => desk.thresholds.leave(),
            _ => {}
        }
    }
    model.prefs.focus = pane;
    if pane != Pane::Candidates && !pane.is_tuning() {
        model.prefs.lower = Lower(pane);
    }
    rescroll(model);
    Vec::new()
}

/// Gives the keys to the next pane, or the previous one.
pub fn turn_pane(model: &mut Model, back: bool) -> Vec<Effect> {
    let step = if back { Pane::ALL.len() - 1 } else { 1 };
    let next = (model.prefs.focus.number() - 1 + step) % Pane::ALL.len();
    focus(model, Pane::ALL[next])
}
