//! The text of a page: block elements are lines, scripts and styles are left out.

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Bytes of a page, at most.
pub(super) const MOST: usize = 256 << 20;

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];
/// Elements between which there is a space at least.
const CELLS: &[&str] = &["td", "th", "button", "input", "img"];
/// Elements whose text is none of the page's; `rt` and `rp` hold readings of the characters before.
const HIDDEN: &[&str] = &[
    "head", "iframe", "math", "noembed", "noframes", "noscript", "object", "rp", "rt", "script", "style", "svg",
    "template", "title",
];

/// The text of `page`.
pub(super) fn text(page: &str) -> String {
    let mut text = Text::default();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<()> {
        text.event(&event);
        None
    });
    // What is in a script is no markup.
    emitter.naively_switch_states(true);
    let mut tokens = Tokenizer::new_with_emitter(page, emitter);
    // Memory has no error to tell, and nothing is emitted.
    while tokens.next().is_some() {}
    drop(tokens);
    text.out.truncate(text.out.trim_end().len());
    text.out
}

#[derive(Debug, Default)]
struct Text {
    out: String,
    /// Hidden elements that are open, innermost last.
    hidden: Vec<Vec<u8>>,
    /// The element whose tag is being read.
    tag: Vec<u8>,
    /// Open `pre` elements.
    kept: usize,
    /// White space before the next character, and whether it has a line end.
    space: Option<bool>,
}

impl Text {
    fn event(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = name.to_vec();
                self.border(name);
                if *name == b"body" {
                    // A head need not be closed.
                    self.hidden.clear();
                }
                if is_one(name, HIDDEN) {
                    self.hidden.push(name.to_vec());
                }
                self.kept += usize::from(*name == b"pre");
            }
            CallbackEvent::CloseStartTag { self_closing: true } if self.hidden.last() == Some(&self.tag) => {
                self.hidden.pop();
            }
            CallbackEvent::EndTag { name } => {
                self.border(name);
                if let Some(at) = self.hidden.iter().rposition(|open| open == name) {
                    self.hidden.truncate(at);
                }
                self.kept = self.kept.saturating_sub(usize::from(*name == b"pre"));
            }
            CallbackEvent::String { value } if self.hidden.is_empty() => {
                for c in String::from_utf8_lossy(value).chars() {
                    self.push(c);
                }
            }
            _ => {}
        }
    }

    fn border(&mut self, name: &[u8]) {
        if is_one(name, BLOCKS) {
            self.space = None;
            if !self.out.is_empty() && !self.out.ends_with('\n') {
                self.out.push('\n');
            }
        } else if is_one(name, CELLS) {
            self.space = Some(false);
        }
    }

    fn push(&mut self, c: char) {
        if self.kept > 0 {
            self.out.push(c);
            return;
        }
        if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
            *self.space.get_or_insert(false) |= c == '\n';
            return;
        }
        if let Some(line_end) = self.space.take()
            && let Some(before) = self.out.chars().next_back().filter(|before| *before != '\n')
        {
            // A line end in the source of a text without spaces is none of its own (CSS Text 3, 4.1.3).
            if !(line_end && is_wide(before) && is_wide(c)) {
                self.out.push(' ');
            }
        }
        self.out.push(c);
    }
}

fn is_one(name: &[u8], names: &[&str]) -> bool {
    names.iter().any(|known| known.as_bytes() == name)
}

/// Whether texts of the character's script have no spaces.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_scripts_are_not_text() {
        let page = "<!DOCTYPE html><html><head><title>题</title><style>p{}</style></head><body><h1>学而\n 第一</h1>\n\
                    <p>子曰：<b>学</b>而时习之，\n<ruby>不<rt>bù</rt></ruby>亦说乎？<br>one\ntwo &amp; &#x4E09;<script>var 君子;</script>\
                    <table><tr><td>甲<td>乙</table><pre>a\n b</pre></html>";
        assert_eq!(text(page), "学而第一\n子曰：学而时习之，不亦说乎？\none two & 三\n甲 乙\na\n b");
    }

    #[test]
    fn what_is_not_closed_hides_no_more_than_it_must() {
        assert_eq!(text("<head><title>x</title><body>天<script>a<!-- </script>地"), "天地");
        assert_eq!(text("<p>天<svg/>地<p>玄 < 黄 &lt;"), "天地\n玄 < 黄 <");
        assert_eq!(text("天<!-- 地 -->玄<"), "天玄<");
        assert_eq!(text(""), "");
    }

    #[test]
    fn any_page_has_a_text() {
        proptest::proptest!(|(page in "(</?(p|pre|head|script|td|rt|svg|body|!--)/?>?|[a天 \n&;<>\"'=-]){0,24}")| {
            let _ = text(&page);
        });
    }
}
