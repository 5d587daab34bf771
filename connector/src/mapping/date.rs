//! Reads the date forms that Concur mixes as plain dates.

use jiff::civil::Date;

use crate::unified::PlainDate;

const DATE_LENGTH: usize = "YYYY-MM-DD".len();

/// Concur's pages promise `YYYY-MM-DDThh:mm:ssZ`; its replies show that, the same without zone and with a fraction, and
/// the bare date.
///
/// ASSUMED: the day is meant as it is written. No page says what the time or its zone stand for; these are working days
/// of a person, and moving one by a time zone would put it on the day before.
pub(crate) fn plain_date(text: String) -> PlainDate {
    match day(&text) {
        Some(day) => PlainDate::Day(day),
        None => PlainDate::AsGiven(text),
    }
}

fn day(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(DATE_LENGTH)?;
    let day = date.parse().ok()?;
    is_time(rest).then_some(day)
}

/// Nothing, or `T` and a time of day, a fraction and a zone at will.
fn is_time(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix('T') else {
        return rest.is_empty();
    };
    let zone_starts = time.find(['Z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone_starts);
    let is_zone = matches!(zone, "" | "Z")
        || zone[1..]
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b':');
    is_zone && clock.parse::<jiff::civil::Time>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_that_concur_shows_is_the_day_it_names() {
        for (text, day) in [
            ("2021-11-17T00:00:00.000", "2021-11-17"),
            ("2016-07-17T21:10:00Z", "2016-07-17"),
            ("2015-12-11T19:28:30.45Z", "2015-12-11"),
            ("2012-08-01", "2012-08-01"),
            ("2020-09-22T23:59:59.999999Z", "2020-09-22"),
            ("2020-09-22T23:59:59-08:00", "2020-09-22"),
            ("2024-02-29", "2024-02-29"),
        ] {
            let expected = PlainDate::Day(day.parse().unwrap());
            assert_eq!(plain_date(text.to_owned()), expected, "{text}");
        }
    }

    #[test]
    fn whatever_else_stands_there_stays_as_given() {
        for text in [
            "",
            " ",
            "soon",
            "2021-02-30",
            "2021-11-17X",
            "2021-11-17T",
            "2021-11-17T25:00:00",
            "17.11.2021",
            "2021-11-17T00:00:00é",
            "２０２１-11-17",
            "2021-11-1é",
        ] {
            let expected = PlainDate::AsGiven(text.to_owned());
            assert_eq!(plain_date(text.to_owned()), expected, "{text}");
        }
    }
}
