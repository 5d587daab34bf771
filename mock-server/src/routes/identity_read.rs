//! Reading one user through Identity v4 or v4.1.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimRefusal};
use crate::ids;
use crate::policy::reading::GetAttributes;
use crate::scim::discovery::Release;
use crate::scim::select::Wish;
use crate::world::World;

use super::listing::{View, single};
use super::parameters::Parameters;
use super::unknown::Segment;

/// `GET …/Users/{id}`. ASSUMED: `attributes` and `excludedAttributes` work here, too; the tables do not list them, but
/// request-only attributes could not be read otherwise.
pub(super) async fn get(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    Segment(id): Segment,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let current = caller.company.read();
    let policies = &current.policies;
    let listed = ["attributes", "excludedAttributes"];
    let parameters = Parameters::of_identity(query.as_deref(), &listed, policies)?;
    let wish = match policies.choose() {
        GetAttributes::Supported => Wish::of_query(
            parameters.get("attributes"),
            parameters.get("excludedAttributes"),
        ),
        GetAttributes::Ignored => Wish::default(),
    };
    let view = View::new(&world, release, &caller, &current.users, &wish)?;
    let record = ids::read(&id).and_then(|id| current.users.get(id));
    let record = record.ok_or_else(|| unknown_user(&id))?;
    Ok(single(&view, record)?)
}

/// ASSUMED: the sentence; the OpenAPI file lists the status. An id of another company is as unknown as any.
pub(super) fn unknown_user(id: &str) -> Refusal {
    let shown: String = id.chars().take(64).collect();
    Refusal::not_found(format!("User {shown} not found"))
}
