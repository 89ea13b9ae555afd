//! A condition as it is evaluated.

use regex::Regex;

use super::lex::Comparison;
use super::names::Flag;
use super::pinyin::Letters;
use crate::engine::derived::{Feature, Unit};
use crate::engine::units::Units;

/// A condition.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// Each of them holds; the quicker ones first.
    All(Vec<Node>),
    /// One of them holds; the quicker ones first.
    Any(Vec<Node>),
    Not(Box<Node>),
    Number(Feature, Bounds),
    Flag(Flag),
    Word(Test),
}

/// A test of the word.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Is(String),
    Contains(String),
    Starts(String),
    Ends(String),
    Matches(Regex),
    Pinyin(Letters),
    Fuzzy(String),
}

/// The numbers that pass: from the least to the greatest, or all others. What is not known (NaN) never passes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    /// In the unit of the column, with whether it passes itself.
    least: (f64, bool),
    greatest: (f64, bool),
    /// Whether the others pass.
    pub outside: bool,
}

impl Bounds {
    /// The numbers that compare so with `value`, in nats where `unit` says so and typed in `units`. The numbers shown are
    /// rounded, so one that is no whole number equals all that round to it: `half` is half a unit of its last digit.
    pub(super) fn compared(with: Comparison, (value, half): (f64, f64), unit: Unit, units: Units) -> Self {
        let of = |value: f64| if unit == Unit::Nats { units.to_nats(value) } else { value };
        let half = if unit == Unit::Whole { 0.0 } else { half };
        let (any, none) = ((f64::NEG_INFINITY, true), (f64::INFINITY, true));
        let outside = with == Comparison::IsNot;
        let (least, greatest) = match with {
            Comparison::Below => (any, (of(value), false)),
            Comparison::AtMost => (any, (of(value), true)),
            Comparison::Above => ((of(value), false), none),
            Comparison::AtLeast => ((of(value), true), none),
            Comparison::Is | Comparison::IsNot => ((of(value - half), true), (of(value + half), half == 0.0)),
        };
        Bounds { least, greatest, outside }
    }

    /// The numbers from `least` to `greatest`, both included.
    pub(super) fn between(least: f64, greatest: f64, unit: Unit, units: Units) -> Self {
        let of = |value: f64| if unit == Unit::Nats { units.to_nats(value) } else { value };
        Bounds { least: (of(least), true), greatest: (of(greatest), true), outside: false }
    }

    /// Least and greatest number that pass a column of floating point numbers, which the thresholds compare as such.
    pub(super) fn floats(self) -> (f32, f32) {
        let (least, greatest) = (self.least.0 as f32, self.greatest.0 as f32);
        let least = if self.least.1 { least } else { least.next_up() };
        let greatest = if self.greatest.1 { greatest } else { greatest.next_down() };
        (least, greatest)
    }

    /// Least and greatest number that pass a column of whole numbers; the least is the larger one when none does.
    pub(super) fn whole(self) -> (u32, u32) {
        let least = if self.least.1 { self.least.0.ceil() } else { self.least.0.floor() + 1.0 };
        let greatest = if self.greatest.1 { self.greatest.0.floor() } else { self.greatest.0.ceil() - 1.0 };
        if least > f64::from(u32::MAX) || greatest < 0.0 {
            return (1, 0);
        }
        // The casts stop at the ends.
        (least as u32, greatest as u32)
    }
}

impl Node {
    /// The condition that all of `nodes` hold.
    pub(super) fn all(nodes: Vec<Node>) -> Node {
        Node::several(nodes, Node::All)
    }

    /// The condition that one of `nodes` holds.
    pub(super) fn any(nodes: Vec<Node>) -> Node {
        Node::several(nodes, Node::Any)
    }

    fn several(mut nodes: Vec<Node>, kind: fn(Vec<Node>) -> Node) -> Node {
        nodes.sort_by_key(Node::cost);
        match nodes.pop() {
            Some(only) if nodes.is_empty() => only,
            last => {
                nodes.extend(last);
                kind(nodes)
            }
        }
    }

    /// How long it takes, in arbitrary units.
    fn cost(&self) -> usize {
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().map(Node::cost).sum(),
            Node::Not(node) => node.cost(),
            Node::Number(..) | Node::Flag(_) => 1,
            Node::Word(Test::Is(_) | Test::Starts(_) | Test::Ends(_)) => 10,
            Node::Word(Test::Contains(_)) => 20,
            Node::Word(Test::Pinyin(_) | Test::Fuzzy(_)) => 30,
            Node::Word(Test::Matches(_)) => 60,
        }
    }

    /// Calls `see` with this condition and every one in it.
    pub(super) fn walk<'a>(&'a self, see: &mut dyn FnMut(&'a Node)) {
        see(self);
        match self {
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().for_each(|node| node.walk(see)),
            Node::Not(node) => node.walk(see),
            Node::Number(..) | Node::Flag(_) | Node::Word(_) => {}
        }
    }
}
