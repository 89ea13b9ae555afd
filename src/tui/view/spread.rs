//! How a word is spread over the text, in one line: bars for equal parts of the text, from its start to its end; DP (Gries
//! 2008), which is 0 for an even spread and 1 for all in one part; the documents; and the first of them.
//!
//! ```text
//! spread |▂▃▃▅█▃▂▁▂▃|  DP 0.21  12 of 340 documents  from 西游记.txt
//! ```

use crate::engine::concordance::{PARTS, Spread};
use crate::settings::lang::Lang;

use super::super::glyphs::Glyphs;
use super::super::state::context::Summary;
use super::super::state::{Desk, Pane};
use super::super::text::{Align, Canvas, grouped};
use super::super::theme::Role;

/// Draws the spread of a word in line `y`: its deviation and the documents first, then as much of the picture as there is
/// room for, then the first document.
pub fn draw(desk: &Desk, summary: &Summary, lang: Lang, y: u16, inside: &mut Canvas) {
    let spread = &summary.spread;
    let Some(deviation) = spread.deviation else { return };
    let width = inside.area().width;
    let (dim, bars) = (inside.style(Role::Dim), inside.style(Role::Bar));
    let mut note = format!("|  DP {deviation:.2}");
    if spread.of > 1 {
        let (documents, of) = (grouped(spread.documents), grouped(spread.of));
        note.push_str(&lang.pick(format!("  {documents} of {of} documents"), format!("  {of} 篇中的 {documents} 篇")));
    }
    let x = 1 + inside.put((1, y), width, lang.pick("spread |", "分布 |"), dim);
    let room = usize::from(width.saturating_sub(x + inside.columns_of(&note) + 1));
    let Some(merged) = [1, 2, 4, 8].into_iter().find(|merged| PARTS / merged <= room) else { return };
    let x = x + inside.put((x, y), width, &picture(spread, merged, inside.glyphs()), bars);
    let x = x + inside.put((x, y), width, &note, dim);
    if let Some(first) = first_document(desk, summary) {
        let said = lang.pick(format!("  from {first}"), format!("  始于 {first}"));
        let room = width.saturating_sub(x + 1);
        // A name that is cut to a few characters tells nothing.
        if room >= inside.columns_of(&said).min(16) {
            inside.put_fit((x, y), room, &said, Align::Left, dim);
        }
    }
}

/// A bar for each `merged` parts.
fn picture(spread: &Spread, merged: usize, glyphs: &Glyphs) -> String {
    let parts: Vec<u32> = spread.parts.chunks(merged).map(|parts| parts.iter().sum()).collect();
    let most = parts.iter().copied().max().unwrap_or(0);
    // Any occurrence is seen, so a column is blank only where there is none.
    let level = |&count: &u32| (u64::from(count) * 8).div_ceil(u64::from(most.max(1))) as usize;
    parts.iter().map(|count| glyphs.levels[level(count)]).collect()
}

/// The name of the first document with the word, where there are several.
fn first_document<'d>(desk: &'d Desk, summary: &Summary) -> Option<&'d str> {
    let corpus = &desk.loaded.corpus;
    let document = corpus.document(corpus.document_at(summary.first?))?;
    (corpus.source_count() > 1).then_some(document.source)
}

/// Whether the context pane shows the spread of the word at hand.
pub fn is_in_context(model: &super::super::state::Model, desk: &Desk) -> bool {
    use super::super::layout::{compare_parts, regions};
    use super::super::state::context::Side;
    let area = regions(model.size, &model.prefs).pane(Pane::Context);
    compare_parts(area, desk.pinned.is_some()).has_strip(Side::Current)
}
