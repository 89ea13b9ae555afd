//! A rule: every listed word with a text at a place.

use crate::engine::CandidateId;
use crate::engine::text::UnitKind;
use crate::engine::text::unit::{is_border, pieces};
use crate::lexicon::decision::Place;

/// A text at a place of a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Where.
    pub place: Place,
    /// The text: whole units.
    pub text: String,
}

impl Rule {
    /// Whether `word`, made of units of `kind`, has the text there, no unit cut.
    #[must_use]
    pub fn holds(&self, word: &str, kind: UnitKind) -> bool {
        if !self.place.holds(word, &self.text) {
            return false;
        }
        let is_whole = |at: usize| is_border(word, at, kind) && is_border(word, at + self.text.len(), kind);
        match self.place {
            Place::Prefix => is_whole(0),
            Place::Suffix => is_whole(word.len() - self.text.len()),
            Place::Contains => word.match_indices(&self.text).any(|(at, _)| is_whole(at)),
        }
    }
}

/// What a rule finds among the words listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The rows without a verdict, in ascending order.
    pub undecided: Vec<CandidateId>,
    /// Those with one.
    pub decided: Vec<CandidateId>,
}

/// Choosing a rule that is made of a word.
#[derive(Debug, Clone)]
pub struct RuleDialog {
    /// The rules offered.
    pub rules: Vec<Rule>,
    /// The one under the cursor.
    pub at: usize,
    /// Whether words with a verdict get the new one too.
    pub decided: bool,
    /// What each finds, once counted.
    pub found: Option<Vec<Found>>,
    /// The generation of the counting.
    pub generation: u64,
}

/// The rules that a word suggests: its first and last one and two units and the whole of it.
#[must_use]
pub fn rules_of(word: &str, kind: UnitKind) -> Vec<Rule> {
    let units: Vec<_> = pieces(word, kind).filter(|piece| !piece.is_break).collect();
    let Some(last) = units.last() else { return Vec::new() };
    let first = |n: usize| units.get(n - 1).map(|unit| &word[..unit.end()]);
    let ending = |n: usize| units.len().checked_sub(n).map(|at| &word[units[at].start..last.end()]);
    let mut rules: Vec<Rule> = Vec::new();
    let mut offer = |place, texts: &[Option<&str>]| {
        for text in texts.iter().flatten() {
            let rule = Rule { place, text: (*text).to_owned() };
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
    };
    offer(Place::Prefix, &[first(1), first(2), Some(word)]);
    offer(Place::Suffix, &[ending(1), ending(2), Some(word)]);
    offer(Place::Contains, &[first(1), ending(1), first(2), ending(2), Some(word)]);
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(word: &str, place: Place) -> Vec<String> {
        let rules = rules_of(word, UnitKind::Char);
        rules.into_iter().filter(|rule| rule.place == place).map(|rule| rule.text).collect()
    }

    #[test]
    fn a_word_suggests_its_ends_and_itself() {
        assert_eq!(texts("的人民", Place::Prefix), ["的", "的人", "的人民"]);
        assert_eq!(texts("的人民", Place::Suffix), ["民", "人民", "的人民"]);
        assert_eq!(texts("的人民", Place::Contains), ["的", "民", "的人", "人民", "的人民"]);
        assert_eq!(texts("的人", Place::Prefix), ["的", "的人"]);
        assert_eq!(texts("AI模型", Place::Prefix), ["AI", "AI模", "AI模型"]);
        assert_eq!(texts("", Place::Prefix), [""; 0]);
    }

    #[test]
    fn a_rule_cuts_no_unit() {
        let rule = |place, text: &str| Rule { place, text: text.to_owned() };
        let holds = |rule: &Rule, word| rule.holds(word, UnitKind::Char);
        assert!(holds(&rule(Place::Prefix, "的"), "的人"));
        assert!(!holds(&rule(Place::Prefix, "A"), "AI模型"));
        assert!(holds(&rule(Place::Contains, "AI"), "大AI模型"));
        assert!(!holds(&rule(Place::Contains, "AI"), "大AID模型"));
        assert!(holds(&rule(Place::Suffix, "的"), "的的"));
        assert!(!holds(&rule(Place::Suffix, "人"), "人的"));
    }
}
