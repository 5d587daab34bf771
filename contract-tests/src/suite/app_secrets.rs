//! Application management: several secrets at once, so that one can be changed without a pause.

use serde_json::{Value, json};

use super::token_forms::{application_token, authorised, own_application, sign_in};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Application, Session};

register! { $ each_app_secret of "app_secrets", page::ROTATING_SECRETS;
    an_application_has_one_active_secret_at_first: "app_mgmt.secrets.list", FreshCompany;
    a_new_secret_stands_beside_the_old_one: "app_mgmt.secrets.create", FreshCompany;
    a_create_answers_200: "app_mgmt.secrets.create", FreshCompany;
    a_secret_is_switched_off: "app_mgmt.secrets.change", FreshCompany;
    a_secret_that_is_switched_off_opens_nothing: "app_mgmt.secrets.change", FreshCompany;
    a_secret_is_switched_on_again: "app_mgmt.secrets.change", FreshCompany;
    a_change_shows_in_its_time: "app_mgmt.secrets.change", FreshCompany, Clock;
    a_secret_that_was_switched_off_can_be_deleted: "app_mgmt.secrets.delete", FreshCompany;
    an_active_secret_cannot_be_deleted: "app_mgmt.secrets.delete", FreshCompany;
    an_unknown_secret_is_404: "app_mgmt.secrets.delete", FreshCompany;
    another_word_than_active_or_inactive_is_400: "app_mgmt.secrets.change", FreshCompany;
    secrets_need_the_token_of_the_application: "app_mgmt.secrets.list", FreshCompany;
    secrets_of_another_application_stay_hidden: "app_mgmt.secrets.list", FreshCompany;
    a_list_shows_no_secret_in_clear: "app_mgmt.secrets.list", FreshCompany;
}

async fn an_application_has_one_active_secret_at_first(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;

    let secrets = keeper.list(session).await?;

    same("secrets", 1, secrets.len())?;
    same("status", "Active", status(&secrets[0]))
}

async fn a_new_secret_stands_beside_the_old_one(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    let old = keeper.only_id(session).await?;

    keeper.create(session).await?;

    // Whether the new one begins its life switched on is not said.
    let secrets = keeper.list(session).await?;
    same("secrets", 2, secrets.len())?;
    let old = secrets.iter().find(|secret| secret["id"] == old.as_str());
    same("the old one", Some("Active"), old.map(status))?;
    sign_in(session, &keeper.application).await?.is(200)
}

async fn a_create_answers_200(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    let request = Request::post(keeper.path()).bearer(&keeper.token);
    session.send(request).await?.is(200)
}

async fn a_secret_is_switched_off(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    let old = keeper.only_id(session).await?;
    let new = keeper.create(session).await?;
    keeper.switch(session, &new, "active").await?.is(200)?;

    keeper.switch(session, &old, "inactive").await?.is(200)?;

    let secrets = keeper.list(session).await?;
    for (id, expected) in [(&old, "Inactive"), (&new, "Active")] {
        let secret = secrets.iter().find(|secret| secret["id"] == id.as_str());
        same("status", Some(expected), secret.map(status))?;
    }
    Ok(())
}

async fn a_secret_that_is_switched_off_opens_nothing(session: &mut Session) -> Claim {
    let keeper = Keeper::switched_off(session).await?;

    let reply = sign_in(session, &keeper.application).await?;

    reply.is_any(&[400, 401, 403])?;
    let sentence = "Incorrect credentials. Please Retry";
    reply.oauth_refusal(64, "invalid_client", sentence)
}

async fn a_secret_is_switched_on_again(session: &mut Session) -> Claim {
    let keeper = Keeper::switched_off(session).await?;

    keeper
        .switch(session, &keeper.first, "active")
        .await?
        .is(200)?;

    sign_in(session, &keeper.application).await?.is(200)
}

async fn a_change_shows_in_its_time(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    let before = keeper.list(session).await?[0].clone();
    keeper.create(session).await?;
    session.advance(60).await?;

    keeper
        .switch(session, &keeper.first, "inactive")
        .await?
        .is(200)?;

    let secrets = keeper.list(session).await?;
    let after = secrets.iter().find(|secret| secret["id"] == before["id"]);
    let after = after.ok_or_else(|| Failure::disagrees("the secret is gone"))?;
    same("createdAt", &before["createdAt"], &after["createdAt"])?;
    holds(
        "updatedAt is later",
        after["updatedAt"].as_str() > before["updatedAt"].as_str(),
    )
}

async fn a_secret_that_was_switched_off_can_be_deleted(session: &mut Session) -> Claim {
    let keeper = Keeper::switched_off(session).await?;

    keeper.delete(session, &keeper.first).await?.is(204)?;

    let secrets = keeper.list(session).await?;
    same("secrets", 1, secrets.len())?;
    holds(
        "the other one stays",
        secrets[0]["id"] != keeper.first.as_str(),
    )
}

async fn an_active_secret_cannot_be_deleted(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    keeper.create(session).await?;

    keeper.delete(session, &keeper.first).await?.is(400)?;

    same("secrets", 2, keeper.list(session).await?.len())?;
    sign_in(session, &keeper.application).await?.is(200)
}

async fn an_unknown_secret_is_404(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    let nobody = "00000000-0000-4000-8000-000000000000";

    keeper.delete(session, nobody).await?.is(404)?;
    keeper.switch(session, nobody, "inactive").await?.is(404)
}

async fn another_word_than_active_or_inactive_is_400(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    let request = keeper.switching(&keeper.first, "asleep").deviant();

    session.send(request).await?.is(400)?;

    same("status", "Active", status(&keeper.list(session).await?[0]))
}

async fn secrets_need_the_token_of_the_application(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;

    let bare = Request::get(keeper.path()).deviant();
    session.send(bare).await?.is_any(&[401, 403])?;
    let company = session.token().await?;
    let foreign = Request::get(keeper.path()).bearer(&company);
    session.send(foreign).await?.is_any(&[401, 403])
}

async fn secrets_of_another_application_stay_hidden(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;
    let other = authorised(session, &["client_credentials"]).await?;
    let path = format!("/app-mgmt/v4/{}/secrets", other.client_id);

    let request = Request::get(path).bearer(&keeper.token);
    session.send(request).await?.is_any(&[401, 403, 404])
}

async fn a_list_shows_no_secret_in_clear(session: &mut Session) -> Claim {
    let keeper = Keeper::new(session).await?;

    let secrets = keeper.list(session).await?;

    let clear = &keeper.application.client_secret;
    let shown = Value::from(secrets).to_string();
    holds("the secret is not shown", !shown.contains(clear.as_str()))
}

/// An application that looks after its own secrets.
struct Keeper {
    application: Application,
    token: String,
    /// The secret that it began with.
    first: String,
}

impl Keeper {
    async fn new(session: &mut Session) -> Result<Self, Failure> {
        let application = own_application(session);
        let mut keeper = Self {
            token: application_token(session, &application).await?,
            application,
            first: String::new(),
        };
        keeper.first = keeper.only_id(session).await?;
        Ok(keeper)
    }

    /// With a second secret, and the first one switched off.
    async fn switched_off(session: &mut Session) -> Result<Self, Failure> {
        let keeper = Self::new(session).await?;
        let second = keeper.create(session).await?;
        keeper.switch(session, &second, "active").await?.is(200)?;
        keeper
            .switch(session, &keeper.first, "inactive")
            .await?
            .is(200)?;
        Ok(keeper)
    }

    fn path(&self) -> String {
        format!("/app-mgmt/v4/{}/secrets", self.application.client_id)
    }

    async fn list(&self, session: &mut Session) -> Result<Vec<Value>, Failure> {
        let request = Request::get(self.path()).bearer(&self.token);
        let body = session.send(request).await?.ok()?;
        let secrets = body.as_array().filter(|list| !list.is_empty()).cloned();
        secrets.ok_or_else(|| Failure::disagrees("there is no list of secrets"))
    }

    async fn only_id(&self, session: &mut Session) -> Result<String, Failure> {
        let secrets = self.list(session).await?;
        super::token_forms::member(&secrets[0], "id")
    }

    /// Makes another secret and gives its id: what the answer holds is not documented, so the list tells.
    async fn create(&self, session: &mut Session) -> Result<String, Failure> {
        let before = self.list(session).await?;
        let request = Request::post(self.path()).bearer(&self.token);
        session.send(request).await?.is(200)?;
        let after = self.list(session).await?;
        let new = after
            .iter()
            .find(|secret| before.iter().all(|old| old["id"] != secret["id"]));
        let new = new.ok_or_else(|| Failure::disagrees("no secret was added"))?;
        super::token_forms::member(new, "id")
    }

    fn switching(&self, id: &str, word: &str) -> Request {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "replace", "path": "/status", "value": word }]
        });
        Request::patch(format!("{}/{id}", self.path()))
            .bearer(&self.token)
            .json(&body)
    }

    async fn switch(&self, session: &mut Session, id: &str, word: &str) -> Result<Reply, Failure> {
        session.send(self.switching(id, word)).await
    }

    async fn delete(&self, session: &mut Session, id: &str) -> Result<Reply, Failure> {
        let request = Request::delete(format!("{}/{id}", self.path())).bearer(&self.token);
        session.send(request).await
    }
}

fn status(secret: &Value) -> &str {
    secret["status"].as_str().unwrap_or_default()
}
