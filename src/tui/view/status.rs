//! The two status lines.
//!
//! ```text
//!  wordmine  西游记.txt │ 579k units │ 4,812 of 35,204 │ +212 -87 ?14 │ saved            where the project is
//!  count>=5 PMI>=2.50 H>=1.10 len 2-6  │ sort score v │ filter 悟 │ show all │ undo 299 redo 0
//! ```

use crate::engine::query::{Column, Sort, Thresholds};
use crate::engine::{Floors, Stage};
use crate::settings::Units;
use crate::settings::lang::{Lang, Pair};

use super::super::command::Command;
use super::super::state::thresholds::SHORTEST;
use super::super::state::{Desk, Model, Shown};
use super::super::text::{Align, Canvas, grouped, shortened};
use super::super::theme::Role;
use super::loading::stage;
use super::measures;
use super::numbers::{nats, short};

/// Columns of what stands between two parts of a line.
const BAR_WIDTH: u16 = 3;

pub fn draw(model: &Model, mut part: Canvas) {
    let width = part.area().width;
    let name = part.style(Role::Title);
    let Some(desk) = &model.desk else {
        if let Some(loading) = &model.loading {
            let text = part.style(Role::Text);
            let x = part.put((1, 0), width, "wordmine  ", name) + 1;
            part.put_fit((x, 0), width - x, &loading.what, Align::Left, text);
        }
        return;
    };
    // Whether everything is saved is never cut off: names give way first, then numbers.
    let mut facts = facts(model, desk);
    let wide = |fact: &[(String, Role)]| fact.iter().map(|(text, _)| model.columns_of(text)).sum::<u16>() + BAR_WIDTH;
    let taken = |facts: &[Vec<(String, Role)>]| facts.iter().map(|fact| wide(fact)).sum::<u16>();
    while taken(&facts) > width && facts.len() > 1 {
        facts.remove(0);
    }
    let taken = taken(&facts);
    let own = if taken + model.columns_of(&desk.loaded.name).min(12) + 11 <= width { "wordmine  " } else { "" };
    let mut x = part.put((1, 0), width, own, name) + 1;
    let named = model.columns_of(&desk.loaded.name).min(width.saturating_sub(x + taken));
    let text = part.style(Role::Text);
    part.put_fit((x, 0), named, &desk.loaded.name, Align::Left, text);
    x += named;
    let border = part.style(Role::Border);
    for fact in facts {
        if x > 1 {
            x += part.put((x, 0), width.saturating_sub(x), part.glyphs().bar, border);
        }
        for (text, role) in fact {
            let style = part.style(role);
            x += part.put((x, 0), width.saturating_sub(x), &text, style);
        }
    }
    let project = &desk.loaded.project;
    if x + model.columns_of(project) + 3 < width {
        let dim = part.style(Role::Dim);
        part.put_before((width - 1, 0), project, dim);
    }
    let mut x = 1;
    for group in second_line(model, desk) {
        let wide: u16 = group.iter().map(|(text, _)| model.columns_of(text)).sum();
        if x + wide > width {
            break;
        }
        for (text, role) in group {
            let style = part.style(role);
            x += part.put((x, 1), width.saturating_sub(x), &text, style);
        }
    }
}

/// What follows the name of the text in the first line.
fn facts(model: &Model, desk: &Desk) -> Vec<Vec<(String, Role)>> {
    let (table, lang) = (desk.table(), model.lang);
    let tally = desk.decisions.ledger().tally();
    let units = short(table.totals().symbols);
    let saving = &desk.decisions.saving;
    let saved = match (&saving.failure, saving.pending()) {
        (Some(_), n) => {
            let key = model.key_of(Command::RetrySave);
            let en = format!("NOT SAVED: {n}, {key} retries");
            (lang.pick(en, format!("未保存：{n} 步，{key} 重试")), Role::Error)
        }
        (None, 0) => (lang.pick("saved", "已保存").to_owned(), Role::Good),
        (None, n) => (format!("{} {n}", lang.pick("saving", "正在保存")), Role::Warning),
    };
    let [listed, all] = [desk.list.rows().len(), table.len()].map(|number| grouped(number as u64));
    let mut facts = vec![
        vec![(format!("{units} {}", lang.pick("units", "字")), Role::Text)],
        vec![(format!("{listed} {} {all}", lang.pick("of", "/")), Role::Text)],
        vec![
            (format!("+{} ", grouped(tally.accepted as u64)), Role::Accepted),
            (format!("-{} ", grouped(tally.rejected as u64)), Role::Rejected),
            (format!("?{}", grouped(tally.later as u64)), Role::Later),
        ],
    ];
    if let (Some(known), Some(tally)) = (desk.known, facts.last_mut()) {
        tally.push((format!(" ={}", grouped(known as u64)), Role::Dim));
    }
    facts.push(vec![saved]);
    facts
}

/// The parts of the second line; one that does not fit is left out with all after it.
fn second_line(model: &Model, desk: &Desk) -> Vec<Vec<(String, Role)>> {
    let bar = || (model.glyphs().bar.to_owned(), Role::Border);
    let (now, before) = (&desk.thresholds.now, &desk.thresholds.before);
    let lang = model.lang;
    let bounds = bounds((now, before), model.units(), desk.table().floors(), lang);
    let role = |changed| if changed { Role::Cut } else { Role::Text };
    let mut parts: Vec<Vec<(String, Role)>> =
        bounds.into_iter().map(|(text, changed)| vec![(format!("{text} "), role(changed))]).collect();
    let set = !desk.filter.is_empty();
    let filter =
        if set { shortened(desk.filter.text(), 20, model.ambiguous) } else { lang.pick("none", "无").to_owned() };
    let waits = if desk.filter.missing(&desk.columns).is_empty() { "" } else { " ..." };
    let filter = vec![
        bar(),
        (format!("{} {filter}{waits}", lang.pick("filter", "筛选")), if set { Role::Cut } else { Role::Dim }),
    ];
    let narrowed = desk.shown != Shown::All;
    let shown = vec![
        bar(),
        (
            format!("{} {}", lang.pick("show", "显示"), lang.of(desk.shown.name())),
            if narrowed { Role::Cut } else { Role::Dim },
        ),
    ];
    let mut sort = vec![bar(), (format!("{} {}", lang.pick("sort", "排序"), sort_name(desk, lang)), Role::Text)];
    sort.extend(refining(desk, lang).map(|text| (text, Role::Dim)));
    // What narrows the list comes first, as a narrow screen drops the rest.
    parts.extend(match (set, narrowed) {
        (true, true) => [filter, shown, sort],
        (true, false) => [filter, sort, shown],
        (false, true) => [shown, sort, filter],
        (false, false) => [sort, shown, filter],
    });
    if desk.hides_known() {
        // Behind the bounds, before what may be dropped.
        parts.insert(parts.len() - 3, vec![bar(), (lang.pick("known hidden", "已隐藏已知词").to_owned(), Role::Cut)]);
    }
    if desk.folds {
        parts.insert(parts.len() - 3, vec![bar(), (lang.pick("folded", "已折叠").to_owned(), Role::Cut)]);
    }
    let ledger = desk.decisions.ledger();
    let (undo, redo) = (ledger.undo_depth(), ledger.redo_depth());
    let steps = lang.pick(format!("undo {undo} redo {redo}"), format!("可撤销 {undo} 可重做 {redo}"));
    parts.push(vec![bar(), (steps, Role::Dim)]);
    parts
}

/// How far the second stage is, while it runs.
fn refining(desk: &Desk, lang: Lang) -> Option<String> {
    let progress = desk.refinement.progress()?;
    let percent = (progress.done * 100).checked_div(progress.total);
    let percent = percent.map_or_else(String::new, |percent| format!(" {}%", percent.min(100)));
    // Nothing is read: the job has not begun yet.
    let begun = progress.stage != Stage::Read;
    let name = if begun { stage(progress.stage, lang) } else { lang.pick("refining", "精排") };
    Some(format!(", {name}{percent}"))
}

/// Each bound as text, and whether it is another one than before the pane was opened.
fn bounds((now, before): (&Thresholds, &Thresholds), units: Units, floors: Floors, lang: Lang) -> Vec<(String, bool)> {
    let entropy = |name: &str, now: f32, before: f32| {
        (now > 0.0 || now != before).then(|| (format!("{name}>={}", nats(now, units)), now != before))
    };
    let pmi =
        if now.min_pmi == f32::NEG_INFINITY { lang.pick("any", "不限").to_owned() } else { nats(now.min_pmi, units) };
    let lengths = format!(
        "{} {}-{}",
        lang.pick("len", "长度"),
        now.min_length.max(SHORTEST),
        now.max_length.min(floors.max_length)
    );
    let mut out = vec![
        (
            format!("{}>={}", lang.pick("count", "词频"), grouped(u64::from(now.min_count.max(floors.min_count)))),
            now.min_count != before.min_count,
        ),
        (format!("PMI>={pmi}"), now.min_pmi != before.min_pmi),
    ];
    out.extend(entropy("HL", now.min_left, before.min_left));
    out.extend(entropy("HR", now.min_right, before.min_right));
    out.push((format!("H>={}", nats(now.min_entropy, units)), now.min_entropy != before.min_entropy));
    out.push((lengths, (now.min_length, now.max_length) != (before.min_length, before.max_length)));
    out
}

/// The order, as text: the column, and v for the largest first or ^ for the smallest.
pub fn sort_name(desk: &Desk, lang: Lang) -> String {
    let name = match desk.columns.sorted_by {
        Some(feature) if desk.sort.column == Column::Given => measures::name(feature, lang),
        _ => lang.of(column_name(desk.sort.column)),
    };
    format!("{name} {}", arrow(desk.sort))
}

/// v when the largest comes first, else ^.
pub fn arrow(sort: Sort) -> &'static str {
    if sort.descending { "v" } else { "^" }
}

fn column_name(column: Column) -> Pair {
    match column {
        Column::Word => ("word", "词"),
        Column::Count => ("count", "词频"),
        Column::Pmi => ("PMI", "凝固度"),
        Column::Left => ("left", "左熵"),
        Column::Right => ("right", "右熵"),
        Column::Entropy => ("entropy", "自由度"),
        Column::Score => ("score", "得分"),
        Column::Verdict => ("verdict", "决定"),
        Column::Given => ("column", "列"),
    }
}
