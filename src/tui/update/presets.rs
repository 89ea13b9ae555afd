//! The presets: choosing one, saving the present thresholds as one, deleting one of the project.

use tui_input::Input;

use crate::engine::query::Thresholds;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::presets::{self, Listed, Origin};
use super::super::state::{Dialog, Level, Line, LineKind, Model, Pane, Question};
use super::narrow::requery;
use super::{movement, say};

/// All presets.
fn listed(model: &Model) -> Vec<Listed> {
    model.desk.as_ref().map_or_else(Vec::new, |desk| presets::listed(&model.settings, &desk.presets))
}

/// Opens the list of presets.
pub fn open(model: &mut Model) -> Vec<Effect> {
    model.dialogs.push(Dialog::Presets(0));
    Vec::new()
}

/// Runs a command in the list.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let presets = listed(model);
    let Some(Dialog::Presets(at)) = model.dialogs.last_mut() else { return Vec::new() };
    let last = presets.len().saturating_sub(1);
    match command {
        Command::Down => *at = (*at + 1).min(last),
        Command::Up => *at = at.saturating_sub(1),
        Command::First => *at = 0,
        Command::Last => *at = last,
        Command::SavePreset => return open_name(model),
        Command::DeletePreset => {
            if let Some(chosen) = presets.into_iter().nth(*at) {
                ask_to_delete(model, chosen);
            }
        }
        Command::ApplyPreset => {
            let chosen = presets.into_iter().nth(*at);
            model.dialogs.pop();
            return chosen.map_or_else(Vec::new, |preset| apply(model, &preset.name, preset.bounds));
        }
        _ => {}
    }
    Vec::new()
}

/// Sets the thresholds in their pane, where they can be kept or put back in one step.
pub fn apply(model: &mut Model, name: &str, bounds: Thresholds) -> Vec<Effect> {
    let focus = model.prefs.focus;
    let mut effects = movement::focus(model, if focus.is_tuning() { focus } else { Pane::Thresholds });
    if let Some(desk) = &mut model.desk {
        desk.thresholds.replace(bounds);
    }
    effects.extend(requery(model));
    let [keep, revert] = [Command::Keep, Command::Revert].map(|command| model.key_of(command));
    let english = format!("thresholds of {name}: {keep} keeps them, {revert} puts back those before");
    let told = model.lang.pick(english, format!("{name} 的阈值：{keep} 保留，{revert} 还原"));
    say(model, Level::Info, told);
    effects
}

/// Opens the line for the name of a new preset.
pub fn open_name(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let origin = desk.list.current();
    let (input, before, note) = (Input::default(), String::new(), String::new());
    model.dialogs.push(Dialog::Line(Line { kind: LineKind::PresetName, input, before, origin, about: None, note }));
    Vec::new()
}

/// Saves the present thresholds under the name typed; one of the project with this name is replaced.
pub fn save(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Line(line)) = model.dialogs.last() else { return Vec::new() };
    let typed = line.input.value().to_owned();
    match (save_as(model, &typed), model.dialogs.last_mut()) {
        (Ok(()), _) => {
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Line(_)));
        }
        (Err(why), Some(Dialog::Line(line))) => line.note = why,
        _ => {}
    }
    Vec::new()
}

/// The preset called `name`.
///
/// # Errors
/// That there is none, and which there are.
pub fn named(model: &Model, name: &str) -> Result<Listed, String> {
    let all = listed(model);
    let names: Vec<String> = all.iter().map(|preset| preset.name.clone()).collect();
    all.into_iter().find(|preset| preset.name == name).ok_or_else(|| {
        let names = names.join(", ");
        model.lang.pick(format!("no preset {name}; there are {names}"), format!("没有预设 {name}；可用：{names}"))
    })
}

/// Saves the present thresholds under `typed`; one of the project with this name is replaced.
///
/// # Errors
/// Why it cannot be the name of a preset.
pub fn save_as(model: &mut Model, typed: &str) -> Result<(), String> {
    let lang = model.lang;
    let Some(desk) = &mut model.desk else { return Ok(()) };
    let name = presets::name(typed, &model.settings).map_err(|(english, chinese)| lang.pick(english, chinese))?;
    let replaced = desk.presets.insert(name.clone(), desk.thresholds.now).is_some();
    desk.save_session.ask();
    let at = listed(model).iter().position(|preset| preset.name == name);
    // The line for the name may still lie over the list.
    let list = model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Presets(shown) => Some(shown),
        _ => None,
    });
    if let (Some(shown), Some(at)) = (list, at) {
        *shown = at;
    }
    let told = match replaced {
        false => lang.pick(format!("saved the thresholds as {name}"), format!("已把阈值另存为 {name}")),
        true => lang.pick(format!("replaced the thresholds of {name}"), format!("已替换 {name} 的阈值")),
    };
    say(model, Level::Info, told);
    Ok(())
}

/// Asks whether to delete a preset, or says why it cannot be.
pub fn ask_to_delete(model: &mut Model, Listed { name, origin, .. }: Listed) {
    let why = match origin {
        Origin::Project => {
            model.dialogs.push(Dialog::Question(Question::DeletePreset(name)));
            return;
        }
        Origin::Program => model.lang.pick(format!("{name} comes with the program"), format!("{name} 是程序自带的")),
        Origin::Settings => {
            let english = format!("{name} stands in config.toml: take [presets.{name}] out there");
            model.lang.pick(english, format!("{name} 写在 config.toml 里：请在那里删去 [presets.{name}]"))
        }
    };
    say(model, Level::Info, why);
}

/// Deletes a preset of the project.
pub fn delete(model: &mut Model, name: &str) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.presets.remove(name);
    desk.save_session.ask();
    let last = listed(model).len().saturating_sub(1);
    if let Some(Dialog::Presets(at)) = model.dialogs.last_mut() {
        *at = (*at).min(last);
    }
    let told = model.lang.pick(format!("deleted the preset {name}"), format!("已删除预设 {name}"));
    say(model, Level::Info, told);
    Vec::new()
}
