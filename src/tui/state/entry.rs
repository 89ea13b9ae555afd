//! The entry of a word while it is edited: a line a field.

use std::sync::Arc;

use tui_input::Input;

use crate::lexicon::entry::Field;
use crate::lexicon::{Change, Decision, Details, Edit, Verdict};
use crate::settings::lang::{Lang, Pair};

/// Editing what is said of a word.
#[derive(Debug, Clone)]
pub struct EntryDialog {
    /// The word.
    pub word: String,
    /// What was said of it.
    pub before: Arc<Details>,
    /// The verdict it had.
    pub had: Option<Verdict>,
    /// The verdict it gets.
    pub verdict: Option<Verdict>,
    /// The line of each field of [`Field::ALL`].
    pub inputs: Vec<Input>,
    /// The field under the cursor, by its place.
    pub at: usize,
    /// The field that cannot be saved, and why.
    pub fault: Option<(Field, &'static str)>,
}

impl EntryDialog {
    /// The entry of `word` as it is.
    #[must_use]
    pub fn new(word: String, before: Arc<Details>, verdict: Option<Verdict>) -> Self {
        let inputs = Field::ALL.map(|field| Input::new(field.get(&before))).to_vec();
        EntryDialog { word, before, had: verdict, verdict, inputs, at: 0, fault: None }
    }

    /// The line under the cursor.
    pub fn input(&mut self) -> Option<&mut Input> {
        self.inputs.get_mut(self.at)
    }

    /// What is typed as one step, which is empty when nothing is changed. A field that nobody changed stays as it is, also
    /// what its line does not show of it.
    ///
    /// # Errors
    /// The first field that cannot be read, by its place, and why.
    pub fn decision(&self) -> Result<Decision, (usize, &'static str)> {
        let mut details = (*self.before).clone();
        for (place, (field, input)) in Field::ALL.into_iter().zip(&self.inputs).enumerate() {
            if input.value() != field.get(&self.before) {
                field.set(&mut details, input.value()).map_err(|why| (place, why))?;
            }
        }
        let mut decision = Decision::default();
        if self.verdict != self.had {
            decision.changes.push(Change { word: self.word.clone(), verdict: self.verdict });
        }
        if details != *self.before {
            decision.edits.push(Edit { word: self.word.clone(), details: Arc::new(details) });
        }
        Ok(decision)
    }
}

/// What a field is called, in both languages.
#[must_use]
pub fn name(field: Field) -> Pair {
    match field {
        Field::Form => ("form", "词形"),
        Field::Pos => ("pos", "词性"),
        Field::Reading => ("reading", "读音"),
        Field::Tags => ("tags", "标签"),
        Field::Note => ("note", "备注"),
        Field::Weight => ("weight", "权重"),
        Field::Domain => ("domain", "领域"),
    }
}

/// How a field is written, in both languages.
#[must_use]
pub fn how(field: Field) -> Pair {
    match field {
        Field::Form => ("the form to export instead of the word", "导出时代替原词的写法"),
        Field::Pos => ("tags with commas between: n, ud:NOUN", "词性标记，用逗号隔开：n, v"),
        Field::Reading => (
            "pinyin with tone numbers: lü4 ma3; others with ; between",
            "带声调数字的拼音：lü4 ma3；多个读音用分号隔开",
        ),
        Field::Tags => ("with commas between", "用逗号隔开"),
        Field::Note => ("any text", "任意文字"),
        Field::Weight => ("a number to export instead of the count", "导出时代替词频的数"),
        Field::Domain => ("the field it belongs to", "所属领域"),
    }
}

/// Why a field cannot be read: what [`Field::set`] says, in the language of the screen.
#[must_use]
pub fn fault(field: Field, why: &'static str, lang: Lang) -> &'static str {
    match field {
        Field::Weight => lang.pick(why, "权重须是数，如 120 或 0.5"),
        _ => lang.pick(why, "无法识别"),
    }
}

/// What is said of a word in one line: part of speech, reading, tags, note.
#[must_use]
pub fn summary(details: &Details, lang: Lang) -> String {
    let fields = [Field::Form, Field::Pos, Field::Reading, Field::Tags, Field::Note];
    let texts = fields.map(|field| field.get(details));
    let told: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    told.join(lang.pick("; ", "；"))
}
