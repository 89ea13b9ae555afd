//! What an export would write and leave out, before it is written.

use super::{Analysis, WorkbenchError, entry_of};
use crate::engine::units::Units;
use crate::engine::{AnalyseError, Control};
use crate::lexicon::format::{Format, Preview};
use crate::lexicon::{Entry, Ledger, Verdict};

/// What exporting the accepted words of `ledger` in `format` would do, with the first `most` lines. Only the words of
/// these lines are counted in the text.
///
/// # Errors
/// [`WorkbenchError::Analyse`] or [`WorkbenchError::Find`] when cancelled.
pub fn preview(
    (ledger, analysis): (&Ledger, &Analysis),
    format: &dyn Format,
    units: Units,
    most: usize,
    control: &Control,
) -> Result<Preview, WorkbenchError> {
    let accepted = ledger.iter().filter(|&(_, verdict)| verdict == Verdict::Accept);
    // The rest of a cancelled preview is not looked at; the check behind says so.
    let bare = accepted.take_while(|_| !control.is_cancelled()).map(|(word, verdict)| {
        let details = ledger.details(word).cloned();
        Entry { word: word.to_owned(), count: 0, evidence: None, verdict: Some(verdict), details }
    });
    let complete = |entry: Entry| entry_of((&entry.word, Verdict::Accept), ledger, analysis, control);
    let preview = Preview::of(format, bare, analysis.context(units), most, complete)?;
    control.check().map_err(AnalyseError::from)?;
    Ok(preview)
}
