//! Finished analyses on disk, keyed by the hash of the text and the settings; checked, disposable.
//!
//! One file an analysis: [`MAGIC`], the payload's length (u64), BLAKE3 of the payload (32 bytes), the payload. The
//! payload is the key (u64 length, bytes), floors, totals, number of rows (u64), blob (u64 length, bytes), the single
//! symbols likewise (their number, blob, columns in the order of [`Symbols`]), then the columns in the order of
//! [`Columns`]. All numbers are little-endian. The file is read into memory, never mapped: a
//! mapped file that shrinks kills the process. Columns go from the table to the file and back without a copy between.
//!
//! The key has the hash of the text, so the text is read and hashed before its analysis is looked for. Size and time of
//! the file alone would miss a text that was changed without a change in either; and the contexts need the text anyway.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::source::{Options, SourceRecord};
use super::{atomic, paths};
use crate::engine::candidates::{Columns, Symbols, Totals};
use crate::engine::{CandidateTable, Floors};

/// First bytes of a cache file; the number is the version of the layout.
const MAGIC: &[u8; 12] = b"wordmine-ct\x02";
/// Version of the engine's numbers: raise it when the same text gives other counts or measures.
const ENGINE: u32 = 2;
/// Extension of cache files.
const EXTENSION: &str = "table";
/// Bytes before the payload.
const HEADER: usize = MAGIC.len() + 8 + 32;
/// Bytes of all columns for one row, the words aside.
const ROW: usize = 4 + 1 + 4 + 4 * 4 + 2 * 4;
/// Bytes of all columns for one symbol, its text aside.
const SYMBOL: usize = 6 * 4;
/// Most files kept.
const MOST_FILES: usize = 32;
/// Most bytes kept.
const MOST_BYTES: u64 = 4 << 30;

/// The name of an analysis: what was counted, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key of the analysis of `sources`, read by `options`, with `floors` by this version of the engine.
    #[must_use]
    pub fn new(sources: &[SourceRecord], floors: Floors, options: &Options) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(&[0]);
        hasher.update(&ENGINE.to_le_bytes());
        hasher.update(&floors.min_count.to_le_bytes());
        hasher.update(&[floors.max_length]);
        // Without maps in it, they have one form.
        let options = serde_json::to_string(options).unwrap_or_default();
        hasher.update(&(options.len() as u64).to_le_bytes());
        hasher.update(options.as_bytes());
        for source in sources {
            hasher.update(&source.bytes.to_le_bytes());
            hasher.update(&(source.hash.len() as u64).to_le_bytes());
            hasher.update(source.hash.as_bytes());
        }
        Key(hasher.finalize().to_hex().to_string())
    }

    fn file(&self, folder: &Path) -> PathBuf {
        folder.join(&self.0).with_extension(EXTENSION)
    }
}

/// The table kept in `folder` under `key`; `None` when there is none or it is damaged (it is then removed).
#[must_use]
pub fn load(folder: &Path, key: &Key) -> Option<CandidateTable> {
    load_within(folder, key, u64::MAX)
}

/// As [`load`]; a table of more than `most` bytes is taken for none.
#[must_use]
pub fn load_within(folder: &Path, key: &Key, most: u64) -> Option<CandidateTable> {
    let path = key.file(folder);
    let (file, size) = open(&path).ok().filter(|&(_, size)| size <= most)?;
    let table = decode(file, size, key);
    if table.is_none() {
        // Removing is a courtesy: the next save replaces it anyway.
        let _ = fs::remove_file(&path);
    } else if let Ok(file) = File::options().append(true).open(&path) {
        // The time of last use decides what is dropped first.
        let _ = file.set_modified(SystemTime::now());
    }
    table
}

/// Keeps `table` in `folder` under `key`, and drops the tables longest unused when there are too many.
///
/// # Errors
/// Those of the file system. A cache that cannot be kept is no reason to stop.
pub fn save(folder: &Path, key: &Key, table: &CandidateTable) -> io::Result<()> {
    paths::make_private(folder)?;
    atomic::sweep(folder)?;
    let path = key.file(folder);
    atomic::write_private(&path, |out| encode(table, key, out))?;
    prune(folder, &path, MOST_FILES, MOST_BYTES)
}

/// The regular file at `path` and its size in bytes, if that is one that [`save`] may have left.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let found = fs::metadata(path)?;
    if !found.is_file() || found.len() > MOST_BYTES {
        return Err(io::Error::other("no cache file"));
    }
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    Ok((file, size))
}

/// Writes header and payload. The payload goes through the hasher into the file in two passes, since the header, which
/// is written first, has the hash.
fn encode(table: &CandidateTable, key: &Key, out: &mut dyn Write) -> io::Result<()> {
    let mut hasher = blake3::Hasher::new();
    let mut length = 0;
    payload(table, key, &mut |bytes| {
        hasher.update_rayon(bytes);
        length += bytes.len() as u64;
        Ok(())
    })?;
    out.write_all(MAGIC)?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(hasher.finalize().as_bytes())?;
    payload(table, key, &mut |bytes| out.write_all(bytes))
}

/// Gives the bytes of the payload to `put`, part by part.
fn payload(table: &CandidateTable, key: &Key, put: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let (columns, floors, totals) = (table.columns(), table.floors(), table.totals());
    put(&(key.0.len() as u64).to_le_bytes())?;
    put(key.0.as_bytes())?;
    put(&floors.min_count.to_le_bytes())?;
    put(&[floors.max_length])?;
    for number in [totals.symbols, totals.alphabet, totals.segments, columns.ends.len() as u64] {
        put(&number.to_le_bytes())?;
    }
    put(&(columns.blob.len() as u64).to_le_bytes())?;
    put(columns.blob.as_bytes())?;
    put_symbols(&columns.symbols, put)?;
    put_column(&columns.ends, u32::to_le_bytes, put)?;
    put(&columns.length)?;
    put_column(&columns.count, u32::to_le_bytes, put)?;
    for column in [&columns.pmi, &columns.left, &columns.right, &columns.score] {
        put_column(column, f32::to_le_bytes, put)?;
    }
    for column in [&columns.left_kinds, &columns.right_kinds] {
        put_column(column, u32::to_le_bytes, put)?;
    }
    Ok(())
}

fn put_symbols(symbols: &Symbols, put: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    put(&(symbols.len() as u64).to_le_bytes())?;
    put(&(symbols.blob.len() as u64).to_le_bytes())?;
    put(symbols.blob.as_bytes())?;
    put_column(&symbols.ends, u32::to_le_bytes, put)?;
    put_column(&symbols.count, u32::to_le_bytes, put)?;
    for column in [&symbols.left, &symbols.right] {
        put_column(column, f32::to_le_bytes, put)?;
    }
    for column in [&symbols.left_kinds, &symbols.right_kinds] {
        put_column(column, u32::to_le_bytes, put)?;
    }
    Ok(())
}

fn put_column<T: bytemuck::Pod>(
    column: &[T],
    bytes: fn(T) -> [u8; 4],
    put: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    if cfg!(target_endian = "little") {
        return put(bytemuck::cast_slice(column));
    }
    column.chunks(1 << 14).try_for_each(|part| put(&part.iter().copied().flat_map(bytes).collect::<Vec<u8>>()))
}

/// The table in `file`, which has `size` bytes.
fn decode(mut file: impl Read, size: u64, key: &Key) -> Option<CandidateTable> {
    let mut header = [0; HEADER];
    file.read_exact(&mut header).ok()?;
    let (magic, header) = header.split_at(MAGIC.len());
    let (length, hash) = header.split_at(8);
    let length = u64::from_le_bytes(length.try_into().ok()?);
    if magic != MAGIC || length.checked_add(HEADER as u64) != Some(size) {
        return None;
    }
    let mut payload = Payload { file, left: length, hasher: blake3::Hasher::new() };
    if payload.bytes()? != key.0.as_bytes() {
        return None;
    }
    let floors = Floors { min_count: u32::from_le_bytes(payload.array()?), max_length: payload.array::<1>()?[0] };
    let totals = Totals { symbols: payload.u64()?, alphabet: payload.u64()?, segments: payload.u64()? };
    let rows = payload.u64()?;
    // A copy of checked bytes: the check of the standard library takes several times as long.
    let blob = simdutf8::basic::from_utf8(&payload.bytes()?).ok()?.to_owned();
    let symbols = payload.symbols()?;
    // Checked before anything of the size of `rows` is made.
    if rows.checked_mul(ROW as u64)? != payload.left {
        return None;
    }
    let rows = usize::try_from(rows).ok()?;
    let (ends, length) = (payload.column(rows, u32::from_le)?, payload.take(rows)?);
    let count = payload.column(rows, u32::from_le)?;
    let mut float = || payload.floats(rows);
    let (pmi, left, right, score) = (float()?, float()?, float()?, float()?);
    let (left_kinds, right_kinds) = (payload.column(rows, u32::from_le)?, payload.column(rows, u32::from_le)?);
    if hash != payload.hasher.finalize().as_bytes() {
        return None;
    }
    let columns = Columns { blob, ends, length, count, pmi, left, right, score, left_kinds, right_kinds, symbols };
    CandidateTable::new(columns, floors, totals).ok()
}

/// A payload that is read part by part through the hasher.
struct Payload<R> {
    file: R,
    /// Bytes not read yet.
    left: u64,
    hasher: blake3::Hasher,
}

impl<R: Read> Payload<R> {
    /// Fills `part`; nothing when less is left.
    fn fill(&mut self, part: &mut [u8]) -> Option<()> {
        self.left = self.left.checked_sub(part.len() as u64)?;
        self.file.read_exact(part).ok()?;
        self.hasher.update_rayon(part);
        Some(())
    }

    fn take(&mut self, bytes: usize) -> Option<Vec<u8>> {
        // What the file says is not believed beyond its size.
        let mut part = vec![0; usize::try_from(self.left).ok().filter(|&left| bytes <= left).map(|_| bytes)?];
        self.fill(&mut part)?;
        Some(part)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut array = [0; N];
        self.fill(&mut array)?;
        Some(array)
    }

    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.array()?))
    }

    /// Bytes behind their number.
    fn bytes(&mut self) -> Option<Vec<u8>> {
        let length = usize::try_from(self.u64()?).ok()?;
        self.take(length)
    }

    fn symbols(&mut self) -> Option<Symbols> {
        let rows = self.u64()?;
        let blob = String::from_utf8(self.bytes()?).ok()?;
        // What the file says is not believed beyond its size.
        if rows.checked_mul(SYMBOL as u64)? > self.left {
            return None;
        }
        let rows = usize::try_from(rows).ok()?;
        Some(Symbols {
            blob,
            ends: self.column(rows, u32::from_le)?,
            count: self.column(rows, u32::from_le)?,
            left: self.floats(rows)?,
            right: self.floats(rows)?,
            left_kinds: self.column(rows, u32::from_le)?,
            right_kinds: self.column(rows, u32::from_le)?,
        })
    }

    fn floats(&mut self, rows: usize) -> Option<Vec<f32>> {
        self.column(rows, |x: f32| f32::from_bits(u32::from_le(x.to_bits())))
    }

    fn column<T: bytemuck::Pod>(&mut self, rows: usize, from_le: impl Fn(T) -> T) -> Option<Vec<T>> {
        let mut column = vec![T::zeroed(); rows];
        self.fill(bytemuck::cast_slice_mut(&mut column))?;
        if cfg!(target_endian = "big") {
            column.iter_mut().for_each(|value| *value = from_le(*value));
        }
        Some(column)
    }
}

/// Drops the tables longest unused, `keep` excepted, until at most `files` of them and `bytes` bytes are left.
fn prune(folder: &Path, keep: &Path, files: usize, bytes: u64) -> io::Result<()> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == EXTENSION)
            && let Ok(found) = fs::symlink_metadata(&path)
        {
            let used = if path == keep { None } else { found.modified().ok() };
            kept.push((used.map_or((1, SystemTime::UNIX_EPOCH), |used| (0, used)), found.len(), path));
        }
    }
    kept.sort();
    let (mut count, mut size) = (kept.len(), kept.iter().map(|(_, size, _)| size).sum::<u64>());
    for (_, length, path) in kept {
        if path == keep || (count <= files && size <= bytes) {
            break;
        }
        fs::remove_file(&path)?;
        (count, size) = (count - 1, size - length);
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::project::source::Input;

    fn table() -> CandidateTable {
        let columns = Columns {
            blob: "孙行者悟空行者".to_owned(),
            ends: vec![9, 15, 21],
            length: vec![3, 2, 2],
            count: vec![7, 4_000_000_000, 12],
            pmi: vec![1.5, f32::NEG_INFINITY, f32::MIN_POSITIVE],
            left: vec![0.1, 0.0, 2.25],
            right: vec![0.2, 3.0, 2.5],
            score: vec![0.0, 1.0, 0.333_333_34],
            left_kinds: vec![1, 4, 9],
            right_kinds: vec![2, u32::MAX, 7],
            symbols: Symbols {
                blob: "孙悟空者行".to_owned(),
                ends: vec![3, 6, 9, 12, 15],
                count: vec![8, 9, 10, 11, 12],
                left: vec![0.0, 0.5, 1.0, 1.5, 2.0],
                right: vec![2.0, 1.5, 1.0, 0.5, 0.0],
                left_kinds: vec![1, 2, 3, 4, 5],
                right_kinds: vec![5, 4, 3, 2, 1],
            },
        };
        let totals = Totals { symbols: 1 << 40, alphabet: 5, segments: 6 };
        CandidateTable::new(columns, Floors::default(), totals).unwrap()
    }

    fn record(hash: &str) -> SourceRecord {
        SourceRecord { bytes: 5, hash: hash.to_owned(), ..SourceRecord::unread(Input::Demo, "n") }
    }

    fn key(hash: &str) -> Key {
        Key::new(&[record(hash)], Floors::default(), &Options::default())
    }

    fn decoded(bytes: &[u8]) -> Option<CandidateTable> {
        decode(bytes, bytes.len() as u64, &key("a"))
    }

    #[test]
    fn what_is_kept_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let cache = folder.path().join("new/cache");
        assert!(load(&cache, &key("a")).is_none());
        save(&cache, &key("a"), &table()).unwrap();
        assert_eq!(load(&cache, &key("a")).unwrap(), table());
        assert!(load(&cache, &key("b")).is_none());
        let empty = CandidateTable::new(Columns::default(), Floors::default(), Totals::default()).unwrap();
        save(&cache, &key("e"), &empty).unwrap();
        assert_eq!(load(&cache, &key("e")).unwrap(), empty);
    }

    #[test]
    fn the_key_tells_texts_and_floors_apart() {
        let none = Options::default();
        let all = [
            key("a"),
            key("b"),
            Key::new(&[record("a"), record("b")], Floors::default(), &none),
            Key::new(&[record("b"), record("a")], Floors::default(), &none),
            Key::new(&[record("ab")], Floors::default(), &none),
            Key::new(&[record("a")], Floors { min_count: 6, ..Floors::default() }, &none),
            Key::new(&[record("a")], Floors { max_length: 7, ..Floors::default() }, &none),
            Key::new(&[record("a")], Floors::default(), &Options { encoding: Some("gbk".to_owned()), ..none.clone() }),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[..i].iter().all(|b| a != b), "{i}");
        }
    }

    #[test]
    fn a_table_under_another_name_is_not_taken() {
        let folder = tempfile::tempdir().unwrap();
        save(folder.path(), &key("a"), &table()).unwrap();
        fs::rename(key("a").file(folder.path()), key("b").file(folder.path())).unwrap();
        assert!(load(folder.path(), &key("b")).is_none());
    }

    #[test]
    fn damage_is_seen_and_the_file_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = key("a").file(folder.path());
        save(folder.path(), &key("a"), &table()).unwrap();
        let sound = fs::read(&path).unwrap();
        for cut in 0..sound.len() {
            assert!(decoded(&sound[..cut]).is_none(), "cut at {cut}");
        }
        for bit in 0..sound.len() * 8 {
            let mut bytes = sound.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(decoded(&bytes).is_none(), "bit {bit}");
        }
        fs::write(&path, &sound[..sound.len() - 1]).unwrap();
        assert!(load(folder.path(), &key("a")).is_none());
        assert!(!path.exists());
    }

    /// Payloads with a right hash and wrong contents: what a flawed or hostile writer may leave.
    #[test]
    fn a_right_hash_over_wrong_contents_is_no_table() {
        let mut sound = Vec::new();
        encode(&table(), &key("a"), &mut sound).unwrap();
        let sound = sound.split_off(HEADER);
        let sealed = |payload: &[u8]| {
            let length = (payload.len() as u64).to_le_bytes();
            [MAGIC.as_slice(), &length, blake3::hash(payload).as_bytes(), payload].concat()
        };
        assert!(decoded(&sealed(&sound)).is_some());
        for cut in 0..sound.len() {
            assert!(decoded(&sealed(&sound[..cut])).is_none(), "cut at {cut}");
        }
        for byte in 0..sound.len() {
            let mut payload = sound.clone();
            payload[byte] = !payload[byte];
            if let Some(table) = decoded(&sealed(&payload)) {
                assert!(table.ids().all(|id| table.find(table.word(id)) == Some(id)));
            }
        }
    }

    #[test]
    fn the_longest_unused_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let keys: Vec<Key> = (0..5).map(|i| key(&i.to_string())).collect();
        for (age, key) in keys.iter().enumerate() {
            save(folder.path(), key, &table()).unwrap();
            let file = File::options().append(true).open(key.file(folder.path())).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1000 - age as u64)).unwrap();
        }
        let stranger = folder.path().join("stranger");
        fs::write(&stranger, "x").unwrap();
        // The last is the oldest by its time, yet the one just saved.
        prune(folder.path(), &keys[4].file(folder.path()), 3, u64::MAX).unwrap();
        let left: Vec<bool> = keys.iter().map(|key| key.file(folder.path()).exists()).collect();
        assert_eq!(left, [true, true, false, false, true]);
        prune(folder.path(), &keys[4].file(folder.path()), 3, 1).unwrap();
        let left: Vec<bool> = keys.iter().map(|key| key.file(folder.path()).exists()).collect();
        assert_eq!(left, [false, false, false, false, true]);
        assert!(stranger.exists());
    }
}
