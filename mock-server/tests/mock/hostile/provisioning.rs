//! The rows of User Provisioning v4.

use serde_json::{Value, json};

use super::endpoints::{ENTERPRISE, Endpoint, patch, user};
use super::stage::Stage;

/// Every endpoint of the service; a status is read while its request is kept, so it comes first.
pub(super) fn provisioning(stage: &Stage) -> Vec<Endpoint> {
    const LIST: &[&str] = &["POST"];
    const ONE: &[&str] = &["PUT", "PATCH", "DELETE"];
    let front = "/profile/v4";
    let get = |rest: &str| Endpoint::get(format!("{front}{rest}"));
    let one = format!("{front}/Users/{}", stage.user);
    let status = format!("/provisions/{}/status", stage.provision);
    vec![
        get(&status),
        get(&format!(
            "{status}?attributes=operations&startIndex=1&count=1&state=success"
        )),
        get("/ResourceTypes"),
        get("/ResourceTypes/User"),
        get("/Schemas"),
        get("/Schemas/urn:ietf:params:scim:api:messages:concur:2.0:Error"),
        get("/ServiceProviderConfig").open(),
        Endpoint::json(
            "POST",
            format!("{front}/Users"),
            whole(stage, "new@example.com"),
        )
        .methods(LIST),
        Endpoint::json("PUT", one.clone(), whole(stage, "changed@example.com")).methods(ONE),
        Endpoint::json("PATCH", one.clone(), operations()).methods(ONE),
        Endpoint::json("POST", "/provisioning/v4/Bulk", bulk(stage)).methods(LIST),
        Endpoint::delete(one).methods(ONE),
    ]
}

const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const ROLE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
const APPROVER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Approver";
const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

/// A user with extensions of every service.
fn whole(stage: &Stage, login: &str) -> Value {
    let mut user = user(stage, login);
    user[SPEND] = json!({
        "locale": "en-US",
        "country": "US",
        "reimbursementCurrency": "USD",
        "customData": [{"id": "custom1", "value": "a"}],
    });
    user[ROLE] = json!({"roles": [{"roleName": "EXP_APPROVER", "roleGroups": []}]});
    user[TRAVEL] = json!({"ruleClass": {"id": 1}, "groups": [1]});
    user
}

fn operations() -> Value {
    let mut body = patch();
    let approver = json!([{"approver": {"employeeNumber": "1"}, "primary": true}]);
    let more = [
        json!({"op": "replace", "path": format!("{SPEND}:customData[id eq \"custom1\"].value"), "value": "b"}),
        json!({"op": "add", "value": {APPROVER: {"report": approver}, ENTERPRISE: {"division": "D"}}}),
        json!({"op": "remove", "path": format!("{ROLE}:")}),
    ];
    body["Operations"].as_array_mut().unwrap().extend(more);
    body
}

fn bulk(stage: &Stage) -> Value {
    let one = format!("/Users/{}", stage.user);
    let patch = json!({"Operations": [{"op": "replace", "path": "nickName", "value": "N"}]});
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "failOnErrors": 1,
        "Operations": [
            {"method": "POST", "path": "/Users", "bulkId": "one", "data": {"userName": "bulk@example.com"}},
            {"method": "PATCH", "path": one, "data": patch},
            {"method": "DELETE", "path": one},
        ],
    })
}
