//! Neighbours that share the escape, told apart again.

use super::super::alphabet::{Coded, Id};
use super::super::control::{Cancelled, Control};
use super::fixed::Logs;
use super::trie::Trie;

/// A rare symbol beside an n-gram, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sighting {
    level: u8,
    row: u32,
    is_left: bool,
    symbol: u32,
}

/// Rare symbols between two looks at the control.
const STEP: usize = 4096;

/// Corrects the neighbour sums, in which each escape counts as distinct, for rare symbols that stand beside the same
/// n-gram more than once.
///
/// # Errors
/// [`Cancelled`] soon after `control` is cancelled.
pub fn tell_apart<S: Id>(trie: &mut Trie, coded: &Coded<S>, logs: &Logs, control: &Control) -> Result<(), Cancelled> {
    let mut seen = Vec::new();
    for block in coded.rare.chunks(STEP) {
        control.check()?;
        for &(position, symbol) in block {
            beside(trie, &coded.ids, position as usize, symbol, &mut seen);
        }
    }
    seen.sort_unstable();
    for same in seen.chunk_by(|a, b| a == b).filter(|same| same.len() > 1) {
        let level = &mut trie.levels[usize::from(same[0].level)];
        let sides = if same[0].is_left { &mut level.left } else { &mut level.right };
        let side = &mut sides[same[0].row as usize];
        side.sum += logs.value(same.len() as u32);
        side.kinds -= same.len() as u32 - 1;
    }
    Ok(())
}

/// Lists the n-grams that end before and start after `position`.
fn beside<S: Id>(trie: &Trie, ids: &[S], position: usize, symbol: u32, seen: &mut Vec<Sighting>) {
    let escape = trie.levels[0].nodes.len() - 1;
    let is_named = |at: usize| ids[at].index() != 0 && ids[at].index() != escape;
    let mut note = |level: usize, row: usize, is_left: bool| {
        seen.push(Sighting { level: level as u8, row: row as u32, is_left, symbol });
    };
    if is_named(position + 1) {
        let mut row = Some(ids[position + 1].index());
        for level in 0..trie.levels.len() {
            let Some(here) = row else { break };
            note(level, here, true);
            row = trie.child(level, here, ids[position + 2 + level].index());
        }
    }
    for length in 1..=trie.levels.len().min(position) {
        let start = position - length;
        if !is_named(start) {
            break;
        }
        let mut rest = ids[start + 1..position].iter().enumerate();
        match rest.try_fold(ids[start].index(), |row, (level, id)| trie.child(level, row, id.index())) {
            Some(row) => note(length - 1, row, false),
            None => break,
        }
    }
}
