//! Thresholds, filter, sort, what is shown.

use wordmine::engine::query::Measure;
use wordmine::tui::script::Player;

use crate::stage::{Stage, listed, screen, word};

fn first_words(player: &Player, number: usize) -> Vec<String> {
    let desk = player.model().desk.as_ref().unwrap();
    desk.list.rows().iter().take(number).map(|id| desk.table().word(id).to_owned()).collect()
}

#[test]
fn the_table_follows_each_step_and_revert_puts_it_back() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let all = listed(&player);
    player.keys("tj");
    let mut last = all;
    for _ in 0..10 {
        player.keys("ll");
        assert!(listed(&player) <= last);
        last = listed(&player);
    }
    assert!(last < all);
    let crossing = &player.model().desk.as_ref().unwrap().selection.crossing;
    assert!(crossing.left > 0 && !crossing.left_ids.is_empty());
    assert!(screen(&player).contains(&format!("out {}:", crossing.left)));
    player.keys("<esc>");
    assert_eq!(listed(&player), all);
    player.keys("tjLL<enter>");
    assert!(listed(&player) < all);
    assert!(screen(&player).contains("[2] Context"), "Enter keeps and goes back");
}

#[test]
fn values_are_typed_taken_from_the_row_and_reset() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("t12<enter>");
    assert!(screen(&player).contains("count>=12"), "{}", screen(&player));
    let desk = player.model().desk.as_ref().unwrap();
    assert!(desk.list.rows().iter().all(|id| desk.table().count(id) >= 12));
    player.keys("=many<enter>");
    assert!(screen(&player).contains("\"many\" is no number"));
    player.keys("<esc>");
    player.keys("jm");
    let desk = player.model().desk.as_ref().unwrap();
    let row = desk.list.current().unwrap();
    assert_eq!(desk.thresholds.now.min_pmi, desk.table().pmi(row));
    assert!(desk.list.rows().iter().all(|id| desk.table().pmi(id) >= desk.thresholds.now.min_pmi));
    player.keys("r");
    assert!(screen(&player).contains("PMI>=any"));
    player.keys("A");
    let desk = player.model().desk.as_ref().unwrap();
    assert_eq!(desk.list.rows().len(), desk.table().len());
}

#[test]
fn going_below_the_floor_says_that_it_needs_a_new_scan() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("t2<enter>");
    assert!(screen(&player).contains("needs a new scan"), "{}", screen(&player));
}

#[test]
fn lengths_narrow_both_ways() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("tkk3<enter>j3<enter><enter>");
    let desk = player.model().desk.as_ref().unwrap();
    assert!(!desk.list.rows().is_empty());
    assert!(desk.list.rows().iter().all(|id| desk.table().length(id) == 3));
    assert!(screen(&player).contains("len 3-3"));
}

#[test]
fn a_histogram_does_not_depend_on_its_own_cut() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let bins = |player: &Player| {
        let selection = &player.model().desk.as_ref().unwrap().selection;
        selection.histograms.iter().find(|h| h.measure == Measure::Pmi).unwrap().bins.clone()
    };
    let before = bins(&player);
    player.keys("tjlllll");
    assert_eq!(bins(&player), before);
    player.keys("kLL");
    assert_ne!(bins(&player), before);
}

#[test]
fn every_column_sorts_both_ways_with_ties_by_bytes() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("tA<enter>");
    for (key, name) in
        [("w", "word ^"), ("f", "count v"), ("p", "PMI v"), ("l", "left v"), ("r", "right v"), ("e", "entropy v")]
    {
        player.keys("o");
        player.keys(key);
        assert!(screen(&player).contains(&format!("sort {name}")), "{name}");
        let one_way = first_words(&player, usize::MAX);
        player.keys("O");
        let other_way = first_words(&player, usize::MAX);
        assert_ne!(one_way, other_way);
        if key == "f" {
            let desk = player.model().desk.as_ref().unwrap();
            let counts: Vec<_> = desk.list.rows().iter().map(|id| (desk.table().count(id), id)).collect();
            assert!(counts.is_sorted(), "ascending counts, equal ones by bytes");
        }
    }
    player.keys("ov");
    player.keys("gga");
    assert!(screen(&player).contains("sort verdict ^"));
}

#[test]
fn the_filter_follows_while_it_is_typed_and_esc_puts_it_back() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let all = listed(&player);
    player.keys("/猴");
    let narrow = listed(&player);
    assert!(narrow > 0 && narrow < all);
    assert!(first_words(&player, narrow).iter().all(|w| w.contains('猴')));
    insta::assert_snapshot!("filter_typed", screen(&player));
    player.keys("<esc>");
    assert_eq!(listed(&player), all);
    player.keys("jjj");
    let here = word(&player);
    player.keys("/猴");
    assert_eq!(player.model().desk.as_ref().unwrap().list.cursor(), 0, "the best match comes first");
    player.keys("<esc>");
    assert_eq!(word(&player), here, "Esc goes back to where one came from");
    player.keys("//^猴.$/<enter>");
    assert!(first_words(&player, 99).iter().all(|w| w.starts_with('猴') && w.chars().count() == 2));
    player.keys("F");
    assert_eq!(listed(&player), all);
    player.keys("//(");
    assert!(screen(&player).contains("regular expression:"), "{}", screen(&player));
    player.keys("<enter>");
    assert!(screen(&player).contains("filter: "), "a broken filter cannot be confirmed");
    player.keys("<esc>/没有这样的词<enter>");
    assert!(screen(&player).contains("nothing matches"));
    player.keys("axs");
    player.keys("<esc>");
    assert_eq!(listed(&player), all);
}

#[test]
fn only_undecided_words_are_shown_on_demand() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let all = listed(&player);
    player.keys("af");
    assert!(screen(&player).contains("show undecided"));
    assert_eq!(listed(&player), all - 1);
    let here = word(&player);
    player.keys("x");
    assert_eq!(listed(&player), all - 2);
    assert_ne!(word(&player), here);
    player.keys("f");
    assert_eq!(listed(&player), 1);
    player.keys("fff");
    assert_eq!(listed(&player), all);
}
