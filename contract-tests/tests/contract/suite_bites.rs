//! The suite against a mock that lies in one place: the case whose claim it is must notice.

use std::net::Ipv4Addr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use concur_contract::session::ENTERPRISE;
use concur_contract::suite::{self, Outcome};
use concur_contract::target::{Access, Capability, Target};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::connection::plain_client;
use super::suite_bites_older_users as older_users;
use super::suite_bites_provisioning as provisioning;
use super::suite_bites_spend as spend;
use super::suite_bites_travel_and_events as travel_and_events;

/// One answer on its way back.
pub(crate) struct Passing<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) status: StatusCode,
    /// What it says; XML is a text.
    pub(crate) body: Value,
}

/// A lie, told to every answer.
pub(crate) type Lie = fn(&mut Passing<'_>);

/// The file and the name of the case, and the lie that it must notice.
pub(crate) type Row = (&'static str, &'static str, Lie);

const LIES: &[Row] = &[
    ("identity_v4_1_create", "a_create_answers_200", |answer| {
        let is_create = answer.method == Method::POST && answer.path.ends_with("v4.1/Users");
        if is_create && answer.status == StatusCode::OK {
            answer.status = StatusCode::CREATED;
        }
    }),
    (
        "identity_v4_1_paging",
        "pages_of_three_hold_everyone_once",
        |answer| {
            remove(&mut answer.body, "nextCursor");
        },
    ),
    (
        "identity_v4_1_paging",
        "every_page_tells_the_same_total",
        |answer| {
            if let Some(total) = answer.body["totalResults"].as_u64() {
                answer.body["totalResults"] = json!(total + 1);
            }
        },
    ),
    ("identity_v4_1_read", "an_unknown_user_is_404", |answer| {
        if let Some(status) = answer.body["status"].as_str() {
            answer.body["status"] = json!(status.parse::<u16>().unwrap());
        }
    }),
    (
        "identity_v4_1_read",
        "a_user_reads_the_same_alone_and_in_the_list",
        |answer| {
            // Told everywhere alike, so that only the closed contract can notice.
            if answer.body["userName"].is_string() {
                answer.body["shoeSize"] = json!(44);
            }
            for user in listed(&mut answer.body) {
                user["shoeSize"] = json!(44);
            }
        },
    ),
    (
        "identity_v4_1_create",
        "the_formatted_name_ends_in_a_blank_without_middle_name",
        |answer| {
            if let Some(name) = answer.body["name"]["formatted"].as_str() {
                answer.body["name"]["formatted"] = json!(name.trim_end());
            }
        },
    ),
    (
        "identity_v4_1_read",
        "entitlements_show_only_when_asked_for",
        |answer| {
            if answer.body["userName"].is_string() {
                answer.body["entitlements"] = json!(["Expense", "Invoice"]);
            }
        },
    ),
    ("tokens", "an_expired_token_is_403", |answer| {
        if answer.status == StatusCode::FORBIDDEN {
            answer.status = StatusCode::UNAUTHORIZED;
            answer.body["status"] = json!("401");
        }
    }),
    ("oauth_refusals", "a_wrong_secret_is_code_64", |answer| {
        if let Some(code) = answer.body["code"].as_u64() {
            answer.body["code"] = json!(code.to_string());
        }
    }),
    (
        "users_v3",
        "the_next_page_is_an_absolute_address_of_this_host",
        |answer| {
            if let Some(next) = answer.body["NextPage"].as_str() {
                answer.body["NextPage"] = json!(next.split_once("/api").unwrap().1);
            }
        },
    ),
    (
        "identity_v4_1_patch",
        "a_simple_path_is_replaced",
        |answer| {
            if answer.body["title"].is_string() {
                answer.body["title"] = json!("Archivist");
            }
        },
    ),
    (
        "identity_v4_1_scopes",
        "the_ids_scope_shows_ids_and_nothing_else",
        |answer| {
            for user in listed(&mut answer.body) {
                user["displayName"] = json!("Robin Newcomer");
            }
        },
    ),
    (
        "one_truth",
        "a_user_disabled_in_v4_is_disabled_everywhere",
        |answer| {
            for item in answer
                .body
                .get_mut("Items")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                item["Active"] = json!(true);
            }
        },
    ),
    ("uniqueness", "a_conflict_says_uniqueness", |answer| {
        if answer.status == StatusCode::CONFLICT {
            answer.body["scimType"] = json!("invalidValue");
        }
    }),
    (
        "identity_v4_create",
        "the_location_names_this_version",
        |answer| {
            if let Some(place) = answer.body["meta"]["location"].as_str() {
                answer.body["meta"]["location"] = json!(place.replace("/v4/", "/v4.1/"));
            }
        },
    ),
    (
        "identity_v4_list",
        "the_order_of_a_page_is_that_of_the_whole",
        |answer| {
            if let Some(users) = answer
                .body
                .get_mut("Resources")
                .and_then(Value::as_array_mut)
            {
                users.reverse();
            }
        },
    ),
    (
        "identity_v4_1_leaves",
        "a_leave_shows_what_was_written",
        |answer| {
            let leaves = format!("/{ENTERPRISE}/leavesOfAbsence/0/endDate");
            if let Some(end) = answer.body.pointer_mut(&leaves) {
                *end = json!("2020-07-02");
            }
        },
    ),
    (
        "absent_null_empty",
        "a_read_answer_prints_the_nulls_of_the_page",
        |answer| {
            if answer.body["title"].is_null() {
                remove(&mut answer.body, "title");
            }
        },
    ),
    (
        "documented_filters",
        "every_printed_limitation_of_identity_is_refused",
        |answer| {
            if answer.status == StatusCode::BAD_REQUEST {
                answer.status = StatusCode::OK;
            }
        },
    ),
    ("oauth_codes", "a_locked_account_is_code_14", |answer| {
        if answer.body["code"] == 14 {
            answer.body["code"] = json!(13);
        }
    }),
    (
        "oauth_one_time",
        "what_was_said_first_must_be_said_again",
        |answer| {
            if answer.body["code"] == 84 {
                answer.body["code"] = json!(85);
                answer.body["error_description"] = json!("otp verification failed");
            }
        },
    ),
    ("app_secrets", "a_secret_is_switched_off", |answer| {
        for secret in answer.body.as_array_mut().into_iter().flatten() {
            secret["status"] = json!("Active");
        }
    }),
    (
        "readings_of_creates",
        "the_locale_may_be_that_of_europe",
        |answer| {
            if answer.body["localeOverrides"].is_object() {
                answer.body["localeOverrides"]["preferenceDateFormat"] = json!("mm/dd/yyyy");
            }
        },
    ),
];

#[tokio::test]
async fn a_case_passes_through_an_honest_proxy() {
    for (api, name, _) in lies() {
        let outcome = run(api, name, |_| {}).await;
        assert!(matches!(outcome, Outcome::Passed(_)), "{name}: {outcome:?}");
    }
}

#[tokio::test]
async fn each_lie_is_noticed() {
    for (api, name, lie) in lies() {
        let outcome = run(api, name, *lie).await;
        assert!(matches!(outcome, Outcome::Failed(_)), "{name}: {outcome:?}");
    }
}

/// The lies of every file.
fn lies() -> impl Iterator<Item = &'static Row> {
    LIES.iter()
        .chain(older_users::LIES)
        .chain(travel_and_events::LIES)
        .chain(spend::LIES)
        .chain(provisioning::LIES)
}

async fn run(api: &str, name: &str, lie: Lie) -> Outcome {
    let mock = Target::mock().await.unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let proxy_url = format!("http://{}", listener.local_addr().unwrap());
    let mock_url = mock.access().base_url.clone();
    let state = (mock_url, proxy_url.clone(), lie);
    let router = Router::new().fallback(pass).with_state(state);
    let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let access = Access {
        base_url: proxy_url,
        ..mock.access().clone()
    };
    let target = Target::live(
        access,
        [
            Capability::FreshCompany,
            Capability::Clock,
            Capability::Write,
        ],
    );

    let outcome = suite::case(api, name).unwrap().run(&target).await;

    server.abort();
    mock.stop().await.unwrap();
    outcome
}

/// Forwards a call and lies about the answer. Addresses of the mock become those of the proxy, or the next call would go past it.
async fn pass(
    State((mock, proxy, lie)): State<(String, String, Lie)>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    let target = head.uri.path_and_query().unwrap().as_str();
    let mut outgoing = plain_client().request(head.method.clone(), format!("{mock}{target}"));
    for (name, value) in &head.headers {
        if name != "host" && name != "content-length" {
            outgoing = outgoing.header(name, value);
        }
    }
    let body = to_bytes(body, usize::MAX).await.unwrap();
    if !body.is_empty() {
        outgoing = outgoing.body(body);
    }
    let incoming = outgoing.send().await.unwrap();
    let headers = incoming.headers().clone();
    let mut answer = Passing {
        method: &head.method,
        path: head.uri.path(),
        status: incoming.status(),
        body: Value::Null,
    };
    let mut text = incoming.text().await.unwrap().replace(&mock, &proxy);
    if let Ok(body) = serde_json::from_str(&text) {
        answer.body = body;
        lie(&mut answer);
        text = answer.body.to_string();
    } else if text.starts_with('<') {
        answer.body = Value::from(std::mem::take(&mut text));
        lie(&mut answer);
        answer
            .body
            .as_str()
            .unwrap_or_default()
            .clone_into(&mut text);
    }
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = answer.status;
    for (name, value) in &headers {
        if !["content-length", "transfer-encoding", "connection"].contains(&name.as_str()) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// The users of a list; looking for them must not put anything there.
pub(crate) fn listed(body: &mut Value) -> impl Iterator<Item = &mut Value> {
    let users = body.get_mut("Resources").and_then(Value::as_array_mut);
    users.into_iter().flatten()
}

fn remove(body: &mut Value, name: &str) {
    if let Some(members) = body.as_object_mut() {
        members.remove(name);
    }
}
