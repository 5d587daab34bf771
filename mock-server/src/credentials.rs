//! What a client needs to enter a company.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::company::Company;
use crate::world::World;

/// The way into one company: what the ready file holds and `POST /__admin/companies` answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// The mock's address, without a slash at the end.
    pub base_url: String,
    /// The company; the `username` of a company token request.
    pub company_id: Uuid,
    /// The application's id.
    pub client_id: Uuid,
    /// The application's secret.
    pub client_secret: String,
    /// The company request token; the `password` of a company token request. It lasts 24 hours of the company's clock.
    pub request_token: String,
    /// What tokens of the application may do.
    pub scopes: Vec<String>,
    /// A user who can sign in; `None` in a company without users.
    pub user: Option<UserCredentials>,
}

/// The login of one user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserCredentials {
    /// The user's id.
    pub id: Uuid,
    /// The login name.
    pub user_name: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Credentials {
    /// Shows everything but the secrets, since what is debugged lands in logs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Credentials")
            .field("base_url", &self.base_url)
            .field("company_id", &self.company_id)
            .field("client_id", &self.client_id)
            .field("scopes", &self.scopes)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for UserCredentials {
    /// Shows everything but the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UserCredentials")
            .field("id", &self.id)
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

impl Credentials {
    /// The way into this company through this application; without a secret or a request token where there is none.
    pub(crate) fn of(world: &World, company: &Company, client_id: Uuid) -> Self {
        let application = world.application(client_id);
        let version = company.read();
        let request = version.tokens.request(client_id);
        Self {
            base_url: world.base_url_of(company).to_owned(),
            company_id: company.id,
            client_id,
            client_secret: application
                .as_ref()
                .map(|application| application.shown_secret().to_owned())
                .unwrap_or_default(),
            request_token: request
                .map(|request| request.value.clone())
                .unwrap_or_default(),
            scopes: application
                .map(|application| application.scopes.clone())
                .unwrap_or_default(),
            user: company.known_user.as_ref().map(|user| UserCredentials {
                id: user.id,
                user_name: user.user_name.clone(),
                password: user.password.clone(),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_debugged_shows_no_secret() {
        let secret = || "hush-hush".to_owned();
        let credentials = Credentials {
            base_url: "http://mock.example".to_owned(),
            company_id: Uuid::nil(),
            client_id: Uuid::nil(),
            client_secret: secret(),
            request_token: secret(),
            scopes: Vec::new(),
            user: Some(UserCredentials {
                id: Uuid::nil(),
                user_name: "jo@example.com".to_owned(),
                password: secret(),
            }),
        };
        let shown = format!("{credentials:?}");
        assert!(
            shown.contains("jo@example.com") && !shown.contains("hush"),
            "{shown}"
        );
    }
}
