//! The rows of User Provisioning v4.

use serde_json::{Value, json};

use super::endpoints::{ENTERPRISE, Endpoint, user};
use super::stage::Stage;

const FRONT: &str = "/profile/v4";

/// Users that are created and changed, one at a time.
pub(super) fn users(stage: &Stage) -> Vec<Endpoint> {
    const LIST: &[&str] = &["POST"];
    const ONE: &[&str] = &["PUT", "PATCH", "DELETE"];
    let list = format!("{FRONT}/Users");
    let one = format!("{FRONT}/Users/{}", stage.user);
    let other = user(stage, "new@example.com");
    vec![
        Endpoint::json("POST", list.clone(), hired(stage)).methods(LIST),
        Endpoint::json("POST", list, other)
            .methods(LIST)
            .at_the_older_path(),
        Endpoint::json("PUT", one.clone(), replaced(stage)).methods(ONE),
        Endpoint::json("PATCH", one.clone(), operations()).methods(ONE),
        Endpoint::delete(one.clone())
            .methods(ONE)
            .at_the_older_path(),
        Endpoint::delete(one).methods(ONE),
    ]
}

/// Bulk requests, what became of requests, and what the service says of itself.
pub(super) fn requests(stage: &Stage) -> Vec<Endpoint> {
    let get = |rest: &str| Endpoint::get(format!("{FRONT}{rest}"));
    let path = format!("{FRONT}/Bulk");
    let status = format!("/provisions/{}/status", stage.provision);
    vec![
        get(&status),
        get(&format!(
            "{status}?attributes=operations&startIndex=1&count=1&state=success"
        )),
        get(&status).at_the_older_path(),
        get("/ResourceTypes"),
        get("/ResourceTypes/User"),
        get("/Schemas"),
        get("/Schemas/urn:ietf:params:scim:api:messages:concur:2.0:Error"),
        get("/ServiceProviderConfig").open(),
        Endpoint::json("POST", path.clone(), extended(stage)),
        Endpoint::json("POST", path, bulk(stage)).at_the_older_path(),
    ]
}

impl Endpoint {
    /// The same endpoint under the path of the pages of 2022.
    fn at_the_older_path(self) -> Self {
        Self {
            path: self.path.replace("/profile/v4", "/provisioning/v4"),
            ..self
        }
    }
}

const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const ROLE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
const APPROVER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Approver";
const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

const LIMIT: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit";
const DELEGATE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Delegate";
const USER_PREFERENCE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:UserPreference";
const INVOICE_PREFERENCE: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:InvoicePreference";
const WORKFLOW_PREFERENCE: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:WorkflowPreference";
const PAYROLL: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll";

/// A user with as little as one must have.
fn newcomer(stage: &Stage) -> Value {
    json!({
        "userName": "less@example.com",
        "active": true,
        "name": {"familyName": "Doe", "givenName": "Jo"},
        "emails": [{"type": "work", "value": "less@example.com"}],
        ENTERPRISE: {"employeeNumber": "less", "companyId": stage.company.company_id},
    })
}

/// A user with the parts of a spend profile that speak of others. Each part of it stands in one sample, since every value of
/// every sample is exchanged.
fn hired(stage: &Stage) -> Value {
    let mut user = newcomer(stage);
    let manager = json!({"value": stage.company.user.as_ref().unwrap().id});
    user[SPEND] = json!({"locale": "en-US", "country": "US", "reimbursementCurrency": "USD"});
    user[ROLE] = json!({"roles": [{"roleName": "EXP_APPROVER", "roleGroups": []}]});
    user[LIMIT] = json!({"authorizedApprover": [{
        "approvalType": "report", "approvalLimit": 100.5, "reimbursementCurrency": "USD",
        "approvalGroup": "rg1-rg1_1", "level": 1, "exceptionApprovalAuthority": true,
    }]});
    user[DELEGATE] = json!({"expense": [{
        "delegate": manager, "canPrepare": true,
        "temporaryDelegation": {"temporaryDelegationFromDate": "2026-01-01", "temporaryDelegationToDate": "2026-02-01"},
    }]});
    user
}

/// A user with settings, payroll and what travel knows.
fn replaced(stage: &Stage) -> Value {
    let mut user = newcomer(stage);
    user[SPEND] = json!({
        "locale": "en-US",
        "country": "US",
        "reimbursementCurrency": "USD",
        "reimbursementType": "ADP_PAYROLL",
        "customData": [{"id": "custom1", "value": "a"}],
        "biManager": {"employeeNumber": "100000"},
    });
    user[USER_PREFERENCE] = json!({"expenseAuditRequired": "ALWAYS", "showImagingIntro": false});
    user[INVOICE_PREFERENCE] = json!({"displayInlineImage": true});
    user[WORKFLOW_PREFERENCE] = json!({"promptForApproverOnReportSubmit": true});
    user[PAYROLL] =
        json!({"adp": {"companyCode": "c", "deductionCode": "d", "employeeFileNumber": "1"}});
    user[TRAVEL] = json!({
        "ruleClass": {"name": "Executive"},
        "groups": [143_519_480],
        "name": {"givenName": "New", "familyName": "Hire"},
        "customFields": [{"name": "custom1", "value": "a"}],
    });
    user
}

fn operations() -> Value {
    let approver = json!([{"approver": {"employeeNumber": "100000"}, "primary": true}]);
    let operations = [
        json!({"op": "replace", "path": "nickName", "value": "Nick"}),
        json!({"op": "replace", "path": format!("{SPEND}:customData[id eq \"custom1\"].value"), "value": "b"}),
        json!({"op": "add", "value": {APPROVER: {"report": approver}, ENTERPRISE: {"division": "D"}}}),
        json!({"op": "remove", "path": format!("{ROLE}:")}),
        json!({"op": "replace", "path": format!("{TRAVEL}:customFields[name eq \"custom1\"].value"), "value": "b"}),
        json!({"op": "replace", "path": format!("{DELEGATE}:expense"), "value": []}),
    ];
    json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations})
}

/// A bulk request that speaks of the services behind the identity document.
fn extended(stage: &Stage) -> Value {
    let operations = [
        json!({"op": "replace", "path": format!("{WORKFLOW_PREFERENCE}:promptForApproverOnReportSubmit"), "value": true}),
        json!({"op": "add", "value": {SPEND: {"ledgerCode": "EU"}, TRAVEL: {"groups": [143_519_480]}}}),
    ];
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {"method": "PATCH", "path": format!("/Users/{}", stage.user), "bulkId": "two", "data": {"Operations": operations}},
        ],
    })
}

fn bulk(stage: &Stage) -> Value {
    let one = format!("/Users/{}", stage.user);
    let patch = json!({"Operations": [{"op": "replace", "path": "nickName", "value": "N"}]});
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "failOnErrors": 1,
        "Operations": [
            {"method": "POST", "path": "/Users", "bulkId": "one", "data": newcomer(stage)},
            {"method": "PATCH", "path": one, "data": patch},
            {"method": "DELETE", "path": one},
        ],
    })
}
