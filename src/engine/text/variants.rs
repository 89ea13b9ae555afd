//! Simplified and traditional Chinese characters, one for one. The tables are OpenCC's (`assets/hanzi`).
//!
//! A conversion that is right needs words: 后 is 後 or 后, 乾 is 干 or 乾. Counting needs only that a word has one
//! spelling, so every character goes to its most usual counterpart, whatever stands beside it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::reading::Script;

type Table = FxHashMap<char, char>;

static SIMPLIFIED: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../../assets/hanzi/to_simplified.txt")));
static TRADITIONAL: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../../assets/hanzi/to_traditional.txt")));

fn table(lines: &str) -> Table {
    let pair = |line: &str| {
        let mut characters = line.chars();
        characters.next().zip(characters.next())
    };
    lines.lines().filter_map(pair).collect()
}

/// What `c` counts as in `script`.
pub(super) fn image(c: char, script: Script) -> char {
    let table = match script {
        Script::Keep => return c,
        Script::Simplified => &SIMPLIFIED,
        Script::Traditional => &TRADITIONAL,
    };
    table.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_goes_to_one_that_goes_on() {
        for table in [&SIMPLIFIED, &TRADITIONAL] {
            assert!(table.len() > 3800);
            let onward: Vec<_> = table.iter().filter(|(from, to)| from == to || table.contains_key(*to)).collect();
            assert!(onward.is_empty(), "{onward:?}");
        }
    }

    #[test]
    fn each_script_has_its_characters() {
        let read = |text: &str, script| text.chars().map(|c| image(c, script)).collect::<String>();
        assert_eq!(read("漢語詞典學Aの", Script::Simplified), "汉语词典学Aの");
        assert_eq!(read("汉语词典学Aの", Script::Traditional), "漢語詞典學Aの");
        assert_eq!(read("漢语", Script::Keep), "漢语");
    }
}
