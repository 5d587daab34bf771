//! Turns kept users into replies: one user, or a page of them.

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::caller::Caller;
use crate::company::record::{Extent, Record};
use crate::company::users::Users;
use crate::error::{Refusal, bytes_response};
use crate::scim::discovery::Release;
use crate::scim::schema::ENTERPRISE;
use crate::scim::scope::Read;
use crate::scim::select::{Selection, Wish};
use crate::scim::shape::Gaps;
use crate::world::World;

/// How users are shown to one reader.
pub(super) struct View<'v> {
    caller: &'v Caller,
    users: &'v Users,
    location: &'v str,
    extent: Extent,
    show: Show<'v>,
    extras: Extras,
}

/// What of a document a row shows.
enum Show<'v> {
    /// The kept text itself.
    Kept,
    /// The token's default view.
    Default(&'v Selection),
    /// What this request asked for.
    Asked(Selection),
}

/// Request-only values that no document holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Extras {
    manager_display_name: bool,
    manager_reference: bool,
    organization: bool,
}

impl Extras {
    fn of(wish: &Wish) -> Self {
        if wish.attributes.is_none() {
            return Self::default();
        }
        let asked = |path: &[&str]| wish.names(path);
        Self {
            manager_display_name: asked(&[ENTERPRISE, "manager", "displayName"]),
            manager_reference: asked(&[ENTERPRISE, "manager", "$ref"]),
            organization: asked(&[ENTERPRISE, "organization"]),
        }
    }
}

impl<'v> View<'v> {
    /// Prepares what this caller asked to see.
    pub(super) fn new(
        world: &'v World,
        release: Release,
        caller: &'v Caller,
        users: &'v Users,
        wish: &Wish,
    ) -> Result<Self, Refusal> {
        let read = caller.token.rights.read;
        let show = if !wish.is_default() {
            Show::Asked(Selection::compile(read, wish)?)
        } else if read == Read::ALL {
            Show::Kept
        } else {
            caller
                .token
                .default_view()
                .map(Show::Default)
                .ok_or_else(broken)?
        };
        let extent = if wish.names(&["entitlements"]) {
            Extent::Full
        } else {
            Extent::Default
        };
        let location = world.user_location(release, &caller.company);
        Ok(Self {
            caller,
            users,
            location,
            extent,
            show,
            extras: Extras::of(wish),
        })
    }

    /// Writes one user.
    pub(super) fn write(
        &self,
        record: &Record,
        scratch: &mut Vec<u8>,
        out: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        let gaps = Gaps {
            company: &self.caller.company.id_text,
            location: self.location,
        };
        let selection = match &self.show {
            Show::Kept => {
                record.copy(gaps, self.extent, out);
                return Ok(());
            }
            Show::Default(selection) => selection,
            Show::Asked(selection) => selection,
        };
        scratch.clear();
        record.copy(gaps, self.extent, scratch);
        if self.extras != Extras::default() {
            self.add_extras(scratch);
        }
        let text = std::str::from_utf8(scratch).map_err(|_| broken())?;
        selection.copy(text, out).map_err(|_| broken())
    }

    /// Adds what is looked up rather than kept: the manager's name and address, the company's name.
    fn add_extras(&self, text: &mut Vec<u8>) {
        let Ok(mut user) = serde_json::from_slice::<Map<String, Value>>(text) else {
            return;
        };
        let Some(enterprise) = user.get_mut(ENTERPRISE).and_then(Value::as_object_mut) else {
            return;
        };
        if self.extras.organization {
            enterprise.insert(
                "organization".to_owned(),
                Value::from(self.caller.company.name.as_str()),
            );
        }
        if let Some(manager) = enterprise.get_mut("manager").and_then(Value::as_object_mut) {
            let id = manager
                .get("value")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            if self.extras.manager_reference {
                manager.insert(
                    "$ref".to_owned(),
                    Value::from(format!("{}{id}", self.location)),
                );
            }
            let record = Uuid::try_parse(&id).ok().and_then(|id| self.users.get(id));
            if let (true, Some(record)) = (self.extras.manager_display_name, record) {
                manager.extend(record.members(&["displayName"]));
            }
        }
        text.clear();
        text.extend_from_slice(Value::Object(user).to_string().as_bytes());
    }
}

fn broken() -> Refusal {
    Refusal::internal("A kept document could not be read")
}

/// Room for one user, in bytes; most documents are smaller.
const USER_BYTES: usize = 2_048;

/// The reply with one user.
pub(super) fn single(view: &View<'_>, record: &Record) -> Result<Response, Refusal> {
    let mut out = Vec::with_capacity(USER_BYTES);
    view.write(record, &mut Vec::new(), &mut out)?;
    Ok(bytes_response(
        StatusCode::OK,
        HeaderValue::from_static("application/json"),
        out,
    ))
}

/// The numbers around a page.
#[derive(Debug, Clone, Default)]
pub(super) struct Numbers {
    /// All matches.
    pub(super) total: usize,
    /// 1-based index of the first user of the page.
    pub(super) start_index: usize,
    /// Where the next page starts.
    pub(super) next_cursor: Option<String>,
}

/// The reply with a page of users.
///
/// `startIndex` went from the v4.1 reference page in August 2024 and stayed in the search guide and the OpenAPI file.
/// ASSUMED: it is still sent.
pub(super) fn page<'r>(
    view: &View<'_>,
    records: impl ExactSizeIterator<Item = &'r Arc<Record>>,
    numbers: &Numbers,
) -> Result<Response, Refusal> {
    let count = records.len();
    let mut out = Vec::with_capacity(USER_BYTES * (count + 1));
    let head = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{},"startIndex":{},"itemsPerPage":{count},"Resources":["#,
        numbers.total, numbers.start_index
    );
    out.extend_from_slice(head.as_bytes());
    let mut scratch = Vec::new();
    for (number, record) in records.enumerate() {
        if number > 0 {
            out.push(b',');
        }
        view.write(record, &mut scratch, &mut out)?;
    }
    out.push(b']');
    if let Some(cursor) = &numbers.next_cursor {
        // Base64 needs no escapes.
        out.extend_from_slice(b",\"nextCursor\":\"");
        out.extend_from_slice(cursor.as_bytes());
        out.push(b'"');
    }
    out.push(b'}');
    Ok(bytes_response(
        StatusCode::OK,
        HeaderValue::from_static("application/json"),
        out,
    ))
}
