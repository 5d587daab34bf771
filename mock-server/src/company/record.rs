//! One user as it is kept: the text of its document without host and company.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::scim::derive::{Form, Meta, Resource, shaped, stored};
use crate::scim::pluck;
use crate::scim::schema::ENTERPRISE;

use super::unique::{Unique, Values};

/// A user's document, kept as text.
///
/// The text is what a full reader gets, except for two gaps that a reply fills: the company's id, so that companies made
/// from one template can share documents, and the front of `meta.location`, so that no document names a host.
/// `entitlements`, which a default reply leaves out, stand behind everything else.
#[derive(Debug)]
pub(crate) struct Record {
    /// The user's id.
    pub(crate) id: Uuid,
    /// Creation time in seconds since 1970: with the id, the place in the order of lists.
    pub(crate) created: i64,
    text: Box<str>,
    company_at: u32,
    location_at: u32,
    default_end: u32,
}

/// What fills the gaps of a record.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'f> {
    /// The company's id.
    pub(crate) company: &'f str,
    /// What stands before the user's id in `meta.location`.
    pub(crate) location: &'f str,
}

/// How much of a document is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What a default reply shows to a full reader.
    Default,
    /// Everything that is stored.
    Full,
}

const COMPANY_GAP: &str = "\"companyId\":\"";
const LOCATION_GAP: &str = "\"location\":\"";

impl Record {
    /// Writes down a user. `None` when the document is larger than a record can address.
    pub(crate) fn write(id: Uuid, resource: &Resource, meta: Meta) -> Option<Arc<Self>> {
        let id_text = id.to_string();
        let mut kept = resource.clone();
        if let Some(enterprise) = kept.get_mut(ENTERPRISE).and_then(Value::as_object_mut) {
            enterprise.insert("companyId".to_owned(), Value::from(""));
        }
        let mut shown = shaped(&kept, &id_text, meta, &id_text, Form::Read);
        let entitlements = shown.shift_remove("entitlements");
        let mut text = Value::Object(shown).to_string();
        let default_end = u32::try_from(text.len() - 1).ok()?;
        let company_at = text.find(COMPANY_GAP)? + COMPANY_GAP.len();
        let location_at = text.rfind(LOCATION_GAP)? + LOCATION_GAP.len();
        if let Some(entitlements) = entitlements {
            text.truncate(text.len() - 1);
            text.push_str(",\"entitlements\":");
            text.push_str(&entitlements.to_string());
            text.push('}');
        }
        Some(Arc::new(Self {
            id,
            created: meta.created.as_second(),
            text: text.into_boxed_str(),
            company_at: u32::try_from(company_at).ok()?,
            location_at: u32::try_from(location_at).ok()?,
            default_end,
        }))
    }

    /// Copies the document to `out` with its gaps filled.
    pub(crate) fn copy(&self, frame: Frame<'_>, extent: Extent, out: &mut Vec<u8>) {
        let text = self.text.as_bytes();
        let (company_at, location_at) = (self.company_at as usize, self.location_at as usize);
        out.extend_from_slice(&text[..company_at]);
        out.extend_from_slice(frame.company.as_bytes());
        out.extend_from_slice(&text[company_at..location_at]);
        out.extend_from_slice(frame.location.as_bytes());
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

    /// The values that no two users of the company may share.
    pub(crate) fn unique(&self) -> Values {
        Values::of(&self.members(&Unique::MEMBERS))
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
        let frame = Frame {
            company: "c-2",
            location: "http://mock/Users/",
        };
        let copy = |extent| {
            let mut out = Vec::new();
            record.copy(frame, extent, &mut out);
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
