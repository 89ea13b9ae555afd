//! A pseudo-terminal with the program in it.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// How long a text may take to appear before the test fails.
const LIMIT: Duration = Duration::from_secs(30);

/// The start of a novel.
pub const NOVEL: &str = include_str!("../data/xiyouji_opening.txt");

/// A folder for the program's files, with a text in it.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Home {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("text.txt"), NOVEL).unwrap();
        let home = Home(folder);
        // The order stays while the keys are pressed.
        home.config("refine = false\n");
        home
    }

    /// Makes `text` the settings.
    pub fn config(&self, text: &str) {
        let folder = self.0.path().join("config/wordmine");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.toml"), text).unwrap();
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn text(&self) -> PathBuf {
        self.0.path().join("text.txt")
    }
}

/// The program in a terminal.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    writer: Box<dyn Write + Send>,
    screen: vt100::Parser,
    sent: Vec<u8>,
    /// What it answers when it is asked where the cursor is.
    answer: Option<&'static str>,
}

impl Terminal {
    /// Starts `wordmine` with `args` on 80 columns and 24 lines.
    pub fn start(home: &Home, args: &[&str]) -> Terminal {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_wordmine"));
        command.args(args);
        Self::run(home, command)
    }

    /// Starts a command on 80 columns and 24 lines.
    pub fn run(home: &Home, command: CommandBuilder) -> Terminal {
        Self::run_in(home, command, "xterm-256color")
    }

    /// Starts a command in a terminal of the kind `term`.
    pub fn run_in(home: &Home, mut command: CommandBuilder, term: &str) -> Terminal {
        for (name, folder) in [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")] {
            command.env(name, home.path().join(folder));
        }
        command.env("TERM", term);
        command.cwd(home.path());
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(at_least_one(24), at_least_one(80), 0);
        Terminal { master: pair.master, child, output, writer, screen, sent: Vec::new(), answer: None }
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Waits until `text` is on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait(&format!("{text:?}"), |screen| screen.contains(text));
    }

    /// Waits until the screen is as `wanted` says; `what` is told when it never is.
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let until = Instant::now() + LIMIT;
        loop {
            let shown = self.shown();
            if wanted(&shown) {
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take_in(&bytes),
                Err(_) => panic!("never saw {what} on\n{shown}"),
            }
        }
    }

    /// Lets it answer when it is asked where the cursor is.
    pub fn answering(mut self, answer: &'static str) -> Terminal {
        self.answer = Some(answer);
        self
    }

    fn take_in(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.sent.extend_from_slice(bytes);
        if self.answer.is_some() && self.sent.windows(4).any(|bytes| bytes == b"\x1b[6n") {
            let answer = self.answer.take().unwrap_or_default();
            self.keys(answer);
        }
    }

    /// What is on the screen.
    pub fn shown(&self) -> String {
        self.screen.screen().contents()
    }

    /// Everything the program sent.
    pub fn sent(&self) -> String {
        String::from_utf8_lossy(&self.sent).into_owned()
    }

    /// Whether the alternate screen is on.
    pub fn alternate(&self) -> bool {
        self.screen.screen().alternate_screen()
    }

    /// Whether the cursor is hidden.
    pub fn cursor_hidden(&self) -> bool {
        self.screen.screen().hide_cursor()
    }

    /// Whether the terminal hands over lines and echoes, as a shell leaves it (ICANON and ECHO of termios).
    pub fn cooked(&self) -> bool {
        self.master.get_termios().unwrap().local_flags.bits() & 0o12 == 0o12
    }

    /// Changes the size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.screen.screen_mut().set_size(at_least_one(rows), at_least_one(cols));
    }

    /// Sends a signal to the program, by name.
    pub fn signal(&mut self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        let status = std::process::Command::new("kill").args([format!("-{name}"), id]).status().unwrap();
        assert!(status.success());
    }

    /// Waits for the end of the program.
    pub fn end(&mut self) -> ExitStatus {
        let until = Instant::now() + LIMIT;
        loop {
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(10)) {
                self.take_in(&bytes);
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(50)) {
                    self.take_in(&bytes);
                }
                return status;
            }
            assert!(Instant::now() < until, "the program does not end; on the screen:\n{}", self.shown());
        }
    }

    /// Checks that the terminal is as a shell left it.
    pub fn assert_given_back(&self) {
        assert!(!self.alternate(), "the alternate screen is left on");
        assert!(!self.cursor_hidden(), "the cursor is left hidden");
        assert!(self.cooked(), "the terminal is left raw");
        let mouse = self.screen.screen().mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None, "the mouse is not given back");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn at_least_one(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}
