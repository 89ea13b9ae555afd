//! Marked rows: one bit a candidate, so that marking a million of them is a matter of a moment.

use crate::engine::CandidateId;

/// A set of candidates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    words: Vec<u64>,
    count: usize,
}

impl Marks {
    /// Number of marked candidates.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// A bit for each candidate, the first in the lowest bit of the first word; those past the end are not marked.
    #[must_use]
    pub fn bits(&self) -> &[u64] {
        &self.words
    }

    /// Whether `id` is marked.
    #[must_use]
    pub fn contains(&self, id: CandidateId) -> bool {
        self.words.get(id.index() / 64).is_some_and(|word| word >> (id.index() % 64) & 1 == 1)
    }

    /// Marks `id`.
    pub fn insert(&mut self, id: CandidateId) {
        if !self.contains(id) {
            self.toggle(id);
        }
    }

    /// Marks `id`, or takes its mark off.
    pub fn toggle(&mut self, id: CandidateId) {
        let at = id.index() / 64;
        if at >= self.words.len() {
            self.words.resize(at + 1, 0);
        }
        self.words[at] ^= 1 << (id.index() % 64);
        if self.contains(id) {
            self.count += 1;
        } else {
            self.count -= 1;
        }
    }

    /// Takes every mark off.
    pub fn clear(&mut self) {
        *self = Marks::default();
    }

    /// The marked candidates, in ascending order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = CandidateId> {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let bits = (0..64).filter(move |bit| word >> bit & 1 == 1);
            bits.map(move |bit| CandidateId((at * 64 + bit) as u32))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_a_set(steps in prop::collection::vec((any::<bool>(), 0u32..300), 0..200)) {
            let (mut marks, mut set) = (Marks::default(), BTreeSet::new());
            for (insert, id) in steps {
                if insert {
                    marks.insert(CandidateId(id));
                    set.insert(id);
                } else {
                    marks.toggle(CandidateId(id));
                    if !set.remove(&id) {
                        set.insert(id);
                    }
                }
            }
            prop_assert_eq!(marks.len(), set.len());
            prop_assert_eq!(marks.iter().map(|id| id.0).collect::<Vec<_>>(), set.iter().copied().collect::<Vec<_>>());
            prop_assert!((0..320).all(|id| marks.contains(CandidateId(id)) == set.contains(&id)));
            marks.clear();
            prop_assert!(marks.is_empty());
        }
    }
}
