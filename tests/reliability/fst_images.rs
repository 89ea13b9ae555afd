//! Dictionaries made of damaged and hostile bytes: refused, or consistent in all they say. A panic fails the test.

use wordmine::lexicon::Dictionary;

use crate::util::Numbers;

const FOOTER: usize = 20;

/// CRC-32C (Castagnoli), masked as in the Snappy framing format.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let mut crc = !0u32;
    for &byte in bytes {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0x82F6_3B78 } else { crc >> 1 };
        }
    }
    (!crc).rotate_right(15).wrapping_add(0xA282_EAD8).to_le_bytes()
}

/// `image` with its last four bytes made right.
fn sealed(mut image: Vec<u8>) -> Vec<u8> {
    let body = image.len() - 4;
    let sum = checksum(&image[..body]);
    image[body..].copy_from_slice(&sum);
    image
}

/// An image of `nodes` whose footer claims `words` words and the last byte of `nodes` as root.
fn image(nodes: &[u8], words: u64) -> Vec<u8> {
    let mut bytes = [3u64.to_le_bytes(), 0u64.to_le_bytes()].concat();
    bytes.extend(nodes);
    let root = bytes.len() as u64 - 1;
    bytes.extend(words.to_le_bytes());
    bytes.extend(root.to_le_bytes());
    bytes.extend([0; 4]);
    sealed(bytes)
}

/// A small map with every kind of node: chains, branches, outputs, final ones with and without, and an index.
fn small() -> Vec<u8> {
    let mut words: Vec<(String, u64)> =
        (b'!'..b'Z').map(|byte| (char::from(byte).to_string(), u64::from(byte))).collect();
    for (i, word) in
        ["行者", "行者孙", "悟空", "孙悟空", "孙行者", "八戒", "猪八戒", "唐僧", "aaaa", "tete"].into_iter().enumerate()
    {
        words.push((word.to_owned(), [3, 70_000, 0, u64::MAX / 2][i % 4]));
    }
    words.sort();
    Dictionary::build(words.iter().map(|(word, count)| (word.as_str(), *count))).unwrap().as_bytes().to_vec()
}

/// Opens `image`; when that works, everything it says must agree. Returns whether it worked.
fn accepted(image: &[u8]) -> bool {
    let Ok(dictionary) = Dictionary::open(image.to_vec()) else { return false };
    let words: Vec<(String, u64)> = dictionary.iter().take(100_000).collect();
    assert_eq!(words.len(), dictionary.len());
    assert!(words.is_sorted_by(|a, b| a.0 < b.0));
    for (word, count) in &words {
        assert_eq!(dictionary.get(word), Some(*count), "{word:?}");
        assert_eq!(dictionary.longest_prefix(word), Some(word.len()), "{word:?}");
        assert!(!word.contains('\u{FFFD}'), "{word:?}");
    }
    for probe in ["", "孙悟空大", "猪", "\u{10FFFF}", "zzzz"] {
        let listed = words.iter().find(|(word, _)| word == probe).map(|(_, count)| *count);
        assert_eq!(dictionary.get(probe), listed);
    }
    true
}

#[test]
fn the_sound_image_and_the_test_s_own_checksum_are_accepted() {
    let sound = small();
    assert!(accepted(&sound));
    assert_eq!(sealed(sound.clone()), sound);
}

#[test]
fn no_cut_image_is_accepted() {
    let sound = small();
    for length in 0..sound.len() {
        assert!(!accepted(&sound[..length]), "{length}");
        if length >= 4 {
            assert!(!accepted(&sealed(sound[..length].to_vec())), "{length}, resealed");
        }
        let mut zeroed = sound.clone();
        zeroed[length..].fill(0);
        accepted(&zeroed);
        accepted(&sealed(zeroed));
    }
}

#[test]
fn every_flipped_bit_is_refused_or_makes_another_sound_dictionary() {
    let sound = small();
    let mut others = 0;
    for bit in 0..sound.len() * 8 {
        let mut image = sound.clone();
        image[bit / 8] ^= 1 << (bit % 8);
        assert!(!accepted(&image), "bit {bit} went unnoticed");
        // Bits of the checksum itself are restored by sealing.
        if bit / 8 < sound.len() - 4 {
            others += usize::from(accepted(&sealed(image)));
        }
    }
    // Flipped letters, counts and unused places of the index are legal; flipped structure is not.
    let refused = (sound.len() - 4) * 8 - others;
    assert!(others > 500 && refused > 500, "{others} accepted, {refused} refused");
}

#[test]
fn random_damage_with_a_right_checksum_does_no_harm() {
    let sound = small();
    let mut numbers = Numbers(1);
    for _ in 0..4_000 {
        let mut image = sound.clone();
        for _ in 0..1 + numbers.below(15) {
            let at = numbers.below(image.len());
            image[at] = numbers.below(256) as u8;
        }
        accepted(&sealed(image));
        let nodes: Vec<u8> = (0..numbers.below(60)).map(|_| numbers.below(256) as u8).collect();
        accepted(&image_of_random(&nodes, numbers.below(4) as u64));
    }
}

fn image_of_random(nodes: &[u8], words: u64) -> Vec<u8> {
    if nodes.is_empty() { image(&[0], words) } else { image(nodes, words) }
}

/// A node with two ways, `a` and `b`, to the node just before it, or to the leaf.
fn fork(first: bool) -> [u8; 6] {
    let back = u8::from(!first);
    [back, back, b'b', b'a', 0x10, 0x02]
}

#[test]
fn a_small_graph_of_endless_words_is_refused() {
    let levels = |count: usize| (0..count).flat_map(|level| fork(level == 0)).collect::<Vec<u8>>();
    assert!(accepted(&image(&levels(5), 32)), "the forks are as a builder would make them");
    for words in [5, 1 << 60, 0] {
        assert!(!accepted(&image(&levels(60), words)));
    }
    assert!(!accepted(&image(&levels(27), 1 << 27)), "too many to list");
    assert!(!accepted(&image(&levels(100_000), 7)));
}

#[test]
fn ways_without_a_word_at_their_end_are_refused() {
    // A node that is not final and has no way out, then sixty levels of forks to it.
    let mut nodes = vec![0x00, 0x00, 0x00];
    nodes.extend((0..60).flat_map(|_| fork(false)));
    assert!(!accepted(&image(&nodes, 0)));
}

#[test]
fn cycles_and_children_ahead_are_refused() {
    // One way by `a`, its distance back of eight bytes wrapping round to the node itself or ahead of it.
    for distance in [-10i64, -1, -9, 1, 100, i64::MIN, i64::MAX] {
        let mut nodes = fork(true).to_vec();
        nodes.extend(distance.to_le_bytes());
        nodes.extend([b'a', 0x80, 0x01]);
        let accepted = accepted(&image(&nodes, 2));
        assert_eq!(accepted, distance == 1, "{distance}");
    }
}

#[test]
fn an_endless_chain_and_an_unused_node_are_refused() {
    // Index 4 of the common inputs is `a`; each node leads to the one before.
    let chain = |length: usize| {
        let mut nodes = vec![0, b'a', 0x10, 0x01];
        nodes.extend(std::iter::repeat_n(0b1100_0101, length));
        image(&nodes, 1)
    };
    assert!(accepted(&chain(1_000)));
    assert!(!accepted(&chain(Dictionary::LONGEST_WORD)));
    let unused = [fork(true), fork(true)].concat();
    assert!(!accepted(&image(&unused, 2)));
}

#[test]
fn counts_that_overflow_on_the_way_are_refused() {
    let way = |output: u64, back: u8| [&output.to_le_bytes()[..], &[back, 0x18, b'a', 0x80]].concat();
    let word = |first: u64, second: u64| image(&[way(second, 0), way(first, 1)].concat(), 1);
    assert!(accepted(&word(u64::MAX - 1, 1)));
    assert!(!accepted(&word(u64::MAX, 1)));
}

#[test]
fn an_image_of_another_size_or_version_is_refused() {
    let mut sound = small();
    let end = sound.len();
    sound[0] = 2;
    assert!(!accepted(&sealed(sound.clone())));
    sound[0] = 3;
    for shift in 1..FOOTER {
        sound[end - FOOTER] = sound[end - FOOTER].wrapping_add(1);
        assert!(!accepted(&sealed(sound.clone())), "{shift} words more than there are");
    }
}
