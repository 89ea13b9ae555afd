//! Verdicts, marks, undo, saving, going on tomorrow.

use wordmine::lexicon::Verdict;
use wordmine::tui::effect::Reply;
use wordmine::tui::script::Player;
use wordmine::tui::state::Ending;
use wordmine::tui::update::Msg;

use crate::stage::{Stage, listed, screen, word};

fn verdict(player: &Player, word: &str) -> Option<Verdict> {
    player.model().desk.as_ref().unwrap().decisions.ledger().verdict(word)
}

fn tally(player: &Player) -> (usize, usize, usize) {
    let tally = player.model().desk.as_ref().unwrap().decisions.ledger().tally();
    (tally.accepted, tally.rejected, tally.later)
}

#[test]
fn one_key_decides_and_goes_on() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("a");
    let second = word(&player);
    assert_ne!(first, second);
    player.keys("x");
    let third = word(&player);
    player.keys("s");
    assert_eq!(verdict(&player, &first), Some(Verdict::Accept));
    assert_eq!(verdict(&player, &second), Some(Verdict::Reject));
    assert_eq!(verdict(&player, &third), Some(Verdict::Later));
    assert_eq!(tally(&player), (1, 1, 1));
    player.keys("gg]");
    assert_eq!(player.model().desk.as_ref().unwrap().list.cursor(), 3, "] goes to the next undecided");
    player.keys("gg~");
    assert_eq!(verdict(&player, &first), None);
    assert_eq!(word(&player), first, "taking a verdict back stays");
}

#[test]
fn deciding_passes_over_what_is_decided() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("jaggx");
    assert_eq!(player.model().desk.as_ref().unwrap().list.cursor(), 2);
    player.keys("Ga");
    assert!(screen(&player).contains("no undecided word below"));
}

#[test]
fn marks_decide_in_one_step() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("<space><space>vjjv");
    assert!(screen(&player).contains("5 marked"));
    assert!(screen(&player).contains("accept 5"), "the hint says how many");
    player.keys("x");
    assert_eq!(tally(&player), (0, 5, 0));
    player.keys("u");
    assert_eq!(tally(&player), (0, 0, 0));
    player.keys("<ctrl-r>");
    assert_eq!(tally(&player), (0, 5, 0));
    player.keys("/悟空<enter>Va");
    let shown = listed(&player);
    assert!(shown > 1);
    assert_eq!(tally(&player).0, shown);
    player.keys("u");
    assert_eq!(tally(&player).0, 0);
}

#[test]
fn undo_goes_back_to_the_start_and_redo_to_the_end() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    for _ in 0..15 {
        player.keys("axs");
    }
    assert_eq!(tally(&player), (15, 15, 15));
    for _ in 0..45 {
        player.keys("u");
    }
    assert_eq!(tally(&player), (0, 0, 0));
    player.keys("u");
    assert!(screen(&player).contains("nothing to undo"));
    for _ in 0..45 {
        player.keys("<ctrl-r>");
    }
    assert_eq!(tally(&player), (15, 15, 15));
    player.keys("uua<ctrl-r>");
    assert!(screen(&player).contains("nothing to redo"), "a new decision ends what can be redone");
}

#[test]
fn undo_goes_to_its_word() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("aG");
    assert_ne!(word(&player), first);
    player.keys("u");
    assert_eq!(word(&player), first);
    assert!(screen(&player).contains(&format!("undone: {first} is undecided now")));
}

#[test]
fn a_decision_is_pending_until_it_is_saved() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.executor().hold_saving(true);
    player.keys("aa");
    let held = screen(&player);
    assert!(held.contains("saving 2"), "{held}");
    assert!(!held.contains("accepted"), "{held}");
    player.keys("q");
    assert!(!held.is_empty() && player.model().ending.is_some());
    player.executor().hold_saving(false);
    player.keys("");
    player.play([]);
    let saved = screen(&player);
    assert!(saved.contains("│ saved"), "{saved}");
}

#[test]
fn the_next_start_goes_on_at_the_same_row_with_the_same_thresholds_and_verdicts() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("axstjlllll<enter>opjjjj/一<enter>jc");
    player.wait(1_000);
    let before = screen(&player);
    // Dropped, not quit: as if the power went away after the last save.
    drop(player);
    let player = stage.open(80, 24);
    assert_eq!(screen(&player).replace("undo 3 redo 0", ""), before.replace("undo 3 redo 0", ""));
    let desk = player.model().desk.as_ref().unwrap();
    assert_eq!(desk.decisions.ledger().undo_depth(), 3);
}

#[test]
fn a_changed_text_keeps_every_verdict_and_says_so() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("a");
    player.finish();
    let text = std::fs::read_to_string(stage.text()).unwrap();
    std::fs::write(stage.text(), text.replace(&first, "某某")).unwrap();
    let player = stage.open(80, 24);
    assert_eq!(verdict(&player, &first), Some(Verdict::Accept));
    assert!(screen(&player).contains("the text changed"), "{}", screen(&player));
}

#[test]
fn copying_asks_the_terminal() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("y");
    assert!(format!("{:?}", player.asked()).contains(&first));
}

#[test]
fn what_cannot_be_saved_is_said_kept_and_tried_again() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.executor().hold_saving(true);
    player.keys("aax");
    player.play([Msg::Reply(Reply::NotSaved("could not save to p.wordmine: the disk is full".to_owned()))]);
    let shown = screen(&player);
    assert!(shown.contains("NOT SAVED: 3"), "{shown}");
    assert!(shown.contains("the disk is full; R tries again"), "{shown}");
    player.keys("q");
    assert!(screen(&player).contains("3 steps are NOT saved. Quit and lose them?"), "{}", screen(&player));
    assert_eq!(player.model().ending, None);
    player.keys("n");
    player.keys("R");
    assert!(screen(&player).contains("NOT SAVED"));
    player.executor().hold_saving(false);
    player.play([]);
    let shown = screen(&player);
    assert!(shown.contains("│ saved") && shown.contains("everything is on the disk"), "{shown}");
    player.keys("q");
    assert_eq!(player.model().ending, Some(Ending::Now));
    player.finish();
    let player = stage.open(80, 24);
    assert_eq!(tally(&player), (2, 1, 0));
}
