//! What concerns files and no text: paths as they are typed, and the list of projects last opened.

use std::path::{Path, PathBuf};

use crate::project::recent::{self, Recent};
use crate::project::source::Input;
use crate::project::{store, typed};
use crate::workbench;

use super::super::Launch;
use super::super::effect::{Effect, Reply};
use super::super::state::export::Place;
use super::super::state::start::{Counts, Entry};

/// Answers an effect that needs no text; `folder` is where the list of projects is kept.
pub fn answer(folder: &Path, effect: &Effect) -> Option<Reply> {
    match effect {
        Effect::ListRecent => Some(list(folder)),
        Effect::Forget(project) => {
            let failed = recent::forget(folder, project).err();
            match (failed, list(folder)) {
                (Some(error), Reply::Recent { entries, now, .. }) => {
                    let note = Some(format!("cannot write the list of recent projects: {error}"));
                    Some(Reply::Recent { entries, now, note })
                }
                (_, reply) => Some(reply),
            }
        }
        Effect::CompletePath { generation, typed } => {
            Some(Reply::PathsCompleted { generation: *generation, choices: typed::complete(typed) })
        }
        Effect::Place(path) => {
            let place = match typed::place(path) {
                typed::Place::Free => Place::Free,
                typed::Place::File => Place::File,
                typed::Place::Folder => Place::Folder,
                typed::Place::Other => Place::Other,
                typed::Place::NoFolder => Place::NoFolder,
            };
            Some(Reply::Place { path: path.clone(), place })
        }
        Effect::LookAt(path) => Some(Reply::Openable(typed::openable(path))),
        _ => None,
    }
}

/// The projects last opened, with the demo at the end.
pub fn list(folder: &Path) -> Reply {
    let (recents, note) = recent::load(folder);
    let (demos, projects): (Vec<Recent>, Vec<Recent>) = recents.into_iter().partition(|recent| recent.demo);
    let demo = demos.into_iter().next().map_or_else(Entry::demo, |demo| Entry { project: None, ..entry(demo) });
    let entries = projects.into_iter().map(entry).chain([Entry { gone: false, ..demo }]).collect();
    Reply::Recent { entries, now: store::now(), note }
}

fn entry(recent: Recent) -> Entry {
    let recent::Counts { accepted, rejected, undecided } = recent.counts;
    Entry {
        gone: !recent.project.exists(),
        project: Some(recent.project),
        name: recent.name,
        place: recent.place,
        counts: Some(Counts { accepted, rejected, undecided }),
        opened: recent.opened,
        is_open: false,
    }
}

/// The place of a project in the list of those last opened.
#[derive(Debug)]
pub struct Memory {
    folder: PathBuf,
    recent: Recent,
    listed: bool,
}

impl Memory {
    /// That of the project at `project` with the texts `inputs`, called `name`. None when nothing is to be remembered, or
    /// a text is standard input, which cannot be read again.
    pub fn new(launch: &Launch, project: &Path, inputs: &[Input], name: &str) -> Option<Memory> {
        if !launch.remember || inputs.contains(&Input::Stdin) {
            return None;
        }
        let folder = launch.folders.projects.clone();
        let is_kept = folder.canonicalize().is_ok_and(|folder| project.starts_with(folder));
        let demo = is_kept && inputs == [Input::Demo];
        let place = match inputs {
            [first, ..] if is_kept => first.shown(),
            _ => project.display().to_string(),
        };
        let (project, name, opened) = (project.to_owned(), name.to_owned(), store::now());
        let recent = Recent { project, name, place, demo, opened, counts: recent::Counts::default() };
        Some(Memory { folder, recent, listed: false })
    }

    /// Keeps how far the work is. The list is a convenience: a failure to write it is not worth a word.
    pub fn keep(&mut self, counts: Counts) {
        let Counts { accepted, rejected, undecided } = counts;
        self.recent.counts = recent::Counts { accepted, rejected, undecided };
        let write = if self.listed { recent::refresh } else { recent::remember };
        self.listed = write(&self.folder, &self.recent).is_ok() || self.listed;
    }
}

/// What is to be opened, as a target. Looks into the file, so whatever is open must be closed.
pub fn target(opening: &super::super::state::Opening) -> super::super::Target {
    use super::super::Target;
    use super::super::state::Opening;
    match opening {
        Opening::Demo => Target::Texts { inputs: vec![Input::Demo], project: None },
        Opening::Path(path) if store::Store::is_project(path) => Target::Project(path.clone()),
        Opening::Path(path) => Target::Texts { inputs: vec![Input::of(path)], project: None },
    }
}

/// Answers an [`Effect::Preview`].
pub fn preview(
    analysis: &workbench::Analysis,
    effect: &Effect,
    units: crate::settings::Units,
    control: &crate::engine::Control,
) -> Option<Reply> {
    use super::super::state::ExportDialog;
    let Effect::Preview { generation, ledger, format } = effect else { return None };
    let writer = crate::lexicon::format::all().get(*format)?;
    let preview = workbench::preview::preview((ledger, analysis), *writer, units, ExportDialog::LINES, control).ok()?;
    Some(Reply::Previewed { generation: *generation, format: *format, preview: Box::new(preview) })
}
