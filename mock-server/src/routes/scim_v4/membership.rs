//! Changing the members of a group through SCIM v4.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::spend::entitlement::{self, Access};
use crate::company::users::Users;
use crate::error::{Refusal, ScimRefusal, ScimType, json_response};
use crate::scim::sap::group::{Group, Operations};
use crate::scim::sap::members::Draft;
use crate::scim::sap::membership::{Changes, MembershipError, replacement};
use crate::scim::scope::Write;
use crate::scim::validate::Fault;
use crate::world::World;

use super::super::author::Author;
use super::super::parameters::{json_body, object};
use super::super::scan;
use super::super::unknown::Segment;
use super::super::user_change::{change_in, missing_scope, patch_schemas, refused_patch};
use super::groups::{Seated, Window, find, shown};

/// The attribute that everything here is about.
const MEMBERS: &str = "members.value";

/// `PATCH /scim/v4/Groups/{id}`: all operations or none.
pub(super) async fn patch(
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = admit(&arrival)?;
    let group = find(&caller.company, &id)?;
    let body = json_body(body)?;
    patch_schemas(&body)?;
    let changes = Changes::read(&body).map_err(refused)?;
    let rows = if changes.concern_everyone() {
        holders(&caller, group)
    } else {
        0
    };
    scan::aside(rows, move || {
        caller
            .company
            .write(|version| change(version, &caller, group, |members| changes.apply(members)))
    })
    .await??;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `PUT /scim/v4/Groups/{id}`
pub(super) async fn replace(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = admit(&arrival)?;
    let group = find(&caller.company, &id)?;
    let new = replacement(&object(json_body(body)?)?).map_err(refused)?;
    let company = Arc::clone(&caller.company);
    scan::aside(holders(&caller, group), move || {
        caller.company.write(|version| {
            change(version, &caller, group, |members| {
                members.replace(new);
                Ok(())
            })
        })
    })
    .await??;
    let version = company.read();
    let group = shown(&world, &version, group, Window::FIRST);
    Ok(json_response(StatusCode::OK, &group))
}

/// ASSUMED: the scope; no page names one for groups, and the general one writes whatever has none of its own.
fn admit(arrival: &Arrival) -> Result<Caller, Refusal> {
    let caller = super::admit_writer(arrival)?;
    if caller.token.rights.may_write(Write::CoreEnterprise) {
        Ok(caller)
    } else {
        Err(missing_scope(Write::CoreEnterprise.name()))
    }
}

/// How many members the group has.
fn holders(caller: &Caller, seated: Seated) -> usize {
    let version = caller.company.read();
    version.roles.holders(seated.group.external_name).len()
}

/// Changes the holders of the group's role.
fn change(
    version: &mut Version,
    caller: &Caller,
    seated: Seated,
    make: impl FnOnce(&mut Draft) -> Result<(), MembershipError>,
) -> Result<(), Refusal> {
    let role = seated.group.external_name;
    if seated.group.operations == Operations::ReadOnly {
        let text = format!("Group {} is read-only", seated.group.display_name);
        return Err(Refusal::bad_request(ScimType::Mutability, text));
    }
    let mut members = Draft::of(version.roles.holders(role));
    make(&mut members).map_err(refused)?;
    let joined = members.joined();
    for joined in &joined {
        judge(&version.users, seated.group, *joined)?;
    }
    for joined in joined {
        follow(version, caller, role, joined, Access::Opened)?;
        version.roles.give(joined, role);
    }
    for left in members.left() {
        follow(version, caller, role, left, Access::Closed)?;
        version.roles.take(left, role);
    }
    Ok(())
}

/// A role that users have by an entitlement brings the entitlement, and takes it along.
///
/// ASSUMED: the provisioning page knows no other way to the role, so that both are one truth, whoever writes it.
fn follow(
    version: &mut Version,
    caller: &Caller,
    role: &str,
    user: Uuid,
    access: Access,
) -> Result<(), Refusal> {
    let Some(product) = entitlement::product_of(role) else {
        return Ok(());
    };
    let author = Author::of(caller);
    let written = change_in(version, author, &user.to_string(), |before, _| {
        let mut resource = before.clone();
        entitlement::entitle(&mut resource, product, access);
        Ok(resource)
    });
    written.map(drop)
}

/// Whether a user may join; whoever is a member already is not judged again.
fn judge(users: &Users, group: &Group, user: Uuid) -> Result<(), Refusal> {
    let record = users
        .get(user)
        .ok_or_else(|| unfit("a user of the company"))?;
    let is_active = record.members(&["active"]).get("active") == Some(&Value::Bool(true));
    if group.needs_active_users() && !is_active {
        return Err(unfit("an active user"));
    }
    Ok(())
}

fn unfit(expected: &str) -> Refusal {
    Refusal::invalid_document(vec![Fault::value(MEMBERS, expected)])
}

fn refused(error: MembershipError) -> Refusal {
    match error {
        MembershipError::Patch(error) => refused_patch(&error),
        MembershipError::Member(expected) => unfit(expected),
        MembershipError::NoList => Refusal::bad_request(ScimType::InvalidValue, error.to_string()),
    }
}
