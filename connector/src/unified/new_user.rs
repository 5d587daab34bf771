//! A user to be created.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Address, Change, Email, Phone, PlainDate, Status};
use crate::field::Field;

/// The type of the one address that [`NewUser::new`] takes.
const WORK: &str = "work";

/// A new user: what every user must have, and whatever else is known of it.
///
/// ```
/// use concur_connector::NewUser;
///
/// let user = NewUser {
///     title: Some("Analyst".to_owned()),
///     ..NewUser::new("ada@example.com", "Ada", "Lovelace", "ada@example.com")
/// };
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    /// Login name, unique over all companies.
    pub username: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// E-mail addresses, each with its type; at least one.
    pub emails: Vec<Email>,
    /// The company that the user belongs to; the connector's own where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<String>,
    /// Middle name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// The name the user goes by instead of the given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nick_name: Option<String>,
    /// Job title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The caller's own id for the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Whether the user may sign in; if not said, it may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Telephone numbers, each with its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phones: Option<Vec<Phone>>,
    /// Postal addresses, each with its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addresses: Option<Vec<Address>>,
    /// IANA time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The preferred language and region as one BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The number by which the company knows the employee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_number: Option<String>,
    /// The id of the manager in the same directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager_id: Option<String>,
    /// Department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Division.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub division: Option<String>,
    /// Cost centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    /// The id of the legal entity that employs the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_entity: Option<String>,
    /// First day of employment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<PlainDate>,
    /// Last day of employment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub termination_date: Option<PlainDate>,
    /// Birthday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<PlainDate>,
    /// The products that the user may use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entitlements: Option<Vec<String>>,
    /// The id of the same person in other products of the vendor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sap_user_uuid: Option<String>,
}

impl NewUser {
    /// A user with what every user must have; the e-mail address is the one at work.
    pub fn new(
        username: impl Into<String>,
        first_name: impl Into<String>,
        last_name: impl Into<String>,
        email: impl Into<String>,
    ) -> Self {
        Self {
            username: username.into(),
            first_name: first_name.into(),
            last_name: last_name.into(),
            emails: vec![Email {
                email: Field::Value(email.into()),
                kind: WORK.into(),
                ..Email::default()
            }],
            ..Self::default()
        }
    }

    /// The user as a change of nobody: a value not given is one not mentioned.
    pub(crate) fn into_change(self) -> Change {
        Change {
            username: Field::Value(self.username),
            first_name: Field::Value(self.first_name),
            middle_name: given(self.middle_name),
            last_name: Field::Value(self.last_name),
            nick_name: given(self.nick_name),
            title: given(self.title),
            external_id: given(self.external_id),
            status: Field::Value(self.status.unwrap_or(Status::Active)),
            emails: Field::Value(self.emails),
            phones: given(self.phones),
            addresses: given(self.addresses),
            timezone: given(self.timezone),
            locale: given(self.locale),
            employee_number: given(self.employee_number),
            manager_id: given(self.manager_id),
            department: given(self.department),
            division: given(self.division),
            cost_center: given(self.cost_center),
            legal_entity: given(self.legal_entity),
            start_date: given(self.start_date),
            termination_date: given(self.termination_date),
            date_of_birth: given(self.date_of_birth),
            entitlements: given(self.entitlements),
            sap_user_uuid: given(self.sap_user_uuid),
        }
    }
}

fn given<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}
