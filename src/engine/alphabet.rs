//! Symbols (the distinct units of a text) and their dense ids.
//!
//! Id 0 is a break; a stretch of breaks is one symbol. Symbols that occur at least `min_count` times have the ids from
//! 1 on, the most frequent first, so that what is kept by id and often needed lies together. All rarer ones share one
//! id, the escape, since they are in no candidate;
//! as neighbours they still count apart, so those that occur twice or more are listed aside with their positions.

use std::sync::LazyLock;

use bytemuck::Pod;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::AnalyseError;
use super::StorageError;
use super::candidates::Totals;
use super::column::{Column, ColumnWriter};
use super::control::{Control, Stage};
use super::decode;
use super::text::unit::{self, Class};
use super::text::{Corpus, UnitKind, blocks};
use super::tuning::Tuning;

/// An integer wide enough for the ids of a text.
pub trait Id: Pod + Default + Send + Sync + Eq + 'static {
    /// The id as an index.
    fn index(self) -> usize;
    /// The id of `index`, which fits by choice of the type.
    fn from_index(index: u32) -> Self;
    /// Codes as ids of the same value, in the same memory if that can be.
    fn from_codes(codes: Vec<u16>) -> Vec<Self>;
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
    fn from_codes(codes: Vec<u16>) -> Vec<Self> {
        codes
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
    fn from_codes(codes: Vec<u16>) -> Vec<Self> {
        codes.into_iter().map(u32::from).collect()
    }
}

/// A text as ids.
#[derive(Debug)]
pub struct Coded<S> {
    /// One id a unit or stretch of breaks. The first and at least the last [`TAIL`] ids are breaks.
    pub ids: Column<S>,
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
    /// Place of each id, the break and the escape excepted, in ascending order of names.
    pub ranks: Vec<u32>,
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

    /// The ids of symbols in ascending order of their names.
    #[must_use]
    pub fn by_name(&self) -> Vec<u32> {
        let mut ids: Vec<u32> = (1..self.escape() as u32).collect();
        ids.par_sort_unstable_by_key(|&id| &self.names[id as usize]);
        ids
    }

    fn rank(&mut self) {
        self.ranks = vec![0; self.counts.len()];
        for (rank, id) in (0..).zip(self.by_name()) {
            self.ranks[id as usize] = rank;
        }
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

/// A chunk of the text in the codes of the whole.
#[derive(Debug, Clone, Copy)]
struct Part {
    /// Index of its first code.
    start: usize,
    len: usize,
    /// Index of the number of its first name.
    named: usize,
}

/// A decoded text whose symbols are known but have no ids yet.
pub struct Survey {
    /// A code for each id, the break before the text and those after it included.
    codes: Column<u16>,
    /// Index in `names` of each [`NAMED`] code, in order.
    named: Column<u32>,
    parts: Vec<Part>,
    code_counts: Vec<u32>,
    names: Vec<Box<str>>,
    name_counts: Vec<u32>,
    /// Whether the text ends in a break.
    ends_in_break: bool,
    joint: &'static str,
}

/// The id of each code and name; above the escape the numbers of rare symbols.
pub struct Mapping {
    of_code: Vec<u32>,
    of_name: Vec<u32>,
    escape: u32,
}

/// Chunks decoded side by side before they are joined.
const WAVE: usize = 8;

/// A survey on the way.
struct Surveyor {
    codes: ColumnWriter<u16>,
    named: ColumnWriter<u32>,
    parts: Vec<Part>,
    code_counts: Vec<u32>,
    index: FxHashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
    name_counts: Vec<u32>,
    last_is_break: bool,
}

impl Surveyor {
    /// Joins the next chunk.
    fn join(&mut self, mut chunk: Chunk) -> Result<(), AnalyseError> {
        for (total, part) in self.code_counts.iter_mut().zip(chunk.code_counts) {
            *total += part;
        }
        let own = chunk.names.into_iter().zip(chunk.name_counts).map(|(name, count)| {
            let at = self.index.get(&name).copied().unwrap_or_else(|| {
                self.names.push(name.clone());
                self.name_counts.push(0);
                let at = self.names.len() as u32 - 1;
                self.index.insert(name, at);
                at
            });
            self.name_counts[at as usize] += count;
            at
        });
        let own: Vec<u32> = own.collect();
        chunk.named.iter_mut().for_each(|name| *name = own[*name as usize]);

        let skip = usize::from(self.last_is_break && chunk.codes.first() == Some(&0));
        let codes = &chunk.codes[skip..];
        let limit = u32::MAX as usize - TAIL;
        if self.codes.rows() + codes.len() > limit {
            let symbols = (self.codes.rows() + codes.len()) as u64;
            return Err(AnalyseError::TooLarge { symbols, limit: limit as u64 });
        }
        self.parts.push(Part { start: self.codes.rows(), len: codes.len(), named: self.named.rows() });
        self.last_is_break = codes.last().map_or(self.last_is_break, |&code| code == 0);
        self.codes.extend(codes)?;
        self.named.extend(&chunk.named)?;
        Ok(())
    }

    fn finish(mut self, joint: &'static str) -> Result<Survey, StorageError> {
        self.codes.extend(&[0; TAIL])?;
        Ok(Survey {
            codes: self.codes.finish()?,
            named: self.named.finish()?,
            parts: self.parts,
            code_counts: self.code_counts,
            names: self.names,
            name_counts: self.name_counts,
            ends_in_break: self.last_is_break,
            joint,
        })
    }
}

impl Survey {
    /// Decodes the text of `corpus`.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`]; [`AnalyseError::TooLarge`] when the positions do not fit in 32 bits;
    /// [`AnalyseError::Storage`].
    pub fn new(corpus: &Corpus, tuning: &Tuning, control: &Control) -> Result<Self, AnalyseError> {
        control.begin(Stage::Symbols, corpus.len() as u64);
        let mut surveyor = Surveyor {
            codes: ColumnWriter::new(&tuning.ids),
            named: ColumnWriter::new(&tuning.ids),
            parts: Vec::new(),
            code_counts: vec![0; CODES.len()],
            index: FxHashMap::default(),
            names: Vec::new(),
            name_counts: Vec::new(),
            last_is_break: true,
        };
        surveyor.codes.extend(&[0])?;
        let kind = corpus.reading().unit;
        for wave in blocks::cut(corpus, tuning.text_chunk)?.chunks(WAVE) {
            let chunks = wave.par_iter().map(|block| {
                control.check()?;
                let (_, text) = corpus.read(block.clone())?;
                let chunk = match kind {
                    UnitKind::Char | UnitKind::Auto => decode(&text),
                    UnitKind::Grapheme | UnitKind::Word => decode::units(&text, kind),
                };
                control.advance(text.len() as u64);
                Ok(chunk)
            });
            for chunk in chunks.collect::<Result<Vec<_>, AnalyseError>>()? {
                surveyor.join(chunk)?;
            }
        }
        Ok(surveyor.finish(corpus.reading().joint())?)
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
        symbols.par_sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));

        let escape = symbols.len() as u32 + 1;
        let mut next_rare = escape;
        let mut rare = |&count: &u32| {
            next_rare += u32::from(count > 1);
            if count > 1 { next_rare } else { escape }
        };
        let mut of_code: Vec<u32> = self.code_counts.iter().map(&mut rare).collect();
        let mut of_name: Vec<u32> = self.name_counts.iter().map(&mut rare).collect();
        of_code[0] = 0;
        let mut alphabet = Alphabet {
            names: vec![Box::from("")],
            counts: vec![0],
            ranks: Vec::new(),
            joint: self.joint,
            totals: self.totals(),
        };
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
        alphabet.rank();
        (alphabet, Mapping { of_code, of_name, escape })
    }

    fn totals(&self) -> Totals {
        let codes = &self.code_counts[1..usize::from(NAMED)];
        let all = || codes.iter().chain(&self.name_counts).filter(|&&count| count > 0);
        let symbols: u64 = all().map(|&count| u64::from(count)).sum();
        let len = (self.codes.rows() - TAIL) as u64;
        let segments = len - symbols - u64::from(self.ends_in_break);
        Totals { symbols, alphabet: all().count() as u64, segments }
    }

    /// The text as ids of type `S`, which must hold the escape.
    ///
    /// # Errors
    /// [`AnalyseError::Cancelled`] soon after `control` is cancelled; [`AnalyseError::Storage`].
    pub fn code<S: Id>(self, mapping: &Mapping, tuning: &Tuning, control: &Control) -> Result<Coded<S>, AnalyseError> {
        let ids = mapping.ids::<S>();
        let Survey { codes, named, parts, .. } = self;
        let apply = |part: &Part, own: &mut [S]| {
            control.check()?;
            let end = parts.get(parts.partition_point(|p| p.start <= part.start)).map_or(named.rows(), |p| p.named);
            Ok(mapping.apply(&ids, own, &named.read(part.named..end.max(part.named))?, part.start))
        };
        match codes {
            Column::Held(codes) => {
                let mut coded = S::from_codes(codes);
                let mut rest = &mut coded[1..];
                let mut jobs = Vec::with_capacity(parts.len());
                for part in &parts {
                    let (own, others) = rest.split_at_mut(part.len);
                    jobs.push((part, own));
                    rest = others;
                }
                let rare = jobs.into_par_iter().map(|(part, own)| apply(part, own));
                let rare = rare.collect::<Result<Vec<_>, AnalyseError>>()?.concat();
                Ok(Coded { ids: Column::Held(coded), rare })
            }
            paged => {
                let (mut out, mut rare) = (ColumnWriter::new(&tuning.ids), Vec::new());
                out.extend(&[S::default()])?;
                for wave in parts.chunks(WAVE) {
                    let done = wave.par_iter().map(|part| {
                        let mut own = S::from_codes(paged.read(part.start..part.start + part.len)?.into_owned());
                        let rare = apply(part, &mut own)?;
                        Ok((own, rare))
                    });
                    for (own, own_rare) in done.collect::<Result<Vec<_>, AnalyseError>>()? {
                        out.extend(&own)?;
                        rare.extend(own_rare);
                    }
                }
                out.extend(&[S::default(); TAIL])?;
                Ok(Coded { ids: out.finish()?, rare })
            }
        }
    }
}

impl Mapping {
    /// The id of each code; a code that needs another look has the escape.
    fn ids<S: Id>(&self) -> Vec<S> {
        let mut ids: Vec<S> = self.of_code.iter().map(|&number| S::from_index(number.min(self.escape))).collect();
        if let Some(id) = ids.get_mut(usize::from(NAMED)) {
            *id = S::from_index(self.escape);
        }
        ids
    }

    /// Turns the codes in `own`, the first of them at position `start`, to ids, with the numbers of its `named` ones. Gives
    /// the rare symbols with their positions.
    fn apply<S: Id>(&self, ids: &[S], own: &mut [S], named: &[u32], start: usize) -> Vec<(u32, u32)> {
        let mut rare = Vec::new();
        let mut named = named.iter();
        let escape = S::from_index(self.escape);
        let Some(ids) = ids.first_chunk::<0x1_0000>() else { return rare };
        for (i, slot) in own.iter_mut().enumerate() {
            let code = slot.index() % 0x1_0000;
            let id = ids[code];
            *slot = id;
            if id == escape {
                let number = match code as u16 {
                    NAMED => named.next().map_or(0, |&name| self.of_name[name as usize]),
                    _ => self.of_code[code],
                };
                if number > self.escape {
                    rare.push(((start + i) as u32, number));
                }
                *slot = S::from_index(number.min(self.escape));
            }
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
