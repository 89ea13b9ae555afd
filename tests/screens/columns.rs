//! The columns of the list: chosen, computed, sorted by, kept.

use wordmine::engine::derived::{Deriver, Feature};
use wordmine::engine::query::Column;
use wordmine::engine::{Control, Corpus};
use wordmine::tui::effect::Reply;
use wordmine::tui::update::Msg;

use wordmine::tui::script::Player;

use crate::stage::{Stage, screen, word};

#[test]
fn the_chooser_explains_and_shows_columns() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let before = screen(&player);
    assert!(!before.contains("NPMI"));
    player.keys("C");
    insta::assert_snapshot!("columns_chooser", screen(&player));
    while !screen(&player).contains("> [ ] cohesion") {
        player.keys("j");
    }
    player.keys("<space><esc>");
    let after = screen(&player);
    assert!(after.contains(" Coh ") && !after.contains('·'), "{after}");
    player.keys("C<esc>C<esc>");
    assert_eq!(screen(&player), after);
    player.keys("C");
    while !screen(&player).contains("> [x] cohesion") {
        player.keys("j");
    }
    player.keys("<space><esc>");
    assert_eq!(screen(&player), before);
}

#[test]
fn the_list_is_sorted_by_any_column() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("oc");
    while !screen(&player).contains("> [ ] llr") {
        player.keys("j");
    }
    player.keys("<enter><esc>");
    assert!(screen(&player).contains("sort llr v"), "{}", screen(&player));
    let desk = player.model().desk.as_ref().unwrap();
    let corpus = Corpus::new();
    let column = Deriver::new(desk.table().clone()).column(Feature::Llr, &corpus, &Control::new()).unwrap();
    let values: Vec<f32> = desk.list.rows().iter().map(|id| column[id.index()]).collect();
    assert!(values.len() > 20 && values.is_sorted_by(|a, b| a >= b));
    player.keys("O");
    let desk = player.model().desk.as_ref().unwrap();
    let values: Vec<f32> = desk.list.rows().iter().map(|id| column[id.index()]).collect();
    assert!(values.is_sorted_by(|a, b| a <= b));
    player.keys("op");
    assert!(screen(&player).contains("sort PMI v"));
    assert_eq!(player.model().desk.as_ref().unwrap().columns.sorted_by, None);
}

#[test]
fn columns_and_order_are_kept_with_the_project() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("CGkk");
    while !screen(&player).contains("> [ ] variety") {
        player.keys("k");
    }
    player.keys("<space><enter><esc>j");
    let (seen, at) = (screen(&player), word(&player));
    player.keys("q");
    drop(player);
    let player = stage.open(120, 36);
    assert_eq!(word(&player), at);
    assert!(seen.contains(" AV v") && screen(&player).contains(" AV v"), "{seen}");
    assert_eq!(player.model().desk.as_ref().unwrap().sort.column, Column::Given);
    let mut player = player;
    player.keys("CG");
    while !screen(&player).contains("> [x] variety") {
        player.keys("k");
    }
    // Sorted by another column it is the first to go, and this is told.
    player.keys("<esc>opC");
    while !screen(&player).contains("> [-] variety") {
        player.keys("j");
    }
    assert!(screen(&player).contains("no room for it"), "{}", screen(&player));
}

#[test]
fn columns_of_the_settings_are_shown_and_a_stale_answer_is_dropped() {
    let mut stage = Stage::novel();
    stage.settings.columns.shown = vec![Feature::Count, Feature::Surprise, Feature::Score];
    let mut player = stage.open(80, 24);
    let whole = screen(&player);
    assert!(whole.contains("Surpr") && !whole.contains('·'), "{whole}");
    let rows = player.model().desk.as_ref().unwrap().table().len();
    let wrong = Reply::Derived { generation: 0, feature: Feature::Surprise, values: vec![77.0; rows].into() };
    player.play([Msg::Reply(wrong)]);
    assert_eq!(screen(&player), whole);
}

#[test]
fn a_narrow_screen_drops_columns_and_keeps_the_word() {
    let mut stage = Stage::novel();
    stage.settings.columns.shown = Feature::ALL.to_vec();
    for (width, height) in [(40, 12), (60, 20), (80, 24), (120, 36), (200, 60), (260, 60)] {
        let mut player = stage.open(width, height);
        let shown = screen(&player);
        if shown.contains("needs") {
            continue;
        }
        assert!(shown.contains("Word") && (width < 60 || shown.contains("Score")), "{width}: {shown}");
        player.keys("CG");
        screen(&player);
    }
}

#[test]
fn a_reference_adds_columns_to_the_chooser_and_they_go_with_it() {
    let stage = Stage::novel();
    let mut plain = stage.open(120, 40);
    plain.keys("CG");
    assert!(!screen(&plain).contains("keyness"));
    drop(plain);
    let other = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(other.path(), "行者道：「師父。」天地人，大王。".repeat(9)).unwrap();
    let mut launch = stage.launch();
    launch.reference.texts.push(other.path().to_owned());
    let mut player = Player::start(&launch, 120, 40).unwrap();
    player.keys("C");
    while !screen(&player).contains("> [ ] keyness") {
        player.keys("j");
    }
    player.keys("<space><enter><esc>");
    let desk = player.model().desk.as_ref().unwrap();
    assert_eq!(desk.columns.sorted_by, Some(Feature::Keyness));
    let value = |id| desk.columns.value(desk.table(), Feature::Keyness, id).unwrap();
    let values: Vec<f64> = desk.list.rows().iter().map(value).collect();
    assert!(values.len() > 20 && values.is_sorted_by(|a, b| a >= b) && values[0] > 0.0);
    assert!(screen(&player).contains("sort keyness v") && screen(&player).contains(" Key "), "{}", screen(&player));
    player.keys("q");
    drop(player);
    // Without the reference the column is not there, nor the order.
    let again = stage.open(120, 40);
    let desk = again.model().desk.as_ref().unwrap();
    assert_eq!((desk.columns.sorted_by, desk.sort.column), (None, Column::Score));
    assert!(!desk.columns.shown().contains(&Feature::Keyness));

    let mut launch = stage.launch();
    launch.reference.texts.push("no such file".into());
    drop(again);
    let player = Player::start(&launch, 120, 40).unwrap();
    assert!(screen(&player).contains("without the reference"), "{}", screen(&player));
}

#[test]
fn pieces_are_folded_told_and_listed_again() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let listed = |player: &Player| player.model().desk.as_ref().unwrap().list.rows().clone();
    let all = listed(&player);
    player.keys("E");
    assert!(screen(&player).contains("nothing is folded"), "{}", screen(&player));
    player.keys("Z");
    let folded = listed(&player);
    let folding = player.model().desk.as_ref().unwrap().folding.clone().unwrap();
    let wanted: Vec<_> = all.iter().filter(|&id| folding.root(id).is_none()).collect();
    assert!(folded.iter().eq(wanted) && folded.len() < all.len() && !folded.is_empty());
    while folding.members(player.model().desk.as_ref().unwrap().list.current().unwrap()).is_empty() {
        player.keys("j");
    }
    let count = folding.members(player.model().desk.as_ref().unwrap().list.current().unwrap()).len();
    assert!(screen(&player).contains(&format!(" +{count} ")), "{}", screen(&player));
    player.keys("E");
    assert!(screen(&player).contains(&format!("folded under {}", word(&player))), "{}", screen(&player));
    player.keys("Z");
    assert_eq!(listed(&player), all);
    assert!(player.model().desk.as_ref().unwrap().folding.is_none());
}
