//! The text as ids, read chunk by chunk by all threads.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::super::AnalyseError;
use super::super::alphabet::{Alphabet, Coded, Id, Survey, TAIL};
use super::super::column::Column;
use super::super::control::Control;
use super::super::text::Corpus;
use super::super::tuning::Tuning;

/// Units of a stretch at most: a longer one is cut after every so many, wherever that is.
pub const LONGEST: usize = 1 << 12;

/// A text as ids.
#[derive(Debug)]
pub(super) struct Text {
    ids: Ids,
    /// Positions read at once; each range starts where a stretch does.
    chunks: Vec<Range<usize>>,
}

#[derive(Debug)]
enum Ids {
    Narrow(Column<u16>),
    Wide(Column<u32>),
}

/// Something done with every chunk of a text.
pub(super) trait Pass: Sync {
    /// What one thread keeps.
    type Own: Send;

    /// What a thread starts with.
    fn own(&self) -> Self::Own;

    /// The work on one chunk: whole stretches, each with a break (0) before and after it. What comes of a stretch must
    /// not depend on the others.
    fn chunk(&self, ids: &[u32], own: &mut Self::Own);
}

impl Text {
    /// The text of `corpus`, and its symbols that occur `min_count` times.
    pub(super) fn new(
        corpus: &Corpus,
        min_count: u32,
        tuning: &Tuning,
        control: &Control,
    ) -> Result<(Self, Alphabet), AnalyseError> {
        let tuning = &tuning.again();
        let survey = Survey::new(corpus, tuning, control)?;
        let (alphabet, mapping) = survey.alphabet(min_count);
        // A chunk should stay in the cache of a core with the candidates in it.
        let size = tuning.position_chunk / 8;
        let text = if alphabet.escape() <= tuning.narrow_limit.min(usize::from(u16::MAX) - 1) + 1 {
            let Coded { ids, .. } = survey.code::<u16>(&mapping, tuning, control)?;
            Text { chunks: chunks(&ids, size, control)?, ids: Ids::Narrow(ids) }
        } else {
            let Coded { ids, .. } = survey.code::<u32>(&mapping, tuning, control)?;
            Text { chunks: chunks(&ids, size, control)?, ids: Ids::Wide(ids) }
        };
        Ok((text, alphabet))
    }

    /// Units and breaks.
    pub(super) fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| last.end)
    }

    /// Does `pass` with every chunk; what each thread kept, in no order.
    pub(super) fn run<P: Pass>(&self, pass: &P, control: &Control) -> Result<Vec<P::Own>, AnalyseError> {
        match &self.ids {
            Ids::Narrow(ids) => run(ids, &self.chunks, pass, control),
            Ids::Wide(ids) => run(ids, &self.chunks, pass, control),
        }
    }
}

fn run<S: Id, P: Pass>(
    ids: &Column<S>,
    chunks: &[Range<usize>],
    pass: &P,
    control: &Control,
) -> Result<Vec<P::Own>, AnalyseError> {
    let next = AtomicUsize::new(0);
    let worker = |_| {
        let (mut own, mut parted) = (pass.own(), Vec::new());
        while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            control.check()?;
            part(&ids.read(chunk.clone())?, &mut parted);
            pass.chunk(&parted, &mut own);
            control.advance(chunk.len() as u64);
        }
        Ok(own)
    };
    (0..rayon::current_num_threads()).into_par_iter().with_max_len(1).map(worker).collect()
}

/// Puts the stretches of `ids`, which start where one does, in `parted`, with a break before and after each.
fn part<S: Id>(ids: &[S], parted: &mut Vec<u32>) {
    parted.clear();
    parted.push(0);
    let mut length = 0;
    for id in ids {
        let id = id.index() as u32;
        if length == LONGEST && id != 0 {
            parted.push(0);
            length = 0;
        }
        parted.push(id);
        length = if id == 0 { 0 } else { length + 1 };
    }
    parted.push(0);
}

/// Positions looked at before they are asked whether to go on.
const BLOCK: usize = 1 << 20;

/// Cuts `ids` into chunks of about `size` positions, each starting where a stretch does.
fn chunks<S: Id>(ids: &Column<S>, size: usize, control: &Control) -> Result<Vec<Range<usize>>, AnalyseError> {
    let end = ids.rows() - TAIL;
    let (mut chunks, mut start, mut stretch) = (Vec::new(), 0, 0);
    for from in (0..end).step_by(BLOCK) {
        control.check()?;
        let read = ids.read(from..(from + BLOCK).min(end))?;
        for (at, id) in (from..).zip(read.iter()) {
            if id.index() == 0 {
                stretch = at + 1;
            } else if at - stretch == LONGEST {
                stretch = at;
            }
            if stretch == at && at - start >= size.max(1) {
                chunks.push(start..at);
                start = at;
            }
        }
    }
    if start < end {
        chunks.push(start..end);
    }
    Ok(chunks)
}
