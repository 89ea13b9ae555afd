//! The mouse, and what goes to the clipboard and the title of the window.

use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use unicode_width::UnicodeWidthStr;
use wordmine::tui::effect::Effect;
use wordmine::tui::layout::{Pane, columns_box, plot_cells, presets_box, regions, threshold_cells};
use wordmine::tui::script::Player;
use wordmine::tui::state::{Dialog, presets};
use wordmine::tui::update::Msg;

use crate::stage::{Stage, listed, screen, word};

const LEFT: MouseButton = MouseButton::Left;

fn send(player: &mut Player, kind: MouseEventKind, (column, row): (u16, u16)) {
    player.play([Msg::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })]);
}

fn click(player: &mut Player, at: (u16, u16)) {
    send(player, MouseEventKind::Down(LEFT), at);
    send(player, MouseEventKind::Up(LEFT), at);
}

fn pane(player: &Player, pane: Pane) -> ratatui::layout::Rect {
    regions(player.model().size, &player.model().prefs).pane(pane)
}

/// Where `text` starts on the screen.
fn find(player: &Player, text: &str) -> (u16, u16) {
    let shown = screen(player);
    let found = shown
        .lines()
        .enumerate()
        .find_map(|(y, line)| line.find(text).map(|at| (UnicodeWidthStr::width(&line[..at]) as u16, y as u16)));
    found.unwrap_or_else(|| panic!("{text} is not on\n{shown}"))
}

#[test]
fn a_click_on_a_row_goes_there_and_decides_nothing() {
    let mut player = Stage::novel().open(120, 36);
    let wanted = "悟空";
    let at = find(&player, wanted);
    click(&mut player, at);
    assert_eq!(word(&player), wanted);
    let tally = player.model().desk.as_ref().unwrap().decisions.ledger().tally();
    assert_eq!((tally.accepted, tally.rejected, tally.later), (0, 0, 0));
    click(&mut player, at);
    assert_eq!(player.model().prefs.focus, Pane::Context, "the second click opens the context");
    click(&mut player, (2, 10));
    player.wait(1_000);
    click(&mut player, (2, 10));
    assert_eq!(player.model().prefs.focus, Pane::Candidates, "two clicks far apart are two clicks");
}

#[test]
fn a_click_gives_a_pane_the_keys_and_the_wheel_scrolls_what_is_under_it() {
    let mut player = Stage::novel().open(160, 45);
    for wanted in Pane::ALL {
        let area = pane(&player, wanted);
        click(&mut player, (area.x + 2, area.y));
        assert_eq!(player.model().prefs.focus, wanted);
    }
    let (list, context) = (pane(&player, Pane::Candidates), pane(&player, Pane::Context));
    player.keys("1");
    for _ in 0..4 {
        send(&mut player, MouseEventKind::ScrollDown, (list.x + 3, list.y + 5));
    }
    send(&mut player, MouseEventKind::ScrollUp, (list.x + 3, list.y + 5));
    assert!(screen(&player).contains(" 10/370"), "{}", screen(&player));
    let before = word(&player);
    player.keys("S悟空<enter>");
    send(&mut player, MouseEventKind::ScrollDown, (context.x + 3, context.y + 2));
    let desk = player.model().desk.as_ref().unwrap();
    assert_eq!((desk.context.cursor, word(&player)), (3, before));
    click(&mut player, (context.x + 3, context.y + 1));
    assert_eq!(player.model().desk.as_ref().unwrap().context.cursor, 0);
    click(&mut player, (context.x + 3, context.y + 1));
    assert!(matches!(player.model().dialogs[..], [Dialog::Reader(_)]), "a double click on a line reads it");
    send(&mut player, MouseEventKind::ScrollDown, (context.x + 3, context.y + 1));
    screen(&player);
}

#[test]
fn a_click_on_a_head_sorts_and_again_reverses() {
    let mut player = Stage::novel().open(200, 60);
    for (head, told) in
        [("PMI", "sort PMI v"), ("PMI", "sort PMI ^"), ("Verdict", "sort verdict"), ("Word", "sort word ^")]
    {
        let y = pane(&player, Pane::Candidates).y + 1;
        let line = screen(&player).lines().nth(y.into()).unwrap().to_owned();
        let x = UnicodeWidthStr::width(&line[..line.find(head).unwrap()]) as u16;
        click(&mut player, (x, y));
        assert!(screen(&player).contains(told), "{head}: {}", screen(&player));
        player.wait(1_000);
    }
}

#[test]
fn a_cut_is_set_by_a_click_and_follows_the_mouse() {
    for size in [(120, 36), (200, 60)] {
        let mut player = Stage::novel().open(size.0, size.1);
        let area = pane(&player, Pane::Thresholds);
        let (_, cell) = threshold_cells(wordmine::tui::layout::inside(area), 6, None).shown().nth(1).unwrap();
        let column = |player: &Player| {
            let line = player.buffer().content.chunks(size.0.into()).nth(usize::from(cell.y) + 1).unwrap();
            (cell.x..cell.right()).find(|&x| line[usize::from(x)].symbol() == "┊")
        };
        for x in [5, 12, 20, cell.width - 1] {
            click(&mut player, (cell.x + x, cell.y + 1));
            assert_eq!(column(&player), Some(cell.x + x), "{}", screen(&player));
        }
        let few = listed(&player);
        send(&mut player, MouseEventKind::Down(LEFT), (cell.x + 20, cell.y + 1));
        send(&mut player, MouseEventKind::Drag(LEFT), (cell.x + 9, cell.y + 7));
        assert_eq!(column(&player), Some(cell.x + 9));
        send(&mut player, MouseEventKind::Drag(LEFT), (0, 0));
        assert!(listed(&player) > few);
        assert_eq!(column(&player), None, "left of the histogram the threshold is at its smallest");
        send(&mut player, MouseEventKind::Up(LEFT), (0, 0));
        let open = listed(&player);
        send(&mut player, MouseEventKind::Drag(LEFT), (cell.x + 20, cell.y + 1));
        assert_eq!(listed(&player), open, "the button is up");
    }
}

#[test]
fn the_plot_is_cut_where_it_is_clicked() {
    let mut player = Stage::novel().open(160, 45);
    let cells = plot_cells(pane(&player, Pane::Plot));
    let before = listed(&player);
    click(&mut player, (cells.x + cells.width / 2, cells.y + cells.height / 2));
    assert_eq!(player.model().prefs.focus, Pane::Plot);
    assert_ne!(listed(&player), before);
    screen(&player);
}

fn listed_presets(player: &Player) -> usize {
    let model = player.model();
    presets::listed(&model.settings, &model.desk.as_ref().unwrap().presets).len()
}

#[test]
fn in_dialogs_a_click_chooses_and_closes_nothing() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    player.keys("C");
    let number = player.model().desk.as_ref().unwrap().columns.offered().count();
    let entries = columns_box((120, 36), number, 0);
    click(&mut player, (entries.place.x + 5, entries.place.y + 3));
    assert!(matches!(player.model().dialogs[..], [Dialog::Columns(2)]));
    click(&mut player, (0, 0));
    assert!(matches!(player.model().dialogs[..], [Dialog::Columns(2)]), "outside nothing happens");
    send(&mut player, MouseEventKind::ScrollDown, (0, 0));
    assert!(matches!(player.model().dialogs[..], [Dialog::Columns(3)]));
    let shown = player.model().desk.as_ref().unwrap().columns.shown().len();
    let at = (entries.place.x + 5, entries.place.y + 2);
    click(&mut player, at);
    click(&mut player, at);
    assert_ne!(player.model().desk.as_ref().unwrap().columns.shown().len(), shown, "a double click shows or hides");
    player.keys("<esc>:preset save own<enter>p");
    let entries = presets_box((120, 36), listed_presets(&player), 0);
    click(&mut player, (entries.place.x + 5, entries.place.y + 2));
    assert!(matches!(player.model().dialogs[..], [Dialog::Presets(1)]));
    player.keys("<esc>:accept");
    let at = find(&player, "> accept");
    click(&mut player, at);
    click(&mut player, at);
    assert!(matches!(player.model().dialogs[..], [Dialog::Palette(_)]));
    assert!(screen(&player).contains("+0 -0 ?0"), "clicks never decide");
    player.keys("<esc>axaU");
    click(&mut player, (30, 17));
    let Some(Dialog::History(history)) = player.model().dialogs.last() else { panic!("{}", screen(&player)) };
    let line = screen(&player).lines().nth(17).unwrap().to_owned();
    assert!(history.at > 0 && line.contains("> "), "{line}");
    player.keys("<esc>?");
    for _ in 0..40 {
        send(&mut player, MouseEventKind::ScrollDown, (50, 20));
    }
    screen(&player);
}

#[test]
fn the_mouse_is_given_back_and_taken_again() {
    let mut player = Stage::novel().open(120, 36);
    player.keys("M");
    assert!(screen(&player).contains("mouse off: the terminal selects text again"));
    let before = word(&player);
    click(&mut player, (5, 12));
    assert_eq!(word(&player), before);
    player.keys("%:mouse off<enter>:mouse on<enter>");
    let asked = player.asked().iter().filter_map(|e| if let Effect::Mouse(on) = e { Some(*on) } else { None });
    assert_eq!(asked.collect::<Vec<_>>(), [false, true, false, true]);
}

#[test]
fn any_use_of_the_mouse_anywhere_is_taken_in() {
    let kinds = [
        MouseEventKind::Down(LEFT),
        MouseEventKind::Drag(LEFT),
        MouseEventKind::Up(LEFT),
        MouseEventKind::Down(MouseButton::Right),
        MouseEventKind::ScrollDown,
        MouseEventKind::ScrollUp,
        MouseEventKind::Moved,
    ];
    let mut player = Stage::novel().open(80, 24);
    let mut n = 7_u32;
    for keys in [
        "", "4", "5", "=", "z", "z", "?", "<esc>C", "<esc>p", "<esc>w", "<esc>/", "<esc>o", "<esc>:", "<esc>i",
        "<ctrl-c>",
    ] {
        player.keys(keys);
        for _ in 0..12 {
            n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            send(&mut player, kinds[(n >> 8) as usize % kinds.len()], ((n >> 12) as u16 % 90, (n >> 20) as u16 % 30));
        }
        screen(&player);
    }
    assert_eq!(player.model().desk.as_ref().unwrap().decisions.ledger().tally().accepted, 0);
}

#[test]
fn a_row_is_copied_with_the_columns_shown() {
    let mut player = Stage::novel().open(120, 36);
    player.keys("yY");
    let copied: Vec<&str> = player
        .asked()
        .iter()
        .filter_map(|e| if let Effect::Copy(text) = e { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(copied[0], word(&player));
    let cells: Vec<&str> = copied[1].split('\t').collect();
    assert_eq!((cells[0], cells[1], cells.len()), (copied[0], "7", 7));
    assert!(cells[2..].iter().all(|cell| cell.parse::<f64>().is_ok()), "{cells:?}");
}

#[test]
fn the_title_follows_the_tally_at_most_once_a_second() {
    let mut player = Stage::novel().open(120, 36);
    player.keys("a");
    player.wait(500);
    player.keys("xa");
    player.wait(600);
    player.wait(100);
    player.wait(1_000);
    let titles: Vec<&str> = player
        .asked()
        .iter()
        .filter_map(|e| if let Effect::Title(text) = e { Some(text.as_str()) } else { None })
        .collect();
    assert_eq!(titles, ["wordmine  西游记.txt  +0 -0", "wordmine  西游记.txt  +2 -1"]);
}
