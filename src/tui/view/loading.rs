//! The screen while a text is loaded: what, how far, how long still.

use crate::engine::Stage;
use crate::settings::lang::Lang;

use super::super::command::Command;
use super::super::layout::centred;
use super::super::state::{Loading, Model};
use super::super::text::{Canvas, grouped};
use super::super::theme::Role;
use super::numbers::{bar, bytes};

pub fn draw(model: &Model, mut screen: Canvas) {
    let Some(loading) = &model.loading else { return };
    let area = screen.area();
    let place = centred((area.width, area.height), 64, 7);
    let mut part = screen.part(place);
    let mut inside = part.frame(model.lang.pick("Loading", "载入"), "", true);
    let width = inside.area().width.saturating_sub(2);
    let (text, dim, bars) = (inside.style(Role::Text), inside.style(Role::Dim), inside.style(Role::Bar));
    inside.put((1, 0), width, &loading.what, text);
    inside.put((1, 1), width, &how_far(loading, model.lang), text);
    let progress = loading.progress;
    inside.put(
        (1, 2),
        width,
        &bar((progress.done as f64, progress.total as f64), usize::from(width), inside.glyphs()),
        bars,
    );
    let left = remaining(loading, model.clock, model.lang);
    inside.put((1, 3), width, &left, dim);
    let cancel = model.key_of(Command::Cancel);
    let how = if loading.cancelled_at.is_some() {
        let en = format!("cancelling ... ({cancel} again: at once)");
        model.lang.pick(en, format!("正在取消 ...（再按 {cancel} 立即退出）"))
    } else {
        let (help, quit) = (model.key_of(Command::Help), model.key_of(Command::Quit));
        let en = format!("{cancel} cancels   {help} help   {quit} quits");
        model.lang.pick(en, format!("{cancel} 取消   {help} 帮助   {quit} 退出"))
    };
    inside.put((1, 4), width, &how, dim);
}

fn how_far(loading: &Loading, lang: Lang) -> String {
    let name = stage(loading.progress.stage, lang);
    let progress = loading.progress;
    let amount = |n: u64| match progress.stage {
        Stage::Read | Stage::Symbols => bytes(n),
        _ => grouped(n),
    };
    let done = progress.done.min(progress.total.max(1));
    let percent = (progress.done * 100).checked_div(progress.total).map(|p| format!("  {}%", p.min(100)));
    match percent {
        Some(percent) => {
            let (done, total) = (amount(done), amount(progress.total));
            format!("{name}: {done} {} {total}{percent}", lang.pick("of", "/"))
        }
        None => name.to_owned(),
    }
}

/// What a stage is called.
pub fn stage(stage: Stage, lang: Lang) -> &'static str {
    let zh = match stage {
        Stage::Read => "读取",
        Stage::Symbols => "编码字符",
        Stage::Count => "统计",
        Stage::Measure => "度量",
        Stage::Order => "排序",
        Stage::Junctions => "衡量接缝",
        Stage::Learn => "学习词语",
    };
    lang.pick(stage.name(), zh)
}

/// The time the stage still takes, if it goes on as it went so far.
fn remaining(loading: &Loading, now: u64, lang: Lang) -> String {
    let progress = loading.progress;
    let elapsed = now.saturating_sub(loading.stage_since);
    if progress.done == 0 || progress.total <= progress.done || elapsed < 500 {
        return String::new();
    }
    let seconds = elapsed as f64 / 1e3 * (progress.total - progress.done) as f64 / progress.done as f64;
    lang.pick(format!("about {seconds:.0} s left in this stage"), format!("本阶段还需约 {seconds:.0} 秒"))
}
