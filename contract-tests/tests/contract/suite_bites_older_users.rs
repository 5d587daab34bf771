//! The lies about SCIM v4, User Retrieval and the retired user APIs.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::suite_bites::{Passing, Row, listed};

pub(crate) const LIES: &[Row] = &[
    ("scim_v4_writes", "a_create_answers_201", |answer| {
        if answer.status == StatusCode::CREATED && answer.path.starts_with("/scim") {
            answer.status = StatusCode::OK;
        }
    }),
    (
        "scim_v4_writes",
        "a_patch_switches_off_and_ends_the_validity",
        |answer| {
            let extension = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";
            if answer.body[extension].is_object() {
                answer.body[extension]["validTo"] = Value::Null;
            }
        },
    ),
    (
        "scim_v4_users",
        "a_user_has_nothing_that_only_identity_knows",
        |answer| {
            if answer.method == Method::GET && answer.path.starts_with("/scim/v4/Users/") {
                answer.body["dateOfBirth"] = json!("1980-02-29");
            }
        },
    ),
    (
        "scim_v4_groups",
        "the_meta_of_a_group_has_dotted_names",
        |answer| {
            if let Some(total) = answer.body["meta"].get("members.totalResults").cloned() {
                answer.body["meta"]["members.totalResults"] = Value::Null;
                answer.body["meta"]["members"] = json!({ "totalResults": total });
            }
        },
    ),
    (
        "scim_v4_members",
        "pages_of_members_hold_each_once",
        |answer| {
            if answer.body["members"].is_array() {
                answer.body["meta"]["members.startIndex"] = json!(1);
            }
        },
    ),
    ("retrieval_v4", "a_reply_has_no_start_index", |answer| {
        if answer.path.contains(".search") && answer.body["Resources"].is_array() {
            answer.body["startIndex"] = json!(1);
        }
    }),
    (
        "retrieval_v4_filters",
        "an_unknown_attribute_is_refused_in_the_printed_words",
        |answer| {
            let messages = "/urn:ietf:params:scim:api:messages:concur:2.0:Error/messages";
            for message in list(&mut answer.body, messages) {
                message["message"] = json!("Invalid attribute path [test]");
            }
        },
    ),
    (
        "users_v3_1",
        "an_id_is_that_of_identity_in_capitals",
        |answer| {
            for item in list(&mut answer.body, "/Items") {
                item["ID"] = json!(item["ID"].as_str().unwrap_or_default().to_lowercase());
            }
        },
    ),
    ("user_v1_batch", "only_ten_errors_are_told", |answer| {
        replace(
            answer,
            "</errors>",
            "<error><message>One more</message></error></errors>",
        );
    }),
    (
        "user_v1_batch",
        "a_batch_of_failures_is_still_200",
        |answer| {
            if answer.path.ends_with("/users") {
                answer.status = StatusCode::BAD_REQUEST;
            }
        },
    ),
    ("user_v1_profile", "an_inactive_profile_says_n", |answer| {
        replace(answer, "<Active>N</Active>", "<Active>false</Active>");
    }),
    (
        "profile_v1",
        "the_expense_part_is_not_shown_unasked",
        |answer| {
            if answer.path == "/profile/v1/me" {
                answer.body["com:concur:Expense:0.2"] = json!({ "active": true });
            }
        },
    ),
    (
        "one_truth_everywhere",
        "who_is_switched_off_in_scim_is_off_everywhere",
        |answer| {
            for item in list(&mut answer.body, "/Items") {
                item["Active"] = json!(true);
            }
        },
    ),
    (
        "one_truth_everywhere",
        "a_new_name_is_seen_everywhere",
        |answer| {
            if answer.path.starts_with("/scim") {
                for user in listed(&mut answer.body) {
                    user["name"]["familyName"] = json!("Newcomer");
                }
            }
        },
    ),
];

/// The items of a list inside an answer; looking for them must not put anything there.
fn list<'a>(body: &'a mut Value, pointer: &str) -> impl Iterator<Item = &'a mut Value> {
    let items = body.pointer_mut(pointer).and_then(Value::as_array_mut);
    items.into_iter().flatten()
}

fn replace(answer: &mut Passing<'_>, from: &str, to: &str) {
    if let Some(text) = answer.body.as_str() {
        answer.body = json!(text.replace(from, to));
    }
}
