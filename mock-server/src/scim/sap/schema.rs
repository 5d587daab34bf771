//! The User and the Group of SCIM v4: every attribute with its limits.
//!
//! What both have in common with Identity's user is Identity's; `emails.verified` moved into the SAP extension, and
//! `localeOverrides`, `dateOfBirth`, `entitlements`, the dates and leaves of the enterprise extension and the settings
//! are not there.

use crate::scim::attribute::{Attribute, Uniqueness};
use crate::scim::resource::Schema;
use crate::scim::schema::{
    ADDRESSES, CORE, EMERGENCY_CONTACTS, ENTERPRISE, MANAGER, META, NAME, SAP, phone_numbers,
};
use crate::scim::scope::{Read, Write};
use crate::scim::values;

/// URN of the core group schema.
pub(crate) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// URN of the SAP extension of a group.
pub(crate) const SAP_GROUP: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:Group";

const EMAILS: &[Attribute] = &[
    Attribute::text("value", 255)
        .required()
        .read(Read::SENSITIVE),
    Attribute::one_of("type", &["work", "home", "work2", "other", "other2"])
        .required()
        .read(Read::SENSITIVE),
    Attribute::boolean("notifications").read(Read::SENSITIVE),
];

const PHONE_NUMBERS: &[Attribute] = &phone_numbers(60);

const ENTERPRISE_USER: &[Attribute] = &[
    Attribute::text("employeeNumber", 48)
        .unique(Uniqueness::Server)
        .read(Read::ENTERPRISE),
    Attribute::text("companyId", 36)
        .required()
        .immutable()
        .read(Read::ENTERPRISE),
    Attribute::text("costCenter", 25).read(Read::ENTERPRISE),
    Attribute::text("department", 0).read(Read::ENTERPRISE),
    Attribute::text("division", 48).read(Read::ENTERPRISE),
    Attribute::complex("manager", MANAGER),
    Attribute::text("organization", 0)
        .read_only()
        .on_request()
        .read(Read::ENTERPRISE),
];

// ASSUMED: the scope mapping page knows `userUuid` alone. The addresses are sensitive like those that they repeat, what
// else the extension has follows its read scope, and all of it but `userUuid` and `verified` follows the general write
// scope.
const CONTACT_PREFERENCES: &[Attribute] = &[
    Attribute::text("telephone", 0).read(Read::SENSITIVE),
    Attribute::text("email", 0).read(Read::SENSITIVE),
    Attribute::one_of("emailFormat", &["HTTP", "plain"]).read(Read::SENSITIVE),
];

const SAP_EMAILS: &[Attribute] = &[
    Attribute::text("value", 255)
        .required()
        .read(Read::SENSITIVE),
    Attribute::boolean("verified")
        .read(Read::SENSITIVE)
        .write(Write::EmailsVerified),
];

const SAP_USER: &[Attribute] = &[
    Attribute::text_between("userUuid", 1, 36)
        .read(Read::SAP)
        .write(Write::Sap),
    Attribute::date("validFrom").read(Read::SAP),
    Attribute::date("validTo").read(Read::SAP),
    Attribute::complex("contactPreferences", CONTACT_PREFERENCES),
    Attribute::complex("emails", SAP_EMAILS).many(0),
];

const USER: &[Attribute] = &[
    Attribute::text("schemas", 0)
        .many(0)
        .read_only()
        .always()
        .inner_scopes(),
    Attribute::text("id", 36)
        .unique(Uniqueness::Server)
        .read_only()
        .always()
        .read(Read::IDS.or(Read::CORE)),
    Attribute::text("externalId", 0)
        .unique(Uniqueness::Server)
        .read(Read::IDS)
        .write(Write::ExternalId),
    Attribute::text("userName", 0)
        .unique(Uniqueness::Global)
        .required()
        .read(Read::IDS),
    Attribute::boolean("active").required(),
    Attribute::complex("name", NAME).required(),
    Attribute::text("displayName", 0).read_only(),
    Attribute::text("nickName", 60),
    Attribute::text("title", 255),
    Attribute::text("preferredLanguage", 0),
    // It stands in the OpenAPI file only, and no other service has it.
    Attribute::text("locale", 0),
    Attribute::one_of("timezone", values::TIME_ZONES),
    Attribute::complex("emails", EMAILS).many(0).required(),
    Attribute::complex("phoneNumbers", PHONE_NUMBERS).many(0),
    Attribute::complex("addresses", ADDRESSES).many(0),
    Attribute::complex("emergencyContacts", EMERGENCY_CONTACTS).many(1),
    Attribute::complex(ENTERPRISE, ENTERPRISE_USER).required(),
    Attribute::complex(SAP, SAP_USER),
    Attribute::complex("meta", META).read_only(),
];

/// The user.
pub(crate) static SCIM_USER: Schema = Schema {
    core: CORE,
    attributes: USER,
};

const MEMBERS: &[Attribute] = &[
    Attribute::text("value", 36).required(),
    Attribute::text("$ref", 0),
];

const SAP_GROUP_MEMBERS: &[Attribute] = &[
    Attribute::one_of("supportedOperations", &["readOnly", "userOnlyMembership"]).read_only(),
    Attribute::text("externalName", 0).read_only(),
    Attribute::one_of("type", &["authorization"]).read_only(),
];

// The numbers of the page of members stand in `meta` under names that hold a dot.
const GROUP_META: &[Attribute] = &[
    Attribute::text("resourceType", 0),
    Attribute::date("lastModified"),
    Attribute::text("location", 0),
    Attribute::integer("members.totalResults", 0, i64::MAX),
    Attribute::integer("members.startIndex", 1, i64::MAX),
    Attribute::integer("members.itemsPerPage", 0, i64::MAX),
    Attribute::integer("members.cnt", 0, i64::MAX),
];

/// The group. ASSUMED: whoever may read anything of users may read groups; no page names a scope for them.
pub(crate) static SCIM_GROUP: Schema = Schema {
    core: GROUP,
    attributes: &[
        Attribute::text("schemas", 0)
            .many(0)
            .read_only()
            .always()
            .inner_scopes(),
        Attribute::text("id", 36)
            .unique(Uniqueness::Server)
            .read_only()
            .always()
            .inner_scopes(),
        Attribute::text("displayName", 0).read_only(),
        Attribute::complex("members", MEMBERS).many(0),
        Attribute::complex(SAP_GROUP, SAP_GROUP_MEMBERS).read_only(),
        Attribute::complex("meta", GROUP_META).read_only(),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_lacks_what_only_identity_has() {
        for path in [
            "localeOverrides",
            "dateOfBirth",
            "entitlements",
            "emails.verified",
            &format!("{ENTERPRISE}:leavesOfAbsence"),
            &format!("{ENTERPRISE}:startDate"),
        ] {
            assert_eq!(SCIM_USER.resolve(path), None, "{path}");
        }
        for path in [
            "userName",
            &format!("{SAP}:emails"),
            &format!("{SAP}:validTo"),
        ] {
            assert!(SCIM_USER.resolve(path).is_some(), "{path}");
        }
    }

    #[test]
    fn a_group_resolves_with_and_without_urns() {
        for path in [
            "members",
            &format!("{GROUP}:members"),
            &format!("{SAP_GROUP}:type"),
        ] {
            assert!(SCIM_GROUP.resolve(path).is_some(), "{path}");
        }
        assert_eq!(SCIM_GROUP.resolve("userName"), None);
    }
}
