//! How tests put a connector in front of something that plays Concur.

use concur_connector::{Api, Config, Connector, Credentials, SecretString, User};
use concur_contract::target::Access;

/// A connector that enters the company by its request token.
pub(crate) fn connector(access: &Access, api: Api) -> Connector {
    connector_of(access, api, |_| {})
}

/// The same with something else configured otherwise.
pub(crate) fn connector_of(
    access: &Access,
    api: Api,
    configure: impl FnOnce(&mut Config),
) -> Connector {
    let credentials = Credentials::CompanyRequestToken {
        client_id: access.client_id.clone(),
        client_secret: SecretString::from(access.client_secret.clone()),
        company_id: access.company_id.clone(),
        request_token: SecretString::from(access.request_token.clone()),
    };
    let mut config = Config::new(access.base_url.parse().unwrap(), credentials).with_api(api);
    configure(&mut config);
    Connector::new(config).unwrap()
}

/// How to enter something that only pretends to look at credentials.
pub(crate) fn made_up_access(base_url: &str) -> Access {
    Access {
        base_url: base_url.to_owned(),
        company_id: "9c1e4b62-5a0f-4c7f-8f0e-2d6f6f2f6a11".to_owned(),
        client_id: "3a7d2e55-0d5a-4a1c-9d0b-6b7f3c1e9f10".to_owned(),
        client_secret: "made-up-secret".to_owned(),
        request_token: "made-up-request-token".to_owned(),
        scopes: Vec::new(),
        user: None,
    }
}

/// A client that is no connector, for what only somebody else does.
pub(crate) fn plain_client() -> reqwest::Client {
    // A second installation is refused and harmless.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::new()
}

/// What a snapshot shows of a user: everything but the port, which differs in every run, and the source's own record, which
/// is the document that was served.
pub(crate) fn shown(user: &User, base_url: &str) -> serde_json::Value {
    let text = serde_json::to_string(user).unwrap();
    let mut shown: serde_json::Value =
        serde_json::from_str(&text.replace(base_url, "{base}")).unwrap();
    assert!(shown["remote_data"].is_object(), "{text}");
    shown.as_object_mut().unwrap().remove("remote_data");
    shown
}
