//! The projects last opened: one JSON object a line in the data folder, the newest first.
//!
//! The list is a convenience and nothing depends on it: a line that cannot be read is told of and left out by the next
//! writing, and of two programs that write at once the last one wins. The file is replaced as a whole, so no reader ever
//! sees half of it.

use std::io;
use std::path::{Path, PathBuf};

use super::paths;
use super::source::path_text;
use super::{atomic, read};

/// Most projects remembered.
pub const MOST: usize = 20;

/// Name of the list in the data folder.
const FILE: &str = "recent.jsonl";
/// Largest list, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// A project that was opened.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Recent {
    /// The project file, with its full path.
    #[serde(with = "path_text")]
    pub project: PathBuf,
    /// What to call it: the names of its texts.
    pub name: String,
    /// Where it is for a person: its text when the project is kept in the data folder, else itself.
    #[serde(default)]
    pub place: String,
    /// Whether it is the project of the novel that comes with the program.
    #[serde(default)]
    pub demo: bool,
    /// When it was last opened, in milliseconds since 1970.
    #[serde(default)]
    pub opened: i64,
    /// How far the work on it was.
    #[serde(default)]
    pub counts: Counts,
}

/// Numbers of words by what was decided on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Accepted words.
    pub accepted: u64,
    /// Rejected words.
    pub rejected: u64,
    /// Candidates without a verdict, and words put off.
    pub undecided: u64,
}

/// The list in `folder`, the newest first, and what is wrong with its file, if anything: nothing of that is an error.
#[must_use]
pub fn load(folder: &Path) -> (Vec<Recent>, Option<String>) {
    let path = folder.join(FILE);
    let shown = path.display();
    let text = match read::text(&path, MOST_BYTES) {
        Ok(text) => text.unwrap_or_default(),
        Err(error) => {
            let why = super::told::told(&error);
            return (Vec::new(), Some(format!("cannot read the recent projects of {shown}: {why}; a new list begins")));
        }
    };
    let mut list: Vec<Recent> = Vec::new();
    let mut bad = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str::<Recent>(line) {
            Ok(recent) if list.iter().any(|other| other.project == recent.project) => {}
            Ok(recent) if list.len() < MOST => list.push(recent),
            Ok(_) => {}
            Err(_) => bad += 1,
        }
    }
    let note = (bad > 0).then(|| {
        let lines = if bad == 1 { "line" } else { "lines" };
        format!("{shown} is damaged: {bad} {lines} of recent projects cannot be read and will be left out")
    });
    (list, note)
}

/// Puts `recent` first in the list in `folder`.
///
/// # Errors
/// Those of the file system; then the list is as it was.
pub fn remember(folder: &Path, recent: &Recent) -> io::Result<()> {
    let (mut list, _) = load(folder);
    list.retain(|other| other.project != recent.project);
    list.insert(0, recent.clone());
    save(folder, &list)
}

/// Brings the numbers of `recent` up to date where it stands in the list in `folder`; one that was taken off stays off.
///
/// # Errors
/// Those of the file system; then the list is as it was.
pub fn refresh(folder: &Path, recent: &Recent) -> io::Result<()> {
    let (mut list, _) = load(folder);
    match list.iter_mut().find(|other| other.project == recent.project) {
        Some(known) if known.counts != recent.counts => known.counts = recent.counts,
        _ => return Ok(()),
    }
    save(folder, &list)
}

/// Takes the project at `project` off the list in `folder`. The project itself stays.
///
/// # Errors
/// Those of the file system; then the list is as it was.
pub fn forget(folder: &Path, project: &Path) -> io::Result<()> {
    let (mut list, _) = load(folder);
    list.retain(|other| other.project != project);
    save(folder, &list)
}

fn save(folder: &Path, list: &[Recent]) -> io::Result<()> {
    let path = folder.join(FILE);
    paths::make_private(folder)?;
    atomic::write_private(&path, |out| {
        for recent in list.iter().take(MOST) {
            serde_json::to_writer(&mut *out, recent)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn recent(name: &str) -> Recent {
        let counts = Counts { accepted: 3, rejected: 1, undecided: 7 };
        let (project, name) = (PathBuf::from(format!("/data/{name}.wordmine")), name.to_owned());
        Recent { project, name, place: "/texts/a b".to_owned(), demo: false, opened: 5, counts }
    }

    fn names(folder: &Path) -> Vec<String> {
        load(folder).0.into_iter().map(|recent| recent.name).collect()
    }

    #[test]
    fn the_newest_is_first_once_and_at_most_twenty_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("not/made/yet");
        assert_eq!(load(&data), (Vec::new(), None));
        for n in 0..25 {
            remember(&data, &recent(&n.to_string())).unwrap();
        }
        remember(&data, &recent("20")).unwrap();
        let kept = names(&data);
        assert_eq!((kept.len(), &kept[..3]), (MOST, &["20", "24", "23"].map(str::to_owned)[..]));
        forget(&data, Path::new("/data/24.wordmine")).unwrap();
        assert_eq!(names(&data)[1], "23");
    }

    #[test]
    fn numbers_follow_where_the_project_stands_and_a_forgotten_one_does_not_come_back() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b"] {
            remember(folder.path(), &recent(name)).unwrap();
        }
        let mut closed = recent("a");
        closed.counts.accepted = 9;
        refresh(folder.path(), &closed).unwrap();
        assert_eq!(names(folder.path()), ["b", "a"]);
        assert_eq!(load(folder.path()).0[1].counts.accepted, 9);
        refresh(folder.path(), &recent("c")).unwrap();
        assert_eq!(names(folder.path()), ["b", "a"]);
    }

    #[test]
    fn a_damaged_list_is_told_and_replaced_and_what_is_sound_in_it_stays() {
        let folder = tempfile::tempdir().unwrap();
        remember(folder.path(), &recent("good")).unwrap();
        let path = folder.path().join(FILE);
        let sound = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{{\"half\": \n{sound}nonsense\n")).unwrap();
        let (list, note) = load(folder.path());
        assert_eq!(list, [recent("good")]);
        assert!(note.unwrap().contains("2 lines"));
        remember(folder.path(), &recent("new")).unwrap();
        assert_eq!((names(folder.path()), load(folder.path()).1), (vec!["new".to_owned(), "good".to_owned()], None));
        std::fs::write(&path, b"\xff\xfe\0").unwrap();
        assert!(load(folder.path()).1.unwrap().contains("not UTF-8"));
        remember(folder.path(), &recent("new")).unwrap();
        assert_eq!(names(folder.path()), ["new"]);
    }

    #[test]
    fn something_that_is_no_file_in_its_place_is_told_and_blocks_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(FILE)).unwrap();
        assert!(load(folder.path()).1.is_some());
        assert!(remember(folder.path(), &recent("a")).is_err());
    }

    #[test]
    fn many_writers_at_once_leave_a_sound_list_that_the_last_one_is_in() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let folder = folder.path();
                scope.spawn(move || {
                    for n in 0..15 {
                        remember(folder, &recent(&format!("{writer}-{n}"))).unwrap();
                        let (list, note) = load(folder);
                        assert_eq!(note, None);
                        assert!(!list.is_empty() && list.len() <= MOST);
                    }
                });
            }
        });
        let last = names(folder.path())[0].clone();
        assert!(last.ends_with("-14"), "{last}");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic_and_replaced(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(FILE), bytes).unwrap();
            let _ = load(folder.path());
            remember(folder.path(), &recent("a")).unwrap();
            let (list, note) = load(folder.path());
            prop_assert_eq!((&list[0], note), (&recent("a"), None));
        }
    }
}
