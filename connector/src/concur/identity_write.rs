//! What is written to an identity: attribute paths and values, as a new document or as a SCIM PATCH.

use std::collections::BTreeMap;

use serde::Serialize;

use super::identity_user::{Address, Email, PhoneNumber};
use crate::field::Field;

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const SAP: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Where an attribute stands: at the top or in an extension, and there maybe inside another attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    extension: Option<&'static str>,
    names: &'static [&'static str],
}

impl Path {
    pub(crate) const USER_NAME: Self = Self::core(&["userName"]);
    pub(crate) const EXTERNAL_ID: Self = Self::core(&["externalId"]);
    pub(crate) const ACTIVE: Self = Self::core(&["active"]);
    pub(crate) const GIVEN_NAME: Self = Self::core(&["name", "givenName"]);
    pub(crate) const FAMILY_NAME: Self = Self::core(&["name", "familyName"]);
    pub(crate) const MIDDLE_NAME: Self = Self::core(&["name", "middleName"]);
    pub(crate) const NICK_NAME: Self = Self::core(&["nickName"]);
    pub(crate) const TITLE: Self = Self::core(&["title"]);
    pub(crate) const PREFERRED_LANGUAGE: Self = Self::core(&["preferredLanguage"]);
    pub(crate) const TIMEZONE: Self = Self::core(&["timezone"]);
    pub(crate) const DATE_OF_BIRTH: Self = Self::core(&["dateOfBirth"]);
    pub(crate) const EMAILS: Self = Self::core(&["emails"]);
    pub(crate) const PHONE_NUMBERS: Self = Self::core(&["phoneNumbers"]);
    pub(crate) const ADDRESSES: Self = Self::core(&["addresses"]);
    pub(crate) const ENTITLEMENTS: Self = Self::core(&["entitlements"]);
    pub(crate) const COMPANY_ID: Self = Self::enterprise(&["companyId"]);
    pub(crate) const EMPLOYEE_NUMBER: Self = Self::enterprise(&["employeeNumber"]);
    pub(crate) const COST_CENTER: Self = Self::enterprise(&["costCenter"]);
    pub(crate) const DEPARTMENT: Self = Self::enterprise(&["department"]);
    pub(crate) const DIVISION: Self = Self::enterprise(&["division"]);
    pub(crate) const LEGAL_ENTITY: Self = Self::enterprise(&["legalEntity"]);
    pub(crate) const START_DATE: Self = Self::enterprise(&["startDate"]);
    pub(crate) const TERMINATION_DATE: Self = Self::enterprise(&["terminationDate"]);
    pub(crate) const MANAGER: Self = Self::enterprise(&["manager"]);
    pub(crate) const MANAGER_VALUE: Self = Self::enterprise(&["manager", "value"]);
    pub(crate) const USER_UUID: Self = Self {
        extension: Some(SAP),
        names: &["userUuid"],
    };

    const fn core(names: &'static [&'static str]) -> Self {
        Self {
            extension: None,
            names,
        }
    }

    const fn enterprise(names: &'static [&'static str]) -> Self {
        Self {
            extension: Some(ENTERPRISE),
            names,
        }
    }

    /// The notation of SCIM: the extension's URN and a colon, then the names with dots.
    fn notation(self) -> String {
        let names = self.names.join(".");
        match self.extension {
            Some(extension) => format!("{extension}:{names}"),
            None => names,
        }
    }
}

/// A value that is written.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Written {
    Text(String),
    Flag(bool),
    Texts(Vec<String>),
    Emails(Vec<Email>),
    PhoneNumbers(Vec<PhoneNumber>),
    Addresses(Vec<Address>),
}

/// One attribute to set or to clear.
#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) path: Path,
    pub(crate) value: Field<Written>,
}

/// The body of a PATCH: one operation for each write.
///
/// `replace` without a filter sets the whole of a list, which Identity v4.1 says of every operation; on an attribute
/// without a value it adds one, by RFC 7644.
#[derive(Debug, Serialize)]
pub(crate) struct PatchBody {
    schemas: [&'static str; 1],
    #[serde(rename = "Operations")]
    operations: Vec<Operation>,
}

#[derive(Debug, Serialize)]
struct Operation {
    op: &'static str,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Written>,
}

pub(crate) fn patch(writes: Vec<Write>) -> PatchBody {
    let operations = writes
        .into_iter()
        .filter(|write| !write.value.is_absent())
        .map(|write| {
            let value = write.value.into_value();
            Operation {
                op: if value.is_some() { "replace" } else { "remove" },
                path: write.path.notation(),
                value,
            }
        })
        .collect();
    PatchBody {
        schemas: [PATCH],
        operations,
    }
}

impl PatchBody {
    pub(crate) fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }
}

/// The body of a POST.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Document {
    Branch(BTreeMap<&'static str, Self>),
    Leaf(Written),
}

pub(crate) fn document(writes: Vec<Write>) -> Document {
    let mut root = BTreeMap::new();
    let mut schemas = vec![CORE.to_owned()];
    for write in writes {
        let Some(value) = write.value.into_value() else {
            continue;
        };
        let extension = write.path.extension;
        if let Some(extension) = extension
            && !schemas.iter().any(|schema| schema == extension)
        {
            schemas.push(extension.to_owned());
        }
        let steps: Vec<&'static str> = extension
            .into_iter()
            .chain(write.path.names.iter().copied())
            .collect();
        place(&mut root, &steps, value);
    }
    root.insert("schemas", Document::Leaf(Written::Texts(schemas)));
    Document::Branch(root)
}

fn place(branch: &mut BTreeMap<&'static str, Document>, steps: &[&'static str], value: Written) {
    match steps {
        [] => {}
        [name] => {
            branch.insert(name, Document::Leaf(value));
        }
        [name, rest @ ..] => {
            let inner = branch
                .entry(name)
                .or_insert_with(|| Document::Branch(BTreeMap::new()));
            if let Document::Branch(inner) = inner {
                place(inner, rest, value);
            }
        }
    }
}
