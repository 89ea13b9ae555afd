//! The terminal: raw mode and the alternate screen as a guard, our own panic hook, signals, suspend and resume.
//!
//! After any exit but `kill -9` the terminal is as it was. A panic in a worker thread fails that job and leaves the
//! screen alone: only a panic of the thread that draws gives the terminal back.

use std::io::{self, Stdout, Write, stdout};
use std::panic;
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::cursor::Show;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use signal_hook::consts::signal::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::low_level;

use super::effect::Effect;
use super::update::Msg;
use super::wide::WideSafe;

/// The terminal as it is drawn on.
pub type Screen = Terminal<WideSafe<CrosstermBackend<Stdout>>>;

/// How long the program may take to end after a signal.
const GRACE: Duration = Duration::from_millis(500);

/// What a model may ask of the terminal besides being drawn.
pub trait Shell {
    /// Does a terminal effect; says whether everything is to be drawn again.
    fn perform(&mut self, effect: &Effect) -> bool;
}

/// The terminal in raw mode on the alternate screen; given back when dropped.
pub struct Guard {
    entered: Arc<AtomicBool>,
}

impl Guard {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When the terminal cannot be set up; it is then as it was.
    pub fn enter(title: &str) -> io::Result<Guard> {
        let guard = Guard { entered: Arc::new(AtomicBool::new(true)) };
        install_panic_hook(guard.entered.clone());
        set_up()?;
        let title: String = crate::display::visible(title).into_owned();
        execute!(stdout(), SetTitle(title))?;
        Ok(guard)
    }

    /// A terminal to draw on.
    ///
    /// # Errors
    /// When its size cannot be told.
    pub fn screen(&self) -> io::Result<Screen> {
        Terminal::new(WideSafe::new(CrosstermBackend::new(stdout())))
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
    fn perform(&mut self, effect: &Effect) -> bool {
        match effect {
            Effect::Suspend => {
                tear_down();
                // Only a process group with a shell to continue it can stop; the signal is then handled there.
                let _ = low_level::raise(signal_hook::consts::signal::SIGSTOP);
                let _ = set_up();
                true
            }
            Effect::Copy(text) => {
                let _ = execute!(stdout(), CopyToClipboard::to_clipboard_from(text.as_bytes()));
                false
            }
            Effect::Redraw => true,
            _ => false,
        }
    }
}

fn set_up() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste).inspect_err(|_| tear_down())
}

/// Gives the terminal back; what fails is passed over, as the rest must still be tried.
fn tear_down() {
    let mut out = stdout();
    let _ = queue!(out, DisableBracketedPaste, LeaveAlternateScreen, Show);
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

/// Starts the thread that turns signals into messages. After a signal to end, the program ends within half a second
/// whatever the loop does, and gives the terminal back.
///
/// # Errors
/// When the signals cannot be had.
pub fn watch_signals(sender: Sender<Msg>, entered: Arc<AtomicBool>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let body = move || {
        for signal in signals.forever() {
            let msg = match signal {
                SIGTSTP => Msg::Suspend,
                SIGCONT => Msg::Redraw,
                _ => Msg::Terminate,
            };
            let ends = matches!(msg, Msg::Terminate);
            let _ = sender.send(msg);
            if ends {
                thread::sleep(GRACE);
                give_back(&entered);
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
pub fn watch_hangup(sender: Sender<Msg>) -> io::Result<()> {
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
        let _ = sender.send(Msg::Terminate);
        thread::sleep(GRACE);
        process::exit(128 + SIGHUP);
    };
    thread::Builder::new().name("hangup".to_owned()).spawn(body).map(|_| ())
}
