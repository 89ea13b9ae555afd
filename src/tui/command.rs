//! Every command of the workbench, in one table: it feeds the keymap, the help, the hints and the README.

pub mod verb;

use crate::settings::lang::Pair;

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
    RepeatVerdict,
    Rule,
    RuleDecided,
    History,
    TakeBack,
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
    SavePreset,
    DeletePreset,
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
    UndoThresholds,
    RedoThresholds,
    FitThresholds,
    CutLeft,
    CutRight,
    CutDown,
    CutUp,
    BigCutLeft,
    BigCutRight,
    BigCutDown,
    BigCutUp,
    PlotX,
    PlotY,
    SortContext,
    SortContextBack,
    PerDocument,
    RandomSample,
    BestExamples,
    Wider,
    Narrower,
    Read,
    NextHit,
    PreviousHit,
    Compare,
    FindText,
    NextPane,
    PreviousPane,
    PaneCandidates,
    PaneContext,
    PaneNeighbours,
    PaneThresholds,
    PanePlot,
    PaneLog,
    Zoom,
    Lookup,
    Export,
    Open,
    ForgetProject,
    Explain,
    Copy,
    Theme,
    Language,
    Help,
    Palette,
    Redraw,
    RetrySave,
    Suspend,
    Cancel,
    Confirm,
    Complete,
    CompleteBack,
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

    /// The heading in the help, in both languages.
    #[must_use]
    pub fn title(self) -> Pair {
        match self {
            Group::Move => ("Move", "移动"),
            Group::Decide => ("Decide", "决定"),
            Group::Mark => ("Mark", "标记"),
            Group::Narrow => ("Filter and sort", "筛选与排序"),
            Group::Thresholds => ("Thresholds", "阈值"),
            Group::Panes => ("Panes and context", "窗格与上下文"),
            Group::Program => ("Program", "程序"),
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
    /// What it does, for the help and the README, in both languages.
    pub sentence: Pair,
    /// One or two words for the hint line, in both languages.
    pub hint: Pair,
    /// Its part of the help.
    pub group: Group,
}

const fn row(command: Command, name: &'static str, hint: Pair, group: Group, sentence: Pair) -> Info {
    Info { command, name, sentence, hint, group }
}

/// Every command, in the order of the help.
#[rustfmt::skip]
pub const COMMANDS: &[Info] = &[
    row(Command::Down, "down", ("down", "下"), Group::Move,
        ("One row down.", "下移一行。")),
    row(Command::Up, "up", ("up", "上"), Group::Move,
        ("One row up.", "上移一行。")),
    row(Command::HalfDown, "half-down", ("half page", "半页"), Group::Move,
        ("Half a page down.", "下移半页。")),
    row(Command::HalfUp, "half-up", ("half page", "半页"), Group::Move,
        ("Half a page up.", "上移半页。")),
    row(Command::PageDown, "page-down", ("page", "翻页"), Group::Move,
        ("A page down.", "下移一页。")),
    row(Command::PageUp, "page-up", ("page", "翻页"), Group::Move,
        ("A page up.", "上移一页。")),
    row(Command::First, "first", ("first", "首行"), Group::Move,
        ("The first row.", "到第一行。")),
    row(Command::Last, "last", ("last", "末行"), Group::Move,
        ("The last row.", "到最后一行。")),
    row(Command::NextUndecided, "next-undecided", ("next ?", "下个未定"), Group::Move,
        ("The next word without a verdict.", "到下一个未决定的词。")),
    row(Command::PreviousUndecided, "previous-undecided", ("prev ?", "上个未定"), Group::Move,
        ("The previous word without a verdict.", "到上一个未决定的词。")),
    row(Command::Accept, "accept", ("accept", "采纳"), Group::Decide,
        ("Accept the word, or all marked words, and go to the next undecided one.", "采纳当前词或所有标记的词，并到下一个未决定的词。")),
    row(Command::Reject, "reject", ("reject", "拒绝"), Group::Decide,
        ("Reject the word, or all marked words, and go to the next undecided one.", "拒绝当前词或所有标记的词，并到下一个未决定的词。")),
    row(Command::Later, "later", ("later", "待定"), Group::Decide,
        ("Put the word, or all marked words, off, and go to the next undecided one.", "把当前词或所有标记的词留待以后，并到下一个未决定的词。")),
    row(Command::Undecide, "undecide", ("undecide", "撤回"), Group::Decide,
        ("Take the verdict on the word, or on all marked words, back.", "撤回对当前词或所有标记的词的决定。")),
    row(Command::RepeatVerdict, "repeat-verdict", ("repeat", "重复"), Group::Decide,
        ("Give the word, or all marked words, the verdict given last.", "对当前词或所有标记的词重复上一次的决定。")),
    row(Command::Rule, "rule", ("rule", "规则"), Group::Decide,
        ("Decide on every word shown that begins or ends with a part of this one, or contains it; the counts are told first.", "对列出的词中以当前词的一部分开头、结尾或包含它的词一并决定；先显示词数。")),
    row(Command::RuleDecided, "rule-decided", ("decided too", "连同已决定的"), Group::Decide,
        ("Let the rule decide words that have a verdict too, or leave them.", "让规则也作用于已决定的词，或不作用。")),
    row(Command::History, "history", ("history", "历史"), Group::Decide,
        ("Show every step in plain words, the newest first.", "用平常的话列出每一步，最新的在前。")),
    row(Command::TakeBack, "take-back", ("undo it", "撤销这步"), Group::Decide,
        ("Undo the step under the cursor and no other, after showing what that changes.", "先说明会改变什么，再只撤销光标处的这一步。")),
    row(Command::Undo, "undo", ("undo", "撤销"), Group::Decide,
        ("Undo the last step; again for the one before.", "撤销上一步；再按撤销更早的一步。")),
    row(Command::Redo, "redo", ("redo", "重做"), Group::Decide,
        ("Do the last undone step again.", "重做刚撤销的一步。")),
    row(Command::Mark, "mark", ("mark", "标记"), Group::Mark,
        ("Mark the word or take the mark off, and go one down.", "标记当前词或取消标记，并下移一行。")),
    row(Command::MarkRange, "mark-range", ("range", "区间"), Group::Mark,
        ("Start a range here; again to mark it, or decide at once.", "从这里开始一个区间；再按则标记整个区间，也可直接决定。")),
    row(Command::MarkShown, "mark-shown", ("mark all", "全标"), Group::Mark,
        ("Mark every word that is shown.", "标记列出的所有词。")),
    row(Command::InvertMarks, "invert-marks", ("invert", "反选"), Group::Mark,
        ("Mark what is not marked among the words shown, and the reverse.", "在列出的词中反转标记。")),
    row(Command::Filter, "filter", ("filter", "筛选"), Group::Narrow,
        ("Show only words that contain a string or are read so (pinyin), match a /regular expression/, or meet a condition, as pmi>=5 and not known; the list follows as you type.", "只列出含某个字串或拼音、匹配 /正则表达式/ 或满足条件（如 pmi>=5 and not known）的词；列表随输入而变。")),
    row(Command::ClearFilter, "clear-filter", ("no filter", "清除筛选"), Group::Narrow,
        ("Take the filter off.", "取消筛选。")),
    row(Command::Show, "show", ("show", "显示"), Group::Narrow,
        ("Show all, only undecided, accepted, rejected or later words, in turn.", "依次列出：全部、未决定、已采纳、已拒绝、待定的词。")),
    row(Command::Known, "known", ("known", "已知词"), Group::Narrow,
        ("Hide the words that dictionaries know (--known), or show them again.", "隐藏词典中已有的词（--known），或重新列出。")),
    row(Command::Fold, "fold", ("fold", "折叠"), Group::Narrow,
        ("Leave out what hardly occurs outside a longer word of the list, or list it again.", "略去几乎只在更长的词里出现的词，或重新列出。")),
    row(Command::Folded, "folded", ("folded", "被折叠"), Group::Narrow,
        ("Tell what is folded under the word.", "说明这个词下面折叠了哪些词。")),
    row(Command::Sort, "sort", ("sort", "排序"), Group::Narrow,
        ("Choose the column to sort by; the same column again reverses.", "选择排序的列；再选同一列则反序。")),
    row(Command::SortWord, "sort-word", ("word", "词"), Group::Narrow,
        ("Sort by the word's bytes.", "按词的字节顺序排序。")),
    row(Command::SortCount, "sort-count", ("count", "词频"), Group::Narrow,
        ("Sort by count.", "按词频排序。")),
    row(Command::SortPmi, "sort-pmi", ("PMI", "凝固度"), Group::Narrow,
        ("Sort by PMI.", "按凝固度（PMI）排序。")),
    row(Command::SortLeft, "sort-left", ("left", "左熵"), Group::Narrow,
        ("Sort by left entropy.", "按左邻熵排序。")),
    row(Command::SortRight, "sort-right", ("right", "右熵"), Group::Narrow,
        ("Sort by right entropy.", "按右邻熵排序。")),
    row(Command::SortEntropy, "sort-entropy", ("entropy", "自由度"), Group::Narrow,
        ("Sort by the smaller entropy.", "按左右邻熵中较小者排序。")),
    row(Command::SortScore, "sort-score", ("score", "得分"), Group::Narrow,
        ("Sort by score.", "按得分排序。")),
    row(Command::SortVerdict, "sort-verdict", ("verdict", "决定"), Group::Narrow,
        ("Sort by verdict.", "按决定排序。")),
    row(Command::ReverseSort, "reverse-sort", ("reverse", "反序"), Group::Narrow,
        ("Reverse the order.", "反转顺序。")),
    row(Command::Refined, "refined", ("refined", "精排"), Group::Narrow,
        ("Go from the score to the refined order, for which the whole text is read again, or back.", "从得分排序切换到精排（为此重读全文），或切换回来。")),
    row(Command::Columns, "columns", ("columns", "列"), Group::Narrow,
        ("Choose the columns of the list; what each measure says, and its formula, stands there.", "选择列表的列；每个度量的含义和公式都在那里。")),
    row(Command::ToggleColumn, "toggle-column", ("show or hide", "显示或隐藏"), Group::Narrow,
        ("Show the column, or hide it.", "显示这一列，或隐藏它。")),
    row(Command::SortColumn, "sort-column", ("sort by it", "按此排序"), Group::Narrow,
        ("Sort by the column, shown or not; again reverses.", "按这一列排序，无论是否显示；再按则反序。")),
    row(Command::Presets, "presets", ("presets", "预设"), Group::Thresholds,
        ("Choose a preset: thresholds with a name, of the program, of the settings ([presets.NAME]) or of this project.", "选择一组有名字的阈值：程序自带的、设置里的（[presets.名字]）或本项目的。")),
    row(Command::ApplyPreset, "apply-preset", ("take", "采用"), Group::Thresholds,
        ("Take the thresholds of the preset, to keep or to put back.", "采用这组预设的阈值，之后可保留或还原。")),
    row(Command::SavePreset, "save-preset", ("save", "另存"), Group::Thresholds,
        ("Save the present thresholds as a preset of this project.", "把现在的阈值另存为本项目的预设。")),
    row(Command::DeletePreset, "delete-preset", ("delete", "删除"), Group::Thresholds,
        ("Delete the preset, if it is one of this project.", "删除这组预设（限本项目的）。")),
    row(Command::Thresholds, "thresholds", ("thresholds", "阈值"), Group::Thresholds,
        ("Open the thresholds; the table follows every step.", "打开阈值窗格；列表随每一步而变。")),
    row(Command::StepUp, "step-up", ("raise", "升"), Group::Thresholds,
        ("Raise the threshold a step.", "把阈值升高一步。")),
    row(Command::StepDown, "step-down", ("lower", "降"), Group::Thresholds,
        ("Lower the threshold a step.", "把阈值降低一步。")),
    row(Command::BigStepUp, "big-step-up", ("x10", "x10"), Group::Thresholds,
        ("Raise the threshold ten steps.", "把阈值升高十步。")),
    row(Command::BigStepDown, "big-step-down", ("x10", "x10"), Group::Thresholds,
        ("Lower the threshold ten steps.", "把阈值降低十步。")),
    row(Command::TypeValue, "type-value", ("type", "输入"), Group::Thresholds,
        ("Type a value; a digit starts it as well.", "输入一个数值；直接按数字也可以。")),
    row(Command::FromRow, "from-row", ("from row", "取自当前词"), Group::Thresholds,
        ("Set the threshold to the value of the current word.", "把阈值设为当前词的数值。")),
    row(Command::Reset, "reset", ("reset", "放开"), Group::Thresholds,
        ("Open this threshold: let every candidate pass it.", "放开这个阈值：让所有候选词通过。")),
    row(Command::ResetAll, "reset-all", ("reset all", "全部放开"), Group::Thresholds,
        ("Open every threshold.", "放开所有阈值。")),
    row(Command::Keep, "keep", ("keep", "保留"), Group::Thresholds,
        ("Keep the thresholds as they are now and go back to the list.", "保留现在的阈值，回到列表。")),
    row(Command::Revert, "revert", ("revert", "还原"), Group::Thresholds,
        ("Put the thresholds back as they were and go back to the list.", "把阈值还原为原来的数值，回到列表。")),
    row(Command::UndoThresholds, "undo-thresholds", ("undo", "撤销"), Group::Thresholds,
        ("Undo the last change of the thresholds; again for the one before. Verdicts stay.", "撤销上一次阈值改动；再按则撤销更早的。不影响已作的决定。")),
    row(Command::RedoThresholds, "redo-thresholds", ("redo", "重做"), Group::Thresholds,
        ("Do the last undone change of the thresholds again.", "重做刚撤销的阈值改动。")),
    row(Command::FitThresholds, "fit-thresholds", ("fit", "拟合"), Group::Thresholds,
        ("Propose thresholds that fit your verdicts, and show what they would change.", "按你的决定拟合阈值，并显示会有什么变化。")),
    row(Command::CutLeft, "cut-left", ("x lower", "x 降"), Group::Thresholds,
        ("Lower the threshold across the plot a step.", "把图中横轴的阈值降低一步。")),
    row(Command::CutRight, "cut-right", ("x raise", "x 升"), Group::Thresholds,
        ("Raise the threshold across the plot a step.", "把图中横轴的阈值升高一步。")),
    row(Command::CutDown, "cut-down", ("y lower", "y 降"), Group::Thresholds,
        ("Lower the threshold up the plot a step.", "把图中纵轴的阈值降低一步。")),
    row(Command::CutUp, "cut-up", ("y raise", "y 升"), Group::Thresholds,
        ("Raise the threshold up the plot a step.", "把图中纵轴的阈值升高一步。")),
    row(Command::BigCutLeft, "big-cut-left", ("x10", "x10"), Group::Thresholds,
        ("Lower the threshold across the plot ten steps.", "把图中横轴的阈值降低十步。")),
    row(Command::BigCutRight, "big-cut-right", ("x10", "x10"), Group::Thresholds,
        ("Raise the threshold across the plot ten steps.", "把图中横轴的阈值升高十步。")),
    row(Command::BigCutDown, "big-cut-down", ("x10", "x10"), Group::Thresholds,
        ("Lower the threshold up the plot ten steps.", "把图中纵轴的阈值降低十步。")),
    row(Command::BigCutUp, "big-cut-up", ("x10", "x10"), Group::Thresholds,
        ("Raise the threshold up the plot ten steps.", "把图中纵轴的阈值升高十步。")),
    row(Command::PlotX, "plot-x", ("measure of x", "横轴度量"), Group::Thresholds,
        ("The next measure across the plot.", "换图中横轴的度量。")),
    row(Command::PlotY, "plot-y", ("measure of y", "纵轴度量"), Group::Thresholds,
        ("The next measure up the plot.", "换图中纵轴的度量。")),
    row(Command::SortContext, "sort-context", ("context", "上下文"), Group::Panes,
        ("Sort the context as in the text, by what follows (R1) or precedes (L1), from the second or third unit on (R2, L2, R3, L3), good examples first, at random, in turn.", "依次按原文顺序、右侧（R1）、左侧（L1）、第二或第三个单位起（R2、L2、R3、L3）、佳例在前、随机排列上下文。")),
    row(Command::SortContextBack, "sort-context-back", ("order back", "上一排序"), Group::Panes,
        ("The order of the context before this one.", "回到上下文的上一种排序。")),
    row(Command::PerDocument, "per-document", ("one a document", "每篇一处"), Group::Panes,
        ("Show only the first line of each document in the context, or all again.", "上下文每篇只显示第一处，再按则全部显示。")),
    row(Command::RandomSample, "random-sample", ("random", "随机"), Group::Panes,
        ("Put the context in a random order: its start is a sample; again for another one.", "随机排列上下文，开头即为随机样本；再按换一个样本。")),
    row(Command::BestExamples, "best-examples", ("best first", "佳例"), Group::Panes,
        ("Put good examples first in the context: whole sentences of fair length, few digits, letters and marks, none twice; again for the order of the text.", "佳例在前：长度适中的完整句子，数字、字母、标点少，不重复；再按回到原文顺序。")),
    row(Command::Wider, "wider", ("wider", "加宽"), Group::Panes,
        ("Show more of the text on each side in the context.", "上下文两侧多显示一些文字。")),
    row(Command::Narrower, "narrower", ("narrower", "收窄"), Group::Panes,
        ("Show less of the text on each side in the context.", "上下文两侧少显示一些文字。")),
    row(Command::Read, "read", ("read", "阅读"), Group::Panes,
        ("Read the whole paragraph around the line under the cursor; verdicts work there and go on to the next word.", "阅读光标所在行的整个段落；在其中也可决定，并转到下一个词。")),
    row(Command::NextHit, "next-hit", ("next hit", "下一处"), Group::Panes,
        ("The next line of the context, or its paragraph in the reader.", "上下文的下一处，阅读时为其所在段落。")),
    row(Command::PreviousHit, "previous-hit", ("prev hit", "上一处"), Group::Panes,
        ("The previous line of the context, or its paragraph in the reader.", "上下文的上一处，阅读时为其所在段落。")),
    row(Command::Compare, "compare", ("compare", "对照"), Group::Panes,
        ("Pin the word, to compare its context and neighbours with those of the words the cursor comes to; again takes it off.", "固定这个词，与光标所到的词对照上下文和邻字；再按取消。")),
    row(Command::FindText, "find-text", ("find", "查找"), Group::Panes,
        ("Search the text for any string, a candidate or not: the context shows it until Esc, and a verdict is on it.", "在原文中查找任意字串，不必是候选词：上下文窗格显示它，直到按 Esc；决定也作用于它。")),
    row(Command::Explain, "explain", ("explain", "解释"), Group::Panes,
        ("Explain why the word stands where it does: every measure with its rank among all words, splits, neighbours; again closes it.", "解释这个词为何排在这里：各度量及其在所有词中的名次、切分、邻字；再按则关闭。")),
    row(Command::NextPane, "next-pane", ("pane", "窗格"), Group::Panes,
        ("The next pane.", "到下一个窗格。")),
    row(Command::PreviousPane, "previous-pane", ("pane", "窗格"), Group::Panes,
        ("The previous pane.", "到上一个窗格。")),
    row(Command::PaneCandidates, "pane-candidates", ("1", "1"), Group::Panes,
        ("Go to the candidates.", "到候选词窗格。")),
    row(Command::PaneContext, "pane-context", ("2", "2"), Group::Panes,
        ("Go to the context.", "到上下文窗格。")),
    row(Command::PaneNeighbours, "pane-neighbours", ("3", "3"), Group::Panes,
        ("Go to the neighbours.", "到邻字窗格。")),
    row(Command::PaneThresholds, "pane-thresholds", ("4", "4"), Group::Panes,
        ("Go to the thresholds.", "到阈值窗格。")),
    row(Command::PanePlot, "pane-plot", ("5", "5"), Group::Panes,
        ("Go to the plot: the candidates over two measures, with both thresholds.", "到散布图：候选词在两个度量上的分布与两个阈值。")),
    row(Command::PaneLog, "pane-log", ("6", "6"), Group::Panes,
        ("Go to the log of this session.", "到本次运行的日志。")),
    row(Command::Zoom, "zoom", ("zoom", "放大"), Group::Panes,
        ("Give the current pane the whole screen, and back.", "让当前窗格占满屏幕，再按则复原。")),
    row(Command::Lookup, "lookup", ("look up", "查词"), Group::Program,
        ("Look a word up in the dictionary of accepted words, and go to it in the list.", "在已采纳词的词典中查一个词，并在列表中跳到它。")),
    row(Command::Export, "export", ("export", "导出"), Group::Program,
        ("Write the accepted words to a file.", "把已采纳的词写入文件。")),
    row(Command::Open, "open", ("open", "打开"), Group::Program,
        ("Leave this project, saved, for another one, a text or a folder; projects opened before are listed.", "保存并离开本项目，打开另一个项目、文本或文件夹；列出最近的项目。")),
    row(Command::ForgetProject, "forget-project", ("off the list", "移出列表"), Group::Program,
        ("Take a project off the list of recent ones; its file stays.", "把一个项目移出最近列表，文件仍在。")),
    row(Command::Copy, "copy", ("copy", "复制"), Group::Program,
        ("Copy the word to the clipboard (by the terminal, OSC 52).", "把词复制到剪贴板（由终端完成，OSC 52）。")),
    row(Command::Theme, "theme", ("theme", "配色"), Group::Program,
        ("The next theme: dark, light, high-contrast, cvd (blue and orange), mono.", "换下一个配色方案。")),
    row(Command::Language, "language", ("language", "语言"), Group::Program,
        ("The other language: English, 中文.", "换另一种语言：English、中文。")),
    row(Command::Help, "help", ("help", "帮助"), Group::Program,
        ("This help; what is typed narrows it.", "打开这个帮助；输入文字可缩小范围。")),
    row(Command::Palette, "palette", ("commands", "命令"), Group::Program,
        ("Every command by name, and those that take words (`:set pmi>=5`); what is typed narrows them.", "按名字查找所有命令，包括带参数的（`:set pmi>=5`）；输入文字可缩小范围。")),
    row(Command::Redraw, "redraw", ("redraw", "重绘"), Group::Program,
        ("Draw the whole screen again.", "重新绘制整个屏幕。")),
    row(Command::RetrySave, "retry-save", ("retry", "重试"), Group::Program,
        ("Try again to save what could not be saved.", "再次尝试保存未能保存的内容。")),
    row(Command::Suspend, "suspend", ("suspend", "挂起"), Group::Program,
        ("Go back to the shell for now (`fg` comes back here).", "暂时回到 shell（用 `fg` 返回）。")),
    row(Command::Cancel, "cancel", ("cancel", "取消"), Group::Program,
        ("Cancel the running job; without one, ask whether to quit.", "取消正在进行的工作；没有时询问是否退出。")),
    row(Command::Confirm, "confirm", ("ok", "确定"), Group::Program,
        ("Do what the dialog says.", "执行对话框所说的操作。")),
    row(Command::Complete, "complete", ("complete", "补全"), Group::Narrow,
        ("Complete the condition being typed; again for the next way to go on.", "补全正在输入的条件；再按换下一个候选。")),
    row(Command::CompleteBack, "complete-back", ("back", "上一个"), Group::Narrow,
        ("The way to go on before that one.", "上一个补全候选。")),
    row(Command::Close, "close", ("close", "关闭"), Group::Program,
        ("Close the dialog; else clear the marks, else the filter. Never quits.", "关闭对话框；否则清除标记，再否则清除筛选。不会退出。")),
    row(Command::Quit, "quit", ("quit", "退出"), Group::Program,
        ("Quit. Everything decided is saved; the next start goes on at the same row.", "退出。所有决定都已保存；下次启动回到同一行。")),
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
