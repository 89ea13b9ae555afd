//! What a person names to be read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The novel's name on screen.
const DEMO_NAME: &str = "西游记";
/// Standard input's name on screen.
pub(super) const STDIN_NAME: &str = "standard input";

/// A text, or a set of texts, to read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Input {
    /// A file.
    File(#[serde(with = "path_text")] PathBuf),
    /// All texts in a folder and the folders in it, whatever they are when it is read.
    Folder(#[serde(with = "path_text")] PathBuf),
    /// All files that match a pattern, whatever they are when it is read.
    Glob(String),
    /// The novel that comes with the program.
    Demo,
    /// Standard input.
    Stdin,
}

impl Input {
    /// A path as a person gives it: a folder, a file, a pattern such as `news/**/*.txt` where there is no such file, and
    /// `-` for standard input.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        if path.as_os_str() == "-" {
            return Input::Stdin;
        }
        if path.is_dir() {
            return Input::Folder(path.to_owned());
        }
        match path.to_str() {
            Some(pattern) if pattern.contains(['*', '?', '[', '{']) && path.symlink_metadata().is_err() => {
                Input::Glob(pattern.to_owned())
            }
            _ => Input::File(path.to_owned()),
        }
    }

    /// The input with its full path, so that it is found from any folder.
    #[must_use]
    pub fn absolute(&self) -> Self {
        let full = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        match self {
            Input::File(path) => Input::File(full(path)),
            Input::Folder(path) => Input::Folder(full(path)),
            Input::Glob(pattern) => Input::Glob(super::glob::absolute(pattern)),
            Input::Demo | Input::Stdin => self.clone(),
        }
    }

    /// What to call it before it is read: the last part of its path.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Input::File(path) | Input::Folder(path) => {
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
            }
            Input::Glob(pattern) => super::glob::short(pattern),
            Input::Demo => "demo".to_owned(),
            Input::Stdin => STDIN_NAME.to_owned(),
        }
    }

    /// What tells one input from another: bytes that are the same for two names of one file.
    #[must_use]
    pub fn identity(&self) -> Vec<u8> {
        match self {
            Input::Demo => b"demo".to_vec(),
            Input::Stdin => b"-".to_vec(),
            Input::Glob(pattern) => [b"*", super::glob::absolute(pattern).as_bytes()].concat(),
            Input::File(path) | Input::Folder(path) => {
                let full = path.canonicalize().unwrap_or_else(|_| path.clone());
                [b"/", full.as_os_str().as_encoded_bytes()].concat()
            }
        }
    }

    /// The input as in a message: its path as it was given.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Input::File(path) | Input::Folder(path) => path.display().to_string(),
            Input::Glob(pattern) => pattern.clone(),
            Input::Demo => DEMO_NAME.to_owned(),
            Input::Stdin => STDIN_NAME.to_owned(),
        }
    }
}

/// Names on screen, all different: the file name, or as much of the path before it as tells equal names apart.
pub(super) fn names(inputs: &[&Input]) -> Vec<String> {
    let name = |input: &Input, parts: usize| match input {
        Input::File(path) | Input::Folder(path) => {
            let from = path.components().count().saturating_sub(parts);
            let tail: PathBuf = path.components().skip(from).collect();
            tail.display().to_string()
        }
        other => other.shown(),
    };
    let longest = |input: &Input| match input {
        Input::File(path) => path.components().count(),
        _ => 1,
    };
    let mut parts = vec![1; inputs.len()];
    let mut names: Vec<String> = inputs.iter().map(|input| name(input, 1)).collect();
    loop {
        let mut count = HashMap::new();
        for name in &names {
            *count.entry(name.as_str()).or_insert(0) += 1;
        }
        let equal: Vec<usize> =
            (0..names.len()).filter(|&i| count[names[i].as_str()] > 1 && parts[i] < longest(inputs[i])).collect();
        if equal.is_empty() {
            return names;
        }
        for i in equal {
            parts[i] += 1;
            names[i] = name(inputs[i], parts[i]);
        }
    }
}

/// A path as JSON: text when it is UTF-8, else its bytes, so that every path survives.
pub(in crate::project) mod path_text {
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Encoded {
        Text(String),
        Bytes(Vec<u8>),
    }

    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        match path.to_str() {
            Some(text) => Encoded::Text(text.to_owned()),
            None => Encoded::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }
        .serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        match Encoded::deserialize(deserializer)? {
            Encoded::Text(text) => Ok(PathBuf::from(text)),
            Encoded::Bytes(bytes) => from_bytes(bytes),
        }
    }

    #[cfg(unix)]
    fn from_bytes<E>(bytes: Vec<u8>) -> Result<PathBuf, E> {
        use std::os::unix::ffi::OsStringExt;
        Ok(PathBuf::from(std::ffi::OsString::from_vec(bytes)))
    }

    #[cfg(not(unix))]
    fn from_bytes<E: serde::de::Error>(_bytes: Vec<u8>) -> Result<PathBuf, E> {
        Err(E::custom("a path of another system"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_short_as_tells_them_apart() {
        let named = |paths: &[&str]| {
            let inputs: Vec<Input> = paths.iter().map(|path| Input::File(path.into())).collect();
            names(&inputs.iter().collect::<Vec<_>>())
        };
        assert_eq!(named(&["/x/a.txt", "/x/b.txt"]), ["a.txt", "b.txt"]);
        assert_eq!(named(&["/x/1/a", "/y/1/a", "/y/2/a", "b"]), ["x/1/a", "y/1/a", "2/a", "b"]);
        assert_eq!(named(&["a", "x/a", "/x/a"]), ["a", "x/a", "/x/a"]);
        assert_eq!(names(&[&Input::Demo, &Input::Stdin]), ["西游记", "standard input"]);
    }

    #[test]
    fn a_path_is_a_file_a_folder_a_pattern_or_standard_input() {
        let folder = tempfile::tempdir().unwrap();
        let odd = folder.path().join("a[1].txt");
        std::fs::write(&odd, "x").unwrap();
        assert_eq!(Input::of(Path::new("-")), Input::Stdin);
        assert_eq!(Input::of(folder.path()), Input::Folder(folder.path().to_owned()));
        assert_eq!(Input::of(&odd), Input::File(odd.clone()));
        assert_eq!(Input::of(Path::new("no/*.txt")), Input::Glob("no/*.txt".to_owned()));
        assert_eq!(Input::of(Path::new("none.txt")), Input::File("none.txt".into()));
    }

    #[cfg(unix)]
    #[test]
    fn every_input_survives_json() {
        use std::os::unix::ffi::OsStrExt;
        let odd = PathBuf::from(std::ffi::OsStr::from_bytes(b"/x/\xFF"));
        for input in [Input::File(odd.clone()), Input::Folder(odd), Input::Glob("*".to_owned()), Input::Demo] {
            let text = serde_json::to_string(&input).unwrap();
            assert_eq!(serde_json::from_str::<Input>(&text).unwrap(), input);
        }
    }
}
