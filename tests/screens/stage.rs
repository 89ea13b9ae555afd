//! A workbench on a small text, in a folder of its own.

use std::path::{Path, PathBuf};

use regex::Regex;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;
use wordmine::project::paths::Folders;
use wordmine::project::source::{Given, Input};
use wordmine::settings::Settings;
use wordmine::settings::lang::Lang;
use wordmine::tui::script::{Player, lines};
use wordmine::tui::theme::Depth;
use wordmine::tui::{Launch, Target};
use wordmine::workbench::Resources;
use wordmine::workbench::reference::References;

/// The start of a novel: a few thousand candidates' worth of text.
pub const NOVEL: &str = include_str!("../data/xiyouji_opening.txt");

/// Keys that lead to a screen, and what it is called.
pub const SCREENS: &[(&str, &str)] = &[
    ("jj", "first"),
    ("axs<space><space>", "decided"),
    ("tjlllll", "thresholds"),
    ("i", "explained"),
    ("C", "columns"),
    ("aw", "export"),
    ("5", "plot"),
    ("2jj", "context"),
    ("2<enter>", "reader"),
    ("=j", "compared"),
    ("p", "presets"),
    (":", "palette"),
    ("/pmi>", "filter"),
    ("e", "entry"),
    ("n", "note"),
    ("I", "insert"),
    ("aD/", "dictionary"),
    ("<ctrl-c>", "question"),
];

/// A folder with a text in it, in which the workbench is opened.
pub struct Stage {
    folder: TempDir,
    text: PathBuf,
    pub settings: Settings,
    pub keys_toml: Option<String>,
    pub no_color: bool,
    pub lang: Lang,
}

impl Stage {
    /// A stage with `text` on it.
    pub fn with(text: &str) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("西游记.txt");
        std::fs::write(&path, text).unwrap();
        // One order a screen: the refined one is asked for by the tests that are about it.
        let settings = Settings { refine: false, ..Settings::default() };
        Stage { folder, text: path, settings, keys_toml: None, no_color: false, lang: Lang::En }
    }

    /// A stage with the start of a novel on it.
    pub fn novel() -> Stage {
        Stage::with(NOVEL)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The text.
    pub fn text(&self) -> &Path {
        &self.text
    }

    /// Puts another text on the stage.
    pub fn use_text(&mut self, text: PathBuf) {
        self.text = text;
    }

    /// What opens the workbench here.
    pub fn launch(&self) -> Launch {
        let at = |name: &str| self.folder.path().join(name);
        Launch {
            target: Target::Texts { inputs: vec![Input::of(&self.text)], project: Some(at("p.wordmine")) },
            given: Given::default(),
            known: Vec::new(),
            reference: References::default(),
            settings: self.settings.clone(),
            folders: Folders { config: at("config"), projects: at("projects"), cache: at("cache") },
            resources: Resources { cache: Some(at("cache")), ..Resources::default() },
            keys_toml: self.keys_toml.clone(),
            theme_toml: None,
            colours: (!self.no_color).then(Depth::default),
            lang: self.lang,
            problems: Vec::new(),
        }
    }

    /// Opens the workbench on a screen of `width` columns and `height` lines.
    pub fn open(&self, width: u16, height: u16) -> Player {
        Player::start(&self.launch(), width, height).unwrap()
    }
}

/// What is on the screen, checked: every line has exactly the width of the screen. Paths of this run are cut out.
pub fn screen(player: &Player) -> String {
    let width = usize::from(player.buffer().area.width);
    for line in lines(player.buffer()) {
        assert_eq!(line.width(), width, "{line:?}");
    }
    let path = Regex::new(r" +\S*/\S*\.wordmine").unwrap();
    path.replace_all(&player.screen(), "  [project]").into_owned()
}

/// The word under the cursor.
pub fn word(player: &Player) -> String {
    let desk = player.model().desk.as_ref().unwrap();
    desk.word().unwrap_or_default().to_owned()
}

/// Number of words listed.
pub fn listed(player: &Player) -> usize {
    player.model().desk.as_ref().unwrap().list.rows().len()
}
