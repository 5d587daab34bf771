//! Legal Entity v4.1 over HTTP: what is made, changed and found, for which company, and what is refused.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

const PATH: &str = "/profile/identity/v4.1/LegalEntities";
const CONCUR_ERROR: &str = "urn:ietf:params:scim:api:messages:concur:2.0:Error";

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
        let company = client.company(&json!({"users": 1, "policy": policy})).await;
        let token = client.token(&company).await;
        Self {
            _mock: mock,
            client,
            company,
            token,
        }
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = self.client.request(method, path);
        answer(request.bearer_auth(&self.token).json(body)).await
    }

    async fn create(&self, body: &Value) -> (StatusCode, Value) {
        self.send(Method::POST, PATH, body).await
    }

    /// A new legal entity of this reference.
    async fn made(&self, reference: &str) -> Value {
        let body = json!({"name": reference, "referenceId": reference, "active": true});
        let (status, made) = self.create(&body).await;
        assert_eq!(status, StatusCode::OK, "{made}");
        made
    }

    async fn search(&self, body: Value) -> (StatusCode, Value) {
        self.send(Method::POST, &format!("{PATH}/.search"), &body)
            .await
    }

    async fn choose(&self, policy: Value) {
        let path = format!("/__admin/companies/{}/policy", self.company.company_id);
        let (status, answer) = self.client.patch(&path, &policy).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// The references that a filter finds.
    async fn found(&self, filter: &str) -> Vec<String> {
        let (status, page) = self.search(json!({"filter": filter})).await;
        assert_eq!(status, StatusCode::OK, "{filter}: {page}");
        references(&page)
    }
}

fn references(page: &Value) -> Vec<String> {
    let resources = page["Resources"].as_array().unwrap().iter();
    let mut references: Vec<String> = resources
        .map(|entity| entity["referenceId"].as_str().unwrap().to_owned())
        .collect();
    references.sort();
    references
}

fn one(entity: &Value) -> String {
    format!("{PATH}/{}", entity["id"].as_str().unwrap())
}

#[tokio::test]
async fn what_is_made_is_read_changed_and_replaced_and_its_writes_are_counted() {
    let scene = Scene::with(json!({})).await;
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:LegalEntity"],
        "companyId": scene.company.company_id,
        "name": "Acme", "referenceId": "ACME", "active": true, "taxId": "GB1",
        "address": {"country": "GB", "locality": "London"},
    });
    let (status, made) = scene.create(&body).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("le-") && id.len() == 39, "{id}");
    assert_eq!(made["companyId"], json!(scene.company.company_id));
    assert_eq!(made["meta"]["version"], 1);
    assert_eq!(
        scene.send(Method::GET, &one(&made), &json!(null)).await.1,
        made
    );

    let operations = json!({"Operations": [
        {"op": "replace", "path": "phone", "value": "+44"},
        {"op": "replace", "path": "address.locality", "value": "Leeds"},
        {"op": "remove", "path": "taxId"},
    ]});
    let (status, patched) = scene.send(Method::PATCH, &one(&made), &operations).await;
    assert_eq!(
        (status, &patched["meta"]["version"]),
        (StatusCode::OK, &json!(2))
    );
    assert_eq!(
        patched["address"],
        json!({"country": "GB", "locality": "Leeds"})
    );
    assert_eq!(
        (&patched["phone"], patched.get("taxId")),
        (&json!("+44"), None)
    );

    let (status, replaced) = scene
        .send(Method::PUT, &one(&made), &json!({"active": false}))
        .await;
    assert_eq!(
        (status, &replaced["active"]),
        (StatusCode::OK, &json!(false))
    );
    assert_eq!(
        (replaced.get("name"), &replaced["meta"]["version"]),
        (None, &json!(3))
    );
    let request = scene.client.request(Method::DELETE, &one(&made));
    let (status, _) = answer(request.bearer_auth(&scene.token)).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_fault_is_refused_in_the_words_of_the_sample_and_changes_nothing() {
    let scene = Scene::with(json!({})).await;
    let (status, refusal) = scene
        .create(&json!({"active": true, "taxId": "1".repeat(19)}))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        (&refusal["scimType"], &refusal["detail"]),
        (&json!("invalidValue"), &json!("The request is invalid"))
    );
    let expected = json!([{"code": "INVALID_FIELD", "type": "error", "schemaPath": "taxId",
        "message": "taxId exceeds maximum length of 18 characters"}]);
    assert_eq!(refusal[CONCUR_ERROR]["messages"], expected);

    let made = scene.made("ACME").await;
    let patch = |path: &str, value: Value| json!({"Operations": [{"op": "replace", "path": path, "value": value}]});
    for (body, keyword) in [
        (patch("id", json!("le-1")), "mutability"),
        (patch("companyId", json!("c")), "mutability"),
        (patch("meta.version", json!(7)), "mutability"),
        (patch("shoeSize", json!(7)), "invalidValue"),
        (patch("active", json!("no")), "invalidValue"),
        (
            json!({"Operations": [{"op": "remove", "path": "active"}]}),
            "invalidValue",
        ),
        (json!({"Operations": []}), "invalidSyntax"),
        (json!({"schemas": ["x"], "Operations": []}), "invalidSyntax"),
    ] {
        let (status, refusal) = scene.send(Method::PATCH, &one(&made), &body).await;
        assert_eq!(
            (status, &refusal["scimType"]),
            (StatusCode::BAD_REQUEST, &json!(keyword)),
            "{body}"
        );
    }
    assert_eq!(
        scene.send(Method::GET, &one(&made), &json!(null)).await.1,
        made
    );
    let unknown = format!("{PATH}/le-00000000-0000-0000-0000-000000000000");
    let (status, _) = scene.send(Method::GET, &unknown, &json!(null)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_reference_is_unique_with_the_status_of_the_policy() {
    let scene = Scene::with(json!({})).await;
    let first = scene.made("ACME").await;
    let second = scene.made("OTHER").await;
    let body = json!({"referenceId": "acme", "active": true});
    let (status, refusal) = scene.create(&body).await;
    assert_eq!(
        (status, &refusal["scimType"]),
        (StatusCode::CONFLICT, &json!("uniqueness"))
    );
    let (status, _) = scene.send(Method::PUT, &one(&second), &body).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(
        scene.send(Method::PUT, &one(&first), &body).await.0,
        StatusCode::OK
    );
    let policy = json!({"legal-entity.duplicate-status": "400"});
    scene.choose(policy).await;
    assert_eq!(scene.create(&body).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn pages_follow_a_cursor_that_holds_an_id() {
    let scene = Scene::with(json!({})).await;
    for number in 1..=5 {
        scene.made(&format!("ACME-{number}")).await;
    }
    for filter in [json!(null), json!("active eq true")] {
        let (mut cursor, mut seen) = (json!(""), Vec::new());
        for (start, length) in [(1, 2), (3, 2), (5, 1)] {
            let body = json!({"count": 2, "cursor": cursor, "filter": filter,
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]});
            let (status, page) = scene.search(body).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            assert_eq!(
                (
                    &page["totalResults"],
                    &page["itemsPerPage"],
                    &page["startIndex"]
                ),
                (&json!(5), &json!(2), &json!(start))
            );
            let found = references(&page);
            assert_eq!(found.len(), length);
            seen.extend(found);
            cursor = page.get("nextCursor").cloned().unwrap_or_default();
        }
        seen.sort();
        seen.dedup();
        assert_eq!((cursor, seen.len()), (json!(null), 5));
    }
    for wrong in ["nonsense", "e30=", "eyJpZCI6ImxlLTAifQ=="] {
        let (status, _) = scene.search(json!({"cursor": wrong})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    let policy =
        json!({"legal-entity.default-count": 3, "legal-entity.items-per-page": "returned"});
    scene.choose(policy).await;
    let (_, page) = scene.search(json!({})).await;
    assert_eq!(references(&page).len(), 3);
    let (_, page) = scene.search(json!({"count": 50})).await;
    assert_eq!(page["itemsPerPage"], 5);
}

#[tokio::test]
async fn filters_compare_what_is_shown_and_know_no_order() {
    let scene = Scene::with(json!({})).await;
    let made = scene.made("ACME-UK").await;
    let body = json!({"name": "Acme Singapore", "referenceId": "ACME-SG", "active": false, "taxId": "SG1", "address": {"country": "SG"}});
    scene.create(&body).await;
    let id = format!("id eq \"{}\"", made["id"].as_str().unwrap());
    for (filter, expected) in [
        ("active eq true", vec!["ACME-UK"]),
        ("active ne true", vec!["ACME-SG"]),
        ("address.country eq \"sg\"", vec!["ACME-SG"]),
        ("referenceId ew \"uk\"", vec!["ACME-UK"]),
        ("name co \"Acme\" and taxId pr", vec!["ACME-SG"]),
        ("name sw \"ACME\"", vec!["ACME-SG", "ACME-UK"]),
        (id.as_str(), vec!["ACME-UK"]),
    ] {
        assert_eq!(scene.found(filter).await, expected, "{filter}");
    }
    for filter in ["name gt \"A\"", "meta.created le \"2026-01-01\"", "("] {
        let (status, refusal) = scene.search(json!({"filter": filter})).await;
        assert_eq!(
            (status, &refusal["scimType"]),
            (StatusCode::BAD_REQUEST, &json!("invalidFilter")),
            "{filter}"
        );
    }
    let (_, page) = scene
        .search(json!({"attributes": ["name", "address.country"], "filter": "active eq false"}))
        .await;
    let shown = &page["Resources"][0];
    assert_eq!(
        (&shown["name"], &shown["address"]),
        (&json!("Acme Singapore"), &json!({"country": "SG"}))
    );
    assert!(
        shown.get("id").is_some() && shown.get("meta").is_none() && shown.get("schemas").is_none()
    );
}

#[tokio::test]
async fn a_token_without_a_company_needs_its_name() {
    let scene = Scene::with(json!({})).await;
    let application = format!("/__admin/applications/{}", scene.company.client_id);
    scene
        .client
        .patch(
            &application,
            &json!({"grants": ["password", "client_credentials"]}),
        )
        .await;
    let client_id = scene.company.client_id.to_string();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &client_id),
        ("client_secret", &scene.company.client_secret),
    ];
    let request = scene
        .client
        .request(Method::POST, "/oauth2/v0/token")
        .form(&form);
    let (_, reply) = answer(request).await;
    let token = reply["access_token"].as_str().unwrap();
    let send = |path: String, body: Value| {
        let request = scene.client.request(Method::POST, &path).bearer_auth(token);
        answer(request.json(&body))
    };
    let (status, _) = send(PATH.to_owned(), json!({"active": true})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let company = scene.company.company_id;
    let (status, made) = send(
        PATH.to_owned(),
        json!({"active": true, "companyId": company}),
    )
    .await;
    assert_eq!(
        (status, &made["companyId"]),
        (StatusCode::OK, &json!(company))
    );
    let (status, page) = send(format!("{PATH}/.search?companyId={company}"), json!({})).await;
    assert_eq!((status, &page["totalResults"]), (StatusCode::OK, &json!(1)));
    let other = scene.client.company(&json!({"users": 0})).await.company_id;
    let (status, _) = send(format!("{PATH}/.search?companyId={other}"), json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = send(format!("{PATH}/.search?companyId=x"), json!({})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn another_company_than_the_token_s_is_ignored_unless_the_policy_refuses_it() {
    let scene = Scene::with(json!({})).await;
    let other = scene.client.company(&json!({"users": 0})).await;
    let path = format!("{PATH}?companyId={}", other.company_id);
    let (status, made) = scene
        .send(Method::POST, &path, &json!({"active": true}))
        .await;
    assert_eq!(
        (status, &made["companyId"]),
        (StatusCode::OK, &json!(scene.company.company_id))
    );
    let token = scene.client.token(&other).await;
    let request = scene
        .client
        .request(Method::GET, &one(&made))
        .bearer_auth(token);
    assert_eq!(answer(request).await.0, StatusCode::NOT_FOUND);
    scene
        .choose(json!({"legal-entity.other-company": "refused"}))
        .await;
    let (status, _) = scene
        .send(Method::POST, &path, &json!({"active": true}))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn reading_and_writing_need_their_scopes() {
    let scene = Scene::with(json!({})).await;
    let body = json!({"users": 0, "scopes": ["company.legalentity.read"]});
    let company = scene.client.company(&body).await;
    let token = scene.client.token(&company).await;
    let send = |path: &str| {
        let request = scene.client.request(Method::POST, path).bearer_auth(&token);
        answer(request.json(&json!({"active": true})))
    };
    assert_eq!(send(PATH).await.0, StatusCode::FORBIDDEN);
    assert_eq!(send(&format!("{PATH}/.search")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn ids_and_the_filter_of_users_take_the_form_of_the_policy() {
    let scene = Scene::with(json!({"legal-entity.id-form": "uuid"})).await;
    let made = scene.made("ACME").await;
    assert_eq!(made["id"].as_str().unwrap().len(), 36);
    assert_eq!(
        scene.send(Method::GET, &one(&made), &json!(null)).await.0,
        StatusCode::OK
    );

    let filter =
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:legalEntity eq \"le-1\"";
    let body = json!({"filter": filter, "schemas": ["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"]});
    let search = "/profile/identity/v4.1/Users/.search";
    let (status, page) = scene.send(Method::POST, search, &body).await;
    assert_eq!((status, &page["totalResults"]), (StatusCode::OK, &json!(0)));
    scene
        .choose(json!({"identity.legal-entity-filter": "refused"}))
        .await;
    let (status, _) = scene.send(Method::POST, search, &body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
