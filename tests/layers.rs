//! The import rules and source rules of the house, read off the sources.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// What a layer may use and what it must not contain.
struct Layer {
    /// Where it is, below `src/`.
    places: &'static [&'static str],
    /// Modules of ours, by their names below the crate.
    may_use: &'static [&'static str],
    /// Text that must not stand in its code.
    never: &'static [&'static str],
}

const FILES: &[&str] = &["std::fs", "std::env", "std::net", "std::process", "File::"];
const CLOCK: &[&str] = &["Instant::now", "SystemTime"];
const PRINTS: &[&str] = &["println!", "print!", "eprintln!", "eprint!"];
const SCREEN: &[&str] = &["ratatui", "crossterm", "crokey"];

/// The table in `src/lib.rs`. A file belongs to the first layer whose place it is in.
const LAYERS: &[Layer] = &[
    Layer { places: &["main.rs"], may_use: &["cli"], never: &["ratatui", "println!"] },
    Layer { places: &["lib.rs"], may_use: &[], never: &["fn ", "ratatui::"] },
    Layer { places: &["engine"], may_use: &["engine"], never: &["serde_json", "toml::", "rusqlite", "fst::"] },
    Layer { places: &["learn"], may_use: &["engine", "learn"], never: &["serde_json", "toml::", "rusqlite", "fst::"] },
    Layer { places: &["display"], may_use: &["display"], never: &["rusqlite"] },
    Layer { places: &["lexicon"], may_use: &["engine", "lexicon"], never: &["rusqlite"] },
    Layer { places: &["settings"], may_use: &["engine", "settings"], never: &["rusqlite"] },
    Layer { places: &["project"], may_use: &["engine", "lexicon", "settings", "project"], never: PRINTS },
    Layer {
        places: &["workbench"],
        may_use: &["engine", "learn", "lexicon", "settings", "project", "workbench"],
        never: PRINTS,
    },
    Layer {
        places: &["cli/mod.rs"],
        may_use: &["engine", "learn", "lexicon", "settings", "project", "workbench", "display", "cli", "tui"],
        never: &[],
    },
    Layer {
        places: &["cli"],
        may_use: &["engine", "learn", "lexicon", "settings", "project", "workbench", "display", "cli"],
        never: &[],
    },
    Layer {
        places: &["tui/state", "tui/update", "tui/layout", "tui/keymap", "tui/command"],
        may_use: &["engine", "lexicon", "settings", "display", "tui"],
        never: &["ratatui::widgets", "std::thread", "std::sync::mpsc"],
    },
    Layer {
        places: &["tui/view", "tui/theme", "tui/text"],
        may_use: &["engine", "lexicon", "settings", "display", "tui"],
        never: &["&mut Model", "std::thread"],
    },
    Layer {
        places: &["tui"],
        may_use: &["engine", "learn", "lexicon", "settings", "project", "workbench", "display", "tui"],
        never: PRINTS,
    },
];

/// Places without files, environment, clock or printing.
const PURE: &[&str] = &[
    "engine",
    "learn",
    "display",
    "lexicon",
    "settings",
    "tui/state",
    "tui/update",
    "tui/layout",
    "tui/keymap",
    "tui/command",
    "tui/view",
    "tui/theme",
    "tui/text",
];

/// Places that know nothing of a screen.
const SCREENLESS: &[&str] = &["engine", "learn", "display", "lexicon", "settings", "project", "workbench", "cli"];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file by its name below `src/`, without comments and tests.
fn sources() -> Vec<(String, String)> {
    let src = root().join("src");
    let named = rust_files(&src).into_iter().map(|path| {
        let name = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&path).unwrap();
        (name, code(&text))
    });
    named.filter(|(name, _)| !name.ends_with("/tests.rs") && !name.contains("/tests/")).collect()
}

/// `text` without comments and without what is compiled for tests only.
fn code(text: &str) -> String {
    let mut code = String::new();
    let mut tests_next = false;
    for line in text.lines() {
        let line = line.trim_start();
        if line.starts_with("//") {
            continue;
        }
        if tests_next && line.starts_with("mod ") && line.ends_with('{') {
            // By convention the tests are the last item of a file.
            break;
        }
        let tests_here = tests_next && !line.starts_with("#[");
        tests_next = (line.starts_with("#[cfg(") && line.contains("test")) || (tests_next && line.starts_with("#["));
        if tests_next || tests_here {
            continue;
        }
        code.push_str(line.split(" // ").next().unwrap());
        code.push('\n');
    }
    code
}

fn is_in(name: &str, place: &str) -> bool {
    name == place || name == format!("{place}.rs") || name.starts_with(&format!("{place}/"))
}

/// The modules of the crate's root that the file `name` names in `code`.
fn used(name: &str, code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let crate_path = Regex::new(r"\b(?:crate|wordmine)::(\w+|\{)").unwrap();
    for found in crate_path.captures_iter(code) {
        let start = found.get(1).unwrap();
        if start.as_str() == "{" {
            used.extend(heads(&code[start.end()..]));
        } else {
            used.insert(start.as_str().to_owned());
        }
    }
    let stem = name.trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = stem.split('/').count();
    let climb = Regex::new(r"\b((?:super::)+)(\w+)").unwrap();
    for found in climb.captures_iter(code) {
        if found[1].len() / "super::".len() >= depth {
            used.insert(found[2].to_owned());
        }
    }
    used
}

/// The first names of a braced list, of which `rest` is what follows the opening brace.
fn heads(rest: &str) -> Vec<String> {
    let (mut names, mut name, mut depth, mut taking) = (Vec::new(), String::new(), 0, true);
    for c in rest.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                taking = true;
                continue;
            }
            ':' if depth == 0 => taking = false,
            _ => {}
        }
        if taking && depth == 0 && (c.is_alphanumeric() || c == '_') {
            name.push(c);
        }
    }
    names.push(name);
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn imports_follow_the_table() {
    let mut faults = Vec::new();
    for (name, code) in sources() {
        let Some(layer) = LAYERS.iter().find(|layer| layer.places.iter().any(|place| is_in(&name, place))) else {
            faults.push(format!("src/{name} is in no layer of the table"));
            continue;
        };
        for module in used(&name, &code) {
            if !layer.may_use.contains(&module.as_str()) {
                faults.push(format!("src/{name} uses crate::{module}"));
            }
        }
        for word in layer.never.iter().filter(|word| code.contains(**word)) {
            faults.push(format!("src/{name} contains {word}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pure_layers_touch_nothing_outside_and_only_the_tui_knows_a_screen() {
    let mut faults = Vec::new();
    for (name, code) in sources() {
        let within = |places: &[&str]| places.iter().any(|place| is_in(&name, place));
        let mut never: Vec<&str> = Vec::new();
        if within(PURE) {
            never.extend([FILES, CLOCK, PRINTS].concat());
        }
        if within(SCREENLESS) {
            never.extend(SCREEN);
        }
        faults.extend(never.iter().filter(|word| code.contains(**word)).map(|word| format!("src/{name}: {word}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn source_rules_hold() {
    let mut faults = Vec::new();
    for (name, code) in sources() {
        let mut never = vec!["memmap", "mmap::", "dbg!("];
        // The program sets a number of the allocator.
        never.extend(Some("unsafe ").filter(|_| name != "main.rs"));
        // Results go to the writer a subcommand is given; messages through one function.
        never.extend(["println!(", "print!("].iter().filter(|word| !code.contains(&format!("e{word}"))));
        if name != "cli/exit.rs" {
            never.extend(["eprintln!(", "eprint!("]);
        }
        // What is put into a cell or span must have been made visible.
        if name.starts_with("tui/") && name != "tui/text.rs" {
            never.extend(["Span::raw(", ".set_symbol(", ".set_char("]);
        }
        faults.extend(never.iter().filter(|word| code.contains(**word)).map(|word| format!("src/{name}: {word}")));
    }
    let ignored = ["#[", "ignore"].concat();
    for path in [rust_files(&root().join("src")), rust_files(&root().join("tests"))].concat() {
        if fs::read_to_string(&path).unwrap().contains(&ignored) {
            faults.push(format!("{}: a test that is not run", path.display()));
        }
    }
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for line in ["unsafe_code = \"deny\"", "panic = \"unwind\""] {
        if !manifest.contains(line) {
            faults.push(format!("Cargo.toml lacks {line}"));
        }
    }
    if !fs::read_to_string(root().join("src/lib.rs")).unwrap().contains("#![forbid(unsafe_code)]") {
        faults.push("src/lib.rs does not forbid unsafe code".to_owned());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_shipped_settings_are_the_default() {
    let text = fs::read_to_string(root().join("config/default.toml")).unwrap();
    let loaded = wordmine::settings::Settings::load(&text);
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.settings, wordmine::settings::Settings::default());
}

#[test]
fn the_rules_see_what_they_must() {
    let text = "use crate::{engine::{a, b}, tui::x};\n// crate::cli\nuse super::super::project;\n#[cfg(test)]\nmod t;\n\
                fn f() { wordmine::lexicon::g() }\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n use crate::workbench;\n}\n";
    let names: Vec<String> = used("engine/query/mod.rs", &code(text)).into_iter().collect();
    assert_eq!(names, ["engine", "lexicon", "project", "tui"]);
    assert!(!used("engine/query/order.rs", &code("use super::super::project;")).contains("project"));
}
