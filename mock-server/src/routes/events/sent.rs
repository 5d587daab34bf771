//! The subscription that a client sends.

use serde_json::Value;
use url::Url;

use crate::error::{Refusal, ScimType};
use crate::subscription::Subscription;

/// The longest id, filter and topic, in bytes. ASSUMED: no page names a limit.
const MAX_NAME_BYTES: usize = 255;

/// The longest address, in bytes. ASSUMED: no page names a limit.
const MAX_ENDPOINT_BYTES: usize = 2_000;

/// The place of the list below subscriptions, at which none could be read.
const LIST: &str = "webhook";

/// Reads an id and its subscription.
///
/// ASSUMED: all four members of the page's example are needed, and what else is sent says nothing, since the rest is
/// read-only. A filter is kept as it comes: no page says that one which is no regular expression is refused.
pub(super) fn read(body: &Value) -> Result<(String, Subscription), Refusal> {
    if !body.is_object() {
        return Err(invalid("The request body must be an object"));
    }
    let id = text(&body["id"], "id", MAX_NAME_BYTES)?;
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if !id
        .bytes()
        .all(|byte| is_letter(byte) || b".-".contains(&byte))
        || id == LIST
    {
        return Err(invalid(
            "id must consist of lower-case letters, digits, '.' and '-'",
        ));
    }
    let endpoint = &body["webHookConfig"]["endpoint"];
    let endpoint = text(endpoint, "webHookConfig.endpoint", MAX_ENDPOINT_BYTES)?;
    if !Url::parse(endpoint).is_ok_and(|url| url.scheme() == "https") {
        return Err(invalid("webHookConfig.endpoint must be an https URL"));
    }
    let subscription = Subscription {
        topic: text(&body["topic"], "topic", MAX_NAME_BYTES)?.to_owned(),
        filter: text(&body["filter"], "filter", MAX_NAME_BYTES)?.to_owned(),
        endpoint: endpoint.to_owned(),
    };
    Ok((id.to_owned(), subscription))
}

fn text<'v>(value: &'v Value, name: &str, most: usize) -> Result<&'v str, Refusal> {
    match value.as_str() {
        Some(text) if (1..=most).contains(&text.len()) => Ok(text),
        _ => Err(invalid(&format!(
            "{name} must be a text of 1 to {most} bytes"
        ))),
    }
}

/// A refusal of a wrong value.
pub(super) fn invalid(detail: &str) -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sent(member: &str, value: Value) -> Value {
        let mut body = json!({
            "id": "mine.1-a",
            "topic": "public.test",
            "filter": ".*",
            "webHookConfig": {"endpoint": "https://client.example/hook"},
        });
        body[member] = value;
        body
    }

    #[test]
    fn a_subscription_is_read_with_its_id() {
        let (id, subscription) = read(&sent("companyIds", json!(["read-only"]))).unwrap();
        assert_eq!(id, "mine.1-a");
        assert_eq!(subscription.endpoint, "https://client.example/hook");
    }

    #[test]
    fn a_wrong_member_is_named() {
        for (member, value) in [
            ("id", json!("Upper")),
            ("id", json!("under_score")),
            ("id", json!("")),
            ("id", json!(7)),
            ("id", json!(LIST)),
            ("id", json!("x".repeat(MAX_NAME_BYTES + 1))),
            ("topic", json!(null)),
            ("filter", json!([])),
            (
                "webHookConfig",
                json!({"endpoint": "http://client.example"}),
            ),
            ("webHookConfig", json!({"endpoint": "https://"})),
            ("webHookConfig", json!("https://client.example")),
        ] {
            let refusal = read(&sent(member, value.clone())).unwrap_err();
            assert!(refusal.detail.starts_with(member), "{member} {value}");
        }
        assert!(read(&json!([])).is_err());
    }
}
