//! What only a mock can do: make a company for one case, and turn its clock.

use serde::Serialize;
use serde_json::{Value, json};

use super::Session;
use crate::finding::Failure;
use crate::request::Request;
use crate::target::Access;

/// How many users a company has unless a case wants more: enough to page, few enough to be made in no time.
const FEW: u32 = 12;

/// What a case wants its company to be.
#[derive(Debug, Clone, Serialize)]
pub struct Wish {
    users: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
}

impl Default for Wish {
    fn default() -> Self {
        Self {
            users: FEW,
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

    /// The same with a seed.
    #[must_use]
    pub fn seed(self, seed: u64) -> Self {
        Self {
            seed: Some(seed),
            ..self
        }
    }
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

    fn clock(&self) -> String {
        format!("/__admin/companies/{}/clock", self.company.company_id)
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
