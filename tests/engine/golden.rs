//! A whole text whose best words are known: the demo novel.

use wordmine::engine::candidates::Totals;
use wordmine::engine::{CandidateTable, Control, Corpus, Floors, analyse};

fn demo() -> CandidateTable {
    let packed = include_bytes!("../../assets/demo/xiyouji.txt.zst");
    let text = String::from_utf8(zstd::decode_all(&packed[..]).unwrap()).unwrap();
    analyse(&Corpus::from_text("西游记", &text), Floors::default(), &Control::new()).unwrap()
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
