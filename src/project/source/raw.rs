//! The bytes of a source as they stand: counted, hashed, watched; and unpacked when they are compressed.

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

use super::error::{Fault, system};
use crate::engine::Control;

/// Bytes of unpacked text from one source, at most.
const MOST_UNPACKED: u64 = 8 << 30;
/// Unpacked bytes from which on a source may not have more than [`MOST_RATIO`] for each packed one.
const FREE: u64 = 64 << 20;
/// Unpacked bytes for one packed byte, at most.
const MOST_RATIO: u64 = 200;
/// Memory for the dictionary of an xz file, in KiB.
const XZ_MEMORY: u32 = 256 << 10;
/// Bytes looked at to know the compression.
const MAGIC: usize = 10;

/// A source as it stands.
pub(super) struct Raw<R> {
    source: R,
    control: Control,
    hasher: blake3::Hasher,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Raw<R> {
    pub(super) fn new(source: R, control: &Control) -> Self {
        Raw { source, control: control.clone(), hasher: blake3::Hasher::new(), bytes: Rc::default() }
    }

    /// Reads what is left; the number and the BLAKE3 (hex) of all bytes.
    pub(super) fn finish(mut self, buffer: &mut [u8]) -> Result<(u64, String), Fault> {
        while self.read(buffer)? > 0 {}
        Ok((self.bytes.get(), self.hasher.finalize().to_hex().to_string()))
    }
}

impl<R: Read> Read for Raw<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            self.control.check().map_err(|cancelled| Fault::from(cancelled).into_io())?;
            return match self.source.read(buffer) {
                Ok(read) => {
                    self.hasher.update(&buffer[..read]);
                    self.bytes.set(self.bytes.get() + read as u64);
                    self.control.advance(read as u64);
                    Ok(read)
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => Err(system(&error).into_io()),
            };
        }
    }
}

/// A source ready to be decoded.
pub(super) struct Unpacked<'a> {
    /// The bytes.
    pub reader: Box<dyn Read + 'a>,
    /// How they were compressed; "" when they were not.
    pub compression: &'static str,
    /// Whether they are a zip archive.
    pub is_archive: bool,
}

/// The bytes of `raw` without their compression, which is known by the first bytes. There is one layer at most.
pub(super) fn unpack<'a, R: Read>(raw: &'a mut Raw<R>, control: &Control) -> Result<Unpacked<'a>, Fault> {
    let mut head = [0; MAGIC];
    let read = fill(raw, &mut head)?;
    let packed = Rc::clone(&raw.bytes);
    let compression = compression(&head[..read]);
    let whole = Cursor::new(head).take(read as u64).chain(raw);
    if compression.is_empty() {
        let is_archive = head[..read].starts_with(b"PK\x03\x04");
        return Ok(Unpacked { reader: Box::new(whole), compression, is_archive });
    }
    let whole = BufReader::with_capacity(1 << 16, whole);
    let unpacked: Box<dyn Read + 'a> = match compression {
        "gzip" => Box::new(flate2::bufread::MultiGzDecoder::new(whole)),
        "bzip2" => Box::new(bzip2::bufread::MultiBzDecoder::new(whole)),
        "xz" => Box::new(lzma_rust2::XzReader::new_mem_limit(whole, true, XZ_MEMORY)),
        _ => Box::new(zstd::Decoder::with_buffer(whole).map_err(|error| damaged(compression, error))?),
    };
    let mut limited = Limited { source: unpacked, compression, packed, bytes: 0, control: control.clone() };
    let mut head = [0; MAGIC];
    let read = fill(&mut limited, &mut head)?;
    if !self::compression(&head[..read]).is_empty() {
        return Err(Fault::bad("compressed twice", "it is compressed twice; unpack it once"));
    }
    let reader = Box::new(Cursor::new(head).take(read as u64).chain(limited));
    Ok(Unpacked { reader, compression, is_archive: head[..read].starts_with(b"PK\x03\x04") })
}

/// The compression of what begins with `head`.
fn compression(head: &[u8]) -> &'static str {
    match head {
        [0x1F, 0x8B, 8, ..] => "gzip",
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => "zstd",
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => "xz",
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]
        | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90] => "bzip2",
        _ => "",
    }
}

fn damaged(compression: &str, error: io::Error) -> Fault {
    if error.get_ref().is_some_and(|inner| inner.is::<Fault>()) {
        return Fault::from(error);
    }
    let why =
        if error.kind() == io::ErrorKind::UnexpectedEof { "its end is missing".to_owned() } else { error.to_string() };
    Fault::bad("damaged", format!("its {compression} data is damaged: {why}"))
}

/// Fills `buffer` as far as the source goes; the number of bytes.
pub(super) fn fill(source: &mut (impl Read + ?Sized), buffer: &mut [u8]) -> Result<usize, Fault> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// Whether `unpacked` bytes out of `packed` are more than any text gives.
pub(super) fn is_bomb(unpacked: u64, packed: u64) -> bool {
    unpacked > MOST_UNPACKED || (unpacked > FREE && unpacked / MOST_RATIO > packed)
}

/// What to say of a bomb.
pub(super) fn bomb(unpacked: u64) -> Fault {
    let text = format!("it unpacks to {} MiB or more, too much for its size; unpack it yourself", unpacked >> 20);
    Fault::bad("too large unpacked", text)
}

/// An unpacked source that may not grow out of all proportion.
struct Limited<R> {
    source: R,
    compression: &'static str,
    packed: Rc<Cell<u64>>,
    bytes: u64,
    control: Control,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.control.check().map_err(|cancelled| Fault::from(cancelled).into_io())?;
        let read = match self.source.read(buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return self.read(buffer),
            Err(error) => return Err(damaged(self.compression, error).into_io()),
        };
        self.bytes += read as u64;
        if is_bomb(self.bytes, self.packed.get()) {
            return Err(bomb(self.bytes).into_io());
        }
        Ok(read)
    }
}
