#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt;

use proptest::prelude::*;
use regex::Regex;

use super::*;
use crate::engine::derived::local;
use crate::engine::query::tests::any_table;

fn scope() -> Scope {
    let columns = Feature::ALL.to_vec();
    Scope { units: Units::Nats, columns, verdicts: true, known: true, marks: true }
}

/// A condition as a person thinks of it: written out, and told row by row.
#[derive(Debug, Clone)]
enum Ask {
    Number(Feature, &'static str, String),
    Range(Feature, i32, i32),
    Text(&'static str, String),
    Flag(Flag),
    Not(Box<Ask>),
    Both(Box<Ask>, Box<Ask>),
    Either(Box<Ask>, Box<Ask>),
}

impl fmt::Display for Ask {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ask::Number(feature, comparison, number) => write!(out, "{}{comparison} {number}", feature.name()),
            Ask::Range(feature, least, greatest) => write!(out, "{} in {least}..{greatest}", feature.name()),
            Ask::Text(test, text) => write!(out, "{test} \"{text}\""),
            Ask::Flag(flag) => out.write_str(flag.name()),
            Ask::Not(ask) => write!(out, "not ({ask})"),
            Ask::Both(a, b) => write!(out, "({a}) and ({b})"),
            Ask::Either(a, b) => write!(out, "({a} or {b})"),
        }
    }
}

/// What is known of one row.
struct Row<'a> {
    table: &'a CandidateTable,
    row: usize,
    docs: f32,
    class: u8,
    is_marked: bool,
}

impl Row<'_> {
    fn value(&self, feature: Feature) -> f32 {
        match feature {
            Feature::Docs => self.docs,
            Feature::Llr => f32::NAN,
            feature => local(self.table, feature, self.row) as f32,
        }
    }

    fn holds(&self, ask: &Ask) -> bool {
        let word = self.table.word(CandidateId(self.row as u32));
        match ask {
            Ask::Number(feature, comparison, number) => {
                let (value, typed) = (self.value(*feature), number.parse::<f64>().unwrap());
                let bound = typed as f32;
                let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let is_whole = matches!(feature, Feature::Count | Feature::Length | Feature::Docs | Feature::Variety);
                let half = if is_whole { 0.0 } else { 0.5 * 0.1f64.powi(decimals as i32) };
                let rounds = value >= (typed - half) as f32
                    && if is_whole { value <= bound } else { value < (typed + half) as f32 };
                match *comparison {
                    "<" => value < bound,
                    "<=" => value <= bound,
                    ">" => value > bound,
                    ">=" => value >= bound,
                    "=" => rounds,
                    _ => !value.is_nan() && !rounds,
                }
            }
            Ask::Range(feature, least, greatest) => (*least as f32..=*greatest as f32).contains(&self.value(*feature)),
            Ask::Text(test, text) => match *test {
                "word =" => word == text,
                "word !=" => word != text,
                "word contains" => word.contains(text.as_str()),
                "word starts" => word.starts_with(text.as_str()),
                "word ends" => word.ends_with(text.as_str()),
                "word ~" => Regex::new(text).unwrap().is_match(word),
                // Any characters between those asked for.
                _ => Regex::new(&text.chars().map(|c| format!("{c}.*")).collect::<String>()).unwrap().is_match(word),
            },
            Ask::Flag(flag) => match (flag, self.class % 4) {
                (Flag::Marked, _) => self.is_marked,
                (Flag::Known, _) => self.class >= 4,
                (Flag::Undecided, class) => class == 0,
                (Flag::Later, class) => class == 1,
                (Flag::Accepted, class) => class == 2,
                (Flag::Rejected, class) => class == 3,
                (Flag::Decided, class) => class >= 2,
            },
            Ask::Not(ask) => !self.holds(ask),
            Ask::Both(a, b) => self.holds(a) && self.holds(b),
            Ask::Either(a, b) => self.holds(a) || self.holds(b),
        }
    }
}

fn any_ask() -> impl Strategy<Value = Ask> {
    let features = vec![
        Feature::Count,
        Feature::Length,
        Feature::Pmi,
        Feature::Left,
        Feature::Right,
        Feature::Entropy,
        Feature::Score,
        Feature::Variety,
        Feature::Docs,
        Feature::Llr,
    ];
    let feature = proptest::sample::select(features);
    let comparison = proptest::sample::select(vec!["<", "<=", ">", ">=", "=", "!="]);
    let number =
        proptest::sample::select(vec!["-2", "0", "-0.0", "0.5", "0.25", "0.2", "2", "2.00", "3", "4.5", "7.5", "100"]);
    let tests = vec!["word =", "word !=", "word contains", "word starts", "word ends", "word ~", "fuzzy"];
    let leaf = prop_oneof![
        4 => (feature.clone(), comparison, number).prop_map(|(f, c, n)| Ask::Number(f, c, n.to_owned())),
        1 => (feature, -2i32..6, 0i32..5).prop_map(|(f, least, more)| Ask::Range(f, least, least + more)),
        2 => (proptest::sample::select(tests), "[ab中国]{0,3}").prop_map(|(test, text)| Ask::Text(test, text)),
        2 => proptest::sample::select(Flag::ALL.to_vec()).prop_map(Ask::Flag),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        let boxed = inner.prop_map(Box::new);
        prop_oneof![
            boxed.clone().prop_map(Ask::Not),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Ask::Both(a, b)),
            (boxed.clone(), boxed).prop_map(|(a, b)| Ask::Either(a, b)),
        ]
    })
}

proptest! {
    #[test]
    fn rows_are_told_as_one_by_one(
        table in any_table(), ask in any_ask(), docs in proptest::collection::vec(0u8..5, 0..230),
        classes in proptest::collection::vec(0u8..8, 0..230), marks in proptest::collection::vec(any::<u64>(), 0..4),
    ) {
        let expression = Expression::parse(&ask.to_string(), &scope()).unwrap();
        let docs: Arc<[f32]> = docs.iter().map(|&docs| if docs == 4 { f32::NAN } else { f32::from(docs) }).collect();
        let row = |row: usize| Row {
            table: &table,
            row,
            docs: docs.get(row).copied().unwrap_or(f32::NAN),
            class: classes.get(row).copied().unwrap_or(0),
            is_marked: marks.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1),
        };
        let facts = Facts {
            columns: [(Feature::Docs, Arc::clone(&docs))].into(),
            classes: Some(Arc::new(classes.clone())),
            marks: Some(marks.clone().into()),
        };
        let condition = Condition::new(expression, facts);
        let mut among: Vec<CandidateId> = table.ids().step_by(2).collect();
        among.reverse();
        let wanted: Vec<CandidateId> = among.iter().copied().filter(|id| row(id.index()).holds(&ask)).collect();
        prop_assert_eq!(condition.matching(&table, among, &Control::new()).unwrap(), wanted, "{}", ask);
    }

    #[test]
    fn nothing_typed_panics(text in "[a-z0-9 ()<>=!~\"'./…“》＞（人あ_-]{0,24}", caret in 0usize..40) {
        for read in [Expression::parse(&text, &scope()).err(), read(&text, &scope()).err()].into_iter().flatten() {
            prop_assert!(text.get(read.span.clone()).is_some(), "{:?} in {}", read, text);
        }
        let completion = complete(&text, caret, &scope());
        prop_assert!(text.get(completion.span).is_some());
    }

    #[test]
    fn what_is_nearly_an_expression_panics_nowhere(ask in any_ask(), cut in any::<prop::sample::Index>(), put in "[()<= ~\"1a…》]{0,2}") {
        let mut text = ask.to_string();
        let at = cut.index(text.chars().count() + 1);
        let at = text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
        text.insert_str(at, &put);
        if let Err(fault) = Expression::parse(&text, &scope()) {
            prop_assert!(text.get(fault.span.clone()).is_some(), "{:?} in {}", fault, text);
        }
        let _ = complete(&text, at, &scope());
    }
}

/// The text with what is at fault in brackets, and what is said of it.
fn fault(text: &str) -> (String, String) {
    let fault = Expression::parse(text, &scope()).expect_err(text);
    let (before, at, after) = (&text[..fault.span.start], &text[fault.span.clone()], &text[fault.span.end..]);
    assert!(!fault.chinese.is_empty());
    (format!("{before}[{at}]{after}"), fault.english)
}

#[test]
fn a_fault_says_where_and_what_would_be_right() {
    for (text, at, says) in [
        ("pmii>=5", "[pmii]>=5", "did you mean pmi?"),
        ("undecidet", "[undecidet]", "did you mean undecided?"),
        ("zzzzzz > 3", "[zzzzzz] > 3", "columns are count"),
        ("pmi>=", "pmi>=[]", "a number is missing here, as pmi >= 5"),
        ("pmi>= and count>2", "pmi>= [and] count>2", "a number is missing"),
        ("pmi", "pmi[]", "lacks its comparison"),
        ("pmi>=5 count>2", "pmi>=5 [count]>2", "`and` or `or` is missing"),
        ("pmi>=5 and ", "pmi>=5 and[] ", "a condition is missing"),
        ("(pmi>=5", "[(]pmi>=5", "not closed"),
        ("pmi>=5)", "pmi>=5[)]", "closes nothing"),
        ("word~\"^(的\"", "word~\"^[(]的\"", "unclosed group"),
        ("word ~ \"的", "word ~ [\"的]", "\" is missing"),
        ("word > 3", "word [>] 3", "word is compared with"),
        ("pmi ~ \"x\"", "pmi [~] \"x\"", "pmi is a number"),
        ("len in 4..2", "len in [4..2]", "the range is empty"),
        ("len in 2", "len in 2[]", "lacks its `..`"),
        ("5 < pmi", "[5] < pmi", "the column comes first"),
        ("pmi>=5x", "pmi>=[5x]", "no number"),
        ("count > 1e99", "count > [1e99]", "too large"),
        ("keyness > 3", "[keyness] > 3", "--reference"),
        ("pinyin \"人\"", "pinyin [\"人\"]", "letters a to z"),
        ("pmi >= 5 ; known", "pmi >= 5 [;] known", "means nothing here"),
        ("", "[]", "a condition is missing"),
    ] {
        let (marked, said) = fault(text);
        assert_eq!(marked, at);
        assert!(said.contains(says), "{text}: {said}");
    }
    let bare = Scope { columns: Feature::ALL.to_vec(), ..Scope::default() };
    for flag in Flag::ALL {
        assert!(Expression::parse(flag.name(), &bare).is_err());
    }
    assert!(fault(&"(".repeat(500)).1.contains("too many parentheses"));
    assert!(Expression::parse(&format!("{}known", "not ".repeat(4_001)), &scope()).is_ok());
}

#[test]
fn what_an_input_method_types_is_read_as_its_twin() {
    let read = |text: &str| format!("{:?}", Expression::parse(text, &scope()).unwrap().root);
    for (typed, plain) in [
        ("ＰＭＩ＞＝５　ａｎｄ　（ｃｏｕｎｔ＞２０）", "pmi>=5 and (count>20)"),
        ("word＝“人工”", "word=\"人工\""),
        ("word～‘^的’", "word~'^的'"),
        ("len in 2……4", "len in 2..4"),
        ("len in ２。。４", "len in 2..4"),
        ("pmi≥5 && ！known", "pmi>=5 and not known"),
        ("count 》 3万", "count > 30000"),
        ("freq > 1k", "count > 1e3"),
        ("word ~ /^的/", "word ~ \"^的\""),
        ("word contains 人工", "word contains \"人工\""),
        ("len not in 2..3", "not len in 2..3"),
        ("h >= 1", "entropy >= 1"),
    ] {
        assert_eq!(read(typed), read(plain), "{typed}");
    }
    assert!(read("word = “ａ”").contains("ａ"), "what is in quotes stays as it is");
}

#[test]
fn numbers_are_in_the_unit_that_is_shown() {
    let bits = Scope { units: Units::Bits, ..scope() };
    let told = |text: &str, scope: &Scope| format!("{:?}", Expression::parse(text, scope).unwrap().root);
    assert_ne!(told("pmi >= 3", &bits), told("pmi >= 3", &scope()));
    assert_eq!(told("count >= 3 and score > 0.5", &bits), told("count >= 3 and score > 0.5", &scope()));
}

#[test]
fn what_is_typed_is_taken_for_what_it_looks_like() {
    let kind = |typed: &str| match read(typed, &scope()) {
        Ok(None) => "nothing",
        Ok(Some(Search::Part(_))) => "part",
        Ok(Some(Search::Regex(_))) => "regex",
        Ok(Some(Search::Expression(expression))) if expression.is_plain() => "letters",
        Ok(Some(Search::Expression(_))) => "expression",
        Err(_) => "fault",
    };
    for (typed, wanted) in [
        ("", "nothing"),
        ("/", "nothing"),
        ("\"\"", "nothing"),
        ("人工", "part"),
        ("OK", "part"),
        ("ren gong", "part"),
        ("\"pmi>5\"", "part"),
        ("not", "letters"),
        ("rgzn", "letters"),
        ("pmi", "letters"),
        ("/^的", "regex"),
        ("/^的/", "regex"),
        ("/(/", "fault"),
        ("known", "expression"),
        ("not known", "expression"),
        ("not kn", "fault"),
        ("pmi>", "fault"),
        ("pmi>5", "expression"),
        ("len in 2", "fault"),
        ("len in 2..3", "expression"),
        ("pinyin rgzn", "expression"),
        ("known and", "fault"),
        ("word contains", "fault"),
    ] {
        assert_eq!(kind(typed), wanted, "{typed}");
    }
    let fault = read("/^(的/", &scope()).unwrap_err();
    assert_eq!(&"/^(的/"[fault.span], "(");
}

#[test]
fn letters_find_what_is_written_or_read_so() {
    let words = ["人工智能", "rgzn", "工人"].map(str::to_owned).into_iter().collect();
    let table = crate::engine::query::tests::table(words, &[(2, 3, [1.0; 4])]);
    let Some(Search::Expression(expression)) = read("rgzn", &scope()).unwrap() else { panic!("no letters") };
    let found = Condition::new(expression, Facts::default()).matching(&table, table.ids(), &Control::new()).unwrap();
    let found: Vec<&str> = found.into_iter().map(|id| table.word(id)).collect();
    assert_eq!(found, ["rgzn", "人工智能"]);
}

#[test]
fn the_ways_to_go_on_fit_the_place() {
    let ways = |text: &str| {
        let completion = complete(text, text.len(), &scope());
        let texts: Vec<String> = completion.choices.into_iter().map(|choice| choice.text).collect();
        (text[completion.span].to_owned(), texts.join(" "))
    };
    assert!(ways("").1.starts_with("count length pmi entropy score left right word pinyin fuzzy accepted"));
    assert_eq!(ways("pm"), ("pm".to_owned(), "pmi".to_owned()));
    assert_eq!(ways("pmi ").1, ">= <= > < = != in");
    assert_eq!(ways("pmi >= ").1, "");
    assert_eq!(ways("pmi >= 5 ").1, "and or");
    assert_eq!(ways("(pmi >= 5 a").1, "and");
    assert_eq!(ways("(pmi >= 5 ").1, "and or )");
    assert_eq!(ways("not acc").1, "accepted");
    assert_eq!(ways("word ").1, "~ contains starts ends = !=");
    assert_eq!(ways("word ~ \"co").1, "", "in quotes one writes one's own");
    assert_eq!(ways("len in 2 ").1, "..");
    assert_eq!(ways("known and ＣＯ"), ("ＣＯ".to_owned(), String::new()));
    let bare = Scope { columns: vec![Feature::Count], ..Scope::default() };
    let choices = complete("", 0, &bare).choices;
    assert_eq!(
        choices.iter().map(|choice| &choice.text[..]).collect::<Vec<_>>(),
        ["count", "word", "pinyin", "fuzzy", "not"]
    );
    assert_eq!(complete("pm and known", 2, &scope()).span, 0..2, "behind the caret nothing counts");
}

#[test]
fn columns_that_have_to_be_computed_are_named_once() {
    let expression = Expression::parse("docs>3 and (llr>2 or docs<9) and pmi>1 and npmi>0", &scope()).unwrap();
    let mut columns = expression.columns();
    columns.sort_unstable();
    assert_eq!(columns, [Feature::Docs, Feature::Llr]);
    assert!(!expression.needs_classes() && !expression.needs_marks());
    let expression = Expression::parse("not (known or marked)", &scope()).unwrap();
    assert!(expression.needs_classes() && expression.needs_marks());
}

#[test]
fn the_description_is_of_the_language() {
    for (written, english, chinese) in LANGUAGE {
        let examples: Vec<&str> = if written.starts_with("and") { Vec::new() } else { written.split(", ").collect() };
        for example in examples {
            assert!(Expression::parse(example, &scope()).is_ok(), "{example}");
        }
        assert!(!english.is_empty() && !chinese.is_empty());
    }
}
