//! Fitting the thresholds to the verdicts: asking, and taking what is proposed.

use crate::engine::query::{Fit, LEAST_JUDGED, TooFew};

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::state::{Dialog, Level, Model, Pane};
use super::narrow::requery;
use super::{movement, say};

/// Asks for thresholds that fit the verdicts.
pub fn ask(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let verdicts = &mut desk.plot.verdicts;
    verdicts.fits += 1;
    verdicts.awaits_fit = true;
    let of_row = desk.decisions.of_row().clone();
    let effect = Effect::Fit { generation: verdicts.fits, of_row, thresholds: desk.thresholds.now };
    let told = model.lang.pick("fitting the thresholds to your verdicts ...", "正在按你的决定拟合阈值 ...");
    say(model, Level::Info, told);
    vec![effect]
}

/// Shows what is proposed.
pub fn answer(model: &mut Model, generation: u64, fit: Result<Box<Fit>, TooFew>) {
    let lang = model.lang;
    let Some(desk) = &mut model.desk else { return };
    let verdicts = &mut desk.plot.verdicts;
    // What was changed or closed in the meantime is not covered by a dialog.
    if verdicts.fits != generation || !std::mem::take(&mut verdicts.awaits_fit) || !model.dialogs.is_empty() {
        return;
    }
    model.log.hide();
    match fit {
        Err(TooFew { accepted, rejected }) => {
            let english = format!(
                "fitting needs {LEAST_JUDGED} accepted and {LEAST_JUDGED} rejected words of the list; there are {accepted} and {rejected}"
            );
            let chinese = format!(
                "拟合至少需要列表中 {LEAST_JUDGED} 个采纳和 {LEAST_JUDGED} 个拒绝的词；现有 {accepted} 和 {rejected}"
            );
            say(model, Level::Info, lang.pick(english, chinese));
        }
        Ok(fit) if fit.proposed == fit.present => {
            let told = lang.pick("no thresholds fit your verdicts better", "现在的阈值已最符合你的决定");
            say(model, Level::Info, told);
        }
        Ok(fit) => model.dialogs.push(Dialog::Fit(fit)),
    }
}

/// Takes the proposed thresholds, in a pane where they can be kept or put back.
pub fn take(model: &mut Model) -> Vec<Effect> {
    let Some(Dialog::Fit(fit)) = model.dialogs.pop() else { return Vec::new() };
    let focus = model.prefs.focus;
    let mut effects = movement::focus(model, if focus.is_tuning() { focus } else { Pane::Thresholds });
    if let Some(desk) = &mut model.desk {
        desk.thresholds.replace(fit.proposed);
    }
    effects.extend(requery(model));
    let [keep, revert] = [Command::Keep, Command::Revert].map(|command| model.key_of(command));
    let english = format!("fitted thresholds: {keep} keeps them, {revert} puts back those before");
    let told = model.lang.pick(english, format!("已用拟合的阈值：{keep} 保留，{revert} 还原"));
    say(model, Level::Info, told);
    effects
}
