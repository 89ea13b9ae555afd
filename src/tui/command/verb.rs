//! Commands with words behind them, for the `:` line: a verb and what it takes.

use crate::settings::lang::Pair;

/// What a line can begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each verb's sentence stands in VERBS")]
pub enum Verb {
    Set,
    Preset,
    Filter,
    SortBy,
    Accept,
    Reject,
    Later,
    Undecide,
    Undo,
    Redo,
    Note,
    Tag,
    Pos,
    Add,
    Goto,
    Find,
    Columns,
    Plot,
    Export,
    Theme,
    Lang,
    Glyphs,
    Mouse,
    Stats,
    Write,
}

/// One row of the table of verbs.
#[derive(Debug, Clone, Copy)]
pub struct VerbInfo {
    /// The verb.
    pub verb: Verb,
    /// The word it is typed as.
    pub name: &'static str,
    /// What may stand behind it.
    pub takes: &'static str,
    /// Whether something must stand behind it.
    pub needs: bool,
    /// What it does, in both languages.
    pub sentence: Pair,
}

const fn row(verb: Verb, name: &'static str, (takes, needs): (&'static str, bool), sentence: Pair) -> VerbInfo {
    VerbInfo { verb, name, takes, needs, sentence }
}

/// Every verb, in the order of the help.
#[rustfmt::skip]
pub const VERBS: &[VerbInfo] = &[
    row(Verb::Set, "set", ("pmi>=5 | len in 2..4 | count any", true),
        ("Set a threshold, or open it.", "设定一个阈值，或放开它。")),
    row(Verb::Preset, "preset", ("NAME | save NAME | delete NAME", true),
        ("Take the thresholds of a preset; save the present ones under a name; delete one of yours.", "采用一组预设的阈值；以某个名字保存现在的阈值；删除自己的预设。")),
    row(Verb::Filter, "filter", ("EXPR | TEXT | /REGEX/", true),
        ("Show only words that match.", "只列出匹配的词。")),
    row(Verb::SortBy, "sort", ("COLUMN | -COLUMN", true),
        ("Sort by a column, shown or not; with - the smallest first.", "按一列排序，无论是否显示；加 - 则从小到大。")),
    row(Verb::Accept, "accept", ("[marked | shown | where EXPR]", false),
        ("Accept the word, the marked words, all that are shown, or those of them that match.", "采纳当前词、标记的词、列出的所有词，或其中匹配的词。")),
    row(Verb::Reject, "reject", ("[marked | shown | where EXPR]", false),
        ("Reject them.", "拒绝它们。")),
    row(Verb::Later, "later", ("[marked | shown | where EXPR]", false),
        ("Put them off.", "把它们留待以后。")),
    row(Verb::Undecide, "undecide", ("[marked | shown | where EXPR]", false),
        ("Take the verdicts on them back.", "撤回对它们的决定。")),
    row(Verb::Undo, "undo", ("[N]", false),
        ("Undo the last N steps.", "撤销最近 N 步。")),
    row(Verb::Redo, "redo", ("[N]", false),
        ("Do the last N undone steps again.", "重做最近撤销的 N 步。")),
    row(Verb::Note, "note", ("TEXT", true),
        ("Write a note on the word.", "给这个词写备注。")),
    row(Verb::Tag, "tag", ("TAG[,TAG...]", true),
        ("Add tags to the marked words, or to the word.", "给标记的词或当前词加标签。")),
    row(Verb::Pos, "pos", ("TAG[,TAG...]", true),
        ("Set the part of speech of the marked words, or of the word.", "设定标记的词或当前词的词性。")),
    row(Verb::Add, "add", ("WORD", true),
        ("Accept a word, a candidate or not.", "采纳一个词，不必是候选词。")),
    row(Verb::Goto, "goto", ("WORD | ROW", true),
        ("Go to a word of the list, or to a row by its number.", "跳到列表中的一个词，或某一行。")),
    row(Verb::Find, "find", ("TEXT", true),
        ("Search the text for any string.", "在原文中查找任意字串。")),
    row(Verb::Columns, "columns", ("NAME[,NAME...]", true),
        ("Show these columns.", "显示这些列。")),
    row(Verb::Plot, "plot", ("X Y", true),
        ("Plot these two measures, as pmi entropy.", "用这两个度量作图，如 pmi entropy。")),
    row(Verb::Export, "export", ("FORMAT PATH", true),
        ("Write the accepted words to a file.", "把已采纳的词写入文件。")),
    row(Verb::Theme, "theme", ("NAME", true),
        ("Take this theme.", "采用这个配色方案。")),
    row(Verb::Lang, "lang", ("en | zh", true),
        ("The language of the screen.", "界面语言。")),
    row(Verb::Glyphs, "glyphs", ("unicode | ascii | auto", true),
        ("Draw borders, bars and histograms with box drawing and blocks, or with ASCII and Braille.", "边框、条形和直方图用制表符和方块绘制，或用 ASCII 和盲文点字。")),
    row(Verb::Mouse, "mouse", ("on | off", true),
        ("Take the mouse, or leave it to the terminal to select text with.", "由程序接管鼠标，或留给终端选取文字。")),
    row(Verb::Stats, "stats", ("", false),
        ("Tell the numbers of words, verdicts and steps.", "说明词数、决定数和步数。")),
    row(Verb::Write, "write", ("", false),
        ("Tell whether everything is saved; it is without asking.", "说明是否全部已保存；本来就会自动保存。")),
];

impl Verb {
    /// The table's row of this verb.
    #[must_use]
    pub fn info(self) -> &'static VerbInfo {
        let found = VERBS.iter().find(|info| info.verb == self);
        found.unwrap_or(&VERBS[0])
    }

    /// The verb typed as `name`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Verb> {
        VERBS.iter().find(|info| info.name == name).map(|info| info.verb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_has_one_row_and_names_are_unique() {
        for (at, info) in VERBS.iter().enumerate() {
            assert_eq!(info.verb as usize, at, "{}", info.name);
            assert_eq!(Verb::by_name(info.name), Some(info.verb), "{}", info.name);
            assert!(!info.needs || !info.takes.is_empty());
        }
    }
}
