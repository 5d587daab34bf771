//! What the Event Subscription Service leaves open: each reading is played when the company of the application decides for it.

use serde_json::json;

use super::event_calls::{MOST, SERVICE, Subscriber, TOPICS, id, subscription, unknown};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

register! { $ each_event_subscription_reading of "event_subscription_readings", page::EVENT_TOPICS;
    one_subscription_may_stand_alone: "events.v4.subscriptions.get", FreshCompany;
    a_sixth_subscription_may_be_403: "events.v4.subscriptions.save", FreshCompany;
    a_taken_id_may_be_a_conflict: "events.v4.subscriptions.save", FreshCompany;
    an_unknown_topic_may_be_accepted: "events.v4.subscriptions.save", FreshCompany;
    the_topic_for_trials_may_stand_alone: "events.v4.topics.list", FreshCompany;
    a_subscription_may_show_two_flags: "events.v4.subscriptions.list", FreshCompany;
}

async fn one_subscription_may_stand_alone(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_company(session).await?;
    let own = id(session, "alone");
    one.save(session, &subscription(&own)).await?;
    let list = one.get(session, &own).await?.ok()?;
    holds("it is a list", list.is_array())?;
    decide(session, "events.one-subscription", "object").await?;
    let found = one.get(session, &own).await?.ok()?;
    same("the subscription", &list[0], &found)
}

async fn a_sixth_subscription_may_be_403(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_company(session).await?;
    for at in 1..=MOST {
        let wanted = subscription(&id(session, &format!("q{at}")));
        one.save(session, &wanted).await?;
    }
    let sixth = subscription(&id(session, "q6"));
    one.save_wrongly(session, &sixth).await?.is(400)?;
    decide(session, "events.sixth-subscription", "403").await?;
    one.save_wrongly(session, &sixth).await?.is(403)
}

async fn a_taken_id_may_be_a_conflict(session: &mut Session) -> Claim {
    let owner = Subscriber::of_the_topic(session).await?;
    let other = Subscriber::of_the_company(session).await?;
    let taken = id(session, "taken");
    owner.save(session, &subscription(&taken)).await?;
    let wanted = subscription(&taken);
    for status in [403, 400, 409] {
        decide(session, "events.taken-id", status.to_string()).await?;
        other.save_wrongly(session, &wanted).await?.is(status)?;
    }
    Ok(())
}

async fn an_unknown_topic_may_be_accepted(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_company(session).await?;
    let wanted = unknown(session);
    one.save_wrongly(session, &wanted).await?.is(400)?;
    decide(session, "events.unknown-topic", "403").await?;
    one.save_wrongly(session, &wanted).await?.is(403)?;
    decide(session, "events.unknown-topic", "accepted").await?;
    one.save(session, &wanted).await
}

async fn the_topic_for_trials_may_stand_alone(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[SERVICE])).await?;
    let one = Subscriber::of_the_company(session).await?;
    same("topics", Vec::<String>::new(), one.topics(session).await?)?;
    decide(session, "events.test-topic", "always").await?;
    let list = one.call(session, Request::get(TOPICS)).await?.ok()?;
    same("topics", json!(["public.test"]), list)
}

async fn a_subscription_may_show_two_flags(session: &mut Session) -> Claim {
    let one = Subscriber::of_the_company(session).await?;
    one.save(session, &subscription(&id(session, "flagged")))
        .await?;
    for (reading, expected) in [
        ("absent", [None, None]),
        ("present", [Some(true), Some(false)]),
    ] {
        decide(session, "events.access-flags", reading).await?;
        let list = one.list(session).await?;
        let flag = |name: &str| list[0].get(name).and_then(serde_json::Value::as_bool);
        let found = ["allowPublicAccess", "startFromEarliest"].map(flag);
        same(reading, expected, found)?;
    }
    Ok(())
}
