//! The command line: one file a subcommand.
//!
//! Results go to stdout, everything else (progress, reports, warnings, errors) to stderr. No text of a corpus or file
//! name reaches either as a control or format character: see [`crate::display`].

mod add;
mod auto;
mod bench;
mod beside;
mod columns;
mod completions;
mod config;
mod cut;
mod decide;
mod dict;
mod discover;
mod entry;
mod evaluate;
mod exit;
mod explain;
mod export;
mod filter;
mod info;
mod job;
mod known;
mod kwic;
mod log;
mod memory;
mod neighbours;
mod new;
mod open;
mod output;
mod reference;
#[cfg(feature = "tui")]
mod render;
mod segment;
mod session;
mod spread;
mod texts;
mod trend;
mod undo;
mod unsupervised;
mod word;
mod wordlists;

use std::io::{self, BufWriter, Write};

use clap::{Parser, Subcommand};

pub use exit::Exit;

#[cfg(feature = "tui")]
use crate::tui::{Launch, Outcome, Picture, Target, render as draw, run as launch, theme::Depth};

/// Find the words of a text, keep the good ones.
///
/// Without a command: open the workbench on a screen, with the novel that comes with the program, with texts, or with a
/// project.
#[derive(Debug, Parser)]
#[command(name = "wordmine", version, args_conflicts_with_subcommands = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    open: open::Args,
}

const EXIT_CODES: &str = "\
Exit codes: 0 done; 1 nothing found; 2 usage or settings; 3 input unreadable or bad data; 4 project locked or damaged; \
130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    Discover(Box<discover::Args>),
    New(new::Args),
    Add(add::Args),
    Decide(decide::Args),
    Entry(entry::Args),
    Log(log::Args),
    Undo(undo::Args),
    Kwic(kwic::Args),
    Neighbours(neighbours::Args),
    Spread(spread::Args),
    Explain(explain::Args),
    Export(export::Args),
    Segment(segment::Args),
    Dict(dict::Args),
    Evaluate(evaluate::Args),
    Info(info::Args),
    #[cfg(feature = "tui")]
    Render(render::Args),
    Bench(bench::Args),
    Config(config::Args),
    Completions(completions::Args),
}

/// Runs the program on the arguments of the process. Errors are told on stderr.
#[must_use]
pub fn main() -> Exit {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version arrive as errors too. Nobody is left to be told when stderr is closed.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
    let done = run(cli, &mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    done.unwrap_or_else(|error| exit::report(&error))
}

fn run(cli: Cli, out: &mut dyn Write) -> anyhow::Result<Exit> {
    match cli.command {
        None => open::run(cli.open),
        Some(Command::Discover(args)) => discover::run(&args, out),
        Some(Command::New(args)) => new::run(&args, out),
        Some(Command::Add(args)) => add::run(&args, out),
        Some(Command::Decide(args)) => decide::run(&args, out),
        Some(Command::Entry(args)) => entry::run(&args, out),
        Some(Command::Log(args)) => log::run(&args, out),
        Some(Command::Undo(args)) => undo::run(&args, out),
        Some(Command::Kwic(args)) => kwic::run(&args, out),
        Some(Command::Neighbours(args)) => neighbours::run(&args, out),
        Some(Command::Spread(args)) => spread::run(&args, out),
        Some(Command::Explain(args)) => explain::run(&args, out),
        Some(Command::Export(args)) => export::run(&args, out),
        Some(Command::Segment(args)) => segment::run(&args, out),
        Some(Command::Dict(args)) => dict::run(&args, out),
        Some(Command::Evaluate(args)) => evaluate::run(&args, out),
        Some(Command::Info(args)) => info::run(&args, out),
        #[cfg(feature = "tui")]
        Some(Command::Render(args)) => render::run(args, out),
        Some(Command::Bench(args)) => bench::run(&args, out),
        Some(Command::Config(args)) => config::run(&args, out),
        Some(Command::Completions(args)) => completions::run(&args, out),
    }
}

/// The names of the subcommands.
fn command_names() -> Vec<String> {
    use clap::CommandFactory;
    Cli::command().get_subcommands().map(|command| command.get_name().to_owned()).collect()
}
