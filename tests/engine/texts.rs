//! Texts to count: several scripts, and shapes that are hard to count right.

use proptest::prelude::*;

/// Units and breaks of several scripts; a few characters each, so that n-grams repeat.
const PIECES: [&str; 40] = [
    "中", "国", "人", "民", "大", "学", "𠮷", "の", "カ", "한", "국", "\u{e17}", "\u{e35}", "\u{e48}", "\u{e01}", "a",
    "ab", "abc", "B", "7", "42", "é", "e\u{301}", "Ａ", "１", "я", "٣", "Ⅳ", "，", "。", " ", "\n", "\r\n", "😀",
    "\u{fe0f}", "\u{301}", "\u{200d}", "\u{fffd}", "\u{0}", "-",
];

/// Characters drawn from the first few of a list, so that small alphabets come up often.
fn drawn() -> impl Strategy<Value = String> {
    (1..=PIECES.len(), 0..PIECES.len(), 0..400usize).prop_flat_map(|(kinds, shift, len)| {
        let piece = (0..kinds).prop_map(move |k| PIECES[(k * 7 + shift) % PIECES.len()]);
        prop::collection::vec(piece, len).prop_map(|pieces| pieces.concat())
    })
}

/// Many symbols that stay below the floor beside few that reach it.
fn rare_neighbours() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(&["中", "国", "。"][..]).prop_map(str::to_owned),
        2 => (0x4e10u32..0x4e40).prop_map(|c| char::from_u32(c).unwrap().to_string()),
        1 => (0u32..20).prop_map(|n| format!("x{n}")),
    ];
    prop::collection::vec(piece, 0..400).prop_map(|pieces| pieces.concat())
}

fn fibonacci(len: usize) -> String {
    let (mut a, mut b) = ("天".to_owned(), "天地".to_owned());
    while b.chars().count() < len {
        (a, b) = (b.clone(), b + &a);
    }
    b
}

fn shapes() -> impl Strategy<Value = String> {
    let line = prop::collection::vec(prop::sample::select(&PIECES[..]), 1..12);
    prop_oneof![
        (0..200usize).prop_map(|n| "哈".repeat(n)),
        (0..200usize).prop_map(|n| "天地".repeat(n)),
        (1..200usize).prop_map(fibonacci),
        (line, 1..40usize).prop_map(|(line, n)| format!("{}\n", line.concat()).repeat(n)),
        any::<String>(),
    ]
}

/// Any of the texts.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => drawn(), 2 => rare_neighbours(), 1 => shapes()]
}

/// Units, breaks and what differs only by width, case or script, of many scripts.
const SCRIPTS: [&str; 64] = [
    "new",
    "york",
    "New",
    "don't",
    "well-known",
    "'",
    "’",
    "-",
    "a",
    "B",
    "é",
    "e\u{301}",
    "İ",
    "ß",
    "ς",
    "Σ",
    "J\u{30c}",
    "ﬁ",
    "Ⅳ",
    "１",
    "Ａ",
    "7",
    " ",
    "  ",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "\n",
    "\r\n",
    "\n\n",
    "\r",
    ", ",
    ".",
    "。",
    "¨",
    "汉",
    "漢",
    "后",
    "後",
    "薴",
    "苧",
    "𠮷",
    "㍿",
    "が",
    "か\u{3099}",
    "ｶ",
    "ﾞ",
    "한",
    "국",
    "\u{1112}\u{1161}\u{11ab}",
    "\u{1161}",
    "ﾡ",
    "ￂ",
    "ที่",
    "น้ำ",
    "\u{e33}",
    "བོ",
    "ད་",
    "་",
    "क्षि",
    "\u{200d}",
    "👨\u{200d}👩",
    "🇨🇳",
    "\u{0}",
];

/// Text in which many scripts meet, with what may be normalised.
pub fn scripts() -> impl Strategy<Value = String> {
    (1..=SCRIPTS.len(), 0..SCRIPTS.len(), 0..200usize).prop_flat_map(|(kinds, shift, len)| {
        let piece = (0..kinds).prop_map(move |k| SCRIPTS[(k * 11 + shift) % SCRIPTS.len()]);
        prop::collection::vec(piece, len).prop_map(|pieces| pieces.concat())
    })
}
