//! Every command of the workbench, in one table: it feeds the keymap, the help, the hints and the README.

/// What a key can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each command's sentence stands in COMMANDS")]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    HalfDown,
    HalfUp,
    First,
    Last,
    NextUndecided,
    PreviousUndecided,
    Accept,
    Reject,
    Later,
    Undecide,
    Undo,
    Redo,
    Mark,
    MarkRange,
    MarkShown,
    InvertMarks,
    Filter,
    ClearFilter,
    Show,
    Known,
    Fold,
    Folded,
    Sort,
    SortWord,
    SortCount,
    SortPmi,
    SortLeft,
    SortRight,
    SortEntropy,
    SortScore,
    SortVerdict,
    ReverseSort,
    Refined,
    Columns,
    ToggleColumn,
    SortColumn,
    Presets,
    ApplyPreset,
    Thresholds,
    StepDown,
    StepUp,
    BigStepDown,
    BigStepUp,
    TypeValue,
    FromRow,
    Reset,
    ResetAll,
    Keep,
    Revert,
    SortContext,
    FindText,
    NextPane,
    PreviousPane,
    PaneCandidates,
    PaneContext,
    PaneNeighbours,
    PaneThresholds,
    PaneLog,
    Zoom,
    Lookup,
    Export,
    Explain,
    Copy,
    Theme,
    Help,
    Redraw,
    RetrySave,
    Suspend,
    Cancel,
    Confirm,
    Close,
    Quit,
}

/// The part of the help a command stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// Verdicts.
    Decide,
    /// Marks for bulk verdicts.
    Mark,
    /// What is shown, in which order.
    Narrow,
    /// The thresholds pane.
    Thresholds,
    /// Panes and context.
    Panes,
    /// Everything else.
    Program,
}

impl Group {
    /// Every group, in the order of the help.
    pub const ALL: [Group; 7] =
        [Group::Move, Group::Decide, Group::Mark, Group::Narrow, Group::Thresholds, Group::Panes, Group::Program];

    /// The heading in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Group::Move => "Move",
            Group::Decide => "Decide",
            Group::Mark => "Mark",
            Group::Narrow => "Filter and sort",
            Group::Thresholds => "Thresholds",
            Group::Panes => "Panes and context",
            Group::Program => "Program",
        }
    }
}

/// One row of the table of commands.
#[derive(Debug, Clone, Copy)]
pub struct Info {
    /// The command.
    pub command: Command,
    /// Its name in `keys.toml`.
    pub name: &'static str,
    /// What it does, for the help and the README.
    pub sentence: &'static str,
    /// One or two words for the hint line.
    pub hint: &'static str,
    /// Its part of the help.
    pub group: Group,
}

const fn row(command: Command, name: &'static str, hint: &'static str, group: Group, sentence: &'static str) -> Info {
    Info { command, name, sentence, hint, group }
}

/// Every command, in the order of the help.
#[rustfmt::skip]
pub const COMMANDS: &[Info] = &[
    row(Command::Down, "down", "down", Group::Move, "One row down."),
    row(Command::Up, "up", "up", Group::Move, "One row up."),
    row(Command::HalfDown, "half-down", "half page", Group::Move, "Half a page down."),
    row(Command::HalfUp, "half-up", "half page", Group::Move, "Half a page up."),
    row(Command::PageDown, "page-down", "page", Group::Move, "A page down."),
    row(Command::PageUp, "page-up", "page", Group::Move, "A page up."),
    row(Command::First, "first", "first", Group::Move, "The first row."),
    row(Command::Last, "last", "last", Group::Move, "The last row."),
    row(Command::NextUndecided, "next-undecided", "next ?", Group::Move, "The next word without a verdict."),
    row(Command::PreviousUndecided, "previous-undecided", "prev ?", Group::Move, "The previous word without a verdict."),
    row(Command::Accept, "accept", "accept", Group::Decide, "Accept the word, or all marked words, and go to the next undecided one."),
    row(Command::Reject, "reject", "reject", Group::Decide, "Reject the word, or all marked words, and go to the next undecided one."),
    row(Command::Later, "later", "later", Group::Decide, "Put the word, or all marked words, off, and go to the next undecided one."),
    row(Command::Undecide, "undecide", "undecide", Group::Decide, "Take the verdict on the word, or on all marked words, back."),
    row(Command::Undo, "undo", "undo", Group::Decide, "Undo the last step; again for the one before."),
    row(Command::Redo, "redo", "redo", Group::Decide, "Do the last undone step again."),
    row(Command::Mark, "mark", "mark", Group::Mark, "Mark the word or take the mark off, and go one down."),
    row(Command::MarkRange, "mark-range", "range", Group::Mark, "Start a range here; again to mark it, or decide at once."),
    row(Command::MarkShown, "mark-shown", "mark all", Group::Mark, "Mark every word that is shown."),
    row(Command::InvertMarks, "invert-marks", "invert", Group::Mark, "Mark what is not marked among the words shown, and the reverse."),
    row(Command::Filter, "filter", "filter", Group::Narrow, "Show only words that contain a string, or match a /regular expression/; the list follows as you type."),
    row(Command::ClearFilter, "clear-filter", "no filter", Group::Narrow, "Take the filter off."),
    row(Command::Show, "show", "show", Group::Narrow, "Show all, only undecided, accepted, rejected or later words, in turn."),
    row(Command::Known, "known", "known", Group::Narrow, "Hide the words that dictionaries know (--known), or show them again."),
    row(Command::Fold, "fold", "fold", Group::Narrow, "Leave out what hardly occurs outside a longer word of the list, or list it again."),
    row(Command::Folded, "folded", "folded", Group::Narrow, "Tell what is folded under the word."),
    row(Command::Sort, "sort", "sort", Group::Narrow, "Choose the column to sort by; the same column again reverses."),
    row(Command::SortWord, "sort-word", "word", Group::Narrow, "Sort by the word's bytes."),
    row(Command::SortCount, "sort-count", "count", Group::Narrow, "Sort by count."),
    row(Command::SortPmi, "sort-pmi", "PMI", Group::Narrow, "Sort by PMI."),
    row(Command::SortLeft, "sort-left", "left", Group::Narrow, "Sort by left entropy."),
    row(Command::SortRight, "sort-right", "right", Group::Narrow, "Sort by right entropy."),
    row(Command::SortEntropy, "sort-entropy", "entropy", Group::Narrow, "Sort by the smaller entropy."),
    row(Command::SortScore, "sort-score", "score", Group::Narrow, "Sort by score."),
    row(Command::SortVerdict, "sort-verdict", "verdict", Group::Narrow, "Sort by verdict."),
    row(Command::ReverseSort, "reverse-sort", "reverse", Group::Narrow, "Reverse the order."),
    row(Command::Refined, "refined", "refined", Group::Narrow, "Go from the score to the refined order, for which the whole text is read again, or back."),
    row(Command::Columns, "columns", "columns", Group::Narrow, "Choose the columns of the list; what each measure says, and its formula, stands there."),
    row(Command::ToggleColumn, "toggle-column", "show or hide", Group::Narrow, "Show the column, or hide it."),
    row(Command::SortColumn, "sort-column", "sort by it", Group::Narrow, "Sort by the column, shown or not; again reverses."),
    row(Command::Presets, "presets", "presets", Group::Thresholds, "Choose a preset: thresholds with a name, of the program or of the settings ([presets.NAME])."),
    row(Command::ApplyPreset, "apply-preset", "take", Group::Thresholds, "Take the thresholds of the preset, to keep or to put back."),
    row(Command::Thresholds, "thresholds", "thresholds", Group::Thresholds, "Open the thresholds; the table follows every step."),
    row(Command::StepUp, "step-up", "raise", Group::Thresholds, "Raise the threshold a step."),
    row(Command::StepDown, "step-down", "lower", Group::Thresholds, "Lower the threshold a step."),
    row(Command::BigStepUp, "big-step-up", "x10", Group::Thresholds, "Raise the threshold ten steps."),
    row(Command::BigStepDown, "big-step-down", "x10", Group::Thresholds, "Lower the threshold ten steps."),
    row(Command::TypeValue, "type-value", "type", Group::Thresholds, "Type a value; a digit starts it as well."),
    row(Command::FromRow, "from-row", "from row", Group::Thresholds, "Set the threshold to the value of the current word."),
    row(Command::Reset, "reset", "reset", Group::Thresholds, "Open this threshold: let every candidate pass it."),
    row(Command::ResetAll, "reset-all", "reset all", Group::Thresholds, "Open every threshold."),
    row(Command::Keep, "keep", "keep", Group::Thresholds, "Keep the thresholds as they are now and go back to the list."),
    row(Command::Revert, "revert", "revert", Group::Thresholds, "Put the thresholds back as they were and go back to the list."),
    row(Command::SortContext, "sort-context", "context", Group::Panes, "Sort the context by text order, by what follows (R1), by what precedes (L1), in turn."),
    row(Command::FindText, "find-text", "find", Group::Panes, "Search the text for any string, a candidate or not: the context shows it until Esc, and a verdict is on it."),
    row(Command::Explain, "explain", "explain", Group::Panes, "Explain why the word stands where it does: every measure with its rank among all words, splits, neighbours; again closes it."),
    row(Command::NextPane, "next-pane", "pane", Group::Panes, "The next pane."),
    row(Command::PreviousPane, "previous-pane", "pane", Group::Panes, "The previous pane."),
    row(Command::PaneCandidates, "pane-candidates", "1", Group::Panes, "Go to the candidates."),
    row(Command::PaneContext, "pane-context", "2", Group::Panes, "Go to the context."),
    row(Command::PaneNeighbours, "pane-neighbours", "3", Group::Panes, "Go to the neighbours."),
    row(Command::PaneThresholds, "pane-thresholds", "4", Group::Panes, "Go to the thresholds."),
    row(Command::PaneLog, "pane-log", "5", Group::Panes, "Go to the log of this session."),
    row(Command::Zoom, "zoom", "zoom", Group::Panes, "Give the current pane the whole screen, and back."),
    row(Command::Lookup, "lookup", "look up", Group::Program, "Look a word up in the dictionary of accepted words, and go to it in the list."),
    row(Command::Export, "export", "export", Group::Program, "Write the accepted words to a file."),
    row(Command::Copy, "copy", "copy", Group::Program, "Copy the word to the clipboard (by the terminal, OSC 52)."),
    row(Command::Theme, "theme", "theme", Group::Program, "The next theme: dark, light, mono."),
    row(Command::Help, "help", "help", Group::Program, "This help; what is typed narrows it."),
    row(Command::Redraw, "redraw", "redraw", Group::Program, "Draw the whole screen again."),
    row(Command::RetrySave, "retry-save", "retry", Group::Program, "Try again to save what could not be saved."),
    row(Command::Suspend, "suspend", "suspend", Group::Program, "Go back to the shell for now (`fg` comes back here)."),
    row(Command::Cancel, "cancel", "cancel", Group::Program, "Cancel the running job; without one, ask whether to quit."),
    row(Command::Confirm, "confirm", "ok", Group::Program, "Do what the dialog says."),
    row(Command::Close, "close", "close", Group::Program, "Close the dialog; else clear the marks, else the filter. Never quits."),
    row(Command::Quit, "quit", "quit", Group::Program, "Quit. Everything decided is saved; the next start goes on at the same row."),
];

impl Command {
    /// The table's row of this command.
    #[must_use]
    pub fn info(self) -> &'static Info {
        let found = COMMANDS.iter().find(|info| info.command == self);
        found.unwrap_or(&COMMANDS[0])
    }

    /// The command called `name` in `keys.toml`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Command> {
        COMMANDS.iter().find(|info| info.name == name).map(|info| info.command)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_command_has_one_row_and_names_are_unique() {
        let commands: HashSet<_> = COMMANDS.iter().map(|i| i.command).collect();
        let names: HashSet<_> = COMMANDS.iter().map(|i| i.name).collect();
        assert_eq!(commands.len(), COMMANDS.len());
        assert_eq!(names.len(), COMMANDS.len());
        assert_eq!(COMMANDS.last().unwrap().command, Command::Quit);
        assert_eq!(COMMANDS.len(), Command::Quit as usize + 1, "a command lacks its row");
        for info in COMMANDS {
            assert_eq!(info.command.info().name, info.name);
            assert_eq!(Command::by_name(info.name), Some(info.command));
        }
    }
}
