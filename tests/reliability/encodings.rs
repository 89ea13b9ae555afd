//! Texts in every usual encoding, whole and damaged.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, ISO_2022_JP, SHIFT_JIS, WINDOWS_874};
use wordmine::project::source::{Options, SourceError};

use crate::source::{file, read, read_with};

const SIMPLIFIED: &str = "此开卷第一回也。作者自云：因曾历过一番梦幻之后，故将真事隐去，而借“通灵”之说，撰此《石头记》一书也。\n\
    忽念及当日所有之女子，一一细考较去，觉其行止见识，皆出于我之上。何我堂堂须眉，诚不若彼裙钗哉？\n";
const TRADITIONAL: &str = "此開卷第一回也。作者自云：因曾歷過一番夢幻之後，故將真事隱去，而借「通靈」之說，撰此《石頭記》一書也。\n\
    忽念及當日所有之女子，一一細考較去，覺其行止見識，皆出於我之上。何我堂堂鬚眉，誠不若彼裙釵哉？\n";
const JAPANESE: &str = "親譲りの無鉄砲で小供の時から損ばかりしている。小学校に居る時分学校の二階から飛び降りて一週間ほど腰を抜かした事がある。\n\
    なぜそんな無闇をしたと聞く人があるかも知れぬ。別段深い理由でもない。\n";
const KOREAN: &str = "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. 인간은 천부적으로 이성과 양심을 부여받았으며 \
    서로 형제애의 정신으로 행동하여야 한다.\n";
const THAI: &str =
    "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ\n";

/// ISO-2022-JP as the standard encoder writes it, and the other tables.
fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "{}", encoding.name());
    bytes.into_owned()
}

fn decoded(bytes: &[u8], options: Options) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, report) = read_with(&[file(folder.path(), "t", bytes)], options).unwrap();
    let record = &report.read[0];
    assert_eq!((record.replaced, &record.notes[..]), (0, &[][..]), "{}", record.encoding);
    (corpus.text().to_owned(), record.encoding.clone())
}

#[test]
fn every_usual_encoding_is_known_by_its_text_and_by_its_name() {
    for (encoding, text, name) in [
        (GB18030, SIMPLIFIED, "GB18030 (guessed)"),
        (BIG5, TRADITIONAL, "Big5 (guessed)"),
        (SHIFT_JIS, JAPANESE, "Shift_JIS (guessed)"),
        (EUC_JP, JAPANESE, "EUC-JP (guessed)"),
        (ISO_2022_JP, JAPANESE, "ISO-2022-JP (by its escapes)"),
        (EUC_KR, KOREAN, "EUC-KR (guessed)"),
        (WINDOWS_874, THAI, "windows-874 (guessed)"),
    ] {
        let bytes = encoded(encoding, text);
        assert_eq!(decoded(&bytes, Options::default()), (text.to_owned(), name.to_owned()));
        let named = Options { encoding: Some(encoding.name().to_owned()), ..Options::default() };
        assert_eq!(decoded(&bytes, named).0, text);
        // What comes late in a file that begins in ASCII tells the encoding too.
        let late = [&b"plain ASCII\n".repeat(40_000)[..], &bytes].concat();
        if encoding != ISO_2022_JP {
            assert!(decoded(&late, Options::default()).0.ends_with(text), "{name}");
        }
    }
}

#[test]
fn unicode_is_known_by_its_mark_or_its_pattern() {
    let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let wide = |text: &str| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>();
    let wide_big = |text: &str| text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect::<Vec<u8>>();
    for text in [format!("{SIMPLIFIED}𠮷😀\n"), "plain text, nothing else\n".to_owned(), THAI.to_owned()] {
        let marked = format!("\u{FEFF}{text}");
        for (bytes, marked, name) in [
            (little(&text), little(&marked), "UTF-16LE"),
            (big(&text), big(&marked), "UTF-16BE"),
            (wide(&text), wide(&marked), "UTF-32LE"),
            (wide_big(&text), wide_big(&marked), "UTF-32BE"),
        ] {
            assert_eq!(decoded(&marked, Options::default()), (text.clone(), name.to_owned()));
            assert_eq!(decoded(&bytes, Options::default()), (text.clone(), format!("{name} (by its pattern)")));
            let named = Options { encoding: Some(name.to_owned()), ..Options::default() };
            assert_eq!(decoded(&bytes, named.clone()).0, text);
            assert_eq!(decoded(&marked, named).0, text);
        }
    }
}

/// Text, encoding, replaced bytes, offsets.
fn damaged(bytes: &[u8]) -> (String, String, u64, Vec<u64>) {
    let folder = tempfile::tempdir().unwrap();
    let (corpus, report) = read(&[file(folder.path(), "t", bytes)]).unwrap();
    let record = &report.read[0];
    assert!(report.notes()[0].starts_with("t: "), "{:?}", report.notes());
    (corpus.text().to_owned(), record.encoding.clone(), record.replaced, record.offsets.clone())
}

#[test]
fn damaged_utf_8_stays_utf_8() {
    let mut bytes = SIMPLIFIED.as_bytes().to_vec();
    for at in [10, 100, 101, 200] {
        bytes[at] ^= 0x80;
    }
    let (text, encoding, replaced, offsets) = damaged(&bytes);
    assert_eq!((encoding.as_str(), offsets[0]), ("UTF-8", 9));
    assert!(text.contains("觉其行止见识") && text.contains('\u{FFFD}'));
    assert_eq!(text.chars().filter(|c| *c == '\u{FFFD}').count(), offsets.len());
    assert_eq!(text, format!("{}", String::from_utf8_lossy(&bytes)));
    assert!(replaced >= 4);
    for (bytes, at) in [
        ([SIMPLIFIED.as_bytes(), b"\xE5\xAD"].concat(), SIMPLIFIED.len() as u64),
        ([SIMPLIFIED.as_bytes(), b"\xED\xA0\x80 a surrogate\n"].concat(), SIMPLIFIED.len() as u64),
    ] {
        let (_, encoding, _, offsets) = damaged(&bytes);
        assert_eq!((encoding.as_str(), offsets[0]), ("UTF-8", at));
    }
}

#[test]
fn a_file_of_two_encodings_is_read_in_one_and_says_so() {
    let gbk = encoded(GB18030, SIMPLIFIED);
    let (text, encoding, replaced, offsets) = damaged(&[SIMPLIFIED.as_bytes(), &gbk].concat());
    assert_eq!((encoding.as_str(), offsets[0]), ("UTF-8", SIMPLIFIED.len() as u64));
    assert!(text.starts_with(SIMPLIFIED) && replaced > 100 && offsets.len() == 8);
}

#[test]
fn what_a_table_does_not_know_is_placed() {
    let bytes = [&encoded(GB18030, SIMPLIFIED)[..], b"\xFF\n", &encoded(GB18030, SIMPLIFIED), b"\xB0"].concat();
    let at = encoded(GB18030, SIMPLIFIED).len() as u64;
    let (text, encoding, replaced, offsets) = damaged(&bytes);
    assert_eq!((encoding.as_str(), replaced, &offsets[..]), ("GB18030 (guessed)", 2, &[at, 2 * at + 2][..]));
    assert_eq!(text, format!("{SIMPLIFIED}\u{FFFD}\n{SIMPLIFIED}\u{FFFD}\n"));
    let half: Vec<u8> = "\u{FEFF}天地".encode_utf16().flat_map(u16::to_le_bytes).chain([0x00, 0xD8, 0x2D]).collect();
    let (text, encoding, replaced, offsets) = damaged(&half);
    assert_eq!((encoding.as_str(), replaced, offsets[0]), ("UTF-16LE", 3, 6));
    assert!(text.starts_with("天地\u{FFFD}"));
    let wide: Vec<u8> = ['\u{FEFF}', '天'].iter().flat_map(|c| u32::from(*c).to_le_bytes()).collect();
    let (text, _, replaced, offsets) = damaged(&[&wide[..], b"\0\xD8\0\0", b"\x2D"].concat());
    assert_eq!((text.as_str(), replaced, &offsets[..]), ("天\u{FFFD}\u{FFFD}\n", 5, &[8, 12][..]));
}

#[test]
fn an_unknown_encoding_is_refused_with_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    let input = [file(folder.path(), "t", "天地")];
    for (name, told) in
        [("gb18031", "did you mean gb18030?"), ("hz-gb-2312", "iconv -f hz-gb-2312"), ("", "known are utf-8")]
    {
        let options = Options { encoding: Some(name.to_owned()), ..Options::default() };
        let error = read_with(&input, options).unwrap_err();
        assert!(matches!(&error, SourceError::Option(message) if message.contains(told)), "{error}");
    }
}
