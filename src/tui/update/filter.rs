//! Typing the filter: the list follows each key, faults are told where they are, ways to go on are turned over.

use tui_input::Input;

use crate::engine::query::expression::complete;

use super::super::effect::Effect;
use super::super::state::filter::{Cycle, caret};
use super::super::state::{Dialog, Line, LineKind, Model};
use super::columns;
use super::narrow::requery;

/// Takes `text` as the filter, which came from here: nothing is wrong with it.
pub fn set(model: &mut Model, text: &str) -> Vec<Effect> {
    let units = model.units();
    let Some(desk) = &mut model.desk else { return Vec::new() };
    // What cannot be read in this text leaves the filter as it is.
    let _ = desk.set_filter(text, units);
    let mut effects = columns::derive(model);
    effects.extend(requery(model));
    effects
}

/// After a key: nothing is being turned over any more.
pub fn typed(model: &mut Model) -> Vec<Effect> {
    if let Some(desk) = &mut model.desk {
        desk.filter.end_turns();
    }
    follow(model, false)
}

/// The list follows the line. With a fault it stays as it was; what was a part of the name of a condition, and no text to
/// look for, is given up for the filter before; so is a name alone that was `completed`.
fn follow(model: &mut Model, completed: bool) -> Vec<Effect> {
    let (units, lang) = (model.units(), model.lang);
    let Some(Dialog::Line(line)) = model.dialogs.last_mut() else { return Vec::new() };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let text = line.input.value().to_owned();
    let was = desk.filter.text().to_owned();
    let is_start = was != line.before && desk.filter.is_plain() && text.starts_with(was.trim_end());
    let before = if is_start { line.before.clone() } else { was.clone() };
    let fault = desk.set_filter(&text, units).err();
    line.note = fault.as_ref().map_or_else(String::new, |fault| lang.pick(&fault.english, &fault.chinese).clone());
    let stays = fault.is_some() || (completed && desk.filter.is_plain());
    desk.filter.typing.fault = fault;
    let now = if stays { before } else { text };
    if stays {
        // What stands there was read before.
        let _ = desk.set_filter(&now, units);
    }
    if now == was {
        return Vec::new();
    }
    // The row one came from if it matches, else the first match.
    desk.resume = Some((line.origin, 0));
    set(model, &now)
}

/// The line of the filter, if it is being typed.
fn line(model: &mut Model) -> Option<&mut Line> {
    match model.dialogs.last_mut() {
        Some(Dialog::Line(line)) if line.kind == LineKind::Filter => Some(line),
        _ => None,
    }
}

/// Puts the next way to go on into the line, or the one before.
pub fn turn(model: &mut Model, back: bool) -> Vec<Effect> {
    let units = model.units();
    let Some(Dialog::Line(line)) = model.dialogs.last_mut() else { return Vec::new() };
    let Some(desk) = model.desk.as_mut().filter(|_| line.kind == LineKind::Filter) else { return Vec::new() };
    match &mut desk.filter.typing.cycle {
        Some(cycle) => cycle.turn(back),
        None => {
            let text = line.input.value();
            let completion = complete(text, caret(&line.input), &desk.scope(units));
            if completion.choices.is_empty() {
                return Vec::new();
            }
            let (before, after) = (&text[..completion.span.start], &text[completion.span.end..]);
            let mut cycle = Cycle::new((before.to_owned(), after.to_owned()), completion.choices);
            if back {
                cycle.turn(back);
            }
            desk.filter.typing.cycle = Some(cycle);
        }
    }
    let Some(cycle) = &desk.filter.typing.cycle else { return Vec::new() };
    line.input = cycle.line();
    if cycle.choices.len() == 1 {
        desk.filter.typing.cycle = None;
    }
    follow(model, true)
}

/// Takes up a filter of before.
pub fn recall(model: &mut Model, up: bool) -> Vec<Effect> {
    let Some(typed) = line(model).map(|line| line.input.value().to_owned()) else { return Vec::new() };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.filter.typing.cycle = None;
    let Some(text) = desk.filter.recall(up, &typed) else { return Vec::new() };
    if let Some(line) = line(model) {
        line.input = Input::new(text);
    }
    follow(model, false)
}

/// Closes the line, if there is nothing wrong with it.
pub fn confirm(model: &mut Model) -> Vec<Effect> {
    if line(model).is_some_and(|line| line.note.is_empty()) {
        model.dialogs.pop();
        if let Some(desk) = &mut model.desk {
            desk.filter.remember();
            desk.filter.typing = Default::default();
        }
    }
    Vec::new()
}

/// Closes the line and goes back to the filter before.
pub fn revert(model: &mut Model, line: Line) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.filter.typing = Default::default();
    if desk.filter.text() == line.before {
        return Vec::new();
    }
    desk.resume = Some((line.origin, 0));
    set(model, &line.before)
}
