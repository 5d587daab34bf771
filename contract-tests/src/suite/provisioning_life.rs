//! User Provisioning v4: how long a provision takes, and how long it is remembered.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_calls::{asking, detail, hiring, operation, queue};
use super::provisioning_status::some_provision;
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::session::{Session, id_of};

/// A moment from which every case counts.
const START: &str = "2026-01-15T09:00:00Z";

const MINUTE: u64 = 60;
const DAY: u64 = 24 * 60 * MINUTE;

register! { $ each_provisioning_life of "provisioning_life", page::PROVISIONING;
    a_status_is_kept_for_seven_days: "provisioning.v4.provisions.status", FreshCompany, Clock;
    a_status_is_kept_for_as_long_as_chosen: "provisioning.v4.provisions.status", FreshCompany, Clock;
    what_is_no_longer_kept_may_be_410: "provisioning.v4.provisions.status", FreshCompany, Clock;
    after_two_hours_what_is_pending_has_failed: "provisioning.v4.provisions.status", FreshCompany, Clock;
    what_timed_out_is_not_carried_out: "provisioning.v4.bulk.create", FreshCompany, Clock;
    the_time_that_is_left_can_be_chosen: "provisioning.v4.provisions.status", FreshCompany, Clock;
    a_provision_may_take_its_time: "provisioning.v4.provisions.status", FreshCompany, Clock;
    a_provision_may_take_its_polls: "provisioning.v4.provisions.status", FreshCompany;
    a_provision_may_wait_for_a_hand: "provisioning.v4.bulk.create", FreshCompany;
    provisions_are_carried_out_in_their_order: "provisioning.v4.bulk.create", FreshCompany;
}

async fn a_status_is_kept_for_seven_days(session: &mut Session) -> Claim {
    session.freeze(START).await?;
    let id = some_provision(session, "kept").await?;
    session.advance(7 * DAY - MINUTE).await?;
    later(session, &id).await?.is(200)?;
    session.advance(2 * MINUTE).await?;
    later(session, &id).await?.refused(404).map(drop)
}

async fn a_status_is_kept_for_as_long_as_chosen(session: &mut Session) -> Claim {
    decide(session, "provisioning.retention", 1).await?;
    session.freeze(START).await?;
    let id = some_provision(session, "short").await?;
    session.advance(DAY - MINUTE).await?;
    later(session, &id).await?.is(200)?;
    session.advance(2 * MINUTE).await?;
    later(session, &id).await?.refused(404).map(drop)
}

async fn what_is_no_longer_kept_may_be_410(session: &mut Session) -> Claim {
    decide(session, "provisioning.gone-status", "410").await?;
    session.freeze(START).await?;
    let id = some_provision(session, "gone").await?;
    session.advance(8 * DAY).await?;
    let token = fresh(session).await?;
    let request = asking(&id).bearer(&token).other_reading();
    session.send(request).await?.refused(410).map(drop)
}

async fn after_two_hours_what_is_pending_has_failed(session: &mut Session) -> Claim {
    session.freeze(START).await?;
    decide(session, "provisioning.completes", "manually").await?;
    let id = some_provision(session, "slow").await?;
    session.advance(119 * MINUTE).await?;
    let status = later(session, &id).await?.ok()?;
    same("completed", &json!(false), &status["status"]["completed"])?;

    session.advance(2 * MINUTE).await?;
    let status = later(session, &id).await?.ok()?;
    same("completed", &json!(true), &status["status"]["completed"])?;
    same("success", &json!(false), &status["status"]["success"])?;
    let counts = json!({ "total": 1, "success": 0, "failed": 1, "pending": 0 });
    same("counts", &counts, &status["operationsCount"])
}

async fn what_timed_out_is_not_carried_out(session: &mut Session) -> Claim {
    session.freeze(START).await?;
    decide(session, "provisioning.completes", "manually").await?;
    let operations = json!([hiring(session, "late", json!({}))]);
    let id = id_of(&queue(session, &operations).await?)?;
    session.advance(121 * MINUTE).await?;
    let status = later(session, &id).await?.ok()?;
    same("success", &json!(false), &status["status"]["success"])?;

    let token = fresh(session).await?;
    let body = json!({ "filter": "userName eq \"late@newcomer.example\"" });
    let search = crate::session::search_request(&body).bearer(&token);
    same("found", 0, session.send(search).await?.resources()?.len())
}

async fn the_time_that_is_left_can_be_chosen(session: &mut Session) -> Claim {
    session.freeze(START).await?;
    decide(session, "provisioning.completes", "manually").await?;
    decide(session, "provisioning.timeout", 60).await?;
    let id = some_provision(session, "government").await?;
    for (minutes, completed) in [(59, false), (2, true)] {
        session.advance(minutes * MINUTE).await?;
        let status = later(session, &id).await?.ok()?;
        same(
            "completed",
            &json!(completed),
            &status["status"]["completed"],
        )?;
    }
    Ok(())
}

async fn a_provision_may_take_its_time(session: &mut Session) -> Claim {
    session.freeze(START).await?;
    let choices =
        json!({ "provisioning.completes": "after-a-duration", "provisioning.duration": 40 });
    session.set_policy(&choices).await?;
    let id = some_provision(session, "takes").await?;
    for (seconds, completed) in [(30, false), (15, true)] {
        session.advance(seconds).await?;
        let status = session.call(asking(&id)).await?.ok()?;
        same(
            "completed",
            &json!(completed),
            &status["status"]["completed"],
        )?;
    }
    Ok(())
}

async fn a_provision_may_take_its_polls(session: &mut Session) -> Claim {
    let choices = json!({ "provisioning.completes": "after-polls", "provisioning.polls": 3 });
    session.set_policy(&choices).await?;
    let id = some_provision(session, "polled").await?;
    let mut seen = Vec::new();
    for _ in 0..5 {
        let status = session.call(asking(&id)).await?.ok()?;
        seen.push(status["status"]["completed"] == true);
    }
    // Whether the third poll already sees the end is a matter of counting.
    same(
        "the first two and the last two",
        [false, false, true, true],
        [seen[0], seen[1], seen[3], seen[4]],
    )
}

async fn a_provision_may_wait_for_a_hand(session: &mut Session) -> Claim {
    decide(session, "provisioning.completes", "manually").await?;
    let operations = json!([hiring(session, "hand", json!({}))]);
    let id = id_of(&queue(session, &operations).await?)?;
    let filter = "userName eq \"hand@newcomer.example\"";
    same("before", 0, session.find(filter).await?.len())?;
    let states: Vec<Value> = session.provisions().await?;
    let own = states.iter().find(|one| one["id"] == id.as_str());
    same(
        "state",
        Some("waiting"),
        own.and_then(|one| one["state"].as_str()),
    )?;

    session.complete(&id).await?;
    same("after", 1, session.find(filter).await?.len())
}

async fn provisions_are_carried_out_in_their_order(session: &mut Session) -> Claim {
    let subject = session.create_id(&newcomer(session, "order")).await?;
    let mut last = String::new();
    for title in ["First", "Second", "Third"] {
        let value = json!([{ "op": "replace", "path": "title", "value": title }]);
        let operations = json!([super::provisioning_calls::changing(&subject, &value)]);
        last = id_of(&queue(session, &operations).await?)?;
    }
    let status = detail(session, &last).await?;
    let only = operation(&status, 0)?;
    same("success", &json!(true), &only["status"]["success"])?;
    let known = session.user(&subject).await?;
    same("title", &json!("Third"), &known["title"])?;
    holds("a change shows in meta", known["meta"]["version"] != 0)
}

/// The state of a provision, asked with a token that is not as old as it.
async fn later(session: &mut Session, id: &str) -> Result<Reply, Failure> {
    let token = fresh(session).await?;
    session.send(asking(id).bearer(&token)).await
}

async fn fresh(session: &mut Session) -> Result<String, Failure> {
    let company = session.company().clone();
    session.token_for(&company).await
}
