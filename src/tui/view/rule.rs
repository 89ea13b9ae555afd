//! The rules of a word.
//!
//! ```text
//! ┌Rule ─────────── a accept, x reject, s later, d decided too ┐
//! │                                      undecided    decided  │
//! │ > begins with 的                         1,204         31  │
//! │   begins with 的人                          12          0  │
//! │                                                            │
//! │ 1,204 words get the verdict; 31 decided ones stay          │
//! └────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use crate::lexicon::Reason;

use super::super::layout::{Entries, rules_box};
use super::super::state::Model;
use super::super::state::past::why;
use super::super::state::rule::RuleDialog;
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::dialogs::how;

/// Columns of a number.
const NUMBER: u16 = 12;

/// Each rule with the words it finds.
pub fn list(model: &Model, dialog: &RuleDialog, screen: &mut Canvas) -> Option<Position> {
    let lang = model.lang;
    let area = screen.area();
    let Entries { place, rows, top, .. } = rules_box((area.width, area.height), dialog.rules.len(), dialog.at);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = lang.pick(
        ["a accepts, x rejects, s puts off, d decided too", "a x s: decide  d: all"],
        ["a 采纳，x 拒绝，s 待定，d 连同已决定的", "a x s 决定  d 全部"],
    );
    let mut inside = part.frame(lang.pick("Rule", "规则"), how(place, notes), true);
    let inner = inside.area();
    let (key, dim) = (inside.style(Role::Key), inside.style(Role::Dim));
    inside.put_before((inner.width.saturating_sub(NUMBER + 1), 0), lang.pick("undecided", "未决定"), dim);
    inside.put_before((inner.width.saturating_sub(1), 0), lang.pick("decided", "已决定"), dim);
    for (y, (number, rule)) in (1..).zip(dialog.rules.iter().enumerate().skip(top).take(rows)) {
        let is_current = number == dialog.at;
        let style = if is_current { key } else { text };
        inside.put((1, y), 1, if is_current { ">" } else { " " }, style);
        let told = why(&Reason::Rule { place: rule.place, text: rule.text.clone() }, lang);
        inside.put_fit((3, y), inner.width.saturating_sub(4 + 2 * NUMBER), &told, Align::Left, style);
        let found = dialog.found.as_ref().and_then(|found| found.get(number));
        let count = |count: Option<usize>| count.map_or_else(|| "...".to_owned(), |count| grouped(count as u64));
        let undecided = count(found.map(|found| found.undecided.len()));
        let decided = count(found.map(|found| found.decided.len()));
        inside.put_before((inner.width.saturating_sub(NUMBER + 1), y), &undecided, style);
        inside.put_before((inner.width.saturating_sub(1), y), &decided, if dialog.decided { style } else { dim });
    }
    if let Some(found) = dialog.found.as_ref().and_then(|found| found.get(dialog.at)) {
        let (undecided, decided) = (found.undecided.len() as u64, found.decided.len() as u64);
        let told = if dialog.decided {
            let all = grouped(undecided + decided);
            let decided = grouped(decided);
            lang.pick(
                format!("{all} of the words shown get the verdict, {decided} of them have one already"),
                format!("列出的词中 {all} 个将得到决定，其中 {decided} 个已有决定"),
            )
        } else {
            let (undecided, decided) = (grouped(undecided), grouped(decided));
            lang.pick(
                format!("{undecided} of the words shown get the verdict; {decided} decided ones stay"),
                format!("列出的词中 {undecided} 个将得到决定；{decided} 个已决定的不变"),
            )
        };
        let y = inner.height.saturating_sub(1);
        inside.put_fit((1, y), inner.width.saturating_sub(2), &told, Align::Left, text);
    }
    None
}
