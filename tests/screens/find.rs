//! Searching the text for any string: lines come as they are found, and a verdict is on what is seen.

use std::sync::mpsc::channel;

use wordmine::engine::concordance::KwicSort;
use wordmine::lexicon::Verdict;
use wordmine::tui::effect::{Effect, Reply};
use wordmine::tui::executor::Executor;
use wordmine::tui::executor::threads::Threads;
use wordmine::tui::layout::Pane;
use wordmine::tui::script::Player;
use wordmine::tui::state::context::{Asked, Batch, Side};
use wordmine::tui::update::Msg;

use crate::stage::{Stage, screen, word};

fn verdict(player: &Player, word: &str) -> Option<Verdict> {
    player.model().desk.as_ref().unwrap().decisions.ledger().verdict(word)
}

/// The last line of the screen.
fn last(player: &Player) -> String {
    screen(player).lines().last().unwrap().trim().to_owned()
}

#[test]
fn any_string_is_found_and_esc_goes_back_to_the_word_under_the_cursor() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("jj");
    let under_cursor = word(&player);
    player.keys("S灵霄宝殿<enter>");
    insta::assert_snapshot!("find_80x24", screen(&player));
    player.resize(120, 36);
    insta::assert_snapshot!("find_120x36", screen(&player));
    player.resize(200, 60);
    insta::assert_snapshot!("find_200x60", screen(&player));
    player.keys("<esc>");
    assert!(screen(&player).contains(&format!("Context  {under_cursor}")), "{}", screen(&player));
    assert_eq!(word(&player), under_cursor);
}

#[test]
fn a_verdict_is_on_the_string_searched_for_and_on_no_other() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let under_cursor = word(&player);
    player.keys("<space>kS灵霄宝殿<enter>");
    assert!(!last(&player).contains("accept 1"), "the marked word is not meant: {}", last(&player));
    player.keys("a");
    assert_eq!(verdict(&player, "灵霄宝殿"), Some(Verdict::Accept));
    assert_eq!(verdict(&player, &under_cursor), None);
    assert_eq!(word(&player), under_cursor, "the list stays");
    assert!(screen(&player).contains("candidate, accepted)"), "{}", screen(&player));
    player.keys("a");
    assert!(last(&player).contains("accepted already"), "{}", last(&player));
    player.keys("~");
    assert_eq!(verdict(&player, "灵霄宝殿"), None);
    player.keys("<esc><esc>a");
    assert_eq!(verdict(&player, &under_cursor), Some(Verdict::Accept), "on the list, the row is meant again");
}

#[test]
fn what_is_not_in_the_text_is_not_decided_on() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("S没有这样的词<enter>");
    assert!(screen(&player).contains("not in the text"), "{}", screen(&player));
    player.keys("a");
    assert!(last(&player).contains("nothing to decide on"), "{}", last(&player));
    assert_eq!(verdict(&player, "没有这样的词"), None);
    assert_eq!(verdict(&player, &word(&player)), None);
}

#[test]
fn moving_the_cursor_of_the_list_ends_a_search() {
    let stage = Stage::novel();
    for keys in ["]", "<tab><tab>", "1", "t", "5"] {
        let mut player = stage.open(80, 24);
        player.keys("S灵霄宝殿<enter>");
        player.keys(keys);
        let desk = player.model().desk.as_ref().unwrap();
        assert_eq!(desk.context.searched, None, "{keys}");
        assert_eq!(desk.context.shown.word, word(&player), "{keys}");
    }
    let mut player = stage.open(80, 24);
    player.keys("S灵霄宝殿<enter>3jc2G");
    assert_eq!(player.model().desk.as_ref().unwrap().context.searched.as_deref(), Some("灵霄宝殿"));
    player.keys("S<ctrl-u><enter>");
    assert_eq!(player.model().desk.as_ref().unwrap().context.searched, None, "nothing typed ends it");
}

#[test]
fn inside_runs_is_looked_where_nothing_else_is_found() {
    let stage = Stage::with(&"说话abcd。说话。说ab话。".repeat(9));
    let mut player = stage.open(80, 24);
    player.keys("Sbc<enter>");
    assert!(screen(&player).contains("9 hits inside runs"), "{}", screen(&player));
    assert!(screen(&player).contains("a[bc]d"), "{}", screen(&player));
    player.keys("a");
    assert_eq!(verdict(&player, "bc"), None);
    player.keys("Sab<enter>");
    assert!(!screen(&player).contains("inside runs"), "{}", screen(&player));
}

#[test]
fn lines_are_read_where_they_are_scrolled_to() {
    let text: String = (1..=2_000).map(|n| format!("第{n}回说话。\n")).collect();
    let stage = Stage::with(&text);
    let mut player = stage.open(80, 24);
    player.keys("S说话<enter>");
    assert!(screen(&player).contains("2,000 hits"), "{}", screen(&player));
    for (keys, line) in [("G", "line 2000"), ("gg", "line 1│"), ("<pagedown><pagedown><ctrl-d>j", "line 15│")] {
        player.keys(keys);
        assert!(screen(&player).contains(line), "{keys}: {}", screen(&player));
    }
    player.keys("G");
    player.resize(200, 60);
    assert!(screen(&player).contains("line 2000"), "{}", screen(&player));
    player.keys("zgg");
    assert!(screen(&player).contains("line 50│"), "{}", screen(&player));
    let held = player.model().desk.as_ref().unwrap().context.shown.window.lines.len();
    assert!(held < 300, "only what is seen, and some around it, is read: {held}");
}

#[test]
fn hits_grow_while_they_are_found_and_stale_ones_are_dropped() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("S悟空<enter>");
    let pane = &player.model().desk.as_ref().unwrap().context;
    let (generation, hits) = (pane.generation, pane.shown.hits.clone());
    let batch = |fresh, hits: &[usize]| Batch { word: "悟空".into(), fresh, hits: hits.to_vec(), ..Batch::default() };
    let found = |generation, batch| Msg::Reply(Reply::Found { generation, side: Side::Current, batch });
    player.play([found(generation, batch(true, &hits[..3]))]);
    assert!(screen(&player).contains("3 hits so far ..."), "{}", screen(&player));
    assert_eq!(screen(&player).matches("[悟空]").count(), 3, "{}", screen(&player));
    player.play([found(generation, batch(false, &hits[3..9])), found(generation - 1, batch(false, &hits))]);
    assert!(screen(&player).contains("9 hits so far ..."), "{}", screen(&player));
    assert!(screen(&player).matches("[悟空]").count() > 3, "{}", screen(&player));
}

#[test]
fn the_threads_answer_first_with_lines_and_last_with_everything() {
    let stage = Stage::with(&"悟空道，行者笑道。\n".repeat(100_000));
    let (sender, receiver) = channel();
    let mut threads = Threads::start(stage.launch(), sender).unwrap();
    while !matches!(receiver.recv().unwrap(), Msg::Reply(Reply::Loaded { .. })) {}
    for sort in [KwicSort::Text, KwicSort::Left] {
        let wanted = Asked { word: "行者".into(), how: sort.into(), typed: false };
        threads.execute(Effect::Find { generation: 7, side: Side::Current, wanted, first: (50, 80) });
        let (mut hits, mut answers) = (Vec::new(), 0);
        let summary = loop {
            let Msg::Reply(Reply::Found { generation: 7, batch, .. }) = receiver.recv().unwrap() else { continue };
            if answers == 0 {
                assert!(batch.fresh && batch.window.lines.len() == 50);
            }
            answers += 1;
            if batch.fresh {
                hits = batch.hits;
            } else {
                hits.extend(batch.hits);
            }
            if let Some(summary) = batch.summary {
                break summary;
            }
        };
        assert_eq!((hits.len(), summary.count), (100_000, 100_000));
        assert!(hits.is_sorted());
        assert_eq!(summary.neighbours.left.len(), 1);
    }
}

#[test]
fn documents_and_spread_are_told() {
    let mut stage = Stage::novel();
    stage.settings = wordmine::settings::Settings::default();
    let mut player = stage.open(120, 36);
    player.keys("3");
    assert_eq!(player.model().prefs.focus, Pane::Neighbours);
    assert!(screen(&player).contains("spread |") && screen(&player).contains("|  DP 0."), "{}", screen(&player));
}
