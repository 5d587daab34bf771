//! The XML travel profile over real HTTP: what it shows, what it changes, what it says no to.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

/// Where the service is.
pub(crate) const BASE: &str = "/api/travelprofile";
/// The travel extension.
pub(crate) const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

/// A mock, a company of few users, and its token.
pub(crate) struct Scene {
    _mock: MockConcur,
    pub(crate) client: Client,
    pub(crate) company: Credentials,
    pub(crate) token: String,
}

impl Scene {
    pub(crate) async fn with(request: Value) -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&request).await;
        let token = client.token(&company).await;
        Self {
            _mock: mock,
            client,
            company,
            token,
        }
    }

    pub(crate) async fn new() -> Self {
        Self::with(json!({"users": 3})).await
    }

    pub(crate) fn login(&self) -> String {
        self.company.user.as_ref().unwrap().user_name.clone()
    }

    pub(crate) fn id(&self) -> String {
        self.company.user.as_ref().unwrap().id.to_string()
    }

    /// A GET of this path with this token.
    pub(crate) async fn get_as(&self, token: &str, path: &str) -> (StatusCode, String) {
        let request = self.client.request(Method::GET, &format!("{BASE}{path}"));
        let reply = request.bearer_auth(token).send().await.unwrap();
        assert_eq!(reply.headers()["content-type"], "application/xml");
        (reply.status(), reply.text().await.unwrap())
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, String) {
        self.get_as(&self.token, path).await
    }

    /// The profile of the known user.
    pub(crate) async fn profile(&self) -> String {
        let path = format!(
            "/v2.0/profile?userid_type=login&userid_value={}",
            self.login()
        );
        let (status, text) = self.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        text
    }

    pub(crate) async fn post(&self, body: impl Into<reqwest::Body>) -> (StatusCode, String) {
        let path = format!("{BASE}/v2.0/profile");
        let request = self.client.request(Method::POST, &path);
        let request = request.header("content-type", "application/xml");
        let reply = request
            .bearer_auth(&self.token)
            .body(body)
            .send()
            .await
            .unwrap();
        (reply.status(), reply.text().await.unwrap())
    }

    /// The answer to an update of the known user.
    pub(crate) async fn update(&self, inside: &str) -> (StatusCode, String) {
        self.post(format!(
            "<ProfileResponse Action=\"Update\" LoginId=\"{}\">{inside}</ProfileResponse>",
            self.login()
        ))
        .await
    }

    /// An update that changes everything that is sent.
    pub(crate) async fn change(&self, inside: &str) {
        let (status, text) = self.update(inside).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert!(text.contains("<Code>S001</Code>"), "{text}");
    }

    /// An update of which something is passed over; the profile is as it was.
    pub(crate) async fn warned(&self, inside: &str, code: &str) {
        let before = self.profile().await;
        let (status, text) = self.update(inside).await;
        assert_eq!(status, StatusCode::OK, "{inside} {text}");
        let expected = format!("<TravelProfileResponseMessage><Code>{code}</Code>");
        assert!(text.starts_with(&expected), "{inside} {text}");
        assert!(text.contains("<CorrelationId>"), "{text}");
        assert_eq!(self.profile().await, before, "{inside}");
    }

    /// JSON of another service about the known user.
    pub(crate) async fn json(&self, front: &str) -> Value {
        let path = format!("{front}/{}", self.id());
        let request = self.client.request(Method::GET, &path);
        answer(request.bearer_auth(&self.token)).await.1
    }

    pub(crate) async fn identity(&self) -> Value {
        self.json("/profile/identity/v4.1/Users").await
    }

    pub(crate) async fn travel(&self) -> Value {
        self.json("/profile/travel/v4/Users").await[TRAVEL].clone()
    }

    /// A token of the known user.
    pub(crate) async fn user_token(&self) -> String {
        let user = self.company.user.as_ref().unwrap();
        let form = [
            ("grant_type", "password"),
            ("client_id", &self.company.client_id.to_string()),
            ("client_secret", &self.company.client_secret),
            ("username", &user.user_name),
            ("password", &user.password),
        ];
        let request = self
            .client
            .request(Method::POST, "/oauth2/v0/token")
            .form(&form);
        answer(request).await.1["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

/// The text between the tags of the first element of this name.
pub(crate) fn inner<'t>(text: &'t str, name: &str) -> &'t str {
    let open = format!("<{name}>");
    let Some((_, rest)) = text.split_once(&open) else {
        assert!(text.contains(&format!("<{name}/>")), "no {name} in {text}");
        return "";
    };
    rest.split_once(&format!("</{name}>")).unwrap().0
}

#[tokio::test]
async fn a_profile_shows_the_user_that_other_services_show() {
    let scene = Scene::new().await;
    let (profile, identity, travel) = (
        scene.profile().await,
        scene.identity().await,
        scene.travel().await,
    );
    assert!(
        profile.starts_with("<ProfileResponse xmlns:xsd="),
        "{profile}"
    );
    assert!(profile.contains(&format!(
        "Status=\"Active\" LoginId=\"{}\" Unique=\"\"",
        scene.login()
    )));
    let general = inner(&profile, "General");
    assert_eq!(inner(general, "FirstName"), identity["name"]["givenName"]);
    assert_eq!(inner(general, "JobTitle"), identity["title"]);
    assert_eq!(inner(general, "UUID"), scene.id());
    assert_eq!(inner(general, "RuleClass"), travel["ruleClass"]["name"]);
    assert_eq!(inner(&profile, "Gender"), travel["gender"]);
    assert!(profile.contains(&format!(">{}</EmailAddress>", scene.login())));
    assert!(profile.contains("<InterRowPositionCode>DontCare</InterRowPositionCode>"));
    assert!(
        profile.contains("<CustomField Name=\"Cost Object\"/>"),
        "{profile}"
    );
    assert!(!profile.contains("Membership>") && !profile.contains("DiscountCodes"));
    let by_id = format!("/v2.0/profile?userid_type=uuid&userid_value={}", scene.id());
    assert_eq!(scene.get(&by_id).await.1, profile);
}

#[tokio::test]
async fn the_older_version_shows_the_same_user_in_its_own_words() {
    let scene = Scene::new().await;
    let path = format!(
        "/v1.0/profile?userid_type=login&userid_value={}",
        scene.login()
    );
    let (status, text) = scene.get(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        text.contains("<MarketingOptIn>False</MarketingOptIn>"),
        "{text}"
    );
    assert!(
        text.contains("<CustomField><Name>Cost Object</Name></CustomField>"),
        "{text}"
    );
    assert!(text.contains("<preferRestaraunt>False"), "{text}");
    let by_id = format!("/v1.0/profile?userid_type=uuid&userid_value={}", scene.id());
    assert_eq!(scene.get(&by_id).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_update_is_seen_by_every_service() {
    let scene = Scene::new().await;
    let inside = "<General><FirstName>Augusta</FirstName><MiddleName>King</MiddleName>\
         <PreferredName>Ada</PreferredName><JobTitle>R&amp;D</JobTitle><RuleClass>executive</RuleClass>\
         <EReceiptOptIn>true</EReceiptOptIn></General>\
         <TSAInfo><Gender>Female</Gender><DateOfBirth>1915-12-10</DateOfBirth></TSAInfo>\
         <CustomFields><CustomField Name=\"Cost Object\">CO-7</CustomField></CustomFields>\
         <Air><Seat><InterRowPositionCode>Window</InterRowPositionCode></Seat><HomeAirport>SEA</HomeAirport></Air>\
         <Hotel><SmokingCode>NonSmoking</SmokingCode><PreferPool>1</PreferPool></Hotel>";
    scene.change(inside).await;
    let (profile, identity, travel) = (
        scene.profile().await,
        scene.identity().await,
        scene.travel().await,
    );
    assert_eq!(
        (
            &identity["name"]["givenName"],
            &identity["nickName"],
            &identity["title"]
        ),
        (&json!("Augusta"), &json!("Ada"), &json!("R&D"))
    );
    assert!(
        identity["dateOfBirth"]
            .as_str()
            .unwrap()
            .starts_with("1915-12-10")
    );
    assert_eq!(travel["name"]["givenName"], "Augusta");
    assert_eq!(
        travel["ruleClass"],
        json!({"name": "Executive", "id": 624_901})
    );
    assert_eq!(travel["gender"], "Female");
    assert_eq!(
        travel["customFields"][1],
        json!({"name": "Cost Object", "value": "CO-7"})
    );
    for expected in [
        "<MiddleName>King</MiddleName>",
        "<RuleClass>Executive</RuleClass>",
        "<EReceiptOptIn>true</EReceiptOptIn>",
        "<InterRowPositionCode>Window</InterRowPositionCode>",
        "<HotelSmokingCode>NonSmoking</HotelSmokingCode>",
        "<PreferPool>true</PreferPool>",
        "<NoMiddleName>false</NoMiddleName>",
        "<CustomField Name=\"Cost Object\">CO-7</CustomField>",
    ] {
        assert!(profile.contains(expected), "{expected} {profile}");
    }
    let version = identity["meta"]["version"].clone();
    scene
        .change("<Car><CarType>Mini</CarType></Car><Rail><Deck>Upper</Deck></Rail>")
        .await;
    assert_eq!(
        scene.identity().await["meta"]["version"],
        version,
        "nothing of it changed"
    );
    scene
        .change("<General><JobTitle/></General><Air><HomeAirport/></Air>")
        .await;
    assert_eq!(scene.identity().await["title"], Value::Null);
    assert!(scene.profile().await.contains("<CarType>Mini</CarType>"));
}

#[tokio::test]
async fn a_sent_back_profile_changes_nothing_it_may_change() {
    let scene = Scene::new().await;
    let profile = scene.profile().await;
    let fixed = [
        "AccountTerminationDate",
        "HasOpenBooking",
        "CountryCode",
        "CompanyName",
        "CompanyID",
        "AgencyNumber",
        "UUID",
    ];
    let (status, text) = scene
        .post(profile.replace("<ProfileResponse ", "<ProfileResponse Action=\"Update\" "))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    for name in fixed {
        assert!(
            text.contains(&format!("Cannot update this element: General/{name}")),
            "{text}"
        );
    }
    assert!(text.starts_with("<Error><Message><TravelProfileResponseMessage><Code>E001</Code>"));
    assert!(text.contains("<Server-Time>") && text.contains("<Id>"));
    assert_eq!(scene.profile().await, profile);
}

#[tokio::test]
async fn documents_are_kept_and_need_their_scope() {
    let scene = Scene::new().await;
    let passport = "<Passports><Passport><PassportNumber>P1</PassportNumber><PassportNationality>DE</PassportNationality>\
         <PassportExpiration>2030-01-31</PassportExpiration></Passport></Passports>";
    scene.change(passport).await;
    let profile = scene.profile().await;
    assert!(
        profile.contains("<PassportNumber>P1</PassportNumber>"),
        "{profile}"
    );
    assert!(profile.contains("<HasNoPassport>false</HasNoPassport>"));

    let scopes = ["TRVPRF", "identity.user.core.read"];
    let poor = Scene::with(json!({"users": 2, "scopes": scopes})).await;
    let profile = poor.profile().await;
    for hidden in [
        "Passports",
        "EmergencyContact",
        "TSAInfo",
        "CompanyID",
        "UUID",
        "MedicalAlerts",
        "CustomFields",
    ] {
        assert!(
            !profile.contains(&format!("<{hidden}")),
            "{hidden} {profile}"
        );
    }
    let (status, text) = poor.update(passport).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        text.contains("<Code>E001</Code>") && text.contains("<Field>Passports</Field>"),
        "{text}"
    );
    let none = Scene::with(json!({"users": 2, "scopes": ["USER"]})).await;
    let (status, text) = none.get("/v2.0/profile").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(text.starts_with("<Error><Message>"), "{text}");
}

#[tokio::test]
async fn whoever_is_nobody_s_or_somebody_else_s_is_not_shown() {
    let scene = Scene::new().await;
    let own = scene.user_token().await;
    let (status, text) = scene.get_as(&own, "/v2.0/profile").await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let (_, users) = scene.client.users(&scene.token).await;
    let other = users["Resources"][1]["userName"]
        .as_str()
        .unwrap()
        .to_owned();
    let path =
        |kind: &str, value: &str| format!("/v2.0/profile?userid_type={kind}&userid_value={value}");
    for (token, path, words) in [
        (&own, path("login", &other), "(EC2)"),
        (
            &scene.token,
            path("login", "no@body"),
            "Invalid User (EC1): no@body",
        ),
        (&scene.token, path("xmlsyncid", "7"), "(EC1)"),
        (&scene.token, path("uuid", "7"), "(EC1)"),
        (&scene.token, path("email", "7"), "userid_type"),
        (
            &scene.token,
            "/v2.0/profile?userid_type=login".to_owned(),
            "userid_type",
        ),
        (&scene.token, "/v2.0/profile".to_owned(), "userid_type"),
    ] {
        let (status, text) = scene.get_as(token, &path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path} {text}");
        assert!(text.contains(words), "{path} {text}");
    }
    let request = scene
        .client
        .request(Method::DELETE, &format!("{BASE}/v2.0/profile"));
    let reply = request.bearer_auth(&scene.token).send().await.unwrap();
    assert_eq!(reply.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(reply.text().await.unwrap().starts_with("<Error>"));
}
