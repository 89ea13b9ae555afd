//! Rules, the history, the verdict given last, questions before bulk.

use wordmine::lexicon::{Reason, Verdict};
use wordmine::settings::lang::Lang;
use wordmine::tui::script::Player;
use wordmine::tui::state::Dialog;

use crate::stage::{Stage, listed, screen, word};

fn verdict(player: &Player, word: &str) -> Option<Verdict> {
    player.model().desk.as_ref().unwrap().decisions.ledger().verdict(word)
}

fn tally(player: &Player) -> (usize, usize, usize) {
    let tally = player.model().desk.as_ref().unwrap().decisions.ledger().tally();
    (tally.accepted, tally.rejected, tally.later)
}

/// The words found by the rule under the cursor: undecided, decided.
fn found(player: &Player) -> (usize, usize) {
    let Some(Dialog::Rule(dialog)) = player.model().dialogs.last() else { panic!("no rule") };
    let found = &dialog.found.as_ref().unwrap()[dialog.at];
    (found.undecided.len(), found.decided.len())
}

/// The listed words that `holds` holds of.
fn words(player: &Player, holds: impl Fn(&str) -> bool) -> Vec<String> {
    let desk = player.model().desk.as_ref().unwrap();
    let table = desk.table();
    desk.list.rows().iter().map(|id| table.word(id)).filter(|word| holds(word)).map(str::to_owned).collect()
}

#[test]
fn a_rule_decides_what_it_counted_and_nothing_decided() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    // By count: common words come first.
    player.keys("ofgg");
    let first = word(&player);
    let start: String = first.chars().take(1).collect();
    let all = words(&player, |word| word.starts_with(&start));
    assert!(all.len() > 3, "{all:?}");
    player.keys("agg");
    player.keys("X");
    assert_eq!(found(&player), (all.len() - 1, 1));
    insta::assert_snapshot!("rule_120x36", screen(&player));
    player.keys("x");
    assert_eq!(tally(&player), (1, all.len() - 1, 0));
    assert_eq!(verdict(&player, &first), Some(Verdict::Accept), "what is decided stays");
    let ledger = player.model().desk.as_ref().unwrap().decisions.ledger().clone();
    assert!(matches!(ledger.last().unwrap().reason(), Reason::Rule { text, .. } if *text == start));
    player.keys("u");
    assert_eq!(tally(&player), (1, 0, 0), "one step");

    player.keys("ggXd");
    assert!(screen(&player).contains("1 of them have one already"), "{}", screen(&player));
    player.keys("s");
    assert_eq!(tally(&player), (0, 0, all.len()));
    player.keys("u");

    player.keys("ggX<esc>");
    assert_eq!(tally(&player), (1, 0, 0), "looking decides nothing");
}

#[test]
fn a_rule_is_about_the_words_shown() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("/悟空<enter>");
    let shown = listed(&player);
    player.keys("XG");
    let (undecided, _) = found(&player);
    assert!(undecided <= shown);
    insta::assert_snapshot!("rule_80x24", screen(&player));
    player.keys("a");
    assert_eq!(tally(&player).0, undecided);
}

#[test]
fn the_history_takes_one_step_back_and_no_other() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("U");
    assert!(screen(&player).contains("nothing is decided yet"));
    let first = word(&player);
    player.keys("a");
    let second = word(&player);
    player.keys("xss");
    player.keys("gga");
    // Step 1 accepted the first word; the others came after it.
    player.keys("UG");
    insta::assert_snapshot!("history_120x36", screen(&player));
    player.keys("<enter>");
    assert!(screen(&player).contains("Undo step 1: 1 words; 0 changed since stay?"), "{}", screen(&player));
    player.keys("n");
    assert_eq!(verdict(&player, &first), Some(Verdict::Accept), "choosing is not undoing");
    player.keys("<enter>y");
    assert_eq!(verdict(&player, &first), None);
    assert_eq!(verdict(&player, &second), Some(Verdict::Reject));
    player.keys("<esc>");
    player.keys("UG<enter>");
    assert!(screen(&player).contains("nothing of step 1 is left"), "{}", screen(&player));
    player.keys("gg<enter>y<esc>");
    assert_eq!(verdict(&player, &first), Some(Verdict::Accept), "that was a step as well");
    player.finish();
    let mut player = stage.open(80, 24);
    player.keys("U");
    let shown = screen(&player);
    assert!(shown.contains("undo of 1") && shown.contains("just now"), "{shown}");
}

#[test]
fn the_history_and_rules_are_told_in_chinese_too() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("gl");
    assert_eq!(player.model().lang, Lang::Zh);
    player.keys("ggX");
    insta::assert_snapshot!("rule_zh_80x24", screen(&player));
    player.keys("xU");
    insta::assert_snapshot!("history_zh_80x24", screen(&player));
    player.resize(40, 10);
    screen(&player);
    player.keys("<esc>X");
    screen(&player);
}

#[test]
fn many_marked_words_are_asked_about_first() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let all = listed(&player);
    assert!(all > 20);
    player.keys("aggVx");
    assert!(screen(&player).contains("words are marked"), "{}", screen(&player));
    assert_eq!(tally(&player), (1, 0, 0));
    player.keys("n");
    assert_eq!(tally(&player), (1, 0, 0));
    player.keys("x<enter>");
    assert_eq!(tally(&player), (0, all, 0));
    player.keys("u");
    assert_eq!(tally(&player), (1, 0, 0));
}

#[test]
fn the_last_verdict_is_given_again() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys(".");
    assert!(screen(&player).contains("no verdict to repeat yet"));
    player.keys("x..");
    assert_eq!(tally(&player), (0, 3, 0));
    player.keys("<space><space>.");
    assert_eq!(tally(&player), (0, 5, 0));
}
