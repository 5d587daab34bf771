//! Faults of pages: entries that are lost, pages that come again, pages that are short.

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use bytes::Bytes;
use http::{Uri, header};
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::faults::Running;
use crate::operation::Operation;

use super::replies::{MAX_ANSWER_BYTES, is_xml};

/// The parameters that say how long a page is, in the order of Identity, v3, Travel and Spend v4.
const COUNTS: [&str; 4] = ["count", "limit", "ItemsPerPage", "itemsPerPage"];

/// The parameters that say where a page begins.
const PLACES: [&str; 5] = [
    "cursor",
    "continuationToken",
    "startIndex",
    "offset",
    "Page",
];

/// The members and elements that hold the entries of a page.
const LISTS: [&str; 3] = ["Resources", "Items", "Data"];

/// Whether a request asks for another page than the first.
pub(super) fn is_later(query: Option<&str>, body: Option<&Bytes>) -> bool {
    let is_place = |name: &str, value: &str| {
        PLACES.contains(&name) && !matches!(value, "" | "0" | "1" | "null")
    };
    let query = query.unwrap_or_default().as_bytes();
    let is_asked = form_urlencoded::parse(query).any(|(name, value)| is_place(&name, &value));
    is_asked
        || members(body).iter().any(|(name, value)| {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            is_place(name, &text)
        })
}

fn members(body: Option<&Bytes>) -> Map<String, Value> {
    body.and_then(|body| serde_json::from_slice(body).ok())
        .unwrap_or_default()
}

/// A request for a page of so many entries at most: the service itself then finds the cursor that leads on.
pub(super) fn shortened(request: Request, body: Option<&Bytes>, count: u64) -> Request {
    let mut search = members(body);
    if search.is_empty() {
        return with_short_query(request, count);
    }
    let asked = search.get("count").and_then(Value::as_u64);
    let count = asked.map_or(count, |asked| asked.min(count));
    search.insert("count".to_owned(), Value::from(count));
    let text = Value::Object(search).to_string();
    let (mut parts, _) = request.into_parts();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, text.len().into());
    Request::from_parts(parts, Body::from(text))
}

fn with_short_query(mut request: Request, count: u64) -> Request {
    let uri = request.uri();
    let name = count_of(uri.path());
    let query = uri.query().unwrap_or_default().as_bytes();
    let (mut short, mut query_text) = (count, form_urlencoded::Serializer::new(String::new()));
    for (known, value) in form_urlencoded::parse(query) {
        if known == name {
            short = value.parse().map_or(short, |asked: u64| asked.min(short));
        } else {
            query_text.append_pair(&known, &value);
        }
    }
    query_text.append_pair(name, &short.to_string());
    let target = format!("{}?{}", uri.path(), query_text.finish());
    if let Ok(uri) = target.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    request
}

/// The parameter that says how long a page is.
fn count_of(path: &str) -> &'static str {
    let [identity, v3, travel, spend] = COUNTS;
    if path.starts_with("/api/travelprofile/") {
        travel
    } else if path.starts_with("/api/v3") || path == "/users" {
        v3
    } else if path.starts_with("/profile/spend/v4/") {
        spend
    } else {
        identity
    }
}

/// The answer without so many of its last entries, as if they did not exist. What leads on stays.
pub(super) async fn without_items(response: Response, count: u64) -> Response {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    edited(response, |page| {
        let left = page.entries.len().saturating_sub(count);
        page.entries.truncate(left);
    })
    .await
}

/// The answer with the entries of the page before it.
pub(super) async fn repeated(
    response: Response,
    running: &Running,
    operation: &'static Operation,
) -> Response {
    let before = running.page_before(operation);
    let is_xml = is_xml(&response);
    let before = before.and_then(|before| Page::read(&before, is_xml));
    edited(response, |page| {
        if let Some(before) = before {
            page.entries = before.entries;
        }
    })
    .await
}

/// The answer as it is, remembered as the page that may be repeated.
pub(super) async fn remembered(
    response: Response,
    running: &Running,
    operation: &'static Operation,
) -> Response {
    if !response.status().is_success() {
        return response;
    }
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_ANSWER_BYTES).await;
    let bytes = bytes.unwrap_or_default();
    if !bytes.is_empty() {
        running.remember(operation, &bytes);
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// A page taken apart.
struct Page {
    /// Its entries: values of JSON, or the texts of elements.
    entries: Vec<Value>,
    frame: Frame,
}

/// What stands around the entries of a page.
enum Frame {
    /// The members, and which of them holds the entries.
    Json(Map<String, Value>, &'static str),
    /// What stands before and behind.
    Xml(String, String),
}

impl Page {
    fn read(text: &[u8], is_xml: bool) -> Option<Self> {
        if is_xml {
            let text = std::str::from_utf8(text).ok()?;
            return LISTS
                .into_iter()
                .find_map(|name| Self::read_xml(text, name));
        }
        let mut members: Map<String, Value> = serde_json::from_slice(text).ok()?;
        let name = LISTS.into_iter().find(|name| members.contains_key(*name))?;
        let Some(Value::Array(entries)) = members.get_mut(name).map(Value::take) else {
            return None;
        };
        Some(Self {
            entries,
            frame: Frame::Json(members, name),
        })
    }

    /// The mock writes XML without anything between elements, and no entry holds another of its name.
    fn read_xml(text: &str, name: &str) -> Option<Self> {
        let open = format!("<{name}>");
        let first = text.find(&open)? + open.len();
        let last = text.rfind(&format!("</{name}>"))?;
        let inside = text.get(first..last)?;
        let entry = inside.strip_prefix('<')?;
        let entry = entry.split(['>', ' ', '/']).next()?;
        let close = format!("</{entry}>");
        Some(Self {
            entries: inside.split_inclusive(&close).map(Value::from).collect(),
            frame: Frame::Xml(text[..first].to_owned(), text[last..].to_owned()),
        })
    }

    fn write(self) -> String {
        match self.frame {
            Frame::Json(mut members, name) => {
                let count = Value::from(self.entries.len());
                // It counts the entries, unless a policy has it say what was asked for.
                let shown = members.get_mut("itemsPerPage");
                if let Some(shown) = shown.filter(|shown| shown.as_u64() > count.as_u64()) {
                    *shown = count;
                }
                members.insert(name.to_owned(), Value::Array(self.entries));
                Value::Object(members).to_string()
            }
            Frame::Xml(front, back) => {
                let entries = self.entries.iter().filter_map(Value::as_str);
                format!("{front}{}{back}", entries.collect::<String>())
            }
        }
    }
}

/// Changes the entries of a page; what is no page goes as it is.
async fn edited(response: Response, edit: impl FnOnce(&mut Page)) -> Response {
    let is_xml = is_xml(&response);
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_ANSWER_BYTES).await;
    let bytes = bytes.unwrap_or_default();
    let page = Page::read(&bytes, is_xml).filter(|_| parts.status.is_success());
    let Some(mut page) = page else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    edit(&mut page);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page.write()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn without_last(text: &str, is_xml: bool) -> String {
        let mut page = Page::read(text.as_bytes(), is_xml).unwrap();
        page.entries.pop();
        page.write()
    }

    #[test]
    fn a_page_of_json_loses_an_entry_and_keeps_what_leads_on() {
        let page =
            json!({"itemsPerPage": 2, "Resources": [{"id": 1}, {"id": 2}], "nextCursor": "x"});
        let left = without_last(&page.to_string(), false);
        let expected = json!({"itemsPerPage": 1, "Resources": [{"id": 1}], "nextCursor": "x"});
        assert_eq!(left, expected.to_string());
    }

    #[test]
    fn a_page_of_xml_loses_an_entry_and_keeps_what_leads_on() {
        let page = "<R><Items><User><a>1</a></User><User><a>2</a></User></Items><NextPage>x</NextPage></R>";
        let expected = "<R><Items><User><a>1</a></User></Items><NextPage>x</NextPage></R>";
        assert_eq!(without_last(page, true), expected);
    }

    #[test]
    fn what_is_no_page_is_left_alone() {
        for (text, is_xml) in [
            ("{}", false),
            ("{\"Resources\": 1}", false),
            ("<R/>", true),
            ("", true),
        ] {
            assert!(Page::read(text.as_bytes(), is_xml).is_none(), "{text}");
        }
    }

    #[test]
    fn a_later_page_names_its_place() {
        for query in ["cursor=abc", "startIndex=3", "a=b&offset=1f-2", "Page=2"] {
            assert!(is_later(Some(query), None), "{query}");
        }
        for query in ["", "count=3", "startIndex=1", "cursor=", "Page=1"] {
            assert!(!is_later(Some(query), None), "{query}");
        }
        let body = |text: &'static str| Bytes::from(text);
        assert!(is_later(None, Some(&body(r#"{"cursor": "abc"}"#))));
        assert!(!is_later(
            None,
            Some(&body(r#"{"startIndex": 1, "cursor": null}"#))
        ));
    }

    #[test]
    fn a_query_asks_for_less_than_it_did() {
        for (target, short) in [
            (
                "/profile/identity/v4.1/Users?count=9&cursor=a%2Fb",
                "cursor=a%2Fb&count=2",
            ),
            ("/profile/identity/v4.1/Users?count=1", "count=1"),
            ("/users", "limit=2"),
            (
                "/api/travelprofile/v2.0/summary?Page=2",
                "Page=2&ItemsPerPage=2",
            ),
        ] {
            let request = Request::builder().uri(target).body(Body::empty()).unwrap();
            let request = shortened(request, None, 2);
            assert_eq!(request.uri().query(), Some(short), "{target}");
        }
    }
}
