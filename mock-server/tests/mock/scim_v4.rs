//! A caller of SCIM v4, and what holds for every answer of the service.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub(crate) const SAP: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";
pub(crate) const SAP_GROUP: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:Group";
pub(crate) const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A mock with one company, and a token of it.
pub(crate) struct Caller {
    pub(crate) mock: MockConcur,
    pub(crate) client: Client,
    pub(crate) company: Credentials,
    pub(crate) token: String,
}

impl Caller {
    /// A company made from this.
    pub(crate) async fn of(company: &Value) -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(company).await;
        let token = client.token(&company).await;
        Self {
            mock,
            client,
            company,
            token,
        }
    }

    /// A company with some users and this policy.
    pub(crate) async fn with(policy: Value) -> Self {
        Self::of(&json!({"users": 5, "policy": policy})).await
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send(Method::GET, path, None).await
    }

    /// Sends a request and demands what every answer has.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.client.request(method, path).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/scim+json")
                .body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let content_type = response.headers().get("content-type").cloned();
        assert!(response.headers().contains_key("concur-correlationid"));
        let text = response.text().await.unwrap();
        if status == StatusCode::NO_CONTENT {
            return (status, Value::Null);
        }
        assert_eq!(content_type.unwrap(), "application/scim+json", "{path}");
        let body: Value = serde_json::from_str(&text).unwrap();
        if !status.is_success() {
            assert_eq!(body["status"], status.as_str(), "{body}");
            assert!(body["detail"].is_string(), "{body}");
        }
        (status, body)
    }

    /// Creates a user and demands that it works.
    pub(crate) async fn create(&self, login: &str) -> Value {
        let user = self.user(login);
        let (status, user) = self.send(Method::POST, "/scim/v4/Users", Some(&user)).await;
        assert_eq!(status, StatusCode::CREATED, "{user}");
        user
    }

    /// Sends a PATCH with these operations.
    pub(crate) async fn patch(&self, path: &str, operations: Value) -> (StatusCode, Value) {
        let body = json!({"schemas": [PATCH_OP], "Operations": operations});
        self.send(Method::PATCH, path, Some(&body)).await
    }

    /// A user as the reference's create example has it.
    pub(crate) fn user(&self, login: &str) -> Value {
        json!({
            "userName": login,
            "active": true,
            "name": {"familyName": "Doe", "givenName": "Jo"},
            "emails": [{"type": "work", "value": login}],
            SAP: {"userUuid": "ext-1"},
            ENTERPRISE: {"employeeNumber": login, "companyId": self.company.company_id},
        })
    }

    /// The user as Identity v4.1 shows it.
    pub(crate) async fn identity(&self, user: &Value) -> (StatusCode, Value) {
        let path = format!(
            "/profile/identity/v4.1/Users/{}?attributes=id,active,userName,emails,dateOfBirth,meta,{ENTERPRISE}",
            user["id"].as_str().unwrap()
        );
        let request = self.client.request(Method::GET, &path);
        answer(request.bearer_auth(&self.token)).await
    }
}

/// The path of a resource.
pub(crate) fn path(kind: &str, resource: &Value) -> String {
    format!("/scim/v4/{kind}/{}", resource["id"].as_str().unwrap())
}

#[tokio::test]
async fn every_refusal_has_the_services_media_type() {
    let caller = Caller::with(json!({})).await;
    for (method, path, status) in [
        (Method::GET, "/scim/v4/Nobody", 404),
        (Method::GET, "/scim/v4/ResourceTypes", 404),
        (Method::GET, "/scim/v4/Users/nobody", 404),
        (Method::GET, "/scim/v4/Users/%FF", 404),
        (Method::GET, "/scim/v4/Groups/nobody", 404),
        (Method::GET, "/scim/v4/Schemas/urn:nope", 404),
        (Method::POST, "/scim/v4/Groups", 405),
        (Method::POST, "/scim/v4/Users", 400),
        (Method::POST, "/scim/y/v4/Users", 404),
        (Method::GET, "/scim/v4/Users?count=ten", 400),
        (Method::GET, "/scim/v4/Users?startIndex=0", 400),
        (Method::GET, "/scim/v4/Users?cursor=x", 400),
        (Method::GET, "/scim/v4/Users?cursor=&startIndex=1", 400),
        (
            Method::GET,
            "/scim/v4/Users?filter=active+eq+%22true%22",
            400,
        ),
        (Method::GET, "/scim/v4/Users?attributes=dateOfBirth", 400),
        (Method::GET, "/scim/v4/Groups?attributes=userName", 400),
        (Method::GET, "/scim/v4/Groups?filter=id+eq+%22x%22", 400),
    ] {
        let (answered, body) = caller.send(method, path, None).await;
        assert_eq!(answered.as_u16(), status, "{path}: {body}");
    }
}

#[tokio::test]
async fn without_a_token_nothing_but_discovery_answers() {
    let mut caller = Caller::with(json!({})).await;
    caller.token = "unknown".to_owned();
    for path in ["/scim/v4/Users", "/scim/v4/Groups"] {
        assert_eq!(caller.get(path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
    let (status, schemas) = caller.get("/scim/v4/Schemas").await;
    assert_eq!(
        (status, &schemas["totalResults"]),
        (StatusCode::OK, &json!(5))
    );
    let (status, schema) = caller.get(&format!("/scim/v4/Schemas/{SAP_GROUP}")).await;
    assert_eq!((status, &schema["id"]), (StatusCode::OK, &json!(SAP_GROUP)));
    let (status, config) = caller.get("/scim/v4/ServiceProviderConfig").await;
    assert_eq!(
        (status, &config["pagination"]["maxPageSize"]),
        (StatusCode::OK, &json!(1000))
    );
}

#[tokio::test]
async fn a_token_reads_what_its_scopes_show_and_writes_what_they_allow() {
    let scopes = [
        "identity.user.ids.read",
        "identity.user.externalID.writeonly",
    ];
    let caller = Caller::of(&json!({"users": 2, "scopes": scopes})).await;
    let (_, list) = caller.get("/scim/v4/Users?count=1").await;
    let user = &list["Resources"][0];
    assert!(user["userName"].is_string());
    for hidden in ["name", "emails", SAP, ENTERPRISE, "meta"] {
        assert_eq!(user.get(hidden), None, "{hidden}");
    }
    let filter = format!(
        "/scim/v4/Users?filter=urn:ietf:params:scim:schemas:extension:enterprise:2.0:employeeNumber+eq+%22{}%22",
        "100000"
    );
    assert_eq!(caller.get(&filter).await.1["totalResults"], 0);

    let own = path("Users", user);
    let change = |path: &str, value: &str| json!([{"op": "replace", "path": path, "value": value}]);
    let (status, _) = caller.patch(&own, change("externalId", "hr-new")).await;
    assert_eq!(status, StatusCode::OK);
    for forbidden in [
        "title",
        &format!("{SAP}:userUuid"),
        &format!("{SAP}:validTo"),
    ] {
        let (status, _) = caller.patch(&own, change(forbidden, "2030-01-01")).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{forbidden}");
    }
    let (status, _) = caller.send(Method::DELETE, &own, None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, groups) = caller.get("/scim/v4/Groups?count=1").await;
    let group = path("Groups", &groups["Resources"][0]);
    let (status, _) = caller
        .send(Method::PUT, &group, Some(&json!({"members": []})))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
