//! Decides whether a request is the recorded one, and says in words how it differs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use crate::arrived::Arrived;
use crate::cassette::{Body, Interaction, RecordedRequest};

/// One place where a request is not the recorded one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which place: `method`, `path`, `query count`, `header accept`, `body /Operations/0/path`.
    pub place: String,
    /// What was recorded there; none where nothing was.
    pub recorded: Option<String>,
    /// What arrived there; none where nothing did.
    pub arrived: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let said = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
        write!(
            out,
            "{}: recorded {}, arrived {}",
            self.place,
            said(&self.recorded),
            said(&self.arrived)
        )
    }
}

/// The recording that comes nearest to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearest {
    /// Its place in the cassette, from 0.
    pub index: usize,
    /// Every place where it differs.
    pub differences: Vec<Difference>,
}

/// What a client may do otherwise than recorded. By default nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Latitude {
    /// Names of query fields that it may add.
    pub added_query: BTreeSet<String>,
}

impl Latitude {
    /// The client may add this field to the query.
    #[must_use]
    pub fn with_added_query(mut self, name: &str) -> Self {
        self.added_query.insert(name.to_owned());
        self
    }
}

/// Every place where `arrived` is not `recorded`. None means: this is the recorded request.
pub fn differences(
    recorded: &RecordedRequest,
    arrived: &Arrived,
    latitude: &Latitude,
) -> Vec<Difference> {
    let mut found = Vec::new();
    one(&mut found, "method", &recorded.method, &arrived.method);
    one(&mut found, "path", &recorded.path, &arrived.path);
    let mut query = arrived.query.clone();
    query.retain(|name, _| {
        recorded.query.contains_key(name) || !latitude.added_query.contains(name)
    });
    maps(&mut found, "query", &recorded.query, &query);
    for (name, value) in &recorded.headers {
        // Only the recorded headers are compared: clients send dozens that mean nothing here.
        let sent = arrived.headers.get(&name.to_ascii_lowercase());
        if !sent.is_some_and(|sent| is_same_text(value, sent)) {
            found.push(Difference {
                place: format!("header {name}"),
                recorded: Some(value.clone()),
                arrived: sent.cloned(),
            });
        }
    }
    bodies(&mut found, &recorded.body, &arrived.body);
    found
}

/// The recording nearest to `arrived` among `interactions`, or none if there is no recording at all.
pub fn nearest<'a>(
    interactions: impl IntoIterator<Item = (usize, &'a Interaction)>,
    arrived: &Arrived,
    latitude: &Latitude,
) -> Option<Nearest> {
    interactions
        .into_iter()
        .map(|(index, interaction)| {
            let differences = differences(&interaction.request, arrived, latitude);
            (distance(&differences), Nearest { index, differences })
        })
        .min_by_key(|(distance, nearest)| (*distance, nearest.index))
        .map(|(_, nearest)| nearest)
}

/// Another path is further away than any difference inside the same operation's requests.
fn distance(differences: &[Difference]) -> usize {
    differences
        .iter()
        .map(|difference| match difference.place.as_str() {
            "path" => 1000,
            "method" => 500,
            _ => 1,
        })
        .sum()
}

fn one(found: &mut Vec<Difference>, place: &str, recorded: &str, arrived: &str) {
    if recorded != arrived {
        found.push(Difference {
            place: place.to_owned(),
            recorded: Some(recorded.to_owned()),
            arrived: Some(arrived.to_owned()),
        });
    }
}

fn maps(
    found: &mut Vec<Difference>,
    place: &str,
    recorded: &BTreeMap<String, String>,
    arrived: &BTreeMap<String, String>,
) {
    let added = arrived.keys().filter(|name| !recorded.contains_key(*name));
    for name in recorded.keys().chain(added) {
        let (left, right) = (recorded.get(name), arrived.get(name));
        if !matches!((left, right), (Some(left), Some(right)) if is_same_text(left, right)) {
            found.push(Difference {
                place: format!("{place} {name}"),
                recorded: left.cloned(),
                arrived: right.cloned(),
            });
        }
    }
}

fn bodies(found: &mut Vec<Difference>, recorded: &Body, arrived: &Body) {
    match (recorded, arrived) {
        (Body::Json(left), Body::Json(right)) => {
            leaves(found, "", Some(left), Some(right));
        }
        (Body::Form(left), Body::Form(right)) => maps(found, "form", left, right),
        (left, right) if left == right => {}
        (left, right) => found.push(Difference {
            place: "body".to_owned(),
            recorded: Some(describe(left)),
            arrived: Some(describe(right)),
        }),
    }
}

/// A recording holds `<name>` where a secret stood: any secret is as good, none at all is not.
fn is_same_text(recorded: &str, arrived: &str) -> bool {
    let is_redacted = recorded.len() > 2 && recorded.starts_with('<') && recorded.ends_with('>');
    recorded == arrived || is_redacted && !arrived.is_empty()
}

/// Compares leaf by leaf: the smallest part that differs is what a reader wants to see.
fn leaves(
    found: &mut Vec<Difference>,
    pointer: &str,
    recorded: Option<&Value>,
    arrived: Option<&Value>,
) {
    match (recorded, arrived) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            let added = right.keys().filter(|key| !left.contains_key(*key));
            for key in left.keys().chain(added) {
                let step = key.replace('~', "~0").replace('/', "~1");
                leaves(
                    found,
                    &format!("{pointer}/{step}"),
                    left.get(key),
                    right.get(key),
                );
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                leaves(
                    found,
                    &format!("{pointer}/{index}"),
                    left.get(index),
                    right.get(index),
                );
            }
        }
        (Some(Value::String(left)), Some(Value::String(right))) if is_same_text(left, right) => {}
        (left, right) if left == right => {}
        (left, right) => found.push(Difference {
            place: format!("body {}", if pointer.is_empty() { "/" } else { pointer }),
            recorded: left.map(Value::to_string),
            arrived: right.map(Value::to_string),
        }),
    }
}

fn describe(body: &Body) -> String {
    match body {
        Body::None => "no body".to_owned(),
        Body::Json(value) => format!("JSON {value}"),
        Body::Form(fields) => format!("a form of {:?}", fields.keys().collect::<Vec<_>>()),
        Body::Text(text) => format!("text {text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn recorded(method: &str, path: &str, body: Body) -> RecordedRequest {
        RecordedRequest {
            method: method.to_owned(),
            path: path.to_owned(),
            query: BTreeMap::from([("count".to_owned(), "3".to_owned())]),
            headers: BTreeMap::from([("Accept".to_owned(), "application/json".to_owned())]),
            body,
        }
    }

    fn arrived(method: &str, target: &str, body: &[u8]) -> Arrived {
        let headers = BTreeMap::from([
            ("accept".to_owned(), "application/json".to_owned()),
            ("user-agent".to_owned(), "anything".to_owned()),
            ("content-type".to_owned(), "application/json".to_owned()),
        ]);
        Arrived::read(method, target, headers, body)
    }

    #[test]
    fn the_recorded_request_differs_in_nothing() {
        let body = json!({"Operations": [{"op": "add", "path": "title"}]});
        let same = arrived("PATCH", "/Users/1?count=3", body.to_string().as_bytes());

        assert_eq!(
            differences(
                &recorded("PATCH", "/Users/1", Body::Json(body)),
                &same,
                &Latitude::default()
            ),
            []
        );
    }

    #[test]
    fn a_changed_leaf_is_named_by_its_pointer() {
        let body = json!({"Operations": [{"op": "add", "path": "title"}]});
        let sent = br#"{"Operations": [{"op": "add", "path": "nickName"}]}"#;

        let found = differences(
            &recorded("PATCH", "/Users/1", Body::Json(body)),
            &arrived("PATCH", "/Users/1?count=3", sent),
            &Latitude::default(),
        );

        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [r#"body /Operations/0/path: recorded "title", arrived "nickName""#]
        );
    }

    #[test]
    fn query_fields_count_in_both_directions() {
        let found = differences(
            &recorded("GET", "/Users", Body::None),
            &arrived("GET", "/Users?cursor=x", b""),
            &Latitude::default(),
        );

        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            [
                "query count: recorded 3, arrived nothing",
                "query cursor: recorded nothing, arrived x"
            ]
        );
    }

    #[test]
    fn the_nearest_recording_has_the_same_path() {
        let interaction = |path: &str, count: &str| Interaction {
            operation: "any".to_owned(),
            request: RecordedRequest {
                query: BTreeMap::from([("count".to_owned(), count.to_owned())]),
                ..recorded("GET", path, Body::None)
            },
            response: crate::cassette::RecordedResponse {
                status: 200,
                headers: BTreeMap::new(),
                body: Body::None,
            },
        };
        let all = [interaction("/Users/2", "3"), interaction("/Users/1", "9")];

        let near = nearest(
            all.iter().enumerate(),
            &arrived("GET", "/Users/1?count=3", b""),
            &Latitude::default(),
        );

        assert_eq!(near.map(|near| near.index), Some(1));
    }

    #[test]
    fn a_redacted_value_equals_any_but_none() {
        let body = |text: &str| {
            Body::Form(BTreeMap::from([(
                "client_secret".to_owned(),
                text.to_owned(),
            )]))
        };
        let recorded = recorded("GET", "/Users", body("<client-secret>"));
        let sent = |text: &str| Arrived {
            body: body(text),
            ..arrived("GET", "/Users?count=3", b"")
        };

        assert_eq!(
            differences(&recorded, &sent("anything"), &Latitude::default()),
            []
        );
        assert_eq!(
            differences(&recorded, &sent(""), &Latitude::default()).len(),
            1
        );
    }

    #[test]
    fn latitude_lets_a_field_be_added_but_not_changed() {
        let latitude = Latitude::default()
            .with_added_query("attributes")
            .with_added_query("count");
        let recorded = recorded("GET", "/Users", Body::None);

        let added = arrived("GET", "/Users?count=3&attributes=id", b"");
        let changed = arrived("GET", "/Users?count=4", b"");

        assert_eq!(differences(&recorded, &added, &latitude), []);
        assert_eq!(differences(&recorded, &changed, &latitude).len(), 1);
    }
}
