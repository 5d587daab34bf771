//! The printed payloads of Travel v4 and of event subscriptions, and which of them are excepted for what reason.

use super::published_table::Payload::{self, Reply, Request};

/// The printed payloads of the operations in the contract.
pub(super) const PAYLOADS: &[(&str, &str, Payload)] = &[
    (
        "platform/ess-delete-subscription-response.json",
        "events.v4.subscriptions.delete",
        Reply(200),
    ),
    (
        "platform/ess-get-subscription-response.json",
        "events.v4.subscriptions.get",
        Reply(200),
    ),
    (
        "platform/ess-get-subscriptions-list-response.json",
        "events.v4.subscriptions.list",
        Reply(200),
    ),
    (
        "platform/ess-get-subscriptions-observed-transcribed-from-screenshot.json",
        "events.v4.subscriptions.list_webhooks",
        Reply(200),
    ),
    (
        "platform/ess-get-topics-response.json",
        "events.v4.topics.list",
        Reply(200),
    ),
    (
        "platform/ess-put-subscription-webhook-request.json",
        "events.v4.subscriptions.save",
        Request,
    ),
    (
        "platform/ess-put-subscription-webhook-response.json",
        "events.v4.subscriptions.save",
        Reply(200),
    ),
    (
        "profile/travel-v4__GET_Users_id__response.json",
        "travel.v4.users.get",
        Reply(200),
    ),
    (
        "profile/travel-v4__GET_Users_id__ups-page__response.json",
        "travel.v4.users.get",
        Reply(200),
    ),
];

/// Where a printed payload cannot be what the service sends: file, place, rule, reason.
pub(super) const EXCEPTIONS: &[(&str, &str, &str, &str)] = &[(
    "platform/ess-get-subscriptions-observed-transcribed-from-screenshot.json",
    "/0/applicationId",
    "format",
    "the last group of the UUID is blotted out with x",
)];

pub(super) const FAMILIES: &[&str] = &["platform/ess-", "profile/travel-v4__"];
