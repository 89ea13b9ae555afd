//! `wordmine render`: a picture of the workbench, without a terminal.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::exit::{Exit, failure};
use super::memory::Memory;
use super::session;
use super::texts::Texts;
use super::{open, output};
use crate::project::source::inputs_of;
use crate::project::store::Store;

/// Draw the workbench as an SVG picture
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Texts, folders, patterns, or one project, which stays as it is; without any: the novel that comes with the program
    #[arg(value_name = "FILE|PROJECT")]
    files: Vec<PathBuf>,
    /// Columns and lines of the screen
    #[arg(long, value_name = "WxH", default_value = "120x36", value_parser = size)]
    size: (u16, u16),
    /// Keys to press first: characters, and names in angle brackets as in keys.toml (<enter>, <ctrl-d>)
    #[arg(long, value_name = "KEYS", default_value = "")]
    keys: String,
    /// One animated picture of all screens, each key for so many seconds (`<wait>` among the keys holds one)
    #[arg(long, value_name = "SECONDS", value_parser = pace)]
    animate: Option<f32>,
    /// The theme, instead of that of the settings
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
    /// Write to this file, all or nothing, instead of stdout (which `-` names too)
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A dictionary of words that are known, in any format that is read
    #[arg(long, value_name = "DICT")]
    known: Vec<PathBuf>,
    #[command(flatten)]
    texts: Texts,
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let parts = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    parts
        .filter(|&(w, h): &(u16, u16)| (1..=1_000).contains(&w) && (1..=1_000).contains(&h))
        .ok_or_else(|| "give columns and lines, each 1 to 1000, like 120x36".to_owned())
}

fn pace(text: &str) -> Result<f32, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.05..=60.0).contains(seconds));
    seconds.ok_or_else(|| "give seconds, 0.05 to 60".to_owned())
}

pub(super) fn run(args: Args, out: &mut dyn Write) -> Result<Exit> {
    let inputs = session::inputs(&args.files);
    let target = output::target(args.output.as_deref(), &inputs)?;
    // The keys may decide: that happens in a copy.
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let copy = folder.path().join("picture.wordmine");
    let (mut files, mut named) = (args.files, "picture.wordmine".to_owned());
    let project = match &mut files[..] {
        [path] if Store::is_project(path) => {
            named = path.display().to_string();
            let (store, contents) = Store::open(path)?;
            store.close()?;
            output::target(args.output.as_deref(), &inputs_of(&contents.manifest.sources))?;
            std::fs::copy(&path, &copy)
                .map_err(|error| failure(Exit::Data, format!("cannot read {named}: {error}")))?;
            *path = copy;
            None
        }
        _ => Some(copy),
    };
    let mut launch = open::launch_of(open::Args {
        files,
        project,
        known: args.known,
        reference: Vec::new(),
        reference_list: Vec::new(),
        memory: Memory::default(),
        texts: args.texts,
    })?;
    // A picture has every colour, whatever the terminal it is made from.
    launch.colours = launch.colours.map(|_| super::Depth::True);
    if let Some(theme) = args.theme {
        launch.settings.theme = theme;
    }
    let svg =
        super::draw(&launch, &super::Picture { size: args.size, keys: args.keys, project: named, pace: args.animate })?;
    output::write(target, out, |out| out.write_all(svg.as_bytes()))?;
    Ok(Exit::Done)
}
