//! Media types: what a service takes and gives, what `Content-Type` and `Accept` say, and whether an escaped text decodes.

use http::{HeaderMap, header};

/// A format of Concur's services.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// `application/json`, and everything that ends in `+json`.
    Json,
    /// `application/xml`, `text/xml`, and everything that ends in `+xml`.
    Xml,
    /// `text/html`, of the sign-in page.
    Html,
}

/// The most media ranges of one `Accept` that are looked at.
const MAX_RANGES: usize = 64;

/// The paths of the sign-in page, which speaks to browsers.
const SIGN_IN_PAGE: [&str; 3] = [
    "/oauth2/v0/authorize",
    "/oauth2/v0/verify_creds",
    "/oauth2/v0/authorize_client",
];

impl Media {
    /// What the service behind a path takes; `None` where it judges that itself, as the token endpoint does, or where no
    /// service is.
    pub(crate) fn taken(path: &str) -> Option<Self> {
        let is_json = [
            "/profile/",
            "/provisioning/",
            "/scim/",
            "/app-mgmt/",
            "/events/",
        ]
        .iter()
        .any(|front| path.starts_with(front));
        if is_json {
            Some(Self::Json)
        } else if is_xml(path) {
            Some(Self::Xml)
        } else {
            None
        }
    }

    /// What the service behind a path gives.
    pub(crate) fn answers(path: &str) -> &'static [Self] {
        if is_xml(path) {
            &[Self::Xml]
        } else if SIGN_IN_PAGE.contains(&path) {
            &[Self::Html, Self::Json]
        } else if path.starts_with("/api/v3") {
            &[Self::Json, Self::Xml]
        } else {
            &[Self::Json]
        }
    }

    /// How it is called in a refusal.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
            Self::Html => "text/html",
        }
    }

    /// Whether a media type is one of it; what stands behind a semicolon does not count.
    pub(crate) fn is_named_by(self, written: &str) -> bool {
        let essence = essence(written);
        let Some((kind, form)) = essence.split_once('/') else {
            return false;
        };
        let suffix = match self {
            Self::Json => "json",
            Self::Xml => "xml",
            Self::Html => return essence == "text/html",
        };
        let is_form = form == suffix
            || form
                .strip_suffix(suffix)
                .is_some_and(|front| front.ends_with('+'));
        is_form && matches!(kind, "application" | "text")
    }
}

/// Whether the service behind a path speaks XML alone.
fn is_xml(path: &str) -> bool {
    let fronts = ["/api/user/", "/api/travelprofile/"];
    fronts.iter().any(|front| path.starts_with(front))
}

fn essence(written: &str) -> String {
    let essence = written.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// How much a client wants a media range, in thousandths; what cannot be read counts as wanted.
fn weight(range: &str) -> u32 {
    let quality = range.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    let Some(quality) = quality else { return 1_000 };
    match quality.split_once('.') {
        None if quality == "0" => 0,
        Some(("0", fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{fraction:0<3}")
                .get(..3)
                .and_then(|digits| digits.parse().ok())
                .unwrap_or(1_000)
        }
        _ => 1_000,
    }
}

/// How much the client wants this format, in thousandths; `None` when no range of `Accept` speaks of it.
fn wanted(headers: &HeaderMap, media: Media) -> Option<u32> {
    let ranges = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .take(MAX_RANGES);
    let mut exact = None;
    let mut any = None;
    for range in ranges {
        if media.is_named_by(range) {
            exact = exact.max(Some(weight(range)));
        } else if matches_many(&essence(range), media) {
            any = any.max(Some(weight(range)));
        }
    }
    exact.or(any)
}

/// Whether a media range with a star means this format.
fn matches_many(range: &str, media: Media) -> bool {
    match range {
        "*/*" => true,
        "application/*" => media != Media::Html,
        "text/*" => media == Media::Html,
        _ => false,
    }
}

/// Whether the client can take one of these formats; without an `Accept` it takes all.
pub(crate) fn accepts_one_of(headers: &HeaderMap, formats: &[Media]) -> bool {
    !headers.contains_key(header::ACCEPT)
        || formats
            .iter()
            .any(|media| wanted(headers, *media).is_some_and(|weight| weight > 0))
}

/// Whether the client wants JSON rather than XML. What was not asked for by name is XML.
pub(crate) fn prefers_json(headers: &HeaderMap) -> bool {
    let named = |media: Media| {
        let all = headers.get_all(header::ACCEPT).iter();
        all.filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .take(MAX_RANGES)
            .filter(|range| media.is_named_by(range))
            .map(weight)
            .max()
            .unwrap_or_default()
    };
    named(Media::Json) > 0 && named(Media::Json) >= named(Media::Xml)
}

/// Whether this is a UUID, with dashes or without.
pub(crate) fn is_uuid(text: &str) -> bool {
    matches!(text.len(), 32 | 36) && uuid::Uuid::try_parse(text).is_ok()
}

/// Whether every escape is one, and the text is UTF-8 when decoded.
pub(crate) fn decodes(text: &str) -> bool {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            decoded.push(*first);
            continue;
        }
        let byte = behind
            .get(..2)
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(byte) = byte else { return false };
        decoded.push(byte);
        rest = &behind[2..];
    }
    String::from_utf8(decoded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accept(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, value.parse().unwrap());
        headers
    }

    #[test]
    fn a_type_counts_without_its_parameters_and_in_any_case() {
        for json in [
            "application/json",
            "APPLICATION/JSON; charset=utf-8",
            "application/scim+json",
            "text/json",
        ] {
            assert!(Media::Json.is_named_by(json), "{json}");
        }
        for other in [
            "",
            "json",
            "text/plain",
            "application/xml",
            "application/jsonx",
        ] {
            assert!(!Media::Json.is_named_by(other), "{other}");
        }
        assert!(Media::Xml.is_named_by("text/xml"));
    }

    #[test]
    fn the_heavier_format_is_preferred_and_a_tie_is_json() {
        for (value, is_json) in [
            ("application/json", true),
            ("application/xml, application/json;q=0.5", false),
            ("application/json, application/xml", true),
            ("application/json;q=0", false),
            ("*/*", false),
            ("text/html, application/vnd.json+xml", false),
        ] {
            assert_eq!(prefers_json(&accept(value)), is_json, "{value}");
        }
        assert!(!prefers_json(&HeaderMap::new()));
    }

    #[test]
    fn a_format_is_accepted_by_name_by_star_and_by_silence() {
        let json = &[Media::Json];
        for (value, accepted) in [
            ("application/json", true),
            ("application/scim+json", true),
            ("*/*;q=0.1", true),
            ("text/html", false),
            ("application/json;q=0, */*", false),
            ("application/json;q=0.000", false),
        ] {
            assert_eq!(accepts_one_of(&accept(value), json), accepted, "{value}");
        }
        assert!(accepts_one_of(&HeaderMap::new(), json));
        let page = Media::answers("/oauth2/v0/authorize");
        for browser in ["text/html,application/xhtml+xml;q=0.9", "text/*"] {
            assert!(accepts_one_of(&accept(browser), page), "{browser}");
        }
        assert!(!accepts_one_of(&accept("image/png"), page));
    }

    #[test]
    fn a_query_decodes_unless_an_escape_or_a_letter_is_broken() {
        for text in ["a=b", "a=%C3%a4+%00", "100%25", ""] {
            assert!(decodes(text), "{text}");
        }
        for text in ["a=%", "a=%2", "a=%zz", "a=%ff", "a=%C3"] {
            assert!(!decodes(text), "{text}");
        }
    }
}
