//! Opening a project and its text.

use std::path::Path;
use std::sync::Arc;

use crate::engine::{AnalyseError, CandidateTable, Control};
use crate::lexicon::Ledger;
use crate::project::source::{self, Input, Options, Request, SourceRecord};
use crate::project::store::{self, Contents, Manifest, Store};
use crate::workbench::known::KnownWords;
use crate::workbench::{self, Analysis, WorkbenchError};

use super::super::effect::Reply;
use super::super::state::desk::Loaded;
use super::super::{Launch, Target};
use super::files::Memory;

/// Texts named on the screen.
const NAMED: usize = 3;

/// What loading gives.
pub struct Opened {
    /// The project file.
    pub store: Store,
    /// The text and its candidates.
    pub analysis: Analysis,
    /// For the model.
    pub reply: Reply,
    /// Its place in the list of recent projects.
    pub memory: Option<Memory>,
}

/// Opens the project of `launch`, or makes it, and its text.
pub fn load(launch: &Launch, control: &Control) -> Result<Opened, WorkbenchError> {
    let (mut store, contents, request) = open(launch)?;
    let Contents { manifest, events, times, session, notice } = contents;
    let ledger = Arc::new(Ledger::replay_at(events.iter().zip(times)));
    drop(events);
    let mut analysis = workbench::analyse(&request, manifest.floors, &launch.resources, control)?;
    let mut notes: Vec<String> = notice.into_iter().collect();
    if !launch.reference.is_empty() {
        let read = launch.reference.read(&analysis, (&request.options, None), &launch.resources, control);
        control.check().map_err(AnalyseError::from)?;
        match read {
            Ok(reference) => analysis.reference = Some(Arc::new(reference)),
            Err(error) => notes.push(format!("without the reference: {}", error.told())),
        }
    }
    notes.extend(source::notes(&analysis.sources, &analysis.skipped));
    notes.extend(workbench::came_and_went(&manifest.sources, &analysis.sources));
    if changed(&manifest.sources, &analysis.sources) {
        notes.push(changed_note(&ledger, &analysis.table));
    }
    let (known, of_row) = known_words(launch, &manifest.known, &analysis, &mut notes);
    let (sources, skipped) = (analysis.sources.clone(), analysis.skipped.clone());
    let Request { inputs, options } = request;
    let memory_of = inputs.clone();
    let now = Manifest { sources, floors: manifest.floors, inputs, options, skipped, known };
    if now != manifest {
        store.set_manifest(&now)?;
    }
    let names: Vec<&str> = analysis.sources.iter().map(|source| source.name.as_str()).take(NAMED + 1).collect();
    let name = match analysis.sources.len() {
        all @ ..=NAMED => names[..all].join(" + "),
        all => format!("{} + {} more", names[..NAMED].join(" + "), all - NAMED),
    };
    let loaded = Loaded {
        corpus: analysis.corpus.clone(),
        table: analysis.table.clone(),
        name,
        project: store.path().display().to_string(),
        known: of_row,
        beside: analysis.beside(),
    };
    let memory = Memory::new(launch, store.path(), &memory_of, &loaded.name);
    Ok(Opened { memory, store, analysis, reply: Reply::Loaded { loaded, ledger, now: store::now(), session, notes } })
}

/// The dictionaries of known words, those of the project before those of `launch`, and the rows whose words they list;
/// no rows without a dictionary that can be read. One that cannot is told in `notes`: the project goes on remembering
/// it, but does not begin to.
fn known_words(
    launch: &Launch,
    remembered: &[Input],
    analysis: &Analysis,
    notes: &mut Vec<String>,
) -> (Vec<Input>, Option<Arc<Vec<u8>>>) {
    let mut known = remembered.to_vec();
    for path in &launch.known {
        let input = Input::File(path.clone()).absolute();
        if !known.contains(&input) {
            known.push(input);
        }
    }
    let (mut words, mut lists) = (KnownWords::default(), 0);
    known.retain(|input| {
        let Input::File(path) = input else { return false };
        match words.add(path, None, analysis.corpus.reading()) {
            Ok(()) => {
                lists += 1;
                true
            }
            Err(error) => {
                notes.push(format!("without these known words: {error}"));
                remembered.contains(input)
            }
        }
    });
    (known, (lists > 0).then(|| Arc::new(words.of_rows(&analysis.table))))
}

/// Opens the project, with what to read and how: what the person says now goes before what the project says.
fn open(launch: &Launch) -> Result<(Store, Contents, Request), WorkbenchError> {
    match &launch.target {
        Target::Project(path) => {
            let (store, contents) = Store::open(path)?;
            let Request { inputs, options } = contents.manifest.request();
            Ok((store, contents, Request { inputs, options: launch.given.over(&options) }))
        }
        // Nothing named: the demo.
        Target::Start => open_texts(launch, &[Input::Demo], None),
        Target::Texts { inputs, project } => open_texts(launch, inputs, project.as_deref()),
    }
}

fn open_texts(
    launch: &Launch,
    inputs: &[Input],
    project: Option<&Path>,
) -> Result<(Store, Contents, Request), WorkbenchError> {
    let path = project.map_or_else(|| workbench::implied_project(inputs, &launch.folders), Path::to_owned);
    let options = Options { reading: launch.settings.reading, ..Options::default() };
    let request = Request { inputs: inputs.to_vec(), options: launch.given.over(&options) };
    let (store, contents) = workbench::open_or_create(&path, &request, launch.settings.scan)?;
    // The project keeps these, and may be opened from another folder.
    let inputs = inputs.iter().map(Input::absolute).collect();
    let options = launch.given.over(&contents.manifest.options);
    Ok((store, contents, Request { inputs, options }))
}

/// Whether a text that was analysed before is another one now.
fn changed(before: &[SourceRecord], now: &[SourceRecord]) -> bool {
    let known: Vec<&str> = before.iter().map(|s| s.hash.as_str()).filter(|hash| !hash.is_empty()).collect();
    !known.is_empty() && known != now.iter().map(|s| s.hash.as_str()).collect::<Vec<_>>()
}

fn changed_note(ledger: &Ledger, table: &CandidateTable) -> String {
    let gone = ledger.unordered().filter(|(word, _)| table.find(word).is_none()).count();
    format!(
        "the text changed since the last time: it was counted again; every verdict is kept, {gone} are on words that are no candidates now"
    )
}
