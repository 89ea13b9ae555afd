//! Hand-computed figures, and a plain transcription of the definitions to compare with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::engine::Control;

fn gold(text: &str, floors: Floors) -> Gold {
    Gold::of_text((text, Separator::of(text)), None, &Scope::default(), floors, &Control::new()).unwrap()
}

fn floors(min_gold: u64, min_raw: u64) -> Floors {
    Floors { min_gold, min_raw }
}

#[test]
fn average_precision_is_as_computed_by_hand() {
    // Targets 天地 and 日月 (twice each); 星辰 is a word, once.
    let gold = gold("天地 日月\n天地 日月 星辰\n", floors(2, 2));
    assert_eq!((gold.targets(), gold.is_target("天地"), gold.is_target("星辰")), (2, Some(true), Some(false)));
    let list = ["地日", "星辰", "天地", "天地", "a", "月星", "日月", "一二三四五"];
    let score = score(list, &gold, &Scope::default());
    // Kept: 地日 星辰 天地 月星 日月. Without the neutral 星辰 the targets have ranks 2 and 4.
    let figures = Figures {
        kept: 5,
        targets: 2,
        precision: 3.0 / 5.0,
        recall: 1.0,
        f1: 2.0 * 0.6 / 1.6,
        average_precision: (1.0 / 2.0 + 2.0 / 4.0) / 2.0,
    };
    assert_eq!((score.all, &score.lengths), (figures, &vec![(2, figures)]));
    assert_eq!(score.curve, Curve { items: 5, targets: 2, places: vec![3, 5] });
    assert_eq!([50, 80, 90].map(|share| score.curve.items_for(share)), [Some(3), Some(5), Some(5)]);
    assert_eq!([0, 2, 3, 4, 5, 9].map(|items| score.curve.found(items)), [0, 0, 1, 1, 2, 2]);
}

#[test]
fn targets_that_are_not_listed_count_nothing() {
    let gold = gold("天地 日月 天地 日月", floors(2, 1));
    let found = score(["日月"], &gold, &Scope::default());
    assert_eq!((found.all.recall, found.all.average_precision), (0.5, 0.5));
    assert_eq!((found.curve.items_for(50), found.curve.items_for(80)), (Some(1), None));
    let nothing = score([], &gold, &Scope::default());
    assert_eq!((nothing.all.kept, nothing.all.f1, nothing.all.average_precision), (0, 0.0, 0.0));
}

#[test]
fn substrings_count_where_they_overlap_and_in_the_raw_text_that_is_given() {
    let raw = |raw: Option<&str>, min_raw| {
        let text = ("哈哈 哈哈哈", Separator::Space);
        let scope = Scope::default();
        Gold::of_text(text, raw, &scope, floors(1, min_raw), &Control::new()).unwrap().targets()
    };
    // 哈哈 four times in 哈哈哈哈哈, 哈哈哈 three times.
    assert_eq!([1, 3, 4, 5].map(|min| raw(None, min)), [2, 2, 1, 0]);
    assert_eq!([1, 2, 3].map(|min| raw(Some("哈哈\n哈哈哈\n"), min)), [2, 1, 1]);
}

#[test]
fn gold_may_be_a_list() {
    let scope = Scope::default();
    let list = |text: &str| Gold::of_list(text, &scope, 5);
    let counted = list("word\tcount\tpmi\n天地\t5\t1.0\n日月\t4\t1.0\n\n").unwrap();
    assert_eq!((counted.targets(), counted.is_target("日月"), counted.is_target("word")), (1, Some(false), None));
    assert_eq!(list("\u{FEFF}天地\r\n日月\r\nabc\r\n").unwrap().targets(), 2);
    assert_eq!(list("天地 日月\n星辰"), None);
    assert_eq!(list("天地\t日月\n"), None);
    let scope = Scope { symbols: Symbols::Any, max_length: 9, ..Scope::default() };
    let thai = Gold::of_list("น้ำ\nที่\nวันนี้\nok\n", &scope, 1).unwrap();
    assert_eq!((thai.is_target("วันนี้"), thai.is_target("ที่"), thai.is_target("ok")), (Some(true), None, None));
}

#[test]
fn what_is_lacking_is_told() {
    let why = |text: &str, floors| gold(text, floors).why_no_target(&Scope::default(), floors);
    assert_eq!(why("", floors(1, 1)), "it has no word in it");
    assert!(why("a b 天", floors(1, 1)).starts_with("none of its 3 different words has 2 to 4 Han characters"));
    assert!(why("天地 日月", floors(2, 1)).contains("--min-gold"));
    assert!(why("天地 日月", floors(1, 2)).contains("--min-raw"));
}

#[test]
fn the_forms_of_a_list_are_read() {
    let words = |text| ranking(text).map(|words| words.iter().map(|word| word.to_string()).collect::<Vec<_>>());
    assert_eq!(words("\u{FEFF}word\tcount\n天地\t5\r\n日月"), Ok(vec!["天地".into(), "日月".into()]));
    assert_eq!(words("word\nword\tcount"), Ok(vec!["word".into(), "word".into()]));
    assert_eq!(words("{\"word\":\"天\\u5730\",\"count\":5}\n"), Ok(vec!["天地".into()]));
    let error = words("天地\n{\"count\":5}\n").unwrap_err();
    assert!(error.line == 2 && error.what.contains("missing field word"), "{error}");
}

#[test]
fn separators_are_found_out_or_given() {
    assert_eq!(Separator::of("ไป|จอง| |แล้ว"), Separator::Char('|'));
    assert_eq!(Separator::of("a | b c"), Separator::Space);
    assert_eq!(Separator::of(""), Separator::Space);
    for (text, separator) in [("space", Some(Separator::Space)), ("bar", Some(Separator::Char('|'))), ("ab", None)] {
        assert_eq!(text.parse().ok(), separator);
    }
    assert_eq!("/".parse(), Ok(Separator::Char('/')));
    let known = known("天地 5 n\n\n\u{3000}日月\n");
    assert!(known.len() == 2 && known.contains("日月"));
}

#[test]
fn segmentations_agree_where_both_ends_do() {
    let compare = |a, b| agreement((a, Separator::Space), (b, Separator::of(b)));
    assert_eq!(compare("天地 玄 黃\n\nab", "天 地|玄|黃\n\na|b"), Ok(Agreement { gold: 5, said: 4, same: 3 }));
    assert_eq!(compare("天 地玄 黃", "天地 玄 黃"), Ok(Agreement { gold: 3, said: 3, same: 1 }));
    assert_eq!(compare("天地\n玄 荒", "天 地\n玄黃"), Err(Mismatch::Text { line: 2, at: 2 }));
    let longer = compare("天\n地\n", "天\n").unwrap_err();
    assert_eq!(longer.to_string(), "line 2: the segmentation goes on here and gold has ended");
    assert_eq!(Agreement::default().f1(), 0.0);
}

/// The definitions, word for word.
fn plain(list: &[String], text: &str, floors: Floors) -> Score {
    let scope = Scope::default();
    let kept = |word: &str| scope.length(word).is_some();
    let mut gold = BTreeMap::<&str, u64>::new();
    let mut raw = String::new();
    for line in text.lines() {
        line.split(' ').filter(|word| kept(word)).for_each(|word| *gold.entry(word).or_default() += 1);
        raw.push_str(&line.replace(' ', ""));
        raw.push('\n');
    }
    let substrings =
        |word: &str| (0..raw.len()).filter(|&at| raw.as_bytes()[at..].starts_with(word.as_bytes())).count();
    let is_target = |word: &str, count: u64| count >= floors.min_gold && substrings(word) as u64 >= floors.min_raw;
    let targets: BTreeSet<&str> = gold.iter().filter(|(w, c)| is_target(w, **c)).map(|(w, _)| *w).collect();
    let mut ranking: Vec<&str> = Vec::new();
    for word in list.iter().filter(|word| kept(word)) {
        if !ranking.contains(&word.as_str()) {
            ranking.push(word);
        }
    }
    let figures = |ranking: &[&str], targets: &BTreeSet<&str>| {
        let correct = ranking.iter().filter(|word| gold.contains_key(*word)).count();
        let found = ranking.iter().filter(|word| targets.contains(*word)).count();
        let share = |part: usize, of: usize| if of == 0 { 0.0 } else { part as f64 / of as f64 };
        let (precision, recall) = (share(correct, ranking.len()), share(found, targets.len()));
        let f1 = if correct + found == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        let without_rare: Vec<&&str> =
            ranking.iter().filter(|word| targets.contains(*word) || !gold.contains_key(*word)).collect();
        let mut sum = 0.0;
        for (at, word) in without_rare.iter().enumerate() {
            if targets.contains(**word) {
                let hits = without_rare[..=at].iter().filter(|word| targets.contains(***word)).count();
                sum += share(hits, at + 1);
            }
        }
        let average_precision = if targets.is_empty() { 0.0 } else { sum / targets.len() as f64 };
        Figures { kept: ranking.len(), targets: targets.len(), precision, recall, f1, average_precision }
    };
    let long = |word: &&str, n: usize| word.chars().count() == n;
    let lengths: BTreeSet<usize> = targets.iter().map(|word| word.chars().count()).collect();
    let of_length = |n: usize| {
        let ranking: Vec<&str> = ranking.iter().copied().filter(|word| long(word, n)).collect();
        figures(&ranking, &targets.iter().copied().filter(|word| long(word, n)).collect())
    };
    let places = ranking.iter().enumerate().filter(|(_, word)| targets.contains(*word)).map(|(at, _)| at + 1);
    let heads = MARKS.iter().filter(|mark| **mark <= ranking.len()).map(|&items| {
        let Figures { precision, recall, .. } = figures(&ranking[..items], &targets);
        Head { items, precision, recall }
    });
    Score {
        all: figures(&ranking, &targets),
        heads: heads.collect(),
        lengths: lengths.into_iter().map(|n| (n, of_length(n))).collect(),
        curve: Curve { items: ranking.len(), targets: targets.len(), places: places.collect() },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn scores_are_those_of_the_definitions(
        list in prop::collection::vec("[天地日〇𠀀a]{1,5}", 0..240),
        lines in prop::collection::vec(prop::collection::vec("[天地日〇𠀀a]{1,5}", 0..12), 0..12),
        min_gold in 1..3u64,
        min_raw in 1..4u64,
    ) {
        let text: String = lines.iter().map(|words| words.join(" ") + "\n").collect();
        let floors = floors(min_gold, min_raw);
        let gold = gold(&text, floors);
        let score = score(list.iter().map(String::as_str), &gold, &Scope::default());
        prop_assert_eq!(score, plain(&list, &text, floors));
    }

    #[test]
    fn agreement_is_that_of_sets_of_spans(text in "[天地日月]{0,20}", a in any::<u32>(), b in any::<u32>()) {
        let cut = |mask: u32| -> Vec<String> {
            let mut words = vec![String::new()];
            for (at, c) in text.chars().enumerate() {
                words.last_mut().unwrap().push(c);
                if mask >> at & 1 == 1 {
                    words.push(String::new());
                }
            }
            words.retain(|word| !word.is_empty());
            words
        };
        let spans = |words: &[String]| {
            let mut at = 0;
            words.iter().map(|word| { at += word.len(); (at - word.len(), at) }).collect::<BTreeSet<_>>()
        };
        let (a, b) = (cut(a), cut(b));
        let (mine, theirs) = (a.join(" "), b.join("|"));
        let found = agreement((&mine, Separator::Space), (&theirs, Separator::Char('|'))).unwrap();
        let same = spans(&a).intersection(&spans(&b)).count();
        prop_assert_eq!(found, Agreement { gold: b.len(), said: a.len(), same });
    }
}
