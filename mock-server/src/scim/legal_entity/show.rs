//! A legal entity as replies show it, and the cursor from one page to the next.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::LEGAL_ENTITY;

/// What a legal entity is beside what clients write.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head<'h> {
    /// Its id as clients see it.
    pub(crate) id: &'h str,
    /// Its company.
    pub(crate) company: &'h str,
    /// When it was created.
    pub(crate) created: Timestamp,
    /// When it was written last.
    pub(crate) last_modified: Timestamp,
    /// How often it was written: 1 after its creation.
    pub(crate) version: u64,
    /// What stands before the id in its address.
    pub(crate) base: &'h str,
}

/// The whole legal entity, in the order of the samples.
pub(crate) fn shown(head: &Head<'_>, kept: Map<String, Value>) -> Map<String, Value> {
    let mut shown = Map::new();
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    put("schemas", json!([LEGAL_ENTITY]));
    put("id", Value::from(head.id));
    put("companyId", Value::from(head.company));
    for (name, value) in kept {
        put(&name, value);
    }
    put(
        "meta",
        json!({
            "resourceType": "LegalEntity",
            "created": time(head.created),
            "lastModified": time(head.last_modified),
            "location": format!("{}{}", head.base, head.id),
            "version": head.version,
        }),
    );
    shown
}

/// Times are shown to the second.
fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A place between two legal entities: Base64 of an object with the id of the one in front of it, as the sample has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor(pub(crate) String);

impl Cursor {
    /// The cursor as clients see it.
    pub(crate) fn write(&self) -> String {
        STANDARD.encode(json!({"id": self.0}).to_string())
    }

    /// Reads a cursor back.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let decoded: Value = serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?;
        Some(Self(decoded.get("id")?.as_str()?.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legal_entity_has_the_form_of_the_sample() {
        let time: Timestamp = "2026-05-06T19:45:00.999Z".parse().unwrap();
        let head = Head {
            id: "le-1",
            company: "c-1",
            created: time,
            last_modified: time,
            version: 1,
            base: "https://mock/LegalEntities/",
        };
        let kept = json!({"name": "Acme", "active": true})
            .as_object()
            .unwrap()
            .clone();
        let expected = json!({
            "schemas": [LEGAL_ENTITY], "id": "le-1", "companyId": "c-1", "name": "Acme", "active": true,
            "meta": {
                "resourceType": "LegalEntity",
                "created": "2026-05-06T19:45:00Z",
                "lastModified": "2026-05-06T19:45:00Z",
                "location": "https://mock/LegalEntities/le-1",
                "version": 1,
            },
        });
        let shown = Value::Object(shown(&head, kept));
        assert_eq!(shown.to_string(), expected.to_string());
    }

    #[test]
    fn the_printed_cursor_is_read_and_written() {
        let printed = "eyJpZCI6ImxlLTY2MGU4NDAwLWUyOWItNDFkNC1hNzE2LTQ0NjY1NTQ0MDAwMSJ9";
        let cursor = Cursor::read(printed).unwrap();
        assert_eq!(cursor.0, "le-660e8400-e29b-41d4-a716-446655440001");
        assert_eq!(cursor.write(), printed);
        assert_eq!((Cursor::read("e30="), Cursor::read("?")), (None, None));
    }
}
