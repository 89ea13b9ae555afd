//! Finished analyses on disk, keyed by the hash of the text and the settings; checked, disposable.
//!
//! One file an analysis: [`MAGIC`], the payload's length (u64), BLAKE3 of the payload (32 bytes), the payload. The
//! payload is the key (u64 length, bytes), floors, totals, number of rows (u64), blob (u64 length, bytes), then the
//! columns in the order of [`Columns`]. All numbers are little-endian. The file is read into memory, never mapped: a
//! mapped file that shrinks kills the process.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::source::{Options, SourceRecord};
use super::{atomic, paths};
use crate::engine::candidates::{Columns, Totals};
use crate::engine::{CandidateTable, Floors};

/// First bytes of a cache file; the number is the version of the layout.
const MAGIC: &[u8; 12] = b"wordmine-ct\x01";
/// Version of the engine's numbers: raise it when the same text gives other counts or measures.
const ENGINE: u32 = 1;
/// Extension of cache files.
const EXTENSION: &str = "table";
/// Bytes before the payload.
const HEADER: usize = MAGIC.len() + 8 + 32;
/// Bytes of all columns for one row, the words aside.
const ROW: usize = 4 + 1 + 4 + 4 * 4;
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
    let path = key.file(folder);
    let bytes = read(&path).ok()?;
    let table = decode(&bytes, key);
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
    let payload = encode(table, key);
    let path = key.file(folder);
    atomic::write_private(&path, |out| {
        out.write_all(MAGIC)?;
        out.write_all(&(payload.len() as u64).to_le_bytes())?;
        out.write_all(blake3::hash(&payload).as_bytes())?;
        out.write_all(&payload)
    })?;
    prune(folder, &path, MOST_FILES, MOST_BYTES)
}

/// The bytes of a regular file of a size that [`save`] may have left.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let found = fs::metadata(path)?;
    if !found.is_file() || found.len() > MOST_BYTES {
        return Err(io::Error::other("no cache file"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn encode(table: &CandidateTable, key: &Key) -> Vec<u8> {
    let (columns, floors, totals) = (table.columns(), table.floors(), table.totals());
    let mut out = Vec::with_capacity(columns.blob.len() + columns.ends.len() * ROW + 256);
    let text = |out: &mut Vec<u8>, text: &str| {
        out.extend((text.len() as u64).to_le_bytes());
        out.extend(text.as_bytes());
    };
    text(&mut out, &key.0);
    out.extend(floors.min_count.to_le_bytes());
    out.push(floors.max_length);
    for total in [totals.symbols, totals.alphabet, totals.segments] {
        out.extend(total.to_le_bytes());
    }
    out.extend((columns.ends.len() as u64).to_le_bytes());
    text(&mut out, &columns.blob);
    out.extend(columns.ends.iter().flat_map(|end| end.to_le_bytes()));
    out.extend(&columns.length);
    out.extend(columns.count.iter().flat_map(|count| count.to_le_bytes()));
    for column in [&columns.pmi, &columns.left, &columns.right, &columns.score] {
        out.extend(column.iter().flat_map(|value| value.to_le_bytes()));
    }
    out
}

fn decode(bytes: &[u8], key: &Key) -> Option<CandidateTable> {
    let (header, payload) = bytes.split_at_checked(HEADER)?;
    let (magic, header) = header.split_at_checked(MAGIC.len())?;
    let (length, hash) = header.split_at_checked(8)?;
    let length = u64::from_le_bytes(length.try_into().ok()?);
    if magic != MAGIC || length != payload.len() as u64 || hash != blake3::hash(payload).as_bytes() {
        return None;
    }
    let mut rest = Reader(payload);
    if rest.text()? != key.0 {
        return None;
    }
    let floors = Floors { min_count: rest.u32()?, max_length: rest.take(1)?[0] };
    let totals = Totals { symbols: rest.u64()?, alphabet: rest.u64()?, segments: rest.u64()? };
    let rows = rest.u64()?;
    let blob = rest.text()?.to_owned();
    // Checked before anything of the size of `rows` is made.
    if rows.checked_mul(ROW as u64)? != rest.0.len() as u64 {
        return None;
    }
    let rows = usize::try_from(rows).ok()?;
    let columns = Columns {
        blob,
        ends: rest.column(rows, u32::from_le_bytes)?,
        length: rest.take(rows)?.to_vec(),
        count: rest.column(rows, u32::from_le_bytes)?,
        pmi: rest.column(rows, f32::from_le_bytes)?,
        left: rest.column(rows, f32::from_le_bytes)?,
        right: rest.column(rows, f32::from_le_bytes)?,
        score: rest.column(rows, f32::from_le_bytes)?,
    };
    CandidateTable::new(columns, floors, totals).ok()
}

/// What is left to read of a payload.
struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, bytes: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn text(&mut self) -> Option<&'b str> {
        let bytes = usize::try_from(self.u64()?).ok()?;
        std::str::from_utf8(self.take(bytes)?).ok()
    }

    fn column<T>(&mut self, rows: usize, value: impl Fn([u8; 4]) -> T) -> Option<Vec<T>> {
        let bytes = self.take(rows.checked_mul(4)?)?;
        Some(bytes.chunks_exact(4).map(|four| value([four[0], four[1], four[2], four[3]])).collect())
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
            assert!(decode(&sound[..cut], &key("a")).is_none(), "cut at {cut}");
        }
        for bit in 0..sound.len() * 8 {
            let mut bytes = sound.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(decode(&bytes, &key("a")).is_none(), "bit {bit}");
        }
        fs::write(&path, &sound[..sound.len() - 1]).unwrap();
        assert!(load(folder.path(), &key("a")).is_none());
        assert!(!path.exists());
    }

    /// Payloads with a right hash and wrong contents: what a flawed or hostile writer may leave.
    #[test]
    fn a_right_hash_over_wrong_contents_is_no_table() {
        let sound = encode(&table(), &key("a"));
        let sealed = |payload: &[u8]| {
            let length = (payload.len() as u64).to_le_bytes();
            [MAGIC.as_slice(), &length, blake3::hash(payload).as_bytes(), payload].concat()
        };
        assert!(decode(&sealed(&sound), &key("a")).is_some());
        for cut in 0..sound.len() {
            assert!(decode(&sealed(&sound[..cut]), &key("a")).is_none(), "cut at {cut}");
        }
        for byte in 0..sound.len() {
            let mut payload = sound.clone();
            payload[byte] = !payload[byte];
            if let Some(table) = decode(&sealed(&payload), &key("a")) {
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
