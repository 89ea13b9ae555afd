//! The names that the language knows.

use crate::engine::derived::{Feature, Need};

/// What a candidate is or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// Accepted.
    Accepted,
    /// Rejected.
    Rejected,
    /// Put off.
    Later,
    /// Without a verdict.
    Undecided,
    /// With a verdict that is not to put it off.
    Decided,
    /// Known to a dictionary.
    Known,
    /// Marked on the screen.
    Marked,
}

/// The class of a row that has no verdict; see [`Facts::classes`](super::Facts::classes).
pub const UNDECIDED: u8 = 0;
/// The class of a row that was put off.
pub const LATER: u8 = 1;
/// The class of an accepted row.
pub const ACCEPTED: u8 = 2;
/// The class of a rejected row.
pub const REJECTED: u8 = 3;
/// Added to the class of a row whose word is known.
pub const KNOWN: u8 = 4;

impl Flag {
    /// Every flag.
    pub const ALL: [Flag; 7] =
        [Flag::Accepted, Flag::Rejected, Flag::Later, Flag::Undecided, Flag::Decided, Flag::Known, Flag::Marked];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Flag::Accepted => "accepted",
            Flag::Rejected => "rejected",
            Flag::Later => "later",
            Flag::Undecided => "undecided",
            Flag::Decided => "decided",
            Flag::Known => "known",
            Flag::Marked => "marked",
        }
    }

    /// What it says, in English and Chinese.
    #[must_use]
    pub fn about(self) -> (&'static str, &'static str) {
        match self {
            Flag::Accepted => ("accepted words", "已采纳"),
            Flag::Rejected => ("rejected words", "已拒绝"),
            Flag::Later => ("words put off", "待定"),
            Flag::Undecided => ("words without a verdict", "未决定"),
            Flag::Decided => ("accepted or rejected words", "已采纳或已拒绝"),
            Flag::Known => ("words of the known dictionaries", "已知词典中的词"),
            Flag::Marked => ("marked words", "已标记"),
        }
    }

    /// The classes that it holds for, as bits.
    pub(super) fn classes(self) -> u8 {
        let both = |class: u8| 1u8 << class | 1 << (class + KNOWN);
        match self {
            Flag::Accepted => both(ACCEPTED),
            Flag::Rejected => both(REJECTED),
            Flag::Later => both(LATER),
            Flag::Undecided => both(UNDECIDED),
            Flag::Decided => both(ACCEPTED) | both(REJECTED),
            Flag::Known => 0xF0,
            Flag::Marked => 0,
        }
    }
}

/// The tests of a word that are written as names after `word`, with what they say in English and Chinese.
pub(super) const TESTS: [(&str, &str, &str); 3] = [
    ("contains", "the word has this part", "词中含有"),
    ("starts", "the word starts with it", "以此开头"),
    ("ends", "the word ends with it", "以此结尾"),
];

/// What stands before a text of its own.
pub(super) const SEARCHES: [(&str, &str, &str); 2] = [
    ("pinyin", "initials or full pinyin: rgzn finds 人工智能", "拼音首字母或全拼：rgzn 找到 人工智能"),
    ("fuzzy", "these characters in this order, others between", "按顺序含有这些字，中间可有别的字"),
];

/// Other names of columns.
const ALIASES: [(&str, Feature); 7] = [
    ("len", Feature::Length),
    ("freq", Feature::Count),
    ("frequency", Feature::Count),
    ("hl", Feature::Left),
    ("hr", Feature::Right),
    ("h", Feature::Entropy),
    ("ratio", Feature::LogRatio),
];

/// What a name stands for at the start of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Column(Feature),
    Flag(Flag),
    Word,
    Pinyin,
    Fuzzy,
}

/// What `name`, in lower case, stands for.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let column = || ALIASES.iter().find(|(alias, _)| *alias == name).map(|&(_, feature)| feature);
    match name {
        "word" => Some(Meaning::Word),
        "pinyin" => Some(Meaning::Pinyin),
        "fuzzy" => Some(Meaning::Fuzzy),
        _ => {
            let flag = Flag::ALL.into_iter().find(|flag| flag.name() == name).map(Meaning::Flag);
            flag.or_else(|| Feature::by_name(name).or_else(column).map(Meaning::Column))
        }
    }
}

/// Every name that can start a condition, those of columns first.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    let columns = Feature::ALL.into_iter().chain(Feature::BESIDE).map(Feature::name);
    let others = ["word", "pinyin", "fuzzy", "len"];
    columns.chain(others).chain(Flag::ALL.map(Flag::name))
}

/// Which of `names` is written most like `name`, if one is at all.
pub(super) fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let far = 1 + name.chars().count() / 3;
    let close = names.map(|other| (strsim::damerau_levenshtein(name, other), other));
    close.filter(|&(distance, _)| distance <= far).min_by_key(|&(distance, _)| distance).map(|(_, other)| other)
}

/// What a column says in a few words, in English and Chinese.
pub(super) fn about(feature: Feature) -> (&'static str, &'static str) {
    match feature {
        Feature::Count => ("occurrences", "出现次数"),
        Feature::Length => ("length in units", "长度（字数）"),
        Feature::Docs => ("documents that have it", "出现的文档数"),
        Feature::Pmi => ("PMI at its weakest split", "凝固度（最弱切分处）"),
        Feature::Npmi => ("PMI as a share of its most", "归一化凝固度"),
        Feature::Cohesion => ("share of its parts' uses", "部分的相伴比例"),
        Feature::Llr => ("log-likelihood ratio", "对数似然比"),
        Feature::Left => ("left entropy", "左熵"),
        Feature::Right => ("right entropy", "右熵"),
        Feature::Entropy => ("the smaller entropy", "左右熵中较小者"),
        Feature::Variety => ("kinds of neighbours", "邻字种类数"),
        Feature::Vbe => ("variation of entropy", "分支熵变化"),
        Feature::Fragment => ("share in one longer word", "属于同一更长词的比例"),
        Feature::Surprise => ("more than its parts foretell", "高于各部分预期的程度"),
        Feature::Score => ("score, 0 to 1", "得分，0 到 1"),
        Feature::Confidence => ("share of uses as a word", "作为词使用的比例"),
        Feature::Refined => ("refined score, 0 to 1", "精炼得分，0 到 1"),
        Feature::Reference => ("count in the reference", "对照语料中的次数"),
        Feature::Keyness => ("log-likelihood to reference", "与对照语料的对数似然"),
        Feature::LogRatio => ("ratio to reference, bits", "与对照语料之比（比特）"),
        Feature::Trend => ("period of its peak", "高峰所在时期"),
        Feature::Burst => ("gathered in one period", "集中于某一时期的程度"),
        Feature::Folded => ("candidates folded under it", "折叠在其下的候选词"),
    }
}

/// Why a column cannot be had where it is not, in English and Chinese.
pub(super) fn why_not(feature: Feature) -> (String, String) {
    let name = feature.name();
    match feature.needs() {
        Some(Need::Reference) => (
            format!("{name} needs other texts to compare with (--reference)"),
            format!("{name} 需要对照语料（--reference）"),
        ),
        Some(Need::Periods) => (format!("{name} needs texts of several periods"), format!("{name} 需要多个时期的文本")),
        Some(Need::Folding) => (
            format!("{name} follows from the list, which it cannot filter"),
            format!("{name} 由列表得出，不能用于过滤"),
        ),
        None => (format!("{name} cannot be had here"), format!("此处没有 {name}")),
    }
}
