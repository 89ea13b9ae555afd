//! The unit that a text asks for.

use std::sync::LazyLock;

use super::reading::UnitKind;
use super::unit::members;

/// Scripts and the unit of each, as ranges of characters in ascending order; all other letters are of words.
static SCRIPTS: LazyLock<Vec<(char, char, UnitKind)>> = LazyLock::new(|| {
    let mut ranges = Vec::new();
    let rules = [
        (r"[\p{L}&&[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Yi}]]", UnitKind::Char),
        (r"[\p{L}&&[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}\p{Hangul}]]", UnitKind::Grapheme),
    ];
    for (pattern, kind) in rules {
        ranges.extend(members(pattern).into_iter().map(|(first, last)| (first, last, kind)));
    }
    ranges.sort_unstable_by_key(|&(first, ..)| first);
    ranges
});

/// The unit that most letters of `sample` ask for: characters when there are none, and between equals the first of
/// characters, clusters and words.
pub(super) fn unit(sample: &str) -> UnitKind {
    let (mut characters, mut clusters, mut words) = (0u64, 0u64, 0u64);
    for c in sample.chars().filter(|c| c.is_alphabetic()) {
        let after = SCRIPTS.partition_point(|&(first, ..)| first <= c);
        match after.checked_sub(1).map(|at| SCRIPTS[at]).filter(|&(_, last, _)| c <= last) {
            Some((.., UnitKind::Char)) => characters += 1,
            Some(_) => clusters += 1,
            None => words += 1,
        }
    }
    if characters >= clusters.max(words) {
        UnitKind::Char
    } else if clusters >= words {
        UnitKind::Grapheme
    } else {
        UnitKind::Word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_script_has_its_unit() {
        for (text, kind) in [
            ("", UnitKind::Char),
            ("12, 34!", UnitKind::Char),
            ("天地玄黄 ok", UnitKind::Char),
            ("これはペンです", UnitKind::Char),
            ("ภาษาไทย", UnitKind::Grapheme),
            ("ພາສາລາວ", UnitKind::Grapheme),
            ("ភាសាខ្មែរ", UnitKind::Grapheme),
            ("မြန်မာ", UnitKind::Grapheme),
            ("བོད་སྐད", UnitKind::Grapheme),
            ("한국어 문장", UnitKind::Grapheme),
            ("It is a truth", UnitKind::Word),
            ("Все счастливые семьи", UnitKind::Word),
            ("كتاب", UnitKind::Word),
            ("हिन्दी", UnitKind::Word),
            ("Ελληνικά", UnitKind::Word),
        ] {
            assert_eq!(unit(text), kind, "{text}");
        }
    }
}
