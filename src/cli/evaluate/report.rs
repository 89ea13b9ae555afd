//! The figures as tables, as TSV and as JSON.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::Scored;
use crate::display::{Align, Ambiguous, fit, visible, width};
use crate::lexicon::evaluation::{Agreement, Figures, MARKS, SHARES, Score};

/// Widest name of a list in a table, in columns.
const NAME: usize = 40;

/// A figure of a list.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Value {
    Count(usize),
    Share(f64),
    /// The list is too short for it.
    None,
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Count(count) => count.fmt(f),
            Value::Share(share) => write!(f, "{share:.4}"),
            Value::None => f.write_str("-"),
        }
    }
}

/// All figures of a list with their names, for `lengths` of words.
fn fields(score: &Score, lengths: &[usize]) -> Vec<(String, Value)> {
    let all = &score.all;
    let mut fields =
        vec![("kept".to_owned(), Value::Count(all.kept)), ("targets".to_owned(), Value::Count(all.targets))];
    let shares = [("P", all.precision), ("R", all.recall), ("F1", all.f1), ("AP", all.average_precision)];
    fields.extend(shares.map(|(name, share)| (name.to_owned(), Value::Share(share))));
    for mark in MARKS {
        let head = score.heads.iter().find(|head| head.items == mark);
        let share = |share: Option<f64>| share.map_or(Value::None, Value::Share);
        fields.push((format!("P@{mark}"), share(head.map(|head| head.precision))));
        fields.push((format!("R@{mark}"), share(head.map(|head| head.recall))));
    }
    let of = |length: usize| score.lengths.iter().find(|(l, _)| *l == length).map(|(_, figures)| figures);
    for &length in lengths {
        let value = of(length).map_or(Value::None, |figures| Value::Share(figures.average_precision));
        fields.push((format!("AP n={length}"), value));
    }
    for &length in lengths {
        let figures = of(length);
        let mut add = |name: &str, value: fn(&Figures) -> Value| {
            fields.push((format!("{name} n={length}"), figures.map_or(Value::None, value)));
        };
        add("kept", |figures| Value::Count(figures.kept));
        add("targets", |figures| Value::Count(figures.targets));
        add("P", |figures| Value::Share(figures.precision));
        add("R", |figures| Value::Share(figures.recall));
        add("F1", |figures| Value::Share(figures.f1));
    }
    for share in SHARES {
        let value = score.curve.items_for(share).map_or(Value::None, Value::Count);
        fields.push((format!("items@{share}%"), value));
    }
    fields
}

fn lengths(lists: &[Scored]) -> Vec<usize> {
    let lengths: BTreeSet<usize> =
        lists.iter().flat_map(|list| list.score.lengths.iter().map(|&(length, _)| length)).collect();
    lengths.into_iter().collect()
}

/// A header, and a line for each list.
pub(super) fn tsv(lists: &[Scored], out: &mut dyn Write) -> io::Result<()> {
    let lengths = lengths(lists);
    for (number, list) in lists.iter().enumerate() {
        let fields = fields(&list.score, &lengths);
        if number == 0 {
            let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
            writeln!(out, "list\t{}", names.join("\t"))?;
        }
        let values: Vec<String> = fields.iter().map(|(_, value)| value.to_string()).collect();
        writeln!(out, "{}\t{}", visible(&list.name), values.join("\t"))?;
    }
    Ok(())
}

/// An object for each list; what a list is too short for is left out.
pub(super) fn json(lists: &[Scored], out: &mut dyn Write) -> io::Result<()> {
    let lengths = lengths(lists);
    for list in lists {
        out.write_all(b"{\"list\": ")?;
        serde_json::to_writer(&mut *out, &visible(&list.name))?;
        for (name, value) in fields(&list.score, &lengths) {
            match value {
                Value::None => {}
                Value::Count(count) => write!(out, ", \"{name}\": {count}")?,
                Value::Share(share) => write!(out, ", \"{name}\": {}", rounded(share))?,
            }
        }
        out.write_all(b"}\n")?;
    }
    Ok(())
}

/// `share` with as many of four decimals as it needs, one at least.
fn rounded(share: f64) -> String {
    let text = format!("{share:.4}");
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

/// Tables for the person: all about one list, or a row for each of several.
pub(super) fn text(lists: &[Scored], gold: &str, out: &mut dyn Write) -> io::Result<()> {
    let targets = lists.first().map_or(0, |list| list.score.all.targets);
    writeln!(out, "{targets} targets in {}\n", visible(gold))?;
    rows(lists, out)?;
    let [only] = lists else { return Ok(()) };
    if !only.score.heads.is_empty() {
        writeln!(out, "\n{:>8}{:>10}{:>10}", "first", "P", "R")?;
    }
    for head in &only.score.heads {
        writeln!(out, "{:>8}{:>10.4}{:>10.4}", head.items, head.precision, head.recall)?;
    }
    writeln!(out, "\n{:>8}{:>10}{:>10}{:>10}{:>10}{:>10}{:>10}", "length", "kept", "targets", "P", "R", "F1", "AP")?;
    for (length, figures) in &only.score.lengths {
        let Figures { kept, targets, precision, recall, f1, average_precision } = figures;
        writeln!(
            out,
            "{length:>8}{kept:>10}{targets:>10}{precision:>10.4}{recall:>10.4}{f1:>10.4}{average_precision:>10.4}"
        )?;
    }
    Ok(())
}

/// A row for each list, lettered when they are several.
fn rows(lists: &[Scored], out: &mut dyn Write) -> io::Result<()> {
    let widest = lists.iter().map(|list| width(&list.name, Ambiguous::Narrow)).max().unwrap_or(0).clamp(4, NAME);
    let letter =
        |number: usize| if lists.len() > 1 { format!("{} ", super::chart::letter(number)) } else { String::new() };
    let indent = if lists.len() > 1 { "  " } else { "" };
    write!(
        out,
        "{indent}{}{:>10}{:>9}{:>9}{:>9}{:>9}",
        fit("list", widest, Align::Left, Ambiguous::Narrow),
        "kept",
        "P",
        "R",
        "F1",
        "AP"
    )?;
    for share in SHARES {
        write!(out, "{:>9}", format!("{share} % by"))?;
    }
    writeln!(out)?;
    for (number, list) in lists.iter().enumerate() {
        let Figures { kept, precision, recall, f1, average_precision, .. } = list.score.all;
        // A long name is cut at its start, as names differ at their ends.
        let align = if width(&list.name, Ambiguous::Narrow) <= widest { Align::Left } else { Align::Right };
        let name = fit(&list.name, widest, align, Ambiguous::Narrow);
        write!(out, "{}{name}", letter(number))?;
        write!(out, "{kept:>10}{precision:>9.4}{recall:>9.4}{f1:>9.4}{average_precision:>9.4}")?;
        for share in SHARES {
            let items = list.score.curve.items_for(share).map_or(Value::None, Value::Count);
            write!(out, "{:>9}", items.to_string())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// One line for the person.
pub(super) fn segmentation_text(agreement: &Agreement, out: &mut dyn Write) -> io::Result<()> {
    let (p, r, f1) = (agreement.precision(), agreement.recall(), agreement.f1());
    writeln!(out, "words {}  P {p:.4}  R {r:.4}  F1 {f1:.4}", agreement.gold)
}

/// A header and a line.
pub(super) fn segmentation_tsv(agreement: &Agreement, out: &mut dyn Write) -> io::Result<()> {
    let Agreement { gold, said, same } = agreement;
    let (p, r, f1) = (agreement.precision(), agreement.recall(), agreement.f1());
    writeln!(out, "words\tsaid\tsame\tP\tR\tF1\n{gold}\t{said}\t{same}\t{p:.4}\t{r:.4}\t{f1:.4}")
}

/// One object.
pub(super) fn segmentation_json(agreement: &Agreement, out: &mut dyn Write) -> io::Result<()> {
    let Agreement { gold, said, same } = agreement;
    let [p, r, f1] = [agreement.precision(), agreement.recall(), agreement.f1()].map(rounded);
    writeln!(out, "{{\"words\": {gold}, \"said\": {said}, \"same\": {same}, \"P\": {p}, \"R\": {r}, \"F1\": {f1}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_to_even_and_keep_one_decimal() {
        let all = [0.0, 1.0, 0.5, 0.03125, 0.09375, 0.123449, 0.99996, 1.0 / 3.0].map(rounded);
        assert_eq!(all, ["0.0", "1.0", "0.5", "0.0312", "0.0938", "0.1234", "1.0", "0.3333"]);
    }
}
