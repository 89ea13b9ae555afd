//! Dialogs: opening them, and the keys while one is open.

use ratatui::crossterm::event::{Event as TerminalEvent, KeyEvent};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler;

use crate::lexicon::Reason;

use super::super::command::Command;
use super::super::effect::Effect;
use super::super::keymap::{Key, Mode};
use super::super::state::history::Kind;
use super::super::state::{Dialog, Ending, HelpDialog, Item, Level, Line, LineKind, Model, Question, ThresholdPane};
use super::narrow::requery;
use super::{
    columns, context, decide, dictionary, entry, export, filter, fit, history, last_session, page, palette, presets,
    reader, rule, say, start,
};

/// Runs a command in the topmost dialog; `None` when there is no dialog, or the command is for the panes after all.
pub fn run(model: &mut Model, command: Command) -> Option<Vec<Effect>> {
    match model.dialogs.last()? {
        Dialog::Dictionary(_) => dictionary::run(model, command),
        Dialog::Sort => {
            model.dialogs.pop();
            matches!(command, Command::Close | Command::Cancel).then(Vec::new)
        }
        _ if command == Command::Cancel || command == Command::Close => Some(close(model, command)),
        Dialog::Columns(_) => Some(columns::run(model, command)),
        Dialog::Presets(_) => Some(presets::run(model, command)),
        Dialog::Rule(_) => Some(rule::run(model, command)),
        Dialog::History(_) => Some(history::run(model, command)),
        Dialog::Entry(_) => Some(entry::run(model, command)),
        Dialog::Reader(_) => reader::run(model, command),
        Dialog::Line(_) => Some(in_line(model, command)),
        Dialog::Palette(_) => Some(palette::run(model, command)),
        Dialog::Help(_) => Some(scroll_help(model, command)),
        Dialog::Export(_) => Some(export::run(model, command)),
        Dialog::Start(_) => Some(start::run(model, command)),
        Dialog::Fit(_) => Some(if command == Command::Confirm { fit::take(model) } else { Vec::new() }),
        Dialog::Question(_) => Some(if command == Command::Confirm { confirm(model) } else { Vec::new() }),
    }
}

/// Runs a command in a line being typed.
fn in_line(model: &mut Model, command: Command) -> Vec<Effect> {
    match command {
        Command::Confirm => confirm_line(model),
        Command::Complete | Command::CompleteBack => filter::turn(model, command == Command::CompleteBack),
        Command::Up | Command::Down => filter::recall(model, command == Command::Up),
        _ => Vec::new(),
    }
}

/// A key that no command is bound to: it is typed into the open line, starts a value in the thresholds, or tells of an
/// input method left on.
pub fn plain_key(model: &mut Model, event: &KeyEvent, key: Key) -> Vec<Effect> {
    match model.dialogs.last_mut() {
        Some(Dialog::Line(line)) => {
            line.input.handle_event(&TerminalEvent::Key(*event));
            return typed(model);
        }
        Some(Dialog::Palette(line)) => palette::typed(line, event),
        Some(Dialog::Entry(entry)) => {
            entry.fault = None;
            if let Some(input) = entry.input() {
                input.handle_event(&TerminalEvent::Key(*event));
            }
        }
        Some(Dialog::Dictionary(_)) => return dictionary::plain_key(model, event, key),
        Some(Dialog::Help(help)) => {
            help.input.handle_event(&TerminalEvent::Key(*event));
            help.top = 0;
        }
        Some(Dialog::Export(_)) => return export::typed(model, event),
        Some(Dialog::Start(line)) => start::typed(line, event),
        Some(Dialog::Sort) => {
            model.dialogs.pop();
            let text =
                model.lang.pick(format!("{key} is no column: the order stays"), format!("{key} 不是列：顺序不变"));
            say(model, Level::Info, text);
        }
        Some(
            Dialog::Question(_)
            | Dialog::Columns(_)
            | Dialog::Presets(_)
            | Dialog::Fit(_)
            | Dialog::Reader(_)
            | Dialog::Rule(_)
            | Dialog::History(_),
        ) => {
            if key.typed().is_some_and(|c| !c.is_ascii()) {
                tell_of_input_method(model);
            }
        }
        None => return outside_dialogs(model, key),
    }
    Vec::new()
}

/// Whether the keys pressed start a value: a digit, a point or a sign in the thresholds.
pub fn starts_value(model: &Model) -> bool {
    let [key] = model.pending[..] else { return false };
    model.mode() == Mode::Thresholds && key.typed().is_some_and(|c| c.is_ascii_digit() || c == '.' || c == '-')
}

fn outside_dialogs(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(c) = key.typed() else { return Vec::new() };
    if model.desk.is_none() {
        return Vec::new();
    }
    if c.is_ascii() {
        if model.mode() == Mode::Thresholds && (c.is_ascii_digit() || c == '.' || c == '-') {
            open_value(model, c.to_string());
        } else {
            let help = model.keymap.key_of(model.mode(), Command::Help).unwrap_or_default();
            let text = model.lang.pick(
                format!("{key} does nothing here; {help} shows the keys"),
                format!("{key} 在这里没有作用；{help} 显示按键"),
            );
            say(model, Level::Info, text);
        }
    } else {
        tell_of_input_method(model);
    }
    Vec::new()
}

fn tell_of_input_method(model: &mut Model) {
    let text = model.lang.pick(
        "IME is on / 输入法已开启: switch to English, or use Ctrl-a accept, Ctrl-x reject, Ctrl-s later",
        "输入法已开启（IME is on）：请切换到英文，或用 Ctrl-a 采纳、Ctrl-x 拒绝、Ctrl-s 待定",
    );
    say(model, Level::Warning, text);
}

/// Pasted text goes into the open line; it never decides.
pub fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let clean: String = text.chars().filter(|c| !c.is_control()).take(4_096).collect();
    let add = |input: &mut Input| {
        let at = input.cursor();
        let (before, after): (String, String) =
            (input.value().chars().take(at).collect(), input.value().chars().skip(at).collect());
        *input = Input::new(format!("{before}{clean}{after}")).with_cursor(at + clean.chars().count());
    };
    match model.dialogs.last_mut() {
        Some(Dialog::Line(line)) => {
            add(&mut line.input);
            return typed(model);
        }
        Some(Dialog::Help(help)) => {
            add(&mut help.input);
            help.top = 0;
        }
        Some(Dialog::Palette(line)) => {
            add(&mut line.input);
            line.at = 0;
        }
        Some(Dialog::Entry(entry)) => {
            entry.fault = None;
            entry.input().into_iter().for_each(add);
        }
        Some(Dialog::Dictionary(dialog)) => {
            dialog.typing = true;
            add(&mut dialog.input);
            return dictionary::typed(model);
        }
        Some(Dialog::Export(export)) => {
            add(&mut export.line.input);
            return export::changed(model);
        }
        Some(Dialog::Start(start)) => {
            add(&mut start.line.input);
            start.line.changed();
            start.note.clear();
        }
        _ => {
            let text = model.lang.pick(
                "pasted text does nothing here; / opens the filter to paste into",
                "粘贴的文字在这里没有作用；按 / 打开筛选后可粘贴",
            );
            say(model, Level::Warning, text);
        }
    }
    Vec::new()
}

fn close(model: &mut Model, command: Command) -> Vec<Effect> {
    match model.dialogs.pop() {
        Some(Dialog::Line(line)) if line.kind == LineKind::Filter => filter::revert(model, line),
        Some(Dialog::Question(Question::Quit)) if command == Command::Cancel => super::quit(model),
        // What is not saved is not left.
        Some(Dialog::Question(Question::QuitUnsaved(_))) if model.ending.is_none() => {
            model.opening = None;
            Vec::new()
        }
        // Without a text there is nothing behind it.
        Some(Dialog::Start(_)) if model.desk.is_none() => {
            model.ending = Some(Ending::Now);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Opens the help.
pub fn open_help(model: &mut Model) -> Vec<Effect> {
    model.dialogs.push(Dialog::Help(HelpDialog::default()));
    Vec::new()
}

fn scroll_help(model: &mut Model, command: Command) -> Vec<Effect> {
    let rows = usize::from(model.size.1).saturating_sub(6).max(1);
    let Some(Dialog::Help(help)) = model.dialogs.last_mut() else { return Vec::new() };
    match command {
        Command::Down => help.top += 1,
        Command::Up => help.top = help.top.saturating_sub(1),
        Command::PageDown => help.top += rows,
        Command::PageUp => help.top = help.top.saturating_sub(rows),
        _ => {
            model.dialogs.pop();
            return Vec::new();
        }
    }
    help.top = help.top.min(super::super::command::COMMANDS.len());
    Vec::new()
}

/// Opens the sort menu.
pub fn open_sort(model: &mut Model) -> Vec<Effect> {
    model.dialogs.push(Dialog::Sort);
    Vec::new()
}

/// Opens the line that `command` needs.
pub fn open_line(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(desk) = &model.desk else { return Vec::new() };
    let (kind, text) = match command {
        Command::Filter => (LineKind::Filter, desk.filter.text().to_owned()),
        Command::Lookup => (LineKind::Lookup, String::new()),
        Command::FindText => (LineKind::Find, desk.context.searched.clone().unwrap_or_default()),
        _ => {
            open_value(model, String::new());
            return Vec::new();
        }
    };
    let origin = desk.list.current();
    let line = Line { kind, input: Input::new(text.clone()), before: text, origin, about: None, note: String::new() };
    model.dialogs.push(Dialog::Line(line));
    Vec::new()
}

fn open_value(model: &mut Model, start: String) {
    let Some(desk) = &model.desk else { return };
    let kind = LineKind::Value(desk.thresholds.item());
    let origin = desk.list.current();
    let line = Line { kind, input: Input::new(start), before: String::new(), origin, about: None, note: String::new() };
    model.dialogs.push(Dialog::Line(line));
}

/// After each key of a line: the list follows the filter, the look-up shows what it finds.
fn typed(model: &mut Model) -> Vec<Effect> {
    let lang = model.lang;
    let Some(Dialog::Line(line)) = model.dialogs.last_mut() else { return Vec::new() };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let text = line.input.value().to_owned();
    match line.kind {
        LineKind::Filter => filter::typed(model),
        LineKind::Lookup => {
            let found = desk.dictionary.as_ref().and_then(|dictionary| dictionary.get(&text));
            line.note = match (found, desk.table().find(&text)) {
                _ if text.is_empty() => String::new(),
                (Some(count), _) => {
                    lang.pick(format!("in the dictionary, count {count}"), format!("在词典中，词频 {count}"))
                }
                (None, Some(_)) => lang.pick("a candidate, not in the dictionary", "是候选词，不在词典中").to_owned(),
                (None, None) => {
                    lang.pick("neither in the dictionary nor a candidate", "不在词典中，也不是候选词").to_owned()
                }
            };
            Vec::new()
        }
        LineKind::Note | LineKind::Insert => {
            entry::typed(model);
            Vec::new()
        }
        LineKind::Find | LineKind::Value(_) => Vec::new(),
        LineKind::PresetName => {
            line.note.clear();
            Vec::new()
        }
    }
}

fn confirm_line(model: &mut Model) -> Vec<Effect> {
    let units = model.units();
    let rows = page(model);
    let lang = model.lang;
    let Some(Dialog::Line(line)) = model.dialogs.last_mut() else { return Vec::new() };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    let text = line.input.value().to_owned();
    match line.kind {
        LineKind::Filter => filter::confirm(model),
        LineKind::Value(item) => set_value(model, item, &text, units),
        LineKind::PresetName => presets::save(model),
        LineKind::Note => entry::save_note(model),
        LineKind::Insert => entry::confirm_add(model),
        LineKind::Find => {
            model.dialogs.pop();
            context::search(model, text)
        }
        LineKind::Lookup => {
            let Some(id) = desk.table().find(&text) else { return Vec::new() };
            if desk.list.go_to_row(id, rows) {
                model.dialogs.pop();
            } else {
                line.note = lang
                    .pick(
                        "a candidate, but not among those shown (filter, thresholds)",
                        "是候选词，但没有列出（筛选、阈值）",
                    )
                    .to_owned();
            }
            Vec::new()
        }
    }
}

fn set_value(model: &mut Model, item: Item, text: &str, units: crate::settings::Units) -> Vec<Effect> {
    let Some(Dialog::Line(line)) = model.dialogs.last_mut() else { return Vec::new() };
    let Some(desk) = &mut model.desk else { return Vec::new() };
    match ThresholdPane::typed(item, text, units, model.lang) {
        Err(fault) => {
            line.note = fault;
            Vec::new()
        }
        Ok(value) => {
            model.dialogs.pop();
            let table = desk.loaded.table.clone();
            let before = desk.thresholds.now;
            desk.thresholds.set(item, value, &table);
            let now = desk.thresholds.now;
            desk.thresholds.history.record(before, now, Kind::Alone);
            let floor = table.floors();
            let below = item == Item::Bound(crate::engine::query::Measure::Count) && value < f64::from(floor.min_count);
            let above = item == Item::MaxLength && value > f64::from(floor.max_length);
            if below || above {
                let (most, least) = (floor.max_length, floor.min_count);
                let text = model.lang.pick(
                    format!("the scan counted words of up to {most} units from {least} occurrences on; going further needs a new scan (wordmine new --min-count, --max-length)"),
                    format!("扫描只统计了出现 {least} 次以上、不超过 {most} 个字的词；超出需要重新扫描（wordmine new --min-count、--max-length）"),
                );
                say(model, Level::Warning, text);
            }
            requery(model)
        }
    }
}

/// Yes.
fn confirm(model: &mut Model) -> Vec<Effect> {
    match model.dialogs.pop() {
        Some(Dialog::Question(Question::Quit)) => super::quit(model),
        Some(Dialog::Question(Question::QuitUnsaved(_))) => {
            model.ending = Some(Ending::Now);
            last_session(model)
        }
        Some(Dialog::Question(Question::Bulk { verdict, .. })) => decide::decide_marked(model, verdict),
        Some(Dialog::Question(Question::Listed { verdict, ids, condition, .. })) => {
            let reason = if condition.is_empty() { Reason::Hand } else { Reason::Where(condition) };
            decide::decide_words(model, &ids, verdict, reason)
        }
        Some(Dialog::Question(Question::TakeBack { number, .. })) => history::take_back(model, number),
        Some(Dialog::Question(Question::Overwrite { path, format })) => export::write(model, path, format, true),
        Some(Dialog::Question(Question::DeletePreset(name))) => presets::delete(model, &name),
        _ => Vec::new(),
    }
}
