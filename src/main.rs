//! The program `wordmine`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    return_freed_memory();
    ExitCode::from(wordmine::cli::main().code())
}

/// Has glibc give memory back to the system as soon as it is freed, which the budget of a run counts on. Left alone, it
/// keeps what was freed of anything up to 32 MiB, a third of the peak of a large text.
fn return_freed_memory() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        /// Bytes from which an allocation is a mapping of its own.
        const OWN_MAPPING: libc::c_int = 1 << 18;
        // SAFETY: sets a number of the allocator, which glibc allows at any time; no other thread runs yet.
        #[allow(unsafe_code)]
        unsafe {
            libc::mallopt(libc::M_MMAP_THRESHOLD, OWN_MAPPING);
        }
    }
}
