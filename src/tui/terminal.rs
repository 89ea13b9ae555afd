//! The terminal: raw mode and the alternate screen as a guard, our own panic hook, signals, suspend and resume.
//!
//! After any exit but `kill -9` the terminal is as it was. A panic in a worker thread fails that job and leaves the
//! screen alone: only a panic of the thread that draws gives the terminal back.

use std::io::{self, Stdout, Write, stdout};
use std::panic;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::effect::Effect;
use super::line::Line;
use super::text::{Ambiguous, visible};
use super::update::Msg;
use super::wide::WideSafe;

/// The terminal as it is drawn on.
pub type Screen = Terminal<WideSafe<CrosstermBackend<Stdout>>>;

/// How long after a signal the terminal may still be ours.
const GRACE: Duration = Duration::from_millis(500);
/// How long after that the decisions sent to a slow store are waited for.
const SAVING: Duration = Duration::from_millis(4_500);
/// The same when the terminal is gone: nobody is there to wait.
const SAVING_ALONE: Duration = Duration::from_millis(400);

/// How a terminal effect went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Performed {
    /// It changed nothing on the screen.
    Kept,
    /// Everything is to be drawn again.
    Repaint,
    /// It could not be done, and why.
    Refused(&'static str),
}

/// What a model may ask of the terminal besides being drawn.
pub trait Shell {
    /// Does a terminal effect.
    fn perform(&mut self, effect: &Effect) -> Performed;
}

/// The terminal in raw mode on the alternate screen; given back when dropped.
pub struct Guard {
    entered: Arc<AtomicBool>,
    /// Whether the mouse is taken while the terminal is ours.
    mouse: bool,
}

impl Guard {
    /// Takes the terminal over, with the mouse if `mouse`.
    ///
    /// # Errors
    /// When the terminal cannot be set up; it is then as it was.
    pub fn enter(mouse: bool) -> io::Result<Guard> {
        let guard = Guard { entered: Arc::new(AtomicBool::new(true)), mouse };
        install_panic_hook(guard.entered.clone());
        set_up(mouse)?;
        Ok(guard)
    }

    /// A terminal to draw on, which gives characters of ambiguous width as many columns as `ambiguous` says.
    ///
    /// # Errors
    /// When its size cannot be told.
    pub fn screen(&self, ambiguous: Ambiguous) -> io::Result<Screen> {
        Terminal::new(WideSafe::new(CrosstermBackend::new(stdout()), ambiguous))
    }

    /// Whether the terminal is still ours to give back.
    #[must_use]
    pub fn flag(&self) -> Arc<AtomicBool> {
        self.entered.clone()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back(&self.entered);
    }
}

impl Shell for Guard {
    fn perform(&mut self, effect: &Effect) -> Performed {
        match effect {
            Effect::Suspend if !can_stop() => Performed::Refused("no shell to go back to: nothing could continue us"),
            Effect::Suspend => {
                tear_down();
                // The whole group, as Ctrl-Z in a shell does: what started us and waits must stop as well.
                let _ = kill_current_process_group(Signal::STOP);
                let _ = set_up(self.mouse);
                Performed::Repaint
            }
            Effect::Copy(text) => {
                let _ = execute!(stdout(), CopyToClipboard::to_clipboard_from(text.as_bytes()));
                Performed::Kept
            }
            Effect::Mouse(on) => {
                self.mouse = *on;
                let _ = execute!(stdout(), Print(if *on { TAKE_MOUSE } else { LEAVE_MOUSE }));
                Performed::Kept
            }
            Effect::Title(title) => {
                let _ = execute!(stdout(), SetTitle(visible(title)));
                Performed::Kept
            }
            Effect::Redraw => Performed::Repaint,
            _ => Performed::Kept,
        }
    }
}

/// Whether a shell with job control can continue us: it leads the session from a process group of its own. In the
/// leader's own group (`xterm -e wordmine`) a stop would be for ever.
fn can_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// xterm's sequences for putting the title on a stack and taking it back; others pass them over.
const PUSH_TITLE: &str = "\u{1b}[22;2t";
const POP_TITLE: &str = "\u{1b}[23;2t";

/// Presses, drags and the wheel, by columns and lines of any number. Crossterm's own would have every motion told as well.
const TAKE_MOUSE: &str = "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h";
const LEAVE_MOUSE: &str = "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l";

fn set_up(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let mouse = if mouse { TAKE_MOUSE } else { "" };
    let mut out = stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, Print(mouse), Print(PUSH_TITLE), SetTitle("wordmine"))
        .inspect_err(|_| tear_down())
}

/// Gives the terminal back; what fails is passed over, as the rest must still be tried.
fn tear_down() {
    let mut out = stdout();
    let _ = queue!(out, Print(LEAVE_MOUSE), Print(POP_TITLE), DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

fn give_back(entered: &AtomicBool) {
    if entered.swap(false, Ordering::SeqCst) {
        tear_down();
    }
}

fn install_panic_hook(entered: Arc<AtomicBool>) {
    let drawing = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == drawing {
            give_back(&entered);
            before(info);
        } else if !entered.load(Ordering::SeqCst) {
            before(info);
        }
    }));
}

/// Starts the thread that turns signals into messages. After a signal to end, the loop saves and ends. If it cannot, the
/// terminal is given back after half a second, and the program ends when the store had time to save what was sent to it:
/// five seconds, or one when the terminal is gone.
///
/// # Errors
/// When the signals cannot be had.
pub fn watch_signals(line: Line, entered: Arc<AtomicBool>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let body = move || {
        for signal in signals.forever() {
            let msg = match signal {
                SIGTSTP => Msg::Suspend,
                SIGCONT => Msg::Redraw,
                _ => Msg::Terminate,
            };
            let ends = matches!(msg, Msg::Terminate);
            line.send(msg);
            if ends {
                thread::sleep(GRACE);
                give_back(&entered);
                thread::sleep(if signal == SIGHUP { SAVING_ALONE } else { SAVING });
                process::exit(128 + signal);
            }
        }
    };
    thread::Builder::new().name("signals".to_owned()).spawn(body).map(|_| ())
}

/// Starts the thread that ends the program when its terminal goes away, also when SIGHUP is ignored.
///
/// # Errors
/// When the terminal cannot be opened.
pub fn watch_hangup(line: Line) -> io::Result<()> {
    let terminal = std::fs::File::open("/dev/tty")?;
    let body = move || {
        use rustix::event::{PollFd, PollFlags, poll};
        loop {
            let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
            match poll(&mut watched, None) {
                Ok(_) if !watched[0].revents().is_empty() => break,
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
            }
        }
        line.send(Msg::Terminate);
        thread::sleep(GRACE + SAVING_ALONE);
        process::exit(128 + SIGHUP);
    };
    thread::Builder::new().name("hangup".to_owned()).spawn(body).map(|_| ())
}
