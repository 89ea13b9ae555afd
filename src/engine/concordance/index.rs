//! An index of a text that says which blocks of it may hold a string, so that the others need not be looked at.
//!
//! For each block, the pairs of neighbouring characters that start in it (triples where all are ASCII, of which there are
//! few pairs) are hashed, and each hash has the list of its blocks, as differences of one to five bytes. An occurrence
//! can only be in a block that is in the list of all its pairs; what is in such a block is found by searching it. So an
//! index changes how long a search takes and never what it finds, for any text. Building it takes one pass and time
//! linear in the text.

use super::super::control::Control;
use super::super::text::Corpus;
use super::FindError;

/// Bytes of a block.
pub(super) const BLOCK: usize = 1 << 16;
/// Bytes after a block whose pairs count as its own: so much of a string that starts in it is looked up.
const OVERLAP: usize = 1 << 8;

/// Which blocks of a text hold which pairs of characters.
#[derive(Debug)]
pub struct Index {
    /// How far a hash is shifted to the right to be the number of a list.
    shift: u32,
    /// Where each list ends in `blocks`.
    ends: Vec<usize>,
    /// The lists one after the other: differences of block numbers, the first one plus 1.
    blocks: Vec<u8>,
}

impl Index {
    /// The index of `corpus`: about a quarter byte of memory for each byte of a Chinese text.
    ///
    /// # Errors
    /// [`FindError::Cancelled`] soon after `control` is cancelled; [`FindError::Storage`].
    pub fn build(corpus: &Corpus, control: &Control) -> Result<Index, FindError> {
        // About as many lists as a block has pairs, and more for a longer text, which has more different ones.
        let bits = (corpus.len() / 64).max(2).ilog2().clamp(8, 20);
        let shift = u64::BITS - bits;
        let mut lists: Vec<(u32, Vec<u8>)> = vec![(0, Vec::new()); 1 << bits];
        for (number, start) in (1..).zip((0..corpus.len()).step_by(BLOCK)) {
            control.check()?;
            let (_, text) = corpus.read(start..start + BLOCK + OVERLAP)?;
            keys(&text, |key| {
                let (last, list) = &mut lists[slot(key, shift)];
                if *last != number {
                    write(list, number - *last);
                    *last = number;
                }
            });
        }
        let mut index = Index { shift, ends: Vec::with_capacity(lists.len()), blocks: Vec::new() };
        index.blocks.reserve_exact(lists.iter().map(|(_, list)| list.len()).sum());
        for (_, list) in lists {
            index.blocks.extend(list);
            index.ends.push(index.blocks.len());
        }
        Ok(index)
    }

    /// Bytes of memory that it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.blocks.len() + self.ends.len() * size_of::<usize>()
    }

    /// The numbers of the blocks that an occurrence of `word` may start in, ascending; `None` when that may be any.
    pub(super) fn blocks(&self, word: &str) -> Option<Vec<usize>> {
        let end = (0..=OVERLAP.min(word.len())).rev().find(|&at| word.is_char_boundary(at))?;
        let mut slots = Vec::new();
        keys(&word[..end], |key| slots.push(slot(key, self.shift)));
        slots.sort_unstable();
        slots.dedup();
        slots.sort_by_key(|&slot| self.list(slot).len());
        let mut lists = slots.into_iter().map(|slot| read(self.list(slot)));
        let mut common: Vec<usize> = lists.next()?.collect();
        for list in lists {
            let mut list = list.peekable();
            common.retain(|&block| {
                while list.next_if(|&other| other < block).is_some() {}
                list.peek() == Some(&block)
            });
        }
        Some(common)
    }

    fn list(&self, slot: usize) -> &[u8] {
        let start = slot.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.blocks[start..self.ends[slot]]
    }
}

/// Gives the keys of `text` to `take`: pairs of characters, and triples where they are ASCII.
fn keys(text: &str, mut take: impl FnMut(u64)) {
    let (mut before, mut last) = (None::<char>, None::<char>);
    for c in text.chars() {
        match (before, last) {
            (Some(a), Some(b)) if a.is_ascii() && b.is_ascii() && c.is_ascii() => {
                take(
                    (1 << 63) | u64::from(u32::from(a)) << 42 | u64::from(u32::from(b)) << 21 | u64::from(u32::from(c)),
                );
            }
            (_, Some(b)) if !(b.is_ascii() && c.is_ascii()) => {
                take(u64::from(u32::from(b)) << 21 | u64::from(u32::from(c)));
            }
            _ => {}
        }
        (before, last) = (last, Some(c));
    }
}

/// The list that `key` belongs to.
fn slot(key: u64, shift: u32) -> usize {
    // Multiplication by 2^64 over the golden ratio (Knuth 1973, vol. 3, section 6.4).
    ((key ^ key >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift) as usize
}

/// Adds `number` to `list`, seven bits a byte, the lowest first.
fn write(list: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        list.push(number as u8 | 0x80);
        number >>= 7;
    }
    list.push(number as u8);
}

/// The block numbers of a list, from 0.
fn read(list: &[u8]) -> impl Iterator<Item = usize> {
    let mut bytes = list.iter();
    let mut last = 0;
    std::iter::from_fn(move || {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = usize::from(*bytes.next()?);
            number |= (byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
        }
        last += number;
        Some(last - 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_they_were_written() {
        let numbers = [1_u32, 2, 130, 131, 20_000, 3_000_000];
        let mut list = Vec::new();
        let mut last = 0;
        for number in numbers {
            write(&mut list, number - last);
            last = number;
        }
        assert!(read(&list).eq(numbers.iter().map(|&number| number as usize - 1)));
    }
}
