//! The form bodies of OAuth2.

use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use http::{HeaderMap, header};

use super::refusal::TokenRefusal;

/// The most fields of a form.
const MAX_FIELDS: usize = 100;

/// What must never stand in an address, since addresses are written to logs.
const SECRETS: [&str; 8] = [
    "client_id",
    "client_secret",
    "username",
    "password",
    "refresh_token",
    "code",
    "otp",
    "channel_handle",
];

/// A form whose fields each stand in it once.
#[derive(Debug)]
pub(super) struct Form {
    fields: Vec<(String, String)>,
    /// Whether the content type names a charset.
    pub(super) names_charset: bool,
}

impl Form {
    /// Reads a request. ASSUMED: a field that stands there twice makes the format an unsupported one, as RFC 6749
    /// forbids it, and so do credentials in the query, of which a guide says that they are refused.
    pub(super) fn read(
        headers: &HeaderMap,
        query: Option<&str>,
        body: Result<Bytes, BytesRejection>,
    ) -> Result<Self, TokenRefusal> {
        let query = query.unwrap_or_default();
        let is_secret = |name: &str| SECRETS.contains(&name);
        if url::form_urlencoded::parse(query.as_bytes()).any(|(name, _)| is_secret(&name)) {
            return Err(TokenRefusal::UnsupportedFormat);
        }
        Self::of_body(headers, body)
    }

    /// Reads the body alone.
    pub(super) fn of_body(
        headers: &HeaderMap,
        body: Result<Bytes, BytesRejection>,
    ) -> Result<Self, TokenRefusal> {
        const FORM: &str = "application/x-www-form-urlencoded";
        let content_type = headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
        if !essence.trim().eq_ignore_ascii_case(FORM) {
            return Err(TokenRefusal::UnsupportedFormat);
        }
        let body = body.map_err(|_| TokenRefusal::UnsupportedFormat)?;
        Ok(Self {
            names_charset: parameters.to_ascii_lowercase().contains("charset"),
            ..Self::of_pairs(&body)?
        })
    }

    /// Reads encoded pairs, from wherever they come.
    pub(super) fn of_pairs(pairs: &[u8]) -> Result<Self, TokenRefusal> {
        let mut fields: Vec<(String, String)> = Vec::new();
        for (name, value) in url::form_urlencoded::parse(pairs) {
            let is_twice = fields.iter().any(|(known, _)| *known == *name);
            if is_twice || fields.len() == MAX_FIELDS {
                return Err(TokenRefusal::UnsupportedFormat);
            }
            fields.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self {
            fields,
            names_charset: false,
        })
    }

    /// A field that is not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(known, _)| known == name);
        field
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// A field without which there is a refusal; an empty one counts as missing.
    pub(super) fn need(&self, name: &str, missing: TokenRefusal) -> Result<&str, TokenRefusal> {
        self.get(name).ok_or(missing)
    }

    /// Every field.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn read(content_type: &str, query: Option<&str>, body: &str) -> Result<Form, TokenRefusal> {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_str(content_type).unwrap(),
        );
        Form::read(&headers, query, Ok(Bytes::copy_from_slice(body.as_bytes())))
    }

    const TYPE: &str = "application/x-www-form-urlencoded";

    #[test]
    fn an_empty_field_counts_as_missing() {
        let form = read(TYPE, None, "a=1&b=").unwrap();
        assert_eq!((form.get("a"), form.get("b")), (Some("1"), None));
    }

    #[test]
    fn broken_escapes_are_read_as_they_stand() {
        let form = read(TYPE, None, "a=%zz%&b=%ff").unwrap();
        assert_eq!(form.get("a"), Some("%zz%"));
        assert_eq!(form.get("b"), Some("\u{fffd}"));
    }

    #[test]
    fn a_field_twice_another_type_or_a_secret_in_the_query_is_no_form() {
        let many = "a=1&".repeat(2);
        let names: Vec<String> = (0..=MAX_FIELDS).map(|n| format!("f{n}=1")).collect();
        let too_many = names.join("&");
        for (content_type, query, body) in [
            (TYPE, None, many.as_str()),
            (TYPE, None, too_many.as_str()),
            ("application/json", None, "a=1"),
            ("", None, "a=1"),
            (TYPE, Some("client%5Fsecret=x"), "a=1"),
        ] {
            let read = read(content_type, query, body);
            assert_eq!(read.err(), Some(TokenRefusal::UnsupportedFormat), "{body}");
        }
        assert!(read(TYPE, Some("trace=1"), "a=1").is_ok());
    }

    #[test]
    fn a_charset_is_noticed() {
        let charset = format!("{TYPE}; charset=UTF-8");
        assert!(read(&charset, None, "a=1").unwrap().names_charset);
        assert!(!read(TYPE, None, "a=1").unwrap().names_charset);
    }
}
