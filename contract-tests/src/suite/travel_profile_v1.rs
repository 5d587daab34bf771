//! Travel Profile v1: what the older reading service refuses.

use super::travel_profile_calls::{PROFILE_V1, anybody, asking, call, refused};
use super::{page, register};
use crate::finding::Claim;
use crate::session::{Session, Wish};

register! { $ each_travel_profile_v1 of "travel_profile_v1", page::TRAVEL_PROFILE_V1;
    the_older_service_knows_no_uuid: "travel_profile.v1.profile.get", FreshCompany;
    the_older_service_refuses_whom_it_does_not_know: "travel_profile.v1.profile.get";
    the_older_service_needs_the_same_scope: "travel_profile.v1.profile.get", FreshCompany;
}

async fn the_older_service_knows_no_uuid(session: &mut Session) -> Claim {
    let (_, id) = anybody(session).await?;
    let request = asking(PROFILE_V1, "uuid", &id).deviant();
    refused(&call(session, request).await?, &[400]).map(drop)
}

async fn the_older_service_refuses_whom_it_does_not_know(session: &mut Session) -> Claim {
    let request = asking(PROFILE_V1, "login", "nobody@travels.example");
    refused(&call(session, request).await?, &[400, 404]).map(drop)
}

async fn the_older_service_needs_the_same_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let (login, _) = anybody(session).await?;
    refused(
        &call(session, asking(PROFILE_V1, "login", &login)).await?,
        &[403],
    )
    .map(drop)
}
