//! Reading groups through SCIM v4.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::caller::Arrival;
use crate::company::{Company, Version};
use crate::error::{Refusal, ScimRefusal, json_response};
use crate::ids;
use crate::scim::compare::fold;
use crate::scim::page::{Limits, SCIM_V4_MEMBERS, start_index_of};
use crate::scim::sap::exact::Exact;
use crate::scim::sap::group::{GROUPS, Group, MemberPage, TYPE, show};
use crate::scim::sap::schema::SAP_GROUP;
use crate::world::World;

use super::super::parameters::Parameters;
use super::super::unknown::Segment;
use super::list::{self, Frame};
use super::view::{GroupView, wish};

/// When a group changed whose members never did, in seconds since 1970. ASSUMED: the day of the reference page.
const FIRST_CHANGE: i64 = 1_765_324_800;

/// A group of one company.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seated {
    /// Its id in the company.
    pub(super) id: Uuid,
    /// What it is everywhere.
    pub(super) group: &'static Group,
}

/// The groups of a company, by id as in the example. ASSUMED: that each company has ids of its own.
pub(super) fn seated(company: &Company) -> Vec<Seated> {
    let mut groups: Vec<Seated> = GROUPS
        .iter()
        .zip(0_u64..)
        .map(|(group, ordinal)| Seated {
            id: company.seed.id("group", ordinal),
            group,
        })
        .collect();
    groups.sort_by_key(|seated| seated.id);
    groups
}

/// The group of this id.
pub(super) fn find(company: &Company, id: &str) -> Result<Seated, Refusal> {
    let sought = ids::read(id);
    let found = seated(company)
        .into_iter()
        .find(|seated| Some(seated.id) == sought);
    found.ok_or_else(|| {
        let shown: String = id.chars().take(64).collect();
        Refusal::not_found(format!("Group {shown} not found"))
    })
}

/// Which members of a group are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    start: usize,
    count: usize,
}

impl Window {
    /// The first page.
    pub(super) const FIRST: Self = Self {
        start: 1,
        count: {
            let Limits { default, .. } = SCIM_V4_MEMBERS;
            default
        },
    };

    fn read(parameters: &Parameters<'_>) -> Result<Self, Refusal> {
        Ok(Self {
            start: start_index_of("members.startIndex", parameters.get("members.startIndex"))?,
            count: SCIM_V4_MEMBERS.count("members.count", parameters.get("members.count"))?,
        })
    }
}

/// A group with a page of its members. ASSUMED: they are in the order of their ids, as in the example.
pub(super) fn shown(world: &World, version: &Version, seated: Seated, window: Window) -> Value {
    let role = seated.group.external_name;
    let members = version.roles.holders(role);
    let start = (window.start - 1).min(members.len());
    let end = start.saturating_add(window.count).min(members.len());
    let page = MemberPage {
        total: members.len(),
        start_index: window.start,
        members: members
            .focus()
            .narrow(start..end)
            .into_iter()
            .copied()
            .collect(),
    };
    let first = Timestamp::from_second(FIRST_CHANGE).unwrap_or_default();
    let changed = version.roles.changed(role).unwrap_or(first);
    show(
        seated.group,
        seated.id,
        changed,
        &page,
        &super::base(world, version),
    )
}

/// `GET /scim/v4/Groups`. ASSUMED: a listed group shows its first members, as it does alone.
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_reader(&arrival)?;
    let parameters = Parameters::read(query.as_deref());
    let version = caller.company.read();
    let count = list::count(&version, &parameters)?;
    let start = list::start(&parameters)?;
    let view = GroupView::new(wish(&parameters))?;
    let mut groups = seated(&caller.company);
    if let Some(filter) = list::filter(&parameters)? {
        let test = test(&filter)?;
        groups.retain(|seated| test(seated.group));
    }
    let total = groups.len();
    let resources = groups
        .into_iter()
        .skip(start - 1)
        .take(count)
        .map(|seated| view.show(shown(&world, &version, seated, Window::FIRST)))
        .collect::<Result<_, _>>()?;
    let frame = Frame {
        total,
        start_index: start,
        next_cursor: None,
    };
    Ok(list::reply(frame, resources))
}

/// What a filter of groups asks; texts are compared without regard to case, as everywhere.
fn test(filter: &Exact) -> Result<impl Fn(&Group) -> bool, Refusal> {
    let value = fold(&filter.value);
    let is_type = filter.is_about(&format!("{SAP_GROUP}:type"));
    if !is_type && !filter.is_about("displayName") {
        return Err(filter.unsupported().into());
    }
    Ok(move |group: &Group| {
        let found = if is_type { TYPE } else { group.display_name };
        fold(found) == value
    })
}

/// `GET /scim/v4/Groups/{id}`
pub(super) async fn get(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_reader(&arrival)?;
    let parameters = Parameters::read(query.as_deref());
    let window = Window::read(&parameters)?;
    let view = GroupView::new(wish(&parameters))?;
    let group = find(&caller.company, &id)?;
    let version = caller.company.read();
    let group = view.show(shown(&world, &version, group, window))?;
    Ok(json_response(StatusCode::OK, &group))
}
