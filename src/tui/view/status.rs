//! The two status lines.
//!
//! ```text
//!  wordmine  西游记.txt 579k units │ 4,812 of 35,204 │ +212 -87 ?14 │ saved
//!  count>=5 PMI>=2.5 HL>=0.0 HR>=0.0 H>=1.1 len 2-6 │ sort score v │ show all │ filter 悟
//! ```

use crate::engine::query::{Column, Sort, Thresholds};
use crate::settings::Units;

use super::super::state::{Desk, Model};
use super::super::text::{Canvas, grouped};
use super::super::theme::Role;
use super::numbers::{nats, short};

pub fn draw(model: &Model, mut part: Canvas) {
    let width = part.area().width;
    let name = part.style(Role::Title);
    let mut x = part.put((1, 0), width, "wordmine  ", name) + 1;
    let Some(desk) = &model.desk else {
        if let Some(loading) = &model.loading {
            let text = part.style(Role::Text);
            part.put((x, 0), width - x, &loading.what, text);
        }
        return;
    };
    for (text, role) in first_line(desk) {
        let style = part.style(role);
        x += part.put((x, 0), width.saturating_sub(x), &text, style);
    }
    let mut x = 1;
    for (text, role) in second_line(model, desk) {
        let style = part.style(role);
        x += part.put((x, 1), width.saturating_sub(x), &text, style);
    }
}

fn first_line(desk: &Desk) -> Vec<(String, Role)> {
    let table = desk.table();
    let tally = desk.decisions.ledger().tally();
    let units = short(table.totals().symbols);
    let bar = || (" │ ".to_owned(), Role::Border);
    let saving = &desk.decisions.saving;
    let saved = match (&saving.failure, saving.pending()) {
        (Some(_), n) => (format!("NOT SAVED: {n}, R retries"), Role::Error),
        (None, 0) => ("saved".to_owned(), Role::Good),
        (None, n) => (format!("saving {n}"), Role::Warning),
    };
    vec![
        (format!("{} {units} units", desk.loaded.name), Role::Text),
        bar(),
        (format!("{} of {}", grouped(desk.list.rows().len() as u64), grouped(table.len() as u64)), Role::Text),
        bar(),
        (format!("+{} ", grouped(tally.accepted as u64)), Role::Accepted),
        (format!("-{} ", grouped(tally.rejected as u64)), Role::Rejected),
        (format!("?{}", grouped(tally.later as u64)), Role::Later),
        bar(),
        saved,
    ]
}

fn second_line(model: &Model, desk: &Desk) -> Vec<(String, Role)> {
    let bar = || (" │ ".to_owned(), Role::Border);
    let mut out = Vec::new();
    let (now, before) = (&desk.thresholds.now, &desk.thresholds.before);
    for (text, changed) in bounds(now, before, model.units(), desk.table().floors().max_length) {
        out.push((text, if changed { Role::Cut } else { Role::Text }));
        out.push((" ".to_owned(), Role::Text));
    }
    out.pop();
    out.push(bar());
    out.push((format!("sort {}", sort_name(desk.sort)), Role::Text));
    out.push(bar());
    let shown = desk.shown.name();
    out.push((format!("show {shown}"), if shown == "all" { Role::Dim } else { Role::Cut }));
    out.push(bar());
    let (filter, role) = if desk.filter.is_empty() { ("none", Role::Dim) } else { (desk.filter.as_str(), Role::Cut) };
    out.push((format!("filter {filter}"), role));
    let ledger = desk.decisions.ledger();
    out.push(bar());
    out.push((format!("undo {} redo {}", ledger.undo_depth(), ledger.redo_depth()), Role::Dim));
    out
}

/// Each bound as text, and whether it is another one than before the pane was opened.
fn bounds(now: &Thresholds, before: &Thresholds, units: Units, longest: u8) -> Vec<(String, bool)> {
    let entropy = |name: &str, now: f32, before: f32| {
        (now > 0.0 || now != before).then(|| (format!("{name}>={}", nats(now, units)), now != before))
    };
    let pmi = if now.min_pmi == f32::NEG_INFINITY { "any".to_owned() } else { nats(now.min_pmi, units) };
    let lengths = format!("len {}-{}", now.min_length.max(1), now.max_length.min(longest));
    let mut out = vec![
        (format!("count>={}", grouped(u64::from(now.min_count))), now.min_count != before.min_count),
        (format!("PMI>={pmi}"), now.min_pmi != before.min_pmi),
    ];
    out.extend(entropy("HL", now.min_left, before.min_left));
    out.extend(entropy("HR", now.min_right, before.min_right));
    out.push((format!("H>={}", nats(now.min_entropy, units)), now.min_entropy != before.min_entropy));
    out.push((lengths, (now.min_length, now.max_length) != (before.min_length, before.max_length)));
    out
}

/// The order, as text: the column, and v for the largest first or ^ for the smallest.
pub fn sort_name(sort: Sort) -> String {
    format!("{} {}", column_name(sort.column), arrow(sort))
}

/// v when the largest comes first, else ^.
pub fn arrow(sort: Sort) -> &'static str {
    if sort.descending { "v" } else { "^" }
}

fn column_name(column: Column) -> &'static str {
    match column {
        Column::Word => "word",
        Column::Count => "count",
        Column::Pmi => "PMI",
        Column::Left => "left",
        Column::Right => "right",
        Column::Entropy => "entropy",
        Column::Score => "score",
        Column::Verdict => "verdict",
    }
}
