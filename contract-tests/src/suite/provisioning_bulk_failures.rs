//! User Provisioning v4: operations of a bulk request that fail, each by itself.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_bulk::{fails_or_is_refused, found, hired};
use super::provisioning_calls::{bulk, changing, failing, hiring, operation};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::session::{ENTERPRISE, Session};

register! { $ each_provisioning_bulk_failure of "provisioning_bulk_failures", page::PROVISIONING;
    a_failed_operation_fails_the_whole_and_stops_nothing: "provisioning.v4.bulk.create", Write;
    a_replacement_needs_the_id_in_its_data: "provisioning.v4.bulk.create", Write;
    a_replacement_of_another_id_fails: "provisioning.v4.bulk.create", Write;
    a_change_of_nobody_fails_alone: "provisioning.v4.bulk.create", Write;
    a_taken_number_fails_its_operation_in_the_known_words: "provisioning.v4.bulk.create", Write;
}

async fn a_failed_operation_fails_the_whole_and_stops_nothing(session: &mut Session) -> Claim {
    let operations = json!([failing(session, "bad"), hiring(session, "good", json!({}))]);
    let done = bulk(session, &operations).await?;
    same("success", &json!(false), &done["status"]["success"])?;
    has_code(&done, &["400"])?;
    same("the good", 1, found(session, "good").await?.len())?;
    same("the bad", 0, found(session, "bad").await?.len())
}

async fn a_replacement_needs_the_id_in_its_data(session: &mut Session) -> Claim {
    let id = hired(session, "whole").await?;
    let mut data = newcomer(session, "whole");
    data["title"] = json!("Captain");
    let operation =
        json!({ "method": "PUT", "path": format!("/Users/{id}"), "bulkId": "put", "data": data });
    fails_or_is_refused(session, json!([operation])).await?;
    holds("no title", session.user(&id).await?["title"].is_null())
}

async fn a_replacement_of_another_id_fails(session: &mut Session) -> Claim {
    let id = hired(session, "path").await?;
    let other = hired(session, "data").await?;
    let mut data = newcomer(session, "data");
    data["id"] = json!(other);
    data["title"] = json!("Captain");
    let operation =
        json!({ "method": "PUT", "path": format!("/Users/{id}"), "bulkId": "put", "data": data });
    fails_or_is_refused(session, json!([operation])).await?;
    for id in [id, other] {
        holds("no title", session.user(&id).await?["title"].is_null())?;
    }
    Ok(())
}

async fn a_change_of_nobody_fails_alone(session: &mut Session) -> Claim {
    let title = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    let nobody = changing("00000000-0000-4000-8000-000000000000", &title);
    let operations = json!([nobody, hiring(session, "somebody", json!({}))]);
    let done = bulk(session, &operations).await?;
    has_code(&done, &["404", "400"])?;
    same("somebody", 1, found(session, "somebody").await?.len())
}

async fn a_taken_number_fails_its_operation_in_the_known_words(session: &mut Session) -> Claim {
    hired(session, "first").await?;
    let mut second = hiring(session, "second", json!({}));
    second["data"][ENTERPRISE]["employeeNumber"] = json!("E-first");
    let done = bulk(session, &json!([second])).await?;
    has_code(&done, &["409", "400"])?;
    let words =
        "Principal with lookup type 'companyId,employeeNumber' with provided value already exists";
    holds(format!("{done} says so"), done.to_string().contains(words))
}

/// Claims that the first operation failed with one of these codes; only 400 was ever printed.
fn has_code(done: &Value, codes: &[&str]) -> Claim {
    let one = operation(done, 0)?;
    same("success", &json!(false), &one["status"]["success"])?;
    let code = one["status"]["code"].as_str().unwrap_or_default();
    holds(format!("{code} is of {codes:?}"), codes.contains(&code))
}
