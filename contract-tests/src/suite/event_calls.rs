//! The calls of the Event Subscription Service that cases need, and the applications that make them.

use serde_json::{Value, json};

use super::token_forms::{application_token, own_application};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Application, Session};

/// The topics of an application.
pub(super) const TOPICS: &str = "/events/v4/topics";

/// The subscriptions of an application.
pub(super) const SUBSCRIPTIONS: &str = "/events/v4/subscriptions";

/// Where a subscription is saved.
pub(super) const WEBHOOK: &str = "/events/v4/subscriptions/webhook";

/// What of the service is read.
pub(super) const READERS: [&str; 3] = [TOPICS, SUBSCRIPTIONS, WEBHOOK];

/// What opens the service, and no topic.
pub(super) const SERVICE: &str = "events.topic.read";

/// The topic that most cases subscribe to.
pub(super) const TOPIC: &str = "public.concur.user.profile.identity";

/// What opens it.
pub(super) const TOPIC_SCOPE: &str = "identity.user.event.read";

/// How many subscriptions an application may have.
pub(super) const MOST: usize = 5;

/// An application with a token of its own.
pub(super) struct Subscriber {
    pub(super) application: Application,
    token: String,
}

impl Subscriber {
    /// An application of these scopes that nobody is connected to.
    pub(super) async fn new(session: &mut Session, scopes: &[&str]) -> Result<Self, Failure> {
        let wish = json!({
            "grants": ["client_credentials", "password", "refresh_token"],
            "scopes": scopes,
            "companies": []
        });
        let application = session.apply(&wish).await?;
        let token = application_token(session, &application).await?;
        Ok(Self { application, token })
    }

    /// An application that may subscribe to the cases' topic.
    pub(super) async fn of_the_topic(session: &mut Session) -> Result<Self, Failure> {
        Self::new(session, &[SERVICE, TOPIC_SCOPE]).await
    }

    /// The application of the session's company, for which the company's decisions hold.
    pub(super) async fn of_the_company(session: &mut Session) -> Result<Self, Failure> {
        let application = own_application(session);
        let token = application_token(session, &application).await?;
        Ok(Self { application, token })
    }

    /// Sends with the application's token.
    pub(super) async fn call(
        &self,
        session: &mut Session,
        request: Request,
    ) -> Result<Reply, Failure> {
        session.send(request.bearer(&self.token)).await
    }

    /// The names of the application's topics.
    pub(super) async fn topics(&self, session: &mut Session) -> Result<Vec<String>, Failure> {
        let list = self.call(session, Request::get(TOPICS)).await?.ok()?;
        let names: Result<_, _> = serde_json::from_value(list.clone());
        names.map_err(|_| Failure::disagrees(format!("{list} is no list of topics")))
    }

    /// Saves a subscription and claims the sentence about it.
    pub(super) async fn save(&self, session: &mut Session, subscription: &Value) -> Claim {
        let request = Request::put(WEBHOOK).json(subscription);
        let body = self.call(session, request).await?.ok()?;
        let id = subscription["id"].as_str().unwrap_or_default();
        let sentence = format!("Subscription '{id}' saved successfully");
        same("message", Some(sentence.as_str()), body["message"].as_str())
    }

    /// Saves a subscription that is wrong.
    pub(super) async fn save_wrongly(
        &self,
        session: &mut Session,
        subscription: &Value,
    ) -> Result<Reply, Failure> {
        let request = Request::put(WEBHOOK).json(subscription).deviant();
        self.call(session, request).await
    }

    /// The application's subscriptions.
    pub(super) async fn list(&self, session: &mut Session) -> Result<Vec<Value>, Failure> {
        let list = self
            .call(session, Request::get(SUBSCRIPTIONS))
            .await?
            .ok()?;
        let list = list.as_array().cloned();
        list.ok_or_else(|| Failure::disagrees("the subscriptions are no list"))
    }

    /// One subscription, as it comes back.
    pub(super) async fn get(&self, session: &mut Session, id: &str) -> Result<Reply, Failure> {
        let request = Request::get(format!("{SUBSCRIPTIONS}/{id}"));
        self.call(session, request).await
    }

    /// Ends a subscription, as it comes back.
    pub(super) async fn end(&self, session: &mut Session, id: &str) -> Result<Reply, Failure> {
        let request = Request::delete(format!("{SUBSCRIPTIONS}/{id}"));
        self.call(session, request).await
    }

    /// The companies that a subscription says are connected.
    pub(super) async fn companies(
        &self,
        session: &mut Session,
        id: &str,
    ) -> Result<Vec<String>, Failure> {
        let list = self.list(session).await?;
        let found = list.iter().find(|one| one["id"] == *id);
        let companies = found.map(|one| one["companyIds"].clone());
        let companies = companies.and_then(|all| serde_json::from_value(all).ok());
        companies.ok_or_else(|| Failure::disagrees(format!("{id} has no list of companies")))
    }
}

/// An id that no other case takes: ids are unique over all customers of a service.
pub(super) fn id(session: &Session, tag: &str) -> String {
    format!("{tag}.{}", session.company().company_id)
}

/// A subscription to everything of the cases' topic.
pub(super) fn subscription(id: &str) -> Value {
    json!({
        "id": id,
        "filter": ".*",
        "topic": TOPIC,
        "webHookConfig": { "endpoint": "https://hooks.example.com/concur" }
    })
}

/// A subscription to a topic that there is not.
pub(super) fn unknown(session: &Session) -> Value {
    let mut wanted = subscription(&id(session, "unknown"));
    wanted["topic"] = json!("public.concur.user.shoes");
    wanted
}

/// Claims a refusal; its body is nowhere described.
pub(super) fn refused(reply: &Reply, statuses: &[u16]) -> Claim {
    reply.is_any(statuses)?;
    let text = reply.text();
    holds(
        format!("{} does not say that it saved", reply.line()),
        !text.contains("saved successfully"),
    )
}
