//! What is listed and in which order: thresholds, filter, verdicts shown, sort.

use crate::engine::query::{Column, Measure, Sort, Thresholds};

use crate::settings::lang::Lang;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::keymap::Mode;
use super::super::state::{Desk, Item, Level, Model, Pane, Shown, context};
use super::{movement, say};

/// Asks for the list anew.
pub fn requery(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.save_session.ask();
    desk.generation += 1;
    vec![Effect::Query { generation: desk.generation, query: desk.query(), fold: desk.folds }]
}

/// Runs a command that changes what is listed.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    use Command as C;
    let (units, lang) = (model.units(), model.lang);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let table = desk.loaded.table.clone();
    let thresholds = desk.thresholds.now;
    match command {
        C::StepUp => desk.thresholds.step(1, units, &table),
        C::StepDown => desk.thresholds.step(-1, units, &table),
        C::BigStepUp => desk.thresholds.step(10, units, &table),
        C::BigStepDown => desk.thresholds.step(-10, units, &table),
        C::FromRow => from_row(desk),
        C::Reset => {
            let item = desk.thresholds.item();
            desk.thresholds.open(item);
        }
        C::ResetAll => desk.thresholds.now = Thresholds::OPEN,
        C::Keep => {
            let (now, before) = (desk.thresholds.now, desk.thresholds.before);
            if now != before {
                let passing = desk.list.rows().len();
                let text = lang.pick(
                    format!("thresholds changed: {passing} candidates pass"),
                    format!("阈值已改：{passing} 个候选词通过"),
                );
                model.log.note(model.clock, Level::Info, text);
            }
            return leave_thresholds(model);
        }
        C::Revert => {
            desk.thresholds.now = desk.thresholds.before;
            let mut effects = leave_thresholds(model);
            effects.extend(requery(model));
            return effects;
        }
        C::Show => desk.shown = desk.shown.next(),
        C::Known if desk.known.is_none() => {
            let text = lang.pick(
                "no dictionary of known words: open the text or project with --known DICT",
                "没有已知词词典：打开文本或项目时加 --known 词典",
            );
            say(model, Level::Info, text);
            return Vec::new();
        }
        C::Known => desk.known_hidden = !desk.known_hidden,
        C::Fold => desk.folds = !desk.folds,
        C::Folded => {
            let told = folded(desk, lang, model.keymap.key_of(Mode::List, C::Fold).as_deref().unwrap_or_default());
            say(model, Level::Info, told);
            return Vec::new();
        }
        C::ClearFilter => desk.filter.clear(),
        C::SortContext => {
            desk.context.sort = context::next_sort(desk.context.sort);
            return Vec::new();
        }
        C::ReverseSort => {
            desk.sort.descending = !desk.sort.descending;
            desk.choose_order();
        }
        C::SortWord => sort_by(desk, Column::Word),
        C::SortCount => sort_by(desk, Column::Count),
        C::SortPmi => sort_by(desk, Column::Pmi),
        C::SortLeft => sort_by(desk, Column::Left),
        C::SortRight => sort_by(desk, Column::Right),
        C::SortEntropy => sort_by(desk, Column::Entropy),
        C::SortScore => sort_by(desk, Column::Score),
        C::SortVerdict => sort_by(desk, Column::Verdict),
        _ => return Vec::new(),
    }
    if is_step(command) && desk.thresholds.now == thresholds {
        let text = why_it_stays(desk, command, lang);
        say(model, Level::Info, text);
        return Vec::new();
    }
    requery(model)
}

/// Words named in a message.
const NAMED: usize = 12;

/// What is folded under the word of the cursor; `key` folds.
fn folded(desk: &Desk, lang: Lang, key: &str) -> String {
    let (Some(id), table) = (desk.list.current(), desk.table()) else {
        return lang.pick("there is no word here", "这里没有词").to_owned();
    };
    let word = table.word(id);
    let Some(folding) = &desk.folding else {
        return lang.pick(format!("nothing is folded: {key} folds the list"), format!("没有折叠：{key} 折叠列表"));
    };
    let members = folding.members(id);
    if members.is_empty() {
        return lang.pick(format!("nothing is folded under {word}"), format!("{word} 下面没有折叠的词"));
    }
    let named: Vec<&str> = members.iter().take(NAMED).map(|&id| table.word(id)).collect();
    let more = members.len().saturating_sub(NAMED);
    let more = match more {
        0 => String::new(),
        more => lang.pick(format!(", and {more} more"), format!("，还有 {more} 个")),
    };
    let named = named.join(lang.pick(", ", "、"));
    lang.pick(format!("folded under {word}: {named}{more}"), format!("折叠在 {word} 下面：{named}{more}"))
}

/// Whether a command is meant to move a threshold.
fn is_step(command: Command) -> bool {
    use Command as C;
    matches!(command, C::StepUp | C::StepDown | C::BigStepUp | C::BigStepDown | C::FromRow | C::Reset | C::ResetAll)
}

fn why_it_stays(desk: &Desk, command: Command, lang: Lang) -> String {
    use Command as C;
    let floors = desk.table().floors();
    match (command, desk.thresholds.item()) {
        (C::ResetAll, _) => lang.pick("every threshold is open", "所有阈值都已放开").to_owned(),
        (C::Reset, item) => format!("{} {}", item.name(), lang.pick("is open", "已放开")),
        (C::FromRow, item) => {
            format!("{} {}", item.name(), lang.pick("has the value of this word", "已是这个词的数值"))
        }
        (_, Item::Bound(Measure::Count)) => {
            let least = floors.min_count;
            let en = format!("the scan counted from {least} occurrences on; fewer needs a new scan (--min-count)");
            lang.pick(en, format!("扫描只统计了出现 {least} 次以上的词；更少需要重新扫描（--min-count）"))
        }
        (C::StepUp | C::BigStepUp, Item::MaxLength) => {
            let most = floors.max_length;
            let en = format!("the scan counted up to {most} units; longer needs a new scan (--max-length)");
            lang.pick(en, format!("扫描只统计到 {most} 个字；更长需要重新扫描（--max-length）"))
        }
        (_, item) => format!("{} {}", item.name(), lang.pick("goes no further", "到头了")),
    }
}

/// Numbers start with the largest, words and verdicts with the smallest; the same column again is reversed.
pub(super) fn sort_by(desk: &mut Desk, column: Column) {
    let descending = if desk.sort.column == column {
        !desk.sort.descending
    } else {
        !matches!(column, Column::Word | Column::Verdict)
    };
    desk.sort = Sort { column, descending };
    desk.columns.sorted_by = None;
    desk.choose_order();
}

fn from_row(desk: &mut Desk) {
    let Some(id) = desk.list.current() else { return };
    let table = desk.loaded.table.clone();
    let item = desk.thresholds.item();
    let value = match item {
        Item::Bound(Measure::Count) => f64::from(table.count(id)),
        Item::Bound(Measure::Pmi) => f64::from(table.pmi(id)),
        Item::Bound(Measure::Left) => f64::from(table.left(id)),
        Item::Bound(Measure::Right) => f64::from(table.right(id)),
        Item::Bound(Measure::Entropy) => f64::from(table.entropy(id)),
        Item::MinLength | Item::MaxLength => f64::from(table.length(id)),
    };
    desk.thresholds.set(item, value, &table);
}

fn leave_thresholds(model: &mut Model) -> Vec<Effect> {
    movement::focus(model, Pane::Candidates)
}

/// One step back: range, marks, then filter, then what is shown, then to the candidates.
pub fn close(model: &mut Model) -> Vec<Effect> {
    let Some(desk) = &mut model.desk else { return Vec::new() };
    if desk.list.drop_range() {
        return Vec::new();
    }
    if !desk.list.marks.is_empty() {
        desk.list.marks.clear();
        return Vec::new();
    }
    if model.prefs.zoom {
        model.prefs.zoom = false;
        return movement::focus(model, model.prefs.focus);
    }
    if model.prefs.focus != Pane::Candidates {
        return movement::focus(model, Pane::Candidates);
    }
    if !desk.filter.is_empty() {
        desk.filter.clear();
        return requery(model);
    }
    if desk.shown != Shown::All {
        desk.shown = Shown::All;
        return requery(model);
    }
    Vec::new()
}
