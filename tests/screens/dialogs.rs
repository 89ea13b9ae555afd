//! Export, look-up, questions, paste, input methods.

use wordmine::lexicon::Dictionary;
use wordmine::tui::state::Ending;
use wordmine::tui::update::Msg;

use crate::stage::{Stage, screen, word};

#[test]
fn accepted_words_are_exported_and_a_file_is_not_replaced_unasked() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("w");
    assert!(screen(&player).contains("nothing to export yet"));
    let first = word(&player);
    player.keys("aa");
    player.keys("w");
    insta::assert_snapshot!("export", screen(&player));
    let target = stage.path().join("words.fst");
    let type_path = |player: &mut wordmine::tui::script::Player| {
        player.keys("<ctrl-u>");
        player.keys(target.to_str().unwrap());
    };
    while !screen(&player).contains("> fst") {
        player.keys("<down>");
    }
    type_path(&mut player);
    player.keys("<enter>");
    assert!(screen(&player).contains("wrote 2 words to"), "{}", screen(&player));
    let dictionary = Dictionary::open(std::fs::read(&target).unwrap()).unwrap();
    assert_eq!(dictionary.len(), 2);
    assert!(dictionary.get(&first).unwrap() >= 5);
    player.keys("w");
    while !screen(&player).contains("> list") {
        player.keys("<down>");
    }
    type_path(&mut player);
    player.keys("<enter>");
    assert!(screen(&player).contains("exists. Replace it?"), "{}", screen(&player));
    player.keys("n<esc>");
    assert!(Dictionary::open(std::fs::read(&target).unwrap()).is_ok(), "no means no");
}

#[test]
fn an_export_that_cannot_be_written_says_why_and_stays_open() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("aw<ctrl-u>/nowhere/at/all/words.txt<enter>");
    let shown = screen(&player);
    assert!(shown.contains("cannot write /nowhere/at/all"), "{shown}");
    assert!(shown.contains("Export"));
}

#[test]
fn an_export_never_replaces_the_text_or_a_project() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("aw");
    for (path, why) in [(stage.text().to_owned(), "one of the texts"), (stage.path().join("p.wordmine"), "a project")] {
        player.keys("<ctrl-u>");
        player.keys(path.to_str().unwrap());
        let before = std::fs::read(&path).unwrap();
        player.keys("<enter>");
        assert!(screen(&player).contains(why), "{}", screen(&player));
        assert!(std::fs::read(&path).unwrap() == before);
    }
}

#[test]
fn look_up_tells_of_the_dictionary_and_goes_to_the_word() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("a");
    player.wait(400);
    player.keys("GL");
    player.keys(&first);
    assert!(screen(&player).contains("in the dictionary, count"), "{}", screen(&player));
    player.keys("<enter>");
    assert_eq!(word(&player), first);
    player.keys("L没有这样的词");
    assert!(screen(&player).contains("neither in the dictionary nor"), "{}", screen(&player));
}

#[test]
fn accepted_words_are_told_apart_in_the_context_of_others() {
    use ratatui::style::Modifier;
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("L玉帝<enter>a");
    player.wait(400);
    player.keys("L哪吒<enter>z2");
    assert_eq!(word(&player), "哪吒");
    let cells = &player.buffer().content;
    let underlined = cells.iter().filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    let text: String = underlined.map(|cell| cell.symbol().trim()).collect();
    assert!(!text.is_empty() && text.replace("玉帝", "").is_empty(), "{text}");
}

#[test]
fn a_paste_never_decides() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.play([Msg::Paste("aaaaxxxx\x1b[31mss".to_owned())]);
    let tally = player.model().desk.as_ref().unwrap().decisions.ledger().tally();
    assert_eq!((tally.accepted, tally.rejected, tally.later), (0, 0, 0));
    player.keys("/");
    player.play([Msg::Paste("猴\n\x1b王".to_owned())]);
    assert_eq!(player.model().desk.as_ref().unwrap().filter.text(), "猴王");
}

#[test]
fn an_input_method_left_on_is_noticed() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("ａ");
    assert_eq!(player.model().desk.as_ref().unwrap().decisions.ledger().tally().accepted, 1, "full-width a is a");
    player.keys("好");
    assert!(screen(&player).contains("IME is on"));
}

#[test]
fn quitting_keeps_everything_and_ctrl_c_asks() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("<ctrl-c>");
    assert!(screen(&player).contains("Quit? Everything is saved."));
    insta::assert_snapshot!("question", screen(&player));
    player.keys("n");
    assert_eq!(player.model().ending, None);
    player.keys("<esc><esc><esc>");
    assert_eq!(player.model().ending, None, "Esc never quits");
    player.keys("q");
    assert_eq!(player.model().ending, Some(Ending::Now));
}

#[test]
fn faults_of_the_keymap_are_told_and_the_shipped_keys_hold() {
    let mut stage = Stage::novel();
    stage.keys_toml = Some("[list]\naccept = [\"j\"]\n".to_owned());
    let mut player = stage.open(120, 36);
    player.keys("6");
    assert!(screen(&player).contains("keys.toml:"), "{}", screen(&player));
    player.keys("1a");
    assert_eq!(player.model().desk.as_ref().unwrap().decisions.ledger().tally().accepted, 1);
}
