//! Children of the nodes of a trie: a hash table with open addressing, one slot a child, and one look for a child that
//! is there.

/// From a parent and a symbol to a node. The key and the node are packed in one integer of a slot; 0 is an empty slot.
#[derive(Debug)]
pub(super) struct Slots {
    /// One more than the largest symbol.
    symbols: u64,
    /// Bits of a node, at the lower end of a slot.
    bits: u32,
    table: Table,
}

#[derive(Debug)]
enum Table {
    Narrow(Vec<u64>),
    Wide(Vec<u128>),
}

/// Slots in use, in percent.
const LOAD: usize = 70;

impl Slots {
    /// Room for `nodes` children of parents below `parents` by symbols below `symbols`.
    #[must_use]
    pub(super) fn new(nodes: usize, parents: usize, symbols: usize) -> Self {
        let bits = usize::BITS - nodes.leading_zeros();
        let key = parents as u128 * symbols as u128;
        let size = nodes * 100 / LOAD + 8;
        let is_narrow = u128::BITS - key.leading_zeros() + bits <= u64::BITS;
        let table = if is_narrow { Table::Narrow(vec![0; size]) } else { Table::Wide(vec![0; size]) };
        Slots { symbols: symbols as u64, bits, table }
    }

    /// Adds `node`, which is not there yet, as the child of `parent` by `symbol`.
    pub(super) fn insert(&mut self, parent: u32, symbol: u32, node: u32) {
        let key = self.key(parent, symbol);
        let (packed, bits) = (u64::from(node) + 1, self.bits);
        match &mut self.table {
            Table::Narrow(slots) => put(slots, key, key << bits | packed),
            Table::Wide(slots) => put(slots, key, u128::from(key) << bits | u128::from(packed)),
        }
    }

    /// The child of `parent` by `symbol`.
    #[inline]
    pub(super) fn get(&self, parent: u32, symbol: u32) -> Option<u32> {
        let key = self.key(parent, symbol);
        match &self.table {
            Table::Narrow(slots) => {
                let mut at = home(key, slots.len());
                loop {
                    let slot = slots[at];
                    if slot >> self.bits == key && slot != 0 {
                        return Some(((slot & ((1 << self.bits) - 1)) - 1) as u32);
                    }
                    if slot == 0 {
                        return None;
                    }
                    at = if at + 1 == slots.len() { 0 } else { at + 1 };
                }
            }
            Table::Wide(slots) => self.wide(slots, key),
        }
    }

    #[cold]
    fn wide(&self, slots: &[u128], key: u64) -> Option<u32> {
        let mut at = home(key, slots.len());
        while slots[at] != 0 {
            if slots[at] >> self.bits == u128::from(key) {
                return Some(((slots[at] & ((1 << self.bits) - 1)) - 1) as u32);
            }
            at = (at + 1) % slots.len();
        }
        None
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
            wanted.iter().for_each(|(&(parent, symbol), &node)| slots.insert(parent, symbol, node));
            for parent in 0..50 {
                for symbol in 0..50 {
                    prop_assert_eq!(slots.get(parent, symbol), wanted.get(&(parent, symbol)).copied());
                }
            }
        }
    }
}
