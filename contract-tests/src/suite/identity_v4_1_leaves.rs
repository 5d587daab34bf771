//! Identity v4.1: the rules of leaves of absence.

use serde_json::{Value, json};

use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, Wish, id_of};

register! { $ each_identity_v4_1_leave of "identity_v4_1_leaves", page::LEAVES;
    leaves_may_come_with_a_new_user: "identity.v4_1.users.create", Write;
    a_leave_shows_what_was_written: "identity.v4_1.users.get", Write;
    a_leave_needs_a_start: "identity.v4_1.users.patch", Write;
    a_leave_in_the_future_needs_no_end: "identity.v4_1.users.patch", Write, Clock;
    a_leave_in_the_past_needs_an_end: "identity.v4_1.users.patch", Write, Clock;
    a_leave_may_not_end_on_its_first_day: "identity.v4_1.users.patch", Write;
    an_end_that_is_null_is_no_end: "identity.v4_1.users.patch", Write, Clock;
    a_leave_needs_no_kind: "identity.v4_1.users.patch", Write;
    a_leave_is_voluntary_or_mandatory: "identity.v4_1.users.patch", Write;
    a_day_is_written_as_a_date: "identity.v4_1.users.patch", Write;
    an_added_leave_may_not_overlap: "identity.v4_1.users.patch", Write;
    a_replaced_leave_may_not_overlap: "identity.v4_1.users.patch", Write;
    leaves_side_by_side_do_not_overlap: "identity.v4_1.users.patch", Write;
    a_leave_that_is_not_there_cannot_be_removed: "identity.v4_1.users.patch", Write;
    all_leaves_are_removed_by_the_path_alone: "identity.v4_1.users.patch", Write;
    a_leave_leaves_the_user_active: "identity.v4_1.users.patch", Write;
    a_leave_leaves_the_dates_of_employment: "identity.v4_1.users.patch", Write;
    a_change_of_leaves_needs_no_schema: "identity.v4_1.users.patch", Write;
    a_hundred_leaves_are_the_most: "identity.v4_1.users.patch", Write;
    leaves_need_the_enterprise_scope: "identity.v4_1.users.get", FreshCompany;
    a_replace_without_leaves_removes_them: "identity.v4_1.users.replace", Write;
}

async fn leaves_may_come_with_a_new_user(session: &mut Session) -> Claim {
    let leave = json!([{ "startDate": "2020-06-01", "endDate": "2020-07-01" }]);
    let user = newcomer_with(
        session,
        "absent",
        json!({}),
        json!({ "leavesOfAbsence": leave }),
    );
    let id = session.create_id(&user).await?;

    let user = session.user(&id).await?;
    same("starts", vec!["2020-06-01"], starts(&user))
}

async fn a_leave_shows_what_was_written(session: &mut Session) -> Claim {
    let leave = json!({ "startDate": "2020-06-01", "endDate": "2020-07-01", "type": "voluntary" });
    let (id, _) = absent(session, json!([leave])).await?;

    let user = session.user(&id).await?;
    same(
        "the leaves",
        &json!([leave]),
        &user[ENTERPRISE]["leavesOfAbsence"],
    )
}

async fn a_leave_needs_a_start(session: &mut Session) -> Claim {
    refused(session, json!([{ "endDate": "2020-07-01" }])).await
}

async fn a_leave_in_the_future_needs_no_end(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let (_, user) = absent(session, json!([{ "startDate": "2026-03-01" }])).await?;
    same("starts", vec!["2026-03-01"], starts(&user))
}

async fn a_leave_in_the_past_needs_an_end(session: &mut Session) -> Claim {
    // One that has begun and goes on is not past; one that others follow is.
    session.freeze("2026-01-15T09:00:00Z").await?;
    let leaves = json!([
        { "startDate": "2020-06-01" },
        { "startDate": "2021-06-01", "endDate": "2021-07-01" }
    ]);
    refused(session, leaves).await
}

async fn a_leave_may_not_end_on_its_first_day(session: &mut Session) -> Claim {
    let leave = json!([{ "startDate": "2020-06-01", "endDate": "2020-06-01" }]);
    refused(session, leave).await
}

async fn an_end_that_is_null_is_no_end(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let leave = json!([{ "startDate": "2026-03-01", "endDate": null, "type": "mandatory" }]);
    let (_, user) = absent(session, leave).await?;

    same("starts", vec!["2026-03-01"], starts(&user))?;
    let end = &user[ENTERPRISE]["leavesOfAbsence"][0]["endDate"];
    holds("there is no end", end.is_null())
}

async fn a_leave_needs_no_kind(session: &mut Session) -> Claim {
    let leave = json!([{ "startDate": "2020-06-01", "endDate": "2020-07-01" }]);
    let (_, user) = absent(session, leave).await?;

    same("starts", vec!["2020-06-01"], starts(&user))?;
    let kind = &user[ENTERPRISE]["leavesOfAbsence"][0]["type"];
    holds("there is no kind", kind.is_null())
}

async fn a_leave_is_voluntary_or_mandatory(session: &mut Session) -> Claim {
    for kind in ["voluntary", "mandatory"] {
        let leave = json!([{ "startDate": "2020-06-01", "endDate": "2020-07-01", "type": kind }]);
        absent_as(session, kind, leave).await?;
    }
    let leave = json!([{ "startDate": "2020-06-01", "endDate": "2020-07-01", "type": "sudden" }]);
    refused(session, leave).await
}

async fn a_day_is_written_as_a_date(session: &mut Session) -> Claim {
    for day in ["06/01/2020", "2020-13-01", "2020-02-30", "soon"] {
        refused(
            session,
            json!([{ "startDate": day, "endDate": "2021-07-01" }]),
        )
        .await?;
    }
    Ok(())
}

async fn an_added_leave_may_not_overlap(session: &mut Session) -> Claim {
    let (id, _) = absent(session, summer()).await?;
    let more = json!([{ "startDate": "2020-06-15", "endDate": "2020-08-01" }]);
    let operations = json!([{ "op": "add", "path": path(""), "value": more }]);

    session.patch(&id, operations).await?.refused(400)?;

    same(
        "starts",
        vec!["2020-06-01"],
        starts(&session.user(&id).await?),
    )
}

async fn a_replaced_leave_may_not_overlap(session: &mut Session) -> Claim {
    let leaves = json!([
        { "startDate": "2020-06-01", "endDate": "2020-07-01" },
        { "startDate": "2021-06-01", "endDate": "2021-07-01" }
    ]);
    let (id, _) = absent(session, leaves).await?;
    let place = path("[startDate eq \"2021-06-01\"]");
    let value = json!({ "startDate": "2020-06-15", "endDate": "2020-08-01" });

    let operations = json!([{ "op": "replace", "path": place, "value": value }]);
    session.patch(&id, operations).await?.refused(400).map(drop)
}

async fn leaves_side_by_side_do_not_overlap(session: &mut Session) -> Claim {
    let leaves = json!([
        { "startDate": "2020-06-01", "endDate": "2020-07-01" },
        { "startDate": "2020-07-02", "endDate": "2020-08-01" }
    ]);
    let (_, user) = absent(session, leaves).await?;
    same("starts", vec!["2020-06-01", "2020-07-02"], starts(&user))
}

async fn a_leave_that_is_not_there_cannot_be_removed(session: &mut Session) -> Claim {
    let (id, _) = absent(session, summer()).await?;
    let place = path("[startDate eq \"1999-01-01\"]");
    let operations = json!([{ "op": "remove", "path": place }]);

    session.patch(&id, operations).await?.refused(400)?;

    same(
        "starts",
        vec!["2020-06-01"],
        starts(&session.user(&id).await?),
    )
}

async fn all_leaves_are_removed_by_the_path_alone(session: &mut Session) -> Claim {
    let (id, user) = absent(session, summer()).await?;
    same("starts", 1, starts(&user).len())?;

    let operations = json!([{ "op": "remove", "path": path("") }]);
    let user = session.patch(&id, operations).await?.ok()?;

    same("leaves", 0, starts(&user).len())
}

async fn a_leave_leaves_the_user_active(session: &mut Session) -> Claim {
    let (id, user) = absent(session, summer()).await?;
    same("active", Some(true), user["active"].as_bool())?;

    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    let user = session.patch(&id, operations).await?.ok()?;

    same("starts", vec!["2020-06-01"], starts(&user))
}

async fn a_leave_leaves_the_dates_of_employment(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "absent")).await?;
    let before = session.user(&id).await?[ENTERPRISE].clone();

    let user = set(session, &id, summer()).await?.ok()?;

    let after = &user[ENTERPRISE];
    same("startDate", &before["startDate"], &after["startDate"])?;
    same(
        "terminationDate",
        &before["terminationDate"],
        &after["terminationDate"],
    )
}

async fn a_change_of_leaves_needs_no_schema(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "absent")).await?;
    let operations = json!([{ "op": "add", "path": path(""), "value": summer() }]);
    let request =
        Request::patch(format!("{USERS}/{id}")).json(&json!({ "Operations": operations }));

    let user = session.call(request).await?.ok()?;

    same("starts", vec!["2020-06-01"], starts(&user))
}

async fn a_hundred_leaves_are_the_most(session: &mut Session) -> Claim {
    let leaves = |count: u32| -> Value {
        let leave = |at: u32| {
            let (year, month) = (1990 + at / 4, 1 + at % 4 * 3);
            json!({ "startDate": format!("{year}-{month:02}-01"), "endDate": format!("{year}-{month:02}-20") })
        };
        (0..count).map(leave).collect()
    };
    let (id, user) = absent(session, leaves(100)).await?;
    same("leaves", 100, starts(&user).len())?;

    let operations = json!([{ "op": "replace", "path": path(""), "value": leaves(101) }]);
    session
        .patch_wrongly(&id, operations)
        .await?
        .refused(400)
        .map(drop)
}

async fn leaves_need_the_enterprise_scope(session: &mut Session) -> Claim {
    let wish = Wish::scopes(&[
        "identity.user.ids.read",
        "identity.user.core.read",
        "identity.user.coreenterprise.writeonly",
    ]);
    session.enter(&wish).await?;
    let leave = json!({ "leavesOfAbsence": summer() });
    let user = newcomer_with(session, "absent", json!({}), leave);
    let id = id_of(
        &session
            .call(Request::post(USERS).json(&user))
            .await?
            .json()?,
    )?;

    let user = session.user(&id).await?;

    holds("the name is there", user["name"].is_object())?;
    holds("the extension is not", user.get(ENTERPRISE).is_none())
}

async fn a_replace_without_leaves_removes_them(session: &mut Session) -> Claim {
    let (id, user) = absent(session, summer()).await?;
    same("starts", 1, starts(&user).len())?;

    let body = newcomer(session, "absent");
    let request = Request::put(format!("{USERS}/{id}")).json(&body);
    session.call(request).await?.is(200)?;

    same("leaves", 0, starts(&session.user(&id).await?).len())
}

fn summer() -> Value {
    json!([{ "startDate": "2020-06-01", "endDate": "2020-07-01" }])
}

fn path(filter: &str) -> String {
    format!("{ENTERPRISE}:leavesOfAbsence{filter}")
}

/// A new user with these leaves.
async fn absent(session: &mut Session, leaves: Value) -> Result<(String, Value), Failure> {
    absent_as(session, "absent", leaves).await
}

async fn absent_as(
    session: &mut Session,
    tag: &str,
    leaves: Value,
) -> Result<(String, Value), Failure> {
    let id = session.create_id(&newcomer(session, tag)).await?;
    let user = set(session, &id, leaves).await?.ok()?;
    Ok((id, user))
}

async fn set(session: &mut Session, id: &str, leaves: Value) -> Result<Reply, Failure> {
    let operations = json!([{ "op": "replace", "path": path(""), "value": leaves }]);
    session.patch(id, operations).await
}

/// Claims that these leaves are refused and none of them is kept.
async fn refused(session: &mut Session, leaves: Value) -> Claim {
    let tag = format!("refused-{}", session.transcript().len());
    let id = session.create_id(&newcomer(session, &tag)).await?;
    let operations = json!([{ "op": "replace", "path": path(""), "value": leaves }]);

    session.patch_wrongly(&id, operations).await?.refused(400)?;

    same("leaves", 0, starts(&session.user(&id).await?).len())
}

/// The days on which a user's leaves start.
fn starts(user: &Value) -> Vec<&str> {
    let leaves = user[ENTERPRISE]["leavesOfAbsence"].as_array();
    let starts = leaves.into_iter().flatten().map(|one| &one["startDate"]);
    starts.filter_map(Value::as_str).collect()
}
