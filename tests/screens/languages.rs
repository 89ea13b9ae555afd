//! The workbench in two languages.

use crate::stage::{Stage, screen};

#[test]
fn the_language_changes_at_once() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    assert!(screen(&player).contains("Candidates"));
    player.keys("gl");
    assert!(screen(&player).contains("候选词"));
    player.keys("gl");
    assert!(screen(&player).contains("Candidates"));
}
