//! The presets: choosing one, and its thresholds.

use crate::engine::query::Thresholds;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::{Dialog, Level, Model, Pane};
use super::narrow::requery;
use super::{movement, say};

/// Opens the list of presets.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.dialogs.push(Dialog::Presets(0));
    Vec::new()
}

/// Runs a command in the list.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let presets = model.settings.threshold_presets();
    let Some(Dialog::Presets(at)) = model.dialogs.last_mut() else { return Vec::new() };
    let last = presets.len().saturating_sub(1);
    match command {
        Command::Down => *at = (*at + 1).min(last),
        Command::Up => *at = at.saturating_sub(1),
        Command::First => *at = 0,
        Command::Last => *at = last,
        Command::ApplyPreset => {
            let chosen = presets.into_iter().nth(*at);
            model.dialogs.pop();
            return chosen.map_or_else(Vec::new, |(preset, bounds)| apply(model, &preset.name, bounds));
        }
        _ => {}
    }
    Vec::new()
}

/// Sets the thresholds in their pane, where they can be kept or put back in one step.
fn apply(model: &mut Model, name: &str, bounds: Thresholds) -> Vec<Effect> {
    let mut effects = movement::focus(model, Pane::Thresholds);
    if let Some(desk) = &mut model.desk {
        desk.thresholds.now = bounds;
    }
    effects.extend(requery(model));
    let keys = [Command::Keep, Command::Revert].map(|command| model.key_of(command));
    say(
        model,
        Level::Info,
        format!("thresholds of {name}: {} keeps them, {} puts back those before", keys[0], keys[1]),
    );
    effects
}
