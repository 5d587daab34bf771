//! SCIM v4: reading users.

use std::collections::BTreeSet;

use serde_json::json;

use super::people::create_furnished;
use super::scim_v4_calls::{SAP_USER, USERS, join, join_id, joiner, list, listing, read, shown};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish, id_of};

/// No company of a case needs more pages.
const PAGES: usize = 50;

const NOBODY: &str = "3b0f2d61-5c88-4e1a-9f57-c20d7a6b1e94";

register! { $ each_scim_v4_user of "scim_v4_users", page::SCIM_V4;
    a_page_holds_a_hundred_unless_asked_otherwise: "scim.v4.users.list", FreshCompany;
    a_thousand_are_given_or_a_hundred: "scim.v4.users.list", FreshCompany;
    counting_starts_at_one: "scim.v4.users.list";
    pages_by_index_hold_everyone_once: "scim.v4.users.list";
    pages_by_cursor_hold_everyone_once: "scim.v4.users.list";
    beyond_the_end_there_is_nobody: "scim.v4.users.list";
    a_count_that_is_no_number_is_400: "scim.v4.users.list";
    a_start_that_is_no_number_is_400: "scim.v4.users.list";
    a_filter_finds_a_login: "scim.v4.users.list", Write;
    a_filter_finds_an_external_id: "scim.v4.users.list", Write;
    a_filter_finds_an_employee_number_by_the_third_spelling: "scim.v4.users.list", Write;
    a_filter_on_another_attribute_is_400: "scim.v4.users.list";
    a_filter_without_an_operand_is_400: "scim.v4.users.list";
    a_look_up_without_hit_is_an_empty_list: "scim.v4.users.list";
    attributes_choose_what_is_shown: "scim.v4.users.list";
    excluded_attributes_are_left_out: "scim.v4.users.list";
    the_users_of_identity_are_listed: "scim.v4.users.list";
    a_user_reads_the_same_alone_and_in_the_list: "scim.v4.users.get";
    the_location_names_this_service: "scim.v4.users.get";
    a_user_has_nothing_that_only_identity_knows: "scim.v4.users.get", Write;
    verified_stands_in_the_sap_extension: "scim.v4.users.get", Write;
    a_manager_is_shown_with_id_and_number: "scim.v4.users.get", Write;
    an_unknown_user_is_404: "scim.v4.users.get";
}

async fn a_page_holds_a_hundred_unless_asked_otherwise(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    let page = list(session, USERS, &[]).await?;

    same("users in the page", 100, shown(&page)?.len())?;
    same("itemsPerPage", &json!(100), &page["itemsPerPage"])?;
    holds(
        "all are counted",
        page["totalResults"].as_u64() >= Some(130),
    )
}

async fn a_thousand_are_given_or_a_hundred(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    let page = list(session, USERS, &[("count", "1000")]).await?;

    // The page allows a thousand, the published description a hundred.
    let given = shown(&page)?.len();
    let all = page["totalResults"].as_u64();
    holds(
        format!("{given} are a hundred or all"),
        given == 100 || Some(given as u64) == all,
    )?;
    same("itemsPerPage", &json!(given), &page["itemsPerPage"])
}

async fn counting_starts_at_one(session: &mut Session) -> Claim {
    let unasked = list(session, USERS, &[("count", "3")]).await?;
    let asked = list(session, USERS, &[("count", "3"), ("startIndex", "1")]).await?;

    same("users", 3, shown(&unasked)?.len())?;
    same("startIndex", &json!(1), &unasked["startIndex"])?;
    same("Resources", &unasked["Resources"], &asked["Resources"])
}

async fn pages_by_index_hold_everyone_once(session: &mut Session) -> Claim {
    let mut ids = Vec::new();
    let mut start = 1;
    for _ in 0..PAGES {
        let from = start.to_string();
        let page = list(session, USERS, &[("count", "5"), ("startIndex", &from)]).await?;
        for user in shown(&page)? {
            ids.push(id_of(&user)?);
        }
        same("startIndex", &json!(start), &page["startIndex"])?;
        start += page["itemsPerPage"].as_u64().unwrap_or_default().max(1);
        if Some(start) > page["totalResults"].as_u64() {
            return everyone_once(session, ids).await;
        }
    }
    Err(Failure::disagrees("the list does not come to an end"))
}

async fn pages_by_cursor_hold_everyone_once(session: &mut Session) -> Claim {
    let mut ids = Vec::new();
    let mut page = list(session, USERS, &[("count", "5")]).await?;
    if !page["nextCursor"].is_string() {
        // Nothing says how this way of paging begins; the standard begins it with an empty cursor.
        page = list(session, USERS, &[("count", "5"), ("cursor", "")]).await?;
        holds("there is a cursor", page["nextCursor"].is_string())?;
    }
    for _ in 0..PAGES {
        for user in shown(&page)? {
            ids.push(id_of(&user)?);
        }
        let Some(cursor) = page["nextCursor"].as_str().map(ToOwned::to_owned) else {
            return everyone_once(session, ids).await;
        };
        page = list(session, USERS, &[("count", "5"), ("cursor", &cursor)]).await?;
    }
    Err(Failure::disagrees("the list does not come to an end"))
}

async fn beyond_the_end_there_is_nobody(session: &mut Session) -> Claim {
    let page = list(session, USERS, &[("startIndex", "9999")]).await?;

    same("Resources", &json!([]), &page["Resources"])?;
    holds("the total stays", page["totalResults"].as_u64() > Some(0))
}

async fn a_count_that_is_no_number_is_400(session: &mut Session) -> Claim {
    refused(session, &[("count", "many")]).await
}

async fn a_start_that_is_no_number_is_400(session: &mut Session) -> Claim {
    refused(session, &[("startIndex", "first")]).await
}

async fn a_filter_finds_a_login(session: &mut Session) -> Claim {
    finds(session, "userName eq \"known@joiner.example\"").await
}

async fn a_filter_finds_an_external_id(session: &mut Session) -> Claim {
    finds(session, "externalId eq \"X-known\"").await
}

async fn a_filter_finds_an_employee_number_by_the_third_spelling(session: &mut Session) -> Claim {
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0";
    finds(session, &format!("{urn}:employeeNumber eq \"J-known\"")).await
}

async fn a_filter_on_another_attribute_is_400(session: &mut Session) -> Claim {
    refused(session, &[("filter", "title eq \"Archivist\"")]).await
}

async fn a_filter_without_an_operand_is_400(session: &mut Session) -> Claim {
    refused(session, &[("filter", "userName eq")]).await
}

async fn a_look_up_without_hit_is_an_empty_list(session: &mut Session) -> Claim {
    shown(&list(session, USERS, &[]).await?)?;
    let filter = "userName eq \"nobody@joiner.example\"";
    let page = list(session, USERS, &[("filter", filter)]).await?;

    same("totalResults", &json!(0), &page["totalResults"])?;
    same("Resources", &json!([]), &page["Resources"])
}

async fn attributes_choose_what_is_shown(session: &mut Session) -> Claim {
    let page = list(session, USERS, &[("attributes", "active")]).await?;
    for user in shown(&page)? {
        let names: BTreeSet<_> = user
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        same("what is shown", BTreeSet::from(["active", "id"]), names)?;
    }
    Ok(())
}

async fn excluded_attributes_are_left_out(session: &mut Session) -> Claim {
    let page = list(session, USERS, &[("excludedAttributes", "emails,name")]).await?;
    for user in shown(&page)? {
        holds("there is a login", user["userName"].is_string())?;
        holds(
            "neither emails nor name",
            user.get("emails").is_none() && user.get("name").is_none(),
        )?;
    }
    Ok(())
}

async fn the_users_of_identity_are_listed(session: &mut Session) -> Claim {
    let mut ids = Vec::new();
    for user in shown(&list(session, USERS, &[("count", "100")]).await?)? {
        ids.push(id_of(&user)?);
    }
    everyone_once(session, ids).await
}

async fn a_user_reads_the_same_alone_and_in_the_list(session: &mut Session) -> Claim {
    let page = list(session, USERS, &[("count", "1")]).await?;
    let listed = shown(&page)?.remove(0);
    let alone = read(session, &id_of(&listed)?).await?;

    same("the user", listed, alone)
}

async fn the_location_names_this_service(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let user = read(session, &id).await?;

    let expected = format!("{}{USERS}/{id}", session.company().base_url);
    same("meta.location", &json!(expected), &user["meta"]["location"])
}

async fn a_user_has_nothing_that_only_identity_knows(session: &mut Session) -> Claim {
    let id = create_furnished(session, "rich").await?;
    let user = read(session, &id).await?;

    same("title", &json!("Archivist"), &user["title"])?;
    same(
        "costCenter",
        &json!("CC-17"),
        &user[ENTERPRISE]["costCenter"],
    )?;
    for name in ["localeOverrides", "dateOfBirth", "entitlements"] {
        holds(format!("no {name}"), user.get(name).is_none())?;
    }
    for name in ["leavesOfAbsence", "startDate", "terminationDate"] {
        holds(format!("no {name}"), user[ENTERPRISE].get(name).is_none())?;
    }
    Ok(())
}

async fn verified_stands_in_the_sap_extension(session: &mut Session) -> Claim {
    let id = join_id(session, "verified").await?;
    let user = read(session, &id).await?;

    let expected = json!([{ "value": "verified@joiner.example", "verified": false }]);
    same(
        "emails of the extension",
        &expected,
        &user[SAP_USER]["emails"],
    )?;
    let plain = json!("verified@joiner.example");
    same("the plain address", &plain, &user["emails"][0]["value"])?;
    holds(
        "it says no more there",
        user["emails"][0].get("verified").is_none(),
    )
}

async fn a_manager_is_shown_with_id_and_number(session: &mut Session) -> Claim {
    let manager = join_id(session, "boss").await?;
    let mut user = joiner(session, "clerk");
    user[ENTERPRISE]["manager"] = json!({ "value": manager });
    let id = id_of(&join(session, &user).await?)?;

    let shown = read(session, &id).await?[ENTERPRISE]["manager"].clone();
    same("value", &json!(manager), &shown["value"])?;
    same("employeeNumber", &json!("J-boss"), &shown["employeeNumber"])
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{USERS}/{NOBODY}"));
    session.call(request).await?.refused(404).map(drop)
}

/// Claims that the filter finds exactly the user who was created for it.
async fn finds(session: &mut Session, filter: &str) -> Claim {
    let mut user = joiner(session, "known");
    user["externalId"] = json!("X-known");
    let id = id_of(&join(session, &user).await?)?;
    join_id(session, "unknown").await?;

    let page = list(session, USERS, &[("filter", filter)]).await?;

    same("totalResults", &json!(1), &page["totalResults"])?;
    same("id", &json!(id), &page["Resources"][0]["id"])
}

async fn refused(session: &mut Session, query: &[(&str, &str)]) -> Claim {
    let request = listing(USERS, query).deviant();
    session.call(request).await?.refused(400).map(drop)
}

/// Claims that these are the ids of the company's users, each once.
async fn everyone_once(session: &mut Session, mut ids: Vec<String>) -> Claim {
    let everyone: Result<BTreeSet<_>, _> = session.everyone().await?.iter().map(id_of).collect();
    let found = ids.len();
    ids.sort();
    ids.dedup();
    same("users without repetition", found, ids.len())?;
    same("the users", everyone?, ids.into_iter().collect())
}
