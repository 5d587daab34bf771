//! What SCIM v4 says about itself: service provider configuration and schemas.
//!
//! The OpenAPI file lists the two paths, no page describes their answers. ASSUMED: they have the shapes of Identity's.

use serde_json::{Value, json};

use crate::scim::attribute::{Attribute, named};
use crate::scim::discovery::{Paging, Row, configuration, described, document, find, list};
use crate::scim::page::SCIM_V4_LIST;
use crate::scim::resource::Schema;
use crate::scim::schema::{CORE, ENTERPRISE, SAP, is_extension};

use super::schema::{GROUP, SAP_GROUP, SCIM_GROUP, SCIM_USER};

/// `GET /ServiceProviderConfig`. ASSUMED: the values follow what the service is documented to do.
pub(crate) fn service_provider_config() -> Value {
    let token = "OAuth2 access token of a company, issued to the Identity Provisioning Service";
    let mut body = configuration(token, "v4.scim", Paging::Both, SCIM_V4_LIST);
    body["schemas"] = json!(["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"]);
    body
}

/// The URNs that `/Schemas` knows, with the names it gives them.
const SCHEMAS: [Row; 5] = [
    (CORE, "User", "A Concur user account"),
    (
        ENTERPRISE,
        "EnterpriseUser",
        "The user's place in the company",
    ),
    (SAP, "SapUser", "The user's identity over SAP products"),
    (GROUP, "Group", "A role and the users who hold it"),
    (SAP_GROUP, "SapGroup", "The role behind a group"),
];

/// `GET /Schemas`.
pub(crate) fn schemas() -> Value {
    let all: Vec<Value> = SCHEMAS.iter().filter_map(|(urn, ..)| schema(urn)).collect();
    let mut list = list(&all);
    list["startIndex"] = Value::from(1);
    list
}

/// `GET /Schemas/{id}`; `None` for a URN that is not served.
pub(crate) fn schema(urn: &str) -> Option<Value> {
    let row = find(&SCHEMAS, urn)?;
    let attributes = [&SCIM_USER, &SCIM_GROUP]
        .into_iter()
        .find_map(|schema| attributes(schema, row.0))?;
    Some(document(row, &attributes, "/scim/v4/Schemas"))
}

/// The attributes under one URN of a resource.
fn attributes(schema: &Schema, urn: &str) -> Option<Vec<Value>> {
    let core = || {
        schema
            .attributes
            .iter()
            .filter(|attribute| !is_extension(attribute))
            .map(described)
            .collect()
    };
    if schema.core == urn {
        return Some(core());
    }
    named(schema.attributes, urn)
        .map(Attribute::inside)
        .map(|inside| inside.iter().map(described).collect())
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
        assert_eq!(schemas()["totalResults"], SCHEMAS.len());
    }

    #[test]
    fn a_phone_number_has_a_limit_that_identity_has_not() {
        let core = schema(CORE).unwrap();
        let rows = |value: &Value| value.as_array().unwrap().clone();
        let phones = rows(&core["attributes"])
            .into_iter()
            .find(|row| row["name"] == "phoneNumbers")
            .unwrap();
        assert_eq!(rows(&phones["subAttributes"])[0]["maxLength"], 60);
    }
}
