//! Every numeric code: reached as `docs/oauth-codes.md` says.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{BACK, Stage, sent_back, text};

/// The codes of both tables of the authentication page, 134 to 139 included.
const DOCUMENTED: [u64; 54] = [
    5, 10, 11, 12, 13, 14, 16, 19, 20, 21, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64,
    65, 80, 81, 82, 83, 84, 85, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 115, 117, 118,
    119, 120, 121, 122, 123, 124, 134, 135, 136, 139,
];

#[test]
fn the_document_tells_the_way_to_every_code() {
    let document = include_str!("../../../../docs/oauth-codes.md");
    let told: BTreeSet<u64> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse().ok())
        .collect();
    assert_eq!(told, BTreeSet::from(DOCUMENTED));
}

/// Collects codes.
#[derive(Default)]
struct Reached(BTreeSet<u64>);

impl Reached {
    fn note(&mut self, (status, refusal): (StatusCode, Value), code: u64) {
        assert_eq!(refusal["code"], code, "{status} {refusal}");
        let is_refused = status == StatusCode::BAD_REQUEST || status == StatusCode::FORBIDDEN;
        assert!(is_refused, "{status} {refusal}");
        self.0.insert(code);
    }
}

#[tokio::test]
async fn what_stands_in_the_way_of_a_sign_in_is_reached_by_the_admin_api() {
    let stage = Stage::set().await;
    let mut reached = Reached::default();
    for (state, code) in [
        ("disabled", 10),
        ("company-disabled", 11),
        ("password-ended", 12),
        ("password-expired", 13),
        ("locked", 14),
        ("incorrect", 19),
        ("address-refused", 20),
        ("sso-only", 21),
        ("password-change-required", 139),
    ] {
        stage.change_sign_in(&json!({ "sign_in": state })).await;
        reached.note(stage.log_in().await, code);
    }
    stage.change_sign_in(&json!({"sign_in": "normal"})).await;
    assert_eq!(stage.log_in().await.0, StatusCode::OK);

    stage.change_sign_in(&json!({"password": "another"})).await;
    reached.note(stage.log_in().await, 5);
    stage.change_company(&json!({"maintenance": true})).await;
    reached.note(stage.log_in().await, 134);
    assert_eq!(reached.0.len(), 11);
}

#[tokio::test]
async fn what_is_missing_or_wrong_in_a_form_is_named() {
    let stage = Stage::set().await;
    let mut reached = Reached::default();
    let password = ("grant_type", "password");
    let code = ("grant_type", "authorization_code");
    let otp = ("grant_type", "otp");
    let email = ("channel_type", "email");
    let forms: [(&[(&str, &str)], u64); 21] = [
        (&[], 65),
        (&[("grant_type", "implicit")], 60),
        (&[password], 51),
        (&[password, ("username", "a")], 52),
        (&[password, ("username", "a"), ("password", "b")], 100),
        (&[password, ("credtype", "face")], 120),
        (&[password, ("proxies", "anyone")], 122),
        (&[code], 101),
        (&[code, ("code", "x")], 102),
        (&[code, ("code", "x"), ("redirect_uri", BACK)], 103),
        (&[("grant_type", "refresh_token")], 106),
        (
            &[("grant_type", "refresh_token"), ("refresh_token", "x")],
            108,
        ),
        (&[otp], 56),
        (&[otp, ("otp", "x")], 57),
        (&[otp, ("otp", "x"), ("channel_type", "email")], 58),
        (
            &[
                otp,
                ("otp", "x"),
                ("channel_type", "fax"),
                ("channel_handle", "1"),
            ],
            80,
        ),
        (
            &[otp, ("otp", "x"), email, ("channel_handle", "nobody")],
            81,
        ),
        (
            &[otp, ("otp", "x"), email, ("channel_handle", "no@body")],
            55,
        ),
        (
            &[("grant_type", "client_credentials"), ("scope", "all")],
            54,
        ),
        (&[("client_id", "twice")], 135),
        (&[("grant_type", "password"), ("grant_type", "otp")], 135),
    ];
    for (form, code) in forms {
        reached.note(stage.token(form).await, code);
    }
    let bare = |form: Vec<(&'static str, String)>| {
        let url = format!("{}/oauth2/v0/token", stage.mock.base_url());
        crate::client::answer(stage.http.post(url).form(&form))
    };
    let id = stage.company.client_id.to_string();
    reached.note(bare(vec![]).await, 62);
    reached.note(bare(vec![("client_id", id.clone())]).await, 63);
    let wrong = |id: &str| {
        vec![
            ("client_id", id.to_owned()),
            ("client_secret", "x".to_owned()),
        ]
    };
    reached.note(bare(wrong("x")).await, 61);
    reached.note(bare(wrong(&id)).await, 64);
    assert_eq!(reached.0.len(), 24);
}

#[tokio::test]
async fn what_an_application_may_not_do_is_named() {
    let stage = Stage::set().await;
    let mut reached = Reached::default();
    let (_, reply) = stage.log_in().await;
    let refresh = text(&reply, "refresh_token").to_owned();
    let company = stage.company.company_id.to_string();
    let connect = |password: String| {
        let company = company.clone();
        let stage = &stage;
        async move {
            let form = [
                ("grant_type", "password"),
                ("credtype", "authtoken"),
                ("username", &company),
                ("password", &password),
            ];
            stage.token(&form).await
        }
    };
    let (_, other) = stage
        .client
        .post("/__admin/applications", &json!({"companies": [company]}))
        .await;
    let (_, foreign) = stage
        .client
        .post(
            &stage.admin("/request-token"),
            &json!({"client_id": other["client_id"]}),
        )
        .await;
    reached.note(
        connect(text(&foreign, "request_token").to_owned()).await,
        136,
    );

    let theirs = [
        ("client_id", text(&other, "client_id")),
        ("client_secret", text(&other, "client_secret")),
        ("grant_type", "refresh_token"),
        ("refresh_token", &refresh),
    ];
    let url = format!("{}/oauth2/v0/token", stage.mock.base_url());
    reached.note(
        crate::client::answer(stage.http.post(url).form(&theirs)).await,
        105,
    );

    stage.change_application(&json!({"refresh": false})).await;
    reached.note(stage.refresh(&refresh).await, 107);
    stage
        .change_application(&json!({"refresh": true, "companies": []}))
        .await;
    reached.note(connect("anything".to_owned()).await, 53);
    stage.change_application(&json!({"enabled": false})).await;
    reached.note(stage.refresh(&refresh).await, 59);

    let stage = Stage::set().await;
    let (_, reply) = stage.log_in().await;
    let code = stage.code().await;
    let moved = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "https://elsewhere.example"),
    ];
    reached.note(stage.token(&moved).await, 104);
    deactivate(&stage).await;
    reached.note(stage.refresh(text(&reply, "refresh_token")).await, 123);
    assert_eq!(reached.0.len(), 7);
}

async fn deactivate(stage: &Stage) {
    let token = stage.client.token(&stage.company).await;
    let change = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "active", "value": false}],
    });
    let path = format!("{}/{}", super::USERS, stage.user().id);
    let request = stage.client.request(reqwest::Method::PATCH, &path);
    let (status, _) = crate::client::answer(request.bearer_auth(token).json(&change)).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn what_the_sign_in_page_refuses_is_told_at_the_redirect_address() {
    let stage = Stage::set().await;
    let mut reached = BTreeSet::new();
    for (changes, code) in [
        (vec![("response_type", "token")], "115"),
        (vec![("response_type", "id_token")], "117"),
        (vec![("display", "poster")], "118"),
        (vec![("prompt", "maybe")], "119"),
        (vec![("scope", "offline_access")], "119"),
        (vec![("login_type", "face")], "121"),
    ] {
        let mut wanted = stage.wanted();
        wanted.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        wanted.extend(
            changes
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let response = stage.open_page(&wanted, None).await;
        assert_eq!(sent_back(&response, "error_code").as_deref(), Some(code));
        reached.insert(code);
    }
    let nobody: [(&str, &str); 0] = [];
    let response = stage
        .send_page("/oauth2/v0/verify_creds", &stage.wanted(), &nobody)
        .await;
    assert_eq!(sent_back(&response, "error_code").as_deref(), Some("109"));
    assert_eq!(reached.len(), 5);
}
