//! `wordmine config`, and settings that reach the other commands.

use std::fs;

use wordmine::settings::Settings;

use crate::Sandbox;

#[test]
fn show_names_every_setting_with_its_origin() {
    let sandbox = Sandbox::new();
    sandbox.config("units = \"bits\"\n[scan]\nmin_count = 9\n");
    let run = sandbox.run(&["config"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(sandbox.run(&["config", "show"]), run);
    insta::assert_snapshot!("config_show", run.out);
    let loaded = Settings::load(&run.out);
    assert_eq!((loaded.problems.len(), loaded.settings.scan.min_count), (0, 9));
}

#[test]
fn init_makes_a_file_once() {
    let sandbox = Sandbox::new();
    let path = "$/config/wordmine/config.toml\n";
    assert_eq!(sandbox.run(&["config", "path"]).out, path);
    let check = sandbox.run(&["config", "check"]);
    assert_eq!((check.code, check.err.as_str()), (0, ""));
    let run = sandbox.run(&["config", "init"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, path, ""));
    assert_eq!(sandbox.run(&["config", "check"]).code, 0);
    fs::write(sandbox.path("config/wordmine/config.toml"), "theme = \"light\"\n").unwrap();
    let again = sandbox.run(&["config", "init"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("exists already"), "{}", again.err);
    assert!(sandbox.run(&["config"]).out.contains("theme = \"light\""));
}

#[test]
fn check_tells_all_mistakes_and_nothing_is_blocked_by_them() {
    let sandbox = Sandbox::new();
    sandbox.config("unit = \"bits\"\nthreads = -1\n[thresholds]\nmin_pmi = \"high\"\n[scan]\nmax_length = 99\n");
    let run = sandbox.run(&["config", "check"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    insta::assert_snapshot!("config_check", run.err);
    let run = sandbox.run(&["discover", sandbox.text(), "--min-count", "2"]);
    assert_eq!((run.code, run.err.lines().count()), (0, 4), "{}", run.err);
    assert!(run.out.contains("\tnats\n"));
    fs::remove_file(sandbox.path("config/wordmine/config.toml")).unwrap();
    fs::create_dir(sandbox.path("config/wordmine/config.toml")).unwrap();
    let run = sandbox.run(&["config", "check"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot read $/config/wordmine/config.toml"), "{}", run.err);
}
