//! Opening a project and its text.

use crate::engine::{CandidateTable, Control};
use crate::lexicon::Event;
use crate::project::source::{Input, SourceRecord, inputs_of};
use crate::project::store::{Contents, Manifest, Store};
use crate::workbench::{self, Analysis, WorkbenchError};

use super::super::effect::Reply;
use super::super::state::desk::Loaded;
use super::super::{Launch, Target};

/// What loading gives.
pub struct Opened {
    /// The project file.
    pub store: Store,
    /// The text and its candidates.
    pub analysis: Analysis,
    /// For the model.
    pub reply: Reply,
}

/// Opens the project of `launch`, or makes it, and its text.
pub fn load(launch: &Launch, control: &Control) -> Result<Opened, WorkbenchError> {
    let (mut store, contents, inputs) = open(launch)?;
    let Contents { manifest, events, session, notice } = contents;
    let analysis = workbench::analyse(&inputs, manifest.floors, Some(&launch.folders.cache), control)?;
    let mut notes: Vec<String> = notice.into_iter().collect();
    if manifest.sources != analysis.sources {
        if changed(&manifest.sources, &analysis.sources) {
            notes.push(changed_note(&events, &analysis.table));
        }
        store.set_manifest(&Manifest { sources: analysis.sources.clone(), floors: manifest.floors })?;
    }
    let name = analysis.sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(" + ");
    let loaded = Loaded {
        corpus: analysis.corpus.clone(),
        table: analysis.table.clone(),
        name,
        project: store.path().display().to_string(),
    };
    Ok(Opened { store, analysis, reply: Reply::Loaded { loaded, events, session, notes } })
}

fn open(launch: &Launch) -> Result<(Store, Contents, Vec<Input>), WorkbenchError> {
    match &launch.target {
        Target::Project(path) => {
            let (store, contents) = Store::open(path)?;
            let inputs = inputs_of(&contents.manifest.sources);
            Ok((store, contents, inputs))
        }
        Target::Texts { inputs, project } => {
            let path = project.clone().unwrap_or_else(|| workbench::implied_project(inputs, &launch.folders));
            let (store, contents) = workbench::open_or_create(&path, inputs, launch.settings.scan)?;
            // The project keeps these, and may be opened from another folder.
            Ok((store, contents, inputs.iter().map(workbench::absolute).collect()))
        }
    }
}

/// Whether a text that was analysed before is another one now.
fn changed(before: &[SourceRecord], now: &[SourceRecord]) -> bool {
    let known: Vec<&str> = before.iter().map(|s| s.hash.as_str()).filter(|hash| !hash.is_empty()).collect();
    !known.is_empty() && known != now.iter().map(|s| s.hash.as_str()).collect::<Vec<_>>()
}

fn changed_note(events: &[Event], table: &CandidateTable) -> String {
    let ledger = crate::lexicon::Ledger::replay(events);
    let gone = ledger.iter().filter(|(word, _)| table.find(word).is_none()).count();
    format!(
        "the text changed since the last time: it was counted again; every verdict is kept, {gone} are on words that are no candidates now"
    )
}
