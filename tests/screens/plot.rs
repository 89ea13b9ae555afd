//! The plot: its picture at each size, its cuts, its measures, the decided words.

use wordmine::engine::query::{Coordinate, Measure};
use wordmine::settings::lang::Lang;
use wordmine::tui::layout::{Pane, plot_cells, regions};
use wordmine::tui::script::Player;
use wordmine::tui::state::Desk;
use wordmine::tui::update;

use crate::stage::{Stage, listed, screen, word};

fn desk(player: &Player) -> &Desk {
    player.model().desk.as_ref().unwrap()
}

#[test]
fn the_plot_at_each_size() {
    let stage = Stage::novel();
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let mut player = stage.open(width, height);
        player.keys("aaxxs");
        player.keys("5lllkk");
        insta::assert_snapshot!(format!("plot_{width}x{height}"), screen(&player));
    }
}

#[test]
fn the_plot_in_chinese_and_on_the_least_screen() {
    let mut stage = Stage::novel();
    stage.lang = Lang::Zh;
    let mut player = stage.open(120, 36);
    player.keys("axs5ll");
    insta::assert_snapshot!("plot_zh", screen(&player));
    for (width, height) in [(60, 16), (61, 17), (110, 30), (159, 44), (160, 44), (80, 24)] {
        player.resize(width, height);
        let shown = screen(&player);
        assert!(shown.contains("[5]"), "{shown}");
        assert!(desk(&player).plot.density.is_some());
    }
}

#[test]
fn both_cuts_are_moved_kept_and_put_back() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let (all, before) = (listed(&player), desk(&player).thresholds.now);
    player.keys("5llkkk");
    let now = desk(&player).thresholds.now;
    assert!(now.min_pmi > before.min_pmi && now.min_entropy > before.min_entropy);
    assert_eq!((now.min_count, now.min_left), (before.min_count, before.min_left));
    assert!(listed(&player) < all);
    player.keys("hhjjj");
    assert_eq!(listed(&player), all);
    player.keys("LK<esc>");
    assert_eq!((desk(&player).thresholds.now, listed(&player)), (before, all), "Esc puts them back");
    player.keys("5LK");
    let high = desk(&player).thresholds.now;
    player.keys("<enter>");
    assert_eq!(desk(&player).thresholds.now, high, "Enter keeps them");
    assert_eq!(player.model().prefs.focus, Pane::Candidates);
    player.keys("5HJr");
    assert_eq!(desk(&player).thresholds.now.min_pmi, f32::NEG_INFINITY);
    player.keys("m");
    let row = desk(&player).list.current().unwrap();
    assert_eq!(desk(&player).thresholds.now.min_pmi, desk(&player).table().pmi(row));
    assert_eq!(desk(&player).thresholds.now.min_entropy, desk(&player).table().entropy(row));
}

#[test]
fn what_is_counted_follows_the_other_tests_and_not_its_own() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("5");
    let density = desk(&player).plot.density.clone().unwrap();
    player.keys("LLKK");
    let moved = desk(&player).plot.density.clone().unwrap();
    assert_eq!(density, moved, "its own cuts change nothing");
    player.keys("<shift-tab>LL<tab>");
    let fewer = desk(&player).plot.density.clone().unwrap();
    assert!(fewer.total < moved.total);
    let wanted = desk(&player)
        .table()
        .ids()
        .filter(|&id| desk(&player).table().count(id) >= desk(&player).thresholds.now.min_count)
        .count();
    assert_eq!(fewer.total as usize, wanted);
}

#[test]
fn measures_are_chosen() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("5xxxx");
    assert_eq!(desk(&player).plot.x, Coordinate::Measure(Measure::Count));
    assert!(screen(&player).contains("x Count  y H smaller"), "{}", screen(&player));
    let before = desk(&player).thresholds.now;
    player.keys("l");
    assert_eq!(desk(&player).thresholds.now.min_count, before.min_count + 1);
    player.keys("y");
    assert_eq!(desk(&player).plot.y, Coordinate::Score);
    player.keys("k");
    assert!(screen(&player).contains("the score has no threshold"), "{}", screen(&player));
    assert_eq!(desk(&player).plot.density.as_ref().unwrap().plan.y, Coordinate::Score);
}

#[test]
fn decided_words_and_the_current_one_are_drawn() {
    let stage = Stage::novel();
    let mut player = stage.open(200, 60);
    let here = word(&player);
    assert!(screen(&player).contains(&format!("@{here}")) || screen(&player).contains(&format!("{here}@")));
    player.keys("aaaxxxxss");
    let marks = desk(&player).plot.verdicts.marks.clone();
    let sum = |of: fn(&wordmine::engine::query::Mark) -> u32| marks.iter().map(of).sum::<u32>();
    assert_eq!((sum(|m| m.accepted), sum(|m| m.rejected), sum(|m| m.later)), (3, 4, 2));
    player.keys("u");
    assert_eq!(desk(&player).plot.verdicts.marks.iter().map(|mark| mark.later).sum::<u32>(), 1);
    player.keys("4lljll");
    assert!(screen(&player).contains("your verdicts"), "{}", screen(&player));
}

#[test]
fn what_crossed_the_cut_still_stands_when_only_the_plot_is_asked_for() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("tjLLLL");
    let crossing = desk(&player).selection.crossing.clone();
    assert!(crossing.left > 0);
    player.keys("<tab>");
    assert_eq!(desk(&player).selection.crossing, crossing);
    player.resize(121, 37);
    assert_eq!(desk(&player).selection.crossing, crossing);
    player.keys("L");
    assert_ne!(desk(&player).selection.crossing, crossing);
}

#[test]
fn cuts_are_dragged_to_a_cell() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("5");
    let model = player.model_mut();
    let cells = plot_cells(regions(model.size, &model.prefs).pane(Pane::Plot));
    let place = (cells.x + cells.width / 2, cells.y + cells.height / 2);
    assert!(!update::plot::drag(model, place).is_empty());
    assert!(update::plot::drag(model, place).is_empty(), "they are there already");
    assert!(update::plot::drag(model, (0, 0)).is_empty(), "not a place of the plot");
    let desk = model.desk.as_ref().unwrap();
    let density = desk.plot.density.as_ref().unwrap();
    let now = desk.thresholds.now;
    let column = density.x.cut_cell(f64::from(now.min_pmi), density.plan.columns);
    let row = density.y.cut_cell(f64::from(now.min_entropy), density.plan.rows);
    assert_eq!(column, Some(cells.width / 2));
    assert_eq!(row, Some(cells.height - 1 - cells.height / 2));
}
