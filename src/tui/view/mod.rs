//! The view: a picture of the model, drawn anew each time. Painting twice changes nothing.
//!
//! ```text
//! status      what is loaded, how much is shown, verdicts, saved or not
//! query       thresholds, sort, filter
//! ┌[1] Candidates ─┐┌[4] Thresholds ┐
//! │ rows           ││ histograms    │
//! │                │└───────────────┘
//! │                │┌[3] Neighbours ┐
//! └────────────────┘└───────────────┘
//! ┌[2] Context ────────────────────┐
//! └────────────────────────────────┘
//! hints       keys, a message, or the line being typed
//! ```

mod candidates;
mod columns;
mod context;
mod dialogs;
mod dictionary;
mod entry;
mod explain;
mod export;
mod filter;
mod fit;
mod help;
mod hints;
mod history;
mod loading;
mod log;
mod measures;
mod neighbours;
mod numbers;
mod palette;
mod plot;
mod presets;
mod reader;
mod rule;
mod spread;
mod start;
mod status;
mod thresholds;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::layout::{LEAST, Regions, regions};
use super::state::{Dialog, LineKind, Model, Pane};
use super::text::{Canvas, Means};
use super::theme::{Role, Theme};
use crate::settings::lang::Lang;

/// Draws `model` on `buffer` and returns where the cursor of a typed line stands.
pub fn view(model: &Model, theme: &Theme, buffer: &mut Buffer) -> Option<Position> {
    let area = buffer.area;
    let mut screen = Canvas::new(buffer, Means { theme, glyphs: model.glyphs(), ambiguous: model.ambiguous });
    let text = screen.style(Role::Text);
    screen.clear(text);
    let regions = regions((area.width, area.height), &model.prefs);
    if regions.too_small {
        let (width, height) = LEAST;
        let needs = model.lang.pick("needs", "需要");
        let needs =
            format!("{needs} {width}x{height}, {} {}x{}", model.lang.pick("now", "现在"), area.width, area.height);
        screen.put((0, 0), area.width, &needs, text);
        return None;
    }
    status::draw(model, screen.part(regions.status));
    match &model.desk {
        None => loading::draw(model, screen.part(area)),
        Some(desk) => {
            for pane in Pane::ALL {
                let part = screen.part(regions.pane(pane));
                if part.area().is_empty() {
                    continue;
                }
                match pane {
                    Pane::Candidates => candidates::draw(model, desk, part),
                    Pane::Context => context::draw(model, desk, part),
                    Pane::Neighbours => neighbours::draw(model, desk, part),
                    Pane::Thresholds => thresholds::draw(model, desk, part),
                    Pane::Plot => plot::draw(model, desk, part),
                    Pane::Log => log::draw(model, part),
                }
            }
        }
    }
    if model.desk.is_some() && !model.prefs.zoom {
        name_hidden(model, &regions, &mut screen);
    }
    if let Some(desk) = &model.desk
        && !regions.explain.is_empty()
    {
        explain::draw(model, desk, screen.part(regions.explain));
    }
    let typed = match (model.dialogs.last(), &model.desk) {
        (Some(Dialog::Line(line)), Some(desk)) if line.kind == LineKind::Filter => {
            let hints = regions.hints;
            let more = (filter::LINES - 1).min(hints.y);
            let place = Rect { y: hints.y - more, height: hints.height + more, ..hints };
            Some(filter::draw(model, desk, line, screen.part(place)))
        }
        _ => hints::draw(model, screen.part(regions.hints)),
    };
    let mut cursor = typed;
    for dialog in &model.dialogs {
        let at = match dialog {
            Dialog::Help(help) => help::draw(model, help, &mut screen),
            Dialog::Palette(line) => palette::draw(model, line, &mut screen),
            Dialog::Export(dialog) => export::draw(model, dialog, &mut screen),
            Dialog::Start(start) => start::draw(model, start, &mut screen),
            Dialog::Question(question) => dialogs::question(model, question, &mut screen),
            Dialog::Columns(at) => columns::chooser(model, *at, &mut screen),
            Dialog::Fit(proposed) => fit::proposal(model, proposed, &mut screen),
            Dialog::Presets(at) => presets::list(model, *at, &mut screen),
            Dialog::Rule(rule) => rule::list(model, rule, &mut screen),
            Dialog::History(history) => history::list(model, history, &mut screen),
            Dialog::Reader(reading) => {
                reader::draw(model, reading, &mut screen);
                None
            }
            Dialog::Entry(entry) => entry::draw(model, entry, &mut screen),
            Dialog::Dictionary(dictionary) => dictionary::draw(model, dictionary, &mut screen),
            // The line below all of them has the caret.
            Dialog::Line(_) => typed,
            Dialog::Sort => continue,
        };
        // A line typed over another dialog keeps the cursor.
        if !matches!(model.dialogs.last(), Some(Dialog::Line(_))) {
            cursor = at;
        }
    }
    cursor
}

/// Names the panes that are not shown in the top border of the lowest pane, where that has room: in full, else shorter.
fn name_hidden(model: &Model, regions: &Regions, screen: &mut Canvas) {
    let shown = Pane::ALL.into_iter().map(|pane| regions.pane(pane)).filter(|area| !area.is_empty());
    let Some(lowest) = shown.max_by_key(|area| (area.bottom(), area.width)) else { return };
    let lang = model.lang;
    let titles = |title: &dyn Fn(Pane) -> String| regions.hidden().map(title).collect::<Vec<_>>().join(" ");
    let texts = [
        titles(&|pane| title(pane, lang)),
        titles(&|pane| format!("{} {}", pane.number(), lang.of(pane.short_name()))),
        titles(&|pane| format!("[{}]", pane.number())),
    ];
    let dim = screen.style(Role::Dim);
    for text in texts.into_iter().filter(|text| !text.is_empty()) {
        if screen.part(lowest).put_in_border(&format!(" {text} "), dim) {
            return;
        }
    }
}

/// The title of a pane: its number and name.
fn title(pane: Pane, lang: Lang) -> String {
    format!("[{}] {}", pane.number(), lang.of(pane.name()))
}
