//! The document that a request to write a user asks for, judged before anything is kept.

use serde_json::{Map, Value};

use crate::error::{Refusal, ScimType};
use crate::policy::Policies;
use crate::policy::writing::{PatchSchemas, Verified, VerifiedByPut, VerifiedV4, WriteSchemas};
use crate::scim::derive::Resource;
use crate::scim::discovery::Release;
use crate::scim::patch::{self, Dialect};
use crate::scim::schema::{CORE, ENTERPRISE, IDENTITY_USER, SAP, SETTINGS};
use crate::scim::scope::Write;
use crate::scim::shape::Form;
use crate::scim::transition::{hold_verified, put_back};
use crate::scim::validate;

use super::author::Author;
use super::user_change::{checked, checked_as, refused_patch};

/// A new user.
pub(super) fn created(
    author: Author<'_>,
    release: Release,
    given: &Map<String, Value>,
) -> Result<Resource, Refusal> {
    let policies = &author.company.read().policies;
    user_schemas(given, policies)?;
    refuse_withdrawn(given, policies)?;
    // Without this scope there is nothing to create, whatever else may be passed over.
    let mut resource = checked_as(&IDENTITY_USER, author, given)?;
    if !writes_verified(release, Form::Created, policies) {
        hold_verified(&Map::new(), &mut resource);
    }
    Ok(resource)
}

/// A user as a PUT has it.
pub(super) fn replaced(
    author: Author<'_>,
    release: Release,
    before: &Resource,
    given: &Map<String, Value>,
) -> Result<Resource, Refusal> {
    let policies = &author.company.read().policies;
    let mut resource = checked(author, given)?;
    if !author.rights.may_write(Write::CoreEnterprise) {
        put_back(before, &mut resource, Write::CoreEnterprise);
    }
    if !writes_verified(release, Form::Replaced, policies) {
        hold_verified(before, &mut resource);
    }
    Ok(resource)
}

/// A user as a PATCH makes it: all operations or none.
pub(super) fn patched(
    author: Author<'_>,
    release: Release,
    before: &Resource,
    body: &Value,
) -> Result<Resource, Refusal> {
    let policies = &author.company.read().policies;
    let is_writable = writes_verified(release, Form::Read, policies);
    let rights = if is_writable {
        author.rights
    } else {
        author.rights.without(Write::EmailsVerified)
    };
    let mut resource = before.clone();
    patch::apply(&mut resource, body, Dialect::identity(rights, policies))
        .map_err(|error| refused_patch(&error))?;
    let mut resource = validate::changed_of(&IDENTITY_USER, before, &resource, policies)
        .map_err(Refusal::invalid_document)?;
    if !is_writable {
        hold_verified(before, &mut resource);
    }
    Ok(resource)
}

/// Whether a write of this kind may set `emails.verified` at all; scopes are looked at elsewhere.
fn writes_verified(release: Release, form: Form, policies: &Policies) -> bool {
    let by_release =
        release == Release::V4_1 || policies.choose::<VerifiedV4>() == VerifiedV4::ByScope;
    let by_kind =
        form != Form::Replaced || policies.choose::<VerifiedByPut>() == VerifiedByPut::Written;
    by_release && by_kind && policies.choose::<Verified>() == Verified::ByScope
}

/// The release note of January 2025: a create that carries `verified` is refused.
fn refuse_withdrawn(given: &Map<String, Value>, policies: &Policies) -> Result<(), Refusal> {
    let emails = given.get("emails").and_then(Value::as_array);
    let carries = emails
        .into_iter()
        .flatten()
        .any(|email| email.get("verified").is_some());
    if carries && policies.choose::<Verified>() == Verified::Withdrawn {
        let detail = "emails.verified cannot be set";
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
    }
    Ok(())
}

/// What `schemas` of a whole user must name. ASSUMED: nothing; the create example names the core schema alone.
pub(super) fn user_schemas(given: &Map<String, Value>, policies: &Policies) -> Result<(), Refusal> {
    let extensions = [ENTERPRISE, SAP, SETTINGS];
    let needed: Vec<&str> = match policies.choose() {
        WriteSchemas::Ignored => return Ok(()),
        WriteSchemas::Core => vec![CORE],
        WriteSchemas::All => {
            let used = extensions
                .into_iter()
                .filter(|urn| given.contains_key(*urn));
            std::iter::once(CORE).chain(used).collect()
        }
    };
    let named = given.get("schemas").and_then(Value::as_array);
    let is_named = |urn: &&str| named.is_some_and(|named| named.iter().any(|name| name == *urn));
    if needed.iter().all(is_named) {
        return Ok(());
    }
    Err(Refusal::bad_request(
        ScimType::InvalidSyntax,
        format!("schemas must name {}", needed.join(", ")),
    ))
}

/// The pages show `schemas` in every PATCH; whether it is needed is a policy.
pub(super) fn refuse_unnamed(body: &Value, policies: &Policies) -> Result<(), Refusal> {
    let is_absent = body.get("schemas").is_none_or(Value::is_null);
    if is_absent && policies.choose::<PatchSchemas>() == PatchSchemas::Required {
        let detail = "schemas must name the PatchOp message";
        return Err(Refusal::bad_request(ScimType::InvalidSyntax, detail));
    }
    Ok(())
}
