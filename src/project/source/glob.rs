//! Patterns of file names: `news/**/*.txt`.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::SourceError;

/// A pattern, ready to match.
pub(super) struct Pattern {
    /// The folder that holds all that can match.
    pub base: PathBuf,
    matcher: GlobMatcher,
}

impl Pattern {
    pub(super) fn new(pattern: &str) -> Result<Self, SourceError> {
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        let glob = glob.map_err(|error| SourceError::Unreadable {
            path: pattern.to_owned(),
            why: format!("there is no such file, and it is no pattern: {}", error.kind()),
        })?;
        Ok(Pattern { base: base(pattern), matcher: glob.compile_matcher() })
    }

    /// Whether the path, as found below the base, matches.
    pub(super) fn matches(&self, path: &Path) -> bool {
        self.matcher.is_match(path)
    }
}

/// The folder named by the parts before the first that is a pattern.
fn base(pattern: &str) -> PathBuf {
    let mut base = PathBuf::new();
    if pattern.starts_with('/') {
        base.push("/");
    }
    let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
    for part in parts.iter().take(parts.len().saturating_sub(1)) {
        let Some(part) = literal(part) else { break };
        base.push(part);
    }
    base
}

/// The name that a part of a pattern stands for, when it is one: `[*]` stands for a star.
fn literal(part: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = part;
    while let Some(c) = rest.chars().next() {
        let mut after = rest.char_indices().map(|(at, _)| at).skip(2);
        if c == '[' {
            let close = after.next()?;
            name.push(rest[1..].chars().next()?);
            rest = rest[close..].strip_prefix(']')?;
        } else if matches!(c, '*' | '?' | '{' | '}' | ']' | '\\') {
            return None;
        } else {
            name.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(name)
}

/// The pattern with the full path before it.
pub(super) fn absolute(pattern: &str) -> String {
    match std::env::current_dir() {
        Ok(folder) if !pattern.starts_with('/') => {
            format!("{}/{pattern}", globset::escape(&folder.to_string_lossy()))
        }
        _ => pattern.to_owned(),
    }
}

/// The pattern without the folders before it that it names as they are.
pub(super) fn short(pattern: &str) -> String {
    let parts: Vec<&str> = pattern.split('/').collect();
    let named = parts.iter().take(parts.len().saturating_sub(1)).take_while(|part| literal(part).is_some()).count();
    parts[named..].join("/")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_knows_its_folder() {
        for (pattern, folder, name) in [
            ("news/**/*.txt", "news", "**/*.txt"),
            ("*.txt", "", "*.txt"),
            ("/a/b/{c,d}/e", "/a/b", "{c,d}/e"),
            ("/a[*]b/[x]/*", "/a*b/x", "*"),
            ("/a/[xy]/z", "/a", "[xy]/z"),
            ("/x/plain", "/x", "plain"),
        ] {
            assert_eq!((base(pattern), short(pattern)), (folder.into(), name.to_owned()), "{pattern}");
        }
        assert!(absolute("*.txt").ends_with("/*.txt") && absolute("*.txt").starts_with('/'));
        assert_eq!(absolute("/x/*"), "/x/*");
    }

    #[test]
    fn a_star_stays_in_its_folder() {
        let pattern = Pattern::new("news/**/a*.txt").unwrap();
        assert!(pattern.matches(Path::new("news/a.txt")) && pattern.matches(Path::new("news/x/y/ab.txt")));
        assert!(!pattern.matches(Path::new("news/a/b.txt")) && !pattern.matches(Path::new("old/a.txt")));
        assert!(Pattern::new("a{b").is_err());
    }
}
