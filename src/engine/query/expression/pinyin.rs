//! Words found by how they are read: initials or full pinyin.
//!
//! ```text
//! rgzn      r|g|z|n           人 ren, 工 gong, 智 zhi, 能 neng
//! rengzn    ren|g|z|n         each letter belongs to the start of one syllable
//! ```
//!
//! The typed letters are cut into starts of the syllables of consecutive characters, in every way at once: a bit for
//! each number of letters that can be used up. A character with several readings takes part with any of them. A Latin
//! letter in a word is read as itself.

use std::sync::{Arc, LazyLock, OnceLock};

use pinyin::ToPinyinMulti;
use rustc_hash::FxHashMap;

/// The most letters that can be looked for: a bit for each, and one for none.
pub(super) const MOST: usize = 63;

/// The block of characters whose steps are looked up.
const BLOCK: std::ops::Range<u32> = 0x3400..0xA000;

/// Letters to be found in readings.
#[derive(Debug, Clone)]
pub(super) struct Letters {
    letters: Vec<u8>,
    /// Made when the first word is looked at, and shared by all clones.
    steps: Arc<OnceLock<Steps>>,
}

/// How far each number of letters gets by each way to read a character.
type Steps = Vec<Vec<u64>>;

/// How the characters of [`BLOCK`] are read.
struct Readings {
    /// For each character which of `ways` it is read.
    of: Vec<u16>,
    /// Each a list of syllables; the first has none.
    ways: Vec<Vec<&'static str>>,
}

static READINGS: LazyLock<Readings> = LazyLock::new(|| {
    let mut ways = vec![Vec::new()];
    let mut numbers: FxHashMap<Vec<&'static str>, u16> = FxHashMap::from_iter([(Vec::new(), 0)]);
    let number = |code: u32| {
        let way = char::from_u32(code).map(readings).unwrap_or_default();
        // There are fewer ways to read a character than fit.
        let next = u16::try_from(ways.len()).unwrap_or(0);
        *numbers.entry(way).or_insert_with_key(|way| {
            ways.push(way.clone());
            next
        })
    };
    Readings { of: BLOCK.map(number).collect(), ways }
});

/// The syllables that `c` is read as, without tones, each once.
fn readings(c: char) -> Vec<&'static str> {
    let mut readings: Vec<&str> = c.to_pinyin_multi().into_iter().flatten().map(|reading| reading.plain()).collect();
    readings.sort_unstable();
    readings.dedup();
    readings
}

impl Letters {
    /// The letters of `typed`: case, spaces, apostrophes and full width do not matter, ü may be written v. `None` if there
    /// is something else among them, none, or more than [`MOST`].
    pub(super) fn new(typed: &str) -> Option<Self> {
        let mut letters = Vec::new();
        for c in typed.chars().map(super::lex::twin).flat_map(char::to_lowercase) {
            match c {
                'a'..='z' => letters.push(c as u8),
                'ü' => letters.push(b'v'),
                '\'' | ' ' | '-' => {}
                _ => return None,
            }
        }
        let fits = (1..=MOST).contains(&letters.len());
        fits.then(|| Letters { letters, steps: Arc::default() })
    }

    /// Whether some consecutive characters of `word` can be read so.
    pub(super) fn are_in(&self, word: &str) -> bool {
        let steps = self.steps.get_or_init(|| READINGS.ways.iter().map(|way| step(&self.letters, way)).collect());
        let of = &READINGS.of;
        let done = 1u64 << self.letters.len();
        let mut reached = 0u64;
        for c in word.chars() {
            // A reading may start at any character.
            let mut from = reached | 1;
            reached = 0;
            let own;
            let step = match of.get((c as usize).wrapping_sub(BLOCK.start as usize)) {
                Some(&way) => &steps[usize::from(way)],
                None => {
                    own = rare(&self.letters, c);
                    &own
                }
            };
            while from != 0 {
                reached |= step.get(from.trailing_zeros() as usize).copied().unwrap_or(0);
                from &= from - 1;
            }
            if reached & done != 0 {
                return true;
            }
        }
        false
    }
}

/// For each number of `letters` used up the numbers that can be used up after one of `readings`, as bits.
fn step(letters: &[u8], readings: &[&str]) -> Vec<u64> {
    let after = |from: usize| {
        let mut after = 0;
        for reading in readings {
            let same = letters[from..].iter().zip(reading.chars()).take_while(|&(&a, b)| is_read(a, b)).count();
            (1..=same).for_each(|used| after |= 1 << (from + used));
        }
        after
    };
    (0..letters.len()).map(after).collect()
}

/// [`step`] for a character outside [`BLOCK`]; a Latin letter is read as itself.
fn rare(letters: &[u8], c: char) -> Vec<u64> {
    let c = c.to_ascii_lowercase();
    if c.is_ascii_lowercase() { step(letters, &[c.encode_utf8(&mut [0; 4])]) } else { step(letters, &readings(c)) }
}

/// Whether a typed letter stands for a letter of a reading.
fn is_read(typed: u8, letter: char) -> bool {
    match letter {
        'ü' => typed == b'v' || typed == b'u',
        'ê' => typed == b'e',
        letter => letter == char::from(typed),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finds(typed: &str, word: &str) -> bool {
        Letters::new(typed).unwrap().are_in(word)
    }

    #[test]
    fn initials_and_full_pinyin_find_a_word() {
        for typed in ["rgzn", "rengongzhineng", "rengzn", "ren'gong", "RGZN", "ren gong zhi neng", "gz", "zhin", "ｒｇ"]
        {
            assert!(finds(typed, "人工智能"), "{typed}");
        }
        for typed in ["rgn", "egz", "rgznn", "ong"] {
            assert!(!finds(typed, "人工智能"), "{typed}");
        }
        assert!(finds("lvse", "绿色") && finds("luse", "绿色") && finds("lüse", "绿色"));
        assert!(finds("klok", "卡拉OK") && finds("kalaok", "卡拉OK"));
        assert!(finds("yinhang", "银行") && finds("yinxing", "银行"), "any reading counts");
        assert!(Letters::new("").is_none() && Letters::new("人").is_none());
        assert!(Letters::new(&"a".repeat(64)).is_none());
    }

    /// Whether `letters` are starts of the readings of the first characters, one way or another.
    fn naive(letters: &str, word: &str) -> bool {
        if letters.is_empty() {
            return true;
        }
        let Some(c) = word.chars().next() else { return false };
        let mut readings: Vec<String> =
            c.to_pinyin_multi().into_iter().flatten().map(|reading| reading.plain().replace('ü', "v")).collect();
        readings.extend(readings.clone().iter().map(|reading| reading.replace('v', "u")));
        if c.is_ascii_alphabetic() {
            readings = vec![c.to_ascii_lowercase().to_string()];
        }
        (1..=letters.len()).any(|used| {
            let (start, rest) = letters.split_at(used);
            readings.iter().any(|reading| reading.starts_with(start)) && naive(rest, &word[c.len_utf8()..])
        })
    }

    proptest! {
        #[test]
        fn letters_are_found_as_by_trying_all(letters in "[anghiuevlz]{1,6}", word in "[安昂航行绿女中卡aZ，]{0,5}") {
            let wanted = word.char_indices().any(|(at, _)| naive(&letters, &word[at..]));
            prop_assert_eq!(finds(&letters, &word), wanted);
        }
    }
}
