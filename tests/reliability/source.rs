//! Texts that are not what they should be.

use std::fs;
use std::path::{Path, PathBuf};

use wordmine::engine::text::Room;
use wordmine::engine::{Control, Corpus, Stage};
use wordmine::project::source::{self, Input, Options, ReadReport, Request, SourceError};

pub fn file(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> Input {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    Input::File(path)
}

pub fn read_with(inputs: &[Input], options: Options) -> Result<(Corpus, ReadReport), SourceError> {
    source::read(&Request { inputs: inputs.to_vec(), options }, Room::default(), &Control::new())
}

pub fn read(inputs: &[Input]) -> Result<(Corpus, ReadReport), SourceError> {
    read_with(inputs, Options::default())
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
    let request = Request { inputs: inputs.to_vec(), ..Request::default() };
    let (corpus, report) = source::read(&request, Room::default(), &control).unwrap();
    let records = &report.read;
    assert_eq!(corpus.text(), "乙\r\n甲\n丙\n");
    let names: Vec<&str> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names, ["b/一.txt", "a/一.txt", "c.txt"]);
    assert_eq!(
        (0..corpus.document_count()).filter_map(|i| corpus.document(i)).map(|d| d.source).collect::<Vec<_>>(),
        names
    );
    assert_eq!(records[0].about(), "8 bytes, UTF-8, text, 1 document");
    assert_eq!(records[0].hash, blake3::hash("\u{FEFF}乙\r\n".as_bytes()).to_hex().as_str());
    assert!(records.iter().zip(&inputs).all(|(record, input)| record.input == *input));
    assert_eq!(report.notes(), [""; 0]);
    let progress = control.progress();
    assert_eq!((progress.stage, progress.done, progress.total), (Stage::Read, 15, 15));
}

#[test]
fn the_demo_is_there() {
    let control = Control::new();
    let request = Request { inputs: vec![Input::Demo], ..Request::default() };
    let (corpus, report) = source::read(&request, Room::default(), &control).unwrap();
    assert!(corpus.text().starts_with("第一回"));
    assert!(corpus.text().contains("孙悟空"));
    assert_eq!(control.progress().done, control.progress().total);
    assert_eq!(report.read[0].name, "西游记");
}

#[test]
fn nothing_and_binary_are_refused() {
    for bytes in [&b""[..], b"\xEF\xBB\xBF", b"\xFF\xFE"] {
        assert!(matches!(error(bytes).0, SourceError::Empty { .. }));
    }
    for (bytes, told) in [
        (&b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01\0\0\0"[..], "it is a program"),
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "it is a PDF"),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "it is an image"),
        (b"PK\x03\x04 an archive, but a damaged one", "zip"),
        (b"\x01\x02\x03\0\x05\x06\x80\xFF\xFE\0\0\x09", "NUL byte at offset 3"),
    ] {
        let message = error(bytes).1;
        assert!(message.contains(told), "{message}");
    }
}

#[test]
fn a_nul_in_a_text_is_a_break() {
    let folder = tempfile::tempdir().unwrap();
    let text = "天地玄黄宇宙洪荒\0日月盈昃";
    let (corpus, report) = read(&[file(folder.path(), "t", text)]).unwrap();
    assert_eq!(corpus.text(), format!("{text}\n"));
    assert_eq!(report.notes(), ["t: 1 NUL character counts as a break"]);
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |path: PathBuf| read(&[Input::File(path)]).unwrap_err().to_string();
    assert!(refused(folder.path().to_owned()).contains("a folder"));
    assert!(refused(folder.path().join("missing")).contains("missing"));
    let nothing = read(&[Input::Folder(folder.path().to_owned())]).unwrap_err().to_string();
    assert!(nothing.starts_with("there is no text in "), "{nothing}");
    assert!(read(&[Input::Folder(folder.path().join("missing"))]).unwrap_err().to_string().contains("no such"));
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
fn everything_odd_in_a_folder_is_named_and_skipped() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, text) in
        [("b.txt", "乙"), ("a/z.txt", "丙"), ("a.txt", "甲"), ("empty", ""), (".hidden", "x"), (".git/config", "y")]
    {
        file(folder.path(), name, text);
    }
    file(folder.path(), "image.txt", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR");
    file(folder.path(), "broken.gz", b"\x1F\x8B\x08\0\0\0\0\0\0\x03 no deflate");
    fs::hard_link(at("a.txt"), at("same.txt")).unwrap();
    symlink(at("b.txt"), at("link.txt")).unwrap();
    symlink(at("loop"), at("loop")).unwrap();
    symlink(folder.path(), at("a/up")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    symlink("/dev/zero", at("device")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    file(folder.path(), "closed.txt", "丁");
    fs::set_permissions(at("closed.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    // Root reads it all the same.
    let is_closed = fs::read(at("closed.txt")).is_err();

    let control = Control::new();
    let request = Request { inputs: vec![Input::Folder(folder.path().to_owned())], ..Request::default() };
    let (corpus, report) = source::read(&request, Room::default(), &control).unwrap();
    let names: Vec<&str> = report.read.iter().map(|record| record.name.as_str()).collect();
    let wanted: &[&str] =
        if is_closed { &["a.txt", "z.txt", "b.txt"] } else { &["a.txt", "z.txt", "b.txt", "closed.txt"] };
    assert_eq!(names, wanted);
    assert!(corpus.text().starts_with("甲\n丙\n乙\n"));
    assert_eq!(control.progress().done, control.progress().total);

    let mut skipped: Vec<(String, &str)> = Vec::new();
    for one in &report.skipped.listed {
        skipped.push((one.path.strip_prefix(folder.path()).unwrap().display().to_string(), one.why.as_str()));
    }
    for (name, why) in [
        ("empty", "it is empty"),
        (".hidden", "hidden"),
        (".git", "hidden"),
        ("image.txt", "an image"),
        ("broken.gz", "gzip data is damaged"),
        ("same.txt", "given twice"),
        ("link.txt", "given twice"),
        ("loop", "back to itself"),
        ("a/up", "a link to a folder"),
        ("dangling", "no such"),
        ("device", "a device"),
        ("pipe", "a pipe"),
        ("socket", "a socket"),
    ] {
        assert!(skipped.iter().any(|(path, told)| path == name && told.contains(why)), "{name}: {skipped:#?}");
    }
    assert_eq!(report.skipped.count(), 13 + u64::from(is_closed));
}

#[test]
fn a_pattern_is_expanded_when_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["news/a.txt", "news/x/b.txt", "news/c.md", "old/d.txt", "news/.e.txt"] {
        file(folder.path(), name, name);
    }
    let pattern = |tail: &str| Input::Glob(format!("{}/{tail}", folder.path().display()));
    let names = |tail: &str| -> Vec<String> {
        read(&[pattern(tail)]).unwrap().1.read.into_iter().map(|record| record.name).collect()
    };
    assert_eq!(names("news/**/*.txt"), ["a.txt", "b.txt"]);
    assert_eq!(names("*/*.{txt,md}"), ["a.txt", "c.md", "d.txt"]);
    file(folder.path(), "news/aa.txt", "new");
    assert_eq!(names("news/*.txt"), ["a.txt", "aa.txt"]);
    assert!(read(&[pattern("none/*.txt")]).unwrap_err().to_string().contains("no file matches"));
    assert!(read(&[pattern("{a")]).unwrap_err().to_string().contains("it is no pattern"));
}

#[cfg(unix)]
#[test]
fn one_file_is_read_once() {
    let folder = tempfile::tempdir().unwrap();
    let first = file(folder.path(), "a", "文字\n");
    fs::hard_link(folder.path().join("a"), folder.path().join("b")).unwrap();
    let second = Input::File(folder.path().join("b"));
    assert!(read(&[first.clone(), second]).unwrap_err().to_string().contains("twice"));
    // Named, and in a folder that is named.
    let whole = Input::Folder(folder.path().to_owned());
    for inputs in [[first.clone(), whole.clone()], [whole, first]] {
        let (corpus, report) = read(&inputs).unwrap();
        assert_eq!((corpus.text(), report.read.len()), ("文字\n", 1));
    }
}

#[test]
fn very_many_empty_files_take_no_room() {
    // A disk may take a minute for so many files; memory does not.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    for part in 0..20 {
        let inside = folder.path().join(part.to_string());
        fs::create_dir(&inside).unwrap();
        for i in 0..1_000 {
            fs::File::create(inside.join(i.to_string())).unwrap();
        }
    }
    file(folder.path(), "text", "文字");
    let (corpus, report) = read(&[Input::Folder(folder.path().to_owned())]).unwrap();
    assert_eq!(corpus.text(), "文字\n");
    assert_eq!(report.skipped.count(), 20_000);
    assert_eq!(report.skipped.listed.len(), source::Skips::LISTED);
    assert!(report.skipped.summary().contains("20000 empty"));
}

#[test]
fn a_cancelled_reading_stops() {
    let folder = tempfile::tempdir().unwrap();
    file(folder.path(), "a", "文字");
    let control = Control::new();
    control.cancel();
    for input in [Input::Demo, Input::Folder(folder.path().to_owned()), Input::File(folder.path().join("a"))] {
        let request = Request { inputs: vec![input], ..Request::default() };
        assert!(matches!(source::read(&request, Room::default(), &control), Err(SourceError::Cancelled(_))));
    }
}

/// Appends to the file at `path` until `job` is done.
fn while_it_grows<T: Send>(path: &Path, job: impl FnOnce() -> T + Send) -> T {
    let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
    std::thread::scope(|scope| {
        let job = scope.spawn(job);
        while !job.is_finished() {
            std::io::Write::write_all(&mut file, "长".as_bytes()).unwrap();
        }
        job.join().unwrap()
    })
}

#[test]
fn a_file_that_grows_is_read_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [("small", 3_000_000), ("large", 12_000_000)] {
        let inside = folder.path().join(name);
        let growing = file(&inside, "b", "长".repeat(bytes / 3));
        let path = inside.join("b");
        file(&inside, "a", "甲");
        file(&inside, "c", "丙");
        // As much as the report says is in the corpus, whatever the file is by then.
        let whole =
            |report: &ReadReport, index: usize| format!("{}\n", "长".repeat(report.read[index].bytes as usize / 3));
        match while_it_grows(&path, || read(std::slice::from_ref(&growing))) {
            Ok((corpus, report)) => assert!(corpus.text() == whole(&report, 0)),
            Err(error) => assert!(error.to_string().contains("it changed while it was read"), "{error}"),
        }
        let (corpus, report) = while_it_grows(&path, || read(&[Input::Folder(inside.clone())])).unwrap();
        if report.read.len() == 3 {
            assert!(corpus.text() == format!("甲\n{}丙\n", whole(&report, 1)));
        } else {
            assert_eq!(corpus.text(), "甲\n丙\n");
            assert_eq!(report.skipped.summary(), "1 file skipped (1 changed)");
        }
        let (corpus, report) = read(&[growing]).unwrap();
        assert!(corpus.text() == whole(&report, 0));
    }
}
