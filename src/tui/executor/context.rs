//! Finding a word: hits are handed over while they are found, lines are read as they are shown.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::engine::concordance::{self, FindError, Index, Needle, SpreadCounter};
use crate::engine::{Control, Corpus};

use super::super::effect::{Effect, Reply};
use super::super::state::context::{Asked, Batch, Side, Summary, Window};

/// Time between two answers to one request; also how long an order other than that of the text is waited for before
/// the lines are shown in text order.
const PACE: Duration = Duration::from_millis(40);
/// Work that ends sooner is one answer.
const QUICK: Duration = Duration::from_millis(10);

/// A text, and its index once there is one.
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    /// The text.
    pub corpus: &'a Corpus,
    /// The index.
    pub index: Option<&'a Index>,
}

/// Answers an [`Effect::Find`], [`Effect::Lines`] or [`Effect::Read`] through `answer`.
pub fn answer(text: Text, effect: &Effect, control: &Control, answer: &mut dyn FnMut(Reply)) {
    let done = match effect {
        Effect::Find { generation, side, wanted, first } => {
            let mut finding = Finding::new(text, ((*generation, *side), wanted, *first), control, answer);
            finding.run()
        }
        Effect::Lines { generation, side, word, first, hits, reach } => {
            concordance::lines(text.corpus, word, hits, *reach, control).map(|lines| {
                let window = Window { first: *first, lines, reach: *reach };
                answer(Reply::Lines { generation: *generation, side: *side, window });
            })
        }
        Effect::Read { generation, word, inside, hit } => {
            let needle = if *inside { Needle::anywhere(word) } else { Needle::units(word) };
            concordance::passage(text.corpus, needle, *hit, control).map(|passage| {
                let (of, passage) = ((word.clone(), *hit), Box::new(passage));
                answer(Reply::Read { generation: *generation, of, passage });
            })
        }
        _ => Ok(()),
    };
    if let Err(FindError::Storage(error)) = done {
        answer(Reply::JobFailed(error.to_string()));
    }
}

/// A request under way.
struct Finding<'a> {
    text: Text<'a>,
    generation: u64,
    side: Side,
    wanted: &'a Asked,
    /// Lines that are read at once, and the characters on each side.
    first: (usize, usize),
    control: &'a Control,
    answer: &'a mut dyn FnMut(Reply),
    start: Instant,
    hits: Vec<usize>,
    /// Hits handed over, and when.
    sent: usize,
    sent_at: Option<Instant>,
    inside: bool,
}

impl<'a> Finding<'a> {
    fn new(
        text: Text<'a>,
        ((generation, side), wanted, first): ((u64, Side), &'a Asked, (usize, usize)),
        control: &'a Control,
        answer: &'a mut dyn FnMut(Reply),
    ) -> Self {
        let (start, hits) = (Instant::now(), Vec::new());
        Finding {
            text,
            generation,
            side,
            wanted,
            first,
            control,
            answer,
            start,
            hits,
            sent: 0,
            sent_at: None,
            inside: false,
        }
    }

    fn run(&mut self) -> Result<(), FindError> {
        let (corpus, word, how) = (self.text.corpus, self.wanted.word.as_str(), self.wanted.how);
        let mut spread = self.search(Needle::units(word))?;
        if self.hits.is_empty() && self.wanted.typed {
            self.inside = true;
            spread = self.search(Needle::anywhere(word))?;
        }
        let mut in_text_order = None;
        if !how.is_plain() {
            let mut sorted = self.hits.clone();
            concordance::arrange(corpus, word, &mut sorted, how, self.control)?;
            in_text_order = Some(std::mem::replace(&mut self.hits, sorted));
            self.sent = 0;
        }
        if self.start.elapsed() > QUICK {
            self.send(None)?;
        }
        // Neighbours are counted in text order, which is the quickest.
        let hits = in_text_order.as_ref().unwrap_or(&self.hits);
        let neighbours = concordance::neighbours(corpus, word, hits, self.control)?;
        let summary = Summary {
            word: word.to_owned(),
            count: hits.len(),
            neighbours,
            spread: spread.finish(),
            first: hits.first().copied(),
        };
        self.send(Some(Box::new(summary)))
    }

    /// Collects the occurrences of `needle`, and hands them over from time to time.
    fn search(&mut self, needle: Needle) -> Result<SpreadCounter<'a>, FindError> {
        let mut spread = SpreadCounter::new(self.text.corpus);
        let mut failed = Ok(());
        concordance::search(self.text.corpus, needle, self.text.index, self.control, |hits| {
            spread.add(hits);
            self.hits.extend_from_slice(hits);
            if self.is_due() {
                failed = self.send(None);
            }
            if failed.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed?;
        Ok(spread)
    }

    /// Whether to hand over what is known by now.
    fn is_due(&self) -> bool {
        match self.sent_at {
            Some(before) => before.elapsed() > PACE,
            None if self.wanted.how.is_plain() => self.hits.len() >= self.first.0,
            None => self.start.elapsed() > PACE,
        }
    }

    /// Hands over the hits that were not yet.
    fn send(&mut self, summary: Option<Box<Summary>>) -> Result<(), FindError> {
        self.control.check()?;
        let fresh = self.sent == 0;
        let hits = self.hits[self.sent..].to_vec();
        let mut window = Window::default();
        if fresh {
            let (rows, reach) = self.first;
            let lines = &hits[..hits.len().min(rows)];
            let lines = concordance::lines(self.text.corpus, &self.wanted.word, lines, reach, self.control)?;
            window = Window { first: 0, lines, reach };
        }
        self.sent = self.hits.len();
        self.sent_at = Some(Instant::now());
        let word = self.wanted.word.clone();
        let batch = Batch { word, fresh, hits, inside: self.inside, window, summary };
        (self.answer)(Reply::Found { generation: self.generation, side: self.side, batch });
        Ok(())
    }
}
