//! The columns of the list: choosing them, sorting by them, having them computed.

use crate::engine::derived::Feature;
use crate::engine::query::{Column, Sort};

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::columns::is_second;
use super::super::state::refinement::Stage;
use super::super::state::{Desk, Dialog, Model};
use super::narrow::{requery, sort_by};
use super::refine;

/// Opens the chooser, on the first column shown.
pub fn open(model: &mut Model) -> Vec<Effect> {
    let columns = model.desk.as_ref().map(|desk| &desk.columns);
    let first = columns.and_then(|columns| columns.shown().first().copied());
    let at = columns.and_then(|columns| columns.offered().position(|feature| Some(feature) == first)).unwrap_or(0);
    model.dialogs.push(Dialog::Columns(at));
    Vec::new()
}

/// Asks for the columns that are needed and not there.
pub fn derive(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let (second, features): (Vec<_>, Vec<_>) = desk.columns.missing().into_iter().partition(|&f| is_second(f));
    let mut effects = if second.is_empty() { Vec::new() } else { refine::start(desk) };
    if !features.is_empty() {
        desk.columns.generation += 1;
        effects.push(Effect::Derive { generation: desk.columns.generation, features });
    }
    effects
}

/// Runs a command in the chooser.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Dialog::Columns(at)) = model.dialogs.last_mut() else { return Vec::new() };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let last = desk.columns.offered().count().saturating_sub(1);
    match command {
        Command::Down => *at = (*at + 1).min(last),
        Command::Up => *at = at.saturating_sub(1),
        Command::First => *at = 0,
        Command::Last => *at = last,
        Command::ToggleColumn | Command::SortColumn => {
            let Some(feature) = desk.columns.offered().nth(*at) else { return Vec::new() };
            if command == Command::ToggleColumn {
                desk.columns.toggle(feature);
                desk.save_session.ask();
                return derive(model);
            }
            return sort(model, feature);
        }
        _ => {}
    }
    Vec::new()
}

/// Sorts by `feature`; by the same one again reverses.
pub fn sort(model: &mut Model, feature: Feature) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    if feature == Feature::Refined && desk.refinement.stage != Stage::Done {
        return refine::toggle(model);
    }
    sort_by_feature(desk, feature);
    let mut effects = derive(model);
    effects.extend(requery(model));
    effects
}

fn sort_by_feature(desk: &mut Desk, feature: Feature) {
    match feature.built_in() {
        Some(column) => sort_by(desk, column),
        None => {
            let again = desk.columns.is_sorted_by(feature, desk.sort.column);
            desk.sort = Sort { column: Column::Given, descending: !(again && desk.sort.descending) };
            desk.columns.sorted_by = Some(feature);
            desk.choose_order();
        }
    }
}
