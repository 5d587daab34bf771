//! When a spend profile changed last: with whatever is seen of it, through whichever service, and at no other time.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::answer;
use crate::user_v1::{Scene, update};

const ROLE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
const USER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";

/// Whether a change is one of the spend profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Changed,
    Same,
}
use Expected::{Changed, Same};

/// A user of a company whose clock stands still.
struct Watch {
    scene: Scene,
    user: String,
    login: String,
    number: String,
}

impl Watch {
    async fn with(policy: Value) -> Self {
        let scene = Scene::with(policy).await;
        let known = scene.company.user.as_ref().unwrap();
        let (user, login) = (known.id.to_string(), known.user_name.clone());
        let found = scene.identity(&login).await;
        let enterprise = &found["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"];
        let number = enterprise["employeeNumber"].as_str().unwrap().to_owned();
        let clock = format!("/__admin/companies/{}/clock", scene.company.company_id);
        let freeze = json!({"freeze": "2026-01-05T09:00:00Z"});
        scene.client.put(&clock, &freeze).await;
        Self {
            scene,
            user,
            login,
            number,
        }
    }

    /// Lets a minute pass and demands that what follows changes the profile or does not.
    async fn judge(&self, expected: Expected, what: &str, change: impl Future<Output = ()>) {
        let clock = format!(
            "/__admin/companies/{}/clock/advance",
            self.scene.company.company_id
        );
        self.scene
            .client
            .post(&clock, &json!({"seconds": 60}))
            .await;
        let before = self.changed().await;
        change.await;
        let after = self.changed().await;
        assert_eq!(
            after > before,
            expected == Changed,
            "{what}: {before} {after}"
        );
    }

    async fn changed(&self) -> String {
        let path = format!("/profile/spend/v4.1/Users/{}", self.user);
        let request = self.scene.client.request(Method::GET, &path);
        let (status, shown) = answer(request.bearer_auth(&self.scene.token)).await;
        assert_eq!(status, StatusCode::OK, "{shown}");
        shown["meta"]["lastModified"].as_str().unwrap().to_owned()
    }

    async fn patch(&self, path: &str, value: Value) {
        let operation = json!({"op": "replace", "path": path, "value": value});
        let own = format!("/profile/v4/Users/{}", self.user);
        let request = self.scene.client.request(Method::PATCH, &own);
        let request = request.json(&json!({"Operations": [operation]}));
        let (status, refusal) = answer(request.bearer_auth(&self.scene.token)).await;
        assert_eq!(status, StatusCode::OK, "{refusal}");
    }

    async fn batch(&self, more: &str) {
        let reply = self
            .scene
            .batch(&update(&self.number, &self.login, more))
            .await;
        assert!(reply.contains("<records-failed>0<"), "{reply}");
    }
}

#[tokio::test]
async fn roles_and_entitlements_are_part_of_a_spend_profile() {
    let watch = Watch::with(json!({})).await;
    let roles = format!("{ROLE}:roles");
    for (expected, list) in [
        (Changed, json!([{"roleName": "SHD_BUDGET_OWNER"}])),
        (Same, json!([{"roleName": "SHD_BUDGET_OWNER"}])),
        (Changed, json!([])),
    ] {
        let what = format!("the roles {list}");
        watch
            .judge(expected, &what, watch.patch(&roles, list))
            .await;
    }
    watch.patch("entitlements", json!(["Expense"])).await;
    for (expected, list) in [
        (Changed, json!(["Expense", "Request"])),
        (Same, json!(["Request", "Expense"])),
        (Same, json!(["Request", "Expense", "Travel"])),
        (Changed, json!(["Expense"])),
    ] {
        let what = format!("the entitlements {list}");
        let patch = watch.patch("entitlements", list);
        watch.judge(expected, &what, patch).await;
    }
    for (expected, group) in [
        (Changed, "Budget Viewer"),
        (Same, "Budget Viewer"),
        (Same, "Company Administrator"),
        (Changed, "Request User"),
    ] {
        let join = watch.scene.join(group, &watch.user);
        watch.judge(expected, group, join).await;
    }
}

#[tokio::test]
async fn an_entitlement_counts_where_it_shows_a_role() {
    let watch = Watch::with(json!({"spend.special-roles": "shown"})).await;
    watch.patch("entitlements", json!(["Expense"])).await;
    for entitlements in [json!(["Expense", "Travel"]), json!(["Expense"])] {
        let what = entitlements.to_string();
        let patch = watch.patch("entitlements", entitlements);
        watch.judge(Changed, &what, patch).await;
    }
}

#[tokio::test]
async fn user_v1_changes_the_spend_profile_only_with_what_is_new_in_it() {
    let watch = Watch::with(json!({})).await;
    for (expected, more) in [
        (Same, "<FirstName>Terry</FirstName>"),
        (Changed, "<CrnKey>GBP</CrnKey>"),
        (Same, "<CrnKey>GBP</CrnKey><LastName>Brown</LastName>"),
        (Changed, "<InvoiceApprover>Y</InvoiceApprover>"),
        (Same, "<InvoiceApprover>Y</InvoiceApprover>"),
        (Changed, "<InvoiceApprover>N</InvoiceApprover>"),
        (Same, "<EmailAddress>terry@example.com</EmailAddress>"),
    ] {
        watch.judge(expected, more, watch.batch(more)).await;
    }
}

#[tokio::test]
async fn what_provisioning_sends_again_is_no_change() {
    let watch = Watch::with(json!({})).await;
    let country = format!("{USER}:reimbursementCurrency");
    for (expected, code) in [(Changed, "GBP"), (Same, "GBP"), (Changed, "EUR")] {
        let patch = watch.patch(&country, json!(code));
        watch.judge(expected, code, patch).await;
    }
    let title = watch.patch("title", json!("Boss"));
    watch.judge(Same, "the title", title).await;
}
