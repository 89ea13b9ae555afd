//! `wordmine config`: the settings, where they come from, and what is wrong with them.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use clap::Subcommand;

use super::exit::{Exit, failure, tell};
use super::session;
use crate::display::visible;
use crate::project::{atomic, paths};
use crate::settings::{DEFAULT_TOML, Loaded};

/// Show the settings in effect, or work on the settings file
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Command {
    /// Show every setting with its value and where that comes from
    Show,
    /// Print where the settings file is
    Path,
    /// Make a settings file in which every default is commented out
    Init,
    /// Name all mistakes in the settings file
    Check,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let folders = session::folders()?;
    let path = session::config_path(&folders);
    let shown = path.display().to_string();
    let (loaded, problems) = session::load_settings(&folders);
    match args.command.unwrap_or(Command::Show) {
        Command::Path => writeln!(out, "{}", visible(&shown))?,
        Command::Init => {
            init(&path)?;
            writeln!(out, "{}", visible(&shown))?;
        }
        Command::Show => {
            show(&loaded, &visible(&shown), out)?;
            problems.iter().for_each(|problem| tell(problem));
        }
        Command::Check if problems.is_empty() => {
            let state = if path.is_file() { "no mistake" } else { "there is no such file; the defaults hold" };
            writeln!(out, "{}: {state}", visible(&shown))?;
        }
        Command::Check => {
            problems.iter().for_each(|problem| tell(problem));
            return Ok(Exit::Usage);
        }
    }
    Ok(Exit::Done)
}

fn init(path: &Path) -> Result<()> {
    let shown = path.display();
    if path.symlink_metadata().is_ok() {
        return Err(failure(Exit::Usage, format!("{shown} exists already: edit it, or move it away first")));
    }
    let cannot = || format!("cannot write {shown}");
    if let Some(folder) = path.parent() {
        paths::make_private(folder).with_context(cannot)?;
    }
    atomic::write(path, |out| out.write_all(commented_out().as_bytes())).with_context(cannot)
}

/// The shipped settings with every value commented out, so that later defaults are not held up by old ones.
fn commented_out() -> String {
    let mut text = String::new();
    for line in DEFAULT_TOML.lines() {
        let is_value = !line.is_empty() && !line.starts_with(['#', '[']);
        text.push_str(if is_value { "#" } else { "" });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// The settings as a TOML document with the origin of each.
fn show(loaded: &Loaded, path: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let mut table = "";
    let rows = loaded.settings.rows();
    for (name, value) in &rows {
        let (here, key) = name.rsplit_once('.').unwrap_or(("", name));
        if here != table {
            writeln!(out, "\n[{here}]")?;
            table = here;
        }
        let origin = if loaded.given.contains(name) { path } else { "default" };
        writeln!(out, "{key} = {value}  # {origin}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn a_new_file_changes_nothing_and_its_lines_can_be_uncommented() {
        let loaded = Settings::load(&commented_out());
        assert_eq!((loaded.problems.len(), loaded.given.len()), (0, 0));
        assert_eq!(loaded.settings, Settings::default());
        let back = commented_out().replace("\n#", "\n").replace("\n ", "\n# ");
        assert_eq!(Settings::load(&back).problems, []);
    }
}
