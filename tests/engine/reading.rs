//! Every way to read a text: its units, and what counts as the same.

use std::sync::Arc;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use wordmine::engine::concordance::find;
use wordmine::engine::storage::{Pages, Scratch, Spill};
use wordmine::engine::text::unit::{after, before, is_border, is_sure_border, pieces};
use wordmine::engine::text::{CorpusBuilder, Room, Script, UnitKind};
use wordmine::engine::{Control, Corpus, Floors, Reading, StorageError, Tuning, analyse, analyse_with};

use crate::{naive, texts};

const KINDS: [UnitKind; 3] = [UnitKind::Char, UnitKind::Grapheme, UnitKind::Word];

fn read_as(unit: UnitKind) -> Reading {
    Reading { unit, ..Reading::default() }
}

fn readings() -> impl Strategy<Value = Reading> {
    const SCRIPTS: [Script; 3] = [Script::Keep, Script::Simplified, Script::Traditional];
    (prop::sample::select(&KINDS[..]), any::<bool>(), any::<bool>(), prop::sample::select(&SCRIPTS[..]))
        .prop_map(|(unit, nfkc, fold_case, script)| Reading { unit, nfkc, fold_case, script })
}

/// A corpus of `documents`, handed over in pieces of about `size` bytes.
fn corpus_in(documents: &[&str], reading: Reading, size: usize, room: Room) -> Corpus {
    let mut builder = CorpusBuilder::new(reading, room);
    for (number, document) in (1..).zip(documents) {
        builder.source(&format!("document {number}"));
        let mut rest = *document;
        while !rest.is_empty() {
            let (piece, more) = rest.split_at(rest.ceil_char_boundary(size.max(1)));
            builder.push(piece).unwrap();
            rest = more;
        }
        builder.end_document().unwrap();
    }
    builder.finish().unwrap()
}

fn corpus(text: &str, reading: Reading) -> Corpus {
    corpus_in(&[text], reading, usize::MAX, Room::default())
}

/// Room outside the corpus, in memory.
#[derive(Debug, Clone, Default)]
struct Elsewhere(Vec<u8>);

impl Scratch for Elsewhere {
    fn create(&self) -> Result<Box<dyn Spill>, StorageError> {
        Ok(Box::new(Elsewhere::default()))
    }
}

impl Spill for Elsewhere {
    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Arc<dyn Pages>, StorageError> {
        Ok(Arc::new(*self))
    }
}

impl Pages for Elsewhere {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<(), StorageError> {
        out.copy_from_slice(&self.0[offset as usize..][..out.len()]);
        Ok(())
    }
}

fn counted(corpus: &Corpus) -> String {
    corpus.read(0..corpus.len()).unwrap().1.into_owned()
}

/// The text as it is that a part of the counted text came from.
fn came_from(corpus: &Corpus, from: usize, to: usize) -> String {
    corpus.original(from..to).unwrap().1.into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 50, ..ProptestConfig::default() })]

    #[test]
    fn every_column_is_what_its_definition_says(text in texts::scripts(), reading in readings(), min_count in 2..5u32) {
        let corpus = corpus(&text, reading);
        let floors = Floors { min_count, max_length: 5 };
        let table = analyse(&corpus, floors, &Control::new()).unwrap();
        naive::check(&table, &corpus, floors);
        let crumbs = Tuning { text_chunk: 5, position_chunk: 7, bucket: 3, batch: 20, ..Tuning::default() };
        prop_assert_eq!(table, analyse_with(&corpus, floors, &crumbs, &Control::new()).unwrap());
    }

    #[test]
    fn a_candidate_is_found_as_often_as_it_was_counted(text in texts::scripts(), reading in readings()) {
        // Twice, so that there are candidates at all.
        let corpus = corpus(&format!("{text}\n{text}"), reading);
        let table = analyse(&corpus, Floors { min_count: 2, max_length: 6 }, &Control::new()).unwrap();
        for id in table.ids() {
            let word = table.word(id);
            prop_assert_eq!(&reading.normalise(word), word);
            prop_assert_eq!(find(&corpus, word, &Control::new()).unwrap().len(), table.count(id) as usize, "{}", word);
        }
    }

    #[test]
    fn borders_are_where_pieces_are_cut(text in prop_oneof![texts::scripts(), texts::text()], reading in readings()) {
        let corpus = corpus(&text, reading);
        let (text, kind) = (corpus.text(), reading.unit);
        let all: Vec<_> = pieces(text, kind).collect();
        let mut edges: Vec<usize> = all.iter().flat_map(|p| [p.start, p.end()]).collect();
        edges.dedup();
        prop_assert_eq!(&edges, &(0..=text.len()).filter(|&at| is_border(text, at, kind)).collect::<Vec<_>>());
        prop_assert!((0..=text.len()).filter(|&at| is_sure_border(text, at, kind)).all(|at| edges.contains(&at)));
        for pair in all.windows(2) {
            for at in [pair[0].end(), pair[1].start] {
                prop_assert_eq!(before(text, at, kind), Some(pair[0]));
                prop_assert_eq!(after(text, at, kind), Some(pair[1]));
            }
        }
        let between: String = all.windows(2).map(|p| &text[p[0].end()..p[1].start]).collect();
        prop_assert!(between.bytes().all(|byte| byte == b' ' && kind == UnitKind::Word));
    }

    #[test]
    fn what_is_normalised_stays(text in prop_oneof![texts::scripts(), any::<String>()], reading in readings()) {
        let once = reading.normalise(&text);
        prop_assert_eq!(reading.normalise(&once), once);
        let counted = counted(&corpus(&text, reading));
        let again = corpus(&counted, reading);
        prop_assert_eq!(self::counted(&again), counted);
    }

    #[test]
    fn pieces_make_the_nfkc_form_of_the_whole(text in prop_oneof![texts::scripts(), any::<String>()], size in 1..9usize) {
        let reading = Reading { nfkc: true, ..Reading::default() };
        let wanted: String = text.nfkc().collect();
        prop_assert_eq!(&reading.normalise(&text), &wanted);
        let corpus = corpus_in(&[&text], reading, size, Room::default());
        prop_assert_eq!(corpus.text().trim_end_matches('\n'), wanted.trim_end_matches('\n'));
    }

    #[test]
    fn it_does_not_matter_how_a_text_is_handed_over(
        texts in prop::collection::vec(texts::scripts(), 0..4), reading in readings(), size in 1..9usize,
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let room = Room { most_held: 20, scratch: Some(Arc::new(Elsewhere::default())) };
        let whole = corpus_in(&texts, reading, usize::MAX, Room::default());
        let parts = corpus_in(&texts, reading, size, room);
        prop_assert_eq!(counted(&whole), counted(&parts));
        for (index, text) in texts.iter().enumerate() {
            prop_assert_eq!(whole.document(index), parts.document(index));
            // A document is counted as if it were alone.
            let start = whole.document(index).unwrap().start;
            let end = whole.document(index + 1).map_or(whole.len(), |next| next.start);
            prop_assert_eq!(&whole.text()[start..end], counted(&corpus(text, reading)));
            let mut own = (*text).to_owned();
            if own.is_empty() || !own.ends_with(['\n', '\r']) {
                own.push('\n');
            }
            prop_assert_eq!(came_from(&parts, start, end), own);
        }
        let edges = whole.text().char_indices().map(|(at, _)| at);
        for (at, step) in edges.step_by(5).zip((0..9).cycle()) {
            prop_assert_eq!(whole.original(at..at + step).unwrap(), parts.original(at..at + step).unwrap());
            prop_assert_eq!(whole.place(at).unwrap(), parts.place(at).unwrap());
        }
    }

    #[test]
    fn what_is_counted_came_from_what_is_shown(text in texts::scripts(), reading in readings()) {
        let corpus = corpus(&text, reading);
        let text = corpus.text();
        let mut last = 0;
        for piece in pieces(text, reading.unit) {
            let (start, shown) = corpus.original(piece.start..piece.end()).unwrap();
            if !piece.is_break {
                prop_assert!(reading.normalise(&shown).contains(piece.text), "{:?} from {:?}", piece.text, shown);
            }
            prop_assert!(start >= last || start < last + shown.len());
            last = start;
            if !reading.changes_text() {
                prop_assert_eq!((start, shown.as_ref()), (piece.start, piece.text));
            }
        }
    }
}

#[test]
fn a_long_text_is_traced_as_a_short_one() {
    let paragraph = "The  New-York\nTimes, ＡＢＣ e\u{301}té 漢語ｶﾞ。\r\n\r\n";
    let reading = Reading { unit: UnitKind::Word, nfkc: true, fold_case: true, script: Script::Simplified };
    let short = corpus(paragraph, reading);
    assert_eq!(short.text(), "the new-york times,\tabc été 汉语ガ。\n\n");
    let edges: Vec<usize> = short.text().char_indices().map(|(at, _)| at).chain([short.len()]).collect();
    let steps: Vec<(usize, usize)> = edges.windows(2).map(|pair| (pair[0], pair[1])).collect();
    // Past the first checkpoint, character by character.
    let long = corpus(&paragraph.repeat(80), reading);
    for (round, &(from, to)) in (60..80).flat_map(|round| steps.iter().map(move |step| (round, step))) {
        let (start, shown) = short.original(from..to).unwrap();
        let moved = round * short.len();
        assert_eq!(long.original(moved + from..moved + to).unwrap(), (round * paragraph.len() + start, shown));
    }
    for rounds in [400, 700] {
        let long = corpus_in(&[&paragraph.repeat(rounds)], reading, 1000, Room::default());
        assert_eq!(long.len(), short.len() * rounds);
        for round in [0, 1, rounds / 3, rounds - 2] {
            for at in (0..short.len()).filter(|&at| short.text().is_char_boundary(at)) {
                let (start, shown) = short.original(at..at + 3).unwrap();
                let moved = round * short.len() + at;
                let shown = if at + 3 > short.len() { continue } else { shown };
                assert_eq!(long.original(moved..moved + 3).unwrap(), (round * paragraph.len() + start, shown));
                assert_eq!(long.place(moved).unwrap().line, short.place(at).unwrap().line + round * 3);
            }
        }
    }
}

#[test]
fn words_are_joined_over_spaces_and_lines() {
    let text = "New  York\nis well-known. 'New\tYork' isn't new\n\nYork, - a -b c\u{a0}d\r\ne 3.14\n";
    let corpus = corpus(text, read_as(UnitKind::Word));
    assert_eq!(corpus.text(), "New York is well-known.\t'New York'\tisn't new\n\nYork,\t-\ta\t-b c d e 3.14\n\n");
    let units: Vec<_> = pieces(corpus.text(), UnitKind::Word).filter(|p| !p.is_break).map(|p| p.text).collect();
    let wanted =
        ["New", "York", "is", "well-known", "New", "York", "isn't", "new", "York", "a", "b", "c", "d", "e", "3", "14"];
    assert_eq!(units, wanted);
    let shown: Vec<_> = find(&corpus, "New York", &Control::new()).unwrap();
    let shown: Vec<_> = shown.into_iter().map(|at| came_from(&corpus, at, at + 8)).collect();
    assert_eq!(shown, ["New  York", "New\tYork"]);
    let table = analyse(&corpus, Floors { min_count: 2, max_length: 3 }, &Control::new()).unwrap();
    assert_eq!(table.ids().map(|id| (table.word(id), table.length(id))).collect::<Vec<_>>(), [("New York", 2)]);
}

#[test]
fn words_are_in_order_of_bytes() {
    let text = "in-a b, in a b, in a-b, in's a, in a b c. ".repeat(2);
    let table =
        analyse(&corpus(&text, read_as(UnitKind::Word)), Floors { min_count: 2, max_length: 4 }, &Control::new());
    let table = table.unwrap();
    let words: Vec<_> = table.ids().map(|id| table.word(id)).collect();
    assert_eq!(words, ["a b", "a b c", "b c", "in a", "in a b", "in a b c", "in a-b", "in's a", "in-a b"]);
}

#[test]
fn clusters_are_units() {
    let cut = |text| {
        let shown =
            |p: wordmine::engine::text::unit::Piece| if p.is_break { format!("<{}>", p.text) } else { p.text.into() };
        pieces(text, UnitKind::Grapheme).map(shown).collect::<Vec<String>>()
    };
    assert_eq!(cut("น้ำที่ ab1e\u{301}中"), ["น้ำ", "ที่", "< >", "ab1e\u{301}", "中"]);
    assert_eq!(cut("བོད་སྐད།"), ["བོ", "ད་", "སྐ", "ད", "<།>"]);
    assert_eq!(cut("\u{1112}\u{1161}\u{11ab}국"), ["\u{1112}\u{1161}\u{11ab}", "국"]);
    assert_eq!(cut("क्षि👨\u{200d}👩\r\n"), ["क्षि", "<👨\u{200d}👩>", "<\r\n>"]);
    assert_eq!(cut(" \u{301}x་་"), ["< \u{301}>", "x", "<་>", "<་>"]);
}

#[test]
fn case_width_and_script_do_not_count() {
    let all = Reading { nfkc: true, fold_case: true, script: Script::Simplified, ..Reading::default() };
    assert_eq!(all.normalise("ＡBç Ⅳ ｶﾞ ﬁ ㎏ 漢語後 İ Straße ΣΑΣ ς"), "abç iv ガ fi kg 汉语后 i\u{307} straße σασ ς");
    assert_eq!(Reading { script: Script::Traditional, ..Reading::default() }.normalise("汉语里"), "漢語裏");
    assert_eq!(Reading::default().normalise(" ＡB "), " ＡB ");
    assert_eq!(read_as(UnitKind::Word).normalise("\tnew   york\n"), "new york");
    let corpus = corpus("Ⅳ 漢語。ＡＢ\nＡＢ漢語，㍿漢語", all);
    let shown = |word| {
        let hits = find(&corpus, word, &Control::new()).unwrap();
        hits.into_iter().map(|at| came_from(&corpus, at, at + word.len())).collect::<Vec<_>>()
    };
    assert_eq!(shown("汉语"), ["漢語", "漢語", "漢語"]);
    assert_eq!(shown("ab"), ["ＡＢ", "ＡＢ"]);
    assert_eq!(shown("会社汉"), ["㍿漢"]);
    assert_eq!(corpus.place(find(&corpus, "ab汉", &Control::new()).unwrap()[0]).unwrap().line, 2);
}

#[test]
fn endless_pieces_are_read_with_little_held() {
    let marks = format!("e{}x 漢", "\u{301}".repeat(30_000));
    let spaces = format!("a{}b c{}\n{}d", " ".repeat(50_000), " ".repeat(9), "\t".repeat(50_000));
    let all = Reading { unit: UnitKind::Word, nfkc: true, ..Reading::default() };
    for text in [&marks, &spaces] {
        let corpus = corpus_in(&[text], all, 7, Room::default());
        assert_eq!(counted(&corpus), counted(&self::corpus(text, all)));
        assert_eq!(came_from(&corpus, 0, corpus.len()), format!("{text}\n"));
    }
    assert_eq!(corpus(&spaces, all).text(), "a b c d\n\n");
}

#[test]
fn the_unit_is_found_out_from_the_first_mebibyte() {
    let auto = read_as(UnitKind::Auto);
    let thai = "ภาษาไทย ".repeat(4);
    for (text, unit) in [(thai.as_str(), UnitKind::Grapheme), ("", UnitKind::Char), ("New  York\n", UnitKind::Word)] {
        let corpus = corpus_in(&[text, "7"], auto, 3, Room::default());
        assert_eq!(corpus.reading(), read_as(unit));
        let known = corpus_in(&[text, "7"], read_as(unit), 3, Room::default());
        assert_eq!(counted(&corpus), counted(&known));
        assert_eq!((0..2).map(|i| corpus.document(i)).collect::<Vec<_>>(), [known.document(0), known.document(1)]);
        assert_eq!(corpus.original(0..corpus.len()).unwrap(), known.original(0..corpus.len()).unwrap());
    }
    // One letter more than half of the first mebibyte; what follows does not matter.
    let text = format!("{}{}", "天a".repeat((1 << 18) - 1), "天国天a b".repeat(1 << 15)) + &"word ".repeat(1 << 20);
    for size in [1 << 19, (1 << 20) - 1, 1 << 20, usize::MAX] {
        assert_eq!(corpus_in(&[&text], auto, size, Room::default()).reading().unit, UnitKind::Char, "{size}");
    }
}
