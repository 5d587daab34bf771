//! The lies about User Provisioning v4.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::suite_bites::{Passing, Row};

pub(crate) const LIES: &[Row] = &[
    (
        "provisioning_create",
        "a_create_answers_201_with_identity",
        |answer| {
            let is_create = answer.method == Method::POST && is_users(answer);
            if is_create && answer.status == StatusCode::CREATED {
                answer.status = StatusCode::OK;
            }
        },
    ),
    (
        "provisioning_create",
        "the_answer_echoes_identity_alone",
        |answer| {
            if answer.body["meta"]["statusUrl"].is_string() {
                answer.body["entitlements"] = json!(["Expense"]);
            }
        },
    ),
    (
        "provisioning_create",
        "the_identity_is_there_before_the_rest",
        |answer| {
            if answer.body["status"]["completed"] == false {
                answer.body["status"]["completed"] = json!(true);
            }
        },
    ),
    (
        "provisioning_change",
        "a_patch_of_spend_waits_for_its_provision",
        |answer| {
            let spend = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
            if answer.body[spend].is_object() {
                answer.body[spend]["stateProvince"] = json!("WA");
            }
        },
    ),
    (
        "provisioning_status",
        "what_is_pending_knows_no_success",
        |answer| {
            if answer.body["status"]["completed"].is_boolean() {
                answer.body["status"]["success"] = json!(true);
            }
        },
    ),
    (
        "provisioning_status_pages",
        "operations_come_page_by_page",
        |answer| {
            if answer.body["operations"].is_array() {
                answer.body["startIndex"] = json!(1);
            }
        },
    ),
    (
        "provisioning_life",
        "a_status_is_kept_for_seven_days",
        |answer| {
            if answer.status == StatusCode::NOT_FOUND {
                answer.status = StatusCode::GONE;
                answer.body["status"] = json!("410");
            }
        },
    ),
    (
        "provisioning_bulk",
        "a_bulk_answers_202_with_everything_pending",
        |answer| {
            if answer.status == StatusCode::ACCEPTED {
                let total = answer.body["operationsCount"]["total"].clone();
                answer.body["operationsCount"]["success"] = total;
                answer.body["operationsCount"]["pending"] = json!(0);
            }
        },
    ),
    (
        "provisioning_bulk_limits",
        "one_byte_more_is_413",
        |answer| {
            if answer.status == StatusCode::PAYLOAD_TOO_LARGE {
                answer.status = StatusCode::BAD_REQUEST;
                answer.body["status"] = json!("400");
            }
        },
    ),
    (
        "provisioning_extensions",
        "a_failed_extension_leaves_identity_written",
        |answer| {
            if answer.body["operations"][0]["status"]["code"] == "207" {
                answer.body["operations"][0]["status"]["code"] = json!("400");
            }
        },
    ),
    (
        "provisioning_rules",
        "an_unknown_item_of_a_list_is_told_so",
        |answer| {
            reword(&mut answer.body, "Invalid List Item", "Invalid Item");
        },
    ),
    (
        "provisioning_patch_spend",
        "a_filter_removes_one_role",
        |answer| {
            let role = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
            if answer.body[role].is_object() {
                answer.body[role]["roles"] = json!([]);
            }
        },
    ),
    (
        "provisioning_discovery",
        "the_schemas_stand_in_a_list_within_a_list",
        |answer| {
            if answer.path.ends_with("/Schemas") {
                answer.body = answer.body[0].take();
            }
        },
    ),
];

fn is_users(answer: &Passing<'_>) -> bool {
    answer.path.starts_with("/profile/v4/Users")
}

fn reword(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => to.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| reword(item, from, to)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| reword(member, from, to)),
        _ => {}
    }
}
