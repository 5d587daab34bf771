//! The replies of Identity to writes.

use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::error::{Refusal, bytes_response};
use crate::policy::Policies;
use crate::policy::identity::{CreateStatus, WriteReply, WriteReplyScopes};
use crate::scim::appearance::Appearance;
use crate::scim::discovery::Release;
use crate::scim::scope::Read;
use crate::scim::select::{Selection, Wish};
use crate::scim::shape::{Form, Gaps, shape};
use crate::world::World;

use super::listing::location;
use super::user_change::Written;

/// The reply to a create, replace or patch.
pub(super) fn written(
    world: &World,
    release: Release,
    caller: &Caller,
    user: &Written,
    form: Form,
) -> Result<Response, Refusal> {
    let body = document(world, release, caller, user, form)?;
    let status = match (form, caller.company.read().policies.choose()) {
        (Form::Created, CreateStatus::Created) => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    Ok(bytes_response(
        status,
        HeaderValue::from_static("application/json"),
        body,
    ))
}

/// A written user in the form of its reply, masked like any reply. ASSUMED: that read scopes count here, too; a policy
/// has it otherwise.
pub(super) fn document(
    world: &World,
    release: Release,
    caller: &Caller,
    user: &Written,
    form: Form,
) -> Result<Vec<u8>, Refusal> {
    let version = caller.company.read();
    let policies = &version.policies;
    let gaps = Gaps {
        company: &caller.company.id_text,
        location: location(world, release, caller),
    };
    let id = user.record.id.to_string();
    let shaped = shape(&user.resource, &id, user.meta, gaps, chosen(form, policies));
    let mut text = shaped.text;
    text.truncate(shaped.default_end);
    text.push('}');
    if let Some(appearance) = Appearance::of(policies) {
        text = restyled(&text, appearance)?;
    }
    let read = match policies.choose() {
        WriteReplyScopes::Masked => caller.token.rights.read,
        WriteReplyScopes::Whole => Read::ALL,
    };
    if read == Read::ALL {
        return Ok(text.into_bytes());
    }
    let selection = Selection::compile(read, &Wish::default())?;
    let mut out = Vec::with_capacity(text.len());
    selection
        .copy(&text, &mut out)
        .map_err(|_| Refusal::internal("A reply could not be written"))?;
    Ok(out)
}

fn chosen(form: Form, policies: &Policies) -> Form {
    match policies.choose() {
        WriteReply::AsExamples => form,
        WriteReply::AsGet => Form::Read,
    }
}

fn restyled(text: &str, appearance: Appearance) -> Result<String, Refusal> {
    let mut user: Map<String, Value> = serde_json::from_str(text)
        .map_err(|_| Refusal::internal("A reply could not be written"))?;
    appearance.apply(&mut user);
    Ok(Value::Object(user).to_string())
}
