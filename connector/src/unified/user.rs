//! One user, the same for every source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PlainDate, RemoteData, Status};
use crate::field::Field;

/// A user of the directory.
///
/// Only `id` is always there. A field that the source does not give, or that the token may not see, is absent; one that
/// the source gives as null or as an empty list is null or an empty list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct User {
    /// The source's id for the user.
    pub id: String,
    /// The caller's own id for the user.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub external_id: Field<String>,
    /// Login name, unique over all companies.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub username: Field<String>,
    /// Given name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub first_name: Field<String>,
    /// Middle name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub middle_name: Field<String>,
    /// Family name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub last_name: Field<String>,
    /// Name for display.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
    /// The name the user goes by instead of the given name.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub nick_name: Field<String>,
    /// Job title.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub title: Field<String>,
    /// Whether the user may sign in.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// E-mail addresses, in the order of the source.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub emails: Field<Vec<Email>>,
    /// Whether the primary e-mail address has been verified.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub is_email_verified: Field<bool>,
    /// Telephone numbers, in the order of the source.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub phones: Field<Vec<Phone>>,
    /// Postal addresses, in the order of the source.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub addresses: Field<Vec<Address>>,
    /// Companies the user belongs to.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub organizations: Field<Vec<Organization>>,
    /// IANA time zone.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub timezone: Field<String>,
    /// Languages as BCP 47 tags, preferred first.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub languages: Field<Vec<String>>,
    /// The preferred language and region as one BCP 47 tag.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub locale: Field<String>,
    /// The number by which the company knows the employee; unique within it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub employee_number: Field<String>,
    /// Who leads the user.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub manager: Field<Manager>,
    /// Department, as the identity service has it; the expense product keeps another.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub department: Field<String>,
    /// Division, as the identity service has it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub division: Field<String>,
    /// Cost centre, as the identity service has it; the expense product keeps another.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub cost_center: Field<String>,
    /// The company's id.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub company_id: Field<String>,
    /// The id of the legal entity that employs the user.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub legal_entity: Field<String>,
    /// First day of employment.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub start_date: Field<PlainDate>,
    /// Last day of employment.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub termination_date: Field<PlainDate>,
    /// Birthday.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub date_of_birth: Field<PlainDate>,
    /// The products that the user may use, by their names.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub entitlements: Field<Vec<String>>,
    /// The id of the same person in other products of the vendor.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub sap_user_uuid: Field<String>,
    /// When the record came into being, as the source wrote it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[schemars(extend("format" = "date-time"))]
    pub created_at: Field<String>,
    /// When the record last changed, as the source wrote it.
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    #[schemars(extend("format" = "date-time"))]
    pub updated_at: Field<String>,
    /// The source's own record, untouched: whatever has no unified field is still here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_data: Option<RemoteData>,
}

/// An e-mail address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Email {
    /// The address.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub email: Field<String>,
    /// What it is for, such as `work`.
    #[serde(rename = "type", skip_serializing_if = "Field::is_absent")]
    pub kind: Field<String>,
    /// Whether it is the first to write to.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub is_primary: Field<bool>,
    /// Whether its owner has shown to receive mail there.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub is_verified: Field<bool>,
}

/// A telephone number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Phone {
    /// The number.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub number: Field<String>,
    /// The extension.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub extension: Field<String>,
    /// What it is for, such as `mobile`.
    #[serde(rename = "type", skip_serializing_if = "Field::is_absent")]
    pub kind: Field<String>,
    /// Whether it is the first to call.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub is_primary: Field<bool>,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Address {
    /// What it is for, such as `home`.
    #[serde(rename = "type", skip_serializing_if = "Field::is_absent")]
    pub kind: Field<String>,
    /// Street and number; may have several lines.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub street: Field<String>,
    /// City or town.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub city: Field<String>,
    /// State, province or region.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub region: Field<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub postal_code: Field<String>,
    /// Country, as ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub country: Field<String>,
}

/// A company that a user belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Organization {
    /// Its id.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub id: Field<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub name: Field<String>,
}

/// Who leads a user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Manager {
    /// The manager's id in the same directory.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub id: Field<String>,
    /// The manager's employee number.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub employee_number: Field<String>,
    /// The manager's name for display.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub display_name: Field<String>,
}
