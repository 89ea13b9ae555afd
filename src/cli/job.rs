//! Long jobs: progress on stderr, and Ctrl-C.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use signal_hook::consts::SIGINT;

use super::exit::Exit;
use crate::engine::{Control, Stage};

/// Time between two looks at the job.
const LOOK: Duration = Duration::from_millis(50);
/// How long a job may take to notice that it is cancelled before the program ends without it, while it reads.
const GRACE: Duration = Duration::from_millis(300);

/// Runs `work`. Ctrl-C cancels it through its control. How far it is shows on stderr when that is a terminal and the
/// person is not `quiet`; so it must not write to stdout, see [`output`].
pub(super) fn run<T>(quiet: bool, work: impl FnOnce(&Control) -> T) -> T {
    let bar = (!quiet && io::stderr().is_terminal()).then(ProgressBar::new_spinner);
    watched(&Control::new(), bar.as_ref(), work)
}

/// Runs `work`, which writes a result. Ctrl-C cancels it through its control. No progress is shown: it would get between
/// the lines of the result.
pub(super) fn output<T>(work: impl FnOnce(&Control) -> T) -> T {
    let control = Control::new();
    control.begin(Stage::Order, 0);
    watched(&control, None, work)
}

fn watched<T>(control: &Control, bar: Option<&ProgressBar>, work: impl FnOnce(&Control) -> T) -> T {
    let done = AtomicBool::new(false);
    let interrupted = interrupt_flag();
    thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(control, &done, interrupted, bar));
        let value = work(control);
        done.store(true, Ordering::Relaxed);
        watcher.thread().unpark();
        value
    })
}

/// Set by Ctrl-C. Without a handler (none could be set) Ctrl-C ends the program at once, which is safe too.
fn interrupt_flag() -> &'static AtomicBool {
    static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    FLAG.get_or_init(|| {
        let flag = Arc::new(AtomicBool::new(false));
        let _ = signal_hook::flag::register(SIGINT, Arc::clone(&flag));
        flag
    })
}

fn watch(control: &Control, done: &AtomicBool, interrupted: &AtomicBool, bar: Option<&ProgressBar>) {
    let mut stage = None;
    let mut cancelled: Option<Instant> = None;
    while !done.load(Ordering::Relaxed) {
        if interrupted.load(Ordering::Relaxed) {
            let since = *cancelled.get_or_insert_with(Instant::now);
            control.cancel();
            // A read that waits for a pipe or keyboard never looks at the control; nothing is being written then.
            if since.elapsed() > GRACE && control.progress().stage == Stage::Read {
                std::process::exit(i32::from(Exit::Interrupted.code()));
            }
        }
        if let Some(bar) = bar {
            show(bar, control, &mut stage);
        }
        thread::park_timeout(LOOK);
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

fn show(bar: &ProgressBar, control: &Control, shown: &mut Option<(Stage, bool)>) {
    let progress = control.progress();
    let now = (progress.stage, progress.total > 0);
    if *shown != Some(now) {
        *shown = Some(now);
        bar.reset();
        bar.set_style(style(progress.stage, progress.total > 0));
        bar.set_message(progress.stage.name());
    }
    bar.set_length(progress.total);
    bar.set_position(progress.done);
}

fn style(stage: Stage, sized: bool) -> ProgressStyle {
    let bytes = matches!(stage, Stage::Read | Stage::Symbols);
    let template = match (bytes, sized) {
        (true, true) => "{msg:16} [{bar:30}] {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left",
        (true, false) => "{msg:16} {bytes}, {bytes_per_sec}",
        (false, true) => "{msg:16} [{bar:30}] {percent}%, {eta} left",
        (false, false) => "{msg}",
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.progress_chars("=> ")
}
