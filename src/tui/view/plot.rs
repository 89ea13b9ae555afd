//! The plot: how the candidates lie over two measures, with both cuts, the decided words and the current one.
//!
//! ```text
//! ┌[5] Plot  x PMI  y H smaller ──── 318,204 pass the other tests ┐
//! │  6.10 ⠐⠔ ⠐    ⠐  ┊  ⠐  ⠔⠐                                     │
//! │       ⠔⠕⢕⠔+⠕⠔⠐  +┊⠔⠕@具身智能                                 │
//! │  1.20 ┈┈┈┈┈┈┈┈┈┈┈┼┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈ │
//! │  0.00 ⢝⣝⣟⣿-⣟⣝⢝⢕-┊⠕⠔⠐⠐                                         │
//! │      -2.00     5.00                                       15.00 │
//! │ + accepted 12  - rejected 4  ? later 2  @ this word  ┊┈ cuts  │
//! └───────────────────────────────────────────────────────────────┘
//! ```
//!
//! A cell is the darker the more candidates lie in it, on a logarithmic scale; a cell that has any is never blank. Decided
//! words are drawn wherever they lie.

use ratatui::layout::Rect;

use crate::engine::query::{Axis, Coordinate, Density, Mark};

use super::super::glyphs::Glyphs;
use super::super::layout::{PLOT_SCALE, plot_cells};
use super::super::state::plot::name;
use super::super::state::{Desk, Item, Model, Pane, ThresholdPane};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;
use super::numbers::short;
use super::thresholds::value;
use super::title;

/// How dark a cell is, 0 (blank) to 8 and more.
fn shade(glyphs: &Glyphs, level: usize) -> &'static str {
    glyphs.shades[level.min(glyphs.shades.len() - 1)]
}

/// The sign of the cut across (a line that stands), of the cut up (a line that lies), or of both.
fn cut_sign(glyphs: &Glyphs, stands: bool, lies: bool) -> &'static str {
    let [stands_alone, lies_alone, both] = glyphs.cuts;
    match (stands, lies) {
        (true, true) => both,
        (true, false) => stands_alone,
        _ => lies_alone,
    }
}

/// The sign of the current word.
const HERE: &str = "@";

pub fn draw(model: &Model, desk: &Desk, mut part: Canvas) {
    let pane = part.area();
    let lang = model.lang;
    let (x, y) = (lang.of(name(desk.plot.x)), lang.of(name(desk.plot.y)));
    let head = format!("{}  x {x}  y {y}", title(Pane::Plot, lang));
    let cells = plot_cells(pane);
    let plan = desk.plot.plan((cells.width, cells.height));
    let density = desk.plot.density.as_deref().filter(|density| Some(density.plan) == plan);
    let room = pane.width.saturating_sub(part.columns_of(&head) + 8);
    let note = density.map_or_else(String::new, |density| note(model, density, room));
    let mut inside = part.frame(&head, &note, model.prefs.focus == Pane::Plot);
    if cells.is_empty() {
        let dim = inside.style(Role::Dim);
        let width = inside.area().width;
        inside.put_fit((0, 0), width, lang.pick("no room for a plot", "放不下散布图"), Align::Left, dim);
        return;
    }
    let Some(density) = density else { return };
    let cuts = Cuts::of(desk, density);
    draw_cells(density, &cuts, &mut inside.part(cells));
    draw_marks(desk, density, &mut inside.part(cells));
    draw_word(desk, density, &mut inside.part(cells));
    draw_scales(model, (density, &cuts), cells, &mut inside);
    let legend = Rect { y: cells.bottom() + 1, height: 1, ..inside.area() };
    if legend.bottom() <= inside.area().bottom() {
        draw_legend(model, desk, &mut inside.part(legend));
    }
}

/// Which candidates are counted, in the longest words there is room for.
fn note(model: &Model, density: &Density, room: u16) -> String {
    let (all, few) = (grouped(density.total), short(density.total));
    let notes = [
        model.lang.pick(format!("{all} pass the other tests"), format!("{all} 个通过其他条件")),
        model.lang.pick(format!("{all} pass others"), format!("{few} 个通过其他")),
        model.lang.pick(format!("{few} drawn"), format!("{few} 个")),
        few,
    ];
    notes.iter().find(|note| model.columns_of(note) <= room).unwrap_or(&notes[3]).clone()
}

/// The cuts: their values, and their cells where they cut anything off.
struct Cuts {
    x: Option<(f64, Option<u16>)>,
    y: Option<(f64, Option<u16>)>,
}

impl Cuts {
    fn of(desk: &Desk, density: &Density) -> Cuts {
        let cut = |coordinate: Coordinate, axis: &Axis, cells: u16| {
            let Coordinate::Measure(measure) = coordinate else { return None };
            let value = ThresholdPane::shown(&desk.thresholds.now, Item::Bound(measure), desk.table());
            Some((value, axis.cut_cell(value, cells)))
        };
        let plan = density.plan;
        let from_top = |cell: u16| plan.rows.saturating_sub(1 + cell);
        let y = cut(plan.y, &density.y, plan.rows).map(|(value, cell)| (value, cell.map(from_top)));
        Cuts { x: cut(plan.x, &density.x, plan.columns), y }
    }

    fn column(&self) -> Option<u16> {
        self.x.and_then(|(_, cell)| cell)
    }

    fn row(&self) -> Option<u16> {
        self.y.and_then(|(_, cell)| cell)
    }
}

fn draw_cells(density: &Density, cuts: &Cuts, cells: &mut Canvas) {
    let (most, glyphs) = (density.counts.iter().copied().max().unwrap_or(0), cells.glyphs());
    let (bar, out, cut) = (cells.style(Role::Bar), cells.style(Role::BarOut), cells.style(Role::Cut));
    for row in 0..density.plan.rows {
        for column in 0..density.plan.columns {
            let (stands, lies) = (cuts.column() == Some(column), cuts.row() == Some(row));
            if stands || lies {
                cells.put((column, row), 1, cut_sign(glyphs, stands, lies), cut);
                continue;
            }
            let passes = cuts.column().is_none_or(|cut| column >= cut) && cuts.row().is_none_or(|cut| row <= cut);
            let level = super::thresholds::level(f64::from(density.count(column, row)), f64::from(most));
            cells.put((column, row), 1, shade(glyphs, level), if passes { bar } else { out });
        }
    }
}

/// The sign and role of the decided words in a cell: that of most of them, of words put off where there are no others.
fn sign(mark: &Mark) -> (&'static str, Role) {
    if mark.accepted + mark.rejected == 0 {
        ("?", Role::Later)
    } else if mark.accepted >= mark.rejected {
        ("+", Role::Accepted)
    } else {
        ("-", Role::Rejected)
    }
}

fn draw_marks(desk: &Desk, density: &Density, cells: &mut Canvas) {
    let verdicts = &desk.plot.verdicts;
    // Marks of other cells are of another plot.
    if verdicts.marked.as_ref().is_none_or(|marked| marked.plan != density.plan) {
        return;
    }
    for mark in &verdicts.marks {
        let (sign, role) = sign(mark);
        let style = cells.style(role);
        cells.put(mark.cell, 1, sign, style);
    }
}

/// The current word, with its text beside it where there is room.
fn draw_word(desk: &Desk, density: &Density, cells: &mut Canvas) {
    let Some(id) = desk.list.current() else { return };
    let (column, row) = density.cell(desk.table(), id);
    let (here, text) = (cells.style(Role::Cursor), cells.style(Role::Keyword));
    let word = desk.table().word(id);
    let wide = cells.columns_of(word);
    if column + 1 + wide <= density.plan.columns {
        cells.put((column + 1, row), wide, word, text);
    } else if wide <= column {
        cells.put((column - wide, row), wide, word, text);
    }
    cells.put((column, row), 1, HERE, here);
}

/// The scales: the ends of each axis, and the cut at its place.
fn draw_scales(model: &Model, (density, cuts): (&Density, &Cuts), cells: Rect, inside: &mut Canvas) {
    let number = |coordinate: Coordinate, x: f64| match coordinate {
        Coordinate::Measure(measure) => value(measure, x, model.units()),
        Coordinate::Score => format!("{x:.2}"),
    };
    let (dim, cut_style) = (inside.style(Role::Dim), inside.style(Role::Cut));
    let last = cells.height.saturating_sub(1);
    let left = |row: u16, text: &str, style, inside: &mut Canvas| {
        inside.put_fit((0, row), PLOT_SCALE - 1, text, Align::Right, style);
    };
    left(0, &number(density.plan.y, density.y.high), dim, inside);
    left(last, &number(density.plan.y, density.y.low), dim, inside);
    if let Some((at, cell)) = cuts.y {
        left(cell.unwrap_or(last), &number(density.plan.y, at), cut_style, inside);
    }
    let y = cells.height;
    let low_end = PLOT_SCALE + inside.put((PLOT_SCALE, y), cells.width, &number(density.plan.x, density.x.low), dim);
    let end = PLOT_SCALE + cells.width;
    let high_start = inside.put_before((end, y), &number(density.plan.x, density.x.high), dim);
    if let Some((at, cell)) = cuts.x {
        let text = number(density.plan.x, at);
        let wide = inside.columns_of(&text);
        // At its place, or as near to it as it fits between the ends; the cut goes before the ends.
        let place = (PLOT_SCALE + cell.unwrap_or(0)).min(end.saturating_sub(wide));
        let blank = |from: u16, to: u16, inside: &mut Canvas| {
            inside.put((from, y), to - from, &" ".repeat(usize::from(to - from)), dim);
        };
        if place <= low_end {
            blank(PLOT_SCALE, low_end, inside);
        }
        if place + wide >= high_start {
            blank(high_start, end, inside);
        }
        inside.put((place, y), wide, &text, cut_style);
    }
}

/// What the signs mean, as far as there is room.
fn draw_legend(model: &Model, desk: &Desk, line: &mut Canvas) {
    let (lang, glyphs) = (model.lang, line.glyphs());
    let tally = desk.decisions.ledger().tally();
    let count = |sign: &str, name: &str, number: usize| format!("{sign} {name} {}", grouped(number as u64));
    let parts = [
        (count("+", lang.pick("accepted", "采纳"), tally.accepted), Role::Accepted),
        (count("-", lang.pick("rejected", "拒绝"), tally.rejected), Role::Rejected),
        (count("?", lang.pick("later", "待定"), tally.later), Role::Later),
        (format!("{HERE} {}", lang.pick("this word", "当前词")), Role::Keyword),
        (format!("{}{} {}", glyphs.cuts[0], glyphs.cuts[1], lang.pick("cuts", "阈值")), Role::Cut),
    ];
    let mut x = 1;
    for (text, role) in parts {
        if x + line.columns_of(&text) > line.area().width {
            break;
        }
        let style = line.style(role);
        x += line.put((x, 0), u16::MAX, &text, style) + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::glyphs::UNICODE;
    use super::*;

    #[test]
    fn most_verdicts_of_a_cell_give_its_sign() {
        let mark = |accepted, rejected, later| Mark { cell: (0, 0), accepted, rejected, later };
        assert_eq!(sign(&mark(2, 1, 9)).0, "+");
        assert_eq!(sign(&mark(1, 2, 0)).0, "-");
        assert_eq!(sign(&mark(0, 0, 1)).0, "?");
    }

    #[test]
    fn no_cell_is_darker_than_full() {
        assert_eq!(shade(&UNICODE, 99), "⣿");
    }
}
