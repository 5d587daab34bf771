//! Which of Concur's attributes go where, and which stay in the provider's record alone: the mapping as data.

/// One attribute of Concur and what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MappedField {
    /// Whose attribute it is.
    pub source: Source,
    /// The attribute in SCIM's notation, without the brackets of lists. One attribute may stand in several rows.
    pub concur: &'static str,
    /// The field of [`User`](crate::User), without the brackets of lists; nothing if `remote_data` alone has it.
    pub unified: Option<&'static str>,
    /// Why there is no field; empty if there is one.
    pub reason: &'static str,
}

/// The documents that the mapping knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Source {
    /// Identity v4 and v4.1.
    Identity,
    /// Users v3.0.
    UsersV3,
}

/// Every attribute that Concur documents or shows for its users, in one row or more.
pub const fn mapping_table() -> &'static [MappedField] {
    ROWS
}

const fn mapped(concur: &'static str, unified: &'static str) -> MappedField {
    MappedField {
        source: Source::Identity,
        concur,
        unified: Some(unified),
        reason: "",
    }
}

const fn left(concur: &'static str, reason: &'static str) -> MappedField {
    MappedField {
        source: Source::Identity,
        concur,
        unified: None,
        reason,
    }
}

const fn v3(field: MappedField) -> MappedField {
    MappedField {
        source: Source::UsersV3,
        ..field
    }
}

const ROWS: &[MappedField] = &[
    mapped("id", "id"),
    mapped("externalId", "external_id"),
    mapped("userName", "username"),
    mapped("active", "status"),
    mapped("name.givenName", "first_name"),
    mapped("name.middleName", "middle_name"),
    mapped("name.familyName", "last_name"),
    mapped("displayName", "name"),
    mapped("nickName", "nick_name"),
    mapped("title", "title"),
    mapped("preferredLanguage", "locale"),
    mapped("preferredLanguage", "languages"),
    mapped("timezone", "timezone"),
    mapped("dateOfBirth", "date_of_birth"),
    mapped("emails.value", "emails.email"),
    mapped("emails.type", "emails.type"),
    mapped("emails.type", "emails.is_primary"),
    mapped("emails.verified", "emails.is_verified"),
    mapped("emails.verified", "is_email_verified"),
    mapped("phoneNumbers.value", "phones.number"),
    mapped("phoneNumbers.type", "phones.type"),
    mapped("phoneNumbers.workExtension", "phones.extension"),
    mapped("phoneNumbers.primary", "phones.is_primary"),
    mapped("addresses.type", "addresses.type"),
    mapped("addresses.streetAddress", "addresses.street"),
    mapped("addresses.locality", "addresses.city"),
    mapped("addresses.region", "addresses.region"),
    mapped("addresses.postalCode", "addresses.postal_code"),
    mapped("addresses.country", "addresses.country"),
    mapped("entitlements", "entitlements"),
    mapped("meta.created", "created_at"),
    mapped("meta.lastModified", "updated_at"),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:companyId",
        "company_id",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:companyId",
        "organizations.id",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization",
        "organizations.name",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        "employee_number",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter",
        "cost_center",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "department",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division",
        "division",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:legalEntity",
        "legal_entity",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:startDate",
        "start_date",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:terminationDate",
        "termination_date",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
        "manager.id",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.employeeNumber",
        "manager.employee_number",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
        "manager.display_name",
    ),
    mapped(
        "urn:ietf:params:scim:schemas:extension:sap:2.0:User:userUuid",
        "sap_user_uuid",
    ),
    left(
        "schemas",
        "names the parts of the document, says nothing of the person",
    ),
    left(
        "name.formatted",
        "derived by Concur from the parts, in changing order",
    ),
    left(
        "name.legalName",
        "part of a name that no other directory has",
    ),
    left(
        "name.familyNamePrefix",
        "part of a name that no other directory has",
    ),
    left(
        "name.middleInitial",
        "derived by Concur from the middle name",
    ),
    left(
        "name.honorificPrefix",
        "part of a name that no other directory has",
    ),
    left(
        "name.honorificSuffix",
        "part of a name that no other directory has",
    ),
    left(
        "name.academicTitle",
        "part of a name that no other directory has",
    ),
    left(
        "name.hasNoMiddleName",
        "belongs to the name for travel, shown once by mistake",
    ),
    left("gender", "shown once as null and in no schema"),
    left(
        "emails.notifications",
        "a preference of the product, not of the directory",
    ),
    left(
        "phoneNumbers.display",
        "the same number written in another way",
    ),
    left(
        "phoneNumbers.issuingCountry",
        "documented for mobile numbers only",
    ),
    left(
        "phoneNumbers.notifications",
        "a preference of the product, not of the directory",
    ),
    left("emergencyContacts.name", "data of a third person"),
    left("emergencyContacts.relationship", "data of a third person"),
    left("emergencyContacts.emails", "data of a third person"),
    left("emergencyContacts.phones", "data of a third person"),
    left("emergencyContacts.country", "data of a third person"),
    left("emergencyContacts.locality", "data of a third person"),
    left("emergencyContacts.region", "data of a third person"),
    left("emergencyContacts.postalCode", "data of a third person"),
    left("emergencyContacts.streetAddress", "data of a third person"),
    left(
        "localeOverrides.preference24Hour",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceCurrencySymbolLocation",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceDateFormat",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceDefaultCalView",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceDistance",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceEndDayViewHour",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceFirstDayOfWeek",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceHourMinuteSeparator",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceNegativeCurrencyFormat",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceNegativeNumberFormat",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceNumberFormat",
        "a preference of the product, not of the directory",
    ),
    left(
        "localeOverrides.preferenceStartDayViewHour",
        "a preference of the product, not of the directory",
    ),
    left("meta.resourceType", "always User"),
    left(
        "meta.version",
        "counts changes by uneven steps and guards no write",
    ),
    left("meta.location", "an address that the id repeats"),
    left(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref",
        "an address that the manager's id repeats",
    ),
    left(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:leavesOfAbsence.startDate",
        "documented as a preview",
    ),
    left(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:leavesOfAbsence.endDate",
        "documented as a preview",
    ),
    left(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:leavesOfAbsence.type",
        "documented as a preview",
    ),
    left(
        "urn:ietf:params:scim:schemas:extension:settings:2.0:User:theme",
        "a preference of the product, not of the directory",
    ),
    v3(mapped("ID", "id")),
    v3(mapped("LoginID", "username")),
    v3(mapped("EmployeeID", "employee_number")),
    v3(mapped("Active", "status")),
    v3(mapped("FirstName", "first_name")),
    v3(mapped("MiddleName", "middle_name")),
    v3(mapped("LastName", "last_name")),
    v3(mapped("PrimaryEmail", "emails.email")),
    v3(mapped("PrimaryEmail", "emails.is_primary")),
    v3(mapped("CellPhoneNumber", "phones.number")),
    v3(mapped("CellPhoneNumber", "phones.type")),
    v3(left(
        "OrganizationUnit",
        "a unit of the expense configuration whose meaning each company sets",
    )),
    v3(left("URI", "an address that the id repeats")),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::concur::identity::ATTRIBUTES;

    #[test]
    fn every_attribute_that_is_mapped_is_asked_for() {
        let asked: Vec<&str> = ATTRIBUTES.split(',').collect();
        let is_asked = |path: &str| {
            // An attribute that is named comes with all its parts.
            asked.iter().any(|name| {
                path.strip_prefix(name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        };

        for row in mapping_table() {
            if row.source == Source::Identity && row.unified.is_some() {
                assert!(is_asked(row.concur), "{}", row.concur);
            }
        }
    }
}
