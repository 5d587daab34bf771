//! Identity v4.1: the resources that describe the service itself.

use serde_json::Value;

use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

const BASE: &str = "/profile/identity/v4.1";
const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

register! { $ each_discovery of "discovery", page::IDENTITY_V4_1;
    resource_types_name_users: "identity.v4_1.resource_types.list";
    the_provider_says_what_it_supports: "identity.v4_1.service_provider_config.get";
    schemas_list_core_and_enterprise: "identity.v4_1.schemas.list";
    every_listed_schema_can_be_read: "identity.v4_1.schemas.get";
    the_core_schema_describes_user_name_as_required: "identity.v4_1.schemas.get";
    the_enterprise_schema_describes_the_company_as_immutable: "identity.v4_1.schemas.get";
    an_unknown_schema_is_404: "identity.v4_1.schemas.get";
    no_scope_is_needed: "identity.v4_1.schemas.list", FreshCompany;
    a_slash_at_the_end_makes_no_difference: "identity.v4_1.resource_types.list";
}

async fn resource_types_name_users(session: &mut Session) -> Claim {
    let body = session
        .call(Request::get(format!("{BASE}/ResourceTypes")))
        .await?
        .ok()?;

    // A bare array in the machine-readable description, a list elsewhere.
    let types = body
        .as_array()
        .or_else(|| body["Resources"].as_array())
        .cloned()
        .unwrap_or_default();
    let user = types.iter().find(|one| one["name"] == "User");
    let user = user.ok_or_else(|| Failure::disagrees("there is no resource type User"))?;
    same("schema", CORE, user["schema"].as_str().unwrap_or_default())?;
    same(
        "endpoint",
        "/Users",
        user["endpoint"].as_str().unwrap_or_default(),
    )
}

async fn the_provider_says_what_it_supports(session: &mut Session) -> Claim {
    let body = session
        .call(Request::get(format!("{BASE}/ServiceProviderConfig")))
        .await?
        .ok()?;

    for name in ["sort", "changePassword", "patch", "filter", "etag", "bulk"] {
        holds(
            format!("{name}.supported is a boolean"),
            body[name]["supported"].is_boolean(),
        )?;
    }
    same("patch", Some(true), body["patch"]["supported"].as_bool())?;
    same("filter", Some(true), body["filter"]["supported"].as_bool())?;
    same("etag", Some(false), body["etag"]["supported"].as_bool())?;
    same("sort", Some(false), body["sort"]["supported"].as_bool())
}

async fn schemas_list_core_and_enterprise(session: &mut Session) -> Claim {
    let ids = schema_ids(session).await?;
    for urn in [CORE, ENTERPRISE] {
        holds(format!("{urn} is listed"), ids.iter().any(|id| id == urn))?;
    }
    Ok(())
}

async fn every_listed_schema_can_be_read(session: &mut Session) -> Claim {
    for id in schema_ids(session).await? {
        let schema = schema(session, &id).await?;
        same("id", id.as_str(), schema["id"].as_str().unwrap_or_default())?;
        holds(
            "it has attributes",
            schema["attributes"]
                .as_array()
                .is_some_and(|all| !all.is_empty()),
        )?;
    }
    Ok(())
}

async fn the_core_schema_describes_user_name_as_required(session: &mut Session) -> Claim {
    let attribute = attribute(session, CORE, "userName").await?;

    same("required", Some(true), attribute["required"].as_bool())?;
    same(
        "type",
        "string",
        attribute["type"].as_str().unwrap_or_default(),
    )?;
    same(
        "uniqueness",
        "global",
        attribute["uniqueness"].as_str().unwrap_or_default(),
    )
}

async fn the_enterprise_schema_describes_the_company_as_immutable(session: &mut Session) -> Claim {
    let attribute = attribute(session, ENTERPRISE, "companyId").await?;
    same(
        "mutability",
        "immutable",
        attribute["mutability"].as_str().unwrap_or_default(),
    )
}

async fn an_unknown_schema_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{BASE}/Schemas/urn:example:nothing"));
    session
        .call(request.deviant())
        .await?
        .refused(404)
        .map(drop)
}

async fn no_scope_is_needed(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&["user.read"])).await?;
    for name in ["ResourceTypes", "ServiceProviderConfig", "Schemas"] {
        session
            .call(Request::get(format!("{BASE}/{name}")))
            .await?
            .is(200)?;
    }
    schema(session, CORE).await.map(drop)
}

async fn a_slash_at_the_end_makes_no_difference(session: &mut Session) -> Claim {
    schema(session, CORE).await?;
    // The pages write it with the slash, the machine-readable description without.
    for name in ["ResourceTypes", "ServiceProviderConfig", "Schemas"] {
        let plain = session
            .call(Request::get(format!("{BASE}/{name}")))
            .await?
            .ok()?;
        let slash = session
            .call(Request::get(format!("{BASE}/{name}/")).deviant())
            .await?
            .ok()?;
        same(name, plain, slash)?;
    }
    Ok(())
}

async fn schema_ids(session: &mut Session) -> Result<Vec<String>, Failure> {
    let schemas = session
        .call(Request::get(format!("{BASE}/Schemas")))
        .await?
        .people()?;
    Ok(schemas
        .iter()
        .filter_map(|schema| schema["id"].as_str())
        .map(ToOwned::to_owned)
        .collect())
}

async fn schema(session: &mut Session, id: &str) -> Result<Value, Failure> {
    let schema = session
        .call(Request::get(format!("{BASE}/Schemas/{id}")))
        .await?
        .ok()?;
    same("id", id, schema["id"].as_str().unwrap_or_default())?;
    Ok(schema)
}

async fn attribute(session: &mut Session, urn: &str, name: &str) -> Result<Value, Failure> {
    let schema = schema(session, urn).await?;
    let mut all = schema["attributes"].as_array().into_iter().flatten();
    let found = all.find(|attribute| attribute["name"] == name).cloned();
    found.ok_or_else(|| Failure::disagrees(format!("{urn} does not describe {name}")))
}
