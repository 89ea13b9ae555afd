//! The encoding of a text: by the person's word, by its byte order mark, by what it can be decoded as, else a guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs as tables;

use super::SourceError;
use super::error::Why;
use crate::settings::nearest;

/// How many bytes of 1,000 that are not ASCII must be in UTF-8 sequences of three or four bytes, for the text to be
/// damaged UTF-8. Of other encodings a few dozen are, by chance.
const DAMAGED_LONG: usize = 200;
/// The same for sequences of any length.
const DAMAGED_ANY: usize = 600;
/// Of 1,000 characters of UTF-16 or UTF-32 those that must be usual ones, when there is no byte order mark.
const USUAL: usize = 900;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-32; big-endian when true.
    Utf32(bool),
    /// One of the tables of the Encoding Standard (WHATWG), or UTF-16.
    Table(&'static tables::Encoding),
}

impl Encoding {
    /// Its usual name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf32(true) => "UTF-32BE",
            Encoding::Utf32(false) => "UTF-32LE",
            // The decoders are the same; the larger set is what is read.
            Encoding::Table(table) if table == tables::GBK => "GB18030",
            Encoding::Table(table) => table.name(),
        }
    }

    /// The encoding called `name`: one of the labels of the Encoding Standard, `utf-32` and its kinds, or a code page of
    /// East Asia.
    pub(super) fn by_name(name: &str) -> Result<Self, SourceError> {
        let plain = name.trim().to_ascii_lowercase();
        let label = match plain.as_str() {
            "utf-32" | "utf32" | "utf-32le" | "utf32le" => return Ok(Encoding::Utf32(false)),
            "utf-32be" | "utf32be" => return Ok(Encoding::Utf32(true)),
            "cp936" | "windows-936" | "gb2312-80" | "euc-cn" => "gbk",
            "cp950" | "windows-950" | "big5hkscs" => "big5",
            "cp932" | "windows-932" => "shift_jis",
            "cp949" | "uhc" => "windows-949",
            "cp874" => "windows-874",
            "utf16" => "utf-16le",
            "utf16le" => "utf-16le",
            "utf16be" => "utf-16be",
            other => other,
        };
        match tables::Encoding::for_label(label.as_bytes()) {
            Some(table) if table == tables::UTF_8 => Ok(Encoding::Utf8),
            Some(table) if table != tables::REPLACEMENT => Ok(Encoding::Table(table)),
            Some(_) => Err(SourceError::Option(format!(
                "{name} is not read; convert such a text first, with `iconv -f {name} -t UTF-8`"
            ))),
            None => {
                let hint = match nearest(&plain, NAMES.iter().copied()) {
                    Some(known) => format!("did you mean {known}? "),
                    None => String::new(),
                };
                Err(SourceError::Option(format!("there is no encoding {name}; {hint}known are {}", NAMES.join(", "))))
            }
        }
    }
}

/// Names to choose from; the labels of the Encoding Standard are known too.
const NAMES: &[&str] = &[
    "utf-8",
    "utf-16le",
    "utf-16be",
    "utf-32le",
    "utf-32be",
    "gb18030",
    "gbk",
    "gb2312",
    "big5",
    "big5-hkscs",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "euc-kr",
    "tis-620",
    "windows-874",
    "windows-1252",
    "windows-1251",
    "koi8-r",
    "iso-8859-1",
];

/// What a text was found to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Detected {
    pub encoding: Encoding,
    /// How it is known: ` (guessed)`; nothing when it is sure.
    pub how: &'static str,
}

/// The encoding by a byte order mark, and the mark's length.
pub(super) fn by_mark(head: &[u8]) -> Option<(Encoding, usize)> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, 0, 0, ..] => Some((Encoding::Utf32(false), 4)),
        [0, 0, 0xFE, 0xFF, ..] => Some((Encoding::Utf32(true), 4)),
        [0xFF, 0xFE, ..] => Some((Encoding::Table(tables::UTF_16LE), 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Table(tables::UTF_16BE), 2)),
        [0x84, 0x31, 0x95, 0x33, ..] => Some((Encoding::Table(tables::GB18030), 4)),
        _ => None,
    }
}

/// The encoding of the text that starts with `head`, which is all of it when `whole`.
///
/// # Errors
/// When it is no text.
pub(super) fn detect(head: &[u8], whole: bool) -> Result<Detected, Why> {
    let sure = |encoding| Ok(Detected { encoding, how: "" });
    if let Some((encoding, _)) = by_mark(head) {
        return sure(encoding);
    }
    if let Some(what) = known_binary(head) {
        return Err(binary(&format!("it is {what}, no text")));
    }
    let nuls = memchr::memchr_iter(0, head).count();
    let shape = Shape::of(head, whole);
    let controls = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)).count();
    // Half the bytes of UTF-16 of a small alphabet are the same control.
    if shape.bad == 0 && nuls * 20 <= head.len() && (nuls == 0 || controls * 5 < head.len()) {
        if shape.other == 0 && is_iso_2022_jp(head) {
            return Ok(Detected { encoding: Encoding::Table(tables::ISO_2022_JP), how: " (by its escapes)" });
        }
        return sure(Encoding::Utf8);
    }
    if nuls > 0
        && let Some(encoding) = wide(head)
    {
        return Ok(Detected { encoding, how: " (by its pattern)" });
    }
    if shape.is_damaged_utf8() && nuls * 20 <= head.len() {
        return sure(Encoding::Utf8);
    }
    if nuls * 1_000 > head.len() || controls * 10 > head.len() {
        let at = memchr::memchr(0, head).map_or_else(String::new, |at| format!(", with a NUL byte at offset {at}"));
        return Err(binary(&format!("it is no text in any encoding known here{at}; name one with --encoding")));
    }
    if let Some(encoding) = declared(head) {
        return Ok(Detected { encoding, how: " (as it says)" });
    }
    Ok(Detected { encoding: Encoding::Table(legacy(head, whole)), how: " (guessed)" })
}

fn binary(text: &str) -> Why {
    Why { kind: "binary", text: text.to_owned() }
}

/// What a file is whose first bytes are those of no text.
fn known_binary(head: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "an image"),
        (b"\xFF\xD8\xFF", "an image"),
        (b"GIF8", "an image"),
        (b"PK\x03\x04", "a zip archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"Rar!\x1A\x07", "a RAR archive"),
        (b"\x7FELF", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document"),
    ];
    let tar = head.get(257..262) == Some(b"ustar");
    KNOWN.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, what)| *what).or(tar.then_some("a tar archive"))
}

/// What the bytes of a text are when they are taken for UTF-8.
#[derive(Debug, Default)]
struct Shape {
    /// Bytes that are in no sequence.
    bad: usize,
    /// Bytes in sequences of two, and of three or four.
    two: usize,
    long: usize,
    /// All bytes that are not ASCII.
    other: usize,
}

impl Shape {
    fn of(bytes: &[u8], whole: bool) -> Self {
        let mut shape = Shape::default();
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            for c in chunk.valid().chars() {
                match c.len_utf8() {
                    1 => {}
                    2 => shape.two += 2,
                    long => shape.long += long,
                }
            }
            let cut = !whole
                && chunks.peek().is_none()
                && std::str::from_utf8(chunk.invalid()).is_err_and(|error| error.error_len().is_none());
            if !cut {
                shape.bad += chunk.invalid().len();
            }
        }
        shape.other = shape.bad + shape.two + shape.long;
        shape
    }

    fn is_damaged_utf8(&self) -> bool {
        self.long * 1_000 >= self.other * DAMAGED_LONG && self.long > 0
            || (self.two + self.long) * 1_000 >= self.other * DAMAGED_ANY
    }
}

/// Whether ASCII has the escapes of ISO-2022-JP.
fn is_iso_2022_jp(head: &[u8]) -> bool {
    memchr::memchr_iter(0x1B, head).any(|at| {
        let after = &head[at + 1..];
        [&b"$B"[..], b"$@", b"$(D"].iter().any(|escape| after.starts_with(escape))
    })
}

/// UTF-16 or UTF-32 without a mark.
fn wide(head: &[u8]) -> Option<Encoding> {
    let head = &head[..head.len().min(1 << 16)];
    let usual = |decode: &dyn Fn() -> Vec<Option<char>>| {
        let chars = decode();
        let good = chars.iter().flatten().filter(|&&c| is_usual(c)).count();
        if chars.len() < 2 { 0 } else { good * 1_000 / chars.len() }
    };
    let long = |big: bool| {
        let number = move |four: &[u8]| {
            let four = [four[0], four[1], four[2], four[3]];
            if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
        };
        usual(&|| head.chunks_exact(4).map(|four| char::from_u32(number(four))).collect())
    };
    let short = |big: bool| {
        let number = move |two: &[u8]| {
            let two = [two[0], two[1]];
            if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) }
        };
        usual(&|| char::decode_utf16(head.chunks_exact(2).map(number)).map(Result::ok).collect())
    };
    let found = [
        (long(false), Encoding::Utf32(false)),
        (long(true), Encoding::Utf32(true)),
        (short(false), Encoding::Table(tables::UTF_16LE)),
        (short(true), Encoding::Table(tables::UTF_16BE)),
    ];
    found.into_iter().filter(|(usual, _)| *usual >= USUAL).max_by_key(|(usual, _)| *usual).map(|(_, encoding)| encoding)
}

/// Whether a character is of the kind that texts are made of.
fn is_usual(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}'..='\u{52F}' | '\u{5D0}'..='\u{6FF}' | '\u{900}'..='\u{97F}'
        | '\u{E00}'..='\u{EFF}' | '\u{F00}'..='\u{FFF}' | '\u{1780}'..='\u{17FF}' | '\u{1E00}'..='\u{1FFF}'
        | '\u{2010}'..='\u{203B}' | '\u{3000}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{FF01}'..='\u{FFEE}' | '\u{20000}'..='\u{2FA1D}')
}

/// The encoding that an HTML or XML text names near its start.
fn declared(head: &[u8]) -> Option<Encoding> {
    let head = &head[..head.len().min(1_024)];
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace())?;
    if head[start] != b'<' {
        return None;
    }
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = ["charset=", "encoding="].iter().find_map(|key| text.find(key).map(|at| &text[at + key.len()..]))?;
    let name = after.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(name.len());
    Encoding::by_name(&name[..end]).ok().filter(|encoding| {
        // What is not valid UTF-8, and has no NUL, is in neither.
        *encoding != Encoding::Utf8 && matches!(encoding, Encoding::Table(table) if !table.name().starts_with("UTF-16"))
    })
}

/// A guess among the encodings with tables.
fn legacy(head: &[u8], whole: bool) -> &'static tables::Encoding {
    let first = guess(head, whole);
    if first == tables::EUC_JP && share(head, tables::EUC_JP, is_kana) < 50 {
        // Japanese without kana: Korean, when it has hangul.
        let hangul = share(head, tables::EUC_KR, |c| matches!(c, '\u{AC00}'..='\u{D7A3}'));
        return if hangul > 500 { tables::EUC_KR } else { first };
    }
    if EAST_ASIAN.contains(&first) {
        return first;
    }
    if share(head, tables::SHIFT_JIS, is_kana) > 300 {
        return tables::SHIFT_JIS;
    }
    // One damaged place keeps the detector from an encoding: the parts of the text vote.
    let mut votes: Vec<(&'static tables::Encoding, usize)> = Vec::new();
    let mut all = 0;
    let mut rest = head;
    while !rest.is_empty() {
        let least = rest.len().min(PART);
        // Such a byte is within no character.
        let border = rest[least..].iter().position(|&byte| byte < b'0').map_or(rest.len(), |at| least + at + 1);
        let (part, after) = rest.split_at(border);
        rest = after;
        let weight = part.iter().filter(|byte| !byte.is_ascii()).count();
        let vote = guess(part, whole || !rest.is_empty());
        all += weight;
        match votes.iter_mut().find(|(known, _)| *known == vote) {
            Some((_, votes)) => *votes += weight,
            None => votes.push((vote, weight)),
        }
    }
    votes.into_iter().find(|&(vote, weight)| EAST_ASIAN.contains(&vote) && weight * 2 > all).map_or(first, |won| won.0)
}

/// Bytes of a part of a text that votes.
const PART: usize = 64;
/// The tables of the scripts without spaces, and Korean.
const EAST_ASIAN: &[&tables::Encoding] = &[
    tables::GBK,
    tables::GB18030,
    tables::BIG5,
    tables::SHIFT_JIS,
    tables::EUC_JP,
    tables::EUC_KR,
    tables::ISO_2022_JP,
    tables::WINDOWS_874,
];

fn guess(bytes: &[u8], whole: bool) -> &'static tables::Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, whole);
    detector.guess(None, Utf8Detection::Deny)
}

/// How many of 1,000 characters that are not ASCII are `wanted` ones; 0 when more than one of 100 is damaged.
fn share(head: &[u8], table: &'static tables::Encoding, wanted: impl Fn(char) -> bool) -> usize {
    let (text, _) = table.decode_without_bom_handling(head);
    let (mut all, mut good, mut bad) = (0, 0, 0);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        all += 1;
        good += usize::from(wanted(c));
        bad += usize::from(c == '\u{FFFD}');
    }
    // The head may end within a character.
    if all == 0 || bad > 1 + all / 100 { 0 } else { good * 1_000 / all }
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}')
}
