//! Symbols (the distinct units of a text) and their dense ids.
//!
//! Id 0 is a break; a stretch of breaks is one symbol. Symbols that occur at least `min_count` times have the ids from
//! 1 on, in ascending order of their bytes. All rarer ones share one id, the escape, since they are in no candidate;
//! as neighbours they still count apart, so those that occur twice or more are listed aside with their positions.

use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::AnalyseError;
use super::candidates::Totals;
use super::control::{Cancelled, Control, Stage};
use super::decode;
use super::text::unit::{self, Class};
use super::text::{Corpus, UnitKind, blocks};
use super::tuning::Tuning;

/// An integer wide enough for the ids of a text.
pub trait Id: Copy + Default + Send + Sync + Eq + 'static {
    /// The id as an index.
    fn index(self) -> usize;
    /// The id of `index`, which fits by choice of the type.
    fn from_index(index: u32) -> Self;
}

impl Id for u16 {
    #[inline]
    fn index(self) -> usize {
        usize::from(self)
    }
    #[inline]
    fn from_index(index: u32) -> Self {
        index as u16
    }
}

impl Id for u32 {
    #[inline]
    fn index(self) -> usize {
        self as usize
    }
    #[inline]
    fn from_index(index: u32) -> Self {
        index
    }
}

/// A text as ids.
#[derive(Debug)]
pub struct Coded<S> {
    /// One id a unit or stretch of breaks. The first and at least the last [`TAIL`] ids are breaks.
    pub ids: Vec<S>,
    /// Index in `ids` and true symbol of every escape whose symbol occurs twice or more, ascending.
    pub rare: Vec<(u32, u32)>,
}

/// Breaks after the end of a coded text, so that a window of any length can be read at any position.
pub const TAIL: usize = 24;

/// The symbols that have an id of their own.
#[derive(Debug, Default)]
pub struct Alphabet {
    /// Text of each id; empty for the break and the escape.
    pub names: Vec<Box<str>>,
    /// Occurrences of each id; 0 for the break and the escape.
    pub counts: Vec<u32>,
    /// What stands between two symbols of a candidate.
    pub joint: &'static str,
    /// What is known of the text as a whole.
    pub totals: Totals,
}

impl Alphabet {
    /// The id of every symbol too rare for one of its own; also the largest id.
    #[must_use]
    pub fn escape(&self) -> usize {
        self.counts.len() - 1
    }
}

/// Code of a unit that is not a single character of the basic plane; its name is listed aside. U+FFFF is no character.
pub(super) const NAMED: u16 = 0xFFFF;

/// Code of each character of the basic plane: itself, [`NAMED`] when it starts a run, 0 for a break.
pub(super) static CODES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    (0..=u16::MAX)
        .map(|cp| match char::from_u32(u32::from(cp)).map_or(Class::Break, unit::class) {
            Class::Break => 0,
            Class::Run => NAMED,
            Class::Single | Class::Mark => cp,
        })
        .collect()
});

/// A stretch of the text, decoded.
pub(super) struct Chunk {
    pub codes: Vec<u16>,
    /// Index in `names` of each [`NAMED`] code, in order.
    pub named: Vec<u32>,
    pub names: Vec<Box<str>>,
    pub name_counts: Vec<u32>,
    pub code_counts: Vec<u32>,
}

/// A decoded text whose symbols are known but have no ids yet.
pub struct Survey {
    chunks: Vec<Chunk>,
    code_counts: Vec<u32>,
    names: Vec<Box<str>>,
    name_counts: Vec<u32>,
    /// For each chunk, the index in `names` of each of its own names.
    of_chunk: Vec<Vec<u32>>,
    /// Ids in all, the break before the text included.
    len: usize,
    joint: &'static str,
}

/// The id of each code and name; above the escape the numbers of rare symbols.
pub struct Mapping {
    of_code: Vec<u32>,
    of_name: Vec<u32>,
    escape: u32,
}

impl Survey {
    /// Decodes the text of `corpus`.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`]; [`AnalyseError::TooLarge`] when the positions do not fit in 32 bits;
    /// [`AnalyseError::Storage`].
    pub fn new(corpus: &Corpus, tuning: &Tuning, control: &Control) -> Result<Self, AnalyseError> {
        control.begin(Stage::Symbols, corpus.len() as u64);
        let kind = corpus.reading().unit;
        let chunks = blocks::cut(corpus, tuning.text_chunk)?
            .into_par_iter()
            .map(|block| {
                control.check()?;
                let (_, text) = corpus.read(block)?;
                let chunk = match kind {
                    UnitKind::Char | UnitKind::Auto => decode(&text),
                    UnitKind::Grapheme | UnitKind::Word => decode::units(&text, kind),
                };
                control.advance(text.len() as u64);
                Ok(chunk)
            })
            .collect::<Result<Vec<_>, AnalyseError>>()?;
        let mut survey = Survey {
            chunks,
            code_counts: vec![0; CODES.len()],
            names: Vec::new(),
            name_counts: Vec::new(),
            of_chunk: Vec::new(),
            len: 1,
            joint: corpus.reading().joint(),
        };
        survey.check_size()?;
        survey.merge(control)?;
        Ok(survey)
    }

    fn check_size(&mut self) -> Result<(), AnalyseError> {
        let mut last_is_break = true;
        for chunk in &mut self.chunks {
            self.len += chunk.codes.len() - usize::from(last_is_break && chunk.codes.first() == Some(&0));
            last_is_break = chunk.codes.last().map_or(last_is_break, |&c| c == 0);
        }
        let limit = u32::MAX as usize - TAIL;
        if self.len > limit {
            return Err(AnalyseError::TooLarge { symbols: self.len as u64, limit: limit as u64 });
        }
        Ok(())
    }

    fn merge(&mut self, control: &Control) -> Result<(), Cancelled> {
        let mut index: FxHashMap<Box<str>, u32> = FxHashMap::default();
        for chunk in &mut self.chunks {
            control.check()?;
            for (total, part) in self.code_counts.iter_mut().zip(std::mem::take(&mut chunk.code_counts)) {
                *total += part;
            }
            let own = std::mem::take(&mut chunk.names).into_iter().zip(std::mem::take(&mut chunk.name_counts));
            let of_chunk = own.map(|(name, count)| {
                let at = index.get(&name).copied().unwrap_or_else(|| {
                    self.names.push(name.clone());
                    self.name_counts.push(0);
                    let at = self.names.len() as u32 - 1;
                    index.insert(name, at);
                    at
                });
                self.name_counts[at as usize] += count;
                at
            });
            self.of_chunk.push(of_chunk.collect());
        }
        Ok(())
    }

    /// The alphabet of the symbols that occur at least `min_count` times, and the numbers of all symbols.
    #[must_use]
    pub fn alphabet(&self, min_count: u32) -> (Alphabet, Mapping) {
        let codes = self.code_counts.iter().enumerate().skip(1).filter(|&(code, _)| code != usize::from(NAMED));
        let mut symbols: Vec<(Box<str>, u32, bool, usize)> = codes
            .filter(|&(_, &count)| count >= min_count)
            .filter_map(|(code, &count)| {
                Some((Box::from(char::from_u32(code as u32)?.to_string()), count, false, code))
            })
            .collect();
        let names = self.names.iter().zip(&self.name_counts).enumerate();
        symbols
            .extend(names.filter(|(_, (_, count))| **count >= min_count).map(|(i, (n, c))| (n.clone(), *c, true, i)));
        symbols.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));

        let escape = symbols.len() as u32 + 1;
        let mut next_rare = escape;
        let mut rare = |&count: &u32| {
            next_rare += u32::from(count > 1);
            if count > 1 { next_rare } else { escape }
        };
        let mut of_code: Vec<u32> = self.code_counts.iter().map(&mut rare).collect();
        let mut of_name: Vec<u32> = self.name_counts.iter().map(&mut rare).collect();
        of_code[0] = 0;
        let mut alphabet =
            Alphabet { names: vec![Box::from("")], counts: vec![0], joint: self.joint, totals: self.totals() };
        for (id, (name, count, is_name, at)) in (1..).zip(symbols) {
            if is_name {
                of_name[at] = id
            } else {
                of_code[at] = id
            }
            alphabet.names.push(name);
            alphabet.counts.push(count);
        }
        alphabet.names.push(Box::from(""));
        alphabet.counts.push(0);
        (alphabet, Mapping { of_code, of_name, escape })
    }

    fn totals(&self) -> Totals {
        let codes = &self.code_counts[1..usize::from(NAMED)];
        let all = || codes.iter().chain(&self.name_counts).filter(|&&count| count > 0);
        let symbols: u64 = all().map(|&count| u64::from(count)).sum();
        let ends_in_break = self.chunks.iter().rev().find_map(|c| c.codes.last()).is_none_or(|&code| code == 0);
        let segments = self.len as u64 - symbols - u64::from(ends_in_break);
        Totals { symbols, alphabet: all().count() as u64, segments }
    }

    /// The text as ids of type `S`, which must hold the escape.
    ///
    /// # Errors
    /// [`Cancelled`] soon after `control` is cancelled.
    pub fn code<S: Id>(self, mapping: &Mapping, control: &Control) -> Result<Coded<S>, Cancelled> {
        let mut ids = vec![S::default(); self.len + TAIL];
        let mut rest = ids.as_mut_slice();
        let mut start = 1;
        rest = &mut rest[1..];
        let mut last_is_break = true;
        let mut jobs = Vec::with_capacity(self.chunks.len());
        for (chunk, of_chunk) in self.chunks.into_iter().zip(&self.of_chunk) {
            let skip = usize::from(last_is_break && chunk.codes.first() == Some(&0));
            last_is_break = chunk.codes.last().map_or(last_is_break, |&c| c == 0);
            let (own, others) = rest.split_at_mut(chunk.codes.len() - skip);
            rest = others;
            let len = own.len();
            jobs.push((chunk, of_chunk, own, skip, start));
            start += len;
        }
        let rare = jobs
            .into_par_iter()
            .map(|(chunk, of_chunk, own, skip, start)| {
                control.check()?;
                Ok(mapping.apply(&chunk, of_chunk, own, (skip, start)))
            })
            .collect::<Result<Vec<_>, Cancelled>>()?
            .concat();
        Ok(Coded { ids, rare })
    }
}

impl Mapping {
    /// Writes the ids of `chunk`, without its first `skip` codes, to `out`, which starts at position `start`.
    fn apply<S: Id>(
        &self,
        chunk: &Chunk,
        of_chunk: &[u32],
        out: &mut [S],
        (skip, start): (usize, usize),
    ) -> Vec<(u32, u32)> {
        let mut rare = Vec::new();
        let mut named = chunk.named.iter();
        for (i, (slot, &code)) in out.iter_mut().zip(&chunk.codes[skip..]).enumerate() {
            let number = match code {
                NAMED => named.next().map_or(0, |&own| self.of_name[of_chunk[own as usize] as usize]),
                _ => self.of_code[usize::from(code)],
            };
            if number > self.escape {
                rare.push(((start + i) as u32, number));
            }
            *slot = S::from_index(number.min(self.escape));
        }
        rare
    }
}

fn decode(text: &str) -> Chunk {
    let mut chunk = Chunk {
        codes: Vec::with_capacity(text.len() / 3 + 16),
        named: Vec::new(),
        names: Vec::new(),
        name_counts: Vec::new(),
        code_counts: vec![0; CODES.len()],
    };
    let mut index: FxHashMap<&str, u32> = FxHashMap::default();
    let codes = CODES.as_slice();
    let mut last = NAMED;
    let mut rest = text.chars();
    loop {
        let here = rest.as_str();
        let Some(c) = rest.next() else { break };
        let code = codes.get(c as usize).copied().unwrap_or_else(|| code_beyond(c));
        if code == NAMED {
            let len = unit::run_len(here).max(c.len_utf8());
            rest = here[len..].chars();
            let name = &here[..len];
            let own = *index.entry(name).or_insert_with(|| {
                chunk.names.push(Box::from(name));
                chunk.name_counts.push(0);
                chunk.names.len() as u32 - 1
            });
            chunk.name_counts[own as usize] += 1;
            chunk.named.push(own);
        } else {
            chunk.code_counts[usize::from(code)] += 1;
        }
        if code | last != 0 {
            chunk.codes.push(code);
        }
        last = code;
    }
    chunk
}

fn code_beyond(c: char) -> u16 {
    if unit::class(c) == Class::Break { 0 } else { NAMED }
}
