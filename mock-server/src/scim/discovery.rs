//! What Identity says about itself: resource types, service provider configuration, schemas.
//!
//! Concur publishes the shapes in its OpenAPI file but no live answers; the values are ours where nothing is stated.

use serde_json::{Map, Value, json};

use crate::policy::identity::ResourceTypesForm;

use super::attribute::{Attribute, Kind, Mutability, Plurality, Returned, Uniqueness};
use super::page::Limits;
use super::schema::{self, CORE, ENTERPRISE, SAP, SETTINGS};

/// The two releases of Identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    /// `/profile/identity/v4`
    V4,
    /// `/profile/identity/v4.1`
    V4_1,
}

impl Release {
    /// The path under which it is served.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::V4 => "/profile/identity/v4",
            Self::V4_1 => "/profile/identity/v4.1",
        }
    }
}

/// `GET /ResourceTypes`: a bare array, as the OpenAPI file has it, or a list.
pub(crate) fn resource_types(form: ResourceTypesForm) -> Value {
    let all = json!([{
        "name": "User",
        "description": "A person with an account at SAP Concur",
        "endpoint": "/Users",
        "schema": CORE,
        "schemaExtensions": [
            {"schema": ENTERPRISE, "required": true},
            {"schema": SAP, "required": false},
            {"schema": SETTINGS, "required": false},
        ],
    }]);
    match form {
        ResourceTypesForm::Array => all,
        ResourceTypesForm::List => json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": all.as_array().map_or(0, Vec::len),
            "itemsPerPage": all.as_array().map_or(0, Vec::len),
            "Resources": all,
        }),
    }
}

/// `GET /ServiceProviderConfig`. ASSUMED: the values follow what the version is documented to do.
pub(crate) fn service_provider_config(release: Release, limits: Limits) -> Value {
    let paging = match release {
        Release::V4 => Paging::Index,
        Release::V4_1 => Paging::Cursor,
    };
    let page = "v4.1.identity";
    configuration("OAuth2 access token of a company", page, paging, limits)
}

/// How the lists of a service are paged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paging {
    Index,
    Cursor,
    Both,
}

/// The configuration of a service: the words for its token, the name of its page, how it pages.
pub(super) fn configuration(token: &str, page: &str, paging: Paging, limits: Limits) -> Value {
    let supported = |supported: bool| json!({"supported": supported});
    json!({
        "authenticationSchemes": {
            "name": "OAuth Bearer Token",
            "description": token,
            "specUrl": "https://www.rfc-editor.org/rfc/rfc6750",
            "documentationUrl": "https://developer.concur.com/api-reference/authentication/apidoc.html",
        },
        "sort": supported(false),
        "changePassword": supported(false),
        "patch": supported(true),
        "filter": supported(true),
        "etag": supported(false),
        "bulk": supported(false),
        "documentationUrl": format!("https://developer.concur.com/api-reference/profile/{page}.html"),
        "pagination": {
            "cursor": supported(paging != Paging::Index),
            "index": supported(paging != Paging::Cursor),
            "defaultPageSize": limits.default,
            "maxPageSize": limits.max,
        },
    })
}

/// The URNs that `/Schemas` knows, with the names it gives them.
const SCHEMAS: [Row; 4] = [
    (CORE, "User", "A Concur user account"),
    (
        ENTERPRISE,
        "EnterpriseUser",
        "The user's place in the company",
    ),
    (SAP, "SapUser", "The user's identity over SAP products"),
    (
        SETTINGS,
        "SettingsUser",
        "The user's settings of the user interface",
    ),
];

/// `GET /Schemas`.
pub(crate) fn schemas(release: Release) -> Value {
    let all: Vec<Value> = SCHEMAS.iter().filter_map(|(urn, ..)| schema(urn)).collect();
    let mut list = list(&all);
    if release == Release::V4 {
        list["startIndex"] = Value::from(1);
    }
    list
}

/// A list of schemas.
pub(super) fn list(all: &[Value]) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": all.len(),
        "itemsPerPage": all.len(),
        "Resources": all,
    })
}

/// `GET /Schemas/{id}`; `None` for a URN that is not served.
pub(crate) fn schema(urn: &str) -> Option<Value> {
    let row = find(&SCHEMAS, urn)?;
    let attributes: Vec<Value> = if row.0 == CORE {
        schema::USER
            .iter()
            .filter(|attribute| !schema::is_extension(attribute))
            .map(described)
            .collect()
    } else {
        super::attribute::named(schema::USER, row.0)?
            .inside()
            .iter()
            .map(described)
            .collect()
    };
    // The page of v4.1 shows a location below v4, too.
    Some(document(row, &attributes, "/v4/Schemas"))
}

/// A schema's URN, name and description.
pub(super) type Row = (&'static str, &'static str, &'static str);

/// The schema of this URN, in whatever case it is written.
pub(super) fn find<'r>(rows: &'r [Row], urn: &str) -> Option<&'r Row> {
    rows.iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(urn))
}

/// A schema as it is served below this path.
pub(super) fn document((urn, name, description): &Row, attributes: &[Value], path: &str) -> Value {
    json!({
        "id": urn,
        "name": name,
        "description": description,
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "attributes": attributes,
        "meta": {"resourceType": "Schema", "location": format!("{path}/{urn}")},
    })
}

/// One attribute as `/Schemas` describes it.
pub(super) fn described(attribute: &Attribute) -> Value {
    let mut row = Map::new();
    let mut put = |name: &str, value: Value| row.insert(name.to_owned(), value);
    put("name", Value::from(attribute.name));
    put("type", Value::from(type_name(attribute)));
    put(
        "multiValued",
        Value::from(attribute.plurality != Plurality::One),
    );
    put("required", Value::from(attribute.required));
    // The search guide compares every text without regard to case.
    put("caseExact", Value::from(false));
    put(
        "mutability",
        Value::from(match attribute.mutability {
            Mutability::ReadWrite => "readWrite",
            Mutability::ReadOnly => "readOnly",
            Mutability::Immutable => "immutable",
        }),
    );
    put(
        "returned",
        Value::from(match attribute.returned {
            Returned::Always => "always",
            Returned::Default => "default",
            Returned::Request => "request",
        }),
    );
    put(
        "uniqueness",
        Value::from(match attribute.uniqueness {
            Uniqueness::None => "none",
            Uniqueness::Server => "server",
            Uniqueness::Global => "global",
        }),
    );
    match attribute.kind {
        Kind::OneOf(values) => {
            put("canonicalValues", Value::from(values));
        }
        Kind::Text { max, .. } if max != 0 => {
            put("maxLength", Value::from(max));
        }
        Kind::Complex(inside) => {
            put("subAttributes", inside.iter().map(described).collect());
        }
        _ => {}
    }
    Value::Object(row)
}

const fn type_name(attribute: &Attribute) -> &'static str {
    match attribute.kind {
        Kind::Text { .. } | Kind::OneOf(_) | Kind::Country => "string",
        Kind::Boolean => "boolean",
        Kind::Integer { .. } => "integer",
        Kind::Decimal => "decimal",
        Kind::Date | Kind::Day => "dateTime",
        Kind::Complex(_) => "complex",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schema_is_found_by_its_urn_in_any_case() {
        for (urn, ..) in SCHEMAS {
            assert_eq!(schema(&urn.to_uppercase()).unwrap()["id"], urn);
        }
        assert_eq!(schema("urn:nope"), None);
    }

    #[test]
    fn the_core_schema_lists_no_extension() {
        let core = schema(CORE).unwrap();
        let names: Vec<&str> = core["attributes"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|row| row["name"].as_str())
            .collect();
        assert!(names.contains(&"userName") && !names.iter().any(|name| name.starts_with("urn:")));
    }
}
