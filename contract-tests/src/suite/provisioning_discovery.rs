//! User Provisioning v4: what the service says of itself.

use serde_json::Value;

use super::provisioning_calls::{PAYROLL, SPEND, TRAVEL};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

register! { $ each_provisioning_discovery of "provisioning_discovery", page::PROVISIONING;
    there_is_one_kind_of_resource: "provisioning.v4.resource_types.list";
    only_the_enterprise_extension_is_required: "provisioning.v4.resource_types.list";
    one_kind_of_resource_reads_alone_as_in_the_list: "provisioning.v4.resource_types.get";
    an_unknown_kind_of_resource_is_404: "provisioning.v4.resource_types.get";
    the_schemas_stand_in_a_list_within_a_list: "provisioning.v4.schemas.list";
    every_listed_schema_can_be_read: "provisioning.v4.schemas.get";
    an_unknown_schema_is_404: "provisioning.v4.schemas.get";
    the_provider_says_its_limits: "provisioning.v4.service_provider_config.get";
    discovery_needs_its_scope: "provisioning.v4.schemas.list", FreshCompany;
    the_older_base_path_discovers_as_well: "provisioning.v4.resource_types.list";
}

const BASE: &str = "/profile/v4";

async fn there_is_one_kind_of_resource(session: &mut Session) -> Claim {
    let kinds = read(session, "/ResourceTypes").await?;
    same("kinds", Some(1), kinds.as_array().map(Vec::len))?;
    same("id", Some("User"), kinds[0]["id"].as_str())?;
    let base = session.company().base_url.clone();
    let location = format!("{base}{BASE}/ResourceTypes/User");
    same(
        "location",
        Some(location.as_str()),
        kinds[0]["meta"]["location"].as_str(),
    )
}

async fn only_the_enterprise_extension_is_required(session: &mut Session) -> Claim {
    let kinds = read(session, "/ResourceTypes").await?;
    let extensions = kinds[0]["schemaExtensions"].as_array().cloned();
    let extensions = extensions.unwrap_or_default();
    let named = |name: &str| extensions.iter().find(|one| one["schema"] == name);
    for (name, required) in [
        (ENTERPRISE, true),
        (SPEND, false),
        (TRAVEL, false),
        (PAYROLL, false),
    ] {
        let found = named(name).map(|one| one["required"] == true);
        same(name, Some(required), found)?;
    }
    Ok(())
}

async fn one_kind_of_resource_reads_alone_as_in_the_list(session: &mut Session) -> Claim {
    let kinds = read(session, "/ResourceTypes").await?;
    let alone = read(session, "/ResourceTypes/User").await?;
    // One example stands for both, and it is a list.
    let alone = if alone.is_array() {
        alone[0].clone()
    } else {
        alone
    };
    same("id", Some("User"), alone["id"].as_str())?;
    same("the kind", &kinds[0], &alone)
}

async fn an_unknown_kind_of_resource_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{BASE}/ResourceTypes/Ship"));
    session.call(request).await?.refused(404).map(drop)
}

async fn the_schemas_stand_in_a_list_within_a_list(session: &mut Session) -> Claim {
    let ids = schemas(session).await?;
    for id in [
        "urn:ietf:params:scim:api:messages:concur:2.0:Error",
        "urn:ietf:params:scim:schemas:extension:concur:2.0:Provision:Status",
    ] {
        holds(format!("{id} in {ids:?}"), ids.iter().any(|one| one == id))?;
    }
    Ok(())
}

async fn every_listed_schema_can_be_read(session: &mut Session) -> Claim {
    for id in schemas(session).await? {
        let schema = read(session, &format!("/Schemas/{id}")).await?;
        // One example stands for both, and it is a list within a list.
        let schema = if schema.is_array() {
            same(
                "schemas",
                Some(1),
                schema[0]["Resources"].as_array().map(Vec::len),
            )?;
            schema[0]["Resources"][0].clone()
        } else {
            schema
        };
        same("id", Some(id.as_str()), schema["id"].as_str())?;
        let count = schema["attributes"].as_array().map_or(0, Vec::len);
        holds(format!("{id} has attributes"), count > 0)?;
    }
    Ok(())
}

async fn an_unknown_schema_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{BASE}/Schemas/urn:ship"));
    session.call(request).await?.refused(404).map(drop)
}

async fn the_provider_says_its_limits(session: &mut Session) -> Claim {
    let config = read(session, "/ServiceProviderConfig").await?;
    let bulk = &config["bulk"];
    same("bulk", &Value::from(true), &bulk["supported"])?;
    same("operations", &Value::from(100), &bulk["maxOperations"])?;
    same("bytes", &Value::from(409_600), &bulk["maxPayloadSize"])?;
    same("patch", &Value::from(true), &config["patch"]["supported"])
}

async fn discovery_needs_its_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.core.read"]))
        .await?;
    for path in ["/ResourceTypes", "/ResourceTypes/User", "/Schemas"] {
        let request = Request::get(format!("{BASE}{path}"));
        session.call(request).await?.refused(403)?;
    }
    Ok(())
}

async fn the_older_base_path_discovers_as_well(session: &mut Session) -> Claim {
    for path in ["/ResourceTypes", "/Schemas", "/ServiceProviderConfig"] {
        let request = Request::get(format!("/provisioning/v4{path}"));
        let found = session.call(request).await?.ok()?;
        holds(
            path,
            found
                .as_array()
                .map_or(found["bulk"].is_object(), |list| !list.is_empty()),
        )?;
    }
    Ok(())
}

async fn read(session: &mut Session, path: &str) -> Result<Value, Failure> {
    let request = Request::get(format!("{BASE}{path}"));
    session.call(request).await?.ok()
}

async fn schemas(session: &mut Session) -> Result<Vec<String>, Failure> {
    let lists = read(session, "/Schemas").await?;
    let listed = lists[0]["Resources"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let id = |one: &Value| one["id"].as_str().map(ToOwned::to_owned);
    let ids: Vec<String> = listed.iter().filter_map(id).collect();
    holds("there are schemas", !ids.is_empty())?;
    Ok(ids)
}
