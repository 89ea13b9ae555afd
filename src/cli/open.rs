//! `wordmine`, `wordmine FILE...`, `wordmine PROJECT`: the workbench on a screen.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::exit::{Exit, failure};
use super::memory::Memory;
use super::texts::Texts;
use crate::project::source::Input;
use crate::project::store::Store;
use crate::settings::nearest;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Texts, folders, patterns like 'news/**/*.txt', or one project; `-` is standard input. Without any: the projects
    /// last opened, or the novel that comes with the program when there are none
    #[arg(value_name = "FILE|PROJECT")]
    pub files: Vec<PathBuf>,
    /// Begin with the projects last opened, and a line for the path of a text, a folder or a project
    #[arg(long, conflicts_with_all = ["files", "project", "known", "reference", "reference_list"])]
    pub start: bool,
    /// Keep the decisions on these texts in this project
    #[arg(long, value_name = "PROJECT")]
    pub project: Option<PathBuf>,
    /// A dictionary of words that are known, in any format that is read; the project remembers it. May be given more than
    /// once
    #[arg(long, value_name = "DICT")]
    pub known: Vec<PathBuf>,
    /// Texts, folders, patterns or projects to compare with, for the columns reference, keyness and log_ratio (key C). May
    /// be given more than once
    #[arg(long, value_name = "REF")]
    pub reference: Vec<PathBuf>,
    /// A list of words with their counts to compare with
    #[arg(long, value_name = "LIST")]
    pub reference_list: Vec<PathBuf>,
    #[command(flatten)]
    pub memory: Memory,
    #[command(flatten)]
    pub texts: Texts,
}

pub(super) fn run(args: Args) -> Result<Exit> {
    for path in &args.files {
        check(path, args.files.len())?;
    }
    if let (Some(project), [text]) = (&args.project, &args.files[..])
        && Store::is_project(text)
    {
        let (text, project) = (text.display(), project.display());
        return Err(failure(Exit::Usage, format!("{text} is a project itself: leave out --project {project}")));
    }
    if let Some(project) = args.project.as_deref().filter(|path| path.exists() && !Store::is_project(path)) {
        let message = format!("{} exists and is no wordmine project; choose another name", project.display());
        return Err(failure(Exit::Usage, message));
    }
    if let Some(path) = args.known.iter().find(|path| !path.is_file()) {
        return Err(failure(
            Exit::Data,
            format!("cannot read the known words of {}: there is no such file", path.display()),
        ));
    }
    for path in args.reference.iter().chain(&args.reference_list) {
        check(path, 1)?;
    }
    screen(args)
}

/// Names what cannot be opened before the screen is.
fn check(path: &Path, of: usize) -> Result<()> {
    let shown = path.display();
    if matches!(Input::of(path), Input::File(_)) && !path.exists() {
        let names = super::command_names();
        return Err(match path.to_str().and_then(|word| nearest(word, names.iter().map(String::as_str))) {
            Some(name) => failure(Exit::Usage, format!("there is no file {shown}; did you mean `wordmine {name}`?")),
            None => failure(Exit::Data, format!("cannot read {shown}: there is no such file")),
        });
    }
    if of > 1 && Store::is_project(path) {
        let message = format!("{shown} is a project: open it alone, or give texts only");
        return Err(failure(Exit::Usage, message));
    }
    Ok(())
}

#[cfg(not(feature = "tui"))]
fn screen(_args: Args) -> Result<Exit> {
    let message = "this wordmine was built without a screen; `wordmine --help` lists the commands";
    Err(failure(Exit::Usage, message))
}

#[cfg(feature = "tui")]
fn screen(args: Args) -> Result<Exit> {
    use std::io::{self, IsTerminal};

    use crate::project::source::Given;

    if !io::stdout().is_terminal() {
        let message = "the workbench needs a terminal; without one use `wordmine discover` and the other commands of \
                       `wordmine --help`";
        return Err(failure(Exit::Usage, message));
    }
    // Options are about a text: with one of them it is the demo that is meant.
    let (asked, bare) = (args.start, is_bare(&args));
    let mut launch = launch_of(args)?;
    if asked || bare && launch.given == Given::default() && has_work(&launch.folders) {
        launch.target = super::Target::Start;
    }
    super::session::use_threads(launch.settings.threads)?;
    Ok(match super::launch(launch)? {
        super::Outcome::Quit => Exit::Done,
        super::Outcome::Interrupted => Exit::Interrupted,
    })
}

/// Whether nothing at all was named to open.
#[cfg(feature = "tui")]
fn is_bare(args: &Args) -> bool {
    let named = [&args.files, &args.known, &args.reference, &args.reference_list];
    args.project.is_none() && named.into_iter().all(Vec::is_empty)
}

/// Whether there is a project of the person's own to go on with.
#[cfg(feature = "tui")]
fn has_work(folders: &crate::project::paths::Folders) -> bool {
    let (recents, _) = crate::project::recent::load(&folders.projects);
    recents.iter().any(|recent| !recent.demo && recent.project.exists())
}

/// What the screen needs to start with these arguments.
#[cfg(feature = "tui")]
pub(super) fn launch_of(args: Args) -> Result<super::Launch> {
    use super::session::{self, MOST_CONFIG};
    use crate::project::read;
    use crate::workbench::reference::References;

    let folders = session::folders()?;
    let (loaded, mut problems) = session::load_settings(&folders);
    let mut user_file = |path: PathBuf| {
        read::text(&path, MOST_CONFIG).unwrap_or_else(|error| {
            problems.push(format!("cannot read {}: {error}", path.display()));
            None
        })
    };
    let keys_toml = user_file(folders.config.join("keys.toml"));
    let theme = &loaded.settings.theme;
    let theme_file = folders.config.join("themes").join(theme).with_extension("toml");
    let theme_toml = user_file(theme_file).map(|text| (theme.clone(), text));
    let given = args.texts.given()?;
    let resources = args.memory.resources(Some(folders.cache.clone()))?;
    let known = args.known.clone();
    let reference = References { texts: args.reference.clone(), lists: args.reference_list.clone() };
    let target = target_of(args);
    // By the convention of no-color.org: set, and not empty.
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let told = |name| std::env::var(name).unwrap_or_default();
    let colours = (!no_color).then(|| super::Depth::of(&told("COLORTERM"), &told("TERM")));
    let settings = loaded.settings;
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let lang = settings.lang.resolve(&locale.unwrap_or_default());
    Ok(super::Launch {
        target,
        given,
        known,
        reference,
        settings,
        folders,
        resources,
        keys_toml,
        theme_toml,
        colours,
        lang,
        remember: true,
        problems,
    })
}

#[cfg(feature = "tui")]
fn target_of(args: Args) -> super::Target {
    use super::{Target, session};
    use crate::project::source::Input;

    match &args.files[..] {
        [path] if Store::is_project(path) => Target::Project(path.clone()),
        [] => Target::Texts { inputs: vec![Input::Demo], project: args.project },
        paths => Target::Texts { inputs: session::inputs(paths), project: args.project },
    }
}

#[cfg(all(test, feature = "tui"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::Target;
    use super::*;
    use crate::project::source::Input;
    use crate::project::store::Manifest;

    #[test]
    fn a_project_is_known_by_its_content_and_no_file_is_the_demo() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("no-extension");
        let manifest = Manifest::default();
        Store::create(&path, &manifest).unwrap().close().unwrap();
        let target = |files: &[&Path], project: Option<&Path>| {
            let files = files.iter().map(|path| path.to_path_buf()).collect();
            target_of(Args {
                files,
                start: false,
                project: project.map(Path::to_path_buf),
                known: Vec::new(),
                reference: Vec::new(),
                reference_list: Vec::new(),
                memory: Memory::default(),
                texts: Texts::default(),
            })
        };
        assert_eq!(target(&[&path], None), Target::Project(path.clone()));
        assert_eq!(target(&[], None), Target::Texts { inputs: vec![Input::Demo], project: None });
        let texts = target(&[Path::new("a.wordmine"), Path::new("-")], Some(&path));
        let inputs = vec![Input::File("a.wordmine".into()), Input::Stdin];
        assert_eq!(texts, Target::Texts { inputs, project: Some(path) });
    }
}
