//! The explanation pane: opened, closed, and following the cursor.

use super::super::effect::Effect;
use super::super::state::{Model, Pane};
use super::{movement, regions_of, rescroll};

/// Opens the pane on the candidate under the cursor, or closes it.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    if model.prefs.explain {
        close(model);
        return Vec::new();
    }
    model.prefs.zoom = false;
    model.prefs.explain = true;
    movement::focus(model, Pane::Candidates)
}

/// Closes the pane; says whether it was open.
pub fn close(model: &mut Model) -> bool {
    let was_open = std::mem::take(&mut model.prefs.explain);
    if was_open {
        rescroll(model);
    }
    was_open
}

/// Closes the pane where the one that has the keys has no room beside it.
pub fn give_way(model: &mut Model) {
    if model.prefs.explain && (model.prefs.zoom || regions_of(model).pane(model.prefs.focus).is_empty()) {
        close(model);
    }
}

/// Asks for the explanation of the candidate under the cursor, when it is another one than asked for last.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let is_open = model.prefs.explain;
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let Some(id) = desk.list.current().filter(|_| is_open) else {
        if desk.explain.asked.is_some() {
            desk.explain.clear();
        }
        return Vec::new();
    };
    if desk.explain.asked == Some(id) {
        return Vec::new();
    }
    desk.explain.asked = Some(id);
    desk.explain.generation += 1;
    vec![Effect::Explain { generation: desk.explain.generation, id, known: desk.columns.computed() }]
}
