//! Thresholds that fit the verdicts, beside the present ones.
//!
//! ```text
//! ┌Fit to your verdicts ──────────────────── Enter takes them, Esc leaves ┐
//! │              now    proposed                                          │
//! │ Count          5          11                                          │
//! │ PMI         1.00        2.40                                          │
//! │                                                                       │
//! │ candidates            4,812       3,920   +104 enter, -996 leave       │
//! │ precision               61%         78%   of your decided words shown  │
//! │ recall                 100%         96%   of your accepted words       │
//! └───────────────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use crate::engine::query::{Fit, Outcome, Thresholds};

use super::super::layout::centred;
use super::super::state::{Item, Model, ThresholdPane};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::dialogs::how;
use super::thresholds::value;

/// The dialog.
pub fn proposal(model: &Model, fit: &Fit, screen: &mut Canvas) -> Option<Position> {
    let lang = model.lang;
    let rows = thresholds(model, fit)?;
    let area = screen.area();
    let tall = rows.len() as u16 + 7;
    let place = centred((area.width, area.height), 76.min(area.width.saturating_sub(4)), tall);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = lang.pick(["Enter takes them, Esc leaves them", "Enter: take"], ["Enter 采用，Esc 放弃", "Enter 采用"]);
    let head = lang.pick("Thresholds that fit your verdicts", "按你的决定拟合的阈值");
    let mut inside = part.frame(head, how(place, notes), true);
    let header = inside.style(Role::Header);
    let cell = Row {
        name: String::new(),
        now: lang.pick("now", "现在").into(),
        then: lang.pick("fitted", "拟合").into(),
        note: String::new(),
        changed: false,
    };
    cell.draw(0, Some(header), &mut inside);
    let mut y = 1;
    for row in rows {
        row.draw(y, None, &mut inside);
        y += 1;
    }
    for row in outcomes(model, fit) {
        y += 1;
        row.draw(y, None, &mut inside);
    }
    None
}

/// A line of the dialog.
struct Row {
    name: String,
    now: String,
    then: String,
    note: String,
    changed: bool,
}

impl Row {
    fn draw(&self, y: u16, style: Option<ratatui::style::Style>, inside: &mut Canvas) {
        let width = inside.area().width;
        let text = style.unwrap_or(inside.style(Role::Text));
        let then = style.unwrap_or(inside.style(if self.changed { Role::Cut } else { Role::Text }));
        let dim = inside.style(Role::Dim);
        inside.put_fit((1, y), 12, &self.name, Align::Left, text);
        inside.put_fit((13, y), 11, &self.now, Align::Right, text);
        inside.put_fit((24, y), 3, if self.changed { " ->" } else { "" }, Align::Left, then);
        inside.put_fit((27, y), 11, &self.then, Align::Right, then);
        inside.put_fit((40, y), width.saturating_sub(41), &self.note, Align::Left, dim);
    }
}

/// The thresholds that are set, now or then.
fn thresholds(model: &Model, fit: &Fit) -> Option<Vec<Row>> {
    let desk = model.desk.as_ref()?;
    let told = |thresholds: &Thresholds, item: Item| {
        let shown = ThresholdPane::shown(thresholds, item, desk.table());
        match item {
            Item::Bound(measure) => value(measure, shown, model.units()),
            _ => format!("{shown:.0}"),
        }
    };
    let row = |item: Item| {
        let (now, then) = (told(&fit.present, item), told(&fit.proposed, item));
        let is_open = then == told(&Thresholds::OPEN, item);
        let note = if is_open { model.lang.pick("open", "放开") } else { "" };
        Row { name: model.lang.of(item.name()).to_owned(), changed: now != then, now, then, note: note.to_owned() }
    };
    Some(Item::ALL.into_iter().filter(|item| matches!(item, Item::Bound(_))).map(row).collect())
}

/// What the thresholds do, now and then.
fn outcomes(model: &Model, fit: &Fit) -> [Row; 3] {
    let lang = model.lang;
    let percent = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{:.1}%", share * 100.0));
    let row = |name: &str, told: &dyn Fn(&Outcome) -> String, note: String| {
        let (now, then) = (told(&fit.before), told(&fit.after));
        Row { name: name.to_owned(), changed: now != then, now, then, note }
    };
    let (entering, leaving) = (grouped(fit.entering as u64), grouped(fit.leaving as u64));
    let crossing =
        lang.pick(format!("+{entering} enter, -{leaving} leave"), format!("+{entering} 进入，-{leaving} 离开"));
    let accepted = grouped(u64::from(fit.after.kept.accepted + fit.after.missed));
    let decided = lang.pick("of your decided words that pass", "通过者中你采纳的比例").to_owned();
    let recalled =
        lang.pick(format!("of your {accepted} accepted words"), format!("你采纳的 {accepted} 词中通过的比例"));
    [
        row(lang.pick("candidates", "候选词"), &|outcome| grouped(outcome.passing as u64), crossing),
        row(lang.pick("precision", "准确率"), &|outcome| percent(outcome.precision()), decided),
        row(lang.pick("recall", "召回率"), &|outcome| percent(outcome.recall()), recalled),
    ]
}
