//! Another project is opened from within, in the same terminal.

use crate::terminal::{Home, Terminal};

#[test]
fn another_project_is_opened_from_within_and_the_second_start_offers_both() {
    let home = Home::new();
    let sentence = "学而时习之，不亦说乎？学而时习之，有朋自远方来。学而时习之。";
    std::fs::write(home.path().join("lunyu.txt"), sentence.repeat(9)).unwrap();
    let mut terminal = Terminal::start(&home, &["text.txt"]);
    terminal.wait_for("hits");
    terminal.keys("a");
    terminal.wait_for("+1 -0");
    terminal.keys("\u{f}");
    terminal.wait_for("undecided");
    terminal.keys("lun\t");
    terminal.wait_for("lunyu.txt");
    terminal.keys("\r");
    terminal.wait("the other text", |screen| screen.contains(" lunyu.txt") && screen.contains("hits"));
    assert!(terminal.alternate() && !terminal.cooked());
    terminal.keys("x");
    terminal.wait_for("+0 -1");
    // The first is free again: its lock was given back.
    let mut other = Terminal::start(&home, &["text.txt"]);
    other.wait_for("+1 -0");
    other.keys("q");
    assert_eq!(other.end().exit_code(), 0);
    terminal.keys("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();

    let mut again = Terminal::start(&home, &[]);
    again.wait("both projects", |screen| screen.contains("> text.txt") && screen.contains("  lunyu.txt"));
    again.keys("\u{1b}[B\r");
    again.wait_for("+0 -1");
    again.keys("q");
    assert_eq!(again.end().exit_code(), 0);
    again.assert_given_back();
}

#[test]
fn without_projects_the_demo_opens_and_a_start_screen_that_is_asked_for_ends_with_esc() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["--start"]);
    terminal.wait_for("the demo");
    terminal.signal("TERM");
    assert_eq!(terminal.end().exit_code(), 130);
    terminal.assert_given_back();
    let mut terminal = Terminal::start(&home, &["--start"]);
    terminal.wait_for("the demo");
    terminal.keys("\u{1b}");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
    let mut terminal = Terminal::start(&home, &[]);
    terminal.wait("the demo", |screen| screen.contains("Loading") || screen.contains("Candidates"));
    terminal.signal("TERM");
    assert_eq!(terminal.end().exit_code(), 130);
}
