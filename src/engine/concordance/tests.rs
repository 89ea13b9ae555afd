#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::*;
use crate::engine::storage::{Pages, Scratch, Spill};
use crate::engine::text::unit::pieces;
use crate::engine::text::{CorpusBuilder, Room, UnitKind};
use crate::engine::{Cancelled, Control, Corpus, Floors, Reading, StorageError, analyse};
use unicode_segmentation::UnicodeSegmentation;

/// Room outside the corpus, in memory. It breaks when it is told to.
#[derive(Debug, Clone, Default)]
struct Elsewhere {
    bytes: Vec<u8>,
    broken: Arc<Mutex<bool>>,
}

impl Scratch for Elsewhere {
    fn create(&self) -> Result<Box<dyn Spill>, StorageError> {
        Ok(Box::new(self.clone()))
    }
}

impl Spill for Elsewhere {
    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Arc<dyn Pages>, StorageError> {
        Ok(Arc::new(*self))
    }
}

impl Pages for Elsewhere {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<(), StorageError> {
        if *self.broken.lock().unwrap() {
            return Err(StorageError("broken".to_owned()));
        }
        out.copy_from_slice(&self.bytes[offset as usize..][..out.len()]);
        Ok(())
    }
}

/// A corpus of `text` that is not held in memory.
fn paged(text: &str, scratch: &Elsewhere) -> Corpus {
    let room = Room { most_held: 0, scratch: Some(Arc::new(scratch.clone())) };
    let mut builder = CorpusBuilder::new(Reading::default(), room);
    builder.source("t");
    builder.push(text).unwrap();
    builder.end_document().unwrap();
    let corpus = builder.finish().unwrap();
    assert_eq!(corpus.held(), None);
    corpus
}

/// The same documents outside memory.
fn paged_as(corpus: &Corpus, texts: &[String], scratch: &Elsewhere) -> Corpus {
    let room = Room { most_held: 0, scratch: Some(Arc::new(scratch.clone())) };
    let mut builder = CorpusBuilder::new(corpus.reading(), room);
    for text in texts {
        builder.source("t");
        builder.push(text).unwrap();
        builder.end_document().unwrap();
    }
    builder.finish().unwrap()
}

/// The same text outside memory.
fn outside(corpus: &Corpus) -> Corpus {
    paged(corpus.text(), &Elsewhere::default())
}

fn all(corpus: &Corpus, word: &str) -> Vec<usize> {
    find(corpus, word, &Control::new()).unwrap()
}

/// What [`search_in`](search::search_in) hands over with blocks of `size` bytes, batch by batch.
fn batches(corpus: &Corpus, needle: Needle, size: usize) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let take = |hits: &[usize]| {
        out.push(hits.to_vec());
        ControlFlow::Continue(())
    };
    let waves = search::waves(corpus.len(), (size, 4 * size));
    search::search_in(corpus, needle, waves, &Control::new(), take).unwrap();
    out
}

fn one_line(corpus: &Corpus, word: &str, hit: usize, reach: usize) -> Line {
    lines(corpus, word, &[hit], reach, &Control::new()).unwrap().remove(0)
}

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
        let wanted = find_by_pieces(corpus.text(), &word);
        prop_assert_eq!(all(&outside(&corpus), &word), &wanted[..]);
        prop_assert_eq!(all(&corpus, &word), wanted);
    }

    #[test]
    fn batches_of_any_blocks_are_the_whole((corpus, word) in any_case(), size in 1usize..40) {
        let text = corpus.text();
        let anywhere: Vec<usize> = (0..text.len()).filter(|&at| {
            !word.is_empty() && text.is_char_boundary(at) && text[at..].starts_with(&word)
        }).collect();
        let paged = outside(&corpus);
        for corpus in [&corpus, &paged] {
            let batches = |needle| batches(corpus, needle, size);
            prop_assert!(batches(Needle::units(&word)).iter().all(|batch| !batch.is_empty()));
            prop_assert_eq!(batches(Needle::units(&word)).concat(), find_by_pieces(text, &word));
            prop_assert_eq!(batches(Needle::anywhere(&word)).concat(), &anywhere[..]);
        }
    }

    #[test]
    fn neighbours_are_the_pieces_beside((corpus, word) in any_case()) {
        let hits = all(&corpus, &word);
        let wanted = neighbours_by_pieces(corpus.text(), &word, &hits);
        for corpus in [&corpus, &outside(&corpus)] {
            prop_assert_eq!(&neighbours(corpus, &word, &hits, &Control::new()).unwrap(), &wanted);
        }
    }

    #[test]
    fn sorted_lines_ascend_away_from_the_word((corpus, word) in any_case()) {
        let text = corpus.text();
        let hits = all(&corpus, &word);
        let right = |hit: usize| -> Vec<char> { lines_of(&text[hit + word.len()..]).next().unwrap().chars().take(16).collect() };
        let left = |hit: usize| -> Vec<char> { lines_of(&text[..hit]).last().unwrap().chars().rev().take(16).collect() };
        let (mut by_right, mut by_left) = (hits.clone(), hits.clone());
        by_right.sort_by_key(|&hit| right(hit));
        by_left.sort_by_key(|&hit| left(hit));
        let paged = outside(&corpus);
        for corpus in [&corpus, &paged] {
            let sorted = |sort: KwicSort| {
                let mut hits = hits.clone();
                arrange(corpus, &word, &mut hits, sort.into(), &Control::new()).unwrap();
                hits
            };
            prop_assert_eq!(sorted(KwicSort::Right), &by_right[..]);
            prop_assert_eq!(sorted(KwicSort::Left), &by_left[..]);
            prop_assert_eq!(sorted(KwicSort::Text), &hits[..]);
        }
    }

    #[test]
    fn sorted_lines_ascend_from_the_second_and_third_unit((corpus, word) in any_case()) {
        let text = corpus.text();
        let hits = all(&corpus, &word);
        // By the pieces of the 64 characters beside the word.
        let right = |hit: usize, passed: usize| -> String {
            let near: String = lines_of(&text[hit + word.len()..]).next().unwrap().chars().take(64).collect();
            let rest: String = pieces(&near, UnitKind::Char).skip(passed).map(|piece| piece.text).collect();
            rest.chars().take(16).collect()
        };
        let left = |hit: usize, passed: usize| -> String {
            let line = lines_of(&text[..hit]).last().unwrap();
            let near: String = line.chars().skip(line.chars().count().saturating_sub(64)).collect();
            let all: Vec<_> = pieces(&near, UnitKind::Char).collect();
            let rest: String = all[..all.len().saturating_sub(passed)].iter().map(|piece| piece.text).collect();
            rest.chars().rev().take(16).collect()
        };
        let paged = outside(&corpus);
        for (sort, passed, is_right) in [
            (KwicSort::Right2, 1, true), (KwicSort::Right3, 2, true), (KwicSort::Left2, 1, false), (KwicSort::Left3, 2, false),
        ] {
            let mut wanted = hits.clone();
            wanted.sort_by_key(|&hit| if is_right { right(hit, passed) } else { left(hit, passed) });
            for corpus in [&corpus, &paged] {
                let mut hits = hits.clone();
                arrange(corpus, &word, &mut hits, sort.into(), &Control::new()).unwrap();
                prop_assert_eq!(&hits, &wanted, "{:?}", sort);
            }
        }
    }

    #[test]
    fn every_order_is_of_all_hits_and_the_first_of_each_document_is_shown(
        texts in proptest::collection::vec(any_text(), 1..6), word in "[aB中国]{1,2}", seed in 0u64..3,
    ) {
        let corpus = Corpus::from_texts(texts.iter().map(|text| ("t", text.as_str())));
        let hits = all(&corpus, &word);
        let paged = Elsewhere::default();
        let paged = paged_as(&corpus, &texts, &paged);
        for sort in KwicSort::ALL {
            let arranged = |corpus: &Corpus, per_document| {
                let mut hits = hits.clone();
                let how = Arrangement { sort, seed, per_document };
                arrange(corpus, &word, &mut hits, how, &Control::new()).unwrap();
                hits
            };
            let order = arranged(&corpus, false);
            prop_assert_eq!(&arranged(&paged, false), &order);
            let mut again = order.clone();
            again.sort_unstable();
            prop_assert_eq!(&again, &hits);
            let mut seen = Vec::new();
            let mut first = order;
            first.retain(|&hit| {
                let document = corpus.document_at(hit);
                let is_new = !seen.contains(&document);
                seen.push(document);
                is_new
            });
            prop_assert_eq!(arranged(&corpus, true), first);
        }
    }

    #[test]
    fn a_passage_is_the_line_of_the_hit_with_all_that_is_in_it((corpus, word) in any_case()) {
        let text = corpus.text();
        let hits = all(&corpus, &word);
        let paged = outside(&corpus);
        for &hit in &hits {
            let read = passage(&corpus, Needle::units(&word), hit, &Control::new()).unwrap();
            prop_assert_eq!(&passage(&paged, Needle::units(&word), hit, &Control::new()).unwrap(), &read);
            // Such a text is short: all of it is around.
            prop_assert_eq!(read.text.trim_end_matches('\n'), text.trim_end_matches('\n'));
            let (before, after) = (lines_of(&text[..hit]).last().unwrap(), lines_of(&text[hit + word.len()..]).next().unwrap());
            prop_assert_eq!(&read.text[read.paragraph], format!("{before}{word}{after}"));
            prop_assert_eq!(read.word, hit..hit + word.len());
            let others: Vec<_> = hits.iter().filter(|&&other| other != hit).map(|&other| other..other + word.len()).collect();
            prop_assert_eq!(read.others, others);
            prop_assert_eq!(read.is_cut, [false, false]);
        }
    }

    #[test]
    fn a_line_is_what_stands_around_the_word((corpus, word) in any_case(), reach in 0usize..9) {
        let text = corpus.text();
        let paged = outside(&corpus);
        for hit in all(&corpus, &word) {
            let line = one_line(&corpus, &word, hit, reach);
            prop_assert_eq!(&one_line(&paged, &word, hit, reach), &line);
            let (before, after) = (lines_of(&text[..hit]).last().unwrap(), lines_of(&text[hit + word.len()..]).next().unwrap());
            prop_assert_eq!(&line.word, &word);
            prop_assert!(before.ends_with(&line.left) && after.starts_with(&line.right));
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
        let shown = one_line(&corpus, &word, hit, 5);
        prop_assert!(corpus.text().contains(&shown.left));
        let mut hits = vec![hit, 0];
        let control = Control::new();
        arrange(&corpus, &word, &mut hits, KwicSort::Left.into(), &control).unwrap();
        arrange(&corpus, &word, &mut hits, KwicSort::Right.into(), &control).unwrap();
        for sort in KwicSort::ALL {
            arrange(&corpus, &word, &mut hits, sort.into(), &control).unwrap();
        }
        let read = passage(&corpus, Needle::units(&word), hit, &control).unwrap();
        prop_assert!(read.text.get(read.word).is_some() && read.text.get(read.paragraph).is_some());
        let neighbours = neighbours(&corpus, &word, &hits, &control).unwrap();
        prop_assert_eq!(neighbours.left.iter().map(|n| n.count).sum::<u32>(), 2);
    }

    #[test]
    fn a_spread_counts_each_document_once(texts in proptest::collection::vec(any_text(), 0..6), word in "[aB中国]{1,2}") {
        let corpus = Corpus::from_texts(texts.iter().map(|text| ("t", text.as_str())));
        let hits = all(&corpus, &word);
        let with = texts.iter().filter(|text| !found(text, &word).is_empty()).count();
        let mut counter = SpreadCounter::new(&corpus);
        hits.chunks(2).for_each(|batch| counter.add(batch));
        let spread = counter.finish();
        prop_assert_eq!((spread.documents, spread.of), (with as u64, texts.len() as u64));
        let mut parts = [0; PARTS];
        hits.iter().for_each(|hit| parts[hit * PARTS / corpus.len()] += 1);
        prop_assert_eq!(spread.parts, parts);
        prop_assert_eq!(spread.deviation.is_some(), !hits.is_empty());
        prop_assert!(spread.deviation.is_none_or(|d| (0.0..=1.0).contains(&d)));
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
            let hits = all(&corpus, table.word(id));
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
fn inside_runs_only_what_is_searched_anywhere_is_found() {
    let corpus = Corpus::from_text("t", "xAB AB");
    let mut found = Vec::new();
    search(&corpus, Needle::anywhere("AB"), None, &Control::new(), |hits| {
        found.extend_from_slice(hits);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(found, [1, 4]);
}

#[test]
fn the_first_batch_comes_before_the_text_was_read() {
    let scratch = Elsewhere::default();
    let corpus = paged(&"中国，".repeat(1 << 20), &scratch);
    let mut batches = 0;
    // What was read when the room breaks is handed over; the rest is an error.
    let error = search(&corpus, Needle::units("中国"), None, &Control::new(), |hits| {
        *scratch.broken.lock().unwrap() = true;
        batches += 1;
        assert!(hits[0] < 1 << 20);
        ControlFlow::Continue(())
    });
    assert_eq!(error, Err(FindError::Storage(StorageError("broken".to_owned()))));
    assert!(batches > 0);
    let control = Control::new();
    assert!(neighbours(&corpus, "中国", &[0], &control).is_err());
    assert!(arrange(&corpus, "中国", &mut vec![0, 9], KwicSort::Left.into(), &control).is_err());
    assert!(lines(&corpus, "中国", &[0], 9, &control).is_err());
}

/// Text of several blocks of an index in which runs and marks go on from one block to the next.
fn long_text() -> impl Strategy<Value = String> {
    let parts = ["a", "bc", "中国", "国", "\u{301}", "，", "\n", "xyz xyz", "の"];
    let part = (proptest::sample::select(parts.to_vec()), 1usize..20_000);
    let filler = proptest::collection::vec((0u32..0x5000, 1usize..2_000), 0..9);
    (proptest::collection::vec(part, 1..12), filler).prop_map(|(parts, filler)| {
        let mut text: String = parts.into_iter().map(|(part, times)| part.repeat(times)).collect();
        for (c, times) in filler {
            text.push_str(&char::from_u32(0x4E00 + c).unwrap().to_string().repeat(times));
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn with_an_index_the_same_is_found(text in long_text(), from in any::<prop::sample::Index>(), length in 1usize..9) {
        let held = Corpus::from_text("t", &text);
        let edges: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let from = edges[from.index(edges.len())];
        let inside: String = text[from..].chars().take(length).collect();
        for corpus in [&held, &outside(&held)] {
            let index = Index::build(corpus, &Control::new()).unwrap();
            for word in [inside.as_str(), "中国", "国の", "xyz", "a\u{301}", "\u{301}", "没有"] {
                for needle in [Needle::units(word), Needle::anywhere(word)] {
                    let found = |index| {
                        let mut found = Vec::new();
                        let take = |hits: &[usize]| {
                            found.extend_from_slice(hits);
                            ControlFlow::Continue(())
                        };
                        search(corpus, needle, index, &Control::new(), take).unwrap();
                        found
                    };
                    prop_assert!(found(Some(&index)) == found(None), "{:?}", word);
                }
            }
        }
    }
}

#[test]
fn whoever_has_enough_ends_the_search() {
    let corpus = Corpus::from_text("t", &"中国，".repeat(1 << 20));
    let mut batches = 0;
    search(&corpus, Needle::units("中国"), None, &Control::new(), |_| {
        batches += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert_eq!(batches, 1);
}

/// Each of these is one unit, or many, that only what stands far before tells apart.
#[test]
fn long_runs_and_marks_take_linear_time() {
    let marks = "\u{301}".repeat(1 << 15);
    for (text, word, count) in [
        (marks.clone(), "\u{301}", 1 << 15),
        (marks.clone(), "\u{301}\u{301}", (1 << 15) - 1),
        (format!("a{marks}"), "\u{301}", 0),
        (format!("{marks}中{marks}"), "\u{301}", 1 << 16),
        ("a".repeat(1 << 15), "a", 0),
        ("哈".repeat(1 << 15), "哈哈", (1 << 15) - 1),
    ] {
        let held = Corpus::from_text("t", &text);
        for corpus in [&held, &outside(&held)] {
            let control = Control::new();
            let mut hits = all(corpus, word);
            assert_eq!(hits.len(), count);
            let neighbours = neighbours(corpus, word, &hits, &control).unwrap();
            assert_eq!(neighbours.left.iter().map(|n| n.count as usize).sum::<usize>(), count);
            arrange(corpus, word, &mut hits, KwicSort::Left.into(), &control).unwrap();
            assert_eq!(hits.len(), count);
        }
    }
}

#[test]
fn a_long_unit_beside_a_word_is_whole() {
    let (left, right) = ("x".repeat(60_000), "y".repeat(5_000));
    let held = Corpus::from_text("t", &format!("，{left}中国{right}，中国{right}"));
    for corpus in [&held, &outside(&held)] {
        let hits = all(corpus, "中国");
        let neighbours = neighbours(corpus, "中国", &hits, &Control::new()).unwrap();
        assert_eq!(neighbours.left.iter().map(|n| n.text.len()).collect::<Vec<_>>(), [60_000, 3]);
        assert_eq!(neighbours.right.iter().map(|n| (n.text.len(), n.count)).collect::<Vec<_>>(), [(5_000, 2)]);
    }
}

#[test]
fn many_hits_are_sorted_as_few_are() {
    // More than fit in one bucket, with contexts that are often equal for long.
    let part = |k: usize| {
        let c = |shift: usize| char::from_u32(0x4E00 + ((k * 7919) >> shift & 0x3FF) as u32).unwrap();
        format!(
            "词{}{}{}的的的的的的{}\n",
            c(0),
            if k.is_multiple_of(3) { '的' } else { c(5) },
            "之".repeat(k % 2),
            c(9)
        )
    };
    let text: String = (0..150_000).map(part).collect();
    let corpus = Corpus::from_text("t", &text);
    let mut hits = all(&corpus, "词");
    let mut wanted = hits.clone();
    let context = |hit: usize| -> String { lines_of(&text[hit + 3..]).next().unwrap().chars().take(16).collect() };
    wanted.sort_by_cached_key(|&hit| context(hit));
    arrange(&corpus, "词", &mut hits, KwicSort::Right.into(), &Control::new()).unwrap();
    assert!(hits == wanted);
}

#[test]
fn words_across_blocks_are_found_once() {
    const LARGE: usize = 1 << 22;
    let mut text = "，".repeat(LARGE / 3 - 1);
    let mut wanted = Vec::new();
    for _ in 0..6 {
        wanted.push(text.len());
        text.push_str("中国");
    }
    text.push_str(&"x".repeat(LARGE));
    wanted.push(text.len());
    text.push_str("中国");
    assert_eq!(found(&text, "中国"), wanted);
}

#[test]
fn cancelled_work_stops() {
    let control = Control::new();
    control.cancel();
    let corpus = Corpus::from_text("t", "中中");
    let cancelled = FindError::Cancelled(Cancelled);
    assert_eq!(find(&corpus, "中", &control), Err(cancelled.clone()));
    assert_eq!(Index::build(&corpus, &control).err(), Some(cancelled.clone()));
    assert_eq!(neighbours(&corpus, "中", &[0], &control), Err(cancelled.clone()));
    assert_eq!(lines(&corpus, "中", &[0], 9, &control), Err(cancelled.clone()));
    let mut hits = vec![3, 0];
    assert_eq!(arrange(&corpus, "中", &mut hits, KwicSort::Right.into(), &control), Err(cancelled));
    assert_eq!(hits, [3, 0]);
}

#[test]
fn contexts_that_differ_late_are_told_apart() {
    let text = "词一二三四五六七乙\n词一二三四五六七丙\n词一二三四五六七丁\n";
    let corpus = Corpus::from_text("t", text);
    let mut hits = found(text, "词");
    let control = Control::new();
    arrange(&corpus, "词", &mut hits, KwicSort::Right.into(), &control).unwrap();
    let lines = lines(&corpus, "词", &hits, 40, &control).unwrap();
    let ends: Vec<char> = lines.iter().filter_map(|line| line.right.chars().last()).collect();
    assert_eq!(ends, ['丁', '丙', '乙']);
}

#[test]
fn random_orders_are_samples_and_depend_on_the_seed_alone() {
    let corpus = Corpus::from_text("t", &"说话，".repeat(50_000));
    let hits = all(&corpus, "说话");
    let random = |seed| {
        let mut hits = hits.clone();
        let how = Arrangement { sort: KwicSort::Random, seed, per_document: false };
        arrange(&corpus, "说话", &mut hits, how, &Control::new()).unwrap();
        hits
    };
    assert!(random(1) == random(1) && random(1) != random(2));
    // The first thousand are from everywhere: of each tenth of the text come about a hundred (by chance 70 to 130, at
    // three and a half standard deviations of 9.5).
    for seed in 0..5 {
        let mut tenths = [0; 10];
        random(seed)[..1_000].iter().for_each(|hit| tenths[hit * 10 / corpus.len()] += 1);
        assert!(tenths.iter().all(|count| (60..140).contains(count)), "{tenths:?}");
    }
    let mut few = hits.clone();
    sample(&corpus, &mut few, (1_000, 3), &Control::new()).unwrap();
    let mut wanted = random(3)[..1_000].to_vec();
    wanted.sort_unstable();
    assert_eq!(few, wanted);
    sample(&corpus, &mut few, (2_000, 4), &Control::new()).unwrap();
    assert_eq!(few, wanted, "there are no more");
}

#[test]
fn a_paragraph_without_an_end_is_read_in_a_window() {
    let text = format!("前\n{}说话{}\n后", "甲乙丙".repeat(100_000), "丁戊己说话".repeat(100_000));
    let held = Corpus::from_text("t", &text);
    let hit = text.find("说话").unwrap();
    for corpus in [&held, &outside(&held)] {
        let read = passage(corpus, Needle::units("说话"), hit, &Control::new()).unwrap();
        assert_eq!((read.is_cut, &read.text[read.word.clone()]), ([true, true], "说话"));
        assert_eq!(read.paragraph, 0..read.text.len());
        assert!(read.text.len() > 60_000 && read.text.len() < 70_000);
        let inside = read.text.match_indices("说话").map(|(at, word)| at..at + word.len());
        assert!(inside.filter(|at| *at != read.word).eq(read.others.iter().cloned()));
        assert_eq!(read.number, 2);
        let last = passage(corpus, Needle::units("说话"), text.rfind("说话").unwrap(), &Control::new()).unwrap();
        assert_eq!(last.is_cut, [true, false]);
        assert!(
            last.text.ends_with("说话\n后\n") || last.text.ends_with("说话\n后"),
            "{:?}",
            &last.text[last.text.len() - 30..]
        );
    }
}

#[test]
fn a_passage_stays_in_its_document_and_is_shown_as_it_was_written() {
    let mut builder =
        CorpusBuilder::new(Reading { nfkc: true, fold_case: true, ..Reading::default() }, Room::default());
    for text in ["甲ABC说话", "乙ＡＢＣ，Abc。\n丙", "丁abc"] {
        builder.source("t");
        builder.push(text).unwrap();
        builder.end_document().unwrap();
    }
    let corpus = builder.finish().unwrap();
    let hits = all(&corpus, "abc");
    assert_eq!(hits.len(), 4);
    let read = passage(&corpus, Needle::units("abc"), hits[1], &Control::new()).unwrap();
    assert_eq!(&read.text[read.paragraph], "乙ＡＢＣ，Abc。");
    assert_eq!(read.text.trim_end(), "乙ＡＢＣ，Abc。\n丙");
    assert_eq!(&read.text[read.word], "ＡＢＣ");
    assert_eq!(read.others.iter().map(|at| &read.text[at.clone()]).collect::<Vec<_>>(), ["Abc"]);
}
