//! Presets of the project, undo of the thresholds, what verdicts say about them, fitting.

use wordmine::engine::query::Thresholds;
use wordmine::settings::Settings;
use wordmine::settings::lang::Lang;
use wordmine::tui::script::Player;
use wordmine::tui::state::Desk;

use crate::stage::{Stage, screen};

fn desk(player: &Player) -> &Desk {
    player.model().desk.as_ref().unwrap()
}

fn now(player: &Player) -> Thresholds {
    desk(player).thresholds.now
}

#[test]
fn a_saved_preset_survives_a_restart_and_is_deleted_on_demand() {
    let mut stage = Stage::novel();
    stage.settings = Settings::load("refine = false\n[presets.novel]\nmin_count = 9\n").settings;
    let mut player = stage.open(120, 36);
    player.keys("tjLL<enter>");
    let strict = now(&player);
    player.keys("ps");
    player.keys("novel<enter>");
    assert!(screen(&player).contains("choose another name"), "{}", screen(&player));
    player.keys("<ctrl-u>严<enter>");
    insta::assert_snapshot!("presets_with_an_own_one", screen(&player));
    player.keys("<esc>tA<enter>");
    assert_ne!(now(&player), strict);
    player.keys("q");
    player.finish();
    let mut player = stage.open(120, 36);
    player.keys("pGd");
    assert!(screen(&player).contains("Delete the preset 严"), "{}", screen(&player));
    player.keys("n<enter>");
    assert_eq!(now(&player), strict);
    player.keys("<enter>pGdy");
    assert!(desk(&player).presets.is_empty());
    player.keys("Gd");
    assert!(screen(&player).contains("config.toml"), "{}", screen(&player));
    player.keys("ggd");
    assert!(screen(&player).contains("comes with the program"), "{}", screen(&player));
    player.keys("<esc>q");
    player.finish();
    assert!(desk(&stage.open(120, 36)).presets.is_empty());
}

#[test]
fn changes_of_thresholds_are_undone_apart_from_verdicts() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("ax");
    let (start, decided) = (now(&player), desk(&player).decisions.ledger().tally());
    player.keys("tlll");
    let count = now(&player);
    player.keys("jll");
    let both = now(&player);
    player.keys("u");
    assert_eq!(now(&player), count, "a run of steps of one threshold is one change");
    assert!(screen(&player).contains("undone: PMI 1.20 -> 1.00"), "{}", screen(&player));
    player.keys("<ctrl-r>");
    assert_eq!(now(&player), both);
    player.keys("<enter>5kk");
    let plot = now(&player);
    player.keys("u");
    assert_eq!(now(&player), both, "in the plot as well");
    player.keys("u");
    assert_eq!(now(&player), start, "what was kept is one change");
    player.keys("u");
    assert!(screen(&player).contains("no change of the thresholds to undo"), "{}", screen(&player));
    player.keys("<ctrl-r><ctrl-r>");
    assert_eq!(now(&player), plot);
    player.keys("<esc>");
    assert_eq!(now(&player), both, "Esc puts back what was there when the pane got the keys");
    player.keys("tuu<esc>tu");
    assert_eq!(now(&player), start, "and what could be undone then still can");
    assert_eq!(desk(&player).decisions.ledger().tally(), decided);
}

#[test]
fn a_line_that_sets_thresholds_is_undone_and_a_preset_is_chosen_from_the_palette() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let start = now(&player);
    player.keys(":set pmi>=5<enter>");
    assert_ne!(now(&player), start);
    player.keys("tu");
    assert_eq!(now(&player), start);
    player.keys("<esc><ctrl-p>apply-preset<enter>");
    assert!(screen(&player).contains("article-2015"), "{}", screen(&player));
}

#[test]
fn verdicts_are_told_on_both_sides_of_the_cut() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("aaaaaaxx");
    player.keys("Gv<ctrl-u><ctrl-u><ctrl-u><ctrl-u><ctrl-u>x<enter>gg");
    let tally = desk(&player).decisions.ledger().tally();
    player.keys("tjLLL");
    let sides = desk(&player).plot.verdicts.appraisal[1];
    let table = desk(&player).table().clone();
    let above = desk(&player)
        .decisions
        .ledger()
        .iter()
        .filter(|(word, _)| table.find(word).is_some_and(|id| table.pmi(id) >= now(&player).min_pmi));
    assert_eq!(sides.above.judged() as usize, above.count());
    assert!(sides.below.judged() > 0 && (sides.above.judged() as usize) < tally.accepted + tally.rejected);
    insta::assert_snapshot!("verdicts_on_a_cut_80x24", screen(&player));
    player.resize(120, 36);
    insta::assert_snapshot!("verdicts_on_a_cut_120x36", screen(&player));
    player.resize(200, 60);
    insta::assert_snapshot!("verdicts_on_a_cut_200x60", screen(&player));
}

/// Accepts the words whose PMI is high and rejects the others.
fn judge_by_pmi(player: &mut Player) {
    player.keys("opgg");
    for _ in 0..30 {
        player.keys("a");
    }
    player.keys("V~<enter>gg");
    for _ in 0..30 {
        player.keys("a");
    }
    player.keys("Gvgg]jjjjjx<enter>");
}

#[test]
fn thresholds_are_fitted_to_verdicts() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("tf");
    assert!(screen(&player).contains("fitting needs 20 accepted and 20 rejected"), "{}", screen(&player));
    player.keys("<esc>");
    judge_by_pmi(&mut player);
    let before = now(&player);
    player.keys("tf");
    insta::assert_snapshot!("fit_80x24", screen(&player));
    player.keys("<esc>");
    assert_eq!(now(&player), before, "Esc leaves them");
    player.keys("f<enter>");
    let fitted = now(&player);
    assert!(fitted.min_pmi > before.min_pmi);
    assert_eq!(fitted.min_entropy, before.min_entropy, "nobody has judged what it keeps out");
    let ledger = desk(&player).decisions.ledger();
    let table = desk(&player).table();
    for (word, verdict) in ledger.iter() {
        let id = table.find(word).unwrap();
        let passes = desk(&player).list.rows().place_of(id).is_some();
        assert_eq!(passes, verdict == wordmine::lexicon::Verdict::Accept, "{word}");
    }
    player.keys("f");
    assert!(screen(&player).contains("no thresholds fit your verdicts better"), "{}", screen(&player));
    player.keys("u");
    assert_eq!(now(&player), before);
    player.keys("<ctrl-r><esc>");
    assert_eq!(now(&player), before, "Esc puts back those before");
    player.keys("5f<enter><enter>");
    assert_eq!(now(&player), fitted);
}

#[test]
fn the_dialogs_in_chinese() {
    let mut stage = Stage::novel();
    stage.lang = Lang::Zh;
    let mut player = stage.open(120, 36);
    judge_by_pmi(&mut player);
    player.keys("tf");
    insta::assert_snapshot!("fit_zh", screen(&player));
    player.keys("<enter>ps试<enter>");
    insta::assert_snapshot!("presets_zh", screen(&player));
}
