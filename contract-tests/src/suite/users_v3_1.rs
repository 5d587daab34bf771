//! Users v3.1: the bulk list by numbers, retired in January 2025.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::own_token::own_token;
use super::people::newcomer_with;
use super::travel_provisioning_calls::{EVERYBODY, equip, traveller};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, Wish, id_of};

const USERS: &str = "/users/";

/// No company of a case needs more pages.
const PAGES: usize = 50;

register! { $ each_users_v3_1 of "users_v3_1", page::USERS_V3_1;
    a_page_says_where_it_is: "users.v3_1.list";
    a_page_holds_no_more_than_its_limit: "users.v3_1.list";
    a_page_may_hold_a_hundred: "users.v3_1.list", FreshCompany;
    no_page_holds_more_than_a_hundred: "users.v3_1.list", FreshCompany;
    pages_by_offset_hold_everyone_once: "users.v3_1.list";
    an_offset_beyond_the_end_shows_nobody: "users.v3_1.list";
    the_company_introduces_itself: "users.v3_1.list";
    an_id_is_that_of_identity_in_capitals: "users.v3_1.list";
    a_user_has_the_printed_fields: "users.v3_1.list", Write;
    a_user_has_six_slots_for_addresses: "users.v3_1.list", Write;
    a_missing_middle_name_is_empty_and_a_missing_phone_null: "users.v3_1.list", Write;
    the_organization_unit_is_that_of_travel: "users.v3_1.list", FreshCompany;
    a_login_id_is_found: "users.v3_1.list", Write;
    an_employees_id_is_found: "users.v3_1.list", Write;
    a_family_name_is_found: "users.v3_1.list", Write;
    a_primary_address_is_found: "users.v3_1.list", Write;
    an_id_is_found: "users.v3_1.list", Write;
    a_country_is_found: "users.v3_1.list";
    active_and_inactive_users_are_told_apart: "users.v3_1.list", Write;
    a_search_without_hit_shows_nobody: "users.v3_1.list";
    total_as_a_parameter_changes_nothing: "users.v3_1.list";
    both_spellings_of_the_path_are_known: "users.v3_1.list";
    the_printed_content_type_of_a_form_does_no_harm: "users.v3_1.list";
    a_limit_that_is_no_number_is_400: "users.v3_1.list";
    an_offset_that_is_no_number_is_400: "users.v3_1.list";
    without_token_the_list_is_401: "users.v3_1.list";
    a_made_up_token_opens_no_list: "users.v3_1.list";
    a_users_own_token_opens_no_list: "users.v3_1.list", FreshCompany;
}

async fn a_page_says_where_it_is(session: &mut Session) -> Claim {
    let page = list(session, &[("offset", "2"), ("limit", "5")]).await?;

    same("users", 5, items(&page)?.len())?;
    same("offset", &json!(2), &page["offset"])?;
    same("limit", &json!(5), &page["limit"])?;
    let everyone = session.everyone().await?.len();
    same("total", &json!(everyone), &page["total"])
}

async fn a_page_holds_no_more_than_its_limit(session: &mut Session) -> Claim {
    for limit in [1_usize, 3, 7] {
        let page = list(session, &[("limit", &limit.to_string())]).await?;
        same("users", limit, items(&page)?.len())?;
    }
    Ok(())
}

async fn a_page_may_hold_a_hundred(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    let page = list(session, &[("limit", "100")]).await?;

    same("users", 100, items(&page)?.len())
}

async fn no_page_holds_more_than_a_hundred(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    let reply = session.call(asking(&[("limit", "1000")]).deviant()).await?;
    // Whether more is refused or cut is not written.
    if reply.status() == 200 {
        return same("users", 100, items(&reply.json()?)?.len());
    }
    refused(&reply, &[400])
}

async fn pages_by_offset_hold_everyone_once(session: &mut Session) -> Claim {
    let everyone = session.everyone().await?;
    let mut found = BTreeSet::new();
    let mut shown = 0;
    for _ in 0..PAGES {
        let page = list(session, &[("offset", &shown.to_string()), ("limit", "5")]).await?;
        for item in items(&page)? {
            found.insert(item["ID"].to_string().to_lowercase());
            shown += 1;
        }
        if Some(shown) >= page["total"].as_u64() {
            break;
        }
    }
    let expected: BTreeSet<_> = everyone.iter().map(|user| user["id"].to_string()).collect();
    same("users", everyone.len() as u64, shown)?;
    same("the users", expected, found)
}

async fn an_offset_beyond_the_end_shows_nobody(session: &mut Session) -> Claim {
    let page = list(session, &[("offset", "9999")]).await?;
    same("Items", &json!([]), &page["Items"])?;
    holds("the total stays", page["total"].as_u64() > Some(0))
}

async fn the_company_introduces_itself(session: &mut Session) -> Claim {
    let page = list(session, &[("limit", "1")]).await?;
    for name in ["name", "address", "city", "state", "zip", "country"] {
        let told = page["company"].get(name).is_some();
        holds(format!("{name} is there"), told)?;
    }
    holds(
        "it has a name",
        page["company"]["name"]
            .as_str()
            .is_some_and(|name| !name.is_empty()),
    )
}

async fn an_id_is_that_of_identity_in_capitals(session: &mut Session) -> Claim {
    for item in items(&list(session, &[("limit", "5")]).await?)? {
        let id = item["ID"].as_str().unwrap_or_default().to_owned();
        same("capitals", id.to_uppercase(), id.clone())?;
        let user = session.user(&id.to_lowercase()).await?;
        same("login", &user["userName"], &item["LoginID"])?;
    }
    Ok(())
}

async fn a_user_has_the_printed_fields(session: &mut Session) -> Claim {
    let (item, _) = hired(session).await?;
    let expected = json!([
        true,
        "E-listed",
        "Robin",
        "Longtimer",
        "listed@newcomer.example",
        "Lee",
        "listed@newcomer.example"
    ]);
    let names = [
        "Active",
        "EmployeeID",
        "FirstName",
        "LastName",
        "LoginID",
        "MiddleName",
        "PrimaryEmail",
    ];
    let found: Vec<_> = names.iter().map(|name| item[*name].clone()).collect();
    same("the fields", expected, Value::Array(found))?;
    let phone = item["CellPhoneNumber"].to_string();
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    holds(
        format!("{phone} is the phone"),
        digits.ends_with("4255550102"),
    )?;
    for name in ["CountryCode", "OrganizationUnit"] {
        holds(format!("{name} is there"), item.get(name).is_some())?;
    }
    Ok(())
}

async fn a_user_has_six_slots_for_addresses(session: &mut Session) -> Claim {
    let (item, _) = hired(session).await?;
    let slots = item["Emails"].as_array().cloned().unwrap_or_default();
    same("slots", 6, slots.len())?;
    same("the first", &item["PrimaryEmail"], &slots[0])
}

async fn a_missing_middle_name_is_empty_and_a_missing_phone_null(session: &mut Session) -> Claim {
    let plain = newcomer_with(session, "plain", json!({}), json!({}));
    session.create(&plain).await?;
    let page = list(session, &[("loginid", "plain@newcomer.example")]).await?;
    let item = items(&page)?.remove(0);

    same("MiddleName", &json!(""), &item["MiddleName"])?;
    same(
        "CellPhoneNumber",
        Some(&Value::Null),
        item.get("CellPhoneNumber"),
    )?;
    same(
        "OrganizationUnit",
        Some(&Value::Null),
        item.get("OrganizationUnit"),
    )
}

async fn the_organization_unit_is_that_of_travel(session: &mut Session) -> Claim {
    equip(session).await?;
    let part = json!({ "ruleClass": { "id": EVERYBODY }, "orgUnit": "Surveying" });
    let id = traveller(session, "placed", part).await?;
    let login = session.user(&id).await?["userName"].clone();
    let login = login.as_str().unwrap_or_default();
    let page = list(session, &[("loginid", login)]).await?;
    let item = items(&page)?.remove(0);
    same(
        "OrganizationUnit",
        &json!("Surveying"),
        &item["OrganizationUnit"],
    )
}

async fn a_login_id_is_found(session: &mut Session) -> Claim {
    finds(session, "loginid", "listed@newcomer.example").await
}

async fn an_employees_id_is_found(session: &mut Session) -> Claim {
    finds(session, "employeeid", "E-listed").await
}

async fn a_family_name_is_found(session: &mut Session) -> Claim {
    finds(session, "lastname", "Longtimer").await
}

async fn a_primary_address_is_found(session: &mut Session) -> Claim {
    finds(session, "primaryemail", "listed@newcomer.example").await
}

async fn an_id_is_found(session: &mut Session) -> Claim {
    let (item, _) = hired(session).await?;
    let id = item["ID"].as_str().unwrap_or_default().to_owned();
    let page = list(session, &[("id", &id)]).await?;
    same("total", &json!(1), &page["total"])?;
    same("the user", item, items(&page)?.remove(0))
}

async fn a_country_is_found(session: &mut Session) -> Claim {
    let everyone = items(&list(session, &[("limit", "100")]).await?)?;
    let code = everyone
        .iter()
        .find_map(|item| item["CountryCode"].as_str());
    let code = code.unwrap_or("US").to_owned();
    let expected = everyone
        .iter()
        .filter(|item| item["CountryCode"] == *code)
        .count();

    let page = list(session, &[("countrycode", &code), ("limit", "100")]).await?;
    same("total", &json!(expected), &page["total"])?;
    let found = page["Items"].as_array().map_or(0, Vec::len);
    same("users", expected, found)
}

async fn active_and_inactive_users_are_told_apart(session: &mut Session) -> Claim {
    let gone = newcomer_with(session, "gone", json!({ "active": false }), json!({}));
    session.create(&gone).await?;
    for active in [true, false] {
        let query = [("isactive", &*active.to_string()), ("limit", "100")];
        let page = list(session, &query).await?;
        let others = items(&page)?
            .iter()
            .filter(|item| item["Active"] != active)
            .count();
        same("others", 0, others)?;
    }
    Ok(())
}

async fn a_search_without_hit_shows_nobody(session: &mut Session) -> Claim {
    items(&list(session, &[("limit", "1")]).await?)?;
    let request = asking(&[("loginid", "nobody@newcomer.example")]);
    let reply = session.call(request).await?;
    // The published description knows a 404, and says nothing of when.
    if reply.status() == 404 {
        return refused(&reply, &[404]);
    }
    let page = reply.ok()?;
    same("Items", &json!([]), &page["Items"])?;
    same("total", &json!(0), &page["total"])
}

async fn total_as_a_parameter_changes_nothing(session: &mut Session) -> Claim {
    let plain = list(session, &[("limit", "5")]).await?;
    items(&plain)?;
    same(
        "the page",
        plain,
        list(session, &[("limit", "5"), ("total", "1")]).await?,
    )
}

async fn both_spellings_of_the_path_are_known(session: &mut Session) -> Claim {
    let page = list(session, &[("limit", "5")]).await?;
    let request = Request::get("/users")
        .query("limit", "5")
        .header("accept", "application/json");
    let other = session.call(request).await?.ok()?;
    items(&other)?;
    same("the page", page, other)
}

async fn the_printed_content_type_of_a_form_does_no_harm(session: &mut Session) -> Claim {
    let request = asking(&[("limit", "5")]);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    same(
        "users",
        5,
        items(&session.call(request).await?.ok()?)?.len(),
    )
}

async fn a_limit_that_is_no_number_is_400(session: &mut Session) -> Claim {
    let reply = session.call(asking(&[("limit", "many")]).deviant()).await?;
    refused(&reply, &[400])
}

async fn an_offset_that_is_no_number_is_400(session: &mut Session) -> Claim {
    let reply = session
        .call(asking(&[("offset", "first")]).deviant())
        .await?;
    refused(&reply, &[400])
}

async fn without_token_the_list_is_401(session: &mut Session) -> Claim {
    let reply = session.send(asking(&[]).deviant()).await?;
    refused(&reply, &[401])
}

async fn a_made_up_token_opens_no_list(session: &mut Session) -> Claim {
    let request = asking(&[]).bearer("made-up");
    refused(&session.send(request.deviant()).await?, &[401, 403])
}

async fn a_users_own_token_opens_no_list(session: &mut Session) -> Claim {
    let (token, _) = own_token(session).await?;
    let request = asking(&[]).bearer(&token);
    refused(&session.send(request).await?, &[400, 401, 403])
}

/// Hires somebody and gives the entry of the list and the id.
async fn hired(session: &mut Session) -> Result<(Value, String), Failure> {
    let core = json!({
        "name": { "familyName": "Longtimer", "givenName": "Robin", "middleName": "Lee" },
        "phoneNumbers": [{ "value": "+1 425 555 0102", "type": "mobile", "primary": true }]
    });
    let user = newcomer_with(session, "listed", core, json!({}));
    let id = id_of(&session.create(&user).await?)?;
    let page = list(session, &[("loginid", "listed@newcomer.example")]).await?;
    Ok((items(&page)?.remove(0), id))
}

/// Claims that the look-up finds exactly the user who was hired for it.
async fn finds(session: &mut Session, name: &str, value: &str) -> Claim {
    let (item, _) = hired(session).await?;
    let page = list(session, &[(name, value)]).await?;
    same("total", &json!(1), &page["total"])?;
    same("the user", item, items(&page)?.remove(0))
}

async fn list(session: &mut Session, query: &[(&str, &str)]) -> Result<Value, Failure> {
    session.call(asking(query)).await?.ok()
}

fn asking(query: &[(&str, &str)]) -> Request {
    let request = Request::get(USERS).header("accept", "application/json");
    query.iter().fold(request, |request, (name, value)| {
        request.query(name, *value)
    })
}

/// The users of a page, at least one.
fn items(page: &Value) -> Result<Vec<Value>, Failure> {
    let items = page["Items"].as_array().cloned().unwrap_or_default();
    holds("somebody is listed", !items.is_empty())?;
    Ok(items)
}

/// Claims a refusal in the words of this generation, in one of the envelopes that are known.
fn refused(reply: &Reply, statuses: &[u16]) -> Claim {
    reply.is_any(statuses)?;
    let body = reply.json()?;
    let wrapped = body
        .pointer("/Content/Error")
        .or_else(|| body.pointer("/Error"));
    let message = wrapped.unwrap_or(&body)["Message"].as_str();
    let what = format!("{} has a Message", reply.line());
    holds(what, message.is_some_and(|message| !message.is_empty()))
}
