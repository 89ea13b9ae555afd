//! A thread that does the newest job it was given; a newer one cancels the one under way.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::engine::{Control, Progress};

struct Slot<J> {
    next: Option<(J, Control)>,
    running: Option<Control>,
    closed: bool,
}

struct Shared<J> {
    slot: Mutex<Slot<J>>,
    filled: Condvar,
}

impl<J> Shared<J> {
    fn lock(&self) -> MutexGuard<'_, Slot<J>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A latest-wins worker. It ends when dropped.
pub struct Worker<J> {
    shared: Arc<Shared<J>>,
}

impl<J: Send + 'static> Worker<J> {
    /// Starts a thread called `name` that does `work` on each job; `None` is given once after each job when no other
    /// waits.
    pub fn start(name: &str, mut work: impl FnMut(Option<J>, &Control) + Send + 'static) -> std::io::Result<Self> {
        let slot = Slot { next: None, running: None, closed: false };
        let shared = Arc::new(Shared { slot: Mutex::new(slot), filled: Condvar::new() });
        let own = shared.clone();
        let body = move || {
            let mut idle = true;
            while let Some((job, control)) = own.take(idle) {
                idle = job.is_none();
                work(job, &control);
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(body)?;
        Ok(Worker { shared })
    }

    /// Gives a job; one that waits is dropped, one under way is cancelled.
    pub fn submit(&self, job: J) {
        let mut slot = self.shared.lock();
        if let Some(running) = &slot.running {
            running.cancel();
        }
        slot.next = Some((job, Control::new()));
        self.shared.filled.notify_one();
    }
}

impl<J> Worker<J> {
    /// How far the job under way is.
    pub fn progress(&self) -> Option<Progress> {
        self.shared.lock().running.as_ref().map(Control::progress)
    }

    /// Cancels the job under way, and takes no other.
    pub fn close(&self) {
        let mut slot = self.shared.lock();
        slot.closed = true;
        if let Some(running) = &slot.running {
            running.cancel();
        }
        self.shared.filled.notify_one();
    }
}

impl<J> Shared<J> {
    /// The next job, waiting for it if `idle`, else `None` as a job when there is none; nothing at the end.
    fn take(&self, idle: bool) -> Option<(Option<J>, Control)> {
        let mut slot = self.lock();
        loop {
            if slot.closed {
                return None;
            }
            if let Some((job, control)) = slot.next.take() {
                slot.running = Some(control.clone());
                return Some((Some(job), control));
            }
            if !idle {
                let control = Control::new();
                slot.running = Some(control.clone());
                return Some((None, control));
            }
            slot = self.filled.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<J> Drop for Worker<J> {
    fn drop(&mut self) {
        self.close();
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_newer_job_cancels_the_one_under_way_and_replaces_the_one_that_waits() {
        let (started, on_start) = channel();
        let (done, on_done) = channel();
        let worker = Worker::start("test", move |job: Option<u32>, control: &Control| {
            let Some(job) = job else { return };
            started.send(job).unwrap();
            while job == 1 && !control.is_cancelled() {
                thread::yield_now();
            }
            done.send((job, control.is_cancelled())).unwrap();
        })
        .unwrap();
        worker.submit(1);
        assert_eq!(on_start.recv().unwrap(), 1);
        worker.submit(2);
        assert_eq!(on_done.recv().unwrap(), (1, true));
        assert_eq!(on_done.recv().unwrap(), (2, false));
    }
}
