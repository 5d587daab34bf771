//! Reading through Identity v4: pages by start index, and look-ups by a unique value.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::error::{Refusal, ScimRefusal, ScimType};
use crate::ids;
use crate::scim::compare::fold;
use crate::scim::discovery::Release;
use crate::scim::grammar::{TokenKind, tokens};
use crate::scim::page::{IDENTITY_V4_LIST, start_index};
use crate::scim::select::Wish;
use crate::world::World;

use super::listing::{Numbers, View, page};
use super::parameters::Parameters;

/// `GET /profile/identity/v4/Users`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let parameters = Parameters::read(query.as_deref());
    let start = start_index(parameters.get("startIndex")).map_err(Refusal::from)?;
    let count = IDENTITY_V4_LIST
        .count("count", parameters.get("count"))
        .map_err(Refusal::from)?;
    let wish = Wish::of_query(
        parameters.get("attributes"),
        parameters.get("excludedAttributes"),
    );
    let sought = Sought::read(&parameters, caller.company.id)?;
    let version = caller.company.read();
    let users = &version.users;
    let view = View::new(&world, Release::V4, &caller, users, &wish)?;
    let (total, records): (usize, Vec<&Arc<Record>>) = match sought {
        Sought::Everyone => (users.len(), users.slice(start - 1, count).collect()),
        // As in searches of v4.1, nobody is found by what the reader may not see.
        Sought::One(unique, _) if !caller.token.rights.read.meets(unique.read()) => (0, Vec::new()),
        Sought::One(unique, value) => {
            let found = users.find(unique, &value);
            (
                usize::from(found.is_some()),
                found.into_iter().skip(start - 1).take(count).collect(),
            )
        }
        Sought::Nobody => (0, Vec::new()),
    };
    let numbers = Numbers {
        total,
        start_index: start,
        next_cursor: None,
    };
    Ok(page(&view, records.into_iter(), &numbers)?)
}

/// Whom a list asks for.
enum Sought {
    Everyone,
    One(Unique, String),
    /// The company that was named is another one.
    Nobody,
}

impl Sought {
    /// Reads `filter` or one of the plain parameters that may stand instead of it.
    fn read(parameters: &Parameters<'_>, company: Uuid) -> Result<Self, Refusal> {
        if let Some(filter) = parameters
            .get("filter")
            .filter(|filter| !filter.trim().is_empty())
        {
            return Self::of_filter(filter);
        }
        if let Some(name) = parameters.get("userName") {
            return Ok(Self::One(Unique::UserName, fold(name)));
        }
        if let Some(id) = parameters.get("externalId") {
            return Ok(Self::One(Unique::ExternalId, fold(id)));
        }
        match (
            parameters.get("companyId"),
            parameters.get("employeeNumber"),
        ) {
            (None, None) => Ok(Self::Everyone),
            (Some(named), Some(number)) => {
                let is_own = ids::read(named).is_some_and(|named| named == company);
                Ok(if is_own {
                    Self::One(Unique::EmployeeNumber, fold(number))
                } else {
                    Self::Nobody
                })
            }
            _ => Err(Refusal::bad_request(
                ScimType::InvalidValue,
                "companyId and employeeNumber are required together",
            )),
        }
    }

    /// The narrow filter of v4: `eq` on one of three names, `employeeNumber` without its URN.
    fn of_filter(filter: &str) -> Result<Self, Refusal> {
        let expected = "a filter of Identity v4 is `userName`, `employeeNumber` or `externalId`, then `eq`, then a quoted text";
        let invalid = |text: &str| {
            Refusal::bad_request(ScimType::InvalidFilter, "The filter is invalid")
                .with_message("INVALID_INPUT", text)
        };
        let tokens = tokens(filter)?;
        let [name, operator, value] = tokens.as_slice() else {
            return Err(invalid(expected));
        };
        let (TokenKind::Word(name), TokenKind::Word(operator), TokenKind::Quoted(value)) =
            (&name.kind, &operator.kind, &value.kind)
        else {
            return Err(invalid(expected));
        };
        let unique = match name.to_ascii_lowercase().as_str() {
            "username" => Unique::UserName,
            "employeenumber" => Unique::EmployeeNumber,
            "externalid" => Unique::ExternalId,
            _ => return Err(invalid(&format!("Invalid attribute path [:{name}]"))),
        };
        if operator.eq_ignore_ascii_case("eq") {
            Ok(Self::One(unique, fold(value)))
        } else {
            Err(invalid(expected))
        }
    }
}
