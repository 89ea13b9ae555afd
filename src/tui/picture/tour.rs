//! Several screens one after the other as one animated SVG picture.
//!
//! A line that stays the same over some screens is drawn once and shown for as long as that: most of a screen stays the
//! same from one key to the next, so the picture is not much larger than one screen.

use std::fmt::Write;

use ratatui::buffer::Buffer;

use super::{Ink, document, line};

/// A line of the screen, and the screens it is seen on.
struct Shown {
    svg: String,
    first: usize,
    /// The first screen that has something else there.
    end: usize,
}

/// `screens`, all of one size, each for `pace` seconds, round and round.
#[must_use]
pub fn tour(screens: &[Buffer], pace: f32, title: &str, ink: Ink) -> String {
    let Some(size) = screens.first().map(|screen| screen.area) else { return String::new() };
    let mut body = String::new();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for y in 0..size.height {
        for shown in shown(screens, y, ink) {
            if (shown.first, shown.end) == (0, screens.len()) {
                body.push_str(&shown.svg);
                continue;
            }
            if !spans.contains(&(shown.first, shown.end)) {
                spans.push((shown.first, shown.end));
            }
            let _ = write!(body, "<g class=\"s{}-{}\">\n{}</g>\n", shown.first, shown.end, shown.svg);
        }
    }
    document((size.width, size.height), title, ink, &(style(&spans, screens.len(), pace) + &body))
}

/// What stands in line `y`, screen after screen.
fn shown(screens: &[Buffer], y: u16, ink: Ink) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    for (at, screen) in screens.iter().enumerate() {
        let svg = line(screen, y, ink);
        match all.last_mut() {
            Some(last) if last.svg == svg => last.end = at + 1,
            _ => all.push(Shown { svg, first: at, end: at + 1 }),
        }
    }
    all
}

/// When each span of screens is seen, as shares of one round.
fn style(spans: &[(usize, usize)], screens: usize, pace: f32) -> String {
    let round = screens as f32 * pace;
    let mut out = "<style>\n".to_owned();
    for &(first, end) in spans {
        let share = |at: usize| at as f32 * 100.0 / screens as f32;
        let name = format!("s{first}-{end}");
        // Where nothing moves the last screen is seen.
        let still = if end < screens { "visibility:hidden;" } else { "" };
        let _ = write!(out, ".{name}{{{still}animation:{name} {round:.2}s step-end infinite}}\n@keyframes {name}{{");
        if first > 0 {
            out.push_str("0%{visibility:hidden}");
        }
        let _ = write!(out, "{:.3}%{{visibility:visible}}", share(first));
        if end < screens {
            let _ = write!(out, "{:.3}%{{visibility:hidden}}", share(end));
        }
        out.push_str("}\n");
    }
    out + "</style>\n"
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn what_stays_is_drawn_once_and_what_changes_in_its_turn() {
        let screen = |second: &str| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 2));
            buffer.set_string(0, 0, "same", Style::default());
            buffer.set_string(0, 1, second, Style::default());
            buffer
        };
        let picture = tour(&[screen("one"), screen("one"), screen("机"), screen("one")], 0.5, "t", Ink::DARK);
        assert_eq!(picture.matches(">same<").count(), 1);
        assert_eq!(picture.matches(">one<").count(), 2);
        assert!(
            picture.contains(
                "@keyframes s2-3{0%{visibility:hidden}50.000%{visibility:visible}75.000%{visibility:hidden}}"
            )
        );
        assert!(picture.contains("@keyframes s0-2{0.000%{visibility:visible}50.000%{visibility:hidden}}"));
        assert!(picture.contains("s3-4 2.00s step-end infinite"));
        assert_eq!(tour(&[], 1.0, "t", Ink::DARK), "");
    }
}
