//! What the terminal is asked at the start, and what comes of its answer.

use portable_pty::CommandBuilder;

use crate::terminal::{Home, Terminal};

fn start(home: &Home) -> Terminal {
    Terminal::start(home, &[home.text().to_str().unwrap()])
}

#[test]
fn a_terminal_that_draws_ambiguous_characters_in_one_column_has_box_drawing() {
    let home = Home::new();
    let mut terminal = start(&home).answering("\u{1b}[1;2R\u{1b}[?62;22c");
    terminal.wait_for("┌[1] Candidates");
    assert!(terminal.sent().contains("“\u{1b}[6n\u{1b}[c"));
    assert!(terminal.sent().contains("\u{1b}[1;1H\u{1b}[2K"), "what was printed is taken off");
}

#[test]
fn a_terminal_that_draws_them_in_two_has_ascii() {
    let home = Home::new();
    let mut terminal = start(&home).answering("\u{1b}[1;3R\u{1b}[?62;22c");
    terminal.wait_for("+[1] Candidates");
    terminal.wait_for("hits");
    assert!(!terminal.shown().contains(['─', '│', '█']), "{}", terminal.shown());
}

#[test]
fn a_late_answer_is_no_key_and_no_answer_means_one_column() {
    let home = Home::new();
    let mut terminal = start(&home);
    terminal.wait_for("┌[1] Candidates");
    terminal.wait_for("hits");
    terminal.keys("\u{1b}[1;3R\u{1b}[?62;22cj");
    terminal.wait_for(" 2/");
    assert!(!terminal.shown().contains("does nothing here"), "{}", terminal.shown());
    assert!(terminal.shown().contains("┌[1] Candidates"));
}

#[test]
fn keys_typed_before_the_answer_are_kept() {
    let home = Home::new();
    let mut terminal = start(&home).answering("?acc\u{1b}[1;2R\u{1b}[?6c");
    terminal.wait_for("search: acc");
}

#[test]
fn a_setting_or_a_dumb_terminal_leaves_nothing_to_ask() {
    let home = Home::new();
    home.config("refine = false\nambiguous = \"wide\"\n");
    let mut terminal = start(&home);
    terminal.wait_for("+[1] Candidates");
    assert!(!terminal.sent().contains("\u{1b}[6n"));
    drop(terminal);
    home.config("refine = false\nglyphs = \"ascii\"\n");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_wordmine"));
    command.args([home.text()]);
    let mut terminal = Terminal::run_in(&home, command, "dumb");
    terminal.wait_for("+[1] Candidates");
    assert!(!terminal.sent().contains("\u{1b}[6n"));
}

#[test]
fn the_mouse_works_in_the_terminal_until_it_is_given_back() {
    let home = Home::new();
    let mut terminal = start(&home).answering("\u{1b}[1;2R\u{1b}[?6c");
    terminal.wait_for("hits");
    assert!(terminal.sent().contains("\u{1b}[?1000h"));
    terminal.keys("\u{1b}[<0;6;8M\u{1b}[<0;6;8m");
    terminal.wait_for(" 4/");
    terminal.keys("M");
    terminal.wait_for("mouse off: the terminal selects text again");
    assert!(terminal.sent().contains("\u{1b}[?1000l"));
    terminal.keys("Mq");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
    assert!(terminal.sent().contains("\u{1b}]0;wordmine  text.txt  +0 -0\u{7}"), "the title names the text");
}
