//! The user document of Identity v4 and v4.1: of its attributes those that are read.

use serde::{Deserialize, Deserializer, Serialize};

use crate::field::Field;

/// A user. Every attribute but the id may be missing: Concur hands out only what the token's scopes cover.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IdentityUser {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) external_id: Field<String>,
    #[serde(default)]
    pub(crate) user_name: Field<String>,
    #[serde(default)]
    pub(crate) active: Field<bool>,
    #[serde(default)]
    pub(crate) name: Field<Name>,
    #[serde(default)]
    pub(crate) display_name: Field<String>,
    #[serde(default)]
    pub(crate) nick_name: Field<String>,
    #[serde(default)]
    pub(crate) title: Field<String>,
    #[serde(default)]
    pub(crate) preferred_language: Field<String>,
    #[serde(default)]
    pub(crate) timezone: Field<String>,
    #[serde(default)]
    pub(crate) date_of_birth: Field<String>,
    #[serde(default)]
    pub(crate) emails: Field<Vec<Email>>,
    #[serde(default)]
    pub(crate) phone_numbers: Field<Vec<PhoneNumber>>,
    #[serde(default)]
    pub(crate) addresses: Field<Vec<Address>>,
    #[serde(default)]
    pub(crate) entitlements: Field<Vec<String>>,
    #[serde(default)]
    pub(crate) meta: Field<Meta>,
    #[serde(
        default,
        rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    )]
    pub(crate) enterprise: Field<Enterprise>,
    #[serde(
        default,
        rename = "urn:ietf:params:scim:schemas:extension:sap:2.0:User"
    )]
    pub(crate) sap: Field<Sap>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Name {
    #[serde(rename = "givenName")]
    pub(crate) given: Field<String>,
    #[serde(rename = "familyName")]
    pub(crate) family: Field<String>,
    #[serde(rename = "middleName")]
    pub(crate) middle: Field<String>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Email {
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) value: Field<String>,
    #[serde(rename = "type", skip_serializing_if = "Field::is_absent")]
    pub(crate) kind: Field<String>,
    #[serde(deserialize_with = "flag", skip_serializing_if = "Field::is_absent")]
    pub(crate) verified: Field<bool>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct PhoneNumber {
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) value: Field<String>,
    #[serde(rename = "type", skip_serializing_if = "Field::is_absent")]
    pub(crate) kind: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) work_extension: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) primary: Field<bool>,
}

#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Address {
    #[serde(rename = "type", skip_serializing_if = "Field::is_absent")]
    pub(crate) kind: Field<String>,
    #[serde(rename = "streetAddress", skip_serializing_if = "Field::is_absent")]
    pub(crate) street: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) locality: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) region: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) postal_code: Field<String>,
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub(crate) country: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Meta {
    pub(crate) created: Field<String>,
    pub(crate) last_modified: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Enterprise {
    pub(crate) company_id: Field<String>,
    pub(crate) organization: Field<String>,
    pub(crate) employee_number: Field<String>,
    pub(crate) cost_center: Field<String>,
    pub(crate) department: Field<String>,
    pub(crate) division: Field<String>,
    pub(crate) legal_entity: Field<String>,
    pub(crate) start_date: Field<String>,
    pub(crate) termination_date: Field<String>,
    pub(crate) manager: Field<Manager>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Manager {
    pub(crate) value: Field<String>,
    pub(crate) employee_number: Field<String>,
    pub(crate) display_name: Field<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Sap {
    pub(crate) user_uuid: Field<String>,
}

/// Concur's attribute table calls `emails.verified` a string and its examples show a boolean: both are read.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Field<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Flag {
        Bool(bool),
        Text(String),
    }
    match Option::<Flag>::deserialize(deserializer)? {
        None => Ok(Field::Null),
        Some(Flag::Bool(value)) => Ok(Field::Value(value)),
        Some(Flag::Text(text)) => text
            .trim()
            .to_ascii_lowercase()
            .parse()
            .map(Field::Value)
            .map_err(serde::de::Error::custom),
    }
}
