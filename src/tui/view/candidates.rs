//! The candidates: a table of which only the rows on the screen are looked at.
//!
//! ```text
//! ┌[1] Candidates ──────────────────────────────────── 2 marked  4/4,812 ┐
//! │    Word                Count    PMI     HL     HR  Score v Verdict   │
//! │  + 悟空                3,877  11.42   4.91   5.12   0.981  accepted  │
//! │>   行者                2,318  13.31   3.88   3.41   0.944            │
//! ```
//!
//! Column 1 is `>` on the current row, column 2 `*` on a marked one (`|` in a range being chosen), column 3 the verdict: `+`
//! accepted, `-` rejected, `?` later, `=` none but a dictionary knows the word. Behind the word `"`: something is said of it
//! beside the verdict; `+3`: so many are folded under it.

use crate::engine::CandidateId;
use crate::engine::derived::Feature;
use crate::engine::query::Column;
use crate::lexicon::Verdict;
use crate::settings::lang::Lang;

use super::super::command::Command;
use super::super::keymap::Mode;
use super::super::layout::regions;
use super::super::state::heads::{Field, MARKS, fields, word_columns};
use super::super::state::{Desk, Model, Pane, Shown};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::measures;
use super::numbers::feature_value;
use super::status::arrow;
use super::title;

/// Behind a word that something is said of beside the verdict.
const SAYS: &str = "\"";

fn head_of(field: Field, lang: Lang) -> &'static str {
    match field {
        Field::Number(feature) => measures::head(feature, lang),
        Field::Verdict => lang.pick("Verdict", "决定"),
    }
}

/// Whether there is room for a column that is shown.
pub(super) fn has_room(model: &Model, desk: &Desk, feature: Feature) -> bool {
    let width = regions(model.size, &model.prefs).pane(Pane::Candidates).width.saturating_sub(2);
    fields(desk, width).contains(&Field::Number(feature))
}

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let list = &desk.list;
    let place = if list.rows().is_empty() { 0 } else { list.cursor() + 1 };
    let mut note = format!("{}/{}", grouped(place as u64), grouped(list.rows().len() as u64));
    if let Some(range) = list.range() {
        note = format!("{} {}  {note}", model.lang.pick("range of", "区间"), grouped(range.count() as u64));
    }
    if !list.marks.is_empty() {
        note = format!("{} {}  {note}", grouped(list.marks.len() as u64), model.lang.pick("marked", "已标记"));
    }
    let mut inside = part.frame(&title(Pane::Candidates, model.lang), &note, model.prefs.focus == Pane::Candidates);
    let width = inside.area().width;
    let shown = fields(desk, width);
    let word = word_columns(&shown, width);
    head(desk, model.lang, (&shown, word), &mut inside);
    let rows = usize::from(inside.area().height.saturating_sub(1));
    let listed = (list.top()..).zip(list.rows().range(list.top()..list.top() + rows));
    for (y, (place, id)) in (1..).zip(listed) {
        row(model, desk, (place, id), (&shown, word, y), &mut inside);
        if place == list.cursor() {
            let cursor = inside.style(Role::Cursor);
            inside.put((0, y), 1, ">", cursor);
            inside.paint(y, cursor);
        }
    }
    if list.rows().is_empty() && desk.resume.is_none() {
        let dim = inside.style(Role::Dim);
        inside.put((MARKS, 2), width, &empty_reason(model, desk), dim);
    }
}

fn empty_reason(model: &Model, desk: &Desk) -> String {
    let (key, lang) = (|command| model.key_of(command), model.lang);
    if !desk.filter.is_empty() {
        let key = key(Command::ClearFilter);
        lang.pick(format!("nothing matches: {key} takes the filter off"), format!("没有匹配的词：{key} 清除筛选"))
    } else if desk.hides_known() {
        let key = key(Command::Known);
        let en = format!("no word that is not known: {key} shows the known ones");
        lang.pick(en, format!("没有未知的词：{key} 显示已知词"))
    } else if desk.shown != Shown::All {
        let (key, shown) = (key(Command::Show), lang.of(desk.shown.name()));
        lang.pick(format!("no {shown} word: {key} shows others"), format!("没有{shown}的词：{key} 显示其他词"))
    } else {
        let all = model.keymap.key_of(Mode::Thresholds, Command::ResetAll).unwrap_or_default();
        let key = key(Command::Thresholds);
        let en = format!("no candidate passes: {key} opens the thresholds, {all} in there lets all pass");
        lang.pick(en, format!("没有候选词通过：{key} 打开阈值，在那里按 {all} 全部放开"))
    }
}

fn head(desk: &Desk, lang: Lang, (shown, word): (&[Field], u16), inside: &mut Canvas) {
    let style = inside.style(Role::Header);
    let label = |name: &str, is_sorted: bool| {
        if is_sorted { format!("{name} {}", arrow(desk.sort)) } else { name.to_owned() }
    };
    inside.put((MARKS, 0), word, &label(lang.pick("Word", "词"), desk.sort.column == Column::Word), style);
    let mut x = MARKS + word;
    for &field in shown {
        let text = label(head_of(field, lang), field.is_sorted_by(desk));
        if field == Field::Verdict {
            inside.put((x + 2, 0), field.width(), &text, style);
        } else {
            inside.put_before((x + field.width(), 0), &text, style);
        }
        x += field.width();
    }
}

fn row(model: &Model, desk: &Desk, (place, id): (usize, CandidateId), at: (&[Field], u16, u16), inside: &mut Canvas) {
    let (shown, word_width, y) = at;
    let table = desk.table();
    let word = table.word(id);
    let verdict = desk.decisions.ledger().verdict(word);
    let (sign, name, role) = match verdict {
        None if desk.decisions.is_known(id) => ("=", ("known", "已知"), Role::Dim),
        None => (" ", ("", ""), Role::Text),
        Some(Verdict::Accept) => ("+", ("accepted", "采纳"), Role::Accepted),
        Some(Verdict::Reject) => ("-", ("rejected", "拒绝"), Role::Rejected),
        Some(Verdict::Later) => ("?", ("later", "待定"), Role::Later),
    };
    let style = inside.style(role);
    let marked = inside.style(Role::Marked);
    if desk.list.marks.contains(id) {
        inside.put((1, y), 1, "*", marked);
    } else if desk.list.range().is_some_and(|range| range.contains(&place)) {
        inside.put((1, y), 1, "|", marked);
    }
    inside.put((2, y), 1, sign, style);
    inside.put_fit((MARKS, y), word_width, word, Align::Left, style);
    let says = desk.decisions.ledger().details(word).is_some();
    let under = desk.folding.as_ref().map_or(0, |folding| folding.members(id).len());
    // What does not fit beside a long word gives way to the word, but for the mark.
    let end = MARKS + word_width;
    let mut after = (MARKS + inside.columns_of(word) + 1).min(if says { end.saturating_sub(2) } else { end });
    let dim = inside.style(Role::Dim);
    if says {
        after += inside.put((after, y), 2, SAYS, style) + 1;
    }
    if under > 0 && after < end {
        inside.put((after, y), end - after, &format!("+{under}"), dim);
    }
    let mut x = MARKS + word_width;
    for &field in shown {
        match field {
            Field::Verdict => {
                let name =
                    if verdict.is_some() && desk.decisions.is_pending(id) { ("saving", "保存中") } else { name };
                inside.put((x + 2, y), field.width() - 2, model.lang.of(name), style);
            }
            Field::Number(feature) => {
                let plain = inside.style(if verdict == Some(Verdict::Reject) { Role::Rejected } else { Role::Text });
                let text = desk.columns.value(table, feature, id).map_or_else(
                    || inside.glyphs().coming.to_owned(),
                    |value| feature_value(feature, value, model.units()),
                );
                inside.put_before((x + field.width(), y), &text, plain);
            }
        }
        x += field.width();
    }
}
