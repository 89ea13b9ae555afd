//! Known words: marked, hidden, remembered by the project.

use wordmine::tui::Target;
use wordmine::tui::script::Player;

use crate::stage::{Stage, listed, screen, word};

/// A stage on which the first and the third word of the list are known.
fn stage() -> (Stage, [String; 3], usize) {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let mut words = Vec::new();
    for _ in 0..3 {
        words.push(word(&player));
        player.keys("j");
    }
    let all = listed(&player);
    std::fs::write(stage.path().join("known.txt"), format!("{} 3 n\r{} 4 n\r不在文中 5 n\r", words[0], words[2]))
        .unwrap();
    std::fs::remove_file(stage.path().join("p.wordmine")).unwrap();
    let [first, second, third] = words.try_into().unwrap();
    (stage, [first, second, third], all)
}

fn open(stage: &Stage) -> Player {
    let mut launch = stage.launch();
    launch.known = vec![stage.path().join("known.txt")];
    Player::start(&launch, 120, 36).unwrap()
}

#[test]
fn known_words_are_marked_and_one_key_hides_them() {
    let (stage, [first, second, _], all) = stage();
    let mut player = open(&stage);
    let shown = screen(&player);
    assert!(shown.contains(&format!("= {first}")) && shown.contains("=2"), "{shown}");
    assert_eq!((listed(&player), word(&player)), (all, first.clone()));
    player.keys("K");
    assert_eq!((listed(&player), word(&player)), (all - 2, second));
    let shown = screen(&player);
    assert!(shown.contains("known hidden") && !shown.contains(&format!("= {first}")), "{shown}");
    // A verdict on another word leaves them hidden; only the undecided among the others stay.
    player.keys("af");
    assert_eq!(listed(&player), all - 3);
    player.keys("K");
    assert_eq!(listed(&player), all - 1);
}

#[test]
fn a_verdict_on_a_known_word_stands_before_its_mark() {
    let (stage, [first, ..], all) = stage();
    let mut player = open(&stage);
    player.keys("x");
    let shown = screen(&player);
    assert!(shown.contains(&format!("- {first}")), "{shown}");
    player.keys("K");
    assert_eq!(listed(&player), all - 2);
    player.keys("Ku");
    assert!(screen(&player).contains(&format!("= {first}")));
}

#[test]
fn the_project_remembers_the_dictionary_and_does_without_when_it_is_gone() {
    let (stage, _, all) = stage();
    let mut player = open(&stage);
    player.keys("K");
    player.wait(5_000);
    drop(player);
    let mut launch = stage.launch();
    launch.target = Target::Project(stage.path().join("p.wordmine"));
    let player = Player::start(&launch, 120, 36).unwrap();
    assert_eq!(listed(&player), all - 2);
    drop(player);
    let (there, away) = (stage.path().join("known.txt"), stage.path().join("away.txt"));
    std::fs::rename(&there, &away).unwrap();
    let player = Player::start(&launch, 120, 36).unwrap();
    assert_eq!(listed(&player), all);
    assert!(screen(&player).contains("known.txt"), "{}", screen(&player));
    drop(player);
    std::fs::rename(&away, &there).unwrap();
    assert_eq!(listed(&Player::start(&launch, 120, 36).unwrap()), all - 2);
}

#[test]
fn without_a_dictionary_the_key_says_what_to_do() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let all = listed(&player);
    player.keys("K");
    assert!(screen(&player).contains("--known DICT"));
    assert_eq!(listed(&player), all);
}
