//! The travel extension of a user: every attribute with its limits, in Concur's words.
//!
//! Sources: the attribute table of the Travel Profile v4 reference and the OpenAPI file of the provisioning service.
//! ASSUMED: the lengths of the name are those of the core user, and no other text is longer than the longest one of the
//! XML profile, since neither source has limits.

use crate::scim::attribute::{Attribute, Filterable};
use crate::scim::resource::Schema;
use crate::scim::schema::CORE;

/// URN of the travel extension.
pub(crate) const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

/// The most characters of a text whose length nobody publishes.
const MAX_TEXT: usize = 255;

const RULE_CLASS: &[Attribute] = &[
    Attribute::integer("id", 0, i64::MAX),
    Attribute::text("name", MAX_TEXT),
];

const NAME: &[Attribute] = &[
    Attribute::text("namePrefix", 60),
    Attribute::text("givenName", 32),
    Attribute::boolean("hasNoMiddleName"),
    Attribute::text("middleName", 60),
    Attribute::text("familyName", 32),
    Attribute::text("honorificSuffix", 60),
];

const CUSTOM_FIELDS: &[Attribute] = &[
    Attribute::text("name", MAX_TEXT)
        .required()
        .filterable(Filterable::Text),
    Attribute::text("value", MAX_TEXT).filterable(Filterable::Text),
];

const MANAGER: &[Attribute] = &[
    Attribute::text("value", 36),
    Attribute::text("employeeNumber", 48),
];

const PERMISSIONS: &[Attribute] = &[
    Attribute::boolean("OpenBookingUser"),
    Attribute::boolean("ProfileUser"),
    Attribute::boolean("TravelUser"),
];

/// The attributes of the extension, in the order of the published reply. The last two stand in the OpenAPI file only.
pub(crate) const ATTRIBUTES: &[Attribute] = &[
    Attribute::complex("ruleClass", RULE_CLASS).required(),
    Attribute::text("travelCrsName", MAX_TEXT),
    Attribute::complex("name", NAME),
    Attribute::text("travelNameRemark", MAX_TEXT),
    Attribute::one_of("gender", &["Male", "Female"]),
    Attribute::text("orgUnit", MAX_TEXT),
    Attribute::complex("customFields", CUSTOM_FIELDS).many(0),
    Attribute::complex("manager", MANAGER),
    Attribute::integer("groups", 0, i64::MAX).many(0),
    Attribute::complex("permissions", PERMISSIONS),
    Attribute::text("xmlProfileSyncId", MAX_TEXT),
];

/// A user of which only the travel extension can be written.
pub(crate) static TRAVEL_USER: Schema = Schema {
    core: CORE,
    attributes: &[Attribute::complex(TRAVEL, ATTRIBUTES).required()],
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::path::Target;

    #[test]
    fn the_published_paths_are_read() {
        for rest in [
            "",
            ":",
            ":ruleClass.id",
            ":name.givenName",
            ":manager.employeeNumber",
            ":groups",
            ":customFields",
            r#":customFields[name eq "Cost Object"]"#,
            r#":customFields[name eq "Cost Object"].value"#,
        ] {
            let path = format!("{TRAVEL}{rest}");
            assert!(Target::read(&TRAVEL_USER, &path).is_some(), "{path}");
        }
        assert_eq!(
            Target::read(&TRAVEL_USER, &format!("{TRAVEL}:seat")),
            None,
            "an attribute of another service"
        );
    }
}
