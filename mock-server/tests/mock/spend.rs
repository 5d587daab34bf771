//! Spend User v4 and v4.1 over HTTP: whom they list, what they show and find, what they refuse.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};
use crate::user_v1::HTTP;
use concur_mock::{Credentials, MockConcur};

const USER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const LIMIT: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit";
const V4: &str = "/profile/spend/v4/Users";
const V4_1: &str = "/profile/spend/v4.1/Users";

/// A company into which spend users come by User v1 and others by Identity.
struct Scene {
    _mock: MockConcur,
    client: Client,
    company: Credentials,
    token: String,
}

impl Scene {
    async fn with(policy: Value) -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&json!({"users": 0, "policy": policy})).await;
        let token = client.token(&company).await;
        Self {
            _mock: mock,
            client,
            company,
            token,
        }
    }

    /// A scene with these spend users: employee number and country.
    async fn of(policy: Value, users: &[(&str, &str)]) -> Self {
        let scene = Self::with(policy).await;
        for (number, country) in users {
            scene.add(number, country, "").await;
        }
        scene
    }

    async fn add(&self, number: &str, country: &str, more: &str) {
        let profile = format!(
            "<UserProfile><EmpId>{number}</EmpId><FeedRecordNumber>1</FeedRecordNumber><LoginId>{number}@example.com</LoginId>\
             <LocaleName>en_US</LocaleName><Active>Y</Active><Password>secret-1</Password><FirstName>Terry</FirstName>\
             <LastName>Brown</LastName><LedgerKey>DEFAULT</LedgerKey><CtryCode>{country}</CtryCode><CrnKey>USD</CrnKey>{more}</UserProfile>"
        );
        let request = self.client.request(Method::POST, "/api/user/v1.0/users");
        let request = request
            .header("content-type", "application/xml")
            .bearer_auth(&self.token)
            .body(format!("<batch xmlns=\"{HTTP}\">{profile}</batch>"));
        let reply = request.send().await.unwrap().text().await.unwrap();
        assert!(reply.contains("<records-succeeded>1<"), "{reply}");
    }

    async fn read(&self, path: &str) -> (StatusCode, Value) {
        let request = self.client.request(Method::GET, path);
        answer(request.bearer_auth(&self.token)).await
    }

    async fn get(&self, path: &str) -> Value {
        let (status, body) = self.read(path).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }

    /// The ids of the company's users by Identity, in order.
    async fn ids(&self) -> Vec<String> {
        let (_, page) = self.client.users(&self.token).await;
        ids(&page)
    }

    async fn choose(&self, policy: Value) {
        let path = format!("/__admin/companies/{}/policy", self.company.company_id);
        let (status, answer) = self.client.patch(&path, &policy).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// How many users a filter of v4.1 finds.
    async fn total(&self, filter: &str) -> Value {
        let filter = filter.replace("user:", &format!("{USER}:"));
        self.get(&format!("{V4_1}?filter={filter}")).await["totalResults"].clone()
    }

    /// The status and detail of a refusal, whose own status must say the same.
    async fn refusal(&self, path: &str) -> (StatusCode, String) {
        let (status, body) = self.read(path).await;
        assert_eq!(body["status"], json!(status.as_u16()), "{path}: {body}");
        let urn = "urn:ietf:params:scim:api:messages:2.0:Error";
        assert_eq!(body["schemas"], json!([urn]));
        (status, body["detail"].as_str().unwrap().to_owned())
    }
}

fn ids(page: &Value) -> Vec<String> {
    let users = page["Resources"].as_array().unwrap().iter();
    users
        .map(|user| user["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_list_has_who_has_a_profile_in_the_order_of_identity() {
    let scene = Scene::of(json!({}), &[("1", "US")]).await;
    let (status, _) = scene
        .client
        .create(&scene.token, &scene.company, "identity@example.com")
        .await;
    assert!(status.is_success());
    scene.add("2", "DE", "").await;

    let page = scene.get(V4_1).await;

    let all = scene.ids().await;
    assert_eq!(ids(&page), [all[0].clone(), all[2].clone()]);
    assert_eq!(
        (
            &page["totalResults"],
            &page["startIndex"],
            &page["itemsPerPage"]
        ),
        (&json!(2), &json!(1), &json!(2))
    );
    let one = scene.get(&format!("{V4_1}/{}", all[2])).await;
    assert_eq!(one, page["Resources"][1]);
    assert_eq!(one[USER]["country"], "DE");
    assert_eq!(one["meta"]["created"], Value::Null);
    for path in ["/spend/v4/Users", "/profile/spend/v4/users/", V4] {
        assert_eq!(ids(&scene.get(path).await), ids(&page), "{path}");
    }
    let (status, _) = scene.refusal(&format!("{V4_1}/{}", all[1])).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_release_counts_by_its_own_parameter_from_any_user_on() {
    let users: Vec<(String, &str)> = (1..=5).map(|number| (number.to_string(), "US")).collect();
    let users: Vec<(&str, &str)> = users
        .iter()
        .map(|(number, at)| (number.as_str(), *at))
        .collect();
    let scene = Scene::of(json!({}), &users).await;
    let all = scene.ids().await;
    for (path, expected) in [
        (format!("{V4_1}?startIndex=2&count=2"), &all[1..3]),
        (format!("{V4}?startIndex=2&itemsPerPage=2"), &all[1..3]),
        (format!("{V4}?startIndex=2&count=2"), &all[1..]),
        (format!("{V4_1}?startIndex=5&count=1000"), &all[4..]),
        (format!("{V4_1}?startIndex=9"), &all[5..]),
        (
            format!("{V4_1}?startIndex=2&count=2&filter={USER}:country+eq+%22us%22"),
            &all[1..3],
        ),
    ] {
        let page = scene.get(&path).await;
        assert_eq!(ids(&page), expected, "{path}");
        assert_eq!(page["totalResults"], 5);
        assert_eq!(page["itemsPerPage"], json!(expected.len()));
    }
    for wrong in [
        "startIndex=0",
        "startIndex=x",
        "count=0",
        "count=-1",
        "count=x",
    ] {
        let (status, _) = scene.refusal(&format!("{V4_1}?{wrong}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    scene
        .choose(json!({"spend.default-count": 2, "spend.start-index": "pages"}))
        .await;
    assert_eq!(ids(&scene.get(V4_1).await), all[..2]);
    assert_eq!(
        ids(&scene.get(&format!("{V4}?startIndex=3")).await),
        all[4..]
    );
}

#[tokio::test]
async fn filters_find_by_the_profile_and_refuse_what_is_not_documented() {
    let scene = Scene::of(json!({}), &[("1", "US"), ("2", "DE")]).await;
    scene
        .add(
            "3",
            "DE",
            "<Custom3>CC-1000</Custom3><CtrySubCode>DE-BE</CtrySubCode>",
        )
        .await;
    for (filter, found) in [
        ("user:country eq \"DE\"", 2),
        ("user:country ne \"DE\"", 1),
        ("user:stateProvince eq \"BE\"", 1),
        ("user:stateProvince ne \"BE\"", 2),
        ("user:testEmployee eq false", 3),
        (
            "user:customData[id eq \"custom3\" and value eq \"CC-1000\"]",
            1,
        ),
        (
            "user:customData[id eq \"custom4\" and value eq \"CC-1000\"]",
            0,
        ),
        (
            "user:customData[id eq \"custom3\" and value ne \"CC-2000\"]",
            1,
        ),
    ] {
        assert_eq!(scene.total(filter).await, found, "{filter}");
    }
    let joined = format!("{USER}:country eq \"DE\" and {USER}:locale eq \"en-US\"");
    let unequal = format!("{USER}:customData[id eq \"custom3\" and value ne \"x\"]");
    for path in [
        format!("{V4_1}?filter=country eq \"US\""),
        format!("{V4_1}?filter={USER}:country sw \"U\""),
        format!("{V4_1}?filter={USER}:budgetCountryCode eq \"US\""),
        format!("{V4_1}?filter={joined}"),
        format!("{V4}?filter={unequal}"),
        format!("{V4_1}?attributes=userName"),
    ] {
        let (status, _) = scene.refusal(&path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
    }
    scene
        .choose(json!({"spend.combined-filters": "accepted"}))
        .await;
    let page = scene.get(&format!("{V4_1}?filter={joined}")).await;
    assert_eq!(page["totalResults"], 2);
}

#[tokio::test]
async fn roles_come_as_an_array_or_as_a_list_and_v4_1_knows_no_such_path() {
    let scene = Scene::with(json!({})).await;
    let path = format!("{V4}/roleCodes");
    let roles = scene.get(&path).await;
    let roles = roles.as_array().unwrap();
    assert_eq!(roles.len(), 96);
    let manager = json!({"roleCode": "EXP_REIMBURSEMENT_APPROVER", "roleName": "Reimbursement Manager",
        "groupAware": true, "shared": true});
    assert!(roles.contains(&manager));
    scene
        .choose(json!({"spend.role-codes-form": "list-response"}))
        .await;
    let list = scene.get(&path).await;
    assert_eq!(
        (&list["totalResults"], &list["Resources"]),
        (&json!(96), &json!(roles))
    );
    let (status, _) = scene.refusal(&format!("{V4_1}/roleCodes")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_form_has_the_configured_fields() {
    let scene = Scene::of(json!({}), &[("1", "US")]).await;
    let path = "/profile/spend/v4.1/FormFields";
    let form = scene.get(path).await;
    let fields = form["Resources"].as_array().unwrap();
    assert_eq!(form["totalResults"], fields.len());
    assert_eq!(form.get("startIndex"), None);
    let field = |name: &str| fields.iter().find(|field| field["name"] == name).unwrap();
    assert_eq!(field("Custom3")["dataType"], "ConnectedList");
    assert!(
        field("Custom3")["list"]["href"]
            .as_str()
            .unwrap()
            .contains("/list/v4/lists/")
    );
    assert_eq!(
        (&field("OrgUnit2")["label"], &field("OrgUnit2")["isCustom"]),
        (&json!("Region"), &json!(true))
    );
    let own = format!("{path}?userId={}", scene.ids().await[0]);
    assert_eq!(scene.get(&own).await, form);
    let unknown = format!("{path}?userId=00000000-0000-0000-0000-000000000000");
    assert_eq!(scene.refusal(&unknown).await.0, StatusCode::NOT_FOUND);
    let (status, _) = scene.refusal(&format!("{path}?userId=me")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_its_own_scope_opens_it() {
    let scene = Scene::with(json!({})).await;
    let body = json!({"users": 1, "scopes": ["identity.user.core.read"]});
    let company = scene.client.company(&body).await;
    let token = scene.client.token(&company).await;
    for path in [
        V4,
        V4_1,
        "/profile/spend/v4/Users/roleCodes",
        "/profile/spend/v4.1/FormFields",
    ] {
        let request = scene.client.request(Method::GET, path);
        let (status, refusal) = answer(request.bearer_auth(&token)).await;
        assert_eq!(
            (status, &refusal["status"]),
            (StatusCode::FORBIDDEN, &json!(403)),
            "{path}"
        );
    }
}

#[tokio::test]
async fn whom_spend_does_not_know_is_a_policy_s() {
    let scene = Scene::with(json!({"spend.unknown-user": "empty"})).await;
    let unknown = format!("{V4}/00000000-0000-0000-0000-000000000001");
    let user = scene.get(&unknown).await;
    assert_eq!(user["id"], "00000000-0000-0000-0000-000000000001");
    assert_eq!((&user[USER], &user[LIMIT]), (&json!({}), &json!({})));
    let (_, made) = scene
        .client
        .create(&scene.token, &scene.company, "identity@example.com")
        .await;
    let path = format!("{V4}/{}", made["id"].as_str().unwrap());
    assert_eq!(scene.refusal(&path).await.0, StatusCode::NOT_FOUND);
    scene
        .choose(json!({"spend.without-profile": "empty", "spend.unknown-user": null}))
        .await;
    assert_eq!(scene.get(&path).await[USER], json!({}));
    assert_eq!(scene.refusal(&unknown).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_user_is_shown_in_the_form_of_the_policy() {
    let scene = Scene::of(json!({}), &[("1", "US")]).await;
    let path = format!("{V4_1}/{}", scene.ids().await[0]);
    let user = scene.get(&path).await;
    assert!(
        user["meta"]["location"]
            .as_str()
            .unwrap()
            .contains("/profile/spend/v4/Users/")
    );
    assert_eq!(user[LIMIT], json!({}));
    scene
        .choose(
            json!({"spend.location-release": "called", "spend.approver-limit-absent": "left-out"}),
        )
        .await;
    let user = scene.get(&path).await;
    assert!(
        user["meta"]["location"]
            .as_str()
            .unwrap()
            .contains("/profile/spend/v4.1/Users/")
    );
    assert_eq!(user.get(LIMIT), None);
}

#[tokio::test]
async fn the_header_of_the_sample_collection_can_be_held_against_the_token() {
    let scene = Scene::with(json!({})).await;
    let send = |company: String| {
        let request = scene
            .client
            .request(Method::GET, V4)
            .bearer_auth(&scene.token);
        answer(request.header("concur-company-id", company))
    };
    let other = "00000000-0000-0000-0000-000000000000".to_owned();
    assert_eq!(send(other.clone()).await.0, StatusCode::OK);
    scene
        .choose(json!({"spend.company-id-header": "matched"}))
        .await;
    assert_eq!(send(other).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(
        send(scene.company.company_id.to_string()).await.0,
        StatusCode::OK
    );
    scene.get(V4).await;
}
