//! The formats a lexicon can be written in and read from: one file each, one registry that feeds the command line, the
//! dialog and the README.

mod fst;
mod jieba;
mod jsonl;
mod list;
mod preview;
pub mod read;
mod sample;
mod tsv;

use std::io::{self, Write};

pub use preview::{Preview, Reason};
pub use read::LineError;
pub use sample::{Content, Fit, Listed, Sample, Take, lines};

use super::entry::Entry;
use crate::engine::units::Units;

/// What a writer may know of the corpus and the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// Units of the corpus, for relative frequencies.
    pub corpus_symbols: u64,
    /// The unit PMI and entropies are written in.
    pub units: Units,
}

/// Whether a format can hold an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Admission {
    /// It can.
    Ok,
    /// It can, but the consumer will not do what one expects, for this reason.
    Warn(String),
    /// It cannot, for this reason: the entry is left out and named in the report.
    Skip(String),
}

/// A format to write, and to read.
pub trait Format: Sync {
    /// The name for `--format`: lower case, one word.
    fn name(&self) -> &'static str;
    /// One sentence: what it is, and what loads it.
    fn about(&self) -> &'static str;
    /// Usual file name extension, without the dot.
    fn extension(&self) -> &'static str;
    /// Whether the format can hold `entry`.
    fn admit(&self, entry: &Entry) -> Admission;
    /// Writes `entries`, all admitted and in ascending order of the words' bytes.
    ///
    /// # Errors
    /// Those of `out`.
    fn write(&self, entries: &[Entry], context: Context, out: &mut dyn Write) -> io::Result<()>;
    /// How well `sample` fits the format.
    fn fit(&self, sample: &Sample) -> Fit;
    /// Gives each word of `content` with its count to `take`, in the order of the file.
    ///
    /// # Errors
    /// [`LineError`] for the first line that is none of this format.
    fn read(&self, content: Content, take: &mut Take) -> Result<(), LineError>;
}

/// Every format, in the order they are listed in.
#[must_use]
pub fn all() -> &'static [&'static dyn Format] {
    &[&list::List, &tsv::Tsv, &jsonl::Jsonl, &jieba::Jieba, &fst::Fst]
}

/// The format that `sample` fits best, if it fits any.
#[must_use]
pub fn detect(sample: &Sample) -> Option<&'static dyn Format> {
    let fits = all().iter().copied().map(|format| (format.fit(sample), format));
    // Of equals the first.
    let best = fits.rev().max_by_key(|&(fit, _)| fit)?;
    (best.0 > Fit::NONE).then_some(best.1)
}

/// The format called `name`.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn Format> {
    all().iter().copied().find(|format| format.name() == name)
}

/// What an export wrote and left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries written.
    pub written: usize,
    /// Words left out, with the reason.
    pub skipped: Vec<(String, String)>,
    /// Words written that the consumer will not match as one expects, with the reason.
    pub warned: Vec<(String, String)>,
}

/// Writes `entries` (ascending order of the words' bytes) in `format`, and says what was left out.
///
/// # Errors
/// Those of `out`.
pub fn export(format: &dyn Format, entries: Vec<Entry>, context: Context, out: &mut dyn Write) -> io::Result<Report> {
    let mut report = Report::default();
    let mut admitted = Vec::with_capacity(entries.len());
    for entry in entries {
        match format.admit(&entry) {
            Admission::Ok => admitted.push(entry),
            Admission::Warn(reason) => {
                report.warned.push((entry.word.clone(), reason));
                admitted.push(entry);
            }
            Admission::Skip(reason) => report.skipped.push((entry.word, reason)),
        }
    }
    format.write(&admitted, context, out)?;
    report.written = admitted.len();
    Ok(report)
}

/// Why `word` cannot stand in a format of one entry a line whose reader splits at nothing but line ends, if so.
fn unfit_for_a_line(word: &str) -> Option<&'static str> {
    if word.is_empty() {
        Some("it is empty")
    } else if word.contains(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']) {
        Some("it has a line end in it")
    } else if word.contains(char::is_control) {
        Some("it has a control character in it")
    } else if word.starts_with('\u{FEFF}') {
        Some("it starts with a byte order mark, which readers drop")
    } else if word.trim() != word {
        Some("it starts or ends with white space, which readers drop")
    } else {
        None
    }
}

/// A measure in nats in the unit to write, as the shortest number that reads back as the same `f32`.
fn in_unit(nats: f32, units: Units) -> f32 {
    units.from_nats(f64::from(nats)) as f32
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::lexicon::Verdict;
    use crate::lexicon::entry::Evidence;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const CONTEXT: Context = Context { corpus_symbols: 1_000_000, units: Units::Nats };

    fn entry(word: &str, count: u64) -> Entry {
        let evidence = Some(Evidence { pmi: 5.1, left: 0.5, right: 1.25, score: 0.75 });
        Entry { word: word.to_owned(), count, evidence, verdict: Some(Verdict::Accept), details: None }
    }

    fn exported(name: &str, entries: Vec<Entry>, context: Context) -> (Vec<u8>, Report) {
        let mut out = Vec::new();
        let report = export(by_name(name).unwrap(), entries, context, &mut out).unwrap();
        (out, report)
    }

    fn text(name: &str, entries: Vec<Entry>, context: Context) -> String {
        String::from_utf8(exported(name, entries, context).0).unwrap()
    }

    #[test]
    fn the_lines_of_each_format() {
        let both = || vec![entry("内卷", 12), Entry { evidence: None, verdict: None, ..entry("绿码", 3) }];
        assert_eq!(text("list", both(), CONTEXT), "内卷\n绿码\n");
        assert_eq!(text("jieba", both(), CONTEXT), "内卷 721 n\n绿码 180 n\n");
        assert_eq!(
            text("tsv", both(), CONTEXT),
            "word\tcount\tpmi\tleft\tright\tscore\tverdict\tunits\n\
             内卷\t12\t5.1\t0.5\t1.25\t0.75\taccept\tnats\n绿码\t3\t\t\t\t\t\tnats\n"
        );
        assert_eq!(
            text("jsonl", both(), CONTEXT),
            "{\"word\":\"内卷\",\"count\":12,\"pmi\":5.1,\"left\":0.5,\"right\":1.25,\"score\":0.75,\"verdict\":\"accept\",\"units\":\"nats\"}\n\
             {\"word\":\"绿码\",\"count\":3,\"pmi\":null,\"left\":null,\"right\":null,\"score\":null,\"verdict\":null,\"units\":\"nats\"}\n"
        );
        let (bytes, _) = exported("fst", both(), CONTEXT);
        let dictionary = crate::lexicon::Dictionary::open(bytes).unwrap();
        assert!(dictionary.iter().eq([("内卷".to_owned(), 12), ("绿码".to_owned(), 3)]));
    }

    #[test]
    fn bits_are_written_as_bits_and_the_score_stays() {
        let bits = Context { units: Units::Bits, ..CONTEXT };
        let evidence =
            Evidence { pmi: std::f32::consts::LN_2 * 3.0, left: 0.0, right: std::f32::consts::LN_2, score: 0.5 };
        let one = Entry { evidence: Some(evidence), ..entry("字", 1) };
        assert!(text("tsv", vec![one.clone()], bits).ends_with("字\t1\t3\t0\t1\t0.5\taccept\tbits\n"));
        assert!(text("jsonl", vec![one], bits).contains("\"pmi\":3.0,\"left\":0.0,\"right\":1.0,\"score\":0.5"));
    }

    #[test]
    fn names_are_unique_and_found() {
        for format in all() {
            assert!(std::ptr::addr_eq(*format, by_name(format.name()).unwrap()), "{}", format.name());
        }
        assert!(by_name("csv").is_none());
    }

    #[test]
    fn what_a_format_cannot_hold_is_left_out_and_named() {
        let odd = ["New York", "a\nb", "x\ty", " b", "卡尔·马克思", "正常"];
        let words = |list: &[(String, String)]| list.iter().map(|(word, _)| word.clone()).collect::<Vec<_>>();
        let entries = || odd.map(|word| entry(word, 1)).to_vec();
        let (out, report) = exported("jieba", entries(), CONTEXT);
        assert_eq!(String::from_utf8(out).unwrap().lines().count(), report.written);
        assert_eq!(report.written, 2);
        assert_eq!(words(&report.skipped), ["New York", "a\nb", "x\ty", " b"]);
        assert_eq!(words(&report.warned), ["卡尔·马克思"]);
        assert_eq!(words(&exported("tsv", entries(), CONTEXT).1.skipped), ["a\nb", "x\ty", " b"]);
        assert_eq!(exported("jsonl", entries(), CONTEXT).1.written, odd.len());
    }

    #[test]
    fn the_jieba_frequency_is_at_least_the_floor_and_at_most_the_total() {
        let frequency = |count, symbols| {
            let line = text("jieba", vec![entry("字词", count)], Context { corpus_symbols: symbols, ..CONTEXT });
            line.split(' ').nth(1).unwrap().parse::<u64>().unwrap()
        };
        assert_eq!(frequency(0, 0), 100);
        assert_eq!(frequency(1, u64::MAX), 100);
        assert_eq!(frequency(1, 60_101), 1000);
        assert_eq!(frequency(u64::MAX, 1), 60_101_967);
    }

    /// The real consumer: it cuts out the words of our file, and without the file it does not.
    #[test]
    fn jieba_cuts_out_the_words_of_our_export() {
        let cases = [("奥利给", "他大喊奥利给然后跑"), ("绿码", "出示绿码才能进站"), ("内卷", "我们都在内卷里")];
        let mut entries: Vec<Entry> = cases.iter().map(|(word, _)| entry(word, 2)).collect();
        entries.sort_by(|a, b| a.word.cmp(&b.word));
        let (file, report) = exported("jieba", entries, CONTEXT);
        assert_eq!(report.written, cases.len());
        let stock = jieba_rs::Jieba::new();
        let mut ours = jieba_rs::Jieba::new();
        ours.load_dict(&mut file.as_slice()).unwrap();
        for (word, sentence) in cases {
            let cut = |jieba: &jieba_rs::Jieba| jieba.cut(sentence, false).iter().any(|token| token.word == word);
            assert!(cut(&ours), "{word} is not cut out of {sentence}");
            assert!(!cut(&stock), "{word} proves nothing: it is cut out without our file too");
        }
    }

    fn evidence() -> impl Strategy<Value = Option<Evidence>> {
        let number = || prop::num::f32::NORMAL | prop::num::f32::ZERO;
        let four = (number(), number(), number(), number());
        prop::option::of(four.prop_map(|(pmi, left, right, score)| Evidence { pmi, left, right, score }))
    }

    proptest! {
        #[test]
        fn every_admitted_word_is_read_back(
            words in prop::collection::btree_map("(\\PC|[\t\n\r \u{FEFF}\u{3000}]){1,5}|[一-龥a-z]{1,4}", 0..1000u64, 0..20)
        ) {
            for name in ["list", "tsv", "jsonl", "jieba"] {
                // A word that looks like a line of several fields or an object is ambiguous in a bare list.
                let plain = |word: &&String| {
                    name != "list" || !(word.contains(char::is_whitespace) || word.starts_with('{'))
                };
                let entries = words.iter().filter(|(word, _)| plain(word)).map(|(word, &count)| entry(word, count));
                let entries: Vec<Entry> = entries.collect();
                let format = by_name(name).unwrap();
                let admitted = |entry: &&Entry| !matches!(format.admit(entry), Admission::Skip(_));
                let expected: Vec<&str> = entries.iter().filter(admitted).map(|entry| entry.word.as_str()).collect();
                let read = read::words(&text(name, entries.clone(), CONTEXT)).unwrap();
                prop_assert_eq!(read, expected, "{}", name);
            }
        }

        #[test]
        fn measures_survive_jsonl_and_tsv_exactly(evidence in evidence(), count in any::<u64>()) {
            let one = Entry { evidence, ..entry("词", count) };
            let line: BTreeMap<String, serde_json::Value> =
                serde_json::from_str(&text("jsonl", vec![one.clone()], CONTEXT)).unwrap();
            let table = text("tsv", vec![one], CONTEXT);
            let cells: Vec<&str> = table.lines().nth(1).unwrap().split('\t').collect();
            prop_assert_eq!(line["count"].as_u64(), Some(count));
            prop_assert_eq!(cells[1].parse::<u64>(), Ok(count));
            let expected = evidence.map(|e| [e.pmi, e.left, e.right, e.score]);
            for (i, field) in ["pmi", "left", "right", "score"].into_iter().enumerate() {
                let wanted = expected.map(|values| values[i].to_bits());
                prop_assert_eq!(line[field].as_f64().map(|value| (value as f32).to_bits()), wanted);
                prop_assert_eq!(cells[2 + i].parse::<f32>().ok().map(f32::to_bits), wanted);
            }
        }

        #[test]
        fn reading_any_text_gives_words_or_a_line(text in "(\\PC|[\t\n\r {}\"]){0,60}") {
            match read::words(&text) {
                Ok(words) => prop_assert!(words.iter().all(|word| !word.is_empty())),
                Err(error) => prop_assert!(error.line >= 1 && error.line <= text.split(['\n', '\r']).count()),
            }
        }
    }

    fn content(bytes: &[u8]) -> Content<'_> {
        std::str::from_utf8(bytes).map_or(Content::Bytes(bytes), |text| {
            if text.contains('\0') { Content::Bytes(bytes) } else { Content::Text(text) }
        })
    }

    /// The format found, and the words and counts read.
    fn detected(bytes: &[u8]) -> Option<(&'static str, Vec<Listed>)> {
        let format = detect(&Sample::of(content(bytes)))?;
        let mut words = Vec::new();
        format.read(content(bytes), &mut |word, count| words.push((word.to_owned(), count))).unwrap();
        Some((format.name(), words))
    }

    proptest! {
        #[test]
        fn what_is_written_is_known_by_its_looks_and_read_back(
            words in prop::collection::btree_map("[一-龥]{1,4}|[a-z]{2,8}|[一-龥]·[一-龥]", 0..1000u64, 1..20)
        ) {
            let entries: Vec<Entry> = words.iter().map(|(word, &count)| entry(word, count)).collect();
            for format in all() {
                let (bytes, _) = exported(format.name(), entries.clone(), CONTEXT);
                let (found, read) = detected(&bytes).unwrap();
                prop_assert_eq!(found, format.name());
                prop_assert!(read.iter().map(|(word, _)| word).eq(words.keys()));
                if ["tsv", "jsonl", "fst"].contains(&found) {
                    prop_assert!(read.iter().map(|&(_, count)| count).eq(words.values().copied().map(Some)));
                }
            }
        }

        #[test]
        fn any_text_is_read_or_refused_with_a_line(text in "(\\PC|[\t\n\r {}\"]){0,60}") {
            for format in all() {
                if let Err(error) = format.read(Content::Text(&text), &mut |_, _| {}) {
                    prop_assert!(error.line >= 1 && error.line <= text.split(['\n', '\r']).count());
                }
            }
        }
    }

    #[test]
    fn formats_of_other_origin_are_known_by_their_looks() {
        let some = |word: &str, count| (word.to_owned(), count);
        let cases = [
            (
                "坚不可摧 \t 54113\n随时随地 \t 52510\n",
                "tsv",
                vec![some("坚不可摧", Some(54113)), some("随时随地", Some(52510))],
            ),
            ("中国\t9\r北京\t8\r", "tsv", vec![some("中国", Some(9)), some("北京", Some(8))]),
            ("\u{FEFF}AT&T 3 nz\r\nB超 3 n\r\n", "jieba", vec![some("AT&T", Some(3)), some("B超", Some(3))]),
            ("New York\nSan Marino\n", "list", vec![some("New York", None), some("San Marino", None)]),
            ("pmi\tcount\tword\n1\t7\t词\n", "tsv", vec![some("词", Some(7))]),
        ];
        for (text, format, words) in cases {
            assert_eq!(detected(text.as_bytes()), Some((format, words)), "{text:?}");
        }
        assert!(detect(&Sample::of(Content::Text(" \n"))).is_none());
        assert!(detect(&Sample::of(Content::Bytes(b"\x01\0\xFF"))).is_none());
    }

    #[test]
    fn a_line_of_another_format_is_named() {
        let line =
            |name: &str, text: &str| by_name(name).unwrap().read(Content::Text(text), &mut |_, _| {}).unwrap_err().line;
        assert_eq!(line("list", "天\n地\t1\n"), 2);
        assert_eq!(line("jieba", "天 3 n\r\r地\t1\n"), 3);
        assert_eq!(line("tsv", "天\t3\n\t4"), 2);
        assert_eq!(line("jsonl", "{\"word\":\"a\"}\nb"), 2);
        assert_eq!(line("fst", "a"), 1);
    }

    #[test]
    fn lists_of_other_origin_are_read() {
        let words = |text| read::words(text).unwrap();
        assert_eq!(words("\u{FEFF}内卷\r\n\r\n  绿码  \n"), ["内卷", "绿码"]);
        assert_eq!(words("碳中和 5210 n\n内卷 3\n绿码 n\n"), ["碳中和", "内卷", "绿码"]);
        assert_eq!(words("word\tcount\n内卷\t12\n"), ["内卷"]);
        assert_eq!(words("{\"word\": \"a b\", \"x\": 1}\n词\n"), ["a b", "词"]);
        for (text, line) in
            [("好\n\nNew York\n", 3), ("\tx\n", 1), ("{\"w\":1}", 1), ("ok\n{\"word\":}", 2), ("a\0b", 1)]
        {
            assert_eq!(read::words(text).unwrap_err().line, line, "{text:?}");
        }
    }
}
