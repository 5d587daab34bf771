//! What only a mock can do: make a company for one case, and turn its clock.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::Session;
use crate::finding::{Claim, Failure};
use crate::request::Request;
use crate::target::Access;

/// How many users a company has unless a case wants more: enough to page, few enough to be made in no time.
const FEW: u32 = 12;

/// What a case wants its company to be.
#[derive(Debug, Clone, Serialize)]
pub struct Wish {
    users: u32,
    #[serde(skip_serializing_if = "Map::is_empty")]
    policy: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    application: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            users: FEW,
            policy: Map::new(),
            application: None,
            seed: None,
            scopes: None,
        }
    }
}

impl Wish {
    /// A company of that many users.
    #[must_use]
    pub fn users(users: u32) -> Self {
        Self {
            users,
            ..Self::default()
        }
    }

    /// A company whose application has these scopes and no other.
    #[must_use]
    pub fn scopes(scopes: &[&str]) -> Self {
        let scopes = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        Self {
            scopes: Some(scopes),
            ..Self::default()
        }
    }

    /// A company in which that documented contradiction is decided that way.
    #[must_use]
    pub fn policy(key: &str, value: impl Into<Value>) -> Self {
        Self::default().and_policy(key, value)
    }

    /// The same with one more decision.
    #[must_use]
    pub fn and_policy(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.policy.insert(key.to_owned(), value.into());
        self
    }

    /// A company that an existing application is connected to.
    #[must_use]
    pub fn application(client_id: &str) -> Self {
        Self {
            application: Some(client_id.to_owned()),
            ..Self::default()
        }
    }

    /// The same with a seed.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self {
            seed: Some(seed),
            ..self
        }
    }
}

/// An application besides that of the company.
#[derive(Debug, Clone, Deserialize)]
pub struct Application {
    /// Its id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
}

impl Session {
    /// Makes a company and tells how to enter it; the session stays where it is.
    pub async fn found(&mut self, wish: &Wish) -> Result<Access, Failure> {
        let body =
            serde_json::to_value(wish).map_err(|error| Failure::harness(error.to_string()))?;
        let created = self
            .admin(Request::post("/__admin/companies").json(&body), 201)
            .await?;
        serde_json::from_value(created)
            .map_err(|error| Failure::harness(format!("a new company's credentials: {error}")))
    }

    /// Stops the company's clock at that time.
    pub async fn freeze(&mut self, at: &str) -> Result<(), Failure> {
        let path = self.clock();
        self.admin(Request::put(path).json(&json!({ "freeze": at })), 200)
            .await?;
        Ok(())
    }

    /// Moves the company's clock forward.
    pub async fn advance(&mut self, seconds: u64) -> Result<(), Failure> {
        let path = format!("{}/advance", self.clock());
        self.admin(
            Request::post(path).json(&json!({ "seconds": seconds })),
            200,
        )
        .await?;
        Ok(())
    }

    /// Decides documented contradictions of the session's company otherwise, from now on.
    pub async fn set_policy(&mut self, choices: &Value) -> Claim {
        let path = format!("{}/policy", self.administered());
        self.admin(Request::patch(path).json(choices), 200).await?;
        Ok(())
    }

    /// How a documented contradiction is decided in the session's company.
    pub async fn policy(&mut self, key: &str) -> Result<Value, Failure> {
        let path = format!("{}/policy", self.administered());
        let all = self.admin(Request::get(path), 200).await?;
        let value = all.get(key).cloned();
        value.ok_or_else(|| Failure::harness(format!("there is no policy {key}")))
    }

    /// Says something about the company itself: that it is being maintained, or where it lives.
    pub async fn change_company(&mut self, change: &Value) -> Claim {
        let path = self.administered();
        self.admin(Request::patch(path).json(change), 200).await?;
        Ok(())
    }

    /// Sets up what an administrator has configured and users may only refer to; members that are not named stay.
    pub async fn configure(&mut self, members: &Value) -> Claim {
        let path = format!("{}/configuration", self.administered());
        self.admin(Request::patch(path).json(members), 200).await?;
        Ok(())
    }

    /// The company's provisions, the finished as well.
    pub async fn provisions(&mut self) -> Result<Vec<Value>, Failure> {
        let path = format!("{}/provisions", self.administered());
        let list = self.admin(Request::get(path), 200).await?;
        let provisions = list["provisions"].as_array().cloned();
        provisions.ok_or_else(|| Failure::harness("there is no list of provisions"))
    }

    /// Carries a provision out by hand.
    pub async fn complete(&mut self, provision: &str) -> Claim {
        let path = format!("{}/provisions/{provision}/complete", self.administered());
        self.admin(Request::post(path), 200).await?;
        Ok(())
    }

    /// Says how a user may sign in.
    pub async fn change_sign_in(&mut self, user: &str, change: &Value) -> Claim {
        let path = format!("{}/users/{user}", self.administered());
        self.admin(Request::patch(path).json(change), 200).await?;
        Ok(())
    }

    /// The mails that the company's users were sent.
    pub async fn mails(&mut self) -> Result<Vec<Value>, Failure> {
        let path = format!("{}/outbox", self.administered());
        let outbox = self.admin(Request::get(path), 200).await?;
        let mails = outbox["mails"].as_array().cloned();
        mails.ok_or_else(|| Failure::harness("the outbox holds no list of mails"))
    }

    /// A new application, made as `wish` says.
    pub async fn apply(&mut self, wish: &Value) -> Result<Application, Failure> {
        let request = Request::post("/__admin/applications").json(wish);
        let made = self.admin(request, 201).await?;
        serde_json::from_value(made)
            .map_err(|error| Failure::harness(format!("a new application: {error}")))
    }

    /// Changes an application.
    pub async fn change_application(&mut self, client_id: &str, change: &Value) -> Claim {
        let path = format!("/__admin/applications/{client_id}");
        self.admin(Request::patch(path).json(change), 200).await?;
        Ok(())
    }

    /// A new request token of the session's company for that application.
    pub async fn request_token(&mut self, client_id: &str) -> Result<String, Failure> {
        let path = format!("{}/request-token", self.administered());
        let request = Request::post(path).json(&json!({ "client_id": client_id }));
        let made = self.admin(request, 201).await?;
        let token = made["request_token"].as_str().map(ToOwned::to_owned);
        token.ok_or_else(|| Failure::harness(format!("a new request token: {made}")))
    }

    fn administered(&self) -> String {
        format!("/__admin/companies/{}", self.company.company_id)
    }

    fn clock(&self) -> String {
        format!("{}/clock", self.administered())
    }

    /// Reads what the admin API has at a path.
    pub async fn read_admin(&mut self, path: &str) -> Result<Value, Failure> {
        self.admin(Request::get(path), 200).await
    }

    /// Admin calls are no part of Concur: they are not held against the contract.
    async fn admin(&mut self, request: Request, status: u16) -> Result<Value, Failure> {
        let base = self.admin_url.clone();
        let reply = self.exchange(&base, &request).await?;
        if reply.status() != status && reply.status() != 204 {
            return Err(Failure::harness(format!(
                "{}: {}",
                reply.line(),
                reply.text()
            )));
        }
        if reply.body.is_empty() {
            Ok(Value::Null)
        } else {
            reply.json()
        }
    }
}
