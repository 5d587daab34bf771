//! The forms in which replies show a user, written straight as text.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::derive::{Meta, Resource, is_default_start};
use super::schema::{CORE, ENTERPRISE, SAP};

/// Which reply a user is shaped for; Concur's examples differ in what they leave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// GET, PATCH and lists: empty lists and nulls are spelt out.
    Read,
    /// POST: only what has a value, and no start date that the service chose.
    Created,
    /// PUT: like POST, with the enterprise dates and the negative formats spelt out.
    Replaced,
}

/// Lists that a read shows as empty when they have no entry.
const READ_LISTS: [&str; 3] = ["emails", "addresses", "phoneNumbers"];
/// Attributes that a read shows as null when they have no value.
const READ_NULLS: [&str; 4] = ["emergencyContacts", "title", "dateOfBirth", "nickName"];
/// The same inside `name`.
const READ_NAME_NULLS: [&str; 4] = [
    "familyNamePrefix",
    "middleName",
    "honorificPrefix",
    "honorificSuffix",
];
/// The same inside the enterprise extension.
const READ_ENTERPRISE_NULLS: [&str; 3] = ["costCenter", "manager", "terminationDate"];
/// The same inside `localeOverrides`, in reads and in the reply to PUT.
const NEGATIVE_FORMATS: [&str; 2] = [
    "preferenceNegativeCurrencyFormat",
    "preferenceNegativeNumberFormat",
];

/// What the gaps of a document are filled with.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gaps<'g> {
    /// The company's id.
    pub(crate) company: &'g str,
    /// What stands before the user's id in `meta.location`.
    pub(crate) location: &'g str,
}

/// A user as text, with the places of its gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shaped {
    /// A JSON object; `entitlements` stand last in it.
    pub(crate) text: String,
    /// Where the company's id begins.
    pub(crate) company_at: usize,
    /// Where `meta.location` begins.
    pub(crate) location_at: usize,
    /// The end of what a default reply shows: whoever cuts here adds the closing brace.
    pub(crate) default_end: usize,
}

/// Writes a user down.
pub(crate) fn shape(
    resource: &Resource,
    id: &str,
    meta: Meta,
    gaps: Gaps<'_>,
    form: Form,
) -> Shaped {
    const ROOM: usize = 2_048;
    let mut writer = Writer {
        text: String::with_capacity(ROOM),
        company_at: 0,
        form,
        created: meta.created,
        gaps,
    };
    writer.open();
    writer.members(resource);
    writer.member("schemas", &schemas(resource));
    writer.text_member("id", id);
    let location_at = writer.meta(id, meta);
    let default_end = writer.text.len();
    if let Some(entitlements) = resource.get("entitlements") {
        writer.member("entitlements", entitlements);
    }
    writer.text.push('}');
    Shaped {
        text: writer.text,
        company_at: writer.company_at,
        location_at,
        default_end,
    }
}

struct Writer<'w> {
    text: String,
    company_at: usize,
    form: Form,
    created: Timestamp,
    gaps: Gaps<'w>,
}

impl Writer<'_> {
    fn open(&mut self) {
        self.text.push('{');
    }

    fn name(&mut self, name: &str) {
        if !self.text.ends_with('{') {
            self.text.push(',');
        }
        // Names are the schema's own and need no escapes.
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    fn member(&mut self, name: &str, value: &Value) {
        self.name(name);
        match value {
            Value::Null => self.text.push_str("null"),
            Value::Bool(true) => self.text.push_str("true"),
            Value::Bool(false) => self.text.push_str("false"),
            // Writing a JSON value into a string cannot fail.
            value => self
                .text
                .push_str(&serde_json::to_string(value).unwrap_or_default()),
        }
    }

    /// A member whose text needs no escapes.
    fn text_member(&mut self, name: &str, text: &str) {
        self.name(name);
        self.text.push('"');
        self.text.push_str(text);
        self.text.push('"');
    }

    fn nulls(&mut self, object: &Map<String, Value>, names: &[&str]) {
        for name in names {
            if !object.contains_key(*name) {
                self.member(name, &Value::Null);
            }
        }
    }

    fn members(&mut self, resource: &Resource) {
        for (name, value) in resource {
            match (name.as_str(), value) {
                ("entitlements", _) => {}
                ("name", Value::Object(object)) if self.form == Form::Read => {
                    self.object("name", object, &READ_NAME_NULLS);
                }
                ("localeOverrides", Value::Object(object)) if self.form != Form::Created => {
                    self.object("localeOverrides", object, &NEGATIVE_FORMATS);
                }
                (ENTERPRISE, Value::Object(object)) => self.enterprise(object),
                (name, value) => self.member(name, value),
            }
        }
        if self.form == Form::Read {
            for name in READ_LISTS {
                if !resource.contains_key(name) {
                    self.member(name, &Value::Array(Vec::new()));
                }
            }
            self.nulls(resource, &READ_NULLS);
        }
    }

    fn object(&mut self, name: &str, object: &Map<String, Value>, nulls: &[&str]) {
        self.name(name);
        self.open();
        for (name, value) in object {
            self.member(name, value);
        }
        self.nulls(object, nulls);
        self.text.push('}');
    }

    fn enterprise(&mut self, object: &Map<String, Value>) {
        self.name(ENTERPRISE);
        self.open();
        for (name, value) in object {
            match name.as_str() {
                "companyId" => {
                    self.name(name);
                    self.text.push('"');
                    self.company_at = self.text.len();
                    self.text.push_str(self.gaps.company);
                    self.text.push('"');
                }
                "startDate"
                    if self.form == Form::Created && is_default_start(value, self.created) => {}
                name => self.member(name, value),
            }
        }
        match self.form {
            Form::Read => self.nulls(object, &READ_ENTERPRISE_NULLS),
            Form::Replaced => self.nulls(object, &["terminationDate"]),
            Form::Created => {}
        }
        self.text.push('}');
    }

    /// Writes `meta` and says where its location begins.
    fn meta(&mut self, id: &str, meta: Meta) -> usize {
        let time = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
        self.name("meta");
        self.open();
        self.text_member("resourceType", "User");
        self.text_member("created", &time(meta.created));
        self.text_member("lastModified", &time(meta.last_modified));
        self.member("version", &Value::from(meta.version));
        self.name("location");
        self.text.push('"');
        let location_at = self.text.len();
        self.text.push_str(self.gaps.location);
        self.text.push_str(id);
        self.text.push_str("\"}");
        location_at
    }
}

/// Newer replies list the SAP extension only when there is one.
fn schemas(resource: &Resource) -> Value {
    let mut schemas = vec![CORE, ENTERPRISE];
    if resource.contains_key(SAP) {
        schemas.push(SAP);
    }
    Value::from(schemas)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::derive::{complete, stored};
    use serde_json::json;

    fn resource() -> (Resource, Meta) {
        let Value::Object(mut resource) = json!({
            "userName": "ada@example.com",
            "name": {"givenName": "Ada", "familyName": "Byron"},
            "entitlements": ["Expense"],
            ENTERPRISE: {"companyId": "c-1", "employeeNumber": "7"},
        }) else {
            unreachable!()
        };
        let time = "2021-12-16T18:59:39.000543Z".parse().unwrap();
        complete(&mut resource, time, &crate::policy::Policies::default());
        (
            resource,
            Meta {
                created: time,
                last_modified: time,
                version: 3,
            },
        )
    }

    fn shown(form: Form) -> Value {
        let (resource, meta) = resource();
        let gaps = Gaps {
            company: "c-1",
            location: "http://mock/Users/",
        };
        serde_json::from_str(&shape(&resource, "u1", meta, gaps, form).text).unwrap()
    }

    #[test]
    fn a_read_spells_out_nulls_and_empty_lists() {
        let user = shown(Form::Read);
        assert_eq!(user["title"], Value::Null);
        assert_eq!(user["addresses"], json!([]));
        assert_eq!(user[ENTERPRISE]["manager"], Value::Null);
        assert_eq!(
            user["localeOverrides"]["preferenceNegativeNumberFormat"],
            Value::Null
        );
        assert!(user.as_object().unwrap().contains_key("emergencyContacts"));
    }

    #[test]
    fn the_reply_to_a_create_leaves_out_nulls_and_the_default_start() {
        let user = shown(Form::Created);
        assert_eq!(user.get("title"), None);
        assert_eq!(
            user[ENTERPRISE],
            json!({"companyId": "c-1", "employeeNumber": "7"})
        );
        assert_eq!(
            user["localeOverrides"].get("preferenceNegativeNumberFormat"),
            None
        );
    }

    #[test]
    fn the_reply_to_a_replace_has_the_dates() {
        let user = shown(Form::Replaced);
        assert_eq!(user[ENTERPRISE]["startDate"], "2021-12-16T10:59:00.000");
        assert!(
            user[ENTERPRISE]
                .as_object()
                .unwrap()
                .contains_key("terminationDate")
        );
        assert_eq!(user.get("title"), None);
    }

    #[test]
    fn the_places_of_the_gaps_are_right_and_the_requested_attribute_stands_behind_the_rest() {
        let (resource, meta) = resource();
        let shaped = shape(&resource, "u1", meta, Gaps::default(), Form::Read);
        assert!(shaped.text[..shaped.company_at].ends_with(r#""companyId":""#));
        assert!(shaped.text[..shaped.location_at].ends_with(r#""location":""#));
        assert_eq!(
            &shaped.text[shaped.default_end..],
            r#","entitlements":["Expense"]}"#
        );
    }

    #[test]
    fn storing_a_shown_user_gives_what_was_stored() {
        let (resource, meta) = resource();
        let user = shown(Form::Read);
        assert_eq!(Meta::read(&user["meta"]), Some(meta));
        assert_eq!(user["meta"]["created"], "2021-12-16T18:59:39.000543Z");
        assert_eq!(stored(user.as_object().unwrap()), resource);
    }
}
