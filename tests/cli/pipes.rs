//! Closed pipes and interruptions.
#![cfg(unix)]

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::Sandbox;

/// A text with far more candidates than a pipe holds.
fn large_text() -> String {
    let line: String = ('\u{4e00}'..'\u{6e00}').collect();
    format!("{line}\n").repeat(2)
}

#[test]
fn a_closed_pipe_is_quiet() {
    let sandbox = Sandbox::new();
    sandbox.file("large.txt", large_text());
    let mut child = sandbox
        .command()
        .args(["discover", "large.txt", "--min-count", "2"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 4];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(&first, b"word");
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn an_interruption_ends_with_130_and_leaves_nothing() {
    let sandbox = Sandbox::new();
    let mut child = sandbox
        .command()
        .args(["discover", "-", "-o", "out.tsv"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // More than a pipe holds: once it is taken the program is reading, with its handler in place.
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(large_text().as_bytes()).unwrap();
    stdin.write_all(large_text().as_bytes()).unwrap();
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let status = child.wait().unwrap();
    drop(stdin);
    assert_eq!(status.code(), Some(130));
    assert_eq!(sandbox.names(), [""; 0]);
}
