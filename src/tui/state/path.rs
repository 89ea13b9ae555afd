//! A line that takes a path: what is typed, and the ways to go on with it.

use tui_input::Input;

/// A path being typed, with completion. The names come from the world: a request has a number, and an answer to an older
/// one, or to a line that changed since, is dropped.
#[derive(Debug, Clone, Default)]
pub struct PathLine {
    /// What is typed.
    pub input: Input,
    /// Ways to go on, spelled as the line is; empty when none were asked for.
    pub choices: Vec<String>,
    /// Which of them is in the line.
    pub at: Option<usize>,
    /// The number of the last request.
    pub generation: u64,
    /// The line that the ways to go on were asked for.
    asked: String,
}

impl PathLine {
    /// A line with `text` in it.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        PathLine { input: Input::new(text.into()), ..PathLine::default() }
    }

    /// The path, without white space around it.
    #[must_use]
    pub fn path(&self) -> &str {
        self.input.value().trim()
    }

    /// Takes note that the line was changed by hand.
    pub fn changed(&mut self) {
        self.choices.clear();
        self.at = None;
    }

    /// Puts `text` in the line.
    pub fn set(&mut self, text: String) {
        self.input = Input::new(text);
    }

    /// The next way to go on, or the one before it; when there are none yet, the number of the request for them and what
    /// to ask about.
    pub fn complete(&mut self, back: bool) -> Option<(u64, String)> {
        let all = self.choices.len();
        if all == 0 {
            self.generation += 1;
            self.asked = self.input.value().to_owned();
            return Some((self.generation, self.asked.clone()));
        }
        let at = match (self.at, back) {
            (None, false) => 0,
            (None, true) => all - 1,
            (Some(at), false) => (at + 1) % all,
            (Some(at), true) => (at + all - 1) % all,
        };
        self.at = Some(at);
        self.set(self.choices[at].clone());
        None
    }

    /// Takes the ways to go on in: the line becomes what they have in common. Says whether there was one.
    pub fn take_in(&mut self, generation: u64, choices: Vec<String>) -> bool {
        if generation != self.generation || self.asked != self.input.value() {
            return true;
        }
        let Some(common) = common_start(&choices) else { return false };
        if common.len() > self.asked.len() {
            self.set(common);
        }
        // The only way to go on is gone; the next request is about what is behind it.
        self.choices = if choices.len() > 1 { choices } else { Vec::new() };
        self.at = None;
        true
    }
}

/// What all of `texts` begin with; `None` when there are none.
fn common_start(texts: &[String]) -> Option<String> {
    let (first, rest) = texts.split_first()?;
    let shared = |text: &String| first.chars().zip(text.chars()).take_while(|(a, b)| a == b).count();
    let least = rest.iter().map(shared).min().unwrap_or(usize::MAX);
    Some(first.chars().take(least).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn what_all_have_in_common_is_filled_in_and_then_each_in_turn() {
        let mut line = PathLine::new("红");
        assert_eq!(line.complete(false), Some((1, "红".to_owned())));
        assert!(line.take_in(1, texts(&["红楼/", "红楼梦"])));
        assert_eq!(line.path(), "红楼");
        for (back, path) in [(false, "红楼/"), (false, "红楼梦"), (false, "红楼/"), (true, "红楼梦")] {
            assert_eq!(line.complete(back), None);
            assert_eq!(line.path(), path);
        }
        line.changed();
        assert_eq!(line.complete(false), Some((2, "红楼梦".to_owned())));
        assert!(line.take_in(2, texts(&["红楼梦/"])));
        assert_eq!(line.path(), "红楼梦/");
        assert_eq!(line.complete(false), Some((3, "红楼梦/".to_owned())));
        assert!(!line.take_in(3, Vec::new()));
        assert_eq!(line.path(), "红楼梦/");
    }

    #[test]
    fn an_answer_to_another_line_is_dropped() {
        let mut line = PathLine::new("a");
        line.complete(false);
        line.set("b".to_owned());
        assert!(line.take_in(1, texts(&["aa"])));
        assert_eq!(line.path(), "b");
    }
}
