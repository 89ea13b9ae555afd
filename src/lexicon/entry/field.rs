//! The details of a word as lines of text, one a field: what a person types and reads.

use super::details::{Details, PartOfSpeech, Reading};

/// A field that can be typed in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// [`Details::form`].
    Form,
    /// [`Details::pos`]: tags with commas between; `ud:NOUN` for another tag set than [`TAGSET`].
    Pos,
    /// [`Details::readings`], with semicolons between; `kana:ないじゅあん` for another scheme than [`SCHEME`].
    Reading,
    /// [`Details::tags`], with commas between.
    Tags,
    /// [`Details::note`].
    Note,
    /// The weight of [`Details::export`].
    Weight,
    /// [`Details::domain`].
    Domain,
}

/// The tag set of a part of speech that names none: that of jieba and Peking University.
pub const TAGSET: &str = "pku";
/// The scheme of a reading that names none.
pub const SCHEME: &str = "pinyin";

impl Field {
    /// Every field, in the order of forms.
    pub const ALL: [Field; 7] =
        [Field::Form, Field::Pos, Field::Reading, Field::Tags, Field::Note, Field::Weight, Field::Domain];

    /// The name: "form", "pos" ...
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Field::Form => "form",
            Field::Pos => "pos",
            Field::Reading => "reading",
            Field::Tags => "tags",
            Field::Note => "note",
            Field::Weight => "weight",
            Field::Domain => "domain",
        }
    }

    /// The field called `name`.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }

    /// What `details` say, as [`Field::set`] reads it; empty when they say nothing.
    #[must_use]
    pub fn get(self, details: &Details) -> String {
        let prefixed = |prefix: &str, usual: &str, text: &str| {
            if prefix == usual { text.to_owned() } else { format!("{prefix}:{text}") }
        };
        let join = |parts: Vec<String>, between: &str| parts.join(between);
        match self {
            Field::Form => details.form.clone().unwrap_or_default(),
            Field::Pos => join(details.pos.iter().map(|pos| prefixed(&pos.tagset, TAGSET, &pos.tag)).collect(), ", "),
            Field::Reading => {
                join(details.readings.iter().map(|one| prefixed(&one.scheme, SCHEME, &one.value)).collect(), "; ")
            }
            Field::Tags => details.tags.join(", "),
            Field::Note => details.note.clone(),
            Field::Weight => details.export.weight.map_or_else(String::new, |weight| weight.to_string()),
            Field::Domain => details.domain.clone().unwrap_or_default(),
        }
    }

    /// Has `details` say what `text` does; nothing when it is empty. A part of speech or reading that was there before
    /// keeps all that is known of it; a new reading is by the curator.
    ///
    /// # Errors
    /// What is wrong with the text, and what to write.
    pub fn set(self, details: &mut Details, text: &str) -> Result<(), &'static str> {
        let text = text.trim();
        let some = || (!text.is_empty()).then(|| text.to_owned());
        match self {
            Field::Form => details.form = some(),
            Field::Domain => details.domain = some(),
            Field::Note => text.clone_into(&mut details.note),
            Field::Tags => {
                details.tags.clear();
                for tag in parts(text, &[',', '，', '、', ';', '；']) {
                    if !details.tags.iter().any(|there| there == tag) {
                        details.tags.push(tag.to_owned());
                    }
                }
            }
            Field::Weight if text.is_empty() => details.export.weight = None,
            Field::Weight => match text.parse::<f64>() {
                Ok(weight) if weight.is_finite() => details.export.weight = Some(weight),
                _ => return Err("a weight is a number like 120 or 0.5"),
            },
            Field::Pos => {
                let before = std::mem::take(&mut details.pos);
                for part in parts(text, &[',', '，', '、', ';', '；']) {
                    let (tagset, tag) = part.split_once(':').unwrap_or((TAGSET, part));
                    let kept = before.iter().find(|pos| pos.tagset == tagset && pos.tag == tag);
                    details.pos.push(kept.cloned().unwrap_or_else(|| PartOfSpeech {
                        tagset: tagset.to_owned(),
                        tag: tag.to_owned(),
                        ..PartOfSpeech::default()
                    }));
                }
            }
            Field::Reading => {
                let before = std::mem::take(&mut details.readings);
                for part in parts(text, &[';', '；', ',', '，']) {
                    let (scheme, value) = scheme(part);
                    let kept = before.iter().find(|one| one.scheme == scheme && one.value == value);
                    details.readings.push(kept.cloned().unwrap_or_else(|| Reading {
                        scheme: scheme.to_owned(),
                        value: value.to_owned(),
                        ..Reading::default()
                    }));
                }
            }
        }
        Ok(())
    }
}

fn parts<'t>(text: &'t str, between: &[char]) -> impl Iterator<Item = &'t str> {
    text.split(between.to_vec().as_slice())
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

/// The scheme and the value of a reading. `lu:4` has none: the colon is that of CC-CEDICT's ü.
fn scheme(part: &str) -> (&str, &str) {
    match part.split_once(':') {
        Some((scheme, value)) if scheme.len() >= 3 && scheme.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            (scheme, value.trim_start())
        }
        _ => (SCHEME, part),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::details::Source;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_typed_is_read() {
        let mut details = Details::default();
        for (field, text, shown) in [
            (Field::Form, " 绿码 ", "绿码"),
            (Field::Pos, "n，ud:NOUN", "n, ud:NOUN"),
            (Field::Reading, "lü4 ma3；kana: りょく", "lü4 ma3; kana:りょく"),
            (Field::Tags, "医学、新词, 医学", "医学, 新词"),
            (Field::Weight, "12.50", "12.5"),
            (Field::Domain, "", ""),
        ] {
            field.set(&mut details, text).unwrap();
            assert_eq!(field.get(&details), shown);
            assert_eq!(Field::by_name(field.name()), Some(field));
        }
        assert_eq!((details.pos[0].tagset.as_str(), details.pos[1].tag.as_str()), ("pku", "NOUN"));
        assert_eq!(details.readings[0].source, Source::Curator);
        assert!(Field::Weight.set(&mut details, "heavy").is_err());
        assert!(Field::Weight.set(&mut details, "inf").is_err());
        assert_eq!(details.export.weight, Some(12.5));
        Field::Reading.set(&mut details, "lu:4 ma3").unwrap();
        assert_eq!(details.readings[0].scheme, "pinyin");
    }

    #[test]
    fn what_stays_keeps_what_is_known_of_it() {
        let reading =
            Reading { value: "hang2".to_owned(), scheme: "pinyin".to_owned(), check: true, ..Reading::default() };
        let mut details = Details { readings: vec![reading.clone()], ..Details::default() };
        Field::Reading.set(&mut details, "xing2; hang2").unwrap();
        assert_eq!(details.readings[1], reading);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(texts in prop::collection::vec("[a-z:,;、\\PC]{0,8}", 7)) {
            let mut details = Details::default();
            for (field, text) in Field::ALL.into_iter().zip(&texts) {
                let _ = field.set(&mut details, text);
                let shown = field.get(&details);
                let before = details.clone();
                prop_assert_eq!(field.set(&mut details, &shown), Ok(()));
                prop_assert_eq!(&details, &before);
            }
        }
    }
}
