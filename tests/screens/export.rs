//! The export dialog: what would be written is shown before it is.

use wordmine::settings::lang::Lang;
use wordmine::tui::state::Dialog;

use crate::stage::{Stage, screen};

/// Names with a mark in them, a phrase with a space, and a few plain words.
const TEXT: &str = "马克·吐温说New York很大。马克·吐温住在New York，人人知道。";

fn stage() -> Stage {
    Stage::with(&format!("{}{}", TEXT.repeat(12), crate::stage::NOVEL))
}

/// Accepts a string of the text, a candidate or not.
fn accept(player: &mut wordmine::tui::script::Player, word: &str) {
    player.keys(&format!("S{word}<enter>a<esc>"));
}

fn opened(stage: &Stage, (width, height): (u16, u16)) -> wordmine::tui::script::Player {
    let mut player = stage.open(width, height);
    for word in ["马克·吐温", "New York", "悟空", "菩萨", "大圣", "天尊", "祖师"] {
        accept(&mut player, word);
    }
    player.keys("w");
    player
}

#[test]
fn what_would_be_written_and_what_not_at_three_sizes_and_in_both_languages() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        for size in [(60, 16), (80, 24), (120, 36)] {
            let mut stage = stage();
            stage.lang = lang;
            let mut player = opened(&stage, size);
            while !screen(&player).contains("> jieba") {
                player.keys("<down>");
            }
            insta::assert_snapshot!(format!("export_{name}_{}x{}", size.0, size.1), screen(&player));
        }
    }
}

#[test]
fn the_lines_shown_are_the_first_lines_of_the_file() {
    let stage = stage();
    let mut player = opened(&stage, (120, 36));
    for name in ["tsv", "jsonl", "jieba", "list"] {
        while !screen(&player).contains(&format!("> {name}")) {
            player.keys("<down>");
        }
        let Some(Dialog::Export(dialog)) = player.model().dialogs.last() else { panic!() };
        let preview = dialog.preview().unwrap().clone();
        let path = stage.path().join(name);
        player.keys(&format!("<ctrl-u>{}<enter>", path.display()));
        let written = std::fs::read_to_string(path).unwrap();
        assert!(written.lines().take(5).eq(preview.lines.iter()), "{written}");
        player.keys("w");
    }
}

#[test]
fn what_stands_at_the_path_is_told_and_the_path_is_completed() {
    let stage = stage();
    let mut player = opened(&stage, (120, 36));
    assert!(screen(&player).contains("a new file") || screen(&player).contains("a file is there"));
    for (path, told) in
        [("西游记.txt", "a file is there"), ("", "a folder: add"), ("no/x", "no such folder"), ("x", "a new file")]
    {
        player.keys(&format!("<ctrl-u>{}", stage.path().join(path).display()));
        assert!(screen(&player).contains(told), "{told}\n{}", screen(&player));
    }
    player.keys(&format!("<ctrl-u>{}/西<tab>", stage.path().display()));
    let Some(Dialog::Export(dialog)) = player.model().dialogs.last() else { panic!() };
    assert!(dialog.line.path().ends_with("/西游记.txt"));
    assert!(screen(&player).contains("a file is there"));
    while !screen(&player).contains("> fst") {
        player.keys("<down>");
    }
    assert!(screen(&player).contains("bytes, no text"), "{}", screen(&player));
}
