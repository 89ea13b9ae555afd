//! Compressed texts, records, tables, documents.

use std::io::Write;

use wordmine::engine::Corpus;
use wordmine::project::source::{DocumentsBy, Input, Options};

use crate::source::{file, read, read_with};

const TEXT: &str = "天地玄黄，宇宙洪荒。\n日月盈昃，辰宿列张。\n";
/// "天地玄黄\n" by `xz`.
const XZ: &[u8] = include_bytes!("../data/text.xz");

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut out = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut out = zstd::Encoder::new(Vec::new(), 3).unwrap();
    out.include_checksum(true).unwrap();
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

fn text_of(bytes: &[u8]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, report) = read(&[file(folder.path(), "t", bytes)]).unwrap();
    assert_eq!(report.read[0].bytes, bytes.len() as u64);
    assert_eq!(report.read[0].hash, blake3::hash(bytes).to_hex().as_str());
    (corpus.text().to_owned(), report.read[0].compression.clone())
}

#[test]
fn compression_is_known_by_content_and_members_follow_each_other() {
    for (pack, name) in [(gzip as fn(&[u8]) -> Vec<u8>, "gzip"), (bzip2, "bzip2"), (zstd, "zstd")] {
        assert_eq!(text_of(&pack(TEXT.as_bytes())), (TEXT.to_owned(), name.to_owned()));
        let two = [pack(TEXT.as_bytes()), pack(TEXT.as_bytes())].concat();
        assert_eq!(text_of(&two).0, TEXT.repeat(2), "{name}");
        let (gbk, _, _) = encoding_rs::GB18030.encode(TEXT);
        assert_eq!(text_of(&pack(&gbk)).0, TEXT, "{name}");
    }
    assert_eq!(text_of(XZ), ("天地玄黄\n".to_owned(), "xz".to_owned()));
    assert_eq!(text_of(&[XZ, XZ].concat()).0, "天地玄黄\n天地玄黄\n");
}

fn refused(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    read(&[file(folder.path(), "t", bytes)]).unwrap_err().to_string()
}

#[test]
fn damaged_and_nested_compression_is_refused() {
    for whole in [gzip(TEXT.as_bytes()), bzip2(TEXT.as_bytes()), zstd(TEXT.as_bytes()), XZ.to_vec()] {
        let cut = refused(&whole[..whole.len() - 5]);
        assert!(cut.contains("damaged"), "{cut}");
        let mut flipped = whole.clone();
        let middle = whole.len() / 2;
        flipped[middle] ^= 0x55;
        assert!(refused(&flipped).contains("damaged"));
    }
    assert!(refused(&gzip(&zstd(TEXT.as_bytes()))).contains("compressed twice"));
    assert!(refused(&gzip(b"")).contains("empty"));
}

#[test]
fn a_bomb_is_refused_or_skipped_and_leaves_nothing_behind() {
    let zeros = "天地".repeat(12 << 20);
    for bomb in [gzip(zeros.as_bytes()), zstd(zeros.as_bytes())] {
        assert!(refused(&bomb).contains("too much for its size"));
        let folder = tempfile::tempdir().unwrap();
        file(folder.path(), "a", TEXT);
        file(folder.path(), "b", &bomb);
        file(folder.path(), "c", "终");
        let (corpus, report) = read(&[Input::Folder(folder.path().to_owned())]).unwrap();
        assert_eq!(corpus.text(), format!("{TEXT}终\n"));
        assert_eq!(report.skipped.summary(), "1 file skipped (1 too large unpacked)");
    }
}

/// Record number, date, label and text of every document.
fn documents(corpus: &Corpus) -> Vec<(Option<u64>, String, String, String)> {
    let starts: Vec<usize> = (0..corpus.document_count()).map(|i| corpus.document(i).unwrap().start).collect();
    let ends = starts.iter().skip(1).copied().chain([corpus.len()]);
    let of = |(i, end): (usize, usize)| {
        let document = corpus.document(i).unwrap();
        let text = corpus.text()[document.start..end].trim_end_matches('\n').to_owned();
        let or_none = |name: Option<&str>| name.unwrap_or("").to_owned();
        (document.record, or_none(document.date), or_none(document.label), text)
    };
    ends.enumerate().map(of).collect()
}

fn row(number: u64, date: &str, label: &str, text: &str) -> (Option<u64>, String, String, String) {
    (Some(number), date.to_owned(), label.to_owned(), text.to_owned())
}

#[test]
fn a_json_record_is_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"body\":{\"text\":\"天\\n地\"},\"at\":\"2020-01-02\",\"n\":7}\r\n\nno json\n{\"body\":{}}\n\
                 {\"body\":{\"text\":\"\\ud83d\\ude00玄\"},\"at\":null}";
    let input = [file(folder.path(), "t.jsonl", lines)];
    let options = Options {
        json_field: Some("body.text".to_owned()),
        date_field: Some("at".to_owned()),
        label_field: Some("n".to_owned()),
        ..Options::default()
    };
    let (corpus, report) = read_with(&input, options).unwrap();
    assert_eq!(documents(&corpus), [row(1, "2020-01-02", "7", "天\n地"), row(5, "", "", "😀玄")]);
    assert_eq!(
        report.notes(),
        ["t.jsonl: 2 lines are no JSON record with the field body.text and left out: line 3, 4"]
    );
    assert_eq!(report.read[0].about(), format!("{} bytes, UTF-8, JSONL, 2 documents", lines.len()));
    let message = read(&input).unwrap_err().to_string();
    assert!(message.contains("with the field text (--json-field); the first has at, body, n"), "{message}");
}

#[test]
fn a_row_of_a_table_is_a_document() {
    let folder = tempfile::tempdir().unwrap();
    let options = |column: &str| Options {
        column: Some(column.to_owned()),
        date_field: Some("day".to_owned()),
        ..Options::default()
    };
    let table = "\u{FEFF}day;text\n1;\"天;\n\"\"地\"\"\"\n2;玄\n3\n4;\n";
    let (corpus, report) = read_with(&[file(folder.path(), "t.csv", table)], options("text")).unwrap();
    assert_eq!(documents(&corpus), [row(1, "1", "", "天;\n\"地\""), row(2, "2", "", "玄")]);
    assert_eq!(
        report.read[0].notes,
        ["1 row has no text and left out", "1 row is too short for the column and left out: row 3"]
    );
    let (corpus, _) = read_with(&[file(folder.path(), "t.tsv", "day\tx, y\n1\t天,地\n")], options("2")).unwrap();
    assert_eq!(documents(&corpus), [row(1, "1", "", "天,地")]);
    let plain = Options { column: Some("2".to_owned()), ..Options::default() };
    let (corpus, _) = read_with(&[file(folder.path(), "n.csv", "1,天\n2,地\n")], plain).unwrap();
    assert_eq!(documents(&corpus), [row(1, "", "", "天"), row(2, "", "", "地")]);
    let input = [file(folder.path(), "t.csv", "day,text\n1,天\n")];
    assert!(read(&input).unwrap_err().to_string().contains("--column; it has day, text"));
    assert!(read_with(&input, options("txt")).unwrap_err().to_string().contains("no column txt; it has day, text"));
}

#[test]
fn a_line_is_a_document_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { documents: DocumentsBy::Lines, ..Options::default() };
    let (corpus, report) = read_with(&[file(folder.path(), "t", "天\r\n\r\n  地\r玄")], options).unwrap();
    assert_eq!(documents(&corpus), [row(1, "", "", "天"), row(3, "", "", "地"), row(4, "", "", "玄")]);
    assert_eq!(report.read[0].documents, 3);
}

#[cfg(feature = "documents")]
#[test]
fn a_page_is_its_text() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<html><head><meta charset=\"gb2312\"><title>题</title></head><body><p>天地</p><p>玄黄</body></html>";
    let (bytes, _, _) = encoding_rs::GB18030.encode(page);
    let (corpus, report) = read(&[file(folder.path(), "t", &bytes)]).unwrap();
    assert_eq!(corpus.text(), "天地\n玄黄\n");
    assert_eq!((report.read[0].encoding.as_str(), report.read[0].format.as_str()), ("GB18030 (as it says)", "HTML"));
}

#[test]
fn a_text_of_one_long_line_is_as_good_as_any() {
    let folder = tempfile::tempdir().unwrap();
    let line = "é字😀a".repeat(1_200_000);
    for (shift, options) in
        [(0, Options::default()), (1, Options { documents: DocumentsBy::Lines, ..Options::default() })]
    {
        let line = format!("{}{line}", "x".repeat(shift));
        let (corpus, _) = read_with(&[file(folder.path(), "t", &line)], options).unwrap();
        assert!(corpus.text().strip_suffix('\n') == Some(&line), "shift {shift}");
    }
}
