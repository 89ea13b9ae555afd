//! Opening the workbench, as far as that goes without a terminal.

use crate::Sandbox;

#[test]
fn without_a_terminal_the_workbench_says_so() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    for args in [&[][..], &["text.txt"], &["-"], &[project], &["text.txt", "--project", "q.wordmine"]] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains("wordmine --help"), "{}", run.err);
    }
    assert!(!sandbox.path("q.wordmine").exists());
}

#[test]
fn what_cannot_be_opened_is_told_first() {
    let sandbox = Sandbox::new();
    let project = sandbox.project();
    for (args, code, told) in [
        (&["discovr", "text.txt"][..], 2, "did you mean `wordmine discover`?"),
        (&["exprot"], 2, "did you mean `wordmine export`?"),
        (&["novel.txt"], 3, "cannot read novel.txt"),
        (&["text.txt", project], 2, "open it alone"),
        (&[project, "--project", "q.wordmine"], 2, "leave out --project"),
        (&["--project", "text.txt"], 2, "no wordmine project"),
    ] {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.out.as_str()), (code, ""), "{args:?}");
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
    }
}
