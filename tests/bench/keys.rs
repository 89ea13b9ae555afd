//! From a key to the screen, through the program itself on a pseudo-terminal, while a background job runs.
//!
//! ```text
//! WORDMINE_BENCH_TEXT=large.txt cargo bench --bench keys
//! ```
//!
//! The text should give a million candidates or more (about 100 MB of Chinese). Without one the novel of the tests is
//! used, which only shows that the measurement works. Each time is that from writing the key to the terminal until what
//! it changes stands on the screen; the terminal's own parsing (`vt100`) is within it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const COLUMNS: u16 = 200;
const LINES: u16 = 60;
const KEYS: usize = 300;
/// The longest that a text is loaded, and that a key is waited for.
const LOADING: Duration = Duration::from_secs(600);
const WAITING: Duration = Duration::from_secs(20);

/// Asking for the cursor's position; the answer after one narrow character, and what kind of terminal it is.
const ASKED: &[u8] = b"\x1b[6n";
const NARROW: &[u8] = b"\x1b[1;2R\x1b[?62c";

/// The program on a terminal.
struct Session {
    output: Receiver<Vec<u8>>,
    writer: Box<dyn Write + Send>,
    screen: vt100::Parser,
}

impl Session {
    fn start(home: &std::path::Path, text: &std::path::Path) -> Session {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_wordmine"));
        command.arg(text);
        for (name, folder) in [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")] {
            command.env(name, home.join(folder));
        }
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C");
        let size = PtySize { rows: LINES, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        // It ends with its terminal.
        drop(pair.slave.spawn_command(command).unwrap());
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let _master = pair.master;
            let mut buffer = [0; 65536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(LINES.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
        Session { output, writer, screen }
    }

    fn wait(&mut self, limit: Duration, wanted: impl Fn(&str) -> bool) -> Duration {
        let start = Instant::now();
        loop {
            if wanted(&self.screen.screen().contents()) {
                return start.elapsed();
            }
            let left = limit.saturating_sub(start.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take_in(&bytes),
                Err(_) => panic!("nothing more comes:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Takes in what the program sent, and answers as a terminal with narrow characters when it asks how wide they are.
    fn take_in(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        if bytes.windows(ASKED.len()).any(|part| part == ASKED) {
            self.writer.write_all(NARROW).unwrap();
            self.writer.flush().unwrap();
        }
    }

    /// The time from a key to a change of what `seen` reads off the screen.
    fn key(&mut self, key: &str, seen: impl Fn(&str) -> String) -> Duration {
        while let Ok(bytes) = self.output.try_recv() {
            self.take_in(&bytes);
        }
        let before = seen(&self.screen.screen().contents());
        let start = Instant::now();
        self.writer.write_all(key.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self.wait(WAITING, |screen| seen(screen) != before);
        start.elapsed()
    }
}

/// The place of the cursor, in the title of the list.
fn place(screen: &str) -> String {
    let title = screen.lines().find(|line| line.contains("[1]")).unwrap_or_default();
    let end = title.find('┐').unwrap_or(title.len());
    title[..end].trim_end().rsplit(' ').next().unwrap_or_default().to_owned()
}

/// The bounds, in the second line.
fn bounds(screen: &str) -> String {
    screen.lines().nth(1).and_then(|line| line.split('│').next()).unwrap_or_default().to_owned()
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!("{name:<34} p50 {:6.2} ms   p99 {:6.2} ms   most {:6.2} ms", at(0.5), at(0.99), at(1.0));
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    let novel = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/xiyouji_opening.txt");
    let given = std::env::var_os("WORDMINE_BENCH_TEXT").map(PathBuf::from);
    if given.is_none() {
        // So small a text is in another order while the first key is pressed.
        let settings = home.path().join("config/wordmine");
        std::fs::create_dir_all(&settings).unwrap();
        std::fs::write(settings.join("config.toml"), "refine = false\n").unwrap();
    }
    let text = given.unwrap_or(novel);
    // Counted before, so that the second start is a warm one.
    drop_after_load(home.path(), &text);
    let start = Instant::now();
    let mut session = Session::start(home.path(), &text);
    session.wait(LOADING, |screen| screen.contains("wordmine"));
    println!("{:<34} {:10.1} ms", "start to the first paint", start.elapsed().as_secs_f64() * 1e3);
    session.wait(LOADING, |screen| screen.contains("[1] Candidates"));
    println!("{:<34} {:10.1} ms", "start to the list", start.elapsed().as_secs_f64() * 1e3);
    println!("{}", session.screen.screen().contents().lines().next().unwrap_or_default().trim());
    let is_running = |screen: &str| screen.lines().nth(1).is_some_and(|line| line.contains('%'));
    let busy = is_running(&session.screen.screen().contents());
    report("down, cursor moved", (0..KEYS).map(|_| session.key("j", place)).collect());
    let page = |k: usize| if k.is_multiple_of(2) { "\x1b[5~" } else { "\x1b[6~" };
    report("page up and down", (0..50).map(|k| session.key(page(k), place)).collect());
    session.key("4", |screen| screen.lines().last().unwrap_or_default().to_owned());
    session.writer.write_all(b"j").unwrap();
    let step = |k: usize| if k.is_multiple_of(2) { "l" } else { "h" };
    report("threshold step, bound shown", (0..KEYS).map(|k| session.key(step(k), bounds)).collect());
    let still = is_running(&session.screen.screen().contents());
    println!("a background job ran at the start: {busy}, at the end: {still}");
}

/// Opens the text once, so that its analysis is on the disk.
fn drop_after_load(home: &std::path::Path, text: &std::path::Path) {
    let mut session = Session::start(home, text);
    session.wait(LOADING, |screen| screen.contains("[1] Candidates"));
    session.writer.write_all(b"q").unwrap();
    // It has ended when nothing can come any more.
    while session.output.recv_timeout(WAITING).is_ok() {}
}
