//! Texts that are not what they should be.

use std::fs;
use std::path::{Path, PathBuf};

use wordmine::engine::{Control, Corpus, Stage};
use wordmine::project::source::{self, Input, SourceError, SourceRecord};

fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> Input {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    Input::File(path)
}

fn read(inputs: &[Input]) -> Result<(Corpus, Vec<SourceRecord>), SourceError> {
    source::read(inputs, &Control::new())
}

fn error(bytes: &[u8]) -> (SourceError, String) {
    let folder = tempfile::tempdir().unwrap();
    let error = read(&[file(folder.path(), "text", bytes)]).unwrap_err();
    let message = error.to_string();
    assert!(message.contains("text"), "it names the file: {message}");
    (error, message)
}

#[test]
fn texts_are_read_in_order_hashed_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = [
        file(folder.path(), "b/一.txt", "\u{FEFF}乙\r\n"),
        file(folder.path(), "a/一.txt", "甲"),
        file(folder.path(), "c.txt", "丙\n"),
    ];
    let control = Control::new();
    let (corpus, records) = source::read(&inputs, &control).unwrap();
    assert_eq!(corpus.text(), "乙\r\n甲\n丙\n");
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names, ["b/一.txt", "a/一.txt", "c.txt"]);
    assert_eq!(
        (0..corpus.document_count()).filter_map(|i| corpus.document(i)).map(|d| d.source).collect::<Vec<_>>(),
        names
    );
    assert_eq!(records[0].bytes, 8);
    assert_eq!(records[0].hash, blake3::hash("\u{FEFF}乙\r\n".as_bytes()).to_hex().as_str());
    assert!(records.iter().zip(&inputs).all(|(record, input)| record.input == *input));
    let progress = control.progress();
    assert_eq!((progress.stage, progress.done, progress.total), (Stage::Read, 15, 15));
}

#[test]
fn the_demo_is_there() {
    let control = Control::new();
    let (corpus, records) = source::read(&[Input::Demo], &control).unwrap();
    assert!(corpus.text().starts_with("第一回"));
    assert!(corpus.text().contains("孙悟空"));
    assert_eq!(control.progress().done, control.progress().total);
    assert_eq!(records[0].name, "西游记");
}

#[test]
fn characters_across_chunks_are_whole() {
    // Pieces of 2, 3 and 4 bytes, so that every chunk border falls somewhere else in a character.
    let text = "é字😀a".repeat(150_000);
    let folder = tempfile::tempdir().unwrap();
    for shift in 0..4 {
        let text = format!("{}{text}\n", "x".repeat(shift));
        let (corpus, _) = read(&[file(folder.path(), "t", &text)]).unwrap();
        assert!(corpus.text() == text, "shift {shift}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_placed() {
    for (bytes, at, on) in [
        (&b"ab\nc\xFFd"[..], 4, 2),
        (b"\x80", 0, 1),
        ("中\n文\n".as_bytes().iter().copied().chain(*b"\xD6\xD0\xCE\xC4\n").collect::<Vec<u8>>().as_slice(), 8, 3),
        (b"\xED\xA0\x80 a surrogate", 0, 1),
        (b"a\xE5\xAD", 1, 1),
    ] {
        let (error, message) = error(bytes);
        match error {
            SourceError::NotUtf8 { offset, line, .. } => assert_eq!((offset, line), (at, on), "{bytes:?}"),
            // Cut at the end.
            SourceError::Unreadable { .. } => assert!(message.contains(&format!("offset {at}:")), "{message}"),
            other => panic!("{other}"),
        }
    }
    let mut late = "字".repeat(300_000).into_bytes();
    late.extend(b"\n\xFF\n");
    assert!(matches!(error(&late).0, SourceError::NotUtf8 { offset: 900_001, line: 2, .. }));
}

#[test]
fn utf_16_is_named() {
    let text: Vec<u8> = "\u{FEFF}文字\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let swapped: Vec<u8> = "\u{FEFF}文字\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [text, swapped] {
        assert!(error(&bytes).1.contains("UTF-16"));
    }
}

#[test]
fn nothing_and_binary_are_refused() {
    for bytes in [&b""[..], b"\xEF\xBB\xBF"] {
        assert!(matches!(error(bytes).0, SourceError::Empty { .. }));
    }
    assert!(matches!(error(b"text\0more").0, SourceError::Binary { offset: 4, .. }));
    let mut late = vec![b'a'; 600_000];
    late.push(0);
    assert!(matches!(error(&late).0, SourceError::Binary { offset: 600_000, .. }));
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: PathBuf| read(&[Input::File(path)]).unwrap_err().to_string();
    assert!(refused(folder.path().to_owned()).contains("a folder"));
    assert!(refused(folder.path().join("missing")).contains("missing"));
    #[cfg(unix)]
    {
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(refused(pipe).contains("it is a pipe"));
        assert!(refused("/dev/zero".into()).contains("a device"));
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
        assert!(refused(folder.path().join("socket")).contains("socket"));
        let around = folder.path().join("loop");
        std::os::unix::fs::symlink(&around, &around).unwrap();
        assert!(refused(around).contains("loop"));
    }
}

#[cfg(unix)]
#[test]
fn one_file_under_two_names_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = file(folder.path(), "a", "文字\n");
    fs::hard_link(folder.path().join("a"), folder.path().join("b")).unwrap();
    let twice = [first, Input::File(folder.path().join("b"))];
    assert!(read(&twice).unwrap_err().to_string().contains("twice"));
}

#[test]
fn a_cancelled_reading_stops() {
    let control = Control::new();
    control.cancel();
    assert!(matches!(source::read(&[Input::Demo], &control), Err(SourceError::Cancelled(_))));
}
