//! What an export would write and leave out, before it is written.

use std::collections::HashMap;

use super::{Admission, Context, Format, export};
use crate::lexicon::Entry;

/// Words an export treats alike, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The reason.
    pub why: String,
    /// How many words.
    pub words: usize,
    /// The first of them.
    pub example: String,
}

/// What an export would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// The first lines as they would be written, without their ends; none when the format is no text.
    pub lines: Vec<String>,
    /// Whether the format is a text.
    pub is_text: bool,
    /// How many words would be written.
    pub written: usize,
    /// What would be left out, the commonest reason first.
    pub left_out: Vec<Reason>,
    /// What would be written with a warning, the commonest reason first.
    pub warned: Vec<Reason>,
}

impl Preview {
    /// What exporting `entries` (ascending order of the words' bytes) in `format` would do, with the first `most` lines
    /// as the writer of the format gives them. Every entry is looked at, but only those of these lines are completed by
    /// `complete` (numbers that take a while to get, on which no format's admission rests) and written.
    ///
    /// # Errors
    /// Those of `complete`.
    pub fn of<E>(
        format: &dyn Format,
        entries: impl Iterator<Item = Entry>,
        context: Context,
        most: usize,
        mut complete: impl FnMut(Entry) -> Result<Entry, E>,
    ) -> Result<Preview, E> {
        let mut preview = Preview::default();
        let (mut left_out, mut warned) = (Reasons::default(), Reasons::default());
        let mut first = Vec::with_capacity(most);
        for entry in entries {
            match format.admit(&entry) {
                Admission::Skip(why) => {
                    left_out.add(why, &entry.word);
                    continue;
                }
                Admission::Warn(why) => warned.add(why, &entry.word),
                Admission::Ok => {}
            }
            preview.written += 1;
            if first.len() < most {
                first.push(complete(entry)?);
            }
        }
        preview.left_out = left_out.sorted();
        preview.warned = warned.sorted();
        let mut bytes = Vec::new();
        let written = export(format, first, context, &mut bytes);
        match (written, String::from_utf8(bytes)) {
            (Ok(_), Ok(text)) if !text.contains('\0') => {
                preview.is_text = true;
                preview.lines = text.lines().take(most).map(str::to_owned).collect();
            }
            _ => {}
        }
        Ok(preview)
    }

    /// How many words would be left out.
    #[must_use]
    pub fn words_left_out(&self) -> usize {
        self.left_out.iter().map(|reason| reason.words).sum()
    }

    /// How many words would be written with a warning.
    #[must_use]
    pub fn words_warned(&self) -> usize {
        self.warned.iter().map(|reason| reason.words).sum()
    }
}

#[derive(Default)]
struct Reasons(HashMap<String, (usize, String)>);

impl Reasons {
    fn add(&mut self, why: String, word: &str) {
        self.0.entry(why).or_insert_with(|| (0, word.to_owned())).0 += 1;
    }

    fn sorted(self) -> Vec<Reason> {
        let reasons = self.0.into_iter().map(|(why, (words, example))| Reason { why, words, example });
        let mut reasons: Vec<Reason> = reasons.collect();
        reasons.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.why.cmp(&b.why)));
        reasons
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::convert::Infallible;

    use super::super::{all, by_name};
    use super::*;
    use crate::engine::units::Units;
    use proptest::prelude::*;

    const CONTEXT: Context = Context { corpus_symbols: 1_000, units: Units::Nats };

    fn entry(word: &str) -> Entry {
        Entry { word: word.to_owned(), count: 7, evidence: None, verdict: None, details: None }
    }

    #[test]
    fn reasons_are_grouped_with_their_number_and_an_example() {
        let words = ["a b", "c d", "x·y", "正常"].map(entry);
        let format = by_name("jieba").unwrap();
        let preview = Preview::of(format, words.into_iter(), CONTEXT, 5, Ok::<_, Infallible>).unwrap();
        assert_eq!((preview.written, preview.words_left_out(), preview.words_warned()), (2, 2, 1));
        assert_eq!((preview.left_out[0].words, preview.left_out[0].example.as_str()), (2, "a b"));
        assert!(preview.left_out[0].why.contains("space") && preview.warned[0].why.contains('·'));
        assert_eq!(preview.lines.len(), 2);
    }

    proptest! {
        #[test]
        fn the_lines_and_numbers_are_those_of_the_export(
            words in prop::collection::btree_set("[一-龥]{1,3}|[a-z·]{1,3}|[a-z] [a-z]|a\tb", 0..12),
            most in 1..6usize,
        ) {
            for &format in all() {
                let entries: Vec<Entry> = words.iter().map(|word| entry(word)).collect();
                let mut completed = 0;
                let complete = |entry: Entry| {
                    completed += 1;
                    Ok::<_, Infallible>(entry)
                };
                let bare = entries.iter().map(|entry| Entry { count: 7, ..entry.clone() });
                let preview = Preview::of(format, bare, CONTEXT, most, complete).unwrap();
                let mut bytes = Vec::new();
                let report = export(format, entries, CONTEXT, &mut bytes).unwrap();
                prop_assert!(completed <= most);
                prop_assert_eq!(preview.written, report.written);
                prop_assert_eq!(preview.words_left_out(), report.skipped.len());
                prop_assert_eq!(preview.words_warned(), report.warned.len());
                if preview.is_text {
                    let text = String::from_utf8(bytes).unwrap();
                    prop_assert!(text.lines().take(most).eq(preview.lines.iter()));
                } else {
                    prop_assert_eq!(format.name(), "fst");
                }
            }
        }
    }
}
