//! What was done in this session, the newest first.

use super::super::state::{Level, Model, Pane};
use super::super::text::{Align, Canvas};
use super::super::theme::Role;
use super::title;

pub fn draw(model: &Model, mut part: Canvas) {
    let count = model.log.newest_first().len();
    let note = if count == 1 { "1 message".to_owned() } else { format!("{count} messages") };
    let note = model.lang.pick(note, format!("{count} 条消息"));
    let mut inside = part.frame(&title(Pane::Log, model.lang), &note, model.prefs.focus == Pane::Log);
    let (width, rows) = (inside.area().width, usize::from(inside.area().height));
    for (y, message) in model.log.newest_first().skip(model.log.scrolled).take(rows).enumerate() {
        let seconds = message.at / 1_000;
        let role = match message.level {
            Level::Info => Role::Text,
            Level::Warning => Role::Warning,
            Level::Error => Role::Error,
        };
        let (dim, style) = (inside.style(Role::Dim), inside.style(role));
        let time = format!(" {:>3}:{:02} ", seconds / 60, seconds % 60);
        let x = inside.put((0, y as u16), width, &time, dim);
        inside.put_fit((x, y as u16), width.saturating_sub(x), &message.text, Align::Left, style);
    }
}
