//! Identity v4: the parameters of the list, at and beyond their edges.

use serde_json::{Value, json};

use super::identity_v4_create::{USERS, hire};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

register! { $ each_identity_v4_list of "identity_v4_list", page::IDENTITY_V4;
    a_filter_ignores_the_case_of_its_value: "identity.v4.users.list", Write;
    a_filter_of_an_employee_number_with_urn_is_no_error_of_the_server: "identity.v4.users.list", Write;
    a_broken_filter_is_400: "identity.v4.users.list";
    an_empty_filter_value_finds_nobody_or_is_400: "identity.v4.users.list", Write;
    a_look_up_finds_inactive_users_too: "identity.v4.users.list", Write;
    a_company_that_is_not_ones_own_shows_nobody: "identity.v4.users.list", FreshCompany;
    company_without_number_is_400: "identity.v4.users.list";
    a_count_of_one_shows_one: "identity.v4.users.list";
    the_last_page_tells_how_many_it_holds: "identity.v4.users.list", FreshCompany;
    the_order_is_the_same_every_time: "identity.v4.users.list";
    the_order_of_a_page_is_that_of_the_whole: "identity.v4.users.list", FreshCompany;
    attributes_of_the_extension_are_named_with_its_urn: "identity.v4.users.list", Write;
    attributes_of_one_user_choose_too: "identity.v4.users.get", Write;
    excluded_attributes_of_one_user_are_left_out: "identity.v4.users.get", Write;
    an_unknown_attribute_is_400: "identity.v4.users.list";
    a_narrow_scope_hides_attributes: "identity.v4.users.list", FreshCompany;
    without_any_read_scope_a_list_is_403: "identity.v4.users.list", FreshCompany;
    a_plus_sign_in_the_address_is_a_blank: "identity.v4.users.list", Write;
    a_percent_encoded_blank_is_a_blank: "identity.v4.users.list", Write;
    a_slash_before_the_query_makes_no_difference: "identity.v4.users.list", Write;
    an_id_in_capitals_is_the_same_id: "identity.v4.users.get", Write;
    an_id_that_is_no_uuid_is_refused: "identity.v4.users.get";
}

async fn a_filter_ignores_the_case_of_its_value(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    finds(session, "userName eq \"Sought@Newcomer.EXAMPLE\"", &id).await
}

async fn a_filter_of_an_employee_number_with_urn_is_no_error_of_the_server(
    session: &mut Session,
) -> Claim {
    // This version writes the number without its URN; whether it takes the other spelling is not said.
    let id = hire(session, "sought", json!({}), json!({})).await?;
    finds(session, "employeeNumber eq \"E-sought\"", &id).await?;

    let filter = format!("{ENTERPRISE}:employeeNumber eq \"E-sought\"");
    let request = Request::get(USERS).query("filter", filter).deviant();
    session.call(request).await?.is_any(&[200, 400])
}

async fn a_broken_filter_is_400(session: &mut Session) -> Claim {
    for filter in [
        "userName",
        "userName eq",
        "eq \"x\"",
        "userName eq \"x",
        "userName == \"x\"",
    ] {
        let request = Request::get(USERS).query("filter", filter).deviant();
        session.call(request).await?.refused(400)?;
    }
    Ok(())
}

async fn an_empty_filter_value_finds_nobody_or_is_400(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    finds(session, "userName eq \"sought@newcomer.example\"", &id).await?;

    let request = Request::get(USERS).query("filter", "userName eq \"\"");
    let reply = session.call(request.deviant()).await?;
    if reply.status() == 200 {
        return same("users", 0, reply.resources()?.len());
    }
    reply.refused(400).map(drop)
}

async fn a_look_up_finds_inactive_users_too(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({ "active": false }), json!({})).await?;
    finds(session, "userName eq \"sought@newcomer.example\"", &id).await
}

async fn a_company_that_is_not_ones_own_shows_nobody(session: &mut Session) -> Claim {
    hire(session, "sought", json!({}), json!({})).await?;
    let company = session.company().company_id.clone();
    let number = ("employeeNumber", "E-sought");
    let own = list(session, &[("companyId", &company), number]).await?;
    same("users of one's own", 1, own.people()?.len())?;

    session.enter(&Wish::default().seed(4711)).await?;

    let foreign = list(session, &[("companyId", &company), number]).await?;
    if foreign.status() == 200 {
        return same("users", 0, foreign.resources()?.len());
    }
    foreign.is_any(&[400, 403, 404])
}

async fn company_without_number_is_400(session: &mut Session) -> Claim {
    let company = session.company().company_id.clone();
    let request = Request::get(USERS).query("companyId", company).deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_count_of_one_shows_one(session: &mut Session) -> Claim {
    let page = list(session, &[("count", "1")]).await?;
    same("users in the page", 1, page.people()?.len())?;
    let page = page.json()?;
    same("itemsPerPage", Some(1), page["itemsPerPage"].as_u64())?;
    holds("there are more", page["totalResults"].as_u64() > Some(1))
}

async fn the_last_page_tells_how_many_it_holds(session: &mut Session) -> Claim {
    session.enter(&Wish::users(7)).await?;
    let total = list(session, &[]).await?.json()?["totalResults"].as_u64();
    let total = total.ok_or_else(|| Failure::disagrees("there is no total"))?;
    let start = total.to_string();

    let page = list(session, &[("count", "5"), ("startIndex", &start)]).await?;

    same("users in the page", 1, page.people()?.len())?;
    let page = page.json()?;
    same("itemsPerPage", Some(1), page["itemsPerPage"].as_u64())?;
    same("startIndex", Some(total), page["startIndex"].as_u64())
}

async fn the_order_is_the_same_every_time(session: &mut Session) -> Claim {
    let first = list(session, &[("count", "100")]).await?.people()?;
    let second = list(session, &[("count", "100")]).await?.people()?;
    same("the users", first, second)
}

async fn the_order_of_a_page_is_that_of_the_whole(session: &mut Session) -> Claim {
    session.enter(&Wish::users(9)).await?;
    let whole = list(session, &[("count", "100")]).await?.people()?;

    let query = [("count", "3"), ("startIndex", "2")];
    let part = list(session, &query).await?.people()?;

    same("the second to the fourth", &whole[1..4], part.as_slice())
}

async fn attributes_of_the_extension_are_named_with_its_urn(session: &mut Session) -> Claim {
    hire(
        session,
        "sought",
        json!({}),
        json!({ "costCenter": "CC-17" }),
    )
    .await?;
    let attribute = format!("{ENTERPRISE}:costCenter");
    let query = [
        ("userName", "sought@newcomer.example"),
        ("attributes", &attribute),
    ];

    let users = list(session, &query).await?.people()?;

    let shown = users[0].as_object().map(|user| user.keys().cloned());
    let mut shown: Vec<_> = shown.into_iter().flatten().collect();
    shown.sort();
    same(
        "the members",
        vec!["id".to_owned(), ENTERPRISE.to_owned()],
        shown,
    )?;
    same(
        "the extension",
        &json!({ "costCenter": "CC-17" }),
        &users[0][ENTERPRISE],
    )
}

async fn attributes_of_one_user_choose_too(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    let request = Request::get(format!("{USERS}/{id}")).query("attributes", "userName");

    let user = session.call(request).await?.ok()?;

    let expected = json!({ "id": id, "userName": "sought@newcomer.example" });
    same("the user", expected, user)
}

async fn excluded_attributes_of_one_user_are_left_out(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    let request = Request::get(format!("{USERS}/{id}")).query("excludedAttributes", "emails,name");

    let user = session.call(request).await?.ok()?;

    for name in ["emails", "name"] {
        holds(format!("there is no {name}"), user.get(name).is_none())?;
    }
    holds("the rest is there", user["userName"].is_string())
}

async fn an_unknown_attribute_is_400(session: &mut Session) -> Claim {
    let request = Request::get(USERS)
        .query("attributes", "shoeSize")
        .deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_narrow_scope_hides_attributes(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    for user in list(session, &[]).await?.people()? {
        for name in ["name", "emails", "active", ENTERPRISE] {
            holds(format!("there is no {name}"), user.get(name).is_none())?;
        }
        holds("there is a login", user["userName"].is_string())?;
    }
    Ok(())
}

async fn without_any_read_scope_a_list_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&["user.read"])).await?;
    list(session, &[]).await?.refused(403).map(drop)
}

async fn a_plus_sign_in_the_address_is_a_blank(session: &mut Session) -> Claim {
    written(session, "userName+eq+%22sought@newcomer.example%22").await
}

async fn a_percent_encoded_blank_is_a_blank(session: &mut Session) -> Claim {
    written(session, "userName%20eq%20%22sought%40newcomer.example%22").await
}

async fn a_slash_before_the_query_makes_no_difference(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    for path in [
        USERS,
        "/profile/identity/v4/Users/",
        "/profile/identity/v4/users/",
    ] {
        let request = Request::get(path).query("userName", "sought@newcomer.example");
        let users = session.call(request).await?.people()?;
        same(path, vec![id.as_str()], ids(&users))?;
    }
    Ok(())
}

async fn an_id_in_capitals_is_the_same_id(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    let request = Request::get(format!("{USERS}/{}", id.to_uppercase()));

    let user = session.call(request).await?.ok()?;

    same("id", Some(id.as_str()), user["id"].as_str())
}

async fn an_id_that_is_no_uuid_is_refused(session: &mut Session) -> Claim {
    let request = Request::get(format!("{USERS}/nobody")).deviant();
    session.call(request).await?.is_any(&[400, 404])
}

/// Claims that a filter finds this user, when it stands in the address exactly so.
async fn written(session: &mut Session, filter: &str) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    let request = Request::get(USERS).raw_query(&format!("filter={filter}"));
    let users = session.call(request).await?.people()?;
    same(filter, vec![id.as_str()], ids(&users))
}

async fn finds(session: &mut Session, filter: &str, id: &str) -> Claim {
    let users = list(session, &[("filter", filter)]).await?.people()?;
    same(filter, vec![id], ids(&users))
}

fn ids(users: &[Value]) -> Vec<&str> {
    users
        .iter()
        .filter_map(|user| user["id"].as_str())
        .collect()
}

async fn list(session: &mut Session, query: &[(&str, &str)]) -> Result<Reply, Failure> {
    let request = query
        .iter()
        .fold(Request::get(USERS), |request, (name, value)| {
            request.query(name, *value)
        });
    session.call(request).await
}
