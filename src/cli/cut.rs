//! `discover --method cut`: the pieces of the text as a list.

use std::io::{self, Write};

use anyhow::Result;

use super::columns::{Cell, Computed, SortBy};
use super::discover::Style;
use super::known::Known;
use crate::engine::derived::Feature;
use crate::engine::query::{Sort, Thresholds};
use crate::engine::segmentation::{self, Lattice};
use crate::engine::text::unit;
use crate::engine::{CandidateId, CandidateTable, Control, Tuning};
use crate::workbench::Analysis;

/// Units that a scan must reach: the sequences that hold pieces together have so many.
pub(super) const LONGEST: u8 = 4;

/// A piece of the text.
#[derive(Debug)]
pub(super) struct Piece {
    word: String,
    /// How often the text is cut so.
    count: u32,
    /// Units.
    length: usize,
    /// Its row; a piece longer than the table's rows has none.
    row: Option<CandidateId>,
}

impl Piece {
    /// The number of this piece in a column: NaN when it has no row, and for what is not known of rows.
    fn value(&self, feature: Feature, table: &CandidateTable, computed: &Computed) -> f64 {
        match (feature, self.row) {
            (Feature::Count, _) => f64::from(self.count),
            (Feature::Length, _) => self.length as f64,
            (_, Some(row)) => computed.value(feature, (table, 0), row),
            (_, None) => f64::NAN,
        }
    }

    /// Whether it reaches `bounds`. What is not known passes only an open bound.
    fn passes(&self, bounds: &Thresholds, table: &CandidateTable) -> bool {
        let measures = self.row.map(|row| [table.pmi(row), table.left(row), table.right(row), table.entropy(row)]);
        let least = [bounds.min_pmi, bounds.min_left, bounds.min_right, bounds.min_entropy];
        let open = [Thresholds::OPEN.min_pmi, 0.0, 0.0, 0.0];
        let reached = match measures {
            Some(measures) => measures.iter().zip(&least).all(|(value, least)| value >= least),
            None => least == open,
        };
        let lengths = usize::from(bounds.min_length)..=usize::from(bounds.max_length);
        // A piece may be longer than any bound can say.
        let fits = lengths.contains(&self.length.min(usize::from(u8::MAX)));
        reached && fits && self.count >= bounds.min_count
    }
}

/// The pieces of the text that pass `bounds` and are not known, in no order.
pub(super) fn pieces(
    analysis: &Analysis,
    thresholds: segmentation::Thresholds,
    (bounds, known): (&Thresholds, Option<&Known>),
    control: &Control,
) -> Result<Vec<Piece>> {
    let (table, corpus) = (&analysis.table, &analysis.corpus);
    let words = Lattice::new(corpus, table, &Tuning::default(), control)?.cut(thresholds, control)?;
    let kind = corpus.reading().unit;
    let pieces = words.into_iter().map(|(word, count)| {
        let length = unit::pieces(&word, kind).filter(|piece| !piece.is_break).count();
        let row = table.find(&word);
        Piece { word, count, length, row }
    });
    let hidden = |word: &str| known.is_some_and(|known| known.hides(word));
    Ok(pieces.filter(|piece| piece.passes(bounds, table) && !hidden(&piece.word)).collect())
}

/// Orders `pieces` as rows are: equal ones by their bytes, unknown ones last. Keeps the first `most`.
pub(super) fn order(
    pieces: &mut Vec<Piece>,
    (sort, by): (Sort, SortBy),
    (table, computed): (&CandidateTable, &Computed),
    most: usize,
) {
    let key = |piece: &Piece| {
        let value = match by {
            SortBy::Word => 0.0,
            SortBy::Feature(feature) => piece.value(feature, table, computed),
        };
        (value.is_nan(), if sort.descending { -value } else { value })
    };
    pieces.sort_by(|a, b| {
        let (a_key, b_key) = (key(a), key(b));
        let words = a.word.cmp(&b.word);
        let words = if by == SortBy::Word && sort.descending { words.reverse() } else { words };
        a_key.0.cmp(&b_key.0).then(a_key.1.partial_cmp(&b_key.1).unwrap_or(std::cmp::Ordering::Equal)).then(words)
    });
    pieces.truncate(most);
}

/// Writes a line for each piece.
pub(super) fn write(
    pieces: &[Piece],
    table: &CandidateTable,
    style: Style<'_>,
    out: &mut dyn Write,
    control: &Control,
) -> io::Result<()> {
    let mut line = Vec::new();
    for (number, piece) in pieces.iter().enumerate() {
        if number.is_multiple_of(4096) {
            control.check().map_err(io::Error::other)?;
        }
        line.clear();
        style.line(
            &piece.word,
            &|feature| Cell::Number(piece.value(feature, table, style.cells.computed)),
            &mut line,
        )?;
        out.write_all(&line)?;
    }
    Ok(())
}
