//! The refined order: awaited, taken, left, kept.

use std::sync::Arc;

use wordmine::engine::Progress;
use wordmine::engine::derived::Feature;
use wordmine::tui::effect::Reply;
use wordmine::tui::script::Player;
use wordmine::tui::state::Desk;
use wordmine::tui::state::refinement::Stage as How;
use wordmine::tui::update::Msg;

use crate::stage::{Stage, screen, word};

fn desk(player: &Player) -> &Desk {
    player.model().desk.as_ref().unwrap()
}

/// An answer with the refined score that brings the order of the score the other way round.
fn answer(player: &Player) -> Msg {
    let desk = desk(player);
    let table = desk.table();
    let turned: Arc<[f32]> = table.ids().map(|id| 1.0 - table.score(id)).collect();
    let columns = [(Feature::Refined, turned.clone()), (Feature::Confidence, turned)];
    Msg::Reply(Reply::Refined { generation: desk.refinement.generation, columns })
}

fn automatic() -> Stage {
    let mut stage = Stage::novel();
    stage.settings.refine = true;
    stage
}

#[test]
fn nothing_is_refined_that_was_not_asked_for() {
    let stage = Stage::novel();
    let player = stage.open(80, 24);
    assert_eq!(desk(&player).refinement.stage, How::Off);
    assert!(screen(&player).contains("sort score v"));
}
