//! The keymap: `keys.toml`, the shipped one and the user's over it, read into a map from keys to commands for each mode.
//! Every fault of a file is told at once; what is faulty keeps its shipped keys.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::command::verb::VERBS;
use super::command::{COMMANDS, Command, Group};

/// The shipped keys.
pub const KEYS_TOML: &str = include_str!("../../config/keys.toml");

/// Where a key is pressed: a section of `keys.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Anywhere but in a dialog.
    Global,
    /// The candidates.
    List,
    /// The context, the neighbours, the log.
    Pane,
    /// The context, beside the keys of the panes.
    Context,
    /// The reader.
    Reader,
    /// The thresholds.
    Thresholds,
    /// The plot.
    Plot,
    /// Choosing a column to sort by.
    Sort,
    /// Choosing the columns of the list.
    Columns,
    /// Choosing a preset.
    Presets,
    /// Choosing a rule.
    Rule,
    /// Looking at the history.
    History,
    /// Editing the entry of a word.
    Entry,
    /// Looking at the dictionary.
    Dictionary,
    /// Typing a line.
    Prompt,
    /// The start screen.
    Start,
    /// Answering yes or no.
    Question,
}

impl Mode {
    /// Every mode with its section name.
    pub const ALL: [(Mode, &'static str); 17] = [
        (Mode::Global, "global"),
        (Mode::List, "list"),
        (Mode::Pane, "pane"),
        (Mode::Context, "context"),
        (Mode::Reader, "reader"),
        (Mode::Thresholds, "thresholds"),
        (Mode::Plot, "plot"),
        (Mode::Sort, "sort"),
        (Mode::Columns, "columns"),
        (Mode::Presets, "presets"),
        (Mode::Rule, "rule"),
        (Mode::History, "history"),
        (Mode::Entry, "entry"),
        (Mode::Dictionary, "dictionary"),
        (Mode::Prompt, "prompt"),
        (Mode::Start, "start"),
        (Mode::Question, "question"),
    ];

    /// The modes whose keys hold in this one, the nearest first.
    #[must_use]
    pub fn chain(self) -> &'static [Mode] {
        match self {
            Mode::Global => &[Mode::Global],
            Mode::List => &[Mode::List, Mode::Global],
            Mode::Pane => &[Mode::Pane, Mode::List, Mode::Global],
            Mode::Context => &[Mode::Context, Mode::Pane, Mode::List, Mode::Global],
            Mode::Reader => &[Mode::Reader],
            Mode::Thresholds => &[Mode::Thresholds, Mode::Global],
            Mode::Plot => &[Mode::Plot, Mode::Global],
            Mode::Sort => &[Mode::Sort],
            Mode::Columns => &[Mode::Columns],
            Mode::Presets => &[Mode::Presets],
            Mode::Rule => &[Mode::Rule],
            Mode::History => &[Mode::History],
            Mode::Entry => &[Mode::Entry],
            Mode::Dictionary => &[Mode::Dictionary],
            Mode::Prompt => &[Mode::Prompt],
            Mode::Start => &[Mode::Start],
            Mode::Question => &[Mode::Question],
        }
    }
}

/// One key press, in one spelling only: a shifted letter is the capital letter without shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
    fn new(code: KeyCode, modifiers: KeyModifiers) -> Key {
        let held = modifiers & (KeyModifiers::SHIFT | KeyModifiers::CONTROL | KeyModifiers::ALT);
        match code {
            KeyCode::Char(c) if held.contains(KeyModifiers::SHIFT) => {
                let upper = c.to_uppercase().next().unwrap_or(c);
                Key { code: KeyCode::Char(upper), modifiers: held - KeyModifiers::SHIFT }
            }
            KeyCode::Char(c) if held.contains(KeyModifiers::CONTROL) => {
                Key { code: KeyCode::Char(c.to_ascii_lowercase()), modifiers: held }
            }
            KeyCode::Tab if held.contains(KeyModifiers::SHIFT) => {
                Key { code: KeyCode::BackTab, modifiers: held - KeyModifiers::SHIFT }
            }
            KeyCode::BackTab => Key { code, modifiers: held - KeyModifiers::SHIFT },
            code => Key { code, modifiers: held },
        }
    }

    /// The key of a terminal event. Full-width forms and Chinese punctuation, which an input method left on sends, are
    /// their narrow twins.
    #[must_use]
    pub fn of_event(event: &KeyEvent) -> Key {
        let code = match event.code {
            KeyCode::Char(c) => KeyCode::Char(narrow_twin(c)),
            code => code,
        };
        Key::new(code, event.modifiers)
    }

    /// Reads a key as `keys.toml` spells it.
    ///
    /// # Errors
    /// Why it is no key.
    pub fn parse(text: &str) -> Result<Key, String> {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return Ok(Key::new(KeyCode::Char(c), KeyModifiers::NONE));
        }
        let combination = crokey::parse(text).map_err(|_| format!("{text:?} is no key"))?;
        let event: KeyEvent = combination.into();
        Ok(Key::new(event.code, event.modifiers))
    }

    /// The character that the key types, if it types one.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
        {
            if self.modifiers.contains(modifier) {
                out.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => out.write_str("Space"),
            KeyCode::Char(c) => write!(out, "{c}"),
            KeyCode::F(n) => write!(out, "F{n}"),
            KeyCode::BackTab => out.write_str("Shift-Tab"),
            KeyCode::PageUp => out.write_str("PgUp"),
            KeyCode::PageDown => out.write_str("PgDn"),
            code => write!(out, "{code:?}"),
        }
    }
}

/// The ASCII character that a full-width or Chinese punctuation character stands for on a keyboard.
fn narrow_twin(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '《' => '<',
        '》' => '>',
        '·' => '~',
        c => c,
    }
}

/// What a key press means, after the ones before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// This command.
    Command(Command),
    /// The start of a sequence.
    Pending,
    /// Nothing.
    Nothing,
}

type Bindings = BTreeMap<Command, Vec<Vec<Key>>>;

/// Keys to commands, for each mode.
#[derive(Debug, Clone, Default)]
pub struct Keymap {
    keys: HashMap<Mode, HashMap<Vec<Key>, Command>>,
    bindings: HashMap<Mode, Bindings>,
}

impl Keymap {
    /// The shipped keys with `user`, the text of the user's `keys.toml`, laid over them; and every fault of it.
    #[must_use]
    pub fn load(user: Option<&str>) -> (Keymap, Vec<String>) {
        let mut faults = Vec::new();
        let mut bindings = HashMap::new();
        lay_over(&mut bindings, KEYS_TOML, &mut faults);
        let shipped = bindings.clone();
        if let Some(text) = user {
            lay_over(&mut bindings, text, &mut faults);
        }
        let mut keymap = Keymap::default();
        for (mode, name) in Mode::ALL {
            let own = bindings.remove(&mode).unwrap_or_default();
            let (keys, clashes) = invert(&own);
            if clashes.is_empty() {
                keymap.keys.insert(mode, keys);
                keymap.bindings.insert(mode, own);
                continue;
            }
            faults.extend(
                clashes.into_iter().map(|clash| format!("[{name}] {clash}; the shipped keys of [{name}] hold")),
            );
            let own = shipped.get(&mode).cloned().unwrap_or_default();
            keymap.keys.insert(mode, invert(&own).0);
            keymap.bindings.insert(mode, own);
        }
        (keymap, faults)
    }

    /// What `keys`, pressed one after the other in `mode`, mean.
    #[must_use]
    pub fn meaning(&self, mode: Mode, keys: &[Key]) -> Meaning {
        for near in mode.chain() {
            let Some(map) = self.keys.get(near) else { continue };
            if let Some(&command) = map.get(keys) {
                return Meaning::Command(command);
            }
            if map.keys().any(|bound| bound.len() > keys.len() && bound.starts_with(keys)) {
                return Meaning::Pending;
            }
        }
        Meaning::Nothing
    }

    /// The keys that give `command` in `mode`, as text, the first the one to teach. A key that a nearer mode gives
    /// another meaning is not among them.
    #[must_use]
    pub fn keys_of(&self, mode: Mode, command: Command) -> Vec<String> {
        let mut found = Vec::new();
        for near in mode.chain() {
            for keys in self.bindings.get(near).and_then(|b| b.get(&command)).into_iter().flatten() {
                if self.meaning(mode, keys) == Meaning::Command(command) {
                    let text = spell(keys);
                    if !found.contains(&text) {
                        found.push(text);
                    }
                }
            }
        }
        found
    }

    /// The first key of `command` in `mode`, or nothing.
    #[must_use]
    pub fn key_of(&self, mode: Mode, command: Command) -> Option<String> {
        self.keys_of(mode, command).into_iter().next()
    }
}

/// Every command with its keys, as a table for the README, group by group, then those that take words.
#[must_use]
pub fn markdown(keymap: &Keymap) -> String {
    let mut out = String::new();
    for group in Group::ALL {
        let _ = write!(out, "\n**{}**\n\n| keys | command | does |\n|---|---|---|\n", group.title().0);
        for info in COMMANDS.iter().filter(|info| info.group == group) {
            let mut keys: Vec<String> = Vec::new();
            for (mode, _) in Mode::ALL {
                let prefix = match mode {
                    Mode::Sort => "o ",
                    Mode::Columns => "C ",
                    Mode::Presets => "p ",
                    Mode::Rule => "X ",
                    Mode::History => "U ",
                    Mode::Entry => "e ",
                    Mode::Dictionary => "D ",
                    Mode::Context => "2 ",
                    Mode::Reader => "2 Enter ",
                    _ => "",
                };
                // Only what a mode binds itself: what it takes from others is listed there.
                let own = keymap.bindings.get(&mode).and_then(|bindings| bindings.get(&info.command));
                let texts = own.into_iter().flatten().map(|key| format!("`{prefix}{}`", spell(key)));
                // A rule gives verdicts with the keys of the list.
                let is_same = mode == Mode::Rule && !keys.is_empty();
                for text in texts.filter(|_| shows(mode, info.group) && !is_same) {
                    if !keys.contains(&text) {
                        keys.push(text);
                    }
                }
            }
            let _ = writeln!(out, "| {} | {} | {} |", keys.join(" "), info.name, info.sentence.0.replace('|', "\\|"));
        }
    }
    out.push_str("\n**Commands with words behind them**, after `:`\n\n| command | takes | does |\n|---|---|---|\n");
    for info in VERBS {
        let takes = info.takes.replace('|', "\\|");
        let takes = if takes.is_empty() { takes } else { format!("`{takes}`") };
        let _ = writeln!(out, "| {} | {takes} | {} |", info.name, info.sentence.0.replace('|', "\\|"));
    }
    out.push('\n');
    out
}

/// Whether the keys of `mode` are worth telling for commands of `group`: moving is the same everywhere.
fn shows(mode: Mode, group: Group) -> bool {
    match mode {
        Mode::Global | Mode::List => true,
        Mode::Pane | Mode::Entry | Mode::Dictionary => false,
        Mode::Context | Mode::Reader => group == Group::Panes,
        Mode::Thresholds | Mode::Plot | Mode::Presets => group == Group::Thresholds,
        Mode::Sort | Mode::Columns => group == Group::Narrow,
        Mode::Rule | Mode::History => group == Group::Decide,
        Mode::Prompt | Mode::Start | Mode::Question => group == Group::Program,
    }
}

fn spell(keys: &[Key]) -> String {
    keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
}

/// Lays the bindings of one `keys.toml` over `bindings`.
fn lay_over(bindings: &mut HashMap<Mode, Bindings>, text: &str, faults: &mut Vec<String>) {
    let table: toml::Table = match text.parse() {
        Ok(table) => table,
        Err(error) => {
            faults.push(format!("not TOML: {}", error.to_string().trim_end()));
            return;
        }
    };
    for (section, value) in &table {
        let Some(&(mode, _)) = Mode::ALL.iter().find(|(_, name)| name == section) else {
            let known = Mode::ALL.map(|(_, name)| name).join(", ");
            faults.push(format!("there is no mode [{section}]; the modes are {known}"));
            continue;
        };
        let Some(lines) = value.as_table() else {
            faults.push(format!("[{section}] is not a section"));
            continue;
        };
        for (name, keys) in lines {
            match binding(name, keys) {
                Ok((command, keys)) => {
                    bindings.entry(mode).or_default().insert(command, keys);
                }
                Err(fault) => faults.push(format!("[{section}] {fault}")),
            }
        }
    }
}

fn binding(name: &str, value: &toml::Value) -> Result<(Command, Vec<Vec<Key>>), String> {
    let command = Command::by_name(name).ok_or_else(|| format!("there is no command {name:?}"))?;
    let list = value.as_array().ok_or_else(|| format!("{name} must be a list of keys, like [\"j\", \"down\"]"))?;
    let mut all = Vec::new();
    for item in list {
        let text = item.as_str().ok_or_else(|| format!("{name}: {item} is no text"))?;
        let keys: Result<Vec<Key>, String> = text.split_whitespace().map(Key::parse).collect();
        let keys = keys.map_err(|fault| format!("{name}: {fault}"))?;
        if keys.is_empty() {
            return Err(format!("{name}: an empty key; the space bar is \"space\""));
        }
        all.push(keys);
    }
    Ok((command, all))
}

/// The map from keys to commands, and the keys that mean two things.
fn invert(bindings: &Bindings) -> (HashMap<Vec<Key>, Command>, Vec<String>) {
    let mut keys: HashMap<Vec<Key>, Command> = HashMap::new();
    let mut clashes = Vec::new();
    for (&command, all) in bindings {
        for sequence in all {
            if let Some(other) = keys.insert(sequence.clone(), command)
                && other != command
            {
                let (a, b) = (other.info().name, command.info().name);
                clashes.push(format!("{} is bound to {a} and to {b}: take it from one of them", spell(sequence)));
            }
        }
    }
    for long in keys.keys() {
        for end in 1..long.len() {
            if let Some(command) = keys.get(&long[..end]) {
                let name = command.info().name;
                clashes.push(format!("{} can never be typed: {} is {name} already", spell(long), spell(&long[..end])));
            }
        }
    }
    clashes.sort();
    (keys, clashes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn event(code: KeyCode, modifiers: KeyModifiers) -> Key {
        Key::of_event(&KeyEvent::new(code, modifiers))
    }

    #[test]
    fn the_shipped_keys_are_sound_and_reach_every_command() {
        let (keymap, faults) = Keymap::load(None);
        assert_eq!(faults, Vec::<String>::new());
        for info in COMMANDS {
            let bound = Mode::ALL.iter().any(|&(mode, _)| keymap.key_of(mode, info.command).is_some());
            assert!(bound, "{} has no key", info.name);
        }
    }

    #[test]
    fn terminal_events_and_spellings_meet() {
        assert_eq!(event(KeyCode::Char('G'), KeyModifiers::SHIFT), Key::parse("G").unwrap());
        assert_eq!(event(KeyCode::Char('d'), KeyModifiers::CONTROL), Key::parse("ctrl-d").unwrap());
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), Key::parse("shift-tab").unwrap());
        assert_eq!(event(KeyCode::Char(' '), KeyModifiers::NONE), Key::parse("space").unwrap());
        assert_eq!(event(KeyCode::Char('ａ'), KeyModifiers::NONE), Key::parse("a").unwrap());
        assert_eq!(event(KeyCode::Char('？'), KeyModifiers::NONE), Key::parse("?").unwrap());
        assert_eq!(event(KeyCode::Left, KeyModifiers::SHIFT), Key::parse("shift-left").unwrap());
    }

    #[test]
    fn what_an_input_method_sends_is_the_key_that_was_pressed() {
        let sent = "：、？【】，。《》「」％！～ａｘｓ１　";
        for (wide, narrow) in sent.chars().zip(":/?[],.<>[]%!~axs1 ".chars()) {
            let key = event(KeyCode::Char(wide), KeyModifiers::NONE);
            assert_eq!(key.typed(), Some(narrow), "{wide}");
        }
        assert_eq!(event(KeyCode::Char('汉'), KeyModifiers::NONE).typed(), Some('汉'));
    }

    #[test]
    fn verdicts_have_twins_that_an_input_method_lets_through() {
        let (keymap, _) = Keymap::load(None);
        for mode in [Mode::List, Mode::Context, Mode::Reader] {
            for (key, command) in
                [('a', Command::Accept), ('x', Command::Reject), ('s', Command::Later), ('c', Command::Cancel)]
            {
                let key = event(KeyCode::Char(key), KeyModifiers::CONTROL);
                assert_eq!(keymap.meaning(mode, &[key]), Meaning::Command(command));
            }
        }
    }

    #[test]
    fn sequences_wait_for_their_end() {
        let (keymap, _) = Keymap::load(None);
        let g = Key::parse("g").unwrap();
        assert_eq!(keymap.meaning(Mode::List, &[g]), Meaning::Pending);
        assert_eq!(keymap.meaning(Mode::List, &[g, g]), Meaning::Command(Command::First));
        assert_eq!(keymap.meaning(Mode::List, &[g, Key::parse("x").unwrap()]), Meaning::Nothing);
    }

    #[test]
    fn a_user_file_replaces_and_takes_away_keys() {
        let (keymap, faults) = Keymap::load(Some("[list]\naccept = [\"insert\"]\nreject = []\n"));
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(keymap.keys_of(Mode::List, Command::Accept), ["Insert"]);
        assert!(keymap.keys_of(Mode::List, Command::Reject).is_empty());
        assert_eq!(keymap.key_of(Mode::List, Command::Later).as_deref(), Some("s"));
    }

    #[test]
    fn all_faults_are_told_at_once_and_the_shipped_keys_hold() {
        let text = "[list]\naccept = [\"j\"]\nrejct = [\"x\"]\nlater = \"s\"\nmark = [\"nokey\"]\n[lst]\n";
        let (keymap, faults) = Keymap::load(Some(text));
        let all = faults.join("\n");
        for part in ["bound to down and to accept", "rejct", "later must be a list", "nokey", "[lst]"] {
            assert!(all.contains(part), "{part} is not in\n{all}");
        }
        assert_eq!(keymap.key_of(Mode::List, Command::Accept).as_deref(), Some("a"));
        let (_, faults) = Keymap::load(Some("not toml ["));
        assert_eq!(faults.len(), 1);
    }
}
