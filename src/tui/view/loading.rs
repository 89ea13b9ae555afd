//! The screen while a text is loaded: what, how far, how long still.

use crate::engine::Stage;

use super::super::command::Command;
use super::super::layout::centred;
use super::super::state::{Loading, Model};
use super::super::text::{Canvas, grouped};
use super::super::theme::Role;
use super::numbers::{bar, bytes};

pub fn draw(model: &Model, mut screen: Canvas) {
    let Some(loading) = &model.loading else { return };
    let area = screen.area();
    let place = centred((area.width, area.height), 64, 7);
    let mut part = screen.part(place);
    let mut inside = part.frame("Loading", "", true);
    let width = inside.area().width.saturating_sub(2);
    let (text, dim, bars) = (inside.style(Role::Text), inside.style(Role::Dim), inside.style(Role::Bar));
    inside.put((1, 0), width, &loading.what, text);
    inside.put((1, 1), width, &how_far(loading), text);
    let progress = loading.progress;
    inside.put((1, 2), width, &bar(progress.done as f64, progress.total as f64, usize::from(width)), bars);
    let left = remaining(loading, model.clock);
    inside.put((1, 3), width, &left, dim);
    let cancel = model.key_of(Command::Cancel);
    let how = if loading.cancelled_at.is_some() {
        format!("cancelling ... ({cancel} again: at once)")
    } else {
        format!("{cancel} cancels   {} help   {} quits", model.key_of(Command::Help), model.key_of(Command::Quit))
    };
    inside.put((1, 4), width, &how, dim);
}

fn how_far(loading: &Loading) -> String {
    let progress = loading.progress;
    let amount = |n: u64| match progress.stage {
        Stage::Read | Stage::Symbols => bytes(n),
        _ => grouped(n),
    };
    let done = progress.done.min(progress.total.max(1));
    let percent = (progress.done * 100).checked_div(progress.total).map(|p| format!("  {}%", p.min(100)));
    match percent {
        Some(percent) => {
            format!("{}: {} of {}{percent}", progress.stage.name(), amount(done), amount(progress.total))
        }
        None => progress.stage.name().to_owned(),
    }
}

/// The time the stage still takes, if it goes on as it went so far.
fn remaining(loading: &Loading, now: u64) -> String {
    let progress = loading.progress;
    let elapsed = now.saturating_sub(loading.stage_since);
    if progress.done == 0 || progress.total <= progress.done || elapsed < 500 {
        return String::new();
    }
    let seconds = elapsed as f64 / 1e3 * (progress.total - progress.done) as f64 / progress.done as f64;
    format!("about {seconds:.0} s left in this stage")
}
