//! User v1.0 over real HTTP: profiles, batches, passwords, the form, and XML that is none.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

const BASE: &str = "/api/user/v1.0";
const HTTP: &str = "http://www.concursolutions.com/api/user/2011/02";

/// A mock's client, a company of few users, and its token.
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
        let company = client.company(&json!({"users": 3, "policy": policy})).await;
        let token = client.token(&company).await;
        Self {
            _mock: mock,
            client,
            company,
            token,
        }
    }

    async fn new() -> Self {
        Self::with(json!({})).await
    }

    async fn get(&self, path: &str, authorization: &str) -> (StatusCode, String) {
        let request = self.client.request(Method::GET, &format!("{BASE}{path}"));
        let reply = request
            .header("authorization", authorization)
            .send()
            .await
            .unwrap();
        (reply.status(), reply.text().await.unwrap())
    }

    async fn profile(&self, login: &str) -> String {
        let (status, text) = self
            .get(
                &format!("/User/?loginID={login}"),
                &format!("OAuth {}", self.token),
            )
            .await;
        assert_eq!(status, StatusCode::OK, "{text}");
        text
    }

    async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> (StatusCode, String) {
        let request = self.client.request(Method::POST, &format!("{BASE}{path}"));
        let request = request.header("content-type", "application/xml");
        let reply = request
            .bearer_auth(&self.token)
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(reply.headers()["content-type"], "application/xml");
        (reply.status(), reply.text().await.unwrap())
    }

    async fn batch(&self, profiles: &str) -> String {
        let body = format!("<batch xmlns=\"{HTTP}\">{profiles}</batch>");
        let (status, text) = self.post("/users", body).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        text
    }

    async fn identity(&self, login: &str) -> Value {
        let path = format!(
            "/profile/identity/v4/Users?userName={login}&attributes=userName,active,name,emails,entitlements,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
        );
        let request = self.client.request(Method::GET, &path);
        answer(request.bearer_auth(&self.token)).await.1["Resources"][0].clone()
    }

    /// Puts a user into a group of SCIM v4, as an administrator does.
    async fn join(&self, group: &str, user: &str) {
        let name = group.replace(' ', "+");
        let path = format!("/scim/v4/Groups?filter=displayName+eq+%22{name}%22");
        let found = self
            .client
            .request(Method::GET, &path)
            .bearer_auth(&self.token);
        let (_, found) = answer(found).await;
        let path = format!(
            "/scim/v4/Groups/{}",
            found["Resources"][0]["id"].as_str().unwrap()
        );
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "add", "path": "members", "value": [{"value": user}]}],
        });
        let request = self
            .client
            .request(Method::PATCH, &path)
            .bearer_auth(&self.token);
        let (status, text) = answer(request.json(&body)).await;
        assert_eq!(status, StatusCode::NO_CONTENT, "{text}");
    }

    async fn count(&self) -> Value {
        self.client.users(&self.token).await.1["totalResults"].clone()
    }

    async fn sign_in(&self, login: &str, password: &str) -> (StatusCode, Value) {
        let form = [
            ("grant_type", "password"),
            ("client_id", &self.company.client_id.to_string()),
            ("client_secret", &self.company.client_secret),
            ("username", login),
            ("password", password),
        ];
        let request = self.client.request(Method::POST, "/oauth2/v0/token");
        answer(request.form(&form)).await
    }
}

/// A profile for a new user, with more elements at its end.
fn hire(number: &str, login: &str, more: &str) -> String {
    format!(
        "<UserProfile><EmpId>{number}</EmpId><FeedRecordNumber>1</FeedRecordNumber><LoginId>{login}</LoginId>\
         <LocaleName>en_US</LocaleName><Active>Y</Active><Password>secret-1</Password><FirstName>Terry</FirstName>\
         <LastName>Brown</LastName><LedgerKey>DEFAULT</LedgerKey><CtryCode>US</CtryCode><CrnKey>USD</CrnKey>{more}</UserProfile>"
    )
}

fn update(number: &str, login: &str, more: &str) -> String {
    format!(
        "<UserProfile>{more}<LoginID>{login}</LoginID><EmployeeID>{number}</EmployeeID>\
         <FeedRecordNumber>9</FeedRecordNumber></UserProfile>"
    )
}

#[tokio::test]
async fn a_user_of_a_batch_is_a_user_everywhere() {
    let scene = Scene::new().await;
    let more = "<Mi>L</Mi><EmailAddress>terry@example.com</EmailAddress><OrgUnit1>R&amp;D</OrgUnit1><OrgUnit2></OrgUnit2>\
                <Custom21><![CDATA[<Redmond>]]></Custom21><CtrySubCode>US-WA</CtrySubCode><ExpenseUser>Y</ExpenseUser>\
                <ExpenseApprover>Y</ExpenseApprover><TripUser>Y</TripUser><InvoiceUser>N</InvoiceUser>\
                <CashAdvanceAccountCode>42</CashAdvanceAccountCode><IsTestEmp>Y</IsTestEmp>";
    let reply = scene.batch(&hire("345678", "tb@example.com", more)).await;
    assert_eq!(
        reply,
        format!(
            "<user-batch-result xmlns=\"{HTTP}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">\
             <records-succeeded>1</records-succeeded><records-failed>0</records-failed><UserDetails><UserInfo>\
             <EmployeeID>345678</EmployeeID><FeedRecordNumber>1</FeedRecordNumber><Status>SUCCESS</Status></UserInfo>\
             </UserDetails></user-batch-result>"
        )
    );

    let user = scene.identity("tb@example.com").await;
    assert_eq!(user["active"], true);
    assert_eq!(user["name"]["middleInitial"], "L");
    assert_eq!(user["emails"][0]["value"], "terry@example.com");
    assert_eq!(user["entitlements"], json!(["Expense", "Travel"]));
    let profile = scene.profile("TB@example.com").await;
    for part in [
        "<UserProfile xmlns=\"https://www.concursolutions.com/api/user/2011/02\" xmlns:i=",
        "<LoginId>tb@example.com</LoginId><FirstName>Terry</FirstName><LastName>Brown</LastName><Mi>L</Mi>",
        "<EmpId>345678</EmpId><Active>Y</Active><OrgUnit1>R&amp;D</OrgUnit1><OrgUnit2/>",
        "<Custom21>&lt;Redmond&gt;</Custom21><LedgerName>DEFAULT</LedgerName><LocaleName>en_US</LocaleName>",
        "<CtryCode>US</CtryCode><CrnCode>USD</CrnCode><CtrySubCode>US-WA</CtrySubCode><ExpenseUser>Y</ExpenseUser>",
        "<ExpenseApprover>Y</ExpenseApprover><TripUser>Y</TripUser><InvoiceUser>N</InvoiceUser><InvoiceApprover>N</InvoiceApprover>",
        "<ExpenseApproverEmployeeID/><IsTestEmp>Y</IsTestEmp><CashAdvanceAccountCode>42</CashAdvanceAccountCode></UserProfile>",
    ] {
        assert!(profile.contains(part), "{part} is not in {profile}");
    }
    assert_eq!(
        scene.sign_in("tb@example.com", "secret-1").await.0,
        StatusCode::OK
    );
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_empties_what_is_empty() {
    let scene = Scene::new().await;
    let more =
        "<Mi>L</Mi><OrgUnit1>A</OrgUnit1><Custom1>B</Custom1><ExpenseApprover>Y</ExpenseApprover>";
    scene.batch(&hire("1", "one@example.com", more)).await;
    let more = "<Unknown>x</Unknown><!-- note --><Active>N</Active><OrgUnit1/><Password>other</Password><ExpenseApprover>N</ExpenseApprover>";
    let reply = scene.batch(&update("1", "ONE@example.com", more)).await;
    assert!(reply.contains("<records-succeeded>1<"), "{reply}");

    let profile = scene.profile("one@example.com").await;
    for part in [
        "<Mi>L</Mi>",
        "<Active>N</Active><OrgUnit1/>",
        "<Custom1>B</Custom1>",
        "<ExpenseApprover>N<",
    ] {
        assert!(profile.contains(part), "{part} is not in {profile}");
    }
    assert_eq!(scene.identity("one@example.com").await["active"], false);
    scene
        .batch(&update("1", "one@example.com", "<Active>Y</Active>"))
        .await;
    assert_eq!(
        scene.sign_in("one@example.com", "other").await.0,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        scene.sign_in("one@example.com", "secret-1").await.0,
        StatusCode::OK
    );
}

#[tokio::test]
async fn ids_change_through_elements_of_their_own() {
    let scene = Scene::new().await;
    let both = hire("1", "one@example.com", "")
        + &hire(
            "2",
            "two@example.com",
            "<ExpenseApproverEmployeeID>1</ExpenseApproverEmployeeID>",
        );
    scene.batch(&both).await;
    for (number, login, more, element) in [
        ("1", "two@example.com", "", "LoginId"),
        ("1", "three@example.com", "", "LoginId"),
        (
            "1",
            "one@example.com",
            "<NewLoginID>two@example.com</NewLoginID>",
            "NewLoginID",
        ),
        (
            "1",
            "one@example.com",
            "<NewEmployeeID>2</NewEmployeeID>",
            "NewEmployeeID",
        ),
        (
            "1",
            "one@example.com",
            "<NewLoginID>a@b@c</NewLoginID>",
            "NewLoginID",
        ),
    ] {
        let reply = scene.batch(&update(number, login, more)).await;
        let message = format!("<message>Invalid Input: {element}</message>");
        assert!(reply.contains(&message), "{more}: {reply}");
    }
    let more = "<NewLoginID>uno@example.com</NewLoginID><NewEmployeeID>11</NewEmployeeID>";
    scene.batch(&update("1", "one@example.com", more)).await;
    let profile = scene.profile("uno@example.com").await;
    assert!(profile.contains("<EmpId>11</EmpId>"), "{profile}");
    let approved = scene.profile("two@example.com").await;
    assert!(
        approved.contains("<ExpenseApproverEmployeeID>11<"),
        "{approved}"
    );
}

#[tokio::test]
async fn a_bad_item_fails_for_itself_and_only_ten_are_named() {
    let scene = Scene::new().await;
    let before = scene.count().await;
    let mut profiles = hire("1", "one@example.com", "").replace("<Active>Y</Active>", "");
    for (number, more, message) in [
        ("2", "<Mi>LL</Mi>", "Invalid Input: Mi"),
        (
            "3",
            "<ExpenseApproverEmployeeID>none</ExpenseApproverEmployeeID>",
            "Invalid Input: ExpenseApproverEmployeeID",
        ),
        (
            "4",
            "<CtrySubCode>DE-BE</CtrySubCode>",
            "Invalid Input: CtrySubCode",
        ),
        ("5", "<TripUser>yes</TripUser>", "Invalid Input: TripUser"),
        (
            "6",
            "<EmailAddress>nowhere</EmailAddress>",
            "Invalid Input: EmailAddress",
        ),
        (
            "7",
            "<Custom3>x</Custom3><Custom3>y</Custom3>",
            "Invalid Input: Custom3",
        ),
    ] {
        let item = hire(number, &format!("{number}@example.com"), more);
        let reply = scene.batch(&item).await;
        assert!(
            reply.contains(&format!("<message>{message}</message>")),
            "{reply}"
        );
        profiles += &item;
    }
    for number in 20..26 {
        profiles += &hire(&number.to_string(), "no-login", "");
    }
    profiles += &hire("99", "good@example.com", "");
    let reply = scene.batch(&profiles).await;
    assert!(
        reply.contains(
            "<records-succeeded>1</records-succeeded><records-failed>13</records-failed>"
        ),
        "{reply}"
    );
    assert!(
        reply.contains("<message>MISSING_REQUIRED_FIELDS:Active</message>"),
        "{reply}"
    );
    assert_eq!(reply.matches("<error>").count(), 10);
    assert_eq!(scene.count().await, json!(before.as_u64().unwrap() + 1));
    let empty = update("99", "good@example.com", "<FirstName> </FirstName>");
    let reply = scene.batch(&empty).await;
    assert!(
        reply.contains("Form Fields are Invalid or Empty"),
        "{reply}"
    );
}

#[tokio::test]
async fn what_is_no_batch_is_refused_and_changes_nothing() {
    let scene = Scene::new().await;
    let before = scene.count().await;
    let item = hire("1", "one@example.com", "");
    let bodies: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"{\"batch\": []}".to_vec(),
        format!("<batch xmlns=\"{HTTP}\">{item}").into_bytes(),
        format!("<batch>{item}</batch>").into_bytes(),
        format!("<UserBatch xmlns=\"{HTTP}\">{item}</UserBatch>").into_bytes(),
        format!("<!DOCTYPE b [<!ENTITY e \"x\">]><batch xmlns=\"{HTTP}\">{item}</batch>")
            .into_bytes(),
        format!("<batch xmlns=\"{HTTP}\">{item}&e;</batch>").into_bytes(),
        format!("<batch xmlns=\"{HTTP}\"><UserProfile><--! note --></UserProfile></batch>")
            .into_bytes(),
        b"\xFF\xFE<\0b\0/\0>\0".to_vec(),
        b"<batch>\xFF</batch>".to_vec(),
        format!("<batch xmlns=\"{HTTP}\">{}", "<a>".repeat(100_000)).into_bytes(),
    ];
    for body in bodies {
        let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
        let (status, text) = scene.post("/users", body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{shown}: {text}");
        assert!(
            text.starts_with("<Error><Message>The Request XML is invalid</Message><Server-Time>"),
            "{shown}: {text}"
        );
    }
    let (status, text) = scene
        .post("/users", format!("<batch xmlns=\"{HTTP}\"/>"))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
    let (status, _) = scene.post("/users", vec![b' '; 4_194_305]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(scene.count().await, before);
}

#[tokio::test]
async fn a_batch_has_a_limit_and_another_beyond_which_it_is_none() {
    let scene = Scene::new().await;
    let before = scene.count().await;
    let batch = |count: usize| {
        let items: String = (0..count)
            .map(|number| hire(&number.to_string(), &format!("{number}@example.com"), ""))
            .collect();
        format!("<batch xmlns=\"{HTTP}\">{items}</batch>")
    };
    let (status, text) = scene.post("/users", batch(501)).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        text.contains("<records-failed>501</records-failed>"),
        "{text}"
    );
    assert!(
        text.contains("<message>Maximum User Records per Batch Exceeded</message>"),
        "{text}"
    );
    let (status, text) = scene.post("/users", batch(1_001)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        text.contains("<Message>Maximum User Records per Batch Exceeded</Message>"),
        "{text}"
    );
    assert_eq!(scene.count().await, before);
    let (_, text) = scene
        .post("/Users", batch(500).replace("http://www", "https://www"))
        .await;
    assert!(
        text.contains("<records-succeeded>500</records-succeeded>"),
        "{}",
        &text[..300]
    );
}

#[tokio::test]
async fn a_user_reads_itself_and_nobody_else() {
    let scene = Scene::new().await;
    let user = scene.company.user.clone().unwrap();
    let (_, reply) = scene.sign_in(&user.user_name, &user.password).await;
    let own = format!("OAuth {}", reply["access_token"].as_str().unwrap());
    for path in [
        "/user".to_owned(),
        format!("/user?loginID={}", user.user_name),
    ] {
        let (status, text) = scene.get(&path, &own).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert!(text.contains(&format!("<LoginId>{}</LoginId>", user.user_name)));
    }
    scene
        .client
        .create(&scene.token, &scene.company, "other@example.com")
        .await;
    for login in ["other@example.com", "nobody@example.com"] {
        let (status, text) = scene.get(&format!("/user?loginID={login}"), &own).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{text}");
        assert!(text.starts_with("<Error><Message>"), "{text}");
    }
    let of_company = format!("Bearer {}", scene.token);
    assert_eq!(
        scene
            .get("/user?loginID=nobody@example.com", &of_company)
            .await
            .0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        scene.get("/user", &of_company).await.0,
        StatusCode::BAD_REQUEST
    );
    let request = scene.client.request(Method::POST, &format!("{BASE}/users"));
    let refused = request
        .header("authorization", &own)
        .body("<batch/>")
        .send()
        .await
        .unwrap();
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_administrator_of_the_company_reads_and_writes_others() {
    let scene = Scene::new().await;
    let user = scene.company.user.clone().unwrap();
    let (_, reply) = scene.sign_in(&user.user_name, &user.password).await;
    let own = format!("Bearer {}", reply["access_token"].as_str().unwrap());
    scene
        .client
        .create(&scene.token, &scene.company, "other@example.com")
        .await;
    let path = "/user?loginID=other@example.com";
    assert_eq!(scene.get(path, &own).await.0, StatusCode::FORBIDDEN);

    scene
        .join("Company Administrator", &user.id.to_string())
        .await;

    let (status, text) = scene.get(path, &own).await;
    assert_eq!(status, StatusCode::OK, "{text}");
    let request = scene.client.request(Method::POST, &format!("{BASE}/users"));
    let body = format!(
        "<batch xmlns=\"{HTTP}\">{}</batch>",
        hire("1", "one@example.com", "")
    );
    let reply = request.header("authorization", &own).body(body);
    let text = reply.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("<Status>SUCCESS</Status>"), "{text}");
}

#[tokio::test]
async fn the_approver_flag_is_the_group_of_the_approvers() {
    let scene = Scene::new().await;
    let (_, user) = scene
        .client
        .create(&scene.token, &scene.company, "other@example.com")
        .await;
    let before = scene.profile("other@example.com").await;
    assert!(before.contains("<ExpenseApprover>N<"), "{before}");
    scene
        .join("Expense Approver", user["id"].as_str().unwrap())
        .await;
    let after = scene.profile("other@example.com").await;
    assert!(after.contains("<ExpenseApprover>Y<"), "{after}");
}

#[tokio::test]
async fn passwords_are_ignored_unless_the_policy_is_older() {
    let body = |login: &str| {
        format!(
            "<UserBatch xmlns=\"{HTTP}\"><User><LoginID>{login}</LoginID><Password>new-secret</Password></User><User><LoginID>nobody@example.com</LoginID><Password>x</Password></User></UserBatch>"
        )
    };
    for (policy, signs_in) in [
        ("ignored", StatusCode::BAD_REQUEST),
        ("applied", StatusCode::OK),
    ] {
        let scene = Scene::with(json!({"user-v1.password-batch": policy})).await;
        let user = scene.company.user.clone().unwrap();
        let (status, text) = scene.post("/Users/password", body(&user.user_name)).await;
        assert_eq!(status, StatusCode::OK);
        assert!(text.contains("<RecordsSucceeded>1</RecordsSucceeded><RecordsFailed>1</RecordsFailed><UserPasswordStatusList>"), "{text}");
        assert!(
            text.contains("<Status>Success</Status><Message>Password Updated.</Message>"),
            "{text}"
        );
        assert_eq!(
            scene.sign_in(&user.user_name, "new-secret").await.0,
            signs_in,
            "{policy}"
        );
    }
}

#[tokio::test]
async fn the_form_lists_what_a_batch_takes() {
    let scene = Scene::new().await;
    let (status, text) = scene
        .get("/FormFields", &format!("Bearer {}", scene.token))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        text.starts_with(&format!(
            "<FormFieldsList xmlns=\"{HTTP}\"><FormField><Id>FirstName</Id>"
        )),
        "{text}"
    );
    assert_eq!(text.matches("<FormField>").count(), 41);
    assert!(text.contains("<Sequence>41</Sequence>"));
}

#[tokio::test]
async fn what_the_pages_contradict_follows_the_policy() {
    let scene = Scene::with(json!({
        "user-v1.message-element": "Message",
        "user-v1.missing-field": "unnamed",
        "user-v1.element-names": "table",
        "user-v1.creating": "refused",
        "user-v1.profile-namespace": "http",
    }))
    .await;
    let reply = scene.batch(&hire("1", "one@example.com", "")).await;
    assert!(
        reply.contains("<Message>User Creation Failed</Message>"),
        "{reply}"
    );
    let reply = scene.batch(&update("1", "one@example.com", "")).await;
    assert!(
        reply.contains("<Message>Missing Required Parameters</Message>"),
        "{reply}"
    );
    scene
        .client
        .create(&scene.token, &scene.company, "other@example.com")
        .await;
    let profile = scene.profile("other@example.com").await;
    assert!(
        profile.starts_with(&format!("<UserProfile xmlns=\"{HTTP}\"")),
        "{profile}"
    );
}

#[tokio::test]
async fn what_the_pages_leave_open_follows_the_policy() {
    let scene = Scene::with(json!({
        "user-v1.unknown-login": "400",
        "user-v1.missing-role": "404",
        "user-v1.batch-over-limit": "400",
        "user-v1.ctry-sub-code": "two-characters",
        "user-v1.approver": "expense-approver",
        "user-v1.password-of-existing-user": "refused",
        "user-v1.empty-element": "keeps",
        "user-v1.update-needs": "form",
        "user-v1.form-emp-id-length": "48",
    }))
    .await;
    let of_company = format!("Bearer {}", scene.token);
    let unknown = scene
        .get("/user?loginID=nobody@example.com", &of_company)
        .await;
    assert_eq!(unknown.0, StatusCode::BAD_REQUEST);
    let (_, form) = scene.get("/FormFields", &of_company).await;
    assert!(!form.contains("<MaxLength>128</MaxLength><Required>Y</Required><Cols>32</Cols><Access>RW</Access><Width>32</Width><Custom>N</Custom><Sequence>4<"));
    let user = scene.company.user.clone().unwrap();
    let (_, reply) = scene.sign_in(&user.user_name, &user.password).await;
    let own = format!("Bearer {}", reply["access_token"].as_str().unwrap());
    let other = scene.get("/user?loginID=nobody@example.com", &own).await;
    assert_eq!(other.0, StatusCode::NOT_FOUND);
    let items: String = (0..501).map(|_| update("1", "a@b", "")).collect();
    let (status, _) = scene
        .post("/users", format!("<batch xmlns=\"{HTTP}\">{items}</batch>"))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);

    let approver = "<ExpenseApproverEmployeeID>1</ExpenseApproverEmployeeID>";
    scene
        .batch(&hire("1", "one@example.com", "<OrgUnit1>A</OrgUnit1>"))
        .await;
    let full = hire("1", "one@example.com", "").replace("<Password>secret-1</Password>", "");
    for (item, message) in [
        (
            hire("2", "two@example.com", "<CtrySubCode>US-WA</CtrySubCode>"),
            "Invalid Input: CtrySubCode",
        ),
        (
            hire("2", "two@example.com", approver),
            "Invalid Input: ExpenseApproverEmployeeID",
        ),
        (hire("1", "one@example.com", ""), "Invalid Input: Password"),
        (
            update("1", "one@example.com", "<Active>N</Active>"),
            "MISSING_REQUIRED_FIELDS:FirstName,LastName,LocaleName,CtryCode,CrnKey",
        ),
        (
            full.replace(
                "</UserProfile>",
                "<OrgUnit1/><ExpenseApprover>Y</ExpenseApprover></UserProfile>",
            ),
            "SUCCESS",
        ),
        (hire("2", "two@example.com", approver), "SUCCESS"),
    ] {
        let reply = scene.batch(&item).await;
        assert!(reply.contains(message), "{message}: {reply}");
    }
    let profile = scene.profile("one@example.com").await;
    assert!(profile.contains("<OrgUnit1>A</OrgUnit1>"), "{profile}");
}

#[tokio::test]
async fn tokens_without_the_scope_and_unknown_paths_are_refused_in_xml() {
    let scene = Scene::new().await;
    let company = scene
        .client
        .company(&json!({"users": 1, "scopes": ["identity.user.ids.read"]}))
        .await;
    let token = scene.client.token(&company).await;
    for (path, authorization, expected) in [
        (
            "/FormFields",
            format!("Bearer {token}"),
            StatusCode::FORBIDDEN,
        ),
        (
            "/FormFields",
            "OAuth nothing".to_owned(),
            StatusCode::UNAUTHORIZED,
        ),
        (
            "/Groups",
            format!("OAuth {}", scene.token),
            StatusCode::NOT_FOUND,
        ),
        (
            "/users",
            format!("OAuth {}", scene.token),
            StatusCode::METHOD_NOT_ALLOWED,
        ),
    ] {
        let (status, text) = scene.get(path, &authorization).await;
        assert_eq!(status, expected, "{path}");
        assert!(text.starts_with("<Error><Message>"), "{text}");
    }
}
