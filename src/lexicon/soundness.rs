//! Whether bytes are a sound FST map (version 3 of the `fst` crate's layout), before that crate looks at them.
//!
//! The crate trusts its input: damaged bytes make it panic, answer wrongly or run without end, and its checksum is no
//! secret. So the bytes are walked first:
//!
//! 1. the nodes must tile the space between header and footer, the root last;
//! 2. from the root down, every node must be reached, only from nodes behind it, with ascending input bytes, at a
//!    bounded depth, and by bytes that are UTF-8;
//! 3. from the leaves up, every node must lead to a word, no sum of outputs may overflow, and the number of words must
//!    be the one the footer claims.
//!
//! Nodes are read backwards from the byte their address names:
//! `[outputs][addresses][inputs][index of 256, for more than 32 inputs][sizes][number of inputs, unless in the state][state]`.

use fst::raw::{Fst, Node};

use super::dictionary::Dictionary;

/// Most bytes of a dictionary; the walk needs up to some 20 bytes of memory for each.
const MOST_BYTES: usize = 128 << 20;
/// Most words, so that listing them ends.
const MOST_WORDS: u64 = 1 << 26;
/// Bytes before the first node: version and type, u64 each.
const HEADER: usize = 16;
/// Bytes after the last node: number of words and root address (u64 each), checksum (u32).
const FOOTER: usize = 20;
/// The address of the node that is final and has no way out; it has no bytes.
const LEAF: usize = 0;
/// Inputs above which a node has an index.
const INDEXED: usize = 32;

/// Checks that `bytes` are a map that can be looked up, listed and searched without panic and without end.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("it is larger than {} MiB", MOST_BYTES >> 20));
    }
    let fst = Fst::new(bytes).map_err(|error| wrong(&error))?;
    fst.verify().map_err(|error| wrong(&error))?;
    let end = bytes.len().checked_sub(FOOTER).filter(|&end| end >= HEADER).ok_or("it is too short")?;
    let claimed = u64_at(bytes, end);
    let root = usize::try_from(u64_at(bytes, end + 8)).map_err(|_| "its root is nowhere")?;
    if root == LEAF {
        // The map of the empty word alone.
        return Err("it lists the empty word".to_owned());
    }
    if end == HEADER || root != end - 1 {
        return Err("its root is not its last node".to_owned());
    }
    let nodes = Nodes { bytes, fst: &fst, shapes: tile(bytes, end)? };
    nodes.check_downwards()?;
    let words = nodes.check_upwards()?;
    if words != claimed {
        return Err(format!("it claims {claimed} words and holds {words}"));
    }
    Ok(())
}

/// What the crate found wrong with the bytes as a whole.
fn wrong(error: &fst::Error) -> String {
    let why = match error {
        fst::Error::Fst(fst::raw::Error::ChecksumMismatch { .. }) => "its checksum does not fit: it is damaged",
        fst::Error::Fst(fst::raw::Error::ChecksumMissing) => {
            "it has no checksum: an older version of the format made it"
        }
        fst::Error::Fst(fst::raw::Error::Version { .. }) => {
            "it is another kind of file, or another version of the format"
        }
        _ => "it is cut short, or another kind of file",
    };
    why.to_owned()
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes[at..at + 8].iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte))
}

/// Where the parts of a node are.
#[derive(Clone, Copy)]
struct Shape {
    /// Its last byte, which is its address.
    address: u32,
    /// Its first byte.
    start: u32,
    /// First byte of the addresses of its children.
    targets: u32,
    /// Bytes of each such address; 0 when the child is the node just before.
    width: u8,
}

/// The nodes that fill the bytes from the header to `end`, the last one first.
fn tile(bytes: &[u8], end: usize) -> Result<Vec<Shape>, String> {
    let mut shapes = Vec::new();
    let mut end = end;
    while end > HEADER {
        let shape = shape(bytes, end - 1).ok_or_else(|| format!("the node that ends at byte {end} does not fit"))?;
        shapes.push(shape);
        end = shape.start as usize;
    }
    Ok(shapes)
}

/// The shape of the node at `address`, if it lies behind the header.
fn shape(bytes: &[u8], address: usize) -> Option<Shape> {
    // Goes down over the parts, never below the header.
    let down = |at: usize, by: usize| at.checked_sub(by).filter(|&at| at >= HEADER);
    let small = |at: usize| u32::try_from(at).ok();
    let state = bytes[address];
    let (one, rest) = (state >> 7 == 1, state & 0x3F);
    let explicit = usize::from(rest == 0);
    let at = down(address, explicit)?;
    if one && state >> 6 == 0b11 {
        let start = small(at)?;
        return Some(Shape { address: small(address)?, start, targets: start, width: 0 });
    }
    let inputs = match (one, rest) {
        (true, _) => 1,
        // 1 would stand in the state itself, so here it means 256.
        (false, 0) if bytes[at] == 1 => 256,
        (false, 0) => usize::from(bytes[at]),
        (false, rest) => usize::from(rest),
    };
    let at = down(at, 1)?;
    let (width, output) = (bytes[at] >> 4, usize::from(bytes[at] & 0xF));
    if width > 8 || output > 8 || (inputs > 0 && width == 0) {
        return None;
    }
    let labels = match (one, inputs > INDEXED) {
        (true, _) => 0,
        (false, false) => inputs,
        (false, true) => inputs + 256,
    };
    let targets = down(at, labels + inputs * usize::from(width))?;
    let is_final = !one && state & 0x40 != 0;
    let start = down(targets, (inputs + usize::from(is_final)) * output)?;
    Some(Shape { address: small(address)?, start: small(start)?, targets: small(targets)?, width })
}

/// The nodes of an FST, the last first.
struct Nodes<'b> {
    bytes: &'b [u8],
    fst: &'b Fst<&'b [u8]>,
    shapes: Vec<Shape>,
}

impl Nodes<'_> {
    /// The node of `shape`. Reading its inputs and outputs stays within the shape; reading addresses may not.
    fn node(&self, shape: Shape) -> Node<'_> {
        self.fst.node(shape.address as usize)
    }

    /// The child that transition `i` of `inputs` of the node `parent` leads to: `None` for the leaf.
    fn child(&self, parent: usize, i: usize, inputs: usize) -> Result<Option<usize>, String> {
        let shape = self.shapes[parent];
        let width = usize::from(shape.width);
        let address = if width == 0 {
            (shape.start as usize).checked_sub(1)
        } else {
            // The addresses are those of the inputs in reverse, each the distance back from the node's first byte.
            let at = shape.targets as usize + (inputs - 1 - i) * width;
            let distance = self.bytes[at..at + width].iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte));
            if distance == LEAF as u64 {
                return Ok(None);
            }
            usize::try_from(distance).ok().and_then(|distance| (shape.start as usize).checked_sub(distance))
        };
        // The nodes stand in descending order of addresses.
        let found = address
            .and_then(|address| self.shapes.binary_search_by(|shape| address.cmp(&(shape.address as usize))).ok());
        // Any found lies behind the parent here, and so before it in the bytes: no way leads back up.
        match found {
            Some(child) => Ok(Some(child)),
            None => Err(format!("the node that ends at byte {} leads nowhere", shape.address + 1)),
        }
    }

    /// The conditions on the way from the root: reached, ascending inputs, indexed right, not too deep, UTF-8.
    fn check_downwards(&self) -> Result<(), String> {
        let mut states = vec![0u8; self.shapes.len()];
        let mut depths = vec![0u16; self.shapes.len()];
        states[0] = utf8::START;
        for (i, &shape) in self.shapes.iter().enumerate() {
            let (node, state, depth) = (self.node(shape), states[i], depths[i]);
            let wrong = |what: &str| Err(format!("the node that ends at byte {} {what}", shape.address + 1));
            if state == 0 {
                return wrong("is never reached");
            }
            if node.is_final() && (i == 0 || state != utf8::START) {
                return wrong("ends a word that is empty or not UTF-8");
            }
            if usize::from(depth) >= Dictionary::LONGEST_WORD && !node.is_empty() {
                return wrong("is too deep");
            }
            let mut last = None;
            for t in 0..node.len() {
                // First, since reading a transition computes the address without care.
                let child = self.child(i, t, node.len())?;
                let input = node.transition(t).inp;
                if last.is_some_and(|last| last >= input) {
                    return wrong("has inputs out of order");
                }
                last = Some(input);
                let Some(next) = utf8::step(state, input) else { return wrong("is in a word that is not UTF-8") };
                match child {
                    Some(child) => {
                        states[child] |= next;
                        depths[child] = depths[child].max(depth + 1);
                    }
                    None if next != utf8::START => return wrong("ends a word that is not UTF-8"),
                    None => {}
                }
            }
            if node.len() > INDEXED && !Self::is_indexed_right(&node) {
                return wrong("has an index that does not fit");
            }
        }
        Ok(())
    }

    fn is_indexed_right(node: &Node) -> bool {
        let mut expected = [None; 256];
        for t in 0..node.len() {
            expected[usize::from(node.transition(t).inp)] = Some(t);
        }
        (0..=u8::MAX).all(|byte| node.find_input(byte) == expected[usize::from(byte)])
    }

    /// The conditions on the way to the root, and the number of words.
    fn check_upwards(&self) -> Result<u64, String> {
        let mut words = vec![0u64; self.shapes.len()];
        let mut largest = vec![0u64; self.shapes.len()];
        for (i, &shape) in self.shapes.iter().enumerate().rev() {
            let node = self.node(shape);
            let (mut count, mut most) = (u64::from(node.is_final()), node.final_output().value());
            for t in 0..node.len() {
                let (below, output) = match self.child(i, t, node.len())? {
                    Some(child) => (words[child], largest[child]),
                    None => (1, 0),
                };
                count += below;
                let sum = node.transition(t).out.value().checked_add(output).ok_or("a count is too large")?;
                most = most.max(sum);
            }
            if count > MOST_WORDS {
                return Err(format!("it holds more than {MOST_WORDS} words"));
            }
            // A way without a word at its end could be walked for ever; only the empty map has one.
            if count == 0 && (!node.is_empty() || self.shapes.len() > 1) {
                return Err(format!("no word comes of the node that ends at byte {}", shape.address + 1));
            }
            (words[i], largest[i]) = (count, most);
        }
        Ok(words[0])
    }
}

/// UTF-8 as an automaton over sets of states, one bit each (Unicode 15, table 3-7).
mod utf8 {
    /// Between two characters.
    pub const START: u8 = 1;
    /// One, two or three continuation bytes are to come.
    const ONE: u8 = 2;
    const TWO: u8 = 4;
    const THREE: u8 = 8;
    /// After E0, ED, F0 and F4, which narrow the byte that follows.
    const AFTER_E0: u8 = 16;
    const AFTER_ED: u8 = 32;
    const AFTER_F0: u8 = 64;
    const AFTER_F4: u8 = 128;

    /// The states after `byte` from any of `states`; `None` when one of them does not allow it.
    pub fn step(states: u8, byte: u8) -> Option<u8> {
        let mut next = 0;
        for bit in 0..8 {
            let state = 1 << bit;
            if states & state != 0 {
                next |= one_step(state, byte)?;
            }
        }
        Some(next)
    }

    fn one_step(state: u8, byte: u8) -> Option<u8> {
        Some(match (state, byte) {
            (START, 0x00..=0x7F) => START,
            (START, 0xC2..=0xDF) => ONE,
            (START, 0xE0) => AFTER_E0,
            (START, 0xED) => AFTER_ED,
            (START, 0xE1..=0xEF) => TWO,
            (START, 0xF0) => AFTER_F0,
            (START, 0xF1..=0xF3) => THREE,
            (START, 0xF4) => AFTER_F4,
            (ONE, 0x80..=0xBF) => START,
            (TWO, 0x80..=0xBF) | (AFTER_E0, 0xA0..=0xBF) | (AFTER_ED, 0x80..=0x9F) => ONE,
            (THREE, 0x80..=0xBF) | (AFTER_F0, 0x90..=0xBF) | (AFTER_F4, 0x80..=0x8F) => TWO,
            _ => return None,
        })
    }
}
