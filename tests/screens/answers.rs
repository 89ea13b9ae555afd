//! Every key answers, and nothing that matters is cut off or lost.

use std::sync::mpsc::channel;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use wordmine::lexicon::{Change, Event, Verdict};
use wordmine::tui::effect::{Effect, Reply};
use wordmine::tui::executor::Executor;
use wordmine::tui::executor::threads::Threads;
use wordmine::tui::script::Player;
use wordmine::tui::state::{Dialog, Ending};
use wordmine::tui::theme::{Depth, Themes};
use wordmine::tui::update::Msg;
use wordmine::tui::view::view;

use crate::stage::{Stage, listed, screen, word};

fn tally(player: &Player) -> (usize, usize, usize) {
    let tally = player.model().desk.as_ref().unwrap().decisions.ledger().tally();
    (tally.accepted, tally.rejected, tally.later)
}

/// The last line of the screen.
fn last(player: &Player) -> String {
    screen(player).lines().last().unwrap().trim().to_owned()
}

/// Where the cursor of a typed line stands.
fn caret(player: &Player) -> Option<Position> {
    let (width, height) = player.model().size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    view(player.model(), &Themes::load("dark", None, Some(Depth::True)).0.get(0).1, &mut buffer)
}

#[test]
fn keys_that_do_nothing_say_so() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    for (keys, said) in [
        ("b", "b does nothing here; ? shows the keys"),
        ("R", "nothing to try again"),
        ("~", "no verdict to take back"),
        ("u", "nothing to undo"),
        ("th", "the scan counted from 5 occurrences on"),
        ("jr", ""),
        ("r", "PMI is open"),
        ("jh", "HL left goes no further"),
        ("A", ""),
        ("A", "every threshold is open"),
        ("<enter>/没有这样的词<enter>a", "there is no word here"),
        ("Ft", ""),
        ("<enter>ob", "b is no column"),
    ] {
        player.keys(keys);
        assert!(last(&player).contains(said), "{keys}: {}", last(&player));
    }
}

#[test]
fn trying_to_save_again_leaves_the_thresholds_alone() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.executor().hold_saving(true);
    player.keys("at");
    player.play([Msg::Reply(Reply::NotSaved("the disk is full".to_owned()))]);
    let before = listed(&player);
    player.keys("R");
    assert_eq!(listed(&player), before);
    assert!(!last(&player).contains("nothing to try again"));
}

#[test]
fn a_range_that_is_open_is_decided_and_can_be_dropped() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("vjjj");
    assert!(screen(&player).contains("range of 4") && last(&player).contains("accept 4"), "{}", screen(&player));
    assert_eq!(screen(&player).lines().filter(|line| line.starts_with("│ |") || line.starts_with("│>|")).count(), 4);
    player.keys("<esc>");
    assert!(!screen(&player).contains("range of"));
    player.keys("vkkx");
    assert_eq!(tally(&player), (0, 3, 0));
    assert_eq!(player.model().desk.as_ref().unwrap().list.cursor(), 4, "on to the next undecided word");
    player.keys("Gu");
    assert_eq!(player.model().desk.as_ref().unwrap().list.cursor(), 1, "undo goes to the first of its words");
}

#[test]
fn a_list_without_rows_has_no_context() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("/没有这样的词<enter>");
    assert!(!screen(&player).contains(&first), "{}", screen(&player));
    assert!(screen(&player).contains("nothing matches: F takes the filter off"));
    player.keys("F");
    assert!(screen(&player).contains(&format!("[{first}]")), "{}", screen(&player));
}

#[test]
fn whether_it_is_saved_is_seen_at_every_width() {
    let mut stage = Stage::novel();
    let text = stage.path().join("一个很长很长的名字".repeat(4) + ".txt");
    std::fs::rename(stage.text(), &text).unwrap();
    stage.use_text(text);
    let mut player = stage.open(60, 16);
    assert!(screen(&player).contains("│ saved"), "{}", screen(&player));
    player.executor().hold_saving(true);
    player.keys("ax");
    assert!(screen(&player).contains("│ saving 2"), "{}", screen(&player));
    player.play([Msg::Reply(Reply::NotSaved("the disk is full".to_owned()))]);
    assert!(screen(&player).contains("NOT SAVED: 2, R retries"), "{}", screen(&player));
}

#[test]
fn the_selected_threshold_is_seen_on_the_smallest_screen() {
    let stage = Stage::novel();
    let mut player = stage.open(60, 16);
    player.keys("t");
    for name in ["Count", "PMI", "HL left", "HR right", "H smaller", "Length", "Length"] {
        assert!(screen(&player).contains(&format!("│>{name}")), "{name} is not in\n{}", screen(&player));
        player.keys("j");
    }
}

#[test]
fn the_caret_of_a_typed_line_is_behind_what_was_typed() {
    let stage = Stage::novel();
    let mut player = stage.open(60, 16);
    player.keys("L大a，");
    let start = " look up: ".len() as u16;
    assert_eq!(caret(&player), Some(Position::new(start + 5, 15)));
    player.keys("<left><left>");
    assert_eq!(caret(&player), Some(Position::new(start + 2, 15)));
    player.play([Msg::Paste("国\n".to_owned())]);
    assert_eq!(caret(&player), Some(Position::new(start + 4, 15)), "pasted at the caret");
    let Some(Dialog::Line(line)) = player.model().dialogs.last() else { panic!("the line is open") };
    assert_eq!(line.input.value(), "大国a，", "full-width stays full-width");
    player.keys(&"中".repeat(80));
    let at = caret(&player).unwrap();
    assert!(at.x < 60, "{at:?}");
    let shown = last(&player);
    assert!(shown.contains("中中") && shown.contains("中a"), "{shown}");
}

#[test]
fn a_long_path_scrolls_in_the_export_dialog() {
    let stage = Stage::novel();
    let mut player = stage.open(60, 16);
    player.keys("aw<ctrl-u>/");
    player.keys(&"很长的路".repeat(30));
    player.keys("END");
    let at = caret(&player).unwrap();
    assert_eq!(player.buffer()[(at.x - 1, at.y)].symbol(), "D", "{}", screen(&player));
}

#[test]
fn quitting_while_saving_says_what_it_waits_for_and_lets_go() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.executor().hold_saving(true);
    player.keys("aaq");
    assert!(last(&player).contains("quitting as soon as 2 steps are saved"), "{}", last(&player));
    player.keys("<ctrl-c>");
    assert!(screen(&player).contains("2 steps are NOT saved. Quit and lose them?"), "{}", screen(&player));
    player.keys("n");
    player.executor().hold_saving(false);
    player.play([]);
    assert_eq!(player.model().ending, Some(Ending::Now));
}

#[test]
fn leaving_the_sort_menu_never_asks_whether_to_quit() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("o<ctrl-c>");
    assert!(player.model().dialogs.is_empty());
}

#[test]
fn what_the_thresholds_were_is_told_only_while_they_are_set() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("tjlll");
    assert!(screen(&player).contains("was 1.00"));
    player.keys("<enter>");
    assert!(!screen(&player).contains("was "), "{}", screen(&player));
}

#[test]
fn every_word_of_a_large_step_is_pending_until_it_is_saved() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.executor().hold_saving(true);
    player.keys("Vx<enter>");
    let desk = player.model().desk.as_ref().unwrap();
    assert!(desk.list.rows().iter().all(|id| desk.decisions.is_pending(id)));
}

#[test]
fn what_was_sent_to_the_store_is_saved_when_the_loop_ends_without_a_word() {
    let stage = Stage::novel();
    let (sender, receiver) = channel();
    let mut threads = Threads::start(stage.launch(), sender).unwrap();
    let table = loop {
        if let Msg::Reply(Reply::Loaded { loaded, .. }) = receiver.recv().unwrap() {
            break loaded.table;
        }
    };
    let words: Vec<String> = (0..50).map(|id| table.word(wordmine::engine::CandidateId(id)).to_owned()).collect();
    for (ticket, word) in (1..).zip(&words) {
        let change = Change { word: word.clone(), verdict: Some(Verdict::Accept) };
        threads.execute(Effect::Record { ticket, event: Event::decide(vec![change]), session: "{}".to_owned() });
    }
    // As a panic of the loop does.
    drop(threads);
    let player = stage.open(80, 24);
    assert_eq!(tally(&player), (50, 0, 0));
}

#[test]
fn a_filter_goes_to_its_first_match_and_esc_goes_back() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("jjjjj");
    let here = word(&player);
    player.keys("/猴");
    assert_eq!(player.model().desk.as_ref().unwrap().list.cursor(), 0);
    player.keys("<esc>");
    assert_eq!(word(&player), here);
    player.keys("/");
    player.keys(here.get(..3).unwrap());
    assert_eq!(word(&player), here, "a row that matches keeps the cursor");
}
