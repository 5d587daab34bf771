//! Event subscriptions: an application browses topics, subscribes, looks its subscriptions up and ends them.

use serde_json::json;

use super::event_calls::{MOST, SERVICE, Subscriber, TOPIC, WEBHOOK, id, refused, subscription};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};
use crate::target::Access;

/// The topics about users, each with the scope that opens it.
const USER_TOPICS: [(&str, &str); 4] = [
    (TOPIC, "identity.user.event.read"),
    ("public.concur.user.profile.spend", "spend.user.event.read"),
    (
        "public.concur.user.travel.profile",
        "travel.profile.user.event.read",
    ),
    ("public.concur.user.provisioning", "user.provision.read"),
];

register! { $ each_event_subscription of "event_subscriptions", page::EVENT_TOPICS;
    the_topics_are_those_that_the_scopes_open: "events.v4.topics.list", FreshCompany;
    without_the_scope_of_a_topic_there_are_no_topics: "events.v4.topics.list", FreshCompany;
    a_subscription_is_saved_with_a_sentence: "events.v4.subscriptions.save", FreshCompany;
    a_subscription_shows_what_was_sent_and_who_owns_it: "events.v4.subscriptions.list", FreshCompany;
    saving_again_changes_the_subscription: "events.v4.subscriptions.save", FreshCompany;
    one_subscription_is_a_list_of_one: "events.v4.subscriptions.get", FreshCompany;
    the_path_of_the_writes_lists_as_well: "events.v4.subscriptions.list_webhooks", FreshCompany;
    an_application_without_subscriptions_has_an_empty_list: "events.v4.subscriptions.list", FreshCompany;
    an_application_sees_its_own_subscriptions_only: "events.v4.subscriptions.list", FreshCompany;
    an_ended_subscription_is_gone: "events.v4.subscriptions.delete", FreshCompany;
    five_subscriptions_are_the_most: "events.v4.subscriptions.save", FreshCompany;
    the_place_of_an_ended_subscription_is_free: "events.v4.subscriptions.delete", FreshCompany;
    nobody_is_connected_at_first: "events.v4.subscriptions.list", FreshCompany;
    a_company_that_connects_is_added: "events.v4.subscriptions.list", FreshCompany;
    each_company_that_connects_is_added: "events.v4.subscriptions.list", FreshCompany;
}

async fn the_topics_are_those_that_the_scopes_open(session: &mut Session) -> Claim {
    for (topic, scope) in USER_TOPICS {
        let one = Subscriber::new(session, &[SERVICE, scope]).await?;
        let topics = one.topics(session).await?;
        for (other, _) in USER_TOPICS {
            let expected = other == topic;
            let found = topics.iter().any(|name| name == other);
            same(&format!("{other} with {scope}"), expected, found)?;
        }
    }
    let scopes: Vec<_> = USER_TOPICS.iter().map(|(_, scope)| *scope).collect();
    let all = [&[SERVICE], scopes.as_slice()].concat();
    let all = Subscriber::new(session, &all).await?;
    let topics = all.topics(session).await?;
    for (topic, _) in USER_TOPICS {
        holds(topic, topics.iter().any(|name| name == topic))?;
    }
    Ok(())
}

async fn without_the_scope_of_a_topic_there_are_no_topics(session: &mut Session) -> Claim {
    let one = Subscriber::new(session, &[SERVICE]).await?;
    same("topics", Vec::<String>::new(), one.topics(session).await?)?;
    let other = Subscriber::of_the_topic(session).await?;
    holds(
        "another application has topics",
        !other.topics(session).await?.is_empty(),
    )
}

async fn a_subscription_is_saved_with_a_sentence(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let wanted = subscription(&id(session, "case-1.test"));
    one.save(session, &wanted).await
}

async fn a_subscription_shows_what_was_sent_and_who_owns_it(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let mut wanted = subscription(&id(session, "shown"));
    wanted["filter"] = json!("IdentityProfile(Created|Deleted)");
    one.save(session, &wanted).await?;
    let list = one.list(session).await?;
    same("subscriptions", 1, list.len())?;
    for name in ["id", "topic", "filter", "webHookConfig"] {
        same(name, &wanted[name], &list[0][name])?;
    }
    same(
        "applicationId",
        Some(one.application.client_id.as_str()),
        list[0]["applicationId"].as_str(),
    )?;
    same("scope", &json!(""), &list[0]["scope"])?;
    same("groups", &json!([]), &list[0]["groups"])
}

async fn saving_again_changes_the_subscription(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let mut wanted = subscription(&id(session, "changed"));
    one.save(session, &wanted).await?;
    wanted["filter"] = json!("IdentityProfileDeleted");
    wanted["webHookConfig"]["endpoint"] = json!("https://other.example.com/hook?from=concur");
    one.save(session, &wanted).await?;
    let list = one.list(session).await?;
    same("subscriptions", 1, list.len())?;
    same("filter", &wanted["filter"], &list[0]["filter"])?;
    same(
        "webHookConfig",
        &wanted["webHookConfig"],
        &list[0]["webHookConfig"],
    )
}

async fn one_subscription_is_a_list_of_one(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let (first, second) = (id(session, "first"), id(session, "second"));
    one.save(session, &subscription(&first)).await?;
    one.save(session, &subscription(&second)).await?;
    let found = one.get(session, &second).await?.ok()?;
    let list = found.as_array().cloned().unwrap_or_default();
    same("the list", 1, list.len())?;
    same("id", Some(second.as_str()), list[0]["id"].as_str())?;
    let all = one.list(session).await?;
    holds("it is that of the list", all.contains(&list[0]))
}

async fn the_path_of_the_writes_lists_as_well(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    one.save(session, &subscription(&id(session, "listed")))
        .await?;
    let list = one.list(session).await?;
    same("subscriptions", 1, list.len())?;
    let other = one.call(session, Request::get(WEBHOOK)).await?.ok()?;
    same("the other list", &json!(list), &other)
}

async fn an_application_without_subscriptions_has_an_empty_list(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    same("subscriptions", 0, one.list(session).await?.len())?;
    one.save(session, &subscription(&id(session, "then")))
        .await?;
    same("subscriptions", 1, one.list(session).await?.len())
}

async fn an_application_sees_its_own_subscriptions_only(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let other = Subscriber::of_the_topic(session).await?;
    let own = id(session, "own");
    one.save(session, &subscription(&own)).await?;
    same("of the other", 0, other.list(session).await?.len())?;
    refused(&other.get(session, &own).await?, &[403, 404])?;
    refused(&other.end(session, &own).await?, &[403, 404])?;
    same("of the owner", 1, one.list(session).await?.len())
}

async fn an_ended_subscription_is_gone(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let (kept, ended) = (id(session, "kept"), id(session, "ended"));
    one.save(session, &subscription(&kept)).await?;
    one.save(session, &subscription(&ended)).await?;
    let body = one.end(session, &ended).await?.ok()?;
    let sentence = format!("Subscription '{ended}' marked for deletion");
    same("message", Some(sentence.as_str()), body["message"].as_str())?;
    let list = one.list(session).await?;
    let ids: Vec<_> = list.iter().map(|found| found["id"].as_str()).collect();
    same("ids", vec![Some(kept.as_str())], ids)?;
    refused(&one.get(session, &ended).await?, &[404])
}

async fn five_subscriptions_are_the_most(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    for at in 1..=MOST {
        let wanted = subscription(&id(session, &format!("s{at}")));
        one.save(session, &wanted).await?;
    }
    let sixth = subscription(&id(session, "s6"));
    refused(&one.save_wrongly(session, &sixth).await?, &[400, 403])?;
    same("subscriptions", MOST, one.list(session).await?.len())?;
    // A full application may still change what it has.
    one.save(session, &subscription(&id(session, "s1"))).await
}

async fn the_place_of_an_ended_subscription_is_free(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    for at in 1..=MOST {
        let wanted = subscription(&id(session, &format!("p{at}")));
        one.save(session, &wanted).await?;
    }
    one.end(session, &id(session, "p3")).await?.is(200)?;
    one.save(session, &subscription(&id(session, "p6"))).await
}

async fn nobody_is_connected_at_first(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let own = id(session, "unconnected");
    one.save(session, &subscription(&own)).await?;
    let found = one.companies(session, &own).await?;
    same("companyIds", Vec::<String>::new(), found)
}

async fn a_company_that_connects_is_added(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let own = id(session, "connected");
    one.save(session, &subscription(&own)).await?;
    connect(session, &one).await?;
    let company = session.company().company_id.clone();
    let found = one.companies(session, &own).await?;
    same("companyIds", vec![company.clone()], found)?;
    // Getting another token connects nobody twice, and a later subscription knows it as well.
    connect(session, &one).await?;
    let later = id(session, "later");
    one.save(session, &subscription(&later)).await?;
    for name in [own, later] {
        let found = one.companies(session, &name).await?;
        same("companyIds", vec![company.clone()], found)?;
    }
    Ok(())
}

async fn each_company_that_connects_is_added(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_topic(session).await?;
    let own = id(session, "several");
    one.save(session, &subscription(&own)).await?;
    let mut expected = vec![session.company().company_id.clone()];
    connect(session, &one).await?;
    session.enter(&Wish::default()).await?;
    expected.push(session.company().company_id.clone());
    connect(session, &one).await?;
    let mut found = one.companies(session, &own).await?;
    found.sort();
    expected.sort();
    same("companyIds", expected, found)
}

/// The session's company gives the application a token of its own, which makes it a connected one.
async fn connect(session: &mut Session, one: &Subscriber) -> Claim {
    let client_id = one.application.client_id.clone();
    let request_token = session.request_token(&client_id).await?;
    let access = Access {
        client_id,
        client_secret: one.application.client_secret.clone(),
        request_token,
        ..session.company().clone()
    };
    session.token_for(&access).await.map(drop)
}
