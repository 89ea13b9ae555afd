//! What is listed and in which order: thresholds, filter, verdicts shown, sort.

use crate::engine::query::{Column, Measure, Plan, Sort, Thresholds};
use crate::engine::{CandidateId, CandidateTable};
use crate::settings::Units;
use crate::settings::lang::Lang;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::keymap::Mode;
use super::super::state::history::Kind;
use super::super::state::{Desk, Item, Level, Model, Pane, Shown};
use super::{filter, movement, plot, say};

/// Asks for the list anew.
pub fn requery(model: &mut Model) -> Vec<Effect> {
    let cells = plot::shown_cells(model);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    desk.save_session.ask();
    let plan = desk.plot.plan(cells);
    vec![query_effect(desk, plan)]
}

/// The question that the list answers, with what is to be counted for the plot.
pub(super) fn query_effect(desk: &mut Desk, plot: Option<Plan>) -> Effect {
    desk.generation += 1;
    desk.plot.asked = plot;
    desk.plot.keeps_crossing = false;
    Effect::Query { generation: desk.generation, query: desk.next_query(), fold: desk.folds, plot }
}

/// Asks for the list anew where it depends on the marks, which changed.
pub fn follow_marks(model: &mut Model) -> Vec<Effect> {
    if model.desk.as_ref().is_some_and(|desk| desk.filter.needs_marks()) { requery(model) } else { Vec::new() }
}

/// Runs a command that changes what is listed.
pub fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    use Command as C;
    let lang = model.lang;
    let Some(desk) = &mut model.desk else { return Vec::new() };
    match command {
        _ if is_step(command) => return step(model, command),
        C::UndoThresholds | C::RedoThresholds => return undo_redo(model, command == C::RedoThresholds),
        C::Keep => {
            note_change(model);
            return leave_thresholds(model);
        }
        C::Revert => {
            desk.thresholds.revert();
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
        C::ClearFilter => return filter::set(model, ""),
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
    requery(model)
}

/// Moves the threshold that has the keys, or in the plot the cuts.
fn step(model: &mut Model, command: Command) -> Vec<Effect> {
    use Command as C;
    if model.prefs.focus == Pane::Plot && matches!(command, C::FromRow | C::Reset) {
        return plot::both(model, command);
    }
    let (units, lang) = (model.units(), model.lang);
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let (table, item, before) = (desk.loaded.table.clone(), desk.thresholds.item(), desk.thresholds.now);
    let thresholds = &mut desk.thresholds;
    match command {
        C::StepUp => thresholds.step(item, 1, units, &table),
        C::StepDown => thresholds.step(item, -1, units, &table),
        C::BigStepUp => thresholds.step(item, 10, units, &table),
        C::BigStepDown => thresholds.step(item, -10, units, &table),
        C::FromRow => {
            if let Some(id) = desk.list.current() {
                thresholds.set(item, row_value(&table, item, id), &table);
            }
        }
        C::Reset => thresholds.open(item),
        _ => thresholds.now = Thresholds::OPEN,
    }
    if thresholds.now == before {
        let text = why_it_stays(desk, command, item, lang);
        say(model, Level::Info, text);
        return Vec::new();
    }
    let kind = match command {
        C::StepUp | C::StepDown | C::BigStepUp | C::BigStepDown => Kind::Step(item),
        _ => Kind::Alone,
    };
    let now = thresholds.now;
    thresholds.history.record(before, now, kind);
    requery(model)
}

/// Undoes the last change of the thresholds, or does the last undone one again.
fn undo_redo(model: &mut Model, redo: bool) -> Vec<Effect> {
    let lang = model.lang;
    let units = model.units();
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let before = desk.thresholds.now;
    let history = &mut desk.thresholds.history;
    let Some(then) = (if redo { history.redo() } else { history.undo() }) else {
        let nothing = if redo {
            lang.pick("no change of the thresholds to redo", "没有可重做的阈值改动")
        } else {
            lang.pick("no change of the thresholds to undo", "没有可撤销的阈值改动")
        };
        say(model, Level::Info, nothing);
        return Vec::new();
    };
    desk.thresholds.now = then;
    let done = if redo { lang.pick("redone", "已重做") } else { lang.pick("undone", "已撤销") };
    let told = format!("{done}: {}", difference(desk, &before, (units, lang)));
    let effects = requery(model);
    say(model, Level::Info, told);
    effects
}

/// What differs between `before` and the thresholds of now, in words.
fn difference(desk: &Desk, before: &Thresholds, (units, lang): (Units, Lang)) -> String {
    let now = &desk.thresholds.now;
    let text = |thresholds: &Thresholds, item: Item| {
        let value = super::super::state::ThresholdPane::shown(thresholds, item, desk.table());
        match item {
            Item::Bound(Measure::Count) | Item::MinLength | Item::MaxLength => format!("{value:.0}"),
            _ if value == f64::NEG_INFINITY => lang.pick("any", "不限").to_owned(),
            _ => format!("{:.2}", units.from_nats(value)),
        }
    };
    let items = Item::ALL.into_iter().map(|item| (item, text(before, item), text(now, item)));
    let changed = items.filter(|(_, before, now)| before != now);
    let told: Vec<String> =
        changed.map(|(item, before, now)| format!("{} {before} -> {now}", lang.of(item.name()))).collect();
    told.join("  ")
}

/// Puts a change of the thresholds in the log.
fn note_change(model: &mut Model) {
    let (units, lang) = (model.units(), model.lang);
    let Some(desk) = &model.desk else { return };
    let before = desk.thresholds.before;
    if desk.thresholds.now == before {
        return;
    }
    let (told, passing) = (difference(desk, &before, (units, lang)), desk.list.rows().len());
    let text = lang.pick(format!("thresholds: {told}, {passing} pass"), format!("阈值：{told}，通过 {passing}"));
    model.log.note(model.clock, Level::Info, text);
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

/// Why a step did not move the threshold `item`.
pub(super) fn why_it_stays(desk: &Desk, command: Command, item: Item, lang: Lang) -> String {
    use Command as C;
    let floors = desk.table().floors();
    let (least, most, name) = (floors.min_count, floors.max_length, lang.of(item.name()));
    match (command, item) {
        (C::ResetAll, _) => lang.pick("every threshold is open", "所有阈值都已放开").to_owned(),
        (C::Reset, _) => lang.pick(format!("{name} is open"), format!("{name}已放开")),
        (C::FromRow, _) => lang.pick(format!("{name} has the value of this word"), format!("{name}已是当前词的数值")),
        (_, Item::Bound(Measure::Count)) => lang.pick(
            format!("the scan counted from {least} occurrences on; fewer needs a new scan (--min-count)"),
            format!("扫描只统计出现 {least} 次以上的词；更少须重新扫描（--min-count）"),
        ),
        (C::StepUp | C::BigStepUp, Item::MaxLength) => lang.pick(
            format!("the scan counted up to {most} units; longer needs a new scan (--max-length)"),
            format!("扫描只统计到 {most} 个单位；更长须重新扫描（--max-length）"),
        ),
        _ => lang.pick(format!("{name} goes no further"), format!("{name}到头了")),
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

/// The value of a row that a threshold is compared with.
pub(super) fn row_value(table: &CandidateTable, item: Item, id: CandidateId) -> f64 {
    match item {
        Item::Bound(Measure::Count) => f64::from(table.count(id)),
        Item::Bound(Measure::Pmi) => f64::from(table.pmi(id)),
        Item::Bound(Measure::Left) => f64::from(table.left(id)),
        Item::Bound(Measure::Right) => f64::from(table.right(id)),
        Item::Bound(Measure::Entropy) => f64::from(table.entropy(id)),
        Item::MinLength | Item::MaxLength => f64::from(table.length(id)),
    }
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
        return follow_marks(model);
    }
    if model.prefs.zoom {
        model.prefs.zoom = false;
        return movement::focus(model, model.prefs.focus);
    }
    if model.prefs.focus != Pane::Candidates {
        return movement::focus(model, Pane::Candidates);
    }
    if !desk.filter.is_empty() {
        return filter::set(model, "");
    }
    if desk.shown != Shown::All {
        desk.shown = Shown::All;
        return requery(model);
    }
    Vec::new()
}
