//! User Provisioning v4: which bulk requests are not taken, and what may be decided otherwise.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_bulk::found;
use super::provisioning_calls::{BULK, accepted, bulk, bulking, failing, hiring};
use super::{page, register};
use crate::finding::{Claim, Failure, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, id_of};

/// The most bytes of a request: 400 KB.
pub(super) const MOST_BYTES: usize = 409_600;

/// The most operations of a request.
pub(super) const MOST_OPERATIONS: usize = 100;

register! { $ each_provisioning_bulk_limit of "provisioning_bulk_limits", page::PROVISIONING;
    a_hundred_operations_are_taken: "provisioning.v4.bulk.create", Write;
    a_hundred_and_one_operations_are_400: "provisioning.v4.bulk.create", Write;
    four_hundred_kilobytes_are_taken: "provisioning.v4.bulk.create", Write;
    one_byte_more_is_413: "provisioning.v4.bulk.create", Write;
    a_bulk_of_nothing_is_400: "provisioning.v4.bulk.create", Write;
    a_name_may_not_stand_twice: "provisioning.v4.bulk.create", Write;
    a_create_needs_a_name: "provisioning.v4.bulk.create", Write;
    an_unknown_path_is_400: "provisioning.v4.bulk.create", Write;
    an_unknown_method_is_400: "provisioning.v4.bulk.create", Write;
    another_schema_is_400: "provisioning.v4.bulk.create", Write;
    a_body_that_is_no_bulk_is_400: "provisioning.v4.bulk.create", Write;
    errors_stop_where_their_number_is_reached: "provisioning.v4.bulk.create", Write;
    two_errors_may_be_borne: "provisioning.v4.bulk.create", Write;
    a_name_stands_for_the_user_that_it_made: "provisioning.v4.bulk.create", Write;
}

async fn a_hundred_operations_are_taken(session: &mut Session) -> Claim {
    let done = bulk(session, &hirings(session, MOST_OPERATIONS)).await?;
    same("success", &json!(100), &done["operationsCount"]["success"])
}

async fn a_hundred_and_one_operations_are_400(session: &mut Session) -> Claim {
    let operations = hirings(session, MOST_OPERATIONS + 1);
    refused(session, &operations, 400).await?;
    same("nobody came", 0, found(session, "n0").await?.len())
}

async fn four_hundred_kilobytes_are_taken(session: &mut Session) -> Claim {
    let reply = session.call(of_bytes(session, MOST_BYTES)).await?;
    accepted(&reply)?;
    same("found", 1, found(session, "heavy").await?.len())
}

async fn one_byte_more_is_413(session: &mut Session) -> Claim {
    let request = of_bytes(session, MOST_BYTES + 1);
    session.call(request).await?.refused(413)?;
    same("found", 0, found(session, "heavy").await?.len())
}

async fn a_bulk_of_nothing_is_400(session: &mut Session) -> Claim {
    refused(session, &json!([]), 400).await
}

async fn a_name_may_not_stand_twice(session: &mut Session) -> Claim {
    let operations = doubled(session);
    refused(session, &operations, 400).await?;
    same("found", 0, found(session, "a").await?.len())
}

async fn a_create_needs_a_name(session: &mut Session) -> Claim {
    let operations = nameless(session);
    refused(session, &operations, 400).await?;
    same("found", 0, found(session, "a").await?.len())
}

async fn an_unknown_path_is_400(session: &mut Session) -> Claim {
    for path in ["/Groups", "/Users/no-uuid", ""] {
        let mut strange = hiring(session, "a", json!({}));
        strange["path"] = json!(path);
        refused(session, &json!([strange]), 400)
            .await
            .map_err(|failure| Failure::disagrees(format!("`{path}`: {failure}")))?;
    }
    Ok(())
}

async fn an_unknown_method_is_400(session: &mut Session) -> Claim {
    for method in ["GET", "MOVE", ""] {
        let mut strange = hiring(session, "a", json!({}));
        strange["method"] = json!(method);
        refused(session, &json!([strange]), 400)
            .await
            .map_err(|failure| Failure::disagrees(format!("`{method}`: {failure}")))?;
    }
    Ok(())
}

async fn another_schema_is_400(session: &mut Session) -> Claim {
    let operations = json!([hiring(session, "a", json!({}))]);
    let patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    let body = json!({ "schemas": [patch], "Operations": operations });
    let request = Request::post(BULK).json(&body).deviant();
    session.call(request).await?.refused(400)?;
    same("found", 0, found(session, "a").await?.len())
}

async fn a_body_that_is_no_bulk_is_400(session: &mut Session) -> Claim {
    for text in [
        "",
        "{",
        "[]",
        "7",
        r#"{"Operations":{}}"#,
        r#"{"Operations":[7]}"#,
    ] {
        let request = Request::post(BULK).body("application/json", text).deviant();
        session
            .call(request)
            .await?
            .refused(400)
            .map_err(|failure| Failure::disagrees(format!("`{text}`: {failure}")))?;
    }
    Ok(())
}

async fn errors_stop_where_their_number_is_reached(session: &mut Session) -> Claim {
    let operations = json!([
        hiring(session, "before", json!({})),
        failing(session, "bad"),
        hiring(session, "after", json!({}))
    ]);
    let done = bearing(session, &operations, 1).await?;
    same("success", &json!(false), &done["status"]["success"])?;
    same("before", 1, found(session, "before").await?.len())?;
    same("after", 0, found(session, "after").await?.len())
}

async fn two_errors_may_be_borne(session: &mut Session) -> Claim {
    let operations = json!([
        failing(session, "bad"),
        hiring(session, "between", json!({})),
        failing(session, "worse"),
        hiring(session, "after", json!({}))
    ]);
    bearing(session, &operations, 2).await?;
    same("between", 1, found(session, "between").await?.len())?;
    same("after", 0, found(session, "after").await?.len())
}

async fn a_name_stands_for_the_user_that_it_made(session: &mut Session) -> Claim {
    let operations = referring(session);
    let request = bulking(&operations).deviant();
    accepted(&session.call(request).await?)?;
    let boss = found(session, "boss").await?;
    let worker = found(session, "worker").await?;
    let id = worker.first().cloned().unwrap_or_default();
    let known = session.user(&id).await?;
    let manager = known[ENTERPRISE]["manager"]["value"].as_str();
    same("manager", boss.first().map(String::as_str), manager)
}

pub(super) async fn refused(session: &mut Session, operations: &Value, status: u16) -> Claim {
    let reply: Reply = session.call(bulking(operations).deviant()).await?;
    reply.refused(status).map(drop)
}

pub(super) async fn bearing(
    session: &mut Session,
    operations: &Value,
    errors: u32,
) -> Result<Value, Failure> {
    let schema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    let body = json!({ "schemas": [schema], "failOnErrors": errors, "Operations": operations });
    let reply = session.call(Request::post(BULK).json(&body)).await?;
    super::provisioning_calls::detail(session, &id_of(&accepted(&reply)?)?).await
}

pub(super) fn hirings(session: &Session, count: usize) -> Value {
    let one = |at: usize| hiring(session, &format!("n{at}"), json!({}));
    (0..count).map(one).collect()
}

/// Two operations of one name.
pub(super) fn doubled(session: &Session) -> Value {
    let mut second = hiring(session, "b", json!({}));
    second["bulkId"] = json!("a");
    json!([hiring(session, "a", json!({})), second])
}

/// A creation without a name.
pub(super) fn nameless(session: &Session) -> Value {
    let user = newcomer(session, "a");
    json!([{ "method": "POST", "path": "/Users", "data": user }])
}

/// Two creations, of which the second names the first as its manager.
pub(super) fn referring(session: &Session) -> Value {
    let mut worker = hiring(session, "worker", json!({}));
    worker["data"][ENTERPRISE]["manager"] = json!({ "value": "bulkId:boss" });
    json!([hiring(session, "boss", json!({})), worker])
}

/// A request of so many bytes, most of them blanks behind the document.
pub(super) fn of_bytes(session: &Session, bytes: usize) -> Request {
    let schema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    let operations = json!([hiring(session, "heavy", json!({}))]);
    let text = json!({ "schemas": [schema], "Operations": operations }).to_string();
    let blanks = " ".repeat(bytes.saturating_sub(text.len()));
    Request::post(BULK).body("application/json", text + &blanks)
}
