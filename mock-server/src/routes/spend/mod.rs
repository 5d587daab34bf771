//! Spend User v4 and v4.1: the spend profiles of users, read-only, with the roles and the fields of the employee form.

mod form_fields;
mod role_codes;
mod users;
mod view;

use std::sync::Arc;

use axum::routing::get;
use axum::{Extension, Router};
use http::HeaderMap;

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimType};
use crate::policy::spend::CompanyHeader;
use crate::scim::spend::show::Release;
use crate::world::World;

/// The routes of the service. ASSUMED: under the older path, which only the sample collection has, v4 is served.
pub(super) fn router() -> Router<Arc<World>> {
    release("/profile/spend/v4", Release::V4)
        .merge(release("/spend/v4", Release::V4))
        .merge(
            release("/profile/spend/v4.1", Release::V4_1)
                .route("/profile/spend/v4.1/FormFields", get(form_fields::list)),
        )
}

fn release(path: &str, release: Release) -> Router<Arc<World>> {
    let users = format!("{path}/Users");
    let mut router = Router::new()
        .route(&users, get(users::list))
        .route(&format!("{users}/{{id}}"), get(users::get));
    if release == Release::V4 {
        // The name stands where ids stand elsewhere; v4.1 has it no more and looks for a user of this id.
        router = router.route(&format!("{users}/roleCodes"), get(role_codes::list));
    }
    router.layer(Extension(release))
}

/// Whether the service serves a path.
pub(super) fn owns(path: &str) -> bool {
    ["/profile/spend/", "/spend/"]
        .iter()
        .any(|front| path.starts_with(front))
}

/// The scope of the service.
const SCOPE: &str = "spend.user.general.read";

/// Admits a reader of spend profiles.
fn admit(arrival: &Arrival, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let caller = Caller::admit(arrival)?;
    caller.requires(SCOPE)?;
    if arrival.policies.choose::<CompanyHeader>() == CompanyHeader::Matched {
        refuse_other_company(&caller, headers)?;
    }
    Ok(caller)
}

/// The header that the sample collection sends.
const COMPANY_ID: &str = "concur-company-id";

fn refuse_other_company(caller: &Caller, headers: &HeaderMap) -> Result<(), Refusal> {
    let named = headers.get(COMPANY_ID).map(http::HeaderValue::as_bytes);
    let own = caller.company.id_text.as_bytes();
    match named {
        Some(named) if !named.eq_ignore_ascii_case(own) => Err(Refusal::bad_request(
            ScimType::InvalidValue,
            "concur-company-id does not name the company of the access token",
        )),
        _ => Ok(()),
    }
}
