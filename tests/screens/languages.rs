//! The same screens in Chinese: nothing is left in English but names of measures, keys, files and commands.

use regex::Regex;
use wordmine::settings::lang::Lang;

use crate::stage::{SCREENS, Stage, screen};

/// Runs of small letters that may stand on a Chinese screen: names that are the same in both languages.
const NAMES: &[&str] = &[
    "wordmine", "project", "nats", "txt", "article", "list", "tsv", "jsonl", "jieba", "cppjieba", "fst", "pandas",
    "words", "pmi", "not", "known",
];

fn english(screen: &str) -> Vec<String> {
    let word = Regex::new(r"\b[a-z]{3,}\b").unwrap();
    let found = word.find_iter(screen).map(|found| found.as_str().to_owned());
    // A name may be cut off at the edge of what it is in.
    found.filter(|word| !NAMES.iter().any(|name| name.starts_with(word.as_str()))).collect()
}

#[test]
fn chinese_screens_have_no_english_left() {
    for &(keys, name) in SCREENS {
        for (width, height) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
            let mut stage = Stage::novel();
            stage.lang = Lang::Zh;
            let mut player = stage.open(width, height);
            player.keys(keys);
            let text = screen(&player);
            // Commands are typed by their names.
            let found = if name == "palette" { Vec::new() } else { english(&text) };
            assert_eq!(found, Vec::<String>::new(), "{name} at {width}x{height}\n{text}");
            if (width, height) == (120, 36) {
                insta::assert_snapshot!(format!("chinese_{name}"), text);
            }
        }
    }
}

#[test]
fn the_language_changes_at_once() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    assert!(screen(&player).contains("Candidates"));
    player.keys("gl");
    assert!(screen(&player).contains("候选词"));
    player.keys("gl");
    assert!(screen(&player).contains("Candidates"));
}
