//! The older user APIs: what a token of one company sees and touches of another.

use serde_json::json;

use super::scim_v4_calls::{self, GROUPS, join_id, list, patch, shown};
use super::user_v1_calls::{self, Record, USER, call, feed_wrongly, messages, profile, take_in};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, USERS, Wish, id_of};

register! { $ each_older_isolation of "older_isolation", page::IDENTITY_V4_1;
    scim_reads_nobody_of_another_company: "scim.v4.users.get", FreshCompany;
    scim_changes_nobody_of_another_company: "scim.v4.users.patch", FreshCompany;
    scim_deletes_nobody_of_another_company: "scim.v4.users.delete", FreshCompany;
    a_group_takes_nobody_of_another_company: "scim.v4.groups.patch", FreshCompany;
    members_of_one_company_are_not_those_of_another: "scim.v4.groups.get", FreshCompany;
    users_v3_1_lists_nobody_of_another_company: "users.v3_1.list", FreshCompany;
    user_v1_reads_nobody_of_another_company: "user.v1.user.get", FreshCompany;
    a_batch_changes_nobody_of_another_company: "user.v1.users.create", FreshCompany;
}

async fn scim_reads_nobody_of_another_company(session: &mut Session) -> Claim {
    let stranger = stranger(session).await?;
    let request = Request::get(format!("{}/{stranger}", scim_v4_calls::USERS));
    session.call(request).await?.refused(404).map(drop)
}

async fn scim_changes_nobody_of_another_company(session: &mut Session) -> Claim {
    let stranger = stranger(session).await?;
    let place = format!("{}/{stranger}", scim_v4_calls::USERS);
    let change = json!([{ "op": "replace", "path": "title", "value": "Cartographer" }]);
    patch(session, &place, &change)
        .await?
        .refused(404)
        .map(drop)
}

async fn scim_deletes_nobody_of_another_company(session: &mut Session) -> Claim {
    let first = session.company().clone();
    let stranger = stranger(session).await?;
    let request = Request::delete(format!("{}/{stranger}", scim_v4_calls::USERS));
    session.call(request).await?.refused(404)?;

    let token = session.token_for(&first).await?;
    let request = Request::get(format!("{USERS}/{stranger}")).bearer(&token);
    let user = session.send(request).await?.ok()?;
    same("active", &json!(true), &user["active"])
}

async fn a_group_takes_nobody_of_another_company(session: &mut Session) -> Claim {
    let stranger = stranger(session).await?;
    let place = travellers(session).await?;
    let change = json!([{ "op": "add", "path": "members", "value": [{ "value": stranger }] }]);
    let reply = patch(session, &place, &change).await?;
    reply.is_any(&[400, 404])?;
    reply.refused(reply.status())?;
    let group = list(session, &place, &[]).await?;
    holds(
        "the stranger is no member",
        !group.to_string().contains(&stranger),
    )
}

async fn members_of_one_company_are_not_those_of_another(session: &mut Session) -> Claim {
    let id = join_id(session, "member").await?;
    let place = travellers(session).await?;
    let change = json!([{ "op": "add", "path": "members", "value": [{ "value": id }] }]);
    patch(session, &place, &change).await?.is(204)?;

    session.enter(&Wish::default()).await?;
    let place = travellers(session).await?;
    let group = list(session, &place, &[]).await?;
    holds("the member is not shown", !group.to_string().contains(&id))
}

async fn users_v3_1_lists_nobody_of_another_company(session: &mut Session) -> Claim {
    let stranger = stranger(session).await?.to_uppercase();
    let request = Request::get("/users/").header("accept", "application/json");
    let page = session.call(request.query("limit", "100")).await?.ok()?;
    holds("somebody is listed", page["Items"][0]["ID"].is_string())?;
    holds("the stranger is not", !page.to_string().contains(&stranger))
}

async fn user_v1_reads_nobody_of_another_company(session: &mut Session) -> Claim {
    take_in(session, &Record::new("elsewhere")).await?;
    session.enter(&Wish::default()).await?;
    let request = Request::get(USER).query("loginID", "elsewhere@batch.example");
    user_v1_calls::refused(&call(session, request).await?, &[404])
}

async fn a_batch_changes_nobody_of_another_company(session: &mut Session) -> Claim {
    take_in(session, &Record::new("elsewhere")).await?;
    let first = session.company().clone();
    session.enter(&Wish::default()).await?;
    // A record of a login that this company does not know makes a user of its own or fails; the other stays as it is.
    let record = Record::new("elsewhere").with("LastName", "Intruder");
    let result = feed_wrongly(session, &[record]).await?;
    holds("it was judged", messages(&result).len() < 2)?;

    let token = session.token_for(&first).await?;
    let request = Request::get(USER).query("loginID", "elsewhere@batch.example");
    let reply = session
        .send(user_v1_calls::old_style(request, &token))
        .await?;
    let known = super::xml_tree::Element::of(&reply, "UserProfile")?;
    same("LastName", Some("Batchman"), known.text_of("LastName"))?;
    take_in(session, &Record::new("local")).await?;
    profile(session, "local@batch.example").await.map(drop)
}

/// Somebody of the company that the session was in; it is in another one afterwards.
async fn stranger(session: &mut Session) -> Result<String, crate::finding::Failure> {
    let id = join_id(session, "stranger").await?;
    session.enter(&Wish::default()).await?;
    Ok(id)
}

/// The address of the travel users' group.
async fn travellers(session: &mut Session) -> Result<String, crate::finding::Failure> {
    let filter = "displayName eq \"Travel User\"";
    let page = list(session, GROUPS, &[("filter", filter)]).await?;
    Ok(format!("{GROUPS}/{}", id_of(&shown(&page)?[0])?))
}
