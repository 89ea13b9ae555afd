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
    // Rounding may order two near-equals the other way round, which moves a few rows by a place.
    let places = 5.0 / table.len() as f64;
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
        "诗曰", "吩咐", "乾坤", "左右", "玄奘", "纷纷", "奶奶", "仔细", "哥哥", "阿傩", "逍遥", "嫂嫂", "哥啊", "魏征",
        "爷爷", "造化", "婆婆", "皈依", "宇宙", "玉帝",
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
