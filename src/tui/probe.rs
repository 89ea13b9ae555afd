//! Asking the terminal how many columns it gives a character of ambiguous width.
//!
//! One is printed, then the terminal is asked where the cursor is (DSR 6) and, as a sentinel that nearly every terminal
//! answers, what it is (DA1). While the answer is on its way the program goes on; it is read before the first frame. Keys
//! typed meanwhile are kept. An answer that comes too late is told from keys by crossterm, which reads the terminal then.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write, stdin, stdout};
use std::time::{Duration, Instant};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::text::Ambiguous;

/// How long an answer may take, from the question on.
const PATIENCE: Duration = Duration::from_millis(150);
/// How long the rest of an answer that has begun may take.
const REST: Duration = Duration::from_millis(50);
/// What is printed: texts have it, and it is as wide as the rest of them.
const PROBE: &str = "“";

/// A question on its way.
pub struct Asked {
    terminal: File,
    until: Instant,
}

/// What came of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The columns, if the terminal told.
    pub ambiguous: Option<Ambiguous>,
    /// Keys typed meanwhile.
    pub keys: Vec<KeyEvent>,
}

/// Asks the terminal, which is raw and shows an empty screen; nothing where there is none to ask.
#[must_use]
pub fn ask() -> Option<Asked> {
    if !stdout().is_terminal() || std::env::var_os("TERM").is_none_or(|term| term == "dumb") {
        return None;
    }
    let terminal = terminal().ok()?;
    let mut out = stdout();
    let written = write!(out, "\u{1b}[1;1H{PROBE}\u{1b}[6n\u{1b}[c").and_then(|()| out.flush());
    written.ok().map(|()| Asked { terminal, until: Instant::now() + PATIENCE })
}

/// The terminal to read from, as crossterm chooses it: the input if it is one, else the one that the program runs in.
fn terminal() -> io::Result<File> {
    use std::os::fd::AsFd;
    if stdin().is_terminal() { stdin().as_fd().try_clone_to_owned().map(File::from) } else { File::open("/dev/tty") }
}

impl Asked {
    /// Waits for the answer, and takes what was printed off the screen.
    #[must_use]
    pub fn answer(mut self) -> Answer {
        let mut read = Vec::new();
        let mut until = self.until;
        while !is_answered(&read) {
            let left = until.saturating_duration_since(Instant::now());
            if !self.wait(left) {
                // Half an answer would be typed as keys by its other half.
                if ends_inside(&read) && until == self.until {
                    until = Instant::now() + REST;
                    continue;
                }
                break;
            }
            let mut bytes = [0; 1024];
            match self.terminal.read(&mut bytes) {
                Ok(n) if n > 0 => read.extend_from_slice(&bytes[..n]),
                _ => break,
            }
        }
        let mut out = stdout();
        let _ = write!(out, "\u{1b}[1;1H\u{1b}[2K").and_then(|()| out.flush());
        understand(&read)
    }

    /// Whether there is something to read within `time`.
    fn wait(&self, time: Duration) -> bool {
        let Ok(time) = Timespec::try_from(time) else { return false };
        let mut watched = [PollFd::new(&self.terminal, PollFlags::IN)];
        matches!(poll(&mut watched, Some(&time)), Ok(n) if n > 0) && watched[0].revents().contains(PollFlags::IN)
    }
}

/// A piece of what a terminal sends.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece<'a> {
    /// A control sequence: what stands between its introducer and its last byte, and that byte.
    Sequence(&'a str, u8),
    /// A sequence that has not ended.
    Unended,
    /// Anything else.
    Char(char),
}

fn pieces(bytes: &[u8]) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let inside = rest.strip_prefix(b"\x1b[").or(rest.strip_prefix(b"\x1bO"));
        if let Some(inside) = inside {
            let Some(end) = inside.iter().position(|byte| (0x40..=0x7e).contains(byte)) else {
                out.push(Piece::Unended);
                return out;
            };
            out.push(Piece::Sequence(std::str::from_utf8(&inside[..end]).unwrap_or_default(), inside[end]));
            rest = &inside[end + 1..];
            continue;
        }
        let longest = (1..=rest.len().min(4)).find_map(|n| std::str::from_utf8(&rest[..n]).ok());
        out.extend(longest.and_then(|text| text.chars().next()).map(Piece::Char));
        rest = &rest[longest.map_or(1, str::len)..];
    }
    out
}

/// Whether the last answer is here.
fn is_answered(bytes: &[u8]) -> bool {
    pieces(bytes).iter().any(|piece| matches!(piece, Piece::Sequence(inside, b'c') if inside.starts_with('?')))
}

fn ends_inside(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\x1b") || pieces(bytes).last() == Some(&Piece::Unended)
}

fn understand(bytes: &[u8]) -> Answer {
    let mut answer = Answer { ambiguous: None, keys: Vec::new() };
    let mut is_pasted = false;
    for piece in pieces(bytes) {
        match piece {
            Piece::Sequence(inside, b'R') if answer.ambiguous.is_none() => {
                // Behind the character in column 1 or 2, counted from 1.
                answer.ambiguous = match inside.split_once(';') {
                    Some((_, "2")) => Some(Ambiguous::Narrow),
                    Some((_, "3")) => Some(Ambiguous::Wide),
                    _ => None,
                };
            }
            Piece::Sequence("200" | "201", b'~') => is_pasted = piece == Piece::Sequence("200", b'~'),
            // Pasted text is not typed: its letters must not decide.
            _ if is_pasted => {}
            piece => answer.keys.extend(key(&piece)),
        }
    }
    answer
}

/// The key that a piece is; none for a sequence that is no plain key.
fn key(piece: &Piece<'_>) -> Option<KeyEvent> {
    let none = KeyModifiers::NONE;
    let (code, held) = match *piece {
        Piece::Char('\r' | '\n') => (KeyCode::Enter, none),
        Piece::Char('\t') => (KeyCode::Tab, none),
        Piece::Char('\u{1b}') => (KeyCode::Esc, none),
        Piece::Char('\u{7f}' | '\u{8}') => (KeyCode::Backspace, none),
        Piece::Char(c @ '\u{1}'..='\u{1a}') => {
            (KeyCode::Char(char::from(b'a' + (c as u8).saturating_sub(1))), KeyModifiers::CONTROL)
        }
        Piece::Char(c) if !c.is_control() => (KeyCode::Char(c), none),
        Piece::Sequence("", b'A') => (KeyCode::Up, none),
        Piece::Sequence("", b'B') => (KeyCode::Down, none),
        Piece::Sequence("", b'C') => (KeyCode::Right, none),
        Piece::Sequence("", b'D') => (KeyCode::Left, none),
        Piece::Sequence("", b'H') => (KeyCode::Home, none),
        Piece::Sequence("", b'F') => (KeyCode::End, none),
        Piece::Sequence("5", b'~') => (KeyCode::PageUp, none),
        Piece::Sequence("6", b'~') => (KeyCode::PageDown, none),
        _ => return None,
    };
    Some(KeyEvent::new(code, held))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(bytes: &str) -> (Option<Ambiguous>, String) {
        let answer = understand(bytes.as_bytes());
        let keys = answer.keys.iter().map(|key| match key.code {
            KeyCode::Char(c) if key.modifiers.is_empty() => c.to_string(),
            code => format!("<{code}>"),
        });
        (answer.ambiguous, keys.collect())
    }

    #[test]
    fn answers_are_told_from_keys() {
        assert_eq!(told("\u{1b}[1;2R\u{1b}[?62;22c"), (Some(Ambiguous::Narrow), String::new()));
        assert_eq!(
            told("j悟\u{1b}[1;3R\u{1b}[Bk\u{1b}[?6c\u{1b}"),
            (Some(Ambiguous::Wide), "j悟<Down>k<Esc>".to_owned())
        );
        assert_eq!(told("\u{1b}[1;4R\u{1b}[?6c"), (None, String::new()));
        assert_eq!(told("a\u{1b}[200~axs\u{1b}[201~\u{1b}[<0;3;4Mb").1, "ab", "neither pasted text nor the mouse");
    }

    #[test]
    fn the_last_answer_ends_the_wait() {
        assert!(is_answered(b"x\x1b[1;2R\x1b[?1;2c"));
        assert!(!is_answered(b"x\x1b[1;2R\x1b[?1;2"));
        assert!(ends_inside(b"\x1b[1;2R\x1b[?1;2") && ends_inside(b"\x1b") && !ends_inside(b"\x1b[1;2R"));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_taken_in(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..64)) {
            let _ = (understand(&bytes), is_answered(&bytes), ends_inside(&bytes));
        }
    }
}
