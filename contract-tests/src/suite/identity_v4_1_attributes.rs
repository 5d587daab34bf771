//! Identity v4.1: `attributes` and `excludedAttributes`.

use serde_json::{Value, json};

use super::people::create_furnished;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS};

register! { $ each_identity_v4_1_attribute of "identity_v4_1_attributes", page::IDENTITY_V4_1;
    a_list_shows_the_named_attributes_and_the_id: "identity.v4_1.users.list";
    #[source = page::SEARCH]
    a_search_shows_the_named_attributes_and_the_id: "identity.v4_1.users.search";
    one_user_shows_the_named_attributes_and_the_id: "identity.v4_1.users.get";
    several_attributes_are_separated_by_commas: "identity.v4_1.users.get", Write;
    a_sub_attribute_shows_alone: "identity.v4_1.users.get", Write;
    a_sub_attribute_of_a_list_shows_in_every_entry: "identity.v4_1.users.get", Write;
    an_extension_attribute_is_named_with_its_urn: "identity.v4_1.users.get", Write;
    a_core_attribute_may_be_named_with_its_urn: "identity.v4_1.users.get", Write;
    names_of_attributes_ignore_case: "identity.v4_1.users.get", Write;
    an_unknown_attribute_is_400: "identity.v4_1.users.list";
    an_unknown_attribute_of_a_search_is_400: "identity.v4_1.users.search";
    an_excluded_attribute_is_left_out: "identity.v4_1.users.get", Write;
    an_excluded_sub_attribute_leaves_the_rest: "identity.v4_1.users.get", Write;
    #[source = page::SEARCH]
    a_whole_extension_can_be_excluded: "identity.v4_1.users.search";
    the_id_cannot_be_excluded: "identity.v4_1.users.get";
    exclusion_works_on_what_was_asked_for: "identity.v4_1.users.get", Write;
    excluding_everything_else_keeps_lists_alike: "identity.v4_1.users.list";
}

async fn a_list_shows_the_named_attributes_and_the_id(session: &mut Session) -> Claim {
    let request = Request::get(USERS).query("attributes", "userName");
    for user in session.call(request).await?.people()? {
        same("the keys", sorted(&["id", "userName"]), keys(&user))?;
    }
    Ok(())
}

async fn a_search_shows_the_named_attributes_and_the_id(session: &mut Session) -> Claim {
    for user in session
        .search(&json!({ "attributes": ["active"] }))
        .await?
        .people()?
    {
        same("the keys", sorted(&["active", "id"]), keys(&user))?;
    }
    Ok(())
}

async fn one_user_shows_the_named_attributes_and_the_id(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let user = session.user_with(&id, "active").await?;

    same("the keys", sorted(&["active", "id"]), keys(&user))
}

async fn several_attributes_are_separated_by_commas(session: &mut Session) -> Claim {
    let id = create_furnished(session, "commas").await?;
    let user = session.user_with(&id, "userName,title,emails").await?;

    same(
        "the keys",
        sorted(&["emails", "id", "title", "userName"]),
        keys(&user),
    )
}

async fn a_sub_attribute_shows_alone(session: &mut Session) -> Claim {
    let id = create_furnished(session, "sub").await?;
    let user = session.user_with(&id, "name.familyName").await?;

    same(
        "name",
        json!({ "familyName": "Newcomer" }),
        user["name"].clone(),
    )
}

async fn a_sub_attribute_of_a_list_shows_in_every_entry(session: &mut Session) -> Claim {
    let id = create_furnished(session, "entries").await?;
    let user = session.user_with(&id, "addresses.locality").await?;

    same(
        "addresses",
        json!([{ "locality": "Portland" }, { "locality": "Bellevue" }]),
        user["addresses"].clone(),
    )
}

async fn an_extension_attribute_is_named_with_its_urn(session: &mut Session) -> Claim {
    let id = create_furnished(session, "urn").await?;
    let user = session
        .user_with(&id, &format!("{ENTERPRISE}:department"))
        .await?;

    same(
        "the extension",
        json!({ "department": "Archive" }),
        user[ENTERPRISE].clone(),
    )?;
    same("the keys", sorted(&["id", ENTERPRISE]), keys(&user))
}

async fn a_core_attribute_may_be_named_with_its_urn(session: &mut Session) -> Claim {
    let id = create_furnished(session, "core").await?;
    let user = session
        .user_with(&id, "urn:ietf:params:scim:schemas:core:2.0:User:title")
        .await?;

    same(
        "title",
        "Archivist",
        user["title"].as_str().unwrap_or_default(),
    )
}

async fn names_of_attributes_ignore_case(session: &mut Session) -> Claim {
    let id = create_furnished(session, "case").await?;
    let user = session.user_with(&id, "USERNAME,Title").await?;

    same(
        "the keys",
        sorted(&["id", "title", "userName"]),
        keys(&user),
    )
}

async fn an_unknown_attribute_is_400(session: &mut Session) -> Claim {
    let request = Request::get(USERS).query("attributes", "userName,shoeSize");
    let refusal = session.call(request).await?.refused(400)?;

    holds(
        "the refusal names the attribute",
        refusal.text().contains("shoeSize"),
    )
}

async fn an_unknown_attribute_of_a_search_is_400(session: &mut Session) -> Claim {
    let refusal = session
        .search(&json!({ "attributes": ["shoeSize"] }))
        .await?
        .refused(400)?;

    holds(
        "the refusal names the attribute",
        refusal.text().contains("shoeSize"),
    )
}

async fn an_excluded_attribute_is_left_out(session: &mut Session) -> Claim {
    let id = create_furnished(session, "excluded").await?;
    let whole = session.user(&id).await?;

    let user = excluding(session, &id, "emails,title").await?;

    let left: Vec<_> = keys(&whole)
        .into_iter()
        .filter(|key| key != "emails" && key != "title")
        .collect();
    same("the keys", left, keys(&user))
}

async fn an_excluded_sub_attribute_leaves_the_rest(session: &mut Session) -> Claim {
    let id = create_furnished(session, "rest").await?;

    let user = excluding(session, &id, "name.familyName").await?;

    holds(
        "familyName is left out",
        user["name"].get("familyName").is_none(),
    )?;
    same(
        "givenName",
        "Robin",
        user["name"]["givenName"].as_str().unwrap_or_default(),
    )
}

async fn a_whole_extension_can_be_excluded(session: &mut Session) -> Claim {
    for user in session
        .search(&json!({ "excludedAttributes": [ENTERPRISE] }))
        .await?
        .people()?
    {
        holds(
            "there is no enterprise extension",
            user.get(ENTERPRISE).is_none(),
        )?;
        holds("the rest is there", user["userName"].is_string())?;
    }
    Ok(())
}

async fn the_id_cannot_be_excluded(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let user = excluding(session, &id, "id,userName").await?;

    same("id", id.as_str(), user["id"].as_str().unwrap_or_default())
}

async fn exclusion_works_on_what_was_asked_for(session: &mut Session) -> Claim {
    let id = create_furnished(session, "both").await?;

    let request = Request::get(format!("{USERS}/{id}"))
        .query("attributes", "name,title")
        .query("excludedAttributes", "name.familyName,title");
    let user = session.call(request).await?.ok()?;

    holds("the title is gone", user.get("title").is_none())?;
    holds(
        "the family name is gone",
        user["name"].get("familyName").is_none(),
    )?;
    same(
        "givenName",
        "Robin",
        user["name"]["givenName"].as_str().unwrap_or_default(),
    )
}

async fn excluding_everything_else_keeps_lists_alike(session: &mut Session) -> Claim {
    let whole = session.call(Request::get(USERS)).await?.ok()?;
    let less = session
        .call(Request::get(USERS).query("excludedAttributes", "name"))
        .await?
        .ok()?;

    same(
        "totalResults",
        &whole["totalResults"],
        &less["totalResults"],
    )?;
    holds(
        "somebody is listed",
        whole["Resources"][0]["id"].is_string(),
    )?;
    let ids = |page: &Value| -> Vec<Value> {
        page["Resources"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|user| user["id"].clone())
            .collect()
    };
    same("the ids", ids(&whole), ids(&less))
}

async fn excluding(
    session: &mut Session,
    id: &str,
    names: &str,
) -> Result<Value, crate::finding::Failure> {
    let request = Request::get(format!("{USERS}/{id}")).query("excludedAttributes", names);
    session.call(request).await?.ok()
}

/// The keys of a document, sorted: their order differs in every published example.
fn keys(user: &Value) -> Vec<String> {
    let mut keys: Vec<_> = user
        .as_object()
        .map(|object| object.keys().cloned().collect())
        .unwrap_or_default();
    keys.sort();
    keys
}

fn sorted(names: &[&str]) -> Vec<String> {
    let mut names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    names.sort();
    names
}
