//! The refined order: awaited, taken, left, kept.

use std::sync::Arc;

use wordmine::engine::Progress;
use wordmine::engine::Stage as Step;
use wordmine::engine::derived::Feature;
use wordmine::engine::query::Column;
use wordmine::tui::effect::Reply;
use wordmine::tui::keymap::Keymap;
use wordmine::tui::script::Player;
use wordmine::tui::state::refinement::Stage as How;
use wordmine::tui::state::{Desk, Model};
use wordmine::tui::update::Msg;

use crate::stage::{Stage, screen, word};

fn desk(player: &Player) -> &Desk {
    player.model().desk.as_ref().unwrap()
}

fn is_refined(player: &Player) -> bool {
    let desk = desk(player);
    desk.columns.is_sorted_by(Feature::Refined, desk.sort.column)
}

/// A stage that goes on to the refined order by itself.
fn automatic() -> Stage {
    let mut stage = Stage::novel();
    stage.settings.refine = true;
    stage
}

/// Checks that the list is in the order of the refined score.
fn check_order(player: &Player) {
    let desk = desk(player);
    let value = |id| desk.columns.value(desk.table(), Feature::Refined, id).unwrap();
    let values: Vec<f64> = desk.list.rows().iter().map(value).collect();
    assert!(values.len() > 100 && values.is_sorted_by(|a, b| a >= b));
    assert!(values[0] > values[values.len() - 1]);
}

#[test]
fn nothing_is_refined_that_was_not_asked_for() {
    let stage = Stage::novel();
    let player = stage.open(80, 24);
    assert_eq!(desk(&player).refinement.stage, How::Off);
    assert!(screen(&player).contains("sort score v"));
}

#[test]
fn the_list_goes_on_to_the_refined_order_by_itself() {
    let stage = automatic();
    let player = stage.open(80, 24);
    assert!(is_refined(&player));
    check_order(&player);
    let shown = screen(&player);
    assert!(shown.contains("sort refined v") && shown.contains("refined: "), "{shown}");
    assert_eq!(desk(&player).list.cursor(), 0, "nobody had touched the list");
}

#[test]
fn a_key_goes_there_and_back_and_the_cursor_stays_on_its_word() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("jjjj");
    let at = word(&player);
    player.keys("r");
    assert!(is_refined(&player));
    check_order(&player);
    assert_eq!(word(&player), at);
    player.keys("r");
    assert!(!is_refined(&player) && desk(&player).sort.column == Column::Score);
    assert_eq!(word(&player), at);
    player.keys("ri");
    let shown = screen(&player);
    assert!(shown.contains("refined v"), "{shown}");
}

#[test]
fn what_the_person_chose_is_kept() {
    // The keys, and whether the list is refined the next time.
    for (keys, refined) in [("jj", true), ("r", false), ("rr", true), ("op", false), ("O", true), ("rjjj", false)] {
        let stage = automatic();
        let mut player = stage.open(120, 36);
        player.keys(keys);
        let (at, before) = (word(&player), is_refined(&player));
        player.keys("q");
        drop(player);
        let player = stage.open(120, 36);
        assert_eq!(is_refined(&player), refined, "{keys}");
        assert_eq!(before, refined, "{keys}");
        assert_eq!(word(&player), at, "{keys}");
    }
}

#[test]
fn switched_off_it_does_not_come_back_by_itself() {
    let mut stage = automatic();
    stage.open(120, 36).keys("jjq");
    stage.settings.refine = false;
    let mut player = stage.open(120, 36);
    assert!(!is_refined(&player) && desk(&player).refinement.stage == How::Off);
    player.keys("rq");
    drop(player);
    assert!(is_refined(&stage.open(120, 36)), "the person chose it");
}

#[test]
fn a_text_that_is_too_small_says_so_and_keeps_the_score() {
    let mut stage = Stage::with(&"机器学习深度学习，".repeat(20));
    stage.settings.refine = true;
    let mut player = stage.open(80, 24);
    let shown = screen(&player);
    assert!(shown.contains("too small") && shown.contains("sort score v"), "{shown}");
    player.keys("jr");
    assert!(screen(&player).contains("too small"));
    player.keys("CG<enter><esc>");
    assert!(screen(&player).contains("sort score v"), "{}", screen(&player));
}

/// A model of the novel whose second stage has not ended.
fn waiting(stage: &Stage) -> Model {
    let player = stage.open(80, 24);
    let desk = desk(&player);
    let settings = wordmine::settings::Settings::default();
    let mut model = Model::new(settings, Keymap::load(None).0, "t".to_owned(), (80, 24));
    let reply = Reply::Loaded {
        loaded: desk.loaded.clone(),
        ledger: Default::default(),
        now: 0,
        session: None,
        notes: Vec::new(),
    };
    wordmine::tui::update::update(&mut model, Msg::Reply(reply));
    let reply = Reply::Selected { generation: 1, selection: desk.selection.clone(), folding: None, density: None };
    let effects = wordmine::tui::update::update(&mut model, Msg::Reply(reply));
    let asked = effects.iter().filter(|e| matches!(e, wordmine::tui::effect::Effect::Refine { .. })).count();
    assert_eq!(asked, 1);
    model
}

#[test]
fn progress_is_shown_and_an_order_chosen_meanwhile_stays() {
    let stage = Stage::novel();
    for (choice, switches) in [(None, true), (Some(Column::Count), false)] {
        let mut model = waiting(&stage);
        let progress = Progress { stage: Step::Learn, done: 42, total: 100 };
        wordmine::tui::update::update(&mut model, Msg::Reply(Reply::Refining(progress)));
        assert!(model.wake_after().is_some());
        assert!(crate::explain::drawn(&model).contains("sort score v, learning words 42%"));
        if choice.is_some() {
            for key in ['o', 'f'] {
                let key = ratatui::crossterm::event::KeyCode::Char(key).into();
                wordmine::tui::update::update(&mut model, Msg::Key(key));
            }
        }
        let values: Arc<[f32]> = {
            let table = model.desk.as_ref().unwrap().table();
            table.ids().map(|id| 1.0 - table.score(id)).collect()
        };
        let columns = [(Feature::Refined, values.clone()), (Feature::Confidence, values)];
        let stale = Reply::Refined { generation: 99, columns: columns.clone() };
        assert!(wordmine::tui::update::update(&mut model, Msg::Reply(stale)).is_empty());
        wordmine::tui::update::update(&mut model, Msg::Reply(Reply::Refined { generation: 1, columns }));
        let desk = model.desk.as_ref().unwrap();
        assert_eq!(desk.sort.column == Column::Given, switches);
        assert_eq!(desk.refinement.stage, How::Done);
        let shown = crate::explain::drawn(&model);
        assert!(
            !shown.contains("learning") && shown.contains(if switches { "goes back" } else { "is ready" }),
            "{shown}"
        );
    }
}
