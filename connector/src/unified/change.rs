//! What is to become different in a user.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, Email, Phone, PlainDate, Status};
use crate::field::Field;

/// A change: what is absent stays, what is null is cleared, what has a value is set.
///
/// ```
/// use concur_connector::{Change, Field};
///
/// let change = Change {
///     title: "Engineer".into(),
///     nick_name: Field::Null,
///     ..Change::default()
/// };
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Change {
    /// Login name. Cannot be cleared.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub username: Field<String>,
    /// Given name. Cannot be cleared.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub first_name: Field<String>,
    /// Middle name.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub middle_name: Field<String>,
    /// Family name. Cannot be cleared.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub last_name: Field<String>,
    /// The name the user goes by instead of the given name.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub nick_name: Field<String>,
    /// Job title.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub title: Field<String>,
    /// The caller's own id for the user.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub external_id: Field<String>,
    /// Whether the user may sign in. Cannot be cleared.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub status: Field<Status>,
    /// The whole list of e-mail addresses, each with its type; at least one.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub emails: Field<Vec<Email>>,
    /// The whole list of telephone numbers, each with its type.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub phones: Field<Vec<Phone>>,
    /// The whole list of postal addresses, each with its type.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub addresses: Field<Vec<Address>>,
    /// IANA time zone.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub timezone: Field<String>,
    /// The preferred language and region as one BCP 47 tag.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub locale: Field<String>,
    /// The number by which the company knows the employee.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub employee_number: Field<String>,
    /// The id of the manager in the same directory.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub manager_id: Field<String>,
    /// Department.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub department: Field<String>,
    /// Division.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub division: Field<String>,
    /// Cost centre.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub cost_center: Field<String>,
    /// The id of the legal entity that employs the user.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub legal_entity: Field<String>,
    /// First day of employment.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub start_date: Field<PlainDate>,
    /// Last day of employment.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub termination_date: Field<PlainDate>,
    /// Birthday.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub date_of_birth: Field<PlainDate>,
    /// The whole list of products that the user may use.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub entitlements: Field<Vec<String>>,
    /// The id of the same person in other products of the vendor.
    #[serde(skip_serializing_if = "Field::is_absent")]
    pub sap_user_uuid: Field<String>,
}
