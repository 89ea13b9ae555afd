//! Yield curves as an SVG drawing.

use std::error::Error;

use plotters::prelude::*;

use super::Scored;
use super::chart::letter;
use crate::display::visible;
use crate::lexicon::evaluation::{Curve, SHARES};

/// Width and height, in pixels.
const SIZE: (u32, u32) = (900, 540);
/// Points of a curve, at most about.
const POINTS: usize = 600;
/// Colours that people who see few of them can tell apart (Okabe and Ito 2008).
const COLOURS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
];
/// Longest name in the legend, in characters.
const NAME: usize = 60;

/// The drawing. Each curve has its letter at its end too, so that colour is not the only sign.
pub(super) fn draw(lists: &[Scored]) -> Result<String, Box<dyn Error>> {
    let curves = || lists.iter().map(|list| &list.score.curve);
    let items = curves().map(Curve::extent).max().unwrap_or(1);
    let found = curves().map(|curve| curve.found(items)).max().unwrap_or(0).max(1);
    let targets = curves().map(|curve| curve.targets).max().unwrap_or(0);
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        area.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&area)
            .margin(18)
            .margin_right(40)
            .x_label_area_size(44)
            .y_label_area_size(64)
            .build_cartesian_2d(0..items, 0..found + found / 20 + 1)?;
        chart
            .configure_mesh()
            .light_line_style(WHITE)
            .max_light_lines(1)
            .bold_line_style(RGBColor(225, 225, 225))
            .x_desc("items read")
            .y_desc(format!("targets found, of {targets}"))
            .draw()?;
        for (number, (list, colour)) in lists.iter().zip(COLOURS.iter().cycle()).enumerate() {
            let curve = &list.score.curve;
            let colour = *colour;
            let points = points(curve, items);
            let end = points.last().copied().unwrap_or_default();
            chart
                .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
                .label(format!("{}  {}", letter(number), short(&visible(&list.name))))
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
            chart.draw_series([Text::new(
                letter(number).to_string(),
                end,
                ("sans-serif", 15).into_font().color(&colour),
            )])?;
            chart.draw_series(marks(curve, items).map(|(at, share)| {
                let label = Text::new(format!("{share} %"), (8, 2), ("sans-serif", 13).into_font().color(&colour));
                EmptyElement::at(at) + Circle::new((0, 0), 4, colour.filled()) + label
            }))?;
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::LowerRight)
            .background_style(WHITE)
            .border_style(RGBColor(225, 225, 225))
            .draw()?;
        area.present()?;
    }
    Ok(svg)
}

/// The curve in steps wide enough to draw.
fn points(curve: &Curve, items: usize) -> Vec<(usize, usize)> {
    let end = items.min(curve.items);
    let step = items.div_ceil(POINTS).max(1);
    (0..end).step_by(step).chain([end]).map(|read| (read, curve.found(read))).collect()
}

fn marks(curve: &Curve, items: usize) -> impl Iterator<Item = ((usize, usize), usize)> + '_ {
    let at = SHARES.iter().filter_map(|&share| curve.items_for(share).map(|read| (read, share)));
    at.filter(move |(read, _)| *read <= items).map(|(read, share)| ((read, curve.found(read)), share))
}

/// The end of a name, which tells most.
fn short(name: &str) -> String {
    let skipped = name.chars().count().saturating_sub(NAME);
    if skipped == 0 { name.to_owned() } else { format!("~{}", name.chars().skip(skipped + 1).collect::<String>()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::lexicon::evaluation::Score;

    #[test]
    fn curves_of_any_size_are_drawn() {
        let list = |items: usize, targets: usize, places: Vec<usize>| {
            let curve = Curve { items, targets, places };
            Scored { name: "长".repeat(99), score: Score { curve, ..Score::default() } }
        };
        let all = [
            list(1, 1, vec![]),
            list(1, 1, vec![1]),
            list(3, 1_000_000, vec![2]),
            list(40_000_000, 7, vec![39_999_999]),
            list(70_000, 50_000, (1..=50_000).collect()),
        ];
        for lists in all.chunks(1).chain([&all[..]]) {
            assert!(draw(lists).unwrap().trim_end().ends_with("</svg>"));
            let mut out = Vec::new();
            super::super::chart::write(lists, &mut out).unwrap();
            assert!(String::from_utf8(out).unwrap().lines().count() > 16);
        }
    }
}
