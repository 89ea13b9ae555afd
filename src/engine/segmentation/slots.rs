//! Children of the nodes of a trie: a hash table with open addressing.

/// From a parent and a symbol to a child. The key and the child are packed in one integer of a slot; 0 is an empty slot.
#[derive(Debug)]
pub(super) struct Slots {
    /// One more than the largest symbol.
    symbols: u64,
    /// Bits of a child, at the lower end of a slot.
    bits: u32,
    /// Bits of those that say by which symbols it has children.
    width: u32,
    table: Table,
}

#[derive(Debug)]
enum Table {
    Narrow(Vec<u64>),
    Wide(Vec<u128>),
}

/// A node, as its parent knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Child {
    /// The node.
    pub node: u32,
    /// A bit for each symbol by which it has children, by [`Slots::mark`]; several symbols may share one.
    pub marks: u16,
}

/// Where a child may be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look {
    key: u64,
    at: usize,
    /// The first slot.
    slot: u64,
}

/// Bits that a slot has for the symbols of children at most.
const MOST_MARKS: u32 = u16::BITS;
/// Slots in use, in percent.
const LOAD: usize = 60;

impl Slots {
    /// Room for `nodes` children, of parents below `parents` by symbols below `symbols`.
    #[must_use]
    pub(super) fn new(nodes: usize, parents: usize, symbols: usize) -> Self {
        let node = usize::BITS - nodes.leading_zeros();
        let key = u128::BITS - (parents as u128 * symbols as u128).leading_zeros();
        let size = nodes * 100 / LOAD + 8;
        let is_narrow = key + node < u64::BITS;
        let width = if is_narrow { (u64::BITS - key - node).min(MOST_MARKS) } else { MOST_MARKS };
        let bits = node + width;
        let table = if is_narrow { Table::Narrow(vec![0; size]) } else { Table::Wide(vec![0; size]) };
        Slots { symbols: symbols as u64, bits, width, table }
    }

    /// Adds `child`, which is not there yet, to `parent` by `symbol`.
    pub(super) fn insert(&mut self, parent: u32, symbol: u32, child: Child) {
        let key = self.key(parent, symbol);
        let (packed, bits) = ((u64::from(child.node) + 1) << self.width | u64::from(child.marks), self.bits);
        match &mut self.table {
            Table::Narrow(slots) => put(slots, key, key << bits | packed),
            Table::Wide(slots) => put(slots, key, u128::from(key) << bits | u128::from(packed)),
        }
    }

    /// The bit of `symbol` among the marks of a child.
    #[inline]
    pub(super) fn mark(&self, symbol: u32) -> u16 {
        // The width is 1 to 16; a product of the high bits is quicker than a remainder.
        let mixed = symbol.wrapping_mul(0x9E37_79B9) >> 16;
        1 << ((mixed * self.width) >> 16)
    }

    /// Starts to look for the child of `parent` by `symbol`. Several looks one after the other read memory side by side.
    #[inline]
    pub(super) fn look(&self, parent: u32, symbol: u32) -> Look {
        let key = self.key(parent, symbol);
        match &self.table {
            Table::Narrow(slots) => {
                let at = home(key, slots.len());
                Look { key, at, slot: slots[at] }
            }
            Table::Wide(slots) => Look { key, at: home(key, slots.len()), slot: 0 },
        }
    }

    /// What `look` finds.
    #[inline]
    pub(super) fn found(&self, look: Look) -> Option<Child> {
        let Look { key, mut at, mut slot } = look;
        match &self.table {
            Table::Narrow(slots) => loop {
                if slot >> self.bits == key && slot != 0 {
                    return Some(self.child(slot & ((1 << self.bits) - 1)));
                }
                if slot == 0 {
                    return None;
                }
                at = if at + 1 == slots.len() { 0 } else { at + 1 };
                slot = slots[at];
            },
            Table::Wide(slots) => self.wide(slots, look),
        }
    }

    #[cold]
    fn wide(&self, slots: &[u128], Look { key, mut at, .. }: Look) -> Option<Child> {
        while slots[at] != 0 {
            if slots[at] >> self.bits == u128::from(key) {
                return Some(self.child((slots[at] & ((1 << self.bits) - 1)) as u64));
            }
            at = (at + 1) % slots.len();
        }
        None
    }

    /// All children with their parents and symbols, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u32, Child)> {
        let (narrow, wide): (&[u64], &[u128]) = match &self.table {
            Table::Narrow(slots) => (slots, &[]),
            Table::Wide(slots) => (&[], slots),
        };
        let slots = narrow.iter().map(|&slot| u128::from(slot)).chain(wide.iter().copied());
        slots.filter(|&slot| slot != 0).map(|slot| {
            let key = (slot >> self.bits) as u64;
            let packed = (slot & ((1 << self.bits) - 1)) as u64;
            ((key / self.symbols) as u32, (key % self.symbols) as u32, self.child(packed))
        })
    }

    #[inline]
    fn child(&self, packed: u64) -> Child {
        Child { node: ((packed >> self.width) - 1) as u32, marks: (packed & ((1 << self.width) - 1)) as u16 }
    }

    #[inline]
    fn key(&self, parent: u32, symbol: u32) -> u64 {
        u64::from(parent).wrapping_mul(self.symbols).wrapping_add(u64::from(symbol))
    }
}

/// Where the search for `key` among `size` slots starts (multiplicative hashing, Knuth 1973).
#[inline]
fn home(key: u64, size: usize) -> usize {
    let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    ((u128::from(mixed) * size as u128) >> 64) as usize
}

fn put<T: Copy + PartialEq + From<u8>>(slots: &mut [T], key: u64, value: T) {
    let mut at = home(key, slots.len());
    while slots[at] != T::from(0) {
        at = if at + 1 == slots.len() { 0 } else { at + 1 };
    }
    slots[at] = value;
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn slots_of_both_widths_hold_what_was_put_in(
            keys in prop::collection::hash_set((0u32..50, 0u32..50), 0..200), is_wide: bool,
        ) {
            let parents = if is_wide { usize::MAX / 64 } else { 50 };
            let mut slots = Slots::new(keys.len(), parents, 50);
            prop_assert_eq!(matches!(slots.table, Table::Wide(_)), is_wide);
            let wanted: HashMap<(u32, u32), u32> = keys.into_iter().zip(0..).collect();
            let marks: Vec<u16> = (0..7).map(|symbol| slots.mark(symbol)).collect();
            let child = |node: u32| Child { node, marks: marks[node as usize % 7] };
            wanted.iter().for_each(|(&(parent, symbol), &node)| slots.insert(parent, symbol, child(node)));
            let all = slots.iter().map(|(parent, symbol, child)| ((parent, symbol), child.node));
            prop_assert_eq!(&all.collect::<HashMap<_, _>>(), &wanted);
            for parent in 0..50 {
                for symbol in 0..50 {
                    let found = slots.found(slots.look(parent, symbol));
                    prop_assert_eq!(found, wanted.get(&(parent, symbol)).map(|&node| child(node)));
                }
            }
        }
    }
}
