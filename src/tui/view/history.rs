//! The history of decisions.
//!
//! ```text
//! ┌History ──────────────── Enter undoes the step, Esc closes ┐
//! │ > 14  just now    rejected 1,204: 的人, ... begins with 的 │
//! │   13  2 min ago   accepted: 内卷                           │
//! │ u 12  2 min ago   put off: 绿码                            │
//! └───────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use super::super::layout::{Entries, history_box};
use super::super::state::Model;
use super::super::state::past::{HistoryDialog, ago, what, why};
use super::super::text::{Align, Canvas};
use super::super::theme::Role;
use super::dialogs::how;

/// Columns of the time.
const TIME: u16 = 11;

/// Each step with its time and reason; those that do not hold are marked and dim.
pub fn list(model: &Model, dialog: &HistoryDialog, screen: &mut Canvas) -> Option<Position> {
    let desk = model.desk.as_ref()?;
    let lang = model.lang;
    let area = screen.area();
    let steps = desk.decisions.ledger().history();
    let Entries { place, rows, top, .. } = history_box((area.width, area.height), steps.len(), dialog.at);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let notes = lang.pick(
        ["Enter undoes the step and no other, Esc closes", "Enter: undo it"],
        ["Enter 只撤销这一步，Esc 关闭", "Enter 撤销"],
    );
    let mut inside = part.frame(lang.pick("History", "历史"), how(place, notes), true);
    let inner = inside.area();
    let (key, dim) = (inside.style(Role::Key), inside.style(Role::Dim));
    let digits = steps.first().map_or(1, |step| inside.columns_of(&step.number.to_string()));
    for (y, (at, step)) in (0..).zip(steps.iter().enumerate().skip(top).take(rows)) {
        let is_current = at == dialog.at;
        let style = match is_current {
            true => key,
            false if step.holds() => text,
            false => dim,
        };
        inside.put((1, y), 1, if is_current { ">" } else { " " }, style);
        inside.put((2, y), 1, if step.holds() { " " } else { "u" }, style);
        inside.put_before((4 + digits, y), &step.number.to_string(), style);
        inside.put_fit((6 + digits, y), TIME, &ago(step.at(), model.now(), lang), Align::Left, dim);
        let reason = why(step.reason(), lang);
        let x = 7 + digits + TIME;
        let room = inner.width.saturating_sub(x + 1);
        let kept = if reason.is_empty() { 0 } else { (inside.columns_of(&reason) + 2).min(room / 2) };
        inside.put_fit((x, y), room - kept, &what(step, lang), Align::Left, style);
        if kept > 2 {
            inside.put_fit((x + room - kept + 2, y), kept - 2, &reason, Align::Left, dim);
        }
    }
    let below = lang.pick("u: undone; the steps after a step stay", "u：已撤销；撤销一步不影响其后的步骤");
    inside.put_fit((1, inner.height.saturating_sub(1)), inner.width.saturating_sub(2), below, Align::Left, dim);
    None
}
