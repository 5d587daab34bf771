//! The older user APIs where their pages contradict themselves: each reading can be chosen, and is then played.

use serde_json::{Value, json};

use super::own_token::{own_token, token_of};
use super::scim_v4_calls::{USERS as SCIM, join_id, joiner, list, listing, scim, shown};
use super::user_v1_calls::{
    NAMESPACE, PASSWORDS, Record, USER, USERS, batch, call, feed, feed_wrongly, messages, posting,
    refused, take_in,
};
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

register! { $ each_older_reading of "older_readings", page::SCIM_V4;
    #[source = page::SCIM_V4_EXPLORER]
    a_scim_create_answers_200_where_the_description_is_taken: "scim.v4.users.create", FreshCompany;
    #[source = page::SCIM_V4_EXPLORER]
    a_scim_page_holds_a_hundred_where_the_description_is_taken: "scim.v4.users.list", FreshCompany;
    a_scim_create_is_known_at_the_printed_path: "scim.v4.users.create", FreshCompany;
    a_scim_filter_may_take_the_standards_spelling: "scim.v4.users.list", FreshCompany;
    a_scim_delete_may_leave_nothing_to_read: "scim.v4.users.delete", FreshCompany;
    scim_may_be_open_to_provisioning_services_alone: "scim.v4.users.list", FreshCompany;
    #[source = page::USERS_V3_1]
    a_search_without_hit_may_be_404: "users.v3_1.list", FreshCompany;
    #[source = page::USERS_V3_1]
    an_offset_beyond_the_end_may_be_404: "users.v3_1.list", FreshCompany;
    #[source = page::USERS_V3_1]
    a_page_may_count_in_texts: "users.v3_1.list", FreshCompany;
    #[source = page::USERS_V3_1]
    a_user_may_have_the_members_of_the_table: "users.v3_1.list", FreshCompany;
    #[source = page::USER_V1]
    an_unknown_login_may_be_400: "user.v1.user.get", FreshCompany;
    #[source = page::USER_V1]
    a_batch_may_create_nobody: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    too_large_a_batch_may_be_400: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    a_missing_element_may_stay_unnamed: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    a_message_may_begin_with_a_capital: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    a_profile_is_of_either_namespace: "user.v1.user.get", FreshCompany;
    #[source = page::USER_V1]
    the_password_of_somebody_known_stays: "user.v1.users.create", FreshCompany;
    #[source = page::USER_V1]
    a_batch_of_passwords_changes_nothing_since_2023: "user.v1.passwords.update", FreshCompany;
    #[source = page::USER_V1]
    a_batch_of_passwords_changed_them_before: "user.v1.passwords.update", FreshCompany;
    #[source = page::PROFILE_V1]
    an_unknown_schema_may_be_400: "profile.v1.me.get", FreshCompany;
}

async fn a_scim_create_answers_200_where_the_description_is_taken(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("scim.create-status", "200"))
        .await?;
    let user = joiner(session, "described");
    let reply = session.call(scim(Request::post(SCIM), &user)).await?;
    same("login", &user["userName"], &reply.ok()?["userName"])
}

async fn a_scim_page_holds_a_hundred_where_the_description_is_taken(
    session: &mut Session,
) -> Claim {
    let wish = Wish::users(130).and_policy("scim.count-maximum", "100");
    session.enter(&wish).await?;
    let users = shown(&list(session, SCIM, &[("count", "1000")]).await?)?;
    same("as the description says", 100, users.len())?;
    let wish = Wish::users(130).and_policy("scim.count-maximum", "1000");
    session.enter(&wish).await?;
    let users = shown(&list(session, SCIM, &[("count", "1000")]).await?)?;
    holds("more, as the page says", users.len() > 100)
}

async fn a_scim_create_is_known_at_the_printed_path(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("scim.create-path", "both"))
        .await?;
    let user = joiner(session, "misprinted");
    let request = scim(Request::post("/scim/y/v4/Users"), &user);
    session.call(request).await?.is(201)
}

async fn a_scim_filter_may_take_the_standards_spelling(session: &mut Session) -> Claim {
    let filter = format!("{ENTERPRISE}:employeeNumber eq \"J-spelt\"");
    session
        .enter(&Wish::policy("scim.employee-number-filter", "either"))
        .await?;
    let id = join_id(session, "spelt").await?;
    let request = listing(SCIM, &[("filter", &filter)]).deviant();
    let page = session.call(request).await?.ok()?;
    same("id", &json!(id), &page["Resources"][0]["id"])
}

async fn a_scim_delete_may_leave_nothing_to_read(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("scim.deleted-user", "gone"))
        .await?;
    let id = join_id(session, "gone").await?;
    let path = format!("{SCIM}/{id}");
    session.call(Request::delete(&path)).await?.is(204)?;
    session.call(Request::get(&path)).await?.refused(404)?;
    let path = format!("{}/{id}", crate::session::USERS);
    session
        .call(Request::get(path))
        .await?
        .refused(404)
        .map(drop)
}

async fn scim_may_be_open_to_provisioning_services_alone(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("scim.clients", "marked"))
        .await?;
    session.call(Request::get(SCIM)).await?.refused(403)?;
    session.everyone().await.map(drop)
}

async fn a_search_without_hit_may_be_404(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("users-v3.1.no-such-value", "404"))
        .await?;
    bulk(session, &[("limit", "3")]).await?;
    let request = bulk_request(&[("loginid", "nobody@newcomer.example")]);
    session.call(request).await?.is(404)
}

async fn an_offset_beyond_the_end_may_be_404(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("users-v3.1.offset-beyond-end", "404"))
        .await?;
    bulk(session, &[("limit", "3")]).await?;
    session
        .call(bulk_request(&[("offset", "9999")]))
        .await?
        .is(404)
}

async fn a_page_may_count_in_texts(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("users-v3.1.page-numbers", "text"))
        .await?;
    let page = bulk(session, &[("limit", "3"), ("offset", "1")]).await?;
    same("limit", &json!("3"), &page["limit"])?;
    same("offset", &json!("1"), &page["offset"])?;
    holds("total is a text", page["total"].is_string())
}

async fn a_user_may_have_the_members_of_the_table(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("users-v3.1.item-form", "table"))
        .await?;
    let page = bulk(session, &[("limit", "3")]).await?;
    for name in ["URI", "OrginzationUnit"] {
        holds(
            format!("{name} is there"),
            page["Items"][0].get(name).is_some(),
        )?;
    }
    holds("NextPage is there", page.get("NextPage").is_some())
}

async fn an_unknown_login_may_be_400(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("user-v1.unknown-login", "400"))
        .await?;
    let request = Request::get(USER).query("loginID", "nobody@newcomer.example");
    refused(&call(session, request).await?, &[400])
}

async fn a_batch_may_create_nobody(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("user-v1.creating", "refused"))
        .await?;
    let result = feed(session, &[Record::new("unborn")]).await?;
    let expected = vec!["User Creation Failed".to_owned()];
    same("the message", expected, messages(&result))?;
    let ids = session.find("userName eq \"unborn@batch.example\"").await?;
    same("users of that login", 0, ids.len())
}

async fn too_large_a_batch_may_be_400(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("user-v1.batch-over-limit", "400"))
        .await?;
    let records: Vec<_> = (0..501)
        .map(|at| Record::new(&format!("mass{at}")))
        .collect();
    let reply = call(session, posting(USERS, batch(&records)).deviant()).await?;
    refused(&reply, &[400])?;
    let message = "Maximum User Records per Batch Exceeded";
    holds("it says why", reply.text().contains(message))
}

async fn a_missing_element_may_stay_unnamed(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("user-v1.missing-field", "unnamed"))
        .await?;
    let result = feed_wrongly(session, &[Record::new("halved").without("Active")]).await?;
    let expected = vec!["Missing Required Parameters".to_owned()];
    same("the message", expected, messages(&result))
}

async fn a_message_may_begin_with_a_capital(session: &mut Session) -> Claim {
    for name in ["message", "Message"] {
        session
            .enter(&Wish::policy("user-v1.message-element", name))
            .await?;
        let result = feed_wrongly(session, &[Record::new("halved").without("Active")]).await?;
        let error = result.list("errors").first().cloned().unwrap_or_default();
        holds(format!("{name} is there"), error.child(name).is_some())?;
    }
    Ok(())
}

async fn a_profile_is_of_either_namespace(session: &mut Session) -> Claim {
    for (choice, address) in [
        ("http", NAMESPACE),
        ("https", "https://www.concursolutions.com"),
    ] {
        session
            .enter(&Wish::policy("user-v1.profile-namespace", choice))
            .await?;
        take_in(session, &Record::new("placed")).await?;
        let request = Request::get(USER).query("loginID", "placed@batch.example");
        let reply = call(session, request).await?;
        Element::of(&reply, "UserProfile")?;
        let declared = format!("xmlns=\"{address}");
        holds(
            format!("it is of {address}"),
            reply.text().contains(&declared),
        )?;
    }
    Ok(())
}

async fn the_password_of_somebody_known_stays(session: &mut Session) -> Claim {
    take_in(session, &Record::new("settled")).await?;
    let record = Record::new("settled").with("Password", "Other-Horse-9");
    take_in(session, &record).await?;
    token_of(session, "settled@batch.example", "Correct-Horse-7")
        .await
        .map(drop)
}

async fn a_batch_of_passwords_changes_nothing_since_2023(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("user-v1.password-batch", "ignored"))
        .await?;
    set_password(session, "Other-Horse-9").await?;
    token_of(session, "owner@batch.example", "Correct-Horse-7")
        .await
        .map(drop)
}

async fn a_batch_of_passwords_changed_them_before(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("user-v1.password-batch", "applied"))
        .await?;
    set_password(session, "Other-Horse-9").await?;
    token_of(session, "owner@batch.example", "Other-Horse-9")
        .await
        .map(drop)
}

async fn an_unknown_schema_may_be_400(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("profile-v1.unknown-schema", "400"))
        .await?;
    let (token, _) = own_token(session).await?;
    let request = Request::get("/profile/v1/me").query("schema", "complete");
    let reply = session.send(request.bearer(&token).deviant()).await?;
    reply.is(400)
}

/// Takes somebody in and sends another password for them.
async fn set_password(session: &mut Session, password: &str) -> Claim {
    take_in(session, &Record::new("owner")).await?;
    let user = format!(
        "<User><LoginID>owner@batch.example</LoginID><Password>{password}</Password></User>"
    );
    let text = format!("<UserBatch xmlns=\"{NAMESPACE}\">{user}</UserBatch>");
    let reply = call(session, posting(PASSWORDS, text)).await?;
    let result = Element::of(&reply, "BatchResult")?;
    same(
        "RecordsSucceeded",
        Some(1),
        result.number_of("RecordsSucceeded"),
    )
}

/// A page of Users v3.1, with somebody on it.
async fn bulk(session: &mut Session, query: &[(&str, &str)]) -> Result<Value, Failure> {
    let page = session.call(bulk_request(query)).await?.ok()?;
    holds("somebody is listed", page["Items"][0].is_object())?;
    Ok(page)
}

fn bulk_request(query: &[(&str, &str)]) -> Request {
    listing("/users/", query).header("accept", "application/json")
}
