//! One user as it is kept: the text of its document without host and company.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::scim::compact::Row;
use crate::scim::derive::{Meta, Resource, stored};
use crate::scim::pluck;
use crate::scim::schema::ENTERPRISE;
use crate::scim::shape::{Form, Gaps, Shaped, shape};

use super::unique::{Held, Unique, Values};

/// A user's document, kept as text.
///
/// The text is what a full reader gets, except for two gaps that a reply fills: the company's id, so that companies made
/// from one template can share documents, and the front of `meta.location`, so that no document names a host.
/// `entitlements`, which a default reply leaves out, stand behind everything else.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// The user's id.
    pub(crate) id: Uuid,
    /// Creation time in microseconds since 1970: with the id, the place in the order of lists.
    pub(crate) created: i64,
    text: Box<str>,
    company_at: u32,
    location_at: u32,
    default_end: u32,
}

/// How much of a document is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What a default reply shows to a full reader.
    Default,
    /// Everything that is stored.
    Full,
}

impl Record {
    /// Writes down a user. `None` when the document is larger than a record can address.
    pub(crate) fn write(id: Uuid, resource: &Resource, meta: Meta) -> Option<Arc<Self>> {
        let mut id_text = [0; uuid::fmt::Hyphenated::LENGTH];
        let id_text = id.hyphenated().encode_lower(&mut id_text);
        let shaped = shape(resource, id_text, meta, Gaps::default(), Form::Read);
        Self::of_shape(id, meta.created, &shaped)
    }

    /// A document that was shaped with its gaps open. `None` when it is larger than a record can address.
    pub(super) fn of_shape(id: Uuid, created: Timestamp, shaped: &Shaped) -> Option<Arc<Self>> {
        Some(Arc::new(Self {
            id,
            created: created.as_microsecond(),
            company_at: u32::try_from(shaped.company_at).ok()?,
            location_at: u32::try_from(shaped.location_at).ok()?,
            default_end: u32::try_from(shaped.default_end).ok()?,
            // Copied, so that what is kept has no more room than it needs.
            text: Box::from(shaped.text.as_str()),
        }))
    }

    /// Copies the document to `out` with its gaps filled.
    pub(crate) fn copy(&self, gaps: Gaps<'_>, extent: Extent, out: &mut Vec<u8>) {
        let text = self.text.as_bytes();
        let (company_at, location_at) = (self.company_at as usize, self.location_at as usize);
        out.extend_from_slice(&text[..company_at]);
        out.extend_from_slice(gaps.company.as_bytes());
        out.extend_from_slice(&text[company_at..location_at]);
        out.extend_from_slice(gaps.location.as_bytes());
        match extent {
            Extent::Full => out.extend_from_slice(&text[location_at..]),
            Extent::Default => {
                out.extend_from_slice(&text[location_at..self.default_end as usize]);
                out.push(b'}');
            }
        }
    }

    /// The wanted top-level members, with the gaps unfilled.
    pub(crate) fn members(&self, wanted: &[&str]) -> Map<String, Value> {
        pluck::members(&self.text, wanted)
    }

    /// Every member of the document, with the gaps unfilled.
    pub(crate) fn document(&self) -> Map<String, Value> {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// The login; empty where there is none.
    pub(crate) fn user_name(&self) -> String {
        let members = self.members(&["userName"]);
        let user_name = members.get("userName").and_then(Value::as_str);
        user_name.unwrap_or_default().to_owned()
    }

    /// The user as it is stored, and its bookkeeping.
    pub(crate) fn read(&self, company: &str) -> Option<(Resource, Meta)> {
        let shown: Map<String, Value> = serde_json::from_str(&self.text).ok()?;
        let meta = Meta::read(shown.get("meta")?)?;
        let mut resource = stored(&shown);
        resource
            .get_mut(ENTERPRISE)?
            .as_object_mut()?
            .insert("companyId".to_owned(), Value::from(company));
        Some((resource, meta))
    }

    /// One of the values that users of the company may not share.
    pub(crate) fn unique_value(&self, unique: Unique) -> Option<Held> {
        Values::of(&self.members(&[Unique::MEMBERS[unique as usize]]))
            .get(unique)
            .cloned()
    }

    /// What the indexes know of the user.
    pub(crate) fn unique(&self) -> Values {
        Values::of(&self.members(&Unique::MEMBERS))
    }

    /// What filters may ask of the user.
    pub(super) fn row(&self) -> Row {
        Row::new(&self.text, self.created, self.id)
    }

    /// Length of the kept text in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The place in the order of lists.
    pub(crate) fn place(&self) -> (i64, Uuid) {
        (self.created, self.id)
    }
}

/// A time cut to the microseconds that documents show.
pub(crate) fn to_microseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record() -> (Resource, Meta, Arc<Record>) {
        let Value::Object(resource) = json!({
            "userName": "ada@example.com",
            "title": "\"companyId\":\" \"location\":\"",
            "name": {"givenName": "Ada", "familyName": "Byron"},
            "entitlements": ["Expense"],
            ENTERPRISE: {"companyId": "c-1", "employeeNumber": "7"},
        }) else {
            unreachable!()
        };
        let time = "2026-01-15T09:00:00.000123Z".parse().unwrap();
        let meta = Meta {
            created: time,
            last_modified: time,
            version: 0,
        };
        let record = Record::write(Uuid::nil(), &resource, meta).unwrap();
        (resource, meta, record)
    }

    #[test]
    fn the_kept_text_holds_neither_host_nor_company() {
        let (_, _, record) = record();
        assert!(!record.text.contains("c-1") && !record.text.contains("http"));
    }

    #[test]
    fn a_copy_fills_both_gaps_and_leaves_out_what_must_be_requested() {
        let (_, _, record) = record();
        let gaps = Gaps {
            company: "c-2",
            location: "http://mock/Users/",
        };
        let copy = |extent| {
            let mut out = Vec::new();
            record.copy(gaps, extent, &mut out);
            serde_json::from_slice::<Value>(&out).unwrap()
        };
        let shown = copy(Extent::Default);
        assert_eq!(shown[ENTERPRISE]["companyId"], "c-2");
        assert_eq!(
            shown["meta"]["location"],
            "http://mock/Users/00000000-0000-0000-0000-000000000000"
        );
        assert_eq!(shown.get("entitlements"), None);
        assert_eq!(copy(Extent::Full)["entitlements"], json!(["Expense"]));
    }

    #[test]
    fn reading_gives_back_what_was_written() {
        let (resource, meta, record) = record();
        assert_eq!(record.read("c-1"), Some((resource, meta)));
    }
}
