//! A whole text whose best words are known: the demo novel.

use crate::naive;
use wordmine::engine::candidates::Totals;
use wordmine::engine::{CandidateTable, Control, Corpus, Floors, analyse};

fn text() -> String {
    let packed = include_bytes!("../../assets/demo/xiyouji.txt.zst");
    String::from_utf8(zstd::decode_all(&packed[..]).unwrap()).unwrap()
}

fn demo() -> CandidateTable {
    analyse(&Corpus::from_text("西游记", &text()), Floors::default(), &Control::new()).unwrap()
}

#[test]
fn scores_are_what_the_definition_says() {
    let text: String = text().chars().take(30_000).collect();
    let (floors, corpus) = (Floors::default(), Corpus::from_text("part", &text));
    let table = analyse(&corpus, floors, &Control::new()).unwrap();
    let (words, total) = naive::count(&corpus, usize::from(floors.max_length));
    let wanted = naive::scores(&words, total, table.totals().segments, floors);
    assert_eq!(table.len(), wanted.len());
    // Ranks lie between knots, so near-equals may change places.
    let places = 0.01;
    for (id, wanted) in table.ids().zip(wanted) {
        let score = f64::from(table.score(id));
        assert!((score - wanted).abs() < places, "{}: {score} for {wanted}", table.word(id));
    }
}

#[test]
fn the_best_words_of_the_demo_novel_are_words() {
    let table = demo();
    let mut ids: Vec<_> = table.ids().collect();
    ids.sort_by(|&a, &b| table.score(b).total_cmp(&table.score(a)).then(a.cmp(&b)));
    let best: Vec<&str> = ids.iter().take(20).map(|&id| table.word(id)).collect();
    let known = [
        "峥嵘", "吩咐", "崎岖", "朦胧", "玲珑", "诗曰", "玛瑙", "乾坤", "菩萨", "阿傩", "袈裟", "揭谛", "悟空", "猢狲",
        "师父", "徒弟", "豆腐", "玄奘", "喧哗", "伺候",
    ];
    assert_eq!(best, known);
    assert_eq!(table.len(), 27_374);
}

#[test]
fn the_monkey_king_has_known_measures() {
    let table = demo();
    let id = table.find("行者").expect("a candidate");
    // Recounted by another program.
    assert_eq!((table.count(id), table.length(id)), (4337, 2));
    let measures = format!("{:.4} {:.4} {:.4}", table.pmi(id), table.left(id), table.right(id));
    assert_eq!(measures, "4.5120 7.5236 4.0909");
    assert_eq!(table.totals(), Totals { symbols: 590_118, alphabet: 4468, segments: 103_717 });
}
