//! One-time tokens: the mail, the exchange, and what is refused.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Stage, claims, delete, text};

/// The work address of the known user.
async fn address(stage: &Stage) -> String {
    let token = stage.client.token(&stage.company).await;
    let (_, page) = stage.users(&token).await;
    let id = json!(stage.user().id);
    let users = page["Resources"].as_array().unwrap();
    let user = users.iter().find(|user| user["id"] == id).unwrap();
    let emails = user["emails"].as_array().unwrap();
    let work = emails.iter().find(|email| email["type"] == "work").unwrap();
    text(work, "value").to_owned()
}

async fn ask(stage: &Stage, address: &str, more: &[(&str, &str)]) -> (StatusCode, Value) {
    let mut form = vec![("channel_type", "email"), ("channel_handle", address)];
    form.extend(more);
    stage.form("/oauth2/v0/otp", &form).await
}

async fn exchange(
    stage: &Stage,
    address: &str,
    otp: &str,
    more: &[(&str, &str)],
) -> (StatusCode, Value) {
    let mut form = vec![
        ("grant_type", "otp"),
        ("channel_type", "email"),
        ("channel_handle", address),
        ("otp", otp),
    ];
    form.extend(more);
    stage.token(&form).await
}

#[tokio::test]
async fn a_mailed_token_signs_its_user_in_once() {
    let stage = Stage::set().await;
    let address = address(&stage).await;
    let own = [
        ("link", "https://app.example/in?visit=7"),
        ("company", "Acme"),
        ("visit", "7"),
    ];

    let (status, answer) = ask(&stage, &address.to_uppercase(), &own).await;

    assert_eq!(
        (status, answer),
        (StatusCode::OK, json!({"message": "otp sent"}))
    );
    let mails = stage.mails().await;
    let [mail] = mails.as_slice() else {
        panic!("{mails:?}")
    };
    let otp = text(mail, "token");
    assert!(otp.starts_with("dd-") && otp.len() == 33, "{otp}");
    assert_eq!(
        text(mail, "link"),
        format!("https://app.example/in?visit=7&token={otp}")
    );
    assert!(text(mail, "subject").contains("Acme"));
    let (status, reply) = exchange(&stage, &address, otp, &own).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    let claims = claims(text(&reply, "access_token"));
    assert_eq!(claims["sub"], json!(stage.user().id));
    assert!(reply["refresh_token"].is_string());
    let (_, again) = exchange(&stage, &address, otp, &own).await;
    assert_eq!(again["code"], 83);
}

#[tokio::test]
async fn parameters_of_the_application_must_be_said_again_unchanged_and_complete() {
    let stage = Stage::set().await;
    let address = address(&stage).await;
    ask(&stage, &address, &[("visit", "7"), ("name", "Ada")]).await;
    let mails = stage.mails().await;
    let otp = text(&mails[0], "token");
    let wrong: [&[(&str, &str)]; 4] = [
        &[],
        &[("visit", "7")],
        &[("visit", "8"), ("name", "Ada")],
        &[("visit", "7"), ("name", "Ada"), ("more", "1")],
    ];
    for more in wrong {
        assert_eq!(
            exchange(&stage, &address, otp, more).await.1["code"],
            84,
            "{more:?}"
        );
    }
    let right = [("name", "Ada"), ("visit", "7")];
    let product = [right[0], right[1], ("product", "com.example")];
    assert_eq!(
        exchange(&stage, &address, otp, &product).await.1["code"],
        124
    );
    let (status, _) = exchange(&stage, &address, otp, &right).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_wrong_token_is_told_from_one_that_was_never_asked_for_or_is_over() {
    let stage = Stage::with_policy(json!({"oauth.otp-life": 60})).await;
    let address = address(&stage).await;
    assert_eq!(exchange(&stage, &address, "dd-x", &[]).await.1["code"], 83);
    ask(&stage, &address, &[]).await;
    let mails = stage.mails().await;
    assert_eq!(exchange(&stage, &address, "dd-x", &[]).await.1["code"], 85);
    stage.advance(61).await;
    let otp = text(&mails[0], "token");
    assert_eq!(exchange(&stage, &address, otp, &[]).await.1["code"], 83);
}

#[tokio::test]
async fn too_many_open_requests_are_refused_until_one_is_used() {
    let stage = Stage::with_policy(json!({"oauth.otp-open-requests": 2})).await;
    let address = address(&stage).await;
    for _ in 0..2 {
        assert_eq!(ask(&stage, &address, &[]).await.0, StatusCode::OK);
    }
    let (status, refusal) = ask(&stage, &address, &[]).await;
    assert_eq!(
        (status, &refusal["code"]),
        (StatusCode::BAD_REQUEST, &json!(82))
    );
    let mails = stage.mails().await;
    assert_eq!(mails.len(), 2);
    exchange(&stage, &address, text(&mails[0], "token"), &[]).await;
    assert_eq!(ask(&stage, &address, &[]).await.0, StatusCode::OK);
}

#[tokio::test]
async fn nobody_learns_here_which_addresses_exist_unless_the_policy_says_so() {
    let stage = Stage::set().await;
    let (status, answer) = ask(&stage, "nobody@example.com", &[]).await;
    assert_eq!(
        (status, &answer["message"]),
        (StatusCode::OK, &json!("otp sent"))
    );
    assert_eq!(stage.mails().await, Vec::<Value>::new());

    stage
        .set_policy(
            &json!({"oauth.otp-unknown-address": "refused", "oauth.otp-answer": "opt sent"}),
        )
        .await;
    let (_, refusal) = ask(&stage, "nobody@example.com", &[]).await;
    assert_eq!(refusal["code"], 55);
    let (_, answer) = ask(&stage, &address(&stage).await, &[]).await;
    assert_eq!(answer["message"], "opt sent");
}

#[tokio::test]
async fn the_endpoint_words_its_refusals_after_its_own_table() {
    let stage = Stage::set().await;
    for (form, code, words) in [
        (vec![], 57, "channel_type was not supplied"),
        (
            vec![("channel_type", "email")],
            58,
            "channel_handle was not supplied",
        ),
        (
            vec![("channel_type", "fax"), ("channel_handle", "1")],
            80,
            "invalid channel type",
        ),
        (
            vec![("channel_type", "email"), ("channel_handle", "a b@c")],
            81,
            "bad channel handle",
        ),
    ] {
        let (status, refusal) = stage.form("/oauth2/v0/otp", &form).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(refusal["code"], code);
        assert_eq!(text(&refusal, "error_description"), words);
    }
    stage
        .change_application(&json!({"grants": ["password"]}))
        .await;
    assert_eq!(ask(&stage, "a@b", &[]).await.1["code"], 60);
}

#[tokio::test]
async fn an_emptied_outbox_leaves_its_tokens_good() {
    let stage = Stage::set().await;
    let address = address(&stage).await;
    ask(&stage, &address, &[]).await;
    let mails = stage.mails().await;

    let status = delete(&stage, &stage.admin("/outbox")).await;

    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(stage.mails().await, Vec::<Value>::new());
    let (status, _) = exchange(&stage, &address, text(&mails[0], "token"), &[]).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_mailed_token_signs_nobody_in_who_took_over_the_address() {
    let stage = Stage::set().await;
    let address = address(&stage).await;
    ask(&stage, &address, &[]).await;
    let mails = stage.mails().await;
    let token = stage.client.token(&stage.company).await;
    let (_, page) = stage.users(&token).await;
    let users = page["Resources"].as_array().unwrap();
    let known = json!(stage.user().id);
    let other = users.iter().find(|user| user["id"] != known).unwrap();
    for (id, value) in [(&known, "moved@example.com"), (&other["id"], &address)] {
        let path = format!("{}/{}", super::USERS, id.as_str().unwrap());
        let change = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "replace", "path": "emails[type eq \"work\"].value", "value": value}],
        });
        let request = stage.client.request(super::Method::PATCH, &path);
        let (status, changed) = super::answer(request.bearer_auth(&token).json(&change)).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
    }

    let (_, refused) = exchange(&stage, &address, text(&mails[0], "token"), &[]).await;

    assert_eq!(refused["code"], 83, "{refused}");
}
