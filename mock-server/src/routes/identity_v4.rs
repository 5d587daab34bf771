//! Reading through Identity v4: pages by start index, and look-ups by a unique value.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::company::users::Users;
use crate::error::{Refusal, ScimRefusal, ScimType};
use crate::ids;
use crate::policy::Policies;
use crate::policy::paging::{
    ConflictingLookups, LookupReply, LookupWithoutHit, NumberWithoutCompany, StartBeyondEnd,
};
use crate::scim::compare::fold;
use crate::scim::discovery::Release;
use crate::scim::grammar::{TokenKind, tokens};
use crate::scim::select::Wish;
use crate::world::World;

use super::listing::{Numbers, Style, View, page, single};
use super::pages::{count, first, list_limits};
use super::parameters::Parameters;

/// `GET /profile/identity/v4/Users`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let version = caller.company.read();
    let policies = &version.policies;
    let parameters = Parameters::of_identity(query.as_deref(), &LISTED, policies)?;
    let start = first(parameters.get("startIndex"), policies)?;
    let limits = list_limits(Release::V4, policies);
    let count = count(limits, parameters.get("count"), policies)?;
    let wish = Wish::of_query(
        parameters.get("attributes"),
        parameters.get("excludedAttributes"),
    );
    let sought = Sought::read(&parameters, caller.company.id, policies)?;
    let users = &version.users;
    let view = View::new(&world, Release::V4, &caller, users, &wish)?;
    let (total, records): (usize, Vec<&Arc<Record>>) = match &sought {
        Sought::Everyone => (users.len(), users.slice(start - 1, count).collect()),
        sought => {
            let found = sought.find(&caller, users);
            if found.is_empty()
                && policies.choose::<LookupWithoutHit>() == LookupWithoutHit::NotFound
            {
                return Err(nobody().into());
            }
            let total = found.len();
            (
                total,
                found.into_iter().skip(start - 1).take(count).collect(),
            )
        }
    };
    let is_beyond = start > 1 && start > total;
    if is_beyond && policies.choose::<StartBeyondEnd>() == StartBeyondEnd::Refused {
        let detail = format!("startIndex must be at most {total}");
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail).into());
    }
    let numbers = Numbers {
        total,
        start_index: start,
        next_cursor: None,
        style: Style::of(Release::V4, count, policies),
    };
    Ok(page(&view, records.into_iter(), &numbers)?)
}

/// `GET /profile/identity/v4/users/lookup`: the legacy look-up by `userName`, or by `companyId` and `employeeNumber`.
///
/// ASSUMED: only the sample collection has it, without an answer; it answers like a look-up by the list, unless the
/// policy has it answer with the user.
pub(super) async fn lookup(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let version = caller.company.read();
    let policies = &version.policies;
    let listed = ["userName", "companyId", "employeeNumber"];
    let parameters = Parameters::of_identity(query.as_deref(), &listed, policies)?;
    if parameters.get("userName").is_none() && parameters.get("employeeNumber").is_none() {
        let detail = "userName, or companyId and employeeNumber, is required";
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail).into());
    }
    let sought = Sought::read_plain(&parameters, caller.company.id, policies)?;
    let users = &version.users;
    let found = sought.find(&caller, users);
    let view = View::new(&world, Release::V4, &caller, users, &Wish::default())?;
    let as_user = policies.choose::<LookupReply>() == LookupReply::User;
    match found.first() {
        Some(record) if as_user => Ok(single(&view, record)?),
        None if as_user || policies.choose::<LookupWithoutHit>() == LookupWithoutHit::NotFound => {
            Err(nobody().into())
        }
        _ => {
            let numbers = Numbers {
                total: found.len(),
                start_index: 1,
                next_cursor: None,
                style: Style::of(Release::V4, 1, policies),
            };
            Ok(page(&view, found.into_iter(), &numbers)?)
        }
    }
}

/// The parameters of the list.
const LISTED: [&str; 9] = [
    "filter",
    "userName",
    "externalId",
    "employeeNumber",
    "companyId",
    "startIndex",
    "count",
    "attributes",
    "excludedAttributes",
];

fn nobody() -> Refusal {
    Refusal::not_found("User not found")
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
    ///
    /// ASSUMED: more than one of them is refused; the page calls each an alternative to the filter.
    fn read(
        parameters: &Parameters<'_>,
        company: Uuid,
        policies: &Policies,
    ) -> Result<Self, Refusal> {
        let filter = parameters
            .get("filter")
            .filter(|filter| !filter.trim().is_empty());
        let names = ["userName", "externalId", "employeeNumber"];
        let plain = names
            .into_iter()
            .filter(|name| parameters.get(name).is_some());
        let lookups = plain.count() + usize::from(filter.is_some());
        refuse_conflict(lookups, policies)?;
        match filter {
            Some(filter) => Self::of_filter(filter),
            None => Self::read_plain(parameters, company, policies),
        }
    }

    /// Reads one of the plain parameters.
    fn read_plain(
        parameters: &Parameters<'_>,
        company: Uuid,
        policies: &Policies,
    ) -> Result<Self, Refusal> {
        let names = ["userName", "externalId", "employeeNumber"];
        let plain = names
            .into_iter()
            .filter(|name| parameters.get(name).is_some());
        refuse_conflict(plain.count(), policies)?;
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
            (Some(company_id), Some(number)) => {
                let is_own = ids::read(company_id).is_some_and(|id| id == company);
                Ok(if is_own {
                    Self::One(Unique::EmployeeNumber, fold(number))
                } else {
                    Self::Nobody
                })
            }
            (None, Some(number))
                if policies.choose::<NumberWithoutCompany>()
                    == NumberWithoutCompany::OwnCompany =>
            {
                Ok(Self::One(Unique::EmployeeNumber, fold(number)))
            }
            _ => Err(Refusal::bad_request(
                ScimType::InvalidValue,
                "companyId and employeeNumber are required together",
            )),
        }
    }

    /// Whom it finds. As in searches of v4.1, nobody is found by what the reader may not see.
    fn find<'u>(&self, caller: &Caller, users: &'u Users) -> Vec<&'u Arc<Record>> {
        match self {
            Self::One(unique, value) if caller.token.rights.read.meets(unique.read()) => {
                users.find_all(*unique, value)
            }
            _ => Vec::new(),
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

fn refuse_conflict(lookups: usize, policies: &Policies) -> Result<(), Refusal> {
    if lookups > 1 && policies.choose::<ConflictingLookups>() == ConflictingLookups::Refused {
        let detail = "filter, userName, externalId and employeeNumber exclude one another";
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
    }
    Ok(())
}
