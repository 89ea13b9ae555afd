//! What can go on at the caret.

use std::ops::Range;

use super::Scope;
use super::lex::{Kind, Token, is_name, tokens};
use super::names::{self, Flag, Meaning};
use crate::engine::derived::Feature;

/// A way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is written.
    pub text: String,
    /// What it says, in English and Chinese.
    pub about: (String, String),
}

/// The ways to go on at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes that a choice takes the place of: the start of a name, or nothing.
    pub span: Range<usize>,
    /// The choices, the likely ones first; those that start as what is written.
    pub choices: Vec<Choice>,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A column, flag or test.
    Condition,
    /// How a number is compared.
    OfNumber(Feature),
    /// How the word is compared.
    OfWord,
    /// `and` or `or`.
    Link,
    /// A number or text of one's own.
    Value,
    /// The `..` of a range.
    Dots,
}

const NUMBERS: [(&str, &str, &str); 7] = [
    (">=", "at least", "不小于"),
    ("<=", "at most", "不大于"),
    (">", "more than", "大于"),
    ("<", "less than", "小于"),
    ("=", "as shown", "等于"),
    ("!=", "not as shown", "不等于"),
    ("in", "from .. to", "范围"),
];

const WORDS: [(&str, &str, &str); 3] =
    [("~", "matches a regular expression", "匹配正则表达式"), ("=", "is", "等于"), ("!=", "is not", "不等于")];

/// The ways to go on with `text` at byte `caret`; what stands behind it is not looked at. None inside quotes and where a
/// number or text of one's own is to be written.
#[must_use]
pub fn complete(text: &str, caret: usize, scope: &Scope) -> Completion {
    let caret = (0..=caret.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let before = &text[..caret];
    let start = before.trim_end_matches(|c: char| is_name(super::lex::twin(c))).len();
    let (tokens, fault) = tokens(&before[..start]);
    let (next, open) = follow(&tokens);
    let written = before[start..].to_lowercase();
    // A name that nothing parts from the one before goes on with it: `pmi>=5a`.
    let is_inside = fault.is_some() || written.starts_with(|c: char| c.is_ascii_digit());
    let mut choices = if is_inside { Vec::new() } else { choices(next, open > 0, scope) };
    choices.retain(|choice| choice.text.starts_with(&written) && choice.text != written);
    Completion { span: start..caret, choices }
}

/// What may follow `tokens`, and how many parentheses are open.
fn follow(tokens: &[Token]) -> (Next, usize) {
    let (mut next, mut open) = (Next::Condition, 0usize);
    let mut in_range = false;
    for token in tokens {
        next = match (&token.kind, next) {
            (Kind::Open, _) => {
                open += 1;
                Next::Condition
            }
            (Kind::Close, _) => {
                open = open.saturating_sub(1);
                Next::Link
            }
            (Kind::And | Kind::Or, _) => Next::Condition,
            (Kind::Not, Next::Link) => Next::Condition,
            (Kind::Not, next) => next,
            (Kind::Name(name), Next::Condition) => match names::meaning(name) {
                Some(Meaning::Column(feature)) => Next::OfNumber(feature),
                Some(Meaning::Word) => Next::OfWord,
                Some(Meaning::Pinyin | Meaning::Fuzzy) => Next::Value,
                Some(Meaning::Flag(_)) | None => Next::Link,
            },
            (Kind::Name(name), Next::OfNumber(_)) => {
                in_range = name == "in";
                Next::Value
            }
            (Kind::Name(_) | Kind::Like, Next::OfWord) => Next::Value,
            (Kind::Comparison(_), _) => Next::Value,
            (Kind::Number(..), Next::Value) if in_range => {
                in_range = false;
                Next::Dots
            }
            (Kind::Dots, _) => Next::Value,
            (Kind::Number(..) | Kind::Text(_) | Kind::Name(_), _) => Next::Link,
            (Kind::Like, next) => next,
        };
    }
    (next, open)
}

fn choices(next: Next, is_open: bool, scope: &Scope) -> Vec<Choice> {
    let own = |&(text, english, chinese): &(&str, &str, &str)| choice(text, english, chinese);
    match next {
        Next::Condition => conditions(scope),
        Next::OfNumber(_) => NUMBERS.iter().map(own).collect(),
        Next::OfWord => WORDS.iter().take(1).chain(&names::TESTS).chain(&WORDS[1..]).map(own).collect(),
        Next::Link => {
            let close = is_open.then(|| choice(")", "closes the (", "闭合括号"));
            let links = [("and", "both hold", "同时满足"), ("or", "one holds", "满足其一")];
            links.iter().map(own).chain(close).collect()
        }
        Next::Value => Vec::new(),
        Next::Dots => vec![choice("..", "up to", "到")],
    }
}

/// What a condition can start with: the usual columns, the word, flags, then all else.
fn conditions(scope: &Scope) -> Vec<Choice> {
    const USUAL: [Feature; 7] = [
        Feature::Count,
        Feature::Length,
        Feature::Pmi,
        Feature::Entropy,
        Feature::Score,
        Feature::Left,
        Feature::Right,
    ];
    let column = |feature: Feature| choice(feature.name(), names::about(feature).0, names::about(feature).1);
    let has = |feature: &Feature| scope.columns.contains(feature);
    let others = scope.columns.iter().copied().filter(|feature| !USUAL.contains(feature));
    let flags = Flag::ALL.into_iter().filter(|&flag| scope.why_not(flag).is_none());
    let own = |&(text, english, chinese): &(&str, &str, &str)| choice(text, english, chinese);
    USUAL
        .into_iter()
        .filter(has)
        .map(column)
        .chain([choice("word", "the word's text", "词的文字")])
        .chain(names::SEARCHES.iter().map(own))
        .chain(flags.map(|flag| choice(flag.name(), flag.about().0, flag.about().1)))
        .chain([choice("not", "does not hold", "不满足")])
        .chain(others.map(column))
        .collect()
}

fn choice(text: &str, english: &str, chinese: &str) -> Choice {
    Choice { text: text.to_owned(), about: (english.to_owned(), chinese.to_owned()) }
}
