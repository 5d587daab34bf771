//! The merged user of User Retrieval v4: the attributes that its OpenAPI file lists, and those that it filters by.

use super::attribute::{Attribute, Filterable};
use super::filter::{Brackets, Dialect};
use super::resource::Schema;
use super::schema::{CORE, ENTERPRISE, SAP, SETTINGS, USER};

/// URN of the spend extension.
pub(crate) const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";

const CUSTOM_DATA: &[Attribute] = &[
    Attribute::text("id", 0).filterable(Filterable::Text),
    Attribute::text("value", 0).filterable(Filterable::Text),
    Attribute::text("syncGuid", 0).filterable(Filterable::Text),
    Attribute::text("href", 0),
];

const BI_MANAGER: &[Attribute] = &[
    Attribute::text("value", 0),
    Attribute::text("employeeNumber", 0),
    Attribute::text("displayName", 0),
    Attribute::text("$ref", 0),
];

const BI_HIERARCHY: &[Attribute] = &[
    Attribute::text("code", 0),
    Attribute::text("syncGuid", 0),
    Attribute::text("href", 0),
];

const SPEND_USER: &[Attribute] = &[
    Attribute::text("reimbursementCurrency", 0),
    Attribute::text("reimbursementType", 0),
    Attribute::text("country", 0).filterable(Filterable::Text),
    Attribute::text("locale", 0),
    Attribute::text("ledgerCode", 0),
    Attribute::text("budgetCountryCode", 0),
    Attribute::text("stateProvince", 0),
    Attribute::text("cashAdvanceAccountCode", 0),
    Attribute::boolean("testEmployee"),
    Attribute::boolean("nonEmployee"),
    Attribute::text("officeLocationCountry", 0),
    Attribute::text("officeLocationStateProvince", 0),
    Attribute::text("officeLocationCity", 0),
    Attribute::complex("customData", CUSTOM_DATA).many(0),
    // The provisioning page calls both of the following single objects, the OpenAPI file of this service lists.
    Attribute::complex("biManager", BI_MANAGER),
    Attribute::complex("biHierarchy", BI_HIERARCHY),
];

/// What Identity's user has and the OpenAPI file of this service does not list.
const UNLISTED: [&str; 1] = [SETTINGS];

const SHARED: usize = USER.len() - UNLISTED.len();

const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

const fn merged() -> [Attribute; SHARED + 2] {
    let mut all = [Attribute::text("locale", 0); SHARED + 2];
    let (mut from, mut to) = (0, 0);
    while from < USER.len() {
        if !same(USER[from].name, UNLISTED[0]) {
            all[to] = USER[from];
            to += 1;
        }
        from += 1;
    }
    all[to] = Attribute::complex(SPEND, SPEND_USER);
    all
}

static ATTRIBUTES: [Attribute; SHARED + 2] = merged();

/// The merged user. `locale` stands in the OpenAPI file only, and nothing writes it.
pub(crate) static MERGED: Schema = Schema {
    core: CORE,
    attributes: &ATTRIBUTES,
};

/// What the OpenAPI file does not list inside of attributes that it does.
pub(crate) const HIDDEN: [&str; 2] = [
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:legalEntity",
    "name.hasNoMiddleName",
];

/// What is filtered by Identity v4.1 and not here.
const NOT_HERE: [&[&str]; 4] = [
    &["externalId"],
    &["entitlements"],
    &[ENTERPRISE, "manager", "employeeNumber"],
    &[SAP, "userUuid"],
];

/// A search of User Retrieval: its page forbids `not` and `ne` in brackets on lists and says nothing of Identity's
/// other two rules.
pub(crate) const SEARCH: Dialect = Dialect {
    schema: &MERGED,
    comparison,
    brackets: Brackets::Plain,
};

fn comparison(path: &[&'static Attribute]) -> Filterable {
    let is = |names: &[&str]| {
        names.len() == path.len()
            && names
                .iter()
                .zip(path)
                .all(|(name, step)| *name == step.name)
    };
    if is(&[ENTERPRISE, "companyId"]) {
        Filterable::Text
    } else if NOT_HERE.iter().any(|names| is(names)) {
        Filterable::No
    } else {
        path.last().map_or(Filterable::No, |last| last.filterable)
    }
}
