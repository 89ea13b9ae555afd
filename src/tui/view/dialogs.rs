//! Dialogs that lie over the panes: questions, and what dialogs share.

use ratatui::layout::{Position, Rect};

use crate::lexicon::Verdict;
use crate::settings::lang::Pair;

use super::super::keymap::{Keymap, Mode};
use super::super::layout::centred;
use super::super::state::{Model, Pane, Question};
use super::super::text::{Align, Ambiguous, Canvas, grouped, width as columns_in};
use super::super::theme::Role;

/// The longer or the shorter note, by the room there is beside the title.
pub(super) fn how(place: Rect, notes: [&'static str; 2]) -> &'static str {
    notes[usize::from(place.width < 64)]
}

/// The modes to teach keys of: where one is first.
pub(super) fn modes(model: &Model) -> [Mode; 13] {
    let here = match model.prefs.focus {
        Pane::Thresholds => Mode::Thresholds,
        Pane::Plot => Mode::Plot,
        Pane::Candidates => Mode::List,
        Pane::Context => Mode::Context,
        _ => Mode::Pane,
    };
    [
        here,
        Mode::List,
        Mode::Thresholds,
        Mode::Plot,
        Mode::Sort,
        Mode::Columns,
        Mode::Presets,
        Mode::Rule,
        Mode::History,
        Mode::Dictionary,
        Mode::Context,
        Mode::Reader,
        Mode::Question,
    ]
}

pub(super) fn keys_of(keymap: &Keymap, modes: &[Mode], command: super::super::command::Command) -> String {
    for &mode in modes {
        let keys = keymap.keys_of(mode, command);
        if !keys.is_empty() {
            let prefix = match mode {
                Mode::Sort => "o ",
                Mode::Columns => "C ",
                Mode::Presets => "p ",
                Mode::Rule => "X ",
                Mode::History => "U ",
                Mode::Dictionary => "D ",
                Mode::Context if modes[0] != Mode::Context => "2 ",
                Mode::Reader => "2 Enter ",
                _ => "",
            };
            return format!("{prefix}{}", keys.join(", "));
        }
    }
    String::new()
}

/// Breaks a sentence into lines of at most `width` columns, Chinese between any two characters that may be parted.
pub(super) fn wrap(sentence: &str, width: usize, ambiguous: Ambiguous) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (at, _) in unicode_linebreak::linebreaks(sentence) {
        if end > start && columns_in(sentence[start..at].trim_end(), ambiguous) > width {
            lines.push(sentence[start..end].trim_end().to_owned());
            start = end;
        }
        end = at;
    }
    lines.push(sentence[start..].trim_end().to_owned());
    lines
}

/// What is done with words that get a verdict.
fn verdict_name(verdict: Option<Verdict>) -> Pair {
    match verdict {
        Some(Verdict::Accept) => ("Accept", "采纳"),
        Some(Verdict::Reject) => ("Reject", "拒绝"),
        Some(Verdict::Later) => ("Put off", "留待以后"),
        None => ("Undecide", "撤回对"),
    }
}

/// A question.
pub fn question(model: &Model, question: &Question, screen: &mut Canvas) -> Option<Position> {
    let lang = model.lang;
    let yes_or_no = lang.pick("y yes   n no", "y 是   n 否").to_owned();
    let lines = match question {
        Question::Quit => {
            let pending = model.desk.as_ref().map_or(0, |desk| desk.decisions.saving.pending());
            let saved = match pending {
                0 => lang.pick("Everything is saved.", "全部已保存。"),
                _ => lang.pick("What is decided is saved first.", "会先保存所有决定。"),
            };
            [format!("{} {saved}", lang.pick("Quit?", "退出吗？")), yes_or_no]
        }
        Question::QuitUnsaved(n) => [
            lang.pick(
                format!("{n} steps are NOT saved. Quit and lose them?"),
                format!("有 {n} 步没有保存。退出并丢弃它们吗？"),
            ),
            lang.pick("n no, then R tries to save again   y quit", "n 否，再按 R 重试保存   y 退出").to_owned(),
        ],
        Question::Bulk { words, changed, .. } => {
            let (words, changed) = (grouped(*words as u64), grouped(*changed as u64));
            [
                lang.pick(
                    format!("{words} words are marked, {changed} of them would change. Decide?"),
                    format!("已标记 {words} 个词，其中 {changed} 个会改变。决定吗？"),
                ),
                yes_or_no,
            ]
        }
        Question::Listed { verdict, ids, changed, condition } => {
            let (words, changed) = (grouped(ids.len() as u64), grouped(*changed as u64));
            let verdict = lang.of(verdict_name(*verdict));
            let which = match condition.as_str() {
                "" => lang.pick("are listed", "被列出").to_owned(),
                condition => lang.pick(format!("meet {condition}"), format!("满足 {condition}")),
            };
            [
                lang.pick(
                    format!("{verdict} {changed} words? {words} {which}"),
                    format!("{verdict} {changed} 个词吗？{words} 个{which}"),
                ),
                yes_or_no,
            ]
        }
        Question::TakeBack { number, words, since } => {
            let (words, since) = (grouped(*words as u64), grouped(*since as u64));
            [
                lang.pick(
                    format!("Undo step {number}: {words} words; {since} changed since stay?"),
                    format!("撤销第 {number} 步：{words} 个词；{since} 个后来改过的不变。撤销吗？"),
                ),
                yes_or_no,
            ]
        }
        Question::Overwrite { path, .. } => {
            [lang.pick(format!("{path} exists. Replace it?"), format!("{path} 已存在。覆盖它吗？")), yes_or_no]
        }
        Question::DeletePreset(name) => {
            let english = format!("Delete the preset {name} of this project?");
            [lang.pick(english, format!("删除本项目的预设 {name}？")), yes_or_no]
        }
    };
    let area = screen.area();
    let place = centred((area.width, area.height), 60.min(area.width - 4), 5);
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let mut inside = part.frame(lang.pick("Question", "请回答"), "", true);
    let width = inside.area().width.saturating_sub(2);
    let dim = inside.style(Role::Dim);
    inside.put_fit((1, 0), width, &lines[0], Align::Left, text);
    inside.put((1, 2), width, &lines[1], dim);
    None
}
