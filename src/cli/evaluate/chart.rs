//! Yield curves drawn with characters.

use std::io::{self, Write};

use super::Scored;
use crate::lexicon::evaluation::{Curve, SHARES};

/// Columns and lines of the field the curves are in.
const SIZE: (usize, usize) = (64, 16);
/// Columns left of the field.
const LEFT: usize = 9;
/// Dots in a cell, across and down.
const DOTS: (usize, usize) = (2, 4);
/// The dots of a cell of Braille, as bits, by column and line.
const BRAILLE: [[u8; DOTS.1]; DOTS.0] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
/// Where a share of the targets is reached.
const MARK: char = '●';

/// What stands for the list of that number, from 0: a to z, then `+`.
pub(super) fn letter(number: usize) -> char {
    u8::try_from(number).ok().filter(|&n| n < 26).map_or('+', |n| char::from(b'a' + n))
}

/// Writes the curves of `lists`: dots for one, the letter of each for several, `*` where they meet.
pub(super) fn write(lists: &[Scored], out: &mut dyn Write) -> io::Result<()> {
    let curves: Vec<&Curve> = lists.iter().map(|list| &list.score.curve).collect();
    let Some(first) = curves.first() else { return Ok(()) };
    let scale = Scale::of(&curves);
    let mut field = vec![vec![' '; SIZE.0]; SIZE.1];
    if curves.len() == 1 {
        dots(first, scale, &mut field);
    } else {
        curves.iter().enumerate().for_each(|(number, curve)| letters(curve, letter(number), scale, &mut field));
    }
    curves.iter().for_each(|curve| marks(curve, scale, &mut field));
    writeln!(out, "\ntargets found (up) by items read (across)")?;
    let labels = scale.labels(first.targets);
    for (line, cells) in field.iter().enumerate() {
        let label = labels.iter().find(|(at, _)| *at == line).map_or("", |(_, label)| label);
        let cells: String = cells.iter().collect();
        writeln!(out, "{label:>LEFT$} ┤{}", cells.trim_end())?;
    }
    let (zero, end) = ("0", scale.items.to_string());
    writeln!(out, "{:>LEFT$} └{}", 0, "─".repeat(SIZE.0))?;
    writeln!(out, "{:LEFT$}  {zero}{end:>width$}", "", width = SIZE.0 - 1)?;
    writeln!(out, "{:LEFT$}  {MARK} {} % of the targets", "", SHARES.map(|share| share.to_string()).join(", "))
}

/// What the field's edges stand for.
#[derive(Clone, Copy)]
struct Scale {
    items: usize,
    found: usize,
}

impl Scale {
    /// Wide enough for the longest and high enough for the highest curve.
    fn of(curves: &[&Curve]) -> Self {
        let items = curves.iter().map(|curve| curve.extent()).max().unwrap_or(1);
        let found = curves.iter().map(|curve| curve.found(items)).max().unwrap_or(0).max(1);
        Scale { items, found }
    }

    /// Of `lines` lines, from the top, the one for `found` targets.
    fn line(self, found: usize, lines: usize) -> usize {
        let up = (found as f64 / self.found as f64 * (lines - 1) as f64).round() as usize;
        (lines - 1).saturating_sub(up)
    }

    /// Of `columns` columns the one in which `items` items are read.
    fn column(self, items: usize, columns: usize) -> usize {
        ((items as f64 / self.items as f64 * columns as f64) as usize).min(columns - 1)
    }

    /// Items read at the end of `column` of `columns`; no more than the curve has.
    fn items_at(self, column: usize, columns: usize, curve: &Curve) -> usize {
        ((column + 1).saturating_mul(self.items) / columns).min(curve.items)
    }

    /// Numbers of targets at the left: the highest, and the shares that are marked.
    fn labels(self, targets: usize) -> Vec<(usize, String)> {
        let shares = SHARES.iter().map(|share| (targets * share).div_ceil(100)).filter(|&found| found < self.found);
        let mut labels = vec![(0, self.found.to_string())];
        for found in shares {
            let line = self.line(found, SIZE.1);
            if labels.iter().all(|(other, _)| *other != line) {
                labels.push((line, found.to_string()));
            }
        }
        labels
    }
}

/// The columns a curve reaches.
fn reached(curve: &Curve, scale: Scale, columns: usize) -> usize {
    scale.column(curve.items, columns) + 1
}

fn dots(curve: &Curve, scale: Scale, field: &mut [Vec<char>]) {
    let (columns, lines) = (SIZE.0 * DOTS.0, SIZE.1 * DOTS.1);
    let mut cells = vec![[0u8; SIZE.0]; SIZE.1];
    let mut before = lines - 1;
    for column in 0..reached(curve, scale, columns) {
        let line = scale.line(curve.found(scale.items_at(column, columns, curve)), lines);
        // Steep stretches are lines, not single dots.
        for line in line..=before.max(line) {
            cells[line / DOTS.1][column / DOTS.0] |= BRAILLE[column % DOTS.0][line % DOTS.1];
        }
        before = line;
    }
    for (line, cells) in field.iter_mut().zip(cells) {
        for (cell, dots) in line.iter_mut().zip(cells).filter(|(_, dots)| *dots > 0) {
            *cell = char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' ');
        }
    }
}

fn letters(curve: &Curve, letter: char, scale: Scale, field: &mut [Vec<char>]) {
    let at = |column| (scale.line(curve.found(scale.items_at(column, SIZE.0, curve)), SIZE.1), column);
    for (line, column) in (0..reached(curve, scale, SIZE.0)).map(at) {
        let cell = &mut field[line][column];
        *cell = if *cell == ' ' { letter } else { '*' };
    }
}

fn marks(curve: &Curve, scale: Scale, field: &mut [Vec<char>]) {
    for items in SHARES.iter().filter_map(|&share| curve.items_for(share)).filter(|&items| items <= scale.items) {
        field[scale.line(curve.found(items), SIZE.1)][scale.column(items, SIZE.0)] = MARK;
    }
}
