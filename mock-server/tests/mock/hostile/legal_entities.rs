//! The rows of Legal Entity.

use serde_json::{Value, json};

use super::endpoints::Endpoint;
use super::stage::Stage;

const PATH: &str = "/profile/identity/v4.1/LegalEntities";

/// Everything that the service has.
pub(super) fn legal_entities(stage: &Stage) -> Vec<Endpoint> {
    const ONE: &[&str] = &["GET", "HEAD", "PUT", "PATCH"];
    let one = format!("{PATH}/{}", stage.legal_entity);
    let search = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": "active eq true and not (taxId pr)",
        "attributes": ["name", "address.country"],
        "excludedAttributes": ["meta"],
        "count": 2,
        "cursor": "",
    });
    let patch = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [
            {"op": "replace", "path": "address.streetAddress", "value": "456 New Business Park"},
            {"op": "remove", "path": "phone"},
            {"op": "add", "value": {"name": "Acme"}},
        ],
    });
    vec![
        Endpoint::json("POST", PATH, entity("NEW")),
        Endpoint::search(format!("{PATH}/.search"), search),
        Endpoint::get(one.clone()).methods(ONE),
        Endpoint::json("PUT", one.clone(), entity("CHANGED")).methods(ONE),
        Endpoint::json("PATCH", one, patch).methods(ONE),
    ]
}

fn entity(reference: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:LegalEntity"],
        "name": "Acme",
        "referenceId": reference,
        "active": true,
        "taxId": "GB999999999",
        "phone": "+44",
        "address": {"streetAddress": "123 Business Street", "country": "GB"},
    })
}
