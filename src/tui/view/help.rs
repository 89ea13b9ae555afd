//! The help.
//!
//! ```text
//! ┌Help ───────────────────────── type to search, Up and Down scroll, Esc closes ┐
//! │ search:                                                                      │
//! │ Move                                        what has a key here comes first  │
//! │  j, Down           One row down.                                             │
//! │ Elsewhere: Thresholds                                                        │
//! │  4 l, Right        Raise the threshold a step.                               │
//! │ With words behind them (:)                                                   │
//! │  :goto             WORD | ROW                                                │
//! │                    Go to a word of the list, or to a row by its number.      │
//! └──────────────────────────────────────────────────────────────────────────────┘
//! ```

use ratatui::layout::Position;

use super::super::command::verb::VERBS;
use super::super::command::{COMMANDS, Group, Info};
use super::super::keymap::Mode;
use super::super::layout::centred;
use super::super::state::{Dialog, HelpDialog, Model};
use super::super::text::{Align, Canvas};
use super::super::theme::Role;
use super::dialogs::{how, keys_of, modes, wrap};

/// The help, narrowed by what is typed.
pub fn draw(model: &Model, help: &HelpDialog, screen: &mut Canvas) -> Option<Position> {
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

enum HelpLine {
    Group(String),
    Command { keys: String, sentence: String },
    More(String),
}

/// The mode that the help was opened in.
fn mode_here(model: &Model) -> Mode {
    let below = model.dialogs.iter().rev().find(|dialog| !matches!(dialog, Dialog::Help(_)));
    match below {
        Some(Dialog::Reader(_)) => Mode::Reader,
        Some(Dialog::Start(_)) => Mode::Start,
        Some(Dialog::Rule(_)) => Mode::Rule,
        Some(Dialog::History(_)) => Mode::History,
        Some(Dialog::Entry(_)) => Mode::Entry,
        Some(Dialog::Dictionary(_)) => Mode::Dictionary,
        _ => model.mode_of_pane(),
    }
}

/// The commands that have a key here, group by group; then the others; then what the line of commands takes.
fn help_lines(model: &Model, wanted: &str) -> Vec<HelpLine> {
    let (wanted, lang, here) = (wanted.to_lowercase(), model.lang, mode_here(model));
    let is_here = |info: &Info| model.keymap.key_of(here, info.command).is_some();
    let first = if model.prefs.focus.is_tuning() { Some(Group::Thresholds) } else { None };
    let groups: Vec<Group> =
        first.into_iter().chain(Group::ALL.into_iter().filter(|&group| Some(group) != first)).collect();
    let mut out = Vec::new();
    for wants_here in [true, false] {
        for &group in &groups {
            let title = lang.of(group.title());
            let elsewhere = lang.pick(format!("Elsewhere: {title}"), format!("别处：{title}"));
            let mut heading = Some(HelpLine::Group(if wants_here { title.to_owned() } else { elsewhere }));
            for info in COMMANDS.iter().filter(|info| info.group == group && is_here(info) == wants_here) {
                let keys = if wants_here {
                    keys_of(&model.keymap, &[here], info.command)
                } else {
                    keys_of(&model.keymap, &modes(model), info.command)
                };
                let names = [info.name, info.sentence.0, info.sentence.1];
                if is_wanted(&wanted, &keys, &names) {
                    out.extend(heading.take());
                    entry(keys, lang.of(info.sentence), model, &mut out);
                }
            }
        }
    }
    let title = lang.pick("With words behind them (:)", "带参数的命令（:）").to_owned();
    let mut heading = Some(HelpLine::Group(title));
    for info in VERBS {
        let line = format!(":{}", info.name);
        if is_wanted(&wanted, &line, &[info.takes, info.sentence.0, info.sentence.1]) {
            out.extend(heading.take());
            let sentence = lang.of(info.sentence);
            let told = if info.takes.is_empty() { sentence.to_owned() } else { format!("{}  {sentence}", info.takes) };
            entry(line, &told, model, &mut out);
        }
    }
    out
}

fn is_wanted(wanted: &str, keys: &str, texts: &[&str]) -> bool {
    format!("{keys} {}", texts.join(" ")).to_lowercase().contains(wanted)
}

/// The lines of one command.
fn entry(keys: String, sentence: &str, model: &Model, out: &mut Vec<HelpLine>) {
    let width = usize::from(model.size.0).clamp(60, 104) - 4 - 24;
    let mut sentences = wrap(sentence, width, model.ambiguous).into_iter();
    out.push(HelpLine::Command { keys, sentence: sentences.next().unwrap_or_default() });
    out.extend(sentences.map(HelpLine::More));
}
