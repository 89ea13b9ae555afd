//! The workbench on a terminal.
//!
//! ```text
//! terminal, signals, workers -> Msg -> update(&mut Model) -> Effect -> executor, terminal
//!                                          |
//!                                          v
//!                                   view(&Model) -> screen
//! ```
//!
//! One loop: drain what came, update, do what is asked, draw.

pub mod command;
pub mod effect;
pub mod event;
pub mod executor;
pub mod glyphs;
pub mod keymap;
pub mod layout;
pub mod line;
pub mod picture;
pub mod probe;
pub mod script;
pub mod state;
pub mod succession;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod update;
pub mod view;
pub mod wide;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::Backend;

use crate::project::paths::Folders;
use crate::project::source::{Given, Input};
use crate::settings::Settings;
use crate::settings::lang::Lang;
use crate::settings::screen::AmbiguousWidth;
use crate::workbench::reference::References;
use crate::workbench::{self, Resources, WorkbenchError};

use effect::{Effect, Reply};
use event::{Channel, EventSource, Next};
use executor::Executor;
use executor::threads::Threads;
use keymap::Keymap;
use line::Line;
use state::{Dialog, Ending, Level, Model, StartScreen};
use succession::Heritage;
use terminal::{Guard, Performed, Screen, Shell};
use theme::Themes;
use update::{Msg, update};

/// How long a frame waits for the answer to what was just asked, so that a quick one is in it.
const PATIENCE: Duration = Duration::from_millis(6);
/// How long messages are taken in before a frame is drawn all the same.
const BURST: Duration = Duration::from_millis(30);

/// What to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Texts, with the project their decisions are kept in; one of its own if none is named.
    Texts {
        /// The texts.
        inputs: Vec<Input>,
        /// The project file.
        project: Option<PathBuf>,
    },
    /// A project.
    Project(PathBuf),
    /// Nothing yet: the start screen.
    Start,
}

/// Everything the workbench needs to start.
#[derive(Debug, Clone)]
pub struct Launch {
    /// What to open.
    pub target: Target,
    /// How its texts are read, as far as the person says.
    pub given: Given,
    /// Dictionaries of known words, beside those the project remembers.
    pub known: Vec<PathBuf>,
    /// What to compare the text with.
    pub reference: References,
    /// The settings.
    pub settings: Settings,
    /// Where files are kept.
    pub folders: Folders,
    /// What an analysis may use.
    pub resources: Resources,
    /// The text of the user's `keys.toml`.
    pub keys_toml: Option<String>,
    /// The name and the text of the user's theme.
    pub theme_toml: Option<(String, String)>,
    /// How many colours the terminal has; none where colour is unwanted.
    pub colours: Option<theme::Depth>,
    /// The language of the screen.
    pub lang: Lang,
    /// Whether what is opened goes on the list of recent projects.
    pub remember: bool,
    /// Faults of the configuration, to be told at the start.
    pub problems: Vec<String>,
}

/// How the workbench ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The person quit.
    Quit,
    /// Loading was cancelled, a signal ended the program, or the terminal went away.
    Interrupted,
}

/// What the loop talks to.
pub struct World<'a> {
    /// Where messages come from.
    pub source: &'a mut dyn EventSource,
    /// Who does what is asked.
    pub executor: &'a mut dyn Executor,
    /// The terminal, as far as it is not drawn on.
    pub shell: &'a mut dyn Shell,
}

/// Opens the workbench on the terminal and stays until the person quits, also when other projects are opened from it.
///
/// # Errors
/// When the terminal cannot be used, or what `launch` says cannot be loaded ([`crate::workbench::WorkbenchError`]).
pub fn run(mut launch: Launch) -> anyhow::Result<Outcome> {
    let mut guard = Guard::enter(launch.settings.mouse)?;
    let auto = launch.settings.ambiguous == AmbiguousWidth::Auto;
    let mut asked = if auto { probe::ask() } else { None };
    let (line, mut receiver) = Line::new();
    terminal::watch_signals(line.clone(), guard.flag())?;
    // Without /dev/tty the signals alone tell of a closed terminal.
    let _ = terminal::watch_hangup(line.clone());
    let mut screen: Option<Screen> = None;
    let mut inherited: Option<Heritage> = None;
    loop {
        let (mut model, themes) = prepare(&launch, ratatui::crossterm::terminal::size()?);
        if let Some(heritage) = inherited.clone() {
            heritage.endow(&mut model);
        }
        let mut executor = Threads::start(launch.clone(), line.sender())?;
        // The text is being loaded meanwhile.
        if let Some(answer) = asked.take().map(probe::Asked::answer) {
            model.ambiguous = answer.ambiguous.unwrap_or(model.ambiguous);
            answer.keys.into_iter().for_each(|key| {
                line.send(Msg::Key(key));
            });
        }
        let screen = match &mut screen {
            Some(screen) => screen,
            none => {
                event::read_terminal(line.clone())?;
                none.insert(guard.screen(model.ambiguous)?)
            }
        };
        let mut source = Channel::new(receiver);
        let mut world = World { source: &mut source, executor: &mut executor, shell: &mut guard };
        let drawn = drive(screen, &themes, &mut model, &mut world);
        let unsaved = executor.finish();
        let failure = executor.failure();
        let said = (failure.as_ref().map(ToString::to_string), unsaved.clone());
        if let Some((next, heritage)) =
            drawn.is_ok().then(|| succession::next(&launch, &model, said, inherited.as_ref())).flatten()
        {
            drop(executor);
            receiver = line.turn(source.receiver());
            (launch, inherited) = (next, Some(heritage));
            continue;
        }
        drop(guard);
        drawn?;
        return outcome(&model, unsaved, failure);
    }
}

fn outcome(model: &Model, unsaved: Option<String>, failure: Option<WorkbenchError>) -> anyhow::Result<Outcome> {
    if let Some(why) = unsaved {
        return Err(anyhow::anyhow!("the last steps are not saved: {why}"));
    }
    match model.ending {
        Some(Ending::Cancelled | Ending::Terminated) => Ok(Outcome::Interrupted),
        Some(Ending::Failed) => match failure {
            Some(error) => Err(error.into()),
            None => Err(anyhow::anyhow!("loading failed")),
        },
        _ => Ok(Outcome::Quit),
    }
}

/// A picture to make of the workbench.
#[derive(Debug, Clone)]
pub struct Picture {
    /// Columns and lines of the screen.
    pub size: (u16, u16),
    /// Keys to press first, as [`script::Player::keys`] takes them.
    pub keys: String,
    /// What to call the project on the screen.
    pub project: String,
    /// Seconds that each key takes in an animated picture; none for a picture of the last screen alone.
    pub pace: Option<f32>,
}

/// What the workbench would show, as an SVG document. Every decision goes into the project of `launch`.
///
/// # Errors
/// When what `launch` says cannot be loaded.
pub fn render(launch: &Launch, picture: &Picture) -> Result<String, workbench::WorkbenchError> {
    let (width, height) = picture.size;
    let mut player = script::Player::start(launch, width, height)?;
    player.name_project(&picture.project);
    let ink = if launch.settings.theme == "light" { picture::Ink::LIGHT } else { picture::Ink::DARK };
    if let Some(pace) = picture.pace {
        let mut screens = vec![player.buffer().clone()];
        for key in script::parse(&picture.keys) {
            player.press(key);
            player.wait((pace * 1e3) as u64);
            screens.push(player.buffer().clone());
        }
        return Ok(picture::tour::tour(&screens, pace, "wordmine", ink));
    }
    player.keys(&picture.keys);
    // Long enough for messages to fade and the dictionary to be made.
    player.wait(10_000);
    Ok(picture::svg(player.buffer(), "wordmine", ink))
}

/// The model and themes that `launch` asks for, on a screen of `size`, with the faults of the configuration told.
fn prepare(launch: &Launch, size: (u16, u16)) -> (Model, Themes) {
    let (keymap, key_faults) = Keymap::load(launch.keys_toml.as_deref());
    let (themes, theme_faults) = Themes::load(&launch.settings.theme, launch.theme_toml.as_ref(), launch.colours);
    let what = match &launch.target {
        Target::Project(path) => path.display().to_string(),
        Target::Start => String::new(),
        Target::Texts { inputs, .. } => inputs.iter().map(Input::name).collect::<Vec<_>>().join(" "),
    };
    let mut model = Model::new(launch.settings.clone(), keymap, what, size);
    model.lang = launch.lang;
    if launch.target == Target::Start {
        model.loading = None;
        model.dialogs.push(Dialog::Start(StartScreen::default()));
    }
    model.themes = themes.names();
    let faults = launch.problems.iter().cloned();
    let keys = key_faults.into_iter().map(|fault| format!("keys.toml: {fault}"));
    for fault in faults.chain(keys).chain(theme_faults) {
        model.log.say(0, Level::Warning, fault);
    }
    (model, themes)
}

/// The loop: until the model ends or nothing comes any more.
///
/// # Errors
/// When the screen cannot be drawn.
pub fn drive<B: Backend>(
    terminal: &mut Terminal<B>,
    themes: &Themes,
    model: &mut Model,
    world: &mut World<'_>,
) -> Result<(), B::Error> {
    loop {
        draw(terminal, themes, model)?;
        if ended(model) {
            return Ok(());
        }
        let wait = model.wake_after().map(Duration::from_millis);
        let mut due = match world.source.next(wait) {
            Next::Closed => return Ok(()),
            Next::Timeout => Due::default(),
            Next::Msg(msg) => take_in(model, msg, world),
        };
        drain(model, world, &mut due);
        let now = world.source.now();
        due.merge(take_in(model, Msg::Tick(now), world));
        if let Some(progress) = world.executor.progress() {
            due.merge(take_in(model, Msg::Reply(Reply::Loading(progress)), world));
        }
        if let Some(progress) = world.executor.refining() {
            due.merge(take_in(model, Msg::Reply(Reply::Refining(progress)), world));
        }
        settle(model, world, &mut due);
        if due.repaint {
            let size = terminal.size()?;
            terminal.resize((ratatui::layout::Position::ORIGIN, size).into())?;
        }
    }
}

/// Whether the loop is over.
fn ended(model: &Model) -> bool {
    matches!(model.ending, Some(Ending::Now | Ending::Cancelled | Ending::Terminated | Ending::Failed))
}

/// What is still due before the next frame.
#[derive(Debug, Default)]
struct Due {
    query: bool,
    find: bool,
    explain: bool,
    repaint: bool,
}

impl Due {
    fn merge(&mut self, other: Due) {
        self.query |= other.query;
        self.find |= other.find;
        self.explain |= other.explain;
        self.repaint |= other.repaint;
    }
}

/// Updates the model with one message and has done what it asks.
fn take_in(model: &mut Model, msg: Msg, world: &mut World<'_>) -> Due {
    let mut due = Due::default();
    if matches!(msg, Msg::Mouse(_)) {
        // Whether a click is the second of two, the clock tells.
        due = take_in(model, Msg::Tick(world.source.now()), world);
    }
    for effect in update(model, msg) {
        match effect {
            Effect::Suspend | Effect::Redraw | Effect::Copy(_) | Effect::Mouse(_) | Effect::Title(_) => {
                match world.shell.perform(&effect) {
                    Performed::Kept => {}
                    Performed::Repaint => due.repaint = true,
                    Performed::Refused(why) => {
                        update(model, Msg::Reply(Reply::Refused(why)));
                    }
                }
            }
            effect => {
                due.query |= matches!(effect, Effect::Query { .. });
                due.explain |= matches!(effect, Effect::Explain { .. });
                due.find |= matches!(effect, Effect::Find { .. } | Effect::Lines { .. });
                world.executor.execute(effect);
            }
        }
    }
    due
}

/// Takes in all that came already.
fn drain(model: &mut Model, world: &mut World<'_>, due: &mut Due) {
    let start = Instant::now();
    while start.elapsed() < BURST && !ended(model) {
        match world.source.next(Some(Duration::ZERO)) {
            Next::Msg(msg) => due.merge(take_in(model, msg, world)),
            Next::Timeout | Next::Closed => return,
        }
    }
}

/// Waits a little for the answers that are due.
fn settle(model: &mut Model, world: &mut World<'_>, due: &mut Due) {
    let until = Instant::now() + PATIENCE;
    while (due.query || due.find || due.explain) && !ended(model) {
        let left = until.saturating_duration_since(Instant::now());
        let Next::Msg(msg) = world.source.next(Some(left)) else { return };
        match &msg {
            Msg::Reply(Reply::Selected { .. }) => due.query = false,
            Msg::Reply(Reply::Explained { .. }) => due.explain = false,
            Msg::Reply(Reply::Found { .. } | Reply::Lines { .. }) => due.find = false,
            _ => {}
        }
        due.merge(take_in(model, msg, world));
        if left.is_zero() {
            return;
        }
    }
}

fn draw<B: Backend>(terminal: &mut Terminal<B>, themes: &Themes, model: &Model) -> Result<(), B::Error> {
    let (_, theme) = themes.get(model.theme);
    terminal.draw(|frame| {
        if let Some(cursor) = view::view(model, theme, frame.buffer_mut()) {
            frame.set_cursor_position(cursor);
        }
    })?;
    Ok(())
}
