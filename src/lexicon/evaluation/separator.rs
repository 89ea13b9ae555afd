//! What divides the words of a segmented text.

use std::str::FromStr;

/// Bytes looked at to find out.
const LOOKED_AT: usize = 1 << 20;

/// What stands between the words of a segmented text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// White space of any kind.
    Space,
    /// This character; white space is text.
    Char(char),
}

impl Separator {
    /// The separator of `text`: a bar when there are more bars than stretches of white space inside its lines.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut end = text.len().min(LOOKED_AT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let (mut bars, mut spaces) = (0, 0);
        for line in text[..end].lines() {
            bars += line.matches('|').count();
            spaces += Separator::Space.words(line).count().saturating_sub(1);
        }
        if bars > spaces { Separator::Char('|') } else { Separator::Space }
    }

    /// The words of `line`, none of them empty.
    pub fn words(self, line: &str) -> impl Iterator<Item = &str> {
        let divides = move |c: char| match self {
            Separator::Space => is_space(c),
            Separator::Char(separator) => c == separator || c == '\n' || c == '\r',
        };
        line.split(divides).filter(|word| !word.is_empty())
    }
}

impl FromStr for Separator {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "space" | " " => return Ok(Separator::Space),
            "bar" => return Ok(Separator::Char('|')),
            _ => {}
        }
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_whitespace() => Ok(Separator::Space),
            (Some(c), None) => Ok(Separator::Char(c)),
            _ => Err("give space, bar, or one character".to_owned()),
        }
    }
}

/// White space, the four separators of ASCII among it.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&c)
}
