//! What the provisioning service says about itself: resource types, schemas, service provider configuration.

use serde_json::{Map, Value, json};

use super::schema::{CORE, ENTERPRISE};
use super::spend::schema::{
    APPROVER, DELEGATE, PAYROLL, ROLE, USER as SPEND, USER_PREFERENCE, WORKFLOW_PREFERENCE,
};
use super::travel::schema::TRAVEL;

/// Concur's extension of the SCIM error.
const ERROR: &str = "urn:ietf:params:scim:api:messages:concur:2.0:Error";
/// The status of a provision request.
pub(crate) const STATUS: &str =
    "urn:ietf:params:scim:schemas:extension:concur:2.0:Provision:Status";

/// The extensions that the page lists beside the one that every user has. Those of approver limits, of invoices and of SAP
/// are not among them.
const EXTENSIONS: [&str; 8] = [
    TRAVEL,
    SPEND,
    PAYROLL,
    APPROVER,
    DELEGATE,
    ROLE,
    WORKFLOW_PREFERENCE,
    USER_PREFERENCE,
];

/// `GET /ResourceTypes`: a bare array, as on the page. `front` is what stands before the path.
pub(crate) fn resource_types(front: &str) -> Value {
    let required = json!({"schema": ENTERPRISE, "required": true});
    let others = EXTENSIONS.map(|urn| json!({"schema": urn, "required": false}));
    let extensions: Vec<Value> = std::iter::once(required).chain(others).collect();
    json!([{
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "description": "Concur User",
        "schema": CORE,
        "schemaExtensions": extensions,
        "meta": {
            "location": format!("{front}/ResourceTypes/User"),
            "resourceType": "ResourceType",
        },
    }])
}

/// `GET /ResourceTypes/{id}`. ASSUMED: an array of one, since the page shows no other form. `None` for any other id.
pub(crate) fn resource_type(front: &str, id: &str) -> Option<Value> {
    (id == "User").then(|| resource_types(front))
}

/// `GET /Schemas`: an array that holds one list, as on the page.
///
/// DIFFERS: the page's example spells two members of one schema wrong; they are spelt here as in the other one.
pub(crate) fn schemas() -> Value {
    listed(&[error(), status()])
}

/// `GET /Schemas/{id}`. ASSUMED: in the same form. `None` for an id that the list does not have.
pub(crate) fn schema(id: &str) -> Option<Value> {
    match id {
        ERROR => Some(listed(&[error()])),
        STATUS => Some(listed(&[status()])),
        _ => None,
    }
}

fn listed(schemas: &[Value]) -> Value {
    json!([{
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "Resources": schemas,
    }])
}

/// `GET /ServiceProviderConfig`. ASSUMED: the values follow what the service is documented to do; only their shape is
/// published.
pub(crate) fn service_provider_config(operations: usize, bytes: usize) -> Value {
    let supported = |supported: bool| json!({"supported": supported});
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "authenticationSchemes": {
            "name": "OAuth Bearer Token",
            "description": "OAuth2 access token of a company",
            "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
            "type": "oauthbearertoken",
        },
        "patch": supported(true),
        "bulk": {"supported": true, "maxOperations": operations, "maxPayloadSize": bytes},
        "filter": {"supported": false, "maxResults": 0},
        "changePassword": supported(false),
        "sort": supported(false),
        "etag": supported(false),
        "meta": {"resourceType": "ServiceProviderConfig"},
    })
}

/// Whether a list or one value stands in an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plurality {
    One,
    Many,
}

/// Whether an attribute is always there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    Optional,
}

fn attribute(
    name: &str,
    kind: &str,
    plurality: Plurality,
    presence: Presence,
    about: &str,
) -> Map<String, Value> {
    let mut row = Map::new();
    let mut put = |name: &str, value: Value| row.insert(name.to_owned(), value);
    put("name", Value::from(name));
    put("type", Value::from(kind));
    put("multiValued", Value::from(plurality == Plurality::Many));
    put("description", Value::from(about));
    put("mutability", Value::from("readOnly"));
    put("required", Value::from(presence == Presence::Required));
    row
}

fn with(mut attribute: Map<String, Value>, inside: Vec<Map<String, Value>>) -> Map<String, Value> {
    attribute.insert("subAttributes".to_owned(), Value::from(inside));
    attribute
}

fn described(id: &str, name: &str, attributes: &[Map<String, Value>]) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": id,
        "name": name,
        "type": "complex",
        "description": name,
        "attributes": attributes,
        "meta": {"resourceType": "schemas"},
    })
}

fn messages() -> Map<String, Value> {
    use Plurality::{Many, One};
    use Presence::{Optional, Required};
    let mut severity = attribute("type", "string", One, Required, "How much it weighs");
    severity.insert("canonicalValues".to_owned(), json!(["error", "warning"]));
    with(
        attribute("messages", "complex", Many, Optional, "Errors and warnings"),
        vec![
            attribute("code", "string", One, Required, "A keyword"),
            attribute("message", "string", One, Optional, "A sentence for people"),
            attribute(
                "schemaPath",
                "string",
                One,
                Optional,
                "The path of the value",
            ),
            severity,
        ],
    )
}

fn error() -> Value {
    described(ERROR, "Concur Error", &[messages()])
}

fn status() -> Value {
    use Plurality::{Many, One};
    use Presence::{Optional, Required};
    let flag = |name: &str, presence, about: &str| attribute(name, "boolean", One, presence, about);
    let text = |name: &str, about: &str| attribute(name, "string", One, Optional, about);
    let progress = |about: &str| {
        with(
            attribute("status", "complex", One, Required, about),
            vec![
                flag("completed", Required, "Whether it is completed"),
                flag("success", Optional, "Whether it succeeded"),
            ],
        )
    };
    let extensions = with(
        attribute(
            "extensions",
            "complex",
            Many,
            Optional,
            "One for each service",
        ),
        vec![
            text("name", "The URN of the extension"),
            progress("What became of the extension"),
            messages(),
        ],
    );
    let operations = with(
        attribute(
            "operations",
            "complex",
            Many,
            Optional,
            "What was asked for",
        ),
        vec![
            text("id", "The number of the operation"),
            text("bulkId", "The id that the client gave it"),
            progress("What became of the operation"),
            extensions,
        ],
    );
    let attributes = [
        attribute(
            "id",
            "string",
            One,
            Required,
            "The id of the provision request",
        ),
        progress("What became of the request"),
        operations,
    ];
    described(STATUS, "Provision Status", &attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_the_enterprise_extension_and_may_have_the_others_of_the_page() {
        let types = resource_types("http://mock/profile/v4");
        let extensions = types[0]["schemaExtensions"].as_array().unwrap();
        let required: Vec<_> = extensions.iter().map(|row| &row["required"]).collect();
        assert_eq!(extensions.len(), 9);
        assert_eq!(required.iter().filter(|flag| **flag == true).count(), 1);
        assert_eq!(extensions[0]["schema"], ENTERPRISE);
        assert_eq!(
            types[0]["meta"]["location"],
            "http://mock/profile/v4/ResourceTypes/User"
        );
    }

    #[test]
    fn schemas_are_an_array_that_holds_one_list() {
        let all = schemas();
        let schemas = all[0]["Resources"].as_array().unwrap();
        assert_eq!(all.as_array().unwrap().len(), 1);
        for listed in schemas {
            let id = listed["id"].as_str().unwrap();
            assert_eq!(&schema(id).unwrap()[0]["Resources"][0], listed);
        }
        assert_eq!(schema(CORE), None);
    }
}
