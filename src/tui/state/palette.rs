//! The palette: every command and verb, the nearest to what is typed first.

use tui_input::Input;

use super::super::command::verb::{VERBS, Verb};
use super::super::command::{COMMANDS, Command};
use super::super::keymap::{Keymap, Mode};
use crate::settings::lang::Lang;

/// The palette's state.
#[derive(Debug, Clone, Default)]
pub struct Palette {
    /// What is typed.
    pub input: Input,
    /// The entry under the cursor, by its place among those offered.
    pub at: usize,
    /// What is wrong with the line.
    pub note: String,
}

/// Something to choose in the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// A command.
    Command(Command),
    /// A verb.
    Verb(Verb),
}

impl Entry {
    /// What it is typed as.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Entry::Command(command) => command.info().name,
            Entry::Verb(verb) => verb.info().name,
        }
    }

    /// What it does.
    #[must_use]
    pub fn sentence(self, lang: Lang) -> &'static str {
        lang.of(match self {
            Entry::Command(command) => command.info().sentence,
            Entry::Verb(verb) => verb.info().sentence,
        })
    }
}

/// A line as typed: the verb it begins with and what stands behind it.
#[must_use]
pub fn verb_of(line: &str) -> Option<(Verb, &str)> {
    let line = line.trim_start();
    let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    Verb::by_name(name).map(|verb| (verb, rest.trim()))
}

/// The entries that what is typed may mean, the nearest first; of equals, what the mode `here` has a key for.
#[must_use]
pub fn offered(typed: &str, keymap: &Keymap, here: Mode, lang: Lang) -> Vec<Entry> {
    if let Some((verb, rest)) = verb_of(typed)
        && (!rest.is_empty() || typed.ends_with(char::is_whitespace))
    {
        return vec![Entry::Verb(verb)];
    }
    let wanted = typed.trim().to_lowercase();
    // Opening and running the palette is where one is.
    let commands = COMMANDS.iter().map(|info| info.command).filter(|&c| c != Command::Palette && c != Command::Confirm);
    let verbs = VERBS.iter().map(|info| info.verb);
    let mut found: Vec<(usize, bool, Entry)> = verbs
        .map(Entry::Verb)
        .chain(commands.map(Entry::Command))
        .filter_map(|entry| {
            let far = distance(&wanted, entry, lang)?;
            let elsewhere = match entry {
                Entry::Command(command) => keymap.key_of(here, command).is_none(),
                Entry::Verb(_) => true,
            };
            Some((far, elsewhere, entry))
        })
        .collect();
    found.sort_by_key(|&(far, elsewhere, _)| (far, elsewhere));
    found.into_iter().map(|(_, _, entry)| entry).collect()
}

/// How far an entry is from what is typed: 0 for the name itself, then its start, the start of a word in it, any part of
/// it, any part of the sentence, and the letters of the name in order with others between them.
fn distance(wanted: &str, entry: Entry, lang: Lang) -> Option<usize> {
    let name = entry.name();
    let sentence = entry.sentence(lang).to_lowercase();
    let tests = [
        name == wanted,
        name.starts_with(wanted),
        name.split('-').any(|word| word.starts_with(wanted)),
        name.contains(wanted),
        sentence.contains(wanted),
        has_in_order(name, wanted),
    ];
    tests.iter().position(|&passes| passes)
}

/// Whether `text` has the characters of `wanted` in their order, gaps allowed.
fn has_in_order(text: &str, wanted: &str) -> bool {
    let mut left = text.chars();
    wanted.chars().filter(|c| !c.is_whitespace()).all(|c| left.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(typed: &str) -> Vec<&'static str> {
        let keymap = Keymap::load(None).0;
        offered(typed, &keymap, Mode::List, Lang::En).into_iter().map(Entry::name).collect()
    }

    #[test]
    fn what_is_nearest_comes_first() {
        assert_eq!(names("undo")[0], "undo");
        assert_eq!(names("mark-s")[0], "mark-shown");
        assert_eq!(names("mksh")[0], "mark-shown", "letters in order");
        assert!(names("clipboard").contains(&"copy"), "found by its sentence");
        assert_eq!(names("qqqqzzzz"), Vec::<&str>::new());
        assert!(names("").len() > COMMANDS.len(), "everything, when nothing is typed");
    }

    #[test]
    fn a_verb_with_words_behind_it_is_the_only_one() {
        assert_eq!(names("set pmi>=5"), ["set"]);
        assert_eq!(names("export "), ["export"]);
        assert_eq!(verb_of("  sort -count "), Some((Verb::SortBy, "-count")));
        assert_eq!(verb_of("sortx"), None);
    }
}
