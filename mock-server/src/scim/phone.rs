//! Telephone numbers in the form of RFC 3966, as replies show them.

/// The countries of the North American numbering plan that Concur's examples name; their numbers need no prefix to be
/// international.
const NORTH_AMERICA: [&str; 2] = ["US", "CA"];

/// The digits of a number of that plan without its country code.
const NORTH_AMERICAN_DIGITS: usize = 10;

/// The form in which a number is shown, `tel:+1-555-123-4567`; `None` when no country code is known.
///
/// ASSUMED: the page names the form and shows one number; groups are kept as they were sent, except in North America,
/// where the example says them.
pub(crate) fn canonical(display: &str, country: Option<&str>) -> Option<String> {
    let number = display.trim();
    let number = number
        .get(..4)
        .filter(|scheme| scheme.eq_ignore_ascii_case("tel:"))
        .map_or(number, |scheme| &number[scheme.len()..]);
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let is_international = number.starts_with('+');
    let is_home = country.is_some_and(|country| NORTH_AMERICA.contains(&country));
    let national = match (is_international, digits.strip_prefix('1')) {
        (true, Some(rest)) if rest.len() == NORTH_AMERICAN_DIGITS => Some(rest),
        (false, Some(rest)) if is_home && rest.len() == NORTH_AMERICAN_DIGITS => Some(rest),
        (false, _) if is_home && digits.len() == NORTH_AMERICAN_DIGITS => Some(digits.as_str()),
        _ => None,
    };
    if let Some(national) = national {
        let (area, rest) = national.split_at(3);
        let (exchange, line) = rest.split_at(3);
        return Some(format!("tel:+1-{area}-{exchange}-{line}"));
    }
    let groups: Vec<&str> = number
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|group| !group.is_empty())
        .collect();
    (is_international && !groups.is_empty()).then(|| format!("tel:+{}", groups.join("-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_country_get_the_form_of_the_example() {
        for (given, country, shown) in [
            ("(555) 123-4567", Some("US"), Some("tel:+1-555-123-4567")),
            ("+15551234567", None, Some("tel:+1-555-123-4567")),
            ("tel:+1-555-123-4567", None, Some("tel:+1-555-123-4567")),
            ("+351 21 000 0100", Some("PT"), Some("tel:+351-21-000-0100")),
            ("21 000 0100", Some("PT"), None),
            ("", None, None),
        ] {
            assert_eq!(canonical(given, country).as_deref(), shown, "{given}");
        }
    }
}
