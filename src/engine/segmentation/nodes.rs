//! The candidates as an automaton: a node for each, found from the one before it in the text.
//!
//! Every substring of a candidate is one too. So the candidates that end at a place of the text are the suffixes of the
//! longest that ends there, and that is the longest that ends one unit before, or a suffix of it, and one unit more
//! (Aho and Corasick 1975).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::super::alphabet::Alphabet;
use super::super::candidates::{CandidateId, CandidateTable};
use super::super::control::{Cancelled, Control};
use super::super::text::UnitKind;
use super::super::text::unit::before;
use super::slots::Slots;

/// A candidate, as a place of the text meets it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Arc {
    /// The node without its first unit, where there are three units or more; the top bit says that it has children.
    link: u32,
    /// What a pass needs of it.
    pub value: f32,
}

const HAS_CHILDREN: u32 = 1 << 31;

impl Arc {
    /// The node without its first unit; nothing of use for a node of two units.
    #[inline]
    pub(super) fn suffix(self) -> u32 {
        self.link & !HAS_CHILDREN
    }
}

/// The nodes, in falling order of count, so that what is often needed lies together.
#[derive(Debug)]
pub(super) struct Nodes {
    slots: Slots,
    /// Symbols below this have candidates.
    escape: u32,
    /// Values of the nodes, and their suffixes.
    pub arcs: Vec<Arc>,
    /// Row of each node in the table.
    pub rows: Vec<u32>,
}

/// The longest candidate that ends at a place of a stretch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Longest {
    /// Its node; nothing of use below a depth of two.
    pub node: u32,
    /// Its units; 1 for a single symbol, 0 before the first of a stretch.
    pub depth: u32,
}

const NONE: u32 = u32::MAX;

impl Nodes {
    /// The nodes of the rows of `table`, whose units of `kind` are the symbols of `alphabet`.
    ///
    /// A row one of whose substrings is no row has no node that the text can meet.
    pub(super) fn new(
        table: &CandidateTable,
        alphabet: &Alphabet,
        kind: UnitKind,
        control: &Control,
    ) -> Result<Self, Cancelled> {
        let counts = &table.columns().count;
        let mut rows: Vec<u32> = (0..counts.len() as u32).collect();
        rows.par_sort_unstable_by_key(|&row| (u32::MAX - counts[row as usize], row));
        let mut nodes = vec![0u32; rows.len()];
        (0..).zip(&rows).for_each(|(node, &row)| nodes[row as usize] = node);
        control.check()?;

        let (escape, longest) = (alphabet.escape() as u32, table.floors().max_length);
        let mut building = Building {
            ends: Ends::new(table, alphabet, kind, &nodes, control)?,
            slots: Slots::new(rows.len(), escape as usize + rows.len(), escape as usize),
            arcs: vec![Arc::default(); rows.len()],
            escape,
        };
        drop(nodes);
        for length in 2..=longest {
            for (node, &row) in (0..).zip(&rows) {
                if node & 0x3FFF == 0 {
                    control.check()?;
                }
                if table.length(CandidateId(row)) == length {
                    building.add(node, length);
                }
            }
        }
        Ok(Nodes { slots: building.slots, escape, arcs: building.arcs, rows })
    }

    /// What ends one unit after `longest`, given the symbol of its last unit and the next.
    #[inline]
    pub(super) fn advance(&self, longest: Longest, last: u32, next: u32) -> Longest {
        let Longest { mut node, mut depth } = longest;
        if next >= self.escape || last >= self.escape {
            return Longest { node: 0, depth: 1 };
        }
        while depth >= 2 {
            let arc = self.arcs[node as usize];
            if arc.link & HAS_CHILDREN != 0
                && let Some(child) = self.slots.get(self.escape + node, next)
            {
                return Longest { node: child, depth: depth + 1 };
            }
            node = arc.suffix();
            depth -= 1;
        }
        let child = if depth == 1 { self.slots.get(last, next) } else { None };
        child.map_or(Longest { node: 0, depth: 1 }, |node| Longest { node, depth: 2 })
    }
}

/// How each node ends.
struct Ends {
    /// Parent of each node: a symbol, or the escape and a node; none for a row that has no place in the trie.
    parents: Vec<u32>,
    /// Last symbol of each node.
    last: Vec<u32>,
}

impl Ends {
    fn new(
        table: &CandidateTable,
        alphabet: &Alphabet,
        kind: UnitKind,
        nodes: &[u32],
        control: &Control,
    ) -> Result<Self, Cancelled> {
        let names = alphabet.names[1..alphabet.escape()].iter();
        let symbols: FxHashMap<&str, u32> = names.map(AsRef::as_ref).zip(1..).collect();
        let mut ends = Ends { parents: vec![NONE; nodes.len()], last: vec![0; nodes.len()] };
        // Rows that the next may start with.
        let mut open: Vec<CandidateId> = Vec::new();
        for id in table.ids() {
            if id.0.is_multiple_of(1 << 14) {
                control.check()?;
            }
            let word = table.word(id);
            open.truncate(open.iter().rposition(|&other| word.starts_with(table.word(other))).map_or(0, |at| at + 1));
            let found = before(word, word.len(), kind).and_then(|last| {
                let head = word[..last.start].strip_suffix(alphabet.joint)?;
                let parent = match table.length(id) {
                    2 => *symbols.get(head)?,
                    _ => open
                        .iter()
                        .rfind(|&&other| table.word(other) == head)
                        .map(|&other| alphabet.escape() as u32 + nodes[other.index()])?,
                };
                Some((parent, *symbols.get(last.text)?))
            });
            if let Some((parent, last)) = found {
                let node = nodes[id.index()] as usize;
                (ends.parents[node], ends.last[node]) = (parent, last);
            }
            open.push(id);
        }
        Ok(ends)
    }
}

/// Nodes on the way, shorter before longer.
struct Building {
    ends: Ends,
    slots: Slots,
    arcs: Vec<Arc>,
    escape: u32,
}

impl Building {
    /// Adds `node` of `length` units, when the nodes without its last and without its first unit were added.
    fn add(&mut self, node: u32, length: u8) {
        let (parent, last) = (self.ends.parents[node as usize], self.ends.last[node as usize]);
        let Some(suffix) = self.suffix(parent, last, length) else {
            self.ends.parents[node as usize] = NONE;
            return;
        };
        self.arcs[node as usize].link |= suffix;
        if let Some(above) = parent.checked_sub(self.escape) {
            self.arcs[above as usize].link |= HAS_CHILDREN;
        }
        self.slots.insert(parent, last, node);
    }

    fn suffix(&self, parent: u32, last: u32, length: u8) -> Option<u32> {
        if parent == NONE {
            return None;
        }
        if length == 2 {
            return (parent < self.escape).then_some(0);
        }
        let above = parent.checked_sub(self.escape)?;
        if self.ends.parents[above as usize] == NONE {
            return None;
        }
        let below =
            if length == 3 { self.ends.last[above as usize] } else { self.escape + self.arcs[above as usize].suffix() };
        self.slots.get(below, last)
    }
}
