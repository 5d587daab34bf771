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
use crate::policy::Policies;
use crate::policy::identity::{Location, RequestOnly, RequestOnlyV4};
use crate::policy::paging::{ItemsPerPage, StartIndexReply};
use crate::scim::appearance::Appearance;
use crate::scim::discovery::Release;
use crate::scim::schema::{ENTERPRISE, IDENTITY_USER};
use crate::scim::scope::Read;
use crate::scim::select::{Selection, Wish};
use crate::scim::shape::Gaps;
use crate::world::World;

use super::wishes::reviewed;

/// How users are shown to one reader.
pub(super) struct View<'v> {
    caller: &'v Caller,
    users: &'v Users,
    location: &'v str,
    extent: Extent,
    show: Show<'v>,
    extras: Extras,
    appearance: Option<Appearance>,
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
pub(super) struct Extras {
    manager_display_name: bool,
    manager_reference: bool,
    organization: bool,
}

impl Extras {
    /// Those that a wish names.
    pub(super) fn of(wish: &Wish) -> Self {
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

    /// Adds what is looked up rather than kept: the manager's name and address, the company's name.
    pub(super) fn add(
        self,
        user: &mut Map<String, Value>,
        users: &Users,
        organization: &str,
        location: &str,
    ) {
        let Some(enterprise) = user.get_mut(ENTERPRISE).and_then(Value::as_object_mut) else {
            return;
        };
        if self.organization {
            enterprise.insert("organization".to_owned(), Value::from(organization));
        }
        if let Some(manager) = enterprise.get_mut("manager").and_then(Value::as_object_mut) {
            let id = manager
                .get("value")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned();
            if self.manager_reference {
                let reference = format!("{location}{id}");
                manager.insert("$ref".to_owned(), Value::from(reference));
            }
            let record = Uuid::try_parse(&id).ok().and_then(|id| users.get(id));
            if let (true, Some(record)) = (self.manager_display_name, record) {
                manager.extend(record.members(&["displayName"]));
            }
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
        let version = caller.company.read();
        let policies = &version.policies;
        let read = caller.token.rights.read;
        let wish = &reviewed(wish, read, policies)?;
        let request_only = match (wish.attributes.is_none(), release) {
            (false, _) => RequestOnly::Hidden,
            (true, Release::V4_1) => policies.choose(),
            (true, Release::V4) => match policies.choose() {
                RequestOnlyV4::Hidden => RequestOnly::Hidden,
                RequestOnlyV4::Shown => RequestOnly::Shown,
            },
        };
        let is_shown = request_only == RequestOnly::Shown;
        let show = if wish.is_default() && read == Read::ALL {
            Show::Kept
        } else if wish.is_default() && !is_shown {
            caller
                .token
                .default_view()
                .map(Show::Default)
                .ok_or_else(broken)?
        } else {
            Show::Asked(Selection::compile_with(
                &IDENTITY_USER,
                read,
                wish,
                request_only,
            )?)
        };
        let extent = if is_shown || wish.names(&["entitlements"]) {
            Extent::Full
        } else {
            Extent::Default
        };
        let extras = Extras {
            manager_display_name: is_shown,
            manager_reference: is_shown,
            ..Extras::default()
        };
        Ok(Self {
            caller,
            users,
            location: location(world, release, caller),
            extent,
            show,
            extras: if is_shown { extras } else { Extras::of(wish) },
            appearance: Appearance::of(policies),
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
        let is_edited = self.extras != Extras::default() || self.appearance.is_some();
        if let (Show::Kept, false) = (&self.show, is_edited) {
            record.copy(gaps, self.extent, out);
            return Ok(());
        }
        scratch.clear();
        record.copy(gaps, self.extent, scratch);
        if is_edited {
            self.edit(scratch);
        }
        let selection = match &self.show {
            Show::Kept => {
                out.extend_from_slice(scratch);
                return Ok(());
            }
            Show::Default(selection) => selection,
            Show::Asked(selection) => selection,
        };
        let text = std::str::from_utf8(scratch).map_err(|_| broken())?;
        selection.copy(text, out).map_err(|_| broken())
    }

    /// Adds what is looked up rather than kept, and brings the user into the form of the policy.
    fn edit(&self, text: &mut Vec<u8>) {
        let has_manager = |text: &[u8]| {
            let member = b"\"manager\":{";
            text.windows(member.len()).any(|window| window == member)
        };
        let needs_extras =
            self.extras.organization || (self.extras != Extras::default() && has_manager(text));
        if !needs_extras && self.appearance.is_none() {
            return;
        }
        let Ok(mut user) = serde_json::from_slice::<Map<String, Value>>(text) else {
            return;
        };
        let organization = &self.caller.company.name;
        self.extras
            .add(&mut user, self.users, organization, self.location);
        if let Some(appearance) = self.appearance {
            appearance.apply(&mut user);
        }
        text.clear();
        text.extend_from_slice(Value::Object(user).to_string().as_bytes());
    }
}

/// What stands before a user's id in `meta.location`.
pub(super) fn location<'w>(world: &'w World, release: Release, caller: &Caller) -> &'w str {
    let release = match caller.company.read().policies.choose() {
        Location::AsCalled => release,
        Location::V4 => Release::V4,
    };
    world.user_location(release, &caller.company)
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
    /// What is shown of them.
    pub(super) style: Style,
}

/// What a page says of itself beside its users.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// The `itemsPerPage` that is shown; `None` counts the users of the page.
    pub(super) items_per_page: Option<usize>,
    /// Whether there is a `startIndex`.
    pub(super) start_index: StartIndex,
}

/// Whether a page shows where it starts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum StartIndex {
    /// It does.
    #[default]
    Shown,
    /// It does not.
    LeftOut,
}

impl Style {
    /// What the policies have a page of this release say that was asked for this many.
    pub(super) fn of(release: Release, requested: usize, policies: &Policies) -> Self {
        let is_left_out = release == Release::V4_1
            && policies.choose::<StartIndexReply>() == StartIndexReply::LeftOut;
        Self {
            items_per_page: (policies.choose::<ItemsPerPage>() == ItemsPerPage::Requested)
                .then_some(requested),
            start_index: if is_left_out {
                StartIndex::LeftOut
            } else {
                StartIndex::Shown
            },
        }
    }
}

/// The reply with a page of users.
///
/// `startIndex` went from the v4.1 reference page in August 2024 and stayed in the search guide and the OpenAPI file.
/// ASSUMED: it is still sent; a policy has it otherwise.
pub(super) fn page<'r>(
    view: &View<'_>,
    records: impl ExactSizeIterator<Item = &'r Arc<Record>>,
    numbers: &Numbers,
) -> Result<Response, Refusal> {
    let count = records.len();
    let mut out = Vec::with_capacity(USER_BYTES * (count + 1));
    let start_index = match numbers.style.start_index {
        StartIndex::Shown => format!(r#""startIndex":{},"#, numbers.start_index),
        StartIndex::LeftOut => String::new(),
    };
    let items_per_page = numbers.style.items_per_page.unwrap_or(count);
    let head = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{},{start_index}"itemsPerPage":{items_per_page},"Resources":["#,
        numbers.total
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
