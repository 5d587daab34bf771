//! Contradictions about changing users: each reading is played when the company decides for it.

use serde_json::{Value, json};

use super::people::newcomer_with;
use super::readings::{change, decide, hire};
use super::readings_of_creates::{entitlements, verified, verified_email};
use super::{page, register};
use crate::finding::{Claim, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS};

register! { $ each_reading_of_changes of "readings_of_changes", page::IDENTITY_V4_1;
    leaves_may_overlap: "identity.v4_1.users.patch", FreshCompany;
    a_leave_that_began_may_go_on: "identity.v4_1.users.patch", FreshCompany, Clock;
    add_may_append_to_lists: "identity.v4_1.users.patch", FreshCompany;
    add_may_replace_leaves_too: "identity.v4_1.users.patch", FreshCompany;
    an_unknown_path_may_be_passed_over: "identity.v4_1.users.patch", FreshCompany;
    a_read_only_path_may_be_passed_over: "identity.v4_1.users.patch", FreshCompany;
    a_filter_without_target_may_be_passed_over: "identity.v4_1.users.patch", FreshCompany;
    a_patch_may_need_its_schema: "identity.v4_1.users.patch", FreshCompany;
    a_replace_may_leave_verified_alone: "identity.v4_1.users.replace", FreshCompany;
    the_display_name_may_stay: "identity.v4_1.users.patch", FreshCompany;
    the_version_may_jump: "identity.v4_1.users.patch", FreshCompany;
    active_and_termination_may_have_to_fit: "identity.v4_1.users.patch", FreshCompany;
    a_deactivation_may_clear_entitlements: "identity.v4_1.users.patch", FreshCompany;
    a_deactivation_may_be_final: "identity.v4_1.users.patch", FreshCompany;
    a_delete_of_nobody_may_be_204: "identity.v4_1.users.delete", FreshCompany;
}

async fn leaves_may_overlap(session: &mut Session) -> Claim {
    let id = hire(session, "absent", json!({}), json!({})).await?;
    let leaves = json!([
        { "startDate": "2020-06-01", "endDate": "2020-07-01" },
        { "startDate": "2020-06-15", "endDate": "2020-08-01" }
    ]);
    turns(
        session,
        &id,
        "replace",
        &leaves_path(),
        leaves,
        ("identity.leave-rules", "kept"),
    )
    .await
}

async fn a_leave_that_began_may_go_on(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let id = hire(session, "absent", json!({}), json!({})).await?;
    let open = json!([{ "startDate": "2025-12-01" }]);
    let key = "identity.past-leave-without-end";
    decide(session, key, "refused").await?;
    turns(
        session,
        &id,
        "replace",
        &leaves_path(),
        open,
        (key, "ongoing"),
    )
    .await
}

async fn add_may_append_to_lists(session: &mut Session) -> Claim {
    let address = |kind: &str| json!([{ "type": kind, "country": "US", "locality": "Bellevue" }]);
    let home = json!({ "addresses": address("home") });
    for (reading, entries) in [("replaces", 1), ("appends", 2), ("leaves-append", 1)] {
        let id = hire(session, reading, home.clone(), json!({})).await?;
        decide(session, "identity.list-add", reading).await?;
        let user = change(session, &id, "add", "addresses", address("work")).await?;
        let found = user.ok()?["addresses"].as_array().map(Vec::len);
        same(reading, Some(entries), found)?;
    }
    Ok(())
}

async fn add_may_replace_leaves_too(session: &mut Session) -> Claim {
    let leave = |year: u16| json!([{ "startDate": format!("{year}-06-01"), "endDate": format!("{year}-07-01") }]);
    for (reading, entries) in [("replaces", 1), ("appends", 2), ("leaves-append", 2)] {
        let first = json!({ "leavesOfAbsence": leave(2020) });
        let id = hire(session, reading, json!({}), first).await?;
        decide(session, "identity.list-add", reading).await?;
        let user = change(session, &id, "add", &leaves_path(), leave(2021)).await?;
        let leaves = &user.ok()?[ENTERPRISE]["leavesOfAbsence"];
        same(reading, Some(entries), leaves.as_array().map(Vec::len))?;
    }
    Ok(())
}

async fn an_unknown_path_may_be_passed_over(session: &mut Session) -> Claim {
    passed_over(session, "identity.unknown-path", "shoeSize").await
}

async fn a_read_only_path_may_be_passed_over(session: &mut Session) -> Claim {
    passed_over(session, "identity.read-only-path", "meta.version").await
}

async fn a_filter_without_target_may_be_passed_over(session: &mut Session) -> Claim {
    let path = "addresses[type eq \"bank\"].locality";
    passed_over(session, "identity.no-target", path).await
}

async fn a_patch_may_need_its_schema(session: &mut Session) -> Claim {
    let id = hire(session, "bare", json!({}), json!({})).await?;
    let body = json!({ "Operations": [{ "op": "add", "path": "title", "value": "x" }] });
    let request = Request::patch(format!("{USERS}/{id}")).json(&body);
    session.call(request.clone()).await?.is(200)?;
    decide(session, "identity.patch-schemas", "required").await?;
    session.call(request).await?.refused(400).map(drop)
}

async fn a_replace_may_leave_verified_alone(session: &mut Session) -> Claim {
    let id = hire(session, "put", json!({}), json!({})).await?;
    let user = newcomer_with(session, "put", verified_email(), json!({}));
    for (reading, expected) in [("read-only", false), ("written", true)] {
        decide(session, "identity.verified-by-put", reading).await?;
        let request = Request::put(format!("{USERS}/{id}")).json(&user);
        session.call(request).await?.is(200)?;
        same(reading, Some(expected), verified(session, &id).await?)?;
    }
    Ok(())
}

async fn the_display_name_may_stay(session: &mut Session) -> Claim {
    for (reading, expected) in [("kept", "Robin Newcomer"), ("follows", "Rob Newcomer")] {
        let id = hire(session, reading, json!({}), json!({})).await?;
        decide(session, "identity.display-name", reading).await?;
        let user = change(session, &id, "add", "nickName", json!("Rob")).await?;
        same(reading, Some(expected), user.ok()?["displayName"].as_str())?;
    }
    Ok(())
}

async fn the_version_may_jump(session: &mut Session) -> Claim {
    decide(session, "identity.version-step", 4).await?;
    let id = hire(session, "jumping", json!({}), json!({})).await?;
    let user = change(session, &id, "add", "title", json!("x"))
        .await?
        .ok()?;
    same("version", Some(4), user["meta"]["version"].as_u64())
}

async fn active_and_termination_may_have_to_fit(session: &mut Session) -> Claim {
    let key = "identity.activation-dates";
    let id = hire(session, "leaving", json!({}), json!({})).await?;
    decide(session, key, "together").await?;
    turns(
        session,
        &id,
        "replace",
        "active",
        json!(false),
        (key, "free"),
    )
    .await
}

async fn a_deactivation_may_clear_entitlements(session: &mut Session) -> Claim {
    for (reading, times) in [("kept", 1), ("cleared", 0)] {
        let entitled = json!({ "entitlements": ["Expense"] });
        let id = hire(session, reading, entitled, json!({})).await?;
        decide(session, "identity.deactivated-entitlements", reading).await?;
        change(session, &id, "replace", "active", json!(false))
            .await?
            .is(200)?;
        same(reading, times, entitlements(session, &id).await?)?;
    }
    Ok(())
}

async fn a_deactivation_may_be_final(session: &mut Session) -> Claim {
    let key = "identity.reactivation";
    let id = hire(session, "final", json!({ "active": false }), json!({})).await?;
    decide(session, key, "refused").await?;
    turns(
        session,
        &id,
        "replace",
        "active",
        json!(true),
        (key, "allowed"),
    )
    .await
}

async fn a_delete_of_nobody_may_be_204(session: &mut Session) -> Claim {
    let request = Request::delete(format!("{USERS}/00000000-0000-4000-8000-000000000000"));
    session.call(request.clone()).await?.refused(404)?;
    decide(session, "identity.delete-unknown", "204").await?;
    session.call(request).await?.is(204)
}

/// Claims that a change is refused until the company decides for the other reading.
async fn turns(
    session: &mut Session,
    id: &str,
    operation: &str,
    path: &str,
    value: Value,
    (key, reading): (&str, &str),
) -> Claim {
    change(session, id, operation, path, value.clone())
        .await?
        .refused(400)?;
    decide(session, key, reading).await?;
    change(session, id, operation, path, value).await?.is(200)
}

/// Claims that a change at such a path is refused by default, and passed over when that is decided.
async fn passed_over(session: &mut Session, key: &str, path: &str) -> Claim {
    let id = hire(session, "passed", json!({}), json!({})).await?;
    let mut before = session.user(&id).await?;

    turns(session, &id, "replace", path, json!("x"), (key, "ignored")).await?;

    let mut after = session.user(&id).await?;
    for user in [&mut before, &mut after] {
        user["meta"] = Value::Null;
    }
    same("the user", before, after)
}

fn leaves_path() -> String {
    format!("{ENTERPRISE}:leavesOfAbsence")
}
