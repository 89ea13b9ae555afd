//! Sizes, hidden characters, wide characters, no colour.

use unicode_width::UnicodeWidthStr;
use wordmine::tui::script::lines;

use wordmine::settings::lang::Lang;

use crate::stage::{SCREENS, Stage, screen};

#[test]
fn every_size_draws_lines_of_exactly_its_width() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("ajxtl");
    for dialog in ["", "?", "<esc>1w", "<esc><ctrl-c>"] {
        player.keys(dialog);
        for (width, height) in [
            (0, 0),
            (1, 1),
            (2, 3),
            (40, 10),
            (59, 16),
            (60, 15),
            (60, 16),
            (61, 17),
            (79, 23),
            (109, 29),
            (110, 30),
            (159, 43),
            (160, 44),
            (200, 60),
            (333, 99),
        ] {
            player.resize(width, height);
            for line in lines(player.buffer()) {
                assert_eq!(line.width(), usize::from(width), "{width}x{height} {dialog} {line:?}");
            }
        }
    }
}

/// Text with control, format, right-to-left, combining, zero-width, wide and ambiguous characters.
const NASTY: &str = "藏\u{1b}[31m宝图在此\u{202e}处。\u{7}藏宝图里有\u{200b}金。\u{9b}藏宝图，e\u{301}\u{301}藏宝图\t好。藏宝图😀👨\u{200d}👩\u{200d}👧。“藏宝图”——金…金شلوم藏宝图שלום、عربي藏宝图각ㅎ\u{e0b}…藏宝图①Ⅷ±α。\n";

#[test]
fn every_screen_is_whole_at_every_size_in_both_languages() {
    for lang in Lang::ALL {
        let mut stage = Stage::with(&NASTY.repeat(12));
        stage.lang = lang;
        stage.settings.scan.min_count = 2;
        for &(keys, name) in SCREENS {
            let mut player = stage.open(80, 24);
            player.keys(keys);
            for (width, height) in [(40, 10), (60, 16), (80, 24), (120, 36), (200, 60)] {
                player.resize(width, height);
                for line in lines(player.buffer()) {
                    assert_eq!(line.width(), usize::from(width), "{name} {width}x{height} {line:?}");
                }
                for cell in &player.buffer().content {
                    let hidden = |c: char| c.is_control() || "\u{202e}\u{200b}\u{200d}\u{9b}".contains(c);
                    assert!(!cell.symbol().contains(hidden), "{:?} in a cell of {name}", cell.symbol());
                }
            }
            player.finish();
        }
    }
}

#[test]
fn a_small_screen_says_what_it_needs() {
    let stage = Stage::novel();
    let mut player = stage.open(40, 10);
    assert!(screen(&player).contains("needs 60x16, now 40x10"));
    player.keys("a");
    player.resize(60, 16);
    insta::assert_snapshot!("first_60x16", screen(&player));
}

#[test]
fn dialogs_over_wide_text_leave_no_half_character_at_any_column() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("<ctrl-c>");
    for width in 80..100 {
        player.resize(width, 24);
        assert!(screen(&player).contains("┌Question"), "{width}");
    }
}

#[test]
fn hidden_characters_of_a_text_are_shown_and_never_sent() {
    let stage = Stage::with(&NASTY.repeat(12));
    let mut player = stage.open(120, 36);
    player.keys("L藏宝图<enter>cc");
    let shown = screen(&player);
    for cell in &player.buffer().content {
        for c in cell.symbol().chars() {
            assert!(!c.is_control() && !"\u{202e}\u{200b}\u{200d}\u{9b}".contains(c), "{:?} in a cell", c);
        }
    }
    assert!(shown.contains("<U+202E>") && shown.contains("<U+200B>"), "{shown}");
}

#[test]
fn without_colour_the_states_still_differ() {
    let mut stage = Stage::novel();
    stage.no_color = true;
    let mut player = stage.open(80, 24);
    player.keys("axs<space>");
    let colours = player.buffer().content.iter().filter(|c| c.fg != ratatui::style::Color::Reset).count();
    assert_eq!(colours, 0);
    let shown = screen(&player);
    for state in ["│  + ", "│  - ", "│  ? ", "│ *  ", "│>   "] {
        assert!(shown.contains(state), "{state:?} is not in\n{shown}");
    }
}

#[test]
fn painting_twice_changes_nothing() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("ajt");
    let first = player.buffer().clone();
    player.play([]);
    assert_eq!(&first, player.buffer());
}

#[test]
fn a_theme_changes_looks_not_text() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("a");
    let (text, looks) = (screen(&player), player.buffer().clone());
    player.keys("T");
    assert_eq!(screen(&player), text);
    assert_ne!(&looks, player.buffer());
}
