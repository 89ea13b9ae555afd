//! The second stage: started, awaited, and what the list makes of it.

use std::sync::Arc;

use crate::engine::Progress;
use crate::engine::derived::Feature;
use crate::engine::query::{Column, Sort};

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::refinement::Stage;
use super::super::state::{Desk, Level, Model};
use super::narrow::requery;
use super::say;

/// The refined score, the best first.
const REFINED: Sort = Sort { column: Column::Given, descending: true };
/// The score, the best first.
const SCORE: Sort = Sort { column: Column::Score, descending: true };

/// With a text just loaded: a list that is in the order of the score, or was in the refined one the last time, is to be
/// in the refined order, unless the person chose the score or switched this off. The stage starts behind the list.
pub fn begin(model: &mut Model) {
    let automatic = model.settings.refine;
    let Some(desk) = &mut model.desk else { return };
    let was_refined = desk.columns.is_sorted_by(Feature::Refined, desk.sort.column);
    if was_refined {
        (desk.sort, desk.columns.sorted_by) = (SCORE, None);
    }
    desk.refinement.awaited = if desk.order_chosen { was_refined } else { automatic && desk.sort == SCORE };
}

/// Starts the stage where it neither runs nor is done.
pub fn start(desk: &mut Desk) -> Vec<Effect> {
    if desk.refinement.stage != Stage::Off {
        return Vec::new();
    }
    desk.refinement.stage = Stage::Running(Progress::default());
    desk.refinement.generation += 1;
    vec![Effect::Refine { generation: desk.refinement.generation }]
}

/// Goes from the score to the refined order, as soon as there is one, or back.
pub fn toggle(model: &mut Model) -> Vec<Effect> {
    let (key, lang) = (model.key_of(Command::Refined), model.lang);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.order_chosen = true;
    let is_refined = desk.columns.is_sorted_by(Feature::Refined, desk.sort.column);
    if is_refined || desk.refinement.awaited {
        desk.refinement.awaited = false;
        (desk.sort, desk.columns.sorted_by) = (SCORE, None);
        return requery(model);
    }
    if desk.refinement.stage == Stage::Done {
        (desk.sort, desk.columns.sorted_by) = (REFINED, Some(Feature::Refined));
        return requery(model);
    }
    desk.refinement.awaited = true;
    desk.save_session.ask();
    let effects = start(desk);
    say(
        model,
        Level::Info,
        lang.pick(
            format!("refining the order: the list follows when it is ready; {key} stays with the score"),
            format!("正在精排：完成后列表随之而变；{key} 保持按得分"),
        ),
    );
    effects
}

/// Takes note of how far the stage is.
pub fn progress(model: &mut Model, progress: Progress) {
    if let Some(desk) = &mut model.desk
        && let Stage::Running(shown) = &mut desk.refinement.stage
    {
        *shown = progress;
    }
}

/// The columns of the stage are there: the list takes the refined order where that is awaited. The cursor stays on its
/// word; in a new project that nobody touched yet it stays at the top.
pub fn done(model: &mut Model, generation: u64, columns: [(Feature, Arc<[f32]>); 2]) -> Vec<Effect> {
    let (key, lang) = (model.key_of(Command::Refined), model.lang);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    if desk.refinement.generation != generation {
        return Vec::new();
    }
    desk.refinement.stage = Stage::Done;
    desk.explain.renew();
    for (feature, values) in columns {
        desk.columns.take_in(feature, values);
    }
    if !std::mem::take(&mut desk.refinement.awaited) {
        let filters = [Feature::Refined, Feature::Confidence].iter().any(|&f| desk.columns.is_filtered_by(f));
        let waits = filters || desk.columns.is_sorted_by(Feature::Refined, desk.sort.column);
        let text = lang.pick(format!("the refined order is ready: {key} shows it"), format!("精排已就绪：{key} 显示"));
        say(model, Level::Info, text);
        return if waits { requery(model) } else { Vec::new() };
    }
    (desk.sort, desk.columns.sorted_by) = (REFINED, Some(Feature::Refined));
    if desk.is_new && desk.list.cursor() == 0 && desk.decisions.ledger().unordered().next().is_none() {
        desk.resume = Some((None, 0));
    }
    say(
        model,
        Level::Info,
        lang.pick(
            format!("refined: the whole text was read again for this order; {key} goes back to the score"),
            format!("已精排：为此重读了全文；{key} 回到按得分"),
        ),
    );
    requery(model)
}

/// The stage came to nothing: the order stays.
pub fn failed(model: &mut Model, generation: u64, why: &str) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    if desk.refinement.generation != generation {
        return Vec::new();
    }
    desk.refinement.stage = Stage::Off;
    desk.refinement.awaited = false;
    let text = model.lang.pick(format!("the order stays by score: {why}"), format!("仍按得分排序：{why}"));
    say(model, Level::Info, text);
    Vec::new()
}
