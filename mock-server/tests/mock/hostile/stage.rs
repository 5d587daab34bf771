//! The company that is attacked, and what of it must not change.

use std::net::SocketAddr;

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

use super::endpoints::{Endpoint, Shape};
use super::events::subscription;

/// A mock with a company, a token for it and the id of one of its users.
pub(super) struct Stage {
    pub(super) mock: MockConcur,
    pub(super) client: Client,
    pub(super) company: Credentials,
    pub(super) token: String,
    pub(super) user_token: String,
    pub(super) user: String,
    pub(super) group: String,
    /// A legal entity; the same comes again after a reset.
    pub(super) legal_entity: String,
    /// A provision request that asked for nothing.
    pub(super) provision: String,
    /// The application's own token.
    pub(super) application_token: String,
    /// An inactive secret of the application.
    pub(super) secret: String,
    /// The work address of the user whose password is known.
    pub(super) mail: String,
    /// A company and its application that nobody else needs.
    pub(super) other: Credentials,
}

/// Where the sign-in page may send browsers.
pub(super) const BACK: &str = "https://client.example/back?from=concur";

/// A subscription of the application.
pub(super) const SUBSCRIPTION: &str = "5b1d5f0e-3f7c-4f6e-9b1a-2c8f0f5f7a11";

/// The name of a snapshot of the company and of a template made of it.
pub(super) const KEPT: &str = "kept";

/// How many users the company has.
const USERS: usize = 3;

impl Stage {
    pub(super) async fn set() -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client
            .company(&json!({"key": "attacked", "users": USERS, "policy": every_path()}))
            .await;
        let token = client.token(&company).await;
        let other = client.company(&json!({"key": "other", "users": 1})).await;
        let (_, page) = client.users(&token).await;
        let user = page["Resources"][1]["id"].as_str().unwrap().to_owned();
        let mut stage = Self {
            mail: mail(&company, &page),
            mock,
            client,
            company,
            token,
            user_token: String::new(),
            user,
            group: String::new(),
            legal_entity: String::new(),
            provision: String::new(),
            application_token: String::new(),
            secret: String::new(),
            other,
        };
        stage.prepare().await;
        stage
    }

    /// What needs the company first.
    async fn prepare(&mut self) {
        let groups = self.read("/scim/v4/Groups").await;
        text(&groups["Resources"][0], "id").clone_into(&mut self.group);
        self.legal_entity = self.incorporate().await;
        self.provision = self.provisioned().await;
        let path = format!("/__admin/applications/{}", self.company.client_id);
        let grants = [
            "password",
            "refresh_token",
            "client_credentials",
            "authorization_code",
            "otp",
        ];
        let change = json!({"grants": grants, "redirect_uris": [BACK]});
        let (status, changed) = self.client.patch(&path, &change).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
        let user = self.company.user.clone().unwrap();
        let as_user = [
            ("grant_type", "password"),
            ("username", user.user_name.as_str()),
            ("password", &user.password),
            ("scope", "user.read"),
        ];
        self.user_token = self.granted(&as_user).await;
        self.application_token = self.granted(&[("grant_type", "client_credentials")]).await;
        let request = self.client.request(Method::POST, &self.secrets());
        let (_, made) = answer(request.bearer_auth(&self.application_token)).await;
        text(&made, "id").clone_into(&mut self.secret);
        let path = "/events/v4/subscriptions/webhook";
        let request = self.client.request(Method::PUT, path);
        let request = request.json(&subscription(SUBSCRIPTION));
        let (status, saved) = answer(request.bearer_auth(&self.application_token)).await;
        assert_eq!(status, StatusCode::OK, "{saved}");
        self.keep().await;
    }

    /// Takes the snapshot and makes the template, where they are not there.
    async fn keep(&self) {
        let snapshots = self.admin("/snapshots");
        self.client.post(&snapshots, &json!({"name": KEPT})).await;
        let source = json!({"company": self.company.company_id, "snapshot": KEPT});
        let template = format!("/__admin/templates/{KEPT}");
        let (status, refusal) = self.client.put(&template, &source).await;
        assert!(status.is_success(), "{refusal}");
    }

    /// The id of a provision request that leaves the user as it is.
    async fn provisioned(&self) -> String {
        let role =
            "urn:ietf:params:scim:schemas:extension:spend:2.0:Role:roles[roleName eq \"NOBODY\"]";
        let body = json!({"Operations": [{"op": "remove", "path": role}]});
        let path = format!("/profile/v4/Users/{}", self.user);
        let request = self.client.request(Method::PATCH, &path).json(&body);
        let (status, user) = answer(request.bearer_auth(&self.token)).await;
        assert_eq!(status, StatusCode::OK, "{user}");
        text(&user["meta"], "provisionId").to_owned()
    }

    /// What became of the newest provision request.
    pub(super) async fn last_provision(&self) -> Value {
        let (_, kept) = self.client.get(&self.admin("/provisions")).await;
        let last = kept["provisions"].as_array().unwrap().last().unwrap();
        let id = text(last, "id");
        self.read(&format!(
            "/profile/v4/provisions/{id}/status?attributes=operations"
        ))
        .await
    }

    /// An access token of the application.
    async fn granted(&self, fields: &[(&str, &str)]) -> String {
        let client_id = self.company.client_id.to_string();
        let mut form = vec![
            ("client_id", client_id.as_str()),
            ("client_secret", &self.company.client_secret),
        ];
        form.extend(fields);
        let request = self.client.request(Method::POST, "/oauth2/v0/token");
        let (_, reply) = answer(request.form(&form)).await;
        text(&reply, "access_token").to_owned()
    }

    /// Where the application's secrets are.
    pub(super) fn secrets(&self) -> String {
        format!("/app-mgmt/v4/{}/secrets", self.company.client_id)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.mock.address()
    }

    pub(super) fn admin(&self, rest: &str) -> String {
        format!("/__admin/companies/{}{rest}", self.company.company_id)
    }

    /// Everything that a request could have changed.
    pub(super) async fn state(&self) -> Value {
        let (status, holds) = self.client.get(&self.admin("")).await;
        assert_eq!(status, StatusCode::OK);
        let (status, users) = self.client.users(&self.token).await;
        assert_eq!(status, StatusCode::OK);
        let (_, policy) = self.client.get(&self.admin("/policy")).await;
        let groups = self.read("/scim/v4/Groups").await;
        // A reset and what is made after it change their times.
        let without_times = json!({"excludedAttributes": ["meta"]});
        let legal_entities = self.legal_entities("/.search", &without_times).await;
        let (_, configuration) = self.client.get(&self.admin("/configuration")).await;
        let known = self.company.user.as_ref().unwrap().id.to_string();
        let travel = [self.travel(&self.user).await, self.travel(&known).await];
        json!({
            "legal_entities": legal_entities,
            "holds": holds,
            "users": users,
            "policy": policy,
            "groups": groups,
            "configuration": configuration,
            "spend": self.spend().await,
            "travel": travel,
        })
    }

    /// The spend profiles of all users.
    async fn spend(&self) -> Value {
        self.read("/profile/spend/v4.1/Users").await
    }

    /// What Travel v4 and the XML profile have of a user.
    async fn travel(&self, user: &str) -> Value {
        let path = format!("/api/travelprofile/v2.0/profile?userid_type=uuid&userid_value={user}");
        let request = self.client.request(Method::GET, &path);
        let reply = request.bearer_auth(&self.token).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK, "{path}");
        let profile = reply.text().await.unwrap();
        let travel = self.read(&format!("/profile/travel/v4/Users/{user}")).await;
        json!([profile, travel])
    }

    /// What of it the endpoint could have changed; looked at after every refusal, so it is little.
    pub(super) async fn part(&self, endpoint: &Endpoint) -> Value {
        let path = endpoint.path.as_str();
        let at = |part: &str| path.contains(part);
        if at("/__admin/companies/") && at("/users/") {
            // A change of nothing tells how the user signs in.
            return self.client.patch(path, &json!({})).await.1;
        }
        if at("/provisions") && at("/__admin/") {
            return self.client.get(&self.admin("/provisions")).await.1;
        }
        if at("/clock") {
            let (_, mut clock) = self.client.get(&self.admin("/clock")).await;
            clock["now"].take();
            return clock;
        }
        if at("/__admin/applications") || at("/events/") {
            return self.client.get("/__admin/applications").await.1;
        }
        for disturbance in ["/faults", "/rate-limits"] {
            if at(disturbance) {
                return self.client.get(&self.admin(disturbance)).await.1;
            }
        }
        if at("/configuration") {
            return self.client.get(&self.admin("/configuration")).await.1;
        }
        if at("/snapshots") || at("/templates") {
            let (_, snapshots) = self.client.get(&self.admin("/snapshots")).await;
            let (_, templates) = self.client.get("/__admin/templates").await;
            return json!([snapshots, templates]);
        }
        if at("/policy") {
            return self.client.get(&self.admin("/policy")).await.1;
        }
        if at("/__admin/") {
            let (_, health) = self.client.get("/__admin/health").await;
            let (_, holds) = self.client.get(&self.admin("")).await;
            return json!([health, holds]);
        }
        if at("/secrets") {
            let request = self.client.request(Method::GET, &self.secrets());
            return answer(request.bearer_auth(&self.application_token)).await.1;
        }
        if at("/otp") {
            return self.client.get(&self.admin("/outbox")).await.1;
        }
        if at("/LegalEntities") {
            return self.legal_entities("/.search", &json!({})).await;
        }
        if at("/profile/v4/") || at("/provisioning/v4/") {
            let (_, provisions) = self.client.get(&self.admin("/provisions")).await;
            let users = self.client.users(&self.token).await.1;
            let travel = format!("/profile/travel/v4/Users/{}", self.user);
            let travel = self.read(&travel).await;
            return json!([provisions, users, self.spend().await, travel]);
        }
        if at("/api/user/") {
            return json!([self.client.users(&self.token).await.1, self.spend().await]);
        }
        if at("/api/travelprofile/") {
            let known = self.company.user.as_ref().unwrap().id.to_string();
            return json!([
                self.client.users(&self.token).await.1,
                self.travel(&known).await
            ]);
        }
        if at("/Groups") {
            return self.read("/scim/v4/Groups").await;
        }
        self.client.users(&self.token).await.1
    }

    async fn read(&self, path: &str) -> Value {
        let request = self.client.request(Method::GET, path);
        let (status, found) = answer(request.bearer_auth(&self.token)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        found
    }

    /// Sets a policy of the company.
    pub(super) async fn choose(&self, policy: &Value) {
        let (status, answer) = self.client.patch(&self.admin("/policy"), policy).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// Puts the company back to its beginning, with what this endpoint needs.
    pub(super) async fn restore(&self, endpoint: &Endpoint) {
        self.client.post(&self.admin("/reset"), &json!({})).await;
        assert_eq!(self.incorporate().await, self.legal_entity);
        if endpoint.shape == Shape::Admin {
            self.keep().await;
        }
        if endpoint.path.contains("/provisions") {
            assert_eq!(self.provisioned().await, self.provision);
        }
    }

    /// Makes the company's first legal entity, which a seed does not.
    async fn incorporate(&self) -> String {
        let body = json!({"referenceId": "FIRST", "active": true, "taxId": "1"});
        let made = self.legal_entities("", &body).await;
        text(&made, "id").to_owned()
    }

    async fn legal_entities(&self, rest: &str, body: &Value) -> Value {
        let path = format!("/profile/identity/v4.1/LegalEntities{rest}");
        let request = self.client.request(Method::POST, &path);
        let (status, found) = answer(request.bearer_auth(&self.token).json(body)).await;
        assert_eq!(status, StatusCode::OK, "{found}");
        found
    }

    /// Takes back what an answer says was made: a company, an application or a secret.
    pub(super) async fn unmake(&self, made: &Value) {
        let known = [&self.company, &self.other];
        let (path, token) = if let Some(id) = made["company_id"].as_str() {
            if known.iter().any(|known| known.company_id.to_string() == id) {
                return;
            }
            (format!("/__admin/companies/{id}"), "")
        } else if let Some(id) = made["client_id"].as_str() {
            if known.iter().any(|known| known.client_id.to_string() == id) {
                return;
            }
            (format!("/__admin/applications/{id}"), "")
        } else if made["taken"].is_string() && made["name"] != KEPT {
            (
                self.admin(&format!("/snapshots/{}", text(made, "name"))),
                "",
            )
        } else if made["secret"].is_string() {
            let path = format!("{}/{}", self.secrets(), text(made, "id"));
            (path, self.application_token.as_str())
        } else {
            return;
        };
        let request = self.client.request(Method::DELETE, &path);
        let (status, refusal) = answer(request.bearer_auth(token)).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{refusal}");
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// The policy that opens the paths, too, which only some pages print.
fn every_path() -> Value {
    json!({"retrieval.path": "either", "scim.create-path": "both"})
}

/// The work address of the user whose password is known.
fn mail(company: &Credentials, page: &Value) -> String {
    let id = json!(company.user.as_ref().unwrap().id);
    let users = page["Resources"].as_array().unwrap();
    let user = users.iter().find(|user| user["id"] == id).unwrap();
    let emails = user["emails"].as_array().unwrap();
    let work = emails.iter().find(|email| email["type"] == "work");
    text(work.unwrap(), "value").to_owned()
}
