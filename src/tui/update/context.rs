//! The context pane: which word it shows, and which of its lines.

use crate::engine::CandidateId;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::{Model, Pane};
use super::{movement, regions_of};

/// Lines that are read with the first answer, where the pane is small or not on the screen.
const LEAST_LINES: usize = 50;

/// Asks for the context of what is to be shown, when it is something else than asked for last, and for the lines that
/// are on the screen and not read.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let rows = regions_of(model).page(Pane::Context);
    let reach = usize::from(model.size.0);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let row = desk.list.current().map(|id| desk.loaded.table.word(id));
    let pane = &mut desk.context;
    let Some(wanted) = pane.wanted(row) else {
        if pane.asked.take().is_some() {
            // Whatever is still on its way is for a word that is gone.
            pane.clear();
        }
        return Vec::new();
    };
    if pane.asked.as_ref() == Some(&wanted) {
        return lines(model, rows, reach);
    }
    desk.save_session.ask();
    pane.generation += 1;
    pane.asked = Some(wanted.clone());
    vec![Effect::Find { generation: pane.generation, wanted, first: (LEAST_LINES.max(2 * rows), reach) }]
}

fn lines(model: &mut Model, rows: usize, reach: usize) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let pane = &mut desk.context;
    let Some(places) = pane.missing(rows, reach) else { return Vec::new() };
    let (word, hits) = (pane.shown.word.clone(), pane.shown.hits[places.clone()].to_vec());
    vec![Effect::Lines { generation: pane.lines_generation, word, first: places.start, hits, reach }]
}

/// Searches the text for `text`: the context shows it until the keys go back to the list. Nothing typed ends a search.
pub fn search(model: &mut Model, text: String) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    // As the text is counted: words and verdicts are.
    let text = desk.loaded.corpus.reading().normalise(&text);
    if text.is_empty() {
        desk.context.searched = None;
        return Vec::new();
    }
    desk.context.searched = Some(text);
    movement::focus(model, Pane::Context)
}

/// Ends a search where the keys are on the list or its thresholds, or `command` moved the cursor of the list: what is
/// decided on is then the word under the cursor.
pub fn end_search(model: &mut Model, before: Option<CandidateId>, command: Command) {
    use Command as C;
    let on_context = matches!(model.prefs.focus, Pane::Context | Pane::Neighbours);
    let Some(desk) = &mut model.desk else { return };
    let decides = matches!(command, C::Accept | C::Reject | C::Later | C::Undecide);
    if !on_context || (!decides && desk.list.current() != before) {
        desk.context.searched = None;
    }
}

/// What the keys decide on instead of the word under the cursor: the string searched for.
pub fn searched(model: &Model) -> Option<&str> {
    model.desk.as_ref()?.context.searched.as_deref()
}
