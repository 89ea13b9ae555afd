//! What the README shows is what the program does. `UPDATE_README=1 cargo test` writes it anew.

use std::path::PathBuf;

use wordmine::project::paths::Folders;
use wordmine::project::source::{Given, Input};
use wordmine::settings::Settings;
use wordmine::settings::lang::Lang;
use wordmine::tui::{Launch, Picture, Target, keymap, render, theme};
use wordmine::workbench::Resources;
use wordmine::workbench::reference::References;

fn root(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Checks that the file `name` is `wanted`, or makes it so when that is asked for.
fn current(name: &str, wanted: &str) {
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(root(name), wanted).unwrap();
    }
    let there = std::fs::read_to_string(root(name)).unwrap_or_default();
    assert!(there == wanted, "{name} is not current: run UPDATE_README=1 cargo test --test screens readme");
}

#[test]
fn the_key_table_is_current() {
    let readme = std::fs::read_to_string(root("README.md")).unwrap();
    let (before, rest) = readme.split_once("<!-- keys -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /keys -->").unwrap();
    let table = keymap::markdown(&keymap::Keymap::load(None).0);
    current("README.md", &format!("{before}<!-- keys -->\n{table}<!-- /keys -->{after}"));
}

/// A walk through the workbench.
const TOUR: &str = "<wait>jaxs<wait>tjllll<wait><enter>5<wait>lll<wait><esc>/len=3<wait><enter><wait>2j<enter><wait><esc>1i<wait>i:undo<wait><esc><wait>";

#[test]
fn the_pictures_are_current() {
    let folder = tempfile::tempdir().unwrap();
    for (name, size, keys, pace) in [
        ("workbench", (120, 36), "aaxsaaaa<space><space>jcc", None),
        ("thresholds", (80, 24), "aaxsaatjlllllllllll", None),
        ("tour", (80, 24), TOUR, Some(0.7)),
    ] {
        let at = |part: &str| folder.path().join(name).join(part);
        let launch = Launch {
            target: Target::Texts { inputs: vec![Input::Demo], project: Some(at("demo.wordmine")) },
            given: Given::default(),
            known: Vec::new(),
            reference: References::default(),
            settings: Settings { refine: false, ..Settings::default() },
            folders: Folders { config: at("config"), projects: at("projects"), cache: folder.path().join("cache") },
            resources: Resources { cache: Some(folder.path().join("cache")), ..Resources::default() },
            keys_toml: None,
            theme_toml: None,
            colours: Some(theme::Depth::True),
            lang: Lang::En,
            problems: Vec::new(),
        };
        let picture = Picture { size, keys: keys.to_owned(), project: "demo.wordmine".to_owned(), pace };
        let svg = render(&launch, &picture).unwrap();
        current(&format!("assets/pictures/{name}.svg"), &svg);
    }
}
