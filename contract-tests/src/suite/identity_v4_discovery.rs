//! Identity v4: the resources that describe the service, and the look-up from before the list had parameters.

use serde_json::{Value, json};

use super::identity_v4_create::hire;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

const BASE: &str = "/profile/identity/v4";
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

register! { $ each_identity_v4_discovery of "identity_v4_discovery", page::IDENTITY_V4;
    resource_types_are_a_bare_list_with_the_user: "identity.v4.resource_types.list";
    the_user_needs_its_enterprise_part: "identity.v4.resource_types.list";
    the_provider_says_what_it_supports: "identity.v4.service_provider_config.get";
    the_provider_pages_by_index: "identity.v4.service_provider_config.get";
    schemas_are_a_list_of_core_and_enterprise: "identity.v4.schemas.list";
    every_listed_schema_can_be_read: "identity.v4.schemas.get";
    a_schema_says_where_it_lies: "identity.v4.schemas.get";
    an_unknown_schema_is_404: "identity.v4.schemas.get";
    no_scope_is_needed: "identity.v4.schemas.list", FreshCompany;
    a_slash_at_the_end_makes_no_difference: "identity.v4.resource_types.list";
    #[source = page::SAMPLE_COLLECTION]
    the_old_look_up_finds_a_login: "identity.v4.users.lookup", Write;
    #[source = page::SAMPLE_COLLECTION]
    the_old_look_up_finds_an_employee_number: "identity.v4.users.lookup", Write;
    #[source = page::SAMPLE_COLLECTION]
    the_old_look_up_finds_nobody_who_is_not_there: "identity.v4.users.lookup", Write;
    #[source = page::SAMPLE_COLLECTION]
    the_old_look_up_needs_a_token: "identity.v4.users.lookup", Write;
}

async fn resource_types_are_a_bare_list_with_the_user(session: &mut Session) -> Claim {
    let user = user_type(session).await?;

    same("schema", Some(CORE), user["schema"].as_str())?;
    same("endpoint", Some("/Users"), user["endpoint"].as_str())
}

async fn the_user_needs_its_enterprise_part(session: &mut Session) -> Claim {
    let user = user_type(session).await?;

    // The page calls the list attributes, the published description schemaExtensions.
    let extensions = user["schemaExtensions"]
        .as_array()
        .or_else(|| user["attributes"].as_array());
    let mut extensions = extensions.into_iter().flatten();
    let enterprise = extensions.find(|one| one["schema"] == ENTERPRISE);
    same(
        "required",
        Some(true),
        enterprise.and_then(|one| one["required"].as_bool()),
    )
}

async fn the_provider_says_what_it_supports(session: &mut Session) -> Claim {
    let body = read(session, "ServiceProviderConfig").await?;
    for (name, supported) in [
        ("patch", true),
        ("filter", true),
        ("sort", false),
        ("etag", false),
    ] {
        same(name, Some(supported), body[name]["supported"].as_bool())?;
    }
    Ok(())
}

async fn the_provider_pages_by_index(session: &mut Session) -> Claim {
    let body = read(session, "ServiceProviderConfig").await?;

    let pagination = &body["pagination"];
    // The member is not required; whoever sends it must not contradict the list.
    if pagination.is_object() {
        same(
            "index",
            Some(true),
            pagination["index"]["supported"].as_bool(),
        )?;
        let size = pagination["defaultPageSize"].as_u64();
        same("defaultPageSize", 10, size.unwrap_or(10))?;
    }
    holds("there is a filter", body["filter"].is_object())
}

async fn schemas_are_a_list_of_core_and_enterprise(session: &mut Session) -> Claim {
    let ids = schema_ids(session).await?;
    for urn in [CORE, ENTERPRISE] {
        holds(format!("{urn} is listed"), ids.iter().any(|id| id == urn))?;
    }
    let body = read(session, "Schemas").await?;
    same(
        "totalResults",
        Some(ids.len() as u64),
        body["totalResults"].as_u64(),
    )
}

async fn every_listed_schema_can_be_read(session: &mut Session) -> Claim {
    for id in schema_ids(session).await? {
        let schema = read(session, &format!("Schemas/{id}")).await?;
        same("id", Some(id.as_str()), schema["id"].as_str())?;
        let attributes = schema["attributes"].as_array();
        holds(
            "it has attributes",
            attributes.is_some_and(|all| !all.is_empty()),
        )?;
    }
    Ok(())
}

async fn a_schema_says_where_it_lies(session: &mut Session) -> Claim {
    let schema = read(session, &format!("Schemas/{CORE}")).await?;
    let meta = &schema["meta"];

    same(
        "resourceType",
        Some("Schema"),
        meta["resourceType"].as_str(),
    )?;
    let place = format!("/v4/Schemas/{CORE}");
    let location = meta["location"].as_str().unwrap_or_default();
    holds(
        format!("{location} ends with {place}"),
        location.ends_with(&place),
    )
}

async fn an_unknown_schema_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{BASE}/Schemas/urn:example:nothing"));
    session.call(request).await?.refused(404).map(drop)
}

async fn no_scope_is_needed(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&["user.read"])).await?;
    for name in ["ResourceTypes", "ServiceProviderConfig", "Schemas"] {
        read(session, name).await?;
    }
    read(session, &format!("Schemas/{CORE}")).await.map(drop)
}

async fn a_slash_at_the_end_makes_no_difference(session: &mut Session) -> Claim {
    user_type(session).await?;
    for name in ["ResourceTypes", "ServiceProviderConfig", "Schemas"] {
        let plain = read(session, name).await?;
        let slash = read(session, &format!("{name}/")).await?;
        same(name, &plain, &slash)?;
    }
    Ok(())
}

async fn the_old_look_up_finds_a_login(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;

    let found = look_up(session, &[("userName", "sought@newcomer.example")]).await?;

    same("the users", vec![id], found)
}

async fn the_old_look_up_finds_an_employee_number(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    let company = session.company().company_id.clone();

    let query = [
        ("companyId", company.as_str()),
        ("employeeNumber", "E-sought"),
    ];
    let found = look_up(session, &query).await?;

    same("the users", vec![id], found)
}

async fn the_old_look_up_finds_nobody_who_is_not_there(session: &mut Session) -> Claim {
    let id = hire(session, "sought", json!({}), json!({})).await?;
    let there = look_up(session, &[("userName", "sought@newcomer.example")]).await?;
    same("the users", vec![id], there)?;

    let request =
        Request::get(format!("{BASE}/users/lookup/")).query("userName", "nobody@newcomer.example");
    let reply = session.call(request).await?;

    // An empty list or a 404: the answer is nowhere shown.
    if reply.status() == 404 {
        return reply.refused(404).map(drop);
    }
    same("users", 0, reply.resources()?.len())
}

async fn the_old_look_up_needs_a_token(session: &mut Session) -> Claim {
    let request = Request::get(format!("{BASE}/users/lookup/"))
        .query("userName", "nobody@newcomer.example")
        .deviant();
    session.send(request).await?.refused(401).map(drop)
}

/// The ids of whom the old look-up names, in a list or alone.
async fn look_up(session: &mut Session, query: &[(&str, &str)]) -> Result<Vec<String>, Failure> {
    let request = query.iter().fold(
        Request::get(format!("{BASE}/users/lookup/")),
        |request, (name, value)| request.query(name, *value),
    );
    let body = session.call(request).await?.ok()?;
    let users = match body["Resources"].as_array() {
        Some(list) => list.clone(),
        None => vec![body],
    };
    users.iter().map(crate::session::id_of).collect()
}

async fn user_type(session: &mut Session) -> Result<Value, Failure> {
    let types = read(session, "ResourceTypes").await?;
    let mut types = types.as_array().cloned().unwrap_or_default().into_iter();
    let user = types.find(|one| one["name"] == "User");
    user.ok_or_else(|| Failure::disagrees("there is no resource type User"))
}

async fn schema_ids(session: &mut Session) -> Result<Vec<String>, Failure> {
    let request = Request::get(format!("{BASE}/Schemas"));
    let schemas = session.call(request).await?.people()?;
    let ids = schemas.iter().filter_map(|schema| schema["id"].as_str());
    Ok(ids.map(ToOwned::to_owned).collect())
}

async fn read(session: &mut Session, what: &str) -> Result<Value, Failure> {
    session
        .call(Request::get(format!("{BASE}/{what}")))
        .await?
        .ok()
}
