//! Moments as people read them.

use std::fmt;

/// A second in UTC, by the Gregorian calendar. Shown as `2026-11-22 19:15:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The year.
    pub year: i64,
    /// The month, from 1.
    pub month: u8,
    /// The day, from 1.
    pub day: u8,
    /// The hour.
    pub hour: u8,
    /// The minute.
    pub minute: u8,
    /// The second.
    pub second: u8,
}

impl Moment {
    /// The second of a moment in milliseconds since 1970, by the civil-from-days rule (Hinnant, 2013).
    #[must_use]
    pub fn of(milliseconds: i64) -> Moment {
        let seconds = milliseconds.div_euclid(1_000);
        let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // Days since 1 March of the year 0, in eras of 400 years.
        let shifted = days + 719_468;
        let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Moment {
            year: year + era * 400 + i64::from(month <= 2),
            month: month as u8,
            day: day as u8,
            hour: (second / 3_600) as u8,
            minute: (second / 60 % 60) as u8,
            second: (second % 60) as u8,
        }
    }

    /// As files write it: `2026-11-22T19:15:00Z` (RFC 3339).
    #[must_use]
    pub fn rfc3339(self) -> String {
        let Moment { year, month, day, hour, minute, second } = self;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Moment { year, month, day, hour, minute, second } = self;
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (milliseconds, shown) in [
            (0, "1970-01-01 00:00:00"),
            (-1, "1969-12-31 23:59:59"),
            (951_782_400_000, "2000-02-29 00:00:00"),
            (1_795_374_899_999, "2026-11-22 19:14:59"),
            (4_107_542_400_000, "2100-03-01 00:00:00"),
        ] {
            assert_eq!(Moment::of(milliseconds).to_string(), shown);
        }
        assert_eq!(Moment::of(0).rfc3339(), "1970-01-01T00:00:00Z");
    }

    proptest! {
        #[test]
        fn any_moment_is_one(milliseconds: i64) {
            let moment = Moment::of(milliseconds);
            prop_assert!((1..=12).contains(&moment.month) && (1..=31).contains(&moment.day));
            prop_assert!(moment.hour < 24 && moment.minute < 60 && moment.second < 60);
        }
    }
}
