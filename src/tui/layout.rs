//! How the screen is divided: pure arithmetic on its size and the person's preferences. `update` takes page sizes from
//! here, `view` takes rectangles.

mod boxes;

use ratatui::layout::Rect;

use super::state::context::Side;
use crate::settings::lang::Pair;

pub use boxes::{
    BELOW_COLUMNS, Entries, columns_box, dictionary_box, entries, history_box, palette_box, presets_box, rules_box,
};

/// A pane that can have the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// The candidates.
    #[default]
    Candidates,
    /// The concordance of the current candidate.
    Context,
    /// Its neighbours.
    Neighbours,
    /// The thresholds with their histograms.
    Thresholds,
    /// The candidates over two measures.
    Plot,
    /// What was done in this session.
    Log,
}

impl Pane {
    /// Every pane, in the order of their numbers.
    pub const ALL: [Pane; 6] =
        [Pane::Candidates, Pane::Context, Pane::Neighbours, Pane::Thresholds, Pane::Plot, Pane::Log];

    /// The pane's number in its title.
    #[must_use]
    pub fn number(self) -> usize {
        Pane::ALL.iter().position(|&pane| pane == self).unwrap_or(0) + 1
    }

    /// The pane's name where there is little room, in both languages.
    #[must_use]
    pub fn short_name(self) -> Pair {
        match self {
            Pane::Candidates => ("Words", "词"),
            Pane::Context => ("Text", "文"),
            Pane::Neighbours => ("Nbrs", "邻字"),
            Pane::Thresholds => ("Cuts", "阈值"),
            Pane::Plot => ("Plot", "图"),
            Pane::Log => ("Log", "日志"),
        }
    }

    /// Whether thresholds are moved in the pane.
    #[must_use]
    pub fn is_tuning(self) -> bool {
        matches!(self, Pane::Thresholds | Pane::Plot)
    }

    /// The pane's name in its title, in both languages.
    #[must_use]
    pub fn name(self) -> Pair {
        match self {
            Pane::Candidates => ("Candidates", "候选词"),
            Pane::Context => ("Context", "上下文"),
            Pane::Neighbours => ("Neighbours", "邻字"),
            Pane::Thresholds => ("Thresholds", "阈值"),
            Pane::Plot => ("Plot", "散布图"),
            Pane::Log => ("Log", "日志"),
        }
    }
}

/// What the person chose about the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Prefs {
    /// The pane that has the keys.
    pub focus: Pane,
    /// Whether it has the whole screen.
    pub zoom: bool,
    /// The pane below the candidates on a small screen, when the candidates have the keys.
    pub lower: Lower,
    /// Whether the candidate under the cursor is explained, beside or below the list.
    pub explain: bool,
}

/// The pane below the candidates on a small screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lower(pub Pane);

impl Default for Lower {
    fn default() -> Self {
        Lower(Pane::Context)
    }
}

/// Fewest columns and lines that anything is shown on.
pub const LEAST: (u16, u16) = (60, 16);

/// Where everything is. A pane that is not shown has an empty rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Regions {
    /// The two status lines.
    pub status: Rect,
    /// One rectangle for each of [`Pane::ALL`], borders included.
    pub panes: [Rect; 6],
    /// The explanation of the candidate under the cursor; empty while there is none.
    pub explain: Rect,
    /// The hint line.
    pub hints: Rect,
    /// Whether the screen is too small for anything.
    pub too_small: bool,
}

impl Regions {
    /// Where `pane` is.
    #[must_use]
    pub fn pane(&self, pane: Pane) -> Rect {
        self.panes[pane.number() - 1]
    }

    /// Rows of text in `pane`: without borders, and without the head of the candidates.
    #[must_use]
    pub fn page(&self, pane: Pane) -> usize {
        let head = if pane == Pane::Candidates { 3 } else { 2 };
        usize::from(self.pane(pane).height.saturating_sub(head))
    }

    /// The pane at a column and line of the screen.
    #[must_use]
    pub fn pane_at(&self, (column, line): (u16, u16)) -> Option<Pane> {
        Pane::ALL.into_iter().find(|&pane| self.pane(pane).contains((column, line).into()))
    }

    /// The panes that are not shown, in the order of their numbers.
    pub fn hidden(&self) -> impl Iterator<Item = Pane> {
        Pane::ALL.into_iter().filter(|&pane| self.pane(pane).is_empty())
    }

    fn set(&mut self, pane: Pane, area: Rect) {
        self.panes[pane.number() - 1] = area;
    }
}

/// Divides a screen of `size` columns and lines.
#[must_use]
pub fn regions(size: (u16, u16), prefs: &Prefs) -> Regions {
    let (width, height) = size;
    let mut regions = Regions::default();
    if width < LEAST.0 || height < LEAST.1 {
        regions.too_small = true;
        return regions;
    }
    regions.status = Rect::new(0, 0, width, 2);
    regions.hints = Rect::new(0, height - 1, width, 1);
    let body = Rect::new(0, 2, width, height - 3);
    if prefs.zoom {
        regions.set(prefs.focus, body);
    } else if prefs.explain {
        explained(&mut regions, body, (width, height));
    } else if width >= 160 && height >= 44 {
        large(&mut regions, body);
    } else if width >= 110 && height >= 30 {
        medium(&mut regions, body, prefs);
    } else {
        small(&mut regions, body, prefs);
    }
    regions
}

/// The candidates beside the explanation with the context below, or above the explanation where there is less room.
fn explained(regions: &mut Regions, body: Rect, (width, height): (u16, u16)) {
    if width < 110 || height < 30 {
        let (top, bottom) = split_rows(body, 6.max(body.height * 3 / 10).min(body.height - 8));
        regions.set(Pane::Candidates, top);
        regions.explain = bottom;
        return;
    }
    let is_large = width >= 160 && height >= 44;
    let (left, right) = split_columns(body, if is_large { width * 21 / 50 } else { width - 48 });
    if is_large {
        let (top, bottom) = split_rows(body, body.height * 2 / 3);
        regions.set(Pane::Candidates, Rect { width: left.width, ..top });
        regions.explain = Rect { height: top.height, ..right };
        regions.set(Pane::Context, bottom);
        return;
    }
    let (top, bottom) = split_rows(left, left.height * 7 / 10);
    regions.set(Pane::Candidates, top);
    regions.set(Pane::Context, bottom);
    regions.explain = right;
}

/// The candidates above one other pane.
fn small(regions: &mut Regions, body: Rect, prefs: &Prefs) {
    let lower = if prefs.focus == Pane::Candidates { prefs.lower.0 } else { prefs.focus };
    let wanted = match lower {
        Pane::Thresholds => 13,
        Pane::Plot => 14.max(body.height * 3 / 5),
        _ => body.height * 9 / 20,
    };
    let (top, bottom) = split_rows(body, body.height - wanted.min(body.height - 6));
    regions.set(Pane::Candidates, top);
    regions.set(lower, bottom);
}

/// Candidates beside thresholds and neighbours, in whose place the plot is while it has the keys; the context below.
fn medium(regions: &mut Regions, body: Rect, prefs: &Prefs) {
    let (top, bottom) = split_rows(body, body.height * 7 / 10);
    let (left, right) = split_columns(top, top.width - 48);
    regions.set(Pane::Candidates, left);
    if prefs.focus == Pane::Plot {
        regions.set(Pane::Plot, right);
    } else {
        let (thresholds, neighbours) = split_rows(right, 16.min(right.height - 3));
        regions.set(Pane::Thresholds, thresholds);
        regions.set(Pane::Neighbours, neighbours);
    }
    let below = if prefs.focus == Pane::Log { Pane::Log } else { Pane::Context };
    regions.set(below, bottom);
}

/// Candidates, thresholds beside the plot, neighbours beside the log; the context below.
fn large(regions: &mut Regions, body: Rect) {
    let (top, bottom) = split_rows(body, body.height * 2 / 3);
    let (left, rest) = split_columns(top, top.width * 21 / 50);
    let (upper, lower) = split_rows(rest, rest.height * 16 / 25);
    let (thresholds, plot) = split_columns(upper, rest.width / 2);
    let (neighbours, log) = split_columns(lower, rest.width / 2);
    regions.set(Pane::Candidates, left);
    regions.set(Pane::Thresholds, thresholds);
    regions.set(Pane::Plot, plot);
    regions.set(Pane::Neighbours, neighbours);
    regions.set(Pane::Log, log);
    regions.set(Pane::Context, bottom);
}

/// The line of text in a pane, borders included, at a column and line of the screen, with the column in it; the head of the
/// candidates is their line 0.
#[must_use]
pub fn line_at(pane: Rect, (column, line): (u16, u16)) -> Option<(u16, u16)> {
    let inside = inside(pane);
    inside.contains((column, line).into()).then(|| (column - inside.x, line - inside.y))
}

/// What is inside the borders of `pane`.
#[must_use]
pub fn inside(pane: Rect) -> Rect {
    if pane.width < 2 || pane.height < 2 {
        return Rect { width: 0, height: 0, ..pane };
    }
    Rect { x: pane.x + 1, y: pane.y + 1, width: pane.width - 2, height: pane.height - 2 }
}

/// How the thresholds stand in their pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThresholdCells {
    area: Rect,
    /// How many stand side by side.
    columns: u16,
    first: u16,
    last: u16,
    /// Lines of each.
    pub tall: u16,
    /// Lines for what crosses the cuts.
    pub crossing: u16,
}

/// Divides the inside `area` of the thresholds for `items` of them; where not all have room, those around the place
/// `selected` are shown.
#[must_use]
pub fn threshold_cells(area: Rect, items: u16, selected: Option<u16>) -> ThresholdCells {
    let columns: u16 = if area.width >= 70 { 2 } else { 1 };
    let rows = items.div_ceil(columns).max(1);
    let crossing = if area.height >= rows * 2 + 2 { 2 } else { 1 };
    let room = area.height.saturating_sub(crossing);
    let tall = if room >= rows * 4 { 4 } else { (room / rows).clamp(2, 3).min(room) };
    let seen = (room / tall.max(1)).clamp(1, rows);
    let first = selected.map_or(0, |at| (at.min(items.saturating_sub(1)) / columns + 1).saturating_sub(seen));
    let last = ((first + seen) * columns).min(items);
    ThresholdCells { area, columns, first, last, tall, crossing }
}

impl ThresholdCells {
    /// The place of each threshold shown, and its cell.
    pub fn shown(&self) -> impl Iterator<Item = (u16, Rect)> + '_ {
        let (area, columns) = (self.area, self.columns);
        let wide = area.width / columns;
        (self.first * columns..self.last).map(move |place| {
            let cell = Rect {
                x: area.x + (place % columns) * wide,
                y: area.y + (place / columns - self.first) * self.tall,
                width: wide.saturating_sub(1),
                height: self.tall,
            };
            (place, cell)
        })
    }

    /// What is left below them.
    #[must_use]
    pub fn below(&self) -> Rect {
        let seen = (self.last - self.first * self.columns).div_ceil(self.columns);
        let above = (seen * self.tall).min(self.area.height.saturating_sub(self.crossing));
        Rect { y: self.area.y + above, height: self.area.height - above, ..self.area }
    }
}

/// Columns of the scale left of a plot.
pub const PLOT_SCALE: u16 = 6;
/// Fewest lines inside a pane of a plot that leave one for what its signs mean.
const LEAST_FOR_LEGEND: u16 = 10;

/// The cells of the plot in `pane` (borders included): right of the scale of y and above that of x. Empty where the pane is
/// too small for a plot.
#[must_use]
pub fn plot_cells(pane: Rect) -> Rect {
    let (width, height) = (pane.width.saturating_sub(2), pane.height.saturating_sub(2));
    let below = 1 + u16::from(height >= LEAST_FOR_LEGEND);
    if width < PLOT_SCALE + 12 || height < below + 3 {
        return Rect { width: 0, height: 0, ..pane };
    }
    Rect { x: pane.x + 1 + PLOT_SCALE, y: pane.y + 1, width: width - PLOT_SCALE, height: height - below }
}

/// The cell of the plot in `pane` at a column and line of the screen: its column from the left, its row from the top.
#[must_use]
pub fn plot_cell(pane: Rect, (column, line): (u16, u16)) -> Option<(u16, u16)> {
    let cells = plot_cells(pane);
    cells.contains((column, line).into()).then(|| (column - cells.x, line - cells.y))
}

fn split_rows(area: Rect, first: u16) -> (Rect, Rect) {
    let first = first.min(area.height);
    let above = Rect { height: first, ..area };
    (above, Rect { y: area.y + first, height: area.height - first, ..area })
}

fn split_columns(area: Rect, first: u16) -> (Rect, Rect) {
    let first = first.min(area.width);
    let left = Rect { width: first, ..area };
    (left, Rect { x: area.x + first, width: area.width - first, ..area })
}

/// Fewest lines inside the context that leave one for the strip of its spread.
const LEAST_FOR_STRIP: u16 = 6;
/// Fewest columns of the context in which two words stand side by side.
const SIDE_BY_SIDE: u16 = 100;

/// How the context pane is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompareParts {
    /// The part of the word at hand, without borders.
    pub own: Rect,
    /// The part of the pinned word; empty without one.
    pub pinned: Rect,
}

impl CompareParts {
    /// Whether two words are compared.
    #[must_use]
    pub fn compares(&self) -> bool {
        !self.pinned.is_empty()
    }

    /// The part of one word.
    #[must_use]
    pub fn part(&self, side: Side) -> Rect {
        if side == Side::Pinned { self.pinned } else { self.own }
    }

    /// Lines of its part that are its concordance: without the heading that compared words have, and the strip.
    #[must_use]
    pub fn rows(&self, side: Side) -> usize {
        let height = self.part(side).height.saturating_sub(u16::from(self.compares()));
        usize::from(height - u16::from(self.has_strip(side)))
    }

    /// Whether its last line is the strip of its spread.
    #[must_use]
    pub fn has_strip(&self, side: Side) -> bool {
        self.part(side).height >= LEAST_FOR_STRIP
    }
}

/// Divides the context pane `pane`, borders included, for one word, or for two that are compared.
#[must_use]
pub fn compare_parts(pane: Rect, compares: bool) -> CompareParts {
    if pane.width < 3 || pane.height < 3 {
        return CompareParts::default();
    }
    let inside = Rect::new(pane.x + 1, pane.y + 1, pane.width - 2, pane.height - 2);
    if !compares {
        return CompareParts { own: inside, pinned: Rect::default() };
    }
    if pane.width < SIDE_BY_SIDE {
        let (pinned, own) = split_rows(inside, inside.height / 2);
        return CompareParts { own, pinned };
    }
    let (pinned, own) = split_columns(inside, inside.width / 2);
    // A column between the two is the border.
    CompareParts { own: Rect { x: own.x + 1, width: own.width - 1, ..own }, pinned }
}

/// The columns to the left and to the right of a word in a line of `width` columns, with `key` columns for the word and
/// `place` for where it stands: what fits, or `wanted` if that is less.
#[must_use]
pub fn line_columns(width: u16, key: u16, place: u16, wanted: Option<u16>) -> (u16, u16) {
    let room = width.saturating_sub(place + 2);
    let left = room.saturating_sub(key) / 2;
    let right = room.saturating_sub(left + key);
    let most = wanted.unwrap_or(u16::MAX);
    (left.min(most), right.min(most))
}

/// Where the reader is on a screen of `size`: between the status and the hints, no wider than is good to read, at the right,
/// so that the list stays in sight where there is room.
#[must_use]
pub fn reader_area(size: (u16, u16)) -> Rect {
    let width = size.0.min(104);
    Rect::new(size.0 - width, 2.min(size.1), width, size.1.saturating_sub(3))
}

/// Columns of text in the reader: without borders, the signs at the left, and a margin.
#[must_use]
pub fn reader_columns(size: (u16, u16)) -> u16 {
    reader_area(size).width.saturating_sub(6).max(1)
}

/// Lines of text in the reader.
#[must_use]
pub fn reader_rows(size: (u16, u16)) -> usize {
    usize::from(reader_area(size).height.saturating_sub(2)).max(1)
}

/// A box of at most `width` by `height` in the middle of a screen of `size`.
#[must_use]
pub fn centred(size: (u16, u16), width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(size.0), height.min(size.1));
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_fill_the_screen_without_overlap_at_every_size() {
        for width in (60..=220).step_by(7) {
            for height in 16..=70 {
                for focus in Pane::ALL {
                    for (zoom, explain) in [(false, false), (true, false), (false, true)] {
                        let focus = if explain { Pane::Candidates } else { focus };
                        let prefs = Prefs { focus, zoom, explain, ..Prefs::default() };
                        let r = regions((width, height), &prefs);
                        let all: Vec<Rect> = r.panes.into_iter().chain([r.explain]).collect();
                        let area: u32 = all.iter().map(|p| p.area()).sum();
                        assert_eq!(area, u32::from(width) * u32::from(height - 3), "{width}x{height} {focus:?}");
                        for (i, a) in all.iter().enumerate() {
                            for b in &all[..i] {
                                assert!(a.intersection(*b).is_empty());
                            }
                        }
                        assert!(r.page(focus) > 0, "{width}x{height} {focus:?}");
                        if !zoom {
                            assert!(r.page(Pane::Candidates) >= 2);
                            let cells = plot_cells(r.pane(Pane::Plot));
                            let pane = r.pane(Pane::Plot);
                            assert!(
                                pane.is_empty() || cells.width >= 12 && cells.height >= 3,
                                "{width}x{height} {pane:?}"
                            );
                            assert!(focus != Pane::Plot || pane.union(cells) == pane && !cells.is_empty());
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn two_words_share_the_context_without_overlap() {
        for width in 0..220 {
            for height in 0..40 {
                let pane = Rect::new(3, 5, width, height);
                let one = compare_parts(pane, false);
                assert!(one.pinned.is_empty() && !one.compares());
                assert!(one.rows(Side::Current) <= usize::from(height.saturating_sub(2)));
                let two = compare_parts(pane, true);
                assert!(two.own.intersection(two.pinned).is_empty());
                for part in [two.own, two.pinned] {
                    assert!(part.is_empty() || part.intersection(one.own) == part, "{width}x{height}");
                }
                if width >= 60 && height >= 5 {
                    assert!(two.compares() && two.rows(Side::Current) >= 1, "{width}x{height}");
                }
            }
        }
    }

    #[test]
    fn the_columns_of_a_line_are_never_more_than_there_are() {
        for (width, key, place) in [(0, 6, 9), (30, 6, 7), (31, 6, 7), (118, 40, 29), (20, 200, 5)] {
            let (left, right) = line_columns(width, key, place, None);
            assert!(left <= right && right <= left + 1);
            assert!(left + right == 0 || left + key + right + place < width);
            assert_eq!(line_columns(width, key, place, Some(3)), (left.min(3), right.min(3)));
        }
    }

    #[test]
    fn large_screens_show_every_pane() {
        for size in [(160, 44), (200, 60), (400, 120)] {
            assert_eq!(regions(size, &Prefs::default()).hidden().count(), 0);
        }
        let prefs = Prefs { focus: Pane::Plot, ..Prefs::default() };
        let hidden: Vec<Pane> = regions((120, 36), &prefs).hidden().collect();
        assert_eq!(hidden, [Pane::Neighbours, Pane::Thresholds, Pane::Log]);
    }

    #[test]
    fn places_on_the_screen_are_cells_of_the_plot() {
        let pane = regions((120, 36), &Prefs { focus: Pane::Plot, ..Prefs::default() }).pane(Pane::Plot);
        let cells = plot_cells(pane);
        assert_eq!(plot_cell(pane, (cells.x, cells.y)), Some((0, 0)));
        let last = (cells.right() - 1, cells.bottom() - 1);
        assert_eq!(plot_cell(pane, last), Some((cells.width - 1, cells.height - 1)));
        for outside in [(cells.x - 1, cells.y), (cells.x, cells.bottom()), (cells.right(), cells.y)] {
            assert_eq!(plot_cell(pane, outside), None);
        }
        assert!(plot_cells(Rect::default()).is_empty());
    }

    #[test]
    fn a_smaller_screen_shows_nothing() {
        for size in [(0, 0), (1, 1), (59, 40), (200, 15)] {
            let r = regions(size, &Prefs::default());
            assert!(r.too_small);
            assert!(r.panes.iter().all(|p| p.is_empty()));
        }
    }
}
