//! kill -9, and the next start goes on where this one was.

use crate::terminal::{Home, Terminal};

#[test]
fn after_kill_nine_the_same_row_thresholds_and_verdicts_are_there() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["text.txt"]);
    terminal.wait_for("hits");
    terminal.keys("axs");
    terminal.wait_for("+1 -1 ?1");
    terminal.keys("tjlllll\r");
    terminal.wait_for("PMI>=1.50");
    terminal.keys("jjja");
    terminal.wait_for("+2 -1 ?1");
    terminal.wait_for("│ saved");
    // The status is at the top of the frame, the list below it may come later.
    terminal.wait("the next row", |screen| place(screen) == "玉帝");
    let place = place(&terminal.shown());
    terminal.signal("KILL");
    terminal.end();
    let mut again = Terminal::start(&home, &["text.txt"]);
    again.wait_for("+2 -1 ?1");
    again.wait_for("PMI>=1.50");
    again.wait("the same row", |screen| super::resume::place(screen) == place);
    again.keys("uu");
    again.wait_for("+1 -1 ?0");
    again.keys("q");
    assert_eq!(again.end().exit_code(), 0);
}

#[test]
fn the_list_goes_on_to_the_refined_order_and_is_in_it_the_next_time() {
    let home = Home::new();
    home.config("");
    for keys in ["", "ij"] {
        let mut terminal = Terminal::start(&home, &["text.txt"]);
        terminal.wait_for("sort refined v");
        terminal.wait_for("Ref v");
        terminal.keys(keys);
        terminal.wait_for(if keys.is_empty() { "1/" } else { "refined v   " });
        terminal.keys("q");
        assert_eq!(terminal.end().exit_code(), 0);
    }
}

/// The word of the current row. Half a frame may be on the screen: the rest of the line is not to be relied on.
fn place(screen: &str) -> String {
    let line = screen.lines().find(|line| line.starts_with("│>")).unwrap_or_default();
    line.split_whitespace().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn a_second_start_on_the_same_project_is_refused_and_names_it() {
    let home = Home::new();
    let mut first = Terminal::start(&home, &["text.txt"]);
    first.wait_for("hits");
    let mut second = Terminal::start(&home, &["text.txt"]);
    let status = second.end();
    assert_eq!(status.exit_code(), 4, "{}", second.shown());
    assert!(second.shown().contains("open in another wordmine"), "{}", second.shown());
    second.assert_given_back();
    first.keys("q");
    assert_eq!(first.end().exit_code(), 0);
}

#[test]
fn a_project_finds_a_text_that_was_named_from_its_own_folder_from_any_other() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["text.txt", "--project", "p.wordmine"]);
    terminal.wait_for("hits");
    terminal.keys("q");
    assert_eq!(terminal.end().exit_code(), 0);
    let elsewhere = tempfile::tempdir().unwrap();
    let found = std::process::Command::new(env!("CARGO_BIN_EXE_wordmine"))
        .args(["kwic", home.path().join("p.wordmine").to_str().unwrap(), "悟空", "--limit", "1"])
        .current_dir(elsewhere.path())
        .env("XDG_CACHE_HOME", home.path().join("cache"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&found.stderr);
    assert!(found.status.success(), "{told}");
    assert!(String::from_utf8_lossy(&found.stdout).contains("悟空"));
}
