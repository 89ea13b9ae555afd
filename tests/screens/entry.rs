//! The entry of a word, quick notes, words added by hand, the dictionary.

use wordmine::lexicon::entry::Field;
use wordmine::lexicon::{Details, Verdict};
use wordmine::settings::lang::Lang;
use wordmine::tui::script::Player;
use wordmine::tui::state::Dialog;
use wordmine::tui::update::Msg;

use crate::stage::{Stage, screen, word};

fn verdict(player: &Player, word: &str) -> Option<Verdict> {
    player.model().desk.as_ref().unwrap().decisions.ledger().verdict(word)
}

fn details(player: &Player, word: &str) -> Details {
    let ledger = player.model().desk.as_ref().unwrap().decisions.ledger().clone();
    ledger.details(word).map(|details| (**details).clone()).unwrap_or_default()
}

fn steps(player: &Player) -> usize {
    player.model().desk.as_ref().unwrap().decisions.ledger().undo_depth()
}

/// What the dictionary view lists.
fn listed(player: &Player) -> Vec<String> {
    let Some(Dialog::Dictionary(dialog)) = player.model().dialogs.last() else { panic!("no dictionary") };
    let found = dialog.found.as_ref().unwrap();
    (0..found.len()).map(|place| found.get(place).unwrap().0.to_owned()).collect()
}

#[test]
fn an_entry_is_one_step_and_is_there_again_the_next_time() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let own = word(&player);
    player.keys("e<tab>n, ud:NOUN<tab>wu4<tab>人名、神话<down>a note<tab>12.5<ctrl-a>");
    insta::assert_snapshot!("entry_80x24", screen(&player));
    assert_eq!((verdict(&player, &own), steps(&player)), (None, 0), "nothing before Enter");
    player.keys("<enter>");
    let said = details(&player, &own);
    let get = |field: Field| field.get(&said);
    assert_eq!(get(Field::Pos), "n, ud:NOUN");
    assert_eq!(get(Field::Tags), "人名, 神话");
    assert_eq!((get(Field::Note).as_str(), get(Field::Weight).as_str()), ("a note", "12.5"));
    assert_eq!((verdict(&player, &own), steps(&player)), (Some(Verdict::Accept), 1));
    let shown = screen(&player);
    assert!(shown.contains(&format!("{own} \"")), "marked in the list\n{shown}");
    assert!(shown.contains("n, ud:NOUN; wu4"), "told in the title of the context\n{shown}");
    player.keys("u");
    assert_eq!((verdict(&player, &own), details(&player, &own)), (None, Details::default()));
    player.keys("<ctrl-r>");
    assert_eq!(details(&player, &own), said);
    player.finish();
    let mut player = stage.open(80, 24);
    assert_eq!(details(&player, &own), said);
    player.keys("gge<up><backspace><enter>");
    assert_eq!(steps(&player), 1, "deleting nothing is no step");
}

#[test]
fn escape_changes_nothing_and_faults_keep_the_dialog_open() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let own = word(&player);
    player.keys("e<tab>n<ctrl-x><esc>");
    assert_eq!((steps(&player), verdict(&player, &own)), (0, None));
    player.keys("e<up><up>heavy<up><enter>");
    let shown = screen(&player);
    assert!(shown.contains("heavy   a weight is a number"), "{shown}");
    insta::assert_snapshot!("entry_fault_120x36", shown);
    player.keys("x");
    assert!(!screen(&player).contains("a weight is a number"), "typing takes the fault off");
    player.keys("<ctrl-u>3<enter>");
    assert_eq!(details(&player, &own).export.weight, Some(3.0));
    player.keys("u");
    assert!(screen(&player).contains(&format!("undone: the entry of {own}")), "{}", screen(&player));
}

#[test]
fn pasted_text_goes_into_the_field() {
    let stage = Stage::novel();
    let mut player = stage.open(60, 16);
    let own = word(&player);
    player.keys("e<tab><tab><tab><tab>");
    player.play([Msg::Paste("一行\n备注 with a long tail, so that the line must be scrolled".to_owned())]);
    insta::assert_snapshot!("entry_60x16", screen(&player));
    player.keys("<enter>");
    assert!(details(&player, &own).note.starts_with("一行备注"));
}

#[test]
fn a_note_is_one_line() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let own = word(&player);
    player.keys("n重要");
    assert!(screen(&player).contains(&format!("note on {own}: 重要")), "{}", screen(&player));
    player.keys("<enter>");
    assert_eq!(details(&player, &own).note, "重要");
    player.keys("n<esc>");
    player.keys("n<enter>");
    assert_eq!(steps(&player), 1);
    player.keys("n<backspace><backspace><enter>");
    assert_eq!((details(&player, &own), steps(&player)), (Details::default(), 2));
}

#[test]
fn the_entry_of_what_is_read_or_searched_for_can_be_edited() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let own = word(&player);
    player.keys("2<enter>e<tab>v<enter>");
    assert_eq!(Field::Pos.get(&details(&player, &own)), "v");
    assert!(matches!(player.model().dialogs.last(), Some(Dialog::Reader(_))));
    player.keys("<esc>S美猴王道<enter>nx<enter>");
    assert_eq!(details(&player, "美猴王道").note, "x");
}

#[test]
fn a_word_is_added_by_hand() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("G");
    let last = word(&player);
    player.keys(&format!("ggI{last}"));
    assert!(screen(&player).contains("a candidate"), "{}", screen(&player));
    player.keys("<enter>");
    assert_eq!((word(&player), verdict(&player, &last)), (last.clone(), Some(Verdict::Accept)));
    player.keys(&format!("I{last}<enter>"));
    assert!(screen(&player).contains("is accepted already"));
    player.keys("<ctrl-u><enter>");
    assert!(screen(&player).contains("a word is needed"));
    player.keys("急撤身败阵逃生<enter>");
    assert!(screen(&player).contains("accepted 急撤身败阵逃生, once in the text"), "{}", screen(&player));
    player.keys("I绿码<enter>");
    assert!(screen(&player).contains("which is not in the text"), "{}", screen(&player));
    assert_eq!(steps(&player), 3);
    player.keys("u");
    assert_eq!(verdict(&player, "绿码"), None);
}

#[test]
fn the_dictionary_is_searched() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("D");
    assert!(screen(&player).contains("no word is accepted yet"));
    for word in ["花果山", "花果山水", "花果", "水帘洞", "水帘", "绿码"] {
        player.keys(&format!("I{word}<enter>"));
    }
    player.wait(400);
    player.keys("D");
    assert_eq!(listed(&player).len(), 6);
    for (typed, found) in [
        ("花果山", &["花果山", "花果山水"][..]),
        ("=花果", &["花果"]),
        ("~水帘", &["水帘", "水帘洞"]),
        ("~~花果山水", &["花果", "花果山", "花果山水"]),
        ("/^水|码$/", &["水帘", "水帘洞", "绿码"]),
        ("没有", &[]),
    ] {
        player.keys(&format!("/<ctrl-u>{typed}<enter>"));
        assert_eq!(listed(&player), found, "{typed}");
    }
    player.keys("/<ctrl-u>/(<enter>");
    assert!(screen(&player).contains("no regular expression"));
    player.keys("/<esc>");
    assert_eq!(listed(&player).len(), 6);
    player.keys("/水");
    insta::assert_snapshot!("dictionary_120x36", screen(&player));
}

#[test]
fn words_are_edited_and_rejected_in_the_dictionary() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let own = word(&player);
    player.keys("aI绿码<enter>I健康码<enter>");
    player.wait(400);
    player.keys("D/绿<enter>e<tab>n<tab>lü4 ma3<tab>疫情<tab>2020<enter>");
    assert_eq!(Field::Reading.get(&details(&player, "绿码")), "lü4 ma3");
    player.keys("<enter>");
    assert!(screen(&player).contains("not a candidate of this text"), "{}", screen(&player));
    player.keys("/<esc>");
    insta::assert_snapshot!("dictionary_80x24", screen(&player));
    player.keys("/健<enter>xn码<enter>");
    assert_eq!(verdict(&player, "健康码"), Some(Verdict::Reject));
    assert_eq!(details(&player, "健康码").note, "码");
    player.wait(400);
    assert_eq!(listed(&player), Vec::<String>::new());
    player.keys("uu");
    player.wait(400);
    assert_eq!(listed(&player), ["健康码"]);
    player.keys(&format!("/<ctrl-u>={own}<enter><enter>"));
    assert!(player.model().dialogs.is_empty());
    assert_eq!(word(&player), own);
}

#[test]
fn lines_with_words_behind_them_edit_too() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    let first = word(&player);
    player.keys("j");
    let second = word(&player);
    player.keys("k:note 主角<enter>:pos n<enter>:tag 人<enter><space><space>:tag 神,人<enter>");
    assert_eq!(details(&player, &first).note, "主角");
    assert_eq!(Field::Pos.get(&details(&player, &first)), "n");
    assert_eq!(details(&player, &first).tags, ["人", "神"]);
    assert_eq!(details(&player, &second).tags, ["神", "人"]);
    assert_eq!(steps(&player), 4);
    player.keys("u");
    assert_eq!(details(&player, &first).tags, ["人"]);
    player.keys(":add 绿码<enter>");
    assert_eq!(verdict(&player, "绿码"), Some(Verdict::Accept));
    player.keys(":add 绿码<enter>");
    assert!(screen(&player).contains("is accepted already"));
}

#[test]
fn entries_are_edited_in_chinese() {
    for (width, height) in [(60, 16), (80, 24), (120, 36)] {
        let mut stage = Stage::novel();
        stage.lang = Lang::Zh;
        let mut player = stage.open(width, height);
        player.keys("ggae<up><up>重<enter>");
        let shown = screen(&player);
        assert!(shown.contains("权重须是数"), "{shown}");
        player.keys("<ctrl-u><up>好词<enter>");
        player.wait(400);
        player.keys("D/");
        let shown = screen(&player);
        assert!(shown.contains("词典") && shown.contains("正则"), "{shown}");
        if width != 120 {
            insta::assert_snapshot!(format!("dictionary_zh_{width}x{height}"), shown);
        }
    }
}
