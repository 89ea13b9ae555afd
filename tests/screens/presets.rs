//! Presets: thresholds with a name.

use crate::stage::{Stage, screen};

#[test]
fn a_preset_is_one_step_of_the_thresholds() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let kept = |shown: &str| {
        let line = shown.lines().find(|line| line.contains(" kept,")).unwrap_or_default();
        line.rsplit_once("Thresholds").map(|(_, note)| note.to_owned())
    };
    let before = screen(&player);
    player.keys("p");
    let list = screen(&player);
    assert!(list.contains("> article-2015") && list.contains("count 11"), "{list}");
    player.keys("<esc>");
    assert_eq!(screen(&player), before);
    player.keys("p<enter>");
    let after = screen(&player);
    assert!(after.contains("Count >= 11") && after.contains("thresholds of article-2015"), "{after}");
    assert_ne!(kept(&after), kept(&before));
    player.keys("<esc>");
    assert_eq!(kept(&screen(&player)), kept(&before), "Esc puts the thresholds back");
    player.keys("p<enter><enter>");
    assert_eq!(kept(&screen(&player)), kept(&after), "Enter keeps them");
}
