#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::engine::text::UnitKind;
use crate::engine::text::unit::pieces;
use crate::engine::{Floors, analyse};
use unicode_segmentation::UnicodeSegmentation;

fn found(text: &str, word: &str) -> Vec<usize> {
    find(&Corpus::from_text("t", text), word, &Control::new()).unwrap()
}

/// Text in which runs, marks, breaks, line ends and long graphemes meet.
fn any_text() -> impl Strategy<Value = String> {
    let parts = vec![
        "a",
        "B",
        "1",
        "é",
        "９",
        "中",
        "国",
        "中中",
        "の",
        "\u{301}",
        "\u{302}",
        " ",
        "，",
        "\n",
        "\r\n",
        "\r",
        "👨‍👩‍👧",
        "🇨🇳",
        "ก",
        "\u{200b}",
    ];
    proptest::collection::vec(proptest::sample::select(parts), 0..60).prop_map(|parts| parts.concat())
}

/// Some words that occur, and some that may not.
fn any_case() -> impl Strategy<Value = (Corpus, String)> {
    let word = proptest::string::string_regex("[aB1中国\u{301} \n]{0,3}").unwrap();
    (any_text(), word, any::<bool>(), any::<(prop::sample::Index, prop::sample::Index)>()).prop_map(
        |(text, word, inside, (a, b))| {
            let corpus = Corpus::from_text("t", &text);
            let edges: Vec<usize> = corpus.text().char_indices().map(|(at, _)| at).collect();
            let from = a.index(edges.len());
            let to = (from + 1 + b.index(4)).min(edges.len() - 1).max(from);
            let word = if inside { corpus.text()[edges[from]..edges[to]].to_owned() } else { word };
            (corpus, word)
        },
    )
}

/// Every stretch of whole pieces that spells `word`.
fn find_by_pieces(text: &str, word: &str) -> Vec<usize> {
    let edges: Vec<usize> = pieces(text, UnitKind::Char).map(|piece| piece.start).chain([text.len()]).collect();
    let stretches = edges.iter().flat_map(|&from| edges.iter().map(move |&to| (from, to)));
    stretches.filter(|&(from, to)| from < to && &text[from..to] == word).map(|(from, _)| from).collect()
}

fn neighbours_by_pieces(text: &str, word: &str, hits: &[usize]) -> Neighbours {
    let mut sides = [Vec::<Neighbour>::new(), Vec::new()];
    for &hit in hits {
        let before = pieces(text, UnitKind::Char).take_while(|piece| piece.start < hit).last();
        let after = pieces(text, UnitKind::Char).find(|piece| piece.start >= hit + word.len());
        for (side, piece) in sides.iter_mut().zip([before, after]) {
            let (text, is_break) = match piece {
                Some(piece) if piece.text != "\r" => (piece.text, piece.is_break),
                _ => ("\n", true),
            };
            match side.iter_mut().find(|neighbour| neighbour.text == text) {
                Some(neighbour) => neighbour.count += 1,
                None => side.push(Neighbour { text: text.to_owned(), is_break, count: 1 }),
            }
        }
    }
    let [left, right] = sides.map(|mut side| {
        side.sort_by(|a, b| b.count.cmp(&a.count).then(a.text.cmp(&b.text)));
        side
    });
    Neighbours { left, right }
}

fn lines_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn occurrences_are_those_of_whole_units((corpus, word) in any_case()) {
        let hits = find(&corpus, &word, &Control::new()).unwrap();
        prop_assert_eq!(hits, find_by_pieces(corpus.text(), &word));
    }

    #[test]
    fn neighbours_are_the_pieces_beside((corpus, word) in any_case()) {
        let hits = find(&corpus, &word, &Control::new()).unwrap();
        prop_assert_eq!(neighbours(&corpus, &word, &hits), neighbours_by_pieces(corpus.text(), &word, &hits));
    }

    #[test]
    fn sorted_lines_ascend_away_from_the_word((corpus, word) in any_case()) {
        let text = corpus.text();
        let hits = find(&corpus, &word, &Control::new()).unwrap();
        let right = |hit: usize| -> Vec<char> { lines_of(&text[hit + word.len()..]).next().unwrap().chars().take(16).collect() };
        let left = |hit: usize| -> Vec<char> { lines_of(&text[..hit]).last().unwrap().chars().rev().take(16).collect() };
        let mut wanted = hits.clone();
        wanted.sort_by_key(|&hit| right(hit));
        let mut got = hits.clone();
        sort_hits(&corpus, &word, &mut got, KwicSort::Right);
        prop_assert_eq!(&got, &wanted);
        wanted.sort_unstable();
        wanted.sort_by_key(|&hit| left(hit));
        sort_hits(&corpus, &word, &mut got, KwicSort::Left);
        prop_assert_eq!(&got, &wanted);
        sort_hits(&corpus, &word, &mut got, KwicSort::Text);
        prop_assert_eq!(got, hits);
    }

    #[test]
    fn a_line_is_what_stands_around_the_word((corpus, word) in any_case(), reach in 0usize..9) {
        let text = corpus.text();
        for hit in find(&corpus, &word, &Control::new()).unwrap() {
            let line = line(&corpus, &word, hit, reach);
            let (before, after) = (lines_of(&text[..hit]).last().unwrap(), lines_of(&text[hit + word.len()..]).next().unwrap());
            prop_assert_eq!(line.word, &word);
            prop_assert!(before.ends_with(line.left) && after.starts_with(line.right));
            prop_assert!(line.left.chars().count() <= reach && line.right.chars().count() <= reach);
            // Cut between graphemes of the whole text, and no earlier than it must be.
            let edges: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            let start = edges.iter().copied().filter(|&at| {
                at <= hit && at >= hit - before.len() && text[at..hit].chars().count() <= reach
            }).min().unwrap_or(hit);
            prop_assert_eq!(hit - line.left.len(), start);
            let word_end = hit + word.len();
            let end = edges.iter().copied().filter(|&at| {
                at >= word_end && at <= word_end + after.len() && text[word_end..at].chars().count() <= reach
            }).max().unwrap_or(word_end);
            prop_assert_eq!(word_end + line.right.len(), end);
        }
    }

    #[test]
    fn no_hit_makes_a_panic(text in any_text(), word in any_text(), hit in 0usize..200) {
        let corpus = Corpus::from_text("t", &text);
        let shown = line(&corpus, &word, hit, 5);
        prop_assert!(corpus.text().contains(shown.left));
        let mut hits = [hit, 0];
        sort_hits(&corpus, &word, &mut hits, KwicSort::Left);
        sort_hits(&corpus, &word, &mut hits, KwicSort::Right);
        prop_assert_eq!(neighbours(&corpus, &word, &hits).left.iter().map(|n| n.count).sum::<u32>(), 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_candidate_is_found_as_often_as_it_was_counted(text in any_text()) {
        // Twice, so that there are candidates at all.
        let corpus = Corpus::from_text("t", &format!("{text}\n{text}"));
        let table = analyse(&corpus, Floors { min_count: 2, max_length: 6 }, &Control::new()).unwrap();
        for id in table.ids() {
            let hits = find(&corpus, table.word(id), &Control::new()).unwrap();
            prop_assert_eq!(hits.len(), table.count(id) as usize, "{}", table.word(id));
        }
    }
}

#[test]
fn a_run_is_not_cut() {
    assert_eq!(found("xAB AB 中AB", "AB"), [4, 10]);
    assert_eq!(found("AB\u{301} AB", "AB"), [5]);
    assert_eq!(found("a中a中a", "a中a"), [0, 4]);
    assert_eq!(found("哈哈哈哈", "哈哈"), [0, 3, 6]);
    assert_eq!(found("中 国\n中 国家", "中 国"), [0, 8]);
    assert_eq!(found("中", ""), [] as [usize; 0]);
}

#[test]
fn words_across_chunks_are_found_once() {
    let mut text = "，".repeat(CHUNK / 3 - 1);
    let mut wanted = Vec::new();
    for _ in 0..6 {
        wanted.push(text.len());
        text.push_str("中国");
    }
    text.push_str(&"x".repeat(CHUNK));
    wanted.push(text.len());
    text.push_str("中国");
    assert_eq!(found(&text, "中国"), wanted);
}

#[test]
fn a_cancelled_search_stops() {
    let control = Control::new();
    control.cancel();
    assert_eq!(find(&Corpus::from_text("t", "中中"), "中", &control), Err(Cancelled));
}

#[test]
fn contexts_that_differ_late_are_told_apart() {
    let text = "词一二三四五六七乙\n词一二三四五六七丙\n词一二三四五六七丁\n";
    let corpus = Corpus::from_text("t", text);
    let mut hits = found(text, "词");
    sort_hits(&corpus, "词", &mut hits, KwicSort::Right);
    let ends: Vec<char> = hits.iter().filter_map(|&hit| line(&corpus, "词", hit, 40).right.chars().last()).collect();
    assert_eq!(ends, ['丁', '丙', '乙']);
}
