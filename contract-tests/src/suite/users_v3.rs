//! Users v3.0: the old list, in JSON and in XML.

use std::collections::BTreeSet;

use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use serde_json::{Value, json};

use super::people::newcomer_with;
use super::travel_provisioning_calls::{EVERYBODY, equip, traveller};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, Wish};

const USERS: &str = "/api/v3.0/common/users";

register! { $ each_users_v3 of "users_v3", page::USERS_V3;
    a_page_holds_twenty_five_unless_asked_otherwise: "users.v3_0.list", FreshCompany;
    a_page_holds_a_hundred_when_asked: "users.v3_0.list", FreshCompany;
    following_the_next_page_shows_everyone_once: "users.v3_0.list";
    the_next_page_is_an_absolute_address_of_this_host: "users.v3_0.list";
    the_last_page_has_no_next_page: "users.v3_0.list";
    a_user_has_the_documented_fields: "users.v3_0.list", Write;
    the_organization_unit_is_that_of_travel: "users.v3_0.list", FreshCompany;
    a_login_is_found: "users.v3_0.list", Write;
    an_employee_id_is_found: "users.v3_0.list", Write;
    a_last_name_is_found: "users.v3_0.list", Write;
    a_last_name_counts_its_capitals: "users.v3_0.list", Write;
    an_email_address_is_found: "users.v3_0.list", Write;
    active_users_are_told_from_inactive_ones: "users.v3_0.list", Write;
    a_look_up_without_hit_is_an_empty_list: "users.v3_0.list";
    xml_is_given_when_asked_for: "users.v3_0.list";
    both_formats_show_the_same_users: "users.v3_0.list";
    a_missing_token_is_401_in_its_own_words: "users.v3_0.list";
}

async fn a_page_holds_twenty_five_unless_asked_otherwise(session: &mut Session) -> Claim {
    session.enter(&Wish::users(40)).await?;
    same(
        "users in the page",
        25,
        items(&list(session, &[]).await?).len(),
    )
}

async fn a_page_holds_a_hundred_when_asked(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    same(
        "users in the page",
        100,
        items(&list(session, &[("limit", "100")]).await?).len(),
    )
}

async fn following_the_next_page_shows_everyone_once(session: &mut Session) -> Claim {
    let expected = session.everyone().await?.len();
    let mut logins = Vec::new();
    let mut page = list(session, &[("limit", "5")]).await?;
    loop {
        logins.extend(items(&page).iter().map(|item| item["LoginID"].clone()));
        let Some(next) = page["NextPage"].as_str().filter(|next| !next.is_empty()) else {
            break;
        };
        page = follow(session, next).await?;
        holds("the list comes to an end", logins.len() <= expected)?;
    }
    let distinct: BTreeSet<_> = logins.iter().map(ToString::to_string).collect();
    same("users without repetition", logins.len(), distinct.len())?;
    same("users", expected, logins.len())
}

async fn the_next_page_is_an_absolute_address_of_this_host(session: &mut Session) -> Claim {
    let page = list(session, &[("limit", "5")]).await?;
    let next = page["NextPage"].as_str().unwrap_or_default();

    let expected = format!("{}{USERS}?", session.company().base_url);
    holds(
        format!("{next} begins with {expected}"),
        next.starts_with(&expected),
    )?;
    holds("it keeps the limit", next.contains("limit=5"))
}

async fn the_last_page_has_no_next_page(session: &mut Session) -> Claim {
    let page = list(session, &[("limit", "100")]).await?;
    holds("somebody is listed", !items(&page).is_empty())?;
    holds(
        "NextPage is empty or null",
        page["NextPage"].as_str().is_none_or(str::is_empty),
    )
}

async fn a_user_has_the_documented_fields(session: &mut Session) -> Claim {
    let item = found(session, &[("user", "known@newcomer.example")]).await?;

    let told = [
        "Active",
        "EmployeeID",
        "FirstName",
        "LastName",
        "LoginID",
        "MiddleName",
        "PrimaryEmail",
        "CellPhoneNumber",
    ];
    let expected = json!([
        true,
        "E-known",
        "Robin",
        "Oldtimer",
        "known@newcomer.example",
        "Lee",
        "known@newcomer.example",
        "+1 425 555 0102"
    ]);
    let read: Vec<_> = told.iter().map(|name| item[*name].clone()).collect();
    same("the fields", expected, Value::Array(read))?;
    holds(
        "there is an ID",
        item["ID"].as_str().is_some_and(|id| !id.is_empty()),
    )?;
    holds(
        "there is a URI",
        item["URI"]
            .as_str()
            .is_some_and(|uri| uri.starts_with("http")),
    )
}

async fn the_organization_unit_is_that_of_travel(session: &mut Session) -> Claim {
    equip(session).await?;
    let class = json!({ "id": EVERYBODY });
    for (tag, part, expected) in [
        (
            "placed",
            json!({ "ruleClass": class, "orgUnit": "Surveying" }),
            json!("Surveying"),
        ),
        ("unplaced", json!({ "ruleClass": class }), Value::Null),
    ] {
        let id = traveller(session, tag, part).await?;
        let login = session.user(&id).await?["userName"].clone();
        let page = list(session, &[("user", login.as_str().unwrap_or_default())]).await?;
        let item = items(&page).first().cloned().unwrap_or_default();
        same(tag, &expected, &item["OrganizationUnit"])?;
    }
    Ok(())
}

async fn a_login_is_found(session: &mut Session) -> Claim {
    found(session, &[("user", "known@newcomer.example")])
        .await
        .map(drop)
}

async fn an_employee_id_is_found(session: &mut Session) -> Claim {
    found(session, &[("employeeID", "E-known")]).await.map(drop)
}

async fn a_last_name_is_found(session: &mut Session) -> Claim {
    found(session, &[("lastName", "Oldtimer")]).await.map(drop)
}

async fn a_last_name_counts_its_capitals(session: &mut Session) -> Claim {
    found(session, &[("lastName", "Oldtimer")]).await?;
    let page = list(session, &[("lastName", "oldtimer")]).await?;
    same("users in the page", 0, items(&page).len())
}

async fn an_email_address_is_found(session: &mut Session) -> Claim {
    found(session, &[("primaryEmail", "known@newcomer.example")])
        .await
        .map(drop)
}

async fn active_users_are_told_from_inactive_ones(session: &mut Session) -> Claim {
    let gone = newcomer_with(session, "gone", json!({ "active": false }), json!({}));
    session.create(&gone).await?;
    for active in [true, false] {
        let page = list(
            session,
            &[("active", &active.to_string()), ("limit", "100")],
        )
        .await?;
        holds(
            format!("somebody is found for {active}"),
            !items(&page).is_empty(),
        )?;
        let others = items(&page)
            .iter()
            .filter(|item| item["Active"] != active)
            .count();
        same("others", 0, others)?;
    }
    Ok(())
}

async fn a_look_up_without_hit_is_an_empty_list(session: &mut Session) -> Claim {
    let everyone = list(session, &[]).await?;
    holds("somebody is listed", !items(&everyone).is_empty())?;
    let page = list(session, &[("user", "nobody@newcomer.example")]).await?;
    same("users in the page", 0, items(&page).len())
}

async fn xml_is_given_when_asked_for(session: &mut Session) -> Claim {
    let reply = session
        .call(Request::get(USERS).header("accept", "application/xml"))
        .await?;

    reply.is(200)?;
    let kind = reply.header("content-type").unwrap_or_default().to_owned();
    holds(format!("{kind} is XML"), kind.contains("xml"))?;
    let elements = elements(&reply.text())?;
    for name in ["Items", "LoginID"] {
        holds(
            format!("there is an element {name}"),
            elements.iter().any(|(element, _)| element == name),
        )?;
    }
    Ok(())
}

async fn both_formats_show_the_same_users(session: &mut Session) -> Claim {
    let page = list(session, &[]).await?;
    let reply = session
        .call(Request::get(USERS).header("accept", "application/xml"))
        .await?;

    let of_json: Vec<_> = items(&page)
        .iter()
        .filter_map(|item| item["LoginID"].as_str())
        .map(ToOwned::to_owned)
        .collect();
    let of_xml: Vec<_> = elements(&reply.text())?
        .into_iter()
        .filter(|(name, _)| name == "LoginID")
        .map(|(_, text)| text)
        .collect();
    holds("somebody is listed", !of_json.is_empty())?;
    same("the logins", of_json, of_xml)
}

async fn a_missing_token_is_401_in_its_own_words(session: &mut Session) -> Claim {
    let reply = session
        .send(
            Request::get(USERS)
                .header("accept", "application/json")
                .deviant(),
        )
        .await?;

    reply.is(401)?;
    let body = reply.json()?;
    // Two envelopes are known for this generation.
    let error = body
        .pointer("/Content/Error")
        .or_else(|| body.pointer("/Error"))
        .unwrap_or(&body);
    holds(
        "there is a Message",
        error["Message"]
            .as_str()
            .is_some_and(|message| !message.is_empty()),
    )
}

/// Claims that the look-up finds exactly one user, who was created for it.
async fn found(session: &mut Session, query: &[(&str, &str)]) -> Result<Value, Failure> {
    let core = json!({
        "name": { "familyName": "Oldtimer", "givenName": "Robin", "middleName": "Lee" },
        "phoneNumbers": [{ "value": "+1 425 555 0102", "type": "mobile", "primary": true }]
    });
    let user = newcomer_with(session, "known", core, json!({}));
    session.create(&user).await?;

    let page = list(session, query).await?;

    same("users in the page", 1, items(&page).len())?;
    let item = items(&page)[0].clone();
    same(
        "LoginID",
        "known@newcomer.example",
        item["LoginID"].as_str().unwrap_or_default(),
    )?;
    Ok(item)
}

async fn list(session: &mut Session, query: &[(&str, &str)]) -> Result<Value, Failure> {
    let request = query
        .iter()
        .fold(Request::get(USERS), |request, (name, value)| {
            request.query(name, *value)
        });
    session
        .call(request.header("accept", "application/json"))
        .await?
        .ok()
}

/// Follows by path and query only, as the platform page advises: the host in old samples is another one.
async fn follow(session: &mut Session, next: &str) -> Result<Value, Failure> {
    let url = url::Url::parse(next)
        .map_err(|error| Failure::disagrees(format!("NextPage {next}: {error}")))?;
    let mut request = Request::get(url.path()).header("accept", "application/json");
    for (name, value) in url.query_pairs() {
        request = request.query(&name, value.into_owned());
    }
    session.call(request).await?.ok()
}

fn items(page: &Value) -> &[Value] {
    page["Items"].as_array().map_or(&[], Vec::as_slice)
}

/// Every element of an XML text with the text directly in it.
fn elements(xml: &str) -> Result<Vec<(String, String)>, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Failure::disagrees(format!("the XML cannot be read: {error}"))
    };
    let mut reader = Reader::from_str(xml);
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = Vec::new();
    loop {
        match reader.read_event().map_err(|error| unreadable(&error))? {
            Event::Start(start) => {
                open.push(found.len());
                found.push((start.local_name().as_ref().to_owned(), String::new()));
            }
            Event::Empty(start) => {
                found.push((start.local_name().as_ref().to_owned(), String::new()));
            }
            Event::End(_) => {
                open.pop();
            }
            Event::Text(text) => {
                let text = text.xml_content(XmlVersion::Implicit1_0);
                if let Some(element) = open.last().and_then(|index| found.get_mut(*index)) {
                    element.1.push_str(text.trim());
                }
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
