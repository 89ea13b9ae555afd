//! Dates of documents, and the calendar periods that a span of them is parted into.

/// A day of the Gregorian calendar; what a date does not say is taken as the first: `2024-05` is the first of May.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// How much of a date is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    Year,
    Month,
    Day,
}

impl Date {
    /// The date that `text` starts with: a year of three or four digits, or with month and day, as in `1592`, `2024-05`,
    /// `2024/5/1`, `2024年5月1日`, `2024-05-01T10:00` or `20240501`. Dates that start with a day or month can be read in
    /// two ways, and are not read at all.
    #[must_use]
    pub fn read(text: &str) -> Option<Date> {
        read(text).map(|(date, _)| date)
    }

    /// Days since the first of March of the year 0 (the reckoning of Howard Hinnant, 2013).
    fn days(self) -> i64 {
        let (month, year) = (i64::from(self.month), i64::from(self.year));
        let year = if month <= 2 { year - 1 } else { year };
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn read(text: &str) -> Option<(Date, Precision)> {
    let text = text.trim_start();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = match digits(text) {
        // Without anything between.
        length @ (6 | 8) => {
            let part = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
            let day = if length == 8 { part(6, 8)? } else { 1 };
            let precision = if length == 8 { Precision::Day } else { Precision::Month };
            return checked(part(0, 4)?, part(4, 6)?, day, precision);
        }
        length @ (3 | 4) => text.split_at(length),
        _ => return None,
    };
    let year = year.parse().ok()?;
    let next = |rest: &str| -> Option<(u16, usize)> {
        let inside = rest.strip_prefix(['-', '/', '.', '年', '月'])?;
        let length = digits(inside);
        let number = inside.get(..length).filter(|_| (1..=2).contains(&length))?.parse().ok()?;
        Some((number, rest.len() - inside.len() + length))
    };
    let Some((month, end)) = next(rest) else { return checked(year, 1, 1, Precision::Year) };
    match next(&rest[end..]) {
        Some((day, _)) => checked(year, month, day, Precision::Day),
        None => checked(year, month, 1, Precision::Month),
    }
}

fn checked(year: u16, month: u16, day: u16, precision: Precision) -> Option<(Date, Precision)> {
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then_some((Date { year, month: month as u8, day: day as u8 }, precision))
}

/// A kind of calendar period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Day,
    Week,
    Month,
    Quarter,
    Years(i64),
}

const STEPS: [Step; 15] = [
    Step::Day,
    Step::Week,
    Step::Month,
    Step::Quarter,
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
    Step::Years(10_000),
];

impl Step {
    /// The number of the period that `date` is in.
    fn number(self, date: Date) -> i64 {
        let months = i64::from(date.year) * 12 + i64::from(date.month) - 1;
        match self {
            Step::Day => date.days(),
            // The first of March of the year 0 was a Wednesday.
            Step::Week => (date.days() + 2).div_euclid(7),
            Step::Month => months,
            Step::Quarter => months.div_euclid(3),
            Step::Years(years) => i64::from(date.year).div_euclid(years),
        }
    }

    fn is_within(self, precision: Precision) -> bool {
        match self {
            Step::Day | Step::Week => precision == Precision::Day,
            Step::Month | Step::Quarter => precision >= Precision::Month,
            Step::Years(_) => true,
        }
    }

    /// What the periods are called.
    fn name(self) -> String {
        match self {
            Step::Day => "days".to_owned(),
            Step::Week => "weeks".to_owned(),
            Step::Month => "months".to_owned(),
            Step::Quarter => "quarters".to_owned(),
            Step::Years(1) => "years".to_owned(),
            Step::Years(years) => format!("periods of {years} years"),
        }
    }
}

/// Dates parted into periods of the same kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Calendar {
    /// The period of each date, from 0; none where there is no date.
    pub of_date: Vec<Option<u8>>,
    /// How many periods there are, those without a date included.
    pub periods: usize,
    /// What they are, from when to when.
    pub name: String,
}

/// Parts `dates` into at most `most` periods: the shortest that are so few, and no shorter than the dates tell apart.
/// `None` when there is no date.
pub(super) fn parted<'a>(dates: impl Iterator<Item = Option<&'a str>>, most: usize) -> Option<Calendar> {
    let dates: Vec<Option<(Date, Precision)>> = dates.map(|date| read(date?)).collect();
    let known = || dates.iter().flatten();
    let (first, last) = (known().map(|known| known.0).min()?, known().map(|known| known.0).max()?);
    let precision = known().map(|known| known.1).min()?;
    let fits = |step: &&Step| step.is_within(precision) && step.number(last) - step.number(first) < most as i64;
    let step = *STEPS.iter().find(fits)?;
    let of_date = dates.iter().map(|date| date.map(|(date, _)| (step.number(date) - step.number(first)) as u8));
    Some(Calendar {
        of_date: of_date.collect(),
        periods: (step.number(last) - step.number(first) + 1) as usize,
        name: format!("{}, {first} to {last}", step.name()),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_the_usual_ways_and_not_when_unsure() {
        for (text, wanted) in [
            ("2024-05-01", "2024-05-01"),
            ("2024/5/1", "2024-05-01"),
            (" 2024.05.01T10:00Z", "2024-05-01"),
            ("20240501", "2024-05-01"),
            ("202405", "2024-05-01"),
            ("2024年5月1日", "2024-05-01"),
            ("2024-05", "2024-05-01"),
            ("1592", "1592-01-01"),
            ("618 by another hand", "0618-01-01"),
        ] {
            assert_eq!(Date::read(text).unwrap().to_string(), wanted, "{text}");
        }
        for text in ["", "5/1/2024", "1 May 2024", "2024-13-01", "2024-00", "2024-05-32", "1714521600", "May"] {
            assert_eq!(Date::read(text), None, "{text}");
        }
    }

    #[test]
    fn periods_are_the_shortest_that_are_few_enough() {
        let name = |dates: &[&str]| {
            let calendar = parted(dates.iter().copied().map(Some), 24).unwrap();
            (calendar.name.split(',').next().unwrap().to_owned(), calendar.periods)
        };
        let named = |name: &str, periods: usize| (name.to_owned(), periods);
        assert_eq!(name(&["2024-02-27", "2024-03-01"]), named("days", 4));
        assert_eq!(name(&["2024-01-01", "2024-01-24"]), named("days", 24));
        // A Monday, a Sunday, and the Monday after it.
        assert_eq!(name(&["2024-01-01", "2024-01-28"]), named("weeks", 4));
        assert_eq!(name(&["2024-01-01", "2024-01-29"]), named("weeks", 5));
        assert_eq!(name(&["2024-01", "2024-12"]), named("months", 12));
        assert_eq!(name(&["2020-01-31", "2024-12"]), named("quarters", 20));
        assert_eq!(name(&["2023", "2024-12-31"]), named("years", 2));
        assert_eq!(name(&["1592", "2024"]), named("periods of 20 years", 23));
        let parted = parted([Some("2024-05-02"), None, Some("?"), Some("2024-05-01")].into_iter(), 24).unwrap();
        assert_eq!(parted.of_date, [Some(1), None, None, Some(0)]);
        assert_eq!(super::parted([None, Some("x")].into_iter(), 24), None);
    }
}
