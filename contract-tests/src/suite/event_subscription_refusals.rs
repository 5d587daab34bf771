//! Event subscriptions: who may not ask, and what is no subscription.

use serde_json::json;

use super::event_calls::{
    READERS, SERVICE, Subscriber, TOPIC_SCOPE, WEBHOOK, id, refused, subscription, unknown,
};
use super::own_token::own_token;
use super::{page, register};
use crate::finding::{Claim, same};
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_event_subscription_refusal of "event_subscription_refusals", page::EVENT_TOPICS;
    the_service_needs_a_token: "events.v4.topics.list";
    the_service_needs_its_scope: "events.v4.topics.list", FreshCompany;
    a_token_of_a_company_is_no_application: "events.v4.subscriptions.list", FreshCompany;
    a_token_of_a_user_is_no_application: "events.v4.subscriptions.list", FreshCompany;
    an_id_is_of_small_letters_digits_points_and_hyphens: "events.v4.subscriptions.save", FreshCompany;
    an_endpoint_is_an_https_address: "events.v4.subscriptions.save", FreshCompany;
    each_member_is_needed: "events.v4.subscriptions.save", FreshCompany;
    a_body_that_is_no_json_is_400: "events.v4.subscriptions.save", FreshCompany;
    an_unknown_topic_is_refused: "events.v4.subscriptions.save", FreshCompany;
    a_topic_needs_its_scope: "events.v4.subscriptions.save", FreshCompany;
    an_id_of_another_application_is_taken: "events.v4.subscriptions.save", FreshCompany;
    an_unknown_subscription_is_404: "events.v4.subscriptions.get", FreshCompany;
    nothing_is_subscribed_by_post: "events.v4.subscriptions.list", FreshCompany;
}

async fn the_service_needs_a_token(session: &mut Session) -> Claim {
    for path in READERS {
        let reply = session.send(Request::get(path).deviant()).await?;
        refused(&reply, &[401, 403])?;
    }
    Ok(())
}

async fn the_service_needs_its_scope(session: &mut Session) -> Claim {
    let one = Subscriber::new(session, &[TOPIC_SCOPE]).await?;
    for path in READERS {
        let reply = one.call(session, Request::get(path).deviant()).await?;
        refused(&reply, &[403])?;
    }
    let wanted = subscription(&id(session, "scopeless"));
    refused(&one.save_wrongly(session, &wanted).await?, &[403])
}

async fn a_token_of_a_company_is_no_application(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&[SERVICE, TOPIC_SCOPE]))
        .await?;
    for path in READERS {
        let reply = session.call(Request::get(path).deviant()).await?;
        refused(&reply, &[401, 403])?;
    }
    Ok(())
}

async fn a_token_of_a_user_is_no_application(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&[SERVICE, TOPIC_SCOPE]))
        .await?;
    let (token, _) = own_token(session).await?;
    let request = Request::get(READERS[1]).bearer(&token).deviant();
    refused(&session.send(request).await?, &[401, 403])
}

async fn an_id_is_of_small_letters_digits_points_and_hyphens(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let good = id(session, "0-9.a-z");
    for bad in [
        "",
        "Capital",
        "under_score",
        "blank id",
        "slash/id",
        "umlaut-ä",
    ] {
        let bad = if bad.is_empty() {
            String::new()
        } else {
            id(session, bad)
        };
        let reply = one.save_wrongly(session, &subscription(&bad)).await?;
        refused(&reply, &[400])?;
    }
    one.save(session, &subscription(&good)).await?;
    same("subscriptions", 1, one.list(session).await?.len())
}

async fn an_endpoint_is_an_https_address(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let own = id(session, "endpoint");
    for bad in [
        "http://hooks.example.com/concur",
        "hooks.example.com",
        "https://",
        "",
    ] {
        let mut wanted = subscription(&own);
        wanted["webHookConfig"]["endpoint"] = json!(bad);
        refused(&one.save_wrongly(session, &wanted).await?, &[400])?;
    }
    same("subscriptions", 0, one.list(session).await?.len())?;
    one.save(session, &subscription(&own)).await
}

async fn each_member_is_needed(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let whole = subscription(&id(session, "whole"));
    for name in ["id", "topic", "webHookConfig"] {
        let mut part = whole.clone();
        if let Some(members) = part.as_object_mut() {
            members.remove(name);
        }
        refused(&one.save_wrongly(session, &part).await?, &[400])?;
    }
    one.save(session, &whole).await
}

async fn a_body_that_is_no_json_is_400(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let request = Request::put(WEBHOOK).body("application/json", "{\"id\":");
    let reply = one.call(session, request.deviant()).await?;
    refused(&reply, &[400])?;
    let list = one.save_wrongly(session, &json!([])).await?;
    refused(&list, &[400])
}

async fn an_unknown_topic_is_refused(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let reply = one.save_wrongly(session, &unknown(session)).await?;
    refused(&reply, &[400, 403, 404])?;
    same("subscriptions", 0, one.list(session).await?.len())
}

async fn a_topic_needs_its_scope(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let mut wanted = subscription(&id(session, "foreign"));
    wanted["topic"] = json!("public.concur.user.profile.spend");
    refused(&one.save_wrongly(session, &wanted).await?, &[400, 403])?;
    same("subscriptions", 0, one.list(session).await?.len())
}

async fn an_id_of_another_application_is_taken(session: &mut Session) -> Claim {
    let owner = Subscriber::of_the_topic(session).await?;
    let other = Subscriber::of_the_topic(session).await?;
    let taken = id(session, "taken");
    owner.save(session, &subscription(&taken)).await?;
    let reply = other.save_wrongly(session, &subscription(&taken)).await?;
    refused(&reply, &[400, 403, 409])?;
    same("of the other", 0, other.list(session).await?.len())?;
    let list = owner.list(session).await?;
    let held = list.first().map(|one| &one["applicationId"]);
    let expected = json!(owner.application.client_id);
    same("applicationId", Some(&expected), held)
}

async fn an_unknown_subscription_is_404(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let nobody = id(session, "nobody");
    refused(&one.get(session, &nobody).await?, &[404])?;
    refused(&one.end(session, &nobody).await?, &[404])
}

async fn nothing_is_subscribed_by_post(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let wanted = subscription(&id(session, "posted"));
    for path in &READERS[1..] {
        let request = Request::post(*path).json(&wanted).deviant();
        refused(&one.call(session, request).await?, &[404, 405])?;
    }
    same("subscriptions", 0, one.list(session).await?.len())
}
