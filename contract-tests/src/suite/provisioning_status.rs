//! User Provisioning v4: what the state of a provision says, page by page.

use serde_json::json;

use super::people::newcomer;
use super::provisioning_calls::{
    SPEND, asking, detail, entrant, followed, operation, provision, provision_of, spend_user,
};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_provisioning_status of "provisioning_status", page::PROVISIONING;
    a_summary_has_neither_operations_nor_paging: "provisioning.v4.provisions.status", Write;
    a_detail_has_operations_and_paging: "provisioning.v4.provisions.status", Write;
    what_is_pending_knows_no_success: "provisioning.v4.provisions.status", FreshCompany;
    what_is_completed_says_when: "provisioning.v4.provisions.status", FreshCompany, Clock;
    the_location_names_the_same_id: "provisioning.v4.provisions.status", Write;
    an_unknown_provision_is_404: "provisioning.v4.provisions.status";
    a_provision_of_another_company_is_404: "provisioning.v4.provisions.status", FreshCompany;
    the_correlation_id_is_that_of_the_request: "provisioning.v4.provisions.status", Write;
    the_times_are_those_of_the_company: "provisioning.v4.provisions.status", FreshCompany, Clock;
    one_user_alone_has_the_literal_bulk_id: "provisioning.v4.provisions.status", Write;
}

async fn a_summary_has_neither_operations_nor_paging(session: &mut Session) -> Claim {
    let id = some_provision(session, "summary").await?;
    let status = session.call(asking(&id)).await?.ok()?;
    same("total", &json!(1), &status["operationsCount"]["total"])?;
    for member in ["operations", "totalResults", "itemsPerPage", "startIndex"] {
        holds(format!("no {member}"), status.get(member).is_none())?;
    }
    Ok(())
}

async fn a_detail_has_operations_and_paging(session: &mut Session) -> Claim {
    let id = some_provision(session, "detail").await?;
    let status = detail(session, &id).await?;
    for member in ["totalResults", "itemsPerPage", "startIndex"] {
        same(member, &json!(1), &status[member])?;
    }
    let only = operation(&status, 0)?;
    same("id", &json!("1"), &only["id"])?;
    same("type", &json!("User"), &only["resource"]["type"])
}

async fn what_is_pending_knows_no_success(session: &mut Session) -> Claim {
    decide(session, "provisioning.completes", "manually").await?;
    let user = entrant(session, "pending", json!({ SPEND: spend_user() }));
    let id = provision_of(&provision(session, &user).await?)?;
    let status = detail(session, &id).await?;
    same("completed", &json!(false), &status["status"]["completed"])?;
    holds("no success", status["status"]["success"].is_null())?;
    holds("no end", status["meta"]["completed"].is_null())?;
    same("pending", &json!(1), &status["operationsCount"]["pending"])?;
    let only = operation(&status, 0)?;
    same("completed", &json!(false), &only["status"]["completed"])?;

    session.complete(&id).await?;
    let status = detail(session, &id).await?;
    same("completed", &json!(true), &status["status"]["completed"])?;
    same("success", &json!(true), &status["status"]["success"])?;
    same("pending", &json!(0), &status["operationsCount"]["pending"])
}

async fn what_is_completed_says_when(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    decide(session, "provisioning.completes", "manually").await?;
    let id = some_provision(session, "when").await?;
    session.advance(7).await?;
    session.complete(&id).await?;
    let meta = session.call(asking(&id)).await?.ok()?["meta"].clone();
    same(
        "created",
        &json!("2026-01-15T09:00:00.000+0000"),
        &meta["created"],
    )?;
    let end = json!("2026-01-15T09:00:07.000+0000");
    same("completed", &end, &meta["completed"])?;
    same("lastModified", &end, &meta["lastModified"])
}

async fn the_location_names_the_same_id(session: &mut Session) -> Claim {
    let id = some_provision(session, "same").await?;
    let status = session.call(asking(&id)).await?.ok()?;
    same("id", Some(id.as_str()), status["id"].as_str())?;
    let base = session.company().base_url.clone();
    let location = format!("{base}/profile/v4/provisions/{id}/status");
    same(
        "location",
        Some(location.as_str()),
        status["meta"]["location"].as_str(),
    )
}

async fn an_unknown_provision_is_404(session: &mut Session) -> Claim {
    let nothing = "00000000-0000-4000-8000-000000000000";
    session.call(asking(nothing)).await?.refused(404)?;
    let path = "/provisioning/v4/provisions/no-uuid/status";
    session
        .call(Request::get(path))
        .await?
        .refused(404)
        .map(drop)
}

async fn a_provision_of_another_company_is_404(session: &mut Session) -> Claim {
    let id = some_provision(session, "theirs").await?;
    session.call(asking(&id)).await?.is(200)?;
    session.enter(&Wish::default()).await?;
    session.call(asking(&id)).await?.refused(404).map(drop)
}

async fn the_correlation_id_is_that_of_the_request(session: &mut Session) -> Claim {
    let sent = "9d7c1f42-6b08-4f3e-a1d5-2c8e7b90f613";
    let user = newcomer(session, "correlated");
    let request = Request::post(super::provisioning_calls::USERS)
        .json(&user)
        .header("concur-correlationid", sent);
    let reply = session.call(request).await?;
    reply.is(201)?;
    let status = session
        .call(asking(&provision_of(&reply.json()?)?))
        .await?
        .ok()?;
    same(
        "correlationId",
        Some(sent),
        status["meta"]["correlationId"].as_str(),
    )
}

async fn the_times_are_those_of_the_company(session: &mut Session) -> Claim {
    session.freeze("2026-02-28T23:59:59Z").await?;
    let id = some_provision(session, "leap").await?;
    let status = session.call(asking(&id)).await?.ok()?;
    let created = status["meta"]["created"].as_str();
    same("created", Some("2026-02-28T23:59:59.000+0000"), created)
}

async fn one_user_alone_has_the_literal_bulk_id(session: &mut Session) -> Claim {
    let user = newcomer(session, "literal");
    let answer = provision(session, &user).await?;
    let status = followed(session, &answer).await?;
    let only = operation(&status, 0)?;
    same("bulkId", Some("gen-temp-bulk-id"), only["bulkId"].as_str())
}

/// The provision of some user.
pub(super) async fn some_provision(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let user = newcomer(session, tag);
    provision_of(&provision(session, &user).await?)
}
