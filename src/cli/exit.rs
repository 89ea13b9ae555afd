//! Errors as messages and exit codes.

use std::io::{self, Write};

use crate::display;
use crate::engine::concordance::FindError;
use crate::engine::{AnalyseError, Cancelled};
use crate::lexicon::dictionary::DictionaryError;
use crate::project::source::SourceError;
use crate::project::store::StoreError;
use crate::project::told::told;
use crate::workbench::WorkbenchError;
use crate::workbench::reference::ReferenceError;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All was done; also when whoever read the output closed it.
    Done,
    /// Nothing was found, or there is nothing to write.
    Nothing,
    /// The arguments or settings are wrong.
    Usage,
    /// An input cannot be read, an output cannot be written, or data is bad.
    Data,
    /// The project is locked, damaged, or cannot be written.
    Project,
    /// Interrupted from outside.
    Interrupted,
}

impl Exit {
    /// The code for the system.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Nothing => 1,
            Exit::Usage => 2,
            Exit::Data => 3,
            Exit::Project => 4,
            Exit::Interrupted => 130,
        }
    }
}

/// An error of the command line itself.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    exit: Exit,
    message: String,
    /// Lines told below it.
    below: Vec<String>,
}

/// The error that ends the program with `exit` and tells `message`.
pub(super) fn failure(exit: Exit, message: impl Into<String>) -> anyhow::Error {
    failure_below(exit, message, Vec::new())
}

/// As [`failure`], with the lines `below` told under the message as they are.
pub(super) fn failure_below(exit: Exit, message: impl Into<String>, below: Vec<String>) -> anyhow::Error {
    Failure { exit, message: message.into(), below }.into()
}

/// Tells `error` with its causes on stderr, in one line and what it has below, and gives the exit code. A closed pipe is no error and an
/// interruption needs no words.
pub(super) fn report(error: &anyhow::Error) -> Exit {
    let exit = exit_of(error);
    if matches!(exit, Exit::Done | Exit::Interrupted) {
        return exit;
    }
    tell(&message(error));
    let below = error.downcast_ref::<Failure>().map_or(&[][..], |failure| &failure.below);
    let lines: String = below.iter().map(|line| format!("{}\n", display::visible(line))).collect();
    let _ = io::stderr().write_all(lines.as_bytes());
    exit
}

/// `error` and its causes, the outermost first.
pub(super) fn message(error: &anyhow::Error) -> String {
    let words =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref().map_or_else(|| cause.to_string(), told);
    let mut parts: Vec<String> = error.chain().map(words).collect();
    parts.dedup();
    if error.chain().next().is_some_and(|outermost| outermost.is::<io::Error>()) {
        // Every other failure of the system comes with what it was about.
        parts.insert(0, "cannot write standard output".to_owned());
    }
    parts.join(": ")
}

/// Writes a message for the person to stderr: one line, made visible.
pub(super) fn tell(message: &str) {
    // Nobody is left to be told when stderr is closed.
    // In one piece, as lines of others may come between.
    let line = format!("wordmine: {}\n", display::visible(message.trim_end()));
    let _ = io::stderr().write_all(line.as_bytes());
}

/// How the program ends with `error`.
pub(super) fn exit_of(error: &anyhow::Error) -> Exit {
    error.chain().find_map(exit_of_cause).unwrap_or(Exit::Data)
}

fn exit_of_cause(cause: &(dyn std::error::Error + 'static)) -> Option<Exit> {
    if let Some(failure) = cause.downcast_ref::<Failure>() {
        return Some(failure.exit);
    }
    if let Some(error) = cause.downcast_ref::<io::Error>() {
        return Some(exit_of_io(error));
    }
    if cause.is::<Cancelled>() {
        return Some(Exit::Interrupted);
    }
    let workbench = cause.downcast_ref::<WorkbenchError>().map(|error| match error {
        WorkbenchError::Source(error) => exit_of_source(error),
        WorkbenchError::Analyse(AnalyseError::Cancelled(_)) => Exit::Interrupted,
        WorkbenchError::Find(error) => exit_of_find(error),
        WorkbenchError::Analyse(_) | WorkbenchError::Dictionary(_) => Exit::Data,
        WorkbenchError::Store(error) => exit_of_store(error),
        WorkbenchError::Target { .. } => Exit::Usage,
        WorkbenchError::NoCandidate { .. } | WorkbenchError::NothingToExport(_) => Exit::Nothing,
        WorkbenchError::Export { error, .. } => exit_of_io(error),
    });
    workbench
        .or_else(|| cause.downcast_ref().map(exit_of_source))
        .or_else(|| cause.downcast_ref().map(exit_of_find))
        .or_else(|| cause.downcast_ref().map(exit_of_store))
        .or_else(|| cause.downcast_ref().map(exit_of_reference))
        .or_else(|| cause.is::<DictionaryError>().then_some(Exit::Data))
}

fn exit_of_io(error: &io::Error) -> Exit {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Exit::Done,
        _ if error.get_ref().is_some_and(|inner| inner.is::<Cancelled>()) => Exit::Interrupted,
        _ => Exit::Data,
    }
}

fn exit_of_source(error: &SourceError) -> Exit {
    match error {
        SourceError::Cancelled(_) => Exit::Interrupted,
        SourceError::Option(_) => Exit::Usage,
        _ => Exit::Data,
    }
}

fn exit_of_reference(error: &ReferenceError) -> Exit {
    match error {
        ReferenceError::Source(error) => exit_of_source(error),
        ReferenceError::Store(error) => exit_of_store(error),
        ReferenceError::Analyse(AnalyseError::Cancelled(_)) => Exit::Interrupted,
        _ => Exit::Data,
    }
}

fn exit_of_find(error: &FindError) -> Exit {
    match error {
        FindError::Cancelled(_) => Exit::Interrupted,
        FindError::Storage(_) => Exit::Data,
    }
}

fn exit_of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::Exists(_) => Exit::Usage,
        StoreError::Missing(_) | StoreError::Foreign(_) => Exit::Data,
        _ => Exit::Project,
    }
}
