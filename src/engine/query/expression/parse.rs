//! From tokens to a condition.
//!
//! ```text
//! any      = all { "or" all }
//! all      = each { "and" each }
//! each     = { "not" } ( "(" any ")" | flag | number | word | search )
//! number   = column ( comparison NUMBER | [ "not" ] "in" NUMBER ".." NUMBER )
//! word     = "word" ( "=" | "!=" | "~" | [ "not" ] ( "contains" | "starts" | "ends" ) ) TEXT
//! search   = ( "pinyin" | "fuzzy" ) TEXT
//! ```

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::Scope;
use super::fault::Fault;
use super::lex::{Comparison, Kind, Token};
use super::names::{self, Flag, Meaning};
use super::node::{Bounds, Node, Test};
use super::pinyin::{self, Letters};
use crate::engine::derived::Feature;

/// How deep parentheses may lie in each other.
const DEEPEST: usize = 64;

/// The condition that `tokens` of `text` are.
pub(super) fn parse(text: &str, tokens: &[Token], scope: &Scope) -> Result<Node, Fault> {
    let mut parser = Parser { text, tokens, at: 0, scope, depth: 0 };
    let node = parser.any()?;
    match parser.peek() {
        None => Ok(node),
        Some(Kind::Close) => Err(parser.fault_here("this ) closes nothing", "这个 ) 没有对应的 (")),
        Some(_) => Err(parser.fault_here("`and` or `or` is missing before this", "此处之前缺少 and 或 or")),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
    scope: &'a Scope,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    /// The bytes of the next token, or the place behind the last.
    fn span(&self) -> Range<usize> {
        let end = self.tokens.last().map_or(0, |token| token.span.end);
        // One may go on typing behind a space.
        let end = end.max(self.text.trim_end().len());
        self.tokens.get(self.at).map_or(end..end, |token| token.span.clone())
    }

    fn fault_here(&self, english: impl Into<String>, chinese: impl Into<String>) -> Fault {
        Fault::new(self.span(), english, chinese)
    }

    fn take(&mut self, wanted: &Kind) -> bool {
        let is = self.peek() == Some(wanted);
        self.at += usize::from(is);
        is
    }

    fn any(&mut self) -> Result<Node, Fault> {
        let mut nodes = vec![self.all()?];
        while self.take(&Kind::Or) {
            nodes.push(self.all()?);
        }
        Ok(Node::any(nodes))
    }

    fn all(&mut self) -> Result<Node, Fault> {
        let mut nodes = vec![self.each()?];
        while self.take(&Kind::And) {
            nodes.push(self.each()?);
        }
        Ok(Node::all(nodes))
    }

    fn each(&mut self) -> Result<Node, Fault> {
        let mut is_turned = false;
        while self.take(&Kind::Not) {
            is_turned = !is_turned;
        }
        let node = self.one()?;
        Ok(if is_turned { Node::Not(Box::new(node)) } else { node })
    }

    fn one(&mut self) -> Result<Node, Fault> {
        let start = self.span();
        let name = match self.peek() {
            Some(Kind::Open) => return self.group(),
            Some(Kind::Name(name)) => name.clone(),
            None => {
                return Err(self.fault_here(
                    "a condition is missing, as pmi >= 5 or undecided",
                    "缺少条件：如 pmi >= 5、word ~ \"^的\" 或 undecided",
                ));
            }
            Some(Kind::Number(..)) => {
                return Err(self.fault_here("the column comes first, as pmi >= 5", "请先写列名，如 pmi >= 5"));
            }
            Some(Kind::Text(_)) => {
                return Err(self.fault_here(
                    "say what the text is for, as word contains \"x\"",
                    "请说明文字的用途，如 word contains \"x\"",
                ));
            }
            Some(_) => {
                return Err(self.fault_here(
                    "a condition is missing here, as pmi >= 5 or undecided",
                    "此处缺少条件，如 pmi >= 5 或 undecided",
                ));
            }
        };
        self.at += 1;
        match names::meaning(&name) {
            Some(Meaning::Column(feature)) if self.scope.columns.contains(&feature) => self.number(feature),
            Some(Meaning::Column(feature)) => {
                let (english, chinese) = names::why_not(feature);
                Err(Fault::new(start, english, chinese))
            }
            Some(Meaning::Flag(flag)) => match self.scope.why_not(flag) {
                None => Ok(Node::Flag(flag)),
                Some((english, chinese)) => Err(Fault::new(start, english, chinese)),
            },
            Some(Meaning::Word) => self.word(),
            Some(Meaning::Pinyin) => self.pinyin(),
            Some(Meaning::Fuzzy) => Ok(Node::Word(Test::Fuzzy(self.value()?))),
            None => Err(unknown(&name, start)),
        }
    }

    fn group(&mut self) -> Result<Node, Fault> {
        let open = self.span();
        if self.depth == DEEPEST {
            return Err(self.fault_here("too many parentheses in each other", "括号嵌套太深"));
        }
        self.at += 1;
        self.depth += 1;
        let node = self.any()?;
        self.depth -= 1;
        if self.take(&Kind::Close) {
            return Ok(node);
        }
        match self.peek() {
            None => Err(Fault::new(open, "this ( is not closed", "这个 ( 没有闭合")),
            Some(_) => Err(self.fault_here("`and`, `or` or ) is missing before this", "此处之前缺少 and、or 或 )")),
        }
    }

    fn number(&mut self, feature: Feature) -> Result<Node, Fault> {
        let (spec, units) = (feature.spec(), self.scope.units);
        let name = spec.name;
        let before = self.at;
        let is_turned = self.take(&Kind::Not);
        match self.peek() {
            Some(&Kind::Comparison(comparison)) if !is_turned => {
                self.at += 1;
                let value = self.value_of(&format!("{name} >= 5"))?;
                Ok(Node::Number(feature, Bounds::compared(comparison, value, spec.unit, units)))
            }
            Some(Kind::Name(word)) if word == "in" => {
                self.at += 1;
                let example = format!("{name} in 2..4");
                let start = self.span().start;
                let least = self.value_of(&example)?.0;
                if !self.take(&Kind::Dots) {
                    return Err(self.fault_here(
                        format!("the range lacks its `..`, as {example}"),
                        format!("范围缺少 ..，如 {example}"),
                    ));
                }
                let greatest = self.value_of(&example)?.0;
                if least > greatest {
                    let span = start..self.tokens[self.at - 1].span.end;
                    return Err(Fault::new(
                        span,
                        "the range is empty: the smaller number comes first",
                        "范围为空：请先写较小的数",
                    ));
                }
                let node = Node::Number(feature, Bounds::between(least, greatest, spec.unit, units));
                Ok(if is_turned { Node::Not(Box::new(node)) } else { node })
            }
            next => {
                let is_text = matches!(next, Some(Kind::Like))
                    || matches!(next, Some(Kind::Name(name)) if names::TESTS.iter().any(|test| test.0 == name));
                if is_text {
                    return Err(self.fault_here(
                        format!("{name} is a number: < <= > >= = != or in 2..4; texts are compared with word"),
                        format!("{name} 是数字：请用 < <= > >= = != 或 in 2..4；文字请用 word"),
                    ));
                }
                self.at = before;
                Err(self.fault_here(
                    format!("{name} lacks its comparison: < <= > >= = != or in 2..4"),
                    format!("{name} 缺少比较：< <= > >= = != 或 in 2..4"),
                ))
            }
        }
    }

    fn value_of(&mut self, example: &str) -> Result<(f64, f64), Fault> {
        match self.peek() {
            Some(&Kind::Number(value, half)) => {
                self.at += 1;
                Ok((value, half))
            }
            _ => Err(self
                .fault_here(format!("a number is missing here, as {example}"), format!("此处缺少数字，如 {example}"))),
        }
    }

    fn word(&mut self) -> Result<Node, Fault> {
        let before = self.at;
        let is_turned = self.take(&Kind::Not);
        let next = self.peek().cloned();
        self.at += 1;
        let node = match &next {
            Some(Kind::Comparison(Comparison::Is)) if !is_turned => Test::Is(self.value()?),
            Some(Kind::Comparison(Comparison::IsNot)) if !is_turned => {
                return Ok(Node::Not(Box::new(Node::Word(Test::Is(self.value()?)))));
            }
            Some(Kind::Like) => Test::Matches(self.pattern()?),
            Some(Kind::Name(name)) if name == "contains" => Test::Contains(self.value()?),
            Some(Kind::Name(name)) if name == "starts" => Test::Starts(self.value()?),
            Some(Kind::Name(name)) if name == "ends" => Test::Ends(self.value()?),
            _ => {
                self.at = before;
                return Err(self.fault_here(
                    "word is compared with = != ~ contains starts ends, as word ~ \"^的\"",
                    "word 请用 = != ~ contains starts ends，如 word ~ \"^的\"",
                ));
            }
        };
        let node = Node::Word(node);
        Ok(if is_turned { Node::Not(Box::new(node)) } else { node })
    }

    /// A text: in quotes, or a word without them.
    fn value(&mut self) -> Result<String, Fault> {
        let span = self.span();
        let text = match self.peek() {
            Some(Kind::Text(text)) => text.clone(),
            Some(Kind::Name(_)) => self.text[span].to_owned(),
            Some(Kind::Number(..)) => self.text[span].to_owned(),
            _ => return Err(self.fault_here("a text is missing here, as \"人工\"", "此处缺少文字，如 \"人工\"")),
        };
        self.at += 1;
        Ok(text)
    }

    fn pattern(&mut self) -> Result<Regex, Fault> {
        let span = self.span();
        let is_quoted = matches!(self.peek(), Some(Kind::Text(_)));
        let written = self.value()?;
        let quote = self.text[span.clone()].chars().next().filter(|_| is_quoted).map_or(0, char::len_utf8);
        regex(&written).map_err(|fault| {
            let shifted = fault.shifted(span.start + quote);
            // A quote that was written with a backslash moves what follows.
            Fault { span: shifted.span.start.min(span.end)..shifted.span.end.min(span.end), ..shifted }
        })
    }

    fn pinyin(&mut self) -> Result<Node, Fault> {
        let span = self.span();
        let typed = self.value()?;
        Letters::new(&typed).map(|letters| Node::Word(Test::Pinyin(letters))).ok_or_else(|| {
            let most = pinyin::MOST;
            Fault::new(
                span,
                format!("pinyin is written with 1 to {most} letters a to z, as rgzn or rengong"),
                format!("拼音请用 1 到 {most} 个字母 a 到 z，如 rgzn 或 rengong"),
            )
        })
    }
}

/// Reads a regular expression.
pub(super) fn regex(written: &str) -> Result<Regex, Fault> {
    RegexBuilder::new(written).size_limit(1 << 20).build().map_err(|error| {
        let whole = 0..written.len();
        if let regex::Error::CompiledTooBig(_) = error {
            return Fault::new(whole, "the expression is too large", "表达式太大");
        }
        let (span, what) = match regex_syntax::Parser::new().parse(written) {
            Err(regex_syntax::Error::Parse(error)) => (Some(*error.span()), error.kind().to_string()),
            Err(regex_syntax::Error::Translate(error)) => (Some(*error.span()), error.kind().to_string()),
            _ => (None, "it cannot be read".to_owned()),
        };
        let span = span.map_or(whole, |span| span.start.offset..span.end.offset);
        Fault::new(span, format!("regular expression: {what}"), format!("正则表达式：{what}"))
    })
}

/// There is no such name.
fn unknown(name: &str, span: Range<usize>) -> Fault {
    match names::nearest(name, names::all()) {
        Some(other) => Fault::new(
            span,
            format!("there is no {name}; did you mean {other}?"),
            format!("没有 {name}；是否想写 {other}？"),
        ),
        None => Fault::new(
            span,
            format!("there is no {name}; columns are count, len, pmi, entropy, score ..."),
            format!("没有 {name}；列如 count、len、pmi、entropy、score"),
        ),
    }
}

impl Scope {
    /// Why `flag` cannot be told here, in English and Chinese.
    pub(super) fn why_not(&self, flag: Flag) -> Option<(&'static str, &'static str)> {
        let has = match flag {
            Flag::Known => self.known,
            Flag::Marked => self.marks,
            _ => self.verdicts,
        };
        (!has).then_some(match flag {
            Flag::Known => ("known needs known words (--known DICT)", "known 需要已知词典（--known DICT）"),
            Flag::Marked => ("words are marked on the screen only", "只有在界面中才有标记"),
            _ => ("verdicts are those of a project; there is none here", "决定属于项目；此处没有项目"),
        })
    }
}
