//! Reads what Concur says when it refuses, in each of its error formats.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde_json::Value;

use super::transport::Answer;
use crate::error::{Error, Refusal};

const SCIM_MESSAGES: &str = "urn:ietf:params:scim:api:messages:concur:2.0:Error";
const CORRELATION_ID: &str = "concur-correlationid";
/// How much of a refusal in no known form is kept.
const MAX_DETAIL_CHARS: usize = 200;

/// The error for an answer that is no success.
pub(crate) fn error(answer: &Answer) -> Error {
    let refusal = Box::new(refusal(answer));
    let is_duplicate = refusal.codes.iter().any(|code| code == "uniqueness");
    match answer.status {
        StatusCode::UNAUTHORIZED => Error::Unauthorized(refusal),
        StatusCode::NOT_FOUND => Error::NotFound(refusal),
        StatusCode::CONFLICT => Error::Conflict(refusal),
        // The pages of Identity list no 409, so a duplicate may come as a 400 with SCIM's word for it.
        StatusCode::BAD_REQUEST if is_duplicate => Error::Conflict(refusal),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => Error::RateLimited {
            retry_after: retry_after(&answer.headers),
            refusal,
        },
        _ => Error::Refused(refusal),
    }
}

pub(crate) fn refusal(answer: &Answer) -> Refusal {
    let (mut codes, mut detail, mut body_id) = (Vec::new(), String::new(), None);
    match serde_json::from_slice::<Value>(&answer.body) {
        Ok(body) => {
            read_scim(&body, &mut codes, &mut detail);
            read_oauth(&body, &mut codes, &mut detail);
            read_v3(&body, &mut detail);
            body_id = text(&body[CORRELATION_ID]);
        }
        Err(_) => detail = xml_message(&answer.body).unwrap_or_default(),
    }
    if detail.is_empty() && codes.is_empty() {
        String::from_utf8_lossy(&answer.body)
            .trim()
            .clone_into(&mut detail);
    }
    let header_id = answer
        .headers
        .get(CORRELATION_ID)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned);
    Refusal {
        status: answer.status.as_u16(),
        codes,
        detail: detail.chars().take(MAX_DETAIL_CHARS).collect(),
        correlation_id: header_id.or(body_id),
    }
}

/// Identity: `scimType`, `detail`, and Concur's own messages in an extension.
fn read_scim(body: &Value, codes: &mut Vec<String>, detail: &mut String) {
    let messages = body[SCIM_MESSAGES]["messages"].as_array();
    for message in messages.into_iter().flatten() {
        codes.extend(text(&message["code"]));
        append(detail, text(&message["message"]));
    }
    codes.extend(text(&body["scimType"]));
    if detail.is_empty() {
        append(detail, text(&body["detail"]));
    }
}

/// The token endpoint: a number, a word of RFC 6749 and a sentence.
fn read_oauth(body: &Value, codes: &mut Vec<String>, detail: &mut String) {
    codes.extend(text(&body["code"]));
    codes.extend(text(&body["error"]));
    append(detail, text(&body["error_description"]));
}

/// Version 3 and its gateway: three envelopes around one message.
fn read_v3(body: &Value, detail: &mut String) {
    append(detail, text(&body["Error"]["Message"]));
    append(detail, text(&body["Content"]["Error"]["Message"]));
    append(detail, text(&body["Message"]));
}

/// The same message as XML, which version 3 falls back to. The one element is found by its tags: an XML reader for a
/// sentence that people read is not worth its weight.
fn xml_message(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, rest) = text.split_once("<Message>")?;
    let (message, _) = rest.split_once("</Message>")?;
    Some(message.trim().to_owned())
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn append(detail: &mut String, text: Option<String>) {
    if let Some(text) = text {
        if !detail.is_empty() {
            detail.push_str("; ");
        }
        detail.push_str(&text);
    }
}

/// How long `Retry-After` asks to wait: seconds, or a date, which is compared with the answer's own `Date` so that the
/// two clocks need not agree.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let wanted = header(http::header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = wanted.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(wanted)?;
    let now = http_date(header(http::header::DATE)?)?;
    let seconds = until.as_second().saturating_sub(now.as_second());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_owned().into(),
        }
    }

    fn read(body: &str) -> (Vec<String>, String) {
        let refusal = refusal(&answer(400, body));
        (refusal.codes, refusal.detail)
    }

    #[test]
    fn scim_messages_come_before_the_scim_type() {
        let body = r#"{"status":"400","scimType":"invalidValue","detail":"general",
            "urn:ietf:params:scim:api:messages:concur:2.0:Error":
            {"messages":[{"code":"BAD_A","message":"a is bad","type":"error"}]}}"#;

        let expected = vec!["BAD_A".to_owned(), "invalidValue".to_owned()];
        assert_eq!(read(body), (expected, "a is bad".to_owned()));
    }

    #[test]
    fn every_envelope_of_version_3_yields_its_message() {
        for body in [
            r#"{"Error":{"Message":"no"}}"#,
            r#"{"Content":{"Error":{"Message":"no"}}}"#,
            r#"{"Message":"no"}"#,
            "<?xml version=\"1.0\"?><Error><Message> no </Message></Error>",
        ] {
            assert_eq!(read(body), (Vec::new(), "no".to_owned()), "{body}");
        }
    }

    #[test]
    fn a_body_of_no_known_form_is_kept_up_to_200_characters() {
        let (codes, detail) = read(&"ü".repeat(500));

        assert_eq!((codes, detail.chars().count()), (Vec::new(), 200));
    }

    #[test]
    fn a_token_error_keeps_number_word_and_correlation_id() {
        let body = r#"{"code":108,"error":"invalid_grant","error_description":"bad","concur-correlationid":"c-1"}"#;

        let refusal = refusal(&answer(403, body));

        assert_eq!(refusal.codes, ["108", "invalid_grant"]);
        assert_eq!(refusal.correlation_id.as_deref(), Some("c-1"));
    }

    #[test]
    fn a_duplicate_is_a_conflict_also_as_a_400() {
        let error = error(&answer(400, r#"{"scimType":"uniqueness"}"#));

        assert!(matches!(error, Error::Conflict(_)));
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date_relative_to_the_answer() {
        let wait = |retry_after: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                "date",
                HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"),
            );
            headers.insert("retry-after", HeaderValue::from_static(retry_after));
            super::retry_after(&headers).map(|wait| wait.as_secs())
        };

        assert_eq!(wait("7"), Some(7));
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:07 GMT"), Some(30));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        assert_eq!(wait("soon"), None);
    }
}
