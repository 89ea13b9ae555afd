use std::fs;
use wordmine::engine::Control;
use wordmine::engine::text::Room;
use wordmine::project::source::{self, Input, Request};

#[test]
fn shared_refs() {
    let dir = std::path::Path::new("/work/shared/data/encodings");
    let get = |name: &str| {
        let request = Request { inputs: vec![Input::File(dir.join(name))], ..Request::default() };
        let (corpus, report) = source::read(&request, Room::default(), &Control::new()).unwrap();
        (corpus.text().to_owned(), report)
    };
    for (name, base) in [
        ("ja.eucjp.txt", "ja_ref.utf8.txt"),
        ("ja.iso2022jp.txt", "ja_ref.utf8.txt"),
        ("ja.sjis.txt", "ja_ref.utf8.txt"),
        ("ko.euckr.txt", "ko_ref.utf8.txt"),
        ("th.tis620.txt", "th_ref.utf8.txt"),
        ("zh.gb18030.txt", "zh_ref.utf8.txt"),
        ("zh.gb2312.txt", "zh_ref.utf8.txt"),
        ("zh.gbk.txt", "zh_ref.utf8.txt"),
        ("zh.utf16be_bom.txt", "zh_ref.utf8.txt"),
        ("zh.utf16le_bom.txt", "zh_ref.utf8.txt"),
        ("zh.utf16le_nobom.txt", "zh_ref.utf8.txt"),
        ("zh.utf32le_bom.txt", "zh_ref.utf8.txt"),
        ("zh.utf8_bom.txt", "zh_ref.utf8.txt"),
        ("zh.utf8_crlf.txt", "zh_ref.utf8.txt"),
        ("zh.utf8_cr_only.txt", "zh_ref.utf8.txt"),
        ("zht.big5.txt", "zht_ref.utf8.txt"),
        ("zht.big5hkscs.txt", "zht_ref.utf8.txt"),
        ("zht.cp950.txt", "zht_ref.utf8.txt"),
    ] {
        let (text, report) = get(name);
        let (want, _) = get(base);
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let want = want.replace("\r\n", "\n").replace('\r', "\n");
        let same = text == want;
        let at = text.chars().zip(want.chars()).position(|(a, b)| a != b);
        println!(
            "{name} same={same} chars={} want={} first={at:?} {:?}",
            text.chars().count(),
            want.chars().count(),
            report.notes()
        );
        if let Some(at) = at {
            println!(
                "   {:?} | {:?}",
                text.chars().skip(at.saturating_sub(5)).take(20).collect::<String>(),
                want.chars().skip(at.saturating_sub(5)).take(20).collect::<String>()
            );
            let diffs = text.chars().zip(want.chars()).filter(|(a, b)| a != b).count();
            println!("   diffs {diffs}");
        }
    }
    println!("{:?}", get("zh.gb18030_4byte.txt").0.chars().take(80).collect::<String>());
}

#[test]
fn short_ones() {
    let folder = tempfile::tempdir().unwrap();
    for (base, encs) in [
        ("zh_ref.utf8.txt", &["gb18030"][..]),
        ("zht_ref.utf8.txt", &["big5"]),
        ("ja_ref.utf8.txt", &["shift_jis", "euc-jp"]),
        ("ko_ref.utf8.txt", &["euc-kr"]),
        ("th_ref.utf8.txt", &["windows-874"]),
    ] {
        let text = fs::read_to_string(format!("/work/shared/data/encodings/{base}")).unwrap();
        let chars: Vec<char> = text.chars().collect();
        for enc in encs {
            let e = encoding_rs::Encoding::for_label(enc.as_bytes()).unwrap();
            for len in [4, 10, 30, 100, 300] {
                let mut bad = std::collections::BTreeMap::new();
                let n = 150;
                for i in 0..n {
                    let at = i * (chars.len() - len - 1) / n;
                    let piece: String = chars[at..at + len].iter().collect();
                    let (bytes, _, err) = e.encode(&piece);
                    if err || bytes.is_ascii() {
                        continue;
                    }
                    let path = folder.path().join("x.txt");
                    fs::write(&path, &bytes).unwrap();
                    let request = Request { inputs: vec![Input::File(path)], ..Request::default() };
                    let key = match source::read(&request, Room::default(), &Control::new()) {
                        Ok((_, report)) => report.read[0].encoding.clone(),
                        Err(error) => error.to_string().split(':').skip(1).collect::<String>(),
                    };
                    *bad.entry(key).or_insert(0) += 1;
                }
                println!("{enc} {len}: {bad:?}");
            }
        }
    }
}
