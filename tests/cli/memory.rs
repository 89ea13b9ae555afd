use crate::Sandbox;

#[test]
fn the_memory_allowed_changes_nothing_but_memory() {
    let sandbox = Sandbox::new();
    let plain = sandbox.run(&["discover", sandbox.text(), "--min-count", "2", "--no-cache"]);
    assert_eq!(plain.code, 0);
    for (memory, threads) in [("128M", "1"), ("128M", "2"), ("1.5G", "1"), ("200000000", "2")] {
        let args =
            ["discover", sandbox.text(), "--min-count", "2", "--no-cache", "--memory", memory, "--threads", threads];
        let run = sandbox.run(&args);
        assert_eq!((run.code, run.out == plain.out), (0, true), "{memory} {threads}: {}", run.err);
    }
}

#[test]
fn memory_that_makes_no_sense_is_refused() {
    let sandbox = Sandbox::new();
    for (memory, told) in [("10M", "at least 128M"), ("lots", "write it as 2G"), ("0", "at least 128M")] {
        let run = sandbox.run(&["discover", sandbox.text(), "--memory", memory]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.contains(told), "{}", run.err);
    }
    let run = sandbox.run(&["discover", sandbox.text(), "--scratch", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no such folder"), "{}", run.err);
}
