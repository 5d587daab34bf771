//! Policies of which documents are good.

use super::*;

#[tokio::test]
async fn documents_that_are_refused_or_not() {
    let tester = Tester::start().await;
    let email = |kind: &str| json!({"type": kind, "value": "a@b.example"});
    let leaves = |leaves: Value| json!({ENTERPRISE: {"leavesOfAbsence": leaves}});
    let contact = json!({"name": "Eve", "relationship": "Other", "phones": "555-0100"});
    let refused_first = |other: &str| [(json!("refused"), json!(400)), (json!(other), json!(200))];
    for (key, rows, members) in [
        (
            "identity.required",
            seen([("page", json!(200)), ("open-api", json!(400))]),
            json!({}),
        ),
        (
            "identity.emails-required",
            seen([("required", json!(400)), ("optional", json!(200))]),
            json!({"emails": []}),
        ),
        (
            "identity.duplicate-types",
            refused_first("kept"),
            json!({"emails": [email("work"), email("work")]}),
        ),
        (
            "identity.work-email",
            seen([("optional", json!(200)), ("required", json!(400))]),
            json!({"emails": [email("home")]}),
        ),
        (
            "identity.leave-rules",
            seen([("enforced", json!(400)), ("kept", json!(200))]),
            leaves(json!([{"startDate": "2020-03-01", "endDate": "2020-02-01"}])),
        ),
        (
            "identity.past-leave-without-end",
            refused_first("ongoing"),
            leaves(json!([{"startDate": "2020-03-01"}])),
        ),
        (
            "identity.verified-text",
            seen([("boolean", json!(400)), ("either", json!(200))]),
            json!({"emails": [{"type": "work", "value": "a@b.example", "verified": "true"}]}),
        ),
        (
            "identity.contact-lists",
            seen([("either", json!(200)), ("list", json!(400))]),
            json!({"emergencyContacts": [contact]}),
        ),
        (
            "identity.unknown-members",
            seen([("ignored", json!(200)), ("refused", json!(400))]),
            json!({"name": {"unheardOf": 1}}),
        ),
    ] {
        tester
            .switches(key, &rows, async |desk| {
                json!(desk.post("hire@example.com", &members).await.0)
            })
            .await;
    }
}

#[tokio::test]
async fn members_that_are_kept_or_not() {
    let tester = Tester::start().await;
    let rows = seen([("written", json!("Dame Ada")), ("read-only", json!(null))]);
    tester
        .switches("identity.legal-name", &rows, async |desk| {
            let user = desk
                .hired(&json!({"name": {"legalName": "Dame Ada"}}))
                .await;
            user["name"]["legalName"].clone()
        })
        .await;
    let rows = seen([("kept", json!(true)), ("ignored", json!(null))]);
    tester
        .switches("identity.has-no-middle-name", &rows, async |desk| {
            let user = desk
                .hired(&json!({"name": {"hasNoMiddleName": true}}))
                .await;
            user["name"]["hasNoMiddleName"].clone()
        })
        .await;
}

#[tokio::test]
async fn words_for_a_wrong_length() {
    let tester = Tester::start().await;
    let path = format!("{ENTERPRISE}:costCenter");
    let rows = seen([
        (
            "size",
            json!(["INVALID_VALUE", format!("Invalid '{path}' Size")]),
        ),
        (
            "length",
            json!([
                "INVALID_FIELD",
                format!("{path} exceeds maximum length of 25 characters")
            ]),
        ),
    ]);
    tester
        .switches("identity.length-words", &rows, async |desk| {
            let members = json!({ENTERPRISE: {"costCenter": "x".repeat(26)}});
            let (_, refusal) = desk.post("hire@example.com", &members).await;
            let messages = &refusal["urn:ietf:params:scim:api:messages:concur:2.0:Error"];
            let message = &messages["messages"][0];
            json!([message["code"], message["message"]])
        })
        .await;
}
