use wordmine::engine::{AnalyseError, Control, Corpus, Floors, Stage, analyse};

#[test]
fn a_cancelled_job_gives_no_table() {
    let corpus = Corpus::from_text("text", &"天地人。".repeat(100));
    let control = Control::new();
    control.cancel();
    assert!(matches!(analyse(&corpus, Floors::default(), &control), Err(AnalyseError::Cancelled(_))));
}

#[test]
fn a_job_cancelled_in_any_stage_stops_in_it() {
    let text: String =
        (0..200_000u32).map(|i| char::from_u32(0x4e00 + i.wrapping_mul(2_654_435_761) % 97).unwrap()).collect();
    let corpus = Corpus::from_text("text", &text);
    let mut stopped = Vec::new();
    for stage in [Stage::Symbols, Stage::Count, Stage::Measure, Stage::Order] {
        let control = Control::new();
        let watch = control.clone();
        let watcher = std::thread::spawn(move || {
            while (watch.progress().stage as u8) < stage as u8 {
                std::thread::yield_now();
            }
            watch.cancel();
        });
        if analyse(&corpus, Floors { min_count: 2, max_length: 6 }, &control).is_err() {
            stopped.push(stage);
        }
        control.begin(Stage::Order, 0);
        watcher.join().unwrap();
    }
    // The last stage may be over before the watcher sees it.
    assert!(stopped.contains(&Stage::Symbols) && stopped.contains(&Stage::Count), "{stopped:?}");
}

#[test]
fn progress_reaches_the_last_stage() {
    let control = Control::new();
    analyse(&Corpus::from_text("text", &"天地人。".repeat(100)), Floors::default(), &control).unwrap();
    assert_eq!(control.progress().stage, Stage::Order);
}
