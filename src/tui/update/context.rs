//! The context pane: which words it shows, in which order, and which of their lines.

use crate::engine::CandidateId;
use crate::engine::concordance::KwicSort;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::layout::{CompareParts, compare_parts, line_columns};
use super::super::state::context::{Pinned, Shared, Side, place_columns};
use super::super::state::{ContextPane, Dialog, Level, Model, Pane, Reader};
use super::super::text::columns_of;
use super::{movement, regions_of, say};

/// Lines that are read with the first answer, where the pane is small or not on the screen.
const LEAST_LINES: usize = 50;
/// Columns that one step of the width is.
const STEP: u16 = 4;

/// How the context pane is divided now.
pub fn parts(model: &Model) -> CompareParts {
    let compares = model.desk.as_ref().is_some_and(|desk| desk.pinned.is_some());
    compare_parts(regions_of(model).pane(Pane::Context), compares)
}

/// Asks for the context of what is to be shown, when it is something else than asked for last, and for the lines that
/// are on the screen and not read.
pub fn follow(model: &mut Model) -> Vec<Effect> {
    let parts = parts(model);
    let reach = usize::from(model.size.0);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let row = desk.list.current().map(|id| desk.loaded.table.word(id).to_owned());
    let (mut effects, is_new) = follow_one(&mut desk.context, row.as_deref(), (parts.rows(Side::Current), reach));
    if is_new {
        desk.save_session.ask();
    }
    if let Some(pinned) = &mut desk.pinned {
        pinned.pane.how = desk.context.how;
        let (more, _) = follow_one(&mut pinned.pane, Some(&pinned.word), (parts.rows(Side::Pinned), reach));
        effects.extend(more.into_iter().map(|mut effect| {
            if let Effect::Find { side, .. } | Effect::Lines { side, .. } = &mut effect {
                *side = Side::Pinned;
            }
            effect
        }));
    }
    effects
}

/// What one pane asks for, with `row` the word to show, and whether it is another word or order than before.
fn follow_one(pane: &mut ContextPane, row: Option<&str>, (rows, reach): (usize, usize)) -> (Vec<Effect>, bool) {
    let Some(wanted) = pane.wanted(row) else {
        if pane.asked.take().is_some() {
            // Whatever is still on its way is for a word that is gone.
            pane.clear();
        }
        return (Vec::new(), false);
    };
    let side = Side::Current;
    if pane.asked.as_ref() == Some(&wanted) {
        let Some(places) = pane.missing(rows, reach) else { return (Vec::new(), false) };
        let (word, hits) = (pane.shown.word.clone(), pane.shown.hits[places.clone()].to_vec());
        let lines = Effect::Lines { generation: pane.lines_generation, side, word, first: places.start, hits, reach };
        return (vec![lines], false);
    }
    pane.generation += 1;
    pane.asked = Some(wanted.clone());
    let first = (LEAST_LINES.max(2 * rows), reach);
    (vec![Effect::Find { generation: pane.generation, side, wanted, first }], true)
}

/// Counts what two words that are compared have in common, once all of both is known.
pub fn share(model: &mut Model) {
    let Some(desk) = &mut model.desk else { return };
    let Some(pinned) = &mut desk.pinned else { return };
    pinned.shared = match (pinned.pane.known(), desk.context.known()) {
        (Some(one), Some(other)) if one.word != other.word => Some(Shared::of(one, other)),
        _ => None,
    };
}

/// Runs a command that is about the context, wherever the keys are.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    use Command as C;
    if matches!(command, C::Wider | C::Narrower) {
        return resize(model, command == C::Wider);
    }
    if command == C::Read {
        model.dialogs.push(Dialog::Reader(Reader::default()));
        return Vec::new();
    }
    if command == C::Compare {
        return compare(model);
    }
    let rows = parts(model).rows(Side::Current);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let pane = &mut desk.context;
    match command {
        C::NextHit => pane.step(1, rows),
        C::PreviousHit => pane.step(-1, rows),
        C::SortContext => pane.choose(pane.how.sort.next()),
        C::SortContextBack => pane.choose(pane.how.sort.previous()),
        C::PerDocument => pane.how.per_document = !pane.how.per_document,
        C::BestExamples if pane.how.sort == KwicSort::Examples => pane.choose(KwicSort::Text),
        C::BestExamples => pane.choose(KwicSort::Examples),
        C::RandomSample => {
            if pane.how.sort == KwicSort::Random {
                pane.how.seed = pane.how.seed.wrapping_add(1);
            }
            pane.choose(KwicSort::Random);
        }
        _ => {}
    }
    Vec::new()
}

/// Gives each side of the lines more columns or fewer; more than fit are as many as fit.
fn resize(model: &mut Model, wider: bool) -> Vec<Effect> {
    let parts = parts(model);
    let area = parts.own;
    let rows = parts.rows(Side::Current);
    let (lang, ambiguous) = (model.lang, model.ambiguous);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let pane = &mut desk.context;
    let many = desk.loaded.corpus.source_count() > 1;
    let places = place_columns(pane, rows, (many, lang), (area.width, ambiguous));
    let key = columns_of(&pane.shown.word, ambiguous) + 2;
    let fits = line_columns(area.width, key, places, None);
    let fits = fits.0.max(fits.1).max(STEP);
    let now = pane.columns.unwrap_or(fits).min(fits);
    let next = if wider { (now / STEP + 1) * STEP } else { (now.saturating_sub(1) / STEP * STEP).max(STEP) };
    pane.columns = (next < fits).then_some(next);
    desk.save_session.ask();
    Vec::new()
}

/// Pins the word that is shown, to compare others with it, or takes it off.
fn compare(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(desk) = &mut model.desk else { return Vec::new() };
    if let Some(pinned) = desk.pinned.take() {
        say(
            model,
            Level::Info,
            lang.pick(format!("{} is no longer compared", pinned.word), format!("不再对照 {}", pinned.word)),
        );
        return Vec::new();
    }
    let word = desk.context.searched.clone().or_else(|| desk.word().map(str::to_owned));
    let Some(word) = word else {
        say(model, Level::Info, lang.pick("there is no word here to compare", "这里没有可对照的词"));
        return Vec::new();
    };
    let text = lang.pick(
        format!("{word} is pinned: go to another word to compare them"),
        format!("已固定 {word}：移到另一个词即可对照"),
    );
    desk.pinned = Some(Pinned { word, ..Pinned::default() });
    say(model, Level::Info, text);
    Vec::new()
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
