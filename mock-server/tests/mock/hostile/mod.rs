//! Malformed, oversized, mistyped and hostile requests to every endpoint: always a documented refusal in the right shape,
//! never a fault of the server, a hang or a changed state.

mod administration;
mod attacks;
mod bodies;
mod endpoints;
mod events;
mod legal_entities;
mod provisioning;
mod sign_in;
mod sockets;
mod spend;
mod stage;
mod travel;
mod user_v1;
mod wire;

use administration::administration;
use attacks::{Attack, Verdict, attacks};
use endpoints::{Effect, Endpoint, Sample, Shape, endpoints};
use serde_json::Value;
use sign_in::sign_in;
use stage::{BACK, Stage};
use wire::{Answer, exchange};

#[tokio::test(flavor = "multi_thread")]
async fn every_endpoint_answers_the_request_that_attacks_are_made_of() {
    let stage = Stage::set().await;
    for rows in [endpoints, administration] {
        for endpoint in rows(&stage) {
            stage.restore(&endpoint).await;
            let answer = exchange(stage.address(), &endpoint.request(&stage)).unwrap();
            let shown = String::from_utf8_lossy(&answer.body);
            let status = outcome(endpoint.shape, &answer);
            assert!((200..300).contains(&status), "{}: {shown}", endpoint.name());
        }
    }
}

/// Otherwise attacks would be made of requests that most services refuse for another reason.
#[tokio::test(flavor = "multi_thread")]
async fn what_provisioning_is_asked_for_before_attacks_succeeds_in_every_service() {
    let stage = Stage::set().await;
    let mut failed = Vec::new();
    for rows in [provisioning::users, provisioning::requests] {
        let asked = rows(&stage).into_iter();
        for endpoint in asked.filter(|row| matches!(row.sample, Sample::Json(_))) {
            stage.restore(&endpoint).await;
            exchange(stage.address(), &endpoint.request(&stage)).unwrap();
            let status = stage.last_provision().await;
            if status["status"]["success"] != true {
                failed.push(format!("{}: {status}", endpoint.name()));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// No attack on these endpoints brings a fault, a hang or a change. The services are attacked side by side, each on a
/// mock of its own, since that is faster.
async fn attack(rows: fn(&Stage) -> Vec<Endpoint>) {
    let stage = Stage::set().await;
    let before = stage.state().await;
    let mut faults = Vec::new();
    let mut count = 0;
    for endpoint in rows(&stage) {
        stage.restore(&endpoint).await;
        let request = endpoint.request(&stage);
        let mut part = stage.part(&endpoint).await;
        for attack in attacks(&endpoint, &request) {
            count += 1;
            let answer = exchange(stage.address(), &attack.request);
            let mut wrong = judge(&endpoint, &attack, answer.as_ref());
            let success = answer.filter(|answer| outcome(endpoint.shape, answer) < 300);
            if endpoint.effect == Effect::Reads {
            } else if let Some(answer) = success {
                stage.restore(&endpoint).await;
                stage.unmake(&answer.json().unwrap_or_default()).await;
                part = stage.part(&endpoint).await;
            } else if stage.part(&endpoint).await != part {
                wrong.push("the state changed".to_owned());
                stage.restore(&endpoint).await;
                part = stage.part(&endpoint).await;
            }
            faults.extend(
                wrong
                    .into_iter()
                    .map(|fault| format!("{} / {}: {fault}", endpoint.name(), attack.name)),
            );
        }
        if stage.state().await != before {
            faults.push(format!("{}: the state changed", endpoint.name()));
            stage.restore(&endpoint).await;
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults of {count} attacks:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_identity_v4_brings_a_fault_a_hang_or_a_change() {
    attack(endpoints::identity_v4).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_identity_v4_1_brings_a_fault_a_hang_or_a_change() {
    attack(endpoints::identity_v4_1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_scim_or_retrieval_brings_a_fault_a_hang_or_a_change() {
    attack(endpoints::scim_and_retrieval).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_provisioned_users_brings_a_fault_a_hang_or_a_change() {
    attack(provisioning::users).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_provision_requests_brings_a_fault_a_hang_or_a_change() {
    attack(provisioning::requests).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_spend_brings_a_fault_a_hang_or_a_change() {
    attack(spend::spend).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_legal_entities_brings_a_fault_a_hang_or_a_change() {
    attack(legal_entities::legal_entities).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_the_older_services_brings_a_fault_a_hang_or_a_change() {
    attack(endpoints::older).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_the_sign_in_brings_a_fault_a_hang_or_a_change() {
    attack(sign_in).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_subscriptions_brings_a_fault_a_hang_or_a_change() {
    attack(events::events).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_travel_brings_a_fault_a_hang_or_a_change() {
    attack(travel::travel).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_on_the_admin_api_brings_a_fault_a_hang_or_a_change() {
    attack(administration).await;
}

/// The status, or what a redirect of the sign-in page stands for: 200 with a code, 400 with a reason for none. One to
/// anywhere else is a fault.
fn outcome(shape: Shape, answer: &Answer) -> u16 {
    if shape != Shape::Page || answer.status != 302 {
        return answer.status;
    }
    let location = answer.header("location").unwrap_or_default();
    let parameters = location.strip_prefix(BACK).unwrap_or_default();
    let has = |name: &str| parameters.contains(&format!("&{name}="));
    match (has("code"), has("error_code")) {
        (true, false) => 200,
        (false, true) => 400,
        _ => 500,
    }
}

/// What is wrong with an answer.
fn judge(endpoint: &Endpoint, attack: &Attack, answer: Option<&Answer>) -> Vec<String> {
    let Some(answer) = answer else {
        return vec!["no answer".to_owned()];
    };
    let status = outcome(endpoint.shape, answer);
    let is_allowed = match attack.verdict {
        Verdict::Refused(statuses) | Verdict::Protocol(statuses) => statuses.contains(&status),
        Verdict::Handled => (200..300).contains(&status) || (400..500).contains(&status),
    };
    let mut wrong = Vec::new();
    let shown: String = String::from_utf8_lossy(&answer.body)
        .chars()
        .take(300)
        .collect();
    if !is_allowed {
        wrong.push(format!(
            "{status}, allowed is {:?}: {shown}",
            attack.verdict
        ));
    }
    if matches!(attack.verdict, Verdict::Protocol(_)) {
        return wrong;
    }
    if answer.header("date").is_none() {
        wrong.push("no date".to_owned());
    }
    let correlation = answer.header("concur-correlationid").unwrap_or_default();
    if correlation.is_empty() || correlation.len() > 256 {
        wrong.push(format!("the correlation id is {correlation:?}"));
    }
    if (400..500).contains(&status)
        && attack.request.method != "HEAD"
        && !has_shape(endpoint.shape, answer)
    {
        wrong.push(format!(
            "{status} in another shape than {:?}: {shown}",
            endpoint.shape
        ));
    }
    wrong
}

/// Whether a refusal is written as the service writes refusals.
fn has_shape(shape: Shape, answer: &Answer) -> bool {
    let kind = answer.header("content-type").unwrap_or_default();
    let json = answer.json().unwrap_or_default();
    let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let is_scim = json["schemas"][0] == "urn:ietf:params:scim:api:messages:2.0:Error"
        && json["status"].as_str() == Some(answer.status.to_string().as_str())
        && kind.contains("json");
    match shape {
        Shape::Scim => is_scim,
        Shape::Spend => {
            json["schemas"][0] == "urn:ietf:params:scim:api:messages:2.0:Error"
                && json["status"] == answer.status
                && kind.contains("json")
        }
        Shape::V3Json => kind.contains("json") && is_text(&json["Error"]["Message"]),
        Shape::V3Xml => {
            kind.contains("xml")
                && String::from_utf8_lossy(&answer.body).contains("<Error><Message>")
        }
        // No page says what the endpoint answers to a path or a method that it does not have.
        Shape::ProfileV1 => kind.contains("json") && json.is_object(),
        Shape::Token | Shape::Page if matches!(answer.status, 404 | 405) => {
            is_scim || json["code"].is_u64()
        }
        Shape::Page if answer.status == 302 => true,
        Shape::Page if kind.starts_with("text/html") => answer.status == 400,
        Shape::Travel => {
            kind.contains("json") && is_text(&json["errorCode"]) && is_text(&json["errorMessage"])
        }
        Shape::Events => kind.contains("json") && is_text(&json["message"]),
        Shape::Admin => {
            kind == "application/problem+json"
                && json["status"] == answer.status
                && is_text(&json["title"])
                && is_text(&json["detail"])
        }
        // What is refused before the page is asked for has the shape of the token endpoint.
        Shape::Token | Shape::Page => {
            json["code"].is_u64() && is_text(&json["error"]) && is_text(&json["error_description"])
        }
    }
}
