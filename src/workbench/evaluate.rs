//! Measuring word lists and segmentations by what was made by hand.

use std::io;
use std::path::{Path, PathBuf};

use crate::engine::{Cancelled, Control};
use crate::lexicon::evaluation::{self, Agreement, Floors, Gold, GoldError, Scope, Score, Separator};
use crate::project::read;
use crate::project::told::told;

/// Largest file, in bytes.
const MOST: u64 = 8 << 30;
/// The segmented text in a folder of gold, and the same text as it was before.
const SEGMENTED: &str = "seg.txt";
const RAW: &str = "raw.txt";

/// Why nothing can be measured.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// The job was cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A file cannot be read, or holds something else.
    #[error("cannot read {path}: {why}")]
    Unreadable {
        /// The file.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// Gold has nothing to be found.
    #[error("{path} gives no target: {why}")]
    NoTarget {
        /// The file or folder.
        path: String,
        /// Which condition no word fulfils.
        why: String,
    },
    /// A list has no word that could be one.
    #[error("{path} has no item to score: {why}")]
    NothingKept {
        /// The list.
        path: String,
        /// Which condition no item fulfils.
        why: String,
    },
    /// A segmentation is not one of the text of gold.
    #[error("{path} is no segmentation of {gold}: {why}")]
    Differs {
        /// The segmentation.
        path: String,
        /// The file of gold.
        gold: String,
        /// Where they part.
        why: String,
    },
}

/// Gold as it is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// A segmented text, a list of words, or a folder with `seg.txt` and, if substrings are to be counted in it, `raw.txt`.
    pub gold: PathBuf,
    /// What divides the words of a segmented text; found out when `None`.
    pub separator: Option<Separator>,
    /// The words that take part; none is known yet.
    pub scope: Scope,
    /// Words that are known, one a line, to be left out.
    pub known: Option<PathBuf>,
    /// What makes a gold word a target.
    pub floors: Floors,
}

/// Gold in memory, ready to score lists.
#[derive(Debug, Clone)]
pub struct Judge {
    gold: Gold,
    scope: Scope,
}

impl Judge {
    /// Reads gold.
    ///
    /// # Errors
    /// [`EvaluateError`], also when there is no target.
    pub fn read(request: &Request, control: &Control) -> Result<Self, EvaluateError> {
        let Request { separator, floors, .. } = *request;
        let mut scope = request.scope.clone();
        if let Some(path) = &request.known {
            scope.known = evaluation::known(&text(path)?);
        }
        let (path, raw) = parts(&request.gold);
        let segmented = text(&path)?;
        control.check()?;
        let list = if separator.is_none() && raw.is_none() {
            Gold::of_list(&segmented, &scope, floors.min_gold)
        } else {
            None
        };
        let gold = match list {
            Some(gold) => gold,
            None => {
                let raw = raw.map(|path| text(&path)).transpose()?;
                let separator = separator.unwrap_or_else(|| Separator::of(&segmented));
                Gold::of_text((&segmented, separator), raw.as_deref(), &scope, floors, control).map_err(|error| {
                    match error {
                        GoldError::Cancelled(cancelled) => cancelled.into(),
                        other => unreadable(&path, other.to_string()),
                    }
                })?
            }
        };
        if gold.targets() == 0 {
            return Err(EvaluateError::NoTarget { path: shown(&path), why: gold.why_no_target(&scope, floors) });
        }
        Ok(Judge { gold, scope })
    }

    /// Scores the ranked list at `path`; `-` is standard input.
    ///
    /// # Errors
    /// [`EvaluateError`], also when no item takes part.
    pub fn score(&self, path: &Path, control: &Control) -> Result<Score, EvaluateError> {
        let text = text(path)?;
        control.check()?;
        let ranking = evaluation::ranking(&text).map_err(|error| unreadable(path, error.to_string()))?;
        let score = evaluation::score(ranking.iter().map(AsRef::as_ref), &self.gold, &self.scope);
        if score.all.kept == 0 {
            let why = format!(
                "none of its {} lines starts with a word of {}, followed by a tab or the end of the line",
                ranking.len(),
                self.scope.told()
            );
            return Err(EvaluateError::NothingKept { path: shown(path), why });
        }
        Ok(score)
    }
}

/// Compares the segmented text at `output` (`-` is standard input) with the one at `gold`, line by line.
///
/// # Errors
/// [`EvaluateError`], also when the texts differ or have no word.
pub fn segmentation(
    output: &Path,
    gold: &Path,
    separator: Option<Separator>,
    control: &Control,
) -> Result<Agreement, EvaluateError> {
    let (gold, _) = parts(gold);
    let (mine, theirs) = (text(output)?, text(&gold)?);
    control.check()?;
    let divided = |text| (text, separator.unwrap_or_else(|| Separator::of(text)));
    let agreement = evaluation::agreement(divided(&mine), divided(&theirs))
        .map_err(|error| EvaluateError::Differs { path: shown(output), gold: shown(&gold), why: error.to_string() })?;
    if agreement.gold == 0 {
        return Err(EvaluateError::NoTarget { path: shown(&gold), why: "it has no word in it".to_owned() });
    }
    Ok(agreement)
}

/// The segmented text of gold, and the raw one when it is there.
fn parts(gold: &Path) -> (PathBuf, Option<PathBuf>) {
    if !gold.is_dir() {
        return (gold.to_owned(), None);
    }
    (gold.join(SEGMENTED), Some(gold.join(RAW)).filter(|raw| raw.exists()))
}

fn text(path: &Path) -> Result<String, EvaluateError> {
    let bytes = if path.as_os_str() == "-" { read::at_most(io::stdin().lock(), MOST) } else { read::bytes(path, MOST) };
    bytes.and_then(read::utf8).map_err(|error| unreadable(path, told(&error)))
}

fn unreadable(path: &Path, why: String) -> EvaluateError {
    EvaluateError::Unreadable { path: shown(path), why }
}

fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() }
}
