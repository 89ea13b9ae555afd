//! What the verbs of the `:` line do. Each gives what the world is to do, or why the line stays.

use std::sync::Arc;

use crate::display::Ambiguous;
use crate::engine::CandidateId;
use crate::engine::derived::Feature;
use crate::engine::query::{Column, Coordinate, Measure, Sort};
use crate::lexicon::entry::Field;
use crate::lexicon::{Verdict, format};
use crate::settings::lang::Lang;
use crate::settings::nearest;
use crate::settings::screen::GlyphChoice;

use super::super::command::Command;
use super::super::command::verb::Verb;
use super::super::effect::Effect;
use super::super::state::{Dialog, Item, Level, Model, Pane, Question, ThresholdPane};
use super::narrow::requery;
use super::{columns, context, decide, entry, filter, movement, page, presets, say};

type Done = Result<Vec<Effect>, String>;

/// Runs `verb` with the words behind it.
///
/// # Errors
/// What is wrong with the words.
pub fn run(model: &mut Model, verb: Verb, rest: &str) -> Done {
    let lang = model.lang;
    match verb {
        Verb::Theme => return theme(model, rest),
        Verb::Lang => return language(model, rest),
        Verb::Glyphs => return glyphs(model, rest),
        Verb::Mouse => return mouse(model, rest),
        _ => {}
    }
    if model.desk.is_none() {
        return Err(lang.pick("no text is loaded", "还没有载入文本").to_owned());
    }
    match verb {
        Verb::Set => set(model, rest),
        Verb::Preset => preset(model, rest),
        Verb::Plot => plot(model, rest),
        Verb::Filter => narrow(model, rest),
        Verb::SortBy => sort(model, rest),
        Verb::Accept => decide(model, Command::Accept, rest),
        Verb::Reject => decide(model, Command::Reject, rest),
        Verb::Later => decide(model, Command::Later, rest),
        Verb::Undecide => decide(model, Command::Undecide, rest),
        Verb::Undo => repeat(model, false, rest),
        Verb::Redo => repeat(model, true, rest),
        Verb::Note => entry::set(model, Field::Note, rest),
        Verb::Tag => entry::set(model, Field::Tags, rest),
        Verb::Pos => entry::set(model, Field::Pos, rest),
        Verb::Add => entry::add(model, rest),
        Verb::Goto => goto(model, rest),
        Verb::Find => Ok(context::search(model, rest.to_owned())),
        Verb::Columns => show(model, rest),
        Verb::Export => export(model, rest),
        Verb::Stats | Verb::Write => {
            tell(model, verb);
            Ok(Vec::new())
        }
        Verb::Theme | Verb::Lang | Verb::Glyphs | Verb::Mouse => Ok(Vec::new()),
    }
}

/// What to say of a word that is none of those known, with the nearest of them.
fn unknown<'a>(lang: Lang, given: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(given, known.clone()) {
        Some(near) => lang.pick(format!("no {given}; did you mean {near}?"), format!("没有 {given}；是不是 {near}？")),
        None => {
            let all = known.collect::<Vec<_>>().join(", ");
            lang.pick(format!("no {given}; there are {all}"), format!("没有 {given}；可用：{all}"))
        }
    }
}

fn theme(model: &mut Model, name: &str) -> Done {
    match model.themes.iter().position(|known| known == name) {
        Some(at) => {
            model.theme = at;
            Ok(Vec::new())
        }
        None => Err(unknown(model.lang, name, model.themes.iter().map(String::as_str))),
    }
}

fn language(model: &mut Model, name: &str) -> Done {
    let Some(lang) = Lang::ALL.into_iter().find(|lang| lang.name() == name) else {
        return Err(unknown(model.lang, name, Lang::ALL.iter().map(|lang| lang.name())));
    };
    model.lang = lang;
    Ok(Vec::new())
}

fn glyphs(model: &mut Model, name: &str) -> Done {
    let all = GlyphChoice::ALL;
    let Some(choice) = all.into_iter().find(|choice| choice.name() == name) else {
        return Err(unknown(model.lang, name, all.iter().map(|choice| choice.name())));
    };
    if choice == GlyphChoice::Unicode && model.ambiguous == Ambiguous::Wide {
        let why = "this terminal gives box drawing two columns; if it does not, set ambiguous = \"narrow\"";
        return Err(model.lang.pick(why, "这个终端中制表符占两列；若并非如此，请设 ambiguous = \"narrow\"").to_owned());
    }
    model.glyph_choice = choice;
    Ok(Vec::new())
}

fn mouse(model: &mut Model, name: &str) -> Done {
    match name {
        "on" => Ok(super::mouse::set(model, true)),
        "off" => Ok(super::mouse::set(model, false)),
        _ => Err(unknown(model.lang, name, ["on", "off"].into_iter())),
    }
}

/// The names of what can be set, with `len` for the lengths.
const SETTABLE: [(&str, Option<Measure>); 6] = [
    ("count", Some(Measure::Count)),
    ("pmi", Some(Measure::Pmi)),
    ("left", Some(Measure::Left)),
    ("right", Some(Measure::Right)),
    ("entropy", Some(Measure::Entropy)),
    ("len", None),
];

/// `pmi>=5`, `count any`, `len in 2..4`, `len>=2`, `len<=4`.
fn set(model: &mut Model, rest: &str) -> Done {
    let (lang, units) = (model.lang, model.units());
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (name, behind) = rest.split_at(end);
    let Some(&(_, measure)) = SETTABLE.iter().find(|&&(known, _)| known == name) else {
        return Err(unknown(lang, name, SETTABLE.iter().map(|&(known, _)| known)));
    };
    let behind = behind.trim();
    let how = lang.pick("write it as pmi>=5, len in 2..4 or count any", "请写成 pmi>=5、len in 2..4 或 count any");
    let items = match (measure, behind) {
        (Some(measure), "any") => vec![(Item::Bound(measure), None)],
        (None, "any") => vec![(Item::MinLength, None), (Item::MaxLength, None)],
        (Some(measure), behind) => {
            let value = behind.strip_prefix(">=").or(behind.strip_prefix('>')).ok_or(how)?;
            vec![(Item::Bound(measure), Some(value.trim()))]
        }
        (None, behind) => match (behind.strip_prefix(">="), behind.strip_prefix("<="), behind.strip_prefix("in")) {
            (Some(value), _, _) => vec![(Item::MinLength, Some(value.trim()))],
            (_, Some(value), _) => vec![(Item::MaxLength, Some(value.trim()))],
            (_, _, Some(range)) => {
                let (low, high) = range.split_once("..").ok_or(how)?;
                vec![(Item::MinLength, Some(low.trim())), (Item::MaxLength, Some(high.trim()))]
            }
            _ => return Err(how.to_owned()),
        },
    };
    let mut values = Vec::new();
    for (item, text) in items {
        values.push((item, text.map(|text| ThresholdPane::typed(item, text, units, lang)).transpose()?));
    }
    let Some(desk) = &mut model.desk else { return Ok(Vec::new()) };
    let table = desk.loaded.table.clone();
    let mut after = desk.thresholds.clone();
    for (item, value) in values {
        match value {
            Some(value) => after.set(item, value, &table),
            None => after.open(item),
        }
    }
    desk.thresholds.replace(after.now);
    Ok(requery(model))
}

/// `NAME`, `save NAME`, `delete NAME`.
fn preset(model: &mut Model, rest: &str) -> Done {
    let (word, name) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    match (word, name.trim()) {
        ("save", name) => presets::save_as(model, name).map(|()| Vec::new()),
        ("delete", name) => {
            let chosen = presets::named(model, name)?;
            presets::ask_to_delete(model, chosen);
            Ok(Vec::new())
        }
        _ => {
            let chosen = presets::named(model, rest)?;
            Ok(presets::apply(model, &chosen.name, chosen.bounds))
        }
    }
}

/// The measures of the plot: across, and up.
fn plot(model: &mut Model, rest: &str) -> Done {
    let lang = model.lang;
    let mut names = rest.split_whitespace();
    let (Some(x), Some(y), None) = (names.next(), names.next(), names.next()) else {
        return Err(lang.pick("two measures, as pmi entropy", "需要两个度量，如 pmi entropy").to_owned());
    };
    let known = || SETTABLE.iter().filter_map(|&(name, measure)| Some((name, Coordinate::Measure(measure?))));
    let known = || known().chain([("score", Coordinate::Score)]);
    let find = |name: &str| {
        let found = known().find(|&(known, _)| known == name).map(|(_, coordinate)| coordinate);
        found.ok_or_else(|| unknown(lang, name, known().map(|(known, _)| known)))
    };
    let (x, y) = (find(x)?, find(y)?);
    if let Some(desk) = &mut model.desk {
        (desk.plot.x, desk.plot.y) = (x, y);
    }
    Ok(movement::focus(model, Pane::Plot))
}

fn narrow(model: &mut Model, rest: &str) -> Done {
    let (lang, units) = (model.lang, model.units());
    if let Some(desk) = &mut model.desk {
        desk.set_filter(rest, units).map_err(|fault| lang.pick(fault.english, fault.chinese))?;
    }
    Ok(filter::set(model, rest))
}

/// A column's name, with `-` before it for the smallest first.
fn sort(model: &mut Model, rest: &str) -> Done {
    let (name, descending) = rest.strip_prefix('-').map_or((rest, true), |name| (name.trim(), false));
    let lang = model.lang;
    let Some(desk) = &mut model.desk else { return Ok(Vec::new()) };
    let column = match name {
        "word" => Some(Column::Word),
        "verdict" => Some(Column::Verdict),
        _ => None,
    };
    let feature = desk.columns.offered().find(|feature| feature.spec().name == name);
    let column = column.or_else(|| feature.and_then(Feature::built_in));
    if column.is_none() && feature.is_none() {
        let names: Vec<&str> = desk.columns.offered().map(|feature| feature.spec().name).collect();
        return Err(unknown(lang, name, ["word", "verdict"].into_iter().chain(names.iter().copied())));
    }
    // Words and verdicts start with the smallest.
    let descending = descending != matches!(column, Some(Column::Word | Column::Verdict));
    desk.sort = Sort { column: column.unwrap_or(Column::Given), descending };
    desk.columns.sorted_by = feature.filter(|_| column.is_none());
    desk.choose_order();
    let mut effects = columns::derive(model);
    effects.extend(requery(model));
    Ok(effects)
}

fn decide(model: &mut Model, command: Command, rest: &str) -> Done {
    let lang = model.lang;
    match rest {
        "" => Ok(super::run(model, command)),
        "marked" if model.desk.as_ref().is_some_and(|desk| desk.list.marks.is_empty()) => {
            Err(lang.pick("no word is marked", "没有标记的词").to_owned())
        }
        "marked" => Ok(super::run(model, command)),
        "shown" => {
            let ids: Arc<[CandidateId]> = model.desk.iter().flat_map(|desk| desk.list.rows().iter()).collect();
            ask(model, decide::verdict_of(command), &ids, String::new());
            Ok(Vec::new())
        }
        rest => {
            let how = || lang.pick("marked, shown, or where EXPR", "marked、shown 或 where 条件").to_owned();
            let text =
                rest.strip_prefix("where").filter(|text| text.starts_with(char::is_whitespace)).ok_or_else(how)?;
            look_for(model, decide::verdict_of(command), text.trim())
        }
    }
}

/// Has the words of the list found that meet a condition.
fn look_for(model: &mut Model, verdict: Option<Verdict>, text: &str) -> Done {
    let (lang, units) = (model.lang, model.units());
    let Some(desk) = &mut model.desk else { return Ok(Vec::new()) };
    let condition = desk.condition(text, units).map_err(|refusal| refusal.told(lang))?;
    desk.matching.generation += 1;
    desk.matching.asked = Some((verdict, text.to_owned()));
    let (generation, rows) = (desk.matching.generation, desk.list.rows().clone());
    Ok(vec![Effect::Match { generation, condition: Box::new(condition), rows }])
}

/// The words that were looked for: asks whether to decide on them.
pub fn matched(model: &mut Model, generation: u64, ids: &Arc<[CandidateId]>) {
    let Some(desk) = &mut model.desk else { return };
    if desk.matching.generation != generation {
        return;
    }
    if let Some((verdict, condition)) = desk.matching.asked.take() {
        ask(model, verdict, ids, condition);
    }
}

/// Asks whether to give these words a verdict; how many would change is said.
fn ask(model: &mut Model, verdict: Option<Verdict>, ids: &Arc<[CandidateId]>, condition: String) {
    let Some(desk) = &model.desk else { return };
    let changed = ids.iter().filter(|&&id| desk.decisions.verdict_of(id) != verdict).count();
    if changed == 0 {
        let text = model.lang.pick("no word would change", "没有词会改变");
        say(model, Level::Info, text);
        return;
    }
    model.dialogs.push(Dialog::Question(Question::Listed { verdict, ids: ids.clone(), changed, condition }));
}

/// Undoes or redoes a number of steps, one if none is said.
fn repeat(model: &mut Model, redo: bool, rest: &str) -> Done {
    let times: usize = match rest {
        "" => 1,
        rest => rest
            .parse()
            .map_err(|_| model.lang.pick(format!("{rest:?} is no number of steps"), format!("{rest:?} 不是步数")))?,
    };
    let ledger = model.desk.as_ref().map(|desk| desk.decisions.ledger());
    let most = ledger.map_or(0, |ledger| if redo { ledger.redo_depth() } else { ledger.undo_depth() });
    let mut effects = Vec::new();
    for _ in 0..times.min(most.max(1)) {
        effects.extend(decide::undo_redo(model, redo));
    }
    Ok(effects)
}

/// To a word that is listed, or to a row.
fn goto(model: &mut Model, rest: &str) -> Done {
    let (rows, lang) = (page(model), model.lang);
    let Some(desk) = &mut model.desk else { return Ok(Vec::new()) };
    if let Some(id) = desk.table().find(rest) {
        if desk.list.go_to_row(id, rows) {
            return Ok(Vec::new());
        }
        let why = "is a candidate, but not among those shown (filter, thresholds)";
        return Err(lang.pick(format!("{rest} {why}"), format!("{rest} 是候选词，但没有列出（筛选、阈值）")));
    }
    match rest.parse::<usize>() {
        Ok(row) if (1..=desk.list.rows().len()).contains(&row) => {
            desk.list.go_to(row - 1, rows);
            Ok(Vec::new())
        }
        _ => {
            Err(lang
                .pick(format!("{rest} is neither a candidate nor a row"), format!("{rest} 既不是候选词，也不是行号")))
        }
    }
}

fn show(model: &mut Model, rest: &str) -> Done {
    let lang = model.lang;
    let Some(desk) = &mut model.desk else { return Ok(Vec::new()) };
    let offered: Vec<Feature> = desk.columns.offered().collect();
    let mut wanted = Vec::new();
    for name in rest.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        match offered.iter().find(|feature| feature.spec().name == name) {
            Some(&feature) => wanted.push(feature),
            None => return Err(unknown(lang, name, offered.iter().map(|feature| feature.spec().name))),
        }
    }
    for feature in offered {
        if wanted.contains(&feature) != desk.columns.shown().contains(&feature) {
            desk.columns.toggle(feature);
        }
    }
    desk.save_session.ask();
    Ok(columns::derive(model))
}

fn export(model: &Model, rest: &str) -> Done {
    let lang = model.lang;
    let (name, path) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let formats = format::all();
    let Some(place) = formats.iter().position(|format| format.name() == name) else {
        return Err(unknown(lang, name, formats.iter().map(|format| format.name())));
    };
    if path.trim().is_empty() {
        return Err(lang.pick("a path is needed", "需要一个路径").to_owned());
    }
    Ok(super::dialogs::export(model, path.trim().to_owned(), place, false))
}

fn tell(model: &mut Model, verb: Verb) {
    let lang = model.lang;
    let Some(desk) = &model.desk else { return };
    let pending = desk.decisions.saving.pending();
    let (tally, shown, all) = (desk.decisions.ledger().tally(), desk.list.rows().len(), desk.table().len());
    let text = match verb {
        Verb::Stats => lang.pick(
            format!(
                "{shown} of {all} candidates shown; {} accepted, {} rejected, {} later; {} steps",
                tally.accepted,
                tally.rejected,
                tally.later,
                desk.decisions.ledger().undo_depth()
            ),
            format!(
                "列出 {shown} / {all} 个候选词；采纳 {}，拒绝 {}，待定 {}；共 {} 步",
                tally.accepted,
                tally.rejected,
                tally.later,
                desk.decisions.ledger().undo_depth()
            ),
        ),
        _ if pending > 0 => lang.pick(format!("saving {pending} steps"), format!("正在保存 {pending} 步")),
        _ => lang.pick("everything is saved", "全部已保存").to_owned(),
    };
    say(model, Level::Info, text);
}
