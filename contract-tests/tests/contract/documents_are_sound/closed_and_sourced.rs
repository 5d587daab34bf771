//! The contract says nothing silently: schemas are closed, statements name their page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use concur_contract::contract::fixtures_folder;
use concur_contract::rows;
use serde_json::{Value, json};

use super::{CONTRACT, visit};

const OPERATIONS: &[&str] = &[
    "app_mgmt.connections.revoke",
    "app_mgmt.connections.revoke_as_before",
    "app_mgmt.secrets.change",
    "app_mgmt.secrets.create",
    "app_mgmt.secrets.delete",
    "app_mgmt.secrets.list",
    "events.v4.subscriptions.delete",
    "events.v4.subscriptions.get",
    "events.v4.subscriptions.list",
    "events.v4.subscriptions.list_webhooks",
    "events.v4.subscriptions.save",
    "events.v4.topics.list",
    "identity.v4.resource_types.list",
    "identity.v4.schemas.get",
    "identity.v4.schemas.list",
    "identity.v4.service_provider_config.get",
    "identity.v4.users.create",
    "identity.v4.users.delete",
    "identity.v4.users.get",
    "identity.v4.users.list",
    "identity.v4.users.lookup",
    "identity.v4.users.patch",
    "identity.v4.users.replace",
    "identity.v4_1.resource_types.list",
    "identity.v4_1.schemas.get",
    "identity.v4_1.schemas.list",
    "identity.v4_1.service_provider_config.get",
    "identity.v4_1.users.create",
    "identity.v4_1.users.delete",
    "identity.v4_1.users.get",
    "identity.v4_1.users.list",
    "identity.v4_1.users.patch",
    "identity.v4_1.users.replace",
    "identity.v4_1.users.search",
    "legal_entity.v4_1.legal_entities.create",
    "legal_entity.v4_1.legal_entities.get",
    "legal_entity.v4_1.legal_entities.patch",
    "legal_entity.v4_1.legal_entities.replace",
    "legal_entity.v4_1.legal_entities.search",
    "oauth2.authorize.get",
    "oauth2.jwks.get",
    "oauth2.otp.create",
    "oauth2.token.create",
    "profile.v1.me.get",
    "provisioning.v4.bulk.create",
    "provisioning.v4.provisions.status",
    "provisioning.v4.resource_types.get",
    "provisioning.v4.resource_types.list",
    "provisioning.v4.schemas.get",
    "provisioning.v4.schemas.list",
    "provisioning.v4.service_provider_config.get",
    "provisioning.v4.users.create",
    "provisioning.v4.users.delete",
    "provisioning.v4.users.patch",
    "provisioning.v4.users.replace",
    "scim.v4.groups.get",
    "scim.v4.groups.list",
    "scim.v4.groups.patch",
    "scim.v4.groups.replace",
    "scim.v4.schemas.list",
    "scim.v4.service_provider_config.get",
    "scim.v4.users.create",
    "scim.v4.users.delete",
    "scim.v4.users.get",
    "scim.v4.users.list",
    "scim.v4.users.patch",
    "scim.v4.users.replace",
    "spend.v4.role_codes.list",
    "spend.v4.users.get",
    "spend.v4.users.list",
    "spend.v4_1.form_fields.list",
    "spend.v4_1.users.get",
    "spend.v4_1.users.list",
    "travel.v4.users.get",
    "travel_profile.v1.profile.get",
    "travel_profile.v2.profile.get",
    "travel_profile.v2.profile.write",
    "travel_profile.v2.summary.list",
    "user.v1.form_fields.list",
    "user.v1.passwords.update",
    "user.v1.user.get",
    "user.v1.users.create",
    "user_retrieval.v4.users.search",
    "users.v3_0.list",
    "users.v3_1.list",
];

fn documents() -> BTreeMap<String, Value> {
    let folder = fs::read_dir(fixtures_folder().join("contract")).unwrap();
    let read = |path: PathBuf| {
        let options = serde_saphyr::options! { strict_booleans: true };
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (
            name,
            serde_saphyr::from_str_with_options(&text, options).unwrap(),
        )
    };
    folder
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().is_some_and(|name| name != rows::FILE))
        .map(read)
        .collect()
}

/// One schema of a document. What stands beside a closed schema in `allOf`, or in a condition, only narrows it.
struct Place<'a> {
    pointer: String,
    schema: &'a Value,
    narrowing: bool,
}

/// Every schema of a document, however deep.
fn schemas(document: &Value) -> Vec<Place<'_>> {
    let mut found = Vec::new();
    find_roots(document, "", &mut found);
    found
}

fn find_roots<'a>(node: &'a Value, pointer: &str, found: &mut Vec<Place<'a>>) {
    let children: Vec<(String, &Value)> = match node {
        Value::Object(members) => members
            .iter()
            .map(|(name, child)| (name.clone(), child))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, child)| (at.to_string(), child))
            .collect(),
        _ => return,
    };
    for (name, child) in children {
        let place = format!("{pointer}/{name}");
        if pointer == "/components/schemas" || name == "schema" || name == "x-unprojected" {
            descend(child, place, false, found);
        } else {
            find_roots(child, &place, found);
        }
    }
}

fn descend<'a>(schema: &'a Value, pointer: String, narrowing: bool, found: &mut Vec<Place<'a>>) {
    let closed = |schema: &Value| schema.get("$ref").is_some() || is_closed(schema);
    for (name, property) in schema
        .get("properties")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        descend(
            property,
            format!("{pointer}/properties/{name}"),
            narrowing,
            found,
        );
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(child) = schema.get(keyword).filter(|child| child.is_object()) {
            descend(child, format!("{pointer}/{keyword}"), narrowing, found);
        }
    }
    for keyword in ["if", "then", "else", "not", "contains"] {
        if let Some(child) = schema.get(keyword) {
            descend(child, format!("{pointer}/{keyword}"), true, found);
        }
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let branches = schema
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        for (at, branch) in branches.iter().enumerate() {
            let beside = |(other, sibling): (usize, &Value)| other != at && closed(sibling);
            let kept = keyword == "allOf" && branches.iter().enumerate().any(beside);
            let inner = narrowing || is_closed(schema) || kept;
            descend(branch, format!("{pointer}/{keyword}/{at}"), inner, found);
        }
    }
    found.push(Place {
        pointer,
        schema,
        narrowing,
    });
}

fn is_closed(schema: &Value) -> bool {
    let shut = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(false));
    shut("additionalProperties") || shut("unevaluatedProperties")
}

fn says_why_open(schema: &Value) -> bool {
    schema
        .get("x-open")
        .and_then(Value::as_str)
        .is_some_and(|reason| !reason.is_empty())
}

#[test]
fn the_contract_holds_exactly_the_operations_we_play() {
    let found: BTreeSet<&str> = CONTRACT
        .operations()
        .map(|operation| operation.id.as_str())
        .collect();

    assert_eq!(found, OPERATIONS.iter().copied().collect());
}

#[test]
fn every_schema_is_closed_or_says_why_it_is_open() {
    const KEYWORDS: [&str; 8] = [
        "$ref",
        "type",
        "const",
        "enum",
        "allOf",
        "anyOf",
        "oneOf",
        "properties",
    ];
    let mut open = Vec::new();

    for (file, document) in documents() {
        for place in schemas(&document).iter().filter(|place| !place.narrowing) {
            let schema = place.schema;
            let object =
                schema.get("type") == Some(&json!("object")) || schema.get("properties").is_some();
            let silent = KEYWORDS.iter().all(|keyword| schema.get(keyword).is_none());
            if ((object && !is_closed(schema)) || silent) && !says_why_open(schema) {
                open.push(format!("{file}#{}", place.pointer));
            }
        }
    }

    assert!(open.is_empty(), "{open:#?}");
}

#[test]
fn every_property_and_every_body_names_its_page_and_its_evidence() {
    let mut silent = Vec::new();

    for (file, document) in documents() {
        let pages = document
            .pointer("/info/x-sources")
            .and_then(Value::as_object)
            .unwrap();
        let sourced = |node: &Value| {
            let text = |name: &str| {
                node.get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            let key = text("x-source")
                .split(", ")
                .next()
                .unwrap_or_default()
                .to_owned();
            pages.contains_key(&key)
                && ["D", "S", "E", "H", "O", "?"].contains(&text("x-evidence").as_str())
        };
        for place in schemas(&document).iter().filter(|place| !place.narrowing) {
            for (name, property) in place
                .schema
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                if !sourced(property) {
                    silent.push(format!("{file}#{}/properties/{name}", place.pointer));
                }
            }
        }
        visit(&document, "", &mut |pointer, node| {
            let described = node
                .get("responses")
                .into_iter()
                .chain(node.get("content"))
                .chain(node.get("headers"));
            for (name, part) in described.filter_map(Value::as_object).flatten() {
                if part.get("$ref").is_none() && !sourced(part) {
                    silent.push(format!("{file}#{pointer} {name}"));
                }
            }
        });
    }

    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn every_response_carries_a_correlation_id() {
    for operation in CONTRACT.operations() {
        for response in &operation.responses {
            let found = operation.check_response(response.status, &[], b"");

            let place = "header concur-correlationid";
            assert!(
                found.iter().any(|violation| violation.pointer == place),
                "{} {}",
                operation.id,
                response.status
            );
        }
    }
}
