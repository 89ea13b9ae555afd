//! Why the candidate under the cursor stands where it stands.
//!
//! ```text
//! ┌Why 玉帝  3 of 370 by score v ───────── i closes, j k go on ┐
//! │ in 玉帝道 8 of 22 times (36%)   above 兵器, below 怎么     │
//! │ pmi       5.99  81% ████████▏  left   2.41  77% ███████▋   │
//! │ splits    counts       PMI │ left  HL 2.41  │ right HR 2.69│
//! │ 玉|帝     35 31       5.99<│ ”           8  │ 圣          3│
//! └────────────────────────────────────────────────────────────┘
//! ```
//!
//! A percentage is the share of all candidates with a smaller value (half of those with the same one counted); `<` marks
//! the split with the smallest PMI, the weakest joint.

use crate::engine::concordance::Neighbour;
use crate::engine::derived::{Explanation, Split, Standing};
use crate::engine::query::Column;
use crate::settings::lang::Lang;

use super::super::command::Command;
use super::super::state::{Desk, Model};
use super::super::text::{Align, Ambiguous, Canvas, grouped};
use super::super::theme::Role;
use super::dialogs::wrap;
use super::measures::{name, sentence};
use super::neighbours::END;
use super::numbers::{bar, feature_value, nats, share};
use super::status::{arrow, sort_name};

/// Columns of a measure's name, value and percentage.
const NUMBERS: u16 = 11 + 8 + 6;
/// Fewest columns of a measure with a bar, and how many leave room for its sentence.
const LEAST_MEASURE: u16 = NUMBERS + 2;
const WITH_SENTENCE: u16 = 90;
/// Columns of the bar beside a sentence.
const BAR: u16 = 12;
/// Lines that are left for splits and neighbours where whole sentences are to have room.
const BELOW_SENTENCES: u16 = 7;
/// Columns of the neighbours of one side, at most and at least.
const SIDE: u16 = 26;
const LEAST_SIDE: u16 = 15;
/// Fewest columns that splits and neighbours stand in side by side.
const SIDE_BY_SIDE: u16 = 56;

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let (width, lang) = (part.area().width, model.lang);
    let Some(explanation) = desk.explain.shown.as_deref() else {
        let note = if desk.list.current().is_some() { lang.pick("computing ...", "计算中 ...") } else { "" };
        part.frame(lang.pick("Why", "为什么"), note, true);
        return;
    };
    let is_current = desk.word() == Some(explanation.word.as_str());
    let title = format!("{} {}", lang.pick("Why", "为什么"), explanation.word);
    let close = format!("{} {}", model.key_of(Command::Explain), lang.pick("closes", "关闭"));
    let note = if is_current { close } else { lang.pick("computing ...", "计算中 ...").to_owned() };
    let mut inside = part.frame(&title, &note, true);
    let inner = inside.area();
    let mut y = facts((desk, lang), explanation, is_current, &mut inside);
    let shown = standings(desk, explanation, inner.width, inner.height.saturating_sub(y));
    y += measures(model, desk, &shown, y, &mut inside);
    // An empty line where there is room for it.
    let below = inner.height.saturating_sub(y);
    let gap = u16::from(below > rows_below(explanation, width) + 1);
    joints(model, desk, explanation, y + gap, &mut inside);
}

/// Lines that splits and neighbours would like to have.
fn rows_below(explanation: &Explanation, width: u16) -> u16 {
    let splits = explanation.splits.len() as u16 + 1;
    if width < SIDE_BY_SIDE { splits + 5 } else { splits.max(5) }
}

/// Where it stands in the list and what it is part of, in as few lines as they fit; how many those are.
fn facts((desk, lang): (&Desk, Lang), explanation: &Explanation, is_current: bool, inside: &mut Canvas) -> u16 {
    let width = inside.area().width.saturating_sub(2);
    let (text, dim) = (inside.style(Role::Text), inside.style(Role::Dim));
    let mut facts = Vec::new();
    if is_current {
        facts.push((place(desk, lang), text));
    }
    facts.push((extension(desk, explanation, lang), text));
    if is_current {
        facts.extend(beside(desk, lang).map(|beside| (beside, dim)));
    }
    let (mut x, mut y) = (0, 0);
    let few = inside.area().height < 16;
    for (fact, style) in facts {
        let wide = inside.columns_of(&fact);
        if x > 0 && x + 3 + wide > width {
            if few {
                break;
            }
            (x, y) = (0, y + 1);
        } else if x > 0 {
            x += 3;
        }
        inside.put_fit((1 + x, y), width.saturating_sub(x), &fact, Align::Left, style);
        x += wide;
    }
    y + 1
}

fn place(desk: &Desk, lang: Lang) -> String {
    let (place, all) = (desk.list.cursor() as u64 + 1, desk.list.rows().len() as u64);
    let (place, all, order) = (grouped(place), grouped(all), sort_name(desk, lang));
    lang.pick(format!("{place} of {all} by {order}"), format!("按{order}排第 {place} / {all}"))
}

fn extension(desk: &Desk, explanation: &Explanation, lang: Lang) -> String {
    let is_longest = explanation.splits.len() + 1 >= usize::from(desk.table().floors().max_length);
    let all = grouped(explanation.count.into());
    match &explanation.extension {
        Some((longer, count)) => {
            let share = share(u64::from(*count), u64::from(explanation.count));
            let count = grouped(u64::from(*count));
            let en = format!("within {longer} {count} of {all} times ({share})");
            lang.pick(en, format!("{all} 次中有 {count} 次在 {longer} 里（{share}）"))
        }
        None if is_longest => {
            lang.pick(format!("{all} times, as long as the scan goes"), format!("{all} 次，已是扫描的最大长度"))
        }
        None => {
            lang.pick(format!("{all} times, within no longer candidate"), format!("{all} 次，不在任何更长的候选词里"))
        }
    }
}

/// The words above and below it in the list.
fn beside(desk: &Desk, lang: Lang) -> Option<String> {
    let (rows, at, table) = (desk.list.rows(), desk.list.cursor(), desk.table());
    let word = |place: usize| rows.get(place).map(|id| table.word(id));
    let above = at.checked_sub(1).and_then(word).map(|word| format!("{} {word}", lang.pick("above it", "上一个")));
    let below = word(at + 1).map(|word| format!("{} {word}", lang.pick("below it", "下一个")));
    let both: Vec<String> = above.into_iter().chain(below).collect();
    (!both.is_empty()).then(|| both.join(lang.pick(", ", "，")))
}

/// How many measures stand side by side: one, unless that leaves no room for what is below.
fn side_by_side(number: u16, width: u16, height: u16) -> u16 {
    let most = (width.saturating_sub(1) / LEAST_MEASURE).max(1);
    (1..=most).find(|&columns| number.div_ceil(columns) + least_below(width) <= height).unwrap_or(most)
}

/// The sentence of each measure in lines of `room` columns: whole ones where all have room in `height` lines.
fn sentences(all: &[&Standing], (lang, ambiguous): (Lang, Ambiguous), room: u16, height: u16) -> Vec<Vec<String>> {
    let whole = all.iter().map(|standing| wrap(sentence(standing.feature, lang), usize::from(room), ambiguous));
    let whole: Vec<Vec<String>> = whole.collect();
    if whole.iter().map(|lines| lines.len().max(1) as u16).sum::<u16>() <= height {
        return whole;
    }
    all.iter().map(|standing| vec![sentence(standing.feature, lang).to_owned()]).collect()
}

/// Lines that splits and neighbours have at least.
fn least_below(width: u16) -> u16 {
    if width < SIDE_BY_SIDE { 9 } else { 4 }
}

/// The measures that there is room for in lines of `width` columns: all, or those of the columns of the list.
fn standings<'a>(desk: &Desk, explanation: &'a Explanation, width: u16, height: u16) -> Vec<&'a Standing> {
    let all: Vec<&Standing> = explanation.standings.iter().collect();
    let most = (width.saturating_sub(1) / LEAST_MEASURE).max(1);
    if (all.len() as u16).div_ceil(most) + 2 <= height {
        return all;
    }
    let in_list = |standing: &&Standing| {
        desk.columns.shown().contains(&standing.feature)
            || desk.columns.is_sorted_by(standing.feature, desk.sort.column)
    };
    all.into_iter().filter(in_list).collect()
}

/// Every measure, in the order of the columns of the list; the lines taken.
fn measures(model: &Model, desk: &Desk, all: &[&Standing], top: u16, inside: &mut Canvas) -> u16 {
    let inner = inside.area();
    let (number, height) = (all.len() as u16, inner.height.saturating_sub(top));
    let columns = side_by_side(number, inner.width, height);
    let wide = inner.width.saturating_sub(1) / columns;
    if wide >= WITH_SENTENCE {
        let from = NUMBERS + BAR + 3;
        let room = wide.saturating_sub(from + 1);
        let dim = inside.style(Role::Dim);
        let mut y = top;
        for (standing, sentence) in
            all.iter().zip(sentences(all, (model.lang, model.ambiguous), room, height.saturating_sub(BELOW_SENTENCES)))
        {
            measure(model, desk, standing, ((1, y), NUMBERS + BAR), inside);
            for line in &sentence {
                inside.put_fit((from, y), room, line, Align::Left, dim);
                y += 1;
            }
        }
        return y - top;
    }
    let lines = number.div_ceil(columns).max(1);
    for (at, standing) in (0u16..).zip(all) {
        let place = (1 + at / lines * wide, top + at % lines);
        measure(model, desk, standing, (place, wide.saturating_sub(1)), inside);
    }
    lines
}

fn measure(model: &Model, desk: &Desk, standing: &Standing, ((x, y), wide): ((u16, u16), u16), inside: &mut Canvas) {
    let is_sorted = desk.columns.is_sorted_by(standing.feature, desk.sort.column);
    let (text, key, bars) = (inside.style(Role::Text), inside.style(Role::Key), inside.style(Role::Bar));
    let name = name(standing.feature, model.lang);
    let name = if is_sorted { format!("{name} {}", arrow(desk.sort)) } else { name.to_owned() };
    inside.put((x, y), 12, &name, if is_sorted { key } else { text });
    let value = feature_value(standing.feature, standing.value, model.units());
    inside.put_before((x + 18, y), &value, text);
    let Some(percentile) = standing.percentile() else {
        return;
    };
    inside.put_before((x + 24, y), &percent(percentile), text);
    let room = wide.saturating_sub(NUMBERS);
    inside.put((x + NUMBERS, y), room, &bar((percentile, 1.0), usize::from(room), inside.glyphs()), bars);
}

/// A percentile; with a decimal where most good words are. 100 would claim that the word stands above itself.
fn percent(percentile: f64) -> String {
    let tenths = ((percentile * 1e3).floor() as u32).min(999);
    if tenths < 990 { format!("{}%", tenths / 10) } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

/// The splits and what stands beside the word, from line `top` on.
fn joints(model: &Model, desk: &Desk, explanation: &Explanation, top: u16, inside: &mut Canvas) {
    let inner = inside.area();
    let height = inner.height.saturating_sub(top);
    if height < 2 {
        return;
    }
    if inner.width < SIDE_BY_SIDE {
        let own = (explanation.splits.len() as u16 + 1).min(height.saturating_sub(4).max(2));
        splits(model, explanation, ((1, top), (inner.width.saturating_sub(2), own)), inside);
        let gap = u16::from(height > own + 5);
        let half = inner.width / 2;
        let rest = height.saturating_sub(own + gap);
        neighbours(
            model,
            desk,
            explanation,
            ([(1, half - 2), (half + 1, inner.width - half - 2)], top + own + gap, rest),
            inside,
        );
        return;
    }
    // Long words have long splits: the neighbours give way to them.
    let longest = explanation.splits.iter().map(|split| inside.columns_of(&split_text(split))).max().unwrap_or(0);
    let own = (longest + 10).max(inner.width / 3).min(inner.width.saturating_sub(2 * LEAST_SIDE + 3));
    splits(model, explanation, ((1, top), (own, height)), inside);
    let x = own + 4;
    let each = (inner.width.saturating_sub(x) / 2).min(SIDE);
    neighbours(model, desk, explanation, ([(x, each - 2), (x + each, each - 1)], top, height), inside);
}

/// The splits with the counts of their parts and PMI, the weakest marked. Where not all have room the weakest does.
fn splits(model: &Model, explanation: &Explanation, at: ((u16, u16), (u16, u16)), inside: &mut Canvas) {
    let ((x, y), (width, height)) = at;
    let (header, text, key) = (inside.style(Role::Header), inside.style(Role::Text), inside.style(Role::Key));
    inside.put_before((x + width - 1, y), &format!("PMI {}", model.units().name()), header);
    let rows = usize::from(height.saturating_sub(1));
    let (all, lang) = (&explanation.splits, model.lang);
    let head = match rows < all.len() {
        false => lang.pick("split, counts", "切分，次数").to_owned(),
        true if width >= 34 => format!("{}  {rows} / {}", lang.pick("split, counts", "切分，次数"), all.len()),
        true => format!("{} {rows} / {}", lang.pick("splits", "切分"), all.len()),
    };
    inside.put((x, y), width, &head, header);
    let weakest = explanation.weakest.unwrap_or(0);
    let first = (weakest + 1).saturating_sub(rows);
    for (at, (line, split)) in (y + 1..).zip(all.iter().enumerate().skip(first).take(rows)) {
        let is_weakest = explanation.weakest == Some(line) && all.len() > 1;
        let style = if is_weakest { key } else { text };
        inside.put_before((x + width - 1, at), &nats(split.pmi as f32, model.units()), style);
        if is_weakest {
            inside.put((x + width - 1, at), 1, "<", key);
        }
        inside.put_fit((x, at), width.saturating_sub(8), &split_text(split), Align::Left, style);
    }
}

fn split_text(split: &Split) -> String {
    let [a, b] = split.counts.map(|count| grouped(u64::from(count)));
    format!("{}|{}  {a} {b}", split.parts[0], split.parts[1])
}

/// What stands before and after the word most often, with counts, below the entropies of either side.
fn neighbours(
    model: &Model,
    desk: &Desk,
    explanation: &Explanation,
    (places, top, height): ([(u16, u16); 2], u16, u16),
    inside: &mut Canvas,
) {
    let known = desk.context.summary.as_deref().filter(|summary| summary.word == explanation.word);
    let entropy = |column| match desk.table().find(&explanation.word) {
        Some(id) if column == Column::Left => format!("HL {}", nats(desk.table().left(id), model.units())),
        Some(id) => format!("HR {}", nats(desk.table().right(id), model.units())),
        None => String::new(),
    };
    let (header, dim) = (inside.style(Role::Header), inside.style(Role::Dim));
    let heads = [(model.lang.pick("left", "左"), Column::Left), (model.lang.pick("right", "右"), Column::Right)];
    for (at, ((x, width), (name, column))) in places.into_iter().zip(heads).enumerate() {
        inside.put((x, top), width, name, header);
        inside.put_before((x + width, top), &entropy(column), header);
        let Some(known) = known else {
            inside.put((x, top + 1), width, model.lang.pick("counting ...", "统计中 ..."), dim);
            continue;
        };
        let all = if at == 0 { &known.neighbours.left } else { &known.neighbours.right };
        side(all, model.lang, ((x, top + 1), (width, height.saturating_sub(1))), inside);
    }
}

fn side(all: &[Neighbour], lang: Lang, ((x, y), (width, height)): ((u16, u16), (u16, u16)), inside: &mut Canvas) {
    for (y, neighbour) in (y..y + height).zip(all) {
        let text = if neighbour.text == "\n" { lang.of(END) } else { neighbour.text.as_str() };
        let style = inside.style(if neighbour.is_break { Role::Dim } else { Role::Text });
        let count = grouped(neighbour.count as u64);
        inside.put_fit((x, y), width.saturating_sub(inside.columns_of(&count) + 1), text, Align::Left, style);
        let plain = inside.style(Role::Text);
        inside.put_before((x + width, y), &count, plain);
    }
}
