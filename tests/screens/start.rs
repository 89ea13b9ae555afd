//! The start screen, and going from one project to another.

use std::path::PathBuf;

use wordmine::project::recent::{self, Counts, Recent};
use wordmine::project::store::{Store, now};
use wordmine::settings::lang::Lang;
use wordmine::tui::Target;
use wordmine::tui::script::Player;
use wordmine::tui::state::{Dialog, Ending};

use crate::stage::{Stage, screen, word};

/// A stage that begins with the start screen, on a list of `recents`.
fn begin(stage: &Stage, width: u16, height: u16) -> Player {
    let mut launch = stage.launch();
    launch.target = Target::Start;
    Player::start(&launch, width, height).unwrap()
}

fn recent(name: &str, project: PathBuf, minutes: i64) -> Recent {
    let counts = Counts { accepted: 1_212, rejected: 87, undecided: 34_900 };
    let (name, place) = (name.to_owned(), format!("/home/li/{name}"));
    Recent { project, name, place, demo: false, opened: now() - minutes * 60_000 - 1_000, counts }
}

fn with_recents(stage: &Stage) {
    let folder = stage.path().join("projects");
    let here = stage.path().join("here.wordmine");
    std::fs::write(&here, "").unwrap();
    for item in [
        recent("news + 3 more", stage.path().join("gone.wordmine"), 60 * 24 * 9),
        recent("红楼梦.txt + 石头记的另一个很长的名字.txt", here, 130),
    ] {
        recent::remember(&folder, &item).unwrap();
    }
}

#[test]
fn projects_of_before_at_three_sizes_and_in_both_languages() {
    for (lang, name) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
        for (width, height) in [(60, 16), (80, 24), (120, 36)] {
            let mut stage = Stage::novel();
            stage.lang = lang;
            with_recents(&stage);
            let player = begin(&stage, width, height);
            insta::assert_snapshot!(format!("start_{name}_{width}x{height}"), screen(&player));
        }
    }
}

#[test]
fn a_project_is_left_saved_for_another_and_resumed() {
    let stage = Stage::novel();
    let other = stage.path().join("other.txt");
    std::fs::write(&other, "学而时习之，不亦说乎？学而时习之，有朋自远方来。学而时习之。".repeat(9)).unwrap();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("ajx");
    player.keys("<ctrl-o>");
    let shown = screen(&player);
    assert!(shown.contains("> the demo"), "the cursor is on what is not open\n{shown}");
    let own = shown.lines().find(|line| line.contains("open now")).unwrap();
    assert!(own.contains("西游记.txt") && own.contains(" 446 "), "{own}");
    player.keys(&format!("{}<enter>", other.display()));
    let shown = screen(&player);
    assert!(shown.contains("other.txt") && player.model().dialogs.is_empty(), "{shown}");
    // The lock of the one before is free, and what was decided is in it.
    let (store, contents) = Store::open(&stage.path().join("p.wordmine")).unwrap();
    assert_eq!(contents.events.len(), 2);
    store.close().unwrap();
    player.keys("<ctrl-o>");
    let shown = screen(&player);
    assert!(shown.contains("西游记.txt"), "{shown}");
    let line = shown.lines().find(|line| line.contains("西游记.txt")).unwrap();
    assert!(line.contains(" 1 ") && line.contains("446") && line.contains("just now"), "{line}");
    while !screen(&player).lines().any(|line| line.contains("> 西游记.txt")) {
        player.keys("<down>");
    }
    player.keys("<enter>");
    let desk = player.model().desk.as_ref().unwrap();
    assert_eq!(desk.decisions.ledger().tally().accepted, 1);
    assert!(desk.decisions.ledger().verdict(&first).is_some());
}

#[test]
fn what_cannot_be_opened_comes_back_with_the_reason_and_the_path() {
    let stage = Stage::novel();
    let bad = stage.path().join("empty.txt");
    std::fs::write(&bad, "一二").unwrap();
    let mut player = stage.open(80, 24);
    player.keys("<ctrl-o>/no/such/file<enter>");
    assert!(screen(&player).contains("there is no such file"), "{}", screen(&player));
    assert!(player.model().desk.is_some(), "nothing was left for what is not there");
    player.keys("<ctrl-u>");
    player.keys(&format!("{}<enter>", bad.display()));
    let shown = screen(&player);
    assert!(player.model().desk.is_none() && shown.contains("no candidate"), "{shown}");
    let Some(Dialog::Start(start)) = player.model().dialogs.last() else { panic!("{shown}") };
    assert_eq!(start.line.path(), bad.display().to_string());
    player.keys("<ctrl-u>");
    while !screen(&player).lines().any(|line| line.contains("> 西游记.txt")) {
        player.keys("<down>");
    }
    player.keys("<enter>");
    assert!(player.model().desk.is_some());
}

#[test]
fn the_line_of_commands_opens_too_and_the_project_that_is_open_stays() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("a");
    player.keys(&format!(":open {}<enter>", stage.path().join("p.wordmine").display()));
    assert!(screen(&player).contains("open already"), "{}", screen(&player));
    player.keys(":open /no/such/file<enter>");
    assert!(screen(&player).contains("there is no such file"), "{}", screen(&player));
    assert_eq!(player.model().ending, None);
    player.keys(":open<enter>");
    assert!(matches!(player.model().dialogs.last(), Some(Dialog::Start(_))));
    player.keys("<esc>");
    assert!(player.model().dialogs.is_empty() && player.model().ending.is_none());
}

#[test]
fn a_path_is_completed_and_the_ways_to_go_on_are_shown() {
    let stage = Stage::novel();
    for name in ["cao.txt", "cao-2.txt"] {
        std::fs::write(stage.path().join(name), "").unwrap();
    }
    let mut player = begin(&stage, 120, 36);
    let typed = |player: &Player| match player.model().dialogs.last() {
        Some(Dialog::Start(start)) => start.line.path().to_owned(),
        _ => String::new(),
    };
    player.keys(&format!("{}/c<tab>", stage.path().display()));
    assert!(typed(&player).ends_with("/cao"), "{}", typed(&player));
    assert!(screen(&player).contains("cao-2.txt  cao.txt"), "{}", screen(&player));
    player.keys("<tab>");
    assert!(typed(&player).ends_with("/cao-2.txt"));
    player.keys("<tab>");
    assert!(typed(&player).ends_with("/cao.txt"));
    player.keys("x<tab>");
    assert!(screen(&player).contains("nothing begins so"));
}

#[test]
fn what_is_gone_is_told_and_taken_off_the_list() {
    let stage = Stage::novel();
    with_recents(&stage);
    let mut player = begin(&stage, 80, 24);
    player.keys("<down><enter>");
    assert!(screen(&player).contains("is gone: put it back"), "{}", screen(&player));
    player.keys("<ctrl-x>");
    let shown = screen(&player);
    assert!(shown.contains("is off the list") && !shown.contains("> news"), "{shown}");
    let (left, _) = recent::load(&stage.path().join("projects"));
    assert_eq!(left.len(), 1);
    player.keys("<down><down><ctrl-x>");
    assert!(screen(&player).contains("the demo stays"));
}

#[test]
fn a_damaged_list_is_told_and_blocks_nothing() {
    let stage = Stage::novel();
    let folder = stage.path().join("projects");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("recent.jsonl"), b"{]\n").unwrap();
    let mut player = begin(&stage, 120, 36);
    assert!(screen(&player).contains("is damaged: 1 line"), "{}", screen(&player));
    player.keys(&format!("{}<enter>", stage.text().display()));
    assert!(player.model().desk.is_some());
    let (list, note) = recent::load(&folder);
    assert_eq!((list.len(), note), (1, None));
}

#[test]
fn esc_and_ctrl_c_end_a_start_screen_with_nothing_behind_it() {
    for key in ["<esc>", "<ctrl-c>"] {
        let stage = Stage::novel();
        let mut player = begin(&stage, 80, 24);
        player.keys("<f1>");
        assert!(screen(&player).contains("search:"));
        player.keys("<esc>");
        player.keys(key);
        assert_eq!(player.model().ending, Some(Ending::Now));
    }
}

#[test]
fn a_step_that_is_not_saved_yet_is_waited_for_before_a_project_is_left() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.executor().hold_saving(true);
    player.keys("a<ctrl-o>");
    player.keys(&format!("{}<enter>", stage.text().display()));
    assert_eq!(player.model().ending, Some(Ending::WhenSaved));
    assert!(player.model().desk.is_some());
    player.executor().hold_saving(false);
    player.play([]);
    player.wait(10);
    assert_eq!(player.model().ending, None, "the text is open in a project of its own");
    assert_eq!(player.model().desk.as_ref().unwrap().decisions.ledger().tally().accepted, 0);
}
