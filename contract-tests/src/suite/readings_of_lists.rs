//! Contradictions about reading and finding users: each reading is played when the company decides for it.

use serde_json::{Value, json};

use super::people::newcomer;
use super::readings::{decide, hire, list};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, USERS, Wish, search_request};

const V4: &str = "/profile/identity/v4/Users";
const RFC: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

register! { $ each_reading_of_lists of "readings_of_lists", page::IDENTITY_V4_1;
    a_count_above_the_maximum_may_be_refused: "identity.v4_1.users.list", FreshCompany;
    a_count_that_is_no_number_may_count_as_not_sent: "identity.v4_1.users.list", FreshCompany;
    a_list_may_need_a_count_of_one: "identity.v4_1.users.list", FreshCompany;
    a_search_may_take_a_count_of_nought: "identity.v4_1.users.search", FreshCompany;
    the_start_index_may_be_left_out: "identity.v4_1.users.list", FreshCompany;
    a_page_may_tell_what_was_asked_for: "identity.v4_1.users.list", FreshCompany;
    a_bad_cursor_may_be_404: "identity.v4_1.users.list", FreshCompany;
    a_cursor_may_serve_another_filter: "identity.v4_1.users.search", FreshCompany;
    a_cursor_may_end: "identity.v4_1.users.list", FreshCompany, Clock;
    a_removed_parameter_may_be_passed_over: "identity.v4_1.users.list", FreshCompany;
    an_unknown_parameter_may_be_refused: "identity.v4_1.users.list", FreshCompany;
    a_hidden_attribute_may_not_be_asked_for: "identity.v4_1.users.list", FreshCompany;
    attributes_may_exclude_exclusion: "identity.v4_1.users.list", FreshCompany;
    names_of_attributes_may_count_their_capitals: "identity.v4_1.users.list", FreshCompany;
    an_unknown_attribute_may_be_passed_over: "identity.v4_1.users.list", FreshCompany;
    one_user_may_be_shown_whole_whatever_was_asked: "identity.v4_1.users.get", FreshCompany;
    a_search_may_take_the_schema_of_rfc_7644: "identity.v4_1.users.search", FreshCompany;
    a_search_may_need_no_schema: "identity.v4_1.users.search", FreshCompany;
    ne_may_pass_over_the_unset: "identity.v4_1.users.search", FreshCompany;
    a_dotted_condition_may_mean_every_entry: "identity.v4_1.users.search", FreshCompany;
    a_broken_filter_may_be_a_bad_query: "identity.v4_1.users.search", FreshCompany;
    a_filter_may_see_what_the_reader_may_not: "identity.v4_1.users.search", FreshCompany;
    what_is_shown_on_request_may_be_shown_always: "identity.v4_1.users.get", FreshCompany;
    all_empty_lists_may_be_null: "identity.v4_1.users.get", FreshCompany;
    the_sap_schema_may_be_named_always: "identity.v4_1.users.get", FreshCompany;
    the_location_may_name_the_older_version: "identity.v4_1.users.get", FreshCompany;
    times_may_have_nine_digits: "identity.v4_1.users.get", FreshCompany;
    the_formatted_name_may_begin_with_the_given_name: "identity.v4_1.users.get", FreshCompany;
    a_page_of_v4_may_hold_twenty: "identity.v4.users.list", FreshCompany;
    a_page_of_v4_may_hold_twenty_unasked: "identity.v4.users.list", FreshCompany;
    a_start_below_one_may_be_the_first: "identity.v4.users.list", FreshCompany;
    a_start_beyond_the_end_may_be_refused: "identity.v4.users.list", FreshCompany;
    a_look_up_without_hit_may_be_404: "identity.v4.users.list", FreshCompany;
    a_number_without_company_may_mean_ones_own: "identity.v4.users.list", FreshCompany;
}

async fn a_count_above_the_maximum_may_be_refused(session: &mut Session) -> Claim {
    turns_to_400(
        session,
        "identity.count-above-maximum",
        "refused",
        ("count", "1001"),
    )
    .await
}

async fn a_count_that_is_no_number_may_count_as_not_sent(session: &mut Session) -> Claim {
    turns_to_200(
        session,
        "identity.unfit-count",
        "default",
        ("count", "many"),
    )
    .await
}

async fn a_list_may_need_a_count_of_one(session: &mut Session) -> Claim {
    turns_to_400(session, "identity.count-minimum", "one", ("count", "0")).await
}

async fn a_search_may_take_a_count_of_nought(session: &mut Session) -> Claim {
    let request = search_request(&json!({ "count": 0 })).deviant();
    session.call(request.clone()).await?.refused(400)?;
    decide(session, "identity.count-minimum", "zero").await?;
    let page = session.call(request).await?;
    same("users", 0, page.resources()?.len())?;
    holds(
        "there is a total",
        page.json()?["totalResults"].as_u64() > Some(0),
    )
}

async fn the_start_index_may_be_left_out(session: &mut Session) -> Claim {
    for (reading, expected) in [("sent", Some(1)), ("left-out", None)] {
        decide(session, "identity.start-index-reply", reading).await?;
        let page = session.call(Request::get(USERS)).await?.ok()?;
        same(reading, expected, page["startIndex"].as_u64())?;
    }
    Ok(())
}

async fn a_page_may_tell_what_was_asked_for(session: &mut Session) -> Claim {
    let page = list(session, USERS, &[("count", "500")]).await?;
    let held = page.people()?.len() as u64;
    decide(session, "identity.items-per-page", "requested").await?;
    let page = list(session, USERS, &[("count", "500")]).await?.ok()?;
    same("itemsPerPage", Some(500), page["itemsPerPage"].as_u64())?;
    holds("the page holds fewer", held < 500)
}

async fn a_bad_cursor_may_be_404(session: &mut Session) -> Claim {
    let request = Request::get(USERS).query("cursor", "bm9uc2Vuc2U=");
    session.call(request.clone()).await?.refused(400)?;
    decide(session, "identity.bad-cursor-status", "404").await?;
    let reply = session.call(request.other_reading()).await?;
    reply.refused(404).map(drop)
}

async fn a_cursor_may_serve_another_filter(session: &mut Session) -> Claim {
    let body = json!({ "count": 2, "filter": "active eq true" });
    for (reading, status) in [("bound", 400), ("free", 200)] {
        decide(session, "identity.cursor-query", reading).await?;
        let first = session.search(&body).await?.json()?;
        let other = json!({ "count": 2, "filter": "userName pr", "cursor": first["nextCursor"] });
        session.call(search_request(&other)).await?.is(status)?;
    }
    Ok(())
}

async fn a_cursor_may_end(session: &mut Session) -> Claim {
    decide(session, "identity.cursor-life", 60).await?;
    let first = list(session, USERS, &[("count", "2")]).await?.json()?;
    let cursor = first["nextCursor"].as_str().unwrap_or_default();
    let query = [("count", "2"), ("cursor", cursor)];
    list(session, USERS, &query).await?.people()?;
    session.advance(61).await?;
    list(session, USERS, &query).await?.refused(400).map(drop)
}

async fn a_removed_parameter_may_be_passed_over(session: &mut Session) -> Claim {
    let parameter = ("startIndex", "3");
    turns_to_200(session, "identity.removed-parameters", "ignored", parameter).await
}

async fn an_unknown_parameter_may_be_refused(session: &mut Session) -> Claim {
    let parameter = ("sortBy", "userName");
    turns_to_400(session, "identity.unknown-parameters", "refused", parameter).await
}

async fn a_hidden_attribute_may_not_be_asked_for(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let query = [("attributes", "emails")];
    list(session, USERS, &query).await?.is(200)?;
    decide(session, "identity.missing-read-scope", "refused").await?;
    list(session, USERS, &query).await?.refused(403).map(drop)
}

async fn attributes_may_exclude_exclusion(session: &mut Session) -> Claim {
    let query = [
        ("attributes", "name"),
        ("excludedAttributes", "name.givenName"),
    ];
    list(session, USERS, &query).await?.is(200)?;
    decide(session, "identity.attributes-and-excluded", "refused").await?;
    list(session, USERS, &query).await?.refused(400).map(drop)
}

async fn names_of_attributes_may_count_their_capitals(session: &mut Session) -> Claim {
    let parameter = ("attributes", "USERNAME");
    turns_to_400(session, "identity.attribute-name-case", "exact", parameter).await
}

async fn an_unknown_attribute_may_be_passed_over(session: &mut Session) -> Claim {
    let parameter = ("attributes", "userName,shoeSize");
    turns_to_200(session, "identity.unknown-attributes", "ignored", parameter).await
}

async fn one_user_may_be_shown_whole_whatever_was_asked(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let one = format!("{USERS}/{id}");
    let query = [("attributes", "userName")];
    let part = list(session, &one, &query).await?.ok()?;
    holds("there is no name", part.get("name").is_none())?;
    decide(session, "identity.get-attributes", "ignored").await?;
    let whole = list(session, &one, &query).await?.ok()?;
    holds("there is a name", whole["name"].is_object())
}

async fn a_search_may_take_the_schema_of_rfc_7644(session: &mut Session) -> Claim {
    let body = json!({ "schemas": [RFC] });
    search_turns(session, "either", &body).await?;
    // Concur's own stays good.
    session.search(&json!({})).await?.people().map(drop)
}

async fn a_search_may_need_no_schema(session: &mut Session) -> Claim {
    search_turns(session, "ignored", &json!({ "count": 5 })).await
}

async fn ne_may_pass_over_the_unset(session: &mut Session) -> Claim {
    let id = hire(session, "unset", json!({}), json!({})).await?;
    let filter = "nickName ne \"Rob\" and userName eq \"unset@newcomer.example\"";
    same("with null", vec![id], session.find(filter).await?)?;
    decide(session, "identity.ne-and-null", "does-not-match").await?;
    same("without", 0, session.find(filter).await?.len())
}

async fn a_dotted_condition_may_mean_every_entry(session: &mut Session) -> Claim {
    let emails = json!({ "emails": [
        { "value": "a@one.example", "type": "work" }, { "value": "a@two.example", "type": "home" }
    ]});
    let id = hire(session, "two", emails, json!({})).await?;
    let filter = "emails.value ew \"@one.example\"";
    same("some entry", vec![id], session.find(filter).await?)?;
    decide(session, "identity.filter-across-values", "every").await?;
    same("every entry", 0, session.find(filter).await?.len())
}

async fn a_broken_filter_may_be_a_bad_query(session: &mut Session) -> Claim {
    let request = search_request(&json!({ "filter": "userName eq" })).deviant();
    for code in ["INVALID_INPUT", "BAD_QUERY"] {
        decide(session, "identity.invalid-filter-code", code).await?;
        let words = session.call(request.clone()).await?.refused(400)?.text();
        holds(format!("{words} says {code}"), words.contains(code))?;
    }
    Ok(())
}

async fn a_filter_may_see_what_the_reader_may_not(session: &mut Session) -> Claim {
    let scopes = [
        "identity.user.ids.read",
        "identity.user.coreenterprise.writeonly",
    ];
    session.enter(&Wish::scopes(&scopes)).await?;
    let id = hire(session, "seen", json!({ "nickName": "Rob" }), json!({})).await?;
    let filter = "nickName eq \"Rob\"";
    same("as null", 0, session.find(filter).await?.len())?;
    decide(session, "identity.filter-without-scope", "answered").await?;
    same("answered", vec![id], session.find(filter).await?)?;
    decide(session, "identity.filter-without-scope", "refused").await?;
    let request = search_request(&json!({ "filter": filter }));
    session.call(request).await?.refused(403).map(drop)
}

async fn what_is_shown_on_request_may_be_shown_always(session: &mut Session) -> Claim {
    let entitled = json!({ "entitlements": ["Expense"] });
    let id = hire(session, "entitled", entitled, json!({})).await?;
    let user = session.user(&id).await?;
    holds("they are hidden", user.get("entitlements").is_none())?;
    decide(session, "identity.request-only", "shown").await?;
    let user = session.user(&id).await?;
    same("entitlements", &json!(["Expense"]), &user["entitlements"])
}

async fn all_empty_lists_may_be_null(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "empty")).await?;
    for (reading, expected) in [
        ("mixed", json!([[], [], null])),
        ("null", json!([null, null, null])),
        ("brackets", json!([[], [], []])),
    ] {
        decide(session, "identity.empty-lists", reading).await?;
        let user = session.user(&id).await?;
        let names = ["addresses", "phoneNumbers", "emergencyContacts"];
        let found: Value = names.iter().map(|name| user[*name].clone()).collect();
        same(reading, expected, found)?;
    }
    Ok(())
}

async fn the_sap_schema_may_be_named_always(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "sapless")).await?;
    let sap = json!("urn:ietf:params:scim:schemas:extension:sap:2.0:User");
    for (reading, expected) in [("when-present", false), ("always", true)] {
        decide(session, "identity.sap-in-schemas", reading).await?;
        let user = session.user(&id).await?;
        let schemas = user["schemas"].as_array();
        let named = schemas.is_some_and(|all| all.contains(&sap));
        same(reading, expected, named)?;
    }
    Ok(())
}

async fn the_location_may_name_the_older_version(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    decide(session, "identity.location", "v4").await?;
    let user = session.user(&id).await?;
    let place = format!("{}{V4}/{id}", session.company().base_url);
    let found = user["meta"]["location"].as_str();
    same("meta.location", Some(place.as_str()), found)
}

async fn times_may_have_nine_digits(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    for (reading, digits) in [("microseconds", 6), ("nanoseconds", 9)] {
        decide(session, "identity.time-fraction", reading).await?;
        let user = session.user(&id).await?;
        let created = user["meta"]["created"].as_str().unwrap_or_default();
        let fraction = created.split(['.', 'Z']).nth(1).unwrap_or_default();
        same(created, digits, fraction.len())?;
    }
    Ok(())
}

async fn the_formatted_name_may_begin_with_the_given_name(session: &mut Session) -> Claim {
    decide(session, "identity.formatted-name", "given-first").await?;
    let id = session.create_id(&newcomer(session, "named")).await?;
    let user = session.user(&id).await?;
    same(
        "formatted",
        Some("Robin Newcomer"),
        user["name"]["formatted"].as_str(),
    )
}

async fn a_page_of_v4_may_hold_twenty(session: &mut Session) -> Claim {
    session.enter(&Wish::users(30)).await?;
    decide(session, "identity-v4.count-maximum", 20).await?;
    let page = list(session, V4, &[("count", "100")]).await?;
    same("users", 20, page.people()?.len())
}

async fn a_page_of_v4_may_hold_twenty_unasked(session: &mut Session) -> Claim {
    session.enter(&Wish::users(30)).await?;
    decide(session, "identity-v4.count-default", 20).await?;
    same("users", 20, list(session, V4, &[]).await?.people()?.len())
}

async fn a_start_below_one_may_be_the_first(session: &mut Session) -> Claim {
    let query = [("startIndex", "0")];
    list(session, V4, &query).await?.refused(400)?;
    decide(session, "identity-v4.start-below-one", "first").await?;
    let page = list(session, V4, &query).await?.ok()?;
    same("startIndex", Some(1), page["startIndex"].as_u64())
}

async fn a_start_beyond_the_end_may_be_refused(session: &mut Session) -> Claim {
    let query = [("startIndex", "9999")];
    list(session, V4, &query).await?.is(200)?;
    decide(session, "identity-v4.start-beyond-end", "refused").await?;
    list(session, V4, &query).await?.refused(400).map(drop)
}

async fn a_look_up_without_hit_may_be_404(session: &mut Session) -> Claim {
    let query = [("userName", "nobody@newcomer.example")];
    list(session, V4, &query).await?.is(200)?;
    decide(session, "identity-v4.lookup-without-hit", "404").await?;
    list(session, V4, &query).await?.refused(404).map(drop)
}

async fn a_number_without_company_may_mean_ones_own(session: &mut Session) -> Claim {
    hire(session, "sought", json!({}), json!({})).await?;
    let query = [("employeeNumber", "E-sought")];
    list(session, V4, &query).await?.refused(400)?;
    decide(session, "identity-v4.number-without-company", "own-company").await?;
    same("users", 1, list(session, V4, &query).await?.people()?.len())
}

/// Claims that a parameter is taken by default and refused when that is decided.
async fn turns_to_400(
    session: &mut Session,
    key: &str,
    reading: &str,
    parameter: (&str, &str),
) -> Claim {
    list(session, USERS, &[parameter]).await?.is(200)?;
    decide(session, key, reading).await?;
    list(session, USERS, &[parameter])
        .await?
        .refused(400)
        .map(drop)
}

/// Claims that a parameter is refused by default and taken when that is decided.
async fn turns_to_200(
    session: &mut Session,
    key: &str,
    reading: &str,
    parameter: (&str, &str),
) -> Claim {
    list(session, USERS, &[parameter]).await?.refused(400)?;
    decide(session, key, reading).await?;
    list(session, USERS, &[parameter]).await?.people().map(drop)
}

async fn search_turns(session: &mut Session, reading: &str, body: &Value) -> Claim {
    searched(session, body).await?.refused(400)?;
    decide(session, "identity.search-schemas", reading).await?;
    searched(session, body).await?.people().map(drop)
}

async fn searched(session: &mut Session, body: &Value) -> Result<Reply, Failure> {
    let request = Request::post(format!("{USERS}/.search")).json(body);
    session.call(request.deviant()).await
}
