//! Legal entities of Identity v4.1: what one is, what may be written, how it is shown and found.

mod judge;
mod show;

pub(crate) use judge::judge;
pub(crate) use show::{Cursor, Head, shown};

use crate::policy::legal_entity::IdForm;
use crate::scim::attribute::{Attribute, Filterable};
use crate::scim::filter::{Brackets, Dialect};
use crate::scim::resource::Schema;
use uuid::Uuid;

/// URN of the schema.
pub(crate) const LEGAL_ENTITY: &str = "urn:ietf:params:scim:schemas:core:2.0:LegalEntity";

/// The longest street address, in characters. ASSUMED: no limit is published; several lines fit.
const MAX_STREET: usize = 4_000;

const ADDRESS: &[Attribute] = &[
    Attribute::text("streetAddress", MAX_STREET).filterable(Filterable::Text),
    Attribute::text("locality", 30).filterable(Filterable::Text),
    Attribute::text("region", 30).filterable(Filterable::Text),
    Attribute::text("postalCode", 20).filterable(Filterable::Text),
    Attribute::country("country").filterable(Filterable::Text),
];

const META: &[Attribute] = &[
    Attribute::text("resourceType", 0),
    Attribute::date("created"),
    Attribute::date("lastModified"),
    Attribute::text("location", 0),
    Attribute::integer("version", 1, i64::MAX),
];

/// In the order of the samples. ASSUMED: which attributes may be filtered by; the page filters by four of them and says
/// of none that it cannot be.
const ATTRIBUTES: &[Attribute] = &[
    Attribute::text("id", 0)
        .read_only()
        .always()
        .filterable(Filterable::Text),
    Attribute::text("companyId", 0)
        .immutable()
        .filterable(Filterable::Text),
    Attribute::text("name", 255).filterable(Filterable::Text),
    Attribute::text("referenceId", 255).filterable(Filterable::Text),
    Attribute::boolean("active")
        .required()
        .filterable(Filterable::Boolean),
    Attribute::text("registeringOrganization", 255).filterable(Filterable::Text),
    Attribute::text("taxId", 18).filterable(Filterable::Text),
    Attribute::text("email", 255).filterable(Filterable::Text),
    Attribute::text("phone", 255).filterable(Filterable::Text),
    Attribute::complex("address", ADDRESS),
    Attribute::complex("meta", META).read_only(),
];

/// The schema.
pub(crate) static SCHEMA: Schema = Schema {
    core: LEGAL_ENTITY,
    attributes: ATTRIBUTES,
};

/// How a search reads filters. Dates are not among the attributes, so that `gt`, `ge`, `lt` and `le`, which the page calls
/// not applicable, go with none.
pub(crate) const SEARCH: Dialect = Dialect {
    schema: &SCHEMA,
    comparison: |path| path.last().map_or(Filterable::No, |last| last.filterable),
    brackets: Brackets::Free,
};

/// What stands before the UUID of an id in the samples.
const PREFIX: &str = "le-";

/// An id as clients see it.
pub(crate) fn write_id(id: Uuid, form: IdForm) -> String {
    match form {
        IdForm::Prefixed => format!("{PREFIX}{id}"),
        IdForm::Plain => id.to_string(),
    }
}

/// Reads an id in this form.
pub(crate) fn read_id(text: &str, form: IdForm) -> Option<Uuid> {
    match form {
        IdForm::Prefixed => crate::ids::read(text.strip_prefix(PREFIX)?),
        IdForm::Plain => crate::ids::read(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::filter::parse;

    #[test]
    fn the_printed_filters_are_read_and_orders_are_not() {
        for filter in [
            "active eq true",
            "address.country eq \"GB\"",
            "referenceId sw \"ACME\"",
            "name co \"Acme\"",
            "taxId pr",
        ] {
            assert!(parse(filter, &SEARCH).is_ok(), "{filter}");
        }
        for filter in [
            "name gt \"A\"",
            "meta.created gt \"2026-01-01\"",
            "meta.version ge 1",
            "active eq \"true\"",
            "shoeSize eq \"1\"",
        ] {
            assert!(parse(filter, &SEARCH).is_err(), "{filter}");
        }
    }

    #[test]
    fn an_id_is_read_in_the_form_in_which_it_is_written() {
        let id = Uuid::from_u128(7);
        for form in [IdForm::Prefixed, IdForm::Plain] {
            assert_eq!(read_id(&write_id(id, form), form), Some(id));
        }
        assert_eq!(read_id(&id.to_string(), IdForm::Prefixed), None);
    }
}
