//! The whole screen at three sizes, reviewed.

use crate::stage::{Stage, screen};

#[test]
fn first_screen_at_three_sizes() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let stage = Stage::novel();
        let mut player = stage.open(width, height);
        player.keys("jj");
        insta::assert_snapshot!(format!("first_{width}x{height}"), screen(&player));
        player.finish();
    }
}

#[test]
fn thresholds_at_four_sizes() {
    for (width, height) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let stage = Stage::novel();
        let mut player = stage.open(width, height);
        player.keys("tjlllllllll");
        insta::assert_snapshot!(format!("thresholds_{width}x{height}"), screen(&player));
        player.finish();
    }
}

#[test]
fn verdicts_marks_and_sorted_context() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("axs<space><space>cc");
    insta::assert_snapshot!("verdicts_80x24", screen(&player));
    player.resize(120, 36);
    insta::assert_snapshot!("verdicts_120x36", screen(&player));
}

#[test]
fn every_pane_zoomed() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("a");
    player.wait(400);
    player.keys("z");
    for (pane, name) in [("1", "candidates"), ("2", "context"), ("3", "neighbours"), ("6", "log"), ("4", "thresholds")]
    {
        player.keys(pane);
        insta::assert_snapshot!(format!("zoom_{name}"), screen(&player));
    }
}

#[test]
fn help_is_searchable() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("?");
    insta::assert_snapshot!("help", screen(&player));
    player.keys("undo");
    insta::assert_snapshot!("help_undo", screen(&player));
    player.keys("<esc>");
    assert!(!screen(&player).contains("search:"));
}

#[test]
fn bits_are_shown_as_bits() {
    let mut stage = Stage::novel();
    let nats = {
        let player = stage.open(80, 24);
        screen(&player)
    };
    stage.settings.units = wordmine::settings::Units::Bits;
    let bits = {
        let player = stage.open(120, 36);
        screen(&player)
    };
    assert!(bits.contains(" bits "), "{bits}");
    assert!(!nats.contains(" bits "));
    let first = |screen: &str| screen.lines().nth(4).unwrap().to_owned();
    assert_ne!(first(&nats), first(&bits));
}
