//! The program `wordmine`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(wordmine::cli::main().code())
}
