//! From what a person named to the files there are.

use std::fs::{self, Metadata};
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::super::told::told;
use super::file;
use super::glob::Pattern;
use super::report::Skips;
use super::{Input, SourceError};
use crate::engine::Control;

/// One file or stream to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub input: Input,
    /// Whether the person named it, and not a folder or pattern that has it.
    pub named: bool,
    /// Bytes, when known.
    pub size: Option<u64>,
}

/// The files and streams of `inputs`: those named in their order, those of a folder or pattern in byte order of their
/// paths.
///
/// # Errors
/// [`SourceError`] when a pattern is none, or nothing matches it, or a folder cannot be read.
pub(super) fn all(inputs: &[Input], skips: &mut Skips, control: &Control) -> Result<Vec<Found>, SourceError> {
    let mut found = Vec::new();
    for input in inputs {
        match input {
            Input::Folder(folder) => walk(folder, &|_| true, &mut found, skips, control)?,
            Input::Glob(pattern) => matching(pattern, &mut found, skips, control)?,
            Input::File(path) => {
                let size = path.metadata().ok().map(|found| found.len());
                found.push(Found { input: input.clone(), named: true, size });
            }
            Input::Demo | Input::Stdin => found.push(Found { input: input.clone(), named: true, size: None }),
        }
    }
    // A folder is walked in the order of the disk.
    skips.listed.sort_by(|a, b| compare(&a.path, &b.path));
    Ok(found)
}

fn matching(pattern: &str, found: &mut Vec<Found>, skips: &mut Skips, control: &Control) -> Result<(), SourceError> {
    let known = Pattern::new(pattern)?;
    let before = (found.len(), skips.count());
    let base = if known.base.as_os_str().is_empty() { Path::new(".") } else { &known.base };
    if base.is_dir() {
        let matches = |path: &Path| known.matches(path.strip_prefix("./").unwrap_or(path));
        walk(base, &matches, found, skips, control)?;
    }
    if (found.len(), skips.count()) == before {
        return Err(SourceError::Unreadable { path: pattern.to_owned(), why: "no file matches it".to_owned() });
    }
    Ok(())
}

/// Adds the files below `folder` that are wanted. What is no regular file, or hidden, or empty, is skipped.
fn walk(
    folder: &Path,
    wanted: &dyn Fn(&Path) -> bool,
    found: &mut Vec<Found>,
    skips: &mut Skips,
    control: &Control,
) -> Result<(), SourceError> {
    let from = found.len();
    let mut entries = WalkDir::new(folder).into_iter();
    while let Some(entry) = entries.next() {
        control.check()?;
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let why = error.io_error().map_or_else(|| error.to_string(), told);
                if error.depth() == 0 {
                    return Err(SourceError::Unreadable { path: path.display().to_string(), why });
                }
                skips.add(path, "unreadable", format!("it cannot be read: {why}"));
                continue;
            }
        };
        if entry.depth() == 0 {
            continue;
        }
        let is_folder = entry.file_type().is_dir();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            if is_folder {
                entries.skip_current_dir();
            }
            if is_folder || wanted(entry.path()) {
                skips.add(entry.into_path(), "hidden", "it is hidden; name it to have it read".to_owned());
            }
            continue;
        }
        if is_folder || !wanted(entry.path()) {
            continue;
        }
        match usable(&entry) {
            Ok(size) => {
                found.push(Found { input: Input::File(entry.into_path()), named: false, size: Some(size) });
            }
            Err((kind, why)) => skips.add(entry.into_path(), kind, why),
        }
    }
    found[from..].sort_by(|a, b| compare(path_of(&a.input), path_of(&b.input)));
    Ok(())
}

fn path_of(input: &Input) -> &Path {
    match input {
        Input::File(path) => path,
        _ => Path::new(""),
    }
}

fn compare(a: &Path, b: &Path) -> std::cmp::Ordering {
    a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes())
}

/// The size of the regular file of `entry`; else its kind and why it is skipped.
fn usable(entry: &DirEntry) -> Result<u64, (&'static str, String)> {
    let unreadable = |why: String| ("unreadable", format!("it cannot be read: {why}"));
    let found: Metadata = if entry.file_type().is_symlink() {
        let found = fs::metadata(entry.path()).map_err(|error| unreadable(told(&error)))?;
        if found.is_dir() {
            // It may lead out of the folder, or back into it.
            return Err(("link", "it is a link to a folder; name that folder to have it read".to_owned()));
        }
        found
    } else if let Some(kind) = file::irregular(entry.file_type()) {
        return Err(("no file", format!("it is {kind}")));
    } else {
        entry.metadata().map_err(|error| unreadable(error.io_error().map_or_else(|| error.to_string(), told)))?
    };
    if let Some(kind) = file::irregular(found.file_type()) {
        return Err(("no file", format!("it is {kind}")));
    }
    match found.len() {
        0 => Err(("empty", "it is empty".to_owned())),
        size => Ok(size),
    }
}
