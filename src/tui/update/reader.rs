//! The reader: it shows the paragraph around the occurrence under the cursor of the context, and follows it to the next
//! word.

use crate::engine::concordance::Passage;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::layout::{reader_columns, reader_rows};
use super::super::state::reader::Page;
use super::super::state::{Dialog, Model, Reader};
use super::context;
use super::movement::distance;

/// The reader, if it is open.
fn reader(model: &mut Model) -> Option<&mut Reader> {
    model.dialogs.iter_mut().find_map(|dialog| match dialog {
        Dialog::Reader(reader) => Some(reader),
        _ => None,
    })
}

/// Runs a command while the reader is open; `None` when the command is for the panes.
pub fn run(model: &mut Model, command: Command) -> Option<Vec<Effect>> {
    use Command as C;
    let rows = reader_rows(model.size);
    match command {
        C::Down | C::Up | C::HalfDown | C::HalfUp | C::PageDown | C::PageUp | C::First | C::Last => {
            let by = distance(command, rows);
            let reader = reader(model)?;
            let lines = reader.page.as_ref().map_or(0, |page| page.lines.len());
            reader.top = reader.top.saturating_add_signed(by).min(lines.saturating_sub(rows));
            Some(Vec::new())
        }
        C::NextHit | C::PreviousHit => Some(context::run(model, command)),
        C::Accept | C::Reject | C::Later | C::Undecide | C::Undo | C::Redo => None,
        C::EditEntry | C::QuickNote | C::InsertWord => None,
        C::NextUndecided | C::PreviousUndecided | C::Copy | C::Help | C::Theme | C::Redraw | C::Suspend => None,
        C::SortContext | C::SortContextBack | C::PerDocument | C::RandomSample | C::BestExamples => None,
        _ => Some(Vec::new()),
    }
}

/// Asks for the paragraph to read, when the reader is open and it is another one than asked for last.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let (columns, ambiguous) = (reader_columns(model.size), model.ambiguous);
    let rows = reader_rows(model.size);
    let wanted = model.desk.as_ref().and_then(|desk| {
        let pane = &desk.context;
        let asked = pane.asked.as_ref().filter(|asked| asked.word == pane.shown.word)?;
        let hits = &pane.shown.hits;
        let &hit = hits.get(pane.cursor.min(hits.len().checked_sub(1)?))?;
        Some((asked.word.clone(), hit, pane.shown.inside))
    });
    let Some(reader) = reader(model) else { return Vec::new() };
    if let Some(page) = reader.page.as_mut().filter(|page| page.columns != columns) {
        page.rewrap(columns, ambiguous);
        reader.top = first_line(page, rows);
    }
    let Some((word, hit, inside)) = wanted else { return Vec::new() };
    if reader.asked.as_ref().is_some_and(|(own, at)| *own == word && *at == hit) {
        return Vec::new();
    }
    reader.asked = Some((word.clone(), hit));
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.context.reader_generation += 1;
    vec![Effect::Read { generation: desk.context.reader_generation, word, inside, hit }]
}

/// Takes the paragraph in.
pub fn take_in(model: &mut Model, generation: u64, of: (String, usize), passage: Passage) {
    let (columns, rows) = ((reader_columns(model.size), model.ambiguous), reader_rows(model.size));
    if model.desk.as_ref().is_none_or(|desk| desk.context.reader_generation != generation) {
        return;
    }
    let Some(reader) = reader(model) else { return };
    let page = Page::new(of, passage, columns);
    reader.top = first_line(&page, rows);
    reader.page = Some(page);
}

/// The first line of a window of `rows` in which the word stands well: a third down, if there is so much before it.
fn first_line(page: &Page, rows: usize) -> usize {
    page.line_of_word().saturating_sub(rows / 3).min(page.lines.len().saturating_sub(rows))
}
