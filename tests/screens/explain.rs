//! The explanation of the word under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use wordmine::engine::Control;
use wordmine::engine::derived::Deriver;
use wordmine::tui::effect::Reply;
use wordmine::tui::script::lines;
use wordmine::tui::state::Model;
use wordmine::tui::theme::{Depth, Themes};
use wordmine::tui::update::Msg;
use wordmine::tui::view::view;

use crate::stage::{Stage, screen, word};

/// What `model` looks like.
pub fn drawn(model: &Model) -> String {
    let (width, height) = model.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    view(model, &Themes::load("dark", None, Some(Depth::True)).0.get(0).1, &mut buffer);
    lines(&buffer).join("\n")
}

#[test]
fn the_explanation_at_four_sizes() {
    for (width, height) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let stage = Stage::novel();
        let mut player = stage.open(width, height);
        player.keys("i/天大<enter>");
        insta::assert_snapshot!(format!("explain_{width}x{height}"), screen(&player));
    }
}

#[test]
fn it_follows_the_cursor_and_lets_decide() {
    let stage = Stage::novel();
    let mut player = stage.open(120, 36);
    let before = screen(&player);
    player.keys("i");
    for key in ["j", "j", "G", "k", "a", "u", "g g"] {
        player.keys(&key.replace(' ', ""));
        let title = format!("Why {} ", word(&player));
        assert!(screen(&player).contains(&title), "{key}: {}", screen(&player));
    }
    assert_ne!(screen(&player), before);
    player.keys("<esc>");
    assert!(!screen(&player).contains("Why "));
    player.keys("ii");
    assert!(!screen(&player).contains("Why "));
}

#[test]
fn it_says_what_the_command_line_says() {
    let stage = Stage::novel();
    let mut player = stage.open(200, 60);
    player.keys("i");
    for _ in 0..30 {
        let desk = player.model().desk.as_ref().unwrap();
        let id = desk.list.current().unwrap();
        let wanted = Deriver::new(desk.table().clone()).explain(id, &[], &Control::new()).unwrap();
        let shown = desk.explain.shown.as_deref().unwrap();
        // What is not known is no number, and as such not the same as itself.
        assert_eq!(format!("{shown:?}"), format!("{wanted:?}"));
        player.keys("j");
    }
}

#[test]
fn panes_that_have_no_room_beside_it_take_its_place() {
    let stage = Stage::novel();
    for (size, keys, stays) in [
        ((80, 24), "t", false),
        ((80, 24), "2", false),
        ((120, 36), "2", true),
        ((120, 36), "3", false),
        ((120, 36), "z", false),
        ((200, 60), "5", false),
        ((200, 60), "/悟<enter>", true),
        ((80, 24), "C<esc>", true),
    ] {
        let mut player = stage.open(size.0, size.1);
        player.keys("i");
        player.keys(keys);
        assert_eq!(screen(&player).contains("Why "), stays, "{size:?} {keys}: {}", screen(&player));
    }
}

#[test]
fn without_a_word_it_is_empty_and_a_stale_answer_is_dropped() {
    let stage = Stage::novel();
    let mut player = stage.open(80, 24);
    player.keys("i");
    let explanation = player.model().desk.as_ref().unwrap().explain.shown.clone().unwrap();
    player.keys("/没有这样的词<enter>");
    assert!(screen(&player).contains("Why ") && !screen(&player).contains("computing"), "{}", screen(&player));
    player.play([Msg::Reply(Reply::Explained { generation: 1, explanation })]);
    assert!(player.model().desk.as_ref().unwrap().explain.shown.is_none());
}

#[test]
fn it_stands_on_any_screen_for_any_text() {
    let words = ["哈".repeat(500), "机器学习深度".repeat(40), "ab机器cd学习，".repeat(40)];
    for text in words {
        let stage = Stage::with(&text);
        for (width, height) in [(60, 16), (61, 29), (110, 30), (159, 44), (160, 44), (250, 80)] {
            let mut player = stage.open(width, height);
            player.keys("tA<enter>ijjG");
            screen(&player);
        }
    }
}
