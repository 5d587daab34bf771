//! User v1.0 over real HTTP: profiles, batches, roles, the form.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

/// The path of the API.
pub(crate) const BASE: &str = "/api/user/v1.0";
/// The namespace.
pub(crate) const HTTP: &str = "http://www.concursolutions.com/api/user/2011/02";

/// A mock, its client, a company of few users, and its token.
pub(crate) struct Scene {
    _mock: MockConcur,
    pub(crate) client: Client,
    pub(crate) company: Credentials,
    pub(crate) token: String,
}

impl Scene {
    /// A scene with this policy.
    pub(crate) async fn with(policy: Value) -> Self {
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

    /// A scene.
    pub(crate) async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// A GET of this path.
    pub(crate) async fn get(&self, path: &str, authorization: &str) -> (StatusCode, String) {
        let request = self.client.request(Method::GET, &format!("{BASE}{path}"));
        let reply = request
            .header("authorization", authorization)
            .send()
            .await
            .unwrap();
        (reply.status(), reply.text().await.unwrap())
    }

    /// The profile of this login.
    pub(crate) async fn profile(&self, login: &str) -> String {
        let (status, text) = self
            .get(
                &format!("/User/?loginID={login}"),
                &format!("OAuth {}", self.token),
            )
            .await;
        assert_eq!(status, StatusCode::OK, "{text}");
        text
    }

    /// A POST of this body.
    pub(crate) async fn post(
        &self,
        path: &str,
        body: impl Into<reqwest::Body>,
    ) -> (StatusCode, String) {
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

    /// The answer to these profiles.
    pub(crate) async fn batch(&self, profiles: &str) -> String {
        let body = format!("<batch xmlns=\"{HTTP}\">{profiles}</batch>");
        let (status, text) = self.post("/users", body).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        text
    }

    /// The user of this login as Identity shows it.
    pub(crate) async fn identity(&self, login: &str) -> Value {
        let path = format!(
            "/profile/identity/v4/Users?userName={login}&attributes=userName,active,name,emails,entitlements,urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
        );
        let request = self.client.request(Method::GET, &path);
        answer(request.bearer_auth(&self.token)).await.1["Resources"][0].clone()
    }

    /// Puts a user into a group of SCIM v4, as an administrator does.
    pub(crate) async fn join(&self, group: &str, user: &str) {
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

    /// How many users there are.
    pub(crate) async fn count(&self) -> Value {
        self.client.users(&self.token).await.1["totalResults"].clone()
    }

    /// The answer to a user's sign-in.
    pub(crate) async fn sign_in(&self, login: &str, password: &str) -> (StatusCode, Value) {
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
pub(crate) fn hire(number: &str, login: &str, more: &str) -> String {
    format!(
        "<UserProfile><EmpId>{number}</EmpId><FeedRecordNumber>1</FeedRecordNumber><LoginId>{login}</LoginId>\
         <LocaleName>en_US</LocaleName><Active>Y</Active><Password>secret-1</Password><FirstName>Terry</FirstName>\
         <LastName>Brown</LastName><LedgerKey>DEFAULT</LedgerKey><CtryCode>US</CtryCode><CrnKey>USD</CrnKey>{more}</UserProfile>"
    )
}

/// A profile for a user that is there, in the spelling of the example.
pub(crate) fn update(number: &str, login: &str, more: &str) -> String {
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
async fn a_field_of_a_list_is_written_by_its_code_and_shown_with_its_name() {
    let scene = Scene::new().await;
    let hired = hire("1", "one@example.com", "<Custom3>CC-2000</Custom3>");
    scene.batch(&hired).await;
    let profile = scene.profile("one@example.com").await;
    assert!(
        profile.contains("<Custom3>(CC-2000) Research</Custom3>"),
        "{profile}"
    );
    let strange = update("1", "one@example.com", "<Custom3>CC-9999</Custom3>");
    let reply = scene.batch(&strange).await;
    assert!(
        reply.contains("Form Fields are Invalid or Empty"),
        "{reply}"
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
    assert_eq!(text.matches("<FormField>").count(), 26);
    assert!(text.contains("<Sequence>26</Sequence>"));
    let department = "<Id>Custom4</Id><Label>Department</Label><ControlType>list_edit</ControlType>\
         <DataType>MLIST</DataType><MaxLength>48</MaxLength><Required>N</Required>";
    assert!(text.contains(department), "{text}");
    assert!(
        text.contains("<ListName>Departments</ListName><HierLevel>1</HierLevel>"),
        "{text}"
    );
}
