//! The workbench played by a script: the real loop, model and view on a screen in memory. For tests and pictures.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::workbench::WorkbenchError;

use super::effect::Effect;
use super::event::{EventSource, Next};
use super::executor::Executor;
use super::executor::inline::Inline;
use super::state::{Ending, Model};
use super::succession::{self, Heritage};
use super::terminal::{Performed, Shell};
use super::text::{Ambiguous, cell_width};
use super::theme::Themes;
use super::update::Msg;
use super::wide::WideSafe;
use super::{Launch, World, drive, ended, prepare};

/// Messages from a list, after whatever the executor answered.
struct Script {
    replies: Receiver<Msg>,
    steps: VecDeque<Msg>,
    now: u64,
}

impl EventSource for Script {
    fn next(&mut self, wait: Option<Duration>) -> Next {
        if let Ok(reply) = self.replies.try_recv() {
            return Next::Msg(reply);
        }
        if wait == Some(Duration::ZERO) {
            return Next::Timeout;
        }
        self.steps.pop_front().map_or(Next::Closed, Next::Msg)
    }

    fn now(&self) -> u64 {
        self.now
    }
}

/// What was asked of the terminal.
#[derive(Default)]
struct Asked(Vec<Effect>);

impl Shell for Asked {
    fn perform(&mut self, effect: &Effect) -> Performed {
        self.0.push(effect.clone());
        Performed::Kept
    }
}

/// A workbench on a screen in memory.
pub struct Player {
    terminal: Terminal<WideSafe<TestBackend>>,
    themes: Themes,
    model: Model,
    script: Script,
    executor: Inline,
    asked: Asked,
    launch: Launch,
    inherited: Option<Heritage>,
}

impl Player {
    /// Loads what `launch` says, on a screen of `width` columns and `height` lines.
    ///
    /// # Errors
    /// As loading.
    pub fn start(launch: &Launch, width: u16, height: u16) -> Result<Player, WorkbenchError> {
        let (answer, replies) = channel();
        let executor = Inline::start(launch, answer)?;
        let (model, themes) = prepare(launch, (width, height));
        let terminal = match Terminal::new(WideSafe::new(TestBackend::new(width, height), model.ambiguous)) {
            Ok(terminal) => terminal,
            Err(never) => {
                let never: Infallible = never;
                match never {}
            }
        };
        let script = Script { replies, steps: VecDeque::new(), now: 0 };
        let mut player = Player {
            terminal,
            themes,
            model,
            script,
            executor,
            asked: Asked::default(),
            launch: launch.clone(),
            inherited: None,
        };
        player.play([]);
        Ok(player)
    }

    /// Sends messages, one after the other, drawing after each.
    pub fn play(&mut self, steps: impl IntoIterator<Item = Msg>) {
        self.script.steps.extend(steps);
        let mut world = World { source: &mut self.script, executor: &mut self.executor, shell: &mut self.asked };
        let drawn: Result<(), Infallible> = drive(&mut self.terminal, &self.themes, &mut self.model, &mut world);
        match drawn {
            Ok(()) => {}
            Err(never) => match never {},
        }
        self.succeed(None);
    }

    /// Goes on with what the person chose to open, as the workbench on a terminal does.
    fn succeed(&mut self, failure: Option<String>) {
        let before = self.inherited.clone();
        if !ended(&self.model) {
            return;
        }
        if self.model.opening.is_some() {
            self.executor.finish();
        }
        let Some((launch, heritage)) = succession::next(&self.launch, &self.model, (failure, None), before.as_ref())
        else {
            return;
        };
        let size = self.model.size;
        let (answer, replies) = channel();
        (self.model, self.themes) = prepare(&launch, size);
        heritage.clone().endow(&mut self.model);
        self.inherited = Some(heritage);
        match Inline::start(&launch, answer) {
            Ok(executor) => {
                self.executor = executor;
                let steps = std::mem::take(&mut self.script.steps);
                self.script = Script { replies, steps, now: 0 };
                self.launch = launch;
                self.play([]);
            }
            Err(error) => {
                self.launch = launch;
                self.model.ending = Some(Ending::Failed);
                self.succeed(Some(error.to_string()));
            }
        }
    }

    /// Types keys: characters, and names in angle brackets as `keys.toml` spells them (`<enter>`, `<ctrl-d>`, `<space>`).
    ///
    /// # Panics
    /// On a name that is no key: scripts are written by us.
    pub fn keys(&mut self, keys: &str) {
        self.play(parse(keys).into_iter().map(Msg::Key));
    }

    /// Presses one key.
    pub fn press(&mut self, key: KeyEvent) {
        self.play([Msg::Key(key)]);
    }

    /// Lets time go by, in milliseconds.
    pub fn wait(&mut self, milliseconds: u64) {
        self.script.now += milliseconds;
        let now = self.script.now;
        self.play([Msg::Tick(now)]);
    }

    /// Changes the size of the screen.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().inner_mut().resize(width, height);
        self.play([Msg::Resize(width, height)]);
    }

    /// Calls the project `name` on the screen.
    pub fn name_project(&mut self, name: &str) {
        if let Some(desk) = &mut self.model.desk {
            name.clone_into(&mut desk.loaded.project);
        }
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The model, to be updated by hand.
    pub fn model_mut(&mut self) -> &mut Model {
        &mut self.model
    }

    /// The executor.
    pub fn executor(&mut self) -> &mut Inline {
        &mut self.executor
    }

    /// What was asked of the terminal so far.
    #[must_use]
    pub fn asked(&self) -> &[Effect] {
        &self.asked.0
    }

    /// Column and line of the cursor.
    pub fn cursor(&mut self) -> (u16, u16) {
        match self.terminal.get_cursor_position() {
            Ok(at) => (at.x, at.y),
            Err(never) => match never {},
        }
    }

    /// What is on the screen.
    #[must_use]
    pub fn buffer(&self) -> &Buffer {
        self.terminal.backend().inner().buffer()
    }

    /// What is on the screen, as text: one line a line, no trailing spaces.
    #[must_use]
    pub fn screen(&self) -> String {
        lines_in(self.buffer(), self.model.ambiguous).iter().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    /// Ends the program as quitting does.
    pub fn finish(mut self) {
        self.executor.finish();
    }
}

/// The lines of a buffer, as a terminal shows them that gives characters of ambiguous width one column.
#[must_use]
pub fn lines(buffer: &Buffer) -> Vec<String> {
    lines_in(buffer, Ambiguous::Narrow)
}

/// The lines of a buffer; a column covered by a wide character is passed over.
#[must_use]
pub fn lines_in(buffer: &Buffer, ambiguous: Ambiguous) -> Vec<String> {
    let area = buffer.area;
    (area.top()..area.bottom())
        .map(|y| {
            let mut line = String::new();
            let mut covered = 0;
            for x in area.left()..area.right() {
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                covered = cell_width(symbol, ambiguous).saturating_sub(1);
                line.push_str(symbol);
            }
            line
        })
        .collect()
}

/// The keys that a script names; a name that is no key presses none.
#[must_use]
pub fn parse(keys: &str) -> Vec<KeyEvent> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
        if let Some((name, after)) = named.filter(|(name, _)| name.len() > 1) {
            let combination = crokey::parse(name).map(Into::<KeyEvent>::into);
            out.push(combination.unwrap_or_else(|_| KeyEvent::new(KeyCode::Null, KeyModifiers::NONE)));
            rest = after;
        } else {
            out.push(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}
