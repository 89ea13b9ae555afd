//! Listed candidates that are pieces of longer ones, folded under those.

use rustc_hash::FxHashMap;

use super::nesting::Nesting;
use crate::engine::candidates::{CandidateId, CandidateTable};
use crate::engine::control::{Cancelled, Control};

/// A candidate is folded under a longer one that has at least this share of its occurrences, in fifths: four of five
/// leave it too few of its own (at the floor of 5 one) for its measures to say that it is a word by itself.
const FIFTHS: u64 = 4;

/// Rows looked at between two looks at the [`Control`].
const CHUNK: usize = 1 << 12;

/// Which listed candidates are folded under which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folding {
    /// The longest that each folded row is under.
    root: FxHashMap<u32, u32>,
    /// The rows folded under each that is not, in ascending order.
    members: FxHashMap<u32, Vec<CandidateId>>,
}

impl Folding {
    /// Folds each of the rows `listed` under the longest of them that contains it and has four of five of its occurrences
    /// or more; of several under the commonest, then the first of the table. What that is folded under itself takes both.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn new(
        table: &CandidateTable,
        nesting: &Nesting,
        listed: &[CandidateId],
        control: &Control,
    ) -> Result<Self, Cancelled> {
        let mut is_listed = vec![false; table.len()];
        listed.iter().for_each(|id| is_listed[id.index()] = true);
        let mut under: FxHashMap<u32, u32> = FxHashMap::default();
        for (k, &id) in listed.iter().enumerate() {
            if k.is_multiple_of(CHUNK) {
                control.check()?;
            }
            parts(table, nesting, id, |part| {
                if is_listed[part as usize] {
                    let holder = under.entry(part).or_insert(id.0);
                    if rank(table, id) > rank(table, CandidateId(*holder)) {
                        *holder = id.0;
                    }
                }
            });
        }
        let mut folding = Folding::default();
        for &row in under.keys() {
            // Longer with each step.
            let mut top = row;
            while let Some(&holder) = under.get(&top) {
                top = holder;
            }
            folding.root.insert(row, top);
            folding.members.entry(top).or_default().push(CandidateId(row));
        }
        folding.members.values_mut().for_each(|members| members.sort_unstable());
        Ok(folding)
    }

    /// What `id` is folded under, if it is.
    #[must_use]
    pub fn root(&self, id: CandidateId) -> Option<CandidateId> {
        self.root.get(&id.0).map(|&root| CandidateId(root))
    }

    /// The candidates folded under `id`, in the order of their bytes.
    #[must_use]
    pub fn members(&self, id: CandidateId) -> &[CandidateId] {
        self.members.get(&id.0).map_or(&[], Vec::as_slice)
    }
}

/// The longer, then the commoner, then the earlier row is the larger.
fn rank(table: &CandidateTable, id: CandidateId) -> (u8, u32, std::cmp::Reverse<u32>) {
    (table.length(id), table.count(id), std::cmp::Reverse(id.0))
}

/// Calls `each` with every row that is a part of `id`, and that `id` has enough of; a part may come twice.
fn parts(table: &CandidateTable, nesting: &Nesting, id: CandidateId, mut each: impl FnMut(u32)) {
    let own = u64::from(table.count(id));
    // The parts of a part occur at least as often: when one does too often, so do they.
    let is_held = |node: u32| {
        let count = table.columns().count.get(node as usize);
        count.is_some_and(|&count| own * 5 >= u64::from(count) * FIFTHS)
    };
    let mut tail = id.0;
    while is_held(tail) {
        let mut head = tail;
        while is_held(head) {
            if head != id.0 {
                each(head);
            }
            head = nesting.prefix_of(head);
        }
        tail = nesting.suffix_of(tail);
    }
}
