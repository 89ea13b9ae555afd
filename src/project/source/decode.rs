//! Bytes to characters, chunk by chunk. A byte that belongs to no character becomes U+FFFD and is counted.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};
use simdutf8::compat::from_utf8;

use super::encoding::{self, Detected, Encoding};
use super::error::Fault;
use super::raw::fill;

/// Bytes read at a time. They also tell the encoding.
pub(super) const CHUNK: usize = 256 * 1024;
/// Offsets kept of places with bad bytes.
const OFFSETS: usize = 8;

/// Where pieces of text go.
pub(super) type Take<'t> = dyn FnMut(&str) -> Result<(), Fault> + 't;

/// Memory that is used for one source after the other.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// Bytes as read.
    pub raw: Vec<u8>,
    text: String,
}

impl Buffers {
    pub(super) fn new() -> Self {
        Self::sized(CHUNK)
    }

    fn sized(size: usize) -> Self {
        Buffers { raw: vec![0; size], text: String::new() }
    }
}

/// What was no character, or no usual one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Damage {
    /// Bytes that are no character.
    pub replaced: u64,
    /// Offsets of the first places with such bytes.
    pub offsets: Vec<u64>,
    /// NUL characters.
    pub nuls: u64,
}

impl Damage {
    fn add(&mut self, offset: u64, bytes: usize) {
        if self.offsets.len() < OFFSETS {
            self.offsets.push(offset);
        }
        self.replaced += bytes as u64;
    }
}

enum Codec {
    Utf8,
    Utf32(bool),
    Table(Box<Decoder>),
}

impl Codec {
    fn of(encoding: Encoding) -> Self {
        match encoding {
            Encoding::Utf8 => Codec::Utf8,
            Encoding::Utf32(big) => Codec::Utf32(big),
            Encoding::Table(table) => Codec::Table(Box::new(table.new_decoder_without_bom_handling())),
        }
    }
}

/// The text of a source, read chunk by chunk.
pub(super) struct TextReader<'a> {
    source: Box<dyn Read + 'a>,
    buffers: &'a mut Buffers,
    codec: Codec,
    /// What the text is in.
    pub detected: Detected,
    /// What was wrong so far.
    pub damage: Damage,
    /// The bytes in the buffer that are to be decoded.
    start: usize,
    end: usize,
    /// Bytes before `start`.
    offset: u64,
    ended: bool,
    /// Whether all so far is ASCII and the encoding may still turn out to be another.
    open: bool,
}

impl<'a> TextReader<'a> {
    /// The text of `source`, in the encoding `named`, else in that found by its first bytes. A byte order mark is
    /// dropped.
    pub(super) fn new(
        mut source: Box<dyn Read + 'a>,
        named: Option<Encoding>,
        buffers: &'a mut Buffers,
    ) -> Result<Self, Fault> {
        let end = fill(&mut *source, &mut buffers.raw)?;
        let ended = end < buffers.raw.len();
        let head = &buffers.raw[..end];
        let mark = encoding::by_mark(head);
        let detected = match (named, mark) {
            (Some(encoding), Some((marked, _))) if is_wide(encoding) && is_wide(marked) => {
                Detected { encoding: marked, how: "" }
            }
            (Some(encoding), _) => Detected { encoding, how: "" },
            (None, _) => encoding::detect(head, ended).map_err(Fault::Bad)?,
        };
        let start = mark.filter(|(marked, _)| marked.name() == detected.encoding.name()).map_or(0, |(_, bytes)| bytes);
        Ok(TextReader {
            source,
            buffers,
            codec: Codec::of(detected.encoding),
            detected,
            damage: Damage::default(),
            start,
            end,
            offset: start as u64,
            ended,
            open: named.is_none() && mark.is_none() && detected.encoding == Encoding::Utf8,
        })
    }

    /// The first bytes, before anything was taken.
    pub(super) fn head(&self) -> &[u8] {
        &self.buffers.raw[self.start..self.end]
    }

    /// Gives the text of the next chunk to `take`, in pieces. False at the end.
    pub(super) fn step(&mut self, take: &mut Take) -> Result<bool, Fault> {
        if self.start == self.end || self.is_starved() {
            self.refill()?;
        }
        let last = self.ended;
        if self.start == self.end && last && !matches!(self.codec, Codec::Table(_)) {
            return Ok(false);
        }
        let used = match &mut self.codec {
            Codec::Utf8 => self.utf8(take)?,
            Codec::Utf32(big) => {
                let big = *big;
                self.utf32(big, take)?
            }
            Codec::Table(decoder) => {
                let bytes = &self.buffers.raw[self.start..self.end];
                let mut place = Place { offset: self.offset, damage: &mut self.damage };
                table(decoder, bytes, last, &mut self.buffers.text, &mut place, take)?;
                self.end - self.start
            }
        };
        self.start += used;
        self.offset += used as u64;
        Ok(!(last && self.start == self.end))
    }

    /// Gives all the text to `take`.
    pub(super) fn each(&mut self, take: &mut Take) -> Result<(), Fault> {
        while self.step(take)? {}
        Ok(())
    }

    /// All the text, unless it has more than `most` bytes.
    #[cfg(any(feature = "documents", test))]
    pub(super) fn whole(&mut self, most: usize) -> Result<String, Fault> {
        let mut text = String::new();
        self.each(&mut |piece| {
            if text.len() + piece.len() > most {
                let why = format!("its text has more than {} MiB, too much for this kind of file", most >> 20);
                return Err(Fault::bad("too large", why));
            }
            text.push_str(piece);
            Ok(())
        })?;
        Ok(text)
    }

    /// Whether what is left in the buffer may be the start of a character and no more.
    fn is_starved(&self) -> bool {
        !self.ended && self.end - self.start < 4
    }

    fn refill(&mut self) -> Result<(), Fault> {
        if self.ended {
            return Ok(());
        }
        self.buffers.raw.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        self.end += fill(&mut *self.source, &mut self.buffers.raw[self.end..])?;
        self.ended = self.end < self.buffers.raw.len();
        Ok(())
    }

    /// Takes the UTF-8 in the buffer; the bytes used.
    fn utf8(&mut self, take: &mut Take) -> Result<usize, Fault> {
        let bytes = &self.buffers.raw[self.start..self.end];
        let whole = if self.ended { bytes.len() } else { bytes.len() - cut_tail(bytes) };
        let mut used = 0;
        while used < whole {
            let rest = &bytes[used..whole];
            let (valid, bad) = match from_utf8(rest) {
                Ok(text) => (text, 0),
                Err(error) => {
                    let valid = from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                    (valid, error.error_len().unwrap_or(rest.len() - valid.len()))
                }
            };
            self.open = self.open && valid.is_ascii();
            self.damage.nuls += nuls(valid);
            take(valid)?;
            used += valid.len();
            if bad > 0 && self.open {
                self.open = false;
                // Nothing but ASCII before: what follows tells the encoding.
                let found = encoding::detect(&bytes[used..], self.ended).map_err(Fault::Bad)?;
                if found.encoding != Encoding::Utf8 {
                    (self.detected, self.codec) = (found, Codec::of(found.encoding));
                    return Ok(used);
                }
            }
            if bad > 0 {
                self.damage.add(self.offset + used as u64, bad);
                take("\u{FFFD}")?;
                used += bad;
            }
        }
        Ok(used)
    }

    /// Takes the UTF-32 in the buffer; the bytes used.
    fn utf32(&mut self, big: bool, take: &mut Take) -> Result<usize, Fault> {
        let bytes = &self.buffers.raw[self.start..self.end];
        let text = &mut self.buffers.text;
        text.clear();
        let mut used = 0;
        for four in bytes.chunks(4) {
            let number = match *four {
                [a, b, c, d] if big => u32::from_be_bytes([a, b, c, d]),
                [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
                _ if !self.ended => break,
                _ => u32::MAX,
            };
            let c = char::from_u32(number).unwrap_or_else(|| {
                self.damage.add(self.offset + used as u64, four.len());
                '\u{FFFD}'
            });
            text.push(c);
            used += four.len();
        }
        self.damage.nuls += nuls(text);
        take(text)?;
        Ok(used)
    }
}

/// Where a chunk starts, and what is wrong in it.
struct Place<'d> {
    offset: u64,
    damage: &'d mut Damage,
}

/// Decodes `bytes` by a table, in pieces as large as `text` has room for.
fn table(
    decoder: &mut Decoder,
    bytes: &[u8],
    last: bool,
    text: &mut String,
    place: &mut Place,
    take: &mut Take,
) -> Result<(), Fault> {
    let mut used = 0;
    text.clear();
    text.reserve(CHUNK);
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[used..], text, last);
        used += read;
        if let DecoderResult::Malformed(bad, after) = result {
            let at = place.offset + used as u64 - u64::from(after) - u64::from(bad);
            place.damage.add(at, usize::from(bad));
        }
        let is_bad = matches!(result, DecoderResult::Malformed(..));
        if matches!(result, DecoderResult::InputEmpty | DecoderResult::OutputFull) || text.capacity() - text.len() < 16
        {
            place.damage.nuls += nuls(text);
            take(text)?;
            text.clear();
        }
        if is_bad {
            text.push('\u{FFFD}');
        }
        if matches!(result, DecoderResult::InputEmpty) {
            return Ok(());
        }
    }
}

fn is_wide(encoding: Encoding) -> bool {
    encoding.name().starts_with("UTF-16") || encoding.name().starts_with("UTF-32")
}

fn nuls(text: &str) -> u64 {
    memchr::memchr_iter(0, text.as_bytes()).count() as u64
}

/// Bytes at the end that start a character and do not end it.
fn cut_tail(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(3).position(|byte| byte & 0xC0 != 0x80);
    let Some(after) = last else { return 0 };
    let needed = match bytes[bytes.len() - 1 - after] {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    if after + 1 < needed { after + 1 } else { 0 }
}

/// The text as UTF-8 bytes, for those who want a reader.
pub(super) struct Utf8Reader<'r, 'a> {
    text: &'r mut TextReader<'a>,
    piece: String,
    given: usize,
    more: bool,
    /// Bytes that may still be given: a record that never ends would fill the memory.
    pub allowance: std::rc::Rc<std::cell::Cell<u64>>,
}

impl<'r, 'a> Utf8Reader<'r, 'a> {
    pub(super) fn new(text: &'r mut TextReader<'a>, allowance: u64) -> Self {
        let allowance = std::rc::Rc::new(std::cell::Cell::new(allowance));
        Utf8Reader { text, piece: String::new(), given: 0, more: true, allowance }
    }
}

impl Read for Utf8Reader<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.piece.len() && self.more {
            self.given = 0;
            self.piece.clear();
            let piece = &mut self.piece;
            let taken = self.text.step(&mut |text| {
                piece.push_str(text);
                Ok(())
            });
            self.more = taken.map_err(Fault::into_io)?;
        }
        let rest = &self.piece.as_bytes()[self.given..];
        let read = rest.len().min(buffer.len());
        if read as u64 > self.allowance.get() {
            let why = "a record has more than 64 MiB; is a quote open?";
            return Err(Fault::bad("bad records", why).into_io());
        }
        self.allowance.set(self.allowance.get() - read as u64);
        buffer[..read].copy_from_slice(&rest[..read]);
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn read(bytes: &[u8], name: &str, size: usize) -> (String, Damage) {
        let mut buffers = Buffers::sized(size);
        let encoding = Encoding::by_name(name).unwrap();
        let mut reader = TextReader::new(Box::new(Cursor::new(bytes)), Some(encoding), &mut buffers).unwrap();
        let text = reader.whole(usize::MAX).unwrap();
        (text, reader.damage.clone())
    }

    /// Text in an encoding, with noise in it.
    fn noisy(name: &'static str) -> impl Strategy<Value = (&'static str, Vec<u8>)> {
        let text = "[a0字語한ก😀é\n\0]{0,12}".prop_map(move |text| match Encoding::by_name(name).unwrap() {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf32(big) => text
                .chars()
                .flat_map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() })
                .collect(),
            Encoding::Table(table) if table.output_encoding() != table => {
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            Encoding::Table(table) => table.encode(&text).0.into_owned(),
        });
        let noise = prop::collection::vec(any::<u8>(), 0..4);
        let parts = prop::collection::vec(prop_oneof![4 => text, 1 => noise], 0..5);
        parts.prop_map(move |parts| (name, parts.concat()))
    }

    fn any_noisy() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
        let names = [
            "utf-8",
            "utf-16le",
            "utf-32le",
            "utf-32be",
            "gb18030",
            "big5",
            "shift_jis",
            "euc-jp",
            "euc-kr",
            "iso-2022-jp",
            "tis-620",
        ];
        prop::sample::select(names.to_vec()).prop_flat_map(noisy)
    }

    proptest! {
        #[test]
        fn chunks_are_decoded_as_the_whole((name, bytes) in any_noisy(), size in 4usize..40) {
            let whole = read(&bytes, name, CHUNK);
            for size in [size, 64, 4_096, 65_536] {
                prop_assert_eq!(read(&bytes, name, size), whole.clone(), "{} in chunks of {}", name, size);
            }
        }

        #[test]
        fn the_text_is_that_of_the_standard_decoders((name, bytes) in any_noisy()) {
            let (text, damage) = read(&bytes, name, 16);
            let wanted = match Encoding::by_name(name).unwrap() {
                Encoding::Utf8 => String::from_utf8_lossy(&bytes).into_owned(),
                Encoding::Table(table) => table.decode_with_bom_removal(&bytes).0.into_owned(),
                Encoding::Utf32(_) => return Ok(()),
            };
            let wanted = if name == "utf-8" { wanted.trim_start_matches('\u{FEFF}').to_owned() } else { wanted };
            let marked = encoding::by_mark(&bytes).is_some();
            prop_assert!(marked || text == wanted, "{:?} {:?}", text, wanted);
            let bad = text.contains('\u{FFFD}');
            prop_assert_eq!(damage.replaced > 0, !damage.offsets.is_empty());
            prop_assert!(damage.replaced == 0 || bad);
            prop_assert!(damage.replaced <= bytes.len() as u64);
        }
    }

    #[test]
    fn a_reader_gives_the_same_bytes_and_no_record_without_an_end() {
        let text = "天地玄黄\n".repeat(1_000);
        let mut buffers = Buffers::sized(100);
        let mut reader = TextReader::new(Box::new(Cursor::new(&text)), None, &mut buffers).unwrap();
        let mut given = String::new();
        Utf8Reader::new(&mut reader, u64::MAX).read_to_string(&mut given).unwrap();
        assert_eq!(given, text);
        drop(reader);
        let mut reader = TextReader::new(Box::new(Cursor::new(&text)), None, &mut buffers).unwrap();
        let error = Utf8Reader::new(&mut reader, 500).read_to_string(&mut given).unwrap_err();
        assert!(error.to_string().contains("is a quote open?"));
    }

    #[test]
    fn ascii_keeps_the_encoding_open() {
        let (gbk, _, _) = encoding_rs::GB18030.encode("天地玄黄宇宙洪荒日月盈昃辰宿列张");
        let bytes = [&b"plain "[..], &gbk].concat();
        for size in [4, 6, 7, 9, 64] {
            let mut buffers = Buffers::sized(size);
            let mut reader = TextReader::new(Box::new(Cursor::new(&bytes)), None, &mut buffers).unwrap();
            let text = reader.whole(usize::MAX).unwrap();
            assert!(text.starts_with("plain "), "{size}: {text}");
            assert!(size < 64 || text.ends_with("列张"), "{size}: {text}");
        }
    }
}
