//! `update`: the only writer of the model. It neither blocks nor touches the world: what it wants of the world it returns
//! as effects.

mod columns;
mod context;
mod decide;
mod dialogs;
mod dictionary;
mod entry;
mod explain;
mod export;
mod filter;
mod fit;
mod history;
pub mod mouse;
mod movement;
mod narrow;
mod palette;
pub mod plot;
mod presets;
mod reader;
mod refine;
mod replies;
mod rule;
mod start;
mod verbs;

use ratatui::crossterm::event::{KeyEvent, KeyEventKind, MouseEvent};

use crate::settings::lang::Lang;

use super::command::Command;
use super::effect::{Effect, Reply};
use super::keymap::{Key, Meaning};
use super::layout::{Regions, regions};
use super::state::{Dialog, Ending, Level, Model, Pane, Question};

/// Something that happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse was used.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The screen has this many columns and lines now.
    Resize(u16, u16),
    /// It is this many milliseconds after the start.
    Tick(u64),
    /// The world answers.
    Reply(Reply),
    /// The program is told to end.
    Terminate,
    /// The program is told to stop for now.
    Suspend,
    /// The screen is to be drawn anew.
    Redraw,
}

/// How long the title of the window stays at least, in milliseconds.
const TITLE_PAUSE: u64 = 1_000;

/// How long a cancelled job may take to notice, in milliseconds: one that waits for a pipe never does.
const CANCEL_PATIENCE: u64 = 1_000;

/// Brings the model up to date with `msg`, and says what the world is to do.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let mut effects = match msg {
        Msg::Key(event) if event.kind == KeyEventKind::Release => Vec::new(),
        Msg::Key(event) => key(model, &event),
        Msg::Mouse(event) => mouse::mouse(model, event),
        Msg::Paste(text) => dialogs::paste(model, &text),
        Msg::Resize(columns, lines) => {
            model.size = (columns, lines);
            rescroll(model);
            // What was drawn while the size changed is lost, also when it is the same size again.
            vec![Effect::Redraw]
        }
        Msg::Tick(now) => tick(model, now),
        Msg::Reply(reply) => replies::reply(model, reply),
        Msg::Terminate => terminate(model),
        Msg::Suspend => vec![Effect::Suspend],
        Msg::Redraw => vec![Effect::Redraw],
    };
    effects.extend(context::follow(model));
    effects.extend(reader::follow(model));
    effects.extend(explain::follow(model));
    effects.extend(plot::follow(model));
    effects
}

/// The division of the screen as it is now.
pub(super) fn regions_of(model: &Model) -> Regions {
    regions(model.size, &model.prefs)
}

/// Rows of the candidate list on the screen.
pub(super) fn page(model: &Model) -> usize {
    regions_of(model).page(Pane::Candidates).max(1)
}

fn rescroll(model: &mut Model) {
    let page = page(model);
    if let Some(desk) = &mut model.desk {
        desk.list.scroll(page);
    }
}

fn key(model: &mut Model, event: &KeyEvent) -> Vec<Effect> {
    model.log.hide();
    model.pending.push(Key::of_event(event));
    let mode = model.mode();
    let meaning =
        if dialogs::starts_value(model) { Meaning::Nothing } else { model.keymap.meaning(mode, &model.pending) };
    if meaning == Meaning::Pending {
        return Vec::new();
    }
    let keys = std::mem::take(&mut model.pending);
    match meaning {
        Meaning::Command(command) => run(model, command),
        _ if keys.len() > 1 => key(model, event),
        _ => dialogs::plain_key(model, event, keys[0]),
    }
}

fn tick(model: &mut Model, now: u64) -> Vec<Effect> {
    model.clock = now;
    model.log.fade(now);
    let cancelled_at = model.loading.as_ref().and_then(|loading| loading.cancelled_at);
    if cancelled_at.is_some_and(|at| now >= at + CANCEL_PATIENCE) {
        model.ending = Some(Ending::Cancelled);
    }
    let mut effects: Vec<Effect> = title(model).into_iter().collect();
    let Some(desk) = &mut model.desk else { return effects };
    if desk.save_session.take(now) {
        effects.push(Effect::SaveSession(desk.session().to_json()));
    }
    if desk.make_dictionary.take(now) {
        desk.make_dictionary.set_busy(true);
        effects.push(Effect::MakeDictionary(desk.decisions.ledger().clone()));
    }
    effects
}

/// The title of the window, when it is to be another one; at most once in [`TITLE_PAUSE`].
fn title(model: &mut Model) -> Option<Effect> {
    let title = model.wanted_title().filter(|title| *title != model.title.0)?;
    if !model.title.0.is_empty() && model.clock < model.title.1 + TITLE_PAUSE {
        return None;
    }
    model.title = (title.clone(), model.clock);
    Some(Effect::Title(title))
}

fn terminate(model: &mut Model) -> Vec<Effect> {
    model.ending = Some(Ending::Terminated);
    last_session(model)
}

/// The state of the screen, once more before the end.
fn last_session(model: &Model) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    vec![Effect::SaveSession(desk.session().to_json()), Effect::Remember(start::counts(desk))]
}

/// Runs a command.
pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    let row = |model: &Model| model.desk.as_ref().and_then(|desk| desk.list.current());
    let before = row(model);
    let effects = dispatch(model, command);
    context::end_search(model, before, command);
    explain::give_way(model);
    effects
}

fn dispatch(model: &mut Model, command: Command) -> Vec<Effect> {
    use Command as C;
    if let Some(effects) = dialogs::run(model, command) {
        return effects;
    }
    match command {
        C::Quit => quit(model),
        C::Cancel => cancel(model),
        C::Suspend => vec![Effect::Suspend],
        C::Redraw => vec![Effect::Redraw],
        C::Theme => {
            model.theme = model.theme.wrapping_add(1);
            Vec::new()
        }
        C::Mouse => mouse::set(model, !model.mouse),
        C::Language => {
            model.lang = model.lang.pick(Lang::Zh, Lang::En);
            Vec::new()
        }
        C::Help => dialogs::open_help(model),
        C::Palette => palette::open(model),
        C::Open | C::ForgetProject => start::open(model),
        _ if model.desk.is_none() => Vec::new(),
        C::Close if explain::close(model) => Vec::new(),
        C::Close => narrow::close(model),
        C::RetrySave => retry_save(model),
        C::Zoom => {
            model.prefs.zoom = !model.prefs.zoom;
            rescroll(model);
            Vec::new()
        }
        C::NextPane | C::PreviousPane => movement::turn_pane(model, command == C::PreviousPane),
        C::PaneCandidates => movement::focus(model, Pane::Candidates),
        C::PaneContext => movement::focus(model, Pane::Context),
        C::PaneNeighbours => movement::focus(model, Pane::Neighbours),
        C::PaneThresholds | C::Thresholds => movement::focus(model, Pane::Thresholds),
        C::PanePlot => movement::focus(model, Pane::Plot),
        C::PaneLog => movement::focus(model, Pane::Log),
        C::Down | C::Up | C::HalfDown | C::HalfUp | C::PageDown | C::PageUp | C::First | C::Last => {
            movement::step(model, command)
        }
        C::NextUndecided | C::PreviousUndecided => movement::undecided(model, command == C::PreviousUndecided),
        C::Accept | C::Reject | C::Later | C::Undecide => decide::decide(model, command),
        C::RepeatVerdict => decide::repeat(model),
        C::Rule => rule::open(model),
        C::EditEntry => entry::open(model),
        C::QuickNote | C::InsertWord => entry::open_line(model, command),
        C::Dictionary => dictionary::open(model),
        C::History => history::open(model),
        C::Undo | C::Redo => decide::undo_redo(model, command == C::Redo),
        C::Mark | C::MarkRange | C::MarkShown | C::InvertMarks => decide::mark(model, command),
        C::Complete | C::CompleteBack => dialogs::open_line(model, C::Filter),
        C::Lookup | C::Filter | C::FindText | C::TypeValue => dialogs::open_line(model, command),
        C::Sort => dialogs::open_sort(model),
        C::Columns => columns::open(model),
        C::Explain => explain::toggle(model),
        C::Refined => refine::toggle(model),
        C::Presets | C::ApplyPreset | C::DeletePreset => presets::open(model),
        C::SavePreset => presets::open_name(model),
        C::FitThresholds => fit::ask(model),
        C::CutLeft | C::CutRight | C::CutDown | C::CutUp => plot::run(model, command),
        C::BigCutLeft | C::BigCutRight | C::BigCutDown | C::BigCutUp => plot::run(model, command),
        C::PlotX | C::PlotY => plot::run(model, command),
        C::Export => export::open(model),
        C::Copy => decide::copy(model),
        C::CopyRow => decide::copy_row(model),
        C::SortContext | C::SortContextBack | C::PerDocument | C::RandomSample | C::BestExamples => {
            context::run(model, command)
        }
        C::Wider | C::Narrower | C::Compare | C::Read | C::NextHit | C::PreviousHit => context::run(model, command),
        _ => narrow::run(model, command),
    }
}

fn retry_save(model: &mut Model) -> Vec<Effect> {
    let saving = model.desk.as_ref().map(|desk| &desk.decisions.saving);
    if saving.is_some_and(|saving| saving.failure.is_some()) {
        return vec![Effect::RetrySave];
    }
    let text = model.lang.pick("nothing to try again: saving works", "无需重试：保存正常");
    say(model, Level::Info, text);
    Vec::new()
}

fn quit(model: &mut Model) -> Vec<Effect> {
    model.opening = None;
    end(model)
}

/// Ends with what is open, as soon as it is saved.
fn end(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &model.desk else {
        if let Some(loading) = &mut model.loading {
            loading.quits = true;
        }
        return cancel(model);
    };
    let saving = &desk.decisions.saving;
    if saving.failure.is_some() && saving.pending() > 0 {
        let pending = saving.pending();
        model.dialogs.push(Dialog::Question(Question::QuitUnsaved(pending)));
        return Vec::new();
    }
    model.ending = Some(if saving.pending() > 0 { Ending::WhenSaved } else { Ending::Now });
    last_session(model)
}

fn cancel(model: &mut Model) -> Vec<Effect> {
    if let Some(loading) = &mut model.loading {
        if loading.cancelled_at.is_some() {
            model.ending = Some(Ending::Cancelled);
        }
        loading.cancelled_at.get_or_insert(model.clock);
        return vec![Effect::CancelLoading];
    }
    // A quit that waits for a store that does not answer must not hold the person.
    let pending = model.desk.as_ref().map_or(0, |desk| desk.decisions.saving.pending());
    let waiting = model.ending == Some(Ending::WhenSaved) && pending > 0;
    let question = if waiting { Question::QuitUnsaved(pending) } else { Question::Quit };
    model.dialogs.push(Dialog::Question(question));
    Vec::new()
}

/// Says something in the hint line and in the log.
pub(super) fn say(model: &mut Model, level: Level, text: impl Into<String>) {
    model.log.say(model.clock, level, text);
}
