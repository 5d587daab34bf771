//! What becomes of a user that is written: judged, completed, kept.

use std::sync::Arc;

use http::StatusCode;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::caller::Caller;
use crate::company::record::{Record, to_microseconds};
use crate::company::reporting;
use crate::company::spend::entitlement;
use crate::company::unique::{Held, Rules, Unique, Values};
use crate::company::users::Taken;
use crate::company::validity::Activity;
use crate::company::{self, Company, emails};
use crate::error::{Refusal, ScimType};
use crate::ids;
use crate::policy::Policies;
use crate::policy::identity::{DuplicateStatus, UserNameUniqueOver};
use crate::policy::uniqueness::UniqueEmail;
use crate::policy::writing::{MaximumUsers, MissingWriteScope, Verified, VersionStep};
use crate::scim::derive::{self, Meta, Resource};
use crate::scim::patch::PatchError;
use crate::scim::resource::Schema;
use crate::scim::schema::{ENTERPRISE, IDENTITY_USER};
use crate::scim::scope::{Rights, Write};
use crate::scim::transition;
use crate::scim::validate;
use crate::shared_names::{Claim, SharedNames};

use super::author::Author;
use super::identity_read::unknown_user;
use super::references;

/// A user as it was just written.
pub(super) struct Written {
    /// What is kept.
    pub(super) record: Arc<Record>,
    /// The same as members.
    pub(super) resource: Resource,
    /// Its bookkeeping.
    pub(super) meta: Meta,
    /// Keeps other companies from the name until this version can be seen.
    #[expect(dead_code, reason = "it is kept to be dropped")]
    claim: Option<Claim>,
}

impl Written {
    /// A user that a write left as it was.
    pub(super) fn unchanged(company: &Company, record: &Arc<Record>) -> Option<Self> {
        let (resource, meta) = record.read(&company.id_text)?;
        Some(Self {
            record: Arc::clone(record),
            resource,
            meta,
            claim: None,
        })
    }
}

/// A whole document that this author may write. Without the general scope whoever calls [`change`] puts back what may not
/// be written, if the policy has it passed over.
pub(super) fn checked(author: Author<'_>, given: &Map<String, Value>) -> Result<Resource, Refusal> {
    let policy = author.company.read().policies.choose();
    match policy {
        MissingWriteScope::Refused => checked_as(&IDENTITY_USER, author, given),
        MissingWriteScope::Ignored => fitting(&IDENTITY_USER, author, given),
    }
}

/// The same for the user of another service.
pub(super) fn checked_as(
    schema: &Schema,
    author: Author<'_>,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let resource = fitting(schema, author, given)?;
    if author.rights.may_write(Write::CoreEnterprise) {
        Ok(resource)
    } else {
        Err(missing_scope(Write::CoreEnterprise.name()))
    }
}

/// A whole document that fits the schema and the author's company.
fn fitting(
    schema: &Schema,
    author: Author<'_>,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let policies = &author.company.read().policies;
    let resource =
        validate::document_of(schema, given, policies).map_err(Refusal::invalid_document)?;
    let company = resource
        .get(ENTERPRISE)
        .and_then(|enterprise| enterprise.get("companyId"))
        .and_then(Value::as_str);
    if company.is_none_or(|company| !company.eq_ignore_ascii_case(&author.company.id_text)) {
        let text = format!(
            "Invalid Value: '{ENTERPRISE}:companyId' is not the company of the access token"
        );
        let refusal = Refusal::bad_request(ScimType::Mutability, "companyId cannot be changed");
        return Err(refusal.with_message("INVALID_VALUE", text));
    }
    Ok(resource)
}

/// Adds a user to the caller's company.
pub(super) fn add(caller: &Caller, resource: Resource) -> Result<Written, Refusal> {
    caller
        .company
        .write(|version| add_to(version, Author::of(caller), resource))
}

/// Adds a user to the version that is being written.
pub(super) fn add_to(
    version: &mut company::Version,
    author: Author<'_>,
    mut resource: Resource,
) -> Result<Written, Refusal> {
    let company = author.company;
    let policies = version.policies.clone();
    refuse_full(version, &policies)?;
    let nobody = Resource::new();
    restrain(author.rights, &nobody, &mut resource, &policies)?;
    let created = to_microseconds(author.now());
    transition::settle(&nobody, &mut resource, day(created), &policies)
        .map_err(Refusal::invalid_document)?;
    derive::complete(&mut resource, created, &policies);
    let meta = Meta {
        created,
        last_modified: created,
        version: 0,
    };
    let id = company.seed.id("created user", version.users_created);
    references::place(version, id, &nobody, None, &mut resource)?;
    let record = Record::write(id, &resource, meta).ok_or_else(too_large)?;
    let values = Values::of(&resource);
    let inserted = version
        .users
        .insert(Arc::clone(&record), &values, Rules::of(&policies));
    inserted.map_err(|taken| refused_value(&taken, &policies))?;
    refuse_taken_email(version, id, &nobody, &resource, &policies)?;
    version.users_created += 1;
    entitlement::change(version, id, &nobody, &resource, created);
    version.follow_activity(id, Activity::Active, activity(&resource), created);
    let claim = claim_name(company, None, &values, &policies)?;
    Ok(Written {
        record,
        resource,
        meta,
        claim,
    })
}

fn activity(resource: &Resource) -> Activity {
    if resource.get("active") == Some(&Value::Bool(true)) {
        Activity::Active
    } else {
        Activity::Inactive
    }
}

/// Replaces a user by what `make` makes of it, and keeps the books.
pub(super) fn change(
    caller: &Caller,
    id: &str,
    make: impl FnOnce(&Resource) -> Result<Resource, Refusal>,
) -> Result<Written, Refusal> {
    caller
        .company
        .write(|version| change_in(version, Author::of(caller), id, |before, _| make(before)))
}

/// Replaces a user of the version that is being written by what `make` makes of it and of its bookkeeping.
pub(super) fn change_in(
    version: &mut company::Version,
    author: Author<'_>,
    id: &str,
    make: impl FnOnce(&Resource, Meta) -> Result<Resource, Refusal>,
) -> Result<Written, Refusal> {
    let company = author.company;
    let user = ids::read(id).ok_or_else(|| unknown_user(company, id))?;
    let policies = version.policies.clone();
    let (before, meta) = version
        .users
        .get(user)
        .ok_or_else(|| unknown_user(company, id))?
        .read(&company.id_text)
        .ok_or_else(|| Refusal::internal("A kept document could not be read"))?;
    let mut resource = make(&before, meta)?;
    restrain(author.rights, &before, &mut resource, &policies)?;
    let last_modified = to_microseconds(author.now());
    transition::settle(&before, &mut resource, day(last_modified), &policies)
        .map_err(Refusal::invalid_document)?;
    derive::carry_over(&before, &mut resource, &policies);
    derive::complete(&mut resource, meta.created, &policies);
    derive::keep_display_name(&before, &mut resource, &policies);
    let old = Values::of(&before);
    references::place(version, user, &before, old.manager, &mut resource)?;
    let meta = Meta {
        last_modified,
        version: meta
            .version
            .saturating_add(policies.number::<VersionStep>()),
        ..meta
    };
    let record = Record::write(user, &resource, meta).ok_or_else(too_large)?;
    let new = Values::of(&resource);
    let rules = Rules::of(&policies);
    let replaced = version.users.replace(Arc::clone(&record), &new, rules);
    replaced.map_err(|taken| refused_value(&taken, &policies))?;
    refuse_taken_email(version, user, &before, &resource, &policies)?;
    if before.get("entitlements") != resource.get("entitlements") {
        entitlement::change(version, user, &before, &resource, last_modified);
    }
    if old.get(Unique::EmployeeNumber) != new.get(Unique::EmployeeNumber) {
        reporting::renumber(&mut version.users, user, rules);
    }
    version.follow_activity(user, activity(&before), activity(&resource), last_modified);
    let claim = claim_name(company, Some(&old), &new, &policies)?;
    Ok(Written {
        record,
        resource,
        meta,
        claim,
    })
}

fn day(time: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(time).date()
}

/// ASSUMED: no bound on the users of a company is published; the mock needs one, and says so in SCIM's words.
fn refuse_full(version: &company::Version, policies: &Policies) -> Result<(), Refusal> {
    let most = policies.number::<MaximumUsers>();
    if (version.users.len() as u64) < most {
        return Ok(());
    }
    let detail = format!("The company holds {most} users, which is the most");
    Err(Refusal::bad_request(ScimType::TooMany, detail))
}

/// The refusal of a value that another user has. ASSUMED: the status, which was seen and stands in no list.
fn refused_value(taken: &impl ToString, policies: &Policies) -> Refusal {
    let refusal = Refusal::taken(taken.to_string());
    match policies.choose() {
        DuplicateStatus::Conflict => refusal,
        DuplicateStatus::BadRequest => Refusal {
            status: StatusCode::BAD_REQUEST,
            ..refusal
        },
    }
}

/// ASSUMED: addresses are free; where the policy has them unique, the words follow those of the other unique values.
fn refuse_taken_email(
    version: &company::Version,
    user: Uuid,
    before: &Resource,
    after: &Resource,
    policies: &Policies,
) -> Result<(), Refusal> {
    let is_guarded = policies.choose::<UniqueEmail>() == UniqueEmail::Company;
    if is_guarded && emails::is_taken(&version.users, user, before, after) {
        let words =
            "Principal with lookup type 'companyId,emails' with provided value already exists";
        return Err(refused_value(&words, policies));
    }
    Ok(())
}

/// Claims a new `userName` over all companies of the process that share theirs. One that stays is not judged again.
fn claim_name(
    company: &Company,
    old: Option<&Values>,
    new: &Values,
    policies: &Policies,
) -> Result<Option<Claim>, Refusal> {
    let name = new.get(Unique::UserName);
    let before = old.and_then(|old| old.get(Unique::UserName));
    let rules = Rules::of(policies);
    let is_new = |name: &&Held| before.is_none_or(|before| !rules.equate(before, name));
    let Some(name) = name.filter(is_new) else {
        return Ok(None);
    };
    match policies.choose() {
        UserNameUniqueOver::Company => Ok(None),
        UserNameUniqueOver::Process => {
            SharedNames::claim(&company.shared_names, company.id, name, rules)
                .map(Some)
                .ok_or_else(|| refused_value(&Taken(Unique::UserName), policies))
        }
    }
}

/// Holds a change to what the author's scopes allow: some attributes are refused or passed over without theirs, one
/// stays as it is.
fn restrain(
    rights: Rights,
    before: &Resource,
    after: &mut Resource,
    policies: &Policies,
) -> Result<(), Refusal> {
    if policies.choose::<MissingWriteScope>() == MissingWriteScope::Ignored {
        for write in [Write::ExternalId, Write::Sap] {
            if !rights.may_write(write) {
                transition::put_back(before, after, write);
            }
        }
    }
    if let Some(write) = transition::missing_scope(before, after, rights) {
        return Err(missing_scope(write.name()));
    }
    let is_writable = policies.choose::<Verified>() == Verified::ByScope;
    if !is_writable || !rights.may_write(Write::EmailsVerified) {
        transition::hold_verified(before, after);
    }
    Ok(())
}

/// The refusal of a write whose scope the token lacks.
pub(super) fn missing_scope(scope: &str) -> Refusal {
    Refusal::forbidden(format!("The access token lacks the scope {scope}"))
}

fn too_large() -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, "The user is too large to be kept")
}

/// The body's `schemas`, if it has any, must name the `PatchOp` message; clients and Concur's own guide leave it out.
pub(super) fn patch_schemas(body: &Value) -> Result<(), Refusal> {
    const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    match body.get("schemas") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Array(schemas)) if schemas.iter().any(|schema| schema == PATCH_OP) => Ok(()),
        Some(_) => Err(Refusal::bad_request(
            ScimType::InvalidSyntax,
            format!("schemas must be [\"{PATCH_OP}\"]"),
        )),
    }
}

/// The refusal of a PATCH.
pub(super) fn refused_patch(error: &PatchError) -> Refusal {
    let scim_type = match error {
        PatchError::Syntax(_) => ScimType::InvalidSyntax,
        PatchError::Path(_) => ScimType::InvalidPath,
        PatchError::NoTarget(_) => ScimType::NoTarget,
        PatchError::Mutability(_) => ScimType::Mutability,
        PatchError::Value { .. } => ScimType::InvalidValue,
        PatchError::Scope(scope) => return missing_scope(scope),
    };
    Refusal::bad_request(scim_type, error.to_string())
        .with_message("INVALID_INPUT", error.to_string())
}
