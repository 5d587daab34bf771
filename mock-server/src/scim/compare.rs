//! Equality and order of attribute values, as Concur's search guide states them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Folds text so that two spellings that differ in case only become equal.
///
/// Letter by letter: in whole words the standard library writes a last sigma in another way than the same letter in the
/// middle, so that a word would neither equal itself in small letters nor be found at the beginning of a longer one.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let letters = text.chars().flat_map(char::to_lowercase);
    letters
        .map(|letter| if letter == 'ς' { 'σ' } else { letter })
        .collect()
}

/// A date or a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A day without a time.
    Day(Date),
    /// A day with a time; a value without a zone counts as UTC.
    Instant(DateTime),
}

impl Moment {
    /// Reads any form that Concur documents: `2013-12-31`, `2021-11-17T00:00:00.000` and `2015-12-11T19:28:30.45Z`.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if !has_documented_form(text) {
            return None;
        }
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Some(Self::Instant(TimeZone::UTC.to_datetime(instant)));
        }
        if text.contains('T') {
            return text.parse().ok().map(Self::Instant);
        }
        text.parse().ok().map(Self::Day)
    }

    /// The day of it.
    pub(crate) fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => instant.date(),
        }
    }

    /// The form that most replies show: a time without zone, to the millisecond.
    pub(crate) fn wall_time(self) -> String {
        let instant = match self {
            Self::Day(day) => day.at(0, 0, 0, 0),
            Self::Instant(instant) => instant,
        };
        instant.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string()
    }

    /// Compares a value with an operand.
    ///
    /// ASSUMED: an operand without a time stands for its whole day, so that `startDate le 2013-12-31` holds for a start
    /// in the afternoon of that day; the search guide's example is silent about it.
    pub(crate) fn order(value: Self, operand: Self) -> std::cmp::Ordering {
        match (value, operand) {
            (Self::Instant(value), Self::Instant(operand)) => value.cmp(&operand),
            (Self::Day(value), Self::Instant(operand)) => value.at(0, 0, 0, 0).cmp(&operand),
            (value, Self::Day(operand)) => value.day().cmp(&operand),
        }
    }
}

/// Whether the text is a day, or a day with a time that ends in a fraction, in `Z` or in neither: the parser behind it
/// knows many forms more.
fn has_documented_form(text: &str) -> bool {
    let (day, time) = text
        .split_once('T')
        .map_or((text, None), |(day, time)| (day, Some(time)));
    let fits = |text: &str, form: &str| {
        text.len() == form.len()
            && text
                .bytes()
                .zip(form.bytes())
                .all(|(byte, form)| match form {
                    b'0' => byte.is_ascii_digit(),
                    form => byte == form,
                })
    };
    let Some(time) = time else {
        return fits(day, "0000-00-00");
    };
    let time = time.strip_suffix('Z').unwrap_or(time);
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    fits(day, "0000-00-00") && fits(clock, "00:00:00") && is_fraction
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering;

    fn order(value: &str, operand: &str) -> Ordering {
        Moment::order(Moment::read(value).unwrap(), Moment::read(operand).unwrap())
    }

    #[test]
    fn letters_fold_alike_wherever_they_stand_in_a_word() {
        for (one, other) in [("ΑΣ", "ας"), ("ΑΣ", "ασ"), ("ÅSA", "åsa")] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert!(fold("ΑΣΑ").starts_with(&fold("ΑΣ")));
    }

    #[test]
    fn every_documented_date_form_is_read() {
        for text in [
            "2012-08-01",
            "2021-11-17T00:00:00.000",
            "2016-07-17T21:10:00Z",
            "2015-12-11T19:28:30.45Z",
        ] {
            assert!(Moment::read(text).is_some(), "{text}");
        }
        for text in [
            "yesterday",
            "20180101",
            "+002018-01-01",
            "2018-01-01 10:00",
            "2018-01-01T10:00:00+02:00[Europe/Berlin]",
            "2018-13-01",
            "2018-01-01T",
        ] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }

    #[test]
    fn an_operand_without_a_time_stands_for_its_whole_day() {
        assert_eq!(
            order("2013-12-31T15:00:00.000", "2013-12-31"),
            Ordering::Equal
        );
        assert_eq!(
            order("2014-01-01T00:00:00Z", "2013-12-31"),
            Ordering::Greater
        );
    }

    #[test]
    fn instants_compare_to_the_microsecond() {
        assert_eq!(
            order("2021-11-17T22:44:09.000164Z", "2021-11-17T22:44:09.000163Z"),
            Ordering::Greater
        );
    }
}
