//! The filter being typed, over the last two lines; what is wrong with it takes a third when it has no room beside.
//!
//! ```text
//! filter: pmi>=5 and cuont>20
//!                    ^^^^^ there is no cuont; did you mean count?
//!
//! filter: pmi>=5 and count
//!         [count] length pmi entropy score          how often it occurs
//! ```

use ratatui::layout::{Position, Rect};

use crate::engine::query::expression::{Choice, complete};

use super::super::command::Command;
use super::super::state::filter::caret;
use super::super::state::{Desk, Line, Model};
use super::super::text::{Align, Canvas};
use super::super::theme::Role;

/// Points at what is wrong.
const POINTER: &str = "^";

/// The lines it takes at most.
pub const LINES: u16 = 3;

/// Draws the line and what is said of it on the [`LINES`] lines of `part`, of which the first is left as it is when it is
/// not needed.
pub fn draw(model: &Model, desk: &Desk, line: &Line, part: Canvas) -> Position {
    let above = part.area();
    let area = Rect { y: above.y + above.height.min(1), height: above.height.saturating_sub(1), ..above };
    let mut whole = part;
    let text = whole.style(Role::Text);
    let mut part = whole.part(area);
    part.clear(text);
    let (key, input) = (part.style(Role::Key), part.style(Role::Input));
    let start = 1 + part.put((1, 0), area.width, model.lang.pick("filter: ", "筛选："), key);
    let room = area.width.saturating_sub(start);
    let at = part.put_input((start, 0), room, &line.input, input);
    let typing = &desk.filter.typing;
    if let Some(cycle) = &typing.cycle {
        choices(model, &cycle.choices, Some(cycle.at), (start, &mut part));
    } else if let Some(fault) = &typing.fault {
        let value = line.input.value();
        // As the line may be scrolled, what is wrong is found from where the caret is.
        let (column, caret) = (isize::try_from(at).unwrap_or(0), caret(&line.input));
        let part_width = |text: &str| model.columns_of(text);
        let place = |byte: usize| match value.get(byte..caret) {
            Some(before) => column - part_width(before) as isize,
            None => column + part_width(value.get(caret..byte).unwrap_or_default()) as isize,
        };
        let (from, to) = (place(fault.span.start), place(fault.span.end));
        if !pointed((from, to), &line.note, (start, &mut part)) {
            let (style, mut line_above) = (part.style(Role::Warning), whole.part(Rect { height: 1, ..above }));
            line_above.clear(text);
            line_above.put_fit((1, 0), above.width.saturating_sub(1), &line.note, Align::Left, style);
        }
    } else {
        said(model, desk, line, (start, &mut part));
    }
    Position::new((area.x + at).min(area.right().saturating_sub(1)), area.y)
}

/// Points at the columns `from..to` of the line above, and says what is wrong beside it; false when there is no room for
/// that.
fn pointed((from, to): (isize, isize), what: &str, (start, part): (u16, &mut Canvas)) -> bool {
    let end = part.area().width;
    let within = |column: isize| column.clamp(start as isize, end.saturating_sub(1) as isize) as u16;
    let from = within(from);
    let to = within(to).max(from + 1).min(end);
    let style = part.style(Role::Warning);
    part.put((from, 1), to - from, &POINTER.repeat(usize::from(to - from)), style);
    let (wide, left, right) = (part.columns_of(what), from.saturating_sub(2), end.saturating_sub(to + 1));
    if wide <= right {
        part.put((to + 1, 1), right, what, style);
    } else if wide <= left {
        part.put_before((from - 1, 1), what, style);
    }
    wide <= right.max(left)
}

/// Ways to go on, from the one in the line when they do not all fit, and what that one says.
fn choices(model: &Model, choices: &[Choice], at: Option<usize>, (start, part): (u16, &mut Canvas)) {
    let end = part.area().width;
    let (key, dim, text) = (part.style(Role::Key), part.style(Role::Dim), part.style(Role::Text));
    let about = at.and_then(|at| choices.get(at)).map_or("", |choice| {
        let (english, chinese) = &choice.about;
        model.lang.pick(english, chinese).as_str()
    });
    let room = end.saturating_sub(start);
    let told = part.columns_of(about).min(room / 2);
    let stop = end.saturating_sub(if told > 0 { told + 2 } else { 0 });
    let wide = |k: usize| model.columns_of(&choices[k].text) + if Some(k) == at { 3 } else { 1 };
    let mut first = 0;
    while (first..=at.unwrap_or(0).min(choices.len() - 1)).map(wide).sum::<u16>() > stop - start && Some(first) != at {
        first += 1;
    }
    let mut x = start;
    for (k, choice) in choices.iter().enumerate().skip(first) {
        if x + wide(k) > stop {
            break;
        }
        let is_current = Some(k) == at;
        let shown = if is_current { format!("[{}]", choice.text) } else { choice.text.clone() };
        x += part.put((x, 1), stop - x, &shown, if is_current { key } else { text }) + 1;
    }
    part.put_fit((end - told, 1), told, about, Align::Left, dim);
}

/// What to say when nothing is wrong.
fn said(model: &Model, desk: &Desk, line: &Line, (start, part): (u16, &mut Canvas)) {
    let (end, dim) = (part.area().width, part.style(Role::Dim));
    let missing = desk.filter.missing(&desk.columns);
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|feature| feature.name()).collect();
        let names = names.join(", ");
        let told = model.lang.pick(
            format!("computing {names}: the list follows when it is there"),
            format!("正在计算 {names}：算好后列表随之更新"),
        );
        part.put_fit((start, 1), end.saturating_sub(start), &told, Align::Left, dim);
        return;
    }
    let value = line.input.value();
    let tab = model.key_of(Command::Complete);
    let ways = complete(value, caret(&line.input), &desk.scope(model.units())).choices;
    if !value.is_empty() && !ways.is_empty() {
        let x = start + part.put((start, 1), end, &format!("{tab}: "), dim);
        return choices(model, &ways, None, (x, part));
    }
    let help = [
        model.lang.pick(
            format!(
                "part of the word, its pinyin, /regex/, or a condition: pmi>=5 and not known; {tab} completes, Up Down: history"
            ),
            format!("词的一部分、拼音、/正则/，或条件：pmi>=5 and not known；{tab} 补全，Up Down 历史"),
        ),
        model.lang.pick(
            format!("part, pinyin, /regex/ or pmi>=5 and not known; {tab} completes"),
            format!("部分、拼音、/正则/ 或 pmi>=5 and not known；{tab} 补全"),
        ),
    ];
    let room = end.saturating_sub(start);
    let told = help.iter().find(|help| part.columns_of(help) <= room).unwrap_or(&help[1]);
    part.put_fit((start, 1), room, told, Align::Left, dim);
}
