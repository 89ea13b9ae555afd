//! However the program ends, the terminal is as it was.

use portable_pty::CommandBuilder;
use wordmine::tui::terminal::Guard;

use crate::terminal::{Home, Terminal};

fn started(home: &Home) -> Terminal {
    let mut terminal = Terminal::start(home, &[home.text().to_str().unwrap()]);
    terminal.wait_for("[1] Candidates");
    terminal.wait_for("hits");
    assert!(terminal.alternate());
    assert!(!terminal.cooked());
    terminal
}

#[test]
fn quitting_gives_the_terminal_back() {
    let home = Home::new();
    let mut terminal = started(&home);
    terminal.keys("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn signals_end_the_program_and_give_the_terminal_back() {
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let home = Home::new();
        let mut terminal = started(&home);
        terminal.keys("a");
        terminal.wait_for("+1");
        terminal.wait_for("│ saved");
        terminal.signal(signal);
        assert_eq!(terminal.end().exit_code(), 130, "{signal}");
        terminal.assert_given_back();
        let mut again = Terminal::start(&home, &[home.text().to_str().unwrap()]);
        again.wait_for("+1 -0");
    }
}

#[test]
fn loading_shows_how_far_it_is_and_can_be_cancelled() {
    let home = Home::new();
    std::fs::write(home.text(), crate::terminal::NOVEL.repeat(150)).unwrap();
    let mut terminal = Terminal::start(&home, &["text.txt"]);
    terminal.wait_for("% ");
    terminal.wait_for("Ctrl-c cancels");
    terminal.keys("?");
    terminal.wait_for("search:");
    terminal.keys("\u{1b}");
    terminal.wait("the progress again", |screen| !screen.contains("search:") && screen.contains("Loading"));
    terminal.keys("\u{3}");
    assert_eq!(terminal.end().exit_code(), 130);
    terminal.assert_given_back();
}

#[test]
fn a_text_from_a_pipe_is_worked_on_with_keys_from_the_terminal() {
    let home = Home::new();
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", &format!("cat text.txt | {} -", env!("CARGO_BIN_EXE_wordmine"))]);
    let mut terminal = Terminal::run(&home, shell);
    terminal.wait_for("standard input");
    terminal.wait_for("hits");
    terminal.keys("ax");
    terminal.wait_for("+1 -1");
    terminal.keys("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
    let mut bare = Terminal::start(&home, &["-"]);
    assert_eq!(bare.end().exit_code(), 3);
    assert!(bare.shown().contains("pipe a text in"), "{}", bare.shown());
}

#[test]
fn a_pipe_that_never_ends_can_be_cancelled() {
    let home = Home::new();
    let mut shell = CommandBuilder::new("sh");
    let wordmine = env!("CARGO_BIN_EXE_wordmine");
    shell.args(["-c", &format!("(sleep 60 2>/dev/null &) | {wordmine} -; echo over: $?")]);
    let mut terminal = Terminal::run(&home, shell);
    terminal.wait_for("reading");
    terminal.keys("\u{3}");
    terminal.wait_for("over: 130");
    terminal.assert_given_back();
}

#[test]
fn without_a_shell_to_go_back_to_it_does_not_stop() {
    let home = Home::new();
    let mut terminal = started(&home);
    terminal.keys("\u{1a}");
    terminal.wait_for("no shell to go back to");
    terminal.keys("a");
    terminal.wait_for("+1");
    terminal.keys("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn a_file_that_is_none_leaves_the_terminal_alone_and_says_why() {
    let home = Home::new();
    let mut terminal = Terminal::start(&home, &["no-such-file.txt"]);
    let status = terminal.end();
    assert_eq!(status.exit_code(), 3);
    assert!(terminal.shown().contains("no-such-file.txt"), "{}", terminal.shown());
    terminal.assert_given_back();
}

#[test]
fn a_text_without_candidates_gives_the_terminal_back_and_says_what_to_do() {
    let home = Home::new();
    std::fs::write(home.text(), "一二三四五六七八九十\n").unwrap();
    let mut terminal = Terminal::start(&home, &["text.txt"]);
    let status = terminal.end();
    assert_ne!(status.exit_code(), 0);
    assert!(terminal.shown().contains("no candidate"), "{}", terminal.shown());
    terminal.assert_given_back();
}

#[test]
fn resizing_to_nothing_and_back_is_survived() {
    let home = Home::new();
    let mut terminal = started(&home);
    for (columns, lines) in [(40, 10), (1, 1), (200, 60), (120, 36), (61, 17), (80, 24)] {
        terminal.resize(columns, lines);
    }
    terminal.keys("?");
    terminal.wait_for("search:");
    terminal.keys("\u{1b}");
    terminal.wait("the list", |screen| !screen.contains("search:") && screen.contains("[1] Candidates"));
    terminal.keys("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.assert_given_back();
}

#[test]
fn a_burst_of_keys_is_taken_in_whole() {
    let home = Home::new();
    let mut terminal = started(&home);
    terminal.keys(&"jk".repeat(5_000));
    terminal.keys(&"j".repeat(7));
    terminal.wait_for(" 8/");
    terminal.keys("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn no_byte_of_a_text_reaches_the_terminal_as_a_control_character() {
    let home = Home::new();
    let nasty = "藏宝图\u{1b}]0;OWNED\u{7}在此\u{202e}处。\u{9b}31m藏宝图里有\u{200b}金\u{8}。\n";
    // The title of the window names the file.
    let name = "a\u{7}\u{202e}\u{1b}]0;OWNED\u{7}.txt";
    std::fs::write(home.path().join(name), nasty.repeat(9)).unwrap();
    let mut terminal = Terminal::start(&home, &[name]);
    terminal.wait_for("hits");
    terminal.wait_for("OWNED");
    terminal.keys("q");
    terminal.end();
    let sent = terminal.sent();
    let title = regex::Regex::new("\u{1b}\\]0;wordmine[^\u{1b}\u{7}]*\u{7}").unwrap();
    assert!(title.find_iter(&sent).any(|title| title.as_str().contains("a␇<U+202E>␛]0;OWNED␇.txt  +0 -0")));
    let rest = title.replace_all(&sent, "");
    for c in ['\u{7}', '\u{8}', '\u{202e}', '\u{200b}', '\u{9b}'] {
        assert!(!rest.contains(c), "{c:?} was sent");
    }
    assert!(!sent.contains("\u{1b}]0;OWNED"));
}

#[test]
fn stopping_and_going_on_draws_the_screen_again() {
    let home = Home::new();
    let mut shell = CommandBuilder::new("bash");
    shell.args(["--norc", "-i"]);
    shell.env("PS1", "READY> ");
    let mut terminal = Terminal::run(&home, shell);
    terminal.wait_for("READY>");
    terminal.keys(&format!("{} text.txt\n", env!("CARGO_BIN_EXE_wordmine")));
    terminal.wait_for("[1] Candidates");
    terminal.keys("\u{1a}");
    terminal.wait("the shell", |screen| screen.contains("Stopped") && !screen.contains("[1] Candidates"));
    assert!(!terminal.alternate());
    terminal.keys("fg\n");
    terminal.wait_for("[1] Candidates");
    terminal.keys("a");
    terminal.wait_for("+1");
    terminal.keys("q");
    terminal.wait("the shell", |screen| screen.trim_end().ends_with("READY>"));
    assert!(!terminal.alternate());
    terminal.keys("exit\n");
    terminal.end();
}

/// What a panic is to be tried in, for [`panicking_child`].
const PANIC_IN: &str = "WORDMINE_TEST_PANIC_IN";

/// Not a test of its own: the child of the tests below, which panics with the terminal taken over.
#[test]
fn panicking_child() {
    let Ok(place) = std::env::var(PANIC_IN) else { return };
    let _guard = Guard::enter(true).unwrap();
    if place == "drawing" {
        panic!("on purpose, while drawing");
    }
    let worker = std::thread::spawn(|| panic!("on purpose, in a worker"));
    assert!(worker.join().is_err());
    print!("STILL-THERE");
    std::io::Write::flush(&mut std::io::stdout()).unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

fn panicking(home: &Home, place: &str) -> Terminal {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "exits::panicking_child", "--nocapture", "--test-threads=1"]);
    command.env(PANIC_IN, place);
    command.env("RUST_BACKTRACE", "0");
    Terminal::run(home, command)
}

#[test]
fn a_panic_while_drawing_gives_the_terminal_back_and_tells() {
    let home = Home::new();
    let mut terminal = panicking(&home, "drawing");
    let status = terminal.end();
    assert!(!status.success());
    assert!(terminal.sent().contains("\u{1b}[?1049h"), "the terminal was taken over");
    assert!(terminal.shown().contains("on purpose, while drawing"), "{}", terminal.shown());
    terminal.assert_given_back();
}

#[test]
fn a_panic_in_a_worker_leaves_the_screen_alone() {
    let home = Home::new();
    let mut terminal = panicking(&home, "worker");
    terminal.wait_for("STILL-THERE");
    assert!(terminal.alternate());
    assert!(!terminal.cooked());
    assert!(!terminal.shown().contains("on purpose"), "{}", terminal.shown());
    terminal.keys("\r\n");
    assert!(terminal.end().success());
    terminal.assert_given_back();
}
