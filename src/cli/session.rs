//! What every subcommand starts from: folders, settings, texts and projects.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::exit::{Exit, failure, message, tell};
use super::memory::Memory;
use crate::engine::text::Reading;
use crate::engine::{Control, Floors};
use crate::lexicon::Ledger;
use crate::project::paths::Folders;
use crate::project::read;
use crate::project::source::{self, Input, Request, SourceRecord};
use crate::project::store::{Contents, Store};
use crate::project::told::told;
use crate::settings::{Loaded, Settings};
use crate::workbench::{self, Analysis, Resources};

/// Largest settings, keys or theme file, in bytes.
pub(super) const MOST_CONFIG: u64 = 1 << 20;

/// Said of `-` where a project is meant to keep it.
pub(super) const STDIN_IN_PROJECT: &str =
    "a project reads its texts again when it is opened: save standard input to a file first";

/// Flags of the commands that analyse a text.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Work {
    /// Threads to count with; 0 is one for each core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(..=crate::settings::MOST_THREADS as i64))]
    pub threads: Option<u16>,
    /// Neither use nor keep finished analyses
    #[arg(long)]
    pub no_cache: bool,
    /// No progress, no report
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub memory: Memory,
}

/// The folders of this user.
pub(super) fn folders() -> Result<Folders> {
    Folders::of_user().map_err(|error| failure(Exit::Usage, error.to_string()))
}

/// At least one: a number of rows or lines.
pub(super) fn positive(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&number| number > 0).ok_or_else(|| "write a whole number, 1 or more".to_owned())
}

/// The user's settings file.
pub(super) fn config_path(folders: &Folders) -> PathBuf {
    folders.config.join("config.toml")
}

/// The settings in effect, with all that is wrong in the user's file, each a line that names the file.
pub(super) fn load_settings(folders: &Folders) -> (Loaded, Vec<String>) {
    let path = config_path(folders);
    let shown = path.display();
    match read::text(&path, MOST_CONFIG) {
        Ok(text) => {
            let loaded = Settings::load(&text.unwrap_or_default());
            let problems =
                loaded.problems.iter().map(|problem| format!("{shown}: {problem}; the default holds")).collect();
            (loaded, problems)
        }
        Err(error) => (Settings::load(""), vec![format!("cannot read {shown}: {}; the defaults hold", told(&error))]),
    }
}

/// How the settings say texts are read; mistakes in them are told.
pub(super) fn reading() -> Reading {
    let Ok(folders) = Folders::of_user() else { return Reading::default() };
    let (loaded, problems) = load_settings(&folders);
    problems.iter().for_each(|problem| tell(problem));
    loaded.settings.reading
}

/// Counts with `threads` threads from now on; 0 is one for each core.
pub(super) fn use_threads(threads: usize) -> Result<()> {
    if threads == 0 {
        return Ok(());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|error| failure(Exit::Data, format!("cannot start {threads} threads: {error}")))
}

/// Folders and settings of a run without a screen.
pub(super) struct Session {
    pub settings: Settings,
    pub resources: Resources,
}

impl Session {
    /// Mistakes in the settings are told; they block nothing. Nor does a user without a home folder, as in a container:
    /// there are no settings then, and no cache.
    pub(super) fn start(work: &Work) -> Result<Self> {
        let folders = Folders::of_user().ok();
        let (loaded, problems) = folders.as_ref().map_or_else(|| (Settings::load(""), Vec::new()), load_settings);
        problems.iter().for_each(|problem| tell(problem));
        let threads = work.threads.map_or(loaded.settings.threads, usize::from);
        use_threads(threads)?;
        let cache = folders.map(|folders| folders.cache).filter(|_| !work.no_cache);
        let notice: Option<fn(&str)> = if work.quiet { None } else { Some(tell) };
        let resources = Resources { notice, ..work.memory.resources(cache)? };
        Ok(Session { settings: loaded.settings, resources })
    }

    /// The candidates of the texts of `request`.
    pub(super) fn analyse(&self, request: &Request, floors: Floors, control: &Control) -> Result<Analysis> {
        Ok(workbench::analyse(request, floors, &self.resources, control)?)
    }

    /// The candidates of a project's texts, which may have changed since it was made: then this is told.
    pub(super) fn analyse_project(&self, project: &Project, control: &Control) -> Result<Analysis> {
        let manifest = &project.contents.manifest;
        let analysis =
            self.analyse(&manifest.request(), manifest.floors, control).map_err(|error| project.explain(error))?;
        let known: HashMap<&Input, &str> =
            manifest.sources.iter().map(|source| (&source.input, source.hash.as_str())).collect();
        for new in &analysis.sources {
            if known.get(&new.input).is_some_and(|old| !old.is_empty() && *old != new.hash) {
                tell(&format!("{} changed since the project was last analysed: counts are those of now", new.name));
            }
        }
        if let Some(note) = workbench::came_and_went(&manifest.sources, &analysis.sources) {
            tell(&note);
        }
        Ok(analysis)
    }
}

/// An open project with the fold of its decisions.
pub(super) struct Project {
    pub store: Store,
    pub contents: Contents,
    pub ledger: Ledger,
}

impl Project {
    pub(super) fn open(path: &Path) -> Result<Self> {
        Store::check(path)?;
        let (store, contents) = Store::open(path)?;
        if let Some(notice) = &contents.notice {
            tell(notice);
        }
        let ledger = Ledger::replay_at(contents.events.iter().zip(contents.times.iter().copied()));
        Ok(Project { store, contents, ledger })
    }

    /// `error` of reading the texts, with what to do when one of them is gone.
    fn explain(&self, error: anyhow::Error) -> anyhow::Error {
        let is_gone = |source: &SourceRecord| matches!(&source.input, Input::File(path) if !path.exists());
        if !self.contents.manifest.sources.iter().any(is_gone) {
            return error;
        }
        let (error, project) = (message(&error), self.store.path().display());
        let remedy = format!("put it back, or open it where it is now: `wordmine FILE --project {project}`");
        failure(Exit::Data, format!("{error}; {remedy}"))
    }
}

/// Paths as given on the command line: files, folders, patterns; `-` is standard input.
pub(super) fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    paths.iter().map(|path| Input::of(path)).collect()
}

/// Tells what should be known of the texts.
pub(super) fn tell_notes(analysis: &Analysis, quiet: bool) {
    if !quiet {
        source::notes(&analysis.sources, &analysis.skipped).iter().for_each(|note| tell(note));
    }
}

/// Up to `most` of `items`, and how many more there are.
pub(super) fn some_of<'a>(items: impl ExactSizeIterator<Item = &'a str>, most: usize) -> String {
    let more = items.len().saturating_sub(most);
    let named: Vec<&str> = items.take(most).collect();
    if more > 0 { format!("{}, and {more} more", named.join(", ")) } else { named.join(", ") }
}
