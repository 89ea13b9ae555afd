//! The language in which rows are narrowed: in the filter of the screen, in `--where`, in bulk verdicts.
//!
//! ```text
//! pmi>=5 and count>20 and word~"^的" and not known and len in 2..4
//! ```
//!
//! [`LANGUAGE`] is its description for people. A condition on a number that is not known (NaN) never holds, whichever way
//! it compares; `not` in front of it does. PMI and entropies are in the unit shown. A number compared with `=` equals what
//! rounds to it: `pmi = 5.1` is what is shown as 5.1.
//!
//! ```text
//! text --lex--> tokens --parse--> Expression --with Facts--> Condition --evaluate--> rows
//!                  '--complete--> the ways to go on
//! ```
//!
//! An [`Expression`] is text that was read; a [`Condition`] is one with what has to be known of the rows beside their table
//! (columns that were computed, verdicts, marks), so that it can be part of a [`Query`](super::Query).

mod complete;
mod evaluate;
mod fault;
mod lex;
mod names;
mod node;
mod parse;
mod pinyin;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use regex::Regex;

pub use self::complete::{Choice, Completion, complete};
pub use self::fault::Fault;
use self::lex::{Kind, Token};
pub use self::names::{ACCEPTED, Flag, KNOWN, LATER, REJECTED, UNDECIDED};
use self::node::{Node, Test};
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};
use crate::engine::derived::Feature;
use crate::engine::units::Units;

/// The language for people: what is written, and what it says in English and Chinese.
pub const LANGUAGE: [(&str, &str, &str); 12] = [
    ("pmi >= 5", "a column against a number: < <= > >= = !=", "列与数字比较：< <= > >= = !="),
    ("count > 1k", "numbers as 20, 2.5, 1k, 1e3", "数字可写作 20、2.5、1k、1e3"),
    ("len in 2..4", "from .. to, both included", "范围，含两端"),
    ("word = \"人工\"", "the word itself; != for all others", "词本身；!= 表示其他词"),
    ("word ~ \"^的\"", "a regular expression matches in the word", "词匹配正则表达式"),
    ("word contains \"工\"", "a part of the word; also starts, ends", "词中含有；另有 starts（开头）、ends（结尾）"),
    ("pinyin rgzn", "initials or full pinyin, mixed too", "拼音首字母或全拼，也可混用"),
    ("fuzzy 人能", "these characters in this order, others between", "按顺序含有这些字，中间可有别的字"),
    (
        "accepted, rejected, later",
        "the verdict; also decided, undecided",
        "决定；另有 decided（已决定）、undecided（未决定）",
    ),
    ("known", "words of the known dictionaries", "已知词典中的词"),
    ("marked", "marked words (on the screen)", "已标记的词（界面中）"),
    ("and or not ( )", "not binds closest, then and", "not 最先，其次 and"),
];

/// What can be told of rows where an expression is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scope {
    /// The unit in which PMI and entropies are written.
    pub units: Units,
    /// The columns that are there or can be computed.
    pub columns: Vec<Feature>,
    /// Whether there are verdicts.
    pub verdicts: bool,
    /// Whether there is a dictionary of known words.
    pub known: bool,
    /// Whether words can be marked.
    pub marks: bool,
}

/// Text that was read as a condition on rows. Two are equal when they say the same because they are written the same.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
    units: Units,
    root: Node,
    is_plain: bool,
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, self.units, self.is_plain) == (&other.text, other.units, other.is_plain)
    }
}

impl Expression {
    /// Reads `text`.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str, scope: &Scope) -> Result<Self, Fault> {
        let (tokens, fault) = lex::tokens(text);
        let root = match (parse::parse(text, &tokens, scope), fault) {
            // What stands before the place where reading stopped may lack what would stand there.
            (Err(own), Some(fault)) if own.span.start < fault.span.start && !is_at_end(&own, &tokens) => Err(own),
            (_, Some(fault)) => Err(fault),
            (read, None) => read,
        }?;
        Ok(Expression { text: text.to_owned(), units: scope.units, root, is_plain: false })
    }

    /// Words that contain `letters`, or are read so.
    fn letters(letters: &str) -> Option<Self> {
        let found = pinyin::Letters::new(letters)?;
        let root = Node::any(vec![Node::Word(Test::Contains(letters.to_owned())), Node::Word(Test::Pinyin(found))]);
        Some(Expression { text: letters.to_owned(), units: Units::default(), root, is_plain: true })
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is a plain text to look for, and no condition that was written as one.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// The columns it needs that do not follow from a row of the table alone; each once.
    #[must_use]
    pub fn columns(&self) -> Vec<Feature> {
        let mut columns = Vec::new();
        self.root.walk(&mut |node| match node {
            Node::Number(feature, _) if !feature.is_local() && !columns.contains(feature) => columns.push(*feature),
            _ => {}
        });
        columns
    }

    fn has_flag(&self, is: impl Fn(Flag) -> bool) -> bool {
        let mut has = false;
        self.root.walk(&mut |node| has |= matches!(node, Node::Flag(flag) if is(*flag)));
        has
    }

    /// Whether it asks for verdicts or known words: its rows change with them.
    #[must_use]
    pub fn needs_classes(&self) -> bool {
        self.has_flag(|flag| flag != Flag::Marked)
    }

    /// Whether it asks for marks: its rows change with them.
    #[must_use]
    pub fn needs_marks(&self) -> bool {
        self.has_flag(|flag| flag == Flag::Marked)
    }
}

/// Whether a fault is that something lacks behind the last token.
fn is_at_end(fault: &Fault, tokens: &[Token]) -> bool {
    tokens.last().is_none_or(|token| fault.span.start >= token.span.end)
}

/// What is known of rows beside their table.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Columns that were computed: a value for each row. Those that are missing are not known.
    pub columns: BTreeMap<Feature, Arc<[f32]>>,
    /// For each row its verdict, [`UNDECIDED`] to [`REJECTED`], and [`KNOWN`] more if its word is known; rows past the end
    /// are undecided and not known.
    pub classes: Option<Arc<Vec<u8>>>,
    /// A bit for each row: whether it is marked, the first row in the lowest bit of the first word.
    pub marks: Option<Arc<[u64]>>,
}

/// An expression with all that has to be known of the rows.
#[derive(Debug, Clone)]
pub struct Condition {
    expression: Expression,
    facts: Facts,
}

impl Condition {
    /// `expression` on the rows of `facts`, of which it keeps what it needs.
    #[must_use]
    pub fn new(expression: Expression, facts: Facts) -> Self {
        let needed = expression.columns();
        let facts = Facts {
            columns: facts.columns.into_iter().filter(|(feature, _)| needed.contains(feature)).collect(),
            classes: facts.classes.filter(|_| expression.needs_classes()),
            marks: facts.marks.filter(|_| expression.needs_marks()),
        };
        Condition { expression, facts }
    }

    /// The expression.
    #[must_use]
    pub fn expression(&self) -> &Expression {
        &self.expression
    }

    /// Those of the rows `among` of `table` for which it holds, in the same order.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled.
    pub fn matching(
        &self,
        table: &CandidateTable,
        among: impl IntoIterator<Item = CandidateId>,
        control: &Control,
    ) -> Result<Vec<CandidateId>, Cancelled> {
        let fails = self.failing(table, 0, control)?;
        Ok(among.into_iter().filter(|id| fails.get(id.index()).is_some_and(|&fails| !fails)).collect())
    }

    /// For each row of `table`, whose first is number `start` of those of the facts, whether it does not hold.
    pub(super) fn failing(
        &self,
        table: &CandidateTable,
        start: usize,
        control: &Control,
    ) -> Result<Vec<bool>, Cancelled> {
        evaluate::failing(&self.expression.root, (table, start), &self.facts, control)
    }

    /// Whether it holds for the same rows as `other` because both say the same of the same facts.
    pub(super) fn is_same(&self, other: &Condition) -> bool {
        let columns = |condition: &Condition| -> Vec<_> {
            condition.facts.columns.iter().map(|(&feature, values)| (feature, values.as_ptr(), values.len())).collect()
        };
        let classes = match (&self.facts.classes, &other.facts.classes) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
            (a, b) => a.is_none() && b.is_none(),
        };
        self.expression == other.expression
            && columns(self) == columns(other)
            && classes
            && self.facts.marks == other.facts.marks
    }
}

/// What is looked for, as typed in the filter of the screen.
#[derive(Debug, Clone)]
pub enum Search {
    /// Words that contain this.
    Part(String),
    /// Words in which this matches.
    Regex(Regex),
    /// Words for which this holds.
    Expression(Expression),
}

/// Reads what is typed as a filter; nothing typed is nothing looked for.
///
/// - `/regular expression/`: the last slash may be missing while it is typed;
/// - an expression, when it has a comparison in it, is a flag, or starts as a condition and goes on;
/// - else a plain text: the words that contain it. Small Latin letters find what is read so too, as `rgzn` 人工智能. In
///   quotes it is taken as it is.
///
/// # Errors
/// What is wrong with the expression, and where.
pub fn read(typed: &str, scope: &Scope) -> Result<Option<Search>, Fault> {
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(expression) = typed.strip_prefix(['/', '／']) {
        let start = typed.len() - expression.len();
        let expression = expression.strip_suffix(['/', '／']).unwrap_or(expression);
        if expression.is_empty() {
            return Ok(None);
        }
        let regex = parse::regex(expression).map_err(|fault| fault.shifted(start))?;
        return Ok(Some(Search::Regex(regex)));
    }
    let (tokens, fault) = lex::tokens(typed);
    if is_expression(&tokens, fault.is_some()) {
        return Ok(Some(Search::Expression(Expression::parse(typed, scope)?)));
    }
    if let ([Token { kind: Kind::Text(text), .. }], None) = (&tokens[..], &fault) {
        return Ok(Some(Search::Part(text.clone())).filter(|_| !text.is_empty()));
    }
    let is_letters = typed.bytes().all(|c| c.is_ascii_lowercase());
    let letters = if is_letters { Expression::letters(typed) } else { None };
    Ok(Some(letters.map_or_else(|| Search::Part(typed.to_owned()), Search::Expression)))
}

/// Whether typed text is meant as an expression.
fn is_expression(tokens: &[Token], is_cut: bool) -> bool {
    if tokens.iter().any(|token| matches!(token.kind, Kind::Comparison(_) | Kind::Like)) {
        return true;
    }
    let opened = tokens.iter().take_while(|token| matches!(token.kind, Kind::Not | Kind::Open)).count();
    let Some(Token { kind: Kind::Name(name), .. }) = tokens.get(opened) else { return false };
    let goes_on = tokens.len() > opened + 1 || is_cut;
    match names::meaning(name) {
        Some(names::Meaning::Flag(_)) => {
            opened > 0 || matches!(tokens.get(1).map(|token| &token.kind), None | Some(Kind::And | Kind::Or))
        }
        Some(_) => goes_on || opened > 0,
        // A name that is being typed behind `not` or a parenthesis.
        None => opened > 0 && !goes_on && names::all().any(|other| other.starts_with(name.as_str())),
    }
}
