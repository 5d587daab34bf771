//! The lies about spend profiles and legal entities.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::suite_bites::{Row, listed};

const PROFILE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const ROLE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
const LIMIT: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit";

pub(crate) const LIES: &[Row] = &[
    (
        "spend_lists",
        "the_start_index_counts_records_and_not_pages",
        |answer| {
            let is_later = answer.body["startIndex"].as_u64() > Some(1);
            if let Some(users) = answer
                .body
                .get_mut("Resources")
                .and_then(Value::as_array_mut)
                && is_later
            {
                users.rotate_left(1);
            }
        },
    ),
    (
        "spend_lists",
        "the_last_page_counts_what_it_holds",
        |answer| {
            if answer.path.starts_with("/profile/spend") {
                answer.body["itemsPerPage"] = json!(10);
            }
        },
    ),
    (
        "spend_users",
        "creation_and_version_are_always_null",
        |answer| {
            for user in listed(&mut answer.body) {
                user["meta"]["version"] = json!(1);
            }
        },
    ),
    (
        "spend_users",
        "the_location_names_v4_in_both_releases",
        |answer| {
            for user in listed(&mut answer.body) {
                if let Some(place) = user["meta"]["location"].as_str() {
                    user["meta"]["location"] = json!(place.replace("/v4/", "/v4.1/"));
                }
            }
        },
    ),
    (
        "spend_defaults",
        "what_was_never_said_is_an_empty_object",
        |answer| {
            let approver = "urn:ietf:params:scim:schemas:extension:spend:2.0:Approver";
            if answer.body[approver].is_object() {
                answer.body[approver] = Value::Null;
            }
        },
    ),
    (
        "spend_extensions",
        "a_role_of_everywhere_has_an_empty_group",
        |answer| {
            for role in answer.body[ROLE]["roles"]
                .as_array_mut()
                .into_iter()
                .flatten()
            {
                role["roleGroups"] = json!([]);
            }
        },
    ),
    (
        "spend_limits",
        "only_limits_of_the_global_group_are_shown_unasked",
        |answer| {
            if let Some(limits) = answer
                .body
                .pointer_mut(&format!("/{LIMIT}/authorizedApprover"))
                .and_then(Value::as_array_mut)
            {
                limits.extend(limits.clone());
            }
        },
    ),
    (
        "spend_refusals",
        "the_status_of_a_refusal_is_a_number",
        |answer| {
            if answer.status == StatusCode::BAD_REQUEST {
                answer.body["status"] = json!("400");
            }
        },
    ),
    (
        "spend_role_codes",
        "every_role_of_the_table_is_listed",
        |answer| {
            if let Some(roles) = answer.body.as_array_mut() {
                roles.pop();
            }
        },
    ),
    (
        "spend_form_fields",
        "ids_are_in_capitals_and_never_the_same",
        |answer| {
            for field in listed(&mut answer.body) {
                field["id"] = json!(field["id"].as_str().unwrap_or_default().to_lowercase());
            }
        },
    ),
    (
        "spend_one_truth",
        "a_locale_of_a_batch_has_a_dash",
        |answer| {
            if answer.body[PROFILE]["locale"].is_string() {
                answer.body[PROFILE]["locale"] = json!("en_US");
            }
        },
    ),
    (
        "legal_entities",
        "a_new_legal_entity_answers_200",
        |answer| {
            if answer.method == Method::POST && answer.path.ends_with("/LegalEntities") {
                answer.status = StatusCode::CREATED;
            }
        },
    ),
    ("legal_entities", "the_first_version_is_one", |answer| {
        if answer.body["meta"]["version"].is_u64() {
            answer.body["meta"]["version"] = json!(0);
        }
    }),
    (
        "legal_entity_refusals",
        "a_tax_id_of_nineteen_is_refused_in_the_printed_words",
        |answer| {
            if answer.status == StatusCode::BAD_REQUEST {
                answer.body["detail"] = json!("taxId exceeds maximum length of 18 characters");
            }
        },
    ),
    (
        "legal_entity_pages",
        "the_cursor_leads_through_all_pages_once",
        |answer| {
            if let Some(members) = answer.body.as_object_mut() {
                members.remove("nextCursor");
            }
        },
    ),
    (
        "legal_entity_company",
        "a_legal_entity_of_another_company_is_404",
        |answer| {
            if answer.status == StatusCode::NOT_FOUND {
                answer.status = StatusCode::FORBIDDEN;
                answer.body["status"] = json!("403");
            }
        },
    ),
];
