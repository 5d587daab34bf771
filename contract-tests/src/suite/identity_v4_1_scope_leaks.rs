//! Identity v4.1: the ways around a scope.

use serde_json::json;

use super::identity_v4_1_scopes::{CORE, IDS, SAP, SAP_URN, WRITE, narrowed};
use super::people::{create_furnished, newcomer};
use super::{page, register};
use crate::finding::{Claim, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, search_request};

register! { $ each_identity_v4_1_scope_leak of "identity_v4_1_scope_leaks", page::SCOPES;
    an_id_with_a_scope_of_its_own_is_not_erased_without_it: "identity.v4_1.users.patch", Write;
    a_filter_tells_nothing_that_the_reader_may_not_see: "identity.v4_1.users.search", Write;
}

async fn an_id_with_a_scope_of_its_own_is_not_erased_without_it(session: &mut Session) -> Claim {
    let id = create_furnished(session, "kept").await?;
    let token = narrowed(session, &[IDS, CORE, SAP, WRITE].join(" ")).await?;
    let path = format!("{USERS}/{id}");

    for operation in [
        json!({ "op": "remove", "path": SAP_URN }),
        json!({ "op": "remove", "path": "externalId" }),
        json!({ "op": "replace", "value": { SAP_URN: null } }),
    ] {
        let body = json!({ "Operations": [operation] });
        let request = Request::patch(&path).json(&body).bearer(&token);
        session.send(request.deviant()).await?.refused(403)?;
    }
    let whole = newcomer(session, "kept");
    let request = Request::put(&path).json(&whole).bearer(&token);
    session.send(request).await?.refused(403).map(drop)
}

async fn a_filter_tells_nothing_that_the_reader_may_not_see(session: &mut Session) -> Claim {
    create_furnished(session, "hidden").await?;
    let token = narrowed(session, IDS).await?;

    for filter in [
        "emails.value co \"@\"".to_owned(),
        "entitlements eq \"Expense\"".to_owned(),
        format!("{ENTERPRISE}:employeeNumber pr"),
        format!("{SAP_URN}:userUuid pr"),
    ] {
        let request = search_request(&json!({ "filter": filter })).bearer(&token);
        same(
            &filter,
            json!(0),
            session.send(request).await?.ok()?["totalResults"].clone(),
        )?;
    }
    Ok(())
}
