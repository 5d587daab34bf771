//! One person from the first day to the last, as a customer's software would see it.

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{Caller, ENTERPRISE, PATCH_OP, extension, provision, text};
use crate::client::answer;

const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const ROLE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
const APPROVER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Approver";
const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";
const LOGIN: &str = "ada.byron@example.com";

/// What personnel sends on the day of hiring; the approver approves nothing.
fn newcomer(caller: &Caller, manager: &str, approver: &str) -> Value {
    let mut user = caller.user(LOGIN);
    user["name"] = json!({"familyName": "Byron", "givenName": "Ada", "middleName": "King"});
    user["entitlements"] = json!(["Expense", "Travel"]);
    user[ENTERPRISE]["costCenter"] = json!("CC-2000");
    user[ENTERPRISE]["manager"] = json!({"value": manager});
    user[SPEND] = json!({
        "reimbursementCurrency": "EUR", "country": "DE", "locale": "de-DE", "ledgerCode": "EU",
        "customData": [{"id": "orgUnit1", "value": "Berlin"}, {"id": "custom3", "value": "CC-2000"}],
    });
    user[ROLE] = json!({"roles": [{"roleName": "EXP_APPROVER", "roleGroups": []}]});
    user[APPROVER] = json!({"report": [{"approver": {"value": approver}, "primary": true}]});
    user[TRAVEL] = json!({"ruleClass": {"name": "Frequent Traveler"}, "groups": [143_519_480],
        "manager": {"value": manager}});
    user
}

/// The status of a request once it is completed, after at most this many looks.
async fn completed(caller: &Caller, provision: &str) -> Value {
    const MOST: usize = 10;
    for _ in 0..MOST {
        let status = caller.status(provision).await;
        if status["status"]["completed"] == true {
            return status;
        }
        assert_eq!(status["status"]["success"], Value::Null, "{status}");
    }
    panic!("still not completed after {MOST} looks");
}

/// Manager and somebody who approves nothing, out of the seeded people.
async fn colleagues(caller: &Caller) -> (String, String) {
    let (_, page) = caller.client.users(&caller.token).await;
    let people = page["Resources"].as_array().unwrap();
    let id = |at: usize| text(&people[at], "id").to_owned();
    (id(0), id(people.len() - 1))
}

/// The person as the older services show it: Users v3.0 as JSON, User v1 as XML.
async fn as_older_services_have_it(caller: &Caller) -> (Value, String) {
    let path = format!("/api/v3.0/common/users?user={LOGIN}");
    let request = caller.client.request(Method::GET, &path);
    let request = request
        .bearer_auth(&caller.token)
        .header(header::ACCEPT, "application/json");
    let (status, list) = answer(request).await;
    assert_eq!(status, StatusCode::OK, "{list}");
    let path = format!("/api/user/v1.0/User/?loginID={LOGIN}");
    let request = caller.client.request(Method::GET, &path);
    let reply = request.bearer_auth(&caller.token).send().await.unwrap();
    (list["Items"][0].clone(), reply.text().await.unwrap())
}

#[tokio::test]
async fn a_person_is_hired_mended_seen_everywhere_and_terminated() {
    let caller = Caller::with(json!({
        "provisioning.completes": "after-polls", "provisioning.polls": 2,
    }))
    .await;
    let (manager, nobody) = colleagues(&caller).await;

    let body = newcomer(&caller, &manager, &nobody);
    let (status, hired) = caller
        .send(Method::POST, "/profile/v4/Users/", Some(&body))
        .await;
    assert_eq!(status, StatusCode::CREATED, "{hired}");
    let id = text(&hired, "id").to_owned();
    let (status, identity) = caller.identity(&id).await;
    assert_eq!(
        (status, &identity["userName"]),
        (StatusCode::OK, &json!(LOGIN))
    );

    let status = completed(&caller, provision(&hired)).await;
    assert_eq!(status["status"]["success"], false, "{status}");
    assert_eq!(status["operations"][0]["status"]["code"], "207", "{status}");
    assert_eq!(extension(&status, SPEND)["status"]["result"], "success");
    assert_eq!(extension(&status, TRAVEL)["status"]["result"], "success");
    let refused = extension(&status, APPROVER);
    assert_eq!(refused["status"]["success"], false, "{refused}");
    assert_eq!(
        refused["messages"][0]["message"],
        format!("Invalid Permissions for '{APPROVER}:report[0].approver'")
    );

    mend(&caller, &hired, &manager).await;
    seen_everywhere(&caller, &id, &manager).await;
    terminate(&caller, &hired).await;
}

#[tokio::test]
async fn a_hire_in_one_request_comes_through_a_warning_and_a_partial_failure() {
    let caller = Caller::with(json!({
        "provisioning.completes": "after-polls", "provisioning.polls": 2,
    }))
    .await;
    let (manager, nobody) = colleagues(&caller).await;
    let second_thoughts = json!({"schemas": [PATCH_OP], "Operations": [
        {"op": "replace", "path": format!("{SPEND}:testEmployee"), "value": true},
        {"op": "replace", "path": format!("{SPEND}:customData[id eq \"orgUnit1\"].value"), "value": "Potsdam"},
    ]});
    let (status, accepted) = caller
        .bulk(json!([
            {"method": "POST", "path": "/Users", "bulkId": "ada", "data": newcomer(&caller, &manager, &nobody)},
            {"method": "PATCH", "path": "/Users/bulkId:ada", "data": second_thoughts},
        ]))
        .await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");

    let status = completed(&caller, text(&accepted, "id")).await;
    assert_eq!(
        status["operationsCount"],
        json!({"total": 2, "success": 1, "failed": 1, "pending": 0}),
        "{status}"
    );
    let [hired, changed] = status["operations"].as_array().unwrap().as_slice() else {
        panic!("{status}");
    };
    assert_eq!(hired["status"]["code"], "207", "{hired}");
    let told = |operation: &Value, schema: &str| {
        let parts = operation["extensions"].as_array().unwrap();
        parts.iter().find(|part| part["name"] == schema).cloned()
    };
    let refused = told(hired, APPROVER).unwrap();
    assert_eq!(refused["status"]["success"], false, "{refused}");
    assert_eq!(changed["status"]["success"], true, "{changed}");
    let warned = told(changed, SPEND).unwrap();
    assert_eq!(
        (&warned["status"]["success"], &warned["messages"][0]["type"]),
        (&json!(true), &json!("warning")),
        "{warned}"
    );

    let id = text(&hired["resource"], "id");
    let (_, spend) = caller.get(&format!("/profile/spend/v4.1/Users/{id}")).await;
    assert_eq!(spend[SPEND]["testEmployee"], false, "{spend}");
    assert_eq!(spend[SPEND]["customData"][0]["value"], "Potsdam", "{spend}");
    assert_eq!(spend[APPROVER]["report"], Value::Null, "{spend}");
    let (status, travel) = caller.get(&format!("/profile/travel/v4/Users/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{travel}");
}

/// Gives the person an approver who may approve; a flag that can no longer be set is warned of.
async fn mend(caller: &Caller, hired: &Value, manager: &str) {
    let (status, mended) = caller
        .patch(
            hired,
            json!([
                {"op": "add", "value": {APPROVER: {"report": [{"approver": {"value": manager}, "primary": true}]}}},
                {"op": "replace", "path": format!("{SPEND}:testEmployee"), "value": true},
                {"op": "replace", "path": format!("{SPEND}:customData[id eq \"orgUnit1\"].value"), "value": "Potsdam"},
            ]),
        )
        .await;
    assert_eq!(status, StatusCode::OK, "{mended}");
    let status = completed(caller, provision(&mended)).await;
    assert_eq!(status["status"]["success"], true, "{status}");
    let warned = &extension(&status, SPEND)["messages"][0];
    assert_eq!(warned["type"], "warning", "{status}");
    assert_eq!(
        warned["message"],
        format!("Invalid Value: '{SPEND}:testEmployee'")
    );
}

async fn seen_everywhere(caller: &Caller, id: &str, manager: &str) {
    let (_, identity) = caller.identity(id).await;
    assert_eq!(identity[ENTERPRISE]["manager"]["value"], manager);

    let (status, spend) = caller.get(&format!("/profile/spend/v4.1/Users/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{spend}");
    assert_eq!(spend[SPEND]["testEmployee"], false, "{spend}");
    let org_unit = &spend[SPEND]["customData"][0];
    assert_eq!(
        (&org_unit["id"], &org_unit["value"]),
        (&json!("orgUnit1"), &json!("Potsdam"))
    );
    let approver = &spend[APPROVER]["report"][0]["approver"];
    assert_eq!(approver["value"], manager, "{spend}");
    let roles = spend[ROLE]["roles"].as_array().unwrap();
    let roles: Vec<_> = roles.iter().map(|role| text(role, "roleName")).collect();
    assert!(
        roles.contains(&"EXP_APPROVER") && roles.contains(&"EXP_USER"),
        "{roles:?}"
    );

    let (status, travel) = caller.get(&format!("/profile/travel/v4/Users/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{travel}");
    assert_eq!(travel[TRAVEL]["ruleClass"]["name"], "Frequent Traveler");
    assert_eq!(travel[TRAVEL]["manager"]["value"], manager.to_uppercase());

    let (v3, v1) = as_older_services_have_it(caller).await;
    assert_eq!(
        (&v3["LoginID"], &v3["Active"]),
        (&json!(LOGIN), &json!(true))
    );
    for element in [
        "<Active>Y</Active>",
        "<CrnCode>EUR</CrnCode>",
        "<LocaleName>de_DE</LocaleName>",
        "<OrgUnit1>Potsdam</OrgUnit1>",
        "<ExpenseApprover>Y</ExpenseApprover>",
        "<ExpenseApproverEmployeeID>100000</ExpenseApproverEmployeeID>",
    ] {
        assert!(v1.contains(element), "{element} in {v1}");
    }
}

async fn terminate(caller: &Caller, hired: &Value) {
    let (status, left) = caller
        .patch(
            hired,
            json!([
                {"op": "replace", "path": "active", "value": false},
                {"op": "replace", "path": format!("{ENTERPRISE}:terminationDate"), "value": "2026-06-30T00:00:00.000"},
            ]),
        )
        .await;
    assert_eq!((status, &left["active"]), (StatusCode::OK, &json!(false)));
    let (_, identity) = caller.identity(text(hired, "id")).await;
    assert_eq!(identity["active"], false);
    let (v3, v1) = as_older_services_have_it(caller).await;
    assert_eq!(v3["Active"], false);
    assert!(v1.contains("<Active>N</Active>"), "{v1}");
}
