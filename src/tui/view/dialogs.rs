//! Dialogs that lie over the panes: help, export, questions.

use ratatui::layout::{Position, Rect};

use crate::lexicon::{Verdict, format};
use crate::settings::lang::Pair;

use super::super::command::{COMMANDS, Group};
use super::super::keymap::{Keymap, Mode};
use super::super::layout::{centred, export_box};
use super::super::state::{ExportDialog, HelpDialog, Model, Pane, Question};
use super::super::text::{Align, Ambiguous, Canvas, grouped, width as columns_in};
use super::super::theme::Role;

/// The help: every command with its keys, narrowed by what is typed.
pub fn help(model: &Model, help: &HelpDialog, screen: &mut Canvas) -> Option<Position> {
    let area = screen.area();
    let place =
        centred((area.width, area.height), 100.min(area.width.saturating_sub(4)), area.height.saturating_sub(2));
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let mut inside = part.frame(
        model.lang.pick("Help", "帮助"),
        how(
            place,
            model.lang.pick(
                ["type to search, Up and Down scroll, Esc closes", "type to search, Esc closes"],
                ["输入文字查找，上下键滚动，Esc 关闭", "输入文字查找，Esc 关闭"],
            ),
        ),
        true,
    );
    let inner = inside.area();
    let (key, dim, input) = (inside.style(Role::Key), inside.style(Role::Dim), inside.style(Role::Input));
    let x = 1 + inside.put((1, 0), inner.width, model.lang.pick("search: ", "查找："), key);
    let caret = inside.put_input((x, 0), inner.width.saturating_sub(x + 1), &help.input, input);
    let lines = help_lines(model, help.input.value());
    let rows = usize::from(inner.height.saturating_sub(1));
    let top = help.top.min(lines.len().saturating_sub(rows));
    for (y, line) in lines.iter().skip(top).take(rows).enumerate() {
        let y = y as u16 + 1;
        match line {
            HelpLine::Group(name) => {
                let title = inside.style(Role::Title);
                inside.put((1, y), inner.width, name, title);
            }
            HelpLine::Command { keys, sentence } => {
                inside.put_fit((2, y), 17, keys, Align::Left, key);
                inside.put_fit((20, y), inner.width.saturating_sub(21), sentence, Align::Left, text);
            }
            HelpLine::More(sentence) => {
                inside.put_fit((20, y), inner.width.saturating_sub(21), sentence, Align::Left, text);
            }
        }
    }
    if lines.is_empty() {
        inside.put((2, 2), inner.width, model.lang.pick("no such command", "没有这样的命令"), dim);
    }
    Some(Position::new((inner.x + caret).min(inner.right().saturating_sub(1)), inner.y))
}

/// The longer or the shorter note, by the room there is beside the title.
pub(super) fn how(place: Rect, notes: [&'static str; 2]) -> &'static str {
    notes[usize::from(place.width < 64)]
}

enum HelpLine {
    Group(&'static str),
    Command { keys: String, sentence: String },
    More(String),
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

fn help_lines(model: &Model, wanted: &str) -> Vec<HelpLine> {
    let wanted = wanted.to_lowercase();
    let width = usize::from(model.size.0).clamp(60, 104) - 4 - 24;
    let mut out = Vec::new();
    let first = if model.prefs.focus.is_tuning() { Some(Group::Thresholds) } else { None };
    let groups = first.into_iter().chain(Group::ALL.into_iter().filter(|&g| Some(g) != first));
    for group in groups {
        let mut heading = Some(HelpLine::Group(model.lang.of(group.title())));
        for info in COMMANDS.iter().filter(|info| info.group == group) {
            let keys = keys_of(&model.keymap, &modes(model), info.command);
            let (english, chinese) = info.sentence;
            let all = format!("{keys} {} {english} {chinese}", info.name).to_lowercase();
            if !all.contains(&wanted) {
                continue;
            }
            out.extend(heading.take());
            let mut sentences = wrap(model.lang.of(info.sentence), width, model.ambiguous).into_iter();
            out.push(HelpLine::Command { keys, sentence: sentences.next().unwrap_or_default() });
            out.extend(sentences.map(HelpLine::More));
        }
    }
    out
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

/// The export dialog: formats, path, what will be written.
pub fn export(model: &Model, dialog: &ExportDialog, screen: &mut Canvas) -> Option<Position> {
    let desk = model.desk.as_ref()?;
    let area = screen.area();
    let formats = format::all();
    let place = export_box((area.width, area.height), formats.len()).place;
    let mut part = screen.part(place);
    let text = part.style(Role::Text);
    part.clear(text);
    let mut inside = part.frame(
        model.lang.pick("Export", "导出"),
        how(
            place,
            model.lang.pick(
                ["Up, Down: format  Enter: write  Esc: close", "Enter: write  Esc: close"],
                ["上下键 格式  Enter 写入  Esc 关闭", "Enter 写入  Esc 关闭"],
            ),
        ),
        true,
    );
    let inner = inside.area();
    let (key, dim, input) = (inside.style(Role::Key), inside.style(Role::Dim), inside.style(Role::Input));
    let accepted = desk.decisions.ledger().tally().accepted;
    let words = if accepted == 1 { "word" } else { "words" };
    let number = grouped(accepted as u64);
    inside.put(
        (1, 0),
        inner.width,
        &model.lang.pick(format!("{number} accepted {words}"), format!("已采纳 {number} 个词")),
        text,
    );
    for (at, format) in formats.iter().enumerate() {
        let y = at as u16 + 2;
        let chosen = at == dialog.format;
        let style = if chosen { key } else { text };
        inside.put((1, y), 1, if chosen { ">" } else { " " }, style);
        inside.put((3, y), 8, format.name(), style);
        inside.put_fit(
            (11, y),
            inner.width.saturating_sub(12),
            format.about(),
            Align::Left,
            if chosen { text } else { dim },
        );
    }
    let y = formats.len() as u16 + 3;
    let x = 1 + inside.put((1, y), inner.width, model.lang.pick("to: ", "写入："), key);
    let caret = inner.x + inside.put_input((x, y), inner.width.saturating_sub(x + 1), &dialog.path, input);
    let error = inside.style(Role::Warning);
    inside.put_fit((1, y + 1), inner.width.saturating_sub(2), &dialog.note, Align::Left, error);
    Some(Position::new(caret.min(inner.right().saturating_sub(1)), inner.y + y))
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
