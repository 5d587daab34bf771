//! Whose profile a caller may read, and who may write: the roles that User v1 asks for.

use std::sync::Arc;

use http::StatusCode;
use uuid::Uuid;

use crate::caller::Caller;
use crate::company::Version;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::error::Refusal;
use crate::policy::user_v1::{MissingRole, UnknownLogin};
use crate::scim::compare::fold;

use super::bad_request;
use crate::routes::flat::Flat;

/// The roles that read the profiles of others. The page also names User Admin and Can Administer, which have no code.
const READERS: &[&str] = &[
    "SHD_WEB_SERVICES_ADMIN",
    "SHD_EMPLOYEE_ADMIN",
    "SHD_EMPLOYEE_ADMIN_RO",
    "CompanyAdmin",
];

/// The roles that write users. ASSUMED: those that read, without the one that is read-only; the page names none.
pub(super) const USER_WRITERS: &[&str] = &[
    "SHD_WEB_SERVICES_ADMIN",
    "SHD_EMPLOYEE_ADMIN",
    "CompanyAdmin",
];

/// The roles that write passwords.
pub(super) const PASSWORD_WRITERS: &[&str] = &[
    "SHD_WEB_SERVICES_ADMIN",
    "SHD_EMPLOYEE_ADMIN",
    "SHD_PASSWORD_ADMIN",
];

/// The user that a GET asks for.
///
/// ASSUMED: a company's token stands for a web services administrator and has no profile of its own.
pub(super) fn readable(
    caller: &Caller,
    version: &Version,
    login: Option<&str>,
) -> Result<Arc<Record>, Refusal> {
    let own = own(caller, version)?;
    let Some(login) = login.filter(|login| !login.is_empty()) else {
        return own.ok_or_else(|| bad_request("Missing Required Parameters"));
    };
    let found = version.users.find(Unique::UserName, &fold(login));
    if let Some(own) = own {
        let is_own = found.is_some_and(|found| found.id == own.id);
        if !is_own && !holds_one(version, own.id, READERS) {
            return Err(missing_role(version));
        }
    }
    found.cloned().ok_or_else(|| {
        let status = match version.policies.choose::<UnknownLogin>() {
            UnknownLogin::NotFound => StatusCode::NOT_FOUND,
            UnknownLogin::BadRequest => StatusCode::BAD_REQUEST,
        };
        Refusal {
            status,
            ..Refusal::not_found("The loginID is not known")
        }
    })
}

/// Refuses a caller who holds none of the roles.
pub(super) fn may_write(caller: &Caller, roles: &[&str]) -> Result<(), Refusal> {
    let version = caller.company.read();
    match own(caller, &version)? {
        Some(own) if !holds_one(&version, own.id, roles) => Err(missing_role(&version)),
        _ => Ok(()),
    }
}

/// The user of the token, who must still be there and active; none for a company's token.
fn own(caller: &Caller, version: &Version) -> Result<Option<Arc<Record>>, Refusal> {
    let Some(id) = caller.user() else {
        return Ok(None);
    };
    let record = version.users.get(id).cloned();
    let record = record.filter(|record| Flat::of(version, record).is_active());
    record
        .map(Some)
        .ok_or_else(|| Refusal::forbidden("The user of the access token is not active"))
}

fn holds_one(version: &Version, user: Uuid, roles: &[&str]) -> bool {
    roles.iter().any(|role| version.roles.holds(user, role))
}

fn missing_role(version: &Version) -> Refusal {
    match version.policies.choose::<MissingRole>() {
        MissingRole::Forbidden => Refusal::forbidden("The user lacks the role for this request"),
        MissingRole::NotFound => Refusal::not_found("The loginID is not known"),
    }
}
