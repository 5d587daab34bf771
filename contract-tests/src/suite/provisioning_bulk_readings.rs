//! Contradictions about bulk requests: each reading is played when the company decides for it.

use serde_json::json;

use super::provisioning_bulk::{fails_or_is_refused, found, hired};
use super::provisioning_bulk_limits::{
    MOST_BYTES, MOST_OPERATIONS, bearing, doubled, hirings, nameless, of_bytes, referring, refused,
};
use super::provisioning_calls::{accepted, bulk, bulking, failing, hiring, operation, queue};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::session::{Session, id_of};

register! { $ each_reading_of_bulk of "provisioning_bulk_readings", page::PROVISIONING;
    too_many_operations_may_be_413: "provisioning.v4.bulk.create", FreshCompany;
    too_many_bytes_may_be_400: "provisioning.v4.bulk.create", FreshCompany;
    a_bulk_of_nothing_may_be_taken: "provisioning.v4.bulk.create", FreshCompany;
    a_name_that_stands_twice_may_be_taken: "provisioning.v4.bulk.create", FreshCompany;
    a_create_without_name_may_be_taken: "provisioning.v4.bulk.create", FreshCompany;
    an_unknown_path_may_fail_its_operation_alone: "provisioning.v4.bulk.create", FreshCompany;
    errors_may_be_borne_whatever_their_number: "provisioning.v4.bulk.create", FreshCompany;
    a_name_may_stand_for_nobody: "provisioning.v4.bulk.create", FreshCompany;
    a_bulk_may_delete_nobody: "provisioning.v4.bulk.create", FreshCompany;
    an_answer_may_tell_what_was_done_already: "provisioning.v4.bulk.create", FreshCompany;
}

async fn too_many_operations_may_be_413(session: &mut Session) -> Claim {
    decide(session, "provisioning.bulk-over-operations-status", "413").await?;
    let operations = hirings(session, MOST_OPERATIONS + 1);
    refused(session, &operations, 413).await
}

async fn too_many_bytes_may_be_400(session: &mut Session) -> Claim {
    decide(session, "provisioning.bulk-over-bytes-status", "400").await?;
    let request = of_bytes(session, MOST_BYTES + 1);
    session.call(request).await?.refused(400).map(drop)
}

async fn a_bulk_of_nothing_may_be_taken(session: &mut Session) -> Claim {
    decide(session, "provisioning.empty-bulk", "accepted").await?;
    let reply = session.call(bulking(&json!([])).deviant()).await?;
    let queued = accepted(&reply)?;
    same("total", &json!(0), &queued["operationsCount"]["total"])
}

async fn a_name_that_stands_twice_may_be_taken(session: &mut Session) -> Claim {
    decide(session, "provisioning.duplicate-bulk-id", "accepted").await?;
    let operations = doubled(session);
    let done = bulk(session, &operations).await?;
    same("success", &json!(2), &done["operationsCount"]["success"])
}

async fn a_create_without_name_may_be_taken(session: &mut Session) -> Claim {
    decide(session, "provisioning.missing-bulk-id", "accepted").await?;
    let request = bulking(&nameless(session)).deviant();
    accepted(&session.call(request).await?)?;
    same("found", 1, found(session, "a").await?.len())
}

async fn an_unknown_path_may_fail_its_operation_alone(session: &mut Session) -> Claim {
    decide(session, "provisioning.unknown-bulk-path", "operation-fails").await?;
    let mut strange = hiring(session, "a", json!({}));
    strange["path"] = json!("/Groups");
    let operations = json!([strange, hiring(session, "b", json!({}))]);
    let reply = session.call(bulking(&operations).deviant()).await?;
    let id = id_of(&accepted(&reply)?)?;
    let done = super::provisioning_calls::detail(session, &id).await?;
    let verdict = operation(&done, 0)?["status"]["success"].clone();
    same("the strange one", json!(false), verdict)?;
    same("the other", 1, found(session, "b").await?.len())
}

async fn errors_may_be_borne_whatever_their_number(session: &mut Session) -> Claim {
    decide(session, "provisioning.fail-on-errors", "ignored").await?;
    let operations = json!([failing(session, "bad"), hiring(session, "after", json!({}))]);
    bearing(session, &operations, 1).await?;
    same("after", 1, found(session, "after").await?.len())
}

async fn a_name_may_stand_for_nobody(session: &mut Session) -> Claim {
    decide(session, "provisioning.bulk-id-references", "refused").await?;
    let operations = referring(session);
    let reply = session.call(bulking(&operations).deviant()).await?;
    holds("answered", [202, 400].contains(&reply.status()))?;
    // The next question is answered after the provision was carried out.
    if reply.status() == 202 {
        let id = id_of(&accepted(&reply)?)?;
        let done = super::provisioning_calls::detail(session, &id).await?;
        let verdict = operation(&done, 1)?["status"]["success"].clone();
        same("the referring one", json!(false), verdict)?;
    }
    same("worker", 0, found(session, "worker").await?.len())
}

async fn a_bulk_may_delete_nobody(session: &mut Session) -> Claim {
    decide(session, "provisioning.bulk-delete", "refused").await?;
    let id = hired(session, "stays").await?;
    let deletion = json!({ "method": "DELETE", "path": format!("/Users/{id}") });
    fails_or_is_refused(session, json!([deletion])).await?;
    session.user(&id).await.map(drop)
}

async fn an_answer_may_tell_what_was_done_already(session: &mut Session) -> Claim {
    decide(session, "provisioning.bulk-reply", "processed").await?;
    let queued = queue(session, &json!([hiring(session, "fast", json!({}))])).await?;
    let counts = json!({ "total": 1, "success": 1, "failed": 0, "pending": 0 });
    same("counts", &counts, &queued["operationsCount"])
}
