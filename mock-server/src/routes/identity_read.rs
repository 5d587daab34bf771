//! Reading one user through Identity v4 or v4.1.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;

use crate::caller::{Arrival, Caller};
use crate::company::Company;
use crate::error::{Refusal, ScimRefusal};
use crate::ids;
use crate::policy::access::UserOfAnotherCompany;
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
    let record = record.ok_or_else(|| unknown_user(&caller.company, &id))?;
    Ok(single(&view, record)?)
}

/// The refusal of an id that no user of the company has.
///
/// ASSUMED: the sentences; the OpenAPI file lists the status. An id of another company is as unknown as any, unless the
/// policy has it told apart.
pub(super) fn unknown_user(company: &Company, id: &str) -> Refusal {
    let shown: String = id.chars().take(64).collect();
    let policy: UserOfAnotherCompany = company.read().policies.choose();
    let is_elsewhere = || {
        ids::read(id).is_some_and(|user| company.shared_names.has_user_outside(company.id, user))
    };
    if policy == UserOfAnotherCompany::Forbidden && is_elsewhere() {
        return Refusal::forbidden(format!("User {shown} belongs to another company"));
    }
    Refusal::not_found(format!("User {shown} not found"))
}
