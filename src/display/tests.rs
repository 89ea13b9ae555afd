#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use regex::Regex;

use super::*;

const HIDDEN: &str = r"[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]";

static BAD: LazyLock<Regex> = LazyLock::new(|| Regex::new(HIDDEN).unwrap());
static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^<U\+([0-9A-F]{4,6})>").unwrap());

/// What may come out, said in another way than the code says it.
fn shown_is_safe(shown: &str) -> Result<(), String> {
    if let Some(found) = BAD.find(shown) {
        return Err(format!("{:?} in {shown:?}", found.as_str()));
    }
    if shown.chars().any(|c| c.is_whitespace() && c != ' ') {
        return Err(format!("a space that is none in {shown:?}"));
    }
    for cell in shown.graphemes(true) {
        if UnicodeWidthStr::width(cell) == 0 {
            return Err(format!("{cell:?} has no width"));
        }
        if cell.chars().count() > CELL {
            return Err(format!("a cell of {} scalars", cell.chars().count()));
        }
    }
    Ok(())
}

/// The raw text back from its visible form.
fn raw(shown: &str) -> String {
    let mut out = String::new();
    let mut rest = shown;
    while let Some(c) = rest.chars().next() {
        if let Some(found) = MARK.captures(rest) {
            out.push(char::from_u32(u32::from_str_radix(&found[1], 16).unwrap()).unwrap());
            rest = &rest[found[0].len()..];
            continue;
        }
        out.push(match c {
            '\u{2421}' => '\x7f',
            '\u{2423}' => '\u{3000}',
            '\u{2400}'..='\u{241f}' => char::from_u32(c as u32 - 0x2400).unwrap(),
            _ => c,
        });
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[test]
fn every_scalar_comes_out_safe_and_whole() {
    // All assigned planes; of the unassigned and private ones a sample, for time.
    let sampled = |c: &char| matches!(*c as u32, 0..0x3_2000 | 0xe_0000..0xe_1000) || (*c as u32).is_multiple_of(251);
    for c in ('\0'..=char::MAX).filter(sampled) {
        let alone = c.to_string();
        let within = format!("中{c}e{c}");
        let mark = format!("<U+{:04X}>", c as u32);
        if visible(&alone) == mark {
            assert!(visible(&within).starts_with(&format!("中{mark}e")) || IS_MARK.has(c), "{alone:?}");
            continue;
        }
        assert!(!BAD.is_match(&visible(&alone)), "{alone:?} passed");
        assert!(width(&alone, Ambiguous::Narrow) > 0, "{alone:?} has no width");
        assert_eq!(raw(&visible(&alone)), alone);
        shown_is_safe(&visible(&within)).unwrap();
        assert_eq!(raw(&visible(&within)), within);
    }
}

#[test]
fn the_marks_are_these() {
    for (text, shown) in [
        ("词语", "词语"),
        ("a\tb\u{1b}[31m", "a␉b␛[31m"),
        ("\u{3000}\u{3000}话说", "␣␣话说"),
        ("\u{202e}abc", "<U+202E>abc"),
        ("a\u{200b}b", "a<U+200B>b"),
        ("\u{301}a", "<U+0301>a"),
        ("q\u{301}", "q\u{301}"),
        ("e\u{301}", "e<U+0301>"),
        ("é", "é"),
        ("\u{f900}", "<U+F900>"),
        ("葛\u{e0100}", "葛<U+E0100>"),
        ("<U+202E>", "<U+003C>U+202E>"),
        ("a < b", "a < b"),
        ("␉", "<U+2409>"),
        ("\u{a0}", "<U+00A0>"),
        ("👩\u{200d}💻", "👩<U+200D>💻"),
        ("한", "한"),
        ("\u{1112}\u{1161}", "\u{1112}<U+1161>"),
        ("\u{1161}", "<U+1161>"),
    ] {
        assert_eq!(visible(text), shown);
    }
}

#[test]
fn a_flood_of_marks_is_cut_into_cells() {
    let flood = format!("e{}", "\u{323}\u{301}".repeat(500));
    shown_is_safe(&visible(&flood)).unwrap();
    let flood = format!("x{}", "\u{30a}".repeat(1000));
    let shown = visible(&flood);
    shown_is_safe(&shown).unwrap();
    assert_eq!(raw(&shown), flood);
}

#[test]
fn fitting_pads_or_cuts_between_graphemes() {
    assert_eq!(fit("词语", 6, Align::Left, Ambiguous::Narrow), "词语  ");
    assert_eq!(fit("词语", 6, Align::Right, Ambiguous::Narrow), "  词语");
    assert_eq!(fit("词语", 4, Align::Left, Ambiguous::Narrow), "词语");
    assert_eq!(fit("词语", 3, Align::Left, Ambiguous::Narrow), "词~");
    assert_eq!(fit("词语", 2, Align::Left, Ambiguous::Narrow), "~ ");
    assert_eq!(fit("词语", 2, Align::Right, Ambiguous::Narrow), " ~");
    assert_eq!(fit("一二三", 4, Align::Right, Ambiguous::Narrow), " ~三");
    assert_eq!(fit("一二三", 5, Align::Right, Ambiguous::Narrow), "~二三");
    assert_eq!(fit("词", 0, Align::Left, Ambiguous::Narrow), "");
    assert_eq!(clip("词a语", 4, Ambiguous::Narrow), ("词a", 3));
    assert_eq!(clip("a\u{202e}b", 5, Ambiguous::Narrow), ("a", 1));
}

/// Texts of what goes wrong most: marks, joiners, controls, both widths, and bits of our own notation.
fn tricky() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        any::<char>(),
        prop::sample::select("词中a<U+20>>\t\u{1b}\u{301}\u{323}\u{200d}\u{202e}\u{3000} ~␉␣“”—…·─é\u{1112}\u{1161}\u{11ab}가👩🇨🇳\u{fe0f}\u{903}\u{d4e}".chars().collect::<Vec<_>>()),
    ];
    prop::collection::vec(scalar, 0..24).prop_map(|chars| chars.into_iter().collect())
}

fn convention(wide: bool) -> Ambiguous {
    if wide { Ambiguous::Wide } else { Ambiguous::Narrow }
}

#[test]
fn characters_of_ambiguous_width_have_the_columns_of_the_terminal() {
    let text = "“词”—…";
    assert_eq!(width(text, Ambiguous::Narrow), 6);
    assert_eq!(width(text, Ambiguous::Wide), 10);
    assert_eq!(fit(text, 7, Align::Left, Ambiguous::Wide), "“词”~");
    assert_eq!(clip(text, 5, Ambiguous::Wide), ("“词", 4));
}

proptest! {
    #[test]
    fn visible_text_is_safe_and_tells_the_raw_text(text in tricky(), wide: bool) {
        let ambiguous = convention(wide);
        let shown = visible(&text);
        prop_assert_eq!(shown_is_safe(&shown), Ok(()));
        prop_assert_eq!(raw(&shown), text.clone());
        let columns: usize = shown.graphemes(true).map(|cell| ambiguous.columns(cell)).sum();
        prop_assert_eq!(width(&text, ambiguous), columns);
    }

    #[test]
    fn fitted_text_has_exactly_the_columns(text in tricky(), columns in 0usize..40, right: bool, wide: bool) {
        let ambiguous = convention(wide);
        let align = if right { Align::Right } else { Align::Left };
        let fitted = fit(&text, columns, align, ambiguous);
        prop_assert_eq!(shown_is_safe(&fitted), Ok(()));
        let measured: usize = fitted.graphemes(true).map(|cell| ambiguous.columns(cell)).sum();
        prop_assert_eq!(measured, columns);
    }

    #[test]
    fn clipping_keeps_a_start_that_fits(text in tricky(), columns in 0usize..40, wide: bool) {
        let ambiguous = convention(wide);
        let (part, used) = clip(&text, columns, ambiguous);
        prop_assert!(text.starts_with(part));
        prop_assert!(used <= columns);
        if part.len() == text.len() {
            prop_assert_eq!(used, width(&text, ambiguous));
        }
    }
}
