//! The plot: its cuts, its measures, and asking for what it shows.

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::layout::{plot_cell, plot_cells};
use super::super::state::history::Kind;
use super::super::state::plot::name;
use super::super::state::{Level, Model, Pane};
use super::narrow::{query_effect, requery, row_value, why_it_stays};
use super::{regions_of, say};

/// Whether the command is meant for the cut up the plot, and its steps.
fn steps(command: Command) -> Option<(bool, i32)> {
    Some(match command {
        Command::CutLeft => (false, -1),
        Command::CutRight => (false, 1),
        Command::BigCutLeft => (false, -10),
        Command::BigCutRight => (false, 10),
        Command::CutDown => (true, -1),
        Command::CutUp => (true, 1),
        Command::BigCutDown => (true, -10),
        Command::BigCutUp => (true, 10),
        _ => return None,
    })
}

/// Runs a command of the plot.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match steps(command) {
        Some((up, steps)) => step(model, up, steps),
        None => {
            if let Some(desk) = &mut model.desk {
                desk.plot.turn(command == Command::PlotY);
                let (x, y) = (desk.plot.x, desk.plot.y);
                let of = |coordinate| model.lang.of(name(coordinate));
                let told = format!("x: {}  y: {}", of(x), of(y));
                say(model, Level::Info, told);
            }
            // What is to be counted has changed: `follow` asks for it.
            Vec::new()
        }
    }
}

/// Moves a cut by steps of its threshold.
fn step(model: &mut Model, up: bool, steps: i32) -> Vec<Effect> {
    let (units, lang) = (model.units(), model.lang);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let Some(item) = desk.plot.item(up) else {
        say(model, Level::Info, lang.pick("the score has no threshold", "得分没有阈值"));
        return Vec::new();
    };
    let (table, before) = (desk.loaded.table.clone(), desk.thresholds.now);
    desk.thresholds.step(item, steps, units, &table);
    if desk.thresholds.now == before {
        let command = if steps > 0 { Command::StepUp } else { Command::StepDown };
        let text = why_it_stays(desk, command, item, lang);
        say(model, Level::Info, text);
        return Vec::new();
    }
    let now = desk.thresholds.now;
    desk.thresholds.history.record(before, now, Kind::Step(item));
    requery(model)
}

/// Opens both cuts, or sets them to the values of the current word.
pub fn both(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let (table, mut after) = (desk.loaded.table.clone(), desk.thresholds.clone());
    let row = desk.list.current();
    for item in [false, true].into_iter().filter_map(|up| desk.plot.item(up)) {
        match row {
            _ if command == Command::Reset => after.open(item),
            Some(id) => after.set(item, row_value(&table, item, id), &table),
            None => {}
        }
    }
    if after.now == desk.thresholds.now {
        let already = model.lang.pick("both thresholds are there already", "两个阈值已是如此");
        say(model, Level::Info, already);
        return Vec::new();
    }
    desk.thresholds.replace(after.now);
    requery(model)
}

/// Moves both cuts to a place on the screen, as far as it is one of the plot: what is right of it and above it passes.
pub fn drag(model: &mut Model, place: (u16, u16)) -> Vec<Effect> {
    let pane = regions_of(model).pane(Pane::Plot);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let (Some(cell), Some(density)) = (plot_cell(pane, place), &desk.plot.density) else { return Vec::new() };
    let (x, y) = density.values(cell);
    let (table, before) = (desk.loaded.table.clone(), desk.thresholds.now);
    for (up, value) in [(false, x), (true, y)] {
        if let Some(item) = desk.plot.item(up) {
            desk.thresholds.set(item, value, &table);
        }
    }
    let now = desk.thresholds.now;
    if now == before {
        return Vec::new();
    }
    desk.thresholds.history.record(before, now, Kind::Drag);
    requery(model)
}

/// Asks for what the plot and the verdicts beside the thresholds need, when it is something else than asked for last.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let regions = regions_of(model);
    let is_seen = |pane| !regions.pane(pane).is_empty();
    let (plot, thresholds) = (is_seen(Pane::Plot), is_seen(Pane::Thresholds));
    let mut effects = Vec::new();
    let cells = plot_cells(regions.pane(Pane::Plot));
    let Some(desk) = &mut model.desk else { return effects };
    let plan = desk.plot.plan((cells.width, cells.height)).filter(|_| plot);
    if plan.is_some() && plan != desk.plot.asked {
        // An answer that is still on its way tells what crossed; this one is about the plot alone.
        let was_answered = desk.plot.answered == desk.generation;
        let keeps = desk.plot.keeps_crossing || was_answered;
        effects.push(query_effect(desk, plan));
        desk.plot.keeps_crossing = keeps;
    }
    if !plot && !thresholds {
        return effects;
    }
    let density = desk.plot.density.clone().filter(|density| plot && Some(density.plan) == plan);
    let wanted = (desk.decisions.saving.sent, desk.thresholds.now, density);
    let verdicts = &mut desk.plot.verdicts;
    let is_asked = verdicts.asked.as_ref().is_some_and(|(steps, thresholds, density)| {
        let same = match (density, &wanted.2) {
            (Some(a), Some(b)) => std::sync::Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        (*steps, *thresholds) == (wanted.0, wanted.1) && same
    });
    if !is_asked {
        verdicts.generation += 1;
        verdicts.asked = Some(wanted.clone());
        effects.push(Effect::Appraise {
            generation: verdicts.generation,
            of_row: desk.decisions.of_row().clone(),
            thresholds: wanted.1,
            density: wanted.2,
        });
    }
    effects
}

/// The cells of the plot as it is to be drawn.
pub(super) fn shown_cells(model: &Model) -> (u16, u16) {
    let cells = plot_cells(regions_of(model).pane(Pane::Plot));
    (cells.width, cells.height)
}
