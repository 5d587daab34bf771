//! Serves the contract documents, so that any OpenAPI tool can be pointed at the mock, and the description of this API.
//!
//! No route reads them: they judge the mock, and what judges does not make.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::caller::Arrival;
use crate::world::World;

use super::fault::AdminFault;
use super::place::Place;

/// The documents by the name under which they are served.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "oauth2",
        include_str!("../../../fixtures/contract/oauth2.yaml"),
    ),
    (
        "app-mgmt",
        include_str!("../../../fixtures/contract/app-mgmt.yaml"),
    ),
    (
        "identity-v4",
        include_str!("../../../fixtures/contract/identity-v4.yaml"),
    ),
    (
        "identity-v4.1",
        include_str!("../../../fixtures/contract/identity-v4.1.yaml"),
    ),
    (
        "users-v3.0",
        include_str!("../../../fixtures/contract/users-v3.0.yaml"),
    ),
    (
        "scim-v4",
        include_str!("../../../fixtures/contract/scim-v4.yaml"),
    ),
    (
        "user-retrieval-v4",
        include_str!("../../../fixtures/contract/user-retrieval-v4.yaml"),
    ),
    (
        "user-provisioning-v4",
        include_str!("../../../fixtures/contract/user-provisioning-v4.yaml"),
    ),
    (
        "users-v3.1",
        include_str!("../../../fixtures/contract/users-v3.1.yaml"),
    ),
    (
        "user-v1",
        include_str!("../../../fixtures/contract/user-v1.yaml"),
    ),
    (
        "profile-v1",
        include_str!("../../../fixtures/contract/profile-v1.yaml"),
    ),
    (
        "spend-v4",
        include_str!("../../../fixtures/contract/spend-v4.yaml"),
    ),
    (
        "spend-v4.1",
        include_str!("../../../fixtures/contract/spend-v4.1.yaml"),
    ),
    (
        "legal-entity-v4.1",
        include_str!("../../../fixtures/contract/legal-entity-v4.1.yaml"),
    ),
    (
        "travel-v4",
        include_str!("../../../fixtures/contract/travel-v4.yaml"),
    ),
    (
        "travel-profile-v1",
        include_str!("../../../fixtures/contract/travel-profile-v1.yaml"),
    ),
    (
        "travel-profile-v2",
        include_str!("../../../fixtures/contract/travel-profile-v2.yaml"),
    ),
    (
        "event-subscriptions-v4",
        include_str!("../../../fixtures/contract/event-subscriptions-v4.yaml"),
    ),
];

/// The description of the admin API: the first part is the document, the others add paths and schemas.
const ADMIN: [&str; 5] = [
    include_str!("openapi/companies.yaml"),
    include_str!("openapi/operations.yaml"),
    include_str!("openapi/snapshots.yaml"),
    include_str!("openapi/faults.yaml"),
    include_str!("openapi/rate_limits.yaml"),
];

/// `GET /__admin/contract`: what there is.
pub(super) async fn list() -> Json<Value> {
    let documents: Vec<Value> = DOCUMENTS
        .iter()
        .map(|(name, _)| json!({"api": name, "path": format!("/__admin/contract/{name}.json")}))
        .collect();
    Json(json!({"contracts": documents}))
}

/// `GET /__admin/contract/{api}.json`: one document, with this mock as its server.
pub(super) async fn document(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Place(file): Place<String>,
) -> Result<Json<Value>, AdminFault> {
    static READ: OnceLock<BTreeMap<&str, Value>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        DOCUMENTS
            .iter()
            .map(|(name, text)| {
                let mut document = parse(text);
                let_optional_members_be_null(&mut document);
                (*name, document)
            })
            .collect()
    });
    let name = file.strip_suffix(".json").unwrap_or(&file);
    let document = read.get(name).ok_or_else(|| {
        let names: Vec<&str> = read.keys().copied().collect();
        AdminFault::not_found(format!(
            "there is no contract `{}`; there are {}",
            file.chars().take(64).collect::<String>(),
            names.join(", ")
        ))
    })?;
    Ok(Json(served_here(
        document.clone(),
        world.base_url(arrival.data_centre),
    )))
}

/// `GET /__admin/openapi.json`: the admin API itself.
pub(super) async fn admin(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
) -> Json<Value> {
    static READ: OnceLock<Value> = OnceLock::new();
    let document = READ.get_or_init(joined);
    Json(served_here(
        document.clone(),
        world.base_url(arrival.data_centre),
    ))
}

/// The description of the admin API in one piece.
fn joined() -> Value {
    let [first, others @ ..] = ADMIN.map(parse);
    others.into_iter().fold(first, |mut whole, mut part| {
        for pointer in [
            "/tags",
            "/paths",
            "/components/schemas",
            "/components/responses",
        ] {
            let (Some(target), Some(added)) =
                (whole.pointer_mut(pointer), part.pointer_mut(pointer))
            else {
                continue;
            };
            match (target, added.take()) {
                (Value::Object(target), Value::Object(added)) => target.extend(added),
                (Value::Array(target), Value::Array(added)) => target.extend(added),
                _ => {}
            }
        }
        whole
    })
}

/// The document as JSON, its references to other documents included. One that is no YAML would be null, which a test
/// holds against.
fn parse(text: &str) -> Value {
    // Otherwise `n`, a member of a key, would be read as false.
    let options = serde_saphyr::options! { strict_booleans: true };
    let mut value = serde_saphyr::from_str_with_options(text, options).unwrap_or(Value::Null);
    point_to_json(&mut value);
    value
}

fn point_to_json(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == "$ref" => {
                        *text = text.replace(".yaml#", ".json#");
                    }
                    member => point_to_json(member),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(point_to_json),
        _ => {}
    }
}

/// Lets every optional member be null. The transcription says it once, in words, that null counts as absent; tools that read
/// the document for themselves must find it in each schema.
fn let_optional_members_be_null(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let required: Vec<String> = members
                .get("required")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect();
            members.values_mut().for_each(let_optional_members_be_null);
            let Some(Value::Object(properties)) = members.get_mut("properties") else {
                return;
            };
            for (name, schema) in properties {
                if !required.contains(name) && schema.is_object() {
                    let given = schema.take();
                    *schema = json!({"anyOf": [given, {"type": "null"}]});
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(let_optional_members_be_null),
        _ => {}
    }
}

fn served_here(mut document: Value, base_url: &str) -> Value {
    document["servers"] = json!([{"url": base_url, "description": "This mock."}]);
    document
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_openapi_3_1_and_names_this_server() {
        let documents = DOCUMENTS.iter().map(|(name, text)| (*name, parse(text)));
        for (name, document) in documents.chain([("admin", joined())]) {
            let document = served_here(document, "http://mock");
            assert_eq!(document["openapi"], "3.1.0", "{name}");
            assert_eq!(document["servers"][0]["url"], "http://mock", "{name}");
            assert!(document["paths"].is_object(), "{name}");
        }
    }

    #[test]
    fn references_to_other_documents_point_to_what_is_served() {
        let document = parse("a: [{$ref: 'identity-v4.1.yaml#/components/schemas/User'}]");
        assert_eq!(
            document["a"][0]["$ref"],
            "identity-v4.1.json#/components/schemas/User"
        );
    }

    /// Every reference below a value.
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                found.extend(
                    members
                        .get("$ref")
                        .and_then(Value::as_str)
                        .map(str::to_owned),
                );
                members
                    .values()
                    .for_each(|member| references(member, found));
            }
            Value::Array(entries) => entries.iter().for_each(|entry| references(entry, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_of_a_served_document_leads_somewhere() {
        let mut served: BTreeMap<String, Value> = DOCUMENTS
            .iter()
            .map(|(name, text)| (format!("./{name}.json"), parse(text)))
            .collect();
        served.values_mut().for_each(let_optional_members_be_null);
        served.insert("./openapi.json".to_owned(), joined());
        for (name, document) in &served {
            let mut found = Vec::new();
            references(document, &mut found);
            for reference in found {
                let (file, pointer) = reference.split_once('#').unwrap();
                let target = if file.is_empty() {
                    document
                } else {
                    &served[file]
                };
                assert!(target.pointer(pointer).is_some(), "{name}: {reference}");
            }
        }
    }

    #[test]
    fn an_optional_member_may_be_null_and_a_required_one_may_not() {
        let mut document = parse(
            "a: {type: object, required: [id], properties: {id: {type: string}, name: {type: string}}}",
        );
        let_optional_members_be_null(&mut document);
        let properties = &document["a"]["properties"];
        assert_eq!(properties["id"], json!({"type": "string"}));
        assert_eq!(
            properties["name"],
            json!({"anyOf": [{"type": "string"}, {"type": "null"}]})
        );
    }

    #[test]
    fn the_description_of_the_admin_api_has_every_path_of_its_router() {
        let source = include_str!("mod.rs");
        let document = joined();
        let described: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
        let routed: Vec<&str> = source
            .split('"')
            .filter(|text| text.starts_with("/__admin/"))
            .collect();
        for path in &routed {
            let path = path.replace("{file}", "{api}.json");
            assert!(
                described.iter().any(|known| **known == path),
                "{path} is not described"
            );
        }
    }
}
