//! Dialogs: what lies over the panes and takes the keys.

use std::sync::Arc;

use tui_input::Input;

use crate::engine::CandidateId;
use crate::engine::query::Fit;

use crate::lexicon::Verdict;

use super::dictionary::DictionaryDialog;
use super::entry::EntryDialog;
use super::palette::Palette;
use super::past::HistoryDialog;
use super::reader::Reader;
use super::rule::RuleDialog;
use super::thresholds::Item;

/// What a typed line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The text filter; the list follows while it is typed.
    Filter,
    /// A value for a threshold.
    Value(Item),
    /// A word to look up.
    Lookup,
    /// A string to search the text for.
    Find,
    /// A name for the present thresholds.
    PresetName,
    /// A note on a word.
    Note,
    /// A word to accept.
    Insert,
}

/// A line being typed.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is for.
    pub kind: LineKind,
    /// What was typed.
    pub input: Input,
    /// What the line was before, to go back to.
    pub before: String,
    /// The row under the cursor when it was opened.
    pub origin: Option<CandidateId>,
    /// The word it is about.
    pub about: Option<String>,
    /// What is wrong with it, or what it found.
    pub note: String,
}

/// The help: a search line over the list of commands.
#[derive(Debug, Clone, Default)]
pub struct HelpDialog {
    /// What the list is narrowed by.
    pub input: Input,
    /// The first line of the window.
    pub top: usize,
}

/// The export dialog.
#[derive(Debug, Clone)]
pub struct ExportDialog {
    /// The format, by its place in the registry.
    pub format: usize,
    /// The path to write to.
    pub path: Input,
    /// The path that was proposed; while it is unchanged, its ending follows the format.
    pub proposed: String,
    /// What went wrong.
    pub note: String,
}

/// A question to answer with yes or no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Quit?
    Quit,
    /// Quit although this many steps are not saved?
    QuitUnsaved(u64),
    /// Decide on the marked words?
    Bulk {
        /// What.
        verdict: Option<Verdict>,
        /// How many are marked.
        words: usize,
        /// How many of them have another verdict.
        changed: usize,
    },
    /// Decide on these words of the list?
    Listed {
        /// What.
        verdict: Option<Verdict>,
        /// Their rows.
        ids: Arc<[CandidateId]>,
        /// How many of them have another verdict.
        changed: usize,
        /// The condition they meet; empty when they are all that are listed.
        condition: String,
    },
    /// Take a step back although others came after it?
    TakeBack {
        /// Its number.
        number: u32,
        /// How many words go back.
        words: usize,
        /// How many were changed since, and stay.
        since: usize,
    },
    /// Delete the preset of the project with this name?
    DeletePreset(String),
    /// Replace the file at this path by an export in this format (its place in the registry)?
    Overwrite {
        /// The path.
        path: String,
        /// The format.
        format: usize,
    },
}

/// Something that lies over the panes.
#[derive(Debug, Clone)]
pub enum Dialog {
    /// Choosing a column.
    Sort,
    /// Choosing the columns of the list; the one under the cursor, by its place in the registry.
    Columns(usize),
    /// Choosing a preset; the one under the cursor.
    Presets(usize),
    /// Choosing a rule.
    Rule(RuleDialog),
    /// Looking at the history.
    History(HistoryDialog),
    /// Editing the entry of a word.
    Entry(Box<EntryDialog>),
    /// Looking at the dictionary.
    Dictionary(DictionaryDialog),
    /// Thresholds that fit the verdicts, to be taken or left.
    Fit(Box<Fit>),
    /// Typing a line.
    Line(Line),
    /// The help.
    Help(HelpDialog),
    /// The palette of commands.
    Palette(Palette),
    /// The export.
    Export(ExportDialog),
    /// The reader.
    Reader(Reader),
    /// A question.
    Question(Question),
}
