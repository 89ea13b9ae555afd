//! The context: orders, one line a document, width, the reader, the spread, and two words compared.

use unicode_width::UnicodeWidthStr;
use wordmine::engine::concordance::KwicSort;
use wordmine::lexicon::Verdict;
use wordmine::settings::lang::Lang;
use wordmine::tui::effect::Reply;
use wordmine::tui::keymap::Mode;
use wordmine::tui::script::{Player, lines};
use wordmine::tui::state::{ContextPane, Dialog, Reader};
use wordmine::tui::update::Msg;

use crate::stage::{Stage, screen, word};

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 36), (200, 60)];

fn pane(player: &Player) -> &ContextPane {
    &player.model().desk.as_ref().unwrap().context
}

fn reader(player: &Player) -> Option<&Reader> {
    player.model().dialogs.iter().find_map(|dialog| match dialog {
        Dialog::Reader(reader) => Some(reader),
        _ => None,
    })
}

/// What the reader shows of the occurrence, brackets included.
fn bracketed(player: &Player) -> String {
    let passage = &reader(player).unwrap().page.as_ref().unwrap().passage;
    passage.text[passage.word.clone()].to_owned()
}

/// A stage with four documents in a folder: wide, combining, hidden and right-to-left characters among them.
fn documents() -> Stage {
    let mut stage = Stage::with("");
    let folder = stage.path().join("texts");
    std::fs::create_dir(&folder).unwrap();
    let texts = [
        "说话的人很多，说话的少。\n他们今天在家里说话说得非常高兴。\n",
        "cafe\u{301}说话，👨‍👩‍👧说话\u{200b}说话\tשלום说话\n",
        &"老师说话，学生说话；".repeat(40),
        "没有那样的词语。\n",
    ];
    for (at, text) in texts.iter().enumerate() {
        std::fs::write(folder.join(format!("第{at}篇.txt")), text).unwrap();
    }
    stage.use_text(folder);
    stage
}

#[test]
fn every_order_is_told_and_kept() {
    let stage = documents();
    let mut player = stage.open(120, 36);
    player.keys("S说话<enter>");
    assert!(screen(&player).contains("87 hits in 3 of 4 documents  text order  1-7"), "{}", screen(&player));
    for order in ["sort R1", "sort L1", "sort R2", "sort L2", "sort R3", "sort L3", "best first", "random sample 1"] {
        player.keys("c");
        assert!(screen(&player).contains(order), "{order}: {}", screen(&player));
    }
    player.keys("C");
    assert!(screen(&player).contains("best first"), "{}", screen(&player));
    assert!(screen(&player).contains("他们今天在家里[说话]说得非常高兴。"), "{}", screen(&player));
    player.keys("b");
    assert!(screen(&player).contains("text order"), "again goes back: {}", screen(&player));
    player.keys("r");
    let first = pane(&player).shown.hits.clone();
    player.keys("r");
    assert!(screen(&player).contains("random sample 2"), "{}", screen(&player));
    assert_ne!(pane(&player).shown.hits, first);
    player.keys("d");
    assert!(
        screen(&player).contains("87 hits in 3 of 4 documents  1 per doc  random sample 2  1-3"),
        "{}",
        screen(&player)
    );
    player.keys("--");
    let columns = pane(&player).columns;
    assert!(columns.is_some());
    player.wait(2_000);
    player.finish();
    let again = stage.open(120, 36);
    let kept = pane(&again);
    assert_eq!((kept.how.sort, kept.how.seed, kept.how.per_document), (KwicSort::Random, 2, true));
    assert_eq!(kept.columns, columns);
}

#[test]
fn fewer_columns_leave_the_word_where_it_is() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("2");
    for (width, height) in SIZES {
        player.resize(width, height);
        let before = screen(&player);
        let key = format!("[{}]", word(&player));
        let column = |screen: &str| -> Vec<usize> {
            screen.lines().filter_map(|line| line.find(&key).map(|at| line[..at].width())).collect()
        };
        for keys in ["-", "--", "----------------------"] {
            player.keys(keys);
            assert_eq!(column(&screen(&player)), column(&before));
        }
        assert_eq!(pane(&player).columns, Some(4));
        assert!(!screen(&player).contains("都在松阴"), "{}", screen(&player));
        player.keys("+++++++++++++++++++++++++");
        assert_eq!(pane(&player).columns, None);
        assert_eq!(screen(&player), before);
    }
}

#[test]
fn the_cursor_of_the_context_stays_in_sight() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("jj2");
    for (width, height) in SIZES {
        player.resize(width, height);
        for keys in ["j", "jjjjjjjjj", "G", "kk", "gg", "<pagedown>", "<ctrl-u>"] {
            player.keys(keys);
            let shown = screen(&player);
            let marked = shown.lines().filter(|line| line.starts_with("│>") && line.contains("[悟空]")).count();
            assert_eq!(marked, 1, "{keys}: {shown}");
        }
    }
}

#[test]
fn the_reader_shows_the_paragraph_and_every_occurrence_in_it() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("jj<enter>jjjj<enter>");
    assert_eq!(player.model().mode(), Mode::Reader);
    insta::assert_snapshot!("reader_80x24", screen(&player));
    for (width, height) in SIZES {
        player.resize(width, height);
        assert!(screen(&player).contains("[悟空]"), "{}", screen(&player));
    }
    insta::assert_snapshot!("reader_200x60", screen(&player));
    player.resize(60, 16);
    player.keys("G");
    let end = screen(&player);
    player.keys("gg");
    assert_ne!(screen(&player), end, "it scrolls");
    player.keys("]");
    assert_eq!(pane(&player).cursor, 5);
    assert!(screen(&player).contains("6 of 162") && screen(&player).contains("[悟空]"), "{}", screen(&player));
    player.keys("[N");
    assert_eq!(pane(&player).cursor, 3);
    player.keys("<esc>");
    assert!(reader(&player).is_none());
    assert_eq!(pane(&player).cursor, 3, "the context is where the reader was");
}

#[test]
fn a_verdict_in_the_reader_goes_on_to_the_next_word() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("<enter><enter>");
    for (key, verdict) in [("a", Verdict::Accept), ("x", Verdict::Reject), ("s", Verdict::Later)] {
        let decided = word(&player);
        assert_eq!(bracketed(&player), format!("[{decided}]"));
        player.keys(key);
        let ledger = player.model().desk.as_ref().unwrap().decisions.ledger();
        assert_eq!(ledger.verdict(&decided), Some(verdict));
        assert_ne!(word(&player), decided);
        assert!(screen(&player).contains(&format!("Reader  {}", word(&player))), "{}", screen(&player));
    }
    let last = word(&player);
    player.keys("u");
    assert_ne!(word(&player), last, "undo goes back to its word");
    assert_eq!(bracketed(&player), format!("[{}]", word(&player)));
    player.keys("5");
    assert!(reader(&player).is_some(), "what is no key of the reader does nothing");
    player.keys("<enter>");
    assert!(reader(&player).is_none());
}

#[test]
fn what_was_read_for_another_word_is_not_shown() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("<enter><enter>");
    let page = reader(&player).unwrap().page.clone().unwrap();
    let generation = pane(&player).reader_generation;
    player.keys("]");
    let (now, of) = (bracketed(&player), word(&player));
    let read = |generation, word: &str| {
        let mut passage = page.passage.clone();
        passage.word = 0..0;
        Msg::Reply(Reply::Read { generation, of: (word.to_owned(), 0), passage: Box::new(passage) })
    };
    player.play([read(generation, &of)]);
    assert_eq!(bracketed(&player), now, "a stale answer is dropped");
    player.play([read(generation + 1, "八戒")]);
    assert!(screen(&player).contains("reading ...") && !screen(&player).contains("八戒"), "{}", screen(&player));
    player.keys("<esc>");
    player.play([read(generation + 1, &of)]);
    assert!(reader(&player).is_none());
}

#[test]
fn a_word_that_is_not_in_the_text_has_nothing_to_read() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("S没有这样的词<enter><enter>");
    assert!(screen(&player).contains("not in the text"), "{}", screen(&player));
    player.keys("]Ggg<esc>");
    assert!(reader(&player).is_none());
    player.finish();
    let mut player = stage.open(80, 24);
    player.keys("/没有这样的词<enter>2jcrbd+-=<enter>jac");
    assert!(screen(&player).contains("no word"), "{}", screen(&player));
}

#[test]
fn a_paragraph_without_an_end_is_read_in_part() {
    let stage = Stage::with(&"老师说话，学生听话；".repeat(20_000));
    let mut player = stage.open(80, 24);
    player.keys("S说话<enter>jj<enter>");
    assert!(screen(&player).contains("a part of it"), "{}", screen(&player));
    player.keys("G<pagedown>");
    assert!(screen(&player).contains('+'), "others are marked to the end: {}", screen(&player));
}

#[test]
fn odd_characters_have_their_columns_in_every_size_and_language() {
    let mut stage = documents();
    for lang in Lang::ALL {
        stage.lang = lang;
        let mut player = stage.open(60, 16);
        for (width, height) in SIZES {
            player.resize(width, height);
            player.keys("S<ctrl-u>说话<enter>");
            for keys in ["", "c", "d", "d", "b", "=", "3", "2z", "<enter>", "]", "]", "]", "G", "<esc>z1jj", "2="] {
                player.keys(keys);
                for line in lines(player.buffer()) {
                    assert_eq!(line.width(), usize::from(width), "{keys} {line:?}");
                }
            }
        }
    }
}

#[test]
fn two_words_are_compared_beside_or_above_each_other() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let pinned = word(&player);
    player.keys("=");
    player.keys("jj");
    let other = word(&player);
    insta::assert_snapshot!("compare_120x36", screen(&player));
    let shown = screen(&player);
    assert!(shown.contains(&format!("[2] Context  {pinned} = {other}")), "{shown}");
    assert!(shown.contains(&format!("[{pinned}]")) && shown.contains(&format!("[{other}]")), "{shown}");
    assert!(shown.contains(&format!("= {pinned} ")), "the neighbours tell what is shared: {shown}");
    player.resize(80, 24);
    insta::assert_snapshot!("compare_80x24", screen(&player));
    for (width, height) in [(60, 16), (200, 60)] {
        player.resize(width, height);
        // On the smallest screen there is a line for the measures of the pinned word and no more.
        assert!(screen(&player).contains(&format!("{pinned}  7 hits  PMI 6.97")), "{}", screen(&player));
        assert!(screen(&player).contains(&format!("[{other}]")), "{}", screen(&player));
    }
    player.keys("cc");
    let desk = player.model().desk.as_ref().unwrap();
    let held = desk.pinned.as_ref().unwrap();
    assert_eq!((held.pane.how, held.pane.asked.as_ref().unwrap().how.sort), (desk.context.how, KwicSort::Left));
    assert!(held.pane.shown.complete && held.pane.shown.word == pinned);
    player.keys("=");
    assert!(player.model().desk.as_ref().unwrap().pinned.is_none());
    assert!(!screen(&player).contains(&format!("{pinned} = ")), "{}", screen(&player));
}

#[test]
fn shares_of_neighbours_are_those_of_the_smaller() {
    let stage = Stage::with(&"甲乙丙，丁乙戊。甲己丙，甲己丙。".repeat(9));
    let mut player = stage.open(120, 36);
    player.keys("S乙<enter>=S<ctrl-u>己<enter>");
    let shared = player.model().desk.as_ref().unwrap().pinned.as_ref().unwrap().shared.clone().unwrap();
    assert_eq!(shared.word, "己");
    // 甲 is a half of what stands before 乙 and all of what stands before 己.
    assert_eq!((shared.sides[0].share, shared.sides[0].texts.clone()), (0.5, vec!["甲".to_owned()]));
    assert_eq!((shared.sides[1].share, shared.sides[1].texts.clone()), (0.5, vec!["丙".to_owned()]));
}

#[test]
fn the_first_document_with_the_word_is_named() {
    let stage = documents();
    let mut player = stage.open(200, 60);
    player.keys("S学生<enter>");
    assert!(
        screen(&player).contains("from 第2篇.txt") || screen(&player).contains("from texts/第2篇.txt"),
        "{}",
        screen(&player)
    );
}
