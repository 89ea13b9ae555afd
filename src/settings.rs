//! Settings: the shipped defaults, then the user's file, then flags. Text in, value and all errors out.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::engine::Floors;
use crate::engine::derived::Feature;
use crate::engine::query::{Column, Sort, Thresholds};
use crate::engine::text::Reading;
pub use crate::engine::units::Units;
pub use presets::{Preset, Rule};

pub mod lang;
mod presets;
pub mod screen;

/// The shipped defaults, as a commented file.
pub const DEFAULT_TOML: &str = include_str!("../config/default.toml");

/// Everything that can be set.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The unit of PMI and entropies, on screen and in files.
    pub units: Units,
    /// The language of the workbench.
    pub lang: lang::Language,
    /// Name of the theme.
    pub theme: String,
    /// The signs that the workbench is drawn with.
    pub glyphs: screen::GlyphChoice,
    /// Columns of characters of ambiguous width in the terminal.
    pub ambiguous: screen::AmbiguousWidth,
    /// Whether the workbench takes the mouse.
    pub mouse: bool,
    /// Whether the workbench goes on to the refined order by itself.
    pub refine: bool,
    /// Threads for counting; 0 is one for each core.
    pub threads: usize,
    /// The scan floors of a new analysis.
    pub scan: Floors,
    /// How the texts of a new analysis are read.
    pub reading: Reading,
    /// The thresholds a new project starts with, in nats.
    pub thresholds: Thresholds,
    /// The order a new project starts with.
    pub sort: Sort,
    /// The columns of the list of a new project.
    pub columns: Shown,
    /// Thresholds with a name, in nats.
    pub presets: BTreeMap<String, Thresholds>,
}

/// Which columns the list shows.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shown {
    /// The columns; the screen orders them as the help does.
    pub shown: Vec<Feature>,
}

impl Default for Shown {
    fn default() -> Self {
        let shown = [Feature::Count, Feature::Pmi, Feature::Left, Feature::Right, Feature::Entropy, Feature::Score];
        Shown { shown: shown.to_vec() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            units: Units::Nats,
            lang: lang::Language::Auto,
            theme: "dark".to_owned(),
            glyphs: screen::GlyphChoice::Auto,
            ambiguous: screen::AmbiguousWidth::Auto,
            mouse: true,
            refine: true,
            threads: 0,
            scan: Floors::default(),
            reading: Reading::default(),
            thresholds: Thresholds {
                min_count: 5,
                min_pmi: 1.0,
                min_entropy: 0.5,
                min_length: 2,
                max_length: Floors::MOST_LENGTH,
                ..Thresholds::OPEN
            },
            sort: Sort::default(),
            columns: Shown::default(),
            presets: BTreeMap::new(),
        }
    }
}

/// A mistake in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// What a settings file came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The defaults with every sound setting of the file over them.
    pub settings: Settings,
    /// The dotted names of the settings the file gave, in ascending order.
    pub given: Vec<String>,
    /// Every mistake, at most one a line, by line. The settings concerned kept their defaults.
    pub problems: Vec<Problem>,
}

impl Settings {
    /// The defaults with the settings of the TOML document `text` over them. Mistakes are collected, never fatal.
    #[must_use]
    pub fn load(text: &str) -> Loaded {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut merge = Merge {
            text,
            loaded: Loaded { settings: Settings::default(), given: Vec::new(), problems: Vec::new() },
            values: values_of(&Settings::default()),
        };
        for error in &errors {
            merge.problem(error.span().map_or(0, |span| span.start), error.message().to_owned());
        }
        merge.table(document.get_ref(), "");
        let mut loaded = merge.loaded;
        loaded.given.sort();
        loaded.problems.sort_by_key(|problem| problem.line);
        loaded
    }

    /// Every setting by its dotted name with its value as TOML, in the order of a file: those outside tables first.
    #[must_use]
    pub fn rows(&self) -> Vec<(String, String)> {
        let mut rows = Vec::new();
        push_rows(&values_of(self), "", &mut rows);
        rows.sort_by_key(|(name, _)| name.contains('.'));
        rows
    }

    /// What is wrong with the values as a whole, if anything.
    fn fault(&self) -> Option<String> {
        let lengths = 2..=Floors::MOST_LENGTH;
        let bounds = &self.thresholds;
        if self.scan.min_count < Floors::LEAST_COUNT {
            return Some(format!("scan.min_count must be {} or more", Floors::LEAST_COUNT));
        }
        if !lengths.contains(&self.scan.max_length) {
            return Some(format!("scan.max_length must be 2 to {}", Floors::MOST_LENGTH));
        }
        if let Some(fault) = bounds_fault(bounds, "thresholds").or_else(|| self.presets_fault()) {
            return Some(fault);
        }
        if self.sort.column == Column::Given {
            return Some("sort.column must be word, count, pmi, left, right, entropy, score or verdict".to_owned());
        }
        let in_folder = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        if self.theme.is_empty() || !self.theme.chars().all(in_folder) {
            return Some("theme must be a name of letters, digits, - and _".to_owned());
        }
        (self.threads > MOST_THREADS).then(|| format!("threads must be 0 to {MOST_THREADS}"))
    }
}

/// What is wrong with the thresholds in `table`, if anything.
fn bounds_fault(bounds: &Thresholds, table: &str) -> Option<String> {
    if bounds.min_length > bounds.max_length {
        return Some(format!("{table}.min_length must not be above {table}.max_length"));
    }
    let numbers = [bounds.min_pmi, bounds.min_left, bounds.min_right, bounds.min_entropy];
    numbers.iter().any(|bound| bound.is_nan()).then(|| "a threshold must be a number".to_owned())
}

/// Largest [`Settings::threads`].
pub const MOST_THREADS: usize = 1024;

/// A settings file on its way over the defaults.
struct Merge<'a> {
    text: &'a str,
    loaded: Loaded,
    values: toml::Table,
}

impl Merge<'_> {
    fn problem(&mut self, offset: usize, message: String) {
        let before = self.text.as_bytes().get(..offset).unwrap_or(self.text.as_bytes());
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
        // A value that was not understood is told once, by the parser.
        if self.loaded.problems.iter().all(|known| known.line != line) {
            self.loaded.problems.push(Problem { line, message });
        }
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str) {
        for (key, value) in table {
            let name = join(path, key.get_ref());
            if path == "presets" {
                let room = match value.get_ref() {
                    DeValue::Table(_) => self.preset(key.get_ref()),
                    _ => Err(no_table(&name)),
                };
                if let Err(fault) = room {
                    self.problem(key.span().start, fault);
                    continue;
                }
            }
            match (find(&self.values, &name), value.get_ref()) {
                (None, _) => self.unknown(key.span().start, &name),
                (Some(toml::Value::Table(_)), DeValue::Table(inner)) => self.table(inner, &name),
                (Some(toml::Value::Table(_)), _) => self.problem(value.span().start, no_table(&name)),
                (Some(_), _) => self.value(value.span(), &name),
            }
        }
    }

    /// Makes room for the preset `name`.
    fn preset(&mut self, name: &str) -> Result<(), String> {
        let mut settings = self.loaded.settings.clone();
        settings.presets.entry(name.to_owned()).or_insert(Thresholds::OPEN);
        if let Some(fault) = settings.fault() {
            return Err(fault);
        }
        self.values = values_of(&settings);
        self.loaded.settings = settings;
        Ok(())
    }

    fn unknown(&mut self, offset: usize, name: &str) {
        let mut rows = Vec::new();
        push_rows(&self.values, "", &mut rows);
        let hint = match nearest(name, rows.iter().map(|(known, _)| known.as_str())) {
            Some(known) => format!("; the nearest is {known}"),
            None => "; `wordmine config show` lists all".to_owned(),
        };
        self.problem(offset, format!("unknown setting {name}{hint}"));
    }

    /// Why `given` cannot be the setting `name`, of which the parser says `told`.
    fn mismatch(&self, name: &str, given: Option<&toml::Value>, told: &str) -> String {
        match (find(&self.values, name), given) {
            // Then the parser names the texts that are allowed.
            (Some(toml::Value::String(_)), Some(toml::Value::String(_)))
            | (Some(toml::Value::Array(_)), Some(toml::Value::Array(_)))
            | (None, _) => {
                format!("{name}: {}", told.trim_end())
            }
            (Some(wanted), _) => format!("{name} must be {}", kind(wanted)),
        }
    }

    fn value(&mut self, span: Range<usize>, name: &str) {
        let start = span.start;
        let Some(Ok(value)) = self.text.get(span).map(str::parse::<toml::Value>) else {
            return self.problem(start, format!("{name}: not a value"));
        };
        let mut values = self.values.clone();
        if let Some(place) = find_mut(&mut values, name) {
            *place = value;
        }
        let fault = match values.clone().try_into::<Settings>() {
            Ok(settings) => match settings.fault() {
                None => {
                    self.loaded.settings = settings;
                    self.loaded.given.push(name.to_owned());
                    self.values = values;
                    return;
                }
                Some(fault) => fault,
            },
            Err(error) => self.mismatch(name, find(&values, name), error.message()),
        };
        self.problem(start, fault);
    }
}

/// What is said of a table `name` that is given another value.
fn no_table(name: &str) -> String {
    format!("{name} is a table: write [{name}] and its settings below")
}

/// What a value of the kind of `value` is called, for the person.
fn kind(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "a text in quotes",
        toml::Value::Integer(_) => "a whole number, 0 or more",
        toml::Value::Float(_) => "a number",
        toml::Value::Boolean(_) => "true or false",
        toml::Value::Array(_) => "a list of texts in quotes, as [\"count\", \"pmi\"]",
        _ => "of another kind",
    }
}

/// The settings as TOML values.
fn values_of(settings: &Settings) -> toml::Table {
    // Settings hold nothing that TOML cannot; an empty table would only make every key unknown.
    toml::Table::try_from(settings).unwrap_or_default()
}

fn push_rows(table: &toml::Table, path: &str, rows: &mut Vec<(String, String)>) {
    for (key, value) in table {
        let name = join(path, key);
        match value {
            toml::Value::Table(inner) => push_rows(inner, &name, rows),
            // Settings hold single precision: the shortest digits that give the same number.
            toml::Value::Float(number) => rows.push((name, format!("{:?}", *number as f32))),
            other => rows.push((name, other.to_string())),
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn find<'a>(table: &'a toml::Table, name: &str) -> Option<&'a toml::Value> {
    match name.split_once('.') {
        None => table.get(name),
        Some((head, rest)) => find(table.get(head)?.as_table()?, rest),
    }
}

fn find_mut<'a>(table: &'a mut toml::Table, name: &str) -> Option<&'a mut toml::Value> {
    match name.split_once('.') {
        None => table.get_mut(name),
        Some((head, rest)) => find_mut(table.get_mut(head)?.as_table_mut()?, rest),
    }
}

/// The name of `known` nearest to `name` by edits, the whole name or its last part; none when all are far.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let distance = |other: &str| {
        let whole = strsim::damerau_levenshtein(name, other);
        whole.min(strsim::damerau_levenshtein(&last(name), &last(other)))
    };
    let reach = (last(name).chars().count() / 3).max(1);
    known.map(|other| (distance(other), other)).filter(|&(edits, _)| edits <= reach).min().map(|(_, other)| other)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_the_default_and_names_every_setting() {
        let loaded = Settings::load(DEFAULT_TOML);
        assert_eq!(loaded.problems, []);
        assert_eq!(loaded.settings, Settings::default());
        let mut names: Vec<String> = Settings::default().rows().into_iter().map(|(name, _)| name).collect();
        names.sort();
        assert_eq!(loaded.given, names);
    }

    #[test]
    fn rows_read_back_as_the_same_settings() {
        let text = "theme = \"light\"\nunits = \"bits\"\n[thresholds]\nmin_pmi = 0.1\nmin_left = 7\n";
        let loaded = Settings::load(text);
        assert_eq!(loaded.problems, []);
        assert!(loaded.settings.rows().contains(&("thresholds.min_pmi".to_owned(), "0.1".to_owned())));
        let again: String = loaded.settings.rows().iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        assert_eq!(Settings::load(&again).settings, loaded.settings);
    }

    #[test]
    fn every_mistake_is_told_at_once_and_the_rest_holds() {
        let text = "unts = \"bits\"\nthreads = \"many\"\ntheme = \"light\"\nmin_pmi = 2.0\n[scan]\nmin_count = 1\nmax_length = 9\n\
                    [sort]\ncolumn = \"scroe\"\nzzzzzz = 1\n[thresholds]\nmin_pmi = nan\n";
        let loaded = Settings::load(text);
        let told: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
        assert_eq!(loaded.settings.theme, "light");
        assert_eq!(loaded.settings.scan.max_length, 9);
        assert_eq!(loaded.given, ["scan.max_length", "theme"]);
        assert_eq!(told.len(), 7, "{told:#?}");
        assert_eq!(told[0], "line 1: unknown setting unts; the nearest is units");
        assert_eq!(told[1], "line 2: threads must be a whole number, 0 or more");
        assert_eq!(told[2], "line 4: unknown setting min_pmi; the nearest is thresholds.min_pmi");
        assert_eq!(told[3], "line 6: scan.min_count must be 2 or more");
        assert!(told[4].starts_with("line 9: sort.column: unknown variant `scroe`"), "{}", told[4]);
        assert_eq!(told[5], "line 10: unknown setting sort.zzzzzz; `wordmine config show` lists all");
        assert_eq!(told[6], "line 12: a threshold must be a number");
    }

    #[test]
    fn a_broken_line_does_not_take_the_others_with_it() {
        let loaded = Settings::load("theme = \nthreads = 2\n[scan\n");
        assert_eq!(loaded.settings.threads, 2);
        assert_eq!(loaded.problems.iter().map(|problem| problem.line).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(Settings::load("scan = 3").problems.len(), 1);
        assert_eq!(Settings::load("theme = \"../x\"").problems.len(), 1);
    }

    #[test]
    fn any_text_gives_settings() {
        proptest::proptest!(|(text in "([a-z_.]{0,8}[ =\\[\\]\"'0-9.{}\\n#]{0,6}){0,12}")| {
            let _ = Settings::load(&text);
        });
    }
}
