//! The rows of OAuth2, of its sign-in page, and of the management of applications.

use serde_json::json;

use super::endpoints::{Access, Endpoint, Shape};
use super::stage::{BACK, Stage};

/// OAuth2 and what applications do about their own secrets and connections.
pub(super) fn sign_in(stage: &Stage) -> Vec<Endpoint> {
    let mut all = vec![
        Endpoint::form("/oauth2/v0/token", grant(stage)).shape(Shape::Token),
        Endpoint::form("/oauth2/v0/otp", one_time(stage)).shape(Shape::Token),
        Endpoint::get("/oauth2/v0/jwks").shape(Shape::Token).open(),
    ];
    all.extend(page(stage));
    all.extend(secrets(stage));
    for path in ["/app-mgmt/v0/connections", "/appmgmt/v0/connections"] {
        all.push(Endpoint::delete(path).access(Access::UserToken));
    }
    all
}

fn page(stage: &Stage) -> Vec<Endpoint> {
    let user = stage.company.user.as_ref().unwrap();
    let wanted = vec![
        ("client_id", stage.company.client_id.to_string()),
        ("redirect_uri", BACK.to_owned()),
        ("scope", "user.read".to_owned()),
        ("response_type", "code".to_owned()),
        ("state", "s\"><script>".to_owned()),
    ];
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(&wanted)
        .finish();
    let with = |fields: &[(&'static str, &str)]| {
        let more = fields
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        wanted.iter().cloned().chain(more).collect()
    };
    let credentials = with(&[("loginid", &user.user_name), ("password", &user.password)]);
    vec![
        Endpoint::get(format!("/oauth2/v0/authorize?{query}"))
            .shape(Shape::Page)
            .open(),
        Endpoint::form("/oauth2/v0/verify_creds", credentials).shape(Shape::Page),
        Endpoint::form("/oauth2/v0/authorize_client", with(&[("allow", "true")]))
            .shape(Shape::Page),
    ]
}

fn secrets(stage: &Stage) -> Vec<Endpoint> {
    const ALL: &[&str] = &["GET", "HEAD", "POST"];
    const ONE: &[&str] = &["PATCH", "DELETE"];
    let path = stage.secrets();
    let one = format!("{path}/{}", stage.secret);
    let deactivation = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "/status", "value": "inactive"}],
    });
    let create = Endpoint {
        method: "POST",
        ..Endpoint::delete(path.clone())
    };
    let rows = [
        Endpoint::get(path).methods(ALL),
        create.methods(ALL),
        Endpoint::json("PATCH", one.clone(), deactivation).methods(ONE),
        Endpoint::delete(one).methods(ONE),
    ];
    rows.map(|row| row.access(Access::ApplicationToken)).into()
}

fn grant(stage: &Stage) -> Vec<(&'static str, String)> {
    vec![
        ("grant_type", "password".to_owned()),
        ("credtype", "authtoken".to_owned()),
        ("client_id", stage.company.client_id.to_string()),
        ("client_secret", stage.company.client_secret.clone()),
        ("username", stage.company.company_id.to_string()),
        ("password", stage.company.request_token.clone()),
    ]
}

fn one_time(stage: &Stage) -> Vec<(&'static str, String)> {
    vec![
        ("client_id", stage.company.client_id.to_string()),
        ("client_secret", stage.company.client_secret.clone()),
        ("channel_type", "email".to_owned()),
        ("channel_handle", stage.mail.clone()),
    ]
}
