//! `wordmine dict`: using a finished dictionary.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Subcommand;

use super::exit::{Exit, tell};
use crate::display::visible;
use crate::lexicon::Dictionary;
use crate::project::read;

/// Largest dictionary, in bytes.
const MOST_FST: u64 = 4 << 30;

/// Use a finished dictionary
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print each word with its count
    Lookup {
        /// An FST dictionary, as `wordmine export --format fst` writes it
        #[arg(value_name = "FST")]
        dictionary: PathBuf,
        /// The words
        #[arg(required = true, value_name = "WORD")]
        words: Vec<String>,
    },
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let Command::Lookup { dictionary: path, words } = &args.command;
    let shown = path.display();
    let bytes = read::bytes(path, MOST_FST).with_context(|| format!("cannot read {shown}"))?;
    let dictionary = Dictionary::open(bytes).with_context(|| format!("cannot use {shown}"))?;
    let mut missing = 0;
    for word in words {
        match dictionary.get(word) {
            Some(count) => writeln!(out, "{}\t{count}", visible(word))?,
            None => {
                missing += 1;
                tell(&format!("{word} is not in {shown}"));
            }
        }
    }
    Ok(if missing > 0 { Exit::Nothing } else { Exit::Done })
}
