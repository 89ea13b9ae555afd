//! Decoding a text whose units are grapheme clusters or words.

use rustc_hash::FxHashMap;

use super::alphabet::{CODES, Chunk, NAMED};
use super::text::UnitKind;
use super::text::unit::pieces;

/// The units of `kind` of `text` as codes and names.
pub(super) fn units(text: &str, kind: UnitKind) -> Chunk {
    let mut chunk = Chunk {
        codes: Vec::with_capacity(text.len() / 6 + 16),
        named: Vec::new(),
        names: Vec::new(),
        name_counts: Vec::new(),
        code_counts: vec![0; CODES.len()],
    };
    let mut index: FxHashMap<&str, u32> = FxHashMap::default();
    let mut last = NAMED;
    for piece in pieces(text, kind) {
        let code = if piece.is_break { 0 } else { code_of(piece.text) };
        if code == NAMED {
            let own = *index.entry(piece.text).or_insert_with(|| {
                chunk.names.push(Box::from(piece.text));
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

/// The code of a unit, the same as among characters: its own for a single character that is no run.
fn code_of(unit: &str) -> u16 {
    let mut characters = unit.chars();
    let first = characters.next().filter(|_| characters.as_str().is_empty());
    first.and_then(|c| CODES.get(c as usize).copied()).unwrap_or(NAMED)
}
