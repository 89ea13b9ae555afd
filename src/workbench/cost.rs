//! What the process has cost so far.

use std::time::{Duration, Instant};

/// Processor seconds of this process so far, user and system, all threads; `None` where the system does not say.
#[must_use]
pub fn processor() -> Option<f64> {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Some(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
    }
    #[cfg(not(unix))]
    None
}

/// Most bytes of memory that this process held at once so far; `None` where the system does not say (Linux does).
#[must_use]
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// What a piece of work took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Time on the wall.
    pub wall: Duration,
    /// Processor seconds of all threads, if the system says.
    pub processor: Option<f64>,
}

impl Cost {
    /// Runs `work` and says what it took.
    pub fn of<T>(work: impl FnOnce() -> T) -> (T, Cost) {
        let (start, before) = (Instant::now(), processor());
        let value = work();
        let wall = start.elapsed();
        let processor = processor().zip(before).map(|(after, before)| after - before);
        (value, Cost { wall, processor })
    }

    /// The smaller of each.
    #[must_use]
    pub fn least(self, other: Cost) -> Cost {
        let processor = match (self.processor, other.processor) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Cost { wall: self.wall.min(other.wall), processor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_those_of_the_work() {
        let (sum, cost) = Cost::of(|| (0..3_000_000u64).fold(0, |a, b| std::hint::black_box(a ^ b)));
        assert_ne!(sum, 1);
        assert!(cost.processor.is_none_or(|seconds| seconds > 0.0));
        let none = Cost { wall: Duration::ZERO, processor: None };
        assert_eq!(cost.least(none), Cost { wall: Duration::ZERO, processor: cost.processor });
        if cfg!(target_os = "linux") {
            assert!(peak() > Some(1 << 16));
        }
    }
}
