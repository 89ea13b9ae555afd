//! From text to tokens. What an input method types for an ASCII character counts as that character.

use std::ops::Range;

use super::fault::Fault;

/// A comparison of a number, or of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Below,
    AtMost,
    Above,
    AtLeast,
    Is,
    IsNot,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A name or keyword, in lower case.
    Name(String),
    /// A number, and half a unit of its last written digit.
    Number(f64, f64),
    /// Text in quotes, or an expression between slashes.
    Text(String),
    Comparison(Comparison),
    /// `~`
    Like,
    /// `..`
    Dots,
    Open,
    Close,
    And,
    Or,
    Not,
}

/// A token and the bytes it stands at.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}

/// The tokens of `text`, up to the first fault.
pub(super) fn tokens(text: &str) -> (Vec<Token>, Option<Fault>) {
    let mut lexer = Lexer { text, chars: text.char_indices().map(|(at, c)| (at, twin(c))).collect(), at: 0 };
    let mut tokens: Vec<Token> = Vec::new();
    loop {
        lexer.skip(char::is_whitespace);
        let Some(start) = lexer.offset() else { return (tokens, None) };
        let takes_pattern = tokens.last().is_some_and(|token| token.kind == Kind::Like);
        match lexer.token(takes_pattern) {
            Ok(kind) => tokens.push(Token { kind, span: start..lexer.end() }),
            Err(fault) => return (tokens, Some(fault)),
        }
    }
}

/// The character that `c` stands for outside quotes.
pub(super) fn twin(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '“' | '”' | '„' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' => '\'',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '。' => '.',
        '、' => '/',
        c => c,
    }
}

struct Lexer<'a> {
    text: &'a str,
    /// Every character with its place, as its twin.
    chars: Vec<(usize, char)>,
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.ahead(0)
    }

    fn ahead(&self, by: usize) -> Option<char> {
        self.chars.get(self.at + by).map(|&(_, c)| c)
    }

    /// The place of the next character.
    fn offset(&self) -> Option<usize> {
        self.chars.get(self.at).map(|&(at, _)| at)
    }

    /// The place after the last character taken.
    fn end(&self) -> usize {
        self.offset().unwrap_or(self.text.len())
    }

    fn skip(&mut self, is: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&is) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        let is = self.peek() == Some(wanted);
        self.at += usize::from(is);
        is
    }

    fn token(&mut self, takes_pattern: bool) -> Result<Kind, Fault> {
        let start = self.end();
        let Some(c) = self.peek() else { return Ok(Kind::Close) };
        match c {
            '"' | '\'' => return self.quoted(c, start),
            '/' if takes_pattern => return self.quoted(c, start),
            _ if is_digit_at(self, 0) || (matches!(c, '-' | '+' | '.') && is_digit_at(self, 1)) => {
                return self.number(start);
            }
            _ if is_name(c) => {
                let from = self.at;
                self.skip(is_name);
                let name: String = self.chars[from..self.at].iter().flat_map(|&(_, c)| c.to_lowercase()).collect();
                return Ok(match name.as_str() {
                    "and" => Kind::And,
                    "or" => Kind::Or,
                    "not" => Kind::Not,
                    _ => Kind::Name(name),
                });
            }
            _ => {}
        }
        self.at += 1;
        self.symbol(c).ok_or_else(|| {
            let shown = &self.text[start..self.end()];
            Fault::new(
                start..self.end(),
                format!("{shown} means nothing here; text goes in quotes, as \"{shown}\""),
                format!("此处不能有 {shown}；文字请加引号，如 \"{shown}\""),
            )
        })
    }

    /// A token of one or two signs, of which `c` is taken already.
    fn symbol(&mut self, c: char) -> Option<Kind> {
        use Comparison as C;
        Some(match c {
            '(' => Kind::Open,
            ')' => Kind::Close,
            '~' => Kind::Like,
            '<' if self.take('>') => Kind::Comparison(C::IsNot),
            '<' if self.take('=') => Kind::Comparison(C::AtMost),
            '<' => Kind::Comparison(C::Below),
            '>' if self.take('=') => Kind::Comparison(C::AtLeast),
            '>' => Kind::Comparison(C::Above),
            '≤' => Kind::Comparison(C::AtMost),
            '≥' => Kind::Comparison(C::AtLeast),
            '≠' => Kind::Comparison(C::IsNot),
            '=' if self.take('~') => Kind::Like,
            '=' => {
                self.take('=');
                Kind::Comparison(C::Is)
            }
            '!' if self.take('=') => Kind::Comparison(C::IsNot),
            '!' => Kind::Not,
            '&' => {
                self.take('&');
                Kind::And
            }
            '|' => {
                self.take('|');
                Kind::Or
            }
            '…' => {
                self.skip(|c| c == '…');
                Kind::Dots
            }
            '.' if self.peek() == Some('.') => {
                self.skip(|c| c == '.');
                Kind::Dots
            }
            _ => return None,
        })
    }

    /// Text up to the twin of `quote`, which it starts with. A backslash before a quote makes it a character of the text.
    fn quoted(&mut self, quote: char, start: usize) -> Result<Kind, Fault> {
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            let own = &self.text[self.end()..];
            self.at += 1;
            match c {
                '\\' if self.peek() == Some(quote) => {
                    text.extend(self.text[self.end()..].chars().next());
                    self.at += 1;
                }
                c if c == quote => return Ok(Kind::Text(text)),
                _ => text.extend(own.chars().next()),
            }
        }
        Err(Fault::new(
            start..self.text.len(),
            format!("the text has no end: {quote} is missing"),
            format!("文字没有结束：缺少 {quote}"),
        ))
    }

    fn number(&mut self, start: usize) -> Result<Kind, Fault> {
        let from = self.at;
        self.at += usize::from(matches!(self.peek(), Some('-' | '+')));
        let digit = |c: char| c.is_ascii_digit() || c == '_';
        self.skip(digit);
        let mut decimals = 0;
        if self.peek() == Some('.') && self.ahead(1) != Some('.') {
            self.at += 1;
            let point = self.at;
            self.skip(digit);
            decimals = self.at - point;
        }
        if self.peek() == Some('e') || self.peek() == Some('E') {
            let signed = usize::from(matches!(self.ahead(1), Some('-' | '+')));
            if is_digit_at(self, 1 + signed) {
                self.at += 1 + signed;
                self.skip(|c| c.is_ascii_digit());
            }
        }
        let written: String = self.chars[from..self.at].iter().map(|&(_, c)| c).filter(|&c| c != '_').collect();
        let scale = match self.peek() {
            Some('k' | 'K' | '千') => 1e3,
            Some('m' | 'M') => 1e6,
            Some('万' | '萬') => 1e4,
            Some('亿' | '億') => 1e8,
            _ => 1.0,
        };
        self.at += usize::from(scale > 1.0);
        let is_over = !self.peek().is_some_and(is_name);
        self.skip(is_name);
        let fault = |english: &str, chinese: &str| Err(Fault::new(start..self.end(), english, chinese));
        match written.parse::<f64>() {
            Ok(number) if is_over && number.abs() * scale <= MOST => {
                Ok(Kind::Number(number * scale, 0.5 * scale * 0.1f64.powi(decimals.min(300) as i32)))
            }
            Ok(number) if number.abs() * scale > MOST => fault("the number is too large", "数字太大"),
            _ => fault("this is no number; write 5, 2.5, 1k or 1e3", "这不是数字；请写 5、2.5、1k 或 1e3"),
        }
    }
}

/// The largest number that can be written.
const MOST: f64 = 1e30;

fn is_digit_at(lexer: &Lexer, by: usize) -> bool {
    lexer.ahead(by).is_some_and(|c| c.is_ascii_digit())
}

/// Whether `c` can stand in a name, or in a word that is written without quotes.
pub(super) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
