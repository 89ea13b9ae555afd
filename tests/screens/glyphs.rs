//! Terminals that give characters of ambiguous width two columns, and those without box drawing.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use wordmine::display::Ambiguous;
use wordmine::settings::lang::Lang;
use wordmine::settings::screen::{AmbiguousWidth, GlyphChoice};
use wordmine::tui::script::{Player, lines_in};
use wordmine::tui::wide::WideSafe;

use crate::stage::{NOVEL, Stage, screen};

#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A terminal that gives characters of ambiguous width two columns: a cell is a text, or empty where it is covered.
struct WideTerminal {
    cells: Vec<Vec<String>>,
    at: (usize, usize),
}

impl WideTerminal {
    fn new(width: u16, height: u16) -> WideTerminal {
        WideTerminal { cells: vec![vec![" ".to_owned(); width.into()]; height.into()], at: (0, 0) }
    }

    fn take_in(&mut self, bytes: &str) {
        let mut rest = bytes;
        while let Some(c) = rest.chars().next() {
            if let Some(sequence) = rest.strip_prefix("\u{1b}[") {
                let end = sequence.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                if sequence[end..].starts_with('H') {
                    let (y, x) = sequence[..end].split_once(';').unwrap();
                    self.at = (x.parse::<usize>().unwrap() - 1, y.parse::<usize>().unwrap() - 1);
                } else {
                    assert!("mhlJ".contains(&sequence[end..=end]), "{}", &sequence[..=end]);
                }
                rest = &sequence[end + 1..];
            } else {
                self.print(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }

    fn print(&mut self, c: char) {
        let (x, y) = self.at;
        let row = &mut self.cells[y];
        let columns = c.width_cjk().unwrap();
        // Half of a character that is overwritten goes with the other half.
        for column in x..x + columns {
            if row[column].is_empty() {
                row[column - 1] = " ".to_owned();
            }
            if row.get(column + 1).is_some_and(String::is_empty) {
                row[column + 1] = " ".to_owned();
            }
            row[column] = String::new();
        }
        row[x] = c.to_string();
        self.at.0 += columns;
    }

    fn lines(&self) -> Vec<String> {
        self.cells.iter().map(|row| row.concat()).collect()
    }
}

/// Shows every frame of a workbench on a [`WideTerminal`].
struct Mirror {
    sent: Sent,
    drawn: Terminal<WideSafe<CrosstermBackend<Sent>>>,
    shown: WideTerminal,
}

impl Mirror {
    fn new(width: u16, height: u16) -> Mirror {
        let sent = Sent::default();
        let backend = WideSafe::new(CrosstermBackend::new(sent.clone()), Ambiguous::Wide);
        let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, width, height)) };
        let drawn = Terminal::with_options(backend, options).unwrap();
        Mirror { sent, drawn, shown: WideTerminal::new(width, height) }
    }

    /// Shows what is on the screen of `player` and checks it, line by line.
    fn show(&mut self, player: &Player, when: &str) {
        self.drawn.draw(|frame| frame.buffer_mut().clone_from(player.buffer())).unwrap();
        self.shown.take_in(&String::from_utf8(self.sent.0.take()).unwrap());
        let lines = lines_in(player.buffer(), Ambiguous::Wide);
        for (shown, meant) in self.shown.lines().iter().zip(&lines) {
            assert_eq!(meant.width_cjk(), usize::from(player.buffer().area.width), "{when}: {meant:?}");
            assert_eq!(shown, meant, "{when}");
        }
    }
}

/// Keys that lead past every pane and dialog, and back.
const EVERYWHERE: &[&str] = &[
    "jj",
    "a",
    "x",
    "s",
    "2",
    "jjj",
    "<enter>",
    "]",
    "<esc>",
    "3",
    "4",
    "lll",
    "<enter>",
    "5",
    "ll",
    "<enter>",
    "6",
    "1",
    "z",
    "z",
    "i",
    "j",
    "i",
    "?",
    "acc",
    "<esc>",
    ":",
    "fil",
    "<esc>",
    "w",
    "<esc>",
    "C",
    "j",
    "<esc>",
    "p",
    "<esc>",
    "/",
    "悟",
    "<esc>",
    "/",
    "pmi>=x",
    "<esc>",
    "S“你<enter>",
    "<esc>",
    "=",
    "j",
    "=",
    "cc",
    "o",
    "<esc>",
    "gl",
    "2",
    "1",
    "gl",
    "<ctrl-c>",
    "<esc>",
];

#[test]
fn a_terminal_with_wide_ambiguous_characters_shows_what_is_meant() {
    for (width, height) in [(80, 24), (160, 45)] {
        let mut stage = Stage::novel();
        stage.settings.ambiguous = AmbiguousWidth::Wide;
        let mut player = stage.open(width, height);
        let mut mirror = Mirror::new(width, height);
        mirror.show(&player, "at the start");
        for keys in EVERYWHERE {
            player.keys(keys);
            mirror.show(&player, keys);
        }
        let lines = mirror.shown.lines();
        assert!(lines.iter().any(|line| line.contains('“')), "quotation marks of the text are on the screen");
        let borders = lines[3..height as usize - 2].iter().filter(|line| line.starts_with('|') && line.ends_with('|'));
        assert!(borders.count() > usize::from(height) - 10, "{lines:#?}");
    }
}

#[test]
fn no_glyph_of_ours_is_ambiguous_in_the_ascii_set() {
    // Of the text, only what is not ambiguous, so that whatever is comes from us.
    let plain: String = NOVEL.chars().filter(|c| c.width() == c.width_cjk()).collect();
    for (lang, (width, height)) in [(Lang::En, (80, 24)), (Lang::Zh, (160, 45))] {
        let mut stage = Stage::with(&plain);
        stage.settings.glyphs = GlyphChoice::Ascii;
        stage.lang = lang;
        let mut player = stage.open(width, height);
        for keys in EVERYWHERE.iter().filter(|keys| !keys.contains('“')) {
            player.keys(keys);
            for line in player.screen().lines() {
                let found = line.chars().find(|c| c.width() != c.width_cjk());
                assert_eq!(found, None, "after {keys} in {line:?}");
            }
        }
    }
}

#[test]
fn the_glyphs_can_be_changed_by_a_line() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys(":glyphs ascii<enter>");
    assert!(screen(&player).contains("+[1] Candidates ---"), "{}", screen(&player));
    insta::assert_snapshot!("ascii_80x24", screen(&player));
    player.keys(":glyphs auto<enter>");
    assert!(screen(&player).contains("┌[1] Candidates ───"));
    player.keys(":glyphs none<enter>");
    assert!(screen(&player).contains("no none; there are auto, unicode, ascii"), "{}", screen(&player));
}

#[test]
fn a_wide_terminal_keeps_ascii_and_says_why() {
    let mut stage = Stage::novel();
    stage.settings.ambiguous = AmbiguousWidth::Wide;
    let mut player = stage.open(100, 30);
    player.keys(":glyphs unicode<enter>");
    assert!(player.screen().contains("two columns"), "{}", player.screen());
    player.keys("<esc>");
    assert!(player.screen().contains("+[1] Candidates ---"));
}

#[test]
fn the_cursor_is_at_the_caret_of_every_typed_line() {
    for ambiguous in [AmbiguousWidth::Narrow, AmbiguousWidth::Wide] {
        let mut stage = Stage::novel();
        stage.settings.ambiguous = ambiguous;
        let mut player = stage.open(100, 30);
        player.keys("a");
        for opens in ["/", "L", "S", ":", "?", "w", "p s"] {
            player.keys(&opens.replace(' ', ""));
            player.keys("“悟空x");
            let (x, y) = player.cursor();
            let before = player.buffer()[(x - 1, y)].symbol();
            assert_eq!(before, "x", "{opens}: {}", player.screen());
            player.keys("<left>");
            let (left, _) = player.cursor();
            assert_eq!(left, x - 1, "{opens}");
            player.keys("<esc><esc>");
        }
    }
}

#[test]
fn characters_of_an_input_method_are_told_of() {
    let mut player = Stage::novel().open(100, 30);
    for opens in ["", "2<enter>", "<esc>C"] {
        player.keys(opens);
        player.keys("我");
        assert!(screen(&player).contains("IME is on"), "{opens}: {}", screen(&player));
    }
}
