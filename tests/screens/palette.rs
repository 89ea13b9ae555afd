//! The palette and the `:` line.

use wordmine::settings::lang::Lang;
use wordmine::tui::command::COMMANDS;
use wordmine::tui::command::verb::VERBS;
use wordmine::tui::state::palette::{Entry, offered};

use crate::stage::{Stage, listed, screen, word};

#[test]
fn the_palette_at_two_sizes() {
    for (width, height) in [(80, 24), (120, 36)] {
        let stage = Stage::novel();
        let mut player = stage.open(width, height);
        player.keys(":mark");
        insta::assert_snapshot!(format!("palette_{width}x{height}"), screen(&player));
    }
}

#[test]
fn every_command_and_verb_is_found_by_its_name() {
    let stage = Stage::novel();
    let player = stage.open(80, 24);
    let model = player.model();
    for lang in Lang::ALL {
        let found = |name: &str| offered(name, &model.keymap, model.mode_of_pane(), lang);
        for info in COMMANDS {
            let itself = matches!(info.name, "palette" | "confirm");
            assert_eq!(found(info.name).contains(&Entry::Command(info.command)), !itself, "{}", info.name);
        }
        for info in VERBS {
            assert!(found(info.name).contains(&Entry::Verb(info.verb)), "{}", info.name);
        }
    }
}

#[test]
fn what_is_chosen_is_run() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("<ctrl-p>half-d<enter>");
    assert_ne!(word(&player), first);
    player.keys(":goto 1<enter>");
    assert_eq!(word(&player), first);
    player.keys(":goto 师父<enter>");
    assert_eq!(word(&player), "师父");
}

#[test]
fn a_line_sets_thresholds_order_filter_and_language() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let all = listed(&player);
    player.keys(":set pmi>=5<enter>");
    let fewer = listed(&player);
    assert!(fewer < all);
    player.keys(":set pmi any<enter>:filter len = 2 and count >= 20<enter>");
    let table = player.model().desk.as_ref().unwrap();
    assert!(table.list.rows().iter().all(|id| table.table().length(id) == 2 && table.table().count(id) >= 20));
    player.keys(":clear-filter<enter>:sort -count<enter>");
    let desk = player.model().desk.as_ref().unwrap();
    let counts: Vec<u32> = desk.list.rows().iter().map(|id| desk.table().count(id)).collect();
    assert!(counts.is_sorted());
    player.keys(":lang zh<enter>");
    assert!(screen(&player).contains("候选词"));
}

#[test]
fn verdicts_where_a_condition_holds_are_one_step_with_its_count_told_before() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys(":reject where count >= 100<enter>");
    let text = screen(&player);
    let wanted = {
        let desk = player.model().desk.as_ref().unwrap();
        desk.list.rows().iter().filter(|&id| desk.table().count(id) >= 100).count()
    };
    assert!(text.contains(&format!("Reject {wanted} words? {wanted} meet count >= 100")), "{text}");
    player.keys("y");
    let tally =
        |player: &wordmine::tui::script::Player| player.model().desk.as_ref().unwrap().decisions.ledger().tally();
    assert_eq!(tally(&player).rejected, wanted);
    player.keys("u");
    assert_eq!(tally(&player).rejected, 0);
    let all = listed(&player);
    player.keys(":accept shown<enter>");
    assert!(screen(&player).contains(&format!("Accept {all} words?")));
    player.keys("n");
    assert_eq!(tally(&player).accepted, 0);
    player.keys(":accept where cuont > 3<enter>");
    assert!(screen(&player).contains("count"), "the fault stays in the line");
}

#[test]
fn what_is_wrong_with_a_line_is_told_and_the_line_stays() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    for (line, told) in [
        (":set pmu>=5<enter>", "did you mean pmi?"),
        (":sort scroe<enter>", "did you mean score?"),
        (":theme drak<enter>", "did you mean dark?"),
        (":goto 没有这个词<enter>", "neither a candidate nor a row"),
        (":filter pmi >=<enter>", "number"),
        (":accept what<enter>", "where EXPR"),
    ] {
        player.keys(line);
        let text = screen(&player);
        assert!(text.contains(told), "{line}\n{text}");
        player.keys("<esc>");
        assert!(!screen(&player).contains("Commands"));
    }
}

#[test]
fn tab_completes_and_a_verb_that_needs_words_waits_for_them() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys(":goto");
    player.keys("<enter>");
    assert!(screen(&player).contains(": goto "), "{}", screen(&player));
    player.keys("2<enter>");
    assert!(!screen(&player).contains("Commands"));
    player.keys(":expo<tab>");
    assert!(screen(&player).contains(": export"));
}
