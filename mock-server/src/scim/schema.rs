//! The User schema of Identity v4 and v4.1: every attribute with its limits, in Concur's words.
//!
//! Sources: the attribute tables of Concur's Identity v4.1 reference, the published OpenAPI file (lengths and closed
//! lists), the search guide (filterable attributes) and the scope mapping page (read and write scopes).

use super::attribute::{Attribute, Filterable, Kind, Uniqueness};
use super::resource::Schema;
use super::scope::{Read, Write};
use super::values;

/// URN of the core user schema.
pub(crate) const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// URN of the enterprise extension.
pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// URN of the SAP extension.
pub(crate) const SAP: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";
/// URN of the settings extension; it stands in the OpenAPI file only.
pub(crate) const SETTINGS: &str = "urn:ietf:params:scim:schemas:extension:settings:2.0:User";

pub(super) const NAME: &[Attribute] = &[
    Attribute::text("familyName", 32)
        .required()
        .filterable(Filterable::Text),
    Attribute::text("givenName", 32)
        .required()
        .filterable(Filterable::Text),
    Attribute::text("familyNamePrefix", 28),
    Attribute::text("middleName", 60),
    Attribute::text("middleInitial", 1),
    Attribute::text_between("honorificPrefix", 1, 60),
    Attribute::text_between("honorificSuffix", 1, 60),
    Attribute::one_of(
        "academicTitle",
        &[
            "Dr.",
            "Doctor",
            "Prof.",
            "Professor",
            "Prof. Dr.",
            "Professor Doctor",
            "B.A.",
            "Bachelor of Arts",
            "MBA",
            "Master of Business Administration",
            "Ph.D",
            "Doctor of Philosophy",
        ],
    ),
    // DIFFERS: the attribute table calls it read-only, while every example of Concur writes and returns it.
    Attribute::text("legalName", 0),
    Attribute::text("formatted", 0).read_only(),
    Attribute::boolean("hasNoMiddleName"),
];

const EMAILS: &[Attribute] = &[
    Attribute::text("value", 255)
        .required()
        .read(Read::SENSITIVE)
        .filterable(Filterable::Text),
    Attribute::one_of("type", &["work", "home", "work2", "other", "other2"])
        .required()
        .read(Read::SENSITIVE)
        .filterable(Filterable::Text),
    Attribute::boolean("verified")
        .read(Read::SENSITIVE)
        .write(Write::EmailsVerified)
        .filterable(Filterable::Boolean),
    Attribute::boolean("notifications").read(Read::SENSITIVE),
];

/// A telephone number, which may have this many letters; 0 is without limit.
pub(super) const fn phone_numbers(longest: usize) -> [Attribute; 7] {
    [
        Attribute::text_between("value", 1, longest)
            .required()
            .read(Read::SENSITIVE),
        Attribute::one_of(
            "type",
            &["work", "home", "mobile", "fax", "pager", "other", "work2"],
        )
        .required()
        .read(Read::SENSITIVE),
        Attribute::text("display", 0).read(Read::SENSITIVE),
        Attribute::boolean("primary").read(Read::SENSITIVE),
        Attribute::boolean("notifications").read(Read::SENSITIVE),
        Attribute::country("issuingCountry").read(Read::SENSITIVE),
        Attribute::text("workExtension", 0).read(Read::SENSITIVE),
    ]
}

const PHONE_NUMBERS: &[Attribute] = &phone_numbers(0);

pub(super) const ADDRESSES: &[Attribute] = &[
    Attribute::one_of(
        "type",
        &["work", "home", "other", "billing", "bank", "shipping"],
    )
    .read(Read::SENSITIVE)
    .filterable(Filterable::Text),
    Attribute::text("streetAddress", 0).read(Read::SENSITIVE),
    Attribute::text("locality", 30)
        .read(Read::SENSITIVE)
        .filterable(Filterable::Text),
    Attribute::text("region", 30)
        .read(Read::SENSITIVE)
        .filterable(Filterable::Text),
    Attribute::text("postalCode", 20).read(Read::SENSITIVE),
    Attribute::country("country")
        .read(Read::SENSITIVE)
        .filterable(Filterable::Text),
];

// The mapping page gives the contact's name to the core scope while everything else of it is sensitive.
pub(super) const EMERGENCY_CONTACTS: &[Attribute] = &[
    Attribute::text("name", 255).required(),
    Attribute::one_of(
        "relationship",
        &[
            "Spouse",
            "Brother",
            "Parent",
            "Sister",
            "Life Partner",
            "Other",
        ],
    )
    .required()
    .read(Read::SENSITIVE),
    Attribute::text("emails", 0).many(0).read(Read::SENSITIVE),
    Attribute::text("phones", 0).many(0).read(Read::SENSITIVE),
    Attribute::text("streetAddress", 0).read(Read::SENSITIVE),
    Attribute::text("locality", 30).read(Read::SENSITIVE),
    Attribute::text("region", 30).read(Read::SENSITIVE),
    Attribute::text("postalCode", 20).read(Read::SENSITIVE),
    Attribute::country("country").read(Read::SENSITIVE),
];

const NEGATIVE: &[&str] = &["-100", "(100)"];

const LOCALE_OVERRIDES: &[Attribute] = &[
    Attribute::one_of("preference24Hour", &["H:mm AM/PM", "hh:mm"]),
    Attribute::one_of(
        "preferenceCurrencySymbolLocation",
        &["BeforeAmount", "AfterAmount"],
    ),
    Attribute::one_of(
        "preferenceDateFormat",
        &[
            "mm/dd/yyyy",
            "mm.dd.yyyy",
            "mm-dd-yyyy",
            "dd/mm/yyyy",
            "dd.mm.yyyy",
            "dd-mm-yyyy",
            "yyyy/mm/dd",
            "yyyy.mm.dd",
            "yyyy-mm-dd",
        ],
    ),
    Attribute::one_of("preferenceDefaultCalView", &["day", "week", "month"]),
    Attribute::one_of("preferenceDistance", &["mile", "km"]),
    Attribute::integer("preferenceEndDayViewHour", 0, 23),
    Attribute::one_of(
        "preferenceFirstDayOfWeek",
        &[
            "Sunday",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
        ],
    ),
    Attribute::one_of("preferenceHourMinuteSeparator", &[":", "."]),
    Attribute::one_of(
        "preferenceNumberFormat",
        &["1,000.00", "1.000,00", "1 000,00", "1'000.00", "1'000,00"],
    ),
    Attribute::integer("preferenceStartDayViewHour", 0, 23),
    Attribute::one_of("preferenceNegativeCurrencyFormat", NEGATIVE),
    Attribute::one_of("preferenceNegativeNumberFormat", NEGATIVE),
];

pub(super) const META: &[Attribute] = &[
    Attribute::text("resourceType", 0),
    Attribute::date("created").filterable(Filterable::Date),
    Attribute::date("lastModified").filterable(Filterable::Date),
    Attribute::integer("version", 0, i64::MAX),
    Attribute::text("location", 0),
];

// ASSUMED: `manager.value` has no read scope on the mapping page; it follows `manager` itself.
pub(super) const MANAGER: &[Attribute] = &[
    Attribute::text("value", 36)
        .required()
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Text),
    Attribute::text("employeeNumber", 48)
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Text),
    Attribute::text("displayName", 60).read_only().on_request(),
    Attribute::text("$ref", 0).read_only().on_request(),
];

const LEAVES_OF_ABSENCE: &[Attribute] = &[
    Attribute::day("startDate")
        .required()
        .read(Read::ENTERPRISE),
    Attribute::day("endDate").read(Read::ENTERPRISE),
    Attribute::one_of("type", &["voluntary", "mandatory"]).read(Read::ENTERPRISE),
];

const ENTERPRISE_USER: &[Attribute] = &[
    Attribute::text("employeeNumber", 48)
        .unique(Uniqueness::Server)
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Text),
    Attribute::text("companyId", 36)
        .required()
        .immutable()
        .read(Read::ENTERPRISE),
    Attribute::text("costCenter", 25)
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Text),
    Attribute::text("department", 0)
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Text),
    Attribute::text("division", 48)
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Text),
    Attribute::date("startDate")
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Date),
    Attribute::date("terminationDate")
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Date),
    Attribute::complex("manager", MANAGER),
    // ASSUMED: no Identity reply shows the company's name, so it is returned on request, as the provisioning page says.
    Attribute::text("organization", 0)
        .read_only()
        .on_request()
        .read(Read::ENTERPRISE),
    // ASSUMED: absent from the scope mapping page; it follows the rest of the extension.
    Attribute::text("legalEntity", 0)
        .read(Read::ENTERPRISE)
        .filterable(Filterable::Text),
    Attribute::complex("leavesOfAbsence", LEAVES_OF_ABSENCE).many(100),
];

const SAP_USER: &[Attribute] = &[Attribute::text_between("userUuid", 1, 36)
    .read(Read::SAP)
    .write(Write::Sap)
    .filterable(Filterable::Text)];

const SETTINGS_USER: &[Attribute] = &[Attribute::one_of(
    "theme",
    &[
        "Concur Gateway",
        "SAP Quartz Light",
        "SAP Quartz Dark",
        "SAP Quartz High Contrast White",
        "SAP Quartz High Contrast Black",
        "SAP Horizon Morning",
        "SAP Horizon Evening",
        "SAP Horizon High Contrast White",
        "SAP Horizon High Contrast Black",
    ],
)];

/// The user, extensions included as complex attributes named by their URN.
pub(crate) const USER: &[Attribute] = &[
    Attribute::text("schemas", 0)
        .many(0)
        .read_only()
        .always()
        .inner_scopes(),
    Attribute::text("id", 36)
        .unique(Uniqueness::Server)
        .read_only()
        .always()
        .read(Read::IDS.or(Read::CORE))
        .filterable(Filterable::Text),
    Attribute::text("externalId", 0)
        .unique(Uniqueness::Server)
        .read(Read::IDS)
        .write(Write::ExternalId)
        .filterable(Filterable::Text),
    Attribute::text("userName", 0)
        .unique(Uniqueness::Global)
        .required()
        .read(Read::IDS)
        .filterable(Filterable::Text),
    Attribute::boolean("active")
        .required()
        .filterable(Filterable::Boolean),
    Attribute::complex("name", NAME).required(),
    Attribute::text("displayName", 0).read_only(),
    Attribute::text("nickName", 60).filterable(Filterable::Text),
    Attribute::text("title", 255),
    Attribute::text("preferredLanguage", 0),
    Attribute::one_of("timezone", values::TIME_ZONES),
    Attribute::date("dateOfBirth").read(Read::SENSITIVE),
    Attribute::complex("emails", EMAILS).many(0).required(),
    Attribute::complex("phoneNumbers", PHONE_NUMBERS).many(0),
    Attribute::complex("addresses", ADDRESSES).many(0),
    Attribute::complex("emergencyContacts", EMERGENCY_CONTACTS).many(1),
    Attribute::complex("localeOverrides", LOCALE_OVERRIDES).read_only(),
    Attribute::one_of(
        "entitlements",
        &[
            "Expense",
            "Invoice",
            "Locate",
            "Request",
            "Travel",
            "Analytics",
            "Unified Analytics",
        ],
    )
    .many(0)
    .on_request()
    .read(Read::ENTERPRISE)
    .filterable(Filterable::Text),
    Attribute::complex(ENTERPRISE, ENTERPRISE_USER).required(),
    Attribute::complex(SAP, SAP_USER),
    Attribute::complex(SETTINGS, SETTINGS_USER),
    Attribute::complex("meta", META).read_only(),
];

/// The user of Identity v4 and v4.1 as a resource.
pub(crate) static IDENTITY_USER: Schema = Schema {
    core: CORE,
    attributes: USER,
};

/// The attributes that a written path names in a user of Identity, from the outermost in.
pub(crate) fn resolve(path: &str) -> Option<Vec<&'static Attribute>> {
    IDENTITY_USER.resolve(path)
}

/// Whether this attribute is an extension object.
pub(crate) fn is_extension(attribute: &Attribute) -> bool {
    attribute.name.starts_with("urn:") && matches!(attribute.kind, Kind::Complex(_))
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
