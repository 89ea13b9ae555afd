//! The program `wordmine`: everything is in the library.

use std::process::ExitCode;

/// Gives memory back to the system soon after it is freed, which the budget of a run counts on.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(wordmine::cli::main().code())
}
