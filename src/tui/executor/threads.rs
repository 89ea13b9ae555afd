//! The real executor: a loader, latest-wins workers, a queue of jobs and the writer, each a thread.

use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::engine::concordance::Index;
use crate::engine::derived::Deriver;
use crate::engine::query::Explorer;
use crate::engine::{CandidateTable, Control, Corpus, Progress};
use crate::project::store::Store;
use crate::settings::Units;
use crate::workbench::{Analysis, WorkbenchError};

use super::super::effect::{Effect, Reply};
use super::super::update::Msg;
use super::super::{Launch, Target};
use super::files::Memory;
use super::worker::Worker;
use super::writer::{Write, Writer};
use super::{
    Executor, context, count, derive, explain, export, files, guarded, judge, load, look_up, make_dictionary, matching,
    query, refine, rules,
};

type Answer = Sender<Msg>;
/// What computes columns, their text, and what is asked of it.
type Deriving = (Arc<Deriver>, Arc<Corpus>, Effect);
/// A text with its index, and what to read in it.
type Reading = (Arc<Corpus>, Option<Arc<Index>>, Effect);

/// A project that was opened, with its place in the list of recent ones.
type Opened = (Store, Option<Memory>);

/// Bytes of the texts that an index is made of: a smaller one is searched through as quickly, for a larger one the index
/// would take too much memory.
const INDEXED: RangeInclusive<usize> = 1 << 22..=1 << 32;

/// What the loader leaves for the others.
#[derive(Default)]
struct Shelf {
    analysis: Option<Analysis>,
    deriver: Option<Arc<Deriver>>,
    index: Option<Arc<Index>>,
    failure: Option<WorkbenchError>,
    loading: bool,
}

fn lock(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Threads that answer to one channel.
pub struct Threads {
    shelf: Arc<Mutex<Shelf>>,
    control: Control,
    queries: Worker<(Arc<CandidateTable>, Effect)>,
    appraisals: Worker<(Arc<CandidateTable>, Effect)>,
    fits: Worker<(Arc<CandidateTable>, Effect)>,
    /// For each of two words.
    finds: [Worker<Reading>; 2],
    lines: [Worker<Reading>; 2],
    reads: Worker<Reading>,
    lookups: Worker<Effect>,
    columns: Worker<Deriving>,
    explanations: Worker<Deriving>,
    refiner: Worker<Deriving>,
    previews: Worker<(Analysis, Effect)>,
    /// What needs no text, in order.
    files: Sender<Effect>,
    jobs: Sender<(Analysis, Effect)>,
    writes: Option<Sender<Write>>,
    writer: Option<JoinHandle<Option<String>>>,
}

impl Threads {
    /// Starts the threads, and loading what `launch` says. Answers go to `answer`.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(launch: Launch, answer: Answer) -> std::io::Result<Self> {
        let shelf = Arc::new(Mutex::new(Shelf { loading: launch.target != Target::Start, ..Shelf::default() }));
        let control = Control::new();
        let units = launch.settings.units;
        let (jobs, job_queue) = channel();
        let (writes, write_queue) = channel();
        let (stores, store) = channel();
        let queries = query_worker(answer.clone())?;
        let appraisals = verdict_worker("appraise", answer.clone())?;
        let fits = verdict_worker("fit", answer.clone())?;
        let context = |name| context_worker(name, answer.clone());
        let finds = [context("find")?, context("find-pinned")?];
        let lines = [context("lines")?, context("lines-pinned")?];
        let reads = context("read")?;
        let lookups = lookup_worker(answer.clone())?;
        let columns = column_worker(answer.clone())?;
        let explanations = explanation_worker(answer.clone())?;
        let refiner = refiner(answer.clone())?;
        let previews = preview_worker(units, answer.clone())?;
        let (files, file_queue) = channel();
        spawn("files", {
            let (answer, folder) = (answer.clone(), launch.folders.projects.clone());
            move || answer_files(&file_queue, &folder, &answer)
        })?;
        spawn("jobs", {
            let answer = answer.clone();
            move || do_jobs(&job_queue, units, &answer)
        })?;
        let writer = spawn("writer", {
            let answer = answer.clone();
            move || write(&store, &write_queue, &answer)
        })?;
        let (own_shelf, own_control) = (shelf.clone(), control.clone());
        if launch.target == Target::Start {
            let _ = files.send(Effect::ListRecent);
        } else {
            spawn("loader", move || do_load(&launch, &own_control, (&own_shelf, &stores, &answer)))?;
        }
        Ok(Threads {
            shelf,
            control,
            queries,
            appraisals,
            fits,
            finds,
            lines,
            reads,
            lookups,
            columns,
            explanations,
            refiner,
            previews,
            files,
            jobs,
            writes: Some(writes),
            writer: Some(writer),
        })
    }

    fn write(&self, write: Write) {
        if let Some(writes) = &self.writes {
            let _ = writes.send(write);
        }
    }
}

fn spawn<T: Send + 'static>(name: &str, body: impl FnOnce() -> T + Send + 'static) -> std::io::Result<JoinHandle<T>> {
    thread::Builder::new().name(name.to_owned()).spawn(body)
}

fn do_load(launch: &Launch, control: &Control, (shelf, stores, answer): (&Mutex<Shelf>, &Sender<Opened>, &Answer)) {
    let loaded = guarded(|| match load::load(launch, control) {
        Ok(opened) => {
            let mut shelf = lock(shelf);
            shelf.deriver = Some(Arc::new(opened.analysis.deriver()));
            shelf.analysis = Some(opened.analysis);
            let _ = stores.send((opened.store, opened.memory));
            Some(opened.reply)
        }
        Err(_) if control.is_cancelled() => Some(Reply::Cancelled),
        Err(error) => {
            lock(shelf).failure = Some(error);
            Some(Reply::Failed)
        }
    });
    lock(shelf).loading = false;
    if let Some(reply) = loaded {
        let failed = matches!(reply, Reply::JobFailed(_));
        let _ = answer.send(Msg::Reply(reply));
        if failed {
            let _ = answer.send(Msg::Reply(Reply::Failed));
        }
    }
    let corpus = lock(shelf).analysis.as_ref().map(|analysis| analysis.corpus.clone());
    if let Some(corpus) = corpus.filter(|corpus| INDEXED.contains(&corpus.len())) {
        // Without one, searching takes longer and finds the same.
        let threads = rayon::current_num_threads();
        let index = behind(threads, || Index::build(&corpus, control)).ok().map(Arc::new);
        lock(shelf).index = index;
    }
}

fn query_worker(answer: Answer) -> std::io::Result<Worker<(Arc<CandidateTable>, Effect)>> {
    let (mut explorer, mut folds): (Option<Explorer>, Option<Deriver>) = (None, None);
    Worker::start("query", move |job: Option<(Arc<CandidateTable>, Effect)>, control: &Control| {
        let reply = guarded(|| {
            let Some((table, effect)) = job else {
                // Nothing to do: make the first step of each threshold as quick as the next.
                let _ = explorer.as_mut().map(|explorer| explorer.prepare(control));
                return None;
            };
            if explorer.as_ref().is_none_or(|known| !Arc::ptr_eq(known.table(), &table)) {
                explorer = Some(Explorer::new(table));
            }
            explorer.as_mut().and_then(|explorer| query(explorer, &mut folds, &effect, control))
        });
        if let Some(reply) = reply {
            let _ = answer.send(Msg::Reply(reply));
        }
    })
}

fn verdict_worker(name: &str, answer: Answer) -> std::io::Result<Worker<(Arc<CandidateTable>, Effect)>> {
    Worker::start(name, move |job: Option<(Arc<CandidateTable>, Effect)>, control: &Control| {
        let Some((table, effect)) = job else { return };
        if let Some(reply) = guarded(|| judge(&table, &effect, control)) {
            let _ = answer.send(Msg::Reply(reply));
        }
    })
}

fn context_worker(name: &str, answer: Answer) -> std::io::Result<Worker<Reading>> {
    Worker::start(name, move |job: Option<Reading>, control: &Control| {
        let Some((corpus, index, effect)) = job else { return };
        let text = context::Text { corpus: &corpus, index: index.as_deref() };
        let mut send = |reply| {
            let _ = answer.send(Msg::Reply(reply));
        };
        let fault = guarded(|| {
            context::answer(text, &effect, control, &mut send);
            None
        });
        fault.into_iter().for_each(send);
    })
}

fn lookup_worker(answer: Answer) -> std::io::Result<Worker<Effect>> {
    Worker::start("dictionary", move |job: Option<Effect>, control: &Control| {
        let Some(effect) = job else { return };
        if let Some(reply) = guarded(|| look_up(&effect, control)) {
            let _ = answer.send(Msg::Reply(reply));
        }
    })
}

fn column_worker(answer: Answer) -> std::io::Result<Worker<Deriving>> {
    Worker::start("columns", move |job: Option<Deriving>, control: &Control| {
        let Some((deriver, corpus, effect)) = job else { return };
        let mut send = |reply| {
            let _ = answer.send(Msg::Reply(reply));
        };
        let fault = guarded(|| {
            derive(&deriver, &corpus, &effect, control, &mut send);
            None
        });
        fault.into_iter().for_each(send);
    })
}

fn explanation_worker(answer: Answer) -> std::io::Result<Worker<Deriving>> {
    let mut cache = Vec::new();
    Worker::start("explain", move |job: Option<Deriving>, control: &Control| {
        let Some((deriver, corpus, effect)) = job else { return };
        let reply = guarded(|| explain((&deriver, &corpus), &mut cache, &effect, control));
        if let Some(reply) = reply {
            let _ = answer.send(Msg::Reply(reply));
        }
    })
}

/// The second opinion is formed by threads of its own, on half of the cores, so that a key never waits behind it.
/// Does `work` in `threads` threads that give way to those which answer keys.
fn behind<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).start_handler(|_| give_way()).build();
    match pool {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Puts the calling thread behind others; elsewhere than on Linux a thread has no niceness of its own.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICENESS);
}

/// How far threads that work in the background stand behind.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

fn refiner(answer: Answer) -> std::io::Result<Worker<Deriving>> {
    Worker::start("refine", move |job: Option<Deriving>, control: &Control| {
        let Some((deriver, corpus, effect)) = job else { return };
        let threads = (rayon::current_num_threads() / 2).max(1);
        let reply = guarded(|| behind(threads, || refine(&deriver, &corpus, &effect, control)));
        let reply = match (reply, effect) {
            // Else it would be waited for.
            (Some(Reply::JobFailed(why)), Effect::Refine { generation }) => Some(Reply::NotRefined { generation, why }),
            (reply, _) => reply,
        };
        if let Some(reply) = reply {
            let _ = answer.send(Msg::Reply(reply));
        }
    })
}

fn preview_worker(units: Units, answer: Answer) -> std::io::Result<Worker<(Analysis, Effect)>> {
    Worker::start("preview", move |job: Option<(Analysis, Effect)>, control: &Control| {
        let Some((analysis, effect)) = job else { return };
        if let Some(reply) = guarded(|| files::preview(&analysis, &effect, units, control)) {
            let _ = answer.send(Msg::Reply(reply));
        }
    })
}

fn answer_files(queue: &Receiver<Effect>, folder: &Path, answer: &Answer) {
    while let Ok(effect) = queue.recv() {
        if let Some(reply) = guarded(|| files::answer(folder, &effect)) {
            let _ = answer.send(Msg::Reply(reply));
        }
    }
}

fn do_jobs(queue: &Receiver<(Analysis, Effect)>, units: Units, answer: &Answer) {
    while let Ok((analysis, effect)) = queue.recv() {
        let reply = guarded(|| match &effect {
            Effect::Rules { .. } => rules(&analysis, &effect),
            Effect::Count(_) => count(&analysis.corpus, &effect, &Control::new()),
            Effect::Match { .. } => matching(&analysis, &effect),
            Effect::MakeDictionary(ledger) => Some(make_dictionary(&analysis, ledger)),
            effect => export(&analysis, effect, units),
        });
        if let Some(reply) = reply {
            let _ = answer.send(Msg::Reply(reply));
        }
    }
}

fn write(stores: &Receiver<Opened>, queue: &Receiver<Write>, answer: &Answer) -> Option<String> {
    let (store, memory) = stores.recv().ok()?;
    let mut writer = Writer::new(store, memory);
    while let Ok(first) = queue.recv() {
        writer.add(first);
        while let Ok(next) = queue.try_recv() {
            writer.add(next);
        }
        if let Some(reply) = writer.save() {
            let _ = answer.send(Msg::Reply(reply));
        }
    }
    writer.close()
}

impl Executor for Threads {
    fn execute(&mut self, effect: Effect) {
        match effect {
            Effect::CancelLoading => self.control.cancel(),
            Effect::Record { ticket, event, session } => self.write(Write::Event(ticket, event, session)),
            Effect::SaveSession(session) => self.write(Write::Session(session)),
            Effect::RetrySave => self.write(Write::Retry),
            Effect::Remember(counts) => self.write(Write::Remember(counts)),
            Effect::ListRecent
            | Effect::Forget(_)
            | Effect::CompletePath { .. }
            | Effect::Place(_)
            | Effect::LookAt(_) => {
                let _ = self.files.send(effect);
            }
            effect => {
                let shelf = lock(&self.shelf);
                let (Some(analysis), Some(deriver)) = (shelf.analysis.clone(), shelf.deriver.clone()) else { return };
                let index = shelf.index.clone();
                drop(shelf);
                match effect {
                    Effect::Query { .. } => self.queries.submit((analysis.table, effect)),
                    Effect::Appraise { .. } => self.appraisals.submit((analysis.table, effect)),
                    Effect::Fit { .. } => self.fits.submit((analysis.table, effect)),
                    Effect::Derive { .. } => self.columns.submit((deriver, analysis.corpus, effect)),
                    Effect::Explain { .. } => self.explanations.submit((deriver, analysis.corpus, effect)),
                    Effect::Preview { .. } => self.previews.submit((analysis, effect)),
                    Effect::Refine { .. } => self.refiner.submit((deriver, analysis.corpus, effect)),
                    Effect::Find { side, .. } => self.finds[side as usize].submit((analysis.corpus, index, effect)),
                    Effect::Lines { side, .. } => self.lines[side as usize].submit((analysis.corpus, index, effect)),
                    Effect::Read { .. } => self.reads.submit((analysis.corpus, index, effect)),
                    Effect::Search { .. } => self.lookups.submit(effect),
                    effect => {
                        let _ = self.jobs.send((analysis, effect));
                    }
                }
            }
        }
    }

    fn progress(&self) -> Option<Progress> {
        lock(&self.shelf).loading.then(|| self.control.progress())
    }

    fn refining(&self) -> Option<Progress> {
        self.refiner.progress()
    }

    fn finish(&mut self) -> Option<String> {
        self.control.cancel();
        self.refiner.close();
        self.writes = None;
        let writer = self.writer.take();
        if lock(&self.shelf).loading {
            // Nothing was decided yet, and a text that never ends must not hold the end.
            return None;
        }
        // A panic of the writer would be one of the store: what it had saved is saved, of the rest nothing is known.
        writer.and_then(|writer| writer.join().unwrap_or_else(|_| Some("the writer failed".to_owned())))
    }

    fn failure(&mut self) -> Option<WorkbenchError> {
        lock(&self.shelf).failure.take()
    }
}

/// Also when the loop panics, what was decided is saved.
impl Drop for Threads {
    fn drop(&mut self) {
        self.finish();
    }
}
