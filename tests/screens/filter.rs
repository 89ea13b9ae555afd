//! The filter being typed: conditions, faults under their place, completion, history, pinyin.

use wordmine::settings::lang::Lang;
use wordmine::tui::script::Player;

use crate::stage::{Stage, listed, screen, word};

/// The last two lines of the screen.
fn prompt(player: &Player) -> String {
    let screen = screen(player);
    let lines: Vec<&str> = screen.lines().collect();
    lines[lines.len() - 2..].join("\n")
}

fn filter(player: &Player) -> &str {
    player.model().desk.as_ref().unwrap().filter.text()
}

#[test]
fn the_list_follows_a_condition_and_stays_with_a_fault() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let all = listed(&player);
    player.keys("/pmi>=3");
    let high = listed(&player);
    assert!(high > 0 && high < all);
    player.keys(" and cuont");
    assert_eq!((listed(&player), filter(&player)), (high, "pmi>=3 "));
    insta::assert_snapshot!("filter_fault", screen(&player));
    player.keys("<backspace><backspace><backspace><backspace>ount>20");
    let some = listed(&player);
    assert!(some > 0 && some < high);
    let table = player.model().desk.as_ref().unwrap().table().clone();
    let rows = player.model().desk.as_ref().unwrap().list.rows();
    assert!(rows.iter().all(|id| table.pmi(id) >= 3.0 && table.count(id) > 20));
    player.keys("<enter>");
    assert!(screen(&player).contains("filter pmi>=3 and"));
    player.keys("/ and<enter>");
    assert!(!player.model().dialogs.is_empty(), "a fault is not confirmed");
    player.keys("<esc>");
    assert_eq!((listed(&player), filter(&player)), (some, "pmi>=3 and count>20"));
    player.keys("F");
    assert_eq!(listed(&player), all);
}

#[test]
fn the_name_of_a_column_on_its_way_is_no_filter_to_stay_with() {
    let mut player = Stage::novel().open(80, 24);
    let all = listed(&player);
    player.keys("/pmi");
    assert_eq!(listed(&player), 0, "no word has it, or is read so");
    player.keys(">");
    assert_eq!((listed(&player), filter(&player)), (all, ""));
    assert!(prompt(&player).contains("^ a number is missing here, as pmi >= 5"), "{}", prompt(&player));
}

#[test]
fn tab_turns_over_the_ways_to_go_on() {
    let mut player = Stage::novel().open(80, 24);
    player.keys("/<tab>");
    assert!(prompt(&player).contains("[count] length pmi"), "{}", prompt(&player));
    assert!(listed(&player) > 0, "a name that is turned over is no text to look for");
    player.keys("<tab><tab>");
    insta::assert_snapshot!("filter_choices", screen(&player));
    player.keys("<shift-tab><shift-tab>");
    assert!(prompt(&player).contains("filter: count"));
    // Typing goes on behind the one in the line, and one way alone is gone on from.
    player.keys(" <tab><tab>");
    assert!(prompt(&player).contains("filter: count <="), "{}", prompt(&player));
    player.keys(" 9 a<tab>und<tab><tab>");
    assert_eq!(filter(&player), "count <= 9 and undecided ");
    assert!(prompt(&player).contains("filter: count <= 9 and undecided "), "{}", prompt(&player));
    assert!(listed(&player) > 0);
}

#[test]
fn filters_of_before_come_back() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    for filter in ["count>9<enter>", "猴<enter>", "known", "<esc>"] {
        player.keys("/<ctrl-u>");
        player.keys(filter);
    }
    player.keys("/<ctrl-u>悟<up>");
    assert_eq!(filter(&player), "猴");
    player.keys("<up>");
    assert_eq!(filter(&player), "count>9");
    player.keys("<up><down><down>");
    assert_eq!(filter(&player), "悟", "behind the newest is what was typed");
    player.keys("<enter>");
    player.keys("q");
    player.finish();
    let mut again = stage.open(80, 24);
    assert_eq!(filter(&again), "悟");
    again.keys("/<up><up>");
    assert_eq!(filter(&again), "猴", "the history is kept with the project");
}

#[test]
fn pinyin_finds_words_and_verdicts_and_marks_are_followed() {
    let mut player = Stage::novel().open(80, 24);
    let all = listed(&player);
    player.keys("/hw");
    assert!(listed(&player) > 0 && word(&player).contains("猴王"), "{}", word(&player));
    player.keys("<ctrl-u>undecided and pinyin houwang<enter>");
    let before = listed(&player);
    player.keys("a");
    assert_eq!(listed(&player), before - 1, "what is accepted is not undecided any more");
    player.keys("u");
    assert_eq!(listed(&player), before);
    player.keys("/<ctrl-u>not marked<enter><space>");
    assert_eq!(listed(&player), all - 1);
    player.keys("<esc>");
    assert_eq!(listed(&player), all);
}

#[test]
fn a_column_that_is_not_there_is_computed_and_the_list_follows() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("/surprise>=2 and known");
    assert!(prompt(&player).contains("--known DICT"), "{}", prompt(&player));
    player.keys("<ctrl-u>surprise>=2<enter>");
    let some = listed(&player);
    assert!(some > 0 && some < player.model().desk.as_ref().unwrap().table().len());
    player.keys("q");
    player.finish();
    assert_eq!(listed(&stage.open(80, 24)), some, "the next start computes it again");
}

#[test]
fn what_is_wrong_is_told_in_chinese_too_and_fits_any_width() {
    for (width, height) in [(60, 16), (80, 24), (200, 60)] {
        let mut stage = Stage::novel();
        stage.lang = Lang::Zh;
        let mut player = stage.open(width, height);
        for keys in [
            "/",
            "<tab>",
            "<shift-tab>",
            "<ctrl-u>（pmi＞＝５ and 人工 and cuont>2 and word~“的",
            "<left><left><left><left>",
        ] {
            player.keys(keys);
            screen(&player);
        }
        assert!(prompt(&player).contains('^'), "{}", prompt(&player));
    }
    let mut stage = Stage::novel();
    stage.lang = Lang::Zh;
    let mut player = stage.open(80, 24);
    player.keys("/人工 and cuont>2");
    let screen = screen(&player);
    let lines: Vec<&str> = screen.lines().collect();
    insta::assert_snapshot!("filter_fault_zh", lines[lines.len() - 3..].join("\n"));
}
