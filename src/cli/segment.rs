//! `wordmine segment`: a text cut into words.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::exit::{Exit, failure};
use super::memory::Memory;
use super::wordlists::{self, DictFormat};
use super::{job, output, session, unsupervised};
use crate::engine::Control;
use crate::lexicon::segment::{Lattice, Segmenter, is_parted};
use crate::project::source::{self, Input, SourceError};

/// Bytes of text that one thread segments at a time, about.
const STRETCH: usize = 64 << 10;
/// Bytes of text held at a time, about.
const BATCH: usize = 4 << 20;

/// Cut a text into words with dictionaries, or with the words that texts themselves say they are made of
///
/// The text comes out as it is, line by line, with a space between any two words: those of the dictionaries or texts
/// that make it up with the greatest probability, runs of Latin letters and digits, and every other sign by itself. It is
/// written in UTF-8.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The text; `-`, or none, is standard input
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// A dictionary; given more than once, the words of all, with the counts of the last that has them
    #[arg(long, required_unless_present = "unsupervised", value_name = "FILE")]
    dict: Vec<PathBuf>,
    /// Without a dictionary: a text, folder or pattern to learn words from, as the text itself; may be given more than
    /// once
    #[arg(long, value_name = "CORPUS", conflicts_with = "dict")]
    unsupervised: Vec<PathBuf>,
    #[command(flatten)]
    dict_format: DictFormat,
    /// What to put between words
    #[arg(long, value_name = "TEXT", default_value = " ", allow_hyphen_values = true)]
    delimiter: String,
    /// The encoding of the text, as gb18030 or utf-16le; found otherwise
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Write to this file, all or nothing, instead of stdout (which `-` names too)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Threads; one for each core otherwise
    #[arg(long, value_name = "N")]
    threads: Option<std::num::NonZeroU8>,
    #[command(flatten)]
    memory: Memory,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    if args.delimiter.contains(['\n', '\r']) {
        return Err(failure(Exit::Usage, "a line end cannot part the words: lines are those of the text"));
    }
    session::use_threads(args.threads.map_or(0, |threads| usize::from(threads.get())))?;
    let input = Input::of(args.file.as_deref().unwrap_or(Path::new("-")));
    let mut inputs = session::inputs(&args.dict);
    inputs.extend(session::inputs(&args.unsupervised));
    if !args.unsupervised.is_empty() && inputs.contains(&Input::Stdin) && input == Input::Stdin {
        return Err(failure(Exit::Usage, "standard input can be read once: save it to a file first"));
    }
    inputs.push(input.clone());
    let target = output::target(args.output.as_deref(), &inputs)?;
    let segmenter = if args.unsupervised.is_empty() {
        let words = wordlists::read_all(&args.dict, &args.dict_format)?;
        Segmenter::from_counts(words).map_err(|error| failure(Exit::Data, error.to_string()))?
    } else {
        unsupervised::segmenter(&args.unsupervised, &args.memory)?
    };
    let text = Text { input: &input, encoding: args.encoding.as_deref() };
    let mut unread = None;
    let written = job::output(|control| {
        output::write(target, out, |out| {
            let mut cutter = Cutter::new(&segmenter, &args.delimiter, out);
            text.through(&mut cutter, control)?.map_err(|error| {
                unread = Some(error);
                // Nobody sees it: what could not be read is told instead.
                io::Error::other("unread")
            })
        })
    });
    match unread {
        Some(error) => Err(error.into()),
        None => written.map(|()| Exit::Done),
    }
}

/// What is segmented.
struct Text<'t> {
    input: &'t Input,
    encoding: Option<&'t str>,
}

impl Text<'_> {
    /// Gives all the text to `cutter`. The outer error is that of the output.
    fn through(&self, cutter: &mut Cutter, control: &Control) -> io::Result<Result<(), SourceError>> {
        let mut failed = None;
        let read = source::plain(self.input, self.encoding, control, &mut |piece| match cutter.add(piece) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        });
        match (failed, read) {
            (Some(error), _) => Err(error),
            (None, Ok(())) => cutter.finish().map(Ok),
            (None, Err(error)) => Ok(Err(error)),
        }
    }
}

/// Segments a text that comes in pieces, in stretches, by all threads. Where it is cut depends on the text alone.
struct Cutter<'c> {
    segmenter: &'c Segmenter,
    delimiter: &'c str,
    out: &'c mut dyn Write,
    /// Text not yet segmented.
    pending: String,
    /// The character before that, unless a unit goes on there.
    before: Option<char>,
}

impl<'c> Cutter<'c> {
    fn new(segmenter: &'c Segmenter, delimiter: &'c str, out: &'c mut dyn Write) -> Self {
        Cutter { segmenter, delimiter, out, pending: String::new(), before: None }
    }

    fn add(&mut self, text: &str) -> io::Result<()> {
        self.pending.push_str(text);
        if self.pending.len() < BATCH { Ok(()) } else { self.write(false) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.write(true)
    }

    /// Writes what is pending; without the last stretch, unless it is the end of the text.
    fn write(&mut self, all: bool) -> io::Result<()> {
        let (mut stretches, mut at) = (Vec::new(), 0);
        while at < self.pending.len() && (all || self.pending.len() - at > STRETCH) {
            let stretch = self.segmenter.stretch(&self.pending[at..], STRETCH);
            stretches.push((&self.pending[at..at + stretch.len], stretch.within_unit));
            at += stretch.len;
        }
        let cut = |lattice: &mut Lattice, &(text, _): &(&str, bool)| {
            let mut words = String::with_capacity(text.len() * 3 / 2);
            self.segmenter.segment(text, self.delimiter, lattice, &mut words);
            words
        };
        let cuts: Vec<String> = stretches.par_iter().map_init(Lattice::default, cut).collect();
        for ((text, within_unit), words) in stretches.iter().zip(&cuts) {
            let mut last = [0; 4];
            if self.before.is_some_and(|before| is_parted(before.encode_utf8(&mut last), text, self.delimiter)) {
                self.out.write_all(self.delimiter.as_bytes())?;
            }
            self.out.write_all(words.as_bytes())?;
            self.before = text.chars().next_back().filter(|_| !within_unit);
        }
        self.pending.drain(..at);
        Ok(())
    }
}
