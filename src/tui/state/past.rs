//! The history of decisions in plain words.

use crate::lexicon::Moment;
use crate::lexicon::decision::{Past, Place, Reason};
use crate::settings::lang::Lang;

/// Words named of a step.
const NAMED: usize = 8;

/// Looking at the history, the newest step first.
#[derive(Debug, Clone, Default)]
pub struct HistoryDialog {
    /// The step under the cursor, counted from the newest.
    pub at: usize,
}

/// What a step did: "rejected 12: 的人, 的是, ...".
#[must_use]
pub fn what(step: &Past, lang: Lang) -> String {
    let counts = step.counts();
    let parts = [
        (lang.pick("accepted", "采纳"), counts.given.accepted),
        (lang.pick("rejected", "拒绝"), counts.given.rejected),
        (lang.pick("put off", "待定"), counts.given.later),
        (lang.pick("undecided", "取消决定"), counts.taken_back),
        (lang.pick("edited", "编辑"), counts.edited),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|part| part.1 > 0)
        .map(|(what, n)| if step.len() == 1 { (*what).to_owned() } else { format!("{what} {n}") })
        .collect();
    let named: Vec<&str> = step.verdicts().map(|(word, _)| word).chain(step.edited()).take(NAMED).collect();
    let more = if step.len() > named.len() { lang.pick(", ...", "、...") } else { "" };
    let told = told.join(lang.pick(", ", "、"));
    format!("{told}{}{}{more}", lang.pick(": ", "："), named.join(lang.pick(", ", "、")))
}

/// Why a step was made; nothing when it was by hand.
#[must_use]
pub fn why(reason: &Reason, lang: Lang) -> String {
    match reason {
        Reason::Hand => String::new(),
        Reason::Where(expression) => lang.pick(format!("where {expression}"), format!("条件 {expression}")),
        Reason::Rule { place, text } => {
            lang.of(match place {
                Place::Prefix => ("begins with ", "开头："),
                Place::Suffix => ("ends with ", "结尾："),
                Place::Contains => ("contains ", "包含："),
            })
            .to_owned()
                + text
        }
        Reason::Import(name) => lang.pick(format!("from {name}"), format!("来自 {name}")),
        Reason::UndoOf(number) => lang.pick(format!("undo of {number}"), format!("撤销第 {number} 步")),
        Reason::Other(value) => value.to_string(),
    }
}

/// How long ago `at` was at `now`, both in milliseconds since 1970; a date when that is long.
#[must_use]
pub fn ago(at: i64, now: i64, lang: Lang) -> String {
    let minutes = now.saturating_sub(at) / 60_000;
    match minutes {
        ..=0 => lang.pick("just now", "刚才").to_owned(),
        1..=59 => lang.pick(format!("{minutes} min ago"), format!("{minutes} 分钟前")),
        60..=1_439 => lang.pick(format!("{} h ago", minutes / 60), format!("{} 小时前", minutes / 60)),
        1_440..=43_199 => lang.pick(format!("{} d ago", minutes / 1_440), format!("{} 天前", minutes / 1_440)),
        _ => Moment::of(at).to_string().chars().take(10).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_as_people_do() {
        let (minute, now) = (60_000, 1_795_374_900_000);
        let told = |minutes: i64| ago(now - minutes * minute, now, Lang::En);
        assert_eq!(
            [told(-5), told(0), told(1), told(60), told(1_500)],
            ["just now", "just now", "1 min ago", "1 h ago", "1 d ago"]
        );
        assert_eq!(told(60 * 24 * 40), "2026-10-13");
        assert_eq!(ago(i64::MIN, i64::MAX, Lang::Zh).chars().count(), 10);
    }
}
