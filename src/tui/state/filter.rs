//! The filter of the list: what was typed, what it means, and the typing of it.

use tui_input::Input;

use crate::engine::derived::Feature;
use crate::engine::query::TextFilter;
use crate::engine::query::expression::{Choice, Condition, Expression, Facts, Fault, Scope, Search, read};

use super::columns::Columns;

/// Filters that are kept to be taken up again.
const KEPT: usize = 20;

/// The filter of the list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    text: String,
    search: Option<Search>,
    /// What the list answers: the last one whose columns were all there.
    settled: Option<Search>,
    /// What was typed before, the newest last.
    pub history: Vec<String>,
    /// The typing of it.
    pub typing: Typing,
}

/// What helps to type a filter.
#[derive(Debug, Clone, Default)]
pub struct Typing {
    /// What is wrong with it.
    pub fault: Option<Fault>,
    /// The ways to go on that are being turned over.
    pub cycle: Option<Cycle>,
    /// The filter of the history that was taken up, by its place, and what was typed before that.
    recalled: Option<(usize, String)>,
}

/// Ways to go on, one of which stands in the line.
#[derive(Debug, Clone)]
pub struct Cycle {
    /// The line before it and behind it.
    around: (String, String),
    /// The ways.
    pub choices: Vec<Choice>,
    /// The one in the line.
    pub at: usize,
}

impl Cycle {
    /// Ways to go on between two parts of a line, which there are.
    #[must_use]
    pub fn new(around: (String, String), choices: Vec<Choice>) -> Self {
        Cycle { around, choices, at: 0 }
    }

    /// The next way, or the one before.
    pub fn turn(&mut self, back: bool) {
        let all = self.choices.len().max(1);
        self.at = (self.at + if back { all - 1 } else { 1 }) % all;
    }

    /// The line with the way in it, and the caret behind that.
    #[must_use]
    pub fn line(&self) -> Input {
        let (before, after) = &self.around;
        let choice = self.choices.get(self.at).map_or("", |choice| &choice.text);
        // The only way is gone on from.
        let gap = if self.choices.len() == 1 && !after.starts_with(' ') { " " } else { "" };
        let start = format!("{before}{choice}{gap}");
        let caret = start.chars().count();
        Input::new(start + after).with_cursor(caret)
    }
}

impl Filter {
    /// No filter, with those of before, the newest last.
    #[must_use]
    pub fn new(history: Vec<String>) -> Self {
        Filter { history, ..Filter::default() }
    }

    /// As it was typed; empty without one.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes `text` as the filter; with a fault it stays as it is.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub(super) fn set(&mut self, text: &str, scope: &Scope) -> Result<(), Fault> {
        self.search = read(text, scope)?;
        text.clone_into(&mut self.text);
        Ok(())
    }

    fn expression(&self) -> Option<&Expression> {
        match &self.search {
            Some(Search::Expression(expression)) => Some(expression),
            _ => None,
        }
    }

    /// Whether it is a text to look for, not a condition or a regular expression.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        matches!(&self.search, Some(Search::Part(_))) || self.expression().is_some_and(Expression::is_plain)
    }

    /// The columns that it needs and the table has not itself.
    #[must_use]
    pub fn columns(&self) -> Vec<Feature> {
        self.expression().map(Expression::columns).unwrap_or_default()
    }

    /// Whether its rows change with the verdicts.
    #[must_use]
    pub fn needs_classes(&self) -> bool {
        self.expression().is_some_and(Expression::needs_classes)
    }

    /// Whether its rows change with the marks.
    #[must_use]
    pub fn needs_marks(&self) -> bool {
        self.expression().is_some_and(Expression::needs_marks)
    }

    /// Takes note of the columns that are there: the list answers the filter once it has all it needs.
    pub(super) fn settle(&mut self, columns: &Columns) {
        if self.missing(columns).is_empty() {
            self.settled.clone_from(&self.search);
        }
    }

    /// The columns that it waits for.
    #[must_use]
    pub fn missing(&self, columns: &Columns) -> Vec<Feature> {
        self.columns().into_iter().filter(|&feature| !columns.has(feature)).collect()
    }

    /// What a query is asked, of the last filter that had all it needs; `facts` are those for an expression.
    pub(super) fn asked(&self, facts: impl FnOnce(&Expression) -> Facts) -> Option<TextFilter> {
        Some(match self.settled.clone()? {
            Search::Part(part) => TextFilter::Substring(part),
            Search::Regex(regex) => TextFilter::Regex(regex),
            Search::Expression(expression) => {
                let facts = facts(&expression);
                TextFilter::Condition(Condition::new(expression, facts).into())
            }
        })
    }

    /// Keeps it to be taken up again.
    pub fn remember(&mut self) {
        if self.is_empty() {
            return;
        }
        let text = self.text.trim().to_owned();
        self.history.retain(|other| *other != text);
        self.history.push(text);
        self.history.drain(..self.history.len().saturating_sub(KEPT));
    }

    /// The filter before the one that was taken up last, or the one after it; behind the newest is what was `typed`.
    pub fn recall(&mut self, up: bool, typed: &str) -> Option<String> {
        let (at, draft) = match self.typing.recalled.take() {
            Some(recalled) => recalled,
            None => (self.history.len(), typed.to_owned()),
        };
        let next = if up { at.saturating_sub(1) } else { (at + 1).min(self.history.len()) };
        let text = self.history.get(next).unwrap_or(&draft).clone();
        self.typing.recalled = (next < self.history.len()).then_some((next, draft));
        (next != at).then_some(text)
    }

    /// Ends taking up filters of the history, and turning over ways to go on.
    pub fn end_turns(&mut self) {
        self.typing.cycle = None;
        self.typing.recalled = None;
    }
}

/// The byte at which the caret stands.
#[must_use]
pub fn caret(input: &Input) -> usize {
    let value = input.value();
    value.char_indices().nth(input.cursor()).map_or(value.len(), |(at, _)| at)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn the_history_is_walked_up_and_down_to_what_was_typed() {
        let mut filter = Filter::default();
        for k in 0..25 {
            filter.set(&format!("count>{k}"), &Scope { columns: vec![Feature::Count], ..Scope::default() }).unwrap();
            filter.remember();
        }
        filter.remember();
        assert_eq!((filter.history.len(), &filter.history[0][..]), (20, "count>5"));
        assert_eq!(filter.recall(true, "人").as_deref(), Some("count>24"));
        assert_eq!(filter.recall(true, "count>24").as_deref(), Some("count>23"));
        assert_eq!(filter.recall(false, "count>23").as_deref(), Some("count>24"));
        assert_eq!(filter.recall(false, "count>24").as_deref(), Some("人"));
        assert_eq!(filter.recall(false, "人"), None);
        for _ in 0..19 {
            filter.recall(true, "");
        }
        assert_eq!(filter.recall(true, "").as_deref(), Some("count>5"));
        assert_eq!(filter.recall(true, ""), None, "there is none before the oldest");
    }

    #[test]
    fn a_filter_waits_for_its_columns_behind_the_one_before() {
        let scope = Scope { columns: Feature::ALL.to_vec(), ..Scope::default() };
        let (mut filter, mut columns) = (Filter::default(), Columns::default());
        filter.set("人", &scope).unwrap();
        filter.settle(&columns);
        filter.set("docs > 3", &scope).unwrap();
        filter.settle(&columns);
        assert_eq!(filter.missing(&columns), [Feature::Docs]);
        assert!(matches!(filter.asked(|_| Facts::default()), Some(TextFilter::Substring(_))));
        columns.filter_by(filter.columns());
        assert_eq!(columns.missing(), [Feature::Docs]);
        assert!(columns.take_in(Feature::Docs, Arc::from([1.0])), "the list waits for it");
        filter.settle(&columns);
        assert!(matches!(filter.asked(|_| Facts::default()), Some(TextFilter::Condition(_))));
        assert!(filter.set("docs >", &scope).is_err());
        assert_eq!(filter.text(), "docs > 3");
    }
}
