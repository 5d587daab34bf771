//! The lies about Travel v4, travel profiles and event subscriptions.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::suite_bites::{Passing, Row};

const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

pub(crate) const LIES: &[Row] = &[
    (
        "travel_v4",
        "a_reply_is_the_id_and_the_extension",
        |answer| {
            if answer.body[TRAVEL].is_object() {
                answer.body["schemas"] = json!([TRAVEL]);
            }
        },
    ),
    (
        "travel_v4",
        "without_the_private_scope_three_members_are_missing",
        |answer| {
            if answer.body[TRAVEL].is_object() {
                answer.body[TRAVEL]["gender"] = json!("Female");
            }
        },
    ),
    ("travel_v4", "an_unknown_user_is_404", |answer| {
        if answer.body["errorCode"].is_string() {
            answer.body = json!({ "status": "404", "detail": "Not found" });
        }
    }),
    ("travel_v4", "nothing_is_written_here", |answer| {
        if answer.method != Method::GET && answer.path.starts_with("/profile/travel") {
            answer.status = StatusCode::OK;
        }
    }),
    (
        "event_subscriptions",
        "one_subscription_is_a_list_of_one",
        |answer| {
            let is_one = answer.path.contains("/subscriptions/second");
            if let (true, Some(list)) = (is_one, answer.body.as_array_mut()) {
                answer.body = list.pop().unwrap_or_default();
            }
        },
    ),
    (
        "event_subscriptions",
        "a_company_that_connects_is_added",
        |answer| {
            for one in subscriptions(answer) {
                one["companyIds"] = json!([]);
            }
        },
    ),
    (
        "event_subscriptions",
        "five_subscriptions_are_the_most",
        |answer| {
            let is_saving = answer.method == Method::PUT && answer.path.starts_with("/events/");
            if is_saving && answer.status != StatusCode::OK {
                answer.status = StatusCode::OK;
                answer.body = json!({ "message": "Subscription 'sixth' saved successfully" });
            }
        },
    ),
    (
        "event_subscriptions",
        "without_the_scope_of_a_topic_there_are_no_topics",
        |answer| {
            if let (true, Some(list)) =
                (answer.path.ends_with("/topics"), answer.body.as_array_mut())
            {
                list.insert(0, json!("public.test"));
            }
        },
    ),
    (
        "event_subscription_refusals",
        "an_id_of_another_application_is_taken",
        |answer| {
            for one in subscriptions(answer) {
                one["applicationId"] = json!("00000000-0000-4000-8000-000000000000");
            }
        },
    ),
    (
        "travel_profile_read",
        "the_root_tells_login_and_status",
        |answer| reword(answer, " Status=\"Inactive\"", " Status=\"Active\""),
    ),
    (
        "travel_profile_v1",
        "who_does_not_care_has_letters_of_their_own",
        |answer| reword(answer, "<SmokingCode>D<", "<SmokingCode>O<"),
    ),
    (
        "travel_profile_warnings",
        "an_unknown_rule_class_is_warned_of",
        |answer| reword(answer, "<Code>W033<", "<Code>S001<"),
    ),
    (
        "travel_profile_summary",
        "only_who_changed_since_is_listed",
        |answer| {
            let text = answer.body.as_str().unwrap_or_default();
            if let (Some((before, _)), Some((_, after))) = (
                text.split_once("<ProfileSummary>"),
                text.rsplit_once("</ProfileSummary>"),
            ) {
                answer.body = json!([before, after].concat());
            }
        },
    ),
];

/// Says something else in an answer in XML.
fn reword(answer: &mut Passing<'_>, said: &str, lie: &str) {
    if let Some(text) = answer.body.as_str() {
        answer.body = json!(text.replace(said, lie));
    }
}

/// The subscriptions that an answer lists.
fn subscriptions<'a>(answer: &'a mut Passing<'_>) -> impl Iterator<Item = &'a mut Value> {
    let is_list = answer.path.starts_with("/events/v4/subscriptions");
    let list = answer.body.as_array_mut().filter(|_| is_list);
    list.into_iter().flatten()
}
