//! The model of the screen: plain values, no handle, lock, channel or clock. [`super::update`] alone writes it.

pub mod chore;
pub mod columns;
pub mod context;
pub mod decisions;
pub mod desk;
pub mod dialog;
pub mod dictionary;
pub mod entry;
pub mod explain;
pub mod export;
pub mod filter;
pub mod heads;
pub mod history;
pub mod list;
pub mod log;
pub mod marks;
pub mod palette;
pub mod past;
pub mod path;
pub mod plot;
pub mod presets;
pub mod reader;
pub mod refinement;
pub mod rule;
pub mod session;
pub mod start;
pub mod thresholds;

use crate::display::{self, Ambiguous};
use crate::engine::Progress;
use crate::settings::lang::Lang;
use crate::settings::screen::{AmbiguousWidth, GlyphChoice};
use crate::settings::{Settings, Units};

use super::command::Command;
use super::glyphs::Glyphs;
use super::keymap::{Key, Keymap, Mode};
use super::layout::Prefs;

pub use super::layout::Pane;
pub use chore::Chore;
pub use columns::Columns;
pub use context::ContextPane;
pub use decisions::{Decisions, Saving, Shown};
pub use desk::Desk;
pub use dialog::{Dialog, HelpDialog, Line, LineKind, Question};
pub use explain::ExplainPane;
pub use export::ExportDialog;
pub use filter::Filter;
pub use list::CandidateList;
pub use log::{Level, Log};
pub use plot::PlotPane;
pub use reader::Reader;
pub use refinement::Refinement;
pub use session::Session;
pub use start::{Opening, StartScreen};
pub use thresholds::{Item, ThresholdPane};

/// The job that loads the text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Loading {
    /// What is loaded, for the screen.
    pub what: String,
    /// How far it is.
    pub progress: Progress,
    /// When the stage it is in was first seen, in milliseconds of [`Model::clock`].
    pub stage_since: u64,
    /// When it was asked to stop, in milliseconds of [`Model::clock`].
    pub cancelled_at: Option<u64>,
    /// Whether the program is to end with it.
    pub quits: bool,
}

/// A press of a button of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pressed {
    /// Column and line.
    pub at: (u16, u16),
    /// When, in milliseconds of [`Model::clock`].
    pub when: u64,
    /// The pane whose cut is being dragged.
    pub drags: Option<Pane>,
}

/// How the program is to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// As soon as every decision is saved.
    WhenSaved,
    /// Now.
    Now,
    /// Now: loading was cancelled.
    Cancelled,
    /// Now: a signal said so, or the terminal went away.
    Terminated,
    /// Now: loading failed, the executor knows why.
    Failed,
}

/// Everything the screen shows.
#[derive(Debug)]
pub struct Model {
    /// Columns and lines of the screen.
    pub size: (u16, u16),
    /// The settings.
    pub settings: Settings,
    /// The language of the screen.
    pub lang: Lang,
    /// The keys.
    pub keymap: Keymap,
    /// The names of the themes.
    pub themes: Vec<String>,
    /// Number of the theme, counted round and round.
    pub theme: usize,
    /// The signs asked for.
    pub glyph_choice: GlyphChoice,
    /// How many columns the terminal gives characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// Whether the mouse is taken from the terminal.
    pub mouse: bool,
    /// The last press of a button of the mouse: where and when.
    pub pressed: Option<Pressed>,
    /// The title of the window, as last set, and when.
    pub title: (String, u64),
    /// Milliseconds since the start, as last told.
    pub clock: u64,
    /// When the clock was 0, in milliseconds since 1970.
    pub epoch: i64,
    /// The loading job, while it runs.
    pub loading: Option<Loading>,
    /// The text, the candidates and the work on them, once loaded.
    pub desk: Option<Desk>,
    /// Open dialogs, the topmost last.
    pub dialogs: Vec<Dialog>,
    /// Keys of a sequence not yet ended.
    pub pending: Vec<Key>,
    /// How the screen is divided.
    pub prefs: Prefs,
    /// Messages.
    pub log: Log,
    /// How the program is to end, once it is.
    pub ending: Option<Ending>,
    /// What is to be opened once what is open is left.
    pub opening: Option<Opening>,
}

impl Model {
    /// A model that is about to load `what` on a screen of `size` columns and lines.
    #[must_use]
    pub fn new(settings: Settings, keymap: Keymap, what: String, size: (u16, u16)) -> Self {
        let ambiguous = match settings.ambiguous {
            AmbiguousWidth::Wide => Ambiguous::Wide,
            AmbiguousWidth::Auto | AmbiguousWidth::Narrow => Ambiguous::Narrow,
        };
        Model {
            size,
            glyph_choice: settings.glyphs,
            ambiguous,
            mouse: settings.mouse,
            pressed: None,
            title: (String::new(), 0),
            settings,
            lang: Lang::En,
            keymap,
            themes: Vec::new(),
            theme: 0,
            clock: 0,
            epoch: 0,
            loading: Some(Loading { what, ..Loading::default() }),
            desk: None,
            dialogs: Vec::new(),
            pending: Vec::new(),
            prefs: Prefs::default(),
            log: Log::default(),
            ending: None,
            opening: None,
        }
    }

    /// The mode whose keys hold now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self.dialogs.last() {
            Some(Dialog::Sort) => Mode::Sort,
            Some(Dialog::Columns(_)) => Mode::Columns,
            Some(Dialog::Presets(_)) => Mode::Presets,
            Some(Dialog::Rule(_)) => Mode::Rule,
            Some(Dialog::History(_)) => Mode::History,
            Some(Dialog::Entry(_)) => Mode::Entry,
            Some(Dialog::Dictionary(dialog)) if dialog.typing => Mode::Prompt,
            Some(Dialog::Dictionary(_)) => Mode::Dictionary,
            Some(Dialog::Question(_) | Dialog::Fit(_)) => Mode::Question,
            Some(Dialog::Reader(_)) => Mode::Reader,
            Some(Dialog::Start(_)) => Mode::Start,
            Some(Dialog::Line(_) | Dialog::Help(_) | Dialog::Export(_) | Dialog::Palette(_)) => Mode::Prompt,
            None => self.mode_of_pane(),
        }
    }

    /// The mode whose keys hold when no dialog is open.
    #[must_use]
    pub fn mode_of_pane(&self) -> Mode {
        match self.prefs.focus {
            _ if self.desk.is_none() => Mode::Global,
            Pane::Candidates => Mode::List,
            Pane::Thresholds => Mode::Thresholds,
            Pane::Plot => Mode::Plot,
            Pane::Context => Mode::Context,
            Pane::Neighbours | Pane::Log => Mode::Pane,
        }
    }

    /// The key to teach for `command`: as it is pressed here, else in the list, else its name.
    #[must_use]
    pub fn key_of(&self, command: Command) -> String {
        let keys = [self.mode(), Mode::List].into_iter().find_map(|mode| self.keymap.key_of(mode, command));
        keys.unwrap_or_else(|| command.info().name.to_owned())
    }

    /// The time of the day, in milliseconds since 1970, as far as it was told.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.epoch.saturating_add_unsigned(self.clock)
    }

    /// What the title of the window is to be, once a text is loaded.
    #[must_use]
    pub fn wanted_title(&self) -> Option<String> {
        let desk = self.desk.as_ref()?;
        let tally = desk.decisions.ledger().tally();
        Some(format!("wordmine  {}  +{} -{}", desk.loaded.name, tally.accepted, tally.rejected))
    }

    /// The signs that the screen is drawn with.
    #[must_use]
    pub fn glyphs(&self) -> &'static Glyphs {
        Glyphs::of(self.glyph_choice, self.ambiguous)
    }

    /// Columns that the raw `text` takes when shown.
    #[must_use]
    pub fn columns_of(&self, text: &str) -> u16 {
        u16::try_from(display::width(text, self.ambiguous)).unwrap_or(u16::MAX)
    }

    /// The unit of PMI and entropies on the screen.
    #[must_use]
    pub fn units(&self) -> Units {
        self.settings.units
    }

    /// After how many milliseconds the model wants to be told the time, if at all.
    #[must_use]
    pub fn wake_after(&self) -> Option<u64> {
        if self.loading.is_some() {
            return Some(100);
        }
        let desk = self.desk.as_ref()?;
        let refines = desk.refinement.progress().is_some();
        let is_titled = self.wanted_title().is_some_and(|title| title == self.title.0);
        let waits =
            refines || !is_titled || desk.save_session.waits() || desk.make_dictionary.waits() || self.log.fades();
        waits.then_some(Chore::PAUSE)
    }
}
